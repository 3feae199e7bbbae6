"""A quiet line on the page of the persons: the last backup is old, or there is none."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.theme import Colour, Gap, Tone
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.layouts import IconLabel, column, label, panel, row, say_in


class Reminder(QWidget):
    """Hidden until there is something to remind of; never read out over what somebody does."""

    backups_asked = Signal()
    put_off = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words = label("", wrap=True)
        self.save = Button(self.tr("Voir les sauvegardes"), small=True)
        self.later = Button(self.tr("Me le redire demain"), kind=Kind.QUIET, small=True)
        sign = IconLabel("download", Colour.WARN, 20)
        line = row(sign, (self._words, 1), self.save, self.later, gap=Gap.MEDIUM, margins=8)
        self.setLayout(column(panel(line, Tone.WARN)))
        self.save.clicked.connect(self.backups_asked)
        self.later.clicked.connect(self.put_off)
        self.hide()

    def remind(self, sentence: str | None) -> None:
        """Show a sentence, or nothing any more."""
        say_in(self._words, sentence or "")
        self.setVisible(bool(sentence))
