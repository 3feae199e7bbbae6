"""Buttons: one primary action per page, the others secondary or quiet."""

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from spie_diag.desktop.theme import Colour, Radius, Text, Tone, pixmap
from spie_diag.desktop.theme.tokens import CONTROL_PX
from spie_diag.desktop.widgets.painting import PaintedButton, rounded, smooth_painter
from spie_diag.french import spaced


class Kind(Enum):
    PRIMARY = "primary"
    SECONDARY = "secondary"
    QUIET = "quiet"
    DANGER = "danger"


class Button(PaintedButton):
    """A button with a text, an icon, or both; an icon alone needs a ``hint``, which is its spoken name.

    ``tone`` colours a checkable button while it is down. ``wide`` fills the width it is given.
    """

    def __init__(
        self,
        text: str = "",
        *,
        icon: str = "",
        kind: Kind = Kind.SECONDARY,
        tone: Tone = Tone.PRIMARY,
        checkable: bool = False,
        small: bool = False,
        wide: bool = False,
        trailing_icon: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__(text, hint=hint)
        self._icon, self._kind, self._tone = icon, kind, tone
        self._small, self._trailing = small, trailing_icon
        self.setCheckable(checkable)
        if wide:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self.updateGeometry()
        self.update()

    def set_text(self, text: str) -> None:
        self.setText(spaced(text))
        self.updateGeometry()

    def set_kind(self, kind: Kind) -> None:
        self._kind = kind
        self.update()

    def sizeHint(self) -> QSize:
        theme = self.theme
        height = theme.px(34 if self._small else CONTROL_PX)
        width = QFontMetrics(self._font()).horizontalAdvance(self.text()) + theme.px(24 if self._small else 32) + 2
        if self._icon:
            width += theme.px(self._icon_px) + (theme.px(8) if self.text() else -theme.px(10))
        return QSize(max(width, height), height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        fill, ink, border = self._colours()
        painter = smooth_painter(self)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        rounded(
            painter, self.theme, box, Radius.CONTROL, fill=fill, border=border, border_px=1.5 if self.isChecked() else 1
        )
        painter.setFont(self._font())
        painter.setPen(self.theme.colour(ink))
        text_width = QFontMetrics(self._font()).horizontalAdvance(self.text())
        side = self.theme.px(self._icon_px) if self._icon else 0
        gap = self.theme.px(8) if side and self.text() else 0
        left = (self.width() - text_width - side - gap) / 2
        text_left = left if self._trailing else left + side + gap
        if self._icon:
            place = left + text_width + gap if self._trailing else left
            drawn = pixmap(self._icon, ink, self._icon_px, theme=self.theme)
            painter.drawPixmap(QPointF(place, (self.height() - side) / 2), drawn)
        where = QRectF(text_left, 0, text_width + 2, self.height())
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.end()

    @property
    def _icon_px(self) -> int:
        return 18 if self._small else 20

    def _font(self) -> QFont:
        return self.theme.font(Text.SMALL if self._small else Text.BODY, 600)

    def _colours(self) -> tuple[Colour | None, Colour, Colour | None]:
        """Fill, ink, border."""
        if not self.isEnabled():
            return (None if self._kind is Kind.QUIET else Colour.SUNKEN), Colour.DISABLED, None
        if self.isChecked():
            return self._tone.soft, self._tone.full, self._tone.full
        if self._kind is Kind.PRIMARY:
            lit = self.underMouse() or self.isDown()
            return (Colour.PRIMARY_HOVER if lit else Colour.PRIMARY), Colour.ON_PRIMARY, None
        if self._kind is Kind.DANGER:
            return Colour.DANGER, Colour.ON_DANGER, None
        if self._kind is Kind.QUIET:
            return self.background(), Colour.INK2, None
        return self.background() or Colour.SURFACE, Colour.INK, Colour.CONTROL


class RailButton(PaintedButton):
    """A place or a command in the rail: an icon above a word; in a low window the word is only in the tooltip.

    The place where one is, is checked. Each has its own stop of Tab: were they exclusive, Qt would leave one of them.
    """

    def __init__(self, text: str, icon: str, *, hint: str = "", checkable: bool = False) -> None:
        super().__init__(text, hint=hint)
        self._icon = icon
        self.setCheckable(checkable)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        if not hint:
            self.setToolTip(self.text())

    def nextCheckState(self) -> None:
        """A click goes somewhere; it does not make one be there."""

    def show_as(self, text: str, icon: str) -> None:
        self.setText(spaced(text))
        self.setToolTip(self.text())
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        wide = self.theme.metrics(Text.CAPTION, 600).horizontalAdvance(self.text())
        return QSize(max(self.theme.px(76), wide + 14), self.theme.px(58))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), self.theme.px(32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, here = self.theme, self.isChecked()
        painter = smooth_painter(self)
        fill = Colour.PRIMARY_SOFT if here else self.background()
        if fill:
            rounded(painter, theme, QRectF(self.rect()).adjusted(4, 2, -4, -2), Radius.BLOCK, fill=fill)
        ink = Colour.PRIMARY if here else Colour.INK2
        side, word = theme.px(22), theme.px(20)
        named = self.height() >= side + word + 4
        top = (self.height() - side - (word + theme.px(2) if named else 0)) / 2
        drawn = pixmap(self._icon, ink, 22, theme=theme)
        painter.drawPixmap(QPointF((self.width() - side) / 2, top), drawn)
        if named:
            painter.setPen(theme.colour(ink))
            painter.setFont(theme.font(Text.CAPTION, 600 if here else 400))
            below = QRectF(0, top + side + theme.px(2), self.width(), word)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()
