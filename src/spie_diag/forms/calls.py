"""The code of calls and predicates, from the codes of what they are given."""

from collections.abc import Callable, Sequence
from math import nan

from spie_diag.forms.codes import Code, NodesCode, NumberCode, TextCode, TruthCode
from spie_diag.forms.functions import Function, Kind, Operand
from spie_diag.forms.nodes import Context, Field, Node


def position_of(codes: Sequence[Code]) -> NumberCode:
    """The place of an item in a predicate, or of the row that is given."""
    if not codes:
        return NumberCode(lambda c: float(c.position))
    nodes = codes[0]
    assert isinstance(nodes, NodesCode), "the table says that position takes nodes"
    run = nodes.run
    return NumberCode(lambda c: float(found[0].position) if (found := run(c)) else nan)


def answered(nodes: Code) -> TruthCode:
    """Whether a question was answered, be it with nothing; for a table, whether it was filled in, be it with no row."""
    assert isinstance(nodes, NodesCode), "the table says that answered takes nodes"
    run, field = nodes.run, nodes.field
    if nodes.rows and field is not None and not field.repeats and nodes.single is None and not nodes.filtered:
        index = field.index
        return TruthCode(lambda c: c.scene.singles[index].is_answered)
    return TruthCode(lambda c: any(node.is_answered for node in run(c)))


def holder_of(node: Node) -> Node:
    """The row, the group or the root that holds a node; the root holds itself."""
    return node if node.parent is None else node.parent


def climbed(node: Node, hops: int) -> Node:
    """The node that holds another, so many levels above it."""
    for _ in range(hops):
        node = holder_of(node)
    return node


def at_places(nodes: Sequence[Node], places: Sequence[tuple[Field, float]]) -> str:
    """The text of the node whose rows stand at these places, from 1; blank where there is none."""
    for node in nodes:
        above: Node | None = node
        position: dict[Field | None, int] = {}
        while above is not None:
            if above.is_row:
                position[above.field] = above.position
            above = above.parent
        if all(position.get(repeat) == place for repeat, place in places):
            return node.text
    return ""


def filtered(base: Callable[[Context], Sequence[Node]], test: Code) -> Callable[[Context], Sequence[Node]]:
    """The nodes that pass the test; a number is a place, as in ``[2]``."""
    if isinstance(test, NumberCode):
        number = test.run
        holds: Callable[[Context], bool] = lambda c: number(c) == c.position  # noqa: E731
    else:
        holds = test.truth()

    def run(c: Context) -> Sequence[Node]:
        nodes = base(c)
        size = len(nodes)
        return [
            node
            for place, node in enumerate(nodes, 1)
            if holds(Context(c.scene, c.origin, node, place, size, c.choice))
        ]

    return run


def conditional(codes: Sequence[Code]) -> Code:
    condition, yes, no = codes
    test = condition.truth()
    if isinstance(yes, NumberCode) and isinstance(no, NumberCode):
        one, other = yes.run, no.run
        return NumberCode(lambda c: one(c) if test(c) else other(c))
    if isinstance(yes, TruthCode) and isinstance(no, TruthCode):
        true, false = yes.run, no.run
        return TruthCode(lambda c: true(c) if test(c) else false(c))
    first, second = yes.text(), no.text()
    return TextCode(lambda c: first(c) if test(c) else second(c), numeric=_is_numeric(yes) and _is_numeric(no))


def _is_numeric(code: Code) -> bool:
    return isinstance(code, NumberCode) or (isinstance(code, TextCode) and code.numeric)


def called(function: Function, codes: Sequence[Code]) -> Code:
    """The call of a function of the table, its arguments read as the kinds it takes."""
    readers: list[Callable[[Context], Operand]] = []
    for place, code in enumerate(codes):
        readers.append(_reader(code, function.takes[min(place, len(function.takes) - 1)]))
    call = _applied(function, readers)
    if function.gives is Kind.NUMBER:
        return NumberCode(lambda c: float(result) if isinstance(result := call(c), int | float) else nan)
    if function.gives is Kind.BOOLEAN:
        return TruthCode(lambda c: bool(call(c)))
    return TextCode(lambda c: result if isinstance(result := call(c), str) else "")


def _reader(code: Code, kind: Kind) -> Callable[[Context], Operand]:
    match kind:
        case Kind.TEXT:
            return code.text()
        case Kind.NUMBER:
            return code.number()
        case Kind.BOOLEAN:
            return code.truth()
        case Kind.NODES:
            return code.run
        case Kind.ANY:
            return code.operand()


def _applied(function: Function, readers: Sequence[Callable[[Context], Operand]]) -> Callable[[Context], Operand]:
    run = function.run
    assert run is not None
    if function.with_context:
        return lambda c: run(c, *(read(c) for read in readers))
    if len(readers) == 1:
        only = readers[0]
        return lambda c: run(only(c))
    if len(readers) == 2:
        first, second = readers
        return lambda c: run(first(c), second(c))
    return lambda c: run(*(read(c) for read in readers))
