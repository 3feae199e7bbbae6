"""Whether conditions can hold together, before anybody answers.

Every value that conditions read is tried with the few that they tell apart: the choices they name and one other, the
numbers they compare it to and their neighbours, blank. What is not understood may be anything, and what would take too
many trials may hold: « never » is only said when it is sure.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from spie_diag.forms.domains import Domain, Domains, Range
from spie_diag.forms.nodes import Field
from spie_diag.forms.syntax import (
    RELATIONS,
    Binary,
    Call,
    Expression,
    Filtered,
    Negated,
    Number,
    Path,
    Reference,
    Text,
)
from spie_diag.forms.trials import Scalar, Variable, as_number, as_text, as_truth, compared, samples_of

Trial: TypeAlias = dict[str, Scalar]
Test: TypeAlias = Callable[[Trial], bool]
Reading: TypeAlias = Callable[[Trial], Scalar]

_MOST_TRIALS = 5000


@dataclass(frozen=True, slots=True)
class Fact:
    """A condition, written near a field, that must hold (or must not)."""

    tree: Expression
    near: Field | None
    denied: bool = False
    unless_blank: Field | None = None
    """The fact only matters once this field has a value."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A condition ready to be tried, with what it reads."""

    test: Test
    keys: frozenset[str]


def can_hold(facts: Sequence[Fact], domains: Domains) -> bool:
    """Whether all facts can hold at once; true where it cannot be known."""
    reader = _Reader(domains)
    conjuncts = [one for fact in facts for one in _conjuncts(fact)]
    parts = [reader.part(one) for one in conjuncts]
    for group in _groups(parts):
        if len(group) == 1 and (choices := _disjuncts(conjuncts[group[0]])):
            if not any(can_hold([choice], domains) for choice in choices):
                return False
        elif not _some_trial([parts[index] for index in group], reader.variables):
            return False
    return True


def always_holds(fact: Fact, domains: Domains) -> bool:
    """Whether a condition holds whatever is answered; false where it cannot be known."""
    return not can_hold([Fact(fact.tree, fact.near, not fact.denied)], domains)


def _conjuncts(fact: Fact) -> list[Fact]:
    """The facts that must all hold for this one to."""
    tree = fact.tree
    if fact.unless_blank is not None:
        return [fact]
    if isinstance(tree, Call) and tree.name == "not" and len(tree.arguments) == 1:
        return _conjuncts(Fact(tree.arguments[0], fact.near, not fact.denied))
    if isinstance(tree, Binary) and tree.operator == ("or" if fact.denied else "and"):
        sides = (tree.left, tree.right)
        return [one for side in sides for one in _conjuncts(Fact(side, fact.near, fact.denied))]
    return [fact]


def _disjuncts(fact: Fact) -> list[Fact]:
    """The facts of which one must hold for this one to; empty for a fact of one piece."""
    tree = fact.tree
    if fact.unless_blank is None and isinstance(tree, Binary) and tree.operator == ("and" if fact.denied else "or"):
        return [Fact(side, fact.near, fact.denied) for side in (tree.left, tree.right)]
    return []


def _groups(parts: Sequence[_Part]) -> list[list[int]]:
    """The parts that read something in common, by their indexes."""
    groups: list[tuple[set[str], list[int]]] = []
    for index, part in enumerate(parts):
        keys, members = set(part.keys), [index]
        apart: list[tuple[set[str], list[int]]] = []
        for others, indexes in groups:
            if keys & others:
                keys |= others
                members = indexes + members
            else:
                apart.append((others, indexes))
        groups = [*apart, (keys, members)]
    return [members for _, members in groups]


def _some_trial(parts: Sequence[_Part], variables: dict[str, Variable]) -> bool:
    """Whether some values pass every test: each is chosen in turn, and given up as soon as a test fails."""
    keys = list(dict.fromkeys(key for part in parts for key in sorted(part.keys)))
    samples: list[list[Scalar]] = []
    for key in keys:
        if (tried := samples_of(variables[key])) is None:
            return True
        samples.append(tried)
    ready: list[list[Test]] = [[] for _ in range(len(keys) + 1)]
    for part in parts:
        ready[max((keys.index(key) + 1 for key in part.keys), default=0)].append(part.test)
    trial: Trial = {}
    if not all(test(trial) for test in ready[0]):
        return False
    left = _MOST_TRIALS

    def chosen(depth: int) -> bool:
        nonlocal left
        if depth == len(keys):
            return True
        for value in samples[depth]:
            left -= 1
            if left < 0:
                return True
            trial[keys[depth]] = value
            if all(test(trial) for test in ready[depth + 1]) and chosen(depth + 1):
                return True
        return False

    return chosen(0)


# --- reading conditions --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Value:
    """Something read: how, from which variables, and the literals among which it chooses."""

    read: Reading
    keys: frozenset[str] = frozenset()
    literals: frozenset[str | float] = frozenset()


class _Reader:
    """Makes tests of conditions, and gathers what they read."""

    def __init__(self, domains: Domains) -> None:
        self.variables: dict[str, Variable] = {}
        self._domains = domains

    def part(self, fact: Fact) -> _Part:
        condition = self._truth(fact.tree, fact.near)
        test, keys = condition.test, condition.keys
        if fact.denied:
            held = test
            test = lambda trial: not held(trial)  # noqa: E731
        if fact.unless_blank is not None:
            named, then = self._variable(*self._domains.key(fact.unless_blank)), test
            read = named.read
            test = lambda trial: read(trial) == "" or then(trial)  # noqa: E731
            keys |= named.keys
        return _Part(test, keys)

    def _variable(self, key: str, domain: Domain) -> _Value:
        self.variables.setdefault(key, Variable(domain))
        return _Value(lambda trial: trial[key], frozenset((key,)))

    def _anything(self, tree: Expression, near: Field | None, what: Range) -> _Value:
        """Something not understood: the same text in the same place has the same value."""
        return self._variable(f"{what.name} {near.index if near else ''} {tree}", Domain(range=what))

    def _truth(self, tree: Expression, near: Field | None) -> _Part:
        match tree:
            case Binary(operator="and" | "or"):
                first, second = self._truth(tree.left, near), self._truth(tree.right, near)
                one, other = first.test, second.test
                if tree.operator == "and":
                    return _Part(lambda trial: one(trial) and other(trial), first.keys | second.keys)
                return _Part(lambda trial: one(trial) or other(trial), first.keys | second.keys)
            case Binary(operator="=" | "!=" | "<" | "<=" | ">" | ">="):
                return self._comparison(tree, near)
            case Call(name="not", arguments=(of,)):
                inner = self._truth(of, near)
                test = inner.test
                return _Part(lambda trial: not test(trial), inner.keys)
            case Call(name="boolean", arguments=(of,)) if self._domains.read(of, near) is None:
                return self._truth(of, near)
            case Call(name="true" | "false", arguments=()):
                holds = tree.name == "true"
                return _Part(lambda _: holds, frozenset())
            case Call(name="selected", arguments=(asked, Text() as named)):
                return self._selected(self._value(asked, near), named.value.strip())
            case Text() | Number() | Call(name="if"):
                value = self._value(tree, near)
                read = value.read
                return _Part(lambda trial: as_truth(read(trial)), value.keys)
            case _:
                anything = self._anything(tree, near, Range.TRUTH)
                return _Part(lambda trial: as_truth(anything.read(trial)), anything.keys)

    def _comparison(self, tree: Binary, near: Field | None) -> _Part:
        left, right = self._value(tree.left, near), self._value(tree.right, near)
        if self._are_several(tree.left, near) or self._are_several(tree.right, near):
            # Of several rows, one that compares is enough: « = 1 and = 2 » may hold.
            anything = self._anything(tree, near, Range.TRUTH)
            return _Part(lambda trial: as_truth(anything.read(trial)), anything.keys)
        if left.keys and right.keys and left.keys != right.keys and not self._are_choices(left.keys | right.keys):
            anything = self._anything(tree, near, Range.TRUTH)
            return _Part(lambda trial: as_truth(anything.read(trial)), anything.keys)
        for side, other in ((left, right), (right, left)):
            for key in side.keys:
                variable = self.variables[key]
                variable.literals |= other.literals
                variable.whole = variable.whole or tree.operator in RELATIONS or bool(other.keys)
        first, second, sign = left.read, right.read, tree.operator
        return _Part(lambda trial: compared(sign, first(trial), second(trial)), left.keys | right.keys)

    def _are_several(self, tree: Expression, near: Field | None) -> bool:
        return isinstance(tree, Reference | Filtered | Path) and self._domains.read(tree, near) is None

    def _are_choices(self, keys: Iterable[str]) -> bool:
        return all(self.variables[key].domain.range is Range.CHOICE for key in keys)

    def _selected(self, asked: _Value, name: str) -> _Part:
        for key in asked.keys:
            self.variables[key].words.add(name)
            self.variables[key].literals.add(name)
        read = asked.read
        return _Part(lambda trial: name in (as_text(read(trial)).split() or [""]), asked.keys)

    def _value(self, tree: Expression, near: Field | None) -> _Value:
        if (known := self._domains.read(tree, near)) is not None:
            return self._variable(*known)
        match tree:
            case Text(text):
                return _Value(lambda _: text, literals=frozenset((text,)))
            case Number(number):
                return _Value(lambda _: number, literals=frozenset((number,)))
            case Negated(Number(number)):
                return _Value(lambda _: -number, literals=frozenset((-number,)))
            case Binary(operator="and" | "or" | "=" | "!=" | "<" | "<=" | ">" | ">="):
                return _of_truth(self._truth(tree, near))
            case Binary() | Negated():
                return self._anything(tree, near, Range.FIGURE)
            case Call(name="not" | "boolean" | "true" | "false" | "selected"):
                return _of_truth(self._truth(tree, near))
            case Call(name="if", arguments=(condition, yes, no)):
                return self._conditional(condition, yes, no, near)
            case Call(name="coalesce", arguments=(preferred, otherwise)):
                return self._either(self._value(preferred, near), self._value(otherwise, near))
            case Call(name="string", arguments=(of,)):
                inner = self._value(of, near)
                read = inner.read
                return _Value(lambda trial: as_text(read(trial)), inner.keys, inner.literals)
            case Call(name="number", arguments=(of,)):
                inner = self._value(of, near)
                get = inner.read
                return _Value(lambda trial: as_number(get(trial)), inner.keys, inner.literals)
            case Call(name="count" | "count-selected" | "count-non-empty" | "string-length"):
                key = f"{near.index if near else ''} {tree}"
                return self._counted(key)
            case _:
                return self._anything(tree, near, Range.TEXT)

    def _counted(self, key: str) -> _Value:
        named = self._variable(key, Domain(range=Range.WHOLE, low=0, may_be_blank=False))
        read = named.read
        return _Value(lambda trial: as_number(read(trial)), named.keys)

    def _conditional(self, condition: Expression, yes: Expression, no: Expression, near: Field | None) -> _Value:
        test, one, other = self._truth(condition, near), self._value(yes, near), self._value(no, near)
        holds, first, second = test.test, one.read, other.read
        return _Value(
            lambda trial: first(trial) if holds(trial) else second(trial),
            test.keys | one.keys | other.keys,
            one.literals | other.literals,
        )

    def _either(self, preferred: _Value, otherwise: _Value) -> _Value:
        first, second = preferred.read, otherwise.read
        return _Value(
            lambda trial: as_text(first(trial)) or as_text(second(trial)),
            preferred.keys | otherwise.keys,
            preferred.literals | otherwise.literals,
        )


def _of_truth(part: _Part) -> _Value:
    return _Value(part.test, part.keys)
