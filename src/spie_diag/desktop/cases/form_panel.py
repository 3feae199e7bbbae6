"""What became of a form that somebody wanted to add: accepted, or every fault of its file."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from spie_diag.desktop.cases.screen import FormVerdict
from spie_diag.desktop.clipboard import copy_harmless
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.layouts import box, column, label, scrolled
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.speaking import announce
from spie_diag.french import spaced


class FormPanel(QWidget):
    another_asked = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._file = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self.notice = Notice()
        self.lines = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        self.lines.setAccessibleName(self.tr("Remarques sur le formulaire"))
        self._space = box(column(None))  # in the place of the list where there is none
        self.copy = Button(self.tr("Copier la liste"), icon="copy", wide=True)
        self.another = Button(self.tr("Choisir un autre fichier"), icon="file-text", wide=True)
        self.leave = Button(self.tr("Revenir à la personne"), icon="arrow-left", wide=True)
        title = label(self.tr("Ajouter un formulaire"), Text.H2)
        body = column(
            title, self._file, self.notice, (self.lines, 1), self._space, gap=Gap.MEDIUM, margins=(18, 18, 18, 8)
        )
        deeds = column(self.copy, self.another, self.leave, gap=Gap.SMALL, margins=(18, 4, 18, 16))
        self.setLayout(column((scrolled(body), 1), deeds, gap=0))
        self.copy.clicked.connect(self._copy)
        self.another.clicked.connect(self.another_asked)
        self.leave.clicked.connect(self.left)

    def show_checking(self, name: str) -> None:
        """Its file is being read: that may take some seconds."""
        self._file.setText(name)
        self.notice.say(self.tr("Vérification du formulaire…"))
        self._show_list(False)
        self.another.setEnabled(False)

    def show_verdict(self, verdict: FormVerdict) -> None:
        self.another.setEnabled(True)
        self.notice.say(verdict.conclusion, verdict.advice, Gravity.GOOD if verdict.holds else Gravity.ERROR)
        self.lines.setPlainText("\n\n".join(spaced(line) for line in verdict.lines))
        self._show_list(bool(verdict.lines))
        (self.leave if verdict.holds else self.another).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_list(self, shown: bool) -> None:
        self.lines.setVisible(shown)
        self.copy.setVisible(shown)
        self._space.setVisible(not shown)

    def _copy(self) -> None:
        copy_harmless(self.lines.toPlainText())
        announce(self, self.tr("Liste copiée"))
