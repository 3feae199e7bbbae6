"""A form kept filled in from one answer to the next, and what it says of the fields of its questions."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spie_diag.forms.definition import BlockCode, Form, QuestionCode, Value
from spie_diag.interview.answers import Answer, Status
from spie_diag.interview.state import FieldState, Filling, State, evaluate
from tests.forms.writing import form_of
from tests.interview.test_state_properties import form as common_form
from tests.interview.test_state_properties import interviews, seen

TODAY = date(2026, 11, 24)
HOME, TOWN, FAMILY, PRICE, KEPT = (QuestionCode(f"TST-0{number}") for number in range(1, 6))
SURVEY = """
    - name: home
      code: TST-01
      type: select_one
      label: Où vivez-vous ?
      choices: {rent: Locataire, own: Propriétaire}
    - {name: town, code: TST-02, type: select_one, label: Ville, choices: towns, choice_filter: "kind = ${home}"}
    - name: family
      code: TST-03
      type: repeat
      label: "Enfant ${age}, ${home}"
      repeat_count: ${price}
      fields:
        - {name: age, type: integer, label: Âge, constraint: ". < ${price} * 10"}
        - {name: care, type: select_one, label: "À ${age} ans", choices: {y: Oui, n: Non}, relevant: "${age} < 12"}
        - {name: place, type: calculate, calculation: position(..)}
        - {name: chance, type: calculate, calculation: random()}
        - {name: hours, type: integer, label: Heures, relevant: "${care} = 'y'"}
    - {name: price, code: TST-04, type: integer, label: Prix, default: "count(${family}) + 1"}
    - {name: kept, code: TST-05, type: text, label: Retenu, trigger: home, calculation: "concat(${price}, ' euros')"}
    - name: who
      code: TST-06
      type: group
      label: Qui
      relevant: ${home} != ''
      fields:
        - {name: day, type: date, label: Jour, default: "2026-01-02", read_only: yes}
        - {name: town_there, type: select_one, label: Là, choices: towns, choice_filter: "kind = ${home}"}
        - {name: why, type: text, label: Pourquoi, relevant: "${town_there} = 'lille'", required: yes}
    - name: turn
      code: TST-07
      type: select_one
      label: Au hasard
      choices: {a: A, b: B, c: C, d: D}
      parameters: {randomize: "true", seed: "${price}"}
    - {name: said, code: TST-08, type: note, label: "${hours_in_all} heures pour ${children}, ${kept}"}
"""
CALCULATIONS = """
    - {name: hours_in_all, type: calculate, calculation: "sum(${hours})"}
    - {name: children, type: calculate, calculation: "count(${family})"}
"""
TOWNS = "towns: {lille: {label: Lille, kind: rent}, arras: {label: Arras, kind: own}, nice: {label: Nice, kind: own}}"
SITUATIONS = """
situations:
  - {code: TST.S01, nature: contrainte, label: Garde, relevant: "${hours_in_all} > 5 and ${home} = 'rent'"}
"""


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    folder = tmp_path_factory.mktemp("filling")
    return form_of(folder, SURVEY, calculations=CALCULATIONS, block=SITUATIONS, lists=TOWNS)


numbers: st.SearchStrategy[Value] = st.none() | st.integers(0, 15)
rows: st.SearchStrategy[Value] = st.fixed_dictionaries(
    {},
    optional={
        "age": numbers,
        "care": st.sampled_from(["y", "n"]),
        "hours": numbers,
    },
)
given_values: st.SearchStrategy[dict[str, Value]] = st.fixed_dictionaries(
    {},
    optional={
        "TST-01": st.sampled_from(["rent", "own"]),
        "TST-02": st.sampled_from(["lille", "arras"]),
        "TST-03": st.lists(rows, max_size=3).map(list),
        "TST-04": st.integers(0, 4),
        "TST-05": st.sampled_from(["", "à la main"]),
        "TST-06": st.fixed_dictionaries({}, optional={"town_there": st.just("lille"), "why": st.just("x")}),
        "TST-07": st.sampled_from(["a", "b"]),
    },
)


def answered(values: Mapping[str, Value]) -> dict[QuestionCode, Answer]:
    """``None`` stands for « does not know »."""
    return {
        QuestionCode(code): Answer(status=Status.DOES_NOT_KNOW) if value is None else Answer(value=value)
        for code, value in values.items()
    }


@settings(max_examples=60)
@given(st.lists(given_values, min_size=2, max_size=5), st.sets(st.integers(0, 4)))
def test_following_answers_gives_what_starting_anew_gives(
    form: Form, story: list[dict[str, Value]], opened: set[int]
) -> None:
    filling = Filling(form, "one")
    for place, values in enumerate(story):
        blocks = frozenset({BlockCode("TST")}) if place in opened else frozenset()
        followed = filling.state(answered(values), TODAY, blocks)
        assert seen(followed) == seen(evaluate(form, answered(values), TODAY, blocks, "one"))


@settings(max_examples=15)
@given(st.lists(interviews(), min_size=2, max_size=3))
def test_following_answers_to_the_common_form_gives_what_starting_anew_gives(
    story: list[dict[QuestionCode, Answer]],
) -> None:
    filling = Filling(common_form())
    for answers in story:
        assert seen(filling.state(answers, TODAY)) == seen(evaluate(common_form(), answers, TODAY))


def test_questions_stay_in_the_order_of_the_form(form: Form) -> None:
    filling = Filling(form)
    for values in ({}, {"TST-05": "x"}, {"TST-01": "own"}):
        state = filling.state(answered(dict(values)), TODAY)
        assert list(state.questions) == list(form.questions)


def test_a_state_stays_what_it_was_when_another_answer_is_given(form: Form) -> None:
    filling = Filling(form)
    before = filling.state(answered({"TST-01": "rent", "TST-03": [{"age": 3}], "TST-04": 1}), TODAY)
    then = seen(before)
    filling.state(answered({"TST-01": "own", "TST-03": [{"age": 14}], "TST-04": 3}), TODAY)
    assert seen(before) == then
    assert before.value(HOME) == "rent"


def test_an_answer_costs_what_depends_on_it(form: Form) -> None:
    filling = Filling(form)
    first = filling.state(answered({"TST-01": "rent"}), TODAY)
    second = filling.state(answered({"TST-01": "rent", "TST-06": {"why": "x"}}), TODAY)
    assert second.questions[TOWN] is first.questions[TOWN]
    assert second.questions[QuestionCode("TST-06")] is not first.questions[QuestionCode("TST-06")]


@pytest.mark.parametrize("calculation", ["once(random())", "if(${home} = '', 'a', once(${home}))"])
def test_a_form_that_remembers_is_filled_in_anew(tmp_path: Path, calculation: str) -> None:
    survey = f"""
    - {{name: home, code: TST-01, type: text, label: H}}
    - {{name: kept, code: TST-02, type: text, label: K, calculation: "{calculation}", read_only: yes}}
    """
    form = form_of(tmp_path, survey)
    filling = Filling(form)
    for value in ("a", "b", "c"):
        answers = answered({"TST-01": value})
        assert seen(filling.state(answers, TODAY)) == seen(evaluate(form, answers, TODAY))


@pytest.mark.parametrize(
    "field",
    [
        '{name: copy, type: text, label: Copie, read_only: yes, default: "concat(${home}, 1)"}',
        "{name: care, type: text, label: Garde, relevant: \"${home} = 'b'\"}",
        '{name: there, type: text, label: "Chez ${home}"}',
    ],
)
def test_a_row_that_reads_other_answers_follows_them_before_and_after_it_is_there(tmp_path: Path, field: str) -> None:
    survey = f"""
    - {{name: home, code: TST-01, type: text, label: H}}
    - name: family
      code: TST-02
      type: repeat
      label: Enfant
      fields:
        - {{name: age, type: integer, label: Âge}}
        - {field}
    """
    form = form_of(tmp_path, survey)
    filling = Filling(form)
    stories: tuple[dict[str, Value], ...] = (
        {},
        {"TST-01": "a"},
        {"TST-01": "b"},
        {"TST-01": "b", "TST-02": [{"age": 3}]},
        {"TST-01": "c", "TST-02": [{"age": 3}]},
        {"TST-01": "a"},
    )
    for values in stories:
        followed, anew = filling.state(answered(values), TODAY), evaluate(form, answered(values), TODAY)
        assert seen(followed) == seen(anew)
        assert followed.questions == anew.questions


def test_a_triggered_calculation_runs_in_the_app_while_its_trigger_is_answered(form: Form) -> None:
    def kept(values: dict[str, Value]) -> Value:
        return evaluate(form, answered(values), TODAY).value(KEPT)

    assert kept({"TST-04": 5}) is None
    assert kept({"TST-04": 5, "TST-01": "own"}) == "5 euros"
    assert kept({"TST-04": 5, "TST-01": None}) is None
    assert kept({"TST-04": 5, "TST-01": "own", "TST-05": "à la main"}) == "à la main"


def test_what_nobody_can_answer_holds_its_default_and_its_day(tmp_path: Path) -> None:
    form = form_of(
        tmp_path,
        """
        - name: all
          code: TST-01
          type: group
          label: Tout
          fields:
            - {name: day, type: today, label: ""}
            - {name: began, type: start, label: ""}
            - {name: source, type: hidden, label: "", default: accueil}
            - {name: made, type: hidden, label: "", default: "concat(${source}, ' ', ${free})"}
            - {name: seen, type: text, label: Vu, read_only: yes, default: oui}
            - {name: free, type: text, label: Libre, default: proposé}
        - {name: told, code: TST-02, type: note, label: "${day} ${began} ${source} ${seen} ${free}"}
        """,
    )
    note, everything = QuestionCode("TST-02"), QuestionCode("TST-01")
    day = TODAY.isoformat()
    assert evaluate(form, {}, TODAY).questions[note].question.label == f"{day} {day}T00:00:00.000 accueil oui "
    filling = Filling(form)
    for free in ("un", "deux"):
        state = filling.state(answered({"TST-01": {"free": free}}), TODAY)
        assert state.questions[note].question.label.endswith(f"accueil oui {free}")
        assert state.value(everything, "made") == f"accueil {free}"


def test_chance_is_another_in_each_interview_and_stays_within_one(form: Form) -> None:
    answers = answered({"TST-03": [{"age": 1}], "TST-04": 1})

    def drawn(seed: str) -> Value:
        found = evaluate(form, answers, TODAY, seed=seed).value(FAMILY)
        return found[0]["chance"] if isinstance(found, list) and isinstance(found[0], dict) else None

    assert drawn("one") == drawn("one")
    assert drawn("one") != drawn("two")


def test_fields_say_whether_they_are_asked_and_what_they_offer(form: Form) -> None:
    who = QuestionCode("TST-06")

    def fields(values: dict[str, Value]) -> dict[str, FieldState]:
        return {one.name: one for one in evaluate(form, answered(values), TODAY).questions[who].fields}

    before = fields({"TST-01": "rent"})
    assert [choice.name for choice in before["town_there"].choices] == ["lille"]
    assert (before["why"].relevant, before["why"].required) == (False, False)
    after = fields({"TST-01": "rent", "TST-06": {"town_there": "lille"}})
    assert (after["why"].relevant, after["why"].required) == (True, True)
    assert [choice.name for choice in fields({"TST-01": "own"})["town_there"].choices] == ["arras", "nice"]


def test_each_row_says_which_of_its_fields_are_asked(form: Form) -> None:
    values: dict[str, Value] = {"TST-03": [{"age": 3}, {"age": 20}], "TST-04": 2}
    family = evaluate(form, answered(values), TODAY).questions[FAMILY]
    asked = [[one.relevant for one in row if one.name == "care"] for row in (family.fields, *family.row_fields)]
    assert asked == [[False], [True], [False]], "a row without answers, then those given"


def test_a_question_whose_fields_are_always_asked_says_nothing_of_them() -> None:
    plain: State = evaluate(common_form(), {}, TODAY)
    assert any(not one.fields for one in plain.questions.values() if one.question.children)
