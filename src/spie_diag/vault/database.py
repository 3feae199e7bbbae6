"""The encrypted file, through SQLAlchemy: one connection, one writer, every commit on the disk before it returns.

The driver commits by itself and ``BEGIN IMMEDIATE`` is ours, so that changes of tables are undone like the rest and a
writer never meets a lock half-way.
"""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeAlias, TypeVar

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from spie_diag.vault.ballast import Ballast
from spie_diag.vault.connecting import (
    LOOKS_EVERY,
    Access,
    connected,
    forget_pages,
    new_engine,
    refuse_old_build,
    set_key,
    watch,
)
from spie_diag.vault.errors import (
    AlreadyOpenError,
    CaseErasedError,
    DatabaseDamagedError,
    DatabaseMismatchError,
    DeedStoppedError,
    DiskFullError,
    ReadApartError,
    ReadOnlyFolderError,
    StorageFailedError,
    VaultError,
    VaultLockedError,
)
from spie_diag.vault.files import disk_refusals
from spie_diag.vault.pages import PAGE_BYTES, pages_in

T = TypeVar("T")
Step: TypeAlias = Callable[[float], None]
"""Told how much is done, from 0 to 1; what it raises ends what is being done."""

_LOG_INDEX_BYTES = 64 << 10
_LEAVING_S = 5.0
_STEP_PAGES = 256
_LOOKS_OF_A_COPY_EVERY = 5
"""Steps of SQLite's machine: a row of a large document takes no more of them than one of a word."""
_LOOK_S = 0.01

_FAULTS: dict[int, type[VaultError]] = {
    5: AlreadyOpenError,
    6: AlreadyOpenError,
    8: ReadOnlyFolderError,
    9: DeedStoppedError,
    10: StorageFailedError,
    11: DatabaseDamagedError,
    13: DiskFullError,
    14: ReadOnlyFolderError,
    26: DatabaseMismatchError,
}
"""SQLite's primary result codes that come from the world and not from us."""
_CODES = {
    "attempt to write a readonly database": 8,
    "disk I/O error": 10,
    "database disk image is malformed": 11,
    "database or disk is full": 13,
    "unable to open database file": 14,
    "file is not a database": 26,
}
"""By SQLite's own words, for the copies page by page: the driver leaves the code out of their errors."""


def unheard(_done: float) -> None:
    """For whoever does not ask how far it is."""


_OF_AN_ERASED_CASE = "this case was erased"
"""What our triggers say to a window that still shows the file."""


class Database:
    """The open encrypted file. Tasks run one at a time, each in a transaction of its own."""

    def __init__(self, path: Path, key: bytearray, ballast: Ballast, access: Access = Access.WRITING) -> None:
        refuse_old_build()
        self.path = path
        self._key = key
        self._ballast = ballast
        self._access = access
        self._beside: list[Database] = []
        self._doors = threading.RLock()
        """Held by whoever begins to read apart, closes the file, or wants nobody to begin."""
        self.must_stop = False
        """Set by another thread: what is being read apart ends at once."""
        self._raw: BinaryIO | None = None
        self._engine: sa.Engine | None = self._new_engine()

    def _new_engine(self) -> sa.Engine:
        return new_engine(self._connected)

    def _connected(self) -> object:
        return connected(self.path, self._key, self._access, lambda: self.must_stop)

    @contextmanager
    def apart(self) -> Iterator["Database"]:
        """The same file through a connection of its own that only reads, for whoever reads for long in another thread.

        Each task sees one consistent state while writing goes on. When the vault closes, what reads here is stopped
        with ``DeedStoppedError``.
        """
        with self._read_at(self.path, Access.READING) as beside:
            yield beside

    @contextmanager
    def copy_at(self, path: Path) -> Iterator["Database"]:
        """A copy of the file that nobody writes, under the same key; stopped when this one is."""
        with self._read_at(path, Access.READING_WHAT_NOBODY_WRITES) as copy:
            yield copy

    @contextmanager
    def _read_at(self, path: Path, access: Access) -> Iterator["Database"]:
        with self._doors:
            self._open_engine()
            beside = Database(path, self._key, self._ballast, access)
            self._beside.append(beside)
        try:
            yield beside
        except VaultError:
            if beside.must_stop:  # whatever it met since: the key may be gone from under it
                raise DeedStoppedError from None
            raise
        finally:
            beside.close()
            self._beside.remove(beside)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody reads apart, and whoever wants to waits until this is over.

        Raises:
            ReadApartError: somebody reads already.
        """
        with self._doors:
            if self._beside:
                raise ReadApartError
            yield

    def stop(self) -> None:
        """For another thread: whatever reads here ends at once, with ``DeedStoppedError``."""
        with self._doors:
            self.must_stop = True
            for beside in self._beside:
                beside.stop()

    @property
    def key(self) -> bytearray:
        """What opens the file, for another copy of it: the very bytes that are wiped when the vault closes."""
        return self._key

    @property
    def is_read_apart(self) -> bool:
        """True while another thread reads for long: the file must not be replaced under it."""
        return bool(self._beside)

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

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file and empty it; only what nobody still reads, while one reads apart."""
        # To empty the log SQLite waits for every reader: for seconds, and a writer with it.
        self._pragma(f"wal_checkpoint({'PASSIVE' if self._beside else 'TRUNCATE'})")

    def empty_log(self) -> None:
        """Fold the write-ahead log into the file and leave nothing of what was written in it.

        Raises:
            ReadApartError: somebody still reads what it holds.
        """
        if self._pragma("wal_checkpoint(TRUNCATE)")[0][0]:
            raise ReadApartError

    def copy_to(self, path: Path, step: Step = unheard) -> None:
        """A whole, compact copy under the same key and salt, of one consistent state; ``step`` as below."""
        [(pages,)], [(free,)] = self._pragma("page_count"), self._pragma("freelist_count")
        expected = max(1, int(str(pages)) - int(str(free))) * PAGE_BYTES

        def look() -> None:
            step(path.stat().st_size / expected if path.exists() else 0)

        with self._looking(look, _LOOKS_OF_A_COPY_EVERY) as cursor:
            cursor.execute("VACUUM INTO ?", (str(path),))

    def raw_pages(self, first: int, most: int | None) -> list[tuple[int, bytes]]:
        """Encrypted pages as they lie in the file, by number; what is only in the log is not among them."""
        self._open_engine()
        with disk_refusals():
            # Closed with the file: on POSIX, closing any handle of a file frees the locks that SQLite has on it.
            self._raw = self._raw or self.path.open("rb")
        return pages_in(self._raw, first, most)

    def copy_in_steps(self, path: Path, salt: bytes, step: Step) -> None:
        """A whole copy under the same key, page by page, of one consistent state: quicker than a compact one.

        ``step`` is told how much is done, from 0 to 1, every megabyte; what it raises stops the copy. Whoever
        asked for it makes it durable.
        """
        self._copy_pages(path, self._key, salt, step)

    def copy_under(self, path: Path, key: bytearray, step: Step = unheard) -> None:
        """The same under another key and another salt."""
        self._copy_pages(path, key, b"", step)

    def _copy_pages(self, path: Path, key: bytearray, salt: bytes, step: Step) -> None:
        with _InFrench(path.parent):
            raw = self._open_engine().raw_connection()
            copy = sqlcipher.connect(str(path), isolation_level=None)
            try:
                set_key(copy, key, salt)
                copy.execute("PRAGMA synchronous=OFF")
                raw.cursor().execute("BEGIN")
                raw.cursor().execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on: this very state
                raw.driver_connection.backup(  # type: ignore[union-attr]
                    copy,
                    pages=_STEP_PAGES,
                    progress=lambda _status, left, pages: step(1 - left / max(1, pages)),
                    sleep=0,
                )
            finally:
                forget_pages(copy)
                copy.close()
                raw.rollback()
                raw.close()

    def go_on_with(self, path: Path, key: bytes | bytearray) -> None:
        """Leave the present file for one that holds the same, or that is to be read in its place."""
        self.close()
        self.path = path
        self._key[:] = key
        self._engine = self._new_engine()

    def close(self) -> None:
        """Leave the file; whoever reads apart is stopped first."""
        with self._doors:
            engine, self._engine = self._engine, None
            for beside in self._beside:
                beside.stop()
        deadline = time.monotonic() + _LEAVING_S
        while self._beside and time.monotonic() < deadline:
            time.sleep(0.005)
        if engine is not None:
            engine.dispose()
        if self._raw is not None:
            self._raw.close()
            self._raw = None

    def _open_engine(self) -> sa.Engine:
        if self._engine is None:
            raise VaultLockedError
        if self.must_stop:
            raise DeedStoppedError
        return self._engine

    def is_in_order(self, look: Callable[[], None] = lambda: None) -> bool:
        """Whether SQLite finds the trees of the file in order; what ``look`` raises ends the reading."""
        with self._looking(look, LOOKS_EVERY) as cursor:
            return bool(cursor.execute("PRAGMA quick_check").fetchall() == [("ok",)])

    @contextmanager
    def _looking(self, look: Callable[[], None], every: int) -> Iterator[sqlcipher.Cursor]:
        """Outside any transaction, a cursor whose statements call ``look`` again and again.

        What it raises ends the statement, and rises; so does the closing of the file.
        """
        raised: list[BaseException] = []
        due = time.monotonic()

        def must_end() -> bool:
            nonlocal due
            try:
                if time.monotonic() >= due:
                    due = time.monotonic() + _LOOK_S
                    look()
            except BaseException as error:  # noqa: BLE001  SQLite would swallow it, an interruption as well
                raised.append(error)
            return bool(raised) or self.must_stop

        with _InFrench(self.path.parent):
            raw = self._open_engine().raw_connection()
            watch(raw.driver_connection, must_end, every)
            try:
                yield raw.cursor()
            except sqlcipher.Error:
                if raised:
                    raise raised[0] from None
                raise
            finally:
                watch(raw.driver_connection, None if self._access is Access.WRITING else lambda: self.must_stop)
                raw.close()

    def _run(self, task: Callable[[sa.Connection], T], begin: str) -> T:
        with _InFrench(self.path.parent), self._open_engine().connect() as connection:
            connection.info["begin"] = begin
            with connection.begin():
                return task(connection)

    def _pragma(self, name: str) -> list[tuple[object, ...]]:
        """Outside any transaction, as these ask for."""
        with _InFrench(self.path.parent):
            raw = self._open_engine().raw_connection()
            try:
                return [tuple(row) for row in raw.cursor().execute(f"PRAGMA {name}").fetchall()]
            finally:
                raw.close()


class _InFrench:
    """Turn what SQLite says of the world into this room's errors; faults of ours rise as they are."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
        if not isinstance(cause, sqlcipher.Error):
            return
        code: int = getattr(cause, "sqlite_errorcode", None) or _CODES.get(str(cause), 0)
        fault = CaseErasedError if str(cause) == _OF_AN_ERASED_CASE else _FAULTS.get(code & 0xFF)
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
