"""Adding a person: one name is enough, the rest is optional; those who may be her are shown, never in the way."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spie_diag.desktop.cases.identity_fields import IdentityFields
from spie_diag.desktop.cases.writing import Written
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.layouts import clear, column, label, panel, row, scrolled
from spie_diag.errors import SpieError
from spie_diag.french import short_date
from spie_diag.interview.people import Person

_LOOK_MS = 350


class NewPersonPanel(QWidget):
    addition_asked = Signal(object)
    """``Written``."""
    look_alikes_asked = Signal(object)
    person_chosen = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._alike: QVBoxLayout = column(gap=Gap.SMALL)
        self._alike_card = panel(self._alike, Tone.WARN)
        self._alike.setContentsMargins(12, 10, 12, 10)
        self._alike_card.hide()
        self.fields = IdentityFields(self._alike_card, hint=self.tr("Un prénom suffit pour commencer."))
        self.create_and_prepare = Button(self.tr("Créer et préparer"), kind=Kind.PRIMARY, icon="user-plus", wide=True)
        self.leave = Button(self.tr("Revenir à la liste"), icon="arrow-left", kind=Kind.QUIET, wide=True)
        self._look = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._look.timeout.connect(self._ask_look_alikes)
        self._lay_out()
        self.fields.entered.connect(self._add)
        self.fields.typed.connect(self._look.start)
        self.create_and_prepare.clicked.connect(self._add)
        self.leave.clicked.connect(self.left)

    def start(self, called: str) -> None:
        """An empty form; what was searched for is proposed as the name."""
        self._alike_card.hide()
        self.fields.start(Written(called=called))
        if called:
            self._look.start()

    def written(self) -> Written:
        return self.fields.written()

    def show_look_alikes(self, persons: tuple[Person, ...]) -> None:
        clear(self._alike)
        self._alike_card.setVisible(bool(persons))
        if not persons:
            return
        self._alike.addWidget(label(self.tr("Est-ce la même personne ?"), Text.STRONG))
        for person in persons[:4]:
            born = short_date(person.born_on) if person.born_on else ""
            detail = " · ".join(part for part in (born, person.commune, person.number) if part)
            show = Button(self.tr("Voir"), small=True)
            show.setAccessibleName(self.tr("Voir {0}").format(person.full_name))
            show.clicked.connect(_Choice(self, person))
            words = column(
                label(person.full_name, Text.STRONG, verbatim=True, wrap=True),
                label(detail, Text.SMALL, tone=Colour.INK2, wrap=True),
                gap=0,
            )
            self._alike.addLayout(row((words, 1), show))

    def show_error(self, error: SpieError) -> None:
        """Say what is wrong under the field that it is about, and go there; else under all of them."""
        self.fields.show_error(error)
        self.create_and_prepare.setEnabled(True)

    def _lay_out(self) -> None:
        title = label(self.tr("Nouvelle personne"), Text.H2)
        body = column(title, self.fields, None, gap=Gap.MEDIUM, margins=(18, 18, 18, 8))
        deeds = column(self.create_and_prepare, self.leave, gap=Gap.SMALL, margins=(18, 4, 18, 16))
        self.setLayout(column((scrolled(body), 1), deeds, gap=0))

    def _ask_look_alikes(self) -> None:
        self.look_alikes_asked.emit(self.written())

    def _add(self) -> None:
        self.addition_asked.emit(self.written())


class _Choice:
    """What the button « Voir » of one person does; holds no more than it needs."""

    def __init__(self, panel_: NewPersonPanel, person: Person) -> None:
        self._panel, self._case = panel_, person.case

    def __call__(self) -> None:
        self._panel.person_chosen.emit(self._case)
