"""Every type of the form language has its place on the page, and none makes it slow or wrong."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from spie_diag.desktop.interview.questions.choosing import PickEditor, RangeEditor
from spie_diag.desktop.interview.questions.dating import IntervalEditor
from spie_diag.desktop.interview.questions.panel import QuestionPanel
from spie_diag.desktop.interview.questions.question import QuestionRow
from spie_diag.desktop.interview.questions.rows import FieldsEditor
from spie_diag.desktop.interview.questions.telling import AcknowledgeEditor, ToldEditor
from spie_diag.desktop.interview.questions.wording import in_words
from spie_diag.desktop.interview.questions.writing import NumberEditor, SpecialistEditor
from spie_diag.forms.definition import Choice, Question, QuestionCode, QuestionType, Value
from spie_diag.forms.vocabulary import SILENT
from spie_diag.interview.answers import Answer
from spie_diag.interview.state import QuestionState
from tests.desktop.interview.conftest import let_go

CODE = QuestionCode("L-LOG-01")


def asked(
    kind: QuestionType, *, names: int = 0, parameters: Mapping[str, str] | None = None, foreign: str = ""
) -> Question:
    choices = tuple(Choice(name=f"c{place}", label=f"Choix {place}") for place in range(names))
    told = parameters or {}
    return Question(name="q", code=CODE, type=kind, label="Quoi ?", choices=choices, parameters=told, foreign=foreign)


def state(question: Question, value: Value = None) -> QuestionState:
    answer = None if value is None else Answer(value=value)
    return QuestionState(question=question, answer=answer, relevant=True, required=False, choices=question.choices)


@pytest.mark.parametrize("kind", [kind for kind in QuestionType if kind not in SILENT])
def test_every_type_that_is_shown_has_a_row(app: QApplication, kind: QuestionType) -> None:
    child = replace(asked(QuestionType.TEXT), code=None)
    question = replace(asked(kind, names=2, foreign="geopoint"), children=(child,))
    panel = QuestionPanel()
    panel.show_questions([state(question)], drafts={}, specialists=(), frozen=False)
    assert list(panel.rows) == [CODE]
    panel.take_focus()
    panel.flush()
    let_go(panel)


def test_types_that_are_never_shown_have_none(app: QApplication) -> None:
    panel = QuestionPanel()
    panel.show_questions([state(asked(kind)) for kind in SILENT], drafts={}, specialists=(), frozen=False)
    assert not panel.rows
    let_go(panel)


def test_what_belongs_to_another_program_is_said_and_not_answered(app: QApplication) -> None:
    row = QuestionRow(asked(QuestionType.FOREIGN, foreign="geopoint"))
    row.show_state(state(row.question), frozen=False)
    assert isinstance(row.editor, ToldEditor)
    assert any("(geopoint)" in label.text() for label in row.editor.findChildren(QLabel))
    assert row.more.isHidden()
    let_go(row)


def test_what_was_read_is_acknowledged_and_taken_back(app: QApplication) -> None:
    row = QuestionRow(asked(QuestionType.ACKNOWLEDGE))
    given: list[Answer | None] = []
    row.answered.connect(lambda _code, answer: given.append(answer))
    assert isinstance(row.editor, AcknowledgeEditor)
    row.editor.read.click()
    row.editor.read.click()
    assert given == [Answer(value="OK"), None]
    assert in_words(row.question, Answer(value="OK")) == "Lu"
    let_go(row)


@pytest.mark.parametrize(
    ("parameters", "chips"),
    [
        ({}, 10),
        ({"start": "1", "end": "5"}, 5),
        ({"start": "0", "end": "1", "step": "0.25"}, 5),
        ({"start": "-2", "end": "2"}, 5),
        ({"start": "0", "end": "1000000"}, 0),
        ({"start": "0", "end": "10", "step": "0"}, 11),
        ({"start": "10", "end": "0"}, 0),
    ],
)
def test_a_short_scale_is_tapped_and_a_long_one_written(
    app: QApplication, parameters: Mapping[str, str], chips: int
) -> None:
    row = QuestionRow(asked(QuestionType.RANGE, parameters=parameters))
    if chips:
        assert isinstance(row.editor, RangeEditor)
        assert len(row.editor.field.chips) == chips
    else:
        assert isinstance(row.editor, NumberEditor)
    let_go(row)


def test_a_place_between_two_numbers_is_given_as_a_number(app: QApplication) -> None:
    row = QuestionRow(asked(QuestionType.RANGE, parameters={"start": "0", "end": "1", "step": "0.25"}))
    assert isinstance(row.editor, RangeEditor)
    given: list[Value] = []
    row.editor.given.connect(given.append)
    chip = row.editor.field.chips["0.25"]
    assert chip.text() == "0,25"
    chip.click()
    assert given == [0.25]
    row.editor.show_value(0.75)
    assert row.editor.field.chips["0.75"].isChecked()
    let_go(row)


def test_very_many_choices_are_a_list_that_keeps_what_was_picked(app: QApplication) -> None:
    row = QuestionRow(asked(QuestionType.SELECT_ONE, names=2_000))
    assert isinstance(row.editor, PickEditor)
    row.editor.show_value("c7")
    row.editor.show_choices(frozenset({"c7", "c9"}))
    assert row.editor.list.count() == 3
    assert row.editor.list.chosen() == "c7"
    let_go(row)


def test_a_group_leaves_out_what_is_reckoned(app: QApplication) -> None:
    parts = tuple(
        replace(asked(kind), name=kind.value, code=None)
        for kind in (QuestionType.TEXT, QuestionType.CALCULATE, QuestionType.NOTE)
    )
    row = QuestionRow(replace(asked(QuestionType.GROUP), children=parts))
    assert isinstance(row.editor, FieldsEditor)
    assert list(row.editor.editors) == ["text", "note"]
    let_go(row)


def test_the_hours_of_a_meeting_half_typed_are_a_draft_and_come_back(app: QApplication) -> None:
    typing = IntervalEditor("Quand ?")
    drafts: list[str] = []
    typing.typed.connect(drafts.append)
    for part, text in ((typing.day, "24/11/2026"), (typing.start, "9 h"), (typing.end, "onze")):
        part.area.show_text(text)
        part._typed(text)
    back = IntervalEditor("Quand ?")
    given: list[Value] = []
    back.given.connect(given.append)
    back.show_value(None)
    back.restore(drafts[-1])
    assert [part.area.text() for part in (back.day, back.start, back.end)] == ["24/11/2026", "9 h", "onze"]
    back.flush()
    assert given[-1] == "2026-11-24T09:00"
    back.restore("autre chose")
    assert back.end.area.text() == "onze"
    let_go(typing)
    let_go(back)


def whom(app: QApplication) -> tuple[QuestionRow, SpecialistEditor, list[Answer | None]]:
    """Who was there: Nadia, Karim, nobody, or somebody else by name."""
    row = QuestionRow(replace(asked(QuestionType.TEXT), appearance=frozenset({"specialist"})), ("Nadia", "Karim"))
    given: list[Answer | None] = []
    row.answered.connect(lambda _code, answer: given.append(answer))
    assert isinstance(row.editor, SpecialistEditor)
    row.show()
    row.show_state(state(row.question, "Nadia"), frozen=False)
    assert row.editor.field.value() == ["Nadia"]
    app.processEvents()
    return row, row.editor, given


def test_a_chip_is_not_ticked_beside_somebody_else_who_is_written(app: QApplication) -> None:
    row, editor, given = whom(app)
    editor.other.area.setFocus()
    QTest.keyClicks(editor.other.area, "Mme Exemple, AS")
    editor.other.area.flush()
    assert editor.field.value() == []
    editor.show_value("Nadia")  # another answer was written meanwhile: the page is drawn anew
    assert editor.field.value() == []
    assert editor.other.area.text() == "Mme Exemple, AS"
    editor.flush()
    assert given == [Answer(value="Mme Exemple, AS")]
    row.show_state(state(row.question, "Mme Exemple, AS"), frozen=False)
    assert editor.field.value() == []
    row.show_state(state(row.question, "Nadia"), frozen=False)
    assert editor.field.value() == ["Nadia"], "undone"
    assert editor.other.area.text() == ""
    let_go(row)


def test_a_name_that_is_wiped_before_it_was_an_answer_leaves_the_chip(app: QApplication) -> None:
    row, editor, given = whom(app)
    editor.other.area.setFocus()
    QTest.keyClicks(editor.other.area, "M")
    editor.other.area.flush()
    assert editor.field.value() == []
    QTest.keyClick(editor.other.area, Qt.Key.Key_Backspace)
    editor.other.area.flush()
    assert editor.field.value() == ["Nadia"]
    editor.flush()
    assert given == []
    let_go(row)


def test_a_chip_takes_the_place_of_what_is_written(app: QApplication) -> None:
    """Pressed by a screen reader: the field that was being written in does not lose the keyboard."""
    row, editor, given = whom(app)
    editor.other.area.setFocus()
    QTest.keyClicks(editor.other.area, "Mme Exemple")
    editor.field.chips["Karim"].click()
    assert given == [Answer(value="Karim")]
    assert editor.field.value() == ["Karim"]
    assert editor.other.area.text() == ""
    editor.flush()
    assert given == [Answer(value="Karim")]
    let_go(row)
