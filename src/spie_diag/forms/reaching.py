"""Which nodes look at another one: a reader is a field, and stands in one row, in all rows, or once."""

from collections.abc import Sequence

from spie_diag.forms.nodes import Node, Scene
from spie_diag.forms.plan import Reader


def reached(scene: Scene, node: Node, reader: Reader) -> Sequence[Node]:
    """The nodes of a reader that look at ``node``; the rows of a repeat have its texts, and look with it."""
    one = reader.field
    if not one.repeats and not one.is_repeat:
        return (scene.singles[one.index],)
    base, start = scene.root, 0
    if reader.anchor is not None and (row := _row_around(node, reader)) is not None:
        base, start = row, one.way.index(reader.anchor) + 1
    nodes = [base]
    for step in one.way[start:]:
        nodes = [holder.children[step.name] for holder in nodes]
        if step.is_repeat and step is not one:
            nodes = [row for repeat in nodes for row in repeat.kept]
    if one.is_repeat and not reader.settles:
        nodes += [row for repeat in nodes for row in repeat.kept]
    return nodes


def _row_around(node: Node, reader: Reader) -> Node | None:
    """The row of the reader's anchor in which a node stands."""
    above: Node | None = node
    while above is not None and not (above.is_row and above.field is reader.anchor):
        above = above.parent
    return above
