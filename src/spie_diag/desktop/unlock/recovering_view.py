"""Opening with the recovery sheet: its words, then a new passphrase for one specialist."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from spie_diag.desktop.theme import Gap
from spie_diag.desktop.unlock.parts import BesideBrand, brand_line
from spie_diag.desktop.unlock.recovering import ReadWord
from spie_diag.desktop.unlock.sheet_steps import SheetSteps
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.layouts import bring_up, column, row, say_in, scrolled
from spie_diag.desktop.widgets.notices import Notice
from spie_diag.errors import SpieError
from spie_diag.interview.people import Specialist


class RecoveringView(QWidget):
    """The words stay in their fields until the vault is open, then go with the page."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.keys = (
            (self.tr("Entrée"), self.tr("aller au mot suivant")),
            (self.tr("Espace"), self.tr("aller au mot suivant")),
        )
        self._head = brand_line(self.tr("Fiche de secours"), "")
        self.steps = SheetSteps(self.tr(_OTHER_WAYS), self.tr(_RENEWED))
        self.error = Notice()
        self.go_on = Button(self.tr("Vérifier la fiche"), icon="arrow-right", kind=Kind.PRIMARY, trailing_icon=True)
        self.back = Button(self.tr("Revenir à l’ouverture"), icon="arrow-left", kind=Kind.QUIET)
        self._lay_out()
        self.go_on.clicked.connect(self._continue)
        self.back.clicked.connect(self._go_back)
        self.steps.entered.connect(self._continue)
        self.steps.turned.connect(self._turned)
        self.steps.left_alone.connect(self.left)

    def show_vault(self, name: str, specialists: tuple[Specialist, ...]) -> None:
        detail = self._head.findChild(QLabel, "brand-detail")
        if detail is not None:
            say_in(detail, self.tr("Coffre « {0} »").format(name))
        self.steps.show_people(specialists)

    def show_word(self, place: int, typed: str, read: ReadWord) -> None:
        self.steps.show_word(place, typed, read)

    def show_checking(self) -> None:
        self._let_act(False)
        self.go_on.set_text(self.tr("Vérification…"))

    def show_choice(self) -> None:
        self._let_act(True)
        self.steps.show_choice()

    def show_passphrase_wrong(self, sentence: str, advice: str) -> None:
        self._let_act(True)
        self.steps.choice.say_wrong(sentence, advice)

    def show_opening(self) -> None:
        self._let_act(False)
        self.go_on.set_text(self.tr("Ouverture…"))

    def show_error(self, error: SpieError) -> None:
        self._let_act(True)
        self.error.say_error(error)
        bring_up(self.error)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.steps.take_focus()

    def _lay_out(self) -> None:
        inner = column(self._head, Gap.SMALL, self.steps, self.error, None, gap=Gap.SMALL, margins=(32, 24, 32, 8))
        self._scroll = scrolled(inner)
        actions = row(self.back, None, self.go_on, margins=(32, 8, 32, 8))
        self.setLayout(column((BesideBrand(self._scroll, actions, self.tr("Fiche de secours")), 1), gap=0))
        self._name_buttons()

    def _turned(self) -> None:
        self.error.clear()
        self._name_buttons()
        self._scroll.verticalScrollBar().setValue(0)

    def _name_buttons(self) -> None:
        first = self.steps.at_words
        self.go_on.set_text(self.tr("Vérifier la fiche") if first else self.tr("Choisir cette phrase et ouvrir"))
        self.back.set_text(self.tr("Revenir à l’ouverture") if first else self.tr("Revenir aux mots"))

    def _continue(self) -> None:
        if self.go_on.isEnabled():
            self.error.clear()
            self.steps.go_on()

    def _go_back(self) -> None:
        if self.steps.at_words:
            self.left.emit()
        else:
            self.steps.show_words()

    def _let_act(self, possible: bool) -> None:
        for button in (self.go_on, self.back):
            button.setEnabled(possible)
        if possible:
            self._name_buttons()


_OTHER_WAYS = (
    "Sans la fiche : la phrase d’un collègue ouvre aussi ce coffre, et tout y est. Sans aucune phrase ni fiche, le "
    "contenu du coffre est perdu : personne ne peut le rouvrir."
)
_RENEWED = (
    "La fiche ouvre ce coffre. Vos clés de signature seront neuves ; ce que vous avez déjà signé reste valable. "
    "Remettez ensuite la fiche dans une enveloppe fermée : elle sert encore."
)
