"""Which values each question can take, as far as its author wrote it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from spie_diag.forms.definition import Question, QuestionType
from spie_diag.forms.fitting import scale_of
from spie_diag.forms.functions import FUNCTIONS, Kind
from spie_diag.forms.inspecting import Inspection
from spie_diag.forms.nodes import Field
from spie_diag.forms.syntax import COMPARED, Binary, Call, Expression, Number, Text
from spie_diag.forms.values import number_text
from spie_diag.forms.vocabulary import SELECTS

_MOST_LEAVES = 40


class Range(Enum):
    """What a value can be."""

    CHOICE = auto()
    CHOICES = auto()
    NUMBER = auto()
    WHOLE = auto()
    DAY = auto()
    TEXT = auto()
    FIGURE = auto()
    """A computed number, read as such."""
    TRUTH = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """All the values that one thing read by a condition can take."""

    range: Range
    names: tuple[str, ...] = ()
    """Of the choices; for ``CHOICE`` and ``CHOICES``."""
    low: float = -math.inf
    high: float = math.inf
    may_be_blank: bool = True


_BLANK = Domain(range=Range.CHOICE)
_TODAY = Domain(range=Range.DAY, may_be_blank=False)
_RANGES = {
    QuestionType.INTEGER: Range.WHOLE,
    QuestionType.DECIMAL: Range.NUMBER,
    QuestionType.DATE: Range.DAY,
}


class Domains:
    """The domains of the questions of one form; they narrow as one learns what is never asked or offered.

    ``well_answered``: numbers are whole and in their limits, and dates are dates, where the type asks for it. Otherwise
    answers are whatever may be written: an answer that does not fit is told, and kept.
    """

    def __init__(self, inspection: Inspection, *, well_answered: bool = True) -> None:
        self.inspection = inspection
        self._well_answered = well_answered
        self._known: dict[Field, Domain] = {}
        self._never: set[Field] = set()

    def never_asked(self, field: Field) -> bool:
        return field in self._never

    def set_never_asked(self, field: Field) -> None:
        self._never.add(field)
        self._known[field] = _BLANK

    def set_offered(self, field: Field, names: Sequence[str]) -> None:
        """Only these choices of a field are ever offered."""
        known = self.of(field)
        self._known[field] = Domain(range=known.range, names=tuple(names))

    def read(self, tree: Expression, near: Field | None) -> tuple[str, Domain] | None:
        """A key that is the same for the same value, and its domain; None where the tree is not one question."""
        field = self.inspection.field_of(tree, near)
        if field is not None:
            return self.key(field) if self.inspection.is_alone(field, near) else None
        if isinstance(tree, Call) and tree.name == "today":
            return "today()", _TODAY
        return None

    def key(self, field: Field) -> tuple[str, Domain]:
        return f"#{field.index}", self.of(field)

    def of(self, field: Field) -> Domain:
        if field not in self._known:
            # Something that reads itself is told elsewhere; here it must only end.
            self._known[field] = Domain(range=Range.TEXT)
            self._known[field] = self._domain(field)
        return self._known[field]

    def _domain(self, field: Field) -> Domain:
        question = field.question
        kind = question.type
        if kind in SELECTS and question.choices and not question.calculation:
            return _of_choices(question)
        if kind is QuestionType.RANGE and self._well_answered:
            return _of_scale(question)
        if kind in _RANGES and self._well_answered:
            return Domain(range=_RANGES[kind])
        if kind is QuestionType.TODAY:
            return _TODAY
        if kind is QuestionType.NOTE and not question.calculation:
            return _BLANK
        if kind is QuestionType.CALCULATE and (written := self.inspection.sound(field, "calculation")) is not None:
            leaves = self._leaves(written.tree, field)
            if leaves is not None and len(leaves) <= _MOST_LEAVES:
                return Domain(range=Range.CHOICE, names=tuple(dict.fromkeys(leaf for leaf in leaves if leaf)))
        return Domain(range=Range.TEXT)

    def _leaves(self, tree: Expression, near: Field) -> list[str] | None:
        """Every text that a calculation can give; None where they cannot be listed."""
        match tree:
            case Text(text):
                return [text]
            case Number(number):
                return [number_text(number)]
            case Binary(operator=operator) if operator in ("and", "or", *COMPARED):
                return ["true", "false"]
            case Call(name="if", arguments=(_, yes, no)):
                first, second = self._leaves(yes, near), self._leaves(no, near)
                return None if first is None or second is None else [*first, *second]
            case Call(name=name) if name in FUNCTIONS and FUNCTIONS[name].gives is Kind.BOOLEAN:
                return ["true", "false"]
        field = self.inspection.field_of(tree, near)
        if field is None or not self.inspection.is_alone(field, near):
            return None
        domain = self.of(field)
        return [*domain.names, ""] if domain.range is Range.CHOICE else None


def _of_choices(question: Question) -> Domain:
    names = tuple(dict.fromkeys(choice.name for choice in question.choices))
    if question.type is QuestionType.SELECT_ONE:
        return Domain(range=Range.CHOICE, names=names)
    # In an order of its own, the same choices make many texts.
    is_ordered = question.type is QuestionType.RANK or "ordered" in question.appearance
    return Domain(range=Range.TEXT) if is_ordered else Domain(range=Range.CHOICES, names=names)


def _of_scale(question: Question) -> Domain:
    scale = scale_of(question)
    if not scale.start < scale.end:
        return Domain(range=Range.NUMBER)
    return Domain(range=Range.WHOLE if scale.is_whole else Range.NUMBER, low=scale.start, high=scale.end)
