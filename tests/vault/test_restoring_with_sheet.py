"""A backup on a stick and fourteen words on paper: enough to have everything back."""

from pathlib import Path

import pytest

from spie_diag.vault.erasing import Reason
from spie_diag.vault.errors import (
    BackupOfAnotherVaultError,
    NoBackupSheetError,
    NotABackupError,
    SheetMismatchError,
    SheetWordsError,
    WrongBackupSheetError,
)
from spie_diag.vault.key import FLOOR
from spie_diag.vault.opening import Vault, create_vault, open_with_sheet
from spie_diag.vault.patience import Patience
from spie_diag.vault.recovery import words_of
from spie_diag.vault.restoring import prove_sheet, restore_with_sheet, sheet_of
from tests.vault.shelf import CASE, CLARA, CLARA_SAYS, FOUNDERS, IDRIS, IDRIS_SAYS, NO_WAIT, Shelf, morning
from tests.vault.test_members import TODAY

NEW = "un vélo contre le mur gris"


def kept_sheet(vault: Vault, secret: bytes = bytes(range(16))) -> str:
    words = " ".join(words_of(secret))
    vault.keep_recovery_sheet(CLARA.id, CLARA_SAYS, words, TODAY)
    return words


def test_a_lost_laptop_and_a_forgotten_passphrase_cost_nothing(vault: Vault, stick: Path, tmp_path: Path) -> None:
    words = kept_sheet(vault)
    made = vault.back_up(stick, morning().now())
    assert sheet_of(made.folder) == TODAY

    told = restore_with_sheet(made.folder, tmp_path / "neuf", words, morning(), NO_WAIT)

    assert told.kept_in is None
    assert not told.sheet_differs, "there was no vault to compare it with"
    copy = open_with_sheet(tmp_path / "neuf", words, morning(), NO_WAIT)
    copy.renew(CLARA.id, NEW)
    assert [entry.subject for entry in copy.journals.of(CASE)] == [entry.subject for entry in vault.journals.of(CASE)]
    assert copy.journals.audit() == ()
    copy.lock()
    again = Shelf(tmp_path / "neuf").opened(says=NEW)
    again.unlock(IDRIS.id, IDRIS_SAYS)
    again.lock()


def test_the_sheet_that_counts_is_the_one_of_the_day_of_the_backup(shelf: Shelf, stick: Path) -> None:
    vault = shelf.opened()
    before_any = vault.back_up(stick, morning().now())
    first = kept_sheet(vault)
    made = vault.back_up(stick, morning().now())
    second = kept_sheet(vault, bytes(16))
    vault.lock()

    with pytest.raises(NoBackupSheetError):
        restore_with_sheet(before_any.folder, shelf.folder, second, morning(), NO_WAIT)
    with pytest.raises(WrongBackupSheetError) as refused:
        restore_with_sheet(made.folder, shelf.folder, second, morning(), NO_WAIT)
    assert f"faite le {TODAY.day} " in refused.value.what_to_do.replace("\u00a0", " ")
    told = restore_with_sheet(made.folder, shelf.folder, first, morning(), NO_WAIT)

    assert told.sheet_differs
    assert told.sheet_made_on == TODAY
    assert not told.keys_differ
    open_with_sheet(shelf.folder, first, morning(), NO_WAIT).lock()


def test_wrong_words_are_located_before_anything_is_read_or_made(vault: Vault, stick: Path, tmp_path: Path) -> None:
    words = kept_sheet(vault).split()
    made = vault.back_up(stick, morning().now())
    waits: list[float] = []
    patience = Patience(step_s=0.01)

    for prove in (
        lambda typed: prove_sheet(made.folder, typed, patience),
        lambda typed: restore_with_sheet(made.folder, tmp_path / "neuf", typed, morning(), patience),
    ):
        with pytest.raises(SheetWordsError) as unknown:
            prove(" ".join([*words[:4], "xyzzyx", *words[5:]]))
        assert "5e mot" in unknown.value.what_happened
        with pytest.raises(SheetMismatchError):
            prove(" ".join([words[1], words[0], *words[2:]]))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("time.sleep", waits.append)
            with pytest.raises(WrongBackupSheetError):
                prove(" ".join(words_of(bytes(16))))

    assert waits == [0.01, 0.02], "each wrong sheet costs a longer wait, as a wrong passphrase does"
    assert not (tmp_path / "neuf").exists()
    prove_sheet(made.folder, " ".join(words), patience)
    with pytest.raises(NotABackupError):
        prove_sheet(vault.folder, " ".join(words), patience)


def test_the_vault_of_somebody_else_is_not_replaced(vault: Vault, stick: Path, tmp_path: Path) -> None:
    words = kept_sheet(vault)
    made = vault.back_up(stick, morning().now())
    other = create_vault(tmp_path / "autre", "Autre", FOUNDERS, morning(), FLOOR, NO_WAIT)
    other.lock()

    with pytest.raises(BackupOfAnotherVaultError):
        restore_with_sheet(made.folder, tmp_path / "autre", words, morning(), NO_WAIT)

    open_kept = Shelf(tmp_path / "autre").opened()
    assert open_kept.id == other.id
    open_kept.lock()


def test_who_was_erased_since_stays_erased_behind_the_sheet_too(shelf: Shelf, stick: Path) -> None:
    vault = shelf.opened()
    words = kept_sheet(vault)
    made = vault.back_up(stick, morning().now())
    vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)
    vault.lock()

    restore_with_sheet(made.folder, shelf.folder, words, morning(), NO_WAIT)

    again = open_with_sheet(shelf.folder, words, morning(), NO_WAIT)
    again.renew(IDRIS.id, NEW)
    assert again.cases.all() == ()
    assert not any(entry.subject.startswith(("answer/", "person")) for entry in again.journals.of(CASE))
    assert again.journals.audit() == ()
    again.lock()
