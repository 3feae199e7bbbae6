"""Search as one types, key by key, among 50 000 and 200 000 persons; the peer is the same list in plain SQLite."""

import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import sqlalchemy as sa

from spie_diag.interview.people import CaseId, Person
from spie_diag.vault import rows
from spie_diag.vault.ballast import Ballast
from spie_diag.vault.database import Database
from spie_diag.vault.entries import dumped
from spie_diag.vault.indexing import SPECIALIST
from spie_diag.vault.listing import LOOKED_AT, count_of, page_of
from spie_diag.vault.persons import person_value
from spie_diag.vault.searching import Called, asked, line_of, mark_of
from spie_diag.vault.upgrading import bring_up_to_date
from tests.benchmarks.measuring import Measure

_SIZES = (50_000, 200_000)
_PAGE = 40
_BUDGET_MS = 20
_TYPED = 60
_SYLLABLES = [start + end for start in "bcdfgjlmnprst" for end in ("a", "e", "i", "ou", "ar")]
_FIRST_NAMES = 400
_FAMILY_NAMES = 20_000
_COMMUNES = 300
_STRUCTURES = tuple(Called(f"Structure {name}", mark_of(SPECIALIST, name)) for name in ("Ceva", "Dorna", "Elmi"))
_NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def measures() -> Iterator[Measure]:
    """One key of a search, its page of persons read; then the count that follows a pause."""
    for size in _SIZES:
        with TemporaryDirectory() as place:
            persons = list(_persons(size))
            database, plain = _encrypted(Path(place), persons), _plain(Path(place), persons)
            for name, typed in _lines(persons).items():
                keys = [line[:end] for line in typed for end in range(1, len(line) + 1)]
                yield _told(f"{size} persons, a key of {name}", [_timed(partial(_page, database, key)) for key in keys])
                peer = [_timed(partial(_plain_page, plain, key)) for key in keys[:: max(1, len(keys) // 60)]]
                yield _told("  the same in plain SQLite, LIKE", peer, None)
            whole = [line for typed in _lines(persons).values() for line in typed[:5]]
            yield _told(
                f"{size} persons, how many fit", [_timed(partial(_count, database, line)) for line in whole], None
            )
            yield _told(f"{size} persons, how many in all", [_timed(partial(_count, database, ""))] * 2, None)
            database.close()
            plain.close()


def _told(name: str, samples_ms: list[float], budget_ms: float | None = _BUDGET_MS) -> Measure:
    p95 = statistics.quantiles(samples_ms, n=20)[18] if len(samples_ms) > 1 else samples_ms[0]
    return Measure(
        name=name,
        samples_ms=tuple(samples_ms),
        budget_ms=budget_ms,
        note=f"p95 {p95:.1f} ms of {len(samples_ms)} keys",
    )


def _timed(task: Callable[[], object]) -> float:
    start = time.perf_counter()
    task()
    return (time.perf_counter() - start) * 1000


def _page(database: Database, text: str) -> object:
    wanted = asked(text, _STRUCTURES)
    return database.read(lambda connection: page_of(connection, wanted, _PAGE, None, looked_at=LOOKED_AT))


def _count(database: Database, text: str) -> object:
    wanted = asked(text, _STRUCTURES)
    return database.read(lambda connection: count_of(connection, wanted, looked_at=LOOKED_AT))


def _plain_page(plain: sqlite3.Connection, text: str) -> object:
    words = [f"%{word}%" for word in text.lower().split()]
    fits = " AND ".join("searched LIKE ?" for _ in words) or "1"
    query = f"SELECT n, person FROM case_file WHERE {fits} ORDER BY last_minute DESC LIMIT {_PAGE}"
    return plain.execute(query, words).fetchall()


def _persons(size: int) -> Iterator[Person]:
    chance = random.Random(7)
    first, family = _names(chance, _FIRST_NAMES, 2), _names(chance, _FAMILY_NAMES, 3)
    communes = _names(chance, _COMMUNES, 3)
    for place in range(size):
        called = first[int(len(first) * chance.random() ** 3)]
        yield Person(
            case=CaseId(UUID(int=place + 1)),
            number=f"D-{2016 + place * 10 // size}-{place % (size // 10) + 1:04d}",
            called=called,
            family_name=family[int(len(family) * chance.random() ** 3)],
            first_names=called,
            born_on=date(1960, 1, 1) + timedelta(days=chance.randrange(16_000)),
            commune=communes[int(len(communes) * chance.random() ** 2)],
            phone=f"06 {' '.join(f'{chance.randrange(100):02d}' for _ in range(4))}",
        )


def _names(chance: random.Random, count: int, syllables: int) -> list[str]:
    parts = [[chance.choice(_SYLLABLES) for _ in range(chance.randint(2, syllables))] for _ in range(count)]
    return ["".join(one).capitalize() for one in parts]


def _lines(persons: list[Person]) -> dict[str, list[str]]:
    """What people type, by what they remember."""
    chance = random.Random(8)
    some = [chance.choice(persons) for _ in range(_TYPED)]
    return {
        "a family name": [one.family_name for one in some],
        "a part of a name": [one.family_name[1:] for one in some],
        "both names": [f"{one.first_names} {one.family_name}" for one in some],
        "a commune and a name": [f"{one.commune} {one.first_names}" for one in some],
        "a birth date": [f"{one.born_on:%d/%m/%Y}" for one in some],
        "a file number": [one.number for one in some],
        "a phone number": [one.phone for one in some],
        "a structure and a name": [f"structure {one.family_name}" for one in some],
        "nobody": ["zzyx", "wxqz", "qq qq"] * 5,
    }


def _rows(persons: list[Person]) -> Iterator[dict[str, object]]:
    chance = random.Random(9)
    ticks = chance.sample(range(1 << 40, (1 << 40) + 10 * len(persons)), len(persons))
    for n, (person, tick) in enumerate(zip(persons, ticks, strict=True), 1):
        names = (person.family_name, person.first_names, person.called, person.commune)
        marks = [chance.choice(_STRUCTURES).mark]
        yield {
            "n": n,
            "id": person.case.bytes,
            "number": person.number,
            "person": dumped(person_value(person)),
            "tick": tick,
            "last_minute": tick,
            "searched": line_of(names, person.number, person.born_on, person.phone, marks),
        }


def _encrypted(place: Path, persons: list[Person]) -> Database:
    database = Database(place / "vault.db", bytearray(range(32)), Ballast(place))
    bring_up_to_date(database, _NOON)

    def fill(connection: sa.Connection) -> None:
        connection.execute(rows.case_file.insert(), list(_rows(persons)))
        connection.execute(sa.text("INSERT INTO case_search(case_search) VALUES('rebuild')"))

    database.write(fill)
    database.checkpoint()
    return database


def _plain(place: Path, persons: list[Person]) -> sqlite3.Connection:
    plain = sqlite3.connect(place / "plain.db")
    plain.execute("CREATE TABLE case_file(n INTEGER PRIMARY KEY, last_minute INTEGER, searched TEXT, person BLOB)")
    columns = (":n", ":last_minute", ":searched", ":person")
    plain.executemany(f"INSERT INTO case_file VALUES({', '.join(columns)})", _rows(persons))
    plain.execute("CREATE INDEX recent ON case_file(last_minute)")
    plain.commit()
    return plain
