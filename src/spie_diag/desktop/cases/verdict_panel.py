"""What the verification of a document found."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.cases.checked import Checked
from spie_diag.desktop.cases.verdict_body import VerdictBody
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.layouts import column, label, scrolled


class VerdictPanel(QWidget):
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._file = label("", Text.SMALL, tone=Colour.INK2, wrap=True, verbatim=True)
        self.body = VerdictBody()
        self.leave = Button(self.tr("Revenir à la personne"), icon="arrow-left", wide=True)
        self.leave.clicked.connect(self.left)
        title = label(self.tr("Document vérifié"), Text.H2, wrap=True)
        content = column(title, self._file, self.body, None, gap=Gap.MEDIUM, margins=(18, 18, 18, 8))
        deeds = column(self.leave, margins=(18, 4, 18, 16))
        self.setLayout(column((scrolled(content), 1), deeds, gap=0))

    def show_checked(self, name: str, checked: Checked) -> None:
        self._file.setText(name)
        self.body.show_checked(checked)
        self.leave.setFocus()
