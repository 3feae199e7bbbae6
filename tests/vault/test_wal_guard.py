"""What SQLite will leave unread of a log is known before it is asked, and kept before it is thrown away."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spie_diag.vault.errors import DatabaseDamagedError, DiskFullError
from spie_diag.vault.files import write_whole
from spie_diag.vault.pages import PAGE_BYTES, recognised_frames
from tests.vault.shelf import CASE, CLARA, INTERVIEW, Shelf
from tests.vault.test_faults import flip

FRAME = 24 + PAGE_BYTES


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of SQLite’s whose log holds two rounds, as after a kill: the present one over the one before."""
    path = tmp_path_factory.mktemp("plain") / "plain.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE t (words TEXT)")
    for _ in range(4):
        connection.execute("INSERT INTO t VALUES (hex(randomblob(5000)))")
    connection.execute("PRAGMA wal_checkpoint(FULL)")  # the next round begins over this one
    for _ in range(3):
        connection.execute("INSERT INTO t VALUES (hex(randomblob(2500)))")
    killed = path.with_name("killed.db")
    for end in ("", "-wal"):
        shutil.copyfile(f"{path}{end}", f"{killed}{end}")
    connection.close()
    return killed


def recognised_by_sqlite(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[1])
    finally:
        connection.close()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_whatever_byte_of_a_log_changes_sqlite_reads_as_many_frames_as_was_foreseen(
    plain: Path, tmp_path: Path, data: st.DataObject
) -> None:
    log = bytearray(Path(f"{plain}-wal").read_bytes())
    assert recognised_frames(bytes(log)) >= 6
    frame = data.draw(st.integers(0, len(log) // FRAME))
    place = data.draw(st.integers(-32, 60))  # its head, the end of the one before, or the head of the log
    at = min(max(0, 32 + frame * FRAME + place), len(log) - 1)
    log[at] ^= data.draw(st.integers(0, 255))
    log = log[: data.draw(st.sampled_from([len(log), at]))]
    copy = tmp_path / "copy.db"
    Path(f"{copy}-shm").unlink(missing_ok=True)
    shutil.copyfile(plain, copy)
    Path(f"{copy}-wal").write_bytes(log)

    assert recognised_frames(bytes(log)) == recognised_by_sqlite(copy)


@pytest.fixture
def holed(shelf: Shelf, tmp_path: Path) -> Shelf:
    """A killed vault with sixty notes in its log, one byte of it changed."""
    vault = shelf.opened()
    vault.rest()
    for number in range(60):
        vault.journals.write(CASE, INTERVIEW, CLARA.id, f"note/{number}", "elle dit que")
    killed = Shelf(shutil.copytree(shelf.folder, tmp_path / "tué"))
    vault.lock()
    flip(log_of(killed), 32 + 3 * FRAME + 200)
    return killed


def log_of(shelf: Shelf) -> Path:
    return shelf.database.with_name(f"{shelf.database.name}-wal")


def refusing(times: int) -> Callable[[Path, bytes], None]:
    """A disk that is full so many times."""
    left = [None] * times

    def write(path: Path, content: bytes) -> None:
        if left:
            left.pop()
            raise DiskFullError
        write_whole(path, content)

    return write


def test_a_damaged_log_stays_where_it_is_until_the_disk_takes_its_copy(
    holed: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    (holed.folder / "vault.ballast").unlink()
    damaged = log_of(holed).read_bytes()
    monkeypatch.setattr("spie_diag.vault.wal_guard.write_whole", refusing(1))

    with pytest.raises(DiskFullError):
        holed.opened()
    assert log_of(holed).read_bytes() == damaged

    vault = holed.opened()
    assert vault.commits_lost > 50
    assert [path.read_bytes() for path in holed.folder.glob("*-wal.damaged-*")] == [damaged]
    vault.lock()


def test_the_reserve_makes_room_for_the_copy_of_a_damaged_log(holed: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spie_diag.vault.wal_guard.write_whole", refusing(1))

    vault = holed.opened()
    assert vault.commits_lost > 50
    assert vault.disk_was_full
    vault.lock()


def test_an_opening_that_goes_no_further_does_not_pile_up_copies(holed: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise DatabaseDamagedError

    for _ in range(2):
        with monkeypatch.context() as patch:
            patch.setattr("spie_diag.vault.parts.Database", refused)
            with pytest.raises(DatabaseDamagedError):
                holed.opened()
    assert len(list(holed.folder.glob("*-wal.damaged-*"))) == 1
    assert log_of(holed).is_file()
