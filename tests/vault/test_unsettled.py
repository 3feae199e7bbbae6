"""A replacement in doubt, or where no key file is left: nothing is taken away before it is known to be of no use."""

import errno
import os
from pathlib import Path

import pytest

from spie_diag.vault import key_file, replacing
from spie_diag.vault.errors import (
    KeyFileDamagedError,
    ReplacementUnsettledError,
    StorageFailedError,
    UnfinishedRestorationError,
    VaultExistsError,
    VaultLockedError,
)
from spie_diag.vault.files import write_whole
from spie_diag.vault.key import FLOOR
from spie_diag.vault.opening import create_vault, is_vault
from spie_diag.vault.restoring import restore
from tests.vault.dying import killed_at
from tests.vault.shelf import CASE, CLARA, CLARA_SAYS, FOUNDERS, INTERVIEW, NO_WAIT, Shelf, morning

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"vault.lock", "vault.ballast"}


def put_back(backup: Path, folder: Path) -> None:
    restore(backup, folder, CLARA.id, CLARA_SAYS, morning(), NO_WAIT)


def without_keys(shelf: Shelf, stick: Path) -> Path:
    """Both copies of the key file are lost; the backup that was made before."""
    vault = shelf.opened()
    backup = vault.back_up(stick, morning().now()).folder
    vault.lock()
    for name in (key_file.NAME, key_file.COPY_NAME):
        (shelf.folder / name).unlink()
    return backup


def test_in_doubt_neither_file_goes_and_nothing_more_is_written(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    vault, old = shelf.opened(), shelf.database.name
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "note/1", {"text": "dit juste avant"})
    is_away: list[str] = []
    reading = Path.read_bytes

    def sick(path: Path, content: bytes) -> None:
        if path.name == key_file.COPY_NAME:
            is_away.append(path.name)
            raise StorageFailedError
        write_whole(path, content)

    def read(path: Path) -> bytes:
        if is_away and path.name.startswith(key_file.NAME):
            raise OSError(errno.EIO, "Input/output error")
        return reading(path)

    monkeypatch.setattr(key_file, "write_whole", sick)
    monkeypatch.setattr(Path, "read_bytes", read)
    with pytest.raises(ReplacementUnsettledError):
        vault.rotate(CLARA.id, CLARA_SAYS)

    assert len([name for name in names_in(shelf.folder) if name.endswith(".db")]) == 2
    assert (shelf.folder / key_file.MARKER).exists()
    with pytest.raises(VaultLockedError):
        vault.journals.write(CASE, INTERVIEW, CLARA.id, "note/2", {"text": "serait perdu"})
    vault.lock()
    monkeypatch.setattr(key_file, "write_whole", write_whole)
    monkeypatch.setattr(Path, "read_bytes", reading)

    again = shelf.opened()
    assert "note/1" in [entry.subject for entry in again.journals.of(CASE)]
    assert again.journals.audit() == ()
    assert {old, key_file.MARKER}.isdisjoint(names_in(shelf.folder))
    again.lock()


@needs_fork
@pytest.mark.parametrize("damaged", [False, True])
def test_a_restoration_without_keys_killed_early_says_so_and_is_done_again(
    shelf: Shelf, tmp_path: Path, damaged: bool
) -> None:
    backup = without_keys(shelf, tmp_path / "clé")
    old = shelf.database
    if damaged:
        (shelf.folder / key_file.NAME).write_bytes(b"{")

    assert killed_at(lambda: put_back(backup, shelf.folder), replacing, "write_key_file")

    with pytest.raises(KeyFileDamagedError if damaged else UnfinishedRestorationError):
        shelf.opened()
    with pytest.raises(VaultExistsError):
        create_vault(shelf.folder, "Neuf", FOUNDERS, morning(), FLOOR, NO_WAIT)
    assert old.is_file()

    put_back(backup, shelf.folder)
    (kept,) = shelf.folder.glob("avant-restauration-*")
    assert (kept / old.name).is_file()
    assert len([name for name in names_in(shelf.folder) if name.startswith("vault-")]) == 1
    shelf.opened().lock()


@needs_fork
def test_a_restoration_without_keys_killed_late_is_finished_at_the_next_opening(shelf: Shelf, tmp_path: Path) -> None:
    backup = without_keys(shelf, tmp_path / "clé")
    old = shelf.database.name

    assert killed_at(lambda: put_back(backup, shelf.folder), replacing, "_finish")
    vault = shelf.opened()

    assert vault.journals.audit() == ()
    vault.lock()
    assert {old, key_file.MARKER, "vault.witness.next"}.isdisjoint(names_in(shelf.folder))
    (kept,) = shelf.folder.glob("avant-restauration-*")
    assert (kept / old).is_file()


@needs_fork
def test_an_interrupted_restoration_in_an_empty_folder_is_done_again(shelf: Shelf, tmp_path: Path) -> None:
    backup, folder = without_keys(shelf, tmp_path / "clé"), tmp_path / "ailleurs"
    assert killed_at(lambda: put_back(backup, folder), replacing, "write_key_file")
    with pytest.raises(UnfinishedRestorationError):
        Shelf(folder).opened()

    put_back(backup, folder)

    Shelf(folder).opened().lock()
    assert not list(folder.glob("avant-*")), "what was half written is no vault to keep"


def test_no_vault_is_made_beside_the_file_of_one_whose_keys_are_lost(shelf: Shelf, tmp_path: Path) -> None:
    without_keys(shelf, tmp_path / "clé")
    before = names_in(shelf.folder)

    assert is_vault(shelf.folder)
    with pytest.raises(VaultExistsError):
        create_vault(shelf.folder, "Neuf", FOUNDERS, morning(), FLOOR, NO_WAIT)
    (shelf.folder / key_file.UNFINISHED).write_text("vault-00000000.db")
    with pytest.raises(KeyFileDamagedError):
        shelf.opened()

    assert names_in(shelf.folder) == before | {key_file.UNFINISHED}
