"""« Qui est-ce ? »: persons under a near name, with what speaks for each; nobody is chosen by itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spie_diag.desktop.receiving.halves import Halves
from spie_diag.desktop.receiving.shown import Asked, Candidate, Point, Sign
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import Field, LineEdit
from spie_diag.desktop.widgets.layouts import (
    IconLabel,
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
from spie_diag.desktop.widgets.notices import Notice
from spie_diag.errors import SpieError
from spie_diag.french import counted

_COLOURS = {Sign.FOR: Colour.OK, Sign.AGAINST: Colour.DANGER, Sign.UNKNOWN: Colour.INK3}


class PersonsPart(QWidget):
    chosen = Signal(object)
    """Whose file; None for a new one."""
    number_given = Signal(str)
    number_typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[CandidateCard] = []
        self._name = label("", Text.H3, wrap=True, verbatim=True)
        self._facts = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self._found = label("", Text.STRONG, wrap=True)
        self._left_out = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self._cards: QVBoxLayout = column(gap=Gap.SMALL)
        self.notice = Notice()
        self.number = LineEdit(spoken=self.tr("Numéro de dossier"), hint="D-2026-0001", most=40)
        self._number_field = Field(self.tr("Elle a un dossier sous un autre nom"), self.number)
        self.by_number = Button(self.tr("Choisir ce dossier"), icon="search")
        self.new = Button(self.tr("Ouvrir un nouveau dossier"), icon="user-plus")
        self._lay_out()
        self.new.clicked.connect(self._open_new)
        self.by_number.clicked.connect(self._give_number)
        self.number.returnPressed.connect(self._give_number)
        self.number.typed.connect(self.number_typed)

    def show_asked(self, asked: Asked, number: str) -> None:
        self.notice.clear()
        name, *facts = asked.told
        self._name.setText(name)
        say_in(self._facts, "\n".join(facts))
        count = len(asked.candidates) + asked.left_out
        near = self.tr("{0} de ce coffre : est-ce elle ?").format(
            counted(count, "personne proche", "personnes proches")
        )
        say_in(self._found, near if count else self.tr("Personne de ce coffre ne porte un nom proche."))
        more = self.tr("Encore {0} : si elle n’est pas ci-dessus, donnez son numéro de dossier.")
        say_in(self._left_out, more.format(counted(asked.left_out, "personne")))
        self._left_out.setVisible(bool(asked.left_out))
        clear(self._cards)
        self.cards = [CandidateCard(one) for one in asked.candidates]
        for made in self.cards:
            made.chosen.connect(self.chosen)
            self._cards.addWidget(made)
        self.number.show_text(number)
        self._enable(True)
        (self.cards[0].choose if self.cards else self.new).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, error: SpieError) -> None:
        self._enable(True)
        self.notice.say_error(error)
        bring_up(self.notice)

    def _lay_out(self) -> None:
        told = column(
            label(self.tr("Le document parle de"), Text.SMALL, tone=Colour.INK2), self._name, self._facts, gap=2
        )
        near = column(
            label(self.tr("Qui est-ce ?"), Text.H2, wrap=True),
            panel(column(told, margins=14), Tone.PRIMARY),
            self.notice,
            self._found,
            self._cards,
            self._left_out,
            None,
            gap=Gap.MEDIUM,
        )
        other = column(
            label(self.tr("Si aucune n’est elle"), Text.H3, wrap=True),
            self._number_field,
            row(self.by_number, None),
            rule(),
            label(self.tr("Elle n’a pas encore de dossier ici"), Text.STRONG, wrap=True),
            row(self.new, None),
            None,
            gap=Gap.MEDIUM,
        )
        body = column(Halves(near, other), None, margins=(0, 0, 8, 8))
        self.setLayout(column((scrolled(body), 1)))

    def _open_new(self) -> None:
        self.chosen.emit(None)

    def _give_number(self) -> None:
        if self.number.text().strip():
            self.number_given.emit(self.number.text())

    def _enable(self, on: bool) -> None:
        for one in (self.new, self.by_number, *(made.choose for made in self.cards)):
            one.setEnabled(on)


class CandidateCard(QWidget):
    chosen = Signal(object)

    def __init__(self, shown: Candidate) -> None:
        super().__init__()
        self._case = shown.case
        self.choose = Button(self.tr("C’est elle"), icon="check", kind=Kind.SECONDARY, small=True)
        points = "\n".join(one.words for one in shown.points)
        self.choose.setAccessibleName(f"{self.tr('C’est elle')} : {shown.title}. {shown.likeness}. {points}")
        words = column(
            label(shown.title, Text.STRONG, wrap=True, verbatim=True),
            label(shown.likeness, Text.SMALL, tone=Colour.PRIMARY, wrap=True),
            *(_point(one) for one in shown.points),
            gap=2,
        )
        side = column(self.choose, None)
        self.setLayout(column(panel(row((words, 1), side, gap=Gap.MEDIUM, margins=12), "raised")))
        self.choose.clicked.connect(self._choose)

    def _choose(self) -> None:
        self.chosen.emit(self._case)


def _point(one: Point) -> QVBoxLayout:
    icon = column(2, IconLabel(one.sign.value, _COLOURS[one.sign], 16), None, gap=0)
    return column(row(icon, (label(one.words, Text.SMALL, wrap=True, verbatim=True), 1), gap=Gap.SMALL))
