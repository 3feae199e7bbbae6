"""« Verrouillage »: after how long without a key or a hand the vault locks."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.memory import LOCK_DELAYS_MIN
from spie_diag.desktop.safe.sections import card, section_page
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.dropdown import DropDown
from spie_diag.desktop.widgets.fields import Field
from spie_diag.desktop.widgets.layouts import column, label, row


class LockingView(QWidget):
    delay_chosen = Signal(int)
    """Minutes."""
    lock_asked = Signal()

    def __init__(self, minutes: int) -> None:
        super().__init__()
        choices = [(str(delay), self.tr("{0} minutes").format(delay)) for delay in LOCK_DELAYS_MIN]
        self.delay = DropDown(choices, spoken=self.tr("Verrouiller après"))
        self.delay.pick(str(minutes))
        self.lock = Button(self.tr("Verrouiller le coffre"), icon="lock")
        facts = [label(self.tr(text), wrap=True) for text in _FACTS]
        page = section_page(
            self.tr("Verrouillage"),
            self.tr("Un coffre verrouillé ne montre plus rien, et garde tout ce qui est tapé."),
            card("", "", Field(self.tr("Verrouiller après ce temps sans toucher l’ordinateur"), self.delay), *facts),
            row(self.lock, None),
        )
        self.setLayout(column((page, 1)))
        self.delay.picked.connect(lambda picked: self.delay_chosen.emit(int(picked)))
        self.lock.clicked.connect(self.lock_asked)


_FACTS = (
    "Une ligne prévient 30 secondes avant : une touche suffit pour continuer.",
    "Ctrl L verrouille tout de suite. F9 masque seulement l’écran.",
)
