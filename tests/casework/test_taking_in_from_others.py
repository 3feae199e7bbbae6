"""What other programs write and sign: shown in our own words, hostile or not, and hiding nothing of anybody else's."""

import unicodedata
from datetime import timedelta
from pathlib import Path

import pytest

from spie_diag.casework import (
    reconciling,
    taking_in,
)
from spie_diag.casework.accessing import access_export
from spie_diag.casework.exchange_errors import NotForHerError, UntrustworthyDocumentError
from spie_diag.casework.received import received_answers, receptions, wording_of
from spie_diag.casework.received_copies import save_received
from spie_diag.casework.reconciling import Change
from spie_diag.casework.rights import Recipient
from spie_diag.casework.taking_in import Incoming
from spie_diag.errors import SpieError
from spie_diag.exchange.package import PackedAnswer
from spie_diag.forms.definition import QuestionCode, Value
from spie_diag.interview.answers import Status
from tests.casework.conftest import Office
from tests.casework.partner import Partner
from tests.casework.test_taking_in import each_document_is_new, elsewhere, examined, master
from tests.exchange.packages import package, written
from tests.signing.paper import CLARA, EMPLOYMENT, IDRIS, SOCIAL, identities, paper, signed_by_both
from tests.stretching import quick_stretching

__all__ = ["each_document_is_new", "elsewhere", "master", "quick_stretching"]


def test_codes_that_nobody_knows_are_shown_as_text(office: Office) -> None:
    odd = PackedAnswer(code="ZZZ-1", label="?", status=Status.ANSWERED, value=[{"a": [True, ""]}, None, 3])
    assert wording_of(odd, office.book.form).replace("\u00a0", " ") == "a : Oui, 3"
    values: list[Value] = [["", ""], {"": ""}, [[["x"]]], "\0", 10**30, False, {"x": {"y": "z"}}, [""], [{}], None]
    for code, question in list(office.book.form.questions.items())[:200]:
        for value in values:
            answer = PackedAnswer(code=code, label=question.label, status=Status.ANSWERED, value=value)
            assert isinstance(wording_of(answer, office.book.form), str)


@pytest.mark.parametrize(
    ("code", "value", "words", "read"),
    [
        ("MOB-09", "non", "Oui", "Non"),
        ("DIS-04", 20, "35 heures", "20"),
        ("ATT-01", "Une garde", "Rien", "Une garde"),
        ("MOB-09", "peut_etre", "Peut-être", "Peut-être"),
        ("L-X-01", "a", "Un mot d’ailleurs", "Un mot d’ailleurs"),
    ],
)
def test_words_that_say_another_thing_than_the_value_are_not_believed(
    office: Office, code: str, value: Value, words: str, read: str
) -> None:
    answer = PackedAnswer(code=code, label="?", status=Status.ANSWERED, value=value, words=words)
    assert wording_of(answer, office.book.form) == read


def test_what_is_compared_is_called_as_we_call_it(office: Office) -> None:
    lie = "Avez-vous le permis ?"
    told = package(
        specialists=[VENDORS, {**VENDORS, "name": IDRIS.name, "field": "emploi"}],
        answers={code: {"status": "REP", "value": "oui", "label": lie} for code in ("CRE-08", "ZZZ-1")},
        domains=[{"code": "LOG", "label": lie, "agreed": 2, "strength": False, "priority": False, "text": ""}],
        situations=[{"code": "LOG.S01", "label": lie}],
    )
    incoming = vendor_made(office, written(told))
    form = office.book.form
    ours = {"CRE-08": form.questions[QuestionCode("CRE-08")].label, "ZZZ-1": lie}
    for case in (None, office.person.case):
        read = {one.code: one.label for one in reconciling.compare(office.book, incoming, case) if one.code}
        assert {code: read[code] for code in ours} == ours
        assert lie not in {read["LOG"], read["LOG.S01"]}


CHOSEN: dict[str, Value] = {"ATT-01": {"status": "REP", "value": "zchosenz", "label": "?"}}
VENDORS: dict[str, Value] = {"name": CLARA.name, "structure": CLARA.structure, "field": "social"}


def vendor_made(office: Office, content: bytes | None) -> Incoming:
    """A document made and signed by another program, taken as it is."""
    clara, idris = identities()
    made = (
        paper(SOCIAL, EMPLOYMENT, attachment=content) if content is not None else paper(SOCIAL, EMPLOYMENT, bare=True)
    )
    return examined(office, signed_by_both(clara, idris, made)[1])


def test_a_document_of_another_vendor_is_taken_in(office: Office) -> None:
    told = package(number="D-2026-0001", specialists=[VENDORS, {**VENDORS, "name": IDRIS.name, "field": "emploi"}])
    incoming = vendor_made(office, written(told))
    case = taking_in.take_in(office.book, incoming, office.person.case, unknown_confirmed=True)
    said = received_answers(office.book, case)
    assert said["ZZZ-99"][0].words.replace("\u00a0", " ") == "a, b : 1"
    assert said["ZZZ-99"][0].label == "Une question d’une version à venir"
    assert said["MOB-02"][0].words == "Ne sait pas"


def test_whoever_takes_the_number_and_the_structures_of_a_partner_hides_nothing_of_hers(
    office: Office, elsewhere: Partner, master: bytes
) -> None:
    hers = examined(office, master, elsewhere)
    case = taking_in.take_in(office.book, hers, office.person.case)
    authors: list[Value] = [
        {**VENDORS, "structure": one.structure, "name": name, "field": one.field_of_work}
        for one, name in zip(hers.package.authors, (CLARA.name, IDRIS.name), strict=True)
    ]
    later = package(number=hers.package.number, held_on="2026-11-23", specialists=authors)
    other = vendor_made(office, written(later))
    assert Change.GONE not in {one.change for one in reconciling.compare(office.book, other, case)}
    taking_in.take_in(office.book, other, case, unknown_confirmed=True)
    assert {one.digest for one in received_answers(office.book, case)["LOG-01"]} == {hers.digest, other.digest}


@pytest.mark.parametrize("code", ["FAM-02", "FAM-10"])
def test_her_copy_has_no_pages_that_tell_of_others_or_of_what_is_never_written(
    office: Office, tmp_path: Path, code: str
) -> None:
    said: Value = {code: {"status": "REP", "value": "zsecretz", "label": "?"}, **CHOSEN}
    told = package(answers=said, specialists=[VENDORS, {**VENDORS, "name": IDRIS.name, "field": "emploi"}])
    case = taking_in.take_in(
        office.book, vendor_made(office, written(told)), office.person.case, unknown_confirmed=True
    )
    made = access_export(office.book, case, tmp_path)
    with pytest.raises(NotForHerError):
        save_received(
            office.book, case, receptions(office.book, case)[0].digest, tmp_path / "elle.pdf", Recipient.PERSON
        )

    assert not (tmp_path / "elle.pdf").exists()
    assert not [file.name for file in made.files if file.name.startswith("recu-")]
    data = next(file for file in made.files if file.suffix == ".json").read_text()
    assert "zsecretz" not in data
    assert "zchosenz" in data


def test_an_interview_of_a_day_to_come_is_none(office: Office) -> None:
    later = office.book.clock.now().date() + timedelta(days=2)
    told = package(held_on=later.isoformat(), specialists=[VENDORS, {**VENDORS, "name": IDRIS.name, "field": "emploi"}])
    with pytest.raises(UntrustworthyDocumentError, match="date à venir"):
        vendor_made(office, written(told))


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"bonjour",
        b"[" * 100_000,
        written(package(specialists=[VENDORS], more="x" * 3_000_000)),
        written(package(specialists=[VENDORS], schema="spie-diag/diagnostic/2")),
        written(package(specialists=[VENDORS], answers={"LOG-01": 3})),
        written(package(specialists=[VENDORS])).replace(b'"version":1', b'"version":1,"version":2'),
        written({"schema": "spie-diag/access/1", "specialists": [VENDORS]}),
    ],
    ids=["none", "empty", "words", "deep", "huge", "newer", "misshapen", "twofold", "another-kind"],
)
def test_absurd_data_are_one_sentence_and_nothing_is_kept(office: Office, content: bytes | None) -> None:
    with pytest.raises(SpieError) as raised:
        vendor_made(office, content)
    assert str(raised.value)
    assert receptions(office.book, office.person.case) == ()


@pytest.mark.parametrize("text", ["\u202e<b>Amina</b>\0' OR 1=1 --", "x" * 5_000, "أمينة 🎈"])
def test_a_hostile_name_opens_a_file_all_the_same(office: Office, text: str) -> None:
    named: Value = {"called": text, "family_name": text, "first_names": "", "born_on": "1791-04-07", "commune": text}
    told = package(person=named, specialists=[VENDORS, {**VENDORS, "name": IDRIS.name, "field": "emploi"}])
    incoming = vendor_made(office, written(told))
    reconciling.matches(office.book, incoming)
    case = taking_in.take_in(office.book, incoming, None, unknown_confirmed=True)
    person = office.book.vault.cases.get(case)
    assert person.born_on is None, "nobody here could have typed it"
    assert 0 < len(person.family_name) <= 120
    assert not any(unicodedata.category(letter) == "Cc" for letter in person.full_name)
