"""What the verification of a document found."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.cases.screen import Checked
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.layouts import column, label, say_in, scrolled
from spie_diag.desktop.widgets.notices import Gravity, Notice


class VerdictPanel(QWidget):
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._file = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self.notice = Notice()
        self._lines = label("", wrap=True)
        self._lines.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.leave = Button(self.tr("Revenir à la personne"), icon="arrow-left", wide=True)
        self.leave.clicked.connect(self.left)
        title = label(self.tr("Document vérifié"), Text.H2)
        body = column(title, self._file, self.notice, self._lines, None, gap=Gap.MEDIUM, margins=(18, 18, 18, 8))
        deeds = column(self.leave, margins=(18, 4, 18, 16))
        self.setLayout(column((scrolled(body), 1), deeds, gap=0))

    def show_checked(self, name: str, checked: Checked) -> None:
        self._file.setText(name)
        self.notice.say(checked.conclusion, "", Gravity.GOOD if checked.holds else Gravity.ERROR)
        say_in(self._lines, "\n".join(checked.lines).strip())
        self._lines.setAccessibleName(self._lines.text())
        self.leave.setFocus()
