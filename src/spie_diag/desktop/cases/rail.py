"""The rail at the left of the pages of the persons, of what is received and of the vault: only what exists."""

from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QFrame, QMenu

from spie_diag.desktop.theme import Gap
from spie_diag.desktop.widgets.buttons import RailButton
from spie_diag.desktop.widgets.file_dialogs import file_dialog
from spie_diag.desktop.widgets.layouts import column, row
from spie_diag.desktop.widgets.signs import Logo


class Place(Enum):
    """Which page the rail stands beside."""

    PERSONS = "persons"
    RECEIVING = "receiving"
    SAFE = "safe"


class Rail(QFrame):
    persons_asked = Signal()
    receiving_asked = Signal()
    safe_asked = Signal()
    lock_asked = Signal()
    dark_asked = Signal(bool)
    text_size_asked = Signal(int)
    """+1, −1, or 0 for 100 %."""
    verification_asked = Signal(str)

    def __init__(self, *, dark: bool, here: Place = Place.PERSONS) -> None:
        super().__init__()
        self.setObjectName("rail")
        self._dark = dark
        self.persons = RailButton(self.tr("Personnes"), "users", checkable=True)
        self.safe = RailButton(
            self.tr("Coffre"), "key-round", hint=self.tr("Clés, sauvegardes, registre"), checkable=True
        )
        self.safe.setAccessibleName(self.tr("Le coffre"))
        self.receive = RailButton(
            self.tr("Recevoir"), "file-down", hint=self.tr("Recevoir un document d’un partenaire"), checkable=True
        )
        self.receive.setAccessibleName(self.tr("Recevoir un document"))
        self.verify = RailButton(self.tr("Vérifier"), "file-check", hint=self.tr("Vérifier un document signé"))
        self.verify.setAccessibleName(self.tr("Vérifier un document signé"))
        self.text_size = RailButton(
            self.tr("Texte"), "a-large-small", hint=self.tr("Taille du texte   Ctrl + et Ctrl −")
        )
        self.text_size.setAccessibleName(self.tr("Changer la taille du texte"))
        self.shade = RailButton("", "moon")
        self.lock = RailButton(self.tr("Verrouiller"), "lock", hint=self.tr("Verrouiller le coffre   Ctrl L"))
        self.lock.setAccessibleName(self.tr("Verrouiller le coffre"))
        self._name_shade()
        content = column(
            row(None, Logo(42), None),
            Gap.SMALL,
            self.persons,
            self.receive,
            self.verify,
            self.safe,
            None,
            self.text_size,
            self.shade,
            self.lock,
            gap=Gap.TIGHT,
            margins=(4, 20, 4, 12),
        )
        self.setLayout(content)
        places = {
            Place.PERSONS: (self.persons, self.persons_asked),
            Place.RECEIVING: (self.receive, self.receiving_asked),
            Place.SAFE: (self.safe, self.safe_asked),
        }
        for place, (button, asked) in places.items():
            if place is here:
                button.setChecked(True)
            else:
                button.clicked.connect(asked)
        self.verify.clicked.connect(self._choose_document)
        self.text_size.clicked.connect(self._choose_size)
        self.shade.clicked.connect(self._change_shade)
        self.lock.clicked.connect(self.lock_asked)

    def _change_shade(self) -> None:
        self._dark = not self._dark
        self._name_shade()
        self.dark_asked.emit(self._dark)

    def _name_shade(self) -> None:
        words = self.tr("Clair") if self._dark else self.tr("Sombre")
        self.shade.show_as(words, "sun" if self._dark else "moon")
        self.shade.setAccessibleName(
            self.tr("Passer à l’affichage clair") if self._dark else self.tr("Passer à l’affichage sombre")
        )

    def _choose_size(self) -> None:
        menu = QMenu(self)
        for text, step in (
            (self.tr("Agrandir le texte"), 1),
            (self.tr("Réduire le texte"), -1),
            (self.tr("Revenir à 100 %"), 0),
        ):
            action = menu.addAction(text)
            action.setData(step)
        menu.triggered.connect(self._size_chosen)
        menu.popup(self.text_size.mapToGlobal(self.text_size.rect().topRight()))

    def _size_chosen(self, action: QAction) -> None:
        self.text_size_asked.emit(int(action.data()))

    def _choose_document(self) -> None:
        self._dialog = file_dialog(self, self.tr("Choisir le document à vérifier"))
        self._dialog.setNameFilter(self.tr("Documents PDF (*.pdf);;Tous les fichiers (*)"))
        self._dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._dialog.fileSelected.connect(self.verification_asked)
        self._dialog.open()
