"""One specialist of the pair: her signature, given with her own passphrase, typed where it is asked."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import Field
from spie_diag.desktop.widgets.layouts import box, column, label, panel, row, say_in
from spie_diag.desktop.widgets.notices import Gravity
from spie_diag.desktop.widgets.signs import Mark, Pill, Sign
from spie_diag.desktop.widgets.speaking import announce
from spie_diag.errors import SpieError
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


class SpecialistCard(QWidget):
    """Emits the passphrase once, and forgets it."""

    sign_asked = Signal(object, str)
    """The ``SpecialistId`` and what she typed."""

    def __init__(self, specialist: Specialist) -> None:
        super().__init__()
        self.specialist = specialist
        self._is_busy = False
        self._name = label(specialist.name, Text.STRONG)
        self._about = label(style=Text.SMALL, tone=Colour.INK2)
        self._state = Pill(self.tr("Signé"), Tone.OK, "check")
        self.open = Button(self.tr("Signer"), icon="badge-check", kind=Kind.PRIMARY)
        self.open.setAccessibleName(self.tr("Signer, {name}").format(name=specialist.name))
        self.open.clicked.connect(self._opened)
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.returnPressed.connect(self._sign)
        self.field = Field(
            self.tr("Phrase secrète de {name}").format(name=specialist.name),
            self.passphrase,
            hint=self.tr("Elle est demandée à chaque signature : personne ne signe à votre place."),
        )
        self.sign = Button(self.tr("Signer le document"), icon="badge-check", kind=Kind.PRIMARY, small=True)
        self.sign.clicked.connect(self._sign)
        self.cancel = Button(self.tr("Fermer"), kind=Kind.QUIET, small=True)
        self.cancel.clicked.connect(self._closed)
        self._progress = label(style=Text.SMALL, tone=Colour.INK2)
        self._entry = box(column(self.field, row((self._progress, 1), self.cancel, self.sign), gap=Gap.SMALL))
        self._entry.hide()
        head = row(
            Mark(_SIGNS[specialist.voice], 15), (column(self._name, self._about, gap=0), 1), self._state, self.open
        )
        self.setLayout(column(panel(column(head, self._entry, gap=Gap.SMALL, margins=(12, 10, 10, 10)), "sunken")))

    def show_state(self, shown: SpecialistShown) -> None:
        self._end()
        about = _FIELDS[shown.specialist.voice]
        say_in(self._about, f"{about} · {shown.signed}" if shown.signed else about)
        self._state.setVisible(bool(shown.signed))
        self.open.setVisible(not shown.signed and self._entry.isHidden())
        self.open.setEnabled(not shown.why_not)
        self.open.setToolTip(shown.why_not)
        if shown.signed or shown.why_not:
            self._closed(keep_button=bool(shown.signed))

    def say_error(self, error: SpieError) -> None:
        """Say under the field what went wrong: the passphrase is asked again, nothing else changed."""
        self._end()
        self.field.say_wrong(error.what_happened, error.what_to_do)
        self.passphrase.selectAll()
        self.passphrase.setFocus()

    def _opened(self) -> None:
        self._entry.show()
        self.open.hide()
        self.passphrase.setFocus()

    def _closed(self, *, keep_button: bool = False) -> None:
        self.passphrase.clear()
        self.field.clear()
        self._entry.hide()
        self.open.setVisible(not keep_button)

    def _sign(self) -> None:
        if self._is_busy:
            return
        typed = self.passphrase.text()
        if not typed:
            self.field.notice.say(self.tr("Tapez votre phrase secrète."), "", Gravity.WARNING)
            return
        self.field.clear()
        self._begin()
        self.sign_asked.emit(self.specialist.id, typed)

    def _begin(self) -> None:
        self._is_busy = True
        self.passphrase.setEnabled(False)
        self.sign.setEnabled(False)
        say_in(self._progress, self.tr("Signature en cours…"))
        announce(self, self.tr("Signature en cours"))

    def _end(self) -> None:
        self._is_busy = False
        self.passphrase.setEnabled(True)
        self.sign.setEnabled(True)
        say_in(self._progress, "")


def same_people(cards: dict[SpecialistId, SpecialistCard], members: tuple[Specialist, ...]) -> bool:
    return list(cards) == [one.id for one in members]
