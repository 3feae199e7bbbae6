"""Killed at random while the whole file is replaced, again and again: the vault is exactly the old or the new."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from spie_diag.vault.backing_up import backups_in, check_files
from spie_diag.vault.key_file import MARKER, both_copies_agree, read_key_file
from spie_diag.vault.opening import Vault
from spie_diag.vault.restoring import restore
from tests.vault.dying import killed_meanwhile
from tests.vault.shelf import CASE, CLARA, CLARA_SAYS, INTERVIEW, NO_WAIT, Shelf, fits_together, morning

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

KILLS = 5
"""Of each kind; with every step of a compaction in ``test_replacing`` and of an upgrade in ``test_upgrading``."""


def answers(vault: Vault) -> list[object]:
    return [entry.value for entry in vault.journals.of(CASE) if entry.subject == "answer/KIL-01"]


def write(vault: Vault, number: int) -> None:
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/KIL-01", number)


def check_whole(shelf: Shelf, vault: Vault) -> None:
    assert vault.journals.audit() == ()
    assert fits_together(vault._parts.database)
    assert both_copies_agree(shelf.folder)
    assert not (shelf.folder / MARKER).exists()
    named = read_key_file(shelf.folder).database
    assert {path.name for path in shelf.folder.glob("vault-*")} <= {named, f"{named}-wal", f"{named}-shm"}


@pytest.mark.parametrize(
    "deed", [Vault.compact, lambda vault: vault.rotate(CLARA.id, CLARA_SAYS)], ids=["compact", "rotate"]
)
def test_every_acknowledged_answer_outlives_the_replacement_of_the_file(
    shelf: Shelf, deed: Callable[[Vault], None]
) -> None:
    def replace_for_ever(acknowledge: Callable[[int], None]) -> None:
        vault = shelf.opened()
        number = len(answers(vault))
        acknowledge(number)
        while True:
            number += 1
            write(vault, number)
            acknowledge(number)
            deed(vault)

    chance = random.Random(20261123)
    for _ in range(KILLS):
        acknowledged = killed_meanwhile(replace_for_ever, chance, 0.12)
        vault = shelf.opened()
        kept = answers(vault)
        assert kept == list(range(1, len(kept) + 1)), "in order, without a hole"
        assert acknowledged <= len(kept) <= acknowledged + 1
        check_whole(shelf, vault)
        vault.lock()


def test_killed_while_it_is_put_back_a_backup_is_there_whole_or_not_at_all(shelf: Shelf, tmp_path: Path) -> None:
    vault = shelf.opened()
    backup = vault.back_up(tmp_path / "clé", morning().now()).folder
    write(vault, 1)
    vault.lock()

    def put_back_for_ever(acknowledge: Callable[[int], None]) -> None:
        acknowledge(0)
        while True:
            restore(backup, shelf.folder, CLARA.id, CLARA_SAYS, patience=NO_WAIT)
            vault = shelf.opened()
            write(vault, 1)
            vault.lock()

    chance = random.Random(20261124)
    for _ in range(KILLS):
        killed_meanwhile(put_back_for_ever, chance, 0.15)
        vault = shelf.opened()
        assert answers(vault) in ([], [1])
        check_whole(shelf, vault)
        vault.lock()
    for kept in shelf.folder.glob("avant-restauration-*"):
        before = Shelf(kept).opened()  # also those of one second: each has its folder
        assert answers(before) in ([], [1])
        before.lock()


def test_killed_while_it_is_made_a_backup_never_looks_whole(shelf: Shelf, tmp_path: Path) -> None:
    stick = tmp_path / "clé"

    def back_up_for_ever(acknowledge: Callable[[int], None]) -> None:
        clock = morning()
        vault = shelf.opened()
        number = len(answers(vault))
        acknowledge(number)
        while True:
            number += 1
            write(vault, number)
            acknowledge(number)
            vault.back_up(stick, clock.now(), keep=3)

    chance = random.Random(20261125)
    for _ in range(KILLS):
        acknowledged = killed_meanwhile(back_up_for_ever, chance, 0.12)
        vault = shelf.opened()
        assert len(answers(vault)) in (acknowledged, acknowledged + 1)
        check_whole(shelf, vault)
        for backup in backups_in(stick, vault.id):
            check_files(backup)
        vault.lock()
    vault = shelf.opened()
    vault.back_up(stick, morning().now(), keep=3)
    assert not list(stick.glob("*.part"))
    newest, *_ = backups_in(stick, vault.id)
    restore(newest.folder, tmp_path / "ailleurs", CLARA.id, CLARA_SAYS, patience=NO_WAIT)
    vault.lock()
    copy = Shelf(tmp_path / "ailleurs").opened()
    assert copy.journals.audit() == ()
    copy.lock()
