"""A question asked in place before something that is not easily undone: what it means, yes, or leave it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.theme import Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, bring_up, column, label, panel
from spie_diag.french import spaced


class Confirming(QWidget):
    """Hidden until asked; the keyboard is on the way out."""

    confirmed = Signal()

    def __init__(self, question: str, meaning: str, deed: str) -> None:
        super().__init__()
        self.act = Button(deed, icon="check", kind=Kind.DANGER)
        self.leave = Button(self.tr("Ne rien changer"), kind=Kind.QUIET)
        words = column(label(question, Text.STRONG, wrap=True), label(meaning, Text.SMALL, wrap=True), gap=2)
        deeds = box(FlowLayout(self.act, self.leave))
        self.setLayout(column(panel(column(words, deeds, gap=Gap.SMALL, margins=12), Tone.WARN)))
        for button in (self.act, self.leave):
            button.setAccessibleDescription(spaced(f"{question} {meaning}"))  # heard with the focus
        self.hide()
        self.act.clicked.connect(self._confirm)
        self.leave.clicked.connect(self.hide)

    def ask(self) -> None:
        self.show()
        self.leave.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_up(self)

    def _confirm(self) -> None:
        self.hide()
        self.confirmed.emit()
