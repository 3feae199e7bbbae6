"""What is to be reached, and who does what by when."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import NewType

from spie_diag.forms.definition import BlockCode, ObjectiveCode, Value
from spie_diag.interview.journal import Record

GoalId = NewType("GoalId", str)
ActionId = NewType("ActionId", str)

MOST_OPEN_GOALS = 6
"""Source: domain §3.5."""


class Origin(Enum):
    """Whose wish the objective is."""

    PERSON = "personne"
    SOCIAL = "social"
    EMPLOYMENT = "emploi"
    SHARED = "commun"


class GoalStatus(Enum):
    """The value is France Travail’s."""

    NOT_STARTED = "NON_ABORDE"
    IN_PROGRESS = "EN_COURS"
    REACHED = "REALISE"
    ABANDONED = "ABANDONNE"

    @property
    def label(self) -> str:
        return _GOAL_LABELS[self]


_GOAL_LABELS = {
    GoalStatus.NOT_STARTED: "À commencer",
    GoalStatus.IN_PROGRESS: "En cours",
    GoalStatus.REACHED: "Atteint",
    GoalStatus.ABANDONED: "Abandonné",
}


class AbandonReason(Enum):
    NO_LONGER_USEFUL = "plus_utile"
    DECLINED = "refuse"
    NO_SOLUTION = "pas_de_solution"
    SITUATION_CHANGED = "changement_situation"
    OTHER = "autre"

    @property
    def label(self) -> str:
        return _ABANDON_LABELS[self]


_ABANDON_LABELS = {
    AbandonReason.NO_LONGER_USEFUL: "N’est plus utile",
    AbandonReason.DECLINED: "La personne ne le souhaite plus",
    AbandonReason.NO_SOLUTION: "Aucune solution sur le territoire",
    AbandonReason.SITUATION_CHANGED: "La situation a changé",
    AbandonReason.OTHER: "Autre raison",
}


class Owner(Enum):
    PERSON = "personne"
    SOCIAL = "social"
    EMPLOYMENT = "emploi"
    PARTNER = "partenaire"

    @property
    def label(self) -> str:
        return _OWNER_LABELS[self]

    @property
    def is_professional(self) -> bool:
        return self is not Owner.PERSON


_OWNER_LABELS = {
    Owner.PERSON: "La personne",
    Owner.SOCIAL: "Spécialiste social",
    Owner.EMPLOYMENT: "Spécialiste emploi",
    Owner.PARTNER: "Partenaire",
}


class ActionStatus(Enum):
    PLANNED = "prevue"
    ASKED = "demandee"
    WAITING = "en_attente"
    DONE = "faite"
    DROPPED = "sans_suite"
    DECLINED = "refusee_par_le_service"

    @property
    def label(self) -> str:
        return _ACTION_LABELS[self]


_ACTION_LABELS = {
    ActionStatus.PLANNED: "Prévue",
    ActionStatus.ASKED: "Demandée",
    ActionStatus.WAITING: "En attente",
    ActionStatus.DONE: "Faite",
    ActionStatus.DROPPED: "Sans suite",
    ActionStatus.DECLINED: "Refusée par le service",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One verb and its object, carried by somebody, for a day."""

    id: ActionId
    what: str = field(repr=False)
    owner: Owner
    owner_name: str = field(default="", repr=False)
    due: date | None = None
    done_on: date | None = None
    status: ActionStatus = ActionStatus.PLANNED

    def as_json(self) -> Value:
        return {
            "id": self.id,
            "what": self.what,
            "owner": self.owner.value,
            "owner_name": self.owner_name,
            "due": self.due.isoformat() if self.due else None,
            "done_on": self.done_on.isoformat() if self.done_on else None,
            "status": self.status.value,
        }

    @classmethod
    def from_json(cls, value: Value) -> "Action":
        kept = value if isinstance(value, dict) else {}
        return cls(
            id=ActionId(str(kept["id"])),
            what=str(kept["what"]),
            owner=Owner(kept["owner"]),
            owner_name=str(kept.get("owner_name") or ""),
            due=_day(kept.get("due")),
            done_on=_day(kept.get("done_on")),
            status=ActionStatus(kept.get("status", ActionStatus.PLANNED.value)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """An objective of the form, or a free one, in the person’s words where possible."""

    id: GoalId
    label: str = field(repr=False)
    code: ObjectiveCode | None = None
    block: BlockCode | None = None
    priority: int | None = None
    """From 1 to 3."""
    due: date | None = None
    sign: str = field(default="", repr=False)
    """How we will know that it is reached."""
    origin: Origin = Origin.SHARED
    status: GoalStatus = GoalStatus.NOT_STARTED
    abandoned_because: AbandonReason | None = None
    actions: tuple[Action, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.status in (GoalStatus.NOT_STARTED, GoalStatus.IN_PROGRESS)

    def as_json(self) -> Value:
        return {
            "label": self.label,
            "code": self.code,
            "block": self.block,
            "priority": self.priority,
            "due": self.due.isoformat() if self.due else None,
            "sign": self.sign,
            "origin": self.origin.value,
            "status": self.status.value,
            "abandoned_because": self.abandoned_because.value if self.abandoned_because else None,
            "actions": [action.as_json() for action in self.actions],
        }

    @classmethod
    def from_json(cls, value: Value, goal: GoalId) -> "Goal | None":
        """The objective kept in a journal entry, or None where it was taken away."""
        if not isinstance(value, dict):
            return None
        code, block, priority, actions = (value.get(key) for key in ("code", "block", "priority", "actions"))
        return cls(
            id=goal,
            label=str(value["label"]),
            code=ObjectiveCode(code) if isinstance(code, str) else None,
            block=BlockCode(block) if isinstance(block, str) else None,
            priority=priority if isinstance(priority, int) else None,
            due=_day(value.get("due")),
            sign=str(value.get("sign") or ""),
            origin=Origin(value.get("origin", Origin.SHARED.value)),
            status=GoalStatus(value.get("status", GoalStatus.NOT_STARTED.value)),
            abandoned_because=AbandonReason(value["abandoned_because"]) if value.get("abandoned_because") else None,
            actions=tuple(Action.from_json(action) for action in actions) if isinstance(actions, list) else (),
        )


def goals(record: Record) -> tuple[Goal, ...]:
    """The objectives not taken away: by priority, then in the order in which they were first written."""
    found = []
    for key, entry in record.under("goal").items():
        goal = Goal.from_json(entry.value, GoalId(key))
        if goal is not None:
            first = record.history(entry.subject)[0]
            found.append((goal.priority or MOST_OPEN_GOALS, first.tick, goal.id, goal))
    return tuple(goal for *_, goal in sorted(found, key=lambda item: item[:3]))


def open_goals(wanted: Iterable[Goal]) -> tuple[Goal, ...]:
    return tuple(goal for goal in wanted if goal.is_open)


def _day(value: Value) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None
