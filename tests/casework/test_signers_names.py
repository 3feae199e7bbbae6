"""Specialists with every kind of name sign through the whole application; what does not verify is never kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from spie_diag.casework import interviewing, opening, publishing, receiving, signing_off, verifying
from spie_diag.casework.errors import SignatureNotKeptError
from spie_diag.casework.receiving import NewPerson
from spie_diag.forms.definition import QuestionCode
from spie_diag.interview.answers import Answer
from spie_diag.interview.people import FieldOfWork
from spie_diag.signing import applying
from tests.casework.conftest import CLOCK, SECRETS, TODAY, Office, founders
from tests.casework.test_signing_off import make_ready, sign_both

LONG = "Marie-Élisabeth Nguyễn-Thévenet de La Rochefoucauld-Montbrison d’Argenson"


def office_of(folder: Path, *names: str) -> Office:
    people = [replace(one, name=name) for one, name in zip(founders(), names, strict=True)]
    signers = folder / "signataires"
    book = opening.create_casebook(folder / "coffre", "Antenne", people, clock=CLOCK, signers=signers, quick_keys=True)
    person = receiving.add_person(
        book, NewPerson(called="Amina", family_name="BENSAÏD", first_names="Amina", born_on=date(1991, 4, 7))
    )
    social, employment = (one.id for one in book.vault.specialists)
    sheet = receiving.start_interview(book, person, social=social, employment=employment, today=TODAY)
    return Office(book, folder / "coffre", signers, CLOCK, person, sheet.interview)


@pytest.mark.parametrize(
    ("social", "employment"),
    [("Youssef الأمين", "Zoé 🌻"), ("يوسف الأمين", LONG), ("Ame\u0301lie N\u0303a\u0308", "يُوسُف d’Argenson")],
    ids=["mixed and emoji", "Arabic and very long", "combining and vowel signs"],
)
def test_what_they_sign_holds_whatever_they_are_called(social: str, employment: str, tmp_path: Path) -> None:
    office = office_of(tmp_path, social, employment)
    try:
        make_ready(office)
        signing_off.person_declines(office.book, office.interview)
        sign_both(office)
        pdf = publishing.export_document(office.book, office.interview, tmp_path / "diagnostic.pdf")
    finally:
        opening.lock(office.book)
    verdict = verifying.verify_file(pdf, signers=office.signers)
    assert verdict.holds, verdict.problems
    assert [one.known for one in verdict.signatures] == [True, True]


Sign = Callable[..., bytes]


def _damaged(sign: Sign) -> Sign:
    def signs(*given: object, **named: object) -> bytes:
        pdf = sign(*given, **named)
        place = len(pdf) // 2
        return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]

    return signs


def _unsigned(_sign: Sign) -> Sign:
    return lambda document, *_given, **_named: document


@pytest.mark.parametrize("wrong", [_damaged, _unsigned])
def test_a_signature_that_does_not_verify_is_dropped_and_nothing_is_frozen(
    wrong: Callable[[Sign], Sign], office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_ready(office)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(applying, "sign", wrong(applying.sign))
        with pytest.raises(SignatureNotKeptError):
            signing_off.specialist_signs(office.book, office.interview, office.social, SECRETS[FieldOfWork.SOCIAL])
    assert not office.book.vault.signed_documents.of(office.interview)
    assert not receiving.resume(office.book, office.interview).is_frozen
    interviewing.answer(office.book, office.interview, QuestionCode("LOG-02"), Answer(value="2020-01"))
    make_ready(office)
    sign_both(office)
    assert verifying.verify_kept(office.book, office.interview, signers=office.signers).holds


@pytest.mark.parametrize("wrong", [_damaged, _unsigned])
def test_a_second_signature_that_does_not_verify_leaves_the_first_as_it_was(
    wrong: Callable[[Sign], Sign], office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_ready(office)
    signing_off.specialist_signs(office.book, office.interview, office.social, SECRETS[FieldOfWork.SOCIAL])
    once = publishing.signed_document(office.book, office.interview)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(applying, "sign", wrong(applying.sign))
        with pytest.raises(SignatureNotKeptError):
            signing_off.specialist_signs(
                office.book, office.interview, office.employment, SECRETS[FieldOfWork.EMPLOYMENT]
            )
    assert publishing.signed_document(office.book, office.interview) == once
    assert len(office.book.vault.signed_documents.of(office.interview)) == 1
    signing_off.specialist_signs(office.book, office.interview, office.employment, SECRETS[FieldOfWork.EMPLOYMENT])
    assert verifying.verify_kept(office.book, office.interview, signers=office.signers).holds
