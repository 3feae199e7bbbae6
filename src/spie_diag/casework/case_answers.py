"""Whether an answer of a case file has the shape that its question expects.

A window can only give answers of the right shape, and an interview keeps whatever was said; a file is written by hand.
Shapes are those of ``forms.definition``, looked at whether the question is asked or not.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from spie_diag.forms.definition import Form, Question, QuestionCode, QuestionType, Value
from spie_diag.forms.fitting import misfit
from spie_diag.french import spaced
from spie_diag.interview.answers import Answer

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"\d{4}-\d{2}")
_YEARS = range(1900, 2200)
_WHOLE = (QuestionType.INTEGER, QuestionType.RANGE)


def unfit_answers(form: Form, answers: Mapping[QuestionCode, Answer]) -> Mapping[QuestionCode, str]:
    """Why each answer that does not fit its question does not, in one French sentence, in the order of the form."""
    faults = ((code, unfit(asked, answers[code].value)) for code, asked in form.questions.items() if code in answers)
    return {code: fault for code, fault in faults if fault}


def unfit(question: Question, value: Value) -> str:
    """One sentence on why ``value`` does not fit; empty where it does, or where nothing was answered."""
    if value is None or value in ("", [], {}):
        return ""
    return spaced(_shape(question, value)) or misfit(question, value)


def _shape(question: Question, value: Value) -> str:
    kind = question.type
    if kind in _WHOLE or kind is QuestionType.DECIMAL:
        return _number(question, value)
    if kind is QuestionType.REPEAT:
        return _rows(question, value)
    if kind is QuestionType.GROUP:
        return _fields(question, value)
    if kind is QuestionType.SELECT_MULTIPLE:
        return _several(question, value)
    if kind is QuestionType.TEXT and "list" in question.appearance:
        texts = value if isinstance(value, list) else [value]
        return "" if all(isinstance(text, str) for text in texts) else "Une liste de textes est attendue."
    return _one_text(question, value)


def _one_text(question: Question, value: Value) -> str:
    if not isinstance(value, str):
        return "Un texte est attendu."
    if question.type is QuestionType.SELECT_ONE and value not in _names(question):
        return "Cette réponse n’est pas une de celles qui sont proposées."
    if question.type is QuestionType.DATE:
        return _day(question, value)
    return ""


def is_day(text: str) -> bool:
    """Whether ``text`` is a calendar day like 2026-11-24, of a year that an interview may speak of."""
    return _is_day(text, _DAY)


def _is_day(text: str, written: re.Pattern[str]) -> bool:
    try:
        day = date.fromisoformat(text if written is _DAY else f"{text}-01")
    except ValueError:
        return False
    return written.fullmatch(text) is not None and day.year in _YEARS


def _day(question: Question, value: str) -> str:
    if "month-year" in question.appearance:
        return "" if _is_day(value, _MONTH) or _is_day(value, _DAY) else "Un mois comme 2026-11 est attendu."
    return "" if _is_day(value, _DAY) else "Une date comme 2026-11-24 est attendue."


def _number(question: Question, value: Value) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "Un nombre est attendu."
    return "Un nombre entier est attendu." if question.type in _WHOLE and value % 1 else ""


def _several(question: Question, value: Value) -> str:
    if not isinstance(value, list):
        return "Une liste de réponses est attendue."
    names = _names(question)
    if any(not isinstance(name, str) or name not in names for name in value):
        return "Une de ces réponses n’est pas de celles qui sont proposées."
    return "La même réponse y est deux fois." if len({*map(str, value)}) < len(value) else ""


def _names(question: Question) -> frozenset[str]:
    return frozenset(choice.name for choice in question.choices)


def _rows(question: Question, value: Value) -> str:
    if not isinstance(value, list):
        return "Une liste de lignes est attendue."
    faults = (f"Ligne {place} : {fault}" for place, row in enumerate(value, 1) if (fault := _fields(question, row)))
    return next(faults, "")


def _fields(question: Question, value: Value) -> str:
    if not isinstance(value, dict):
        return "Des champs nommés sont attendus."
    return next(_field_faults(question, value), "")


def _field_faults(question: Question, value: Mapping[str, Value]) -> Iterator[str]:
    children = {child.name: child for child in question.children}
    for name, given in value.items():
        if name not in children:
            yield f"Le champ « {name[:40]} » n’existe pas."
        elif fault := unfit(children[name], given):
            yield f"{children[name].label} : {fault}"
