"""Days, months and hours as people type them in France, and back."""

import re
from datetime import date, time

_SEPARATED = re.compile(r"\s*(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})\s*")
_COMPACT = re.compile(r"(\d{2})(\d{2})(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"\s*(\d{1,2})\s*[-/. ]\s*(\d{4})\s*|(\d{2})(\d{4})")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{2})")
_HOUR = re.compile(r"\s*(\d{1,2})\s*(?:[hH:.]\s*(\d{2})?)?\s*")
_COMPACT_HOUR = re.compile(r"(\d{1,2})(\d{2})")
_NEXT_CENTURY = 50
"""Two digits from 50 on are of the last century: birth dates."""


def read_day(text: str) -> date | None:
    """« 3/12/2026 », « 3.12.26 », « 03122026 » or « 2026-12-03 »; None where it is no day of the calendar."""
    plain = text.strip()
    if iso := _ISO.fullmatch(plain):
        year, month, day = (int(part) for part in iso.groups())
    elif found := _SEPARATED.fullmatch(plain) or _COMPACT.fullmatch(plain):
        day, month, year = (int(part) for part in found.groups())
        if year < 100:
            year += 1900 if year >= _NEXT_CENTURY else 2000
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def write_day(iso: str) -> str:
    """« 03/12/2026 »; a text that is no ISO date comes back as it is."""
    day = read_day(iso)
    return f"{day:%d/%m/%Y}" if day else iso


def read_month(text: str) -> str | None:
    """« 9/2021 », « 092021 » or « 2021-09 », as ``2021-09``."""
    plain = text.strip()
    if iso := _ISO_MONTH.fullmatch(plain):
        year, month = int(iso[1]), int(iso[2])
    elif found := _MONTH.fullmatch(plain):
        month, year = int(found[1] or found[3]), int(found[2] or found[4])
    else:
        return None
    return f"{year:04d}-{month:02d}" if 1 <= month <= 12 and year >= 1900 else None


def write_month(iso: str) -> str:
    """« 09/2021 »."""
    found = _ISO_MONTH.fullmatch(iso)
    return f"{found[2]}/{found[1]}" if found else iso


def read_hour(text: str) -> str | None:
    """« 9 h 30 », « 9:30 », « 930 » or « 9h », as ``09:30``."""
    plain = text.replace("\u00a0", " ").replace("\u202f", " ").strip()
    found = _HOUR.fullmatch(plain) or _COMPACT_HOUR.fullmatch(plain)
    if not found:
        return None
    try:
        return time(int(found[1]), int(found[2] or 0)).strftime("%H:%M")
    except ValueError:
        return None


def write_hour(iso: str) -> str:
    """« 9 h 30 »."""
    hour, _, minute = iso.partition(":")
    return f"{int(hour)} h {minute[:2]}" if hour.isdigit() and minute else iso
