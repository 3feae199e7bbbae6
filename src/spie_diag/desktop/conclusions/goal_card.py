"""One objective: its words, who does what by when, and how everybody will know that it is reached."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.conclusions.day_field import DayField
from spie_diag.desktop.diagnosis.kept_text import KeptText
from spie_diag.desktop.theme import Colour, Gap, Text, Tone, theme_of
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.dropdown import DropDown
from spie_diag.desktop.widgets.fields import LineEdit
from spie_diag.desktop.widgets.layouts import add, box, column, label, panel, row, say_in
from spie_diag.desktop.widgets.signs import IconDisc, Pill
from spie_diag.followup.goals import AbandonReason, Action, ActionId, Goal, GoalId, GoalStatus, Owner
from spie_diag.forms.definition import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalShown:
    goal: Goal = field(repr=False)
    domain: str
    icon: str
    ideas: tuple[str, ...]
    """What the form suggests for it: services and steps, to pick from."""
    owners: tuple[tuple[Owner, str], ...]
    draft: str | None = field(repr=False)
    unfinished: Mapping[str, str] = field(repr=False)
    """What was being typed beside: ``new`` (an action not added yet), ``due``, and ``due`` of each action."""
    frozen: bool


class GoalCard(QWidget):
    """Holds the objective as it stands on the screen; gives the whole of it at each change."""

    changed = Signal(object)
    """The ``Goal`` to write."""
    typed = Signal(str, str)
    """The objective’s id, and its draft."""
    removed = Signal(str)
    action_asked = Signal(str, str)
    """The objective’s id, and what is to be done."""

    def __init__(self, shown: GoalShown) -> None:
        super().__init__()
        self.goal = shown.goal
        self._lines: dict[ActionId, ActionLine] = {}
        self.title = LineEdit(spoken=self.tr("Objectif"), most=300)
        self.sign = LineEdit(
            spoken=self.tr("Comment saurons-nous que c’est atteint ?"), hint=self.tr("Ce que l’on verra"), most=300
        )
        self.new_action = LineEdit(spoken=self.tr("Nouvelle action"), hint=self._ask_for_action(shown), most=300)
        self._kept_title = KeptText(self.title, write=self._title_written, draft=self._typed)
        self._kept_sign = KeptText(self.sign, write=self._sign_written, draft=self._typed)
        self.new_action.left.connect(self._action_asked)
        self.new_action.typed.connect(self._new_action_typed)
        self.new_action.setText(shown.unfinished.get("new", ""))
        self.due = DayField(self.tr("Pour quand"), spoken=self.tr("Pour quand, l’objectif"), hint=self.tr("sans date"))
        self.due.given.connect(self._due_given)
        self.due.typed.connect(self._due_typed)
        self.status = DropDown([(one.value, one.label) for one in GoalStatus], spoken=self.tr("État de l’objectif"))
        self.status.picked.connect(self._status_picked)
        self.why = DropDown(
            [(one.value, one.label) for one in AbandonReason],
            spoken=self.tr("Pourquoi il est abandonné"),
            empty=self.tr("Pour quelle raison ?"),
        )
        self.why.picked.connect(self._why_picked)
        for choice in (self.status, self.why):
            choice.setMinimumContentsLength(9)
        self.remove = Button(icon="trash-2", kind=Kind.QUIET, small=True, hint=self.tr("Supprimer cet objectif"))
        self.remove.clicked.connect(self._removed)
        self._domain = Pill(shown.domain)
        self._disc = IconDisc(shown.icon, Tone.PRIMARY, 36)
        self._actions = column(gap=Gap.SMALL)
        self._ideas = label(style=Text.CAPTION, tone=Colour.INK3, wrap=True)
        self.plus = Button(self.tr("Ajouter l’action"), icon="plus", small=True)
        self.plus.clicked.connect(self.new_action.setFocus)
        self._lay_out()
        self._fresh = True
        self.show_goal(shown)

    def _lay_out(self) -> None:
        ask = label(self.tr("Comment saurons-nous que c’est atteint ?"), Text.STRONG, wrap=True)
        ask.setBuddy(self.sign)
        about = label(self.tr("État"), Text.STRONG)
        about.setBuddy(self.status)
        known = row(
            (column(None, ask, self.sign, gap=Gap.TIGHT), 1),
            column(None, self.due),
            column(None, about, self.status, self.why, gap=Gap.TIGHT),
            gap=Gap.MEDIUM,
        )
        self._adding = box(row((self.new_action, 1), self.plus))
        content = column(
            row(self._disc, (self.title, 1), self._domain, self.remove, gap=Gap.SMALL),
            self._actions,
            self._adding,
            self._ideas,
            known,
            gap=Gap.SMALL,
            margins=(14, 12, 10, 12),
        )
        self.setLayout(column(panel(content, "raised")))

    def show_goal(self, shown: GoalShown) -> None:
        """Show what was written; lines being typed stay."""
        goal = _drafted(shown.goal, shown.draft) if self._fresh else shown.goal
        self.goal = replace(
            shown.goal,
            label=self.goal.label if self.title.hasFocus() and not self._fresh else goal.label,
            sign=self.goal.sign if self.sign.hasFocus() and not self._fresh else goal.sign,
        )
        self._kept_title.show_text(shown.goal.label, goal.label, fresh=self._fresh)
        self._kept_sign.show_text(shown.goal.sign, goal.sign, fresh=self._fresh)
        self._fresh = False
        self.new_action.setPlaceholderText(self._ask_for_action(shown))
        self._domain.setVisible(bool(shown.domain))
        say_in(self._ideas, self.tr("Pistes : {ideas}").format(ideas=", ".join(shown.ideas)) if shown.ideas else "")
        self._ideas.setVisible(bool(shown.ideas))
        self._show_actions(shown)
        self.due.show_day(shown.goal.due, shown.unfinished.get("due", ""))
        self.due.set_read_only(shown.frozen)
        self.status.pick(shown.goal.status.value)
        because = shown.goal.abandoned_because
        self.why.pick(because.value if because else "")
        self.why.setVisible(shown.goal.status is GoalStatus.ABANDONED)
        for choice in (self.status, self.why):
            choice.setEnabled(not shown.frozen)
        for part in (self.title, self.sign):
            part.setReadOnly(shown.frozen)
        self.remove.setVisible(not shown.frozen)
        self._adding.setVisible(not shown.frozen)
        self.setAccessibleName(shown.goal.label)

    def take_focus(self) -> None:
        """The first action without a day, or the next one to write."""
        undated = next((line for line in self._lines.values() if line.when.day() is None), None)
        (undated.when.text if undated is not None else self.new_action).setFocus()

    def flush(self) -> None:
        for kept in (self._kept_title, self._kept_sign):
            kept.flush()
        self.due.flush()
        for line in self._lines.values():
            line.flush()

    def _ask_for_action(self, shown: GoalShown) -> str:
        if shown.goal.actions:
            return self.tr("Et ensuite ? Un verbe et son objet")
        return self.tr("Quelle serait la première petite chose utile ?")

    def _show_actions(self, shown: GoalShown) -> None:
        wanted = {action.id: action for action in shown.goal.actions}
        for gone in [key for key in self._lines if key not in wanted]:
            line = self._lines.pop(gone)
            line.hide()
            line.deleteLater()
        for key, action in wanted.items():
            if key not in self._lines:
                draft = shown.unfinished.get(f"{key}/due", "")
                self._lines[key] = ActionLine(action, shown.owners, draft)
                self._lines[key].day_typed.connect(self._action_day_typed)
                self._lines[key].changed.connect(self._action_changed)
                self._lines[key].typed.connect(self._action_typed)
                self._lines[key].removed.connect(self._action_removed)
                add(self._actions, self._lines[key])
            self._lines[key].show_action(action, frozen=shown.frozen)

    def _title_written(self, text: str) -> None:
        if text.strip():
            self._give(replace(self.goal, label=text.strip()))

    def _sign_written(self, text: str) -> None:
        self._give(replace(self.goal, sign=text.strip()))

    def _action_changed(self, changed: Action) -> None:
        actions = tuple(changed if one.id == changed.id else one for one in self.goal.actions)
        self._give(replace(self.goal, actions=actions))

    def _action_removed(self, gone: str) -> None:
        self._give(replace(self.goal, actions=tuple(one for one in self.goal.actions if one.id != gone)))

    def _action_asked(self, text: str) -> None:
        if text.strip():
            self.new_action.show_text("")
            self.action_asked.emit(self.goal.id, text.strip())

    def _new_action_typed(self, text: str) -> None:
        self.typed.emit(f"{self.goal.id}/new", text)

    def _due_given(self, day: object) -> None:
        self._give(replace(self.goal, due=day if isinstance(day, date) else None))

    def _due_typed(self, text: str) -> None:
        self.typed.emit(f"{self.goal.id}/due", text)

    def _action_day_typed(self, action: str, text: str) -> None:
        self.typed.emit(f"{self.goal.id}/{action}/due", text)

    def _status_picked(self, name: str) -> None:
        status = GoalStatus(name)
        because = self.goal.abandoned_because if status is GoalStatus.ABANDONED else None
        self._give(replace(self.goal, status=status, abandoned_because=because))

    def _why_picked(self, name: str) -> None:
        self._give(replace(self.goal, abandoned_because=AbandonReason(name) if name else None))

    def _removed(self) -> None:
        self.removed.emit(self.goal.id)

    def _give(self, goal: Goal) -> None:
        self.goal = goal
        self.changed.emit(goal)

    def _typed(self, _text: str) -> None:
        now = replace(self.goal, label=self.title.text() or self.goal.label, sign=self.sign.text())
        self.typed.emit(self.goal.id, json.dumps(now.as_json(), ensure_ascii=False))

    def _action_typed(self, typed: Action) -> None:
        actions = tuple(typed if one.id == typed.id else one for one in self.goal.actions)
        draft = replace(self.goal, actions=actions)
        self.typed.emit(self.goal.id, json.dumps(draft.as_json(), ensure_ascii=False))


class ActionLine(QWidget):
    """What, who, when: « sans date » is allowed."""

    changed = Signal(object)
    typed = Signal(object)
    day_typed = Signal(str, str)
    """The action’s id, and a day that cannot be read yet."""
    removed = Signal(str)

    def __init__(self, action: Action, owners: Sequence[tuple[Owner, str]], unread_day: str = "") -> None:
        super().__init__()
        self._action = action
        self.what = LineEdit(spoken=self.tr("Quoi"), hint=self.tr("Un verbe et son objet"), most=300)
        self._kept_what = KeptText(self.what, write=self._what_written, draft=self._typed)
        self._unread_day = unread_day
        self.who = DropDown([(owner.value, name) for owner, name in owners], spoken=self.tr("Qui"))
        self.who.picked.connect(self._who_picked)
        self.partner = LineEdit(spoken=self.tr("Nom du partenaire"), hint=self.tr("Quel service"), most=120)
        self.partner.left.connect(self._partner_written)
        self.partner.typed.connect(self._partner_written)
        self.when = DayField(self.tr("Pour quand"), hint=self.tr("sans date"), titled=False)
        self.when.given.connect(self._when_given)
        self.when.typed.connect(self._when_typed)
        self.remove = Button(icon="x", kind=Kind.QUIET, small=True, hint=self.tr("Supprimer cette action"))
        self.remove.clicked.connect(self._removed)
        self.who.setMinimumContentsLength(9)
        self.who.setMaximumWidth(theme_of(self).px(190))
        self.partner.setMaximumWidth(theme_of(self).px(150))
        self.setLayout(row((self.what, 1), self.who, self.partner, self.when, self.remove, gap=Gap.SMALL))

    def show_action(self, action: Action, *, frozen: bool) -> None:
        self._action = replace(action, what=self._action.what) if self.what.hasFocus() else action
        self._kept_what.show_text(action.what)
        self.who.pick(action.owner.value)
        self.partner.setVisible(action.owner is Owner.PARTNER)
        if not self.partner.hasFocus():
            self.partner.show_text(action.owner_name)
        self.when.show_day(action.due, self._unread_day)
        self.when.set_read_only(frozen)
        for part in (self.what, self.partner):
            part.setReadOnly(frozen)
        self.who.setEnabled(not frozen)
        self.remove.setVisible(not frozen)

    def flush(self) -> None:
        self._kept_what.flush()
        self.partner.flush()
        self.when.flush()

    def _what_written(self, text: str) -> None:
        if text.strip():
            self._give(replace(self._action, what=text.strip()))

    def _who_picked(self, name: str) -> None:
        self._give(replace(self._action, owner=Owner(name), owner_name=""))

    def _partner_written(self, text: str) -> None:
        self._give(replace(self._action, owner_name=text.strip()))

    def _when_given(self, day: object) -> None:
        self._give(replace(self._action, due=day if isinstance(day, date) else None))

    def _when_typed(self, text: str) -> None:
        self.day_typed.emit(self._action.id, text)

    def _removed(self) -> None:
        self.removed.emit(self._action.id)

    def _typed(self, text: str) -> None:
        self.typed.emit(replace(self._action, what=text))

    def _give(self, action: Action) -> None:
        self._action = action
        self.changed.emit(action)


def _drafted(goal: Goal, draft: str | None) -> Goal:
    """The objective as it was being written when the app stopped, or as it is."""
    if not draft:
        return goal
    try:
        value: Value = json.loads(draft)
    except json.JSONDecodeError:
        return goal
    return Goal.from_json(value, GoalId(goal.id)) or goal
