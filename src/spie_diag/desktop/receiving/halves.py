"""Two columns side by side where there is room for both, otherwise one under the other."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QSizePolicy, QWidget

from spie_diag.desktop.theme import Gap, theme_of
from spie_diag.desktop.widgets.layouts import box

_BOTH_FROM_PX = 880
_WIDEST_PX = 720


class Halves(QWidget):
    """Each is read from top to bottom, and no line of text is longer than can be read."""

    def __init__(self, first: QLayout, second: QLayout) -> None:
        super().__init__()
        self._halves = (box(first), box(second))
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(int(Gap.LARGE))
        for half in self._halves:
            self._row.addWidget(half, 1)
            half.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setLayout(self._row)

    def show_second(self, shown: bool) -> None:
        """Where there is nothing in it, the first has its place."""
        self._halves[1].setVisible(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._share_room()

    def _share_room(self) -> None:
        theme = theme_of(self)
        both = self.width() / theme.scale >= _BOTH_FROM_PX
        direction = QBoxLayout.Direction.LeftToRight if both else QBoxLayout.Direction.TopToBottom
        for half in self._halves:
            half.setMaximumWidth(theme.px(_WIDEST_PX))
        if self._row.direction() is not direction:
            self._row.setDirection(direction)
            self._row.invalidate()
