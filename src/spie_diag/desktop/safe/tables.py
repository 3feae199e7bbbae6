"""Tables of this page: lines of text that come little by little, read aloud as whole sentences."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from spie_diag.desktop.theme import Text, theme_of
from spie_diag.french import spaced

ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_Index = QModelIndex | QPersistentModelIndex
_LEAST_ROWS, _MOST_ROWS = 5, 8
_ROW_PX, _LEAST_COLUMN_PX, _BAR_PX = 36, 96, 14


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line: what it stands for, and its cells from left to right."""

    key: Hashable
    cells: tuple[str, ...] = field(repr=False)

    @property
    def spoken(self) -> str:
        return ". ".join(cell for cell in self.cells if cell)


class TableModel(QAbstractTableModel):
    """Asks for more lines when the end comes into sight, once until they come."""

    more_asked = Signal()

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self._titles = tuple(spaced(title) for title in titles)
        self._rows: tuple[TableRow, ...] = ()
        self._has_more = False
        self._waiting = False

    def show_rows(self, rows: Sequence[TableRow], *, has_more: bool = False) -> None:
        self.beginResetModel()
        self._rows = tuple(rows)
        self._has_more, self._waiting = has_more, False
        self.endResetModel()

    def add_rows(self, rows: Sequence[TableRow], *, has_more: bool) -> None:
        self._has_more, self._waiting = has_more, False
        if not rows:
            return
        self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
        self._rows = (*self._rows, *rows)
        self.endInsertRows()

    def row(self, place: int) -> TableRow | None:
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._titles)

    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and self._has_more and not self._waiting

    def fetchMore(self, parent: _Index) -> None:
        if self.canFetchMore(parent):
            self._waiting = True
            self.more_asked.emit()

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return row if role == ROW_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section] if 0 <= section < len(self._titles) else None
        return None


class Table(QTableView):
    """A table whose lines are as tall as their text; its column ``widest`` takes the room that is left.

    ``several`` lines may be chosen at once; one that ``grows`` is no taller than what it holds.
    """

    def __init__(
        self, model: TableModel, spoken: str, *, widest: int, several: bool = False, grows: bool = False
    ) -> None:
        super().__init__()
        self._grows = grows
        self.setObjectName("lines")
        self.setModel(model)
        self.setAccessibleName(spaced(spoken))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(widest, QHeaderView.ResizeMode.Stretch)
        self._fit()
        if grows:
            for changed in (model.modelReset, model.rowsInserted):
                changed.connect(self._fit)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._fit()

    def chosen(self) -> tuple[TableRow, ...]:
        """The lines chosen, from top to bottom."""
        places = sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())
        rows = (index.data(ROW_ROLE) for index in places)
        return tuple(row for row in rows if isinstance(row, TableRow))

    def _fit(self) -> None:
        theme = theme_of(self)
        self.setFont(theme.font(Text.SMALL))
        self.verticalHeader().setDefaultSectionSize(theme.px(_ROW_PX))
        self.horizontalHeader().setMinimumSectionSize(theme.px(_LEAST_COLUMN_PX))
        lines = min(_MOST_ROWS, max(1, self.model().rowCount())) if self._grows else _LEAST_ROWS
        height = theme.px(_ROW_PX) * (lines + 1) + theme.px(_BAR_PX)
        if self._grows:
            self.setFixedHeight(height)
        else:
            self.setMinimumHeight(height)
