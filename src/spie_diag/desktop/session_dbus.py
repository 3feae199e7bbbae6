"""Linux: logind tells of sleep and of locked sessions, the screen savers of the desktops of theirs."""

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusPendingCallWatcher,
    QDBusUnixFileDescriptor,
)

_LOGIND = "org.freedesktop.login1"
_LOGIND_PATH = "/org/freedesktop/login1"
_MANAGER = "org.freedesktop.login1.Manager"
_SESSION = "org.freedesktop.login1.Session"
_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
)


class DbusSignals(QObject):
    """Listens to the buses it is given; a bus that is not there tells nothing, and that is no fault.

    Before sleep, logind waits for us until ``let_sleep``, five seconds at most: the keys are gone when the lid is shut.

    Source: org.freedesktop.login1(5), « Inhibitor Locks » of systemd.
    """

    left = Signal()

    def __init__(self, parent: QObject, system: QDBusConnection, session: QDBusConnection | None) -> None:
        super().__init__(parent)
        self._system = system
        self._delay: QDBusUnixFileDescriptor | None = None
        self._goes_to_sleep = False
        self._calls: list[QDBusPendingCallWatcher] = []
        if system.isConnected():
            self._listen(system, (_LOGIND, _LOGIND_PATH, _MANAGER, "PrepareForSleep"), "_sleeping(bool)")
            self._ask("GetSession", ["auto"], self._follow_session)
            self._ask_delay()
        if session is not None and session.isConnected():
            for saver in _SAVERS:
                self._listen(session, ("", "", saver, "ActiveChanged"), "_covered(bool)")

    @classmethod
    def of_this_computer(cls, parent: QObject) -> "DbusSignals":
        """On the buses of the system and of the session; none is started for us."""
        has_session = bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS")) or Path(f"/run/user/{os.getuid()}/bus").exists()
        return cls(parent, QDBusConnection.systemBus(), QDBusConnection.sessionBus() if has_session else None)

    def let_sleep(self) -> None:
        """Give the lock of logind back, where it waits for us: closing its descriptor is all it takes."""
        if self._goes_to_sleep:
            self._delay = None

    @Slot(bool)
    def _sleeping(self, begins: bool) -> None:
        self._goes_to_sleep = begins
        if begins:
            self.left.emit()
        else:
            self._ask_delay()

    @Slot(bool)
    def _covered(self, begins: bool) -> None:
        if begins:
            self.left.emit()

    @Slot()
    def _locked(self) -> None:
        self.left.emit()

    def _listen(self, bus: QDBusConnection, whose: tuple[str, str, str, str], slot: str) -> None:
        """``whose``: service, path, interface and name of a signal."""
        # WORKAROUND: the stubs of PySide6 6.11 ask for bytes, and its code for the text that SLOT gives.
        bus.connect(*whose, self, SLOT(slot))  # type: ignore[call-overload]

    def _ask_delay(self) -> None:
        asked = ["sleep", "SPIE Diag", "Le coffre se verrouille avant la veille.", "delay"]
        self._ask("Inhibit", asked, self._keep_delay)

    def _keep_delay(self, answer: QDBusMessage) -> None:
        given = answer.arguments()[0]
        if isinstance(given, QDBusUnixFileDescriptor) and given.isValid():
            self._delay = given

    def _follow_session(self, answer: QDBusMessage) -> None:
        session = answer.arguments()[0]
        if isinstance(session, QDBusObjectPath):
            self._listen(self._system, (_LOGIND, session.path(), _SESSION, "Lock"), "_locked()")

    def _ask(self, method: str, asked: list[str], answered: Callable[[QDBusMessage], None]) -> None:
        """Nobody waits: logind answers in its own time, or never."""
        message = QDBusMessage.createMethodCall(_LOGIND, _LOGIND_PATH, _MANAGER, method)
        message.setArguments(asked)
        call = self._system.asyncCall(message)
        watcher = QDBusPendingCallWatcher(call, self)
        self._calls.append(watcher)

        def finished(_watcher: QDBusPendingCallWatcher) -> None:
            self._calls.remove(watcher)
            watcher.deleteLater()
            if not call.isError() and call.reply().arguments():
                answered(call.reply())

        watcher.finished.connect(finished)
