"""Adding a person: one name is enough, the rest is optional; those who may be her are shown, never in the way."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spie_diag.casework.errors import FutureBirthDateError, MissingNameError, UnlikelyBirthDateError
from spie_diag.desktop.cases.writing import Written
from spie_diag.desktop.errors import UnusableDateError
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import Field, LineEdit
from spie_diag.desktop.widgets.layouts import clear, column, label, panel, row, scrolled
from spie_diag.desktop.widgets.notices import Notice
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
        self.called = LineEdit(most=400)
        self.family_name = LineEdit(most=400)
        self.first_names = LineEdit(most=400)
        self.born_on = LineEdit(hint=self.tr("07/04/1991"), most=20)
        self.commune = LineEdit(most=400)
        self.phone = LineEdit(most=400)
        self._called_field = Field(
            self.tr("Comment souhaite-t-elle être appelée ?"),
            self.called,
            hint=self.tr("Un prénom suffit pour commencer."),
        )
        self._born_field = Field(self.tr("Date de naissance"), self.born_on, optional=self.tr("facultative"))
        self.notice = Notice()
        self.create_and_prepare = Button(self.tr("Créer et préparer"), kind=Kind.PRIMARY, icon="user-plus", wide=True)
        self.leave = Button(self.tr("Revenir à la liste"), icon="arrow-left", kind=Kind.QUIET, wide=True)
        self._alike: QVBoxLayout = column(gap=Gap.SMALL)
        self._alike_card = panel(self._alike, Tone.WARN)
        self._alike.setContentsMargins(12, 10, 12, 10)
        self._alike_card.hide()
        self._look = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._look.timeout.connect(self._ask_look_alikes)
        self._edits = (self.called, self.first_names, self.family_name, self.born_on, self.commune, self.phone)
        self._lay_out()
        for edit in self._edits:
            edit.returnPressed.connect(self._add)
            edit.textEdited.connect(self._typing)
        self.create_and_prepare.clicked.connect(self._add)
        self.leave.clicked.connect(self.left)

    def start(self, called: str) -> None:
        """An empty form; what was searched for is proposed as the name."""
        for edit in self._edits:
            edit.show_text("")
        self.called.show_text(called)
        self._unmark()
        self._alike_card.hide()
        self.called.setFocus()
        if called:
            self._look.start()

    def written(self) -> Written:
        return Written(
            called=self.called.text(),
            family_name=self.family_name.text(),
            first_names=self.first_names.text(),
            born_on=self.born_on.text(),
            commune=self.commune.text(),
            phone=self.phone.text(),
        )

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
        self._unmark()
        if isinstance(error, MissingNameError):
            self._say_wrong(self._called_field, error)
        elif isinstance(error, (UnusableDateError, FutureBirthDateError, UnlikelyBirthDateError)):
            self._say_wrong(self._born_field, error)
        else:
            self.notice.say_error(error)
            self._bring_up(self.notice)
        self.create_and_prepare.setEnabled(True)

    def _lay_out(self) -> None:
        fields = (
            self._called_field,
            self._alike_card,
            Field(self.tr("Prénoms"), self.first_names, optional=self.tr("facultatifs")),
            Field(self.tr("Nom"), self.family_name, optional=self.tr("facultatif")),
            self._born_field,
            Field(self.tr("Commune"), self.commune, optional=self.tr("facultative")),
            Field(self.tr("Téléphone"), self.phone, optional=self.tr("facultatif")),
        )
        title = label(self.tr("Nouvelle personne"), Text.H2)
        body = column(title, *fields, self.notice, None, gap=Gap.MEDIUM, margins=(18, 18, 18, 8))
        deeds = column(self.create_and_prepare, self.leave, gap=Gap.SMALL, margins=(18, 4, 18, 16))
        self._scroll = scrolled(body)
        self.setLayout(column((self._scroll, 1), deeds, gap=0))

    def _say_wrong(self, field: Field, error: SpieError) -> None:
        field.say_wrong(error.what_happened, error.what_to_do)
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._bring_up(field)

    def _bring_up(self, widget: QWidget) -> None:
        """Once laid out: the words that just came take room of their own."""
        QTimer.singleShot(0, self, partial(self._scroll_to, widget))

    def _scroll_to(self, widget: QWidget) -> None:
        inner = self._scroll.widget()
        layout = inner.layout() if inner is not None else None
        if layout is not None:
            layout.activate()
        self._scroll.ensureWidgetVisible(widget, 0, 12)

    def _unmark(self) -> None:
        self.notice.clear()
        self._called_field.clear()
        self._born_field.clear()

    def _typing(self) -> None:
        self._unmark()
        self._look.start()

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
