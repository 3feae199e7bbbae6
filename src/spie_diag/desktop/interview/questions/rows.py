"""Questions made of several fields, once or line by line."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from spie_diag.desktop.interview.language import Language
from spie_diag.desktop.interview.questions.editor import Editor, as_draft
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.chips import Chip
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, column, label, row
from spie_diag.forms.definition import Question, Value
from spie_diag.french import spaced
from spie_diag.interview.state import FieldState

Parts = Callable[[Sequence[Question], str], Mapping[str, Editor]]
"""Makes the fields of one line, by name, from the parts of the question and what is spoken before them."""


class FieldsEditor(Editor):
    """Several small fields side by side: the value is a dictionary by field name."""

    def __init__(self, questions: Sequence[Question], editors: Mapping[str, Editor]) -> None:
        super().__init__()
        self._given: dict[str, Value] = {}
        self._questions = tuple(one for one in questions if one.name in editors)
        self._titles: dict[str, QLabel] = {}
        self._parts: dict[str, QWidget] = {}
        self.editors = dict(editors)
        flow = FlowLayout(gap=Gap.MEDIUM)
        for question in self._questions:
            editor = self.editors[question.name]
            title = self._titles[question.name] = label(question.label, Text.CAPTION, tone=Colour.INK2)
            part = self._parts[question.name] = box(column(title, editor, gap=2))
            flow.addWidget(part)
            editor.given.connect(lambda value, name=question.name: self._part(name, value))
            editor.typed.connect(lambda text, name=question.name: self.typed.emit(self._drafted(name, text)))
            editor.misread.connect(self.misread)
        holder = box(flow)
        policy = holder.sizePolicy()
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        self.setLayout(column(holder))

    def show_value(self, value: Value) -> None:
        self._given = dict(value) if isinstance(value, dict) else {}
        for name, editor in self.editors.items():
            editor.show_value(self._given.get(name))

    def reword(self, question: Question) -> None:
        self._questions = tuple(one for one in question.children if one.name in self.editors)
        for one in self._questions:
            self.editors[one.name].reword(one)

    def speak(self, language: Language, spoken: str) -> None:
        for question in self._questions:
            words = language.question(question)
            self._titles[question.name].setText(words.both)
            self.editors[question.name].speak(language, f"{words.shown}. {spoken}")

    def show_fields(self, fields: Sequence[FieldState]) -> None:
        for one in fields:
            part = self._parts.get(one.name)
            if part is None:
                continue
            if one.relevant:
                editor = self.editors[one.name]
                editor.show_choices(frozenset(choice.name for choice in one.choices))
                editor.show_value(self._given.get(one.name))  # a choice may be offered again
            elif not part.isHidden():
                self.editors[one.name].flush()
            part.setVisible(one.relevant)

    def value(self) -> dict[str, Value]:
        return dict(self._given)

    def flush(self) -> None:
        for editor in self.editors.values():
            editor.flush()

    def take_focus(self) -> None:
        next(iter(self.editors.values())).take_focus()

    def _part(self, name: str, value: Value) -> None:
        rest = {one: kept for one, kept in self._given.items() if one != name}
        self._given = rest if value is None else {**self._given, name: value}
        self.given.emit(self._given or None)

    def _drafted(self, name: str, text: str) -> str:
        return as_draft({**self._given, name: text})


class _Line(QFrame):
    """One line of a table that people fill: its fields, and the way to take it away."""

    changed = Signal()
    typed = Signal()
    removed = Signal()

    def __init__(self, fields: FieldsEditor, remove: str) -> None:
        super().__init__()
        self.setObjectName("raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.fields = fields
        self.heading = label(style=Text.SMALL, tone=Colour.INK2, wrap=True)
        self.heading.hide()
        self.remove = Button(icon="x", kind=Kind.QUIET, small=True, hint=remove)
        side = column(self.remove, None)
        said = column(self.heading, fields, gap=Gap.TIGHT)
        self.setLayout(row((said, 1), side, margins=(12, 8, 6, 10)))
        fields.given.connect(self.changed)
        fields.typed.connect(self.typed)
        self.remove.clicked.connect(self.removed)

    def say_heading(self, text: str) -> None:
        """What heads this line and no other; empty for nothing."""
        self.heading.setText(text)
        self.heading.setVisible(bool(text))


class RowsEditor(Editor):
    """As many lines as needed, up to a number; none at all is an answer too."""

    def __init__(self, question: Question, spoken: str, parts: Parts) -> None:
        super().__init__()
        self._question, self._spoken, self._parts = question, spoken, parts
        self._rows: tuple[Question, ...] = ()
        self._fields: Sequence[FieldState] = ()
        self._language = Language()
        self._most = int(question.parameters.get("max", "20"))
        self.lines: list[_Line] = []
        self._column = column(gap=Gap.SMALL)
        self.add = Button(self.tr("Ajouter une ligne"), icon="plus", small=True)
        self.none = Chip(self.tr("Aucun"))
        self.none.setAccessibleDescription(spaced(spoken))
        self.add.clicked.connect(self._added)
        self.none.clicked.connect(self._said_none)
        self.setLayout(column(self._column, row(self.add, self.none, None), gap=Gap.SMALL))

    def show_value(self, value: Value) -> None:
        rows = [line for line in value if isinstance(line, dict)] if isinstance(value, list) else []
        self.none.setChecked(value == [])
        self.none.setVisible(not rows and not self.lines)
        if rows == self._filled():
            return
        while len(self.lines) > len(rows):
            self._drop(self.lines[-1])
        for place, one in enumerate(rows):
            line = self.lines[place] if place < len(self.lines) else self._new_line()
            line.fields.show_value(dict(one))
        if self._rows:
            self._say_lines()
        self._show_room()

    def reword(self, question: Question) -> None:
        self._question = question

    def reword_rows(self, rows: Sequence[Question]) -> None:
        self._rows = tuple(rows)

    def show_fields(self, fields: Sequence[FieldState]) -> None:
        self._fields = fields

    def show_row_fields(self, rows: Sequence[Sequence[FieldState]]) -> None:
        given = iter(rows)
        for line in self.lines:
            line.fields.show_fields(next(given, self._fields) if line.fields.value() else self._fields)

    def speak(self, language: Language, spoken: str) -> None:
        self._language, self._spoken = language, spoken
        self.none.setAccessibleDescription(spoken)
        self._say_lines()

    def flush(self) -> None:
        for line in self.lines:
            line.fields.flush()

    def take_focus(self) -> None:
        (self.lines[0].fields if self.lines else self.add).setFocus(Qt.FocusReason.OtherFocusReason)

    def _filled(self) -> list[dict[str, Value]]:
        return [value for line in self.lines if (value := line.fields.value())]

    def _new_line(self) -> _Line:
        spoken = self._named(self._spoken, len(self.lines) + 1)
        children = self._question.children
        line = _Line(
            FieldsEditor(children, self._parts(children, spoken)),
            self.tr("Retirer la ligne {number}").format(number=len(self.lines) + 1),
        )
        self._say(line, self._question, len(self.lines) + 1)
        line.changed.connect(self._give)
        line.typed.connect(lambda: self.typed.emit(as_draft(list(self._filled()))))
        line.removed.connect(lambda: self._removed(line))
        self.lines.append(line)
        self._column.addWidget(line)
        line.fields.show_fields(self._fields)
        return line

    def _say_lines(self) -> None:
        """Each line in the words of its row; one where nothing is given yet, in those of a row without answers."""
        rows = iter(self._rows)
        for number, line in enumerate(self.lines, start=1):
            self._say(line, next(rows, self._question) if line.fields.value() else self._question, number)

    def _say(self, line: _Line, words: Question, number: int) -> None:
        heading = self._language.question(words)
        own = heading.shown != self._spoken and words is not self._question
        line.say_heading(heading.both if own else "")
        line.fields.reword(words)
        line.fields.speak(self._language, self._named(heading.shown if own else self._spoken, number))

    def _named(self, spoken: str, number: int) -> str:
        """What is said of the fields of one line."""
        return self.tr("{question}, ligne {number}").format(question=spoken, number=number)

    def _added(self) -> None:
        line = self._new_line()
        line.fields.take_focus()
        self._show_room()

    def _removed(self, line: _Line) -> None:
        was_filled = bool(line.fields.value())
        self._drop(line)
        self._show_room()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        if was_filled:
            self._give()

    def _drop(self, line: _Line) -> None:
        self.lines.remove(line)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()

    def _show_room(self) -> None:
        self.add.setEnabled(len(self.lines) < self._most)
        self.add.set_text(self.tr("Ajouter une ligne") if self.lines else self.tr("Ajouter"))
        self.none.setVisible(not self.lines)

    def _said_none(self) -> None:
        self.given.emit([] if self.none.isChecked() else None)

    def _give(self) -> None:
        self.given.emit(list(self._filled()) or None)
