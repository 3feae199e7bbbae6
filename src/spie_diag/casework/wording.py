"""Answers in words: what a question and its value say when printed or read aloud."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, repeat

from spie_diag.casework.sheet import Sheet
from spie_diag.forms.definition import Question, QuestionCode, QuestionType, Value
from spie_diag.forms.vocabulary import SILENT
from spie_diag.french import FIXED, listed, short_date
from spie_diag.interview.answers import Status

_MOMENTS = (QuestionType.TIME, QuestionType.DATETIME)
_ISO_MONTH = re.compile(r"(\d{4})-(\d{2})")
_ISO_MOMENT = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})?T?(?:(?P<hour>\d{2}):(?P<minute>\d{2})\S*)?")
"""What follows the minutes, seconds or a time zone, is for programs."""


def text_of(sheet: Sheet, code: QuestionCode, *, raw: bool = False) -> str:
    """What counts of an answer, in words (or its codes, if ``raw``); empty when there is none to show."""
    asked = sheet.state.questions.get(code)
    if asked is None or asked.answer is None or not asked.relevant or asked.answer.status is not Status.ANSWERED:
        return ""
    value = sheet.state.value(code)
    return str(value or "") if raw else words_of(asked.question, value, asked.rows)


def words_of(question: Question, value: Value, rows: Sequence[Question] = ()) -> str:
    """A value in French words, as its question words it; ``rows``: as it does in each row, where they differ."""
    labels = {choice.name: choice.label for choice in question.choices}
    fields = _fields_of(question)
    match value:
        case None | "":
            return ""
        case list() if question.type is QuestionType.REPEAT:
            read = zip(value, chain(rows, repeat(question)), strict=False)
            lines = [words_of_fields(_fields_of(row), line) for line, row in read if isinstance(line, dict)]
            return " ; ".join(line for line in lines if line)
        case list():
            return running([labels.get(str(item), str(item)) for item in value])
        case dict() if "week" in question.appearance:
            return _week(fields, value)
        case dict():
            return words_of_fields(fields, value)
        case str() if question.type is QuestionType.DATE:
            return _date_words(value)
        case str() if question.type in _MOMENTS or "interval" in question.appearance:
            return _moments(value)
        case _:
            return labels.get(str(value), str(value))


def _fields_of(question: Question) -> Mapping[str, Question]:
    """By name, but what the form reckons for itself."""
    return {child.name: child for child in question.children if child.type not in SILENT}


def running(words: Sequence[str]) -> str:
    """Labels as one sentence: « Trouver un emploi, me former et choisir un métier »; sigles keep their capitals."""
    return listed([words[0], *(_lowered(word) for word in words[1:])]) if words else ""


def _lowered(word: str) -> str:
    return word[0].lower() + word[1:] if word[1:2].islower() or word[1:2] == " " or word[1:2] == " " else word


def _week(fields: Mapping[str, Question], values: Mapping[str, Value]) -> str:
    days = [(fields[name], words_of(fields[name], value)) for name, value in values.items() if name in fields]
    return ", ".join(f"{_lowered(day.label)} ({_lowered(words)})" for day, words in days if words)


def words_of_fields(fields: Mapping[str, Question], values: Mapping[str, Value]) -> str:
    parts = [(fields[name], words_of(fields[name], value)) for name, value in values.items() if name in fields]
    return ", ".join(f"{child.label} : {words}" if len(parts) > 1 else words for child, words in parts if words)


def _date_words(value: str) -> str:
    """« 24/11/2026 », « 09/2021 »; as it is kept where it is no day and no month."""
    if month := _ISO_MONTH.fullmatch(value):
        return f"{month[2]}/{month[1]}"
    try:
        return short_date(date.fromisoformat(value))
    except ValueError:
        return value


def _moments(value: str) -> str:
    """« 24/11/2026, de 9 h 30 à 11 h 20 », « 24/11/2026 à 9 h 30 », « 9 h 30 »."""
    begins, _, ends = (_Moment.read(part) for part in value.partition("/"))
    if ends.day == begins.day and begins.hour and ends.hour:
        return f"{begins.day}, de {begins.hour} à {ends.hour}"
    return " – ".join(filter(None, (begins.words, ends.words)))


@dataclass(frozen=True, slots=True)
class _Moment:
    """Both in words, one of them empty perhaps."""

    day: str
    hour: str

    @classmethod
    def read(cls, written: str) -> "_Moment":
        found = _ISO_MOMENT.fullmatch(written)
        if found is None:
            return cls(written, "")
        hour = f"{int(found['hour'])}{FIXED}h{FIXED}{found['minute']}" if found["hour"] else ""
        return cls(_date_words(found["day"] or ""), hour)

    @property
    def words(self) -> str:
        return " à ".join(filter(None, (self.day, self.hour)))
