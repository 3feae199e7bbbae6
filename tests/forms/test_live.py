"""A form being filled in: what one answer changes is what evaluating everything would say."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spie_diag.forms.definition import Form, QuestionType, Value
from spie_diag.forms.live import MOST_ROWS, Change, Live
from spie_diag.forms.nodes import Node
from spie_diag.forms.plan import plan
from spie_diag.forms.reading import read_form, read_unchecked
from spie_diag.forms.tellings import Facts, facts

TODAY = date(2026, 11, 24)
SETTINGS = "settings: {form_id: essai, form_title: Essai, version: '1'}\n"
FAMILY = """
lists:
  lieux: {nord: {label: Nord}, sud: {label: Sud}}
  villes:
    lille: {label: Lille, lieu: nord}
    arras: {label: "Arras, ${limite} km", lieu: nord}
    nice: {label: Nice, lieu: sud}
survey:
- {name: seul, type: select_one, label: Seul, choices: {oui: Oui, non: Non}}
- {name: lieu, type: select_one, label: Lieu, choices: lieux, relevant: "${seul} = 'oui'"}
- {name: ville, type: select_one, label: Ville, choices: villes, choice_filter: "lieu = ${lieu}"}
- {name: loin, type: text, label: "Loin de ${ville}", relevant: "${ville} = 'nice' and ${lieu} != ''"}
- name: foyer
  type: group
  label: Foyer
  relevant: "${seul} = 'non'"
  fields:
  - {name: nombre, type: integer, label: Nombre, constraint: ". >= 0 and . <= 5", required: "yes"}
  - name: enfants
    type: repeat
    label: "Enfant ${rang}, ${age} ans, limite ${limite}"
    repeat_count: "${nombre}"
    fields:
    - {name: age, type: integer, label: Âge, constraint: ". < ${limite}"}
    - {name: rang, type: calculate, label: "", calculation: "position(..)"}
    - {name: mineur, type: calculate, label: "", calculation: "if(${age} != '' and ${age} < 18, 1, 0)"}
    - name: modes
      type: repeat
      label: "Garde de l’enfant ${rang} : ${heures} heures"
      fields:
      - {name: heures, type: integer, label: "Heures de l’enfant ${rang}", relevant: "${age} < 12"}
      - {name: part, type: calculate, label: "", calculation: "${heures} * ${age}"}
    - {name: garde, type: calculate, label: "", calculation: "sum(${heures}[. != ''])"}
- {name: limite, type: integer, label: Limite}
- {name: mineurs, type: calculate, label: "", calculation: "sum(${mineur})"}
- {name: heures_en_tout, type: calculate, label: "", calculation: "sum(${garde})"}
- {name: lignes, type: calculate, label: "", calculation: "count(${enfants})"}
- {name: deuxieme, type: calculate, label: "", calculation: "indexed-repeat(${age}, ${enfants}, 2)"}
- {name: bilan, type: note, label: "${mineurs} mineurs sur ${lignes}, ${heures_en_tout} heures"}
"""


def form_in(folder: Path, survey: str) -> Form:
    path = folder / "essai.yaml"
    path.write_text(SETTINGS + survey, encoding="utf-8")
    return read_form(path)


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return form_in(tmp_path_factory.mktemp("family"), FAMILY)


def live_of(form: Form, values: Mapping[str, Value] | None = None, *, prefilled: bool = False) -> Live:
    made = plan(form)
    index = {one.name: one.index for one in made.tops}
    given = {index[name]: value for name, value in (values or {}).items()}
    return Live(made, today=TODAY, values=given, prefilled=prefilled)


def node_at(live: Live, path: str) -> Node:
    """``foyer/enfants[1]/age``; a repeat as a whole has no place."""
    node = live.scene.root
    for step in path.split("/"):
        name, _, place = step.rstrip("]").partition("[")
        node = node.children[name]
        if place:
            node = node.kept[int(place) - 1]
    return node


def everything(live: Live) -> list[tuple[str, Facts]]:
    return [(node.field.name if node.field else "", facts(live, node)) for node in live.nodes()]


def given_values(live: Live) -> dict[str, Value]:
    """What was answered, as a journal would give it back."""
    return {name: _given(node) for name, node in live.scene.root.children.items() if not _is_computed(node)}


def _given(node: Node) -> Value:
    if node.field is not None and node.field.is_repeat and not node.is_row:
        return [_given(row) for row in node.kept]
    if node.children:
        return {name: _given(child) for name, child in node.children.items() if not _is_computed(child)}
    return node.given


def _is_computed(node: Node) -> bool:
    return node.field is not None and node.field.question.type is QuestionType.CALCULATE


DEED = st.one_of(
    st.tuples(st.just("seul"), st.sampled_from(["oui", "non", None])),
    st.tuples(st.just("lieu"), st.sampled_from(["nord", "sud", None])),
    st.tuples(st.just("ville"), st.sampled_from(["lille", "nice", None])),
    st.tuples(st.just("loin"), st.sampled_from(["beaucoup", None])),
    st.tuples(st.just("limite"), st.integers(0, 30)),
    st.tuples(st.just("foyer/nombre"), st.integers(0, 4) | st.none()),
    st.tuples(st.integers(0, 4), st.integers(0, 20) | st.none()),
    st.tuples(st.sampled_from(["add", "remove"]), st.integers(0, 4)),
    st.tuples(st.just("hours"), st.integers(0, 9)),
)
DEEDS = st.lists(DEED, max_size=14)


def do(live: Live, deeds: list[tuple[str | int, Value]]) -> None:
    for what, value in deeds:
        do_one(live, what, value)


def do_one(live: Live, what: str | int, value: Value) -> Change:
    children = node_at(live, "foyer/enfants")
    if isinstance(what, int):
        return live.give(children.kept[what].children["age"], value) if what < len(children.kept) else Change()
    if what not in ("add", "remove", "hours"):
        return live.give(node_at(live, what), value)
    assert isinstance(value, int)
    if not children.kept:
        return Change()
    return _do_inside(live, children.kept[value % len(children.kept)].children["modes"], what, value)


def _do_inside(live: Live, modes: Node, what: str, value: int) -> Change:
    if what == "add":
        return live.add_row(modes)
    if not modes.kept:
        return Change()
    if what == "remove":
        return live.remove_row(modes, value % len(modes.kept))
    return live.give(modes.kept[value % len(modes.kept)].children["heures"], value)


@given(DEEDS)
def test_evaluating_what_changed_equals_evaluating_everything(
    family: Form, deeds: list[tuple[str | int, Value]]
) -> None:
    live = live_of(family)
    do(live, deeds)
    assert everything(live) == everything(live_of(family, given_values(live)))


@given(DEEDS, DEED)
def test_what_is_not_named_as_changed_shows_the_same(
    family: Form, deeds: list[tuple[str | int, Value]], last: tuple[str | int, Value]
) -> None:
    live = live_of(family)
    do(live, [("seul", "non"), ("foyer/nombre", 3), *deeds])
    before = {node: facts(live, node) for node in live.nodes()}
    change = do_one(live, *last)
    for node in live.nodes():
        if node not in change.nodes and node in before:
            assert facts(live, node) == before[node]


@given(st.permutations([("seul", "oui"), ("lieu", "sud"), ("ville", "nice"), ("loin", "trop"), ("limite", 3)]))
def test_the_order_of_answers_does_not_matter(family: Form, answers: list[tuple[str, Value]]) -> None:
    live = live_of(family)
    do(live, [*answers])
    assert everything(live) == everything(live_of(family, dict(answers)))


def test_an_answer_that_is_not_asked_any_more_comes_back(family: Form) -> None:
    live = live_of(family, {"seul": "oui", "lieu": "sud", "ville": "nice", "loin": "trop"})
    far = node_at(live, "loin")
    live.give(node_at(live, "seul"), "non")
    assert (far.given, far.own_text, far.relevant) == ("trop", "", False)
    live.give(node_at(live, "seul"), "oui")
    assert (far.given, far.own_text, far.relevant) == ("trop", "trop", True)


def test_a_choice_that_is_not_offered_any_more_is_kept_and_counts_for_nothing(family: Form) -> None:
    live = live_of(family, {"seul": "oui", "lieu": "nord", "ville": "lille"})
    town = node_at(live, "ville")
    live.give(node_at(live, "lieu"), "sud")
    assert (town.given, town.own_text, [choice.name for choice in town.choices]) == ("lille", "", ["nice"])
    live.give(node_at(live, "lieu"), "nord")
    assert town.own_text == "lille"


def test_rows_beyond_a_lower_count_come_back_with_their_answers(family: Form) -> None:
    live = live_of(family, {"seul": "non", "foyer": {"nombre": 3}})
    number = node_at(live, "foyer/nombre")
    live.give(node_at(live, "foyer/enfants[3]/age"), 7)
    assert node_at(live, "mineurs").own_text == "1"
    live.give(number, 1)
    assert (node_at(live, "mineurs").own_text, node_at(live, "lignes").own_text) == ("0", "1")
    live.give(number, 3)
    assert node_at(live, "foyer/enfants[3]/age").own_text == "7"


def test_a_row_taken_away_moves_those_behind_it(family: Form) -> None:
    live = live_of(family, {"seul": "non", "foyer": {"nombre": 1}})
    modes = node_at(live, "foyer/enfants[1]/modes")
    live.give(node_at(live, "foyer/enfants[1]/age"), 3)
    for hours in (4, 5, 6):
        live.add_row(modes)
        live.give(modes.kept[-1].children["heures"], hours)
    assert node_at(live, "heures_en_tout").own_text == "15"
    change = live.remove_row(modes, 0)
    assert [row.position for row in modes.rows] == [1, 2]
    assert node_at(live, "heures_en_tout").own_text == "11"
    assert [row.children["heures"].given for row in change.removed] == [4]


def test_a_count_that_asks_too_much_is_bounded(family: Form) -> None:
    live = live_of(family, {"seul": "non"})
    live.give(node_at(live, "foyer/nombre"), 10**9)
    assert len(node_at(live, "foyer/enfants").rows) == MOST_ROWS


def test_a_count_that_follows_its_last_row_adds_one_row_an_answer(tmp_path: Path) -> None:
    survey = """
survey:
- name: membres
  type: repeat
  label: Membres
  repeat_count: "if(count(${encore}[. = 'oui']) = count(${membres}), count(${membres}) + 1, count(${membres}))"
  fields:
  - {name: encore, type: select_one, label: Encore, choices: {oui: Oui, non: Non}}
"""
    live = live_of(form_in(tmp_path, survey))
    members = node_at(live, "membres")
    assert len(members.rows) == 1
    live.give(node_at(live, "membres[1]/encore"), "oui")
    assert len(members.rows) == 2
    live.give(node_at(live, "membres[2]/encore"), "non")
    assert len(members.rows) == 2


def test_a_trigger_runs_its_calculation_when_its_question_changes_only(tmp_path: Path) -> None:
    survey = """
survey:
- {name: prix, type: integer, label: Prix}
- {name: vu, type: text, label: Vu}
- {name: retenu, type: text, label: Retenu, trigger: vu, calculation: "${prix} * 2"}
"""
    live = live_of(form_in(tmp_path, survey), prefilled=True)
    live.give(node_at(live, "prix"), 4)
    assert node_at(live, "retenu").own_text == ""
    live.give(node_at(live, "vu"), "oui")
    assert node_at(live, "retenu").own_text == "8"
    live.give(node_at(live, "prix"), 5)
    assert node_at(live, "retenu").own_text == "8"


def test_a_row_that_is_added_triggers_nothing(tmp_path: Path) -> None:
    survey = """
survey:
- name: lignes
  type: repeat
  label: Lignes
  fields:
  - {name: vu, type: text, label: Vu}
  - {name: retenu, type: text, label: Retenu, trigger: vu, calculation: "'oui'"}
"""
    live = live_of(form_in(tmp_path, survey))
    live.add_row(node_at(live, "lignes"))
    assert node_at(live, "lignes[1]/retenu").own_text == ""
    live.give(node_at(live, "lignes[1]/vu"), "x")
    assert node_at(live, "lignes[1]/retenu").own_text == "oui"


def test_defaults_are_answers_where_odk_gives_them_and_proposals_elsewhere(tmp_path: Path) -> None:
    survey = """
survey:
- {name: pays, type: text, label: Pays, default: France}
- {name: langue, type: text, label: Langue, default: "if(${pays} = 'France', 'fr', 'autre')"}
- name: trajets
  type: repeat
  label: Trajets
  fields:
  - {name: mode, type: text, label: Mode, default: bus}
"""
    form = form_in(tmp_path, survey)
    assert [node_at(live_of(form, prefilled=True), name).own_text for name in ("pays", "langue")] == ["France", "fr"]
    assert node_at(live_of(form, prefilled=True), "trajets[1]/mode").own_text == "bus"
    assert [node_at(live_of(form), name).own_text for name in ("pays", "langue")] == ["", ""]
    assert node_at(live_of(form), "trajets").rows == []


def test_chances_are_drawn_once_for_each_place(tmp_path: Path) -> None:
    survey = """
survey:
- {name: tirage, type: calculate, label: "", calculation: "random()"}
- {name: autre, type: calculate, label: "", calculation: "random()"}
- {name: jeton, type: calculate, label: "", calculation: "uuid()"}
"""
    made = plan(form_in(tmp_path, survey))
    one, same, other = (Live(made, today=TODAY, seed=seed) for seed in ("a", "a", "b"))
    texts = [[node_at(live, name).own_text for name in ("tirage", "autre", "jeton")] for live in (one, same, other)]
    assert texts[0] == texts[1]
    assert len({*texts[0], *texts[2]}) == 6


def test_choices_are_shuffled_as_their_seed_says(tmp_path: Path) -> None:
    letters = ", ".join(f"{letter}: {letter.upper()}" for letter in "abcdefgh")
    survey = f"""
survey:
- {{name: graine, type: integer, label: Graine}}
- name: q
  type: select_multiple
  label: Q
  choices: {{{letters}}}
  parameters: {{randomize: "true", seed: "${{graine}}"}}
"""
    live = live_of(form_in(tmp_path, survey), {"graine": 7, "q": ["c", "a"]})
    question = node_at(live, "q")
    order = [choice.name for choice in facts(live, question).choices]
    assert sorted(order) == list("abcdefgh") != order
    assert order == [choice.name for choice in facts(live, question).choices]
    live.give(node_at(live, "graine"), 8)
    assert [choice.name for choice in facts(live, question).choices] != order
    assert question.own_text == "a c"


def test_a_form_that_turns_in_circles_comes_to_an_end(tmp_path: Path) -> None:
    survey = """
survey:
- {name: q, type: select_one, label: Q, choices: {a: A, b: B}, choice_filter: "name != ${q}"}
- {name: un, type: calculate, label: "", calculation: "if(${deux} = 1, 2, 1)"}
- {name: deux, type: calculate, label: "", calculation: "if(${un} = 1, 1, 2)"}
"""
    path = tmp_path / "rond.yaml"
    path.write_text(SETTINGS + survey, encoding="utf-8")
    live = live_of(read_unchecked(path), {"q": "a"})
    live.give(node_at(live, "q"), "b")
    assert live.evaluations < 20


def test_cost_follows_what_depends_on_the_answer_and_not_the_form(tmp_path: Path) -> None:
    rows = "\n".join(
        f'- {{name: q{place}, type: integer, label: Q, relevant: "${{q{place - 1}}} > 1"}}' for place in range(1, 400)
    )
    live = live_of(form_in(tmp_path, f"survey:\n- {{name: q0, type: integer, label: Q}}\n{rows}\n"))
    before = live.evaluations
    live.give(node_at(live, "q200"), 3)
    assert live.evaluations - before <= 3
