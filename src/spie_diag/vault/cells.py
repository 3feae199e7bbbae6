"""Rows read straight from the pages that hold them, whatever became of the tables that lead there.

Only the shape of a row tells which table it is of; whoever reads must verify what it says.

Source: the SQLite file format, 1.6 (b-tree pages), 2.1 (records).
"""

import struct
from collections.abc import Callable, Iterator
from typing import TypeAlias

from spie_diag.vault.pages import USABLE_BYTES

Column: TypeAlias = int | float | str | bytes | None
Row: TypeAlias = tuple[Column, ...]
Overflow: TypeAlias = Callable[[int], bytes | None]
"""Gives a page by its number: long rows go on in other pages."""

_FILE_HEADER = 100
_TABLE_LEAF, _INDEX_LEAF, _INDEX_INTERIOR = 0x0D, 0x0A, 0x02
_MOST_ON_LEAF = USABLE_BYTES - 35
_MOST_ON_INDEX = (USABLE_BYTES - 12) * 64 // 255 - 23
_LEAST_HERE = (USABLE_BYTES - 12) * 32 // 255 - 23
_INTEGER_BYTES = (0, 1, 2, 3, 4, 6, 8)
_LONGEST = 64 << 20
"""No row of ours is longer: a length beyond it was never written."""


def rows_on(page: bytes, overflow: Overflow) -> Iterator[Row]:
    """The whole rows that start on a page; rows of a table have no value in their first column, its ``n``.

    A row that goes on in pages that are not there is left out, as is whatever is no row.
    """
    yield from (row for _, row in numbered_rows_on(page, overflow))


def numbered_rows_on(page: bytes, overflow: Overflow) -> Iterator[tuple[int, Row]]:
    """The same, each with the ``n`` that its first column leaves out; 0 for those of an index."""
    start = _FILE_HEADER if page.startswith(b"SQLite format 3\0") else 0
    kind = page[start]
    if kind not in (_TABLE_LEAF, _INDEX_LEAF, _INDEX_INTERIOR):
        return
    cells: int = struct.unpack_from(">H", page, start + 3)[0]
    pointers = start + (12 if kind == _INDEX_INTERIOR else 8)
    for pointer in range(pointers, min(pointers + 2 * cells, USABLE_BYTES - 1), 2):
        try:
            number, payload = _payload(page, kind, int.from_bytes(page[pointer : pointer + 2], "big"), overflow)
            yield number, _row(payload)
        except (ValueError, IndexError, struct.error):
            continue


def _payload(page: bytes, kind: int, at: int, overflow: Overflow) -> tuple[int, bytes]:
    if kind == _INDEX_INTERIOR:
        at += 4  # the page of what comes before it
    size, at = _varint(page, at)
    number = 0
    if kind == _TABLE_LEAF:
        number, at = _varint(page, at)
    if size > _LONGEST:
        raise ValueError("no row is so long")
    here = _bytes_here(size, _MOST_ON_LEAF if kind == _TABLE_LEAF else _MOST_ON_INDEX)
    if at + here > USABLE_BYTES:
        raise ValueError("beyond the page")
    payload = page[at : at + here]
    if here == size:
        return number, payload
    return number, payload + _rest(int.from_bytes(page[at + here : at + here + 4], "big"), size - here, overflow)


def _bytes_here(size: int, most: int) -> int:
    if size <= most:
        return size
    here = _LEAST_HERE + (size - _LEAST_HERE) % (USABLE_BYTES - 4)
    return here if here <= most else _LEAST_HERE


def _rest(number: int, size: int, overflow: Overflow) -> bytes:
    parts = []
    while size > 0:
        page = overflow(number)
        if page is None:
            raise ValueError("a page is missing")
        parts.append(page[4 : 4 + min(size, USABLE_BYTES - 4)])
        size -= USABLE_BYTES - 4
        number = int.from_bytes(page[:4], "big")
    return b"".join(parts)


def _row(payload: bytes) -> Row:
    header, at = _varint(payload, 0)
    types = []
    while at < header:
        kind, at = _varint(payload, at)
        types.append(kind)
    at, row = header, []
    for kind in types:
        column, at = _column(payload, kind, at)
        row.append(column)
    if at != len(payload):
        raise ValueError("not all of it is of this row")
    return tuple(row)


def _column(payload: bytes, kind: int, at: int) -> tuple[Column, int]:
    if kind in (8, 9):
        return kind - 8, at
    if kind in (10, 11):
        raise ValueError("no type of a file")
    size = 8 if kind == 7 else _INTEGER_BYTES[kind] if kind < 7 else (kind - 12) // 2
    content, end = payload[at : at + size], at + size
    if len(content) != size:
        raise ValueError("beyond the row")
    match kind:
        case 0:
            return None, end
        case 7:
            number: float = struct.unpack(">d", content)[0]
            return number, end
        case _ if kind < 7:
            return int.from_bytes(content, "big", signed=True), end
        case _:
            return (content if kind % 2 == 0 else content.decode()), end


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where the next one is."""
    number = 0
    for index in range(at, at + 8):
        number = number << 7 | content[index] & 0x7F
        if content[index] < 0x80:
            return number, index + 1
    return number << 8 | content[at + 8], at + 9
