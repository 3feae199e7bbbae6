"""Where the person’s screen is shown: on a second screen if there is one, otherwise over the whole window."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.diagnosis.person_pages import PersonPage
from spie_diag.desktop.diagnosis.person_screen import PersonScreen


class Showing(QObject):
    """Shows and hides the large screen; a screen that is unplugged only brings the preview back."""

    changed = Signal(bool)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self.screen: PersonScreen | None = None
        self._place: QScreen | None = None
        self._before: QWidget | None = None
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenRemoved.connect(self._screen_removed)

    @property
    def is_on(self) -> bool:
        return self.screen is not None

    @staticmethod
    def second_screen(owner: QWidget) -> QScreen | None:
        """A screen other than the one of the window."""
        here = owner.screen()
        return next((screen for screen in QGuiApplication.screens() if screen is not here), None)

    def start(self, pages: Sequence[PersonPage], place: int) -> PersonScreen:
        """Show the pages large; the specialists’ window stays as it is on its own screen."""
        self.stop()
        window = self._owner.window()
        self._before = window.focusWidget()
        self._place = self.second_screen(self._owner)
        screen = PersonScreen()
        self.screen = screen
        screen.left.connect(self._left)
        if self._place is not None:
            screen.setWindowTitle("SPIE Diag")
            screen.setGeometry(self._place.geometry())
            screen.showFullScreen()
        else:
            screen.setParent(window)
            screen.keeps_keyboard = True
            screen.setGeometry(window.rect())
            window.installEventFilter(self)
            screen.show()
            screen.raise_()
            screen.after.setFocus(Qt.FocusReason.OtherFocusReason)
        screen.show_pages(pages, place)
        self.changed.emit(True)
        return screen

    def stop(self, *, back: bool = True) -> None:
        """Take the large screen away; the keyboard goes back where it was, unless the page itself goes."""
        if self.screen is None:
            return
        screen, self.screen = self.screen, None
        self._owner.window().removeEventFilter(self)
        screen.hide()
        screen.deleteLater()
        before, self._before = self._before, None
        if back and before is not None:
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.screen is not None and isinstance(watched, QWidget):
            self.screen.setGeometry(watched.rect())
        return False

    def _left(self) -> None:
        self.stop()

    def _screen_removed(self, screen: QScreen) -> None:
        if screen is self._place:
            self.stop()
