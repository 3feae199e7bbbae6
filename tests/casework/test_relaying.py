"""The sheet for whoever takes over says where she stands; the sheet for a meeting lets nobody guess who she is."""

from dataclasses import replace
from datetime import date

import pytest

from spie_diag.casework import relaying, rights
from spie_diag.casework.errors import IdentityToldError, OppositionError
from spie_diag.casework.profiles import Profile
from spie_diag.casework.selecting import Selection
from spie_diag.forms.definition import Value
from spie_diag.interview.people import Person
from tests.casework.full_interview import mark, marks_in
from tests.casework.test_disclosing import Full, full, words_of_pages
from tests.casework.test_extracting import squeezed

__all__ = ["full"]
ASKED = "Comment tenir compte de la garde et des horaires ?"
ON = date(2026, 11, 24)


def test_a_relay_sheet_says_where_she_stands_and_who_noted_it(full: Full) -> None:
    pages = squeezed(words_of_pages(relaying.relay_sheet(full.office.book, full.office.interview, agreed_on=ON)))

    constraints = ("Logement", "Complique", "Nadia Témoin", "Accord donné le 24 novembre 2026", "socio-professionnel")
    for told in (mark("z", "strength"), mark("n", "first"), mark("z", "referent"), *constraints):
        assert squeezed(told) in pages


def test_a_relay_sheet_for_a_partner_says_no_more_than_its_extract(full: Full) -> None:
    chosen = Selection(profile=Profile.SIAE, recipient="Atelier Fictif", purpose="Relais")
    pages = words_of_pages(relaying.relay_sheet(full.office.book, full.office.interview, chosen))

    assert "Atelier Fictif" in pages
    told = marks_in(pages)
    assert mark("z", "referent") in told
    for hidden in (mark("z", "shared"), mark("z", "strength"), mark("g", "LOG"), mark("a", "LOG")):
        assert hidden not in told
    assert "Santé" not in pages


def test_nobody_passes_the_relay_to_herself(full: Full, monkeypatch: pytest.MonkeyPatch) -> None:
    book, referent = full.office.book, f"{full.office.book.writing.name} (Département)"
    sheet = replace(full.sheet, orientation=replace(full.sheet.orientation, referent=referent))
    monkeypatch.setattr(relaying, "draw", lambda *_: sheet)

    pages = squeezed(words_of_pages(relaying.relay_sheet(book, full.office.interview)))
    assert squeezed(f"À {relaying.TO_BE_NAMED}") in pages
    assert squeezed(f"Référent : {referent}") in pages, "who follows her today is still to be called"


def test_a_relay_sheet_for_an_employer_names_only_who_speaks_of_work(full: Full) -> None:
    chosen = Selection(profile=Profile.EMPLOYER, recipient="Garage Fictif")
    full.office.book.writer = full.office.employment
    try:
        pages = squeezed(words_of_pages(relaying.relay_sheet(full.office.book, full.office.interview, chosen)))
    finally:
        full.office.book.writer = full.office.social
    assert squeezed("Hugo Spécimen") in pages
    assert squeezed("Nadia Témoin") not in pages
    assert squeezed("Maison de l’insertion") not in pages


def test_a_meeting_sheet_refuses_what_she_said_of_herself_in_the_interview(
    full: Full, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: dict[str, Value] = {
        "IDE-01": "Samira",
        "IDE-02": "Fictive Samira",
        "IDE-04": "95355 Magny-en-Vexin, 3 chemin du Modèle",
        "IDE-06": {"tel": "06 39 98 00 07"},
    }

    class Told:
        def value(self, code: str) -> Value:
            return said.get(code)

    nobody = replace(full.sheet.person, called="", family_name="", first_names="", commune="", phone="")
    sheet = replace(full.sheet, person=nobody, state=Told())  # type: ignore[arg-type]  # the answers are all it reads
    monkeypatch.setattr(relaying, "draw", lambda *_: sheet)
    for typed in ("Que proposer à Samira ?", "Une garde à Magny-en-Vexin ?", "Au 06 39 98 00 07"):
        with pytest.raises(IdentityToldError):
            relaying.meeting_sheet(full.office.book, full.office.interview, typed)


def test_a_meeting_sheet_names_no_structure_that_bears_her_commune(full: Full, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = full.sheet.pair
    assert pair.social is not None
    local = replace(pair, social=replace(pair.social, structure="CCAS des Essarts-Fictifs"))
    sheet = replace(full.sheet, person=replace(full.sheet.person, commune="Les Essarts-Fictifs (95000)"), pair=local)
    monkeypatch.setattr(relaying, "draw", lambda *_: sheet)

    pages = squeezed(words_of_pages(relaying.meeting_sheet(full.office.book, full.office.interview, ASKED)))
    assert squeezed("assistante sociale") in pages
    assert squeezed("Agence Exemple") in pages
    assert squeezed("Essarts") not in pages


def test_a_meeting_sheet_holds_nothing_that_somebody_typed_about_her(full: Full) -> None:
    pages = words_of_pages(relaying.meeting_sheet(full.office.book, full.office.interview, ASKED, informed_before=ON))

    told = marks_in(pages)
    assert squeezed(ASKED) in squeezed(pages)
    assert {one[0] for one in told} <= {"s", "o"}, "situations and goals in the words of the form"
    assert full.sheet.person.number not in pages
    assert "Nadia" not in pages


def her(full: Full) -> Person:
    return replace(
        full.sheet.person,
        called="Zoé",
        family_name="De La Tour-Fictive",
        first_names="Zoé Amina",
        commune="Les Essarts-Fictifs (95000)",
        phone="06 39 98 00 01",
        number="D-2026-0042",
    )


@pytest.mark.parametrize(
    "typed",
    [
        "Que proposer à Zoé ?",
        "Que proposer à ZOE ?",
        "Que peut faire Mme Fictive ?",
        "Amina cherche une garde.",
        "Qui connaît un relais aux Essarts-Fictifs, à Les Essarts Fictifs ?",
        "Dossier d-2026-0042 : que faire ?",
        "Une garde aux Essarts-Fictifs ?",
        "Quelqu’un du 95000 ?",
        "La joindre au 06.39.98.00.01",
        "La joindre au +33 6 39 98 00 01",
    ],
)
def test_a_question_that_says_who_she_is_is_refused(full: Full, typed: str) -> None:
    with pytest.raises(IdentityToldError) as refused:
        relaying.refuse_identity(her(full), typed)
    assert typed not in str(refused.value)


@pytest.mark.parametrize(
    "typed", ["", ASKED, "Les horaires de la crèche, en 2026 : 0142 places ?", "Elle peut venir à 9 h 30, ou le 24/11."]
)
def test_an_ordinary_question_is_accepted(full: Full, typed: str) -> None:
    relaying.refuse_identity(her(full), typed)


def test_somebody_without_a_name_yet_is_no_reason_to_refuse(full: Full) -> None:
    nobody = replace(full.sheet.person, called="", family_name="", first_names="", commune="", phone="")
    relaying.refuse_identity(nobody, ASKED)


def test_no_sheet_leaves_when_she_opposes_sharing(full: Full) -> None:
    book, interview = full.office.book, full.office.interview
    rights.oppose(book, full.office.person.case)
    try:
        with pytest.raises(OppositionError):
            relaying.relay_sheet(book, interview)
        with pytest.raises(OppositionError):
            relaying.meeting_sheet(book, interview, ASKED)
    finally:
        rights.lift_opposition(book, full.office.person.case)
