"""Whether a value fits its question, before any condition that its author wrote."""

from dataclasses import dataclass
from math import isnan

from spie_diag.forms.definition import Question, QuestionType, Value
from spie_diag.forms.values import day_of, days_of, number_of, number_text, time_fraction
from spie_diag.french import counted, spaced

_NEARLY = 1e-9
"""How far a decimal may be from the step that it is meant to be."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The numbers that a range offers: from start to end, one step at a time."""

    start: float
    end: float
    step: float

    @property
    def is_whole(self) -> bool:
        """Whether it offers whole numbers only."""
        return self.start % 1 == 0 and self.step % 1 == 0

    def holds(self, number: float) -> bool:
        """Whether it offers this very number."""
        if not self.start <= number <= self.end:
            return False
        steps = (number - self.start) / self.step
        return abs(steps - round(steps)) < _NEARLY


def scale_of(question: Question) -> Scale:
    """The scale of a range, from 1 to 10 unless its parameters say otherwise; one without sense holds what it can.

    Source: XLSForm, « Range ».
    """
    start, end, step = (number_of(question.parameters.get(key, "")) for key in ("start", "end", "step"))
    return Scale(1.0 if isnan(start) else start, 10.0 if isnan(end) else end, step if step > 0 else 1.0)


def misfit(question: Question, value: Value) -> str:
    """One sentence on why ``value`` does not fit ``question``; empty where it does, or where there is nothing."""
    if value is None or value in ("", [], {}):
        return ""
    sentence = _sentence(question, value)
    return spaced(sentence) if sentence else ""


def _sentence(question: Question, value: Value) -> str:
    kind = question.type
    if kind in (QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE):
        return _number(question, value)
    if kind is QuestionType.DATE and not (isinstance(value, str) and day_of(value)):
        return "Cette date n’existe pas."
    if kind is QuestionType.DATETIME and not (isinstance(value, str) and _is_moment(value)):
        return "Cette date et cette heure n’existent pas."
    if kind is QuestionType.TIME and not (isinstance(value, str) and time_fraction(value) >= 0):
        return "Cette heure n’existe pas."
    if kind is QuestionType.SELECT_MULTIPLE and isinstance(value, list):
        return _choices(question, value)
    if kind is QuestionType.REPEAT and isinstance(value, list):
        most = number_of(question.parameters.get("max", ""))
        if len(value) > most:
            return f"Ce tableau tient en {counted(int(most), 'ligne')}."
    return ""


def _number(question: Question, value: Value) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return "Un nombre est attendu."
    number = number_of(str(value))
    if number != number:
        return "Un nombre est attendu."
    if question.type is QuestionType.INTEGER and number % 1 != 0:
        return "Un nombre entier est attendu."
    return (
        _out_of_scale(scale_of(question), number) if question.type is QuestionType.RANGE else _outside(question, number)
    )


def _out_of_scale(scale: Scale, number: float) -> str:
    if scale.holds(number):
        return ""
    whole = "Un nombre entier" if scale.is_whole else "Un nombre"
    steps = "" if scale.step == 1 and scale.is_whole else f", de {_written(scale.step)} en {_written(scale.step)}"
    return f"{whole} de {_written(scale.start)} à {_written(scale.end)}{steps} est attendu."


def _outside(question: Question, number: float) -> str:
    """Integers and decimals have the limits that they name, if any."""
    start, end = (number_of(question.parameters.get(key, "")) for key in ("start", "end"))
    if not (number < start or number > end):
        return ""
    if isnan(end):
        return f"Un nombre d’au moins {_written(start)} est attendu."
    if isnan(start):
        return f"Un nombre d’au plus {_written(end)} est attendu."
    return f"Un nombre de {_written(start)} à {_written(end)} est attendu."


def _written(number: float) -> str:
    return number_text(number).replace(".", ",")


def _is_moment(text: str) -> bool:
    """Whether a text is a moment, or the two ends of an interval; the second may come later."""
    start, _, end = text.partition("/")
    return not isnan(days_of(start)) and (not end or not isnan(days_of(end)))


def _choices(question: Question, value: list[Value]) -> str:
    alone = [choice.label for choice in question.choices if choice.name in value and choice.name in question.exclusive]
    return f"« {alone[0]} » se coche sans autre choix." if alone and len(value) > 1 else ""
