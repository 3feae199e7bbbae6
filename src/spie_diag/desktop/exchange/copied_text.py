"""A text to be pasted elsewhere: whole in sight, and selectable by mouse and keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.widgets.layouts import column, label, panel
from spie_diag.french import spaced


class CopiedText(QWidget):
    def __init__(self, text: str, spoken: str) -> None:
        super().__init__()
        self._label = label(text, wrap=True, verbatim=True)
        self._label.setAccessibleName(spaced(spoken))
        self._label.setAccessibleDescription(text)
        self._label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setLayout(column(panel(column(self._label, margins=12), "raised")))

    def text(self) -> str:
        return self._label.text()
