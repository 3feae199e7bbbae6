"""Backups put back without losing what was there, and never written in."""

import shutil
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from spie_diag.interview.people import Specialist
from spie_diag.vault import restoring
from spie_diag.vault.backing_up import check_files, read_label
from spie_diag.vault.erasing import Reason
from spie_diag.vault.errors import (
    AlreadyOpenError,
    BackupDamagedError,
    BackupIsNoVaultError,
    BackupOfAnotherVaultError,
    DiskFullError,
    NotABackupError,
    WrongPassphraseError,
)
from spie_diag.vault.key import FLOOR
from spie_diag.vault.key_file import read_key_file
from spie_diag.vault.opening import Vault, create_vault
from spie_diag.vault.restoring import Restored, restore
from spie_diag.vault.salvaging import salvage
from spie_diag.vault.stepping import Steps
from tests.vault.shelf import CASE, CLARA, CLARA_SAYS, FOUNDERS, IDRIS, IDRIS_SAYS, INTERVIEW, NO_WAIT, Shelf, morning

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def write(vault: Vault, subject: str) -> None:
    vault.journals.write(CASE, INTERVIEW, CLARA.id, subject, {"status": "REP", "value": "oui"})


def subjects(vault: Vault) -> list[str]:
    return [entry.subject for entry in vault.journals.of(CASE)]


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def put_back(backup: Path, folder: Path, by: Specialist = CLARA, says: str = CLARA_SAYS) -> Restored:
    return restore(backup, folder, by.id, says, morning(), NO_WAIT)


@pytest.mark.parametrize("name", ["coffre-2026-11-24-120000", "coffre-2026-11-24-120000 - Copie"])
def test_nobody_writes_in_a_backup_whatever_its_name(shelf: Shelf, stick: Path, name: str) -> None:
    vault = shelf.opened()
    made = shutil.copytree(vault.back_up(stick, NOON).folder, stick / "ailleurs" / name)
    later = vault.back_up(stick, NOON + timedelta(days=1))
    vault.lock()
    before = names_in(made)

    for deed in (
        Shelf(made).opened,
        partial(put_back, later.folder, made),
        partial(salvage, made, CLARA.id, CLARA_SAYS, morning(), NO_WAIT, though_sound=True),
    ):
        with pytest.raises(BackupIsNoVaultError):
            deed()

    assert names_in(made) == before
    check_files(read_label(made))


def test_putting_a_backup_back_keeps_what_was_there(shelf: Shelf, stick: Path) -> None:
    vault = shelf.opened()
    made = vault.back_up(stick, NOON)
    write(vault, "answer/AFT-01")
    chain = vault._parts.pen.link.chain
    vault.lock()

    told = put_back(made.folder, shelf.folder)

    again = shelf.opened()
    assert len(subjects(again)) == 4
    assert again.journals.audit() == ()
    write(again, "answer/NEW-01")
    assert again._parts.pen.link.chain != chain
    assert again.journals.audit() == ()
    again.lock()
    assert told.kept_in is not None
    assert told.kept_in.name.startswith("avant-restauration-2026-11-24-")
    before = Shelf(told.kept_in).opened()
    assert subjects(before)[-1] == "answer/AFT-01"
    assert before.journals.audit() == ()
    before.lock()
    assert not told.keys_differ


def test_a_backup_makes_a_whole_vault_in_an_empty_folder(vault: Vault, stick: Path, tmp_path: Path) -> None:
    write(vault, "answer/BEF-01")
    made = vault.back_up(stick, NOON)

    put_back(made.folder, tmp_path / "nouvel ordinateur" / "coffre", IDRIS, IDRIS_SAYS)

    copy = Shelf(tmp_path / "nouvel ordinateur" / "coffre").opened()
    assert subjects(copy) == subjects(vault)
    assert copy.journals.audit() == ()
    copy.lock()


def test_a_backup_opens_with_the_passphrase_of_its_time_and_says_so(shelf: Shelf, stick: Path) -> None:
    vault = shelf.opened()
    made = vault.back_up(stick, NOON)
    vault.change_passphrase(CLARA.id, CLARA_SAYS, "une tout autre phrase secrète")
    vault.rotate(IDRIS.id, IDRIS_SAYS)
    vault.lock()

    with pytest.raises(WrongPassphraseError):
        put_back(made.folder, shelf.folder, CLARA, "une tout autre phrase secrète")
    told = put_back(made.folder, shelf.folder)

    assert told.keys_differ
    again = shelf.opened()
    assert again.journals.audit() == ()
    again.lock()


def test_a_changed_file_is_found_before_anything_is_replaced(vault: Vault, stick: Path, tmp_path: Path) -> None:
    made = vault.back_up(stick, NOON)
    for name in ("vault.keys", "vault.witness", read_key_file(made.folder).database):
        spoilt = shutil.copytree(made.folder, tmp_path / "copies" / name / made.folder.name)
        content = bytearray((spoilt / name).read_bytes())
        content[len(content) // 2] ^= 1
        (spoilt / name).write_bytes(content)
        with pytest.raises(BackupDamagedError):
            put_back(spoilt, tmp_path / "ailleurs")
        (spoilt / name).unlink()
        with pytest.raises(BackupDamagedError):
            put_back(spoilt, tmp_path / "ailleurs")
    assert not (tmp_path / "ailleurs").exists()


def test_only_a_backup_is_put_back(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()
    for folder in (shelf.folder, tmp_path / "vide", tmp_path / "absent"):
        with pytest.raises(NotABackupError):
            put_back(folder, tmp_path / "ailleurs")


def test_the_vault_of_somebody_else_is_not_replaced(
    shelf: Shelf, stick: Path, tmp_path: Path, cheap_guesses: None
) -> None:
    vault = shelf.opened()
    made = vault.back_up(stick, NOON)
    vault.lock()
    other = create_vault(tmp_path / "autre", "Autre", FOUNDERS, morning(), FLOOR, NO_WAIT)
    with pytest.raises(AlreadyOpenError):
        put_back(made.folder, other.folder)
    other.lock()
    before = names_in(other.folder)

    with pytest.raises(BackupOfAnotherVaultError):
        put_back(made.folder, other.folder)

    assert names_in(other.folder) == before


def test_a_wrong_passphrase_changes_nothing(vault: Vault, stick: Path, tmp_path: Path) -> None:
    made = vault.back_up(stick, NOON)

    with pytest.raises(WrongPassphraseError):
        put_back(made.folder, tmp_path / "ailleurs", says="une phrase au hasard")
    assert not (tmp_path / "ailleurs").exists()


def test_lost_keys_are_a_reason_to_restore(shelf: Shelf, stick: Path) -> None:
    vault = shelf.opened()
    made = vault.back_up(stick, NOON)
    vault.lock()
    database = shelf.database
    for spoil in (lambda path: path.write_bytes(b"{}"), Path.unlink):
        for name in ("vault.keys", "vault.keys.copy"):
            spoil(shelf.folder / name)
        (shelf.folder / "vault.replacing").write_text("{}")
        told = put_back(made.folder, shelf.folder)
        assert told.kept_in is not None
        assert (told.kept_in / database.name).is_file()
        vault = shelf.opened()
        assert len(subjects(vault)) == 4
        vault.lock()
        database = shelf.database


def test_a_disk_that_fills_during_a_restoration_leaves_the_vault_as_it_was(
    shelf: Shelf, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = shelf.opened()
    made = vault.back_up(stick, NOON)
    write(vault, "answer/AFT-01")
    vault.lock()
    before = {name: (shelf.folder / name).read_bytes() for name in names_in(shelf.folder) if name != "vault.lock"}

    def full(source: Path, path: Path, _steps: Steps) -> None:
        path.write_bytes(source.read_bytes()[:9000])
        raise DiskFullError

    monkeypatch.setattr(restoring, "copy_file", full)
    with pytest.raises(DiskFullError):
        put_back(made.folder, shelf.folder)

    after = {name: (shelf.folder / name).read_bytes() for name in names_in(shelf.folder) if name != "vault.lock"}
    assert after == before


def test_who_was_erased_since_stays_erased(shelf: Shelf, stick: Path) -> None:
    vault = shelf.opened()
    made = vault.back_up(stick, NOON)
    vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)
    vault.lock()

    put_back(made.folder, shelf.folder)

    again = shelf.opened()
    assert not any(entry.subject.startswith(("answer/", "person")) for entry in again.journals.of(CASE))
    assert again.drafts.of(CASE) == {}
    assert again.journals.audit() == ()
    assert again.cases.all() == ()
    again.lock()
