"""What expressions give, as far as can be known before anybody answers: a number, a day, words."""

from enum import Enum

from spie_diag.forms.definition import Question, QuestionType
from spie_diag.forms.functions import FUNCTIONS, Kind
from spie_diag.forms.inspecting import Inspection, Spot
from spie_diag.forms.nodes import Field
from spie_diag.forms.syntax import SIGNS, Binary, Call, Expression, Filtered, Negated, Number, Reference, Text
from spie_diag.forms.values import day_of, number_of, time_fraction


class Shape(Enum):
    """What an expression gives; the value is how an author is told."""

    ANY = "une valeur"
    BLANK = "rien"
    NUMBER = "un nombre"
    DAY = "une date"
    TIME = "une heure"
    TRUTH = "vrai ou faux"
    FREE = "un texte libre"
    WORD = "un mot"
    """One of several words of which none is a number."""
    WORDS = "plusieurs choix"


_OF_TYPES = {
    QuestionType.TEXT: Shape.FREE,
    QuestionType.INTEGER: Shape.NUMBER,
    QuestionType.DECIMAL: Shape.NUMBER,
    QuestionType.RANGE: Shape.NUMBER,
    QuestionType.DATE: Shape.DAY,
    QuestionType.TODAY: Shape.DAY,
    QuestionType.DATETIME: Shape.DAY,
    QuestionType.START: Shape.DAY,
    QuestionType.END: Shape.DAY,
    QuestionType.TIME: Shape.TIME,
    QuestionType.ACKNOWLEDGE: Shape.WORD,
}
_DAYS = ("today", "now", "date", "date-time", "add-date")


class Shapes:
    """The shapes of the expressions of one form."""

    def __init__(self, inspection: Inspection) -> None:
        self._inspection = inspection
        self._known: dict[int, Shape] = {}

    def of(self, tree: Expression, near: Spot) -> Shape:
        if (field := self._inspection.field_of(tree, near)) is not None:
            return self.of_field(field)
        match tree:
            case Number():
                return Shape.NUMBER
            case Text(text):
                return of_text(text)
            case Negated():
                return Shape.NUMBER
            case Binary():
                return self._binary(tree, near)
            case Filtered(base):
                return self.of(base, near)
            case Call():
                return self._call(tree, near)
            case Reference():
                return Shape.ANY
        return Shape.ANY

    def of_field(self, field: Field) -> Shape:
        if field.index not in self._known:
            # Something that reads itself is told elsewhere; here it must only end.
            self._known[field.index] = Shape.ANY
            self._known[field.index] = self._field(field)
        return self._known[field.index]

    def _field(self, field: Field) -> Shape:
        question = field.question
        if question.type in _OF_TYPES:
            return _OF_TYPES[question.type]
        if question.type in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK):
            return _of_choices(question)
        if question.type in (QuestionType.CALCULATE, QuestionType.NOTE):
            calculation = self._inspection.sound(field, "calculation")
            if calculation is not None:
                return self.of(calculation.tree, field)
            return Shape.BLANK if question.type is QuestionType.NOTE and not question.calculation else Shape.ANY
        return Shape.ANY

    def _binary(self, tree: Binary, near: Spot) -> Shape:
        if tree.operator not in SIGNS:
            return Shape.ANY if tree.operator == "|" else Shape.TRUTH
        if tree.operator not in ("+", "-"):
            return Shape.NUMBER
        days = [self.of(side, near) is Shape.DAY for side in (tree.left, tree.right)]
        # A day moved by a number is both: it compares to days, and counts days since 1970.
        return Shape.ANY if any(days) and not (all(days) and tree.operator == "-") else Shape.NUMBER

    def _call(self, tree: Call, near: Spot) -> Shape:
        if tree.name in _DAYS:
            return Shape.DAY
        if tree.name == "once" and tree.arguments:
            return self.of(tree.arguments[0], near)
        if tree.name == "if" and len(tree.arguments) == 3:
            return _either(self.of(tree.arguments[1], near), self.of(tree.arguments[2], near))
        if tree.name == "coalesce" and len(tree.arguments) == 2:
            return _either(self.of(tree.arguments[0], near), self.of(tree.arguments[1], near))
        gives = FUNCTIONS[tree.name].gives if tree.name in FUNCTIONS else Kind.ANY
        return {Kind.NUMBER: Shape.NUMBER, Kind.BOOLEAN: Shape.TRUTH}.get(gives, Shape.ANY)


def of_text(text: str) -> Shape:
    if not text.strip():
        return Shape.BLANK
    if day_of(text) is not None:
        return Shape.DAY
    if time_fraction(text) >= 0:
        return Shape.TIME
    return Shape.WORD if number_of(text) != number_of(text) else Shape.ANY


def _of_choices(question: Question) -> Shape:
    shapes = {of_text(choice.name) for choice in question.choices}
    if shapes != {Shape.WORD}:
        return Shape.ANY
    return Shape.WORD if question.type is QuestionType.SELECT_ONE else Shape.WORDS


def _either(one: Shape, other: Shape) -> Shape:
    if Shape.BLANK in (one, other):
        return other if one is Shape.BLANK else one
    return one if one is other else Shape.ANY
