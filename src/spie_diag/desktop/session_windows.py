"""Windows: its messages to a window tell of locked sessions and of sleep.

Written from the documentation, and never run by its authors: where a call is missing, nothing is told.
"""

import ctypes
import sys
from contextlib import suppress
from ctypes import wintypes
from typing import Final

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

_POWER_BROADCAST: Final = 0x0218
_SUSPEND: Final = 0x0004
_SESSION_CHANGE: Final = 0x02B1
_LOCKED: Final = 0x7
_THIS_SESSION: Final = 0


class WindowsSignals(QObject):
    """Listens to WM_POWERBROADCAST and WM_WTSSESSION_CHANGE.

    Source: Windows API, PBT_APMSUSPEND and WTSRegisterSessionNotification. The former leaves about two seconds.
    """

    left = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._filter = _Filter(self)
        app = QCoreApplication.instance()
        if app is not None:
            app.installNativeEventFilter(self._filter)
        if sys.platform == "win32":
            with suppress(OSError, AttributeError):
                ctypes.windll.wtsapi32.WTSRegisterSessionNotification(wintypes.HWND(window.winId()), _THIS_SESSION)

    def let_sleep(self) -> None:
        """Windows waits for nobody."""


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, signals: WindowsSignals) -> None:
        super().__init__()
        self._signals = signals

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> tuple[bool, int]:
        if (kind.data() if isinstance(kind, QByteArray) else bytes(kind)) in (
            b"windows_generic_MSG",
            b"windows_dispatcher_MSG",
        ):
            told = wintypes.MSG.from_address(int(message))
            if (told.message, told.wParam) in ((_POWER_BROADCAST, _SUSPEND), (_SESSION_CHANGE, _LOCKED)):
                self._signals.left.emit()
        return False, 0
