"""Whoever reads the file for long in another thread: kept out where text is to go, stopped at once where keys are."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from spie_diag.vault.database import Database
from spie_diag.vault.erasing import Erasing, Reason
from spie_diag.vault.errors import (
    BackupStoppedError,
    DatabaseMismatchError,
    DeedStoppedError,
    ErasureUnfinishedError,
    ReadApartError,
)
from spie_diag.vault.opening import Vault
from tests.vault.shelf import CASE, CLARA, Shelf, morning

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
LEAVES_WITHIN_S = 2.0
"""Far less than the five seconds after which the key is wiped under whoever still reads."""


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Where the backups go."""
    disk = tmp_path / "clé"
    disk.mkdir()
    return disk


class Backup(threading.Thread):
    """A backup in the second thread, and how it ended."""

    def __init__(self, vault: Vault, stick: Path) -> None:
        super().__init__()
        self._vault, self._stick = vault, stick
        self.ended: BaseException | Path | None = None

    def run(self) -> None:
        try:
            self.ended = self._vault.back_up(self._stick, morning().now()).folder
        except BaseException as error:  # noqa: BLE001 whatever it was is what the test asks for
            self.ended = error


def test_a_backup_begun_during_an_erasure_waits_and_holds_nothing_of_it(
    shelf: Shelf, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = shelf.opened()
    backup, real = Backup(vault, stick), Erasing._list
    log = vault._parts.database.path.with_name(f"{vault._parts.database.path.name}-wal")

    def listed(erasing: Erasing, signer: object) -> None:
        backup.start()
        backup.join(0.2)
        real(erasing, CLARA.id)

    monkeypatch.setattr(Erasing, "_list", listed)
    vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)
    is_empty = log.stat().st_size == 0
    backup.join(10)

    assert is_empty
    assert isinstance(backup.ended, Path)
    assert (backup.ended / "vault.erased").is_file(), "it began once the list was written"
    vault.lock()


def test_an_erasure_whose_log_cannot_be_emptied_is_not_told_as_done(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    pragma = Database._pragma

    def busy(database: Database, name: str) -> list[tuple[object, ...]]:
        return [(1, 9, 3)] if name == "wal_checkpoint(TRUNCATE)" else pragma(database, name)

    monkeypatch.setattr(Database, "_pragma", busy)
    with pytest.raises(ErasureUnfinishedError):
        vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)
    with pytest.raises(ReadApartError):
        vault._parts.database.empty_log()


def endless(database: Database) -> bool:
    return database.read(endless_reading) == 0


def endless_reading(connection: sa.Connection) -> object:
    return connection.exec_driver_sql(ENDLESS).scalar()


def never_over(*_: object) -> None:
    time.sleep(0.01)


@pytest.mark.parametrize(
    ("step", "instead"),
    [
        ("copying.PageCheck.go_on", never_over),
        ("database.Database.is_in_order", endless),
        ("backing_up.heads_of", endless_reading),
    ],
)
def test_locking_stops_a_backup_wherever_its_check_is(
    shelf: Shelf, stick: Path, monkeypatch: pytest.MonkeyPatch, step: str, instead: Callable[[object], object]
) -> None:
    vault, inside = shelf.opened(), threading.Event()
    backup = Backup(vault, stick)

    def noted(*given: object) -> object:
        inside.set()
        return instead(given[0])

    monkeypatch.setattr(f"spie_diag.vault.{step}", noted)
    backup.start()
    assert inside.wait(10)
    began = time.perf_counter()
    vault.lock()
    took_s = time.perf_counter() - began
    backup.join(10)

    assert took_s < LEAVES_WITHIN_S
    assert isinstance(backup.ended, BackupStoppedError)
    assert list(stick.iterdir()) == []


def test_what_fails_once_the_vault_closes_is_told_as_stopped(vault: Vault) -> None:
    """The key may be gone from under it: the file would seem to be another one."""
    with pytest.raises(DeedStoppedError):
        _met_apart(vault, is_closing=True)
    with pytest.raises(DatabaseMismatchError):
        _met_apart(vault, is_closing=False)


def _met_apart(vault: Vault, *, is_closing: bool) -> None:
    with vault._parts.database.apart() as beside:
        if is_closing:
            beside.stop()
        raise DatabaseMismatchError
