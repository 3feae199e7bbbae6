"""A layout that goes to the next line when the line is full: for chips and small buttons."""

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget

from spie_diag.desktop.theme import Gap


class FlowLayout(QLayout):
    def __init__(self, *widgets: QWidget, gap: int = Gap.SMALL, line_gap: int = Gap.TIGHT) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap, self._line_gap = int(gap), int(line_gap)
        self.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        return self._arrange(QRect(0, 0, width, 0).marginsRemoved(margins), move=False) + _height(margins)

    def setGeometry(self, place: QRect) -> None:
        super().setGeometry(place)
        self._arrange(place.marginsRemoved(self.contentsMargins()), move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), _height(margins))

    def _arrange(self, place: QRect, *, move: bool) -> int:
        """Place the items, or only measure; gives the height used. In right-to-left words the first is at the right."""
        holder = self.parentWidget()
        direction = holder.layoutDirection() if holder is not None else Qt.LayoutDirection.LeftToRight
        x, y, line_height = place.x(), place.y(), 0
        for item in self._items:
            widget = item.widget()
            if widget is not None and widget.isHidden():
                continue
            size = item.sizeHint().boundedTo(QSize(max(place.width(), item.minimumSize().width()), 16_777_215))
            if x + size.width() > place.right() + 1 and line_height:
                x, y, line_height = place.x(), y + line_height + self._line_gap, 0
            if move:
                item.setGeometry(QStyle.visualRect(direction, place, QRect(x, y, size.width(), size.height())))
            x += size.width() + self._gap
            line_height = max(line_height, size.height())
        return y + line_height - place.y()


def _height(margins: QMargins) -> int:
    return margins.top() + margins.bottom()
