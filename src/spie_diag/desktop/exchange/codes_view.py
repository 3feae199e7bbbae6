"""« À recopier »: texts and codes for the programs of partners, one block each, and the files that they take in."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from spie_diag.desktop.exchange.copied_text import CopiedText
from spie_diag.desktop.exchange.saving import choosing_file
from spie_diag.desktop.exchange.shown import CopyShown, JsonFile
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.fields import Tick
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import (
    IconLabel,
    box,
    bring_up,
    clear,
    column,
    label,
    panel,
    row,
    rule,
    say_in,
    scrolled,
)
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.speaking import announce
from spie_diag.desktop.window import mark_region
from spie_diag.errors import SpieError


class CodesView(QWidget):
    copied = Signal(int)
    """The place of the text that is now in the clipboard."""
    file_asked = Signal(object)
    """The ``JsonFile`` to save."""
    place_chosen = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[CopyCard] = []
        self._told: tuple[CopyShown, ...] | None = None
        self._dialog: QFileDialog | None = None
        self.notice, self.outcome = Notice(), Notice()
        self.agreed = Tick(self.tr("La personne a vu ce qui suit et accepte que ce soit transmis"))
        self.dossier = Button(self.tr("Enregistrer le dossier agrégé…"), icon="file-down")
        self.criteria = Button(self.tr("Enregistrer les critères…"), icon="file-down")
        self._headline = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self._copies = column(gap=Gap.LARGE)
        told = self.tr("Deux fichiers de données, pour un logiciel qui sait les lire.")
        self._files = box(
            column(
                rule(),
                label(self.tr("En fichiers"), Text.H3),
                label(told, Text.SMALL, tone=Colour.INK2, wrap=True),
                box(FlowLayout(self.dossier, self.criteria)),
                gap=Gap.SMALL,
            )
        )
        head = column(label(self.tr("À recopier dans un autre logiciel"), Text.H2, wrap=True), self._headline, gap=2)
        parts = (head, self.notice, self.agreed, self._copies, self._files, self.outcome)
        inside = column(*parts, None, gap=Gap.MEDIUM, margins=(18, 14, 18, 14))
        self._card = mark_region(panel(column((scrolled(inside), 1))), self.tr("À recopier"))
        self.setLayout(column((self._card, 1)))
        self.agreed.toggled.connect(self._let_leave)
        self.dossier.clicked.connect(partial(self.file_asked.emit, JsonFile.DOSSIER))
        self.criteria.clicked.connect(partial(self.file_asked.emit, JsonFile.CRITERIA))

    def show_copies(self, headline: str, copies: Sequence[CopyShown]) -> None:
        self.notice.clear()
        say_in(self._headline, headline)
        self._files.show()
        self.agreed.show()
        if self._told == tuple(copies):
            return
        self._told = tuple(copies)
        self.outcome.clear()
        clear(self._copies)
        self.cards = [CopyCard(one) for one in copies]
        for place, made in enumerate(self.cards):
            made.copy.clicked.connect(partial(self._copy, place))
            self._copies.addWidget(made)
        self.agreed.setChecked(False)  # other texts are agreed to anew
        self._let_leave()

    def show_nothing(self, sentence: str, advice: str) -> None:
        clear(self._copies)
        self.cards, self._told = [], None
        say_in(self._headline, "")
        self._files.hide()
        self.agreed.hide()
        self.notice.say(sentence, advice, aloud=False)

    def choose_place(self, kind: JsonFile, name: str, folder: str) -> None:
        self._dialog = choosing_file(self, self.tr("Enregistrer le fichier"), name, folder, pdf=False)
        self._dialog.fileSelected.connect(partial(self.place_chosen.emit, kind))
        self._dialog.open()

    def say_copied(self, place: int) -> None:
        for card in self.cards:
            card.show_copied(card is self.cards[place])
        announce(self, self.tr("Copié ; le presse-papiers se vide après une minute."))

    def say_saved(self, file: Path) -> None:
        self.outcome.say(
            self.tr("Le fichier est enregistré : {name}").format(name=file.name),
            self.tr("Il n’est pas chiffré : effacez-le de cet ordinateur après l’envoi."),
            Gravity.GOOD,
        )
        bring_up(self.outcome)

    def show_error(self, error: SpieError) -> None:
        self.notice.say_error(error)
        bring_up(self.notice)

    def refocus(self) -> None:
        self.agreed.setFocus(Qt.FocusReason.OtherFocusReason)

    def _let_leave(self) -> None:
        agreed = self.agreed.isChecked()
        for button in (self.dossier, self.criteria):
            button.setEnabled(agreed)
        for card in self.cards:
            card.let_copy(agreed)

    def _copy(self, place: int, _on: bool = False) -> None:
        QGuiApplication.clipboard().setText(self.cards[place].text.text())
        self.copied.emit(place)


class CopyCard(QWidget):
    """One text, its counter, what to know before it is pasted, and the button that copies it."""

    def __init__(self, shown: CopyShown) -> None:
        super().__init__()
        self.text = CopiedText(shown.text, shown.title)
        self.copy = Button(self.tr("Copier"), icon="copy", small=True)
        self.copy.setAccessibleName(self.tr("Copier : {0}").format(shown.title))
        tone = Tone.DANGER if shown.is_too_long else Colour.INK2
        counter = label(shown.counter, Text.SMALL, tone=tone)
        head = row((label(shown.title, Text.STRONG, wrap=True), 1), counter, self.copy)
        told = self.tr("Le presse-papiers se vide après une minute.")
        self._told = label(told, Text.SMALL, tone=Tone.OK)
        self._told.hide()
        parts = column(head, self.text, self._told, gap=Gap.TIGHT)
        for warning in shown.warnings:
            icon = IconLabel("triangle-alert", Tone.WARN.full, 16)
            parts.addLayout(row(icon, (label(warning, Text.SMALL, wrap=True), 1)))
        self.setLayout(parts)
        self.text.setVisible(bool(shown.text))  # once it has a place: it would be a window of its own before

    def show_copied(self, on: bool) -> None:
        """Whether this is the text that is in the clipboard."""
        self.copy.set_icon("check" if on else "copy")
        self.copy.set_text(self.tr("Copié") if on else self.tr("Copier"))
        self._told.setVisible(on)

    def let_copy(self, agreed: bool) -> None:
        """Nothing to copy, or nobody agreed yet: the button does not answer."""
        self.copy.setEnabled(agreed and bool(self.text.text()))
        self.copy.setToolTip("" if agreed else self.tr("Cochez d’abord l’accord de la personne"))
