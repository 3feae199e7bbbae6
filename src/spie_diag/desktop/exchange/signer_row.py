"""One specialist who signs what leaves: her own passphrase, typed where it is asked."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.theme import Gap
from spie_diag.desktop.widgets.fields import Field
from spie_diag.desktop.widgets.layouts import bring_up, column
from spie_diag.desktop.widgets.notices import Gravity
from spie_diag.desktop.widgets.passphrases import PassphraseRow
from spie_diag.interview.people import Specialist, SpecialistId


class SignerRow(QWidget):
    entered = Signal()

    def __init__(self, specialist: Specialist, *, with_card: bool) -> None:
        super().__init__()
        self._with_card = with_card
        self.specialist = specialist
        asked = self.tr("Phrase secrète de {name}").format(name=specialist.name)
        self.secret = PassphraseRow(asked)
        self.field = Field(asked, self.secret)
        self.field.title.setBuddy(self.secret.edit)
        pin = self.tr("Code PIN de la carte de {name}").format(name=specialist.name)
        self.pin = PassphraseRow(pin, self.tr("le code PIN"))
        self.pin_field = Field(pin, self.pin, hint=self.tr("Seulement si elle signe avec une carte."))
        self.pin_field.title.setBuddy(self.pin.edit)
        self.setLayout(column(self.field, self.pin_field, gap=Gap.TIGHT))
        self.pin_field.setVisible(with_card)
        for line in (self.secret, self.pin):
            line.edit.returnPressed.connect(self.entered)
        self.secret.edit.textEdited.connect(self.field.clear)
        self.secret.edit.capitals_noticed.connect(self._tell_capitals)

    def signing(self) -> tuple[SpecialistId, str]:
        """Who signs, and what she typed."""
        return self.specialist.id, self.secret.edit.text()

    def pin_typed(self) -> str:
        return self.pin.edit.text() if self._with_card else ""

    def say_wrong(self, sentence: str, advice: str) -> None:
        self.field.say_wrong(sentence, advice)
        self.secret.edit.setFocus()
        self.secret.edit.selectAll()
        bring_up(self)

    def wipe(self) -> None:
        """What was typed served, or will not."""
        for line in (self.secret, self.pin):
            line.edit.clear()
            line.show_button.setChecked(False)
        self.field.clear()

    def _tell_capitals(self, on: bool) -> None:
        if on:
            self.field.notice.say(self.tr("La touche Verr. Maj. est activée."), "", Gravity.WARNING)
        else:
            self.field.clear()
