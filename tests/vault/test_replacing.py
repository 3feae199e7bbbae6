"""Another encrypted file in place of the present one: whatever happens, the vault is exactly the old or the new."""

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from spie_diag.vault import replacing
from spie_diag.vault.errors import (
    BackupDiskFullError,
    BackupFailedError,
    CopyDamagedError,
    DiskFullError,
    ReadApartError,
    StorageFailedError,
    VaultLockedError,
)
from spie_diag.vault.files import write_whole
from spie_diag.vault.key_file import MARKER, read_key_file
from spie_diag.vault.opening import Vault
from spie_diag.vault.stepping import Steps
from tests.vault.shelf import CASE, CLARA, CLARA_SAYS, INTERVIEW, Shelf, fits_together, morning


def subjects(vault: Vault) -> list[str]:
    return [entry.subject for entry in vault.journals.of(CASE)]


def write(vault: Vault, subject: str) -> None:
    vault.journals.write(CASE, INTERVIEW, CLARA.id, subject, {"status": "REP", "value": "oui"})


def encrypted_files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("vault-"))


def test_a_compacted_vault_goes_on_in_the_same_session_and_at_the_next(shelf: Shelf) -> None:
    vault = shelf.opened()
    before = shelf.database.name

    vault.compact()
    write(vault, "answer/AFT-01")
    vault.lock()

    assert encrypted_files(shelf.folder) == [read_key_file(shelf.folder).database] != [before]
    again = shelf.opened()
    assert subjects(again)[-1] == "answer/AFT-01"
    assert again.journals.audit() == ()
    assert fits_together(again._parts.database)
    again.lock()


def test_a_compacted_vault_is_smaller_once_much_was_forgotten(shelf: Shelf) -> None:
    vault = shelf.opened()
    for number in range(40):
        vault.drafts.keep(CASE, f"note/{number}", CLARA.id, "elle dit que " * 2000)
    for number in range(40):
        vault.drafts.forget(CASE, f"note/{number}", CLARA.id)
    vault.rest()
    before = shelf.database.stat().st_size

    vault.compact()

    assert shelf.database.stat().st_size < before / 2
    vault.lock()


def test_a_disk_that_fills_in_the_middle_leaves_the_vault_as_it_was(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = shelf.opened()
    before = sorted(path.name for path in shelf.folder.iterdir())

    def full(folder: Path, key: bytes, heads: object, name: str = "") -> None:
        raise DiskFullError

    monkeypatch.setattr(replacing, "remember_heads", full)
    with pytest.raises(DiskFullError):
        vault.compact()

    assert sorted(path.name for path in shelf.folder.iterdir()) == before
    write(vault, "answer/AFT-01")
    vault.lock()
    again = shelf.opened()
    assert subjects(again)[-1] == "answer/AFT-01"
    again.lock()


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize("deed", ["compact", "rotate", "back_up"])
def test_a_disk_that_takes_no_more_is_told_whatever_was_being_copied(shelf: Shelf, tmp_path: Path, deed: str) -> None:
    import resource

    vault = shelf.opened()
    vault.rest()
    before = sorted(path.name for path in shelf.folder.iterdir())
    deeds: dict[str, Callable[[], object]] = {
        "compact": vault.compact,
        "rotate": lambda: vault.rotate(CLARA.id, CLARA_SAYS),
        "back_up": lambda: vault.back_up(tmp_path / "clé", morning().now()),
    }
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 << 10, limits[1]))
    try:
        with pytest.raises((DiskFullError, StorageFailedError, BackupFailedError, BackupDiskFullError)):
            deeds[deed]()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert sorted(path.name for path in shelf.folder.iterdir()) == before
    write(vault, "answer/AFT-01")
    vault.lock()
    again = shelf.opened()
    assert subjects(again)[-1] == "answer/AFT-01"
    assert again.journals.audit() == ()
    again.lock()


def test_a_copy_that_does_not_read_as_it_was_written_is_not_used(shelf: Shelf) -> None:
    vault = shelf.opened()
    database = vault._parts.database

    def tired(path: Path, _steps: Steps) -> None:
        database.copy_to(path)
        with path.open("r+b") as file:
            file.seek(3 * 4096 + 100)
            file.write(b"\0" * 8)

    with pytest.raises(CopyDamagedError):
        replacing.replace_file(
            shelf.folder,
            database.path.name,
            vault._parts.vault_key,
            tired,
            lambda name, salt: pytest.fail("never sealed"),
        )

    assert encrypted_files(shelf.folder)[0] == database.path.name
    assert not (shelf.folder / MARKER).exists()
    vault.lock()


def test_a_file_that_is_read_apart_is_not_replaced(shelf: Shelf) -> None:
    vault = shelf.opened()

    with vault._parts.database.apart(), pytest.raises(ReadApartError):
        vault.compact()

    vault.compact()
    vault.lock()


def test_a_locked_vault_is_not_compacted(shelf: Shelf) -> None:
    vault = shelf.opened()
    vault.lock()

    with pytest.raises(VaultLockedError):
        vault.compact()


def steps_of_a_compaction(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folder as it is on the disk at each step, kept aside: what a kill at that moment would leave."""
    kept: list[Path] = []

    def keep() -> None:
        kept.append(shutil.copytree(shelf.folder, shelf.folder.with_name(f"kill-{len(kept)}")))

    def told(deed: Callable[..., object]) -> Callable[..., object]:
        def with_picture(*arguments: object, **named: object) -> object:
            keep()
            result = deed(*arguments, **named)
            keep()
            return result

        return with_picture

    vault = shelf.opened()
    for name in ("write_whole", "remember_heads", "move", "_take_away", "_made_durable"):
        monkeypatch.setattr(replacing, name, told(getattr(replacing, name)))
    monkeypatch.setattr("spie_diag.vault.key_file.write_whole", told(write_whole))
    vault.compact()
    monkeypatch.undo()
    vault.lock()
    return kept


def test_killed_at_any_step_the_vault_is_the_old_or_the_new(
    shelf: Shelf, cheap_guesses: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from spie_diag.vault import slots
    from tests.vault.shelf import cheap

    old = shelf.database.name
    pictures = steps_of_a_compaction(shelf, monkeypatch)
    monkeypatch.setattr(slots, "_stretch", cheap)
    new = read_key_file(shelf.folder).database

    assert len(pictures) >= 10
    named = []
    for picture in pictures:
        vault = Shelf(picture).opened()
        named.append(read_key_file(picture).database)
        assert encrypted_files(picture) == sorted([named[-1], f"{named[-1]}-shm", f"{named[-1]}-wal"])
        assert not (picture / MARKER).exists()
        assert vault.journals.audit() == ()
        assert len(subjects(vault)) == 4
        vault.lock()
    assert named == [old] * named.count(old) + [new] * named.count(new), "one moment, and no way back"


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"[]",
        b"nothing",
        json.dumps({"new": "../secret", "old": "vault.keys", "kept_in": ""}).encode(),
        json.dumps({"new": "vault-00000000.db", "old": "vault-11111111.db", "kept_in": ""}).encode(),
        json.dumps({"new": "vault-00000000.db", "old": None, "kept_in": ".."}).encode(),
    ],
)
def test_a_marker_of_somebody_else_takes_nothing_away(shelf: Shelf, told: bytes) -> None:
    (shelf.folder / MARKER).write_bytes(told)
    bystander = shelf.folder / "vault-00000000.db"
    bystander.write_bytes(b"somebody's")

    vault = shelf.opened()

    assert bystander.read_bytes() == b"somebody's"
    assert len(subjects(vault)) == 4
    vault.lock()


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_what_is_made_is_for_its_owner_only(shelf: Shelf) -> None:
    vault = shelf.opened()
    vault.compact()
    vault.lock()

    assert {path.stat().st_mode & 0o077 for path in shelf.folder.glob("vault*")} == {0}
