"""How each person is painted in the list, and the texts found of one of them."""

from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from spie_diag.desktop.cases.lines import STAGES, Line, Urgency
from spie_diag.desktop.cases.notes_lines import FoundLine
from spie_diag.desktop.cases.persons_model import LINE_ROLE
from spie_diag.desktop.theme import Colour, Text, Theme, Tone, pixmap, theme_of
from spie_diag.desktop.theme.tokens import ROW_PX
from spie_diag.desktop.widgets.signs import Sign, paint_avatar, paint_sign

_Index = QModelIndex | QPersistentModelIndex


def columns(width: int, theme: Theme) -> tuple[int, int, int, int]:
    """Where person, stage, next date and pair begin; the stage goes away where there is no room for it."""
    pair = width - theme.px(70)
    if width / theme.scale < 520:
        return theme.px(16), -1, round(width * 0.46), pair
    return theme.px(16), round(width * 0.355), round(width * 0.535), pair


class PersonDelegate(QStyledItemDelegate):
    """Initials, name and age; stage and seven dashes; what comes next; the signs of the pair."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        theme = _theme(option)
        return QSize(theme.px(320), theme.px(ROW_PX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line = index.data(LINE_ROLE)
        if not isinstance(line, Line):
            _paint_unread(painter, _theme(option), option)
            return
        theme, place = _theme(option), _rect(option)
        painter.save()
        chosen = _has(option, QStyle.StateFlag.State_Selected)
        _paint_ground(painter, theme, option)
        person, stage, due, pair = (
            place.left() + start if start >= 0 else -1 for start in columns(place.width(), theme)
        )
        self._paint_person(
            painter,
            theme,
            QRect(person, place.top(), (stage if stage > 0 else due) - person, place.height()),
            line,
            chosen,
        )
        if stage > 0:
            self._paint_stage(painter, theme, QRect(stage, place.top(), due - stage, place.height()), line)
        self._paint_due(painter, theme, QRect(due, place.top(), pair - due, place.height()), line)
        self._paint_pair(painter, theme, QRect(pair, place.top(), place.right() - pair, place.height()), line)
        painter.restore()

    def _paint_person(self, painter: QPainter, theme: Theme, place: QRect, line: Line, chosen: bool) -> None:
        side = theme.px(38)
        face = QRectF(place.left(), place.center().y() - side / 2, side, side)
        paint_avatar(painter, theme, face, line.name, Tone.PRIMARY, Colour.SURFACE if chosen else None)
        left = place.left() + side + theme.px(12)
        room = place.right() - left - theme.px(8)
        _two_lines(painter, theme, QRect(left, place.top(), room, place.height()), line.name, line.detail)

    def _paint_stage(self, painter: QPainter, theme: Theme, place: QRect, line: Line) -> None:
        half = place.height() // 2
        above = QRect(place.left(), place.top() + theme.px(7), place.width() - theme.px(8), half - theme.px(5))
        _text(painter, theme, above, line.stage, Text.SMALL, 400, Colour.INK if line.stage_number else Colour.INK3)
        top = place.top() + half + theme.px(6)
        gap = theme.px(3)
        dash = min(theme.px(12), (place.width() - theme.px(14)) // STAGES - gap)
        for number in range(STAGES):
            done = number < line.stage_number
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(Colour.PRIMARY if done else Colour.LINE))
            painter.drawRoundedRect(QRectF(place.left() + number * (dash + gap), top, dash, theme.px(4)), 2, 2)

    def _paint_due(self, painter: QPainter, theme: Theme, place: QRect, line: Line) -> None:
        colour = _URGENCY[line.urgency]
        drawn = pixmap(line.due_icon, colour, 18, theme=theme)
        painter.drawPixmap(QPointF(place.left(), place.center().y() - theme.px(9) + 1), drawn)
        words = place.adjusted(theme.px(26), 0, -theme.px(8), 0)
        weight = 400 if line.urgency is Urgency.QUIET else 600
        _text(painter, theme, words, line.due, Text.SMALL, weight, colour)

    def _paint_pair(self, painter: QPainter, theme: Theme, place: QRect, line: Line) -> None:
        middle = place.center().y() + 1
        if not line.stage_number:
            return
        for offset, sign, there in ((8, Sign.SOCIAL, line.social), (32, Sign.EMPLOYMENT, line.employment)):
            centre = QPointF(place.left() + theme.px(offset), middle)
            paint_sign(painter, theme, sign, centre, theme.px(6.5), filled=there)


class FoundModel(QAbstractListModel):
    """One row per text found."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[FoundLine, ...] = ()

    def show_lines(self, lines: tuple[FoundLine, ...]) -> None:
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.excerpt
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken
        return line if role == LINE_ROLE else None


class FoundDelegate(QStyledItemDelegate):
    """The words around what was found, on as many lines as they need, and under them where they stand."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        line, theme = index.data(LINE_ROLE), _theme(option)
        widget = getattr(option, "widget", None)
        width = widget.viewport().width() if isinstance(widget, QListView) else theme.px(320)
        if not isinstance(line, FoundLine):
            return QSize(width, theme.px(ROW_PX))
        _words, where = _found_places(theme, QRect(0, 0, width, 0), line)
        return QSize(width, where.bottom() + theme.px(10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line = index.data(LINE_ROLE)
        if not isinstance(line, FoundLine):
            return
        theme, place = _theme(option), _rect(option)
        painter.save()
        _paint_ground(painter, theme, option)
        words, where = _found_places(theme, place, line)
        for text, style, at, colour in (
            (line.excerpt, Text.BODY, words, Colour.INK),
            (line.where, Text.SMALL, where, Colour.INK2),
        ):
            painter.setFont(theme.font(style, 400))
            painter.setPen(theme.colour(colour))
            painter.drawText(at, _WRAPPED, text)
        painter.restore()


_WRAPPED: Final = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)


def _found_places(theme: Theme, place: QRect, line: FoundLine) -> tuple[QRect, QRect]:
    """Where the words and what stands under them are written, from the top of ``place`` on."""
    room = place.adjusted(theme.px(18), theme.px(10), -theme.px(12), 0)
    room.setHeight(theme.px(2_000))
    words = theme.metrics(Text.BODY, 400).boundingRect(room, _WRAPPED, line.excerpt)
    below = QRect(room.left(), words.bottom() + theme.px(4), room.width(), theme.px(2_000))
    return words, theme.metrics(Text.SMALL, 400).boundingRect(below, _WRAPPED, line.where)


def _paint_unread(painter: QPainter, theme: Theme, option: QStyleOptionViewItem) -> None:
    """A line that is not read yet: its place and its height, and no word."""
    painter.save()
    _paint_ground(painter, theme, option)
    place, side = _rect(option), theme.px(38)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(Colour.LINE))
    left, middle = place.left() + theme.px(16), place.center().y()
    painter.drawEllipse(QRectF(left, middle - side / 2, side, side))
    words = QRectF(left + side + theme.px(12), middle - theme.px(4), theme.px(140), theme.px(8))
    painter.drawRoundedRect(words, theme.px(4), theme.px(4))
    painter.restore()


def _paint_ground(painter: QPainter, theme: Theme, option: QStyleOptionViewItem) -> None:
    """What says that a line is chosen or under the mouse, and the rule under it."""
    place = _rect(option)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if _has(option, QStyle.StateFlag.State_Selected):
        painter.fillRect(place, theme.colour(Colour.PRIMARY_SOFT))
        painter.fillRect(QRectF(place.left(), place.top() + 6, 4, place.height() - 12), theme.colour(Colour.PRIMARY))
    elif _has(option, QStyle.StateFlag.State_MouseOver):
        painter.fillRect(place, theme.colour(Colour.HOVER))
    painter.fillRect(QRect(place.left(), place.bottom(), place.width(), 1), theme.colour(Colour.LINE))


_URGENCY: Final = {
    Urgency.QUIET: Colour.INK2,
    Urgency.SOON: Colour.PRIMARY,
    Urgency.LATE: Colour.DANGER,
    Urgency.DONE: Colour.OK,
}


def _two_lines(painter: QPainter, theme: Theme, place: QRect, above: str, below: str) -> None:
    middle = place.center().y() + 1
    if below:
        first = QRect(place.left(), middle - theme.px(22), place.width(), theme.px(22))
        _text(
            painter,
            theme,
            QRect(place.left(), middle, place.width(), theme.px(20)),
            below,
            Text.SMALL,
            400,
            Colour.INK2,
        )
    else:
        first = place
    _text(painter, theme, first, above, Text.STRONG, 600, Colour.INK)


def _text(painter: QPainter, theme: Theme, place: QRect, text: str, style: Text, weight: int, colour: Colour) -> None:
    """One line, shortened at the right where it is too long."""
    painter.setFont(theme.font(style, weight))
    painter.setPen(theme.colour(colour))
    shown = theme.metrics(style, weight).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


# The stubs of PySide6 do not declare the fields of QStyleOption: they are read here, and nowhere else.
def _theme(option: QStyleOptionViewItem) -> Theme:
    widget = getattr(option, "widget", None)
    return theme_of(widget) if isinstance(widget, QWidget) else Theme()


def _rect(option: QStyleOptionViewItem) -> QRect:
    place = getattr(option, "rect", None)
    return place if isinstance(place, QRect) else QRect()


def _has(option: QStyleOptionViewItem, flag: QStyle.StateFlag) -> bool:
    state = getattr(option, "state", None)
    return isinstance(state, QStyle.StateFlag) and bool(state & flag)
