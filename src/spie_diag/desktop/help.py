"""The keys of this screen (F1)."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QWidget
from shiboken6 import isValid

from spie_diag.desktop.theme import Gap, Text
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.layouts import clear, column, key_cap, label, row, scrolled


class HelpPanel(QFrame):
    """A card at the right of the window; Esc closes it and gives the keyboard back."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Raccourcis de cet écran"))
        self._before: QWidget | None = None
        self.close_button = Button(icon="x", small=True, hint=self.tr("Fermer les raccourcis"))
        self.close_button.clicked.connect(self._close)
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(Gap.LARGE)
        self._lines.setVerticalSpacing(Gap.SMALL)
        self._list = QWidget()
        self._list.setLayout(self._lines)
        self._area = scrolled(self._list)
        title = label(self.tr("Raccourcis de cet écran"), Text.H3)
        self.setLayout(column(row(title, None, self.close_button), (self._area, 1), gap=Gap.MEDIUM, margins=16))
        self.hide()

    def toggle(self, keys: Iterable[tuple[str, str]]) -> None:
        """Show these keys and their deeds, or close."""
        if self.isVisible():
            self._close()
            return
        clear(self._lines)
        for place, (key, deed) in enumerate(keys):
            self._lines.addWidget(key_cap(key), place, 0, Qt.AlignmentFlag.AlignLeft)
            self._lines.addWidget(label(deed, Text.SMALL), place, 1)
        self._before = QApplication.focusWidget()
        self.place()
        self.show()
        self.raise_()
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> None:
        """At the right, as large as the keys ask for, and never larger than the window."""
        window = self.parentWidget()
        if window is None:
            return
        wanted = self._lines.sizeHint()
        height = min(wanted.height() + self.close_button.sizeHint().height() + 48, window.height() - 96)
        width = min(wanted.width() + 56, window.width() - 48)
        self.setGeometry(window.width() - width - 24, 72, width, height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
            return
        super().keyPressEvent(event)

    def _close(self) -> None:
        self.hide()
        if self._before is not None and isValid(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
