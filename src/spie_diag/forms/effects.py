"""What counts of an answer and of a calculation, as a value of its question."""

from collections.abc import Sequence
from math import isinf, isnan

from spie_diag.forms.codes import Code, NumberCode, TextCode, TruthCode
from spie_diag.forms.definition import Choice, Question, QuestionType, Value
from spie_diag.forms.nodes import Context
from spie_diag.forms.rules import Rule
from spie_diag.forms.values import NUMBERS, date_text, moment_text, number_text, value_of

_SHAPELESS = (QuestionType.CALCULATE, QuestionType.HIDDEN, QuestionType.FOREIGN)
"""What holds whatever its expression gives."""


def still_offered(question: Question, given: Value, choices: Sequence[Choice]) -> Value:
    """An answer without the choices that are not offered now; None where nothing is left of it."""
    if given is None:
        return None
    if question.type not in (QuestionType.SELECT_MULTIPLE, QuestionType.RANK):
        return given if given == "" or any(choice.name == given for choice in choices) else None
    chosen = given if isinstance(given, list) else [given]
    names = [choice.name for choice in choices]
    if question.type is QuestionType.RANK or "ordered" in question.appearance:
        kept: list[Value] = [name for name in chosen if name in names]
    else:
        kept = [name for name in names if name in chosen]
    return kept if kept or not chosen else None


def result(question: Question, calculation: Rule, context: Context) -> Value:
    """The result of a calculation, in the shape of its question: a whole number is an ``int``, a blank is None."""
    code = calculation.code
    if question.type not in _SHAPELESS:
        return value_of(question, _text_for(question, code, calculation, context))
    if isinstance(code, TruthCode):
        return code.run(context)
    if not isinstance(code, NumberCode) and not (isinstance(code, TextCode) and code.numeric):
        # A number that is none, met on one branch of an if(): blank once stored, as in other engines.
        return None if (text := calculation.text(context)) in ("", "NaN") else text
    number = code.number()(context)
    if isnan(number) or isinf(number):
        return None
    return int(number) if number == int(number) else number


def _text_for(question: Question, code: Code, calculation: Rule, context: Context) -> str:
    """What a question of a known shape is given: a number of days is the day that it counts to."""
    if isinstance(code, NumberCode):
        number = code.run(context)
        if question.type is QuestionType.DATE:
            return date_text(number)
        if question.type is QuestionType.DATETIME:
            return moment_text(number)
        return "" if isnan(number) or isinf(number) else number_text(number)
    if isinstance(code, TruthCode) and question.type in NUMBERS:
        return "1" if code.run(context) else "0"
    text = calculation.text(context)
    return "" if text == "NaN" else text
