"""What whoever uses a recovery sheet is asked: its words, then who forgot her passphrase and her new one."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.unlock.choosing import PassphraseChoice
from spie_diag.desktop.unlock.parts import WhoTile
from spie_diag.desktop.unlock.recovering import ReadWord
from spie_diag.desktop.unlock.sheet_words import SheetWords
from spie_diag.desktop.widgets.layouts import box, clear, column, label
from spie_diag.desktop.widgets.speaking import announce
from spie_diag.interview.people import Specialist

_IDLE_MS = 600_000
"""Words left on the screen that long without a key are wiped: no vault is open yet that would lock."""


class SheetSteps(QWidget):
    """Two pages; the words stay in their fields until this is hidden."""

    word_typed = Signal(int, str)
    words_given = Signal(str)
    choice_made = Signal(str, object, str, str)
    """The words, the id of the specialist, her new passphrase twice."""
    entered = Signal()
    """Enter in a last field: what the button of the page does."""
    turned = Signal()
    """The other page is shown."""
    left_alone = Signal()

    def __init__(self, other_ways: str, renewed: str) -> None:
        """``other_ways`` are said under the words, ``renewed`` above the new passphrase."""
        super().__init__()
        self.tiles: list[WhoTile] = []
        self.words = SheetWords()
        self.choice = PassphraseChoice(self.tr("Nouvelle phrase secrète"))
        self.at_words = True
        self._asked = label(self.tr(_WORDS), wrap=True, tone=Colour.INK2)
        self._who = column(gap=Gap.SMALL)
        self._lay_out(other_ways, renewed)
        self._idle = QTimer(self, singleShot=True, interval=_IDLE_MS)
        self._idle.timeout.connect(self.left_alone)
        self._idle.start()
        self.words.typed.connect(self.word_typed)
        self.words.typed.connect(self.stay)
        self.words.completed.connect(self.entered)
        self.choice.weighing_asked.connect(self.stay)
        self.choice.entered.connect(self.entered)

    def show_people(self, specialists: tuple[Specialist, ...]) -> None:
        clear(self._who)
        self.tiles = [WhoTile(specialist) for specialist in specialists]
        for place, tile in enumerate(self.tiles):
            tile.setChecked(place == 0)
            self._who.addWidget(tile)

    def show_word(self, place: int, typed: str, read: ReadWord) -> None:
        self.words.fields[place - 1].show_read(typed, read)

    def show_choice(self) -> None:
        """The words were the right ones."""
        self._show(words=False)
        self.choice.secret.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_words(self) -> None:
        self.choice.wipe()
        self._show(words=True)
        self.take_focus()

    def take_focus(self) -> None:
        if self.at_words:
            self.words.fields[0].edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        """What is typed on the page that is shown, if it can be."""
        self.stay()
        if self.at_words:
            if not self.words.refuse_incomplete():
                self.words_given.emit(self.words.words())
            return
        self.choice.clear()
        chosen = next((tile for tile in self.tiles if tile.isChecked()), None)
        if chosen is not None:
            self.choice_made.emit(self.words.words(), chosen.specialist.id, *self.choice.typed())

    def stay(self, *_said: object) -> None:
        """Somebody is there."""
        self._idle.start()  # not connected by itself: it would take the number of a word for its milliseconds

    def wipe(self) -> None:
        self.words.wipe()
        self.choice.wipe()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.wipe()

    def _lay_out(self, other_ways: str, renewed: str) -> None:
        words = column(
            self._asked, self.words, label(other_ways, Text.SMALL, wrap=True, tone=Colour.INK2), None, gap=Gap.MEDIUM
        )
        chosen = column(
            label(self.tr("Qui a oublié sa phrase ?"), Text.STRONG),
            self._who,
            label(renewed, wrap=True, tone=Colour.INK2),
            self.choice,
            None,
            gap=Gap.MEDIUM,
        )
        self._words_page, self._choice_page = box(words), box(chosen)
        self._choice_page.hide()
        self.setLayout(column(self._words_page, self._choice_page, gap=0))

    def _show(self, *, words: bool) -> None:
        self.at_words = words
        self._words_page.setVisible(words)
        self._choice_page.setVisible(not words)
        if not words:
            announce(self, self.tr("La fiche est la bonne. Choisissez une nouvelle phrase."))
        self.turned.emit()


_WORDS = (
    "Tapez les quatorze mots de la fiche, dans l’ordre. Les accents et les majuscules ne comptent pas, et les quatre "
    "premières lettres suffisent."
)
