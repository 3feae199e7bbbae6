"""Correcting who a person is: what the file said before stays in its history."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.cases.identity_fields import IdentityFields
from spie_diag.desktop.cases.writing import Written
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.layouts import column, label, scrolled
from spie_diag.errors import SpieError


class CorrectionPanel(QWidget):
    correction_asked = Signal(object)
    """``Written``."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._before = Written()
        self.fields = IdentityFields()
        self.correct = Button(self.tr("Enregistrer la correction"), icon="check", kind=Kind.PRIMARY, wide=True)
        self.leave = Button(self.tr("Revenir à ses droits"), icon="arrow-left", kind=Kind.QUIET, wide=True)
        words = self.tr(
            "Ce que le dossier disait avant reste dans son historique. Ses réponses se corrigent dans l’entretien."
        )
        body = column(
            label(self.tr("Corriger son identité"), Text.H2, wrap=True),
            label(words, Text.SMALL, tone=Colour.INK2, wrap=True),
            self.fields,
            None,
            gap=Gap.MEDIUM,
            margins=(18, 18, 18, 8),
        )
        deeds = column(self.correct, self.leave, gap=Gap.SMALL, margins=(18, 4, 18, 16))
        self.setLayout(column((scrolled(body), 1), deeds, gap=0))
        self.fields.entered.connect(self._ask)
        self.correct.clicked.connect(self._ask)
        self.leave.clicked.connect(self.left)

    def show_written(self, written: Written) -> None:
        self._before = written
        self.fields.start(written)

    @property
    def is_begun(self) -> bool:
        """Whether something is written that differs from what the file says."""
        return self.fields.written() != self._before

    def show_error(self, error: SpieError) -> None:
        self.fields.show_error(error)

    def _ask(self) -> None:
        self.correction_asked.emit(self.fields.written())
