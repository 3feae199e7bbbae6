"""What the platform tells of the session: somebody locked it, or the computer is about to sleep.

Linux tells both (logind, the screen savers of the desktops), Windows as well. Elsewhere nobody tells: that the computer
slept is then noticed when it wakes, by ``locking.Idleness``.
"""

import sys
from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget


class SessionSignals(Protocol):
    """Tells that people leave the computer, for as long as the window lives."""

    @property
    def left(self) -> SignalInstance:
        """The session is being locked, or the computer is going to sleep."""

    def let_sleep(self) -> None:
        """Everything is put away: the computer need not wait any longer."""


def signals_of_session(window: QWidget) -> SessionSignals | None:
    """Listen to this platform; None where it tells nothing. Called once the window is shown: nothing waits for it."""
    if sys.platform == "linux":
        try:
            from spie_diag.desktop.session_dbus import DbusSignals
        except ImportError:  # a minimal system without its library
            return None
        return DbusSignals.of_this_computer(window)
    if sys.platform == "win32":
        from spie_diag.desktop.session_windows import WindowsSignals

        return WindowsSignals(window)
    return None
