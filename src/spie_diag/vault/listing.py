"""The list of persons page by page, most recently written first, whatever is looked for and however many there are.

What is rare comes from the index of trigrams and is then put in order; what is common is met soon by walking the files
from the most recent one. Neither reads every person.
"""

from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from spie_diag.interview.people import Person
from spie_diag.vault.searching import Asked, in_index, in_line

_RARE = 1_000
"""Files that may be fetched one by one and sorted within a key; with more than that, a page is met soon by walking."""


class Place(NamedTuple):
    """Where a page ends: the next one begins just behind it."""

    last_tick: int
    n: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some persons of the list, in its order."""

    persons: tuple[Person, ...]
    end: Place | None
    """None: nobody comes after."""


@dataclass(frozen=True, slots=True)
class Row:
    """One file of the list, before it is read."""

    n: int
    last_tick: int
    id: bytes
    person: bytes


def page_of(
    connection: sa.Connection, wanted: Asked | None, limit: int, after: Place | None, *, archived: bool = False
) -> list[Row]:
    """The next ``limit`` files that fit, in the order of the list; ``archived`` takes those of the archive instead."""
    found = None if wanted is None else _rare(connection, wanted, archived)
    if found is None:
        places = _walked(connection, wanted, limit, after, archived)
    else:
        behind = (place for place in found if after is None or place < after)
        places = sorted(behind, reverse=True)[: limit if limit >= 0 else None]
    kept = {row.n: row for row in _rows(connection, [place.n for place in places])}
    return [Row(place.n, place.last_tick, kept[place.n].id, kept[place.n].person) for place in places]


def count_of(connection: sa.Connection, wanted: Asked | None, most: int, *, archived: bool = False) -> int:
    """How many files fit; no more than ``most`` are counted where something is looked for."""
    if wanted is None:
        in_archive = _count(connection, "SELECT count(*) FROM case_file WHERE archived_at IS NOT NULL", {})
        return in_archive if archived else _count(connection, "SELECT count(*) FROM case_file", {}) - in_archive
    found = _rare(connection, wanted, archived)
    if found is not None:
        return min(len(found), most)
    values: dict[str, str | int] = {"most": most}
    fitting = f"{_FILES} WHERE {_side(archived)} AND {_condition(wanted, values)} LIMIT :most"
    return _count(connection, f"SELECT count(*) FROM ({fitting})", values)  # noqa: S608 texts of ours, values bound


def _rare(connection: sa.Connection, wanted: Asked, archived: bool) -> list[Place] | None:
    """The files that fit, in no order; None where they may be many."""
    found = connection.execute(_INDEXED, {"wanted": in_index(wanted), "most": _RARE + 1}).scalars().all()
    if len(found) > _RARE:
        return None
    among, values = ",".join(map(str, found)), dict[str, str | int]()
    # Put in order by the caller: a sort in SQLite needs a tree of its own, and its locked memory costs milliseconds.
    # Not by the index of the list either: SQLite would rather read all of it than fetch some hundreds of rows.
    query = f"SELECT last_tick, n FROM case_file NOT INDEXED WHERE n IN ({among})"  # noqa: S608 numbers of ours
    return _places(connection, f"{query} AND {_side(archived)} AND {_condition(wanted, values)}", values)


def _walked(
    connection: sa.Connection, wanted: Asked | None, limit: int, after: Place | None, archived: bool
) -> list[Place]:
    values: dict[str, str | int] = {"limit": limit}
    query = f"{_FILES} WHERE {_side(archived)}"
    if after is not None:
        values |= {"last_tick": after.last_tick, "n": after.n}
        query += " AND (last_tick, n) < (:last_tick, :n)"
    if wanted is not None:
        query += f" AND {_condition(wanted, values)}"
    return _places(connection, f"{query} ORDER BY last_tick DESC, n DESC LIMIT :limit", values)


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


def _rows(connection: sa.Connection, numbers: list[int]) -> "list[sa.Row[int, bytes, bytes]]":
    among = ",".join(map(str, numbers))
    return list(connection.execute(sa.text(f"SELECT n, id, person FROM case_file WHERE n IN ({among})")))  # noqa: S608


def _count(connection: sa.Connection, query: str, values: "dict[str, str | int]") -> int:
    return int(connection.execute(sa.text(query), values).scalar_one())


_FILES = "SELECT last_tick, n FROM case_file INDEXED BY ix_case_file_recent"
_INDEXED = sa.text("SELECT rowid FROM case_search WHERE case_search MATCH :wanted LIMIT :most")
