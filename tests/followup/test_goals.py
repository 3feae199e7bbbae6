"""Objectives and actions."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from spie_diag.followup.goals import (
    AbandonReason,
    Action,
    ActionId,
    ActionStatus,
    Goal,
    GoalId,
    GoalStatus,
    Origin,
    Owner,
    goals,
    open_goals,
)
from spie_diag.forms.definition import BlockCode, ObjectiveCode
from tests.interview.journals import Pen

actions = st.builds(
    Action,
    id=st.text(min_size=1).map(ActionId),
    what=st.text(),
    owner=st.sampled_from(Owner),
    owner_name=st.text(),
    due=st.none() | st.dates(),
    done_on=st.none() | st.dates(),
    status=st.sampled_from(ActionStatus),
)
wishes = st.builds(
    Goal,
    id=st.just(GoalId("g1")),
    label=st.text(),
    code=st.none() | st.just(ObjectiveCode("LOG-O1")),
    block=st.none() | st.just(BlockCode("LOG")),
    priority=st.none() | st.integers(1, 3),
    due=st.none() | st.dates(),
    sign=st.text(),
    origin=st.sampled_from(Origin),
    status=st.sampled_from(GoalStatus),
    abandoned_because=st.none() | st.sampled_from(AbandonReason),
    actions=st.lists(actions, max_size=3).map(tuple),
)


def goal(key: str, priority: int | None = None, status: GoalStatus = GoalStatus.IN_PROGRESS) -> Goal:
    return Goal(id=GoalId(key), label="Un objectif", priority=priority, status=status, due=date(2027, 1, 8))


@given(wishes)
def test_an_objective_goes_to_the_journal_and_back(wish: Goal) -> None:
    assert Goal.from_json(wish.as_json(), wish.id) == wish


def test_objectives_come_by_priority_then_in_the_order_written() -> None:
    pen = Pen()
    for wish in (goal("z"), goal("b", 2), goal("a"), goal("c", 1)):
        pen.write(f"goal/{wish.id}", wish.as_json())
    pen.write("goal/z", goal("z").as_json())
    pen.write("goal/b", None)
    assert [wish.id for wish in goals(pen.record)] == ["c", "z", "a"]


def test_reached_and_abandoned_objectives_are_not_open() -> None:
    wanted = [goal(status.value, status=status) for status in GoalStatus]
    assert [wish.status for wish in open_goals(wanted)] == [GoalStatus.NOT_STARTED, GoalStatus.IN_PROGRESS]


def test_what_is_wanted_is_not_shown() -> None:
    action = Action(id=ActionId("a"), what="secret", owner=Owner.PERSON, owner_name="Camille")
    shown = repr(Goal(id=GoalId("g"), label="secret", sign="secret", actions=(action,)))
    assert "secret" not in shown
    assert "Camille" not in shown
