"""What a cell holds, as XLSForm programs read it: one text."""

import re
from datetime import date, datetime, time

_SPACES = re.compile(r" +")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)")
_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " "})
ERRORS = frozenset({"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"})
"""What a spreadsheet shows in place of a value that it could not compute."""


def text_of(value: object) -> str:
    """A cell as text, as Kobo and ODK show it: ``1.0`` is ``1``, true is ``TRUE``, a moment has a space in it.

    Source: pyxform 4.5, ``xls2json_backends.xlsx_value_to_str``.
    """
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() else str(value)
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value).strip()


def dated(text: str) -> str:
    """A cell that is not to be read by people: a day or a moment of a spreadsheet is ISO 8601."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return text
    return found[1] if found[2] == "00:00:00" else f"{found[1]}T{found[2]}"


def cleaned(text: str, *, one_space: bool) -> str:
    """The text with straight quotes and plain spaces; runs of spaces become one where ``one_space`` says so.

    Source: pyxform 4.5, ``parsing.sheet_headers.clean_text_values``: what Kobo and ODK show.
    """
    straight = text.translate(_STRAIGHT).strip()
    return _SPACES.sub(" ", straight) if one_space else straight


def column_letters(index: int) -> str:
    """``A`` for 0, ``AA`` for 26: the name of a column without a heading."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
