"""An extract as a file: whom it is for, what it was drawn from, who signs it, and that it keeps the rules of pages."""

import hashlib
import json
import re
from dataclasses import replace

import pytest

from spie_diag.casework import extracting, rights
from spie_diag.casework.errors import OppositionError
from spie_diag.casework.extracting import build_extract, preview_extract, proposed_extract_name
from spie_diag.casework.profiles import Profile
from spie_diag.casework.selecting import Selection
from spie_diag.casework.sheet import SpecialistSignature
from spie_diag.forms.definition import BlockCode, Value
from tests.casework.test_disclosing import Full, data_in, full, told_to, words_of_pages
from tests.documents.reading import fields, opened, printed

__all__ = ["full"]
FOR_MOVING = Selection(
    profile=Profile.SPECIALISED, recipient="Garage Fictif", purpose="Préparer la suite", speciality=BlockCode("MOB")
)
"""One domain: a document that is quickly laid out."""


def squeezed(text: str) -> str:
    """Without the spaces, which lines swallow where they end."""
    return re.sub(r"\s", "", text)


def test_every_extract_says_whom_it_is_for_why_when_and_how_to_object(full: Full) -> None:
    pdf = preview_extract(full.office.book, full.office.interview, FOR_MOVING)
    pages = squeezed(words_of_pages(pdf))

    today = full.office.clock.at.date()
    for told in ("Garage Fictif", "Préparer la suite", "ne pas transmettre à un tiers", f"{today:%d/%m/%Y}", "CNIL"):
        assert squeezed(told) in pages
    for told in ("version 1", "pas encore signée"):
        assert squeezed(told) in pages


def test_the_data_name_the_recipient_and_the_diagnosis_it_was_drawn_from(full: Full) -> None:
    book = full.office.book
    signers = [book.specialists[full.office.employment], book.specialists[full.office.social]]
    pdf = build_extract(book, full.office.interview, FOR_MOVING, signers)
    data: dict[str, Value] = json.loads(data_in(pdf))

    made_on = full.office.clock.at.date().isoformat()
    assert data["schema"] == "spie-diag/diagnostic/1"
    assert data["extract"] == {
        "profile": "SPEC",
        "recipient": "Garage Fictif",
        "purpose": "Préparer la suite",
        "made_on": made_on,
        "of": {"version": 1, "sha256": None},
        "authors": [
            {"name": one.name, "role": one.role, "structure": one.structure, "field": one.field_of_work.value}
            for one in reversed(signers)
        ],
    }


@pytest.mark.parametrize("count", [0, 1, 2])
def test_it_has_a_field_for_each_who_signs_it_and_names_them_only(full: Full, count: int) -> None:
    book = full.office.book
    signers = [book.specialists[one] for one in (full.office.employment, full.office.social)][:count]
    pdf = build_extract(book, full.office.interview, FOR_MOVING, signers)

    document = opened(pdf)
    made = [str(field.T) for field in fields(document)] if "/AcroForm" in document.Root else []
    assert made == ["Approbation_Emploi", "Signature_Social"][:count]
    announced = [one["name"] for one in json.loads(data_in(pdf))["specialists"]]
    assert sorted(announced) == sorted(one.name for one in signers)


def test_the_preview_has_the_pages_that_will_leave(full: Full) -> None:
    book, interview = full.office.book, full.office.interview
    writer = book.writing

    preview = preview_extract(book, interview, FOR_MOVING)
    leaving = build_extract(book, interview, FOR_MOVING, [writer])

    assert words_of_pages(preview) == words_of_pages(leaving)
    assert json.loads(data_in(preview)) == json.loads(data_in(leaving))


def test_an_employer_is_not_told_who_follows_her_besides_work(full: Full) -> None:
    book = full.office.book
    chosen = Selection(profile=Profile.EMPLOYER, recipient="Garage Fictif", purpose="Immersion")
    pdf = build_extract(book, full.office.interview, chosen, [book.specialists[full.office.employment]])

    said = squeezed(words_of_pages(pdf)) + squeezed(data_in(pdf).decode())
    assert squeezed("Hugo Spécimen") in said
    for told in ("Nadia Témoin", "assistante sociale", "Maison de l’insertion", "RSA", "115"):
        assert squeezed(told) not in said


def test_an_employer_is_not_told_how_many_signed_what_it_was_drawn_from(
    full: Full, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, at = full.office.book, full.office.clock.at
    hands = tuple(SpecialistSignature(specialist=one, signed_at=at) for one in book.specialists.values())
    monkeypatch.setattr(extracting, "draw", lambda *_: replace(full.sheet, signatures=hands))
    chosen = Selection(profile=Profile.EMPLOYER, recipient="Garage Fictif")
    said = {}
    for one in (chosen, FOR_MOVING):
        said[one.profile] = squeezed(words_of_pages(preview_extract(book, full.office.interview, one)))

    assert squeezed("signée par les deux spécialistes") in said[Profile.SPECIALISED]
    assert squeezed("du diagnostic, signée ·") in said[Profile.EMPLOYER]
    assert squeezed("les deux") not in said[Profile.EMPLOYER]


def test_the_person_reads_her_copy_in_plain_words_first(full: Full) -> None:
    chosen = Selection(profile=Profile.PERSON, recipient="Elle-même")
    pdf = preview_extract(full.office.book, full.office.interview, chosen)

    document = opened(pdf)
    assert squeezed("Votre diagnostic, en bref") in squeezed(printed(document, 0))
    assert len(document.pages) > 1


def test_nothing_is_drawn_for_a_partner_when_she_opposes_sharing(full: Full) -> None:
    book, interview = full.office.book, full.office.interview
    rights.oppose(book, full.office.person.case)
    try:
        with pytest.raises(OppositionError):
            build_extract(book, interview, FOR_MOVING, [book.writing])
        for_her = Selection(profile=Profile.PERSON, recipient="Elle-même")
        assert build_extract(book, interview, for_her, [book.writing])
    finally:
        rights.lift_opposition(book, full.office.person.case)


def test_why_the_diagnosis_was_corrected_is_for_those_who_keep_it(full: Full) -> None:
    sheet = replace(full.sheet, correction_reason="zcorrectedz")
    for profile in Profile:
        pages, attached = told_to(replace(full, sheet=sheet), Selection(profile=profile, recipient="R"))
        assert "zcorrectedz" not in pages + attached.decode()
    assert "zcorrectedz" in told_to(replace(full, sheet=sheet), None)[0]


def test_the_data_of_a_goal_are_what_is_printed_of_it(full: Full) -> None:
    def goals(profile: Profile) -> set[frozenset[str]]:
        attached = told_to(full, Selection(profile=profile, recipient="R"))[1]
        return {frozenset(goal) for goal in json.loads(attached)["goals"]}

    functional = {"label", "code", "block", "due"}
    assert goals(Profile.PERSON) == {frozenset({*functional, "sign", "actions"})}
    assert goals(Profile.SIAE) == {frozenset(functional), frozenset({*functional, "sign", "actions"})}


def test_half_an_emoji_keeps_no_document_from_being_made(full: Full) -> None:
    cut = replace(FOR_MOVING, recipient="Garage \ud83d", purpose="Suite \ud83d")
    pdf = preview_extract(full.office.book, full.office.interview, cut)

    assert json.loads(data_in(pdf))["extract"]["recipient"] == "Garage ?"


def test_its_file_name_names_nobody(full: Full) -> None:
    name = proposed_extract_name(full.sheet, FOR_MOVING)

    assert name == f"extrait-{full.sheet.person.number}-v1-spec.pdf"


def test_an_extract_of_nothing_is_a_whole_file(full: Full) -> None:
    everything = frozenset({BlockCode("SYN"), *(block.code for block in full.form.blocks)})
    nothing = Selection(profile=Profile.SPECIALISED, recipient="Une association", removed=everything)
    pdf = preview_extract(full.office.book, full.office.interview, nothing)

    assert json.loads(data_in(pdf))["answers"] == {}
    assert len(hashlib.sha256(pdf).hexdigest()) == 64
