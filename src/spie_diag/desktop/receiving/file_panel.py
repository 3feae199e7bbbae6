"""« Le fichier »: chosen or let go here, opened where it came sealed, waited for while it is verified."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QProgressBar, QStackedWidget, QWidget

from spie_diag.desktop.receiving.shown import Owner
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.dropdown import DropDown
from spie_diag.desktop.widgets.fields import Field
from spie_diag.desktop.widgets.file_dialogs import file_dialog
from spie_diag.desktop.widgets.layouts import IconLabel, box, column, label, panel, row, say_in, scrolled
from spie_diag.desktop.widgets.notices import Notice
from spie_diag.desktop.widgets.passphrases import PassphraseRow
from spie_diag.errors import SpieError
from spie_diag.interview.people import SpecialistId

_LONG_MS = 1_000
"""After which whoever waits is told that something goes on, and may stop it."""


class FilePanel(QStackedWidget):
    chosen = Signal(str)
    cancelled = Signal()
    password_given = Signal(str)
    key_given = Signal(object, str)
    """Whose key, and her passphrase."""

    def __init__(self) -> None:
        super().__init__()
        self.choose = Button(self.tr("Choisir un fichier"), icon="folder-open", kind=Kind.PRIMARY)
        self.notice = Notice()
        self.stop = Button(self.tr("Arrêter la vérification"), icon="x")
        self.sealed = SealedPanel()
        self._waiting_for = label("", Text.BODY, wrap=True)
        self._running = QProgressBar(textVisible=False, minimum=0, maximum=0)
        self._running.setAccessibleName(self.tr("Vérification en cours"))
        self._long = QTimer(self, singleShot=True, interval=_LONG_MS)
        self._choice, self._waiting = self._make_choice(), self._make_waiting()
        for page in (self._choice, self._waiting, self.sealed):
            self.addWidget(page)
        self.choose.clicked.connect(self._choose)
        self.stop.clicked.connect(self.cancelled)
        self.sealed.leave.clicked.connect(self.cancelled)
        self.sealed.password_given.connect(self.password_given)
        self.sealed.key_given.connect(self.key_given)
        self._long.timeout.connect(self._show_long)

    @property
    def is_choosing(self) -> bool:
        """No file is being read, and none asks for what opens it."""
        return self.currentWidget() is self._choice

    def show_choice(self) -> None:
        self._show(self._choice)
        self.notice.clear()
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_unread(self, error: SpieError) -> None:
        self._show(self._choice)
        self.notice.say_error(error)
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_waiting(self, name: str) -> None:
        self._show(self._waiting)
        say_in(self._waiting_for, self.tr("« {0} » est lu et vérifié…").format(name))
        self.stop.hide()
        self._running.hide()
        self._long.start()

    def ask_password(self, name: str) -> None:
        self._show(self.sealed)
        self.sealed.ask_password(name)

    def ask_own_key(self, name: str, owners: tuple[Owner, ...]) -> None:
        self._show(self.sealed)
        self.sealed.ask_own_key(name, owners)

    def show_key_error(self, error: SpieError) -> None:
        self._show(self.sealed)
        self.sealed.show_error(error)

    def end(self) -> None:
        """It is read, and the page goes on elsewhere: nothing comes after somebody there, and no secret stays."""
        self._long.stop()
        self.sealed.forget()

    def _show(self, page: QWidget) -> None:
        self._long.stop()
        self.setCurrentWidget(page)
        if page is not self.sealed:
            self.sealed.forget()

    def _show_long(self) -> None:
        self._running.show()
        self.stop.show()
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_choice(self) -> QWidget:
        ways = self.tr(
            "Déposez ici le PDF signé ou le fichier scellé qu’un partenaire vous a envoyé, ou choisissez-le. Il est "
            "d’abord vérifié ; rien n’entre dans un dossier avant votre accord."
        )
        words = column(
            label(self.tr("Un document d’un partenaire"), Text.H2, wrap=True),
            label(ways, tone=Colour.INK2, wrap=True),
            row(self.choose, None),
            gap=Gap.MEDIUM,
        )
        icon = column(4, IconLabel("file-down", Colour.PRIMARY, 40), None)
        place = panel(row(icon, (words, 1), gap=Gap.LARGE, margins=24), "sunken")
        return scrolled(column(None, self.notice, place, None, gap=Gap.MEDIUM, margins=(0, 0, 8, 8)))

    def _make_waiting(self) -> QWidget:
        content = column(self._waiting_for, self._running, row(self.stop, None), gap=Gap.MEDIUM, margins=24)
        return box(column(None, panel(content, "sunken"), None))

    def _choose(self) -> None:
        self._dialog = file_dialog(self, self.tr("Choisir le document reçu"))
        self._dialog.setNameFilter(self.tr("Documents PDF (*.pdf);;Tous les fichiers (*)"))
        self._dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._dialog.fileSelected.connect(self.chosen)
        self._dialog.open()


class SealedPanel(QWidget):
    """Asks for what opens a sealed file: what was said by telephone, or the passphrase of whom it was sealed for."""

    password_given = Signal(str)
    key_given = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._asks_password = True
        self._owners: tuple[Owner, ...] = ()
        self._name = label("", Text.SMALL, tone=Colour.INK2, wrap=True, verbatim=True)
        self._title = label("", Text.H2, wrap=True)
        self._told = label("", tone=Colour.INK2, wrap=True)
        self.owner = DropDown([], spoken=self.tr("Pour qui le fichier est scellé"))
        self._owner_field = Field(self.tr("Pour qui"), self.owner)
        self.password = PassphraseRow(self.tr("Mot de passe du fichier"), self.tr("le mot de passe"))
        self.password_field = Field(self.tr("Mot de passe du fichier"), self.password)
        self.passphrase = PassphraseRow(self.tr("Sa phrase secrète"))
        self.passphrase_field = Field(self.tr("Sa phrase secrète"), self.passphrase)
        self.open = Button(self.tr("Ouvrir le fichier"), icon="lock-open", kind=Kind.PRIMARY)
        self.leave = Button(self.tr("Choisir un autre fichier"), icon="arrow-left", kind=Kind.QUIET)
        fields = (self._owner_field, self.password_field, self.passphrase_field)
        head = column(self._title, self._name, self._told, gap=Gap.TIGHT)
        deeds = row(self.open, self.leave, None)
        body = column(None, head, *fields, deeds, None, gap=Gap.MEDIUM, margins=(0, 0, 8, 8))
        self.setLayout(column(scrolled(body)))
        self.open.clicked.connect(self._give)
        for one in (self.password, self.passphrase):
            one.edit.returnPressed.connect(self._give)

    def ask_password(self, name: str) -> None:
        self._begin(name, asks_password=True)
        say_in(self._title, self.tr("Ce fichier est scellé par un mot de passe"))
        say_in(self._told, self.tr("Demandez-le par téléphone à la personne qui vous l’a envoyé."))
        self.password.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_own_key(self, name: str, owners: tuple[Owner, ...]) -> None:
        self._begin(name, asks_password=False)
        self._owners = owners
        self.owner.offer([(str(one.id), one.name) for one in owners])
        say_in(self._title, self.tr("Ce fichier est scellé pour l’un de vous"))
        say_in(self._told, self.tr("Il s’ouvre avec la clé de la personne à qui il est envoyé."))
        self.passphrase.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, error: SpieError) -> None:
        """In place; what was typed is selected, to be typed again."""
        self.open.setEnabled(True)
        field, typed = self._typed_in()
        field.say_wrong(error.what_happened, error.what_to_do)
        typed.edit.selectAll()
        typed.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """No secret stays behind."""
        for one in (self.password, self.passphrase):
            one.edit.clear()

    def _begin(self, name: str, *, asks_password: bool) -> None:
        self._asks_password = asks_password
        self._name.setText(name)
        self.password_field.setVisible(asks_password)
        for one in (self._owner_field, self.passphrase_field):
            one.setVisible(not asks_password)
        for one in (self.password_field, self.passphrase_field):
            one.clear()
        self.open.setEnabled(True)
        self.forget()

    def _typed_in(self) -> tuple[Field, PassphraseRow]:
        if self._asks_password:
            return self.password_field, self.password
        return self.passphrase_field, self.passphrase

    def _give(self) -> None:
        field, typed = self._typed_in()
        text = typed.edit.text()
        if not self.open.isEnabled():
            return
        if not text:
            field.say_wrong(self.tr("Rien n’est écrit ici."))
            typed.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        field.clear()
        self.open.setEnabled(False)
        if self._asks_password:
            self.password_given.emit(text)
        else:
            self.key_given.emit(self._chosen_owner(), text)

    def _chosen_owner(self) -> SpecialistId:
        name = self.owner.chosen()
        return next(one.id for one in self._owners if str(one.id) == name)
