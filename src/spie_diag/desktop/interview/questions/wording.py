"""Answers in words, for the places that show them without a field."""

from collections.abc import Sequence

from spie_diag.desktop.interview.questions.days import write_day, write_hour, write_month
from spie_diag.forms.definition import Question, QuestionType, Value
from spie_diag.french import listed
from spie_diag.interview.answers import Answer, Status

_NOTHING = "Rien à noter"
STATUS_WORDS = {
    Status.DOES_NOT_KNOW: "Ne sait pas",
    Status.DECLINES: "Ne souhaite pas répondre",
    Status.NOT_APPLICABLE: "Sans objet",
}


def in_words(question: Question, answer: Answer, rows: Sequence[Question] = ()) -> str:
    """« Locataire dans le parc privé », « Ne sait pas »; ``rows``: as each row words it, where they differ."""
    if answer.status is not Status.ANSWERED:
        return STATUS_WORDS[answer.status]
    if rows and isinstance(answer.value, list):
        lines = zip(rows, answer.value, strict=False)
        return " ; ".join(_fields(row, line) for row, line in lines if isinstance(line, dict)) or _NOTHING
    return _value(question, answer.value)


def _value(question: Question, value: Value) -> str:
    if value is None or value in ("", []):
        return _NOTHING
    if isinstance(value, dict):
        return _fields(question, value)
    if isinstance(value, list):
        return _many(question, value)
    if question.type is QuestionType.DATE:
        text = str(value)
        return write_month(text) if "month-year" in question.appearance else write_day(text)
    if question.type is QuestionType.ACKNOWLEDGE:
        return "Lu"
    if "interval" in question.appearance:
        return _interval(str(value))
    return _choice(question, value)


def _choice(question: Question, value: Value) -> str:
    return next((choice.label for choice in question.choices if choice.name == value), str(value))


def _many(question: Question, values: list[Value]) -> str:
    if question.type is QuestionType.REPEAT:
        lines = [_fields(question, line) for line in values if isinstance(line, dict)]
        return " ; ".join(lines)
    return listed([_choice(question, value) for value in values])


def _fields(question: Question, given: dict[str, Value]) -> str:
    parts = {part.name: part for part in question.children}
    words = [_value(parts[name], value) for name, value in given.items() if name in parts and value not in (None, "")]
    return ", ".join(words)


def _interval(value: str) -> str:
    start, _, end = value.partition("/")
    day, _, hour = start.partition("T")
    words = [write_day(day), f"de {write_hour(hour)}" if hour else "", f"à {write_hour(end[-5:])}" if end else ""]
    return " ".join(word for word in words if word)
