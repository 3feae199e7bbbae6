"""Each thing that can happen to the files of a vault: one sentence, no crash, and nothing readable is written over."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from spie_diag.errors import SpieError
from spie_diag.vault import slots
from spie_diag.vault.errors import (
    DatabaseDamagedError,
    DatabaseMismatchError,
    KeyFileDamagedError,
    ReadOnlyFolderError,
    StorageFailedError,
)
from spie_diag.vault.opening import Vault
from spie_diag.vault.pages import PAGE_BYTES, PageReader, pages_of
from spie_diag.vault.pen import Line
from spie_diag.vault.salvaging import salvage
from tests.vault.shelf import CASE, CLARA, CLARA_SAYS, INTERVIEW, NO_WAIT, Shelf, another, cheap, morning

ANSWERS = 600
KINDS = ("first", "table interior", "table leaf", "index interior", "index leaf", "overflow", "free", "words")
MEND = "Réparez le coffre pour reprendre tout ce qui est lisible, ou restaurez sa dernière sauvegarde."
STARTS = f"Le fichier du coffre ne correspond pas à sa clé, ou son début est abîmé. Rien n’a été modifié. {MEND}"
DAMAGED = f"Le fichier du coffre est abîmé (1\u00a0page). N’effacez rien. {MEND}"


@dataclass(frozen=True)
class Full:
    """A closed vault that has pages of every kind, and one number of each."""

    folder: Path
    page: dict[str, int]


@pytest.fixture(scope="module")
def full_once(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Full:
    folder = shutil.copytree(made_once, tmp_path_factory.mktemp("every-kind") / "coffre")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "_stretch", cheap)
        patch.setattr("spie_diag.vault.ballast.SIZE", 64 << 10)
        vault = Shelf(folder).opened()
        vault.journals.write_all(
            [
                Line(case=CASE, interview=INTERVIEW, author=CLARA.id, subject="answer/FAU-01", value=number)
                for number in range(ANSWERS)
            ]
        )
        vault.forms.keep(os.urandom(30_000))
        for number in range(12):
            vault.cases.add(another(f"D-2026-01{number:02d}", f"Personne{number}", "Prénom " * 60))
            vault.drafts.keep(CASE, f"note/{number}", CLARA.id, "elle dit que " * 900)
        for number in range(2, 10):
            vault.drafts.forget(CASE, f"note/{number}", CLARA.id)
        vault.rest()
        page = one_of_each(vault)
        vault.lock()
    return Full(folder, page)


def one_of_each(vault: Vault) -> dict[str, int]:
    """The number of one page of each kind; the last of it, whose tables are ours."""
    reader = PageReader(vault._parts.vault_key, vault._key_file.database_salt)
    path = vault._parts.database.path
    plain = {number: reader.plain(page, number) or b"" for number, page in pages_of(path)}
    kinds = {0x05: "table interior", 0x0D: "table leaf", 0x02: "index interior", 0x0A: "index leaf"}
    found = {kinds[content[0]]: number for number, content in plain.items() if number > 1 and content[0] in kinds}
    found["first"] = 1
    found["overflow"] = next(n for n, content in plain.items() if n > 1 and content[0] == 0 and any(content[8:4000]))
    found["free"] = int.from_bytes(plain[1][32:36], "big")
    found["words"] = vault._parts.database.read(_root_of_words)
    return found


def _root_of_words(connection: sa.Connection) -> int:
    query = "SELECT rootpage FROM sqlite_master WHERE name = 'case_search_data'"
    return int(connection.exec_driver_sql(query).scalar_one())


@pytest.fixture
def full(full_once: Full, shelf: Shelf) -> Shelf:
    return Shelf(shutil.copytree(full_once.folder, shelf.folder.with_name("chaque-sorte")))


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 0x10
    path.write_bytes(content)


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "vault.lock"}


def test_there_is_a_page_of_every_kind(full_once: Full) -> None:
    assert set(full_once.page) == set(KINDS)
    assert all(number > 0 for number in full_once.page.values())


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_byte_on_any_kind_of_page_is_told_and_nothing_is_written(
    full_once: Full, full: Shelf, kind: str
) -> None:
    for at in (20, 2000, 4090):  # what it says, and its code
        flip(full.database, (full_once.page[kind] - 1) * PAGE_BYTES + at)
        before = files_in(full.folder)

        with pytest.raises((DatabaseDamagedError, DatabaseMismatchError)) as refusal:
            full.opened()

        assert str(refusal.value) == (STARTS if kind == "first" else DAMAGED)
        assert files_in(full.folder) == before


@pytest.mark.parametrize("kind", ["first", "table leaf", "index interior", "words"])
def test_on_a_large_file_the_same_is_told_at_the_latest_by_the_audit(
    full_once: Full, full: Shelf, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spie_diag.vault.parts._VERIFIED_AT_ONCE", 0)
    flip(full.database, (full_once.page[kind] - 1) * PAGE_BYTES + 2000)

    told = ""
    try:
        vault = full.opened()
        try:
            told = " ".join(alarm.sentence for alarm in vault.journals.audit())
        finally:
            vault.lock()
    except SpieError as refusal:
        told = str(refusal)
    assert "abîmé" in told

    readable = salvage(full.folder, CLARA.id, CLARA_SAYS, morning(), NO_WAIT).readable
    assert readable.lost < 12, "what one page holds"
    vault = full.opened()
    assert len(vault.journals.of(CASE)) > ANSWERS - 12
    vault.lock()


@pytest.mark.parametrize(
    "cut", [lambda size: size - 1, lambda size: size - PAGE_BYTES, lambda size: size // 2, lambda size: 5 * PAGE_BYTES]
)
def test_a_file_cut_short_is_told_and_left_as_it_is(full: Shelf, cut: Callable[[int], int]) -> None:
    content = full.database.read_bytes()
    full.database.write_bytes(content[: cut(len(content))])
    before = files_in(full.folder)

    with pytest.raises(DatabaseDamagedError, match="Le fichier du coffre est abîmé"):
        full.opened()

    assert files_in(full.folder) == before


@pytest.mark.parametrize("at", [0, 9, 17, 26, 32 + 1, 32 + 9, 32 + 17, 32 + 24 + 2000])
def test_a_changed_byte_in_the_log_loses_nothing_unsaid(shelf: Shelf, tmp_path: Path, at: int) -> None:
    """In its header or in its first frame, its sums too: SQLite drops all of it without a word."""
    vault = shelf.opened()
    for number in range(8):
        vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/FAU-01", number)
    killed = Shelf(shutil.copytree(shelf.folder, tmp_path / "tué"))
    vault.lock()
    log = killed.database.with_name(f"{killed.database.name}-wal")
    flip(log, at)
    damaged = log.read_bytes()

    vault = killed.opened()
    kept = len(vault.journals.of(CASE)) - 4
    assert vault.commits_lost >= 8 - kept
    assert next(killed.folder.glob("*-wal.damaged-*")).read_bytes() == damaged
    vault.lock()

    salvage(killed.folder, CLARA.id, CLARA_SAYS, morning(), NO_WAIT)
    vault = killed.opened()
    assert len(vault.journals.of(CASE)) >= 4 + 7, "all, or all but what the one damaged page held"
    assert {alarm.kind.name for alarm in vault.journals.audit()} <= {"LOST"}
    vault.lock()


@pytest.mark.parametrize("at", [0, 40, -40, -2])
def test_a_changed_byte_in_the_keys_is_made_good_by_the_copy_and_told_where_both_are_hit(shelf: Shelf, at: int) -> None:
    keys, copy = shelf.folder / "vault.keys", shelf.folder / "vault.keys.copy"
    genuine = keys.read_bytes()
    for path in (keys, copy):
        flip(path, at)
        shelf.opened().lock()
        assert keys.read_bytes() == copy.read_bytes() == genuine

    flip(keys, at)
    flip(copy, at)
    before = files_in(shelf.folder)
    with pytest.raises(KeyFileDamagedError, match="Le fichier de clés du coffre est abîmé, et sa copie aussi"):
        shelf.opened()
    assert files_in(shelf.folder) == before


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, that can become read-only."""
    disk = tmp_path / "clé"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk)], capture_output=True)
    if mounted.returncode:
        pytest.skip("only root may mount a disk")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def _remount(disk: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], check=True)


def test_a_file_system_that_becomes_read_only_is_told_and_loses_nothing(stick: Path, shelf: Shelf) -> None:
    there = Shelf(shutil.copytree(shelf.folder, stick / "coffre"))
    _remount(stick, "ro")
    with pytest.raises(ReadOnlyFolderError, match="en lecture seule"):
        there.opened()
    _remount(stick, "rw")
    vault = there.opened()
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/FAU-01", "avant")
    # What is open may still be written, so a disk is made to refuse only once nobody writes in it.
    left = shutil.copytree(there.folder, stick / "tué")
    vault.lock()
    _remount(stick, "ro")
    before = files_in(left)
    with pytest.raises((ReadOnlyFolderError, StorageFailedError)):
        Shelf(left).opened()
    assert files_in(left) == before
    _remount(stick, "rw")
    vault = Shelf(left).opened()
    assert [entry.value for entry in vault.journals.of(CASE)][-1] == "avant"
    vault.lock()
