"""One window per vault: a second start asks the first one to come forward, and leaves.

They speak through a socket of this user alone, whose name tells nothing of the vault. One left by a program that was
killed answers nobody: it is taken away.
"""

import hashlib
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from spie_diag.paths import user_folder

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_ANSWER: Final = b"shown\n"
_PATIENCE_MS: Final = 2000
_LONGEST: Final = 4096
_ACTIVATION: Final = "XDG_ACTIVATION_TOKEN"
"""With it, Wayland believes that somebody asked for the window."""
_ANY_PROGRAM: Final = -1


def address_of(vault: Path) -> str:
    """Where the window of this vault answers: the same for every way of writing its path."""
    told = f"{user_folder()}\n{vault.expanduser().resolve()}"
    name = f"spie-diag-{hashlib.sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"
    return name if sys.platform == "win32" else str(Path(tempfile.gettempdir()) / name)


def bring_forward(vault: Path) -> bool:
    """Ask the window of this vault to come forward; False where there is none, or none that answers."""
    address = address_of(vault)
    if sys.platform != "win32" and not _is_ours(Path(address)):
        return False
    try:
        from PySide6.QtNetwork import QLocalSocket
    except ImportError:  # it needs a library of the system that the windows do without
        return False
    socket = QLocalSocket()
    socket.connectToServer(address)
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    _let_come_forward()
    socket.write(os.environ.get(_ACTIVATION, "").encode()[: _LONGEST - 1] + b"\n")
    answered = socket.waitForReadyRead(_PATIENCE_MS) and bytes(socket.readAll().data()) == _ANSWER
    socket.disconnectFromServer()
    return answered


class Doorbell(QObject):
    """Answers for the vault that ``window`` shows, opened or still closed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._server: QLocalServer | None = None
        self._address = ""

    def answer_for(self, vault: Path) -> None:
        """From now on for this vault only; where no socket can be made, a second start finds the vault held."""
        address = address_of(vault)
        if address == self._address:
            return
        try:
            from PySide6.QtNetwork import QLocalServer
        except ImportError:
            return
        self.stop()
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._rung)
        QLocalServer.removeServer(address)
        if server.listen(address):
            self._server, self._address = server, address

    def stop(self) -> None:
        """Answer nobody any more."""
        server, self._server, self._address = self._server, None, ""
        if server is not None:
            server.close()
            server.deleteLater()

    def _rung(self) -> None:
        caller = self._server.nextPendingConnection() if self._server is not None else None
        if caller is not None:
            caller.disconnected.connect(caller.deleteLater)
            caller.readyRead.connect(lambda: self._asked(caller))
            if caller.bytesAvailable():
                self._asked(caller)

    def _asked(self, caller: "QLocalSocket") -> None:
        if not caller.canReadLine():
            if caller.bytesAvailable() > _LONGEST:
                caller.abort()
            return
        token = bytes(caller.readLine(_LONGEST).data()).strip()
        if token.isascii() and token:
            os.environ[_ACTIVATION] = token.decode()
        self._come_forward()
        caller.write(_ANSWER)
        caller.flush()

    def _come_forward(self) -> None:
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized | Qt.WindowState.WindowActive)
        window.show()
        window.raise_()
        window.activateWindow()
        QApplication.alert(window)


def _is_ours(socket: Path) -> bool:
    """Whether it is there and of this user: in a folder shared by all, another could answer in our place."""
    try:
        return sys.platform == "win32" or socket.lstat().st_uid == os.getuid()
    except OSError:
        return False


def _let_come_forward() -> None:
    """Windows lets only the program in front choose another: it is us, for a moment."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(_ANY_PROGRAM)
