"""Choosing a passphrase: typed twice, weighed while it is typed, or proposed."""

from PySide6.QtCore import QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.unlock.weighing import NOTHING_TYPED, Opinion, Strength
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import Field
from spie_diag.desktop.widgets.layouts import bring_up, column, label, row, say_in
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.painting import PaintedSign, smooth_painter
from spie_diag.desktop.widgets.passphrases import PassphraseRow
from spie_diag.desktop.widgets.speaking import announce
from spie_diag.french import spaced

_WEIGH_MS = 180


class PassphraseChoice(QWidget):
    """Two hidden fields and what is said of the first; a proposal is shown in clear, to be typed again once."""

    entered = Signal()
    weighing_asked = Signal(str)
    proposal_asked = Signal()

    def __init__(self, asked: str = "") -> None:
        super().__init__()
        title = asked or self.tr("Phrase secrète")
        self.secret = PassphraseRow(title)
        self.again = PassphraseRow(self.tr("La même phrase, une deuxième fois"))
        self.propose = Button(self.tr("Proposer une phrase"), icon="lightbulb", kind=Kind.QUIET, small=True)
        self._bars = _StrengthBars()
        self._word = label("", Text.STRONG)
        self._how_long = label("", Text.SMALL, wrap=True)
        self._mend = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self.capitals = Notice()
        self.notice = Notice()
        self._strength = Strength.EMPTY
        self._pause = QTimer(self, singleShot=True, interval=_WEIGH_MS)
        self._pause.timeout.connect(self._ask_weighing)
        self._lay_out(title)
        self._connect()
        self.show_opinion(NOTHING_TYPED)

    def typed(self) -> tuple[str, str]:
        return self.secret.edit.text(), self.again.edit.text()

    def wipe(self) -> None:
        """Empty both fields, hidden again: what was typed served."""
        for line in (self.secret, self.again):
            line.edit.clear()
            line.show_button.setChecked(False)
        self.notice.clear()
        self.capitals.clear()
        self._pause.stop()
        self.show_opinion(NOTHING_TYPED)

    def say_wrong(self, sentence: str, advice: str) -> None:
        self.notice.say(sentence, advice, Gravity.ERROR)
        self.secret.edit.setFocus()
        bring_up(self)

    def clear(self) -> None:
        self.notice.clear()

    def show_opinion(self, opinion: Opinion) -> None:
        for made, text in (
            (self._word, opinion.word),
            (self._how_long, opinion.how_long),
            (self._mend, opinion.mend),
        ):
            say_in(made, text)
            made.setVisible(bool(text))
        self._bars.show_strength(opinion.strength, opinion.word)
        told = spaced(" ".join(filter(None, (opinion.word, opinion.how_long, opinion.mend))))
        self.secret.edit.setAccessibleDescription(told)
        if opinion.strength is not self._strength and opinion.word:
            announce(self, f"{opinion.word}. {opinion.how_long}")
        self._strength = opinion.strength

    def show_proposal(self, passphrase: str) -> None:
        """In clear, because it has to be learnt; the second field is for typing it once."""
        self.secret.edit.setText(passphrase)
        self.secret.show_button.setChecked(True)
        self.again.edit.clear()
        self.again.edit.setFocus()
        self.notice.say(
            self.tr("Phrase proposée, tirée au hasard."),
            self.tr("Lisez-la, retenez-la, puis tapez-la dans le deuxième champ. Personne d’autre ne doit la voir."),
        )
        bring_up(self.again)
        self._ask_weighing()

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever comes back to it, or comes next, finds nothing in clear."""
        super().hideEvent(event)
        if not event.spontaneous():
            for line in (self.secret, self.again):
                line.show_button.setChecked(False)

    def _lay_out(self, title: str) -> None:
        secret = Field(title, self.secret)
        secret.title.setBuddy(self.secret.edit)
        again = Field(self.again.edit.accessibleName(), self.again)
        again.title.setBuddy(self.again.edit)
        told = column(
            row(self._bars, self._word, None, self.propose, gap=Gap.MEDIUM), self._how_long, self._mend, gap=Gap.TIGHT
        )
        page = column(secret, self.capitals, told, again, self.notice, gap=Gap.MEDIUM)
        self.setLayout(page)
        QWidget.setTabOrder(self.secret.edit, self.again.edit)
        QWidget.setTabOrder(self.again.edit, self.propose)

    def _connect(self) -> None:
        for line in (self.secret, self.again):
            line.edit.returnPressed.connect(self.entered)
            line.edit.capitals_noticed.connect(self._tell_capitals)
        self.secret.edit.textChanged.connect(self._changed)
        self.propose.clicked.connect(self.proposal_asked)

    def _changed(self, text: str) -> None:
        if text.strip():
            self._pause.start()
            return
        self._pause.stop()
        self.show_opinion(NOTHING_TYPED)

    def _ask_weighing(self) -> None:
        self._pause.stop()
        self.weighing_asked.emit(self.secret.edit.text())

    def _tell_capitals(self, on: bool) -> None:
        if on:
            self.capitals.say(self.tr("La touche Verr. Maj. est activée."), "", Gravity.WARNING)
        else:
            self.capitals.clear()


_COLOURS = {
    Strength.REFUSED: Colour.DANGER,
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

    def show_strength(self, strength: Strength, word: str) -> None:
        self._strength = strength
        self.setAccessibleName(word)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(120), self.theme.px(20))

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
