"""Questions answered in a table: one choice per line, or the moments of a week."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy

from spie_diag.desktop.interview.language import Language
from spie_diag.desktop.interview.questions.editor import Editor
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.chips import Chip
from spie_diag.desktop.widgets.layouts import label
from spie_diag.forms.definition import Choice, Question, Value
from spie_diag.french import spaced
from spie_diag.interview.state import FieldState

_DAYS = {"lun": "Lun", "mar": "Mar", "mer": "Mer", "jeu": "Jeu", "ven": "Ven", "sam": "Sam", "dim": "Dim"}
_SPOKEN_DAYS = {
    "lun": "lundi",
    "mar": "mardi",
    "mer": "mercredi",
    "jeu": "jeudi",
    "ven": "vendredi",
    "sam": "samedi",
    "dim": "dimanche",
}


class _Cell(Chip):
    """One place of a table: shows a tick, says its line and its column."""

    def __init__(self, spoken: str) -> None:
        super().__init__("")
        self.name(spaced(spoken))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def name(self, spoken: str) -> None:
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(40), self.theme.px(30))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class TableEditor(Editor):
    """A group drawn as a table: its questions are the lines, their common choices the columns."""

    def __init__(self, questions: Sequence[Question], spoken: str) -> None:
        super().__init__()
        self._given: dict[str, Value] = {}
        self.cells: dict[tuple[str, str], _Cell] = {}
        grid = _grid()
        self.setLayout(grid)
        self._questions = tuple(questions)
        self._choices = choices = _columns(questions[0])
        self._heads: dict[str, QLabel] = {}
        self._lines: dict[str, QLabel] = {}
        for place, choice in enumerate(choices):
            head = self._heads[choice.name] = label(choice.label, Text.CAPTION, tone=Colour.INK3, wrap=True)
            head.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(head, 0, place + 1)
        for line, question in enumerate(questions, start=1):
            named = self._lines[question.name] = label(question.label, Text.SMALL, tone=Colour.INK2, wrap=True)
            grid.addWidget(named, line, 0)
            for place, choice in enumerate(choices):
                cell = _Cell(f"{question.label} : {choice.label}")
                cell.setAccessibleDescription(spaced(spoken))
                cell.clicked.connect(self._clicked)
                self.cells[question.name, choice.name] = cell
                grid.addWidget(cell, line, place + 1, Qt.AlignmentFlag.AlignHCenter)
        grid.setColumnStretch(0, 1)

    def show_value(self, value: Value) -> None:
        self._given = dict(value) if isinstance(value, dict) else {}
        for (line, choice), cell in self.cells.items():
            cell.setChecked(str(self._given.get(line, "")) == choice)

    def show_fields(self, fields: Sequence[FieldState]) -> None:
        asked = {one.name: one for one in fields}
        for name, named in self._lines.items():
            named.setVisible(name not in asked or asked[name].relevant)
        for (name, choice), cell in self.cells.items():
            cell.setVisible(name not in asked or _offers(asked[name], choice))

    def reword(self, question: Question) -> None:
        self._questions = question.children
        self._choices = _columns(question.children[0])

    def speak(self, language: Language, spoken: str) -> None:
        for choice in self._choices:
            self._heads[choice.name].setText(language.choice(choice).both)
        for question in self._questions:
            words = language.question(question)
            self._lines[question.name].setText(words.both)
            for choice in self._choices:
                cell = self.cells[question.name, choice.name]
                cell.name(f"{words.shown}\N{NO-BREAK SPACE}: {language.choice(choice).shown}")
                cell.setAccessibleDescription(spoken)

    def take_focus(self) -> None:
        next(iter(self.cells.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _clicked(self) -> None:
        sender = self.sender()
        line, choice = next(place for place, cell in self.cells.items() if cell is sender)
        given = {name: value for name, value in self._given.items() if name != line}
        if self.cells[line, choice].isChecked():
            given[line] = int(choice) if choice.isdigit() else choice
        self.show_value(given)
        self.given.emit(given or None)


class WeekEditor(Editor):
    """Seven days, and the moments of each."""

    def __init__(self, days: Sequence[Question], spoken: str) -> None:
        super().__init__()
        self._given: dict[str, Value] = {}
        self.cells: dict[tuple[str, str], _Cell] = {}
        grid = _grid()
        self.setLayout(grid)
        self._days = tuple(days)
        self._heads: dict[str, QLabel] = {}
        self._lines: dict[str, QLabel] = {}
        for column, day in enumerate(days, start=1):
            head = self._heads[day.name] = label(_DAYS.get(day.name, day.label), Text.CAPTION, tone=Colour.INK3)
            grid.addWidget(head, 0, column, Qt.AlignmentFlag.AlignHCenter)
        for line, moment in enumerate(days[0].choices, start=1):
            named = self._lines[moment.name] = label(moment.label, Text.SMALL, tone=Colour.INK2)
            grid.addWidget(named, line, 0)
            for column, day in enumerate(days, start=1):
                cell = _Cell(f"{_SPOKEN_DAYS.get(day.name, day.label)}, {moment.label}")
                cell.setAccessibleDescription(spaced(spoken))
                cell.clicked.connect(self._clicked)
                self.cells[day.name, moment.name] = cell
                grid.addWidget(cell, line, column, Qt.AlignmentFlag.AlignHCenter)
        grid.setColumnStretch(len(days) + 1, 1)

    def show_value(self, value: Value) -> None:
        self._given = dict(value) if isinstance(value, dict) else {}
        for (day, moment), cell in self.cells.items():
            kept = self._given.get(day)
            cell.setChecked(isinstance(kept, list) and moment in kept)

    def show_fields(self, fields: Sequence[FieldState]) -> None:
        asked = {one.name: one for one in fields}
        for name, head in self._heads.items():
            head.setVisible(name not in asked or asked[name].relevant)
        for (name, moment), cell in self.cells.items():
            cell.setVisible(name not in asked or _offers(asked[name], moment))

    def reword(self, question: Question) -> None:
        self._days = question.children

    def speak(self, language: Language, spoken: str) -> None:
        for day in self._days:
            head = language.question(day)
            self._heads[day.name].setText(head.both if head.is_translated else _DAYS.get(day.name, day.label))
            for moment in self._days[0].choices:
                said = head.shown if head.is_translated else _SPOKEN_DAYS.get(day.name, day.label)
                cell = self.cells[day.name, moment.name]
                cell.name(f"{said}, {language.choice(moment).shown}")
                cell.setAccessibleDescription(spoken)
        for moment in self._days[0].choices:
            self._lines[moment.name].setText(language.choice(moment).both)

    def take_focus(self) -> None:
        next(iter(self.cells.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _clicked(self) -> None:
        days = dict.fromkeys(day for day, _moment in self.cells)
        ticked = {
            day: [moment for (one, moment), cell in self.cells.items() if one == day and cell.isChecked()]
            for day in days
        }
        given: dict[str, Value] = {day: list(moments) for day, moments in ticked.items() if moments}
        self._given = given
        self.given.emit(given or None)


def _offers(one: FieldState, choice: str) -> bool:
    """Whether a field is asked with that choice; the places of a scale are no choices."""
    return one.relevant and (not one.choices or any(offered.name == choice for offered in one.choices))


def _columns(question: Question) -> tuple[Choice, ...]:
    """The common answers of the lines: their choices, or the numbers of their scale."""
    if question.choices:
        return question.choices
    told = question.parameters
    numbers = range(int(told.get("start", "1")), int(told.get("end", "5")) + 1)
    ends = {numbers[0]: told.get("low", ""), numbers[-1]: told.get("high", "")}
    words = {number: f"{number} {ends[number]}" if ends.get(number) else str(number) for number in numbers}
    return tuple(Choice(name=str(number), label=words[number]) for number in numbers)


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(int(Gap.SMALL))
    grid.setVerticalSpacing(int(Gap.TIGHT))
    return grid
