"""Other things to sign with than the key made in the vault: a key received as a file, a card."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from spie_diag.desktop.safe.identity_presenter import CardLine
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import Field
from spie_diag.desktop.widgets.file_dialogs import file_dialog
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, bring_up, clear, column, label, panel, row, say_in
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.passphrases import PassphraseRow
from spie_diag.errors import SpieError


class KeyFilePart(QWidget):
    """A PKCS#12 file, then the password that came with it."""

    given = Signal(str, str)
    """The file and its password."""

    def __init__(self) -> None:
        super().__init__()
        self._file = ""
        self.choose = Button(self.tr("Choisir un fichier de clé…"), icon="folder-open")
        self._name = label("", Text.SMALL, tone=Colour.INK2, wrap=True, verbatim=True)
        self.password = PassphraseRow(self.tr("Mot de passe de ce fichier"), self.tr("le mot de passe"))
        self.field = Field(self.tr("Mot de passe de ce fichier"), self.password)
        self.field.title.setBuddy(self.password.edit)
        self.take_in = Button(self.tr("Importer la clé"), icon="key-round", kind=Kind.PRIMARY)
        self.leave = Button(self.tr("Ne rien importer"), kind=Kind.QUIET)
        self.notice = Notice()
        deeds = box(FlowLayout(self.take_in, self.leave))
        self._asking = box(column(self._name, self.field, deeds, gap=Gap.SMALL))
        self._asking.hide()
        self.setLayout(column(box(FlowLayout(self.choose)), self._asking, self.notice, gap=Gap.SMALL))
        self.choose.clicked.connect(self._choose)
        self.take_in.clicked.connect(self._give)
        self.password.edit.returnPressed.connect(self._give)
        self.password.edit.textEdited.connect(self.field.clear)
        self.leave.clicked.connect(self.close_again)

    def file_chosen(self, file: str) -> None:
        self._file = file
        say_in(self._name, Path(file).name)
        self.wipe()
        self.notice.clear()
        self._asking.show()
        self.password.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_up(self._asking)

    def say_wrong(self, error: SpieError) -> None:
        self.notice.clear()
        self.take_in.setEnabled(True)
        self.field.say_wrong(error.what_happened, error.what_to_do)
        self.password.edit.selectAll()
        self.password.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_busy(self, sentence: str) -> None:
        self.take_in.setEnabled(False)
        self.notice.say(sentence)

    def say_done(self, sentence: str, advice: str) -> None:
        self.close_again()
        self.notice.say(sentence, advice, Gravity.GOOD)
        bring_up(self.notice)

    def close_again(self) -> None:
        self.wipe()
        self.notice.clear()
        self.take_in.setEnabled(True)
        self._asking.hide()

    def wipe(self) -> None:
        self.password.edit.clear()
        self.password.show_button.setChecked(False)
        self.field.clear()

    def _give(self) -> None:
        if self.take_in.isEnabled():
            self.field.clear()
            self.given.emit(self._file, self.password.edit.text())

    def _choose(self) -> None:
        self._dialog = file_dialog(self, self.tr("Choisir un fichier de clé"))
        self._dialog.setNameFilter(self.tr("Clés (*.p12 *.pfx);;Tous les fichiers (*)"))
        self._dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._dialog.fileSelected.connect(self.file_chosen)
        self._dialog.open()


class CardPart(QWidget):
    """The module of the reader, what is on the card, and one of its certificates chosen."""

    read_asked = Signal(str, str)
    """The module, and the PIN where the card shows nothing without."""
    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._module = ""
        self._missing = label(
            self.tr(
                "La lecture des cartes n’est pas installée ici. La personne qui s’occupe de cet ordinateur peut "
                "l’ajouter : extension « cards » de SPIE Diag."
            ),
            Text.SMALL,
            tone=Colour.INK2,
            wrap=True,
        )
        self.choose = Button(self.tr("Choisir le module du lecteur…"), icon="folder-open")
        self._name = label("", Text.SMALL, tone=Colour.INK2, wrap=True, verbatim=True)
        spoken = self.tr("Code PIN de la carte, si elle le demande pour être lue")
        self.pin = PassphraseRow(spoken, self.tr("le code PIN"))
        pin_asked = self.tr("Code PIN, si la carte le demande pour être lue")
        self.pin_field = Field(pin_asked, self.pin, optional=self.tr("facultatif"))
        self.pin_field.title.setBuddy(self.pin.edit)
        self.read = Button(self.tr("Lire la carte"), icon="id-card", kind=Kind.PRIMARY)
        self.lines: list[Button] = []
        self._found = column(gap=Gap.SMALL)
        self.notice = Notice()
        self._asking = box(column(self._name, self.pin_field, box(FlowLayout(self.read)), gap=Gap.SMALL))
        self._asking.hide()
        self._choosing = box(FlowLayout(self.choose))
        parts = (self._missing, self._choosing, self._asking, self._found, self.notice)
        self.setLayout(column(*parts, gap=Gap.SMALL))
        self.choose.clicked.connect(self._choose)
        self.read.clicked.connect(self._read)
        self.pin.edit.returnPressed.connect(self._read)

    def show_possible(self, possible: bool) -> None:
        self._missing.setVisible(not possible)
        self._choosing.setVisible(possible)

    def module_chosen(self, file: str) -> None:
        self._module = file
        say_in(self._name, Path(file).name)
        self.close_again()
        self._asking.show()
        self.read.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_up(self._asking)

    def show_cards(self, lines: Sequence[CardLine]) -> None:
        self.notice.clear()
        self.read.setEnabled(True)
        self.wipe()
        clear(self._found)
        self.lines = []
        for place, one in enumerate(lines):
            self._found.addWidget(self._line(place, one))
        if lines:
            self.lines[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            words = self.tr("Cette carte ne montre aucun certificat de signature.")
            self.notice.say(words, self.tr("Tapez son code PIN, puis lisez-la de nouveau."), Gravity.WARNING)

    def say_wrong(self, error: SpieError) -> None:
        self.read.setEnabled(True)
        self.notice.say_error(error)
        bring_up(self.notice)

    def say_busy(self, sentence: str) -> None:
        self.read.setEnabled(False)
        self.notice.say(sentence)

    def say_done(self, sentence: str, advice: str) -> None:
        self.close_again()
        self.notice.say(sentence, advice, Gravity.GOOD)
        bring_up(self.notice)

    def close_again(self) -> None:
        self.wipe()
        self.notice.clear()
        self.read.setEnabled(True)
        clear(self._found)
        self.lines = []
        self._asking.hide()

    def wipe(self) -> None:
        self.pin.edit.clear()
        self.pin.show_button.setChecked(False)

    def _line(self, place: int, one: CardLine) -> QWidget:
        made = Button(self.tr("Signer avec"), icon="check", small=True)
        made.setAccessibleName(self.tr("Signer avec le certificat de {0}, {1}").format(one.name, one.detail))
        made.clicked.connect(partial(self.chosen.emit, place))
        self.lines.append(made)
        words = column(
            label(one.name, Text.STRONG, wrap=True, verbatim=True),
            label(one.detail, Text.SMALL, tone=Colour.INK2, wrap=True),
            label(one.fingerprint, Text.CAPTION, tone=Colour.INK2, wrap=True),
            gap=2,
        )
        return panel(row((words, 1), made, gap=Gap.MEDIUM, margins=12), "sunken")

    def _read(self) -> None:
        if self.read.isEnabled():
            self.read_asked.emit(self._module, self.pin.edit.text())

    def _choose(self) -> None:
        self._dialog = file_dialog(self, self.tr("Choisir le module du lecteur de cartes"))
        self._dialog.setNameFilter(self.tr("Modules (*.dll *.so *.dylib);;Tous les fichiers (*)"))
        self._dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._dialog.fileSelected.connect(self.module_chosen)
        self._dialog.open()
