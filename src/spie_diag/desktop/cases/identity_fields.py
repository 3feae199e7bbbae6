"""Who a person is, as it is written when her file is opened or corrected."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from spie_diag.casework.errors import FutureBirthDateError, MissingNameError, UnlikelyBirthDateError
from spie_diag.desktop.cases.writing import Written
from spie_diag.desktop.errors import UnusableDateError
from spie_diag.desktop.theme import Gap
from spie_diag.desktop.widgets.fields import Field, LineEdit
from spie_diag.desktop.widgets.layouts import bring_up, column
from spie_diag.desktop.widgets.notices import Notice
from spie_diag.errors import SpieError


class IdentityFields(QWidget):
    """Six lines, each with the place where what is wrong with it is said; ``below_name`` comes after the first."""

    typed = Signal()
    entered = Signal()

    def __init__(self, below_name: QWidget | None = None, hint: str = "") -> None:
        super().__init__()
        self.called = LineEdit(most=400)
        self.family_name = LineEdit(most=400)
        self.first_names = LineEdit(most=400)
        self.born_on = LineEdit(hint=self.tr("07/04/1991"), most=20)
        self.commune = LineEdit(most=400)
        self.phone = LineEdit(most=400)
        self.notice = Notice()
        self._called_field = Field(self.tr("Comment souhaite-t-elle être appelée ?"), self.called, hint=hint)
        self._born_field = Field(self.tr("Date de naissance"), self.born_on, optional=self.tr("facultative"))
        self._edits = (self.called, self.first_names, self.family_name, self.born_on, self.commune, self.phone)
        self.setLayout(
            column(
                self._called_field,
                *((below_name,) if below_name is not None else ()),
                Field(self.tr("Prénoms"), self.first_names, optional=self.tr("facultatifs")),
                Field(self.tr("Nom"), self.family_name, optional=self.tr("facultatif")),
                self._born_field,
                Field(self.tr("Commune"), self.commune, optional=self.tr("facultative")),
                Field(self.tr("Téléphone"), self.phone, optional=self.tr("facultatif")),
                self.notice,
                gap=Gap.MEDIUM,
            )
        )
        for edit in self._edits:
            edit.returnPressed.connect(self.entered)
            edit.textEdited.connect(self._typing)

    def start(self, written: Written) -> None:
        """Show this, with nothing wrong yet, and take the keyboard."""
        self.called.show_text(written.called)
        self.family_name.show_text(written.family_name)
        self.first_names.show_text(written.first_names)
        self.born_on.show_text(written.born_on)
        self.commune.show_text(written.commune)
        self.phone.show_text(written.phone)
        self.unmark()
        self.called.setFocus()

    def written(self) -> Written:
        return Written(
            called=self.called.text(),
            family_name=self.family_name.text(),
            first_names=self.first_names.text(),
            born_on=self.born_on.text(),
            commune=self.commune.text(),
            phone=self.phone.text(),
        )

    def show_error(self, error: SpieError) -> None:
        """Say what is wrong under the field that it is about, and go there; else under all of them."""
        self.unmark()
        if isinstance(error, MissingNameError):
            self._say_wrong(self._called_field, error)
        elif isinstance(error, (UnusableDateError, FutureBirthDateError, UnlikelyBirthDateError)):
            self._say_wrong(self._born_field, error)
        else:
            self.notice.say_error(error)
            bring_up(self.notice)

    def unmark(self) -> None:
        self.notice.clear()
        self._called_field.clear()
        self._born_field.clear()

    def _say_wrong(self, field: Field, error: SpieError) -> None:
        field.say_wrong(error.what_happened, error.what_to_do)
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_up(field)

    def _typing(self) -> None:
        self.unmark()
        self.typed.emit()
