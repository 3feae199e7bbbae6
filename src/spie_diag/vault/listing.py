"""The list of persons page by page, most recently written first, whatever is looked for and however many there are.

What is rare comes from the index of trigrams and is then put in order; what is common is met soon by walking the files
from the most recent one. Neither reads every person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from spie_diag.interview.people import Person
from spie_diag.vault.searching import Asked, in_index, in_line

_RARE = 400
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
    found = None if wanted is None else _rare(connection, wanted)
    if found is None:
        places = _walked(connection, wanted, limit, after, archived)
    else:
        places = _sorted(connection, found, limit, after, archived)
    kept = {row.n: row for row in _rows(connection, [place.n for place in places])}
    return [
        Row(n=place.n, last_tick=place.last_tick, id=kept[place.n].id, person=kept[place.n].person) for place in places
    ]


def count_of(connection: sa.Connection, wanted: Asked | None, *, archived: bool = False) -> int:
    """How many files fit."""
    if wanted is None:
        return _count(connection, f"SELECT count(*) FROM case_file WHERE {_side(archived)}", {})  # noqa: S608 ours
    values: dict[str, str] = {}
    put_away = f"SELECT count(*) FROM case_file WHERE {_side(True)} AND {_condition(wanted, values)}"  # noqa: S608 bound
    in_archive = _count(connection, put_away, values)
    if archived:
        return in_archive
    # The index does not know the archive: counting there and taking those away reads far less than every file.
    everywhere = "SELECT count(*) FROM case_search WHERE case_search MATCH :wanted"
    return _count(connection, everywhere, {"wanted": in_index(wanted)}) - in_archive


def _rare(connection: sa.Connection, wanted: Asked) -> list[int] | None:
    """The files that fit, archived ones too; None where they are many."""
    query = sa.text("SELECT rowid FROM case_search WHERE case_search MATCH :wanted LIMIT :most")
    found = connection.execute(query, {"wanted": in_index(wanted), "most": _RARE + 1}).scalars().all()
    return list(found) if len(found) <= _RARE else None


def _sorted(
    connection: sa.Connection, found: Iterable[int], limit: int, after: Place | None, archived: bool
) -> list[Place]:
    among = ",".join(map(str, found))
    values: dict[str, str | int] = {"limit": limit}
    query = f"SELECT last_tick, n FROM case_file WHERE n IN ({among}) AND {_side(archived)}"  # noqa: S608 numbers of ours
    return _places(connection, f"{query}{_behind(after, values)} ORDER BY +last_tick DESC, n DESC LIMIT :limit", values)


def _walked(
    connection: sa.Connection, wanted: Asked | None, limit: int, after: Place | None, archived: bool
) -> list[Place]:
    values: dict[str, str | int] = {"limit": limit}
    fits = "" if wanted is None else f" AND {_condition(wanted, values)}"
    query = f"SELECT last_tick, n FROM case_file INDEXED BY ix_case_file_recent WHERE {_side(archived)}"  # noqa: S608 ours
    return _places(
        connection, f"{query}{_behind(after, values)}{fits} ORDER BY last_tick DESC, n DESC LIMIT :limit", values
    )


def _side(archived: bool) -> str:
    return "archived_at IS NOT NULL" if archived else "archived_at IS NULL"


def _behind(after: Place | None, values: "dict[str, str | int]") -> str:
    if after is None:
        return ""
    values |= {"last_tick": after.last_tick, "n": after.n}
    return " AND (last_tick, n) < (:last_tick, :n)"


def _condition(wanted: Asked, values: "dict[str, str] | dict[str, str | int]") -> str:
    def piece(text: str) -> str:
        name = f"piece{len(values)}"
        values[name] = text
        return f"instr(searched, :{name})"

    return in_line(wanted, piece)


def _places(connection: sa.Connection, query: str, values: "dict[str, str | int]") -> list[Place]:
    return [Place(*row) for row in connection.execute(sa.text(query), values)]


def _rows(connection: sa.Connection, numbers: list[int]) -> "list[sa.Row[tuple[int, bytes, bytes]]]":
    among = ",".join(map(str, numbers))
    query = sa.text(f"SELECT n, id, person FROM case_file WHERE n IN ({among})")  # noqa: S608 numbers of ours
    return list(connection.execute(query))


def _count(connection: sa.Connection, query: str, values: "dict[str, str]") -> int:
    return int(connection.execute(sa.text(query), values).scalar_one())
