"""What expressions are made of: trees, which print as they read, and what may be wrong in them."""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

DEEPEST = 120
"""Levels of an expression that are read; Python stops at about a thousand nested calls."""
EQUALITIES = ("=", "!=")
RELATIONS = ("<", "<=", ">", ">=")
"""Comparisons of numbers and days only."""
COMPARED: Mapping[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
"""Every comparison, as numbers compare."""
SIGNS = ("+", "-", "*", "div", "mod")
"""What computes a number."""


@dataclass(frozen=True, slots=True)
class Number:
    value: float
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return format(Decimal(repr(self.value)), "f").removesuffix(".0")


@dataclass(frozen=True, slots=True)
class Text:
    value: str
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f'"{self.value}"' if "'" in self.value else f"'{self.value}'"


@dataclass(frozen=True, slots=True)
class Reference:
    """``${group/field}``, by its names."""

    names: tuple[str, ...]
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"${{{'/'.join(self.names)}}}"


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple["Expression", ...]
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(str, self.arguments))})"


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands; the operator is as written: ``or and = != < <= > >= + - * div mod |``."""

    operator: str
    left: "Expression"
    right: "Expression"
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"({self.left} {self.operator} {self.right})"


@dataclass(frozen=True, slots=True)
class Negated:
    of: "Expression"
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"(-{self.of})"


@dataclass(frozen=True, slots=True)
class Step:
    """One move in a path: ``.``, ``..`` or the name of a field."""

    name: str
    predicates: tuple["Expression", ...] = ()
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return self.name + _brackets(self.predicates)


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from an expression, or from where the reader stands."""

    start: "Expression | None"
    steps: tuple[Step, ...]
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        steps = "/".join(map(str, self.steps))
        return steps if self.start is None else f"{self.start}/{steps}"


@dataclass(frozen=True, slots=True)
class Filtered:
    base: "Expression"
    predicates: tuple["Expression", ...]
    at: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{self.base}{_brackets(self.predicates)}"


Expression: TypeAlias = Number | Text | Reference | Call | Binary | Negated | Path | Filtered


def _brackets(predicates: Sequence[Expression]) -> str:
    return "".join(f"[{predicate}]" for predicate in predicates)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in an expression, and where: ``at`` counts characters from its start."""

    at: int
    sentence: str
    advice: str = ""
    grave: bool = True
    """False for what works but is probably not meant."""
    about_a_name: bool = False
    """A name that nothing bears: pointless to say while a file of the form could not be read."""


class UnreadableExpressionError(ValueError):
    """The text is not an expression. Never leaves this room: it becomes a problem of the form."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.sentence)
        self.fault = fault


def pieces(text: str) -> tuple[str, ...]:
    """A text cut at its ``${…}``: plain, reference, plain… starting and ending with plain text."""
    parts: list[str] = []
    rest = text
    while (start := rest.find("${")) >= 0 and (end := rest.find("}", start)) >= 0:
        parts += [rest[:start], rest[start : end + 1]]
        rest = rest[end + 1 :]
    return (*parts, rest)


def names_in(piece: str) -> tuple[str, ...]:
    """The names in ``${group/field}``, a piece of a text."""
    return tuple(name.strip() for name in piece[2:-1].split("/"))
