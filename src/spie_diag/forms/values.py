"""How answers read inside expressions: as text, as numbers, as calendar days.

Days are counted from 1 January 1970, without time zone: ``${fin} - today()`` is a number of days.
"""

import math
import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from spie_diag.clock import months_later, years_between
from spie_diag.forms.definition import Question, QuestionType, Value

NUMBERS = (QuestionType.INTEGER, QuestionType.RANGE, QuestionType.DECIMAL)
"""Types of questions that are answered with a number."""

_EPOCH = date(1970, 1, 1)
_NUMBER = re.compile(r"\s*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\s*")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")
_ZONE = re.compile(r"(?:Z|[-+][0-9]{2}:?[0-9]{2})$")
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]+)?(Z|[-+][0-9]{2}:?[0-9]{2})?"
)


def number_text(number: float) -> str:
    """A number as XPath writes it: ``5`` and not ``5.0``, an exponent only below 1e-6 or from 1e21 on."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number) and abs(number) < 1e21:
        return str(int(number))
    mantissa, _, exponent = repr(number).partition("e")
    if exponent and -7 < int(exponent) < 21:
        return f"{number:.{-int(exponent) + len(mantissa) - 1}f}".rstrip("0")
    return f"{mantissa.removesuffix('.0')}e{int(exponent):+d}" if exponent else mantissa


@lru_cache(maxsize=8192)
def number_of(text: str) -> float:
    """The number or the day that a text writes; NaN for a blank or any other text."""
    if not text:
        return math.nan
    if _NUMBER.fullmatch(text):
        return float(text)
    return days_of(text)


def day_of(text: str) -> date | None:
    """The calendar day of an ISO date, month (its first day) or moment; None where there is no such day."""
    matched = _DAY.match(text)
    if matched is None or (matched.end() != len(text) and _MOMENT.fullmatch(text) is None):
        return None
    year, month, day = matched.groups(default="01")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def days_of(text: str) -> float:
    """Days since the epoch, with the time of day as a fraction; NaN where the text is not a date."""
    day = day_of(text)
    if day is None:
        return math.nan
    moment = _MOMENT.fullmatch(text)
    if moment is None:
        return float((day - _EPOCH).days)
    return (day - _EPOCH).days + time_fraction(moment[2]) - _offset_days(moment[3])


def _offset_days(offset: str | None) -> float:
    if not offset or offset == "Z":
        return 0.0
    minutes = int(offset[1:3]) * 60 + int(offset[-2:])
    return (-minutes if offset[0] == "-" else minutes) / 1440


def time_fraction(text: str) -> float:
    """``12:00`` is 0.5; NaN where the text is not a time of day."""
    parts = _ZONE.sub("", text).split(":")
    if len(parts) not in (2, 3) or not all(re.fullmatch(r"[0-9]{1,2}(?:\.[0-9]+)?", part) for part in parts):
        return math.nan
    hours, minutes, seconds = (*map(float, parts), 0.0)[:3]
    if hours >= 24 or minutes >= 60 or seconds >= 60:
        return math.nan
    return (hours * 3600 + minutes * 60 + seconds) / 86400


def date_text(days: float) -> str:
    """The ISO day that is ``days`` after the epoch; an empty text where there is none."""
    if math.isnan(days) or math.isinf(days):
        return ""
    try:
        return (_EPOCH + timedelta(days=math.floor(days))).isoformat()
    except OverflowError:
        return ""


def moment_text(days: float) -> str:
    """The ISO moment, in universal time, that is ``days`` after the epoch; an empty text where there is none."""
    if math.isnan(days) or math.isinf(days):
        return ""
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=round(days * 86400))
    except OverflowError:
        return ""
    return moment.isoformat(timespec="milliseconds")


def years_from(start: str, end: str) -> float:
    """Whole years from one day to another, as for an age; NaN if either is blank."""
    first, last = day_of(start), day_of(end)
    return math.nan if first is None or last is None else float(years_between(first, last))


def months_from(start: str, end: str) -> float:
    """Whole months from one day to another; NaN if either is blank."""
    first, last = day_of(start), day_of(end)
    if first is None or last is None:
        return math.nan
    return float((last.year - first.year) * 12 + last.month - first.month - (last.day < first.day))


def later(start: str, years: float, months: float, days: float) -> str:
    """The ISO day that is so many years, months and days later; an empty text if anything is blank."""
    first = day_of(start)
    if first is None or any(math.isnan(part) or math.isinf(part) for part in (years, months, days)):
        return ""
    try:
        return (months_later(first, int(years) * 12 + int(months)) + timedelta(days=int(days))).isoformat()
    except (OverflowError, ValueError):
        return ""


def text_of(value: Value) -> str:
    """A value as expressions read it; nothing reads as an empty text."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, list):
        return " ".join(text_of(item) for item in value)
    return " ".join(text for item in value.values() if (text := text_of(item)))


def answer_text(question: Question, value: Value) -> str:
    """``value`` as expressions read it when it answers ``question``: a free list is one text, not words."""
    if isinstance(value, list) and question.type is QuestionType.TEXT:
        return ", ".join(text_of(item) for item in value)
    return text_of(value)


def value_of(question: Question, text: str) -> Value:
    """The answer that a text writes, as a value of its question; None where it is blank or, for a number, is none."""
    if not text:
        return None
    if question.type in (QuestionType.SELECT_MULTIPLE, QuestionType.RANK):
        return [*text.split()] or None
    if question.type in NUMBERS:
        number = float(text) if _NUMBER.fullmatch(text) else math.nan  # a day is no number, however it is counted
        if math.isnan(number) or math.isinf(number):
            return None
        return int(number) if number == int(number) else number
    return text
