"""Situations that the answers suggest: a human confirms or dismisses them, and may add one by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from spie_diag.desktop.interview.questions.panel import chain_focus
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.chips import Chip
from spie_diag.desktop.widgets.layouts import column, label, panel, row, say_in
from spie_diag.forms.definition import Nature, Situation, SituationCode
from spie_diag.french import listed, spaced

_NATURES = {Nature.CONSTRAINT: "Contrainte", Nature.STRENGTH: "Point d’appui", Nature.NEUTRAL: "À savoir"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    situation: Situation
    because: tuple[str, ...]
    """The questions whose answers suggest it; none where somebody added it by hand."""
    holds: bool | None


class SituationsColumn(QWidget):
    """« Proposé d’après … »: one line each, with two chips."""

    decided = Signal(object, object)
    """The ``SituationCode``, and True, False or None."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[SituationCode, _Line] = {}
        self._others: tuple[Situation, ...] = ()
        self._title = label(self.tr("Ce que ces réponses suggèrent"), Text.STRONG)
        self._lines = column(gap=Gap.TIGHT)
        self.add = Button(self.tr("Ajouter une situation"), icon="plus", kind=Kind.QUIET, small=True)
        self.add.clicked.connect(self._open_menu)
        self.setLayout(column(row(self._title, self.add, None), self._lines, gap=Gap.TIGHT))

    def show_suggestions(self, suggestions: Sequence[Suggestion], others: Sequence[Situation], *, frozen: bool) -> None:
        """Show what is suggested or was decided; ``others`` may be added by hand."""
        wanted = {one.situation.code: one for one in suggestions}
        for code in [code for code in self.lines if code not in wanted]:
            gone = self.lines.pop(code)
            gone.hide()
            gone.deleteLater()
        known = len(self.lines)
        for code, suggestion in wanted.items():
            if code not in self.lines:
                self.lines[code] = _Line(suggestion.situation)
                self.lines[code].decided.connect(self.decided)
                self._lines.addWidget(self.lines[code])
            self.lines[code].show_as(suggestion, frozen=frozen)
        if len(self.lines) > known:
            chain_focus([self.add, *self.lines.values()])
        self._others = tuple(others)
        self._title.setVisible(bool(suggestions))
        self.add.setVisible(bool(others) and not frozen)
        self.setVisible(bool(suggestions) or self.add.isVisibleTo(self))

    def clear(self) -> None:
        self.show_suggestions((), (), frozen=True)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for situation in self._others:
            action = menu.addAction(spaced(f"{situation.label} ({_NATURES[situation.nature].lower()})"))
            action.triggered.connect(lambda _on=False, code=situation.code: self.decided.emit(code, True))
        menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height())))


class _Line(QWidget):
    decided = Signal(object, object)

    def __init__(self, situation: Situation) -> None:
        super().__init__()
        self._code = situation.code
        tone = Tone.OK if situation.nature is Nature.STRENGTH else None
        self.yes = Chip(self.tr("Confirmer"), tone=tone or Tone.PRIMARY)
        self.no = Chip(self.tr("Écarter"))
        for chip in (self.yes, self.no):
            chip.setAccessibleDescription(spaced(situation.label))
        nature = label(_NATURES[situation.nature], Text.CAPTION, tone=tone or Colour.INK3)
        self._why = label(style=Text.CAPTION, tone=Colour.INK3, wrap=True)
        words = column(label(situation.label, Text.SMALL, wrap=True), row(nature, (self._why, 1)), gap=0)
        card = panel(row((words, 1), self.yes, self.no, margins=(12, 6, 8, 6)), tone or "raised")
        self.setLayout(column(card))
        self.yes.clicked.connect(lambda: self._decide(self.yes, True))
        self.no.clicked.connect(lambda: self._decide(self.no, False))

    def show_as(self, suggestion: Suggestion, *, frozen: bool) -> None:
        self.yes.setChecked(suggestion.holds is True)
        self.no.setChecked(suggestion.holds is False)
        self.yes.set_read_only(frozen)
        self.no.set_read_only(frozen)
        said = [f"« {question} »" for question in suggestion.because]
        say_in(self._why, f"· Proposé d’après {listed(said)}" if said else "· Ajouté à la main")

    def _decide(self, chip: Chip, holds: bool) -> None:
        other = self.no if chip is self.yes else self.yes
        other.setChecked(False)
        self.decided.emit(self._code, holds if chip.isChecked() else None)


def suggestions_of(
    situations: Sequence[Situation],
    suggested: Mapping[SituationCode, tuple[str, ...]],
    decided: Mapping[SituationCode, bool],
) -> tuple[list[Suggestion], list[Situation]]:
    """What to show for the situations of a domain, and those that may be added by hand."""
    shown = [
        Suggestion(situation=one, because=suggested.get(one.code, ()), holds=decided.get(one.code))
        for one in situations
        if one.code in suggested or one.code in decided
    ]
    kept = {one.situation.code for one in shown}
    return shown, [one for one in situations if one.code not in kept]
