"""Under a question, what partners noted, by whom and when: read, and taken over only where somebody asks for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.layouts import IconLabel, clear, column, label, panel, row
from spie_diag.interview.answers import Answer

_LONGEST = 400
"""Characters shown of an answer: what is taken over is the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerLine:
    """What one document says to one question."""

    words: str = field(repr=False)
    source: str = field(repr=False)
    """« Léa Martin (CCAS), le 3 mars 2026 »."""
    answer: Answer | None = field(repr=False)
    """As ours, saying where it comes from; None where it does not fit our question."""


class PartnerLines(QWidget):
    taken_over = Signal(object)
    """The ``Answer`` to give as ours."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[_Line] = []
        self._column: QVBoxLayout = column(gap=Gap.TIGHT)
        self.setLayout(self._column)

    def show_lines(self, lines: Sequence[PartnerLine], question: str) -> None:
        clear(self._column)
        self.lines = [_Line(one, question) for one in lines]
        for made in self.lines:
            made.taken_over.connect(self.taken_over)
            self._column.addWidget(made)
        self.setVisible(bool(lines))

    def show_beside(self, ours: Answer | None, *, frozen: bool) -> None:
        """What is noted here decides whether there is something to take over."""
        for one in self.lines:
            one.show_beside(ours, frozen=frozen)


class _Line(QWidget):
    taken_over = Signal(object)

    def __init__(self, line: PartnerLine, question: str) -> None:
        super().__init__()
        self._line = line
        shown = line.words if len(line.words) <= _LONGEST else f"{line.words[: _LONGEST - 1]}…"
        self.take_over = Button(self.tr("Reprendre cette réponse"), icon="file-down", small=True)
        self.take_over.setAccessibleDescription(f"{question} {shown}")
        self._state = label("", Text.CAPTION, tone=Colour.INK2)
        said = label(shown, Text.SMALL, wrap=True, verbatim=True)
        said.setAccessibleName(self.tr("Réponse d’un partenaire : {0}").format(shown))
        words = column(said, label(line.source, Text.CAPTION, tone=Colour.INK2, wrap=True, verbatim=True), gap=0)
        icon = column(2, IconLabel("file-down", Colour.INK3, 16), None, gap=0)
        side = column(self.take_over, self._state, None, gap=0)
        inside = row(icon, (words, 1), side, gap=Gap.SMALL, margins=(10, 6, 10, 6))
        self.setLayout(column(panel(inside, "sunken")))
        self.take_over.clicked.connect(self._give)

    def show_beside(self, ours: Answer | None, *, frozen: bool) -> None:
        """« Reprise », « Même réponse », or the button, where it may be ours."""
        theirs = self._line.answer
        is_same = ours is not None and theirs is not None and (ours.status, ours.value) == (theirs.status, theirs.value)
        is_taken = is_same and ours is not None and theirs is not None and ours.origin == theirs.origin
        words = self.tr("Reprise, à confirmer avec elle") if is_taken else self.tr("Même réponse") if is_same else ""
        self._state.setText(words)
        self._state.setVisible(bool(words))
        self.take_over.setVisible(theirs is not None and not is_same and not frozen)

    def _give(self) -> None:
        if self._line.answer is not None:
            self.taken_over.emit(self._line.answer)
