"""What the checks share: every readable expression of a form where its author wrote it, and what its names mean."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from spie_diag.forms.definition import Block, Question, QuestionType, Situation
from spie_diag.forms.nodes import Field
from spie_diag.forms.plan import Misstep, Plan, is_calculated
from spie_diag.forms.syntax import (
    Binary,
    Call,
    Expression,
    Fault,
    Filtered,
    Negated,
    Path,
    Reference,
)

CONDITIONS = ("relevant", "required", "constraint", "choice_filter")
"""The keys whose expression holds or not."""
_DEEPEST = 120


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

    def field_of(self, tree: Expression, near: Field | None) -> Field | None:
        """The field that an expression is: ``${name}``, or ``.`` outside predicates."""
        match tree:
            case Reference(names):
                found = self.plan.names.find(names, near, tree.at)
                return None if isinstance(found, Fault) else found
            case Path(start=None, steps=(step,)) if step.name == "." and not step.predicates:
                return near
        return None

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
    for _ in range(_DEEPEST):
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
