"""What both write for others to read: her answer, the points d’appui, and the three syntheses with their length."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.diagnosis.kept_text import KeptText
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.chips import ChoiceField, Option
from spie_diag.desktop.widgets.fields import TextArea
from spie_diag.desktop.widgets.freezing import set_read_only
from spie_diag.desktop.widgets.layouts import IconLabel, add, box, clear, column, label, row, say_in, set_tone
from spie_diag.desktop.widgets.notices import Notice
from spie_diag.desktop.widgets.segmented import Segmented
from spie_diag.errors import SpieError
from spie_diag.french import counted

_MOST_SUGGESTED: Final = 6


class HerAnswer(QWidget):
    """« C’est bien ça ? », and her own words, never rewritten."""

    agreed = Signal(str)
    """The choice, or an empty text where it is taken back."""
    corrected = Signal(str)
    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        options = [
            Option("oui", self.tr("Oui, c’est ça")),
            Option("en_partie", self.tr("En partie")),
            Option("non", self.tr("Non, à corriger")),
        ]
        self.choice = ChoiceField(options, spoken=self.tr("Sa réponse à la synthèse"), tone=Tone.PERSON)
        self.words = TextArea(
            spoken=self.tr("Ce qu’elle veut ajouter ou corriger"),
            hint=self.tr("Mot pour mot, sans reformuler"),
            least_lines=3,
            most_lines=8,
        )
        self._kept = KeptText(self.words, write=self.corrected.emit, draft=self.typed.emit)
        self._fresh = True
        self.notice = Notice()
        title = label(self.tr("Ce que la personne en dit"), Text.H3)
        about = label(self.tr("Ce qu’elle veut ajouter ou corriger"), Text.SMALL, tone=Colour.INK2)
        about.setBuddy(self.words)
        heading = row(IconLabel("quote", Colour.PERSON, 18), title, None)
        self.setLayout(column(heading, self.choice, about, self.words, self.notice, gap=Gap.SMALL))
        self.choice.chosen.connect(self._chosen)

    def show_answer(self, agrees: str, words: str, draft: str | None, *, frozen: bool) -> None:
        self.choice.choose([agrees] if agrees else [])
        set_read_only(self.choice, frozen)
        self._kept.show_text(words, draft, fresh=self._fresh)
        self._fresh = False
        self.words.setReadOnly(frozen)

    def take_focus(self) -> None:
        self.choice.chips["oui"].setFocus()

    def _chosen(self, names: list[str]) -> None:
        self.agreed.emit(names[0] if names else "")
        if names and names[0] != "oui" and not self.words.text():
            self.words.setFocus()


class Strengths(QWidget):
    """The points d’appui, one per line, with those that the interview suggests."""

    written = Signal(list)
    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.text = TextArea(
            spoken=self.tr("Points d’appui, un par ligne"),
            hint=self.tr("Un par ligne, en mots simples : ce que la personne sait, peut, aime faire"),
            least_lines=3,
            most_lines=8,
        )
        self._kept = KeptText(self.text, write=self._written, draft=self.typed.emit)
        self._fresh = True
        self._count = label(style=Text.CAPTION, tone=Colour.INK3)
        self._suggested: tuple[str, ...] = ()
        self._suggestions = column(gap=Gap.TIGHT)
        self._propose = label(self.tr("Nommés pendant l’entretien"), Text.SMALL, tone=Colour.INK2)
        heading = row(
            IconLabel("sprout", Colour.OK, 18), label(self.tr("Ses points d’appui"), Text.H3), None, self._count
        )
        self.setLayout(column(heading, self.text, self._propose, self._suggestions, gap=Gap.SMALL))

    def show_strengths(
        self, texts: Sequence[str], suggested: Sequence[str], draft: str | None, *, frozen: bool
    ) -> None:
        self._kept.show_text("\n".join(texts), draft, fresh=self._fresh)
        self._fresh = False
        self.text.setReadOnly(frozen)
        say_in(self._count, _counted(len(texts)))
        self._show_suggestions(() if frozen else tuple(suggested[:_MOST_SUGGESTED]))

    def _show_suggestions(self, suggested: tuple[str, ...]) -> None:
        self._propose.setVisible(bool(suggested))
        if suggested == self._suggested:
            return
        self._suggested = suggested
        clear(self._suggestions)
        for text in suggested:
            take = Button(icon="plus", kind=Kind.QUIET, small=True, hint=self.tr("Ajouter : {text}").format(text=text))
            take.setProperty("strength", text)
            take.clicked.connect(self._taken)
            words = label(text, Text.SMALL, tone=Colour.INK2, wrap=True)
            add(self._suggestions, box(row(take, (words, 1), gap=Gap.TIGHT)))

    def _taken(self) -> None:
        sender = self.sender()
        text = str(sender.property("strength")) if sender is not None else ""
        self._written("\n".join(line for line in (self.text.text(), text) if line.strip()))

    def _written(self, text: str) -> None:
        self.written.emit([line.strip() for line in text.splitlines() if line.strip()])


@dataclass(frozen=True, slots=True)
class SynthesisShown:
    name: str
    """``short``, ``shareable`` or ``agreed``."""
    tab: str
    hint: str
    limit: int
    text: str = field(repr=False)
    draft: str | None = field(repr=False)


class SynthesisPanel(QWidget):
    """Three texts, one at a time, each with its length."""

    written = Signal(str, str)
    typed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.tabs = Segmented(
            [self.tr("Courte"), self.tr("À partager"), self.tr("Convenue")], spoken=self.tr("Quelle synthèse")
        )
        self.text = TextArea(spoken=self.tr("Synthèse"), least_lines=5, most_lines=12)
        self._kept = KeptText(self.text, write=self._write, draft=self._draft)
        self._hint = label(style=Text.SMALL, tone=Colour.INK2, wrap=True)
        self.counter = label(style=Text.CAPTION, tone=Colour.INK3)
        self.notice = Notice()
        self._shown: tuple[SynthesisShown, ...] = ()
        self._here = ""
        self.setLayout(
            column(
                label(self.tr("Synthèses"), Text.H3),
                row(self.tabs, None, self.counter),
                self._hint,
                self.text,
                self.notice,
                gap=Gap.SMALL,
            )
        )
        self.tabs.changed.connect(self._turned)
        self.text.textChanged.connect(self._count)

    def show_syntheses(self, shown: Sequence[SynthesisShown], *, frozen: bool) -> None:
        self._shown = tuple(shown)
        self.text.setReadOnly(frozen)
        self._show(fresh=not self._here)

    def say_error(self, error: SpieError) -> None:
        self.notice.say_error(error)

    def _show(self, *, fresh: bool) -> None:
        if not self._shown:
            return
        one = self._shown[self.tabs.chosen()]
        self._here = one.name
        say_in(self._hint, one.hint)
        self.text.setAccessibleName(f"{self.tr('Synthèse')} {one.tab.lower()}")
        self._kept.show_text(one.text, one.draft, fresh=fresh)
        self._count()

    def _turned(self) -> None:
        self._kept.flush()
        self.notice.clear()
        self._show(fresh=True)

    def _write(self, text: str) -> None:
        self.notice.clear()
        self.written.emit(self._here, text)

    def _draft(self, text: str) -> None:
        self.typed.emit(self._here, text)

    def _count(self) -> None:
        if not self._shown:
            return
        limit = self._shown[self.tabs.chosen()].limit
        number = len(self.text.text())
        say_in(self.counter, self.tr("{number} / {limit}").format(number=number, limit=limit))
        set_tone(self.counter, Tone.DANGER if number > limit else Colour.INK3)


def _counted(number: int) -> str:
    return counted(number, "point d’appui", "points d’appui") if number else "trois au moins, si possible"
