"""Regular expressions that can take for ever: repetitions in which one text can be shared out in many ways.

Python's engine tries every way before it gives up: each character more of ``^(a+)+$`` doubles the time.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

Compile: TypeAlias = Callable[[str], re.Pattern[str]]

_ATOM = re.compile(r"\\[pP]\{\w+\}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[^\\]", re.DOTALL)
_ENDLESS = re.compile(r"[*+]|\{[0-9]*,[0-9]*\}")
"""How often is left open: ``{1,30}`` shares a text out like ``+`` does; ``{3}`` does not."""
_COUNTED = re.compile(r"[*+?]|\{([0-9]*),?[0-9]*\}")
_OPENING = re.compile(r"\((?:\?(?:[aiLmsux]*:|[=!>]|<[=!]|P<\w+>))?")
_SAMPLE = [chr(code) for code in range(9, 0x180)]
_MOST_WAYS = 1_000_000
_WIDE = (".", r"\S", r"\D", r"\W")


@dataclass(frozen=True, slots=True)
class _Piece:
    """One part of a pattern, with how often it may come."""

    text: str
    """A character, a class, an anchor; for a group, what stands between its brackets."""
    is_group: bool
    is_endless: bool
    least: int
    """How often it comes at least."""


def alternatives(pattern: str) -> list[str]:
    """A pattern cut at the ``|`` that stand in no group."""
    found, depth = [""], 0
    for match in _ATOM.finditer(pattern):
        depth += (match[0] == "(") - (match[0] == ")")
        if match[0] == "|" and not depth:
            found.append("")
        else:
            found[-1] += match[0]
    return found


def tried_length(pattern: str, compiled: Compile) -> int | None:
    """The longest text of which every way to share it out among the turns of a group can be tried.

    None where no repeated group can share out one text in many ways, as ``(a+)+`` or ``(a|a)*`` can.
    """
    lengths = [tried_length(piece.text, compiled) for piece in _pieces(pattern) if piece.is_group]
    lengths += [
        _length_of_ways(_turn(piece.text, compiled))
        for piece in _pieces(pattern)
        if piece.is_group and piece.is_endless and _is_shared_out(piece.text, compiled)
    ]
    return min((length for length in lengths if length is not None), default=None)


def _length_of_ways(turn: int) -> int:
    """How long a text can be, cut into parts of at least ``turn`` characters, until there are too many ways to."""
    ways = [1] * turn
    while ways[-1] <= _MOST_WAYS:
        ways.append(ways[-1] + ways[-turn])
    return len(ways) - 1


def _least_length(body: str, compiled: Compile) -> int:
    """The fewest characters that a group takes in one turn."""
    return min(sum(_least_of(piece, compiled) for piece in _pieces(way)) for way in alternatives(body))


def _least_of(piece: _Piece, compiled: Compile) -> int:
    once = _least_length(piece.text, compiled) if piece.is_group else int(bool(_taken(piece.text, compiled)))
    return piece.least * once


def _turn(body: str, compiled: Compile) -> int:
    """How many characters at least decide one turn of a group; 1 where its own parts share them out as well."""
    for way in alternatives(body):
        taken: set[str] = set()
        for piece in _pieces(way):
            characters = _characters([piece], compiled)
            if not piece.is_endless:
                taken = set() if piece.least else taken
            elif taken & characters:
                return 1
            else:
                taken |= characters
    return max(1, _least_length(body, compiled))


def wide_repeats(pattern: str) -> int:
    """How many parts of a pattern take nearly any text."""
    pieces = list(_pieces(pattern))
    inside = sum(wide_repeats(piece.text) for piece in pieces if piece.is_group)
    return inside + sum(piece.is_endless and (piece.text in _WIDE or piece.text.startswith("[^")) for piece in pieces)


def _is_shared_out(body: str, compiled: Compile) -> bool:
    ways = [list(_pieces(way)) for way in alternatives(body)]
    if len(ways) == 1 and len(ways[0]) == 1 and ways[0][0].is_group:
        return ways[0][0].is_endless or _is_shared_out(ways[0][0].text, compiled)
    return any(_is_loose(way, compiled) for way in ways) or _overlap(ways, compiled)


def _is_loose(way: list[_Piece], compiled: Compile) -> bool:
    """Whether an endless part can begin anew at once: nothing that it does not take must come between."""
    endless = [piece for piece in way if piece.is_endless]
    if not endless:
        return False
    taken = _characters(endless, compiled)
    marks = [piece for piece in way if piece.least and not piece.is_endless and not piece.is_group]
    between = [characters for mark in marks if (characters := _characters([mark], compiled))]
    return not any(characters.isdisjoint(taken) for characters in between)


def _overlap(ways: list[list[_Piece]], compiled: Compile) -> bool:
    """Whether two alternatives of one character each take the same one."""
    taken: set[str] = set()
    for way in ways:
        if len(way) != 1 or way[0].is_group:
            continue
        characters = _characters(way, compiled)
        if taken & characters:
            return True
        taken |= characters
    return False


def _characters(pieces: list[_Piece], compiled: Compile) -> set[str]:
    """Which characters, of those usual in Europe, the parts can take."""
    found: set[str] = set()
    for piece in pieces:
        if piece.is_group:
            found.update(*(_characters(list(_pieces(way)), compiled) for way in alternatives(piece.text)))
        else:
            found |= _taken(piece.text, compiled)
    return found


@lru_cache(maxsize=256)
def _taken(text: str, compiled: Compile) -> frozenset[str]:
    try:
        one = compiled(text)
    except re.error:
        return frozenset(_SAMPLE)
    return frozenset(character for character in _SAMPLE if one.fullmatch(character))


def _pieces(way: str) -> Iterator[_Piece]:
    """The parts of a pattern in turn."""
    at = 0
    while at < len(way):
        opening = _OPENING.match(way, at)
        end = _group_end(way, at) if opening else _atom_end(way, at)
        text = way[opening.end() : end - 1] if opening else way[at:end]
        counted = _COUNTED.match(way, end)
        after = counted.end() if counted else end
        yield _Piece(text, opening is not None, _ENDLESS.match(way, end) is not None, _least(counted))
        # A lazy or possessive mark changes the order of the ways, not their number.
        at = after + (counted is not None and way[after : after + 1] in ("?", "+"))


def _least(counted: re.Match[str] | None) -> int:
    if counted is None or counted[0] == "+":
        return 1
    return int(counted[1] or 0)


def _atom_end(way: str, at: int) -> int:
    atom = _ATOM.match(way, at)
    return atom.end() if atom else at + 1


def _group_end(way: str, at: int) -> int:
    depth = 0
    while at < len(way):
        depth += (way[at] == "(") - (way[at] == ")")
        at = _atom_end(way, at)
        if not depth:
            return at
    return at
