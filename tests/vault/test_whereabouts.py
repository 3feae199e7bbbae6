"""Folders where a vault would not be safe are refused before anything is written in them."""

import struct
from pathlib import Path

import pytest

from spie_diag.vault import whereabouts
from spie_diag.vault.errors import LongPathError, NetworkFolderError
from spie_diag.vault.key import FLOOR
from spie_diag.vault.opening import create_vault
from spie_diag.vault.whereabouts import kind_in_statfs, kind_of_mount, synchronised_by
from tests.vault.shelf import FOUNDERS, NO_WAIT, Shelf, morning

MOUNTS = (
    "/dev/sda1 / ext4 rw 0 0",
    "server:/home /home/partages nfs4 rw 0 0",
    "//server/commun /mnt/Dossier\\040commun cifs rw 0 0",
    "/dev/sdb1 /home/partages/local ext4 rw 0 0",
    "half a line",
)


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/clara/coffre", "ext4"),
        ("/home/partages/coffre", "nfs4"),
        ("/home/partages-autres/coffre", "ext4"),
        ("/home/partages/local/coffre", "ext4"),
        ("/mnt/Dossier commun/coffre", "cifs"),
    ],
)
def test_the_kind_of_a_folder_is_that_of_its_innermost_mount(folder: str, kind: str) -> None:
    assert kind_of_mount(Path(folder), MOUNTS) == kind


@pytest.mark.parametrize("kind", ["apfs", "smbfs", "a name of sixteen"])
def test_what_macos_tells_of_a_path_names_its_file_system(kind: str) -> None:
    told = struct.pack("<Ii5Q2iIIII16s1024s1024s8I", *range(13), kind.encode(), b"/", b"/dev/disk1s1", *range(8))

    assert len(told) == 2168
    assert kind_in_statfs(told) == kind[:16]


def test_a_vault_on_a_network_share_is_neither_made_nor_opened(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"//server/home {tmp_path.resolve()} cifs rw 0 0\n")
    before = {path.name: path.read_bytes() for path in shelf.folder.iterdir()}
    monkeypatch.setattr(whereabouts, "_MOUNTS", mounts)

    with pytest.raises(NetworkFolderError):
        create_vault(tmp_path / "nouveau", "Antenne", FOUNDERS, morning(), FLOOR, NO_WAIT)
    with pytest.raises(NetworkFolderError):
        shelf.opened()

    assert not (tmp_path / "nouveau").exists()
    assert {path.name: path.read_bytes() for path in shelf.folder.iterdir()} == before


def test_a_path_with_spaces_accents_and_three_hundred_letters_holds_a_vault(shelf: Shelf) -> None:
    deep = shelf.folder.parent / "Dossier partagé (été)"
    while len(str(deep)) < 300:
        deep = deep / "un dossier de plus 100 % rempli"
    deep.parent.mkdir(parents=True)
    there = Shelf(shelf.folder.rename(deep))

    vault = there.opened()
    made = vault.back_up(deep.parent / "sauvegardes", morning().now())
    vault.compact()
    vault.lock()

    assert len(str(made.folder)) > 300
    there.opened().lock()


def test_a_path_longer_than_the_database_takes_is_told(shelf: Shelf) -> None:
    deep = shelf.folder.parent
    while len(str(deep)) < 600:
        deep = deep / ("é" * 60)

    with pytest.raises(LongPathError):
        create_vault(deep, "Antenne", FOUNDERS, morning(), FLOOR, NO_WAIT)
    assert [path.name for path in shelf.folder.parent.iterdir()] == [shelf.folder.name]


def test_folders_that_other_services_copy_are_known_by_name() -> None:
    assert synchronised_by(Path("/home/clara/OneDrive - CCAS/coffre")) == "OneDrive"
    assert synchronised_by(Path("/home/clara/dropbox/coffre")) == "Dropbox"
    assert synchronised_by(Path("/home/clara/coffre")) is None
