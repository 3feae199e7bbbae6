"""The next time the three meet: decided before leaving, at a rhythm that is a setting and not a law."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from spie_diag.diagnosis.orientation import Pathway
from spie_diag.forms.definition import Value
from spie_diag.interview.journal import Record

_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class NextMeeting:
    on: date
    at: str = ""
    """The hour, as people say it: « 10 h 30 »."""
    place: str = field(default="", repr=False)
    with_whom: str = field(default="", repr=False)

    def as_json(self) -> Value:
        return {"on": self.on.isoformat(), "at": self.at, "place": self.place, "with": self.with_whom}

    @classmethod
    def from_json(cls, value: Value) -> "NextMeeting | None":
        """The meeting kept in a journal entry, or None where there is none."""
        if not isinstance(value, dict):
            return None
        return cls(
            on=date.fromisoformat(str(value["on"])),
            at=str(value.get("at") or ""),
            place=str(value.get("place") or ""),
            with_whom=str(value.get("with") or ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Days between two points, at most.

    House defaults: no national frequency was found in the texts on 23 November 2026. Source: domain §3.4.
    """

    employment_days: int = 45
    both_days: int = 30
    social_days: int = 30
    youth_days: int = 14
    youth_until: int = 26
    """Years; below, the rhythm of the young applies whatever the course."""

    def days(self, path: Pathway | None, age: int | None) -> int:
        if age is not None and age < self.youth_until:
            return self.youth_days
        if path is Pathway.EMPLOYMENT:
            return self.employment_days
        return self.social_days if path is Pathway.SOCIAL else self.both_days


HOUSE_RHYTHM = Rhythm()


def next_meeting(record: Record) -> NextMeeting | None:
    return NextMeeting.from_json(record.value("next_meeting"))


def suggested_day(today: date, path: Pathway | None, age: int | None, rhythm: Rhythm = HOUSE_RHYTHM) -> date:
    """A working day for the next meeting, at the latest when the rhythm says: never a Saturday nor a Sunday."""
    latest = today + timedelta(days=rhythm.days(path, age))
    return latest - timedelta(days=max(0, latest.weekday() - _SATURDAY + 1))
