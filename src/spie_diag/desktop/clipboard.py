"""What was copied here does not stay: the clipboard is emptied after a minute, at a lock and at the end."""

import hashlib
import sys
from typing import Final

from PySide6.QtCore import QByteArray, QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

KEPT_MS: Final = 60_000
_HARMLESS: Final = "application/x-spie-diag-harmless"
_UNRECORDED: Final = {
    "linux": {"x-kde-passwordManagerHint": b"secret"},
    "win32": {
        f'application/x-qt-windows-mime;value="{name}"': bytes(4)
        for name in (
            "ExcludeClipboardContentFromMonitorProcessing",
            "CanIncludeInClipboardHistory",
            "CanUploadToCloudClipboard",
        )
    },
}.get(sys.platform, {})
"""What asks histories of the clipboard to leave a text alone. Source: KDE's Klipper; Windows, « Clipboard Formats »."""


def copy_harmless(text: str) -> None:
    """Copy a text that tells nothing of anybody: it stays for as long as people need it."""
    data = QMimeData()
    data.setText(text)
    data.setData(_HARMLESS, QByteArray(b"1"))
    QGuiApplication.clipboard().setMimeData(data)


class Sweeper(QObject):
    """Watches what this program puts into the clipboard, and takes it away unless something else took its place."""

    def __init__(self, parent: QObject, kept_ms: int = KEPT_MS) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._ours = b""
        self._due = QTimer(self, singleShot=True, interval=kept_ms)
        self._due.timeout.connect(self.sweep)
        self._clipboard.dataChanged.connect(self._changed)

    def sweep(self) -> None:
        """Empty the clipboard if it still holds what was copied here; what is only selected with the mouse, too."""
        self._due.stop()
        if self._ours and self._digest() == self._ours:
            self._ours = b""
            self._clipboard.clear()
        if self._clipboard.supportsSelection() and self._clipboard.ownsSelection():
            self._clipboard.clear(QClipboard.Mode.Selection)

    def _changed(self) -> None:
        data = self._clipboard.mimeData()
        is_ours = self._clipboard.ownsClipboard() or (
            QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive
        )
        if not is_ours or data is None or data.hasFormat(_HARMLESS) or not data.hasText():
            self._ours = b""
            self._due.stop()
            return
        if self._ours != self._digest():
            self._ours = self._digest()
            self._due.start()
            self._ask_no_record(data.text())

    def _ask_no_record(self, text: str) -> None:
        if _UNRECORDED and self._clipboard.ownsClipboard():
            data = QMimeData()
            data.setText(text)
            for kind, value in _UNRECORDED.items():
                data.setData(kind, QByteArray(value))
            self._clipboard.setMimeData(data)

    def _digest(self) -> bytes:
        return hashlib.sha256(self._clipboard.text().encode("utf-8", "surrogatepass")).digest()
