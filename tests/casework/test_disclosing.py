"""Who reads what: for every recipient, every question and every situation, in the pages and in the data.

The table is written here again from domain §4.3, and not taken from the product.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache

import pytest

from spie_diag.casework import receiving
from spie_diag.casework.attachment import Drawn, attachment_of
from spie_diag.casework.disclosing import Disclosure
from spie_diag.casework.extracting import build_extract
from spie_diag.casework.opening import common_form
from spie_diag.casework.profiles import Profile
from spie_diag.casework.publishing import report_of
from spie_diag.casework.receiving import NewPerson
from spie_diag.casework.selecting import Selection
from spie_diag.casework.sheet import Sheet, draw
from spie_diag.forms.definition import BlockCode, Form, Question, QuestionCode
from tests.casework.conftest import CLOCK, TODAY, Office, SharedVault
from tests.casework.full_interview import Given, answers, full_form, lines, mark, marks_in
from tests.documents.reading import opened, printed

COLUMNS = ("FT", "CD", "ML", "CE", "PLIE", "SIAE", "EMP", "OF", "CCAS", "SPEC", "PERS")
# Of the specialised association, here one for mobility: its own domain in detail, and nothing else.
TABLE = """
IDE  D D D D D S S S D S D
STA  D D D D D S - S S - D
ATT  D D D D D S - - S - D
LOG  S D S S S F - - D - D
SAN  F S F S F F F F F - D
FAM  S D S S S F - F D - D
RES  F D F F F F - F D - D
DRO  S D S S S F - - D - D
LAN  S S D S S S - S S - D
NUM  S S S S S S - S S - D
MOB  D S D D D S F S S D D
SOC  F S F F F - - - S - D
POU  S S S S S F - - S - D
PAR  D S D D D D S S - - D
COM  D S D D D D S S - - D
FOR  D S D D D S - D - - D
PRO  D S D D D D F D S - D
DIS  D S D D D D S S S - D
REC  D F D D D S - - - - D
CRE  D S S S S - - - - - D
INT  D - S S S - - - - - D
CAD  - - - - - - - - - - D
"""
LEVELS = {row.split()[0]: dict(zip(COLUMNS, row.split()[1:], strict=True)) for row in TABLE.strip().splitlines()}
FOR_EMPLOYERS = {
    *("IDE-01", "IDE-02", "IDE-06", "PRO-01", "PRO-02"),
    *("COM-01", "COM-02", "COM-03", "COM-04", "COM-05", "COM-06"),
    *("DIS-01", "DIS-03", "DIS-04", "DIS-05"),
}
FOR_EMPLOYERS_IF_TICKED = {"SAN-07", "STA-06", "FOR-02"}
STRENGTHS_FOR_EMPLOYERS = {"PAR.S03", "PAR.S05", "COM.S01", "DIS.S01"}
NAME_AND_PHONE = {"IDE-01", "IDE-02", "IDE-06"}
SLOTS, ADAPTATIONS = {"DIS-03", "FAM-04"}, "SAN-07"
OF_OTHER_PEOPLE = {"FAM-02", "FAM-06", "FAM-09"}
NEVER = {"CAD-11", "SAN-08", "FAM-10", "DRO-06"}
RESTRICTED_SITUATIONS = {
    f"{block}.S{number:02d}"
    for block, numbers in {
        "IDE": [2],
        "STA": [2, 3],
        "LOG": [3, 4, 9],
        "SAN": range(1, 9),
        "FAM": [1, 2, 4, 5, 6, 7],
        "RES": range(1, 9),
        "DRO": [1, 3, 5],
        "MOB": [4],
        "SOC": [1, 2],
    }.items()
    for number in numbers
}
"""Those that a restricted answer suggests, and all of health. Source: domain §4.3, rule 0."""
FIELDS_FOR_SOME = {"IDE-06": {"tel"}, "PRO-02": {"metier", "appellation", "contrat", "temps"}}
"""Those for whoever gets identity in synthesis, and those of a project that an employer reads."""


@dataclass(frozen=True)
class Full:
    office: Office
    form: Form
    sheet: Sheet
    given: dict[str, Given]

    def selection(self, profile: str, *, ticked: bool) -> Selection:
        """For a mobility platform, where the association is specialised."""
        speciality = BlockCode("MOB") if profile == "SPEC" else None
        chosen = Selection(
            profile=Profile(profile),
            recipient=mark("z", "recipient"),
            purpose=mark("z", "purpose"),
            speciality=speciality,
        )
        return replace(chosen, ticked=Disclosure.of(self.sheet, chosen).tickable) if ticked else chosen


@pytest.fixture(scope="module")
def full(shared_vault: SharedVault) -> Iterator[Full]:
    book, folder, signers = shared_vault.open(CLOCK)
    social, employment = (one.id for one in book.vault.specialists)
    book.writer = social
    form = full_form()
    book.form = form
    person = receiving.add_person(
        book, NewPerson(called=mark("n", "called"), family_name=mark("n", "family"), first_names=mark("n", "first"))
    )
    begun = receiving.start_interview(book, person, social=social, employment=employment, today=TODAY)
    book.write_all(begun.interview, lines(form, social, employment))
    office = Office(book, folder, signers, CLOCK, person, begun.interview)
    yield Full(office, form, draw(book, begun.interview), answers(form))
    book.form = common_form()
    book.close_desks()


def leaves(profile: str, code: str, restricted: bool, ticked: bool) -> bool:
    """Whether an answer leaves, as domain §4.3 tells it."""
    level = LEVELS[code[:3]][profile]
    if code in NEVER:
        return False
    if profile == "PERS":
        return code not in OF_OTHER_PEOPLE
    if profile == "EMP":
        return code in FOR_EMPLOYERS or (ticked and code in FOR_EMPLOYERS_IF_TICKED)
    if level == "D":
        return ticked or not restricted
    if level == "-":
        return False
    if code == ADAPTATIONS:
        return ticked
    allowed = code in SLOTS or (profile == "OF" and code == "RES-09")
    if level == "S":
        allowed = allowed or code == "ATT-09" or code in NAME_AND_PHONE
    return allowed


def is_told(profile: str, situation: str, ticked: bool) -> bool:
    """Whether a situation leaves, as domain §4.3 tells it."""
    level = LEVELS[situation[:3]][profile]
    if profile == "EMP":
        return situation in STRENGTHS_FOR_EMPLOYERS
    return level in "SD" and (ticked or profile == "PERS" or situation not in RESTRICTED_SITUATIONS)


def field_leaves(profile: str, code: str, field: Question, ticked: bool) -> bool:
    """Whether a field of an answer that leaves does."""
    narrow = profile == "EMP" or LEVELS[code[:3]][profile] == "S"
    if narrow and code in FIELDS_FOR_SOME and field.name not in FIELDS_FOR_SOME[code]:
        return False
    return field.visibility.value == "P" or ticked or profile == "PERS"


@cache
def words_of_pages(pdf: bytes) -> str:
    document = opened(pdf)
    return " ".join(printed(document, page) for page in range(len(document.pages)))


def data_in(pdf: bytes) -> bytes:
    document = opened(pdf)
    return document.attachments["diagnostic.json"].get_file().read_bytes()


def texts_of(said: object) -> Iterator[str]:
    """Every text of a content, as pages would print it."""
    if is_dataclass(said):
        for one in fields(said):
            yield from texts_of(getattr(said, one.name))
    elif isinstance(said, tuple):
        for one in said:
            yield from texts_of(one)
    elif said is not None:
        yield str(said)


def faults(full: Full, profile: str, pages: str, attached: bytes, ticked: bool) -> list[str]:
    """What is not as the table says, in the words of pages and in data."""
    data, raw = json.loads(attached), attached.decode()
    wrong = []
    for code, asked in full.form.questions.items():
        restricted = asked.visibility.value == "R"
        expected = leaves(profile, code, restricted=restricted, ticked=ticked)
        if (code in data["answers"]) is not expected:
            wrong.append(f"{code} in data: {code in data['answers']}")
        for name, given, told in _pieces(full, profile, code, expected=expected, ticked=ticked):
            in_pages, in_data = _some(given.printed, pages), _some(given.data, raw)
            if in_pages is not told or (given.data and in_data is not told):
                wrong.append(f"{name}: {in_pages} in pages, {in_data} in data, {told} expected")
    found = {one["code"] for one in data["situations"]}
    for situation in full.form.situations:
        told = is_told(profile, situation, ticked=ticked)
        if (situation in found) is not told or (mark("s", situation) in pages) is not told:
            wrong.append(f"{situation}: {situation in found} in data, {mark('s', situation) in pages} in pages")
    return wrong


def _pieces(full: Full, profile: str, code: str, *, expected: bool, ticked: bool) -> Iterator[tuple[str, Given, bool]]:
    given, asked = full.given[code], full.form.questions[QuestionCode(code)]
    if not given.fields:
        yield code, given, expected
    for child in asked.children:
        if child.name in given.fields:
            told = expected and field_leaves(profile, code, child, ticked or asked.visibility.value == "R")
            yield f"{code}/{child.name}", given.fields[child.name], told


def _some(marks: frozenset[str], text: str) -> bool:
    return any(one in text for one in marks)


@pytest.mark.parametrize("profile", COLUMNS)
def test_every_question_and_situation_is_in_pages_and_data_as_the_table_says(full: Full, profile: str) -> None:
    office = full.office
    signer = office.book.specialists[office.social]
    pdf = build_extract(office.book, office.interview, full.selection(profile, ticked=True), [signer])
    pages, attached = words_of_pages(pdf), data_in(pdf)

    assert not faults(full, profile, pages, attached, ticked=True)
    assert marks_in(attached.decode()) <= marks_in(pages), "the data hold what the pages show, and no more"


@pytest.mark.parametrize("profile", COLUMNS)
def test_what_is_restricted_does_not_leave_unless_she_ticks_it(full: Full, profile: str) -> None:
    pages, attached = told_to(full, full.selection(profile, ticked=False))

    assert not faults(full, profile, pages, attached, ticked=False)
    assert marks_in(attached.decode()) <= marks_in(pages)


def told_to(full: Full, chosen: Selection | None) -> tuple[str, bytes]:
    """What the pages would say, without laying them out, and the data."""
    leaving = Disclosure.of(full.sheet, chosen) if chosen else None
    drawn = Drawn(made_on=TODAY) if chosen else None
    pages = " ".join(texts_of(report_of(full.sheet, leaving)))
    return pages, attachment_of(full.sheet, {}, leaving, drawn)
