"""Text that needs no save button: a draft while it is typed, written down when its writer pauses or leaves."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer

from spie_diag.desktop.widgets.fields import LineEdit, TextArea

IDLE_MS: Final = 2_000
"""Somebody who stops writing for that long has said it, even without leaving the field."""


class KeptText(QObject):
    """Watches one field; ``write`` gets what is to be written down, ``draft`` what is only being typed."""

    def __init__(
        self, area: TextArea | LineEdit, *, write: Callable[[str], None], draft: Callable[[str], None] | None = None
    ) -> None:
        super().__init__(area)
        self.area = area
        self._write, self._draft = write, draft
        self._written = ""
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self.flush)
        area.typed.connect(self._typed)
        area.installEventFilter(self)

    def show_text(self, text: str, draft: str | None = None, *, fresh: bool = False) -> None:
        """Show what is written; what somebody is typing stays, unless the field is about something else (``fresh``).

        ``draft`` is what was being typed when the field was last left unfinished.
        """
        if not fresh and self.area.text() != self._written:
            return
        self._written = text
        self.area.show_text(text if draft is None or not fresh else draft)
        if isinstance(self.area, LineEdit) and not self.area.hasFocus():
            self.area.setCursorPosition(0)  # a long line is read from its beginning
        if self.area.text() != text:
            self._idle.start()

    def flush(self) -> None:
        """Write at once what is not written yet."""
        self._idle.stop()
        text = self.area.text()
        if text != self._written:
            self._written = text
            self._write(text)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut:
            self.flush()
        return False

    def _typed(self, text: str) -> None:
        if self._draft is not None and text != self._written:
            self._draft(text)
        self._idle.start()
