"""Decides what each gesture of the plan does, and which objectives are worth proposing."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.interview.stage import Sitting, StageScreen
from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.orientation import Orientation
from spie_diag.errors import SpieError
from spie_diag.followup.goals import Action, ActionId, Goal, GoalId, Owner
from spie_diag.followup.review import NextMeeting
from spie_diag.forms.definition import Block, BlockCode, Objective, ObjectiveCode

if TYPE_CHECKING:
    from spie_diag.casework.sheet import Sheet

NEW_GOAL = "goal/new"
"""Where the words of an objective that is not added yet are kept as a draft."""
_MOST_DOMAINS = 4


class PlanScreen(StageScreen, Protocol):
    def show_plan(self, sheet: "Sheet", suggested: tuple[tuple[Block, tuple[Objective, ...]], ...]) -> None: ...

    def say_course_error(self, error: SpieError) -> None: ...

    def say_goal_error(self, error: SpieError) -> None: ...


@dataclass
class PlanPresenter:
    sitting: Sitting
    screen: PlanScreen
    _goals: dict[str, Goal] = field(default_factory=dict, repr=False)
    _priorities: tuple[BlockCode, ...] = ()
    _sheet: "Sheet | None" = None
    _first: BlockCode | None = None
    """The domain that somebody came here to find an objective for."""

    def show(self, sheet: "Sheet") -> None:
        self._sheet = sheet
        self._goals = {goal.id: goal for goal in sheet.goals}
        self._priorities = sheet.priorities
        self.screen.show_plan(sheet, tuple(_suggested(sheet, self._first)))

    def suggest_for(self, block: BlockCode) -> None:
        """Propose the objectives of this domain before all others."""
        self._first = block
        if self._sheet is not None:
            self.show(self._sheet)

    def add_goal(self, label: str, block: BlockCode | None = None, code: ObjectiveCode | None = None) -> None:
        """Add an objective of the form, or a free one."""
        from spie_diag.casework.casebook import new_id

        priority = self._priorities.index(block) + 1 if block in self._priorities and block is not None else None
        if code is None:
            self.sitting.keep_draft(NEW_GOAL, "")
        self.write_goal(Goal(id=GoalId(new_id()), label=label, block=block, code=code, priority=priority))

    def write_goal(self, goal: Goal) -> None:
        from spie_diag.casework.concluding import set_goal

        self._goals[goal.id] = goal
        self.sitting.do(set_goal, self.screen.say_goal_error, goal)

    def add_action(self, goal: str, what: str) -> None:
        """Add an action, the person’s own until somebody else takes it."""
        from spie_diag.casework.casebook import new_id

        known = self._goals.get(goal)
        if known is None:
            return
        added = Action(id=ActionId(new_id()), what=what, owner=Owner.PERSON)
        self.sitting.keep_draft(f"goal/{goal}/new", "")
        self.write_goal(_with_action(known, added))

    def remove_goal(self, goal: str) -> None:
        from spie_diag.casework.concluding import remove_goal

        self.sitting.do(remove_goal, self.screen.say_goal_error, goal)
        self.sitting.removed("Objectif supprimé.")

    def propose(self, orientation: Orientation) -> None:
        from spie_diag.casework.concluding import propose_orientation

        self.sitting.do(propose_orientation, self.screen.say_course_error, orientation)

    def meet(self, meeting: NextMeeting | None) -> None:
        from spie_diag.casework.concluding import set_next_meeting

        self.sitting.do(set_next_meeting, self.screen.say_course_error, meeting)

    def keep_goal_draft(self, goal: str, draft: str) -> None:
        self.sitting.keep_draft(f"goal/{goal}", draft)

    def keep_new_goal_draft(self, text: str) -> None:
        self.sitting.keep_draft(NEW_GOAL, text)

    def keep_meeting_draft(self, draft: str) -> None:
        self.sitting.keep_draft("next_meeting", draft)

    def keep_notification_draft(self, draft: str) -> None:
        self.sitting.keep_draft("orientation/notified_on", draft)

    def keep_course_draft(self, draft: str) -> None:
        self.sitting.keep_draft("orientation", draft)


def _with_action(goal: Goal, added: Action) -> Goal:
    return replace(goal, actions=(*goal.actions, added))


def _suggested(sheet: "Sheet", first: BlockCode | None) -> Iterator[tuple[Block, tuple[Objective, ...]]]:
    """The objectives of the domains that matter most, without those already chosen."""
    form = sheet.state.form
    chosen = {goal.code for goal in sheet.goals}
    heavy = [
        code
        for level in (Level.PREVENTS, Level.COMPLICATES, Level.WATCH)
        for code, one in sheet.conclusions.items()
        if one.level is level
    ]
    given = 0
    for code in dict.fromkeys((*([first] if first else ()), *sheet.priorities, *heavy)):
        block = form.by_code[code]
        left = tuple(one for one in block.objectives if one.code not in chosen)
        if left and not sheet.course.is_closed(code):
            yield block, left
            given += 1
        if given == _MOST_DOMAINS:
            return
