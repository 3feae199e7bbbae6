"""Chips: coded answers given with one tap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from spie_diag.desktop.theme import Colour, Text, Tone, pixmap
from spie_diag.desktop.theme.tokens import CHIP_PX
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.painting import PaintedButton, rounded, smooth_painter
from spie_diag.french import spaced

_BETWEEN_PX = 6
"""Between two chips of a line: each is drawn one pixel inside its place, so that the eye sees 8."""
_BENEATH_PX = 16
"""A second, smaller line of words."""


class Chip(PaintedButton):
    """One possible answer. ``single``: one among its sisters, chosen with the arrows, taken back by a second tap."""

    tells_an_answer = True

    def __init__(
        self, text: str, *, tone: Tone = Tone.PRIMARY, single: bool = False, letters: Text = Text.SMALL
    ) -> None:
        super().__init__(text)
        self._tone, self._single, self._letters = tone, single, letters
        self._beneath = ""
        self.setCheckable(True)
        self.setAutoExclusive(single)
        # The width of a long answer gives way to the column; its whole text is in the tooltip.
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._resized)

    def say(self, text: str, beneath: str = "", hint: str = "") -> None:
        """Show other words, as they are written; ``beneath``: the same in another language, small."""
        self._beneath = beneath
        self.setText(text)
        self.setToolTip(hint)
        self._resized()

    def sizeHint(self) -> QSize:
        height = CHIP_PX + (_BENEATH_PX if self._beneath else 0)
        return QSize(self.width_when(chosen=self.isChecked()), self.theme.px(height))

    def width_when(self, *, chosen: bool) -> int:
        """How wide it would be: a chosen one is bold, with a tick."""
        theme = self.theme
        text = theme.metrics(self._letters, 600 if chosen else 400, size_px=14).horizontalAdvance(self.text())
        beneath = theme.metrics(Text.CAPTION).horizontalAdvance(self._beneath) if self._beneath else 0
        return max(text, beneath) + theme.px(42 if chosen else 22)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), self.theme.px(96)), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.is_read_only:
            self.click()
            return
        super().keyPressEvent(event)

    def nextCheckState(self) -> None:
        if self.is_read_only:
            return
        if self._single and self.isChecked():
            self.setAutoExclusive(False)
            self.setChecked(False)
            self.setAutoExclusive(True)
            return
        super().nextCheckState()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, chosen = self.theme, self.isChecked()
        painter = smooth_painter(self)
        shape = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        fill = self._tone.soft if chosen else (self.background() or Colour.SURFACE)
        border = self._tone.full if chosen else Colour.LINE if self.is_read_only else Colour.CONTROL
        ink = self._tone.full if chosen else Colour.INK
        if not self.isEnabled():
            ink = Colour.DISABLED
        radius = shape.height() / 2
        rounded(painter, theme, shape, radius, fill=fill, border=border, border_px=1.5 if chosen else 1)
        self._paint_words(painter, ink, chosen=chosen)
        painter.end()

    def _paint_words(self, painter: QPainter, ink: Colour, *, chosen: bool) -> None:
        """The tick and the words, from the side where the language begins."""
        theme, whole = self.theme, self.rect()
        leading, direction = theme.px(11), self.layoutDirection()
        if chosen:
            side = theme.px(16)
            place = QRect(leading - 2, (self.height() - side) // 2, side, side)
            tick = pixmap("check", ink, 16, 2.4, theme)
            painter.drawPixmap(QStyle.visualRect(direction, whole, place).topLeft(), tick)
            leading += theme.px(19)
        room = self.width() - leading - theme.px(8)
        high = self.height() - (theme.px(_BENEATH_PX) + theme.px(3) if self._beneath else 0)
        where = QStyle.visualRect(direction, whole, QRect(leading, 0, room + 4, high))
        along = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)
        letters = (self._letters, 600 if chosen else 400, 14)
        shown = theme.metrics(*letters).elidedText(self.text(), Qt.TextElideMode.ElideRight, room + 1)
        painter.setFont(theme.font(*letters))
        painter.setPen(theme.colour(ink))
        painter.drawText(where, along | Qt.AlignmentFlag.AlignVCenter, shown)
        if self._beneath:
            painter.setFont(theme.font(Text.CAPTION))
            painter.setPen(theme.colour(ink if chosen else Colour.INK2))
            below = where.translated(0, theme.px(_BENEATH_PX))
            under = theme.metrics(Text.CAPTION).elidedText(self._beneath, Qt.TextElideMode.ElideRight, room + 1)
            painter.drawText(below, along | Qt.AlignmentFlag.AlignVCenter, under)
        if shown != self.text() and not self.toolTip():
            self.setToolTip(self.text())

    def _resized(self) -> None:
        self.updateGeometry()
        self.update()


@dataclass(frozen=True, slots=True)
class Option:
    name: str
    text: str
    hint: str = ""


class ChoiceField(QWidget):
    """A question answered with chips: one answer, or several where ``several``.

    ``exclusive`` names stand alone: ticking one clears the others, and the other way round.
    """

    chosen = Signal(list)
    """The names chosen, in the order of the options: only when a human changed them."""

    def __init__(
        self,
        options: Sequence[Option],
        *,
        several: bool = False,
        spoken: str = "",
        tone: Tone = Tone.PRIMARY,
        exclusive: Iterable[str] = (),
    ) -> None:
        super().__init__()
        self._several, self._exclusive = several, frozenset(exclusive)
        self.chips: dict[str, Chip] = {}
        self.setAccessibleName(spaced(spoken))
        flow = FlowLayout(gap=_BETWEEN_PX)
        for option in options:
            chip = Chip(option.text, tone=tone, single=not several)
            chip.setAccessibleDescription(spaced(spoken))
            if option.hint:
                chip.setToolTip(spaced(option.hint))
            chip.clicked.connect(self._clicked)
            self.chips[option.name] = chip
            flow.addWidget(chip)
        self.setLayout(flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def value(self) -> list[str]:
        return [name for name, chip in self.chips.items() if chip.isChecked()]

    def choose(self, names: Iterable[str]) -> None:
        """Show these names as chosen, without emitting."""
        wanted = set(names)
        for name, chip in self.chips.items():
            _tick(chip, name in wanted, single=not self._several)

    def _clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, Chip) and sender.is_read_only:  # a screen reader may still press it
            return
        ticked = next((name for name, chip in self.chips.items() if chip is sender and chip.isChecked()), None)
        if self._several and ticked is not None:
            for name, chip in self.chips.items():
                if name != ticked and (ticked in self._exclusive or name in self._exclusive):
                    chip.setChecked(False)
        self.chosen.emit(self.value())


def lines_of_chips(chips: Iterable[Chip], width: int) -> int:
    """How many lines these chips take in ``width``; the same before and after one of them is chosen."""
    lines, x, gap = 1, 0, _BETWEEN_PX
    for chip in chips:
        wide = min(width, chip.width_when(chosen=False))
        lines, x = (lines + 1, 0) if x and x + wide > width else (lines, x)
        x += wide + gap
    return lines


def _tick(chip: Chip, on: bool, *, single: bool) -> None:
    """A radio-like button refuses to be unticked: lift the rule for a moment."""
    chip.setAutoExclusive(False)
    chip.setChecked(on)
    chip.setAutoExclusive(single)
