"""Opening with the recovery sheet: its words, then a new passphrase for one specialist."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.unlock.choosing import PassphraseChoice
from spie_diag.desktop.unlock.parts import BesideBrand, WhoTile, brand_line
from spie_diag.desktop.unlock.recovering import ReadWord
from spie_diag.desktop.unlock.sheet_words import SheetWords
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.layouts import box, bring_up, column, label, row, say_in, scrolled
from spie_diag.desktop.widgets.notices import Notice
from spie_diag.desktop.widgets.speaking import announce
from spie_diag.errors import SpieError
from spie_diag.interview.people import Specialist

_IDLE_MS = 600_000
"""Words left on the screen that long without a key are wiped: no vault is open yet that would lock."""


class RecoveringView(QWidget):
    """Two pages; the words stay in their fields until the vault is open, then go with the page."""

    word_typed = Signal(int, str)
    check_asked = Signal(str)
    choice_made = Signal(str, object, str, str)
    """The words, the id of the specialist, her new passphrase twice."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.keys = (
            (self.tr("Entrée"), self.tr("aller au mot suivant")),
            (self.tr("Espace"), self.tr("aller au mot suivant")),
        )
        self.tiles: list[WhoTile] = []
        self._head = brand_line(self.tr("Fiche de secours"), "")
        self.words = SheetWords()
        self.error = Notice()
        self.choice = PassphraseChoice(self.tr("Nouvelle phrase secrète"))
        self.go_on = Button(self.tr("Vérifier la fiche"), icon="arrow-right", kind=Kind.PRIMARY, trailing_icon=True)
        self.back = Button(self.tr("Revenir à l’ouverture"), icon="arrow-left", kind=Kind.QUIET)
        self._at_words = True
        self._idle = QTimer(self, singleShot=True, interval=_IDLE_MS)
        self._idle.timeout.connect(self.left)
        self._idle.start()
        self._lay_out()
        self.go_on.clicked.connect(self._continue)
        self.back.clicked.connect(self._go_back)
        self.words.typed.connect(self.word_typed)
        self.words.typed.connect(self._stay)
        self.choice.weighing_asked.connect(self._stay)
        self.go_on.clicked.connect(self._stay)
        self.words.completed.connect(self._continue)
        self.choice.entered.connect(self._continue)

    def show_vault(self, name: str, specialists: tuple[Specialist, ...]) -> None:
        detail = self._head.findChild(QLabel, "brand-detail")
        if detail is not None:
            say_in(detail, self.tr("Coffre « {0} »").format(name))
        for specialist in specialists:
            tile = WhoTile(specialist)
            tile.setChecked(not self.tiles)
            self.tiles.append(tile)
            self._who.addWidget(tile)

    def show_word(self, place: int, typed: str, read: ReadWord) -> None:
        self.words.fields[place - 1].show_read(typed, read)

    def show_checking(self) -> None:
        self._let_act(False)
        self.go_on.set_text(self.tr("Vérification…"))

    def show_choice(self) -> None:
        self._let_act(True)
        self._show(words=False)

    def show_passphrase_wrong(self, sentence: str, advice: str) -> None:
        self._let_act(True)
        self.choice.say_wrong(sentence, advice)

    def show_opening(self) -> None:
        self._let_act(False)
        self.go_on.set_text(self.tr("Ouverture…"))

    def show_error(self, error: SpieError) -> None:
        self._let_act(True)
        self.error.say_error(error)
        bring_up(self.error)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._at_words:
            self.words.fields[0].edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.words.wipe()
            self.choice.wipe()

    def _lay_out(self) -> None:
        words = column(
            label(self.tr(_WORDS), wrap=True, tone=Colour.INK2),
            self.words,
            label(self.tr(_OTHER_WAYS), Text.SMALL, wrap=True, tone=Colour.INK2),
            None,
            gap=Gap.MEDIUM,
        )
        self._who = column(gap=Gap.SMALL)
        chosen = column(
            label(self.tr("Qui a oublié sa phrase ?"), Text.STRONG),
            self._who,
            label(self.tr(_RENEWED), wrap=True, tone=Colour.INK2),
            self.choice,
            None,
            gap=Gap.MEDIUM,
        )
        self._words_page, self._choice_page = box(words), box(chosen)
        pages = column(self._words_page, self._choice_page, gap=0)
        inner = column(self._head, Gap.SMALL, pages, self.error, None, gap=Gap.SMALL, margins=(32, 24, 32, 8))
        self._scroll = scrolled(inner)
        actions = row(self.back, None, self.go_on, margins=(32, 8, 32, 8))
        self.setLayout(column((BesideBrand(self._scroll, actions, self.tr("Fiche de secours")), 1), gap=0))
        self._choice_page.hide()
        self._name_buttons()

    def _show(self, *, words: bool) -> None:
        self._at_words = words
        self._words_page.setVisible(words)
        self._choice_page.setVisible(not words)
        self.error.clear()
        self._name_buttons()
        self._scroll.verticalScrollBar().setValue(0)
        if not words:
            self.choice.secret.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self, self.tr("La fiche ouvre ce coffre. Choisissez une nouvelle phrase."))

    def _name_buttons(self) -> None:
        first = self._at_words
        self.go_on.set_text(self.tr("Vérifier la fiche") if first else self.tr("Choisir cette phrase et ouvrir"))
        self.back.set_text(self.tr("Revenir à l’ouverture") if first else self.tr("Revenir aux mots"))

    def _stay(self, *_said: object) -> None:
        self._idle.start()  # not connected by itself: it would take the number of a word for its milliseconds

    def _continue(self) -> None:
        if not self.go_on.isEnabled():
            return
        self.error.clear()
        if self._at_words:
            if not self.words.refuse_incomplete():
                self.check_asked.emit(self.words.words())
            return
        self.choice.clear()
        chosen = next((tile for tile in self.tiles if tile.isChecked()), None)
        if chosen is not None:
            self.choice_made.emit(self.words.words(), chosen.specialist.id, *self.choice.typed())

    def _go_back(self) -> None:
        if self._at_words:
            self.left.emit()
        else:
            self.choice.wipe()
            self._show(words=True)

    def _let_act(self, possible: bool) -> None:
        for button in (self.go_on, self.back):
            button.setEnabled(possible)
        if possible:
            self._name_buttons()


_WORDS = (
    "Tapez les quatorze mots de la fiche, dans l’ordre. Les accents et les majuscules ne comptent pas, et les quatre "
    "premières lettres suffisent."
)
_OTHER_WAYS = (
    "Sans la fiche : la phrase d’un collègue ouvre aussi ce coffre, et tout y est. Sans aucune phrase ni fiche, le "
    "contenu du coffre est perdu : personne ne peut le rouvrir."
)
_RENEWED = (
    "La fiche ouvre ce coffre. Vos clés de signature seront neuves ; ce que vous avez déjà signé reste valable. "
    "Remettez ensuite la fiche dans une enveloppe fermée : elle sert encore."
)
