"""What the person may ask: a correction, no sharing, no trace; and what the register tells of it."""

from dataclasses import replace
from pathlib import Path

import pytest

from spie_diag.casework import (
    accessing,
    interviewing,
    publishing,
    receiving,
    recipients,
    registering,
    rights,
    saving_places,
)
from spie_diag.casework.errors import MissingNameError, OppositionError
from spie_diag.casework.profiles import Profile
from spie_diag.casework.receiving import NewPerson
from spie_diag.casework.rights import Recipient
from spie_diag.casework.selecting import Selection
from spie_diag.forms.definition import QuestionCode
from spie_diag.interview.answers import Answer
from spie_diag.interview.people import FieldOfWork
from spie_diag.vault.deeds import Deed, Reason
from spie_diag.vault.errors import CaseErasedError, SigningKeyLockedError, UnknownCaseError
from tests.casework.conftest import SECRETS, Office
from tests.vault.plain_pages import plain_bytes


def deeds(office: Office, many: int = 3) -> list[Deed]:
    return [line.deed for line in office.book.vault.register.lines(many, case=office.person.case)]


def test_a_document_that_leaves_is_told_with_its_recipient(office: Office, tmp_path: Path) -> None:
    publishing.export_document(office.book, office.interview, tmp_path / "a.pdf")
    publishing.export_document(office.book, office.interview, tmp_path / "b.pdf", Recipient.PERSON)

    last, first = registering.register(office.book, 2, case=office.person.case)
    assert (first.what, first.detail, first.who) == (
        "Document enregistré hors du coffre",
        "PDF, version 1, pour un partenaire",
        "Nadia Témoin",
    )
    assert last.detail == "PDF, version 1, pour la personne"
    assert first.about == f"{office.person.full_name} ({office.person.number})"


def test_what_could_not_be_written_is_not_told(office: Office, tmp_path: Path) -> None:
    from spie_diag.casework.errors import UnwrittenFileError

    before = deeds(office, 9)
    with pytest.raises(UnwrittenFileError):
        publishing.export_document(office.book, office.interview, tmp_path / "nulle part" / "a.pdf")
    assert deeds(office, 9) == before


def test_a_person_who_opposes_sharing_still_gets_her_own_copy(office: Office, tmp_path: Path) -> None:
    rights.oppose(office.book, office.person.case)
    rights.oppose(office.book, office.person.case)

    with pytest.raises(OppositionError, match="s’oppose"):
        publishing.export_document(office.book, office.interview, tmp_path / "a.pdf")
    assert not list(tmp_path.iterdir())
    assert (
        publishing.export_document(office.book, office.interview, tmp_path / "b.pdf", Recipient.PERSON)
        .read_bytes()
        .startswith(b"%PDF")
    )
    assert deeds(office) == [Deed.EXPORTED, Deed.OPPOSED, Deed.OPENED]

    rights.lift_opposition(office.book, office.person.case)
    assert rights.opposed_since(office.book, office.person.case) is None
    publishing.export_document(office.book, office.interview, tmp_path / "a.pdf")


def test_a_correction_is_a_new_version_and_the_register_names_no_value(office: Office) -> None:
    book, case = office.book, office.person.case
    sheet = receiving.resume(book, office.interview)
    assert sheet.person.family_name == "BENSAÏD"
    said = NewPerson(called="Amina", family_name="Ben Saïd", first_names="Amina Zoé", born_on=office.person.born_on)

    corrected = rights.rectify(book, case, said)

    assert corrected == replace(office.person, family_name="Ben Saïd")
    assert receiving.resume(book, office.interview).person == corrected
    kept = [entry.value for entry in book.vault.journals.of(case) if entry.subject == "person"]
    assert [value["family_name"] for value in kept if isinstance(value, dict)] == ["BENSAÏD", "Ben Saïd"]
    line = registering.register(book, 1, case=case)[0]
    assert (line.deed, line.detail) == (Deed.CORRECTED, "1\u00a0champ")
    assert book.vault.register.lines(1)[0].facts == {"deed": "corrected", "fields": ["family_name"]}

    assert rights.rectify(book, case, said) == corrected
    assert len(deeds(office, 50)) == 2, "nothing changed, nothing to tell"
    with pytest.raises(MissingNameError):
        rights.rectify(book, case, NewPerson(called=" "))


def test_opening_a_file_is_told_once_in_a_session_for_each_specialist(office: Office) -> None:
    for _ in range(3):
        receiving.resume(office.book, office.interview)
    assert deeds(office) == [Deed.OPENED]
    office.book.writer = office.employment
    receiving.resume(office.book, office.interview)
    assert [row.who for row in registering.register(office.book, 2)] == ["Hugo Spécimen", "Nadia Témoin"]


def test_an_erased_file_is_told_by_its_number_and_by_nothing_else(office: Office) -> None:
    book, case = office.book, office.person.case
    seen = rights.erasure_preview(book, case)
    assert (seen.number, seen.interviews, seen.documents, seen.copies) == (office.person.number, 1, 0, ())
    assert seen.entries > 3
    rights.oppose(book, case)
    rights.rectify(book, case, NewPerson(called="Minouche", family_name="BENSAÏD"))

    rights.erase(book, [case], office.social, SECRETS[FieldOfWork.SOCIAL], Reason.REQUEST)

    told = registering.register(book, 20, case=case)
    assert {row.about for row in told} == {f"Dossier effacé {office.person.number}"}
    assert (told[0].what, told[0].detail) == ("Dossier effacé", "à la demande de la personne")
    kept = b"".join(
        repr((entry.subject, entry.value)).lower().encode() for entry in book.vault.journals.of(case)
    ).decode()
    for name in ("bensa", "amina", "zoé", "minouche", "1991"):
        assert name not in kept
    with pytest.raises(CaseErasedError):
        receiving.start_interview(book, office.person, social=office.social, employment=None)


def test_the_register_of_the_vault_itself_is_about_nobody(office: Office) -> None:
    registering.note(office.book, Deed.BACKUP, entries=12)
    row = registering.register(office.book, 1)[0]
    assert (row.case, row.about, row.what, row.detail) == (None, "", "Sauvegarde faite", "12\u00a0entrées")
    assert "Nadia" not in repr(row)


def test_nothing_that_was_said_in_her_interview_is_left_in_any_byte(office: Office, tmp_path: Path) -> None:
    book, secret = office.book, "quatre chats sous la véranda"
    person = receiving.add_person(
        book, NewPerson(called="Zéphirine", family_name="QUATREVAUX", commune="Lussault", phone="0612121212")
    )
    sheet = receiving.start_interview(book, person, social=office.social, employment=office.employment)
    for number in range(40):
        given = Answer(value=f"{secret} {number}" * (1 + number % 9))
        interviewing.answer(book, sheet.interview, QuestionCode("ATT-01"), given)
    rights.rectify(book, person.case, NewPerson(called="Zéphirine", family_name="QUATREVAUX-MARTEL"))
    accessing.access_export(book, person.case, tmp_path)
    publishing.export_document(book, sheet.interview, tmp_path / "a.pdf")
    recipients.remember_recipient(
        book, Selection(profile=Profile.PLIE, recipient="PLIE d’Exemple", purpose=f"pour {secret}")
    )
    saving_places.remember_folder(book, tmp_path / "Zéphirine" / "extrait.pdf")
    receiving.resume(book, sheet.interview)
    names = (secret, "Zéphirine", "zephirine", "QUATREVAUX", "quatrevaux", "Lussault", "lussault", "0612121212")
    database, key = book.vault._parts.database.path, bytes(book.vault._parts.vault_key)
    before = plain_bytes(database, key)
    assert all(name.encode() in before for name in names), "the search finds what is there"

    rights.erase(book, [person.case], office.social, SECRETS[FieldOfWork.SOCIAL], Reason.REQUEST)

    after = plain_bytes(database, key)
    assert [name for name in names if name.encode() in after] == []
    assert book.vault.journals.audit() == ()
    assert receiving.last_place(book) is None
    with pytest.raises(UnknownCaseError):
        receiving.resume(book, sheet.interview)


def test_a_passphrase_typed_for_one_decision_does_not_hand_over_the_pen(office: Office) -> None:
    book, hugo = office.book, office.employment
    other = receiving.add_person(book, NewPerson(called="Passage"))
    book.vault.leave(hugo)

    rights.erase_one(book, other.case, hugo, SECRETS[FieldOfWork.EMPLOYMENT])

    assert not book.vault.is_unlocked(hugo)
    assert book.vault.is_unlocked(book.writer)
    with pytest.raises(SigningKeyLockedError):
        book.vault.register.note(Deed.CHECKED, hugo)
    interviewing.pass_keyboard(book, office.interview, hugo, SECRETS[FieldOfWork.EMPLOYMENT])
    book.writer = office.social
    rights.erase_one(book, office.person.case, hugo, SECRETS[FieldOfWork.EMPLOYMENT])
    assert book.vault.is_unlocked(hugo), "she was in the session"
