"""Questions answered with chips: one choice, several, an order of priority, a place on a scale."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt

from spie_diag.desktop.directions import RIGHT_TO_LEFT_MARK
from spie_diag.desktop.interview.language import Language, Words
from spie_diag.desktop.interview.questions.editor import Editor, texts_of
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.chips import Chip, ChoiceField, Option
from spie_diag.desktop.widgets.dropdown import DropDown
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import column, label, row
from spie_diag.forms.definition import Choice, Question, Value
from spie_diag.forms.fitting import scale_of
from spie_diag.forms.values import number_text
from spie_diag.french import spaced

_LONG_LABEL = 34
_NO_CHOICE = "—"
_MOST_PLACES = 21
_MOST_CHIPS = 40
"""More choices than that are a list to look through."""


class ChoiceEditor(Editor):
    """One chip among several, or several chips."""

    def __init__(self, question: Question, spoken: str, *, several: bool, tone: Tone = Tone.PRIMARY) -> None:
        super().__init__()
        self._several, self._choices = several, question.choices
        self.field = ChoiceField(
            [option(choice) for choice in question.choices],
            several=several,
            spoken=spoken,
            tone=tone,
            exclusive=question.exclusive,
        )
        for choice in question.choices:
            self.field.chips[choice.name].setAccessibleName(spaced(choice.label))
        self.field.chosen.connect(self._chosen)
        self.setLayout(column(self.field))

    def show_value(self, value: Value) -> None:
        self.field.choose(texts_of(value))

    def reword(self, question: Question) -> None:
        self._choices = question.choices

    def speak(self, language: Language, spoken: str) -> None:
        self.field.setAccessibleName(spoken)
        for choice in self._choices:
            words, chip = language.choice(choice), self.field.chips[choice.name]
            short = shortened(words.shown)
            chip.say(short, shortened(words.own), words.both if short != words.shown else "")
            chip.setAccessibleName(words.shown)
            chip.setAccessibleDescription(spoken)

    def chips_offered(self) -> list[Chip]:
        return [chip for chip in self.field.chips.values() if not chip.isHidden()]

    def show_choices(self, names: frozenset[str]) -> None:
        for name, chip in self.field.chips.items():
            chip.setVisible(name in names)

    def take_focus(self) -> None:
        chips = self.field.chips.values()
        aimed = next((chip for chip in chips if chip.isChecked()), next(iter(chips), None))
        if aimed is not None:
            aimed.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self, names: list[str]) -> None:
        if self._several:
            self.given.emit(names or None)
        else:
            self.given.emit(names[0] if names else None)


def option(choice: Choice) -> Option:
    """A chip for a choice; what long labels say in brackets goes to the tooltip."""
    short = shortened(choice.label)
    return Option(choice.name, short, choice.label if short != choice.label else "")


def shortened(text: str) -> str:
    """A long label without what it says in brackets."""
    return text.split(" (")[0] if len(text) > _LONG_LABEL else text


def is_long(question: Question) -> bool:
    """Whether its choices are shown in a list that opens: very many of them, or as its author asks."""
    return len(question.choices) > _MOST_CHIPS or "minimal" in question.appearance


class PickEditor(Editor):
    """One choice in a drop-down list: inside rows, where chips would take too much room, or among very many."""

    def __init__(self, choices: Sequence[Choice], spoken: str) -> None:
        super().__init__()
        self._choices = self._offered = tuple(choices)
        self._language = Language()
        self.list = DropDown([(choice.name, choice.label) for choice in choices], spoken=spoken, empty=_NO_CHOICE)
        self.list.picked.connect(self._picked)
        self.setFocusProxy(self.list)
        self.setLayout(column(self.list))

    def show_value(self, value: Value) -> None:
        names = texts_of(value)
        self.list.pick(names[0] if names else "")

    def reword(self, question: Question) -> None:
        offered = {choice.name for choice in self._offered}
        self._choices = question.choices
        self._offered = tuple(choice for choice in question.choices if choice.name in offered)

    def show_choices(self, names: frozenset[str]) -> None:
        offered = tuple(choice for choice in self._choices if choice.name in names)
        if [choice.name for choice in offered] != [choice.name for choice in self._offered]:
            self._offered, picked = offered, self.list.chosen()
            self.list.offer((("", _NO_CHOICE), *((one.name, self._language.choice(one).in_a_row) for one in offered)))
            self.list.pick(picked)

    def speak(self, language: Language, spoken: str) -> None:
        self._language = language
        self.list.setAccessibleName(spoken)
        self.list.say({choice.name: language.choice(choice).in_a_row for choice in self._offered})

    def take_focus(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _picked(self, name: str) -> None:
        self.given.emit(name or None)


class RankEditor(Editor):
    """Choices in the order in which they were tapped: the first one comes first; a second tap takes it out."""

    def __init__(self, question: Question, spoken: str) -> None:
        super().__init__()
        self._names: list[str] = []
        self._choices = question.choices
        self._words = {choice.name: Words(spaced(choice.label)) for choice in question.choices}
        self.chips = {name: Chip(words.shown, tone=Tone.PERSON) for name, words in self._words.items()}
        flow = FlowLayout()
        for chip in self.chips.values():
            chip.setAccessibleDescription(spaced(spoken))
            chip.clicked.connect(self._clicked)
            flow.addWidget(chip)
        self.setLayout(flow)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_value(self, value: Value) -> None:
        self._names = [name for name in texts_of(value) if name in self.chips]
        for name, chip in self.chips.items():
            chosen = name in self._names
            chip.setChecked(chosen)
            words = self._words[name]
            chip.say(ordered(words, self._names.index(name) + 1) if chosen else words.shown, words.own)

    def reword(self, question: Question) -> None:
        self._choices = question.choices

    def speak(self, language: Language, spoken: str) -> None:
        self._words = {choice.name: language.choice(choice) for choice in self._choices}
        for chip in self.chips.values():
            chip.setAccessibleDescription(spoken)
        self.show_value(list(self._names))

    def chips_offered(self) -> list[Chip]:
        return [chip for chip in self.chips.values() if not chip.isHidden()]

    def show_choices(self, names: frozenset[str]) -> None:
        for name, chip in self.chips.items():
            chip.setVisible(name in names)

    def take_focus(self) -> None:
        next(iter(self.chips.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _clicked(self) -> None:
        sender = self.sender()
        name = next(name for name, chip in self.chips.items() if chip is sender)
        names = [one for one in self._names if one != name]
        if name not in self._names:
            names.append(name)
        self.show_value(list(names))
        self.given.emit(names or None)


def ordered(words: Words, place: int) -> str:
    """« 1 · Logement », the number on the side where the language begins."""
    mark = RIGHT_TO_LEFT_MARK if words.leftward else ""
    return f"{mark}{place} · {words.shown}"


def places_of(question: Question) -> tuple[int | float, ...]:
    """The places of a range, ends included; none where there are more than chips can show."""
    scale = scale_of(question)
    start, end, step = (Decimal(number_text(part)) for part in (scale.start, scale.end, scale.step))
    if not 0 <= (end - start) / step < _MOST_PLACES:
        return ()
    numbers = [start + place * step for place in range(int((end - start) / step) + 1)]
    whole = all(number == int(number) for number in numbers)
    return tuple(int(number) if whole else float(number) for number in numbers)


class RangeEditor(Editor):
    """A place between two words, as 0 « Très loin » to 10 « J’y suis »."""

    def __init__(self, question: Question, spoken: str) -> None:
        super().__init__()
        told = question.parameters
        self._numbers = {str(number): number for number in places_of(question)}
        options = [Option(name, name.replace(".", ",")) for name in self._numbers]
        self.field = ChoiceField(options, spoken=spoken)
        self.field.chosen.connect(lambda names: self.given.emit(self._numbers[names[0]] if names else None))
        low, high = told.get("low", ""), told.get("high", "")
        words = row(label(low, Text.CAPTION, tone=Colour.INK3), None, label(high, Text.CAPTION, tone=Colour.INK3))
        self.setLayout(column(self.field, words, gap=Gap.TIGHT) if low or high else column(self.field))
        if low and high:
            ends = list(self.field.chips.values())
            ends[0].setAccessibleName(spaced(f"{ends[0].text()}, {low}"))
            ends[-1].setAccessibleName(spaced(f"{ends[-1].text()}, {high}"))

    def speak(self, _language: Language, spoken: str) -> None:
        """The words of both ends have no translation: a form keeps them as parameters."""
        self.field.setAccessibleName(spoken)
        for chip in self.field.chips.values():
            chip.setAccessibleDescription(spoken)

    def show_value(self, value: Value) -> None:
        self.field.choose([name for name, number in self._numbers.items() if number == value])

    def take_focus(self) -> None:
        chips = self.field.chips.values()
        next((chip for chip in chips if chip.isChecked()), next(iter(chips))).setFocus(Qt.FocusReason.OtherFocusReason)
