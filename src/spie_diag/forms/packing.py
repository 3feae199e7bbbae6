"""Expression trees as JSON and back, so that a form that was checked once is never parsed again.

=====================  ===========================================
tree                   JSON
=====================  ===========================================
number, text           itself
``${a/b}``             ``["$", "a", "b"]``
``f(x, y)``            ``["f()", x, y]``
``x + y``              ``["+", x, y]``
``-x``                 ``["-", x]``
``x[p]``               ``["[]", x, p]``
``x/a[p]/..``          ``["/", x, ["a", p], [".."]]``, x being null where the path starts here
=====================  ===========================================

Where each part stood in its text is not kept: an expression without a fault has nothing to point at.
"""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from spie_diag.forms.syntax import Binary, Call, Expression, Filtered, Negated, Number, Path, Reference, Step, Text

Packed: TypeAlias = float | str | list["Packed"] | None


def pack(tree: Expression) -> Packed:
    """A tree as JSON."""
    match tree:
        case Number(value) | Text(value):
            return value
        case Reference(names):
            return ["$", *names]
        case Call(name, arguments):
            return [f"{name}()", *map(pack, arguments)]
        case Binary(operator, left, right):
            return [operator, pack(left), pack(right)]
        case Negated(of):
            return ["-", pack(of)]
        case Filtered(base, predicates):
            return ["[]", pack(base), *map(pack, predicates)]
        case Path(start, steps):
            moves: list[Packed] = [[step.name, *map(pack, step.predicates)] for step in steps]
            return ["/", None if start is None else pack(start), *moves]


def unpack(packed: Packed) -> Expression:
    """The tree that was packed; trees are equal whatever the text they were read from.

    Raises:
        ValueError: this JSON is no tree.
    """
    match packed:
        case str(text):
            return Text(text)
        case int() | float():
            return Number(float(packed))
        case ["$", *names]:
            return Reference(tuple(map(str, names)))
        case ["[]", base, *predicates]:
            return Filtered(unpack(base), tuple(map(unpack, predicates)))
        case ["/", start, *steps]:
            return Path(None if start is None else unpack(start), tuple(map(_step, steps)))
        case ["-", of]:
            return Negated(unpack(of))
        case [str(name), *arguments] if name.endswith("()"):
            return Call(name[:-2], tuple(map(unpack, arguments)))
        case [str(operator), left, right]:
            return Binary(operator, unpack(left), unpack(right))
        case _:
            raise ValueError("not a packed expression")


def _step(packed: Packed) -> Step:
    match packed:
        case [str(name), *predicates]:
            return Step(name, tuple(map(unpack, predicates)))
        case _:
            raise ValueError("not a packed expression")


class KnownTrees(Mapping[str, Expression]):
    """The trees of expressions, by their text; each unpacked when it is first asked for."""

    def __init__(self, packed: Mapping[str, Packed]) -> None:
        self._packed = packed

    def __getitem__(self, source: str) -> Expression:
        return unpack(self._packed[source])

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)
