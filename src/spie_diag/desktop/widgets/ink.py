"""A place to sign by hand: pen, finger or mouse, kept as lines and never as a picture."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainterPath, QPaintEvent, QPen, QTabletEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from spie_diag.desktop.theme import Colour, Radius, theme_of
from spie_diag.desktop.widgets.painting import rounded, smooth_painter
from spie_diag.french import spaced

Strokes: TypeAlias = tuple[tuple[tuple[float, float], ...], ...]
"""Lines, each a list of (x, y)."""
_LEAST_MOVE: Final = 0.004
"""As a share of the width: closer points are one point."""


@dataclass(frozen=True, slots=True)
class InkPoint:
    """``x`` from 0 to 1 along the width; ``y`` in the same unit, from the top."""

    x: float
    y: float


class InkPad(QWidget):
    """Strokes are lists of points in widths of the pad, so that they print at any size.

    Neither time nor pressure is kept: they would make it a biometric record.
    """

    changed = Signal()
    """A stroke was ended, or all were cleared."""

    def __init__(self, *, spoken: str = "Signature à la main") -> None:
        super().__init__()
        self.setAccessibleName(spaced(spoken))
        self.setAccessibleDescription(
            spaced("Signer avec un stylet, le doigt ou la souris. D’autres façons de signer sont proposées à côté.")
        )
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._strokes: list[list[InkPoint]] = []
        self._drawing = False

    def strokes(self) -> Strokes:
        return tuple(tuple((round(point.x, 4), round(point.y, 4)) for point in stroke) for stroke in self._strokes)

    def show_strokes(self, strokes: Strokes) -> None:
        self._strokes = [[InkPoint(x, y) for x, y in stroke] for stroke in strokes]
        self.update()

    def is_drawing(self) -> bool:
        """A stroke is begun and not ended."""
        return self._drawing

    def is_empty(self) -> bool:
        return not self._strokes

    def clear(self) -> None:
        self._strokes.clear()
        self.update()
        self.changed.emit()

    def sizeHint(self) -> QSize:
        return QSize(theme_of(self).px(390), theme_of(self).px(216))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 120)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go_on(event.position())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._end()

    def tabletEvent(self, event: QTabletEvent) -> None:
        # Accepted here: otherwise Qt may also send a mouse event for the same movement.
        kind = event.type()
        if kind is QEvent.Type.TabletPress:
            self._begin(event.position())
        elif kind is QEvent.Type.TabletMove:
            self._go_on(event.position())
        elif kind is QEvent.Type.TabletRelease:
            self._end()
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = theme_of(self), smooth_painter(self)
        place = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        rounded(painter, theme, place, Radius.CONTROL, fill=Colour.RAISED, border=Colour.CONTROL)
        dashed = QPen(theme.colour(Colour.CONTROL), 1.2, Qt.PenStyle.DashLine)
        painter.setPen(dashed)
        base = self.height() * 0.86
        painter.drawLine(QPointF(18, base), QPointF(self.width() - 18, base))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in self._strokes:
            pen = QPen(theme.colour(Colour.INK), 2.2)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPath(_smooth(stroke, self.width()))
        painter.end()

    def _begin(self, place: QPointF) -> None:
        self._drawing = True
        self._strokes.append([self._point(place)])
        self.update()

    def _go_on(self, place: QPointF) -> None:
        if not self._drawing:
            return
        point, last = self._point(place), self._strokes[-1][-1]
        if abs(point.x - last.x) + abs(point.y - last.y) >= _LEAST_MOVE:
            self._strokes[-1].append(point)
            self.update()

    def _end(self) -> None:
        if self._drawing:
            self._drawing = False
            self.changed.emit()

    def _point(self, place: QPointF) -> InkPoint:
        width = max(1, self.width())
        x = min(1.0, max(0.0, place.x() / width))
        y = min(self.height() / width, max(0.0, place.y() / width))
        return InkPoint(x, y)


def _smooth(stroke: list[InkPoint], width: int) -> QPainterPath:
    """Curves through the middles of the segments; a lone point becomes a dot."""
    points = [QPointF(point.x * width, point.y * width) for point in stroke]
    path = QPainterPath(points[0])
    for before, after in pairwise(points[1:]):
        path.quadTo(before, (before + after) / 2)
    path.lineTo(points[-1] + (QPointF(0.1, 0) if len(points) == 1 else QPointF()))
    return path
