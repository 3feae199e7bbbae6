"""Two to four ways of looking at the same thing, side by side."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from spie_diag.desktop.theme import Colour, Radius, Text, theme_of
from spie_diag.desktop.widgets.layouts import row
from spie_diag.desktop.widgets.painting import PaintedButton, rounded, smooth_painter
from spie_diag.french import spaced


class Segmented(QWidget):
    """One of several, always exactly one."""

    changed = Signal(int)
    """The place of the new choice, when a human changed it."""

    def __init__(self, texts: Sequence[str], chosen: int = 0, *, spoken: str = "") -> None:
        super().__init__()
        self.setAccessibleName(spaced(spoken))
        self.parts = [_Part(text) for text in texts]
        self.setLayout(row(*self.parts, gap=2, margins=3))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for part in self.parts:
            part.clicked.connect(self._clicked)
        self.choose(chosen)

    def chosen(self) -> int:
        return next(place for place, part in enumerate(self.parts) if part.isChecked())

    def choose(self, place: int) -> None:
        """Show a choice without emitting."""
        self.parts[place].setChecked(True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        rounded(painter, theme_of(self), QRectF(self.rect()), Radius.CONTROL + 1, fill=Colour.SUNKEN)
        painter.end()

    def _clicked(self) -> None:
        self.changed.emit(self.chosen())


class _Part(PaintedButton):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)

    def sizeHint(self) -> QSize:
        text = self.theme.metrics(Text.SMALL, 600).horizontalAdvance(self.text())
        return QSize(text + self.theme.px(22), self.theme.px(32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, here = smooth_painter(self), self.isChecked()
        if here:
            place = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            rounded(painter, self.theme, place, 7, fill=Colour.SURFACE, border=Colour.CONTROL)
        painter.setPen(self.theme.colour(Colour.INK if here else Colour.INK2))
        painter.setFont(self.theme.font(Text.SMALL, 600))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()
