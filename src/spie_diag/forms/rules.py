"""The expressions of one question, compiled when they are first run or first looked at."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from spie_diag.forms.codes import Code
from spie_diag.forms.definition import Choice, Question, cells_of
from spie_diag.forms.expressions import Program, Read, Scope, compile_expression
from spie_diag.forms.lookups import cell_nodes
from spie_diag.forms.nodes import Context, Node
from spie_diag.forms.syntax import Expression


class Rule:
    """One expression under one key.

    ``truth`` and ``text`` run it; each compiles it the first time and then is the compiled function itself.
    """

    __slots__ = ("_program", "_scope", "condition", "key", "source", "text", "truth")

    def __init__(self, key: str, source: str, scope: Scope, *, condition: bool) -> None:
        self.key = key
        self.source = source
        self.condition = condition
        """Only whether it holds matters."""
        self._scope = scope
        self._program: Program | None = None
        self.truth: Callable[[Context], bool] = self._first_truth
        self.text: Callable[[Context], str] = self._first_text

    @property
    def program(self) -> Program:
        if self._program is None:
            self._program = compile_expression(self.source, self._scope, condition=self.condition)
            self.truth, self.text = self._program.truth, self._program.text
        return self._program

    @property
    def code(self) -> Code:
        return self.program.code

    @property
    def tree(self) -> Expression | None:
        """None where the source cannot be read."""
        return self.program.tree

    @property
    def reads(self) -> tuple[Read, ...]:
        return self.program.reads

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


Shelves: TypeAlias = dict[tuple[int, str], Mapping[str, tuple[Choice, ...]]]
"""Choices by what one of their columns holds; by list (its identity) and column."""


class Offering:
    """The choices of a question that its filter lets through.

    A filter that asks one column to equal something (``region = ${region}``) looks its choices up instead of trying
    each: a list of all communes costs no more than a short one. ``shelves``: such lists, shared by the questions of a
    form.
    """

    __slots__ = ("_choices", "_columns", "_rule", "_shelf", "_shelves", "_wanted")

    def __init__(self, question: Question, rule: Rule, shelves: Shelves) -> None:
        self._choices = question.choices
        self._rule = rule
        self._shelves = shelves
        self._columns: list[dict[str, Node]] | None = None
        self._shelf: Mapping[str, tuple[Choice, ...]] | None = None
        self._wanted: Callable[[Context], str] | None = None

    def offered(self, context: Context) -> tuple[Choice, ...]:
        if self._shelf is None and self._columns is None:
            self._prepare()
        if self._wanted is not None and self._shelf is not None:
            return self._shelf.get(self._wanted(context), ())
        truth = self._rule.truth
        return tuple(
            choice
            for choice, columns in zip(self._choices, self._columns or (), strict=True)
            if truth(Context(context.scene, context.origin, context.here, choice=columns))
        )

    def _prepare(self) -> None:
        program = self._rule.program
        if program.sought is None or program.faults:
            self._columns = [cell_nodes(cells_of(choice)) for choice in self._choices]
            return
        column, self._wanted = program.sought
        # A list is one object for all questions that name it.
        place = id(self._choices), column
        if place not in self._shelves:
            self._shelves[place] = _by_cell(self._choices, column)
        self._shelf = self._shelves[place]


def _by_cell(choices: tuple[Choice, ...], column: str) -> Mapping[str, tuple[Choice, ...]]:
    found: dict[str, list[Choice]] = {}
    for choice in choices:
        if text := cells_of(choice).get(column):
            found.setdefault(text, []).append(choice)
    return {text: tuple(listed) for text, listed in found.items()}
