"""The few values that a condition tells apart, and how they compare: what is tried in its stead."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, pairwise
from typing import TypeAlias

from spie_diag.forms.domains import Domain, Range
from spie_diag.forms.syntax import COMPARED, RELATIONS
from spie_diag.forms.values import date_text, day_of, number_of, number_text

Scalar: TypeAlias = str | float | bool

_ELSE = "\N{BULLET}"
"""A text that no author compares to."""
_MOST_NAMED = 8
"""Choices whose every combination is tried."""


@dataclass(slots=True)
class Variable:
    """One thing that conditions read, and the literals that they compare it to."""

    domain: Domain
    literals: set[str | float] = field(default_factory=set)
    whole: bool = False
    """Every choice matters, not only those that are named."""
    words: set[str] = field(default_factory=set)
    """The choices that conditions look for in it, among others."""


def samples_of(variable: Variable) -> list[Scalar] | None:
    """Values of which one behaves as any other value would, in every comparison with the literals.

    None where there would be too many.
    """
    domain = variable.domain
    blank: list[Scalar] = [""] if domain.may_be_blank else []
    match domain.range:
        case Range.TRUTH:
            return [True, False]
        case Range.CHOICE:
            return [*_names(variable), *blank]
        case Range.CHOICES:
            selections = _selections(variable)
            return None if selections is None else [*selections, *blank]
        case Range.FIGURE:
            return [*_points(variable), math.nan]
        case Range.NUMBER | Range.WHOLE:
            written = [text for text in variable.literals if isinstance(text, str) and _in_range(text, domain)]
            return [*dict.fromkeys([*map(number_text, _points(variable)), *written]), *blank]
        case Range.DAY:
            days = [text for text in variable.literals if isinstance(text, str) and day_of(text)]
            return [*dict.fromkeys([*(date_text(point) for point in _points(variable)), *days]), *blank]
        case Range.TEXT:
            texts = _texts(variable)
            return None if texts is None else [*dict.fromkeys(texts), *blank]


def _names(variable: Variable) -> list[str]:
    names = variable.domain.names
    if variable.whole:
        return list(names)
    named = _named(variable)
    others = [name for name in names if name not in named]
    return [*(name for name in names if name in named), *others[:1]]


def _named(variable: Variable) -> set[str]:
    """The choices that literals speak of, by their name or as the same number."""
    words = variable.words.union(word for literal in variable.literals for word in as_text(literal).split())
    numbers = {_number(word) for word in words}
    return {name for name in variable.domain.names if name in words or _number(name) in numbers}


def _selections(variable: Variable) -> list[str] | None:
    """Every combination of the choices that are named, and one other choice, in the order of the form."""
    named = set(variable.domain.names) if variable.whole else _named(variable)
    if len(named) > _MOST_NAMED:
        return None
    other = next((name for name in variable.domain.names if name not in named), None)
    kept = {*named, other}
    names = [name for name in variable.domain.names if name in kept]
    return [" ".join(some) for size in range(1, len(names) + 1) for some in combinations(names, size)]


def _texts(variable: Variable) -> list[str] | None:
    """Texts equal to a literal, texts that only read as the same number, words together in two orders, and another."""
    if len(variable.words) > _MOST_NAMED:
        return None
    texts = {text for text in variable.literals if isinstance(text, str) and text}
    numbers = [number_text(point) for point in _points(variable)]
    spelt = [_spelt_anew(number, texts) for number in numbers if number in texts]
    words = sorted(variable.words)
    several = [some for size in range(1, len(words) + 1) for some in combinations(words, size)]
    joined = [" ".join(order) for some in several for order in _orders(some)]
    return [*sorted(texts), *numbers, *spelt, *joined, _ELSE]


def _orders(words: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """The words one way and the other, also among others: no literal can be equal to all of these."""
    return words, words[::-1], (*words, _ELSE)


def _spelt_anew(number: str, texts: set[str]) -> str:
    """The same number, written as no literal is: ``5.0`` for ``5``."""
    spelt = number if "." in number else f"{number}."
    while spelt in texts or spelt == number or spelt.endswith("."):
        spelt += "0"
    return spelt


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
    if sign not in RELATIONS and (isinstance(left, bool) or isinstance(right, bool)):
        first, second = float(as_truth(left)), float(as_truth(right))
    elif sign in RELATIONS or isinstance(left, float) or isinstance(right, float):
        first, second = as_number(left), as_number(right)
    else:
        return (left == right) is (sign == "=")
    return COMPARED[sign](first, second)
