"""Connections to the encrypted file: its key, and the settings that keep what was acknowledged.

The plain ``sqlite`` dialect is given a ``creator``: the key goes to SQLCipher by a C call and is never in an address,
in a text of SQL, or in a log.
"""

from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event, pool
from sqlcipher3 import dbapi2 as sqlcipher

from spie_diag.vault.errors import ReadOnlyFolderError
from spie_diag.vault.wiping import wipe, write_hexadecimal

LOOKS_EVERY = 1000
"""Steps of SQLite's machine between two looks at whether a long reading must stop: a fraction of a millisecond."""

_OLDEST_SQLITE = (3, 51, 3)
"""Earlier ones may corrupt a file when the write-ahead log is reset."""

PRAGMAS = (
    ("cipher_log_level", "NONE"),  # else every damaged page is told on stderr
    ("cipher_memory_security", "ON"),  # page buffers are wiped when freed
    ("foreign_keys", "ON"),
    ("recursive_triggers", "ON"),  # else INSERT OR REPLACE deletes behind the append-only triggers
    ("temp_store", "MEMORY"),
    ("secure_delete", "ON"),
    ("trusted_schema", "OFF"),
    ("cell_size_check", "ON"),
    ("mmap_size", "0"),
    ("synchronous", "FULL"),  # with the write-ahead log: one fsync per commit, before it returns
    ("fullfsync", "ON"),  # macOS only, where fsync stops at the cache of the disk: elsewhere it changes nothing
    ("checkpoint_fullfsync", "ON"),
    ("busy_timeout", "5000"),
    ("journal_size_limit", str(8 << 20)),
)


class Access(Enum):
    """What a connection may do; the value is what SQLite's address of the file says of it."""

    WRITING = "mode=rwc"
    READING = "mode=ro"
    READING_WHAT_NOBODY_WRITES = "mode=ro&immutable=1"
    """Leaves no file beside it."""


def refuse_old_build() -> None:
    """Raises ``RuntimeError`` where this program was built with an SQLite that loses what it was given."""
    if sqlcipher.sqlite_version_info < _OLDEST_SQLITE:
        raise RuntimeError("the SQLite of this build may corrupt its files")


def new_engine(connect: Callable[[], object]) -> sa.Engine:
    """At most one connection, kept open; a transaction begins as its ``info["begin"]`` says."""
    engine = sa.create_engine(
        sa.URL.create("sqlite"),
        module=sqlcipher,
        creator=connect,
        poolclass=pool.QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=30,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.connection.cursor().execute(str(connection.info["begin"]))

    @event.listens_for(engine, "close")
    def _empty(connection: sqlcipher.Connection, _record: object) -> None:
        forget_pages(connection)

    return engine


def forget_pages(connection: sqlcipher.Connection) -> None:
    """Before closing, which does the same but lets no other thread of Python run meanwhile: 30 ms for a full cache."""
    with suppress(sqlcipher.Error):
        connection.execute("PRAGMA shrink_memory")


def connected(path: Path, key: bytearray, access: Access, must_stop: Callable[[], bool]) -> object:
    """One connection whose key is proved; where it only reads, ``must_stop`` is asked again and again.

    Raises:
        ReadOnlyFolderError: nothing can be written there. What the driver raises is left to the caller.
    """
    if access is Access.WRITING:
        connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False, cached_statements=256)
    else:
        address = f"{path.absolute().as_uri()}?{access.value}"
        connection = sqlcipher.connect(address, uri=True, isolation_level=None, check_same_thread=False)
    set_key(connection, key)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # proves the key
        if access is not Access.WRITING:
            watch(connection, must_stop)
        elif connection.execute("PRAGMA journal_mode=WAL").fetchone() != ("wal",):
            raise ReadOnlyFolderError
    except BaseException:
        connection.close()
        raise
    return connection


def watch(connection: sqlcipher.Connection, must_end: Callable[[], bool] | None, every: int = LOOKS_EVERY) -> None:
    """Have SQLite ask whether the statement that it is busy with must end; None: it asks nothing any more."""
    connection.set_progress_handler(must_end, every)


def set_key(connection: sqlcipher.Connection, key: bytearray, salt: bytes = b"") -> None:
    """With a ``salt`` a new file starts with it; else it makes one of its own."""
    if len(key) != 32:
        connection.close()
        raise ValueError("SQLCipher would take any other length for a passphrase")
    written = bytearray(f"x'{'0' * 64}{salt.hex()}'".encode())
    write_hexadecimal(key, written, 2)
    connection.set_key(written)
    wipe(written)
    # A script, so that the driver does not keep them: what it keeps takes the room that SQLite's hot paths live in.
    connection.executescript(";".join(f"PRAGMA {name}={value}" for name, value in PRAGMAS))
