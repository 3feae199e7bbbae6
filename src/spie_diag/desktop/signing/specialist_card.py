"""One specialist of the pair: her signature, given with her own passphrase, typed where it is asked.

Whoever signs with a card types its PIN besides; where nobody knew before that it is a card, it is asked after.
"""

from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from spie_diag.desktop.signing.ways import WayShown
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import Field
from spie_diag.desktop.widgets.layouts import box, bring_up, column, label, panel, row, say_in
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.passphrases import PassphraseEdit
from spie_diag.desktop.widgets.signs import Mark, Pill, Sign
from spie_diag.desktop.widgets.speaking import announce
from spie_diag.errors import SpieError
from spie_diag.french import spaced
from spie_diag.interview.people import Specialist, SpecialistId, Voice

_SIGNS = {Voice.SOCIAL: Sign.SOCIAL, Voice.EMPLOYMENT: Sign.EMPLOYMENT}
_FIELDS = {Voice.SOCIAL: "Champ social", Voice.EMPLOYMENT: "Champ emploi"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialistShown:
    specialist: Specialist
    signed: str
    """When, in words; empty while she did not sign."""
    why_not: str
    """Why she cannot sign now; empty where she can."""
    signing: bool = False
    """Her signature is being made."""
    comes_second: bool = False
    """The other one signs first, and has not yet."""
    way: WayShown = field(default_factory=WayShown)


class SpecialistCard(QWidget):
    """Emits the passphrase and the PIN once, and forgets them."""

    sign_asked = Signal(object, str, str)
    """The ``SpecialistId``, her passphrase, and the PIN of her card."""

    def __init__(self, specialist: Specialist) -> None:
        super().__init__()
        self.specialist = specialist
        self._can_sign = False
        self._name = label(specialist.name, Text.STRONG)
        self._about = label(style=Text.SMALL, tone=Colour.INK2)
        self._state = Pill(self.tr("Signé"), Tone.OK, "check")
        self.open = Button(self.tr("Signer"), icon="badge-check", kind=Kind.PRIMARY)
        self.open.setAccessibleName(self.tr("Signer, {name}").format(name=specialist.name))
        self.open.clicked.connect(self._opened)
        asked = self.tr("Phrase secrète de {name}").format(name=specialist.name)
        self.passphrase = PassphraseEdit(asked)
        self.passphrase.returnPressed.connect(self._sign)
        self.field = Field(
            asked,
            self.passphrase,
            hint=self.tr("Elle est demandée à chaque signature : personne ne signe à votre place."),
        )
        self.way = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        asked_pin = self.tr("Code PIN de la carte de {name}").format(name=specialist.name)
        self.pin = PassphraseEdit(asked_pin)
        self.pin.returnPressed.connect(self._sign)
        self.pin_field = Field(asked_pin, self.pin, hint=self.tr("Laissez vide s’il se tape sur le lecteur."))
        self.pin_field.hide()
        self.warning = Notice()
        self.sign = Button(self.tr("Signer le document"), icon="badge-check", kind=Kind.PRIMARY, small=True)
        self.sign.clicked.connect(self._sign)
        self.cancel = Button(self.tr("Fermer"), kind=Kind.QUIET, small=True)
        self.cancel.clicked.connect(self._closed)
        self._progress = label(self.tr("Signature en cours…"), Text.SMALL, tone=Colour.INK2)
        self._running = QProgressBar(textVisible=False, minimum=0, maximum=0)
        self._running.setAccessibleName(self.tr("Signature en cours"))
        self._waiting = box(row(self._progress, (self._running, 1), gap=Gap.MEDIUM))
        self._waiting.hide()
        self._deeds = box(row(None, self.cancel, self.sign))
        self._entry = box(column(self.way, self.field, self.pin_field, self._waiting, self._deeds, gap=Gap.SMALL))
        self._entry.hide()
        head = row(
            Mark(_SIGNS[specialist.voice], 15), (column(self._name, self._about, gap=0), 1), self._state, self.open
        )
        content = column(head, self.warning, self._entry, gap=Gap.SMALL, margins=(12, 10, 10, 10))
        self.setLayout(column(panel(content, "sunken")))

    def show_state(self, shown: SpecialistShown) -> None:
        about = _FIELDS[shown.specialist.voice]
        more = shown.signed or (self.tr("signe ensuite") if shown.comes_second else "")
        say_in(self._about, f"{about} · {more}" if more else about)
        self._show_way(shown)
        self._state.setVisible(bool(shown.signed))
        self._show_busy(shown.signing)
        self._can_sign = not shown.why_not and not shown.signing
        for button in (self.open, self.sign):
            button.setEnabled(self._can_sign)
            button.setToolTip(spaced(shown.why_not))
        self.open.setVisible(not shown.signed and self._entry.isHidden())
        if shown.signed:
            self._close()
            self.open.hide()

    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in order."""
        return (self.open, self.passphrase, self.pin, self.cancel, self.sign)

    def say_error(self, error: SpieError) -> None:
        """Say under the field what went wrong: the passphrase is asked again, nothing else changed."""
        self._say_in(self.field, self.passphrase, error)

    def say_pin_error(self, error: SpieError) -> None:
        """It is a card that signs: ask for its PIN, or say that it is wrong; the passphrase stays typed."""
        asked_before = bool(self.pin.text())
        self.pin_field.show()
        if asked_before:
            self._say_in(self.pin_field, self.pin, error)
            return
        words = self.tr("Cette signature se fait avec une carte.")
        self.pin_field.notice.say(words, self.tr("Tapez aussi son code PIN."), Gravity.WARNING)
        if self.isVisible():
            self.pin.setFocus()
            bring_up(self.pin_field)

    def _say_in(self, field: Field, edit: PassphraseEdit, error: SpieError) -> None:
        field.say_wrong(error.what_happened, error.what_to_do)
        edit.selectAll()
        if self.isVisible():  # she may be looking at another stage: the keyboard stays there
            edit.setFocus()
            bring_up(field)

    def _show_way(self, shown: SpecialistShown) -> None:
        """What she signs with, and whether that ends soon: of no use once she signed."""
        say_in(self.way, shown.way.told)
        self.way.setVisible(bool(shown.way.told))
        if shown.way.asks_pin:
            self.pin_field.show()
        sentence, advice = shown.way.warning
        if sentence and not shown.signed:
            gravity = Gravity.ERROR if shown.way.is_over else Gravity.WARNING
            self.warning.say(sentence, advice, gravity, aloud=False)
        else:
            self.warning.clear()

    def _opened(self) -> None:
        self._entry.show()
        self.open.hide()
        self.passphrase.setFocus()

    def _closed(self) -> None:
        self._close()
        self.open.setFocus()

    def _close(self) -> None:
        for edit, around in ((self.passphrase, self.field), (self.pin, self.pin_field)):
            edit.clear()
            around.clear()
        self._entry.hide()
        self.open.show()

    def _sign(self) -> None:
        if not self._can_sign:
            return
        typed = self.passphrase.text()
        if not typed:
            self.field.notice.say(self.tr("Tapez votre phrase secrète."), "", Gravity.WARNING)
            return
        self.field.clear()
        self.pin_field.clear()
        announce(self, self.tr("Signature en cours"))
        self.sign_asked.emit(self.specialist.id, typed, self.pin.text())

    def _show_busy(self, on: bool) -> None:
        """What was begun is not taken back: no button offers it."""
        if on and self._deeds.isAncestorOf(self.focusWidget() or self):
            self.passphrase.setFocus()
        self._waiting.setVisible(on)
        self._deeds.setVisible(not on)
        for edit in (self.passphrase, self.pin):
            edit.setReadOnly(on)  # disabled, it would lose the keyboard


def same_people(cards: dict[SpecialistId, SpecialistCard], members: tuple[Specialist, ...]) -> bool:
    return list(cards) == [one.id for one in members]
