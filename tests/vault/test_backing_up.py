"""Backups: whole, read again, few; and put back without losing what was there."""

import json
import os
import shutil
import threading
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from spie_diag.interview.people import Specialist
from spie_diag.vault import backing_up, freeing
from spie_diag.vault.backing_up import LABEL, backups_at, backups_in, read_label
from spie_diag.vault.errors import (
    BackupDamagedError,
    BackupDiskFullError,
    BackupFailedError,
    BackupFolderMissingError,
    BackupInsideVaultError,
    BackupRefusedError,
    BackupStoppedError,
    CopyDamagedError,
    DiskFullError,
    NotABackupError,
    StorageFailedError,
    VaultLockedError,
)
from spie_diag.vault.key_file import read_key_file
from spie_diag.vault.opening import Vault
from spie_diag.vault.restoring import Restored, restore
from tests.vault.shelf import CASE, CLARA, CLARA_SAYS, INTERVIEW, NO_WAIT, Shelf, morning

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def write(vault: Vault, subject: str) -> None:
    vault.journals.write(CASE, INTERVIEW, CLARA.id, subject, {"status": "REP", "value": "oui"})


def subjects(vault: Vault) -> list[str]:
    return [entry.subject for entry in vault.journals.of(CASE)]


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def put_back(backup: Path, folder: Path, by: Specialist = CLARA, says: str = CLARA_SAYS) -> Restored:
    return restore(backup, folder, by.id, says, morning(), NO_WAIT)


def test_a_backup_is_named_by_its_date_and_holds_everything_needed(vault: Vault, stick: Path) -> None:
    write(vault, "answer/BEF-01")
    told: list[float] = []

    made = vault.back_up(stick, NOON, progress=told.append)

    assert made.folder.name == "coffre-2026-11-24-120000"
    database = read_key_file(made.folder).database
    assert names_in(made.folder) == sorted([LABEL, database, "vault.keys", "vault.keys.copy", "vault.witness"])
    assert (made.entries, made.vault) == (5, vault.id)
    assert made == backups_in(stick, vault.id)[0]
    assert told == sorted(told)
    assert told[-1] == 1


def test_its_label_names_nobody(vault: Vault, stick: Path) -> None:
    label = (vault.back_up(stick, NOON).folder / LABEL).read_text()

    assert set(json.loads(label)) == {"format", "vault", "made_at", "tick", "entries", "files"}
    assert not any(word in label for word in ("Clara", "Morvan", "Nantes", "Samira"))


def test_writing_goes_on_while_a_backup_is_made(vault: Vault, stick: Path) -> None:
    made: list[backing_up.Backup] = []
    copying = threading.Thread(target=lambda: made.append(vault.back_up(stick, NOON)))
    copying.start()
    written = 0
    while copying.is_alive():
        write(vault, f"answer/DUR-{written}")
        written += 1
    copying.join()

    assert 4 <= made[0].entries <= 4 + written
    assert len(subjects(vault)) == 4 + written
    kept = put_back(made[0].folder, stick.with_name("ailleurs"))
    assert kept.kept_in is None
    copy = Shelf(stick.with_name("ailleurs")).opened()
    assert copy.journals.audit() == ()
    assert len(subjects(copy)) == made[0].entries
    copy.lock()


def test_the_last_ones_of_this_vault_are_kept_and_nothing_else_is_touched(vault: Vault, stick: Path) -> None:
    foreign = shutil.copytree(
        vault.back_up(stick, NOON - timedelta(days=400)).folder, stick / "coffre-2020-01-01-000000"
    )
    label = json.loads((foreign / LABEL).read_text()) | {"vault": "another", "made_at": "2020-01-01T00:00:00+00:00"}
    (foreign / LABEL).write_text(json.dumps(label))
    (stick / "photos").mkdir()

    for day in range(4):
        vault.back_up(stick, NOON + timedelta(days=day), keep=2)

    assert names_in(stick) == [foreign.name, "coffre-2026-11-26-120000", "coffre-2026-11-27-120000", "photos"]
    assert [backup.made_at.day for backup in backups_in(stick, vault.id)] == [27, 26]


@pytest.mark.skipif(os.name == "nt", reason="links ask for a right there")
def test_what_an_old_backup_only_leads_to_keeps_its_content(
    vault: Vault, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freeing, "_FREED_BYTES", 1 << 10)
    old = vault.back_up(stick, NOON, keep=1).folder
    snapshot, somebody_s = tmp_path / "instantané.db", tmp_path / "mémoire.odt"
    os.link(next(old.glob("vault-*.db")), snapshot)
    somebody_s.write_bytes(bytes(9 << 10))
    (old / "vault.witness").unlink()
    (old / "vault.witness").symlink_to(somebody_s)
    before = snapshot.read_bytes()

    vault.back_up(stick, NOON + timedelta(days=1), keep=1)

    assert not old.exists()
    assert snapshot.read_bytes() == before
    assert somebody_s.read_bytes() == bytes(9 << 10)


def test_backups_that_all_lack_a_file_are_told_as_damaged_not_as_absent(vault: Vault, stick: Path) -> None:
    older, newer = vault.back_up(stick, NOON), vault.back_up(stick, NOON + timedelta(days=1))
    assert backups_at(stick) == (newer, older)
    (newer.folder / "vault.witness").unlink()
    assert backups_at(stick) == (older,), "one that is whole serves"
    (older.folder / "vault.keys").unlink()

    with pytest.raises(BackupDamagedError):
        backups_at(stick)
    with pytest.raises(NotABackupError):
        backups_at(stick.parent)


def test_two_backups_in_one_second_are_two_backups(vault: Vault, stick: Path) -> None:
    first, second = vault.back_up(stick, NOON), vault.back_up(stick, NOON)

    assert [backup.folder for backup in backups_in(stick)] == [second.folder, first.folder]
    for _ in range(3):
        assert vault.back_up(stick, NOON, keep=1).folder.is_dir(), "the one just made stays, whatever its name"


def test_what_an_interrupted_backup_left_is_swept_by_the_next(vault: Vault, stick: Path) -> None:
    whole = vault.back_up(stick, NOON)
    left = whole.folder.rename(stick / f"coffre-2026-11-23-120000.{vault.id[:8]}.part")
    other = stick / "coffre-2026-11-21-120000.01234567.part"
    other.mkdir()
    assert backups_in(stick) == ()

    vault.back_up(stick, NOON + timedelta(days=1))

    assert not left.exists()
    assert names_in(stick) == [other.name, "coffre-2026-11-25-120000"]


@pytest.mark.parametrize("fault", [DiskFullError, StorageFailedError, OSError(5, "Input/output error")])
def test_a_disk_that_gives_up_leaves_no_half_backup(
    vault: Vault, stick: Path, monkeypatch: pytest.MonkeyPatch, fault: type[Exception] | Exception
) -> None:
    def failing(*_: object) -> None:
        raise fault

    monkeypatch.setattr(backing_up, "_reach_the_disk", failing)

    with pytest.raises(BackupDiskFullError if fault is DiskFullError else BackupFailedError):
        vault.back_up(stick, NOON)
    assert names_in(stick) == []
    write(vault, "answer/AFT-01")


def test_a_stick_that_is_pulled_out_in_the_middle_is_told_in_one_sentence(vault: Vault, stick: Path) -> None:
    def pull(done: float) -> None:
        if done >= 0.6:
            shutil.rmtree(stick, ignore_errors=True)

    with pytest.raises(BackupFailedError) as told:
        vault.back_up(stick, NOON, progress=pull)

    assert "ne répond plus" in str(told.value)
    assert len(subjects(vault)) == 4


def test_a_full_stick_is_told_before_anything_is_written(
    vault: Vault, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0, total=9))

    with pytest.raises(BackupDiskFullError):
        vault.back_up(stick, NOON)
    assert names_in(stick) == []


def test_what_is_no_disk_is_not_told_to_be_full(vault: Vault, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0, total=0))

    with pytest.raises(BackupRefusedError):
        vault.back_up(stick, NOON)


def test_a_page_that_the_disk_changed_is_found_before_the_backup_counts(
    vault: Vault, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tired(copy: Path) -> None:
        with copy.open("r+b") as file:
            file.seek(5 * 4096 + 7)
            file.write(b"\0\0\0\0")

    monkeypatch.setattr(backing_up, "_reach_the_disk", tired)

    with pytest.raises(CopyDamagedError):
        vault.back_up(stick, NOON)
    assert names_in(stick) == []


def test_a_backup_is_not_put_where_it_would_be_lost_with_the_vault(vault: Vault, stick: Path) -> None:
    (stick / "lien").symlink_to(vault.folder)

    for inside in (vault.folder, vault.folder / "copies", stick / "lien"):
        with pytest.raises(BackupInsideVaultError):
            vault.back_up(inside, NOON)


def test_a_stick_that_is_not_there_is_not_replaced_by_a_folder(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(BackupFolderMissingError):
        vault.back_up(tmp_path / "absente" / "sauvegardes", NOON)
    assert not (tmp_path / "absente").exists()
    (tmp_path / "fichier").write_text("")
    with pytest.raises(BackupRefusedError):
        vault.back_up(tmp_path / "fichier", NOON)


def test_a_backup_that_is_stopped_leaves_nothing(vault: Vault, stick: Path) -> None:
    for looks in (0, 2):
        answers = iter([False] * looks)
        with pytest.raises(BackupStoppedError):
            vault.back_up(stick, NOON, cancelled=partial(next, answers, True))
        assert names_in(stick) == []


def test_a_vault_that_is_locked_meanwhile_stops_its_backup(shelf: Shelf, stick: Path) -> None:
    vault = shelf.opened()
    told: list[BaseException] = []
    halfway, locking = threading.Event(), threading.Event()

    def wait(done: float) -> None:
        if done >= 0.6:
            halfway.set()
            locking.wait(5)

    def copy() -> None:
        try:
            vault.back_up(stick, NOON, progress=wait)
        except BackupStoppedError as stopped:
            told.append(stopped)

    thread = threading.Thread(target=copy)
    thread.start()
    halfway.wait(5)
    threading.Timer(0.05, locking.set).start()
    vault.lock()
    thread.join(5)

    assert len(told) == 1
    assert names_in(stick) == []
    with pytest.raises(VaultLockedError):
        vault.back_up(stick, NOON)


@pytest.mark.parametrize(
    "told",
    [{"tick": float("inf")}, {"tick": -1}, {"tick": "midi"}, {"made_at": "2026-11-24T12:00:00"}, {"made_at": "hier"}],
)
def test_a_label_that_somebody_wrote_wrongly_is_no_backup(vault: Vault, stick: Path, told: dict[str, object]) -> None:
    label = vault.back_up(stick, NOON).folder / LABEL
    label.write_text(json.dumps(json.loads(label.read_text()) | told))
    with pytest.raises(NotABackupError):
        read_label(label.parent)
    assert not backups_in(stick)
