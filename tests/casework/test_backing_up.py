"""When to remind of backups, and what the vault remembers of them."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from spie_diag.casework import backing_up, keys, opening, receiving, renewing, repairing, rights
from spie_diag.casework.backing_up import BackupSettings, backup_reminder
from spie_diag.casework.errors import NewestBackupDamagedError, NoBackupSinceError
from spie_diag.casework.receiving import NewPerson
from spie_diag.casework.registering import register
from spie_diag.errors import SpieError
from spie_diag.interview.people import FieldOfWork
from spie_diag.vault.deeds import Deed
from spie_diag.vault.errors import DiskFullError
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
        assert backing_up.last_backup(restored.casebook) == made.made_at, "not « jamais »: it came from one"
        assert "restaurée" in restored.lines[0]
        assert backing_up.label_of_backup(made.folder).specialists == restored.casebook.vault.specialists
    finally:
        restored.casebook.lock()


def test_a_clock_that_went_back_silences_no_reminder(office: Office, tmp_path: Path) -> None:
    made = backing_up.back_up(office.book, tmp_path / "clé")
    year_before = made.made_at - timedelta(days=365)
    backing_up.put_off_reminder(office.book, made.made_at)

    reminded = backup_reminder(office.book, year_before)

    assert reminded is not None
    assert "jour à venir" in reminded
    assert backup_reminder(office.book, made.made_at + timedelta(days=8)) is not None


def test_older_backups_stay_when_the_newest_is_damaged(office: Office, tmp_path: Path) -> None:
    stick = tmp_path / "clé"
    first, newest = (backing_up.back_up(office.book, stick) for _ in range(2))
    database = next(newest.folder.glob("vault-*.db"))
    database.write_bytes(database.read_bytes()[:5000] + bytes(4000) + database.read_bytes()[9000:])

    with pytest.raises(NewestBackupDamagedError):
        backing_up.keep_only_newest(office.book, stick)

    assert backing_up.backups(office.book, stick) == (newest, first)


def test_the_newest_backup_is_not_the_one_of_the_latest_date(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "clé"
    dated_late = backing_up.back_up(office.book, stick)
    receiving.add_person(office.book, NewPerson(called="Après"))
    monkeypatch.setattr(office.clock, "at", office.clock.at - timedelta(days=365))
    newest = backing_up.back_up(office.book, stick)
    assert newest.made_at < dated_late.made_at

    assert backing_up.keep_only_newest(office.book, stick) == 0

    assert backing_up.backups(office.book, stick) == (newest,)


def test_a_backup_from_before_an_erasure_is_not_the_one_to_keep(office: Office, tmp_path: Path) -> None:
    stick = tmp_path / "clé"
    before = [backing_up.back_up(office.book, stick) for _ in range(2)]
    gone = receiving.add_person(office.book, NewPerson(called="Passage"))
    rights.erase_one(office.book, gone.case, office.social, SECRETS[FieldOfWork.SOCIAL])

    with pytest.raises(NoBackupSinceError):
        backing_up.keep_only_newest(office.book, stick)
    assert list(backing_up.backups(office.book, stick)) == before[::-1]

    since = backing_up.back_up(office.book, stick)
    assert backing_up.keep_only_newest(office.book, stick) == 0
    assert backing_up.backups(office.book, stick) == (since,)


def test_a_backup_from_before_somebody_left_is_not_the_one_to_keep(office: Office, tmp_path: Path) -> None:
    backing_up.back_up(office.book, tmp_path / "clé")
    keys.revoke_colleague(office.book, office.social, SECRETS[FieldOfWork.SOCIAL], office.employment)

    with pytest.raises(NoBackupSinceError):
        backing_up.keep_only_newest(office.book, tmp_path / "clé")
    opening.lock(office.book)  # one of the pair is gone: not for the next test


def test_a_restored_backup_is_not_the_one_to_keep(office: Office, tmp_path: Path) -> None:
    secret, stick = SECRETS[FieldOfWork.SOCIAL], tmp_path / "clé"
    older = backing_up.back_up(office.book, stick)
    receiving.add_person(office.book, NewPerson(called="Après"))
    later = backing_up.back_up(office.book, stick)
    restored = backing_up.restore(
        older.folder, tmp_path / "ailleurs", office.social, secret, clock=office.clock, signers=tmp_path / "s"
    ).casebook
    try:
        with pytest.raises(NoBackupSinceError) as refused:
            backing_up.keep_only_newest(restored, stick)
        assert "restauration" in refused.value.what_happened
        assert backing_up.backups(restored, stick) == (later, older)

        since = backing_up.back_up(restored, stick)
        backing_up.keep_only_newest(restored, stick)
        assert since in backing_up.backups(restored, stick)
        assert older not in backing_up.backups(restored, stick)
    finally:
        restored.lock()


def test_a_restoration_that_the_register_cannot_tell_is_done_and_held(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, elsewhere = SECRETS[FieldOfWork.SOCIAL], tmp_path / "ailleurs"
    made = backing_up.back_up(office.book, tmp_path / "clé")

    def fails_with(error: BaseException) -> None:
        def fail(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr(backing_up, "note", fail)

    fails_with(DiskFullError())
    restored = backing_up.restore(made.folder, elsewhere, office.social, secret, signers=tmp_path / "s")
    assert any("registre" in warning for warning in restored.casebook.warnings)
    restored.casebook.lock()

    fails_with(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        backing_up.restore(made.folder, elsewhere, office.social, secret, signers=tmp_path / "s")
    opening.lock(opening.open_casebook(elsewhere, office.social, secret, signers=tmp_path / "s"))


def test_a_check_tells_a_backup_that_is_dated_of_a_day_to_come(office: Office, tmp_path: Path) -> None:
    backing_up.back_up(office.book, tmp_path / "clé")
    with pytest.MonkeyPatch.context() as going_back:
        going_back.setattr(office.clock, "at", office.clock.at - timedelta(days=365))
        found = repairing.read_backup(repairing.backup_told(office.book))

    assert found.told == "la dernière est datée d’un jour à venir."
    assert found.outcome.name == "REMARK"
