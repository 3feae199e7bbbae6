"""Whether a value fits its question, before any condition that its author wrote."""

from spie_diag.forms.definition import Question, QuestionType, Value
from spie_diag.forms.values import day_of, number_of, number_text, time_fraction
from spie_diag.french import counted, spaced

_NUMERIC = (QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE)


def misfit(question: Question, value: Value) -> str:
    """One sentence on why ``value`` does not fit ``question``; empty where it does, or where there is nothing."""
    if value is None or value in ("", [], {}):
        return ""
    sentence = _sentence(question, value)
    return spaced(sentence) if sentence else ""


def _sentence(question: Question, value: Value) -> str:
    kind = question.type
    if kind in _NUMERIC:
        return _number(question, value)
    if kind is QuestionType.DATE and not (isinstance(value, str) and day_of(value)):
        return "Cette date n’existe pas."
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
    start, end = (number_of(question.parameters.get(key, "")) for key in ("start", "end"))
    if number < start or number > end:
        return f"Un nombre de {number_text(start)} à {number_text(end)} est attendu."
    return ""


def _choices(question: Question, value: list[Value]) -> str:
    alone = [choice.label for choice in question.choices if choice.name in value and choice.name in question.exclusive]
    return f"« {alone[0]} » se coche sans autre choix." if alone and len(value) > 1 else ""
