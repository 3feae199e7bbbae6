"""The few values that a condition tells apart, and how they compare: what is tried in its stead."""

import math
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, pairwise
from typing import TypeAlias

from spie_diag.forms.domains import Domain, Range
from spie_diag.forms.values import date_text, day_of, number_of, number_text

Scalar: TypeAlias = str | float | bool

RELATIONS = ("<", "<=", ">", ">=")
_ELSE = "\N{BULLET}"
"""A text that no author compares to."""


@dataclass(slots=True)
class Variable:
    """One thing that conditions read, and the literals that they compare it to."""

    domain: Domain
    literals: set[str | float] = field(default_factory=set)
    whole: bool = False
    """Every choice matters, not only those that are named."""


def samples_of(variable: Variable) -> list[Scalar]:
    """Values of which one behaves as any other value would, in every comparison with the literals."""
    domain = variable.domain
    blank: list[Scalar] = [""] if domain.may_be_blank else []
    match domain.range:
        case Range.TRUTH:
            return [True, False]
        case Range.CHOICE:
            return [*_names(variable), *blank]
        case Range.CHOICES:
            return [*_selections(variable), *blank]
        case Range.FIGURE:
            return [*_points(variable), math.nan]
        case Range.NUMBER | Range.WHOLE:
            written = [text for text in variable.literals if isinstance(text, str) and _in_range(text, domain)]
            return [*dict.fromkeys([*map(number_text, _points(variable)), *written]), *blank]
        case Range.DAY:
            days = [text for text in variable.literals if isinstance(text, str) and day_of(text)]
            return [*dict.fromkeys([*(date_text(point) for point in _points(variable)), *days]), *blank]
        case Range.TEXT:
            texts = [text for text in variable.literals if isinstance(text, str) and text]
            return [*dict.fromkeys([*texts, *map(number_text, _points(variable)), _ELSE]), *blank]


def _names(variable: Variable) -> list[str]:
    names = variable.domain.names
    named = {text if isinstance(text, str) else number_text(text) for text in variable.literals}
    if variable.whole:
        return list(names)
    others = [name for name in names if name not in named]
    return [*(name for name in names if name in named), *others[:1]]


def _selections(variable: Variable) -> list[str]:
    """Every combination of the choices that are named, and one other choice."""
    words = {word for literal in variable.literals for word in as_text(literal).split()}
    named = [name for name in variable.domain.names if name in words][:6]
    others = [name for name in variable.domain.names if name not in words]
    found = [" ".join(some) for size in range(1, len(named) + 1) for some in combinations(named, size)]
    return [*found, *(" ".join((*some.split(), others[0])) for some in found if others), *others[:1]]


def _in_range(text: str, domain: Domain) -> bool:
    number = number_of(text)
    return domain.low <= number <= domain.high and (domain.range is Range.NUMBER or text.lstrip("-").isdecimal())


def _points(variable: Variable) -> list[float]:
    """The numbers that the literals tell apart, within the limits of the domain."""
    domain = variable.domain
    whole = domain.range in (Range.WHOLE, Range.DAY)
    numbers = {_number(literal) if isinstance(literal, str) else literal for literal in variable.literals}
    marks = sorted(number for number in numbers if not math.isnan(number) and not math.isinf(number))
    ends = [end for end in (domain.low, domain.high) if not math.isinf(end)]
    points: set[float] = set(ends)
    for mark in marks:
        points.update((math.floor(mark), math.floor(mark) - 1, math.ceil(mark), math.ceil(mark) + 1))
        if not whole:
            points.add(mark)
    if not whole:
        points.update((low + high) / 2 for low, high in pairwise(marks))
    inside = [float(point) for point in sorted(points) if domain.low <= point <= domain.high]
    return inside or [0.0 if domain.low <= 0 <= domain.high else domain.low]


# --- comparing values ----------------------------------------------------------------------------------------------


@lru_cache(maxsize=2048)
def _number(text: str) -> float:
    return number_of(text)


def as_number(value: Scalar) -> float:
    return _number(value) if isinstance(value, str) else float(value)


def as_text(value: Scalar) -> str:
    if isinstance(value, str):
        return value
    return ("true" if value else "false") if isinstance(value, bool) else number_text(value)


def as_truth(value: Scalar) -> bool:
    if isinstance(value, str):
        return value != ""
    return bool(value) and value == value


def compared(sign: str, left: Scalar, right: Scalar) -> bool:
    """Source: XPath 1.0, section 3.4."""
    first: Scalar
    second: Scalar
    if isinstance(left, bool) or isinstance(right, bool):
        first, second = (float(as_truth(left)), float(as_truth(right)))
    elif sign in RELATIONS or isinstance(left, float) or isinstance(right, float):
        first, second = as_number(left), as_number(right)
    else:
        return (left == right) is (sign == "=")
    match sign:
        case "=":
            return first == second
        case "!=":
            return first != second
        case "<":
            return first < second
        case "<=":
            return first <= second
        case ">":
            return first > second
        case _:
            return first >= second
