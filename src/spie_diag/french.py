"""French as it is set on screen and paper: spaces before punctuation, dates and times in words."""

import re
from collections.abc import Sequence
from datetime import date, datetime

NARROW = "\u202f"
"""Narrow no-break space: before ; ! ? and between thousands."""
FIXED = "\u00a0"
"""No-break space: before : and inside « »."""

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

_SPACE = r"[ \u00a0\u202f\u2009]*"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?<=[^\s\u00a0\u202f\u2009;!?]){_SPACE}([;!?]+)(?=[\s\u00a0»)]|$)"), rf"{NARROW}\1"),
    (re.compile(r"(?<=\S)[ \u202f\u2009]+:(?=\s|$)"), f"{FIXED}:"),
    (re.compile(rf"«{_SPACE}(?=\S)"), f"«{FIXED}"),
    (re.compile(rf"(?<=\S){_SPACE}»"), f"{FIXED}»"),
    (re.compile(r"(?<=\d)[ \u202f\u2009]([%€])"), rf"{FIXED}\1"),
    (re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])"), "’"),
)
_CONCERNED = re.compile("[;!?:«»%€']")
"""One of these is in whatever a rule changes; most labels have none."""


def spaced(text: str) -> str:
    """The same text with typographic apostrophes and the no-break spaces of French; applying it twice changes nothing.

    Source: Lexique des règles typographiques en usage à l’Imprimerie nationale.
    """
    if _CONCERNED.search(text) is None:
        return text
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def long_date(day: date, *, weekday: bool = True) -> str:
    """« mardi 1er décembre 2026 »."""
    number = "1er" if day.day == 1 else str(day.day)
    words = f"{number} {_MONTHS[day.month - 1]} {day.year}"
    return f"{_DAYS[day.weekday()]} {words}" if weekday else words


def short_date(day: date) -> str:
    """« 01/12/2026 »."""
    return f"{day:%d/%m/%Y}"


def clock_time(moment: datetime) -> str:
    """« 10 h 41 », in the time zone that ``moment`` carries."""
    return f"{moment.hour}{FIXED}h{FIXED}{moment.minute:02d}"


def listed(words: Sequence[str]) -> str:
    """« a, b et c »; an empty text for no word."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} et {words[-1]}"


def span(days: int) -> str:
    """« 12 jours », « 8 mois », « 2 ans »: as people say how far a day is."""
    months = round(days / 30.44)
    if days <= 60:
        return counted(days, "jour")
    return counted(months, "mois", "mois") if months <= 23 else counted(round(days / 365.25), "an")


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """« 1 réponse », « 3 réponses »: French counts zero and one in the singular."""
    word = singular if abs(number) < 2 else (plural or f"{singular}s")
    return f"{number}{FIXED}{word}"
