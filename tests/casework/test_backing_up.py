"""When to remind of backups, and what the vault remembers of them."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from spie_diag.casework import backing_up, renewing
from spie_diag.casework.backing_up import BackupSettings, backup_reminder
from spie_diag.casework.registering import register
from spie_diag.errors import SpieError
from spie_diag.interview.people import FieldOfWork
from spie_diag.vault.deeds import Deed
from tests.casework.conftest import SECRETS, Office


def now(office: Office) -> datetime:
    return office.book.clock.now()


def test_a_vault_never_saved_is_told_until_a_backup_is_made(office: Office, tmp_path: Path) -> None:
    assert backup_reminder(office.book, now(office)) == "Ce coffre n’a encore jamais été sauvegardé."

    made = backing_up.back_up(office.book, tmp_path / "clé")

    assert backing_up.last_backup(office.book) == made.made_at
    assert backing_up.backups(office.book, tmp_path / "clé") == (made,)
    assert backup_reminder(office.book, made.made_at + timedelta(days=6)) is None
    assert backup_reminder(office.book, made.made_at + timedelta(days=9)) == (
        "La dernière sauvegarde du coffre date d’il y a 9\u00a0jours."
    )


def test_a_reminder_put_off_comes_back_the_next_day(office: Office) -> None:
    later = now(office) + timedelta(days=30)

    backing_up.put_off_reminder(office.book, later)

    assert backup_reminder(office.book, later.replace(hour=23)) is None
    assert backup_reminder(office.book, later + timedelta(days=1)) is not None


def test_where_backups_go_is_remembered_and_never_inside_the_vault(office: Office, tmp_path: Path) -> None:
    assert backing_up.settings(office.book) == BackupSettings()

    backing_up.set_settings(office.book, BackupSettings(tmp_path / "clé", 4))

    assert backing_up.settings(office.book) == BackupSettings(tmp_path / "clé", 4)
    with pytest.raises(SpieError):
        backing_up.set_settings(office.book, BackupSettings(office.folder / "copies"))


def test_the_register_tells_backups_restorations_and_new_files(office: Office, tmp_path: Path) -> None:
    secret = SECRETS[FieldOfWork.SOCIAL]
    made = backing_up.back_up(office.book, tmp_path / "clé")
    before, after = renewing.compact(office.book)
    assert 0 < after <= before
    renewing.rotate(office.book, office.social, secret)
    told = [row.deed for row in register(office.book) if row.case is None]
    assert told[:3] == [Deed.KEY_ROTATED, Deed.COMPACTED, Deed.BACKUP]

    restored = backing_up.restore(
        made.folder, tmp_path / "ailleurs", office.social, secret, clock=office.clock, signers=tmp_path / "signers"
    )

    try:
        assert register(restored.casebook)[0].deed is Deed.RESTORED
        assert "restaurée" in restored.lines[0]
        assert backing_up.label_of_backup(made.folder).specialists == restored.casebook.vault.specialists
    finally:
        restored.casebook.lock()
