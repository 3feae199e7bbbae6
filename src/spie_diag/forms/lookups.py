"""What an expression finds in a list of choices: a cell of a row, the label of a choice."""

from collections.abc import Callable, Mapping, Sequence

from spie_diag.forms.codes import TextCode, Texts
from spie_diag.forms.definition import Choice
from spie_diag.forms.nodes import Context, Node


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


def label_of(labels: Mapping[str, Choice], text: Texts) -> TextCode:
    """The label of the choice that a text names, in the language of the screen."""
    return TextCode(lambda c: found.said(c.scene.language) if (found := labels.get(text(c))) else "")


def labels_by_text_id(lists: Mapping[str, Sequence[Choice]]) -> dict[str, Choice]:
    """Choices by what ``instance(…)/root/item[…]/itextId`` gives for them."""
    return {f"{name}-{place}": choice for name, choices in lists.items() for place, choice in enumerate(choices)}
