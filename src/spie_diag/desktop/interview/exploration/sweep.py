"""The balayage: five minutes, one word per domain, the person first; what each says opens a domain or folds it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from spie_diag.desktop.interview.block_icons import block_icon
from spie_diag.desktop.interview.exploration.lines import short_title
from spie_diag.desktop.interview.exploration.views import SIGNS, first_name
from spie_diag.desktop.interview.questions.panel import chain_focus
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.chips import ChoiceField, Option
from spie_diag.desktop.widgets.layouts import IconLabel, box, column, label, panel, row, say_in, scrolled
from spie_diag.desktop.widgets.segmented import Segmented
from spie_diag.desktop.widgets.signs import IconDisc, Mark
from spie_diag.forms.definition import BlockCode
from spie_diag.interview.course import DomainStep, Fold, SweepAnswer
from spie_diag.interview.people import Specialist, Voice

_SHORT = {
    SweepAnswer.STRENGTH: "Un appui",
    SweepAnswer.NOTHING: "Rien à signaler",
    SweepAnswer.EXPLORE: "On en parle",
    SweepAnswer.DECLINED: "Ne pas en parler",
}
_TONES = {Voice.PERSON: Tone.PERSON, Voice.SOCIAL: Tone.SOCIAL, Voice.EMPLOYMENT: Tone.EMPLOYMENT}


class SweepPage(QWidget):
    """One line per domain, for one voice at a time."""

    said = Signal(object, object, object)
    """Block, ``Voice`` and ``SweepAnswer``."""

    def __init__(self) -> None:
        super().__init__()
        self.voice = Voice.PERSON
        self.lines: dict[BlockCode, _Line] = {}
        self._steps: tuple[DomainStep, ...] = ()
        self._writer: Specialist | None = None
        self._frozen = False
        self.voices = Segmented([self.tr("La personne"), self.tr("Moi")], spoken=self.tr("Qui répond"))
        self.voices.changed.connect(self._voice_changed)
        self._aim = label(style=Text.SMALL, tone=Colour.INK2, wrap=True)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(int(Gap.LARGE))
        self._grid.setVerticalSpacing(int(Gap.SMALL))
        self._grid.setColumnStretch(1, 1)
        titles = column(label(self.tr("Balayage"), Text.H2), self._aim, gap=2)
        head = row(IconDisc(block_icon(BlockCode("balayage"))), (titles, 1), self.voices, gap=Gap.MEDIUM)
        listed = column(self._grid, None)
        self.setLayout(column(panel(column(head, (scrolled(listed), 1), gap=Gap.LARGE, margins=(18, 16, 12, 12)))))

    def show_steps(self, steps: Sequence[DomainStep], writer: Specialist, *, frozen: bool) -> None:
        """Show what each voice said; lines stay in place."""
        self._frozen = frozen
        if self._writer is None or self._writer.id != writer.id:
            self._writer = writer
            self.voices.parts[1].setText(first_name(writer))
            self.voices.parts[1].updateGeometry()
            self.voice = Voice.PERSON
            self.voices.choose(0)
        self._steps = tuple(steps)
        codes = [step.block.code for step in steps]
        if codes != list(self.lines):
            self._rebuild(steps)
        self._show()

    def take_focus(self) -> None:
        for line in self.lines.values():
            if not line.choices.value():
                next(iter(line.choices.chips.values())).setFocus()
                return

    def _rebuild(self, steps: Sequence[DomainStep]) -> None:
        for line in self.lines.values():
            line.let_go()
        self.lines = {}
        for place, step in enumerate(steps):
            line = _Line(step, self._grid, place)
            line.choices.chosen.connect(lambda names, code=step.block.code: self._chosen(code, names))
            self.lines[step.block.code] = line
        chain_focus([line.choices for line in self.lines.values()])

    def _show(self) -> None:
        self.voices.choose(0 if self.voice is Voice.PERSON else 1)
        person = self.voice is Voice.PERSON
        say_in(
            self._aim,
            self.tr("Cinq minutes, un mot par domaine : la personne d’abord, puis chacun de vous.")
            if person
            else self.tr("Votre avis complète le sien. Ouvrir ce qu’elle a laissé de côté : dites-lui pourquoi."),
        )
        for step in self._steps:
            self.lines[step.block.code].show_step(step, self.voice, frozen=self._frozen)

    def _voice_changed(self, place: int) -> None:
        own = self._writer.voice if self._writer is not None else Voice.PERSON
        self.voice = own if place else Voice.PERSON
        self._show()

    def _chosen(self, block: BlockCode, names: list[str]) -> None:
        answer = SweepAnswer(names[0]) if names else SweepAnswer.NOT_RAISED
        self.said.emit(block, self.voice, answer)


class _Line:
    """The widgets of one domain, in the grid of the page."""

    def __init__(self, step: DomainStep, grid: QGridLayout, place: int) -> None:
        name = label(short_title(step.block), Text.BODY)
        name.setToolTip(step.block.label)
        self._name = box(row(IconLabel(block_icon(step.block.code), Colour.INK2, 20), name, None, gap=Gap.MEDIUM))
        options = [Option(answer.value, words, answer.label) for answer, words in _SHORT.items()]
        self.choices = ChoiceField(options, spoken=step.block.label, tone=Tone.PERSON)
        for answer in _SHORT:
            self.choices.chips[answer.value].setAccessibleName(answer.label)
        self._said = {voice: Mark(SIGNS[voice], 12) for voice in Voice}
        self._state = label(style=Text.CAPTION, tone=Colour.INK3)
        marks = box(row(*(self._said[voice] for voice in (Voice.PERSON, Voice.SOCIAL, Voice.EMPLOYMENT)), gap=4))
        self._parts = (self._name, self.choices, marks, self._state)
        for column_place, part in enumerate(self._parts):
            grid.addWidget(part, place, column_place)

    def show_step(self, step: DomainStep, voice: Voice, *, frozen: bool) -> None:
        answer = step.sweep.get(voice)
        self.choices.choose([answer.value] if answer else [])
        declined = self.choices.chips[SweepAnswer.DECLINED.value]
        declined.setVisible(voice is Voice.PERSON)
        for chip in self.choices.chips.values():
            chip.set_read_only(frozen or step.fold in (Fold.LIMITED, Fold.NO_AGREEMENT))
        for one, mark in self._said.items():
            said = step.sweep.get(one)
            spoken = said is not None and said is not SweepAnswer.NOT_RAISED
            mark.setVisible(spoken)
            if said is not None:
                mark.setToolTip(said.label)
        say_in(self._state, _state(step))

    def let_go(self) -> None:
        for part in self._parts:
            part.hide()
            part.deleteLater()


def _state(step: DomainStep) -> str:
    if step.is_closed:
        return "fermé"
    if step.fold is not None:
        return "se replie"
    return "s’ouvre" if step.opened else ""
