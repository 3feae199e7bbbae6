"""Handing over: agreed, signed, told, whole or absent; withdrawn later, without pretending to call a file back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from spie_diag.casework import handing_over, interviewing, recipients, registering, rights, sheet_saving, undoing
from spie_diag.casework.errors import NotOfThePairError, OppositionError, UnwrittenFileError
from spie_diag.casework.exchange_errors import (
    FutureAgreementError,
    NobodySignsError,
    NoRecipientError,
    SharingRefusedError,
    UnknownHandoffError,
    WeakTransportPasswordError,
)
from spie_diag.casework.handing_over import Handoff, OnePage
from spie_diag.casework.profiles import Profile
from spie_diag.casework.sealing import Seal, suggested_password
from spie_diag.casework.selecting import Selection
from spie_diag.casework.telling import told
from spie_diag.casework.verifying import verify_file
from spie_diag.clock import SteppingClock
from spie_diag.errors import SpieError
from spie_diag.forms.definition import BlockCode, QuestionCode
from spie_diag.interview.answers import Answer
from spie_diag.interview.people import FieldOfWork, SpecialistId
from spie_diag.signing.envelope import Sealing, open_with_password, sealing_of
from spie_diag.vault.deeds import Deed
from tests.casework.partner import PHRASES, Partner, partner
from tests.stretching import quick_stretching

__all__ = ["quick_stretching"]

FT = Selection(profile=Profile.FRANCE_TRAVAIL, recipient="Agence de Modèleville", purpose="Suivi du parcours")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partner]:
    """One vault for the module: each test hands over in it, and leaves the person as willing as she was."""
    clock = SteppingClock(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
    made = partner(tmp_path_factory.mktemp("remises"), clock)
    yield made
    made.book.lock()


def today(office: Partner) -> date:
    return office.book.clock.now().date()


def hand_over(
    office: Partner, file: Path, selection: Selection = FT, signers: int = 1, sealing: Seal | None = None
) -> Handoff:
    signing = office.signing[:signers]
    return handing_over.hand_over(
        office.book, office.interview, selection, file, signing, sealing, agreed_on=today(office)
    )


def deeds(office: Partner) -> list[Deed]:
    return [row.deed for row in registering.register(office.book, case=office.case)]


@pytest.mark.parametrize("signers", [1, 2])
def test_what_leaves_is_signed_told_and_remembered(office: Partner, tmp_path: Path, signers: int) -> None:
    made = hand_over(office, tmp_path / "extrait.pdf", signers=signers)
    verdict = verify_file(tmp_path / "extrait.pdf", signers=office.signers)
    assert verdict.unchanged
    assert len(verdict.signatures) == signers
    assert handing_over.handoffs(office.book, office.case)[0] == replace(
        made, handed_at=handing_over.handoffs(office.book, office.case)[0].handed_at
    )
    assert deeds(office)[0] is Deed.SHARED
    assert "France Travail" in registering.register(office.book, case=office.case)[0].detail
    assert recipients.recipients(office.book)[0].recipient == FT.recipient


def test_a_sealed_file_opens_with_the_password_that_was_proposed(office: Partner, tmp_path: Path) -> None:
    password = suggested_password()
    file = tmp_path / "scelle.pdf"
    made = hand_over(office, file, sealing=Seal(password=password))
    assert sealing_of(file.read_bytes()) is Sealing.PASSWORD
    opened = tmp_path / "ouvert.pdf"
    opened.write_bytes(open_with_password(file.read_bytes(), password))
    assert verify_file(opened, signers=office.signers).unchanged
    assert made.sealed == "password"
    assert password not in str(office.book.vault.journals.of(office.case, office.interview))


@pytest.mark.parametrize("password", ["", "secret", "motdepasse2026", "Modèleville2026!"])
def test_a_password_that_would_be_found_is_refused(office: Partner, tmp_path: Path, password: str) -> None:
    with pytest.raises(WeakTransportPasswordError):
        hand_over(office, tmp_path / "scelle.pdf", sealing=Seal(password=password))
    assert not list(tmp_path.iterdir())


def test_nothing_leaves_without_recipient_signature_or_agreement(office: Partner, tmp_path: Path) -> None:
    file = tmp_path / "extrait.pdf"
    with pytest.raises(NoRecipientError):
        hand_over(office, file, replace(FT, recipient=" "))
    with pytest.raises(NobodySignsError):
        hand_over(office, file, signers=0)
    with pytest.raises(FutureAgreementError):
        handing_over.hand_over(
            office.book, office.interview, FT, file, office.signing[:1], agreed_on=today(office) + timedelta(days=2)
        )
    stranger = SpecialistId(UUID(int=5))
    with pytest.raises(NotOfThePairError):
        handing_over.hand_over(office.book, office.interview, FT, file, [(stranger, "x")], agreed_on=today(office))
    assert not list(tmp_path.iterdir())


def test_a_wrong_passphrase_signs_nothing_and_leaves_nothing(office: Partner, tmp_path: Path) -> None:
    before = (handing_over.handoffs(office.book, office.case), deeds(office))
    wrong = [(office.social, PHRASES[FieldOfWork.EMPLOYMENT])]
    with pytest.raises(SpieError):
        handing_over.hand_over(office.book, office.interview, FT, tmp_path / "x.pdf", wrong, agreed_on=today(office))
    assert (handing_over.handoffs(office.book, office.case), deeds(office)) == before
    assert not list(tmp_path.iterdir())


def test_a_file_that_could_not_be_written_is_no_handoff(office: Partner, tmp_path: Path) -> None:
    before = handing_over.handoffs(office.book, office.case)
    (tmp_path / "pris").mkdir()
    (tmp_path / "pris" / "dedans").write_text("à moi")
    for file in (tmp_path / "nulle part" / "x.pdf", tmp_path / "pris"):
        with pytest.raises(UnwrittenFileError):
            hand_over(office, file)
    assert handing_over.handoffs(office.book, office.case) == before
    assert [path.name for path in tmp_path.iterdir()] == ["pris"]


def test_an_opposition_stops_partners_and_not_the_person(office: Partner, tmp_path: Path) -> None:
    rights.oppose(office.book, office.case)
    try:
        with pytest.raises(OppositionError):
            hand_over(office, tmp_path / "x.pdf")
        hers = Selection(profile=Profile.PERSON, recipient="")
        assert hand_over(office, tmp_path / "elle.pdf", hers, signers=0).selection.profile is Profile.PERSON
        assert [path.name for path in tmp_path.iterdir()] == ["elle.pdf"]
        assert all(one.profile is not Profile.PERSON for one in recipients.recipients(office.book))
    finally:
        rights.lift_opposition(office.book, office.case)


def test_who_refused_the_sharing_in_the_interview_is_heard(office: Partner, tmp_path: Path) -> None:
    interviewing.answer(office.book, office.interview, QuestionCode("CAD-09"), Answer(value="non"))
    try:
        with pytest.raises(SharingRefusedError):
            hand_over(office, tmp_path / "x.pdf")
    finally:
        interviewing.answer(office.book, office.interview, QuestionCode("CAD-09"), Answer(value="oui"))


def test_a_withdrawal_is_noted_once_and_its_notice_names_nobody(office: Partner, tmp_path: Path) -> None:
    made = hand_over(office, tmp_path / "extrait.pdf")
    withdrawn = handing_over.withdraw(office.book, office.interview, made.id)
    assert withdrawn.withdrawn_on == today(office)
    assert withdrawn.handed_at < office.book.clock.now()
    lines = deeds(office).count(Deed.SHARING_WITHDRAWN)
    assert handing_over.withdraw(office.book, office.interview, made.id) == withdrawn
    assert deeds(office).count(Deed.SHARING_WITHDRAWN) == lines == 1
    person = office.book.vault.cases.get(office.case)
    notice = handing_over.withdrawal_notice(person, withdrawn)
    assert person.number in notice
    assert not any(name in notice for name in (person.called, person.family_name, "Léa", "Modèleville"))
    with pytest.raises(UnknownHandoffError):
        handing_over.withdraw(office.book, office.interview, "0" * 16)


def test_undo_does_not_call_a_document_back(office: Partner, tmp_path: Path) -> None:
    interviewing.answer(office.book, office.interview, QuestionCode("DIS-04"), Answer(value=25))
    made = hand_over(office, tmp_path / "extrait.pdf")
    undoing.undo(office.book, office.interview)
    assert made.id in {one.id for one in handing_over.handoffs(office.book, office.case)}


def test_the_journal_tells_a_handoff_in_words(office: Partner, tmp_path: Path) -> None:
    made = hand_over(office, tmp_path / "extrait.pdf", replace(FT, removed=frozenset({BlockCode("LOG")})))
    entry = office.book.desk(office.interview).record.latest(f"handoff/{made.id}")
    assert entry is not None
    words = told(office.book.form, entry.subject, entry.value)
    assert words.chapter == "Transmissions"
    assert "France Travail" in words.words
    assert "Agence de Modèleville" in words.words


def test_a_recipient_is_proposed_once_and_not_for_what(office: Partner, tmp_path: Path) -> None:
    for name in ("un.pdf", "deux.pdf"):
        hand_over(office, tmp_path / name, replace(FT, recipient="Agence d’ailleurs"))
    known = [one for one in recipients.recipients(office.book, Profile.FRANCE_TRAVAIL) if "ailleurs" in one.recipient]
    assert len(known) == 1
    assert "ailleurs" not in repr(known)
    assert FT.purpose not in str(office.book.vault.places.recall("recipients")), "it was written of one person"


def test_a_sheet_of_one_page_is_remembered_and_withdrawn_like_a_document(office: Partner, tmp_path: Path) -> None:
    book, on = office.book, today(office) - timedelta(days=1)
    relay = sheet_saving.save_relay_sheet(book, office.interview, None, tmp_path / "relais.pdf", on)
    meeting = sheet_saving.save_meeting_sheet(
        book, office.interview, "Quelle garde du soir ?", "Situation B", tmp_path / "reunion.pdf", on
    )
    kept = {one.id: one for one in handing_over.handoffs(book, office.case)}
    assert [(kept[one.id].sheet, kept[one.id].agreed_on) for one in (relay, meeting)] == [
        (OnePage.RELAY, on),
        (OnePage.MEETING, on),
    ]
    assert "partenaire" in registering.register(book, case=office.case)[0].detail
    entry = book.desk(office.interview).record.latest(f"handoff/{meeting.id}")
    assert entry is not None
    words = told(book.form, entry.subject, entry.value)
    assert "Fiche de réunion" in words.label
    assert "Situation B" in words.words
    assert Profile.DEPARTMENT.label not in words.words

    withdrawn = handing_over.withdraw(book, office.interview, meeting.id)
    person = book.vault.cases.get(office.case)
    notice = handing_over.withdrawal_notice(person, withdrawn)
    assert "Situation B" in notice
    assert person.number not in notice, "the meeting must not come to her number"
    assert person.number in handing_over.withdrawal_notice(person, relay)


def test_nobody_agreed_to_a_sheet_on_a_day_to_come(office: Partner, tmp_path: Path) -> None:
    before = handing_over.handoffs(office.book, office.case)
    with pytest.raises(FutureAgreementError):
        sheet_saving.save_relay_sheet(
            office.book, office.interview, None, tmp_path / "relais.pdf", today(office) + timedelta(days=1)
        )
    assert handing_over.handoffs(office.book, office.case) == before
    assert not list(tmp_path.iterdir())


def test_those_who_hold_a_document_are_named_before_an_erasure(office: Partner, tmp_path: Path) -> None:
    before = rights.erasure_preview(office.book, office.case)
    for name in ("a.pdf", "b.pdf"):
        hand_over(office, tmp_path / name)
    hand_over(office, tmp_path / "elle.pdf", Selection(profile=Profile.PERSON, recipient="Elle"))
    seen = rights.erasure_preview(office.book, office.case)
    assert seen.handed_over == before.handed_over + 2, "her own copy is hers"
    held = next(one for one in seen.holders if FT.recipient in one)
    assert "documents, le dernier le" in held
    assert not any("La personne" in one for one in seen.holders)
