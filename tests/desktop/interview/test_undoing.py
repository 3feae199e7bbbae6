"""Ctrl Z in the window: the last deed goes, the window goes where it was, and the toast says so."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from spie_diag.casework import assessing, concluding, interviewing
from spie_diag.desktop.diagnosis.crossed_view import CrossedView
from spie_diag.desktop.theme.tokens import FAMILY
from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.orientation import Orientation, Pathway
from spie_diag.followup.goals import Goal, GoalId
from spie_diag.forms.definition import BlockCode, QuestionCode
from spie_diag.french import spaced
from spie_diag.interview.answers import Answer
from spie_diag.interview.course import Stage
from spie_diag.interview.notes import NoteKind
from tests.desktop.interview.conftest import OpenPage, PageFactory
from tests.desktop.interview.test_exploration import exploration

LOG, SAN = BlockCode("LOG"), BlockCode("SAN")


def ctrl_z(opened: OpenPage) -> str:
    """What the toast says after the key."""
    opened.view.setFocus()
    QTest.keyClick(opened.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    assert opened.window.toast.isVisible()
    assert opened.view.notice.said() == "", "nothing in red"
    return said(opened)


def said(opened: OpenPage) -> str:
    return next(part.text() for part in opened.window.toast.findChildren(QLabel) if part.text())


def test_a_view_just_given_goes_and_the_notes_of_other_domains_stay(page: PageFactory) -> None:
    opened = page(Stage.EXPLORATION, "LOG")
    book, interview = opened.casebook, opened.interview
    interviewing.add_note(book, interview, SAN, NoteKind.VERBATIM, "Fatiguée le soir")
    assessing.give_view(book, interview, LOG, Level.WATCH, strength=False, reason="Bail court")
    assert ctrl_z(opened) == spaced("Annulé : votre regard sur Logement")
    assert opened.sheet.views[LOG].social is None
    assert len(opened.sheet.notes) == 1


def test_her_level_goes_and_the_conclusion_of_the_specialists_stays(page: PageFactory) -> None:
    opened = page(Stage.RESTITUTION)
    book, interview = opened.casebook, opened.interview
    concluding.conclude(book, interview, LOG, Level.WATCH, strength=False, text="À suivre")
    assessing.give_person_view(book, interview, LOG, Level.FINE, strength=False)
    assert ctrl_z(opened) == spaced("Annulé : le regard de la personne sur Logement")
    assert opened.sheet.views[LOG].person is None
    assert opened.sheet.conclusions[LOG].level is Level.WATCH


def test_the_choice_of_the_plan_goes_and_the_objective_stays(page: PageFactory) -> None:
    opened = page(Stage.PLAN)
    book, interview = opened.casebook, opened.interview
    concluding.set_goal(book, interview, Goal(id=GoalId("g1"), label="Une garde"))
    concluding.propose_orientation(book, interview, Orientation(proposal=Pathway.SOCIAL))
    assert ctrl_z(opened) == spaced("Annulé : le parcours proposé")
    assert opened.sheet.orientation.proposal is None
    assert len(opened.sheet.goals) == 1


@pytest.mark.parametrize("shown", [Stage.PREPARATION, Stage.EXPLORATION, Stage.SIGNATURES])
def test_the_agreement_is_out_of_reach_elsewhere(page: PageFactory, shown: Stage) -> None:
    opened = page(shown, "SAN")
    assert "étape Accord" in ctrl_z(opened)
    assert opened.sheet.state.value(QuestionCode("CAD-09")) == "oui"
    assert opened.sheet.place.stage is shown


def test_the_window_goes_where_the_deed_was(page: PageFactory) -> None:
    opened = page(Stage.PLAN, "SAN")
    interviewing.answer(opened.casebook, opened.interview, QuestionCode("LOG-01"), Answer(value="tiers"))
    assert "Où vivez-vous en ce moment" in ctrl_z(opened)
    assert opened.view._stage is Stage.EXPLORATION
    assert (opened.sheet.place.stage, opened.sheet.place.block) == (Stage.EXPLORATION, LOG)


def test_nothing_left_is_said_in_passing(page: PageFactory) -> None:
    opened = page(Stage.AGREEMENT)
    assert ctrl_z(opened).startswith("Annulé")
    assert ctrl_z(opened) == "Rien à annuler."


def test_the_toast_hides_neither_the_stage_nor_the_way_on_and_goes_with_the_page(page: PageFactory) -> None:
    opened = page(Stage.EXPLORATION, "LOG", size=(1024, 560))
    assessing.give_view(opened.casebook, opened.interview, LOG, Level.WATCH, strength=False, reason="")
    ctrl_z(opened)
    toast, window = opened.window.toast, opened.window
    covered = QRect(toast.pos(), toast.size())
    for part in (opened.view.stages, opened.view.footer.next):
        seen = QRect(part.mapTo(window, QPoint(0, 0)), part.size())
        assert not covered.intersects(seen), part
    assert all(part.fontInfo().family() == FAMILY for part in toast.findChildren(QLabel) if part.text())
    window.toggle_discreet()
    assert toast.isHidden()
    window.toggle_discreet()
    ctrl_z(opened)
    window.show_page(QWidget())
    assert toast.isHidden()


def test_the_keys_of_the_interview_name_it(page: PageFactory) -> None:
    assert ("Ctrl Z", "annuler votre dernier geste") in page().view.keys


def test_what_was_written_of_a_view_leaves_the_screen_with_it(page: PageFactory) -> None:
    opened = page(Stage.EXPLORATION, "LOG")
    own = exploration(opened).views.own
    assert own is not None
    own.scale.changed.emit(1, False)
    assert opened.sheet.views[LOG].social is not None
    own.reason.setPlainText("Bail court")
    own.flush()
    ctrl_z(opened)
    assert (own.scale.level(), own.reason.toPlainText()) == (1, "")
    own.reason.setPlainText("Bail court")
    own.flush()
    ctrl_z(opened)
    ctrl_z(opened)
    assert opened.sheet.views[LOG].social is None
    assert (own.scale.level(), own.reason.toPlainText()) == (None, "")


def test_a_conclusion_is_gone_to_in_its_own_stage(page: PageFactory) -> None:
    opened = page(Stage.CROSSED_VIEWS, "SAN")
    book, interview = opened.casebook, opened.interview
    for block in (LOG, SAN):
        for who in book.specialists:
            book.writer = who
            assessing.give_view(book, interview, block, Level.WATCH, strength=False, reason="")
    book.writer = opened.sheet.pair.members[0].id
    assessing.reveal(book, interview)
    concluding.conclude(book, interview, LOG, Level.WATCH, strength=False, text="")
    opened.view.header.stepper.stages[5].click()
    ctrl_z(opened)
    assert opened.view._stage is Stage.CROSSED_VIEWS
    crossed = opened.view.stages.currentWidget()
    assert isinstance(crossed, CrossedView)
    assert crossed._here == LOG
