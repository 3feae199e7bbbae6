"""Rest for the garbage collector: its passes stop every thread, the window's too, for a tenth of a second or more."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

_YOUNGEST: Final = 0
_counting: Final = Lock()
_resting = 0


@contextmanager
def collector_paused() -> Iterator[None]:
    """Build something large to keep without the collector, whose passes over it take half of the time."""
    if not _pause():
        yield
        return
    try:
        yield
    finally:
        _resume()


@contextmanager
def swept_at_once() -> Iterator[None]:
    """Make something large and throw it away: collected at the end while young, which takes a few milliseconds.

    Otherwise it grows old with all that the program keeps, and one pass over everything interrupts whoever types.
    Also decorates functions.
    """
    if not _pause():
        yield
        return
    try:
        yield
    finally:
        _resume(sweep=True)


def _pause() -> bool:
    """Stop the collector, unless somebody else keeps it stopped for good."""
    global _resting
    with _counting:
        if not _resting and not gc.isenabled():
            return False
        _resting += 1
        gc.disable()
        return True


def _resume(*, sweep: bool = False) -> None:
    """Let the collector go on; ``sweep`` first, but only for the last one, since what it keeps grows old."""
    global _resting
    with _counting:
        _resting -= 1
        if _resting:
            return
        if sweep:
            gc.collect(_YOUNGEST)
        gc.enable()
