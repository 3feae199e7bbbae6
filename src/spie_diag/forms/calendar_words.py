"""Dates written by a pattern, with the French names of days and months."""

import re

from spie_diag.forms import values

_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")


def format_moment(text: str, pattern: str) -> str:
    """The day or moment ``text`` written by ``pattern``; an empty text where it is no date.

    Source: ODK XForms specification, ``format-date`` and ``format-date-time``.
    """
    day = values.day_of(text)
    if day is None:
        return ""
    clock = re.search(r"[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?", text)
    hour, minute, second, fraction = clock.groups(default="00") if clock else ("00", "00", "00", "000")
    parts = {
        "Y": f"{day.year:04d}", "y": f"{day.year % 100:02d}", "m": f"{day.month:02d}", "n": str(day.month),
        "b": _MONTHS[day.month - 1], "d": f"{day.day:02d}", "e": str(day.day), "a": _DAYS[day.weekday()],
        "W": str(day.isocalendar().week), "w": str((day.weekday() + 1) % 7),
        "H": hour, "h": str(int(hour)), "M": minute, "S": second, "3": fraction.ljust(3, "0"), "%": "%",
    }  # fmt: skip
    return re.sub(r"%(.)", lambda match: parts.get(match[1], match[0]), pattern)
