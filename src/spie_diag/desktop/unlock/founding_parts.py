"""The parts of the first start: how one specialist introduces herself, and her own passphrase."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.unlock.founding import Introduced
from spie_diag.desktop.unlock.parts import FIELD_WORDS, SIGNS, TONES, PassphraseRow
from spie_diag.desktop.unlock.strength import Strength, opinion
from spie_diag.desktop.widgets.fields import Field, LineEdit
from spie_diag.desktop.widgets.layouts import column, label, panel, row, say_in
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.painting import PaintedSign, smooth_painter
from spie_diag.desktop.widgets.signs import Mark
from spie_diag.interview.people import FieldOfWork

_STRUCTURES = {FieldOfWork.SOCIAL: "Service social départemental", FieldOfWork.EMPLOYMENT: "Agence France Travail"}
_ROLES = {
    FieldOfWork.SOCIAL: "Assistante de service social",
    FieldOfWork.EMPLOYMENT: "Conseiller en insertion professionnelle",
}


class Introduction(QWidget):
    """Name, structure, job: of the specialist of one field."""

    entered = Signal()

    def __init__(self, field: FieldOfWork) -> None:
        super().__init__()
        self._field = field
        words = FIELD_WORDS[field]
        self.name = LineEdit(spoken=f"{words} : prénom et nom")
        self.structure = LineEdit(spoken=f"{words} : structure", hint=_STRUCTURES[field])
        self.role = LineEdit(spoken=f"{words} : métier, facultatif", hint=_ROLES[field])
        self.notice = Notice()
        head = row(Mark(SIGNS[field], 16), label(words, Text.H3, tone=TONES[field]), None)
        fields = (
            Field(self.tr("Prénom et nom"), self.name),
            Field(self.tr("Structure"), self.structure),
            Field(self.tr("Métier"), self.role, optional=self.tr("facultatif")),
        )
        card = panel(column(head, *fields, self.notice, None, gap=Gap.MEDIUM, margins=16))
        self.setLayout(column(card))
        for edit in (self.name, self.structure, self.role):
            edit.returnPressed.connect(self.entered)

    def introduced(self) -> Introduced:
        return Introduced(
            name=" ".join(self.name.text().split()),
            structure=" ".join(self.structure.text().split()),
            role=" ".join(self.role.text().split()),
            field_of_work=self._field,
        )

    def say_wrong(self, sentence: str, advice: str) -> None:
        self.notice.say(sentence, advice, Gravity.ERROR)
        empty = next((edit for edit in (self.name, self.structure) if not edit.text().strip()), self.name)
        empty.setFocus()

    def clear(self) -> None:
        self.notice.clear()


class PassphraseStep(QWidget):
    """Her own passphrase, typed by herself, twice; how strong it is; and what must be known."""

    entered = Signal()

    def __init__(self, field: FieldOfWork) -> None:
        super().__init__()
        self._field = field
        self._away = label("", wrap=True, tone=Colour.INK2)
        self.secret = PassphraseRow(self.tr("Phrase secrète"))
        self.again = PassphraseRow(self.tr("La même phrase, une deuxième fois"))
        self._bars = _StrengthBars()
        self._words = label("", Text.STRONG)
        self._advice = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self.capitals = Notice()
        self.notice = Notice()
        secret = Field(self.tr("Phrase secrète"), self.secret)
        secret.title.setBuddy(self.secret.edit)
        again = Field(self.tr("La même phrase, une deuxième fois"), self.again)
        again.title.setBuddy(self.again.edit)
        must_know = Notice(
            self.tr("Ce qu’il faut savoir"),
            self.tr(
                "Chaque phrase ouvre le coffre, et elle seule permet de signer en votre nom. Ne la dites à personne. "
                "Il n’existe pas encore de feuille de secours : si vos deux phrases sont oubliées, le contenu du "
                "coffre est perdu."
            ),
            Gravity.WARNING,
        )
        strength = column(row(self._bars, self._words, None, gap=Gap.MEDIUM), self._advice, gap=Gap.TIGHT)
        self.setLayout(
            column(self._away, secret, self.capitals, strength, again, self.notice, must_know, None, gap=Gap.MEDIUM)
        )
        for line in (self.secret, self.again):
            line.edit.returnPressed.connect(self.entered)
            line.edit.capitals_noticed.connect(self._tell_capitals)
        QWidget.setTabOrder(self.secret.edit, self.again.edit)
        self.secret.edit.textChanged.connect(self._judge)
        self._judge("")

    def introduce(self, here: Introduced, away: Introduced) -> None:
        first = away.name.split()[0] if away.name.split() else ""
        say_in(self._away, self.tr("Choisissez et tapez votre phrase secrète. {0} regarde ailleurs.").format(first))
        self.secret.edit.setAccessibleName(self.tr("Phrase secrète de {0}").format(here.name))

    def typed(self) -> tuple[str, str]:
        return self.secret.edit.text(), self.again.edit.text()

    def say_wrong(self, sentence: str, advice: str) -> None:
        self.notice.say(sentence, advice, Gravity.ERROR)
        self.secret.edit.setFocus()

    def clear(self) -> None:
        self.notice.clear()

    def _judge(self, passphrase: str) -> None:
        judged = opinion(passphrase)
        say_in(self._words, judged.words)
        say_in(self._advice, judged.advice)
        self._bars.show_strength(judged.strength, judged.words)

    def _tell_capitals(self, on: bool) -> None:
        if on:
            self.capitals.say(self.tr("La touche Verr. Maj. est activée."), "", Gravity.WARNING)
        else:
            self.capitals.clear()


_COLOURS = {
    Strength.SHORT: Colour.DANGER,
    Strength.WEAK: Colour.WARN,
    Strength.FAIR: Colour.PRIMARY,
    Strength.STRONG: Colour.OK,
}


class _StrengthBars(PaintedSign):
    """Four short bars beside the word: never colour alone."""

    def __init__(self) -> None:
        super().__init__()
        self._strength = Strength.EMPTY
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_strength(self, strength: Strength, words: str) -> None:
        self._strength = strength
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(140), self.theme.px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        gap, height = 6.0, 6.0
        width = (self.width() - 3 * gap) / 4
        for place in range(4):
            lit = place < self._strength.value
            colour = _COLOURS.get(self._strength, Colour.LINE) if lit else Colour.LINE
            bar = QRectF(place * (width + gap), (self.height() - height) / 2, width, height)
            painter.setPen(self.theme.colour(colour))
            painter.setBrush(self.theme.colour(colour))
            painter.drawRoundedRect(bar, 3, 3)
        painter.end()
