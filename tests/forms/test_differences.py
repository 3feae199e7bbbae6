"""What changed from one form to the next, told to people who were not there when it was written."""

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spie_diag.cli.main import main
from spie_diag.forms.changes import Differences, Kind
from spie_diag.forms.contents import content_of, fingerprint_of
from spie_diag.forms.definition import (
    BlockKind,
    Choice,
    Depth,
    Form,
    Lead,
    Nature,
    Question,
    QuestionCode,
    QuestionType,
    Visibility,
)
from spie_diag.forms.differences import differences
from spie_diag.forms.reading import read_form
from spie_diag.french import spaced
from tests.forms.any_forms import plain_forms
from tests.forms.territory import housing, territory, write_common, write_territory
from tests.forms.test_contents import BLOCK, CHILD, CHOICE, FULL, NOT_SAID, OBJECTIVE, QUESTION, SITUATION

ARABIC = "العربية (ar)"


@pytest.fixture
def common(tmp_path: Path) -> Form:
    return read_form(write_common(tmp_path))


def changed(form: Form, code: str, question: Question | None) -> Form:
    """The form with another question in the place of one; without it where there is none."""
    blocks = tuple(
        replace(
            block,
            questions=tuple(
                one for old in block.questions for one in ((question,) if old.code == code else (old,)) if one
            ),
        )
        for block in form.blocks
    )
    return replace(form, version="2.0", blocks=blocks)


def told(found: Differences, kind: Kind) -> list[str]:
    return [change.sentence.replace("\u00a0", " ").replace("\u202f", " ") for change in found.of(kind)]


def asked(form: Form, code: str) -> Question:
    return form.questions[QuestionCode(code)]


def test_nothing_changed_is_said_so(common: Form) -> None:
    found = differences(common, replace(common, version="1.1"))

    assert found.changes == ()
    assert [*found.lines()] == ["Rien n’a changé.", "Commun 1.0 → Commun 1.1"]


def test_a_territory_loses_nothing_of_what_was_answered(common: Form, tmp_path: Path) -> None:
    rows = """
    - {name: logement_type, label: Où habitez-vous ?, choices: {l_yourte: Yourte}}
    - {name: loyer, hidden: yes}
    - {name: l_chien, code: L-LOG-01, type: text, label: Un chien ?}
    """
    found = differences(common, territory(tmp_path, housing(rows)))

    assert next(found.lines()) == "Rien de ce qui a été répondu ne se perd."
    assert told(found, Kind.ADDED) == ["Logement : « Un chien ? » (L-LOG-01)."]
    assert told(found, Kind.HIDDEN) == ["Logement : « Quel loyer ? » (LOG-02)."]
    assert told(found, Kind.CHOICES) == ["« Où habitez-vous ? » (LOG-01) : « Yourte » est proposé en plus."]
    assert "LOG-01, question : « Où vivez-vous ? » devient « Où habitez-vous ? »." in told(found, Kind.REWORDED)


def test_a_question_removed_loses_its_answers_in_the_first_line(common: Form) -> None:
    found = differences(common, changed(common, "LOG-02", None))

    assert found.losses == (spaced("Logement : « Quel loyer ? » (LOG-02) est retirée."),)
    assert "1 changement rend" in found.headline.replace("\u00a0", " ")
    assert any(line.startswith("! Logement") for line in found.lines())


@pytest.mark.parametrize(
    ("code", "facts", "kind", "said", "loses"),
    [
        ("LOG-02", {"type": QuestionType.DECIMAL}, Kind.SHAPE, "change de type", False),
        ("LOG-02", {"type": QuestionType.TEXT}, Kind.SHAPE, "« integer » devient « text »", True),
        ("LOG-02", {"name": "prix"}, Kind.SHAPE, "s’appelle « prix »", False),
        ("LOG-02", {"relevant": "${age} > 3"}, Kind.CONDITIONS, "La condition d’affichage de « Quel loyer ? »", False),
        ("LOG-02", {"constraint": ". > 0"}, Kind.CONDITIONS, "Le contrôle de « Quel loyer ? »", False),
        ("LOG-02", {"visibility": Visibility.SHAREABLE}, Kind.PROTECTION, "elle est maintenant partageable", False),
        ("LOG-02", {"read_only": True}, Kind.CONDITIONS, "se lit sans s’écrire", False),
        ("LOG-01", {"choices": (Choice(name="loc", label="Locataire"),)}, Kind.CHOICES, "n’est plus proposé", True),
        ("LOG-05", {"children": ()}, Kind.REMOVED, "« Début » (LOG-05/debut) est retirée", True),
    ],
)
def test_each_change_is_a_sentence_and_says_whether_it_loses(
    common: Form, code: str, facts: dict[str, object], kind: Kind, said: str, *, loses: bool
) -> None:
    other = replace(asked(common, code), **facts)  # type: ignore[arg-type]  # facts are of many types
    found = differences(common, changed(common, code, other))

    assert [said in sentence for sentence in told(found, kind)] == [True]
    assert bool(found.losses) is loses


def test_spaces_in_a_condition_are_no_change(common: Form) -> None:
    wider = replace(asked(common, "LOG-02"), relevant="${logement_type}  =\n 'loc'")
    assert differences(common, changed(common, "LOG-02", wider)).changes == ()


def test_questions_that_moved_are_told_once(common: Form) -> None:
    frame, housing_block = common.blocks
    kept = housing_block.questions
    moved = replace(common, blocks=(frame, replace(housing_block, questions=(kept[4], *kept[:4]))), version="2.0")
    found = differences(common, moved)

    assert told(found, Kind.MOVED) == ["« Le bail » (LOG-05) est posée à un autre moment."]
    assert found.losses == ()


def test_a_domain_that_comes_or_goes_is_one_change(common: Form) -> None:
    smaller = replace(common, blocks=common.blocks[:1], version="2.0")

    assert told(differences(common, smaller), Kind.REMOVED) == [
        "Le domaine « Logement » (LOG) est retiré, avec ses questions."
    ]
    assert told(differences(smaller, common), Kind.ADDED) == ["Le domaine « Logement » (LOG), de 5 questions."]


def test_a_language_is_told_with_how_far_it_goes(common: Form, tmp_path: Path) -> None:
    arabic = territory(tmp_path, housing(f'- {{name: loyer, "label::{ARABIC}": الإيجار}}'))
    found = differences(common, arabic)
    again = differences(arabic, changed(arabic, "LOG-02", replace(asked(arabic, "LOG-02"), texts={})))

    assert told(found, Kind.TRANSLATIONS) == [f"La langue « {ARABIC} » est ajoutée : 1 texte traduit sur 18."]
    assert told(again, Kind.TRANSLATIONS) == [f"En « {ARABIC} », les mots changent pour LOG-02."]


def test_questions_without_blocks_are_compared_by_their_place_in_groups() -> None:
    inner = Question(name="prenom", code=None, type=QuestionType.TEXT, label="Prénom")
    group = Question(name="enfants", code=None, type=QuestionType.REPEAT, label="Enfants", children=(inner,))
    old = Form(name="libre", title="", version="1", language="fr", blocks=(), survey=(group,))
    renamed = replace(group, children=(replace(inner, name="nom"),))
    new = replace(old, version="2", survey=(renamed,))

    found = differences(old, new)

    assert told(found, Kind.REMOVED) == ["« Prénom » (enfants/prenom) est retirée."]
    assert told(found, Kind.ADDED) == ["« Prénom » (enfants/nom)."]


def test_choices_of_the_same_name_are_not_a_change() -> None:
    doubles = (Choice(name="1", label="Ici", extra={"lieu": "a"}), Choice(name="1", label="Là", extra={"lieu": "b"}))
    where = Question(name="ou", code=None, type=QuestionType.SELECT_ONE, label="Où ?", choices=doubles)
    form = Form(name="f", title="F", version="1", language="fr", blocks=(), survey=(where,))

    assert differences(form, form).changes == ()


_NAMES = ("a", "b", "c", "d", "e")
_TYPES = (QuestionType.TEXT, QuestionType.INTEGER, QuestionType.SELECT_ONE, QuestionType.NOTE)
_FORMS = st.lists(st.tuples(st.sampled_from(_NAMES), st.sampled_from(_TYPES)), unique_by=lambda one: one[0]).map(
    lambda rows: Form(
        name="f",
        title="F",
        version="1",
        language="fr",
        blocks=(),
        survey=tuple(Question(name=name, code=None, type=kind, label=name.upper()) for name, kind in rows),
    )
)


@given(_FORMS, _FORMS)
def test_what_comes_one_way_goes_the_other(old: Form, new: Form) -> None:
    there, back = differences(old, replace(new, version="2")), differences(replace(new, version="2"), old)

    assert len(there.of(Kind.ADDED)) == len(back.of(Kind.REMOVED))
    assert len(there.of(Kind.MOVED)) == len(back.of(Kind.MOVED))
    assert differences(old, replace(old, version="2")).changes == ()


_OTHER: dict[str, object] = {
    "code": QuestionCode("LOG-99"), "type": QuestionType.TEXT, "kind": BlockKind.RESOURCE, "lead": Lead.EMPLOYMENT,
    "depth": Depth.ESSENTIAL, "visibility": Visibility.SHAREABLE, "nature": Nature.NEUTRAL, "manual": False,
    "read_only": False, "sharing": {"FT": "S"}, "settings": {"style": "theme-grid"}, "columns": {"media::image": "b"},
    "parameters": {"max": "4"}, "extra": {"region": "nord"}, "exclusive": frozenset("a"),
    "appearance": frozenset({"quick"}), "texts": {"English": {"label": "House"}}, "choices": (), "questions": (),
    "situations": (), "objectives": (), "children": (), "blocks": (), "survey": (), "calculations": (),
}  # fmt: skip
"""Another value than that of the example that fills every field; other texts and lists of texts are made."""


EVERY = replace(FULL, survey=(replace(CHILD, name="s"),), calculations=(replace(CHILD, name="c"),))


def another(thing: object, key: str) -> object:
    was = getattr(thing, key)
    if isinstance(thing, Choice) and key == "texts":
        return {"English": "b"}
    if key in _OTHER:
        return _OTHER[key]
    return ("autre",) if isinstance(was, tuple) else "autre"


def varied() -> Iterator[tuple[str, Form]]:
    """The example that fills every field, with each field of each thing in turn saying something else."""
    for thing, within in (
        (CHOICE, lambda one: in_block(questions=(replace(QUESTION, choices=(one,)),))),
        (QUESTION, lambda one: in_block(questions=(one,))),
        (SITUATION, lambda one: in_block(situations=(one,))),
        (OBJECTIVE, lambda one: in_block(objectives=(one,))),
        (BLOCK, lambda one: replace(EVERY, blocks=(one,))),
        (EVERY, lambda one: one),
    ):
        for key in (one.name for one in fields(thing) if one.name not in {*NOT_SAID, "version"}):
            yield f"{type(thing).__name__}.{key}", within(replace(thing, **{key: another(thing, key)}))  # type: ignore[arg-type]  # of many types


def in_block(**facts: object) -> Form:
    return replace(EVERY, blocks=(replace(BLOCK, **facts),))  # type: ignore[arg-type]  # facts are of many types


@pytest.mark.parametrize(("which", "other"), [*varied()], ids=lambda one: one if isinstance(one, str) else "")
def test_whatever_an_author_changes_has_its_own_sentence(which: str, other: Form) -> None:
    assert content_of(other) != content_of(EVERY), "the example says something else"

    found = [*differences(EVERY, replace(other, version="2")).lines()]
    assert found[0] != "Rien n’a changé.", which
    assert not any("D’autres réglages" in line for line in found), found


@settings(max_examples=40, deadline=None)
@given(plain_forms(), plain_forms())
def test_nothing_changed_is_only_said_where_nothing_did(old: Form, new: Form) -> None:
    said_alike = fingerprint_of(replace(old, version="")) == fingerprint_of(replace(new, version=""))
    assert bool(differences(old, new).changes) or said_alike


def test_what_has_no_sentence_of_its_own_is_told_all_the_same() -> None:
    old = Form(name="f", title="F", version="1", language="fr", languages=("English", ARABIC), blocks=())
    new = replace(old, version="2", languages=(ARABIC, "English"))

    assert told(differences(old, new), Kind.OTHER) == ["D’autres réglages changent : languages."]


def test_the_command_says_it_in_words_and_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_territory(tmp_path, housing("- {name: loyer, hidden: yes}"))

    said = []
    for option in ((), ("--json",)):
        with pytest.raises(SystemExit) as ended:
            main(["form", "diff", *option, str(tmp_path / "commun.yaml"), str(path)])
        assert ended.value.code == 0
        said.append(capsys.readouterr().out)
    words, facts = said[0], json.loads(said[1])

    assert words.startswith("Rien de ce qui a été répondu ne se perd.\nCommun 1.0 → Vallée 1.0\n")
    assert facts["readable"] is True
    assert [one["of"] for one in facts["changes"] if one["kind"] == "hidden"] == ["LOG-02"]


def test_a_file_that_is_no_form_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["form", "diff", str(write_common(tmp_path)), str(tmp_path / "absent.yaml")])

    told = capsys.readouterr()
    assert ended.value.code == 1
    assert "absent.yaml" in told.err
    assert told.out == ""
