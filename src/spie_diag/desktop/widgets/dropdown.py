"""A closed list that opens: one choice among several, where chips would take too much room."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle

from spie_diag.desktop.theme import Colour, pixmap, theme_of
from spie_diag.french import spaced


class DropDown(QComboBox):
    """Shows by its arrow that it opens; choices are (name, text), and ``empty`` is the text of no choice."""

    picked = Signal(str)
    """The name that somebody chose; empty for no choice."""

    def __init__(self, choices: Sequence[tuple[str, str]], *, spoken: str, empty: str = "") -> None:
        super().__init__()
        self.setAccessibleName(spaced(spoken))
        self.offer((("", empty), *choices) if empty else choices)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(self._activated)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these choices instead; the first one is shown."""
        self.clear()
        for name, text in choices:
            self.addItem(spaced(text), name)

    def say(self, texts: Mapping[str, str]) -> None:
        """Show other words for the choices of these names, as they are written; what is chosen stays."""
        for place in range(self.count()):
            text = texts.get(str(self.itemData(place)))
            if text is not None:
                self.setItemText(place, text)

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
        side = theme.px(18)
        place = QRect(self.width() - theme.px(26), (self.height() - side) // 2, side, side)
        painter.drawPixmap(QStyle.visualRect(self.layoutDirection(), self.rect(), place).topLeft(), arrow)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling the page must not change an answer on the way."""
        event.ignore()

    def _activated(self, _place: int) -> None:
        self.picked.emit(self.chosen())
