"""The lists drawn again from the entries, in memory, to be compared with those that are kept: nothing is written.

It takes seconds where there are thousands of persons, and so it reads through a connection of its own.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy import pool
from sqlcipher3 import dbapi2 as sqlcipher

from spie_diag.vault import rows
from spie_diag.vault.database import Database
from spie_diag.vault.entries import opened
from spie_diag.vault.errors import DeedStoppedError
from spie_diag.vault.projecting import clear, project

_TRUTH = ("entry", "chain", "signed_document", "form", "private_secret", "draft", "place", "alembic_version")
"""Every other table is drawn from these, and can be drawn again."""
_SLICE = 200
"""Entries drawn between two looks at whether to stop: a fraction of a second."""
_LOOKS_EVERY = 10_000
"""Steps of SQLite between two looks inside one statement."""
_INDEX_CONTENT = "case_file"


def lists_hold(database: Database, cancelled: Callable[[], bool] = lambda: False) -> bool:
    """Whether the lists, and the index of what is looked for, say what the entries say.

    Raises:
        DeedStoppedError: ``cancelled`` answered True, or the vault was closed.
    """

    def stop_where_asked() -> None:
        if cancelled() or database.must_stop:
            raise DeedStoppedError

    def task(kept: sa.Connection) -> bool:
        drawn = _drawn(kept)
        with _memory(lambda: database.must_stop) as memory:
            _lay_out(kept, memory)
            stop_where_asked()
            if not _index_holds(kept, memory):
                return False
            clear(memory)
            for _ in _draw(kept, memory):
                stop_where_asked()
            return _drawn(memory) == drawn

    return database.read(task)


@contextmanager
def _memory(must_stop: Callable[[], bool]) -> Iterator[sa.Connection]:
    """A database that no file ever holds; ``must_stop`` ends even a long statement in it."""

    def connected() -> sqlcipher.Connection:
        made = sqlcipher.connect(":memory:", isolation_level=None, check_same_thread=False)
        made.set_progress_handler(must_stop, _LOOKS_EVERY)
        return made

    engine = sa.create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=connected,
        poolclass=pool.StaticPool,
        hide_parameters=True,
    )
    try:
        with engine.connect() as connection:
            yield connection
    except sa.exc.OperationalError:
        if must_stop():
            raise DeedStoppedError from None
        raise
    finally:
        engine.dispose()


def _lay_out(kept: sa.Connection, memory: sa.Connection) -> None:
    """The same tables and indexes, empty and without triggers; and the numbers already given, which stay."""
    ours = {name for name, kind in _tables_of(kept) if kind != "shadow"}
    query = "SELECT type, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type = 'index'"
    for kind, table, statement in kept.exec_driver_sql(query):
        if kind in ("table", "index") and table in ours:
            memory.exec_driver_sql(statement)
    _copy(kept, memory, rows.numbering.name)


def _index_holds(kept: sa.Connection, memory: sa.Connection) -> bool:
    """SQLite verifies such an index only where it may write: a copy of it, beside a copy of what it is of."""
    for table in (_INDEX_CONTENT, *(name for name, kind in _tables_of(kept) if kind == "shadow")):
        memory.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 a name of ours
        _copy(kept, memory, table)
    try:
        memory.exec_driver_sql("INSERT INTO case_search(case_search, rank) VALUES('integrity-check', 1)")
    except sa.exc.OperationalError:
        raise  # interrupted
    except sa.exc.DatabaseError:
        return False
    return True


def _copy(kept: sa.Connection, memory: sa.Connection, table: str) -> None:
    content = kept.exec_driver_sql(f"SELECT * FROM {table}")  # noqa: S608 a name of ours
    places = ", ".join("?" * len(content.keys()))
    for part in content.partitions(_SLICE):
        memory.exec_driver_sql(f"INSERT INTO {table} VALUES({places})", [tuple(row) for row in part])


def _draw(kept: sa.Connection, memory: sa.Connection) -> Iterator[None]:
    """Project every entry, slice by slice; what lists ask of the journal itself needs no content."""
    table = rows.entry
    for part in kept.execute(sa.select(table)).partitions(_SLICE):
        named = (dict(zip(table.columns.keys(), row, strict=True)) for row in part)
        memory.execute(table.insert(), [{**values, "payload": None} for values in named])
        project(
            memory,
            [
                opened(row.id, row.case_id, row.interview_id, row.author, row.tick, row.payload)
                for row in part
                if row.payload is not None
            ],
        )
        yield


def _drawn(connection: sa.Connection) -> dict[str, list[bytes]]:
    """What the lists hold, whatever the order and the numbers of their rows."""
    drawn = {}
    for name in (name for name, kind in _tables_of(connection) if kind == "table" and name not in _TRUTH):
        kept = connection.exec_driver_sql(f"SELECT * FROM {name}").mappings()  # noqa: S608 a name of ours
        drawn[name] = sorted(_digest([row[column] for column in row if column != "n"]) for row in kept)
    return drawn


def _digest(values: list[object]) -> bytes:
    return hashlib.sha256(repr(values).encode()).digest()


def _tables_of(connection: sa.Connection) -> list[tuple[str, str]]:
    """Our tables and their kinds; those that an index keeps for itself are « shadow »."""
    listed = connection.exec_driver_sql("PRAGMA table_list").mappings()
    return [(row["name"], row["type"]) for row in listed if row["schema"] == "main" and "sqlite_" not in row["name"]]
