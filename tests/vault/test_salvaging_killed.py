"""Killed while it is repaired, a damaged vault is repaired or as damaged as before."""

import os
import random
import shutil
from collections.abc import Callable

import pytest

from spie_diag.vault.errors import (
    DatabaseDamagedError,
    DatabaseMismatchError,
)
from spie_diag.vault.key_file import read_key_file
from tests.vault.dying import killed_at, killed_meanwhile
from tests.vault.shelf import (
    Shelf,
)
from tests.vault.test_salvaging import answers, filled_once, full, harm, mended

__all__ = ["filled_once", "full"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("step", ["remember_heads", "write_key_file", "move"])
def test_killed_at_any_step_a_repair_is_done_or_is_not(full: Shelf, step: str) -> None:
    from spie_diag.vault import replacing

    harm(full.database, [1])
    old = read_key_file(full.folder).database

    assert killed_at(lambda: mended(full), replacing, step)

    if read_key_file(full.folder).database == old:
        with pytest.raises(DatabaseMismatchError):
            full.opened()
        mended(full)
    vault = full.opened()
    assert answers(vault) == list(range(400))
    assert vault.journals.audit() == ()
    vault.lock()
    named = read_key_file(full.folder).database
    assert [path.name for path in full.folder.glob("vault-*.db")] == [named]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_random_while_it_is_repaired_a_vault_can_be_repaired(full: Shelf) -> None:
    damaged = full.folder.with_name("abîmé")
    harm(full.database, [1, 7])
    shutil.copytree(full.folder, damaged)
    chance = random.Random(20261126)

    def repair(acknowledge: Callable[[int], None]) -> None:
        acknowledge(0)
        mended(full)

    for _ in range(3):
        killed_meanwhile(repair, chance, 0.15)
        try:
            vault = full.opened()
        except (DatabaseMismatchError, DatabaseDamagedError):
            mended(full)
            vault = full.opened()
        assert {alarm.kind.name for alarm in vault.journals.audit()} <= {"LOST"}
        assert len(answers(vault)) > 380
        vault.lock()
        shutil.rmtree(full.folder)
        shutil.copytree(damaged, full.folder)
