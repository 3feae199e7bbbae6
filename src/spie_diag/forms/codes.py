"""Compiled expressions: closures of a known kind, which know how to be read as another kind."""

import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import fmod, inf, isnan, nan
from typing import TypeAlias

from spie_diag.forms.functions import Operand
from spie_diag.forms.nodes import Context, Field, Node
from spie_diag.forms.values import number_of, number_text

Texts: TypeAlias = Callable[[Context], str]
Numbers: TypeAlias = Callable[[Context], float]
Truths: TypeAlias = Callable[[Context], bool]
Nodes: TypeAlias = Callable[[Context], Sequence[Node]]
Single: TypeAlias = Callable[[Context], Node]


@dataclass(frozen=True, slots=True)
class TextCode:
    run: Texts
    numeric: bool = False
    """Always a number or blank, as ``if(…, 3, '')``."""

    def text(self) -> Texts:
        return self.run

    def number(self) -> Numbers:
        run = self.run
        return lambda c: number_of(run(c))

    def truth(self) -> Truths:
        run = self.run
        return lambda c: run(c) != ""

    def operand(self) -> Callable[[Context], Operand]:
        return self.run


@dataclass(frozen=True, slots=True)
class NumberCode:
    run: Numbers

    def text(self) -> Texts:
        run = self.run
        return lambda c: number_text(run(c))

    def number(self) -> Numbers:
        return self.run

    def truth(self) -> Truths:
        run = self.run
        return lambda c: (number := run(c)) != 0 and not isnan(number)

    def operand(self) -> Callable[[Context], Operand]:
        return self.run


@dataclass(frozen=True, slots=True)
class TruthCode:
    run: Truths

    def text(self) -> Texts:
        run = self.run
        return lambda c: "true" if run(c) else "false"

    def number(self) -> Numbers:
        run = self.run
        return lambda c: 1.0 if run(c) else 0.0

    def truth(self) -> Truths:
        return self.run

    def operand(self) -> Callable[[Context], Operand]:
        return self.run


@dataclass(frozen=True, slots=True)
class NodesCode:
    """Nodes: as text, the first one's; as truth, whether there is any. Source: XPath 1.0, section 4."""

    run: Nodes
    field: Field | None
    """The field whose nodes they are; None above the questions."""
    single: Single | None = None
    """Given where there is always exactly one."""
    rows: bool = False
    """The nodes are the rows of the repeat ``field``."""
    filtered: bool = False
    anchor: Field | None = None
    """The repeat to whose row, where the reader stands, they belong; None where they may be anywhere."""

    def text(self) -> Texts:
        if self.single is not None:
            single = self.single
            if self.field is not None and self.field.is_leaf and not self.rows:
                return lambda c: single(c).own_text
            return lambda c: single(c).text
        run = self.run
        return lambda c: nodes[0].text if (nodes := run(c)) else ""

    def number(self) -> Numbers:
        text = self.text()
        return lambda c: number_of(text(c))

    def truth(self) -> Truths:
        run = self.run
        return lambda c: bool(run(c))

    def operand(self) -> Callable[[Context], Operand]:
        return self.run if self.single is None else self.text()


Code: TypeAlias = TextCode | NumberCode | TruthCode | NodesCode


def single_node(field: Field, single: Single, anchor: Field | None = None) -> NodesCode:
    return NodesCode(lambda c: (single(c),), field, single, anchor=anchor)


# --- operators ---------------------------------------------------------------------------------------------------

_RELATIONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {**_RELATIONS, "=": operator.eq, "!=": operator.ne}


def _divided(left: float, right: float) -> float:
    if right:
        return left / right
    return nan if not left or isnan(left) or isnan(right) else inf if left > 0 else -inf


def _remainder(left: float, right: float) -> float:
    """With the sign of the dividend, as in XPath."""
    try:
        return fmod(left, right)
    except ValueError:
        return nan


_SUMS: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": _divided,
    "mod": _remainder,
}


def combined(sign: str, left: Code, right: Code) -> Code:
    """The code of a binary operator. Source: XPath 1.0, sections 3.4 and 3.5."""
    if sign in ("and", "or"):
        return _logical(sign, left.truth(), right.truth())
    if sign in _SUMS:
        first, second, compute = left.number(), right.number(), _SUMS[sign]
        return NumberCode(lambda c: compute(first(c), second(c)))
    if isinstance(left, TruthCode) or isinstance(right, TruthCode):
        return _with_truth(sign, left, right)
    left, right = _as_scalar(left), _as_scalar(right)
    if not isinstance(left, NodesCode) and not isinstance(right, NodesCode):
        return _scalars(sign, left, right)
    return _any_pair(sign, left, right)


def _as_scalar(code: Code) -> Code:
    """One node compares as its text; several compare each, and one match is enough."""
    return TextCode(code.text()) if isinstance(code, NodesCode) and code.single is not None else code


def _logical(sign: str, first: Truths, second: Truths) -> TruthCode:
    if sign == "and":
        return TruthCode(lambda c: first(c) and second(c))
    return TruthCode(lambda c: first(c) or second(c))


def _with_truth(sign: str, left: Code, right: Code) -> TruthCode:
    """Equal as truths, greater as numbers; several nodes are a truth before they are a number."""
    if sign in _RELATIONS:
        relation, low, high = _RELATIONS[sign], _truth_number(left), _truth_number(right)
        return TruthCode(lambda c: relation(low(c), high(c)))
    first, second, same = left.truth(), right.truth(), sign == "="
    return TruthCode(lambda c: (first(c) == second(c)) is same)


def _truth_number(code: Code) -> Numbers:
    return TruthCode(code.truth()).number() if isinstance(code, NodesCode) else code.number()


def _scalars(sign: str, left: Code, right: Code) -> TruthCode:
    if sign in _RELATIONS or isinstance(left, NumberCode) or isinstance(right, NumberCode):
        first, second = left.number(), right.number()
        if sign == "=":
            return TruthCode(lambda c: first(c) == second(c))
        if sign == "!=":
            return TruthCode(lambda c: first(c) != second(c))
        relation = _RELATIONS[sign]
        return TruthCode(lambda c: relation(first(c), second(c)))
    words, others = left.text(), right.text()
    if sign == "=":
        return TruthCode(lambda c: words(c) == others(c))
    return TruthCode(lambda c: words(c) != others(c))


def _any_pair(sign: str, left: Code, right: Code) -> TruthCode:
    if sign in _RELATIONS or isinstance(left, NumberCode) or isinstance(right, NumberCode):
        numbers, others = _each_number(left), _each_number(right)
        relation = _COMPARISONS[sign]
        return TruthCode(lambda c: any(relation(a, b) for a in numbers(c) for b in others(c)))
    texts, other_texts = _each_text(left), _each_text(right)
    same = sign == "="
    return TruthCode(lambda c: any((a == b) is same for a in texts(c) for b in other_texts(c)))


def _each_text(code: Code) -> Callable[[Context], Iterable[str]]:
    if isinstance(code, NodesCode):
        run = code.run
        return lambda c: [node.text for node in run(c)]
    text = code.text()
    return lambda c: (text(c),)


def _each_number(code: Code) -> Callable[[Context], Iterable[float]]:
    if isinstance(code, NodesCode):
        run = code.run
        return lambda c: [number_of(node.text) for node in run(c)]
    number = code.number()
    return lambda c: (number(c),)
