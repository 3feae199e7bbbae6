"""The list of domains at the left: where the conversation is, what is flagged, whose view is given."""

from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from spie_diag.desktop.interview.exploration.lines import Line
from spie_diag.desktop.theme import Colour, Radius, Text, Theme, pixmap, theme_of
from spie_diag.desktop.widgets.painting import rounded
from spie_diag.desktop.widgets.signs import Sign, paint_sign
from spie_diag.forms.definition import BlockCode
from spie_diag.french import spaced
from spie_diag.interview.course import Flag, Progress

LINE_ROLE: Final = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
_ROW_PX, _TITLE_PX, _ICON_ROW_PX = 33, 31, 42


class DomainModel(QAbstractListModel):
    """Lines of the list; titles of groups cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        return self._lines

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Change what differs; a new set of domains resets the list."""
        same = [line.block for line in lines] == [line.block for line in self._lines]
        if not same:
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()
            return
        before, self._lines = self._lines, lines
        for place, (old, new) in enumerate(zip(before, lines, strict=True)):
            if old != new:
                index = self.index(place)
                self.dataChanged.emit(index, index)

    def place_of(self, block: BlockCode) -> QModelIndex:
        for place, line in enumerate(self._lines):
            if line.block == block:
                return self.index(place)
        return QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return spaced(line.title)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return spaced(line.spoken or line.title)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self._lines[index.row()].block is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class DomainList(QListView):
    """Arrows and letters move in it; each domain passed over is shown at once."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.lines = DomainModel(self)
        self.setModel(self.lines)
        self._look = _DomainDelegate(self)
        self.setItemDelegate(self._look)
        self.setAccessibleName("Domaines")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setFrameShape(QListView.Shape.NoFrame)
        self._showing = False
        self.selectionModel().currentChanged.connect(self._moved)

    def show_lines(self, lines: tuple[Line, ...], here: BlockCode) -> None:
        """Show the lines, and where we are, without emitting."""
        self._showing = True
        self.lines.show_lines(lines)
        index = self.lines.place_of(here)
        if index.isValid() and self.currentIndex() != index:
            self.setCurrentIndex(index)
        self._showing = False

    def set_compact(self, compact: bool) -> None:
        """Only the icons, where there is little room."""
        if self._look.compact is not compact:
            self._look.compact = compact
            self.scheduleDelayedItemsLayout()

    def _moved(self, here: QModelIndex, _before: QModelIndex) -> None:
        line = here.data(LINE_ROLE) if here.isValid() else None
        if not self._showing and isinstance(line, Line) and line.block is not None:
            self.chosen.emit(line.block)


class _DomainDelegate(QStyledItemDelegate):
    """State, name, flag, and the signs of both specialists: full once their view is given."""

    compact = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = theme_of(_view(option))
        line = index.data(LINE_ROLE)
        if isinstance(line, Line) and line.block is None:
            return QSize(40, theme.px(9 if self.compact else _TITLE_PX))
        return QSize(40, theme.px(_ICON_ROW_PX if self.compact else _ROW_PX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE_ROLE)
        if not isinstance(line, Line):
            return
        theme, place = theme_of(_view(option)), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if line.block is None:
            self._paint_title(painter, theme, place, line)
        else:
            state = option.state
            here = bool(state & QStyle.StateFlag.State_Selected)
            if here or state & QStyle.StateFlag.State_MouseOver:
                fill = Colour.PRIMARY_SOFT if here else Colour.HOVER
                rounded(painter, theme, QRectF(place).adjusted(6, 1, -6, -1), Radius.CONTROL, fill=fill)
            if self.compact:
                self._paint_icon(painter, theme, place, line, here)
            else:
                self._paint_line(painter, theme, place, line, here)
        painter.restore()

    def _paint_title(self, painter: QPainter, theme: Theme, place: QRect, line: Line) -> None:
        if self.compact:
            painter.setPen(QPen(theme.colour(Colour.LINE), 1))
            middle = place.center().y()
            painter.drawLine(place.left() + theme.px(18), middle, place.right() - theme.px(18), middle)
            return
        painter.setFont(theme.font(Text.CAPTION, 600, size_px=13))
        painter.setPen(theme.colour(Colour.INK2))
        where = place.adjusted(theme.px(12), 0, 0, -theme.px(3))
        painter.drawText(where, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, spaced(line.title))

    def _paint_icon(self, painter: QPainter, theme: Theme, place: QRect, line: Line, here: bool) -> None:
        ink = Colour.PRIMARY if here or line.progress is Progress.COVERED else Colour.INK2
        drawn = pixmap(line.icon, Colour.DISABLED if line.folded and not here else ink, 23, theme=theme)
        side = theme.px(23)
        centre = place.center()
        painter.drawPixmap(QPointF(centre.x() - side / 2, centre.y() - side / 2), drawn)
        if Flag.RESUME in line.flags:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(Colour.WARN))
            painter.drawEllipse(QPointF(centre.x() + theme.px(15), centre.y() - theme.px(11)), theme.px(5), theme.px(5))

    def _paint_line(self, painter: QPainter, theme: Theme, place: QRect, line: Line, here: bool) -> None:
        middle = place.center().y() + 0.5
        self._paint_progress(painter, theme, QPointF(place.left() + theme.px(23), middle), line)
        right = place.right() - theme.px(14)
        if line.given is not None:
            for sign, given in zip((Sign.EMPLOYMENT, Sign.SOCIAL), reversed(line.given), strict=True):
                self._paint_given(painter, theme, sign, QPointF(right - theme.px(4), middle), given)
                right -= theme.px(15)
        flag = _flag_icon(line)
        if flag:
            drawn = pixmap(flag, Colour.WARN, 17, theme=theme)
            painter.drawPixmap(QPointF(right - theme.px(19), middle - theme.px(8)), drawn)
            right -= theme.px(22)
        left = place.left() + theme.px(41)
        painter.setFont(theme.font(Text.BODY, 600 if here else 400, size_px=14))
        quiet = line.progress is Progress.NOT_STARTED or line.folded
        painter.setPen(theme.colour(Colour.PRIMARY if here else Colour.INK3 if quiet else Colour.INK))
        metrics = theme.metrics(Text.BODY, 600 if here else 400, size_px=14)
        shown = metrics.elidedText(spaced(line.title), Qt.TextElideMode.ElideRight, int(right - left - theme.px(4)))
        where = QRectF(left, place.top(), right - left, place.height())
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_progress(self, painter: QPainter, theme: Theme, centre: QPointF, line: Line) -> None:
        radius = theme.px(8)
        if line.folded:
            painter.drawPixmap(centre - QPointF(radius, radius), pixmap("minus", Colour.INK3, 16, theme=theme))
            return
        done = line.progress is Progress.COVERED
        painter.setPen(
            QPen(theme.colour(Colour.CONTROL if line.progress is Progress.NOT_STARTED else Colour.PRIMARY), 1.5)
        )
        painter.setBrush(theme.colour(Colour.PRIMARY) if done else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, radius, radius)
        if done:
            tick = pixmap("check", Colour.ON_PRIMARY, 12, 3.2, theme)
            painter.drawPixmap(centre - QPointF(theme.px(6), theme.px(6)), tick)
        elif line.progress is Progress.IN_PROGRESS:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(Colour.PRIMARY))
            inner = radius - 2.5
            painter.drawPie(QRectF(centre.x() - inner, centre.y() - inner, 2 * inner, 2 * inner), 270 * 16, 180 * 16)

    def _paint_given(self, painter: QPainter, theme: Theme, sign: Sign, centre: QPointF, given: bool) -> None:
        if given:
            paint_sign(painter, theme, sign, centre, theme.px(4.6))
            return
        painter.setPen(QPen(theme.colour(Colour.CONTROL), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = theme.px(3.8)
        outline = QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half)
        if sign is Sign.SOCIAL:
            painter.drawEllipse(outline)
        else:
            painter.drawRoundedRect(outline, 1.5, 1.5)


def _view(option: QStyleOptionViewItem) -> QWidget:
    widget: QWidget = option.widget
    return widget


def _flag_icon(line: Line) -> str:
    if Flag.NOT_TODAY in line.flags:
        return "hand"
    return "flag" if Flag.RESUME in line.flags else ""
