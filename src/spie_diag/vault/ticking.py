"""Hybrid logical time: follows the computer's clock, and never goes back when that one does."""

from dataclasses import dataclass
from datetime import UTC, datetime

from spie_diag.clock import Clock

_COUNTER_BITS = 16
_TOLERANCE_MS = 2_000
"""A clock that a time server corrects by less has not gone back as people mean it."""
_FAR_AHEAD_MS = 3_600_000
_MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Moment:
    """One tick, and what the clock on the wall said."""

    tick: int
    at: datetime


def tick_of(moment: datetime) -> int:
    """The first tick of a moment."""
    return int(moment.timestamp() * 1000) << _COUNTER_BITS


def minute_of(tick: int) -> int:
    """The minute since 1970 in which a tick was given."""
    return (tick >> _COUNTER_BITS) // _MINUTE_MS


def moment_of_minute(minute: int) -> datetime:
    """When a minute since 1970 began."""
    return datetime.fromtimestamp(minute * _MINUTE_MS / 1000, UTC)


class HybridClock:
    """Milliseconds since 1970 and a counter in one integer of 64 bits, larger at each look.

    Ahead of a clock that went back it goes on at half the pace of that one, until it is caught up with: if it stood
    still, everything written in a year might bear the same minute.
    """

    def __init__(self, clock: Clock, last: int = 0) -> None:
        self._clock = clock
        self._last = last
        self.went_back = False
        """True once the computer's clock was seen earlier than something already written."""
        _, self._seen_ms = self._look()

    def moment(self) -> Moment:
        at, wall = self._look()
        passed_ms = min(max(0, (wall - self._seen_ms) // 2), _MINUTE_MS)
        self._seen_ms = wall
        if wall << _COUNTER_BITS > self._last:
            self._last = wall << _COUNTER_BITS
        else:
            self._last += max(1, passed_ms << _COUNTER_BITS)
        return Moment(self._last, at)

    def seen(self, tick: int) -> None:
        """Stay after a tick written elsewhere, unless that computer's clock is absurdly ahead of this one."""
        _, wall = self._look()
        if tick >> _COUNTER_BITS <= wall + _FAR_AHEAD_MS:
            self._last = max(self._last, tick)

    def _look(self) -> tuple[datetime, int]:
        at = self._clock.now()
        wall = int(at.timestamp() * 1000)
        if wall + _TOLERANCE_MS < self._last >> _COUNTER_BITS:
            self.went_back = True
        return at, wall
