"""Ctrl F in an interview: words are found in what was written of the person, and the keyboard goes where they stand."""

import logging

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spie_diag.casework.interviewing import add_note, answer, keep_draft
from spie_diag.casework.receiving import start_interview
from spie_diag.desktop.cases.persons_model import LINE_ROLE
from spie_diag.desktop.interview.view import InterviewView
from spie_diag.desktop.widgets.fields import TextArea
from spie_diag.forms.definition import BlockCode, QuestionCode
from spie_diag.interview.answers import Answer
from spie_diag.interview.course import Stage
from spie_diag.interview.notes import NoteKind
from tests.desktop.interview.conftest import OpenPage, PageFactory


def look_for(opened: OpenPage, words: str, qtbot: QtBot) -> None:
    QTest.keyClick(opened.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    panel = opened.view.finding
    assert panel.isVisible()
    assert panel.notes.search.hasFocus()
    QTest.keyClicks(panel.notes.search, words)
    qtbot.waitUntil(lambda: panel.notes.model.rowCount() > 0, timeout=3000)


def test_words_are_found_by_the_keyboard_and_lead_to_their_question(
    page: PageFactory, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    opened = page(Stage.EXPLORATION, "MOB")
    answer(opened.casebook, opened.interview, QuestionCode("CAD-01"), Answer(value="Le vélo crevé l’empêche"))
    add_note(opened.casebook, opened.interview, BlockCode("LOG"), NoteKind.UNDERSTANDING, "Le propriétaire menace")
    look_for(opened, "proprietaire", qtbot)
    QTest.keyClick(opened.view.finding.notes.search, Qt.Key.Key_Down)
    assert opened.view.finding.notes.list.hasFocus()
    QTest.keyClick(opened.view.finding.notes.list, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert opened.view.finding.isHidden()
    assert opened.sheet.place.block == "LOG"
    focused = opened.window.focusWidget()
    assert focused is not None
    assert opened.view.stages.isAncestorOf(focused)

    look_for(opened, "velo", qtbot)
    QTest.keyClick(opened.view.finding.notes.search, Qt.Key.Key_Down)
    QTest.keyClick(opened.view.finding.notes.list, Qt.Key.Key_Return)
    assert opened.view.header.stepper.accessibleName().find("Préparation") >= 0
    assert opened.sheet.place.stage is Stage.PREPARATION
    assert "propriétaire" not in caplog.text
    assert "vélo" not in caplog.text


def test_escape_gives_the_keyboard_back_and_a_second_key_goes_on(page: PageFactory, qtbot: QtBot) -> None:
    opened = page(Stage.EXPLORATION, "LOG")
    add_note(opened.casebook, opened.interview, BlockCode("LOG"), NoteKind.UNDERSTANDING, "Le propriétaire menace")
    look_for(opened, "menace", qtbot)
    QTest.keyClick(opened.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert opened.view.finding.notes.search.selectedText() == "menace"
    QTest.keyClick(opened.view.finding.notes.search, Qt.Key.Key_Escape)
    assert opened.view.finding.isHidden()
    focused = opened.window.focusWidget()
    assert focused is not None
    assert opened.view.stages.isAncestorOf(focused)


def test_a_text_of_an_earlier_interview_opens_it(page: PageFactory, qtbot: QtBot) -> None:
    opened = page(Stage.EXPLORATION, "LOG")
    add_note(opened.casebook, opened.interview, BlockCode("LOG"), NoteKind.UNDERSTANDING, "Le propriétaire menace")
    sheet = opened.sheet
    both = {one.field_of_work.value: one.id for one in sheet.pair.members}
    later = start_interview(opened.casebook, sheet.person, social=both["social"], employment=both["emploi"])
    second = page(Stage.PREPARATION, "CAD", interview=later.interview)
    look_for(second, "menace", qtbot)
    QTest.keyClick(second.view.finding.notes.search, Qt.Key.Key_Down)
    QTest.keyClick(second.view.finding.notes.list, Qt.Key.Key_Return)
    shown = second.window.page
    assert isinstance(shown, InterviewView)
    assert shown is not second.view
    assert shown.stages.currentWidget() is not None


def test_what_is_still_being_typed_is_found_and_told_as_such(page: PageFactory, qtbot: QtBot) -> None:
    opened = page(Stage.EXPLORATION, "MOB")
    keep_draft(opened.casebook, opened.interview, "note/LOG", "Le bail se termine en fév")
    look_for(opened, "bail", qtbot)
    panel = opened.view.finding
    (line,) = (panel.notes.model.index(place).data(LINE_ROLE) for place in range(panel.notes.model.rowCount()))
    assert line.where == "Logement · Note · en cours d’écriture"
    QTest.keyClick(panel.notes.search, Qt.Key.Key_Down)
    QTest.keyClick(panel.notes.list, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert opened.sheet.place.block == "LOG"
    assert any(
        "Le bail se termine" in field.text() for field in opened.view.findChildren(TextArea) if field.isVisible()
    )
