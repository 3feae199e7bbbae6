"""Time, as an argument: so that tests and recorded cases can hold it still."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Whatever tells the time."""

    def now(self) -> datetime:
        """The present moment, aware of its time zone."""


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The computer's clock, in its local time zone."""

    def now(self) -> datetime:
        return datetime.now().astimezone()


@dataclass(slots=True)
class SteppingClock:
    """A clock that starts at ``at`` and moves by ``step`` at each look: for tests and recorded stories."""

    at: datetime
    step: timedelta = timedelta(seconds=1)

    def now(self) -> datetime:
        moment = self.at
        self.at += self.step
        return moment


def months_later(day: date, months: int) -> date:
    """The same day number ``months`` later (earlier if negative), or the last day of a shorter month.

    The calendar of computers ends in 9999: what would fall outside it stays at its edge.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year < MINYEAR:
        return date.min
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_between(start: date, end: date) -> int:
    """Whole years elapsed from ``start`` to ``end``, as for an age."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))
