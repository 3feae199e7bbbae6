"""The list of persons page by page, most recently written first, whatever is looked for and however many there are.

What is rare comes from the index of trigrams and is then put in order; what is common is met soon by walking the files
from the most recent one, some thousands of them at a time. Neither reads every person.
"""

from dataclasses import dataclass, field
from math import isqrt
from typing import NamedTuple

import sqlalchemy as sa

from spie_diag.interview.people import Person
from spie_diag.vault.searching import Asked, in_index, in_line

_ALL = -1
LOOKED_AT = 5_000
"""Files that may be looked at within a key: some milliseconds."""
_FETCH = 40
"""Fetching a file wherever it lies takes as long as walking over so many, which lie side by side."""
_FEW = 100
"""Files that are always fetched one by one, rather than met on a walk."""


class Place(NamedTuple):
    """Where a page ends: the next one begins just behind it."""

    last_minute: int
    n: int
    is_walked: bool = False
    """The walk goes on there: so many may fit that asking the index again would tell nothing."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some persons of the list, in its order."""

    persons: tuple[Person, ...]
    end: Place | None
    """None: nobody comes after."""
    count: int | None = None
    """How many fit in all, where that came with it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One file of the list, before it is read."""

    n: int
    last_minute: int
    id: bytes
    person: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Found:
    """Some files of the list, in its order, and where they end; None: nothing comes after."""

    rows: list[Row]
    end: Place | None
    count: int | None
    """How many fit, where that came with it."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many files fit; there may be more where the count is not whole."""

    count: int
    is_whole: bool


def page_of(
    connection: sa.Connection,
    wanted: Asked | None,
    limit: int,
    after: Place | None,
    *,
    archived: bool = False,
    looked_at: int = _ALL,
) -> Found:
    """The next ``limit`` files that fit, in the order of the list; ``archived`` takes those of the archive instead.

    Where many may fit, no more than ``looked_at`` files are looked at: there may be fewer than ``limit`` then, and more
    to come behind the end.
    """
    is_walked = after is not None and after.is_walked
    rare = None if wanted is None or is_walked else _rare(connection, wanted, limit, archived)
    if rare is None:
        places, end = _walked(connection, wanted, limit, after, archived, looked_at)
        return Found(_rows(connection, places), end, None)
    behind = (place for place in rare if after is None or place < after)
    places = sorted(behind, reverse=True)[: limit if limit >= 0 else None]
    end = places[-1] if places and len(places) == limit else None
    return Found(_rows(connection, places), end, len(rare))


def part_of(connection: sa.Connection, first: int, limit: int, total: int) -> list[Row]:
    """The files of the whole list from the place ``first`` on, of ``total``: reached from the nearest end."""
    from_end = total - first - limit
    backwards = 0 <= from_end < first
    order, skipped = ("", from_end) if backwards else (" DESC", first)
    query = f"{_FILES} WHERE {_side(False)} ORDER BY last_minute{order}, n{order} LIMIT :limit OFFSET :skipped"
    places = _places(connection, query, {"limit": limit, "skipped": skipped})
    return _rows(connection, places[::-1] if backwards else places)


def count_of(
    connection: sa.Connection, wanted: Asked | None, *, archived: bool = False, looked_at: int = _ALL
) -> Counted:
    """How many files fit, as far as ``looked_at`` files tell where many may fit."""
    if wanted is None:
        in_archive = _count(connection, "SELECT count(*) FROM case_file WHERE archived_at IS NOT NULL", {})
        count = in_archive if archived else _count(connection, "SELECT count(*) FROM case_file", {}) - in_archive
        return Counted(count, is_whole=True)
    rare = _rare(connection, wanted, _ALL, archived) if looked_at == _ALL else _rare(connection, wanted, 0, archived)
    if rare is not None:
        return Counted(len(rare), is_whole=True)
    values: dict[str, str | int] = {"looked_at": looked_at}
    near = f"{_LINES} WHERE {_side(archived)} ORDER BY last_minute DESC, n DESC LIMIT :looked_at"
    query = f"SELECT count(*), count(*) FILTER (WHERE {_condition(wanted, values)}) FROM ({near})"  # noqa: S608 texts of ours
    seen, fitting = connection.execute(sa.text(query), values).one()
    return Counted(int(fitting), is_whole=seen != looked_at)


def _rare(connection: sa.Connection, wanted: Asked, limit: int, archived: bool) -> list[Place] | None:
    """The files that fit, in no order; None where so many may that ``limit`` of them are met sooner by walking."""
    most = _most_fetched(connection, limit)
    found = _indexed(connection, in_index(wanted), most)
    if found is None:
        found = _indexed(connection, in_index(wanted, whole=True), most)
    if found is None:
        return None
    among, values = ",".join(map(str, found)), dict[str, str | int]()
    # Put in order by the caller: a sort in SQLite needs a tree of its own, and its locked memory costs milliseconds.
    # Not by the index of the list either: SQLite would rather read all of it than fetch some hundreds of rows.
    query = f"SELECT last_minute, n FROM case_file NOT INDEXED WHERE n IN ({among})"  # noqa: S608 numbers of ours
    return _places(connection, f"{query} AND {_side(archived)} AND {_condition(wanted, values)}", values)


def _indexed(connection: sa.Connection, words: str, most: int) -> "list[int] | None":
    found = list(connection.execute(_INDEXED, {"wanted": words, "most": most + 1}).scalars())
    return found if len(found) <= most else None


def _most_fetched(connection: sa.Connection, limit: int) -> int:
    """Fetching f files costs as walking over ``_FETCH`` × f; a walk meets ``limit`` of them within limit / f of all."""
    files = int(connection.execute(_FILE_NUMBERS).scalar() or 0)
    return max(_FEW, isqrt(limit * files // _FETCH) if limit >= 0 else files // _FETCH)


def _walked(
    connection: sa.Connection, wanted: Asked | None, limit: int, after: Place | None, archived: bool, looked_at: int
) -> tuple[list[Place], Place | None]:
    values: dict[str, str | int] = {"limit": limit, "looked_at": looked_at}
    near = f"WHERE {_side(archived)}"
    if after is not None:
        values |= {"last_minute": after.last_minute, "n": after.n}
        near += " AND (last_minute, n) < (:last_minute, :n)"
    near += " ORDER BY last_minute DESC, n DESC"
    if wanted is None:
        found = _places(connection, f"{_FILES} {near} LIMIT :limit", values)
    else:
        fitting = _condition(wanted, values)
        query = f"SELECT last_minute, n FROM ({_LINES} {near} LIMIT :looked_at) WHERE {fitting} LIMIT :limit"  # noqa: S608
        found = _places(connection, query, values)
    if found and len(found) == limit:
        return found, found[-1]._replace(is_walked=wanted is not None)
    if wanted is None or looked_at == _ALL:
        return found, None
    last = _places(connection, f"{_FILES} {near} LIMIT 1 OFFSET :looked_at - 1", values)
    return found, last[0]._replace(is_walked=True) if last else None


def _side(archived: bool) -> str:
    return "archived_at IS NOT NULL" if archived else "archived_at IS NULL"


def _condition(wanted: Asked, values: "dict[str, str | int]") -> str:
    def piece(text: str) -> str:
        name = f"piece{len(values)}"
        values[name] = text
        return f"instr(searched, :{name})"

    return in_line(wanted, piece)


def _places(connection: sa.Connection, query: str, values: "dict[str, str | int]") -> list[Place]:
    return [Place(*row) for row in connection.execute(sa.text(query), values)]


def _rows(connection: sa.Connection, places: list[Place]) -> list[Row]:
    among = ",".join(str(place.n) for place in places)
    query = f"SELECT n, id, person FROM case_file WHERE n IN ({among})"  # noqa: S608 numbers of ours
    kept = {row.n: row for row in connection.execute(sa.text(query))}
    return [Row(place.n, place.last_minute, kept[place.n].id, kept[place.n].person) for place in places]


def _count(connection: sa.Connection, query: str, values: "dict[str, str | int]") -> int:
    return int(connection.execute(sa.text(query), values).scalar_one())


_FILES = "SELECT last_minute, n FROM case_file INDEXED BY ix_case_file_recent"
_LINES = "SELECT last_minute, n, searched FROM case_file INDEXED BY ix_case_file_recent"
_FILE_NUMBERS = sa.text("SELECT max(n) FROM case_file")
_INDEXED = sa.text("SELECT rowid FROM case_search WHERE case_search MATCH :wanted LIMIT :most")
