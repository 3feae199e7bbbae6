"""Where we are: the seven stages as a map, and a ring that fills without counting down."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from spie_diag.desktop.theme import Colour, Radius, Text, pixmap, theme_of
from spie_diag.desktop.widgets.layouts import row
from spie_diag.desktop.widgets.painting import PaintedButton, PaintedSign, rounded, smooth_painter
from spie_diag.french import spaced


class Stepper(QWidget):
    """Stages one may open in any order; done ones carry a tick, the present one its name."""

    asked = Signal(int)
    """The place of the stage that somebody wants to open."""

    def __init__(self, names: Sequence[str], here: int = 0) -> None:
        super().__init__()
        self._names = [spaced(name) for name in names]
        self._done: frozenset[int] = frozenset()
        self._here = here
        self.stages = [_Stage(place, name) for place, name in enumerate(self._names)]
        self.setLayout(row(None, *self.stages, None, gap=0))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for stage in self.stages:
            stage.clicked.connect(self._clicked)
        self.show_stage(here)

    def show_stage(self, here: int, done: frozenset[int] = frozenset()) -> None:
        self._here, self._done = here, done
        self.setAccessibleName(spaced(f"Étape {here + 1} sur {len(self._names)} : {self._names[here]}"))
        for place, stage in enumerate(self.stages):
            stage.show_as(here=place == here, done=place in done)
        self._spread()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._spread()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._spread()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme_of(self).px(34) * len(self._names) + theme_of(self).px(60), theme_of(self).px(40))

    def _spread(self) -> None:
        """All names where there is room, otherwise only the present one; lines take what is left."""
        theme = theme_of(self)
        widest = sum(stage.width_needed(named=True, line_px=12) for stage in self.stages)
        all_named = widest <= self.width()
        bare = sum(stage.width_needed(named=stage.is_here or all_named, line_px=0) for stage in self.stages)
        spare = (self.width() - bare) // len(self.stages)
        line = max(theme.px(4), min(theme.px(42), spare))
        for place, stage in enumerate(self.stages):
            stage.set_room(named=all_named or stage.is_here, line_px=line if place < len(self.stages) - 1 else 0)

    def _clicked(self) -> None:
        sender = self.sender()
        self.asked.emit(next(place for place, stage in enumerate(self.stages) if stage is sender))


class _Stage(PaintedButton):
    def __init__(self, place: int, name: str) -> None:
        super().__init__(name)
        self._place = place
        self._done = self.is_here = False
        self._named, self._line_px = True, 0
        self.setToolTip(name)

    def show_as(self, *, here: bool, done: bool) -> None:
        self.is_here, self._done = here, done
        state = ", étape en cours" if here else ", étape faite" if done else ""
        self.setAccessibleName(f"{self._place + 1}. {self.text()}{state}")
        self.update()

    def width_needed(self, *, named: bool, line_px: int) -> int:
        text = self.theme.metrics(Text.SMALL, 600).horizontalAdvance(self.text()) + self.theme.px(8) if named else 0
        return self.theme.px(22) + 10 + text + line_px

    def set_room(self, *, named: bool, line_px: int) -> None:
        if (self._named, self._line_px) != (named, line_px):
            self._named, self._line_px = named, line_px
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self.width_needed(named=self._named, line_px=self._line_px), self.theme.px(40))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self.theme, smooth_painter(self)
        body = self.width() - self._line_px
        if self.background() and not self.is_here:
            rounded(painter, theme, QRectF(0, 4, body, self.height() - 8), Radius.CONTROL, fill=self.background())
        radius = theme.px(11)
        centre = QPointF(5 + radius, self.height() / 2)
        filled = Colour.PRIMARY if self.is_here else Colour.PRIMARY_SOFT if self._done else Colour.SURFACE
        edge = Colour.PRIMARY if self.is_here or self._done else Colour.CONTROL
        painter.setPen(QPen(theme.colour(edge), 1.6))
        painter.setBrush(theme.colour(filled))
        painter.drawEllipse(centre, radius - 1, radius - 1)
        self._paint_number(painter, centre, radius)
        if self._named:
            painter.setPen(theme.colour(Colour.INK if self.is_here else Colour.INK2))
            painter.setFont(theme.font(Text.SMALL, 600 if self.is_here else 400))
            place = QRectF(centre.x() + radius + theme.px(7), 0, body, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._line_px:
            painter.setPen(QPen(theme.colour(Colour.PRIMARY if self._done else Colour.LINE), 2))
            painter.drawLine(QPointF(body, centre.y()), QPointF(self.width(), centre.y()))
        painter.end()

    def _paint_number(self, painter: QPainter, centre: QPointF, radius: int) -> None:
        theme = self.theme
        if self._done and not self.is_here:
            tick = pixmap("check", Colour.PRIMARY, 14, 2.6, theme)
            painter.drawPixmap(centre - QPointF(theme.px(7), theme.px(7)), tick)
            return
        painter.setPen(theme.colour(Colour.ON_PRIMARY if self.is_here else Colour.INK3))
        painter.setFont(theme.font(Text.CAPTION, 700, size_px=12))
        disc = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(self._place + 1))


class ProgressRing(PaintedSign):
    """A share from 0 to 1 as a ring; the exact words are in the tooltip and the spoken name."""

    def __init__(self, size_px: float = 30, spoken: str = "") -> None:
        super().__init__(spoken)
        self._size_px, self._share = size_px, 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)

    def show_share(self, share: float, spoken: str) -> None:
        self._share = min(1.0, max(0.0, share))
        self.setAccessibleName(spaced(spoken))
        self.setToolTip(spaced(spoken))
        self.update()

    def sizeHint(self) -> QSize:
        side = self.theme.px(self._size_px)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        width = max(3.0, self.width() * 0.14)
        place = QRectF(self.rect()).adjusted(width, width, -width, -width)
        painter.setPen(QPen(self.theme.colour(Colour.LINE), width))
        painter.drawArc(place, 0, 360 * 16)
        if self._share:
            pen = QPen(self.theme.colour(Colour.PRIMARY), width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(place, 90 * 16, -round(360 * 16 * self._share))
        painter.end()
