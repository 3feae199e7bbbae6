"""« Ma phrase secrète »: the present one, the new one twice, and the key of the vault if it should change too."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.safe.passphrase_presenter import Change
from spie_diag.desktop.safe.proof import Proof
from spie_diag.desktop.safe.sections import card, section_page
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.unlock.choosing import PassphraseChoice
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import Tick
from spie_diag.desktop.widgets.layouts import bring_up, column, label, row
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.underway import COPIED, Underway
from spie_diag.interview.people import Specialist, SpecialistId


class PassphraseView(QWidget):
    change_asked = Signal(object)
    """``Change``."""
    stop_asked = Signal()
    """Of the change of the vault's key."""
    shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.old = Proof(self.tr("Phrase secrète actuelle"), self.tr("Qui change sa phrase ?"))
        self.choice = PassphraseChoice(self.tr("Nouvelle phrase secrète"))
        self.also_key = Tick(self.tr("Changer aussi la clé du coffre"))
        self.busy = Notice()
        self.underway = Underway(self.tr("Avancement du changement de clé"), self.tr("Arrêter le changement de clé"))
        self.done = Notice()
        self.error = Notice()
        self.change = Button(self.tr("Changer la phrase"), icon="key-round", kind=Kind.PRIMARY)
        copies = column(
            label(self.tr(_COPIES), Text.SMALL, tone=Colour.INK2, wrap=True),
            self.also_key,
            label(self.tr(_KEY), Text.SMALL, tone=Colour.INK2, wrap=True),
            gap=Gap.TIGHT,
        )
        page = section_page(
            self.tr("Ma phrase secrète"),
            self.tr("Votre signature et tout ce que vous avez écrit restent les mêmes."),
            self.done,
            card(self.tr("La phrase actuelle"), "", self.old),
            card(self.tr("La nouvelle"), "", self.choice),
            card(self.tr("Les copies d’avant"), "", copies),
            self.busy,
            self.underway,
            self.error,
            row(self.change, None),
        )
        self.setLayout(column((page, 1)))
        self.change.clicked.connect(self._ask)
        self.underway.stop_asked.connect(self.stop_asked)
        self.old.entered.connect(self._ask)
        self.choice.entered.connect(self._ask)

    def show_people(self, people: tuple[Specialist, ...], writer: SpecialistId) -> None:
        self.old.show_people(people, writer)

    def show_busy(self, sentence: str) -> None:
        self.busy.say(sentence)
        bring_up(self.busy)
        self.change.setEnabled(False)

    def show_encrypting(self, share: float) -> None:
        """Her passphrase is changed already."""
        doing = self.tr("Votre phrase est changée. Le coffre se chiffre avec une nouvelle clé : {0} %")
        if share >= COPIED:
            doing = self.tr("Votre phrase est changée. Le nouveau fichier est relu : {0} %")
        begins = self.underway.isHidden()
        self.busy.clear()
        self.underway.show_share(doing, share)
        if begins:
            self.change.setEnabled(False)
            self.underway.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_stopped(self, sentence: str, advice: str) -> None:
        self.error.say(sentence, advice, Gravity.WARNING)
        bring_up(self.error)

    def show_old_wrong(self, sentence: str, advice: str) -> None:
        self._rest()
        self.old.say_wrong(sentence, advice)

    def show_new_wrong(self, sentence: str, advice: str) -> None:
        self._rest()
        self.choice.say_wrong(sentence, advice)

    def show_error(self, sentence: str, advice: str) -> None:
        self._rest()
        self.error.say(sentence, advice, Gravity.ERROR)
        bring_up(self.error)

    def show_changed(self, *, key_too: bool) -> None:
        self._rest()
        self._wipe()
        self.also_key.setChecked(False)
        advice = self.tr("Une copie du coffre faite avant s’ouvre encore avec l’ancienne phrase.")
        if key_too:
            advice = self.tr("La clé du coffre aussi. ") + advice
        self.done.say(self.tr("Votre phrase secrète est changée."), advice, Gravity.GOOD)
        self.old.secret.edit.setFocus()
        bring_up(self.done)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.shown.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._wipe()
            self.done.clear()
            self.error.clear()

    def _ask(self) -> None:
        if not self.change.isEnabled():
            return
        for part in (self.old, self.choice, self.done, self.error):
            part.clear()
        proven = self.old.proven()
        new, again = self.choice.typed()
        self.change_asked.emit(Change(proven.by, proven.passphrase, new, again, self.also_key.isChecked()))

    def _rest(self) -> None:
        self.busy.clear()
        self.underway.end()
        self.change.setEnabled(True)

    def _wipe(self) -> None:
        self.old.wipe()
        self.choice.wipe()


_COPIES = "Une copie du coffre faite avant ce changement s’ouvre encore avec l’ancienne phrase."
_KEY = (
    "Utile si quelqu’un connaît votre phrase actuelle : même avec une copie ancienne, il n’ouvrira pas le coffre "
    "d’aujourd’hui. Cela prend quelques secondes et ne change la phrase de personne d’autre."
)
