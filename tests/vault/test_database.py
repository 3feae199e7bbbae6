"""Every way a file goes wrong, on a file that really went wrong."""

import os
import random
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from spie_diag.vault.ballast import NAME as BALLAST_NAME
from spie_diag.vault.ballast import SIZE, Ballast
from spie_diag.vault.database import Database
from spie_diag.vault.errors import (
    DatabaseDamagedError,
    DatabaseMismatchError,
    DatabaseMissingError,
    DiskFullError,
    ReadOnlyFolderError,
    StorageFailedError,
    VaultError,
)
from spie_diag.vault.key import FLOOR
from spie_diag.vault.opening import Vault, create_vault
from spie_diag.vault.pages import PAGE_BYTES
from tests.vault.shelf import CASE, CLARA, FOUNDERS, INTERVIEW, NO_WAIT, Shelf, fits_together, morning


def _truncated(content: bytes) -> bytes:
    return content[: len(content) // 2 // PAGE_BYTES * PAGE_BYTES]


def _torn(content: bytes) -> bytes:
    return content[: len(content) - 1000]


def _first_page_only(content: bytes) -> bytes:
    return content[:PAGE_BYTES]


def _flipped(content: bytes) -> bytes:
    changed = bytearray(content)
    changed[len(content) // 2] ^= 0x01
    return bytes(changed)


def _zeroed_page(content: bytes) -> bytes:
    return content[: 3 * PAGE_BYTES] + bytes(PAGE_BYTES) + content[4 * PAGE_BYTES :]


def _swapped_pages(content: bytes) -> bytes:
    second, third = content[PAGE_BYTES : 2 * PAGE_BYTES], content[2 * PAGE_BYTES : 3 * PAGE_BYTES]
    return content[:PAGE_BYTES] + third + second + content[3 * PAGE_BYTES :]


@pytest.mark.parametrize(
    ("damage", "refusal"),
    [
        (lambda content: b"", DatabaseDamagedError),
        (lambda content: bytes(len(content)), DatabaseMismatchError),
        (lambda content: bytes(16) + content[16:], DatabaseMismatchError),
        (lambda content: content[:16] + bytes(PAGE_BYTES - 16) + content[PAGE_BYTES:], VaultError),
        (lambda content: b"SQLite format 3\0" + content[16:], DatabaseMismatchError),
        (lambda content: b"Bonjour, je suis une lettre.", DatabaseDamagedError),
        (_truncated, DatabaseDamagedError),
        (_torn, DatabaseDamagedError),
        (_first_page_only, DatabaseDamagedError),
        (_flipped, DatabaseDamagedError),
        (_zeroed_page, DatabaseDamagedError),
        (_swapped_pages, DatabaseDamagedError),
    ],
)
def test_a_damaged_vault_is_told_and_not_made_worse(
    shelf: Shelf, damage: Callable[[bytes], bytes], refusal: type[VaultError]
) -> None:
    damaged = damage(shelf.database.read_bytes())
    shelf.database.write_bytes(damaged)

    with pytest.raises(refusal):
        shelf.opened()

    assert shelf.database.read_bytes() == damaged


def test_any_changed_byte_of_the_encrypted_file_is_found(shelf: Shelf) -> None:
    genuine = shelf.database.read_bytes()
    chance = random.Random(24112026)
    for _ in range(12):
        changed = bytearray(genuine)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        shelf.database.write_bytes(changed)
        with pytest.raises((DatabaseDamagedError, DatabaseMismatchError)):
            shelf.opened()

    shelf.database.write_bytes(genuine)
    shelf.opened().lock()


def test_the_encrypted_file_is_gone(shelf: Shelf) -> None:
    shelf.database.unlink()

    with pytest.raises(DatabaseMissingError):
        shelf.opened()
    assert not list(shelf.folder.glob("vault-*.db")), "no empty one is made in its place"


def test_the_encrypted_file_of_another_vault(shelf: Shelf, tmp_path: Path) -> None:
    create_vault(tmp_path / "other", "Autre", FOUNDERS, morning(), FLOOR, NO_WAIT).lock()
    shutil.copy(Shelf(tmp_path / "other").database, shelf.database)

    with pytest.raises(DatabaseMismatchError):
        shelf.opened()


def become_nobody() -> None:
    """Root may write everywhere; nobody may not."""
    if os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("what", ["folder", "database"])
def test_a_read_only_folder_or_file_is_told(shelf: Shelf, what: str, tmp_path: Path) -> None:
    for parent in (tmp_path, *tmp_path.parents):
        if "pytest" in parent.name or parent == tmp_path:
            parent.chmod(0o755)
    for file in shelf.folder.iterdir():
        file.chmod(0o444 if what == "folder" else 0o666)
    shelf.database.chmod(0o444)
    shelf.folder.chmod(0o555 if what == "folder" else 0o777)

    def task() -> None:
        become_nobody()
        with pytest.raises(ReadOnlyFolderError):
            shelf.opened()

    assert in_a_child(task) == 0
    shelf.folder.chmod(0o777)


def in_a_child(task: Callable[[], None]) -> int:
    """Run ``task`` where its limits do not outlive it; returns its exit code."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            task()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def write_until_refused(vault: Vault, value: str) -> tuple[list[bool], VaultError]:
    """For each answer acknowledged, whether the reserve had been given back by then; and the refusal."""
    acknowledged: list[bool] = []
    for number in range(3000):
        try:
            vault.journals.write(CASE, INTERVIEW, CLARA.id, f"answer/FUL-{number}", value)
        except VaultError as refusal:
            return acknowledged, refusal
        acknowledged.append(vault.disk_was_full)
    raise AssertionError("the disk never filled up")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_where_no_more_can_be_written_what_was_acknowledged_stays(shelf: Shelf) -> None:
    """The size that a file may have stands in for the size of the disk, for whoever may not mount one."""

    def task() -> None:
        vault = shelf.opened()
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 18, 1 << 18))
        acknowledged, refusal = write_until_refused(vault, "x" * 5000)
        assert isinstance(refusal, (DiskFullError, StorageFailedError))
        assert len(vault.journals.of(CASE)) == 4 + len(acknowledged)
        assert vault.journals.audit() == ()

    assert in_a_child(task) == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "small"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], capture_output=True)
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_on_a_full_disk_the_reserve_lets_the_last_answers_in(
    small_disk: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spie_diag.vault.ballast.SIZE", 400 << 10)
    monkeypatch.setattr("spie_diag.vault.ballast._WORTH_IT", 2)
    crowded = Shelf(shutil.copytree(shelf.folder, small_disk / "coffre"))
    vault = crowded.opened()
    assert (crowded.folder / BALLAST_NAME).stat().st_size == 400 << 10
    (small_disk / "film.mkv").write_bytes(bytes(max(0, _free(small_disk) - (64 << 10))))

    acknowledged, refusal = write_until_refused(vault, "y" * 2000)
    assert isinstance(refusal, DiskFullError)
    assert acknowledged.count(True) > 5, "the reserve was given back, and let answers in"

    (small_disk / "film.mkv").unlink()
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-99", "après")
    assert vault.journals.audit() == ()
    assert len(vault.journals.of(CASE)) == 4 + len(acknowledged) + 1
    vault.lock()


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def test_a_vault_opens_on_a_full_disk_by_giving_back_its_reserve(
    small_disk: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spie_diag.vault.ballast.SIZE", 400 << 10)
    monkeypatch.setattr("spie_diag.vault.ballast._WORTH_IT", 2)
    crowded = Shelf(shutil.copytree(shelf.folder, small_disk / "coffre"))
    crowded.opened().lock()
    (small_disk / "film.mkv").write_bytes(bytes(_free(small_disk)))

    vault = crowded.opened()

    assert vault.disk_was_full
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", "dit quand même")
    vault.lock()


def test_creating_a_vault_on_a_full_disk_leaves_nothing(small_disk: Path, cheap_guesses: None) -> None:
    (small_disk / "film.mkv").write_bytes(bytes(_free(small_disk) - (16 << 10)))

    with pytest.raises(DiskFullError):
        create_vault(small_disk / "coffre", "Antenne", FOUNDERS, morning(), FLOOR)

    assert [path.name for path in small_disk.iterdir()] == ["film.mkv"]


def test_a_small_disk_is_not_filled_with_a_reserve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(SIZE * 4, SIZE, SIZE * 3))

    Ballast(tmp_path).set_aside()

    assert not list(tmp_path.iterdir())


def test_a_change_of_tables_is_undone_with_the_rest(tmp_path: Path) -> None:
    database = Database(tmp_path / "x.db", bytearray(b"k" * 32), Ballast(tmp_path))

    def task(connection: sa.Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE t(a)")
        raise LookupError

    with pytest.raises(LookupError):
        database.write(task)

    assert not database.read(lambda connection: sa.inspect(connection).has_table("t"))
    database.close()


def test_the_settings_that_keep_answers_are_on(vault_database: Database) -> None:
    def value(name: str) -> str:
        return str(vault_database._pragma(name)[0][0])

    assert value("journal_mode") == "wal"
    assert value("synchronous") == "2", "FULL"
    for name in ("foreign_keys", "secure_delete", "cell_size_check", "recursive_triggers", "cipher_memory_security"):
        assert value(name) == "1", name
    for name in ("fullfsync", "checkpoint_fullfsync"):
        assert value(name) == "1", f"{name}, for macOS"
    assert value("trusted_schema") == "0"
    assert value("temp_store") == "2", "memory"
    assert fits_together(vault_database)


@pytest.fixture
def vault_database(shelf: Shelf) -> Iterator[Database]:
    vault = shelf.opened()
    yield vault._parts.database
    vault.lock()


@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET n = n + 1", "DELETE FROM {}", "INSERT OR REPLACE INTO {0} SELECT * FROM {0}"]
)
@pytest.mark.parametrize("table", ["entry", "signed_document"])
def test_the_vault_itself_refuses_to_rewrite(vault_database: Database, table: str, statement: str) -> None:
    if table == "signed_document":
        row = "(1, x'00', x'00', x'00', 1, 's', 'd', 't', x'00')"
        vault_database.write(lambda connection: connection.exec_driver_sql(f"INSERT INTO signed_document VALUES {row}"))

    with pytest.raises(sa.exc.IntegrityError, match="only grows"):
        vault_database.write(lambda connection: connection.exec_driver_sql(statement.format(table)))


def test_a_key_of_another_length_is_never_taken_for_a_passphrase(tmp_path: Path) -> None:
    database = Database(tmp_path / "x.db", bytearray(b"k" * 31), Ballast(tmp_path))

    with pytest.raises(ValueError, match="length"):
        database.read(lambda connection: connection.exec_driver_sql("SELECT 1"))


def test_pictures_of_a_torn_log_are_crashes_and_a_hole_in_it_is_damage(shelf: Shelf, tmp_path: Path) -> None:
    vault = shelf.opened()
    for number in range(6):
        vault.journals.write(CASE, INTERVIEW, CLARA.id, f"answer/LOG-1{number}", "dit")
    killed = Shelf(shutil.copytree(shelf.folder, tmp_path / "killed"))
    torn = Shelf(shutil.copytree(shelf.folder, tmp_path / "torn"))
    holed = Shelf(shutil.copytree(shelf.folder, tmp_path / "holed"))
    vault.lock()

    resumed = killed.opened()
    assert len(resumed.journals.of(CASE)) == 4 + 6
    assert resumed.commits_lost == 0
    resumed.lock()

    log = torn.database.with_name(f"{torn.database.name}-wal")
    content = bytearray(log.read_bytes())
    content[-1] ^= 0xFF  # its last page only: what a power cut in the middle of a commit leaves
    log.write_bytes(content)
    resumed = torn.opened()
    assert len(resumed.journals.of(CASE)) == 4 + 5, "the last one was never on the disk"
    assert resumed.commits_lost == 0
    resumed.lock()

    log = holed.database.with_name(f"{holed.database.name}-wal")
    content = bytearray(log.read_bytes())
    content[len(content) // 3] ^= 0xFF
    log.write_bytes(content)
    resumed = holed.opened()
    assert resumed.commits_lost >= 2
    assert next(holed.folder.glob("*-wal.damaged-*")).read_bytes() == content, "kept aside, to be read page by page"
    resumed.lock()
