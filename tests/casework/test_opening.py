"""Making a vault, whatever interrupts it; and what the windows must say of the one that is opened."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from spie_diag.casework import alarms, opening, receiving
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.errors import NobodyReceivesError, OtherFieldError, SameFieldError
from spie_diag.casework.interviewing import answer, pass_keyboard
from spie_diag.casework.receiving import NewPerson
from spie_diag.casework.sheet import draw
from spie_diag.errors import SpieError
from spie_diag.forms.definition import QuestionCode
from spie_diag.interview.answers import Answer
from spie_diag.interview.people import FieldOfWork, SpecialistId
from spie_diag.signing.errors import NamelessSignerError
from spie_diag.signing.identity import KnownSigners
from spie_diag.vault.opening import Vault
from tests.casework.conftest import SECRETS, Office, founders

SEVEN_INVISIBLE = "\u200b\u200d\ufeff \u2060\u200e"


def created(folder: Path, new: list[opening.NewSpecialist]) -> Casebook:
    return opening.create_casebook(folder / "coffre", "Antenne", new, signers=folder / "signataires", quick_keys=True)


@pytest.mark.parametrize("name", ["", "   ", SEVEN_INVISIBLE])
def test_a_specialist_without_a_readable_name_leaves_nothing_behind(tmp_path: Path, name: str) -> None:
    social, employment = founders()
    with pytest.raises(NamelessSignerError):
        created(tmp_path, [social, replace(employment, name=name)])
    assert not list(tmp_path.iterdir())


def test_two_founders_of_the_same_field_are_refused(tmp_path: Path) -> None:
    social, employment = founders()
    with pytest.raises(SameFieldError):
        created(tmp_path, [social, replace(employment, field_of_work=FieldOfWork.SOCIAL)])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kept_before", [0, 1])
def test_whoever_lacks_her_signature_gets_it_when_she_gives_her_passphrase(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept_before: int
) -> None:
    """As if the program was killed between the key of the vault and the signatures."""
    with monkeypatch.context() as patch:
        patch.setattr(Vault, "keep_private", _stops_after(kept_before, Vault.keep_private))
        with pytest.raises(_StoppedError):
            created(tmp_path, founders())
    people = {one.field_of_work: one.id for one in opening.label_of(tmp_path / "coffre").specialists}
    social, employment = people[FieldOfWork.SOCIAL], people[FieldOfWork.EMPLOYMENT]
    book = opening.open_casebook(
        tmp_path / "coffre", social, SECRETS[FieldOfWork.SOCIAL], signers=tmp_path / "signataires"
    )
    person = receiving.add_person(book, NewPerson(called="Amina"))
    sheet = receiving.start_interview(book, person, social=social, employment=employment)
    pass_keyboard(book, sheet.interview, employment, SECRETS[FieldOfWork.EMPLOYMENT])

    for one in (social, employment):
        assert opening.identity_of(book, one).fingerprint == opening.certificate_of(book, one)
    assert alarms.alarms_of(book) == ()
    opening.lock(book)
    again = opening.open_casebook(tmp_path / "coffre", employment, SECRETS[FieldOfWork.EMPLOYMENT])
    assert opening.identity_of(again, employment).fingerprint == opening.certificate_of(again, employment)
    opening.lock(again)


class _StoppedError(Exception):
    """Stands for a program that is stopped there."""


def _stops_after(count: int, keep: Callable[..., None]) -> Callable[..., None]:
    left = iter(range(count))

    def keep_some(*arguments: object) -> None:
        if next(left, None) is None:
            raise _StoppedError
        keep(*arguments)

    return keep_some


def test_signers_that_cannot_be_remembered_are_a_warning_and_no_failure(tmp_path: Path) -> None:
    (tmp_path / "signataires").write_text("un fichier, et non un dossier")
    book = created(tmp_path, founders())

    (warning,) = alarms.alarms_of(book)
    assert "inconnues" in warning.sentence
    for one in book.specialists:
        assert opening.certificate_of(book, one)
    opening.lock(book)


def test_known_signers_are_there_after_the_first_start(office: Office) -> None:
    known = KnownSigners(office.signers)
    assert all(known.knows(opening.certificate_of(office.book, one)) for one in office.book.specialists)
    assert alarms.alarms_of(office.book) == ()


def _reopened(office: Office) -> Casebook:
    return opening.open_casebook(
        office.folder, office.social, SECRETS[FieldOfWork.SOCIAL], clock=office.clock, signers=office.signers
    )


def test_an_old_copy_of_the_encrypted_file_is_told(office: Office) -> None:
    (database,) = office.folder.glob("vault-*.db")
    office.book.vault.rest()
    old = database.read_bytes()
    receiving.add_person(office.book, NewPerson(called="Basile"))
    opening.lock(office.book)
    database.write_bytes(old)
    book = _reopened(office)

    (alarm,) = alarms.alarms_of(book)
    assert "plus court" in alarm.sentence
    assert "Ne saisissez rien de nouveau avant d’en parler" in alarm.advice
    opening.lock(book)


def test_a_missing_witness_is_told(office: Office) -> None:
    opening.lock(office.book)
    (office.folder / "vault.witness").unlink()
    book = _reopened(office)

    assert "témoin" in alarms.alarms_of(book)[0].sentence
    opening.lock(book)


def test_a_vault_locked_during_the_audit_says_nothing_more(office: Office) -> None:
    steps = alarms.alarms_in_steps(office.book)
    assert next(steps) == ()
    opening.lock(office.book)
    assert list(steps) == []


def test_an_interview_needs_somebody_to_lead_it_in_her_own_field(office: Office) -> None:
    person, book = office.person, office.book
    with pytest.raises(NobodyReceivesError):
        receiving.start_interview(book, person, social=None, employment=None)
    stranger = SpecialistId(person.case)
    for social, employment in ((office.employment, office.social), (None, office.social), (stranger, None)):
        with pytest.raises(OtherFieldError):
            receiving.start_interview(book, person, social=social, employment=employment)
    assert len(book.vault.cases.interviews(person.case)) == 1


def test_a_name_that_nobody_can_see_is_no_name(office: Office) -> None:
    with pytest.raises(SpieError):
        receiving.add_person(office.book, NewPerson(called=SEVEN_INVISIBLE))
    named = receiving.add_person(office.book, NewPerson(called=SEVEN_INVISIBLE, family_name="Ōé"))
    assert named.called == "Ōé"


def test_what_a_log_could_show_holds_no_answer_and_no_name(office: Office) -> None:
    answer(office.book, office.interview, QuestionCode("IDE-04"), Answer(value="Villeneuve-la-Secrète"))
    sheet = draw(office.book, office.interview)
    shown = [
        repr(one) for one in (office.book, sheet, sheet.course, *sheet.course.steps, office.book.desk(office.interview))
    ]

    for text in shown:
        assert len(text) < 800
        for secret in ("Secrète", "Amina", "BENSAÏD", "Témoin", "Spécimen"):
            assert secret not in text


def test_a_copied_vault_is_no_alarm(office: Office, tmp_path: Path) -> None:
    opening.lock(office.book)
    copied = shutil.copytree(office.folder, tmp_path / "copie")
    book = opening.open_casebook(copied, office.social, SECRETS[FieldOfWork.SOCIAL], signers=office.signers)
    assert alarms.alarms_of(book) == ()
    opening.lock(book)


def test_a_list_of_erasures_that_cannot_be_believed_is_told(office: Office) -> None:
    office.book.vault.erasing.unread = 1
    try:
        assert any("dossier effacé n’est revenu" in one.sentence for one in alarms.alarms_of(office.book))
    finally:
        office.book.vault.erasing.unread = 0
    assert alarms.alarms_of(office.book) == ()
