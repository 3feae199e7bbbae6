"""The list of persons as a model: as many rows as there are persons, and a line for those that were in sight."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt, QTimer, Signal

from spie_diag.desktop.cases.lines import Line

LINE_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_PART: Final = 40
_AT_ONCE: Final = 200
_MOST_PARTS: Final = 2
"""A list shows fewer lines than a part has, which may be in two of them."""
_STILL_MS: Final = 40
"""Whoever drags the bar asks for nothing on the way."""
_MATCHED: Final = Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchWrap
_Index = QModelIndex | QPersistentModelIndex


class PersonsModel(QStringListModel):
    """One row per person; the spoken text of a row is its whole sentence.

    The rows are Qt’s own empty texts: a view asks how many there are for each of them at every layout, which in Python
    would stop a window that shows thousands. Only what is in sight is asked in Python.
    """

    more_asked = Signal()
    """What follows the last row, where nobody knows how much that is."""
    part_asked = Signal(int)
    """The lines from this row on, which are in sight and not read yet."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[int, Line] = {}
        self._places: dict[object, int] = {}
        self._has_more = False
        self._is_asked = False
        self._wanted: list[int] = []
        self._asked_parts: set[int] = set()
        self._asking = QTimer(self, singleShot=True, interval=_STILL_MS)
        self._asking.timeout.connect(self._ask_parts)

    def show_lines(self, lines: tuple[Line, ...], *, has_more: bool = False) -> None:
        self._has_more = False  # whoever looks while it changes asks for nothing
        self._asking.stop()
        self._wanted = []
        self._asked_parts.clear()
        self._lines, self._places = {}, {}
        self._keep(0, lines)
        self.setStringList([""] * len(lines))
        self._has_more, self._is_asked = has_more, False

    def add_lines(self, lines: tuple[Line, ...], *, has_more: bool) -> None:
        """What follows; a person who was written to meanwhile, and so came first, is not shown twice."""
        new, first = tuple(line for line in lines if line.case not in self._places), self.rowCount()
        self._has_more, self._is_asked = has_more, False
        self._keep(first, new)
        if new:
            self.insertRows(first, len(new))

    def show_total(self, count: int) -> None:
        """A row for everybody at once: those that nobody saw yet are read when they come in sight."""
        self._has_more = False
        while self.rowCount() < count:  # Qt puts texts in one by one, each before those just put in: few at a time
            self.insertRows(self.rowCount(), min(_AT_ONCE, count - self.rowCount()))

    def put_lines(self, first: int, lines: tuple[Line, ...]) -> None:
        """The lines of a part that was asked, from row ``first`` on."""
        self._asked_parts.discard(first)
        lines = lines[: max(0, self.rowCount() - first)]
        if lines:
            self._keep(first, lines)
            self.dataChanged.emit(self.index(first, 0), self.index(first + len(lines) - 1, 0))

    def stop_waiting(self) -> None:
        """What was asked did not come: scrolling asks again."""
        self._is_asked = False
        self._asked_parts.clear()

    def _keep(self, first: int, lines: tuple[Line, ...]) -> None:
        self._lines |= dict(enumerate(lines, first))
        self._places |= {line.case: place for place, line in enumerate(lines, first)}

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines.get(index.row())
        if line is None:
            self._want(index.row())
            return self.tr("Ligne pas encore lue") if role == Qt.ItemDataRole.AccessibleTextRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken
        return line if role == LINE_ROLE else None

    def _want(self, row: int) -> None:
        part = row - row % _PART
        if part not in self._asked_parts and self._wanted[-1:] != [part]:
            self._wanted.append(part)
            self._asking.start()

    def _ask_parts(self) -> None:
        parts, self._wanted = dict.fromkeys(self._wanted[-_MOST_PARTS:]), []
        for part in parts:
            self._asked_parts.add(part)
            self.part_asked.emit(part)

    def canFetchMore(self, parent: _Index) -> bool:
        return self._has_more and not self._is_asked and not parent.isValid()

    def fetchMore(self, parent: _Index) -> None:
        if self.canFetchMore(parent):
            self._is_asked = True
            self.more_asked.emit()

    def match(
        self,
        start: _Index,
        role: int,
        value: object,
        hits: int = 1,
        flags: Qt.MatchFlag = _MATCHED,
    ) -> list[QModelIndex]:
        """Whose name begins so, from ``start`` on and around, among the lines read; Qt would ask every row."""
        if role != Qt.ItemDataRole.DisplayRole or not flags & Qt.MatchFlag.MatchStartsWith:
            return []
        begun, first = str(value).casefold(), start.row()
        fitting = (place for place, line in self._lines.items() if line.name.casefold().startswith(begun))
        around = sorted(fitting, key=lambda place: (place < first, place))
        return [self.index(place, 0) for place in around[: hits if hits >= 0 else None]]

    def line(self, place: int) -> Line | None:
        return self._lines.get(place)

    def place_of(self, case: object) -> int:
        """The row of a person, or −1."""
        return self._places.get(case, -1)
