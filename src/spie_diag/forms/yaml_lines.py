"""Texts, lists and tables as lines of YAML that a person likes to read, and that ``yaml_trees`` reads as they were.

Quotes stand only where YAML needs them; long texts are folded, texts of several lines stay lines.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

WIDTH = 120
_LONGEST_KEY = 900
"""YAML wants a longer key to be announced by a question mark."""


@dataclass(frozen=True, slots=True)
class Inline:
    """A table of texts that stands on one line where it fits."""

    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Spaced:
    """Rows with an empty line between them."""

    rows: Sequence["Rows"]


Rows: TypeAlias = Mapping[str, "Written"]
Written: TypeAlias = "str | tuple[str, ...] | Inline | Spaced | Sequence[Rows | Inline] | Rows"
"""What may stand under a key: a text, a list of texts, a table, rows."""

_JOINTS = ("and", "or")
_PRINTABLE = r"\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
_PLAIN = re.compile(
    # a first character that means nothing, then no « : » nor « # » that would end the text
    rf"(?![-?:,\[\]{{}}#&*!|>'\"%@`]|\.\.\.|---)(?:(?! \#|:(?: |$))[{_PRINTABLE}])+"
)
_FLOW_SIGNS = re.compile(r"[,\[\]{}]")
_PRINTED = re.compile(rf"[{_PRINTABLE}]*")
_LINES = re.compile(rf"[{_PRINTABLE}\n]*")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}


def scalar(text: str, *, in_flow: bool = False) -> str:
    """A text on one line, plain if YAML reads it so, quoted otherwise."""
    if text == text.strip() and _PLAIN.fullmatch(text) and not (in_flow and _FLOW_SIGNS.search(text)):
        return text
    if ('"' in text or "\\" in text) and _PRINTED.fullmatch(text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_escaped(sign) for sign in text) + '"'


def _escaped(sign: str) -> str:
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    if _PRINTED.fullmatch(sign):
        return sign
    code = ord(sign)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def lines_of(table: Rows, indent: int = 0) -> Iterator[str]:
    """The lines of a table, one key after the other."""
    margin = " " * indent
    for key, value in table.items():
        name = scalar(key)
        if len(name) > _LONGEST_KEY:
            yield f"{margin}? {name}"
            name = ""
        yield from _entry(f"{margin}{name}:", value, indent)


def _entry(start: str, value: Written, indent: int) -> Iterator[str]:
    """The lines of one key: on its own line what fits there, under it the rest."""
    if isinstance(value, str):
        yield from _text(start, value, indent + 2)
    elif isinstance(value, Inline):
        if line := _in_line(start, value):
            yield line
        else:
            yield start
            yield from lines_of(value.cells, indent + 2)
    elif isinstance(value, Mapping):
        yield start
        yield from lines_of(value, indent + 2)
    elif isinstance(value, Spaced):
        yield start
        for number, spaced in enumerate(value.rows):
            if number:
                yield ""
            yield from _row(spaced, indent + 2)
    elif isinstance(value, tuple):
        yield from _texts(start, value, indent + 2)
    else:
        yield start
        for row in value:
            yield from _row(row, indent + 2)


def _cell(key: str, text: str) -> str:
    return f"{scalar(key, in_flow=True)}: {scalar(text, in_flow=True)}"


def _in_line(start: str, table: Inline) -> str:
    """The table on one line; empty where it does not fit."""
    line = f"{start} {{{', '.join(_cell(*cell) for cell in table.cells.items())}}}"
    return line if len(line) <= WIDTH and not any("\n" in text for text in table.cells.values()) else ""


def _row(row: Rows | Inline, indent: int) -> Iterator[str]:
    cells = row.cells if isinstance(row, Inline) else row
    if isinstance(row, Inline) and (line := _in_line(f"{' ' * indent}-", row)):
        yield line
        return
    first, *others = lines_of(cells, indent + 2)
    yield f"{' ' * indent}- {first.lstrip()}"
    yield from others


def _texts(start: str, texts: tuple[str, ...], indent: int) -> Iterator[str]:
    line = f"{start} [{', '.join(map(scalar, texts))}]"
    if len(line) <= WIDTH and all(scalar(text) == scalar(text, in_flow=True) and "\n" not in text for text in texts):
        yield line
    else:
        yield start
        for text in texts:
            yield from _text(f"{' ' * indent}-", text, indent + 2)


def _text(start: str, text: str, indent: int) -> Iterator[str]:
    """One text: on the line, else folded, else line by line, else quoted on a long line."""
    line = f"{start} {scalar(text)}"
    margin = " " * indent
    if "\n" in text and _keeps_its_lines(text):
        yield f"{start} |-"
        yield from (f"{margin}{part}" if part else "" for part in text.split("\n"))
    elif len(line) > WIDTH and " " in text and text == text.strip() and _PRINTED.fullmatch(text):
        yield f"{start} >-"
        yield from (f"{margin}{part}" for part in _folded(text, WIDTH - indent))
    else:
        yield line


def _keeps_its_lines(text: str) -> bool:
    return text == text.strip() and _LINES.fullmatch(text) is not None


def _folded(text: str, width: int) -> Iterator[str]:
    """Parts that YAML joins again by one space: a cut takes one space with a word on either side.

    Expressions are cut before « and » and « or » where that is not far.
    """
    words = re.split(r"(?<=\S) (?=\S)", text)
    is_expression = "${" in text
    part: list[str] = []
    for word in words:
        if part and len(" ".join(part)) + 1 + len(word) > width:
            cut = _joint(part) if is_expression and word not in _JOINTS else len(part)
            yield " ".join(part[:cut])
            part = part[cut:]
        part.append(word)
    yield " ".join(part)


def _joint(words: list[str]) -> int:
    """Where to cut a line of an expression: before its last « and » or « or », else at its end."""
    return next((place for place in range(len(words) - 1, len(words) // 2, -1) if words[place] in _JOINTS), len(words))
