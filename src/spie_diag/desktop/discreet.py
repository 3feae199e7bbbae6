"""The neutral page of F9: nothing on it is about anybody."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.keeping_keys import DISCREET, LOCK, keeps_key
from spie_diag.desktop.widgets.layouts import column, label, row
from spie_diag.desktop.widgets.signs import Logo


class DiscreetScreen(QWidget):
    """Covers its window; Esc, F9 or its one button give the page back as it was."""

    left = Signal()
    keyboard_wanted = Signal(object)
    """What is underneath would have given the keyboard to this widget: it is to have it once the page is back."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Écran masqué"))
        self.back = Button(self.tr("Revenir à la page"), icon="eye")
        words = label(self.tr("Prenons le temps de parler."), Text.H2, tone=Colour.INK2)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        keys = label(self.tr("Échap ou F9 pour revenir"), Text.SMALL, tone=Colour.INK3)
        keys.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        middle = column(row(None, Logo(140, Colour.BG), None), words, row(None, self.back, None), keys, gap=Gap.WIDE)
        self.setLayout(column(None, middle, None))
        self.back.clicked.connect(self.left)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._keep_keyboard)

    def cover(self) -> None:
        self.setGeometry(self.window().rect())
        self.show()
        self.raise_()
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """The page underneath hears none of its keys: it would undo an answer, or take the keyboard, unseen."""
        return keeps_key(event, (DISCREET, LOCK)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        event.accept()  # a key typed here must not reach what is underneath

    def focusNextPrevChild(self, _next: bool) -> bool:
        """The keyboard stays here: what is underneath must not be typed in unseen."""
        return True

    def _keep_keyboard(self, _before: QWidget | None, now: QWidget | None) -> None:
        """A page that is shown underneath, or what its work brings back, takes the keyboard: not yet."""
        if now is None or now is self.back or now.window() is not self.window():
            return
        if self.isVisible():
            self.keyboard_wanted.emit(now)
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)
