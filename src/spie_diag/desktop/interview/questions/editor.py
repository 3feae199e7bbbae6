"""What every field of a question has in common."""

import json
from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.interview.language import Language
from spie_diag.desktop.widgets.chips import Chip
from spie_diag.desktop.widgets.freezing import set_read_only
from spie_diag.forms.definition import Question, Value
from spie_diag.interview.state import FieldState

IDLE_MS = 2_000
"""Somebody who stops writing for that long has answered, even without leaving the field."""


class Editor(QWidget):
    """The field of one question, or of one part of a question. Shows values without emitting."""

    takes_answers = True
    """Whether there is something to give here: an answer, or one of the three statuses."""
    given = Signal(object)
    """A ``Value`` that somebody gave; None takes the answer back."""
    typed = Signal(str)
    """What is being written, for the draft: a text, or the JSON of a value made of several fields."""
    misread = Signal(str)
    """Why what is written cannot be read yet; an empty text once it can."""

    def show_value(self, value: Value) -> None:
        """Show what was answered; leaves alone what somebody is typing."""
        raise NotImplementedError

    def reword(self, question: Question) -> None:
        """Take the words that the question has now, since they name other answers: ``speak`` shows them."""

    def reword_rows(self, rows: Sequence[Question]) -> None:
        """The same for each of its rows, where they read differently; most fields have no row."""

    def speak(self, language: Language, spoken: str) -> None:
        """Show the words of the form in another language, and say ``spoken`` of the field: nothing else changes."""
        raise NotImplementedError

    def chips_offered(self) -> list[Chip]:
        """The chips that flow over its width; none for other fields."""
        return []

    def show_choices(self, names: frozenset[str]) -> None:
        """Offer only these choices; fields without choices have nothing to do."""

    def show_fields(self, fields: Sequence[FieldState]) -> None:
        """Ask only the fields that are asked now, each with its own choices; most questions have no field."""

    def show_row_fields(self, rows: Sequence[Sequence[FieldState]]) -> None:
        """The same for each line given; ``show_fields`` is then about a line without answers."""

    def restore(self, draft: str) -> None:
        """Show what was being typed when the app stopped; it is written as an answer like any other text."""
        value = read_draft(draft)
        if value is not None:
            self.show_value(value)
            QTimer.singleShot(IDLE_MS, self, lambda: self.given.emit(value))

    def set_read_only(self, on: bool) -> None:
        """Let what was answered be read, and no longer changed."""
        set_read_only(self, on)

    def flush(self) -> None:
        """Give at once what timers still hold."""

    def take_focus(self) -> None:
        """Put the keyboard in the first field."""
        self.setFocus()


def read_draft(draft: str) -> Value:
    """What ``as_draft`` wrote; None for anything else."""
    try:
        value: Value = json.loads(draft)
    except json.JSONDecodeError:
        return None
    return value


def as_draft(value: Value) -> str:
    """The draft of a field made of several."""
    return json.dumps(value, ensure_ascii=False)


def texts_of(value: Value) -> list[str]:
    """The choices in a value: a list of names, or one name."""
    if isinstance(value, list):
        return [item for item in value if isinstance(item, str)]
    return [value] if isinstance(value, str) and value else []
