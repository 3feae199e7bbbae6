"""Rest for the garbage collector: its passes stop every thread, the window's too, for a tenth of a second or more.

Where windows are shown it also stays in their thread: what it frees elsewhere may be a part of a window, and Qt then
waits for a lock that the window's thread holds, while that one waits for Python. Nobody would ever go on.
"""

import gc
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_YOUNGEST, _OLDEST = 0, 2
_counting: Final = threading.Lock()
_resting = 0
_keeping: list[int] = []
"""The thread that alone may collect, once for each who asked for it."""
_was_enabled = True
_all_is_due = False


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


def keep_collector_here() -> None:
    """From now on only ``sweep_what_is_due`` collects, called now and then in this thread; until ``let_collector_go``.

    May be asked for several times by one thread, and is then let go as often.
    """
    global _was_enabled
    with _counting:
        if not _keeping:
            _was_enabled = gc.isenabled() or _resting > 0
            gc.disable()
        _keeping.append(threading.get_ident())


def let_collector_go() -> None:
    """The collector works by itself again, in whatever thread, once all who kept it let it go."""
    with _counting:
        _keeping.pop()
        if not _keeping and not _resting and _was_enabled:
            gc.enable()
        is_due = _all_is_due and not _keeping
    if is_due:
        forget_freed_memory()


def sweep_what_is_due() -> None:
    """What the collector would have done by itself since the last time, or all of it where that was asked for."""
    if _all_is_due:
        forget_freed_memory()
        return
    due = [
        generation
        for generation, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        if count > most
    ]
    if due:
        gc.collect(due[-1])


def forget_freed_memory() -> None:
    """Give freed memory back to the system, so that what was answered does not linger in it.

    Where the collector is kept in another thread, it is done there, the next time that thread sweeps.
    """
    global _all_is_due
    with _counting:
        _all_is_due = bool(_keeping) and threading.get_ident() not in _keeping
        if _all_is_due:
            return
    gc.collect(_OLDEST)
    if sys.platform == "linux":
        import ctypes

        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it, musl has not
        if trim is not None:
            trim(0)


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
        if _resting or _keeping:
            return
        if sweep:
            gc.collect(_YOUNGEST)
        gc.enable()
