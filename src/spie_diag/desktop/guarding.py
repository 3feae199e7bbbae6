"""Everything that has an open vault locked without anybody asking, and what a lock takes away beside its page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from spie_diag.desktop.clipboard import Sweeper
from spie_diag.desktop.locking import Idleness, LockWarning
from spie_diag.desktop.session_signals import SessionSignals, signals_of_session
from spie_diag.desktop.window import MainWindow
from spie_diag.desktop.work import Errand, LongWork
from spie_diag.errors import SpieError

T = TypeVar("T")


class Guard(QObject):
    """Watches over an open vault from ``arm`` to ``disarm``; the clipboard, always."""

    lock_due = Signal()
    """Nobody touched anything for the delay that was chosen, the session was locked, or the computer sleeps."""
    opening_failed = Signal()
    """In whatever thread: what was to open a vault met a fault of the program, and nobody else is told."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.idleness = Idleness(self, window.memory.lock_after_min)
        self.warning = LockWarning(window)
        self.clipboard = Sweeper(self)
        self._session: SessionSignals | None = None
        self._openings = 0
        self._left_meanwhile = False
        self.idleness.warned.connect(self.warning.warn)
        self.idleness.dismissed.connect(self.warning.hide)
        self.idleness.lock_due.connect(self.lock_due)
        self.opening_failed.connect(self.expect_no_more)
        window.lock_delay_changed.connect(self._wait_for)

    def listen_to_session(self) -> None:
        """From now on to what the platform tells as well; once the window is shown, because it takes a while."""
        self._session = signals_of_session(self._window)
        if self._session is not None:
            self._session.left.connect(self._people_left)

    def expect(self) -> None:
        """Something was begun that may open a vault; ``expect_no_more`` comes once for each."""
        self._openings += 1

    def expect_no_more(self) -> None:
        """It is over, whatever came of it."""
        self._openings -= 1
        if self._left_meanwhile and not self._openings:
            self._left_meanwhile = False
            self.keys_are_gone()

    def arm(self) -> None:
        """A vault is open; where people left while it was being opened, it is due to be locked at once."""
        self.idleness.arm()
        if self._left_meanwhile:
            self._left_meanwhile = False
            self.lock_due.emit()

    def disarm(self) -> None:
        """It is being closed: nothing of it stays in sight nor in the clipboard."""
        self._left_meanwhile = False  # it was for this vault: the next one is opened by people who came back
        self.idleness.disarm()
        self.clipboard.sweep()
        self._window.clear_away()

    def keys_are_gone(self) -> None:
        """No key is left in memory: the computer may sleep."""
        if self._session is not None:
            self._session.let_sleep()

    def _people_left(self) -> None:
        if self.idleness.is_armed:
            self.lock_due.emit()
        elif self._openings:
            self._left_meanwhile = True  # the computer waits until it is known whether there are keys to drop
        else:
            self.keys_are_gone()

    def _wait_for(self, minutes: int) -> None:
        self.idleness.delay_min = minutes


@dataclass(eq=False)
class OpeningWork:
    """The work of pages that open vaults: the guard knows while any of it is under way."""

    work: LongWork
    guard: Guard

    def run(self, task: Callable[[], T], then: Callable[[T], None], failed: Callable[[SpieError], None]) -> None:
        self.guard.expect()
        self.work.run(partial(self._attempt, task), partial(self._bring, then), partial(self._bring, failed))

    def run_watched(
        self,
        task: Callable[[Errand], T],
        then: Callable[[T], None],
        failed: Callable[[SpieError], None],
        told: Callable[[float], None],
    ) -> Errand:
        self.guard.expect()
        attempt = partial(self._attempt_long, task)
        return self.work.run_watched(attempt, partial(self._bring, then), partial(self._bring, failed), told)

    def run_beside(
        self,
        task: Callable[[Errand], T],
        then: Callable[[T], None],
        failed: Callable[[SpieError], None],
        told: Callable[[float], None],
    ) -> Errand:
        self.guard.expect()
        attempt = partial(self._attempt_long, task)
        return self.work.run_beside(attempt, partial(self._bring, then), partial(self._bring, failed), told)

    def _attempt_long(self, task: Callable[[Errand], T], errand: Errand) -> T:
        return self._attempt(partial(task, errand))

    def _attempt(self, task: Callable[[], T]) -> T:
        """In the thread of the work. A fault of the program rises to the crash dialog, and is brought to no page."""
        try:
            return task()
        except SpieError:
            raise
        except BaseException:
            self.guard.opening_failed.emit()
            raise

    def _bring(self, told: Callable[[T], None], outcome: T) -> None:
        try:
            told(outcome)  # what it begins in its turn is expected before this is over
        finally:
            self.guard.expect_no_more()
