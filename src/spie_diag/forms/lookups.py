"""What an expression finds in a list of choices: a cell of a row, the label of a choice."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from spie_diag.forms.codes import Code, NumberCode, TextCode, Texts, TruthCode, Truths
from spie_diag.forms.definition import Choice
from spie_diag.forms.nodes import Context, Node
from spie_diag.forms.syntax import names_in, pieces

Cells: TypeAlias = Mapping[str, Node]
"""The cells of one choice, by column."""


def cell_nodes(cells: Mapping[str, str]) -> dict[str, Node]:
    """The cells of a choice as expressions compare them; no node for an empty cell, which equals nothing."""
    return {column: Node(None, None, own_text=text) for column, text in cells.items() if text}


def first_cell(rows: Sequence[Cells], column: str, tests: Sequence[Code]) -> TextCode:
    """A cell of the first row that passes every test; blank where none does.

    A test that is a number is a place among the rows that the tests before it let through. Source: XPath 1.0,
    section 2.4.
    """
    *others, last = [_passes(test) for test in tests] or [_passes(TruthCode(lambda _: True))]

    def run(c: Context) -> str:
        left = rows
        for holds in others:
            left = [*_passing(left, holds, c)]
        row = next(_passing(left, last, c), {})  # a list may be long, and the first row is mostly all that is asked
        return row[column].own_text if column in row else ""

    return TextCode(run)


def _passing(rows: Sequence[Cells], holds: Truths, c: Context) -> Iterator[Cells]:
    for place, row in enumerate(rows, 1):
        if holds(Context(c.scene, c.origin, c.here, position=place, size=len(rows), choice=row)):
            yield row


def _passes(test: Code) -> Truths:
    if isinstance(test, NumberCode):
        number = test.run
        return lambda c: number(c) == c.position
    return test.truth()


def label_of(labels: Mapping[str, Choice], text: Texts, named: Mapping[str, Texts]) -> TextCode:
    """The label of the choice that a text names, in the language of the screen.

    ``named``: what stands for each ``${…}`` in these labels.
    """

    def run(c: Context) -> str:
        found = labels.get(text(c))
        said = found.said(c.scene.language) if found is not None else ""
        if "${" not in said:
            return said
        return "".join(named[part](c) if part in named else part for part in pieces(said))

    return TextCode(run)


def named_in_labels(choices: Sequence[Choice]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each ``${…}`` in the labels of choices, and the names in it."""
    for choice in choices:
        for said in (choice.label, *choice.texts.values()):
            if "${" in said:
                yield from ((part, names_in(part)) for part in pieces(said)[1::2])


def labels_by_text_id(lists: Mapping[str, Sequence[Choice]]) -> dict[str, Choice]:
    """Choices by what ``instance(…)/root/item[…]/itextId`` gives for them."""
    return {f"{name}-{place}": choice for name, choices in lists.items() for place, choice in enumerate(choices)}
