"""What the program says beside what one does: a block under a field, and a line that passes."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.layouts import IconLabel, column, label, panel, row, say_in
from spie_diag.desktop.widgets.speaking import announce
from spie_diag.errors import SpieError

_TOAST_MS = 8_000
_WIDEST = 0.72
"""Of the width of the window: what comes next stays in sight."""


class Gravity(Enum):
    INFO = "info"
    WARNING = "warn"
    ERROR = "danger"
    GOOD = "ok"

    @property
    def tone(self) -> Tone:
        return Tone.PRIMARY if self is Gravity.INFO else Tone(self.value)

    @property
    def icon(self) -> str:
        return _ICONS[self]


_ICONS = {
    Gravity.INFO: "info",
    Gravity.WARNING: "triangle-alert",
    Gravity.ERROR: "triangle-alert",
    Gravity.GOOD: "circle-check",
}


class Notice(QWidget):
    """What happened, what is safe, what to do: hidden until there is something to say."""

    def __init__(self, sentence: str = "", advice: str = "", gravity: Gravity = Gravity.INFO) -> None:
        super().__init__()
        self._icon = IconLabel(gravity.icon, gravity.tone.full, 20)
        self._sentence = label(style=Text.STRONG, wrap=True)
        self._advice = label(style=Text.SMALL, tone=Colour.INK2, wrap=True)
        words = column(self._sentence, self._advice, gap=2)
        beside = column(2, self._icon, None, gap=0)
        self._frame = panel(row(beside, (words, 1), gap=Gap.MEDIUM, margins=12), gravity.tone)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._frame)
        if sentence:
            self._write(sentence, advice, gravity)  # shown before it has a parent, it would be a window of its own
        else:
            self.hide()

    def say(self, sentence: str, advice: str = "", gravity: Gravity = Gravity.INFO, *, aloud: bool = True) -> None:
        self._write(sentence, advice, gravity)
        self.show()
        if aloud:
            announce(self, self.accessibleName(), urgent=gravity is Gravity.ERROR)

    def _write(self, sentence: str, advice: str, gravity: Gravity) -> None:
        say_in(self._sentence, sentence)
        say_in(self._advice, advice)
        self._sentence.setVisible(bool(sentence))
        self._advice.setVisible(bool(advice))
        self._icon.show_as(gravity.icon, gravity.tone.full)
        if self._frame.objectName() != gravity.tone.value:
            self._frame.setObjectName(gravity.tone.value)
            self._frame.style().unpolish(self._frame)
            self._frame.style().polish(self._frame)
        self.setAccessibleName(f"{self._sentence.text()} {self._advice.text()}".strip())

    def say_error(self, error: SpieError) -> None:
        self.say(error.what_happened, error.what_to_do, Gravity.ERROR)

    def clear(self) -> None:
        self.hide()
        self.setAccessibleName("")

    def said(self) -> str:
        """What is shown now; empty when hidden."""
        return "" if self.isHidden() else self.accessibleName()


class Toast(QFrame):
    """One passing line over the foot of a window, with at most one way back: « Supprimé. [Annuler] ».

    It lies on the foot itself, left of the way on: never on what is being read or written.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("toast")
        self._text = label(style=Text.STRONG)
        self.undo = Button("Annuler", icon="undo-2", small=True)
        self._close = Button(icon="x", small=True, hint="Fermer ce message")
        self.setLayout(row(self._text, self.undo, self._close, gap=Gap.MEDIUM, margins=(16, 8, 8, 8)))
        self._timer = QTimer(self, singleShot=True, interval=_TOAST_MS)
        self._timer.timeout.connect(self.hide)
        self._said = ""
        self._undoing: Callable[[], None] | None = None
        self.undo.clicked.connect(self._undo)
        self._close.clicked.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    def say(self, text: str, undo: Callable[[], None] | None = None) -> None:
        self._said, self._undoing = text, undo
        self.undo.setVisible(undo is not None)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, text)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _undo(self) -> None:
        undoing, self._undoing = self._undoing, None
        self.hide()
        if undoing is not None:
            undoing()

    def _place(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        say_in(self._text, self._said)
        self.adjustSize()
        most = round(window.width() * _WIDEST)
        if self.width() > most:
            room = self._text.width() - (self.width() - most)
            say_in(
                self._text, self._text.fontMetrics().elidedText(self._text.text(), Qt.TextElideMode.ElideRight, room)
            )
            self.adjustSize()
        self.move(Gap.SMALL, window.height() - self.height() - 2)
