"""Who is believed about erased files, and what is left of them in older copies and behind the recovery sheet."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from spie_diag.vault import erasing, rows, upgrading
from spie_diag.vault import vault as opened_vault
from spie_diag.vault.auditing import AlarmKind
from spie_diag.vault.backing_up import back_up
from spie_diag.vault.deeds import Deed, Reason
from spie_diag.vault.erasing import NAME, _blocks, _sealed, _write, merge_erased
from spie_diag.vault.errors import ErasureAwaitedError
from spie_diag.vault.key import Founder
from spie_diag.vault.opening import Vault, open_with_sheet
from spie_diag.vault.recovery import drawn
from spie_diag.vault.restoring import restore, restore_with_sheet
from spie_diag.vault.upgrading import BACKUPS
from tests.vault.dying import killed_at
from tests.vault.shelf import (
    CASE,
    CLARA,
    CLARA_SAYS,
    IDRIS,
    IDRIS_SAYS,
    NO_WAIT,
    Shelf,
    morning,
)

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CLARA_SAYS_NOW = "une toute nouvelle phrase 9"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "clé").mkdir()
    return tmp_path / "clé"


def forged_by_idris(vault: Vault, folder: Path) -> None:
    """What he may write who kept his signing key and can still reach the folder."""
    key = vault._parts.keyring.of(IDRIS.id).signing
    _write(folder, [*_blocks(folder)[0], _sealed(vault.id, [CASE.hex], IDRIS.id, key)])


def test_whoever_was_shut_out_erases_nobody_neither_here_nor_in_a_backup(
    shelf: Shelf, target: Path, tmp_path: Path
) -> None:
    vault = shelf.opened()
    vault.unlock(IDRIS.id, IDRIS_SAYS)
    forged_by_idris(vault, tmp_path)  # before he leaves: the keys are wiped then
    vault.revoke(CLARA.id, CLARA_SAYS, IDRIS.id)
    made = vault.back_up(target, NOON, 10)
    vault.lock()
    shutil.copy(tmp_path / NAME, shelf.folder / NAME)
    shutil.copy(tmp_path / NAME, made.folder / NAME)
    restore(made.folder, tmp_path / "ailleurs", CLARA.id, CLARA_SAYS, morning(), NO_WAIT)

    for folder in (shelf.folder, tmp_path / "ailleurs"):
        vault = Shelf(folder).opened()
        assert [person.case for person in vault.cases.all()] == [CASE]
        assert vault.erasing.unread == 1, "and it is told"
        vault.lock()


def test_what_a_colleague_erased_stays_erased_after_he_left(shelf: Shelf, target: Path, tmp_path: Path) -> None:
    vault = shelf.opened(by=IDRIS)
    older = vault.back_up(target, NOON, 10)
    vault.erasing.erase([CASE], IDRIS.id, Reason.REQUEST)
    vault.revoke(IDRIS.id, IDRIS_SAYS, CLARA.id)
    vault.add_member(IDRIS.id, IDRIS_SAYS, _clara_again(), NOON.date())
    vault.revoke(CLARA.id, CLARA_SAYS_NOW, IDRIS.id)
    vault.lock()

    merge_erased(older.folder, shelf.folder)
    vault = shelf.opened(says=CLARA_SAYS_NOW)
    assert vault.erasing.unread == 0
    assert len(_blocks(shelf.folder)[0]) == 1
    vault.lock()
    restore(older.folder, tmp_path / "ailleurs", IDRIS.id, IDRIS_SAYS, morning(), NO_WAIT)
    vault = Shelf(tmp_path / "ailleurs").opened(by=IDRIS)
    assert vault.cases.all() == ()
    vault.lock()


def _clara_again() -> Founder:
    return Founder(CLARA, CLARA_SAYS_NOW)


def with_sheet(shelf: Shelf, target: Path) -> str:
    """A vault put back with its sheet from a backup that holds somebody erased since; the words of the sheet."""
    words = " ".join(drawn())
    vault = shelf.opened()
    vault.keep_recovery_sheet(CLARA.id, CLARA_SAYS, words, NOON.date())
    older = vault.back_up(target, NOON, 10)
    vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)
    vault.lock()
    restore_with_sheet(older.folder, shelf.folder, words, morning(), NO_WAIT)
    return words


def test_whoever_opens_with_the_sheet_is_not_shown_who_was_erased(shelf: Shelf, target: Path) -> None:
    vault = open_with_sheet(shelf.folder, with_sheet(shelf, target), morning(), NO_WAIT)
    for look in (
        lambda: vault.cases,
        lambda: vault.journals,
        lambda: vault.drafts,
        lambda: vault.signed_documents,
        lambda: vault.places,
    ):
        with pytest.raises(ErasureAwaitedError, match="revenus"):
            look()

    vault.renew(CLARA.id, CLARA_SAYS_NOW)

    assert vault.cases.all() == ()
    assert [entry.subject for entry in vault.journals.of(CASE)] == ["erasure", "register/purged"]
    assert vault.erasing.unread == 0, "what she signed with her former key is believed of her new one"
    vault.lock()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("step", ["write_key_file", "_adopt"])
def test_killed_while_keys_are_renewed_what_was_erased_stays_so(shelf: Shelf, target: Path, step: str) -> None:
    words = with_sheet(shelf, target)

    def renew() -> None:
        open_with_sheet(shelf.folder, words, morning(), NO_WAIT).renew(CLARA.id, CLARA_SAYS_NOW)

    assert killed_at(renew, opened_vault if step == "write_key_file" else Vault, step)
    vault = shelf.opened(by=IDRIS)
    assert vault.cases.all() == ()
    assert vault.erasing.unread == 0
    vault.lock()


def backed_up_by_an_upgrade(vault: Vault, at: datetime) -> None:
    back_up(vault._parts.database, vault.folder / BACKUPS, at, 2)


def test_killed_before_the_backups_of_upgrades_went_the_next_opening_takes_them(shelf: Shelf, tmp_path: Path) -> None:
    vault = shelf.opened()
    backed_up_by_an_upgrade(vault, morning().now())

    def dead(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(erasing, "_remove_upgrade_backups", dead)
        with pytest.raises(KeyboardInterrupt):
            vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)
    left = Shelf(shutil.copytree(shelf.folder, tmp_path / "tué"))
    vault.lock()
    assert (left.folder / BACKUPS).is_dir()

    vault = left.opened()
    assert vault.older_copies() == ()
    vault.lock()


def test_what_an_upgrade_copied_after_the_last_erasure_stays(shelf: Shelf) -> None:
    vault = shelf.opened()
    vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)
    backed_up_by_an_upgrade(vault, NOON + timedelta(days=3))
    vault.lock()

    vault = shelf.opened()
    assert len(vault.older_copies()) == 1, "it holds nothing that was erased"
    vault.lock()


def test_an_older_copy_that_is_upgraded_at_its_opening_keeps_nothing_of_who_was_erased(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = Shelf(shutil.copytree(shelf.folder, tmp_path / "ancien"))
    vault = shelf.opened()
    vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)
    vault.lock()
    merge_erased(older.folder, shelf.folder)
    monkeypatch.setattr("spie_diag.vault.parts.bring_up_to_date", upgrading._back_up)
    vault = older.opened()
    assert vault.cases.all() == ()
    assert vault.older_copies() == ()
    vault.lock()


def test_a_line_of_the_register_in_an_erased_file_cannot_go_unseen(shelf: Shelf) -> None:
    vault = shelf.opened()
    vault.register.note(Deed.SHARED, CLARA.id, CASE, {"recipient": "cap-emploi"})
    number = vault._parts.pen.link.number - 1
    vault.erasing.erase([CASE], CLARA.id, Reason.REQUEST)
    assert vault.journals.audit() == ()

    def empty(connection: sa.Connection) -> None:
        connection.exec_driver_sql("DROP TRIGGER entry_no_update")
        told = (rows.entry.c.chain == vault._parts.pen.link.chain, rows.entry.c.number == number)
        connection.execute(rows.entry.update().where(*told).values(payload=None))

    vault._parts.database.write(empty)

    assert [(alarm.kind, alarm.number) for alarm in vault.journals.audit()] == [(AlarmKind.CHANGED, number)]
    vault.lock()
