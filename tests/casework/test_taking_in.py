"""Taking in what a partner sent: verified, compared, kept beside what is held, and never twice."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from spie_diag.casework import (
    interviewing,
    opening,
    receiving,
    reconciling,
    registering,
    rights,
    taking_in,
)
from spie_diag.casework.accessing import access_export
from spie_diag.casework.errors import MissingNameError, UnreadableFileError
from spie_diag.casework.exchange_errors import (
    CertificateNeededError,
    NothingReceivedError,
    OwnDocumentError,
    PasswordNeededError,
    UnfinishedDocumentError,
    UnknownSignersError,
    UntrustworthyDocumentError,
)
from spie_diag.casework.profiles import Profile
from spie_diag.casework.received import received_answers, received_document, receptions
from spie_diag.casework.receiving import NewPerson
from spie_diag.casework.reconciling import Change, Likeness
from spie_diag.casework.sealing import Seal, suggested_password
from spie_diag.casework.taking_in import Believing, Incoming, Key
from spie_diag.clock import SteppingClock
from spie_diag.errors import SpieError
from spie_diag.exchange.package import parse
from spie_diag.forms.definition import QuestionCode
from spie_diag.interview.answers import Answer
from spie_diag.interview.people import CaseId, FieldOfWork
from spie_diag.signing.envelope import Sealing
from spie_diag.signing.envelope_errors import NotForThisIdentityError, WrongEnvelopePasswordError
from spie_diag.vault.deeds import Deed
from spie_diag.vault.errors import UnknownCaseError
from tests.casework.conftest import SECRETS, Office
from tests.casework.partner import PHRASES, Partner, partner
from tests.exchange.packages import package, written
from tests.stretching import quick_stretching

__all__ = ["quick_stretching"]


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partner]:
    """The partners, once both have signed."""
    clock = SteppingClock(datetime(2026, 11, 24, 8, 30, tzinfo=UTC))
    made = partner(tmp_path_factory.mktemp("ailleurs"), clock)
    made.sign()
    yield made
    made.book.lock()


@pytest.fixture(scope="module")
def master(elsewhere: Partner) -> bytes:
    return elsewhere.master().read_bytes()


@pytest.fixture(scope="module")
def extract(elsewhere: Partner) -> bytes:
    return elsewhere.hand_over(Profile.MISSION_LOCALE, removed=("MOB",)).read_bytes()


@pytest.fixture(autouse=True)
def each_document_is_new(office: Office) -> Iterator[None]:
    """The vault is shared by the tests of the module: what one took in would be there already for the next."""
    yield
    for person in office.book.vault.cases.all():
        if receptions(office.book, person.case):
            rights.erase_one(office.book, person.case, office.social, SECRETS[FieldOfWork.SOCIAL])


_VERIFIED: dict[tuple[Path, bytes, bool], Incoming] = {}
"""What was examined already by this module: verifying is slow, and always says the same."""


def examined(office: Office, content: bytes, elsewhere: Partner | None = None) -> Incoming:
    """With the partners recognised where they are given."""
    asked = (office.folder, content, elsewhere is not None)
    if asked not in _VERIFIED:
        known = elsewhere.signers if elsewhere else office.folder.parent / "personne"
        _VERIFIED[asked] = taking_in.examine(office.book, content, believing=Believing(signers=known))
    return _VERIFIED[asked]


def test_what_is_taken_in_stands_beside_ours_with_its_authors(
    office: Office, elsewhere: Partner, master: bytes
) -> None:
    interviewing.answer(office.book, office.interview, QuestionCode("LOG-01"), Answer(value="sans"))
    before = office.book.vault.journals.of(office.person.case)
    incoming = examined(office, master, elsewhere)
    case = taking_in.take_in(office.book, incoming, office.person.case)
    assert case == office.person.case
    now = office.book.vault.journals.of(case)
    assert now[: len(before)] == before, "nothing local was written over"
    said = received_answers(office.book, case)
    assert said["LOG-01"][0].words.startswith("Hébergé")
    assert said["LOG-01"][0].source.startswith(
        "Léa Modèle et Omar Essai (CCAS Modèle et Agence Modèle), le 20 novembre"
    )
    assert said["LOG-01"][0].remark == ""
    assert said["DIS-04"][0].words == "20"
    assert receiving.resume(office.book, office.interview).state.value(QuestionCode("LOG-01")) == "sans"
    assert receptions(office.book, case)[0].received_at.date() == office.clock.at.date()
    assert registering.register(office.book, case=case)[0].deed is Deed.RECEIVED


def test_a_document_is_kept_byte_for_byte_and_taken_in_once(office: Office, elsewhere: Partner, master: bytes) -> None:
    incoming = examined(office, master, elsewhere)
    case = taking_in.take_in(office.book, incoming, office.person.case)
    entries = office.book.vault.journals.of(case)
    assert taking_in.take_in(office.book, incoming, case) == case
    assert taking_in.take_in(office.book, incoming, None) == case, "not even as somebody else"
    assert taking_in.already_in(office.book, incoming) == case
    assert office.book.vault.journals.of(case) == entries
    assert received_document(office.book, case, incoming.digest) == master
    with pytest.raises(NothingReceivedError):
        received_document(office.book, CaseId(office.interview), incoming.digest)


def test_a_cut_between_the_document_and_its_entry_is_mended(office: Office, elsewhere: Partner, master: bytes) -> None:
    from spie_diag.casework.received import STAGE, document_place

    incoming = examined(office, master, elsewhere)
    place = document_place(incoming.digest)
    office.book.vault.signed_documents.add(office.person.case, place, 1, incoming.digest, incoming.pdf, STAGE)
    assert taking_in.already_in(office.book, incoming) is None
    taking_in.take_in(office.book, incoming, office.person.case)
    kept = [one for one in office.book.vault.signed_documents.of(place) if one.case == office.person.case]
    assert len(kept) == 1
    assert receptions(office.book, office.person.case)[0].digest == incoming.digest


def test_unknown_signers_need_a_word_and_each_answer_says_it(office: Office, master: bytes) -> None:
    incoming = examined(office, master)
    assert not incoming.is_known
    with pytest.raises(UnknownSignersError):
        taking_in.take_in(office.book, incoming, office.person.case)
    assert receptions(office.book, office.person.case) == ()
    case = taking_in.take_in(office.book, incoming, office.person.case, unknown_confirmed=True)
    said = received_answers(office.book, case)
    assert all("non reconnus" in answers[0].source for answers in said.values())


def test_a_changed_or_unsigned_document_is_refused(office: Office, elsewhere: Partner, master: bytes) -> None:
    from spie_diag.casework.extracting import preview_extract
    from spie_diag.casework.selecting import Selection

    changed = master.replace(b"LOG-01", b"LOG-02", 1)
    hers = Selection(profile=Profile.MISSION_LOCALE, recipient="x")
    unsigned = preview_extract(elsewhere.book, elsewhere.interview, hers)
    broken = bytearray(master)
    broken[len(broken) // 3] ^= 1
    for wrong in (
        bytes(broken),
        master + b"\n%",
        master[:-400],
        unsigned,
        b"",
        b"bonjour",
        b"%PDF-1.7\n%%EOF",
        changed + b" ",
    ):
        with pytest.raises(UntrustworthyDocumentError) as raised:
            examined(office, wrong, elsewhere)
        assert "Léa" not in str(raised.value)


def test_a_document_that_one_of_two_has_signed_waits(office: Office, elsewhere: Partner) -> None:
    half = elsewhere.book.vault.signed_documents.of(elsewhere.interview)[0].pdf
    with pytest.raises(UnfinishedDocumentError):
        examined(office, half, elsewhere)


def test_a_document_of_this_vault_is_there_already(elsewhere: Partner, master: bytes) -> None:
    with pytest.raises(OwnDocumentError):
        taking_in.examine(elsewhere.book, master, believing=Believing(signers=elsewhere.signers))


def test_a_sealed_document_opens_for_whom_it_was_sealed(office: Office, elsewhere: Partner, master: bytes) -> None:
    password = suggested_password()
    sealed = elsewhere.hand_over(Profile.DEPARTMENT, "scelle.pdf", Seal(password=password))
    assert taking_in.sealing_of_file(sealed) is Sealing.PASSWORD
    with pytest.raises(PasswordNeededError):
        taking_in.examine_file(office.book, sealed)
    with pytest.raises(WrongEnvelopePasswordError):
        taking_in.examine_file(office.book, sealed, Key(password="autre chose"))
    opened = taking_in.examine_file(
        office.book, sealed, Key(password=password), believing=Believing(signers=elsewhere.signers)
    )
    assert opened.package.extract is not None
    assert opened.package.extract.profile == "CD"


def test_a_document_sealed_for_a_certificate_opens_with_her_passphrase(office: Office, elsewhere: Partner) -> None:
    certificates = {path.name: path.read_bytes() for path in office.signers.glob("*.pem")}
    mine = certificates[f"{opening.certificate_of(office.book, office.social)}.pem"]
    sealed = elsewhere.hand_over(Profile.CAP_EMPLOI, "pour-nadia.pdf", Seal(certificates=(mine,)))
    with pytest.raises(CertificateNeededError):
        taking_in.examine_file(office.book, sealed)
    theirs = Key(specialist=office.employment, passphrase=SECRETS[FieldOfWork.EMPLOYMENT])
    with pytest.raises(NotForThisIdentityError):
        taking_in.examine_file(office.book, sealed, theirs)
    with pytest.raises(SpieError):
        taking_in.examine_file(
            office.book, sealed, Key(specialist=office.social, passphrase=PHRASES[FieldOfWork.SOCIAL])
        )
    key = Key(specialist=office.social, passphrase=SECRETS[FieldOfWork.SOCIAL])
    assert taking_in.examine_file(office.book, sealed, key, believing=Believing(signers=elsewhere.signers)).is_known


def test_a_poorer_extract_takes_nothing_away(office: Office, elsewhere: Partner, master: bytes, extract: bytes) -> None:
    case = taking_in.take_in(office.book, examined(office, master, elsewhere), office.person.case)
    poorer = examined(office, extract, elsewhere)
    assert "MOB-01" not in poorer.package.answers
    told = {one.code: one for one in reconciling.compare(office.book, poorer, case)}
    assert told["MOB-01"].change is Change.GONE
    assert told["MOB-01"].ours == received_answers(office.book, case)["MOB-01"][0].words
    assert told["DIS-04"].change is Change.SAME
    taking_in.take_in(office.book, poorer, case)
    assert received_answers(office.book, case)["MOB-01"][0].words
    assert {answers[0].digest for answers in received_answers(office.book, case).values()} == {
        receptions(office.book, case)[0].digest
    }, "the whole diagnosis says more than an extract of the same version, whichever came first"
    assert len(receptions(office.book, case)) == 2


def test_differences_are_told_before_anything_is_taken_in(office: Office, elsewhere: Partner, master: bytes) -> None:
    interviewing.answer(office.book, office.interview, QuestionCode("DIS-04"), Answer(value=35))
    entries = office.book.vault.journals.of(office.person.case)
    told = reconciling.compare(office.book, examined(office, master, elsewhere), office.person.case)
    by_code = {one.code: one for one in told if one.code}
    assert (by_code["DIS-04"].change, by_code["DIS-04"].theirs, by_code["DIS-04"].ours) == (Change.OTHER, "20", "35")
    assert by_code["ATT-01"].change is Change.NEW
    assert by_code["LOG"].theirs == "Complique"
    identity = {one.label: one.change for one in told if not one.code}
    assert identity["Nom"] is Change.OTHER, "Bensaid and BENSAÏD are for people to compare"
    assert identity["Date de naissance"] is Change.SAME
    assert office.book.vault.journals.of(office.person.case) == entries
    assert "35" not in repr(told)


@pytest.mark.parametrize(
    ("known", "likeness"),
    [
        (NewPerson(called="", family_name="BENSAÏD", first_names="Amina", born_on=date(1991, 4, 7)), Likeness.SAME),
        (NewPerson(called="", family_name="Amina", first_names="Bensaïd", born_on=date(1991, 4, 7)), Likeness.SAME),
        (NewPerson(called="", family_name="Durand", first_names="Zoé", born_on=date(1991, 4, 7)), Likeness.BIRTH),
        (NewPerson(called="", family_name="Bensaïde", first_names="Aminna"), Likeness.NAME),
        (NewPerson(called="Amina", family_name="", first_names=""), Likeness.NAME),
        (NewPerson(called="", family_name="Bertrand", first_names="Lucie", born_on=date(1970, 1, 1)), None),
    ],
)
def test_somebody_near_is_proposed(
    office: Office, elsewhere: Partner, master: bytes, known: NewPerson, likeness: Likeness | None
) -> None:
    person = receiving.add_person(office.book, known)
    found = {
        one.person.case: one.likeness for one in reconciling.matches(office.book, examined(office, master, elsewhere))
    }
    assert found.get(person.case) is likeness


def test_who_is_named_alike_comes_before_who_is_named_almost_so(
    office: Office, elsewhere: Partner, master: bytes
) -> None:
    alike, almost = (
        receiving.add_person(
            office.book, NewPerson(called="", family_name=name, first_names="Amina", born_on=date(1991, 4, 7))
        )
        for name in ("Bensaïd", "Ben Said")
    )
    found = [one.person.case for one in reconciling.matches(office.book, examined(office, master, elsewhere))]
    assert found.index(alike.case) < found.index(almost.case)


def test_somebody_new_has_a_file_of_her_own(office: Office, elsewhere: Partner, extract: bytes) -> None:
    count = receiving.count_persons(office.book).count
    case = taking_in.take_in(office.book, examined(office, extract, elsewhere), None)
    person = office.book.vault.cases.get(case)
    assert case != office.person.case
    assert (person.family_name, person.born_on) == ("Bensaid", date(1991, 4, 7))
    assert receiving.count_persons(office.book).count == count + 1
    rights.erase_one(office.book, case, office.social, SECRETS[FieldOfWork.SOCIAL])


def test_a_document_that_names_nobody_opens_no_file(office: Office, elsewhere: Partner, master: bytes) -> None:
    nameless = replace(examined(office, master, elsewhere), package=parse(written(package(person={}))))
    with pytest.raises(MissingNameError):
        taking_in.take_in(office.book, nameless, None)
    with pytest.raises(UnknownCaseError):
        taking_in.take_in(office.book, nameless, CaseId(office.interview))


def test_what_was_received_goes_with_her_file(office: Office, elsewhere: Partner, master: bytes) -> None:
    person = receiving.add_person(office.book, NewPerson(called="Amina"))
    incoming = examined(office, master, elsewhere)
    case = taking_in.take_in(office.book, incoming, person.case)
    assert rights.erasure_preview(office.book, case).documents == 1
    rights.erase_one(office.book, case, office.social, SECRETS[FieldOfWork.SOCIAL])
    assert taking_in.already_in(office.book, incoming) is None
    kept = office.book.vault.signed_documents
    from spie_diag.casework.received import document_place

    assert all(not one.pdf for one in kept.of(document_place(incoming.digest)) if one.case == case)
    assert taking_in.take_in(office.book, incoming, office.person.case) == office.person.case, "it may come again"


def test_her_copy_holds_what_was_received(office: Office, elsewhere: Partner, master: bytes, tmp_path: Path) -> None:
    case = taking_in.take_in(office.book, examined(office, master, elsewhere), office.person.case)
    made = access_export(office.book, case, tmp_path)
    received = next(file for file in made.files if file.name.startswith("recu-01"))
    assert received.read_bytes() == master
    told = json.loads(next(file for file in made.files if file.suffix == ".json").read_text())
    (entry,) = next(entries for subject, entries in told["file"].items() if subject.startswith("received/"))
    assert entry["value"]["diagnostic"]["answers"]["DIS-04"]["value"] == 20


def test_a_file_that_is_not_there_is_one_sentence(office: Office, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError):
        taking_in.examine_file(office.book, tmp_path / "absent.pdf")
