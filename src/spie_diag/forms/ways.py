"""How an expression gets from its question to others: up to what holds it, along groups, through rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spie_diag.forms.calls import climbed, holder_of
from spie_diag.forms.codes import NodesCode, single_node
from spie_diag.forms.nodes import Context, Field, Node


@dataclass(frozen=True, slots=True)
class Here:
    """What ``.`` is while a part is compiled: a field, one row of a repeat, or the root."""

    field: Field | None
    row: bool = False
    own: bool = False
    """The question of the expression itself, not the item of a predicate."""
    anchor: Field | None = None
    """The repeat in whose row, the reader's own, it is."""


def shared_repeats(one: tuple[Field, ...], other: tuple[Field, ...]) -> tuple[Field, ...]:
    """The repeats that hold both."""
    return tuple(first for first, second in zip(one, other, strict=False) if first is second)


def one_along(way: Sequence[Field], anchor: Field | None, hops: int) -> Callable[[Context], Node]:
    """The only node at the end of a way that starts at the reader's row of ``anchor``, so many levels above it."""
    index, names = way[-1].index, [field.name for field in way]
    if anchor is None:
        return lambda c: c.scene.singles[index]
    if hops == 1 and len(names) == 1:
        name = names[0]
        return lambda c: holder_of(c.origin).children[name]

    def run(c: Context) -> Node:
        node = climbed(c.origin, hops)
        for name in names:
            node = node.children[name]
        return node

    return run


def all_along(way: Sequence[Field], anchor: Field | None, hops: int) -> Callable[[Context], Sequence[Node]]:
    """Every node at the end of a way, through all rows of the repeats on it; rows where it ends at a repeat."""
    first = next(place for place, field in enumerate(way) if field.is_repeat)
    index = way[first].index
    before = [field.name for field in way[: first + 1]]
    after = [(field.name, field.is_repeat) for field in way[first + 1 :]]

    def rows(c: Context) -> Sequence[Node]:
        if anchor is None:
            return c.scene.singles[index].rows
        node = climbed(c.origin, hops)
        for name in before:
            node = node.children[name]
        return node.rows

    if not after:
        return rows
    if len(after) == 1 and not after[0][1]:
        last = after[0][0]
        return lambda c: [row.children[last] for row in rows(c)]

    def run(c: Context) -> Sequence[Node]:
        nodes = rows(c)
        for name, is_repeat in after:
            nodes = [node.children[name] for node in nodes]
            if is_repeat:
                nodes = [row for node in nodes for row in node.rows]
        return nodes

    return run


def above_repeat(repeat: Field) -> NodesCode:
    """What ``..`` is in an expression of the repeat itself: what holds it, whatever rows there are."""
    rows = repeat.parent is not None and repeat.parent.is_repeat
    higher: Callable[[Context], Node] = lambda c: holder_of(c.here)  # noqa: E731
    return NodesCode(lambda c: (higher(c),), repeat.parent, higher, rows, anchor=repeat.repeat)


def standing(here: Here) -> NodesCode:
    """What ``.`` means; for a repeat itself, its rows."""
    if here.own and here.field is not None and here.field.is_repeat:
        return NodesCode(lambda c: c.here.rows, here.field, rows=True, anchor=here.anchor)
    return NodesCode(lambda c: (c.here,), here.field, lambda c: c.here, rows=here.row, anchor=here.anchor)


def current(field: Field | None) -> NodesCode:
    """What ``current()`` means: the question of the expression, even inside a predicate."""
    anchor = field.repeat if field else None
    if field is not None and field.is_repeat:
        return NodesCode(lambda c: c.origin.rows, field, rows=True, anchor=anchor)
    return NodesCode(lambda c: (c.origin,), field, lambda c: c.origin, anchor=anchor)


def above(code: NodesCode, field: Field) -> NodesCode:
    """What ``..`` is from the nodes of a field."""
    run, single = code.run, code.single
    rows = field.parent is not None and field.parent.is_repeat
    anchor = field.repeat if code.rows and field is code.anchor else code.anchor
    if single is not None:
        higher: Callable[[Context], Node] = lambda c: holder_of(single(c))  # noqa: E731
        return NodesCode(lambda c: (higher(c),), field.parent, higher, rows, anchor=anchor)
    every: Callable[[Context], list[Node]] = lambda c: list(  # noqa: E731
        dict.fromkeys(holder_of(node) for node in run(c))
    )
    return NodesCode(every, field.parent, rows=rows, anchor=anchor)


def below(code: NodesCode, child: Field) -> NodesCode:
    """What the name of a child is from the nodes of what holds it: a repeat gives its rows."""
    run, single, name = code.run, code.single, child.name
    if child.is_repeat:
        rows: Callable[[Context], list[Node]] = lambda c: [  # noqa: E731
            row for node in run(c) for row in node.children[name].rows
        ]
        return NodesCode(rows, child, rows=True, anchor=code.anchor)
    if single is not None:
        return single_node(child, lambda c: single(c).children[name], code.anchor)
    return NodesCode(lambda c: [node.children[name] for node in run(c)], child, anchor=code.anchor)
