"""A closed list that opens: one choice among several, where chips would take too much room."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox

from spie_diag.desktop.theme import Colour, pixmap, theme_of
from spie_diag.french import spaced


class DropDown(QComboBox):
    """Shows by its arrow that it opens; choices are (name, text), and ``empty`` is the text of no choice."""

    picked = Signal(str)
    """The name that somebody chose; empty for no choice."""

    def __init__(self, choices: Sequence[tuple[str, str]], *, spoken: str, empty: str = "") -> None:
        super().__init__()
        self.setAccessibleName(spaced(spoken))
        for name, text in (("", empty), *choices) if empty else choices:
            self.addItem(spaced(text), name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(self._activated)

    def pick(self, name: str) -> None:
        """Show a choice without emitting; the first one where there is no such name."""
        self.setCurrentIndex(max(0, self.findData(name)))

    def chosen(self) -> str:
        return str(self.currentData() or "")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.isEnabled():
            return  # it does not open: nothing shall say that it does
        theme = theme_of(self)
        painter = QPainter(self)
        arrow = pixmap("chevron-down", Colour.INK2, 18, theme=theme)
        painter.drawPixmap(QPointF(self.width() - theme.px(26), (self.height() - theme.px(18)) / 2), arrow)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling the page must not change an answer on the way."""
        event.ignore()

    def _activated(self, _place: int) -> None:
        self.picked.emit(self.chosen())
