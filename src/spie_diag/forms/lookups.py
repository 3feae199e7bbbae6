"""What an expression finds in a list of choices: a cell of a row, the label of a choice."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from spie_diag.forms.codes import TextCode, Texts
from spie_diag.forms.definition import Choice
from spie_diag.forms.nodes import Context, Node
from spie_diag.forms.syntax import names_in, pieces


def cell_nodes(cells: Mapping[str, str]) -> dict[str, Node]:
    """The cells of a choice as expressions compare them; no node for an empty cell, which equals nothing."""
    return {column: Node(None, None, own_text=text) for column, text in cells.items() if text}


def first_cell(rows: Sequence[Mapping[str, Node]], column: str, tests: Sequence[Callable[[Context], bool]]) -> TextCode:
    """A cell of the first row that passes every test; blank where none does."""

    def run(c: Context) -> str:
        for row in rows:
            context = Context(c.scene, c.origin, c.here, choice=row)
            if all(test(context) for test in tests):
                return row[column].own_text if column in row else ""
        return ""

    return TextCode(run)


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
