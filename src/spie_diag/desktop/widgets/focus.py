"""One ring for the whole window, around what has the keyboard: shown only after the keyboard was used."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from shiboken6 import isValid

from spie_diag.desktop.theme import Colour, theme_of
from spie_diag.desktop.widgets.painting import smooth_painter

_GAP_PX, _LINE_PX = 2, 3
_MOVED = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Hide,
    QEvent.Type.Show,
    QEvent.Type.LayoutRequest,
    QEvent.Type.ParentChange,
)
_CHAINED = (QEvent.Type.Show, QEvent.Type.ParentChange)
"""What holds the control may be another than before."""
# A shortcut never comes as a key press: it is announced to what has the keyboard.
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)


class FocusRing(QWidget):
    """Three pixels, two away from the control, never in the way of the mouse; scrolls its control into view."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._around: QWidget | None = None
        self._heard: list[QObject] = []
        self._by_keyboard = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.place)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_changed)
        self._listen()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _KEYS and watched.isWidgetType():
            self._by_keyboard = True
        elif kind in (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin):
            self._by_keyboard = False
            self.hide()
        elif kind in _MOVED:
            if kind in _CHAINED:
                self._listen()
            if self._around is not None and self._by_keyboard:
                self._later.start()
        return False

    def place(self) -> None:
        """Go around what has the focus now, or hide."""
        around = self._around
        if around is None or not self._by_keyboard or not around.isVisible() or around.window() is not self.window():
            self.hide()
            return
        shown = around.visibleRegion().boundingRect()
        if shown.isEmpty():
            self.hide()
            return
        reach = _GAP_PX + _LINE_PX
        corner = around.mapTo(self.window(), shown.topLeft())
        self.setGeometry(QRect(corner, shown.size()).adjusted(-reach, -reach, reach, reach))
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        painter.setPen(QPen(theme_of(self).colour(Colour.FOCUS), _LINE_PX))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 11, 11)
        painter.end()

    def _listen(self) -> None:
        """To what has the keyboard, all that holds it, and what the mouse presses in this window.

        Not to the whole application: each event of each widget would go through Python, and a page is built of them.
        """
        for one in self._heard:
            if isValid(one):
                one.removeEventFilter(self)
        self._heard = [self.window(), *_held(self._around)]
        native = self.window().windowHandle()
        if native is not None:
            self._heard.append(native)
        for one in self._heard:
            one.installEventFilter(self)

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._around = new
        self._listen()
        if new is not None and self._by_keyboard and new.window() is self.window():
            _scroll_to(new)
        self._later.start()


def _held(widget: QWidget | None) -> Iterator[QWidget]:
    """A control, what holds it, what holds that, and so on."""
    while widget is not None and isValid(widget):
        yield widget
        widget = widget.parentWidget()


def _scroll_to(widget: QWidget) -> None:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 8, 24)
        parent = parent.parentWidget()
