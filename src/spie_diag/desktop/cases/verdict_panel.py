"""What the verification of a document found."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.cases.checked import Checked, Standing
from spie_diag.desktop.cases.verdict_body import VerdictBody
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.layouts import column, label, scrolled


class VerdictPanel(QWidget):
    left = Signal()
    receiving_asked = Signal()
    """The document that was verified is to be taken in."""

    def __init__(self) -> None:
        super().__init__()
        self._file = label("", Text.SMALL, tone=Colour.INK2, wrap=True, verbatim=True)
        self.body = VerdictBody()
        self.receive = Button(self.tr("Recevoir ce document"), icon="file-down", kind=Kind.PRIMARY, wide=True)
        self.leave = Button(self.tr("Revenir à la personne"), icon="arrow-left", wide=True)
        self.receive.clicked.connect(self.receiving_asked)
        self.leave.clicked.connect(self.left)
        title = label(self.tr("Document vérifié"), Text.H2, wrap=True)
        content = column(title, self._file, self.body, None, gap=Gap.MEDIUM, margins=(18, 18, 18, 8))
        deeds = column(self.receive, self.leave, gap=Gap.SMALL, margins=(18, 4, 18, 16))
        self.setLayout(column((scrolled(content), 1), deeds, gap=0))

    def show_checked(self, name: str, checked: Checked) -> None:
        self._file.setText(name)
        self.body.show_checked(checked)
        self.receive.setVisible(checked.standing is not Standing.REFUSED)
        self.leave.setFocus()
