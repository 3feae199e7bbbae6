"""A blank page over one that is being filled: nobody sees it half laid."""

from PySide6.QtCore import QEvent, QObject, QRect, QTimer
from PySide6.QtWidgets import QFrame, QWidget

_TURN_MS, _MOST_TURNS = 10, 60


class Cover(QFrame):
    """Hides ``page`` until its parts have stopped moving; what is under it is laid out as if it were seen."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.setObjectName("page")
        self.setAutoFillBackground(True)
        self._before: list[QRect] = []
        self._turns = 0
        self._turn = QTimer(self, interval=_TURN_MS)
        self._turn.timeout.connect(self._look)
        page.installEventFilter(self)
        self._spread()

    def lift_once_still(self) -> None:
        """Go away when two looks in a row find every part at its place, or after a while."""
        self._turns = 0
        self._turn.start()

    def cover(self) -> None:
        """Come back over the page, until its new parts are laid out."""
        self._spread()
        self.show()
        self.lift_once_still()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.ChildAdded):
            self._spread()
        return False

    def _spread(self) -> None:
        page = self.parentWidget()
        if page is not None:
            self.setGeometry(page.rect())
            self.raise_()

    def _look(self) -> None:
        page = self.parentWidget()
        if page is None or not page.isVisible():
            return
        places = [part.geometry() for part in page.findChildren(QWidget) if part.isVisible()]
        self._turns += 1
        if places == self._before or self._turns >= _MOST_TURNS:
            self._turn.stop()
            self._before = []
            self.hide()
        else:
            self._before = places
