"""Stage 6: objectives on the left, the course and the next meeting on the right."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from spie_diag.desktop.conclusions.course_panel import CoursePanel
from spie_diag.desktop.conclusions.goal_card import GoalCard
from spie_diag.desktop.conclusions.meeting_panel import MeetingPanel, MeetingShown
from spie_diag.desktop.conclusions.wording import course_shown, deadline_words, goal_shown, voices_of
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.fields import LineEdit
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import (
    IconLabel,
    add,
    box,
    clear,
    column,
    label,
    panel,
    row,
    rule,
    say_in,
    scrolled,
)
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.segmented import Segmented
from spie_diag.desktop.window import mark_region, roomy_width
from spie_diag.errors import SpieError
from spie_diag.followup.checklist import Spot, ToDo
from spie_diag.followup.goals import Goal
from spie_diag.followup.review import suggested_day
from spie_diag.forms.definition import Block, BlockCode, Objective, ObjectiveCode
from spie_diag.french import counted

if TYPE_CHECKING:
    from spie_diag.casework.sheet import Sheet
    from spie_diag.desktop.conclusions.presenter import PlanPresenter

BOTH_SIDES_PX: Final = 930
_AROUND_PX: Final = 60
"""What is shown around a field that was led to: its title."""
Suggested = tuple[tuple[Block, tuple[Objective, ...]], ...]


class PlanView(QWidget):
    keys = (("Entrée", "ajouter l’objectif ou l’action"), ("F6", "partie suivante"))

    def __init__(self) -> None:
        super().__init__()
        self._presenter: PlanPresenter | None = None
        self.cards: dict[str, GoalCard] = {}
        self.course: CoursePanel | None = None
        self._told_suggestions: list[tuple[str, ...]] = []
        self._told_deadlines: tuple[str, ...] = ()
        self._fresh = True
        self.sides = Segmented(
            [self.tr("Objectifs et actions"), self.tr("Parcours et rencontre")], spoken=self.tr("Ce qui est montré")
        )
        self.sides.changed.connect(self._arrange)
        self.goal_side = mark_region(self._make_goal_side(), self.tr("Objectifs et actions"))
        self.course_side = mark_region(self._make_course_side(), self.tr("Parcours, rencontre, échéances"))
        self.setLayout(
            column(
                row(self.sides, None),
                (row((self.goal_side, 15), (self.course_side, 10), gap=Gap.MEDIUM), 1),
                gap=Gap.SMALL,
                margins=12,
            )
        )

    def _make_goal_side(self) -> QWidget:
        self._summary = label(style=Text.SMALL, tone=Colour.INK2)
        self.suggest = Button(self.tr("Proposer d’après nos conclusions"), icon="lightbulb", small=True, checkable=True)
        self.suggest.toggled.connect(self._fold_suggestions)
        self._suggestions = column(gap=Gap.SMALL, margins=12)
        self._suggestion_panel = panel(self._suggestions, "primary")
        self._empty = label(
            self.tr("Quelle serait la première petite chose utile ?"), Text.LEAD, tone=Colour.INK2, wrap=True
        )
        self._cards = column(gap=Gap.MEDIUM)
        self.new_goal = LineEdit(
            spoken=self.tr("Nouvel objectif"),
            hint=self.tr("Un autre objectif, avec les mots de la personne"),
            most=300,
        )
        self.new_goal.left.connect(self._goal_asked)
        self.add_goal = Button(self.tr("Ajouter l’objectif"), icon="plus")
        self.add_goal.clicked.connect(self.new_goal.setFocus)
        self.goal_notice = Notice()
        head = row((column(label(self.tr("Ce que nous allons faire"), Text.H2), self._summary, gap=0), 1), self.suggest)
        body = column(self._suggestion_panel, self._empty, self._cards, None, gap=Gap.MEDIUM, margins=(0, 4, 6, 4))
        self._goal_scroll: QScrollArea = scrolled(body)
        self._adding = box(row((self.new_goal, 1), self.add_goal))
        return panel(
            column(
                head,
                (self._goal_scroll, 1),
                self.goal_notice,
                self._adding,
                gap=Gap.SMALL,
                margins=(18, 14, 14, 12),
            )
        )

    def _make_course_side(self) -> QWidget:
        self.meeting = MeetingPanel()
        self._course_place = column(gap=0)
        self._deadlines = column(gap=Gap.TIGHT)
        self._deadline_title = row(
            IconLabel("clock", Colour.INK3, 18), label(self.tr("Échéances"), Text.H3), None, gap=Gap.SMALL
        )
        self._markers = Notice()
        content = column(
            self._course_place,
            rule(),
            self.meeting,
            rule(),
            self._deadline_title,
            self._deadlines,
            self._markers,
            None,
            gap=Gap.LARGE,
            margins=(18, 14, 18, 14),
        )
        self._course_scroll: QScrollArea = scrolled(content)
        return panel(column((self._course_scroll, 1)))

    def obey(self, presenter: "PlanPresenter") -> None:
        """Give every gesture to the presenter."""
        self._presenter = presenter
        self.new_goal.typed.connect(presenter.keep_new_goal_draft)
        self.meeting.changed.connect(presenter.meet)
        self.meeting.typed.connect(presenter.keep_meeting_draft)

    def show_sheet(self, sheet: "Sheet") -> None:
        if self._presenter is not None:
            self._presenter.show(sheet)

    def show_plan(self, sheet: "Sheet", suggested: Suggested) -> None:
        self._show_goals(sheet)
        self._show_suggestions(suggested if not sheet.is_frozen else ())
        if self.course is None:
            self._make_course(sheet)
        if self.course is not None:
            self.course.show_course(course_shown(sheet))
        age = sheet.person.age(sheet.today)
        day = suggested_day(sheet.today, sheet.orientation.proposal, age)
        self.meeting.show_meeting(
            MeetingShown(
                meeting=sheet.next_meeting,
                suggested=day,
                draft=sheet.drafts.get("next_meeting", ""),
                frozen=sheet.is_frozen,
            )
        )
        self._show_deadlines(sheet)
        if self._fresh:
            self.suggest.setChecked(not sheet.goals and bool(suggested))
            self._fold_suggestions(self.suggest.isChecked())
            self.new_goal.show_text(sheet.drafts.get("goal/new") or "")
        self._fresh = False
        self._arrange()

    def refocus(self) -> None:
        self.new_goal.setFocus()

    def lead_to(self, point: ToDo) -> None:
        """Put the keyboard where one point of the checklist is dealt with."""
        self.sides.choose(0 if point.spot is Spot.GOALS else 1)
        self._arrange()
        if point.spot is Spot.GOALS:
            self._lead_to_goals(point.block)
        elif point.spot is Spot.MEETING:
            self.meeting.day.text.setFocus()
        elif self.course is not None:
            self.course.lead_to(point.spot)
        QTimer.singleShot(0, self, self._show_focused)  # once the stage that was just opened is laid out

    def _show_focused(self) -> None:
        """Scroll to the field that was led to: only Tab does it by itself."""
        focused = self.window().focusWidget()
        for area in (self._goal_scroll, self._course_scroll):
            inner = area.widget()
            if focused is not None and inner is not None and inner.isAncestorOf(focused):
                area.ensureWidgetVisible(focused, 0, _AROUND_PX)

    def _lead_to_goals(self, block: BlockCode | None) -> None:
        card = next((card for card in self.cards.values() if block and card.goal.block == block), None)
        if card is not None:
            card.take_focus()
            return
        if block is not None and self._presenter is not None:
            self._presenter.suggest_for(block)
            self.suggest.setChecked(True)
            self._goal_scroll.verticalScrollBar().setValue(0)
            taken = next((one for one in self._suggestion_panel.findChildren(Button) if one.isEnabled()), None)
            if taken is not None and str(taken.property("block")) == block:
                taken.setFocus()
                return
        self.refocus()

    def say_course_error(self, error: SpieError) -> None:
        if self.course is not None:
            self.course.say_error(error)

    def say_goal_error(self, error: SpieError) -> None:
        self.goal_notice.say_error(error)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _make_course(self, sheet: "Sheet") -> None:
        self.course = CoursePanel(voices_of(sheet))
        self._course_place.addWidget(self.course)
        if self._presenter is not None:
            self.course.changed.connect(self._presenter.propose)
            self.course.typed.connect(self._presenter.keep_course_draft)
            self.course.day_typed.connect(self._presenter.keep_notification_draft)

    def _show_goals(self, sheet: "Sheet") -> None:
        wanted = {goal.id: goal for goal in sheet.goals}
        for gone in [key for key in self.cards if key not in wanted]:
            card = self.cards.pop(gone)
            self._cards.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, (key, goal) in enumerate(wanted.items()):
            shown = goal_shown(sheet, goal)
            if key in self.cards:
                self.cards[key].show_goal(shown)
            else:
                self.cards[key] = self._new_card(GoalCard(shown))
            if self._cards.indexOf(self.cards[key]) != place:  # the order of the priorities, also after they changed
                self._cards.insertWidget(place, self.cards[key])
        self._empty.setVisible(not wanted)
        number = len(wanted)
        say_in(self._summary, counted(number, "objectif") if number else self.tr("Rien n’est encore décidé."))
        self._adding.setVisible(not sheet.is_frozen)
        self.suggest.setVisible(not sheet.is_frozen)

    def _new_card(self, card: GoalCard) -> GoalCard:
        if self._presenter is not None:
            card.changed.connect(self._goal_changed)
            card.typed.connect(self._presenter.keep_goal_draft)
            card.removed.connect(self._presenter.remove_goal)
            card.action_asked.connect(self._presenter.add_action)
        return card

    def _goal_changed(self, goal: object) -> None:
        if self._presenter is not None and isinstance(goal, Goal):
            self.goal_notice.clear()
            self._presenter.write_goal(goal)

    def _show_suggestions(self, suggested: Suggested) -> None:
        told = [(block.code, *(one.code for one in objectives)) for block, objectives in suggested]
        if told == self._told_suggestions:
            return
        self._told_suggestions = [tuple(codes) for codes in told]
        clear(self._suggestions)
        for block, objectives in suggested:
            flow = FlowLayout(gap=Gap.TIGHT)
            for objective in objectives:
                take = Button(objective.label, icon="plus", small=True)
                take.setProperty("objective", objective.code)
                take.setProperty("block", block.code)
                take.clicked.connect(self._suggestion_taken)
                flow.addWidget(take)
            add(self._suggestions, label(block.label.split(" (")[0], Text.SMALL, tone=Tone.PRIMARY))
            add(self._suggestions, box(flow))
        self._fold_suggestions(self.suggest.isChecked())

    def _fold_suggestions(self, on: bool) -> None:
        self._suggestion_panel.setVisible(on and bool(self._told_suggestions))

    def _suggestion_taken(self) -> None:
        sender = self.sender()
        if not isinstance(sender, Button) or self._presenter is None:
            return
        code = ObjectiveCode(str(sender.property("objective")))
        block = BlockCode(str(sender.property("block")))
        self._presenter.add_goal(sender.text(), block, code)
        QTimer.singleShot(0, self, self._show_last_card)

    def _goal_asked(self, text: str) -> None:
        if text.strip() and self._presenter is not None:
            self.new_goal.show_text("")
            self.suggest.setChecked(False)
            self._presenter.add_goal(text.strip())

    def _show_last_card(self) -> None:
        """Bring the objective that was just added into view, with its first action to write."""
        if self.cards:
            card = list(self.cards.values())[-1]
            self._goal_scroll.ensureWidgetVisible(card, 0, 20)
            card.new_action.setFocus()

    def _show_deadlines(self, sheet: "Sheet") -> None:
        told = tuple(f"{one.title}|{deadline_words(one)}|{one.source}" for one in sheet.deadlines)
        if told != self._told_deadlines:
            self._told_deadlines = told
            clear(self._deadlines)
            for one in sheet.deadlines:
                when = label(deadline_words(one), Text.STRONG, wrap=True)
                what = label(one.title, Text.SMALL, tone=Colour.INK2, wrap=True)
                what.setToolTip(one.source)
                add(self._deadlines, box(column(when, what, gap=0, margins=(0, 0, 0, 6))))
        if sheet.markers:
            advice = "\n".join(f"– {marker.sentence}" for marker in sheet.markers)
            self._markers.say(
                self.tr("Une rencontre à plusieurs structures pourrait aider."), advice, Gravity.INFO, aloud=False
            )
        else:
            self._markers.clear()

    def _arrange(self) -> None:
        narrow, side = roomy_width(self) < BOTH_SIDES_PX, self.sides.chosen()
        self.sides.setVisible(narrow)
        self.goal_side.setVisible(not narrow or side == 0)
        self.course_side.setVisible(not narrow or side == 1)
