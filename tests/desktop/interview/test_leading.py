"""Each point of the checklist leads to where it is dealt with, and the keyboard lands there."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from spie_diag.casework import concluding
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.sheet import draw
from spie_diag.desktop.conclusions.view import PlanView
from spie_diag.desktop.diagnosis.crossed_view import CrossedView
from spie_diag.desktop.diagnosis.restitution_view import RestitutionView
from spie_diag.desktop.signing.view import SignaturesView
from spie_diag.followup.checklist import Spot, ToDo
from spie_diag.followup.goals import Goal, GoalId
from spie_diag.interview.course import Stage
from tests.desktop.diagnosis.played import LOG, MOB, begin, make_ready
from tests.desktop.interview.conftest import OpenPage, PageFactory


def follow(page: OpenPage, point: ToDo) -> QWidget:
    """Press its row in the signatures; what has the keyboard then."""
    shown = page.view.stages.currentWidget()
    assert isinstance(shown, SignaturesView)
    link = next(link for link, told in shown.checklist._points.items() if told == point)
    link.click()
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def test_a_domain_to_conclude(casebook: Casebook, page: PageFactory) -> None:
    interview = begin(casebook)
    shown = page(Stage.SIGNATURES, interview=interview)
    for block in (LOG, MOB):
        point = next(one for one in draw(casebook, interview).checklist if one.block == block and one.blocking)
        focused = follow(shown, point)
        crossed = shown.view.stages.currentWidget()
        assert isinstance(crossed, CrossedView)
        assert crossed._here == block
        assert crossed.domain.isAncestorOf(focused)
        shown.view.header.stepper.stages[Stage.SIGNATURES.number - 1].click()


@pytest.mark.parametrize("spot", [Spot.REFERENT, Spot.MEETING, Spot.PROPOSAL])
def test_a_part_of_the_plan(casebook: Casebook, page: PageFactory, spot: Spot) -> None:
    interview = begin(casebook)
    shown = page(Stage.SIGNATURES, interview=interview)
    focused = follow(shown, next(one for one in draw(casebook, interview).checklist if one.spot is spot))
    plan = shown.view.stages.currentWidget()
    assert isinstance(plan, PlanView)
    assert plan.course is not None
    wanted = {
        Spot.REFERENT: plan.course.referent,
        Spot.MEETING: plan.meeting.day.text,
        Spot.PROPOSAL: next(iter(plan.course.proposal.chips.values())),
    }
    assert focused is wanted[spot]


def test_an_objective_to_find_for_a_domain(casebook: Casebook, page: PageFactory) -> None:
    interview = begin(casebook)
    make_ready(casebook, interview)
    shown = page(Stage.SIGNATURES, interview=interview)
    focused = follow(shown, next(one for one in draw(casebook, interview).checklist if one.block == MOB))
    assert focused.property("block") == MOB


def test_an_objective_whose_actions_have_no_day(casebook: Casebook, page: PageFactory) -> None:
    interview = begin(casebook)
    make_ready(casebook, interview)
    concluding.set_goal(casebook, interview, Goal(id=GoalId("g1"), label="Trouver", block=MOB))
    shown = page(Stage.SIGNATURES, interview=interview)
    point = next(one for one in draw(casebook, interview).checklist if one.spot is Spot.GOALS and one.block == MOB)
    focused = follow(shown, point)
    plan = shown.view.stages.currentWidget()
    assert isinstance(plan, PlanView)
    assert focused is plan.cards["g1"].new_action


def test_her_answer(casebook: Casebook, page: PageFactory) -> None:
    interview = begin(casebook)
    shown = page(Stage.SIGNATURES, interview=interview)
    point = next(one for one in draw(casebook, interview).checklist if one.stage is Stage.RESTITUTION and one.blocking)
    focused = follow(shown, point)
    restitution = shown.view.stages.currentWidget()
    assert isinstance(restitution, RestitutionView)
    assert restitution.answer.isAncestorOf(focused)


def test_the_domain_of_the_crossed_views_is_found_again(casebook: Casebook, page: PageFactory) -> None:
    interview = begin(casebook)
    first = page(Stage.CROSSED_VIEWS, MOB, interview=interview).view.stages.currentWidget()
    assert isinstance(first, CrossedView)
    other = LOG if first._here == MOB else MOB
    first._chosen(other)
    place = draw(casebook, interview).place
    again = page(place.stage, place.block, interview=interview).view.stages.currentWidget()
    assert isinstance(again, CrossedView)
    assert again._here == other
