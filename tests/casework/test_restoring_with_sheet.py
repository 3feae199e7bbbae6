"""Who forgot her passphrase and lost her laptop: a backup, fourteen words, a new passphrase."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from spie_diag.casework import backing_up, keys, opening, renewing
from spie_diag.casework.alarms import alarms_of
from spie_diag.casework.errors import RestoredWithoutKeysError
from spie_diag.casework.registering import register
from spie_diag.errors import SpieError
from spie_diag.interview.people import CaseId, FieldOfWork, InterviewId, Person, SpecialistId
from spie_diag.vault.deeds import Deed
from spie_diag.vault.errors import (
    DiskFullError,
    GuessablePassphraseError,
    RestorationStoppedError,
    RevocationStoppedError,
    RotationStoppedError,
    ShortPassphraseError,
    UnknownSpecialistError,
    WrongBackupSheetError,
)
from spie_diag.vault.opening import Vault
from tests.casework.conftest import CLOCK, SECRETS, Office, founders

SECRET = SECRETS[FieldOfWork.SOCIAL]
NEW = "un vélo contre le mur gris"
NOBODY_YET = Person(case=CaseId(uuid4()), number="", called="")


def saved_with_sheet(office: Office, stick: Path) -> tuple[Path, str]:
    words = " ".join(keys.draw_sheet())
    keys.keep_sheet(office.book, office.social, SECRET, words)
    return backing_up.back_up(office.book, stick).folder, words


def test_a_backup_and_the_sheet_of_its_day_give_everything_back_under_a_new_passphrase(
    office: Office, tmp_path: Path
) -> None:
    backup, words = saved_with_sheet(office, tmp_path / "clé")
    assert backing_up.sheet_of_backup(backup) == office.book.clock.now().date()
    backing_up.check_sheet(backup, words.upper())
    shares: list[float] = []

    done = backing_up.restore_with_sheet(
        backup, tmp_path / "neuf", words, office.employment, NEW,
        clock=office.clock, signers=tmp_path / "s", progress=shares.append,
    )  # fmt: skip

    book = done.casebook
    assert book.writer == office.employment
    assert (shares[0], shares[-1]) == (0, 1)
    assert "restaurée" in done.lines[0]
    assert "nouvelle phrase secrète" in done.lines[-1]
    assert [row.deed for row in register(book)[:2]] == [Deed.RESTORED, Deed.PASSPHRASE_CHANGED]
    assert register(book)[0].who == "Hugo Spécimen"
    assert backing_up.last_backup(book) is not None
    assert opening.identity_of(book, office.employment).fingerprint == opening.certificate_of(book, office.employment)
    assert alarms_of(book) == ()
    assert office.person.case in {one.case for one in book.vault.cases.all()}
    book.lock()
    opening.lock(opening.open_casebook(tmp_path / "neuf", office.employment, NEW, signers=tmp_path / "s"))


@pytest.mark.parametrize(
    ("passphrase", "fault"), [("court", ShortPassphraseError), ("nadia témoin antenne", GuessablePassphraseError)]
)
def test_what_could_be_refused_is_refused_before_anything_is_put_back(
    office: Office, tmp_path: Path, passphrase: str, fault: type[SpieError]
) -> None:
    backup, words = saved_with_sheet(office, tmp_path / "clé")
    stranger = SpecialistId(uuid4())

    with pytest.raises(fault):
        backing_up.restore_with_sheet(backup, tmp_path / "neuf", words, office.social, passphrase)
    with pytest.raises(UnknownSpecialistError):
        backing_up.restore_with_sheet(backup, tmp_path / "neuf", words, stranger, NEW)

    assert not (tmp_path / "neuf").exists()


def test_the_sheet_of_another_day_is_refused_with_the_day_of_the_right_one(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    backup, _ = saved_with_sheet(office, tmp_path / "clé")
    _, later = saved_with_sheet(office, tmp_path / "clé")

    for prove in (
        lambda: backing_up.check_sheet(backup, later),
        lambda: backing_up.restore_with_sheet(backup, tmp_path / "neuf", later, office.social, NEW),
    ):
        with pytest.raises(WrongBackupSheetError) as refused:
            prove()
        assert "24\u00a0novembre 2026" in refused.value.what_to_do.replace(" novembre", "\u00a0novembre")

    assert not (tmp_path / "neuf").exists()


def test_keys_that_cannot_be_kept_do_not_hide_that_the_backup_is_back(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, words = saved_with_sheet(office, tmp_path / "clé")

    def full(*_: object) -> None:
        raise DiskFullError

    with monkeypatch.context() as patch:
        patch.setattr(Vault, "renew", full)
        with pytest.raises(RestoredWithoutKeysError) as told:
            backing_up.restore_with_sheet(backup, tmp_path / "neuf", words, office.social, NEW, signers=tmp_path / "s")

    assert "restaurée, mais" in told.value.what_happened
    assert "disque est plein" in told.value.what_happened
    again = keys.open_with_sheet(tmp_path / "neuf", words)  # as the advice says: it is locked, and there
    keys.renew(again, office.social, NEW, signers=tmp_path / "s")
    again.lock()


def test_the_lines_say_which_sheet_opens_now(tmp_path: Path) -> None:
    folder, signers = tmp_path / "coffre", tmp_path / "s"
    book = opening.create_casebook(folder, "Antenne", founders(), clock=CLOCK, signers=signers, quick_keys=True)
    office = Office(book, folder, signers, CLOCK, NOBODY_YET, InterviewId(uuid4()))
    without = backing_up.back_up(book, tmp_path / "clé").folder
    backup, words = saved_with_sheet(office, tmp_path / "autre clé")
    saved_with_sheet(office, tmp_path / "troisième clé")
    social = office.social
    opening.lock(book)

    done = backing_up.restore_with_sheet(backup, folder, words, social, NEW, clock=CLOCK, signers=signers)
    assert any(line.startswith("La fiche de secours qui ouvre le coffre est celle du") for line in done.lines)
    opening.lock(done.casebook)
    assert backing_up.sheet_of_backup(without) is None
    again = backing_up.restore(without, folder, social, SECRET, clock=CLOCK, signers=signers)
    assert any("n’avait pas de fiche de secours" in line for line in again.lines)
    assert any("phrases secrètes et les spécialistes" in line for line in again.lines)
    opening.lock(again.casebook)


def stop() -> bool:
    return True


def test_long_deeds_that_are_stopped_leave_the_register_silent(office: Office, tmp_path: Path) -> None:
    backup = backing_up.back_up(office.book, tmp_path / "clé").folder
    before = register(office.book)

    book, secret = office.book, SECRET
    deeds: tuple[tuple[Callable[[], object], type[SpieError]], ...] = (
        (lambda: renewing.rotate(book, office.social, secret, cancelled=stop), RotationStoppedError),
        (
            lambda: keys.revoke_colleague(book, office.social, secret, office.employment, cancelled=stop),
            RevocationStoppedError,
        ),
        (lambda: renewing.compact(book, cancelled=stop), SpieError),
        (
            lambda: backing_up.restore(backup, tmp_path / "neuf", office.social, secret, cancelled=stop),
            RestorationStoppedError,
        ),
    )
    for deed, fault in deeds:
        with pytest.raises(fault):
            deed()

    assert register(office.book) == before
    assert len(office.book.openers) == 2
    assert not (tmp_path / "neuf").exists()
