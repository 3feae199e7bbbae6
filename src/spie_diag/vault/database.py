"""The encrypted file, through SQLAlchemy: one connection, one writer, every commit on the disk before it returns.

The plain ``sqlite`` dialect is given a ``creator``: the key goes to SQLCipher by a C call and is never in an address,
in a text of SQL, or in a log. The driver commits by itself and ``BEGIN IMMEDIATE`` is ours, so that changes of tables
are undone like the rest and a writer never meets a lock half-way.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy import event, pool
from sqlcipher3 import dbapi2 as sqlcipher

from spie_diag.vault.ballast import Ballast
from spie_diag.vault.errors import (
    AlreadyOpenError,
    DatabaseDamagedError,
    DatabaseMismatchError,
    DiskFullError,
    ReadOnlyFolderError,
    StorageFailedError,
    VaultError,
    VaultLockedError,
)

T = TypeVar("T")

SALT_BYTES = 16
PAGE_BYTES = 4096
_LOG_INDEX_BYTES = 64 << 10

_OLDEST_SQLITE = (3, 51, 3)
"""Earlier ones may corrupt a file when the write-ahead log is reset."""

_PRAGMAS = (
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
    ("checkpoint_fullfsync", "ON"),  # macOS only: elsewhere it changes nothing
    ("busy_timeout", "5000"),
    ("journal_size_limit", str(8 << 20)),
)

_FAULTS: dict[int, type[VaultError]] = {
    5: AlreadyOpenError,
    6: AlreadyOpenError,
    8: ReadOnlyFolderError,
    10: StorageFailedError,
    11: DatabaseDamagedError,
    13: DiskFullError,
    14: ReadOnlyFolderError,
    26: DatabaseMismatchError,
}
"""SQLite's primary result codes that come from the world and not from us."""


class Database:
    """The open encrypted file. Tasks run one at a time, each in a transaction of its own."""

    def __init__(self, path: Path, key: bytearray, ballast: Ballast) -> None:
        if sqlcipher.sqlite_version_info < _OLDEST_SQLITE:
            raise RuntimeError("the SQLite of this build may corrupt its files")
        self.path = path
        self._key = key
        self._ballast = ballast
        self._engine: sa.Engine | None = _engine(path, key)

    def read(self, task: Callable[[sa.Connection], T]) -> T:
        """Run ``task`` on one consistent state of the file."""
        return self._run(task, "BEGIN")

    def write(self, task: Callable[[sa.Connection], T]) -> T:
        """Run ``task`` and return once all of it is on the disk; on any error none of it is.

        A full disk is met once by giving back the reserve and starting ``task`` again.
        """
        try:
            return self._run(task, "BEGIN IMMEDIATE")
        except DiskFullError:
            if not self._ballast.give_back():
                raise
            return self._run(task, "BEGIN IMMEDIATE")

    def check(self) -> None:
        """Verify the authentication code of every page; must come before any other reading.

        Raises:
            DatabaseDamagedError: at least one page is not what was written.
        """
        # The check ignores the write-ahead log: fold it in first, or a power cut would look like damage.
        if self._pragma("cipher_integrity_check", checkpointed=True):
            raise DatabaseDamagedError

    def recognised_frames(self) -> int:
        """How many frames of the write-ahead log SQLite takes as its own, without emptying it."""
        answer = self._pragma("wal_checkpoint(PASSIVE)")
        return int(str(answer[0][1]))

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file and empty it."""
        self._pragma("wal_checkpoint(TRUNCATE)")

    def copy_to(self, path: Path) -> None:
        """A whole, compact copy under the same key."""
        with _InFrench(self.path.parent):
            raw = self._open_engine().raw_connection()
            try:
                raw.cursor().execute("VACUUM INTO ?", (str(path),))
            finally:
                raw.close()

    def close(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def _open_engine(self) -> sa.Engine:
        if self._engine is None:
            raise VaultLockedError
        return self._engine

    def _run(self, task: Callable[[sa.Connection], T], begin: str) -> T:
        with _InFrench(self.path.parent), self._open_engine().connect() as connection:
            connection.info["begin"] = begin
            with connection.begin():
                return task(connection)

    def _pragma(self, name: str, *, checkpointed: bool = False) -> list[tuple[object, ...]]:
        """Outside any transaction, as these ask for."""
        with _InFrench(self.path.parent):
            raw = self._open_engine().raw_connection()
            try:
                cursor = raw.cursor()
                if checkpointed:
                    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                return [tuple(row) for row in cursor.execute(f"PRAGMA {name}").fetchall()]
            finally:
                raw.close()


def _engine(path: Path, key: bytearray) -> sa.Engine:
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        module=sqlcipher,
        creator=lambda: _connected(path, key),
        poolclass=pool.QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=30,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(str(connection.info["begin"]))

    return engine


def _connected(path: Path, key: bytearray) -> object:
    if len(key) != 32:
        raise ValueError("SQLCipher would take any other length for a passphrase")
    connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False, cached_statements=256)
    try:
        connection.set_key(f"x'{bytes(key).hex()}'")
        for name, value in _PRAGMAS:
            connection.execute(f"PRAGMA {name}={value}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # proves the key
        if connection.execute("PRAGMA journal_mode=WAL").fetchone() != ("wal",):
            raise ReadOnlyFolderError
    except BaseException:
        connection.close()
        raise
    return connection


class _InFrench:
    """Turn what SQLite says of the world into this room's errors; faults of ours rise as they are."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
        if not isinstance(cause, sqlcipher.Error):
            return
        code: int = getattr(cause, "sqlite_errorcode", None) or 0
        fault = _FAULTS.get(code & 0xFF)
        if fault is StorageFailedError and self._is_full():
            fault = DiskFullError
        if fault is not None:
            raise (AlreadyOpenError(where="") if fault is AlreadyOpenError else fault()) from None

    def _is_full(self) -> bool:
        """SQLite tells a full disk as such for its files, and as a failure for the index of the log."""
        try:
            return shutil.disk_usage(self._folder).free < _LOG_INDEX_BYTES
        except OSError:
            return False
