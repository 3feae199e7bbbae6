"""What is written to add a person, before it is checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from spie_diag.desktop.errors import UnusableDateError

_DATE = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{2}|\d{4})|(\d{2})(\d{2})(\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    called: str = field(default="", repr=False)
    family_name: str = field(default="", repr=False)
    first_names: str = field(default="", repr=False)
    born_on: str = field(default="", repr=False)
    commune: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)


def written_from(texts: Mapping[str, str]) -> Written:
    """What was written, by the name of each field."""
    return Written(**{one.name: texts.get(one.name, "") for one in fields(Written)})


def birth_date(text: str, today: date) -> date | None:
    """The date behind « 07/04/1991 », « 7.4.91 » or « 07041991 »; None for an empty text.

    A year of two digits is the latest one that is not in the future.

    Raises:
        UnusableDateError: it is no date.
    """
    if not text.strip():
        return None
    found = _DATE.fullmatch(text.strip())
    if found is None:
        raise UnusableDateError
    day, month, year = (int(part) for part in found.groups() if part is not None)
    if year < 100:
        year += 2000 if 2000 + year <= today.year else 1900
    try:
        return date(year, month, day)
    except ValueError as why:
        raise UnusableDateError from why
