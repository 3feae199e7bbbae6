"""The last step before something that nobody can undo: a word to type, who decides, and her own passphrase."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.safe.proof import Proof
from spie_diag.desktop.theme import Gap
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import Field, LineEdit
from spie_diag.desktop.widgets.layouts import column
from spie_diag.interview.people import Specialist, SpecialistId


class Decision(QWidget):
    """Nothing is emitted until the word is there."""

    decided = Signal(object)
    """``Proven``."""

    def __init__(self, word: str, act: str) -> None:
        super().__init__()
        self._word, self._act = word, act
        self.word = LineEdit(most=40)
        self._word_field = Field(self.tr("Pour confirmer, écrivez {0}").format(word), self.word)
        self.proof = Proof()
        self.act = Button(act, icon="trash-2", kind=Kind.DANGER, wide=True)
        self.setLayout(column(self._word_field, self.proof, self.act, gap=Gap.MEDIUM))
        self.word.textEdited.connect(self._word_field.clear)
        self.word.returnPressed.connect(self._decide)
        self.proof.entered.connect(self._decide)
        self.act.clicked.connect(self._decide)

    def start(self, people: Sequence[Specialist], writer: SpecialistId) -> None:
        """Empty fields; ``people`` may decide."""
        self.wipe()
        self.word.show_text("")
        self._word_field.clear()
        self.show_busy("")
        self.proof.show_people(people, writer)

    def show_busy(self, doing: str) -> None:
        """While it is done the button says so and cannot be pressed again; empty: it can."""
        self.act.setEnabled(not doing)
        self.act.set_text(doing or self._act)

    def say_wrong(self, sentence: str, advice: str) -> None:
        """What keeps it from being done, under the passphrase; the word stays."""
        self.show_busy("")
        self.proof.say_wrong(sentence, advice)

    def wipe(self) -> None:
        """Nobody decides here any more."""
        self.proof.wipe()

    def _decide(self) -> None:
        if not self.act.isEnabled():
            return
        if self.word.text().strip().casefold() != self._word.casefold():
            self._word_field.say_wrong(self.tr("Le mot n’est pas écrit : rien n’est fait."))
            self.word.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.decided.emit(self.proof.proven())
