"""A form played without a window: what it is told wrongly, what it hands on, and the app that says the same."""

import dataclasses
import pkgutil
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import spie_diag.forms
import spie_diag.interview
from spie_diag.forms.definition import Form
from spie_diag.forms.live import Live
from spie_diag.forms.plan import plan
from spie_diag.forms.playing import Line, Operation, play
from spie_diag.forms.reading import read_form
from spie_diag.interview.answers import Answer
from spie_diag.interview.state import evaluate
from tests.forms.writing import form_of, write_plain

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
SECRET = "jamais dans un journal"


def setting(ref: str, value: str) -> Operation:
    return Operation("set", ref, value, 0, {"op": "set", "ref": ref, "value": value})


def played(form: Form, *operations: Operation) -> list[Line]:
    return list(play(form, operations, NOW, full=True))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return read_form(write_plain(tmp_path_factory.mktemp("plain"), "- {name: nom, type: text, label: Nom}"))


def test_a_wrong_reference_is_told_in_its_line(plain: Form) -> None:
    lines = played(plain, setting("/data/rien", "x"), setting("/data/nom", "Ada"))
    assert lines[1]["error"] == "« /data/rien » n’existe pas."
    assert "error" not in lines[2]


def test_a_bug_of_the_engine_is_not_taken_for_a_wrong_reference(plain: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object) -> None:
        raise KeyError("a bug")

    monkeypatch.setattr(Live, "give", broken)
    with pytest.raises(KeyError):
        played(plain, setting("/data/nom", "Ada"))


@given(text=st.text(st.characters(), max_size=8))
@example("a\x0bb\x0cc\x00<&")
@example("\ud800")
def test_a_submission_can_always_be_read(plain: Form, text: str) -> None:
    final = played(plain, setting("/data/nom", text))[-1]["final"]
    assert isinstance(final, dict)
    ElementTree.fromstring(str(final["xml"]))


def test_a_pasted_line_end_stays_one_in_a_submission(plain: Form) -> None:
    final = played(plain, setting("/data/nom", "a\x0bb"))[-1]["final"]
    assert isinstance(final, dict)
    assert "<nom>a\nb</nom>" in str(final["xml"])


SURVEY = """
- {name: home, code: TST-01, type: select_one, label: H, choices: {rent: Locataire, own: Propriétaire}}
- {name: rent, code: TST-02, type: integer, label: "À ${home}", relevant: "${home} = 'rent'", constraint: ". > 10"}
- {name: half, code: TST-03, type: decimal, label: M, read_only: "yes", calculation: "${rent} div 2"}
- {name: until, code: TST-04, type: date, label: J, read_only: "yes", calculation: "today() + ${rent}"}
- {name: kept, code: TST-05, type: text, label: R, trigger: home, calculation: "concat(${home}, '!')"}
- {name: source, code: TST-06, type: text, label: S, read_only: "yes", default: accueil}
- {name: own, code: TST-07, type: note, label: "${kept} ${source}", relevant: "${half} > 20 or ${home} = 'own'"}
"""


@pytest.mark.parametrize(
    "answers",
    [{}, {"home": "own"}, {"home": "rent"}, {"home": "rent", "rent": "50"}, {"home": "rent", "rent": "5"}],
)
def test_the_player_and_the_app_say_the_same(tmp_path: Path, answers: dict[str, str]) -> None:
    form = form_of(tmp_path, SURVEY)
    codes = {question.name: code for code, question in form.questions.items()}
    lines = played(form, *(setting(f"/data/essai/{name}", value) for name, value in answers.items()))
    told = lines[len(answers)]["state"]
    assert isinstance(told, dict)
    given_there = {codes[name]: Answer(value=int(v) if v.isdecimal() else v) for name, v in answers.items()}
    state = evaluate(form, given_there, NOW.date())
    for name, code in codes.items():
        record, question = told[f"/data/essai/{name}"], state.questions[code]
        value = state.value(code)
        assert (record.get("rel", 1) == 1) == question.relevant
        assert record["v"] == ("" if value is None else str(value).removesuffix(".0"))
        assert record["label"] == question.question.label
        assert (record.get("viol") == "constraint") == bool(question.violation)


def test_an_interview_shown_by_a_debugger_names_no_answer(plain: Form) -> None:
    live = Live(plan(plain), today=NOW.date())
    node = live.scene.root.children["nom"]
    change = live.give(node, SECRET)
    assert node.own_text == SECRET
    for shown in (node, live.scene, live.context(node), change, setting("/data/nom", SECRET)):
        assert SECRET not in repr(shown)


def _fields_that_hold_values() -> Iterator[tuple[str, bool]]:
    """Every field of a dataclass that is a value of an answer, and whether its representation shows it."""
    for room in (spie_diag.forms, spie_diag.interview):
        for found in pkgutil.iter_modules(room.__path__):
            module = import_module(f"{room.__name__}.{found.name}")
            for kind in vars(module).values():
                if isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind.__module__ == module.__name__:
                    for one in dataclasses.fields(kind):
                        if "'Value'" in str(one.type):
                            shown = one.repr and kind.__repr__ is not object.__repr__
                            yield f"{kind.__qualname__}.{one.name}", shown


def test_no_value_stands_in_the_representation_of_a_dataclass() -> None:
    held = dict(_fields_that_hold_values())
    assert {"Answer.value", "Node.given", "QuestionState.proposed"} <= held.keys()
    assert [name for name, shown in held.items() if shown] == []
