"""Everything that has an open vault locked without anybody asking, and what a lock takes away beside its page."""

from PySide6.QtCore import QObject, Signal

from spie_diag.desktop.clipboard import Sweeper
from spie_diag.desktop.locking import Idleness, LockWarning
from spie_diag.desktop.session_signals import SessionSignals, signals_of_session
from spie_diag.desktop.window import MainWindow


class Guard(QObject):
    """Watches over an open vault from ``arm`` to ``disarm``; the clipboard, always."""

    lock_due = Signal()
    """Nobody touched anything for the delay that was chosen, the session was locked, or the computer sleeps."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.idleness = Idleness(self, window.memory.lock_after_min)
        self.warning = LockWarning(window)
        self.clipboard = Sweeper(self)
        self._session: SessionSignals | None = None
        self.idleness.warned.connect(self.warning.warn)
        self.idleness.dismissed.connect(self.warning.hide)
        self.idleness.lock_due.connect(self.lock_due)
        window.lock_delay_changed.connect(self._wait_for)

    def listen_to_session(self) -> None:
        """From now on to what the platform tells as well; once the window is shown, because it takes a while."""
        self._session = signals_of_session(self._window)
        if self._session is not None:
            self._session.left.connect(self._people_left)

    def arm(self) -> None:
        """A vault is open."""
        self.idleness.arm()

    def disarm(self) -> None:
        """It is being closed: nothing of it stays in sight nor in the clipboard."""
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
        else:
            self.keys_are_gone()

    def _wait_for(self, minutes: int) -> None:
        self.idleness.delay_min = minutes
