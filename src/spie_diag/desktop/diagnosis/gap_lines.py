"""How a domain is drawn as a line: four levels, the signs of the voices on it, and a thick stroke for the gap."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from spie_diag.desktop.diagnosis.models import ITEM
from spie_diag.desktop.diagnosis.rows import GapRow, GroupTitle, Weight
from spie_diag.desktop.theme import Colour, Radius, Text, Theme, Tone, pixmap, theme_of
from spie_diag.desktop.widgets.painting import PaintedSign, rounded, smooth_painter
from spie_diag.desktop.widgets.scale import LEVELS, WORDS
from spie_diag.desktop.widgets.signs import Sign, paint_pill, paint_sign, pill_width
from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.comparison import GapStrength
from spie_diag.interview.people import Voice

ROW_PX: Final = 32
TITLE_PX: Final = 30
_STATE_PX: Final = 138
_CLUSTER_PX: Final = 68
_SIGNS: Final = {Voice.SOCIAL: Sign.SOCIAL, Voice.EMPLOYMENT: Sign.EMPLOYMENT, Voice.PERSON: Sign.PERSON}
_TONES: Final = {Weight.QUIET: None, Weight.CALL: Tone.WARN, Weight.DONE: Tone.PRIMARY}


def level_places(theme: Theme, width: float) -> Mapping[int, float]:
    """Where each level stands across a row that is ``width`` pixels wide, « Empêche » on the left."""
    spare = theme.px(40 if width < theme.px(640) else 52)
    left = _title_width(theme, width) + spare
    right = max(left + theme.px(150), width - theme.px(_STATE_PX) - (0 if width < theme.px(640) else spare))
    step = (right - left) / (len(LEVELS) - 1)
    return {level: left + place * step for place, level in enumerate(LEVELS)}


def _title_width(theme: Theme, width: float) -> float:
    return min(float(theme.px(236)), width * (0.27 if width < theme.px(640) else 0.31))


class LevelHeader(QWidget):
    """The names of the four levels, above the lines of ``below`` and as wide as them."""

    def __init__(self, below: QAbstractScrollArea) -> None:
        super().__init__()
        self._below = below
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, theme_of(self).px(26))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = theme_of(self), smooth_painter(self)
        painter.setFont(theme.font(Text.CAPTION, 600))
        painter.setPen(theme.colour(Colour.INK2))
        for level, across in level_places(theme, self._below.viewport().width()).items():
            half = theme.px(64)
            place = QRectF(across - half, 0, 2 * half, self.height() - 4)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, WORDS[level])
        painter.setPen(QPen(theme.colour(Colour.LINE), 1))
        painter.drawLine(QPointF(0, self.height() - 0.5), QPointF(self.width(), self.height() - 0.5))
        painter.end()


class GapDelegate(QStyledItemDelegate):
    """Paints rows and group titles; the sentences are the model’s."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        theme = theme_of(self._owner)
        title = isinstance(index.data(ITEM), GroupTitle)
        return QSize(theme.px(300), theme.px(TITLE_PX if title else ROW_PX))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        item = index.data(ITEM)
        place = QRectF(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(item, GroupTitle):
            self._paint_title(painter, place, item)
        elif isinstance(item, GapRow):
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            hovered = bool(state & QStyle.StateFlag.State_MouseOver)
            self._paint_row(painter, place, item, chosen=chosen, hovered=hovered)
        painter.restore()

    def _paint_title(self, painter: QPainter, place: QRectF, item: GroupTitle) -> None:
        theme = theme_of(self._owner)
        painter.setFont(theme.font(Text.SMALL, 600))
        painter.setPen(theme.colour(Colour.INK2))
        inside = place.adjusted(theme.px(8), theme.px(4), 0, 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, item.title)
        across = theme.metrics(Text.SMALL, 600).horizontalAdvance(item.title) + theme.px(8)
        count = str(item.count)
        high = theme.px(20)
        pill = QRectF(inside.left() + across, inside.center().y() - high / 2, pill_width(theme, count), high)
        paint_pill(painter, theme, pill, count)

    def _paint_row(self, painter: QPainter, place: QRectF, row: GapRow, *, chosen: bool, hovered: bool) -> None:
        theme = theme_of(self._owner)
        if chosen or hovered:
            fill = Colour.PRIMARY_SOFT if chosen else Colour.HOVER
            rounded(painter, theme, place.adjusted(0, 1, 0, -1), Radius.CONTROL, fill=fill)
        self._paint_name(painter, place, row, chosen=chosen)
        places = {level: place.left() + across for level, across in level_places(theme, place.width()).items()}
        self._paint_track(painter, theme, places, place.center().y())
        self._paint_levels(painter, theme, places, place.center().y(), row)
        icon = "check" if row.weight is Weight.DONE else ""
        wide, high = pill_width(theme, row.state, icon), theme.px(23)
        pill = QRectF(place.right() - wide - theme.px(8), place.center().y() - high / 2, wide, high)
        paint_pill(painter, theme, pill, row.state, _TONES[row.weight], icon)

    def _paint_name(self, painter: QPainter, place: QRectF, row: GapRow, *, chosen: bool) -> None:
        theme = theme_of(self._owner)
        ink = Colour.PRIMARY if chosen else Colour.INK
        side = theme.px(18)
        drawn = pixmap(row.icon, ink if chosen else Colour.INK2, 18, theme=theme)
        painter.drawPixmap(QPointF(place.left() + theme.px(8), place.center().y() - side / 2), drawn)
        left = place.left() + theme.px(36)
        if row.is_priority:
            flag = pixmap("flag", Colour.WARN, 15, 2.2, theme)
            painter.drawPixmap(QPointF(left - theme.px(3), place.center().y() - theme.px(7.5)), flag)
            left += theme.px(17)
        font_weight = 600 if chosen else 400
        painter.setFont(theme.font(Text.BODY, font_weight, size_px=14.5))
        painter.setPen(theme.colour(ink))
        widest = theme.px(_CLUSTER_PX / 2)  # three signs in their ring may stand on the first level
        room = place.left() + min(level_places(theme, place.width()).values()) - widest - left
        text = theme.metrics(Text.BODY, font_weight, size_px=14.5).elidedText(
            row.title, Qt.TextElideMode.ElideRight, round(room)
        )
        painter.drawText(QRectF(left, place.top(), room, place.height()), Qt.AlignmentFlag.AlignVCenter, text)

    @staticmethod
    def _paint_track(painter: QPainter, theme: Theme, places: Mapping[int, float], down: float) -> None:
        painter.setPen(QPen(theme.colour(Colour.LINE), 1.5))
        painter.drawLine(QPointF(min(places.values()), down), QPointF(max(places.values()), down))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(Colour.CONTROL))
        for across in places.values():
            painter.drawEllipse(QPointF(across, down), 2, 2)

    @staticmethod
    def _paint_levels(painter: QPainter, theme: Theme, places: Mapping[int, float], down: float, row: GapRow) -> None:
        shown = [places[level] for level in row.levels.values()]
        if len(set(shown)) > 1:
            painter.setPen(_gap_pen(theme, row.gap))
            painter.drawLine(QPointF(min(shown), down), QPointF(max(shown), down))
        for level, across in places.items():
            signs = [_SIGNS[voice] for voice, given in row.levels.items() if given == level]
            _paint_cluster(painter, theme, QPointF(across, down), signs, agreed=row.agreed == Level(level))


def _gap_pen(theme: Theme, gap: GapStrength | None) -> QPen:
    """Thick where the gap is strong; it stays when the domain is concluded."""
    return QPen(theme.colour(Colour.INK2), theme.px(4 if gap is GapStrength.STRONG else 2))


class Sample(PaintedSign):
    """A piece of the drawing, for the legend: the ring of a joint conclusion, or the stroke of a gap."""

    def __init__(self, *, gap: GapStrength | None = None) -> None:
        super().__init__()
        self._gap = gap

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(22), self.theme.px(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self.theme, smooth_painter(self)
        down = self.height() / 2
        if self._gap is not None:
            painter.setPen(_gap_pen(theme, self._gap))
            painter.drawLine(QPointF(2, down), QPointF(self.width() - 2, down))
        else:
            painter.setPen(QPen(theme.colour(Colour.PRIMARY), 2))
            high = theme.px(14)
            painter.drawRoundedRect(QRectF(1, down - high / 2, self.width() - 2, high), high / 2, high / 2)
        painter.end()


def _paint_cluster(painter: QPainter, theme: Theme, centre: QPointF, signs: list[Sign], *, agreed: bool) -> None:
    """The signs that stand on one level, side by side; a ring around them where it is the joint conclusion."""
    if not signs and not agreed:
        return
    drawn = signs or [Sign.JOINT]
    step = theme.px(17)
    wide = step * (len(drawn) - 1)
    if agreed:
        half = wide / 2 + theme.px(14)
        ring = QRectF(centre.x() - half, centre.y() - theme.px(13), 2 * half, theme.px(26))
        painter.setPen(QPen(theme.colour(Colour.PRIMARY), 2))
        painter.setBrush(theme.colour(Colour.SURFACE))
        painter.drawRoundedRect(ring, theme.px(13), theme.px(13))
    for place, sign in enumerate(drawn):
        where = QPointF(centre.x() - wide / 2 + place * step, centre.y())
        radius = theme.px(8 if sign is not Sign.JOINT else 6.5)
        if not agreed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(Colour.SURFACE))
            painter.drawEllipse(where, radius + 3, radius + 3)
        paint_sign(painter, theme, sign, where, radius)
