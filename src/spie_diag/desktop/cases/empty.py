"""What stands where there is no person to show: why, and what to do."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.layouts import column, label, row, say_in
from spie_diag.desktop.widgets.signs import IconDisc


class Nothing(QWidget):
    """An empty vault, or a search without result."""

    creation_asked = Signal()
    search_cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = label("", Text.H3, wrap=True)
        self._advice = label("", tone=Colour.INK2, wrap=True)
        self.create_person = Button(self.tr("Ajouter une personne"), icon="user-plus", kind=Kind.PRIMARY)
        self.clear_search = Button(self.tr("Effacer la recherche"), icon="x")
        words = column(self._title, self._advice, row(self.create_person, self.clear_search, None), gap=Gap.MEDIUM)
        self.setLayout(column(row(IconDisc("users"), (words, 1), gap=Gap.LARGE), None, margins=(24, 24, 24, 24)))
        self.create_person.clicked.connect(self.creation_asked)
        self.clear_search.clicked.connect(self.search_cleared)
        self.side = self._make_side()
        self.say_why("")

    def say_why(self, search: str) -> None:
        searched = bool(search.strip())
        if searched:
            say_in(self._title, self.tr("Aucune personne ne répond à « {0} ».").format(search.strip()))
            say_in(
                self._advice,
                self.tr(
                    "Cherchez un nom ou une partie du nom, une date de naissance, un numéro de dossier, une structure."
                ),
            )
        else:
            say_in(self._title, self.tr("Personne pour l’instant."))
            say_in(self._advice, self.tr("Ajoutez la première personne que vous accompagnez."))
        self.clear_search.setVisible(searched)

    def _make_side(self) -> QWidget:
        side = QWidget()
        words = (
            label(self.tr("La personne choisie s’affiche ici"), Text.H3, wrap=True),
            label(
                self.tr("Ses entretiens, ce qui vient ensuite, et ses documents signés."), tone=Colour.INK2, wrap=True
            ),
        )
        side.setLayout(column(*words, None, gap=Gap.SMALL, margins=24))
        return side
