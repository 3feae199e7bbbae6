"""What the checks share: every readable expression of a form where its author wrote it, and what its names mean."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from spie_diag.forms.definition import Block, Question, QuestionType, Situation
from spie_diag.forms.nodes import Field
from spie_diag.forms.plan import Misstep, Plan, is_calculated
from spie_diag.forms.syntax import (
    DEEPEST,
    Binary,
    Call,
    Expression,
    Fault,
    Filtered,
    Negated,
    Path,
    Reference,
    Step,
)

CONDITIONS = ("relevant", "required", "constraint", "choice_filter")
"""The keys whose expression holds or not."""


@dataclass(frozen=True, slots=True)
class Item:
    """Where a bracket looks from: at one item after the other, in an expression written near a field."""

    field: Field | None
    """What the items are; None where they are no question of the form, as the rows of a list of choices."""
    near: Field | None


Spot: TypeAlias = Field | Item | None
"""From where a part of an expression is read: its field, or the item that a bracket examines."""


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """One readable expression, where its author wrote it."""

    who: str
    owner: Question | Block | Situation
    key: str
    source: str
    tree: Expression
    field: Field | None
    """The field of the block for a block; None for situations."""

    def misstep(self, at: int, sentence: str, advice: str = "", *, grave: bool = True) -> Misstep:
        """What is wrong with it, at a character."""
        return Misstep(self.who, self.owner, self.key, self.source, Fault(at, sentence, advice, grave=grave))


class Inspection:
    """A plan, seen by those who judge it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._by_field = {(one.field.index, one.key): one for one in self.written if one.field is not None}

    @cached_property
    def written(self) -> tuple[Written, ...]:
        """Every expression that can be read, in the order of the form."""
        return (*self._of_fields(), *self._of_situations())

    @cached_property
    def faulty(self) -> frozenset[tuple[int, str]]:
        """The expressions that the compiler refused: identity of the owner, and key."""
        return frozenset((id(one.owner), one.key) for one in self.plan.missteps if one.fault.grave)

    def sound(self, field: Field, key: str) -> Written | None:
        """The expression under a key of a field, where the compiler has nothing to say against it."""
        written = self._by_field.get((field.index, key))
        return written if written is not None and self.is_sound(written) else None

    def is_sound(self, written: Written) -> bool:
        return (id(written.owner), written.key) not in self.faulty

    def field_of(self, tree: Expression, spot: Spot) -> Field | None:
        """The field that an expression is: ``${name}``, ``.``, or in a bracket the name of a field of the item."""
        match tree:
            case Reference(names):
                found = self.plan.names.find(names, spot.near if isinstance(spot, Item) else spot, tree.at)
                return None if isinstance(found, Fault) else found
            case Path(start=None, steps=(step,)) if not step.predicates:
                here = spot.field if isinstance(spot, Item) else spot
                if step.name == ".":
                    return here
                return _moved(here, step) if isinstance(spot, Item) else None
        return None

    def walked(self, tree: Expression, near: Field | None) -> Iterator[tuple[Expression, Spot]]:
        """An expression and all its parts, also in brackets, outside first; each with the spot where it stands."""
        waiting: list[tuple[Expression, Spot]] = [(tree, near)]
        while waiting:
            one, spot = waiting.pop()
            yield one, spot
            inside = [(predicate, Item(item, near)) for predicate, item in self._bracketed(one, spot)]
            waiting.extend(reversed([*((part, spot) for part in parts(one)), *inside]))

    def _bracketed(self, tree: Expression, spot: Spot) -> Iterator[tuple[Expression, Field | None]]:
        """What stands in the brackets of one part, and the field of the items there."""
        match tree:
            case Filtered(base, predicates):
                for predicate in predicates:
                    yield predicate, self._items(base, spot)
            case Path():
                for place, step in enumerate(tree.steps):
                    for predicate in step.predicates:
                        yield predicate, self._items(Path(tree.start, tree.steps[: place + 1]), spot)

    def _items(self, tree: Expression, spot: Spot) -> Field | None:
        """The field of the nodes that an expression gives; None where they are not of one field of the form."""
        match tree:
            case Filtered(base):
                return self._items(base, spot)
            case Path(start, steps):
                here = spot.field if isinstance(spot, Item) else spot
                found = here if start is None else self._items(start, spot)
                for step in steps:
                    found = _moved(found, step)
                return found
        return self.field_of(tree, spot)

    def is_alone(self, field: Field, near: Field | None) -> bool:
        """Whether there is exactly one node of a field, seen from near another."""
        around = near.way if near is not None else ()
        return not field.is_repeat and all(repeat in around for repeat in field.repeats)

    def _of_fields(self) -> Iterator[Written]:
        for field, rules in zip(self.plan.fields, self.plan.rules, strict=True):
            owner: Question | Block = field.block if field.is_block and field.block is not None else field.question
            for rule in rules:
                if rule.key == "default" and not is_calculated(field.question.default):
                    continue
                if rule.tree is not None and not _is_endless(rule.tree):
                    yield Written(field.title, owner, rule.key, rule.source, rule.tree, field)

    def _of_situations(self) -> Iterator[Written]:
        for situation in self.plan.form.situations.values():
            rule = self.plan.suggested.get(situation.code)
            if rule is not None and rule.tree is not None:
                yield Written(situation.code, situation, "relevant", rule.source, rule.tree, None)


def _moved(field: Field | None, step: Step) -> Field | None:
    if field is None or step.name == ".":
        return field
    return field.parent if step.name == ".." else field.children.get(step.name)


def parts(tree: Expression) -> tuple[Expression, ...]:
    """What an expression is made of, predicates left out: they speak of other items."""
    match tree:
        case Binary(_, left, right):
            return (left, right)
        case Negated(of):
            return (of,)
        case Call(_, arguments):
            return arguments
        case Filtered(base):
            return (base,)
        case Path(start) if start is not None:
            return (start,)
    return ()


def _is_endless(tree: Expression) -> bool:
    """Whether an expression has more levels than the compiler accepts: it says so, and nobody else reads it."""
    level = [tree]
    for _ in range(DEEPEST):
        level = [part for one in level for part in parts(one)]
        if not level:
            return False
    return True


def walked(tree: Expression) -> Iterator[Expression]:
    """An expression and all its parts, outside first."""
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed(parts(one)))


def is_answered_by_hand(question: Question) -> bool:
    """Whether somebody gives the answer, rather than the form itself."""
    return not question.calculation and question.type not in (
        QuestionType.CALCULATE,
        QuestionType.NOTE,
        QuestionType.HIDDEN,
        QuestionType.START,
        QuestionType.END,
        QuestionType.TODAY,
        QuestionType.FOREIGN,
    )
