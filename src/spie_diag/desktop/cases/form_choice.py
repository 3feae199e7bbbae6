"""With which form a new interview is led: the common one, or one that the territory added."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from spie_diag.desktop.cases.lines import FormLine
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.dropdown import DropDown
from spie_diag.desktop.widgets.file_dialogs import file_dialog
from spie_diag.desktop.widgets.layouts import column, label, row, say_in
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.french import listed

_WHOLE_TITLE = 30
"""A longer title is cut in the list: it is written whole under it."""


class FormChoice(QWidget):
    """A list where there are several; title, version and languages of the one chosen; the way to add one."""

    file_chosen = Signal(str)
    withdrawal_asked = Signal(str)
    """The fingerprint of the form that is no longer to be offered."""
    cleaning_asked = Signal()
    """The files that cannot be read are to be taken away."""

    def __init__(self) -> None:
        super().__init__()
        self._forms: dict[str, FormLine] = {}
        title = label(self.tr("Avec quel formulaire ?"), Text.STRONG)
        self.list = DropDown([], spoken=self.tr("Formulaire"))
        title.setBuddy(self.list)
        self._about = label(style=Text.SMALL, tone=Colour.INK2, wrap=True)
        self.add = Button(self.tr("Ajouter un formulaire"), icon="plus", kind=Kind.QUIET, small=True)
        self.withdraw = Button(self.tr("Ne plus le proposer"), icon="x", kind=Kind.QUIET, small=True)
        self.withdraw.set_hint(self.tr("Les entretiens menés avec ce formulaire le gardent"))
        self.damaged = Notice()
        self.clean = Button(self.tr("Retirer ce qui est illisible"), icon="x", kind=Kind.QUIET, small=True)
        self.clean.set_hint(self.tr("Les entretiens menés avec ce formulaire le gardent"))
        deeds = column(
            row(self.add, None), row(self.withdraw, None), self.damaged, row(self.clean, None), gap=Gap.TIGHT
        )
        self.setLayout(column(title, self.list, self._about, deeds, gap=Gap.TIGHT))
        for part in (self.list, self.withdraw, self.clean):
            part.hide()
        self.list.picked.connect(self._show_chosen)
        self.add.clicked.connect(self.choose_file)
        self.withdraw.clicked.connect(self._ask_withdrawal)
        self.clean.clicked.connect(self._ask_cleaning)

    def show_forms(self, forms: tuple[FormLine, ...], chosen: str = "") -> None:
        """Offer these, the common one first; ``chosen`` is the fingerprint of the one that somebody just added."""
        before = chosen or self.chosen()
        self._forms = {one.fingerprint: one for one in forms}
        titles = [one.title for one in forms]
        self.list.offer([(one.fingerprint, _named(one, titles)) for one in forms])
        self.list.setVisible(len(forms) > 1)
        self.list.pick(before)
        self._show_chosen()

    def show_damaged(self, count: int) -> None:
        """How many files of added forms cannot be read; nothing where all can."""
        self.clean.setVisible(count > 0)
        if not count:
            self.damaged.clear()
            return
        one, several = (
            self.tr("Un formulaire ajouté ici est illisible."),
            self.tr("{0} formulaires ajoutés ici sont illisibles."),
        )
        advice = self.tr("Fichier abîmé, ou d’une version plus récente de l’application.")
        self.damaged.say(one if count == 1 else several.format(count), advice, Gravity.WARNING, aloud=False)

    def choose_common(self) -> None:
        """For the next person: what one was received with says nothing of the other."""
        self.list.pick("")
        self._show_chosen()

    def chosen(self) -> str:
        """Its fingerprint; empty before the forms are known."""
        return self.list.chosen()

    def choose_file(self) -> None:
        self._dialog = file_dialog(self, self.tr("Choisir le formulaire à ajouter"))
        self._dialog.setNameFilter(self.tr("Formulaires (*.yaml *.yml *.xlsx *.csv *.md);;Tous les fichiers (*)"))
        self._dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._dialog.fileSelected.connect(self.file_chosen)
        self._dialog.open()

    def _show_chosen(self) -> None:
        one = self._forms.get(self.chosen())
        self.withdraw.setVisible(one is not None and one.is_installed)
        if one is None:
            return
        version = self.tr("version {version}").format(version=one.version)
        title = one.title if self.list.isHidden() or len(one.title) > _WHOLE_TITLE else ""
        about = ", ".join(part for part in (title, version, listed(one.languages)) if part)
        say_in(self._about, about[:1].upper() + about[1:])

    def _ask_cleaning(self) -> None:
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.cleaning_asked.emit()

    def _ask_withdrawal(self) -> None:
        fingerprint = self.chosen()
        self.choose_common()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.withdrawal_asked.emit(fingerprint)


def _named(form: FormLine, titles: list[str]) -> str:
    """Its title, with the version where another has the same."""
    return form.title if titles.count(form.title) == 1 else f"{form.title}, {form.version}"
