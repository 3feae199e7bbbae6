"""Hidden views, one explicit reveal, joint conclusions or a disagreement kept, the plan."""

from datetime import date

import pytest

from spie_diag.casework import assessing, concluding, interviewing
from spie_diag.casework.errors import ReasonMissingError, TooLongError, ViewsRevealedError
from spie_diag.casework.undoing import undo
from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.orientation import Orientation, Pathway
from spie_diag.followup.goals import Action, ActionId, Goal, GoalId, Owner
from spie_diag.followup.review import NextMeeting
from spie_diag.forms.definition import BlockCode
from spie_diag.interview.people import Voice
from tests.casework.conftest import Office

HOUSING, FAMILY = BlockCode("LOG"), BlockCode("FAM")


def both_give(office: Office, social: Level, employment: Level) -> None:
    interviewing.pass_keyboard(office.book, office.interview, office.social)
    assessing.give_view(office.book, office.interview, HOUSING, social, strength=False, reason="vu du social")
    interviewing.pass_keyboard(office.book, office.interview, office.employment)
    assessing.give_view(office.book, office.interview, HOUSING, employment, strength=False, reason="vu de l’emploi")


def test_a_view_is_hidden_from_the_colleague_until_both_are_given_and_shown(office: Office) -> None:
    book, interview = office.book, office.interview
    assessing.give_view(book, interview, HOUSING, Level.PREVENTS, strength=False, reason="secret du social")
    sheet = interviewing.pass_keyboard(book, interview, office.employment)
    assert sheet.views[HOUSING].social is None
    assert sheet.views[HOUSING].hidden == {Voice.SOCIAL}
    assert sheet.gaps == ()

    assert assessing.reveal(book, interview).revealed == frozenset(), "nothing to show while one is missing"
    assessing.give_view(book, interview, HOUSING, Level.WATCH, strength=False, reason="")
    sheet = assessing.reveal(book, interview)
    shown = sheet.views[HOUSING].social
    assert shown is not None
    assert shown.reason == "secret du social"
    assert [gap.block for gap in sheet.gaps] == [HOUSING]


def test_a_view_may_change_until_it_is_shown_and_not_after(office: Office) -> None:
    both_give(office, Level.PREVENTS, Level.WATCH)
    assessing.give_view(office.book, office.interview, HOUSING, Level.FINE, strength=True, reason="")
    assessing.reveal(office.book, office.interview, HOUSING)
    with pytest.raises(ViewsRevealedError):
        assessing.give_view(office.book, office.interview, HOUSING, Level.WATCH, strength=False, reason="")


def test_a_conclusion_or_a_disagreement_kept(office: Office) -> None:
    both_give(office, Level.PREVENTS, Level.WATCH)
    book, interview = office.book, office.interview
    assessing.reveal(book, interview)
    with pytest.raises(ReasonMissingError):
        concluding.keep_both(book, interview, HOUSING, "  ")
    sheet = concluding.keep_both(book, interview, HOUSING, "Deux lectures de la même échéance.")
    assert sheet.conclusions[HOUSING].keeps_disagreement
    sheet = concluding.conclude(book, interview, HOUSING, Level.COMPLICATES, strength=False, text="À anticiper")
    assert sheet.conclusions[HOUSING].level is Level.COMPLICATES
    assert not sheet.conclusions[HOUSING].keeps_disagreement
    assert HOUSING not in concluding.reopen_conclusion(book, interview, HOUSING).conclusions


def test_three_priorities_at_most(office: Office) -> None:
    wanted = [BlockCode(code) for code in ("LOG", "FAM", "MOB", "RES")]
    assert concluding.choose_priorities(office.book, office.interview, wanted).priorities == tuple(wanted[:3])


def test_syntheses_keep_to_their_limits(office: Office) -> None:
    text = "x" * 255
    assert concluding.write_synthesis(office.book, office.interview, "short", text).syntheses.short == text
    with pytest.raises(TooLongError):
        concluding.write_synthesis(office.book, office.interview, "short", text + "x")


def test_a_plan_with_an_objective_an_action_and_a_date(office: Office) -> None:
    book, interview = office.book, office.interview
    goal = Goal(
        id=GoalId("g1"),
        label="Trouver une garde",
        block=FAMILY,
        due=date(2027, 1, 31),
        actions=(Action(id=ActionId("a1"), what="Appeler le relais", owner=Owner.SOCIAL, due=date(2026, 12, 4)),),
    )
    assert concluding.set_goal(book, interview, goal).goals == (goal,)
    assert concluding.remove_goal(book, interview, "g1").goals == ()
    assert undo(book, interview).sheet.goals == (goal,)
    meeting = NextMeeting(on=date(2026, 12, 22), at="10 h", place="Maison de l’insertion")
    assert concluding.set_next_meeting(book, interview, meeting).next_meeting == meeting


def test_differing_opinions_are_a_marker_and_the_proposal_stays_human(office: Office) -> None:
    proposal = Orientation(
        opinions={Voice.SOCIAL: Pathway.SOCIAL, Voice.EMPLOYMENT: Pathway.EMPLOYMENT, Voice.PERSON: None},
        proposal=Pathway.BOTH,
        reason="Avancer des deux côtés",
    )
    sheet = concluding.propose_orientation(office.book, office.interview, proposal)
    assert sheet.orientation == proposal
    assert "CX4" in {marker.mark for marker in sheet.markers}
    assert sheet.hint.path is None, "not enough elements for a hint"
