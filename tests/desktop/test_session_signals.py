"""What the platform tells of the session, on a bus of our own; Windows is only spoken of, never run here."""

import ctypes
import os
import select
import subprocess
from collections.abc import Iterator
from ctypes import wintypes
from shutil import which

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

QtDBus = pytest.importorskip("PySide6.QtDBus", exc_type=ImportError)

from PySide6.QtDBus import (  # noqa: E402
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusUnixFileDescriptor,
    QDBusVirtualObject,
)

from spie_diag.desktop.session_dbus import DbusSignals  # noqa: E402
from spie_diag.desktop.session_windows import WindowsSignals  # noqa: E402

LOGIND, PATH, SESSION = "org.freedesktop.login1", "/org/freedesktop/login1", "/org/freedesktop/login1/session/_31"
NO_BUS = pytest.mark.skipif(which("dbus-daemon") is None, reason="no bus can be started on this computer")


class Logind(QDBusVirtualObject):
    """Answers as logind does, and holds the other end of what it gives."""

    def __init__(self, bus: QDBusConnection) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.ends: list[int] = []
        """Ours of each lock that was given: hung up once the other end is closed."""
        self._bus = bus
        assert bus.registerService(LOGIND)
        assert bus.registerVirtualObject(PATH, self)

    def introspect(self, _path: str) -> str:
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
        self.asked.append(message.member())
        if message.member() == "GetSession":
            return connection.send(message.createReply(QDBusObjectPath(SESSION)))
        ours, theirs = os.pipe()
        self.ends.append(ours)
        sent = connection.send(message.createReply(QDBusUnixFileDescriptor(theirs)))
        os.close(theirs)
        return sent

    def is_given_back(self, lock: int) -> bool:
        """Whether nobody holds the lock any more: the computer sleeps then."""
        poll = select.poll()
        poll.register(self.ends[lock], 0)
        return bool(poll.poll(0))

    def tell(self, path: str, interface: str, name: str, *told: object) -> None:
        message = QDBusMessage.createSignal(path, interface, name)
        message.setArguments(list(told))
        assert self._bus.send(message)


@pytest.fixture
def address() -> Iterator[str]:
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--print-address", "--nofork"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert bus.stdout is not None
    yield bus.stdout.readline().strip()
    bus.terminate()
    bus.wait()


@pytest.fixture
def logind(app: QApplication, address: str) -> Iterator[Logind]:
    made = Logind(QDBusConnection.connectToBus(address, "logind"))
    yield made
    for end in made.ends:
        os.close(end)
    QDBusConnection.disconnectFromBus("logind")


@pytest.fixture
def signals(logind: Logind, address: str, qtbot: QtBot) -> Iterator[DbusSignals]:
    parent = QObject()
    bus = QDBusConnection.connectToBus(address, "ours")
    made = DbusSignals(parent, bus, bus)
    qtbot.waitUntil(lambda: made._delay is not None and not made._calls)
    yield made
    QDBusConnection.disconnectFromBus("ours")


@NO_BUS
def test_sleep_waits_until_everything_is_put_away(logind: Logind, signals: DbusSignals, qtbot: QtBot) -> None:
    signals.let_sleep()
    assert signals._delay is not None, "an ordinary lock keeps what makes the next sleep wait"
    with qtbot.waitSignal(signals.left):
        logind.tell(PATH, f"{LOGIND}.Manager", "PrepareForSleep", True)
    assert signals._delay is not None
    assert not logind.is_given_back(0)
    signals.let_sleep()
    qtbot.waitUntil(lambda: logind.is_given_back(0))
    logind.tell(PATH, f"{LOGIND}.Manager", "PrepareForSleep", False)
    qtbot.waitUntil(lambda: signals._delay is not None)
    assert not logind.is_given_back(1)
    assert sorted(logind.asked) == ["GetSession", "Inhibit", "Inhibit"]


@NO_BUS
@pytest.mark.parametrize(
    ("path", "interface", "name", "told"),
    [
        (SESSION, f"{LOGIND}.Session", "Lock", ()),
        ("/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", (True,)),
        ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", (True,)),
    ],
)
def test_a_session_that_is_locked_is_told(
    logind: Logind, signals: DbusSignals, qtbot: QtBot, path: str, interface: str, name: str, told: tuple[object, ...]
) -> None:
    with qtbot.waitSignal(signals.left):
        logind.tell(path, interface, name, *told)


@NO_BUS
def test_a_screen_saver_that_goes_and_another_session_tell_nothing(
    logind: Logind, signals: DbusSignals, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(signals.left, wait=150):
        logind.tell("/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", False)
        logind.tell(f"{PATH}/session/_32", f"{LOGIND}.Session", "Lock")


def test_a_computer_without_a_bus_is_no_fault(app: QApplication) -> None:
    parent = QObject()
    nowhere = QDBusConnection("nowhere")
    DbusSignals(parent, nowhere, None).let_sleep()


@pytest.mark.parametrize(
    ("message", "meaning", "told"), [(0x0218, 4, 1), (0x02B1, 7, 1), (0x0218, 18, 0), (0x0201, 7, 0)]
)
def test_the_messages_of_windows_are_read_as_documented(
    app: QApplication, message: int, meaning: int, told: int
) -> None:
    window = QWidget()
    signals, heard = WindowsSignals(window), []
    signals.left.connect(lambda: heard.append(1))
    sent = wintypes.MSG(message=message, wParam=meaning)
    assert signals._filter.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(sent)) == (False, 0)
    assert len(heard) == told
