"""The domains of the crossed views, for a list and for a table."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractListModel, QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from spie_diag.desktop.diagnosis.rows import GapRow, GroupTitle, Item, with_titles
from spie_diag.diagnosis.assessment import Level
from spie_diag.forms.definition import BlockCode
from spie_diag.french import spaced
from spie_diag.interview.people import Voice

ITEM: Final = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


class GapModel(QAbstractListModel):
    """One line per domain, and one per group title that cannot be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._items: tuple[Item, ...] = ()

    def show_rows(self, rows: Sequence[GapRow]) -> None:
        items = with_titles(rows)
        if [_key(item) for item in items] == [_key(item) for item in self._items]:
            self._items = items
            if items:
                self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
        self.beginResetModel()
        self._items = items
        self.endResetModel()

    def place_of(self, block: BlockCode | None) -> QModelIndex:
        for place, item in enumerate(self._items):
            if isinstance(item, GapRow) and item.block == block:
                return self.index(place)
        return QModelIndex()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == ITEM:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return item.spoken
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(item, GapRow):
            return item.spoken
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if isinstance(self._items[index.row()], GroupTitle):
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


def _key(item: Item) -> str:
    return item.block if isinstance(item, GapRow) else item.spoken


_COLUMNS: Final = (
    ("Domaine", "Domaine"),
    ("● Social", "Champ social"),
    ("■ Emploi", "Champ emploi"),
    ("❝ La personne", "La personne"),
    ("État", "État"),
    ("◆ Conclusion", "Conclusion commune"),
)
"""As written, and as read aloud: signs are not."""
_NOTHING: Final = "rien encore"
"""What an empty cell says aloud."""


class GapTable(QAbstractTableModel):
    """The same facts in words, one cell each."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[GapRow, ...] = ()

    def show_rows(self, rows: Sequence[GapRow]) -> None:
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def place_of(self, block: BlockCode | None) -> QModelIndex:
        place = next((place for place, row in enumerate(self._rows) if row.block == block), None)
        return QModelIndex() if place is None else self.index(place, 0)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(_COLUMNS):
            return None
        written, spoken = _COLUMNS[section]
        return {
            Qt.ItemDataRole.DisplayRole: written,
            Qt.ItemDataRole.AccessibleTextRole: spoken,
            Qt.ItemDataRole.ToolTipRole: spoken,
        }.get(Qt.ItemDataRole(role))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ITEM:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return spaced(_cells(row)[index.column()])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if index.column() == 0:
                return row.spoken
            return spaced(f"{_COLUMNS[index.column()][1]} : {_cells(row)[index.column()] or _NOTHING}")
        return None


def _cells(row: GapRow) -> tuple[str, ...]:
    return (
        row.title,
        _level(row, Voice.SOCIAL),
        _level(row, Voice.EMPLOYMENT),
        _level(row, Voice.PERSON),
        _state(row),
        row.agreed.label if row.agreed is not None else "",
    )


def _state(row: GapRow) -> str:
    """« Conclu, écart léger »: the gap is told where only the line drew it."""
    if row.gap is None or row.gap.value == row.state:
        return row.state
    return f"{row.state}, {row.gap.value.lower()}"


def _level(row: GapRow, voice: Voice) -> str:
    level: Level | None = row.levels.get(voice)
    if level is not None:
        return level.label
    if row.levels or voice is Voice.PERSON:
        return ""
    return "posé" if voice in row.given else "à poser"
