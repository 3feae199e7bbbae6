"""What counts of an answer and of a calculation, as a value of its question."""

from collections.abc import Sequence
from math import isinf, isnan

from spie_diag.forms.codes import NumberCode, TextCode, TruthCode
from spie_diag.forms.definition import Choice, Question, QuestionType, Value
from spie_diag.forms.nodes import Context
from spie_diag.forms.rules import Rule


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
    """The result of a calculation, as a value of its question: a whole number is an ``int``, a blank is None."""
    code = calculation.code
    if question.choices:
        text = calculation.text(context)
        return [*text.split()] if question.type is QuestionType.SELECT_MULTIPLE else text or None
    if isinstance(code, TruthCode):
        return code.run(context)
    if not isinstance(code, NumberCode) and not (isinstance(code, TextCode) and code.numeric):
        # A number that is none, met on one branch of an if(): blank once stored, as in other engines.
        return None if (text := calculation.text(context)) in ("", "NaN") else text
    number = code.number()(context)
    if isnan(number) or isinf(number):
        return None
    return int(number) if number == int(number) else number
