"""Questions that are read rather than answered: a note, a box to tick once read, a type of other programs."""

from spie_diag.desktop.interview.language import Language
from spie_diag.desktop.interview.questions.editor import Editor
from spie_diag.desktop.theme import Colour, Text
from spie_diag.desktop.widgets.chips import Chip
from spie_diag.desktop.widgets.layouts import column, label, row
from spie_diag.forms.definition import Value
from spie_diag.french import spaced

_READ = "OK"
"""What XLSForm keeps of an acknowledgement."""


class ToldEditor(Editor):
    """No field: the words of the question are all there is, but for one sentence of ours under them."""

    takes_answers = False

    def __init__(self, sentence: str = "") -> None:
        super().__init__()
        told = label(sentence, Text.CAPTION, tone=Colour.INK3, wrap=True)
        if not sentence:
            told.hide()
        self.setLayout(column(told))

    def show_value(self, value: Value) -> None:
        """There is nothing to show."""

    def speak(self, language: Language, spoken: str) -> None:
        """The question itself says it."""


class AcknowledgeEditor(Editor):
    """One chip, down once what stands beside it was read."""

    def __init__(self, spoken: str) -> None:
        super().__init__()
        self.read = Chip(self.tr("C’est lu"))
        self.read.setAccessibleDescription(spaced(spoken))
        self.read.clicked.connect(self._clicked)
        self.setFocusProxy(self.read)
        self.setLayout(row(self.read, None))

    def show_value(self, value: Value) -> None:
        self.read.setChecked(value == _READ)

    def speak(self, _language: Language, spoken: str) -> None:
        self.read.setAccessibleDescription(spoken)

    def _clicked(self) -> None:
        self.given.emit(_READ if self.read.isChecked() else None)
