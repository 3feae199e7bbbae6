"""Plan d’action: an objective, who does what by when, the course with its reason, the next meeting: by keyboard."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from spie_diag.casework import concluding
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.undoing import undo
from spie_diag.desktop.conclusions.stages import plan_stage
from spie_diag.desktop.conclusions.view import PlanView
from spie_diag.desktop.widgets.dropdown import DropDown
from spie_diag.diagnosis.hours import HoursKind
from spie_diag.diagnosis.orientation import Pathway
from spie_diag.followup.goals import AbandonReason, Goal, GoalId, GoalStatus, Owner
from spie_diag.interview.people import Voice
from tests.desktop.diagnosis.played import MOB, Seat, SeatFactory, begin, inside, make_ready


def view_of(seat: Seat) -> PlanView:
    assert isinstance(seat.page.widget, PlanView)
    return seat.page.widget


def test_an_objective_and_its_first_action_by_keyboard(casebook: Casebook, seat: SeatFactory) -> None:
    shown = seat(plan_stage, begin(casebook))
    view = view_of(shown)
    assert view.new_goal.hasFocus()
    assert "première petite chose utile" in view._empty.text()

    QTest.keyClicks(view.new_goal, "Trouver une garde")
    QTest.keyClick(view.new_goal, Qt.Key.Key_Return)
    card = next(iter(view.cards.values()))
    card.new_action.setFocus()
    QTest.keyClicks(card.new_action, "Appeler le relais")
    QTest.keyClick(card.new_action, Qt.Key.Key_Return)

    (goal,) = shown.sheet.goals
    assert goal.label == "Trouver une garde"
    assert [(one.what, one.owner, one.due) for one in goal.actions] == [("Appeler le relais", Owner.PERSON, None)]
    assert card.new_action.hasFocus(), "the next action can be typed at once"
    assert next(iter(view.cards.values())) is card


def test_who_and_when_of_an_action(casebook: Casebook, seat: SeatFactory) -> None:
    interview = begin(casebook)
    shown = seat(plan_stage, interview)
    view = view_of(shown)
    assert view._presenter is not None
    view._presenter.add_goal("Passer le permis", MOB)
    card = next(iter(view.cards.values()))
    view._presenter.add_action(card.goal.id, "Chercher une auto-école")
    line = next(iter(card._lines.values()))

    line.when.text.setFocus()
    QTest.keyClicks(line.when.text, "demain")
    QTest.keyClick(line.when.text, Qt.Key.Key_Return)
    assert "ne se lit pas" in line.when.field.notice.said()
    line.when.text.clear()
    QTest.keyClicks(line.when.text, "7/1/27")
    QTest.keyClick(line.when.text, Qt.Key.Key_Return)
    line.who.setFocus()
    QTest.keyClick(line.who, Qt.Key.Key_Down)

    (action,) = shown.sheet.goals[0].actions
    assert action.due == date(2027, 1, 7)
    assert action.owner is Owner.SOCIAL
    assert line.when.field.notice.said() == ""


def test_an_objective_of_the_form_is_proposed_for_a_heavy_domain(casebook: Casebook, seat: SeatFactory) -> None:
    interview = begin(casebook)
    make_ready(casebook, interview)
    concluding.choose_priorities(casebook, interview, [MOB])
    shown = seat(plan_stage, interview)
    view = view_of(shown)
    assert view._told_suggestions[0][0] == "MOB"
    code = view._told_suggestions[0][1]
    QTest.mouseClick(inside(inside(view._suggestions, 1).layout(), 0), Qt.MouseButton.LeftButton)
    QApplication.processEvents()

    (goal,) = shown.sheet.goals
    assert (goal.code, goal.block, goal.priority) == (code, MOB, 1)
    assert code not in view._told_suggestions[0]


def test_a_removed_objective_comes_back(casebook: Casebook, seat: SeatFactory) -> None:
    interview = begin(casebook)
    concluding.set_goal(casebook, interview, Goal(id=GoalId("g1"), label="Un objectif"))
    shown = seat(plan_stage, interview)
    view = view_of(shown)
    view.cards["g1"].remove.click()
    assert shown.sheet.goals == ()
    assert shown.said_removed == ["Objectif supprimé."]
    shown.page.screen.show_sheet(undo(casebook, interview).sheet)
    assert [card.goal.label for card in view.cards.values()] == ["Un objectif"]


def test_each_voice_the_proposal_and_its_reason(casebook: Casebook, seat: SeatFactory) -> None:
    shown = seat(plan_stage, begin(casebook))
    view = view_of(shown)
    course = view.course
    assert course is not None
    course.opinions[Voice.PERSON].chips["PED"].click()
    course.opinions[Voice.SOCIAL].chips["nsp"].click()
    course.proposal.chips["PSO"].click()
    course.reason.setFocus()
    QTest.keyClicks(course.reason, "Les deux ensemble")
    course.referent.setFocus()
    QTest.keyClicks(course.referent, "Nadia")
    course.correspondent.setFocus()
    course.hours.chips["duree_reduite"].click()
    course.presented.click()

    kept = shown.sheet.orientation
    assert kept.opinions == {Voice.PERSON: Pathway.EMPLOYMENT, Voice.SOCIAL: None}
    assert (kept.proposal, kept.reason, kept.referent) == (Pathway.BOTH, "Les deux ensemble", "Nadia")
    assert (kept.hours.kind, kept.hours.exemption_presented) == (HoursKind.REDUCED, True)


def test_the_hint_is_no_decision_and_stays_folded(casebook: Casebook, seat: SeatFactory) -> None:
    view = view_of(seat(plan_stage, begin(casebook)))
    assert view.course is not None
    assert not view.course._hint.isVisibleTo(view)
    view.course.fold.click()
    assert view.course._hint.isVisibleTo(view)
    assert not view.course.proposal.value(), "a hint never chooses"


def test_the_next_meeting_is_proposed_on_a_working_day(casebook: Casebook, seat: SeatFactory) -> None:
    shown = seat(plan_stage, begin(casebook))
    view = view_of(shown)
    view.meeting.propose.click()
    met = shown.sheet.next_meeting
    assert met is not None
    assert met.on.weekday() < 5
    view.meeting.hour.setFocus()
    QTest.keyClicks(view.meeting.hour, "10 h 30")
    view.meeting.place.setFocus()
    met = shown.sheet.next_meeting
    assert met is not None
    assert met.at == "10 h 30"
    day = view.meeting.day
    day.text.setFocus()
    day.text.selectAll()
    QTest.keyClicks(day.text, "32/13")
    view.meeting.place.setFocus()
    assert "ne se lit pas" in day.field.notice.said()
    assert shown.sheet.next_meeting == met, "a day that cannot be read changes nothing"
    view.show_sheet(shown.sheet)
    assert day.text.text() == "32/13", "and stays where it was typed"


def test_what_is_typed_in_an_objective_is_durable_within_a_second(
    casebook: Casebook, seat: SeatFactory, qtbot: QtBot
) -> None:
    interview = begin(casebook)
    concluding.set_goal(casebook, interview, Goal(id=GoalId("g1"), label="Trouver"))
    shown = seat(plan_stage, interview)
    card = view_of(shown).cards["g1"]
    card.title.setFocus()
    card.title.end(False)
    QTest.keyClicks(card.title, " une garde")
    qtbot.waitUntil(lambda: "Trouver une garde" in shown.sheet.drafts.get("goal/g1", ""), timeout=1000)

    again = view_of(seat(plan_stage, interview))
    assert again.cards["g1"].title.text() == "Trouver une garde"


def test_an_action_not_added_yet_comes_back(casebook: Casebook, seat: SeatFactory, qtbot: QtBot) -> None:
    interview = begin(casebook)
    concluding.set_goal(casebook, interview, Goal(id=GoalId("g1"), label="Trouver"))
    shown = seat(plan_stage, interview)
    line = view_of(shown).cards["g1"].new_action
    line.setFocus()
    QTest.keyClicks(line, "Appeler")
    qtbot.waitUntil(lambda: shown.sheet.drafts.get("goal/g1/new") == "Appeler", timeout=1000)
    again = view_of(seat(plan_stage, interview)).cards["g1"].new_action
    again.setFocus()
    QTest.keyClick(again, Qt.Key.Key_Return)
    assert [one.what for one in shown.sheet.goals[0].actions] == ["Appeler"]
    assert not shown.sheet.drafts.get("goal/g1/new")


def test_an_objective_has_its_own_day_and_state(casebook: Casebook, seat: SeatFactory) -> None:
    interview = begin(casebook)
    concluding.set_goal(casebook, interview, Goal(id=GoalId("g1"), label="Trouver", priority=2))
    shown = seat(plan_stage, interview)
    card = view_of(shown).cards["g1"]
    card.due.text.setFocus()
    QTest.keyClicks(card.due.text, "1/3/2027")
    card.status.setFocus()
    assert not card.why.isVisibleTo(card)
    card.status.pick(GoalStatus.ABANDONED.value)
    card.status.picked.emit(GoalStatus.ABANDONED.value)
    assert card.why.isVisibleTo(card)
    card.why.picked.emit(AbandonReason.DECLINED.value)

    (goal,) = shown.sheet.goals
    assert (goal.due, goal.status) == (date(2027, 3, 1), GoalStatus.ABANDONED)
    assert (goal.abandoned_because, goal.priority) == (AbandonReason.DECLINED, 2)


def test_objectives_stand_in_the_order_of_their_priority(casebook: Casebook, seat: SeatFactory) -> None:
    interview = begin(casebook)
    for name, priority in (("a", 2), ("b", 3)):
        concluding.set_goal(casebook, interview, Goal(id=GoalId(name), label=name, priority=priority))
    shown = seat(plan_stage, interview)
    view = view_of(shown)
    shown.page.screen.show_sheet(concluding.set_goal(casebook, interview, Goal(id=GoalId("b"), label="b", priority=1)))
    assert [view._cards.indexOf(view.cards[name]) for name in ("b", "a")] == [0, 1]


def test_the_notified_decision_starts_the_clock_of_the_contract(casebook: Casebook, seat: SeatFactory) -> None:
    shown = seat(plan_stage, begin(casebook))
    view = view_of(shown)
    assert view.course is not None
    assert "facultative" in view.course.notified.field.title.text()
    view.course.notified.text.setFocus()
    QTest.keyClicks(view.course.notified.text, "1/12/2026")
    view.course.reason.setFocus()
    assert shown.sheet.orientation.notified_on == date(2026, 12, 1)
    assert date(2027, 1, 1) in [one.on for one in shown.sheet.deadlines]


def test_an_unfinished_day_is_neither_written_nor_lost(casebook: Casebook, seat: SeatFactory, qtbot: QtBot) -> None:
    interview = begin(casebook)
    concluding.set_goal(casebook, interview, Goal(id=GoalId("g1"), label="Trouver"))
    shown = seat(plan_stage, interview)
    view = view_of(shown)
    assert view.course is not None
    fields = (view.cards["g1"].due, view.course.notified, view.meeting.day)
    for field in fields:
        field.text.setFocus()
        QTest.keyClicks(field.text, "7/1")
    view.meeting.place.setFocus()
    view.show_sheet(shown.sheet)
    assert [field.text.text() for field in fields] == ["7/1"] * 3

    again = view_of(seat(plan_stage, interview))
    assert again.course is not None
    fields = (again.cards["g1"].due, again.course.notified, again.meeting.day)
    assert [field.text.text() for field in fields] == ["7/1"] * 3
    assert shown.sheet.goals[0].due is None
    due = fields[0].text
    due.setFocus()
    QTest.keyClicks(due, "/27")
    again.meeting.place.setFocus()
    assert shown.sheet.goals[0].due == date(2027, 1, 7)
    assert not shown.sheet.drafts.get("goal/g1/due")


def test_a_meeting_without_its_day_yet_is_a_draft(casebook: Casebook, seat: SeatFactory) -> None:
    interview = begin(casebook)
    meeting = view_of(seat(plan_stage, interview)).meeting
    meeting.place.setFocus()
    QTest.keyClicks(meeting.place, "Agence Exemple")
    meeting.hour.setFocus()

    shown = seat(plan_stage, interview)
    again = view_of(shown).meeting
    assert again.place.text() == "Agence Exemple"
    again.day.text.setFocus()
    QTest.keyClicks(again.day.text, "7/1/2027")
    again.hour.setFocus()
    met = shown.sheet.next_meeting
    assert met is not None
    assert (met.on, met.place) == (date(2027, 1, 7), "Agence Exemple")
    assert not shown.sheet.drafts.get("next_meeting")


def test_lists_show_that_they_open(casebook: Casebook, seat: SeatFactory) -> None:
    view = view_of(seat(plan_stage, begin(casebook)))
    assert view.course is not None
    lists = view.course.findChildren(QComboBox)
    assert lists
    assert all(isinstance(one, DropDown) and one.accessibleName() for one in lists)
