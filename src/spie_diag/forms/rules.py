"""The expressions of one question, compiled when they are first run or first looked at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spie_diag.forms.codes import Code
from spie_diag.forms.definition import Choice, Question, cells_of
from spie_diag.forms.expressions import Program, Read, Scope, compile_expression
from spie_diag.forms.nodes import Context, Node
from spie_diag.forms.syntax import Expression


class Rule:
    """One expression under one key. A form read from its cache gives ``tree`` and ``reads``, so that nothing is parsed.

    ``truth`` and ``text`` run it; each compiles it the first time and then is the compiled function itself.
    """

    __slots__ = ("_program", "_reads", "_scope", "_tree", "condition", "key", "source", "text", "truth")

    def __init__(self, key: str, source: str, scope: Scope, *, condition: bool) -> None:
        self.key = key
        self.source = source
        self.condition = condition
        """Only whether it holds matters."""
        self._scope = scope
        self._tree: Expression | None = None
        self._reads: tuple[Read, ...] | None = None
        self._program: Program | None = None
        self.truth: Callable[[Context], bool] = self._first_truth
        self.text: Callable[[Context], str] = self._first_text

    def known(self, tree: Expression, reads: tuple[Read, ...]) -> None:
        """Take what a cache knows of this expression."""
        self._tree, self._reads = tree, reads

    @property
    def program(self) -> Program:
        if self._program is None:
            self._program = compile_expression(self.source, self._scope, condition=self.condition, tree=self._tree)
            self.truth, self.text = self._program.truth, self._program.text
        return self._program

    @property
    def code(self) -> Code:
        return self.program.code

    @property
    def tree(self) -> Expression | None:
        """None where the source cannot be read."""
        return self._tree if self._tree is not None else self.program.tree

    @property
    def reads(self) -> tuple[Read, ...]:
        return self._reads if self._reads is not None else self.program.reads

    def _first_truth(self, c: Context) -> bool:
        return self.program.truth(c)

    def _first_text(self, c: Context) -> str:
        return self.program.text(c)


@dataclass(slots=True)
class Rules:
    """The expressions of one question; None where it has none."""

    relevant: Rule | None = None
    required: Rule | None = None
    constraint: Rule | None = None
    calculation: Rule | None = None
    choice_filter: Rule | None = None
    default: Rule | None = None
    repeat_count: Rule | None = None

    @property
    def settling(self) -> Iterator[Rule]:
        """Those on which the effective value depends, whenever what they read changes."""
        for rule in (self.relevant, self.calculation, self.choice_filter, self.repeat_count):
            if rule is not None:
                yield rule

    @property
    def showing(self) -> Iterator[Rule]:
        """Those that only a screen reads."""
        return (rule for rule in (self.required, self.constraint) if rule is not None)

    def __iter__(self) -> Iterator[Rule]:
        yield from self.settling
        yield from self.showing
        if self.default is not None:
            yield self.default


class Offering:
    """The choices of a question that its filter lets through.

    A filter that asks one column to equal something (``region = ${region}``) looks its choices up instead of trying
    each: a list of all communes costs no more than a short one.
    """

    __slots__ = ("_by_value", "_choices", "_columns", "_rule", "_wanted")

    def __init__(self, question: Question, rule: Rule) -> None:
        self._choices = question.choices
        self._rule = rule
        self._columns: list[dict[str, Node]] | None = None
        self._by_value: dict[str, tuple[Choice, ...]] | None = None
        self._wanted: Callable[[Context], str] | None = None

    def offered(self, context: Context) -> tuple[Choice, ...]:
        if self._columns is None:
            self._prepare()
        if self._wanted is not None and self._by_value is not None:
            return self._by_value.get(self._wanted(context), ())
        truth = self._rule.truth
        return tuple(
            choice
            for choice, columns in zip(self._choices, self._columns or (), strict=True)
            if truth(Context(context.scene, context.origin, context.here, choice=columns))
        )

    def _prepare(self) -> None:
        self._columns = [_cells(choice) for choice in self._choices]
        program = self._rule.program
        if program.sought is not None and not program.faults:
            column, self._wanted = program.sought
            found: dict[str, list[Choice]] = {}
            for choice, columns in zip(self._choices, self._columns, strict=True):
                if column in columns:
                    found.setdefault(columns[column].own_text, []).append(choice)
            self._by_value = {value: tuple(choices) for value, choices in found.items()}


def _cells(choice: Choice) -> dict[str, Node]:
    """What a filter sees of a choice, as nodes; no node for an empty cell."""
    return {name: Node(None, None, own_text=text) for name, text in cells_of(choice).items() if text}


def pieces(text: str) -> tuple[str, ...]:
    """A text cut at its ``${…}``: plain, reference, plain… starting and ending with plain text."""
    parts: list[str] = []
    rest = text
    while (start := rest.find("${")) >= 0 and (end := rest.find("}", start)) >= 0:
        parts += [rest[:start], rest[start : end + 1]]
        rest = rest[end + 1 :]
    return (*parts, rest)
