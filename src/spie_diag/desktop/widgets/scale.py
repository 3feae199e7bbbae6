"""The one scale of the method: four levels, or none, and a tick for a point of support."""

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from spie_diag.desktop.theme import Colour, Gap, Text, Tone, theme_of
from spie_diag.desktop.widgets.chips import Chip
from spie_diag.desktop.widgets.layouts import column, row
from spie_diag.desktop.widgets.painting import PaintedButton, smooth_painter
from spie_diag.desktop.widgets.speaking import announce
from spie_diag.french import spaced

LEVELS: Final = (3, 2, 1, 0)
"""In the order they are shown."""
WORDS: Final = {3: "Empêche", 2: "Complique", 1: "À surveiller", 0: "Ça va"}
NOT_ENOUGH: Final = "Pas assez d’éléments"
DOES_NOT_KNOW: Final = "Je ne sais pas encore"
"""The same emptiness, in the person’s voice."""
STRENGTH: Final = "Point d’appui"
_WORD_PX: Final = 13.5
_KEYS: Final = {"1": 3, "2": 2, "3": 1, "4": 0, "&": 3, "é": 2, '"': 1, "'": 0}
_EMPTY_KEYS: Final = ("0", "à")


def level_in_words(level: int | None, strength: bool = False) -> str:
    """« Complique, niveau 2 sur 3 », « Ça va, point d’appui », « pas assez d’éléments »."""
    if level is None:
        words = NOT_ENOUGH
    elif level == 0:
        words = WORDS[0]
    else:
        words = f"{WORDS[level]}, niveau {level} sur 3"
    return f"{words}, {STRENGTH.lower()}" if strength else words


class LevelScale(QWidget):
    """Four buttons in a frame, « pas assez d’éléments » and the tick; arrows move, 1 to 4 choose, 0 empties."""

    changed = Signal(object, bool)
    """The level (``int`` or None) and the tick, when a human changed either."""

    def __init__(
        self,
        tone: Tone = Tone.PRIMARY,
        *,
        spoken: str = "Appréciation",
        can_be_strength: bool = True,
        for_the_person: bool = False,
    ) -> None:
        super().__init__()
        self._spoken = spaced(spoken)
        self._empty = DOES_NOT_KNOW if for_the_person else NOT_ENOUGH
        letters = Text.PERSON_DETAIL if for_the_person else Text.SMALL
        self.setAccessibleName(self._spoken)
        self.steps = {level: _Step(level, tone, self._spoken, letters) for level in LEVELS}
        self._frame = _Frame(list(self.steps.values()))
        self.not_enough = Chip(self._empty, tone=tone, letters=letters)
        self.not_enough.setToolTip(spaced("Touche 0"))
        self.strength = Chip(STRENGTH, tone=tone, letters=letters)
        if not can_be_strength:
            self.strength.hide()
        self._can_be_strength = can_be_strength
        self.setLayout(column(self._frame, row(self.not_enough, self.strength, None), gap=Gap.SMALL))
        for step in self.steps.values():
            step.clicked.connect(self._step_clicked)
        self.not_enough.clicked.connect(self._emptied)
        self.strength.clicked.connect(self._emit)
        self._given: int | None = None
        self._is_read_only = False
        self.show_value(None)

    def speak_as(self, spoken: str) -> None:
        """Say something else than before of what is rated."""
        self._spoken = spaced(spoken)
        self.setAccessibleName(self._spoken)
        for step in self.steps.values():
            step.setAccessibleDescription(self._spoken)

    def level(self) -> int | None:
        return self._given

    def is_strength(self) -> bool:
        return self._can_be_strength and self._given == 0 and self.strength.isChecked()

    def show_value(self, level: int | None, strength: bool = False, *, empty_is_said: bool = False) -> None:
        """Show a level without emitting; ``empty_is_said`` ticks « pas assez d’éléments » where there is none."""
        self._given = level
        for step_level, step in self.steps.items():
            step.setAutoExclusive(False)
            step.setChecked(step_level == level)
            step.setAutoExclusive(True)
        self.not_enough.setChecked(level is None and empty_is_said)
        self.strength.setEnabled(level == 0)
        self.strength.setChecked(level == 0 and strength)
        if self._is_read_only:
            self._show_ticks()

    def set_read_only(self, on: bool) -> None:
        """Show what was said, without letting it change."""
        if on is self._is_read_only:
            return
        self._is_read_only = on
        for button in (*self.steps.values(), self.not_enough, self.strength):
            button.set_read_only(on)
        self._show_ticks()

    def _show_ticks(self) -> None:
        """Where nothing changes any more, only the tick that was given is shown."""
        locked = self._is_read_only
        self.not_enough.setVisible(not locked or self.not_enough.isChecked())
        self.strength.setVisible(self._can_be_strength and (not locked or self.strength.isChecked()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_read_only:
            super().keyPressEvent(event)
        elif event.text() in _EMPTY_KEYS:
            self.not_enough.setFocus(Qt.FocusReason.OtherFocusReason)
            self._emptied()
        elif event.text() in _KEYS:
            step = self.steps[_KEYS[event.text()]]
            step.setFocus(Qt.FocusReason.OtherFocusReason)
            step.click()
        else:
            super().keyPressEvent(event)

    def _step_clicked(self) -> None:
        if self._is_read_only:
            return
        sender = self.sender()
        level = next(step_level for step_level, step in self.steps.items() if step is sender)
        self.show_value(level, self.strength.isChecked())
        self._emit()

    def _emptied(self) -> None:
        if self._is_read_only:
            return
        self.show_value(None, empty_is_said=True)
        self._emit()

    def _emit(self) -> None:
        words = self._empty if self._given is None else level_in_words(self._given, self.is_strength())
        announce(self, f"{self._spoken}. {words}")
        self.changed.emit(self._given, self.is_strength())


class _Step(PaintedButton):
    """One level: three bars, as many filled as the level, and the word."""

    tells_an_answer = True

    def __init__(self, level: int, tone: Tone, spoken: str, letters: Text) -> None:
        super().__init__(WORDS[level])
        self._level, self._tone, self._letters = level, tone, letters
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(spaced(level_in_words(level)))
        self.setAccessibleDescription(spoken)
        self.setToolTip(spaced(f"{WORDS[level]}   touche {LEVELS.index(level) + 1}"))

    def nextCheckState(self) -> None:
        if not self.is_read_only:
            super().nextCheckState()

    def sizeHint(self) -> QSize:
        text = self.theme.metrics(self._letters, 600, size_px=_WORD_PX).horizontalAdvance(self.text())
        return QSize(max(self.theme.px(68), text + self.theme.px(12)), self.theme.px(58))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, chosen = self.theme, self.isChecked()
        painter = smooth_painter(self)
        first, last = self._level == LEVELS[0], self._level == LEVELS[-1]
        place = QRectF(self.rect())
        fill = self._tone.full if chosen else (self.background() or Colour.SURFACE)
        painter.fillPath(_end_rounded(place, 8, first, last), theme.colour(fill))
        ink = theme.colour(self._tone.on_full if chosen else Colour.INK2 if self.isEnabled() else Colour.DISABLED)
        self._paint_bars(painter, ink)
        painter.setPen(ink)
        painter.setFont(theme.font(self._letters, 600 if chosen else 400, size_px=_WORD_PX))
        below = QRectF(0, theme.px(31), self.width(), theme.px(22))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()

    def _paint_bars(self, painter: QPainter, ink: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        width, gap, base = self.theme.px(7), self.theme.px(3), self.theme.px(28)
        left = (self.width() - 3 * width - 2 * gap) / 2
        for place in range(3):
            height = self.theme.px(7 + 5 * place)
            bar = QColor(ink)
            bar.setAlphaF(1.0 if place < self._level else 0.26)
            painter.setBrush(bar)
            painter.drawRoundedRect(QRectF(left + place * (width + gap), base - height, width, height), 1.5, 1.5)


class _Frame(QWidget):
    """One outline and thin separators for the four steps."""

    def __init__(self, steps: list[_Step]) -> None:
        super().__init__()
        self.setLayout(row(*((step, 1) for step in steps), gap=1, margins=1))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme_of(self).colour(Colour.CONTROL))
        painter.drawRoundedRect(QRectF(self.rect()), 9, 9)
        painter.end()


def _end_rounded(place: QRectF, radius: float, left: bool, right: bool) -> QPainterPath:
    """A box whose outer corners follow the frame."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addRoundedRect(place, radius, radius)
    if not left:
        path.addRect(QRectF(place.left(), place.top(), radius, place.height()))
    if not right:
        path.addRect(QRectF(place.right() - radius, place.top(), radius, place.height()))
    return path
