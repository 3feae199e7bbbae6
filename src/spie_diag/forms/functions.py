"""The functions that expressions may call: one table for the compiler, the checker and the documentation.

Source: ODK XForms specification, « XPath functions »; those marked ``portable=False`` are ours.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from spie_diag.forms import patterns, values
from spie_diag.forms.calendar_words import format_moment
from spie_diag.forms.nodes import Node

Operand: TypeAlias = str | float | bool | Sequence[Node]
"""What an expression gives: a text, a number, true or false, or nodes."""


class Kind(Enum):
    """What a function takes or gives."""

    TEXT = "texte"
    NUMBER = "nombre"
    BOOLEAN = "vrai ou faux"
    NODES = "question"
    ANY = "valeur"


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One function: what it takes, what it gives, how it is computed."""

    name: str
    takes: tuple[Kind, ...] = ()
    optional: int = 0
    """How many of the last arguments may be left out."""
    repeated: bool = False
    """The last argument may be given any number of times more."""
    gives: Kind
    run: Callable[..., Operand] | None = None
    """None for what the compiler itself must understand, as ``if``."""
    with_context: bool = False
    """``run`` takes the context first."""
    all_rows: bool = False
    """A question of a repeated row means that question in all rows, even from inside the row."""
    portable: bool = True
    """False for what other XLSForm programs do not know."""

    @property
    def fewest(self) -> int:
        return len(self.takes) - self.optional

    @property
    def most(self) -> int | None:
        return None if self.repeated else len(self.takes)


def _numbers(arguments: Sequence[Operand]) -> list[float]:
    """Every number among the arguments, one per node."""
    found: list[float] = []
    for argument in arguments:
        if isinstance(argument, str):
            found.append(values.number_of(argument))
        elif isinstance(argument, bool | int | float):
            found.append(float(argument))
        else:
            found.extend(values.number_of(node.text) for node in argument)
    return found


def _texts(arguments: Sequence[Operand]) -> list[str]:
    """Every text among the arguments, one per node."""
    found: list[str] = []
    for argument in arguments:
        if isinstance(argument, str | bool | int | float):
            found.append(values.text_of(argument))
        else:
            found.extend(node.text for node in argument)
    return found


def _lowest(*arguments: Operand) -> float:
    numbers = _numbers(arguments)
    return math.nan if not numbers or any(map(math.isnan, numbers)) else min(numbers)


def _highest(*arguments: Operand) -> float:
    numbers = _numbers(arguments)
    return math.nan if not numbers or any(map(math.isnan, numbers)) else max(numbers)


def _total(nodes: Sequence[Node]) -> float:
    return math.fsum(_numbers([nodes]))


def _tokens(text: str) -> list[str]:
    return text.split() or [""]


def _selected_at(text: str, place: float) -> str:
    words = text.split()
    return words[int(place)] if 0 <= place < len(words) else ""


def rounded(number: float, digits: float = 0) -> float:
    """Halves go away from zero, as in Web Forms and Enketo."""
    if math.isnan(number) or math.isinf(number) or math.isnan(digits):
        return number
    if abs(digits) > 15 or abs(number) > 1e15:
        return number
    scale = 10.0 ** int(digits)
    return math.copysign(math.floor(abs(number) * scale + 0.5) / scale, number)


def _whole(number: float, towards: Callable[[float], int]) -> float:
    return number if math.isnan(number) or math.isinf(number) else float(towards(number))


def _guarded(compute: Callable[..., float]) -> Callable[..., float]:
    """``compute``, giving NaN outside its domain and infinity beyond what a number holds."""

    def run(*arguments: Operand) -> float:
        try:
            return float(compute(*arguments))
        except (ValueError, ZeroDivisionError):
            return math.nan
        except OverflowError:
            return math.inf

    return run


def _substr(text: str, start: float, end: float = math.inf) -> str:
    """From ``start`` to before ``end``, counted from 0."""
    size = len(text)
    first = 0 if math.isnan(start) else int(max(-size, min(start, size)))
    last = size if math.isnan(end) else int(max(-size, min(end, size)))
    return text[first:last]


def _substring(text: str, start: float, length: float = math.inf) -> str:
    """``length`` characters from ``start``, counted from 1. Source: XPath 1.0, section 4.2."""
    first = rounded(start)
    last = first + rounded(length)
    return "".join(character for place, character in enumerate(text, 1) if first <= place < last)


def _before(text: str, mark: str) -> str:
    return text.partition(mark)[0] if mark and mark in text else ""


def _after(text: str, mark: str) -> str:
    return text.partition(mark)[2] if mark else text


def _translated(text: str, old: str, new: str) -> str:
    table: dict[int, str | None] = {}
    for place, character in enumerate(old):
        table.setdefault(ord(character), new[place] if place < len(new) else None)
    return text.translate(table)


def _first_text(value: Operand) -> str:
    return "".join(_texts([value])[:1])


def _as_date(value: Operand) -> str:
    text = _first_text(value)
    day = values.day_of(text)
    return day.isoformat() if day else values.date_text(values.number_of(text))


def _as_moment(value: Operand) -> str:
    return values.moment_text(values.number_of(_first_text(value)))


def _formatted(value: Operand, pattern: str) -> str:
    text = _first_text(value)
    if values.day_of(text) is None:
        text = values.moment_text(values.number_of(text))
    return format_moment(text, pattern)


def _non_empty(nodes: Sequence[Node]) -> float:
    return float(sum(1 for node in nodes if node.text))


def _checklist(least: float, most: float, *answers: Operand) -> bool:
    yes = sum(text in ("yes", "oui", "1", "true") for text in _texts(answers))
    return (least < 0 or yes >= least) and (most < 0 or yes <= most)


def _weighted(least: float, most: float, *answers_and_weights: Operand) -> bool:
    answers, weights = _texts(answers_and_weights[::2]), _numbers(answers_and_weights[1::2])
    total = sum(weight for text, weight in zip(answers, weights, strict=False) if text in ("yes", "oui", "1", "true"))
    return (least < 0 or total >= least) and (most < 0 or total <= most)


_T, _N, _B, _Q, _A = Kind.TEXT, Kind.NUMBER, Kind.BOOLEAN, Kind.NODES, Kind.ANY

_ALL = (
    # choices
    Function(name="selected", takes=(_T, _T), gives=_B, run=lambda text, choice: choice.strip() in _tokens(text)),
    Function(name="count-selected", takes=(_T,), gives=_N, run=lambda text: float(len(text.split()))),
    Function(name="selected-at", takes=(_T, _N), gives=_T, run=_selected_at),
    Function(name="jr:choice-name", takes=(_T, _T), gives=_T),
    Function(name="jr:itext", takes=(_T,), gives=_T),
    Function(name="instance", takes=(_T,), gives=_T),
    # logic
    Function(name="if", takes=(_B, _A, _A), gives=_A),
    Function(name="not", takes=(_B,), gives=_B, run=lambda truth: not truth),
    Function(name="true", gives=_B, run=lambda: True),
    Function(name="false", gives=_B, run=lambda: False),
    Function(name="boolean", takes=(_B,), gives=_B, run=lambda truth: truth),
    Function(name="boolean-from-string", takes=(_T,), gives=_B, run=lambda text: text in ("true", "1")),
    Function(name="coalesce", takes=(_T, _T), gives=_T, run=lambda first, second: first or second),
    Function(name="once", takes=(_T,), gives=_T, run=lambda c, text: values.text_of(c.origin.given) or text,
             with_context=True),
    Function(name="checklist", takes=(_N, _N, _A), repeated=True, gives=_B, run=_checklist),
    Function(name="weighted-checklist", takes=(_N, _N, _A, _A), repeated=True, gives=_B, run=_weighted),
    # texts
    Function(name="string", takes=(_T,), optional=1, gives=_T, run=lambda text: text),
    Function(name="concat", takes=(_A,), repeated=True, gives=_T, run=lambda *parts: "".join(_texts(parts))),
    Function(name="join", takes=(_T, _A), repeated=True, gives=_T, all_rows=True,
             run=lambda mark, *parts: mark.join(_texts(parts))),
    Function(name="string-length", takes=(_T,), optional=1, gives=_N, run=lambda text: float(len(text))),
    Function(name="normalize-space", takes=(_T,), optional=1, gives=_T, run=lambda text: " ".join(text.split())),
    Function(name="contains", takes=(_T, _T), gives=_B, run=lambda text, part: part in text),
    Function(name="starts-with", takes=(_T, _T), gives=_B, run=lambda text, part: text.startswith(part)),
    Function(name="ends-with", takes=(_T, _T), gives=_B, run=lambda text, part: text.endswith(part)),
    Function(name="substr", takes=(_T, _N, _N), optional=1, gives=_T, run=_substr),
    Function(name="substring", takes=(_T, _N, _N), optional=1, gives=_T, run=_substring),
    Function(name="substring-before", takes=(_T, _T), gives=_T, run=_before),
    Function(name="substring-after", takes=(_T, _T), gives=_T, run=_after),
    Function(name="translate", takes=(_T, _T, _T), gives=_T, run=_translated),
    Function(name="regex", takes=(_T, _T), gives=_B, run=patterns.found),
    # numbers
    Function(name="number", takes=(_N,), optional=1, gives=_N, run=lambda number: number),
    Function(name="int", takes=(_N,), gives=_N, run=lambda number: _whole(number, math.trunc)),
    Function(name="round", takes=(_N, _N), optional=1, gives=_N, run=rounded),
    Function(name="floor", takes=(_N,), gives=_N, run=lambda number: _whole(number, math.floor)),
    Function(name="ceiling", takes=(_N,), gives=_N, run=lambda number: _whole(number, math.ceil)),
    Function(name="abs", takes=(_N,), gives=_N, run=abs),
    Function(name="pow", takes=(_N, _N), gives=_N, run=_guarded(math.pow)),
    Function(name="sqrt", takes=(_N,), gives=_N, run=_guarded(math.sqrt)),
    Function(name="log", takes=(_N,), gives=_N, run=_guarded(math.log)),
    Function(name="log10", takes=(_N,), gives=_N, run=_guarded(math.log10)),
    Function(name="exp", takes=(_N,), gives=_N, run=_guarded(math.exp)),
    Function(name="pi", gives=_N, run=lambda: math.pi),
    Function(name="sin", takes=(_N,), gives=_N, run=_guarded(math.sin)),
    Function(name="cos", takes=(_N,), gives=_N, run=_guarded(math.cos)),
    Function(name="tan", takes=(_N,), gives=_N, run=_guarded(math.tan)),
    Function(name="asin", takes=(_N,), gives=_N, run=_guarded(math.asin)),
    Function(name="acos", takes=(_N,), gives=_N, run=_guarded(math.acos)),
    Function(name="atan", takes=(_N,), gives=_N, run=_guarded(math.atan)),
    Function(name="atan2", takes=(_N, _N), gives=_N, run=_guarded(math.atan2)),
    Function(name="random", gives=_N, run=lambda c: c.scene.chance(c.origin), with_context=True),
    Function(name="uuid", gives=_T, run=lambda c: c.scene.token(c.origin), with_context=True),
    # several nodes
    Function(name="sum", takes=(_Q,), gives=_N, run=_guarded(_total), all_rows=True),
    Function(name="min", takes=(_A,), repeated=True, gives=_N, run=_lowest, all_rows=True),
    Function(name="max", takes=(_A,), repeated=True, gives=_N, run=_highest, all_rows=True),
    Function(name="count", takes=(_Q,), gives=_N, run=lambda nodes: float(len(nodes)), all_rows=True),
    Function(name="count-non-empty", takes=(_Q,), gives=_N, run=_non_empty, all_rows=True),
    Function(name="indexed-repeat", takes=(_Q, _Q, _N), repeated=True, gives=_T, all_rows=True),
    Function(name="position", takes=(_Q,), optional=1, gives=_N),
    Function(name="last", gives=_N, run=lambda c: float(c.size), with_context=True),
    Function(name="current", gives=_Q),
    # days
    Function(name="today", gives=_T, run=lambda c: c.scene.today.isoformat(), with_context=True),
    Function(name="now", gives=_T, run=lambda c: c.scene.now, with_context=True),
    Function(name="date", takes=(_A,), gives=_T, run=_as_date),
    Function(name="date-time", takes=(_A,), gives=_T, run=_as_moment),
    Function(name="decimal-date-time", takes=(_N,), gives=_N, run=lambda days: days),
    Function(name="decimal-time", takes=(_T,), gives=_N, run=values.time_fraction),
    Function(name="format-date", takes=(_A, _T), gives=_T, run=_formatted),
    Function(name="format-date-time", takes=(_A, _T), gives=_T, run=_formatted),
    # ours
    Function(name="answered", takes=(_Q,), gives=_B, portable=False),
    Function(name="difference-in-years", takes=(_T, _T), gives=_N, run=values.years_from, portable=False),
    Function(name="difference-in-months", takes=(_T, _T), gives=_N, run=values.months_from, portable=False),
    Function(name="add-date", takes=(_T, _N, _N, _N), optional=2, gives=_T, portable=False,
             run=lambda day, years, months=0.0, days=0.0: values.later(day, years, months, days)),
)  # fmt: skip

FUNCTIONS: Mapping[str, Function] = {function.name: function for function in _ALL}
