"""Archives and screen readers accept the file, whatever was typed into it."""

import hashlib
import os
import re
import time
from dataclasses import replace
from itertools import pairwise

import page
import pikepdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spie_diag.documents.content import PersonSignature, PersonSigning
from tests.documents import samples, sheet_samples
from tests.documents.conftest import built
from tests.documents.reading import fields, opened, painting_outside_marks, tree

PROFILES = ("3a", "ua1")


def faults(pdf: bytes, profile: str) -> list[str]:
    report = page.validate_pdf_bytes(pdf, profile=profile)
    return [f"{fault.rule_id}: {fault.message}" for fault in report.failures]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", ["full", "alone", "hostile"])
def test_archives_and_screen_readers_accept_it(request: pytest.FixtureRequest, name: str, profile: str) -> None:
    pdf: bytes = request.getfixturevalue(name)
    assert faults(pdf, profile) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_a_report_with_nothing_in_it_is_accepted_too(profile: str) -> None:
    assert faults(built(samples.empty_report()), profile) == []


@pytest.mark.parametrize("kind", list(PersonSigning))
def test_every_way_to_sign_is_accepted(kind: PersonSigning) -> None:
    signature = PersonSignature(kind=kind, strokes=(((3.0, 3.0),), ()), witness="Idris")
    pdf = built(replace(samples.empty_report(), signature=signature))
    assert [faults(pdf, profile) for profile in PROFILES] == [[], []]


@settings(max_examples=15)
@given(st.text(max_size=60))
@example("\ud800 \ue02f \u202e \x00 \uffff 🧑🏽‍🦱 ﷽ Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞")
@example("]]> --> &amp; <para> {braces} %s \\( \\ )")
def test_whatever_is_typed_the_file_conforms(typed: str) -> None:
    bare = samples.empty_report()
    pdf = built(replace(bare, cover=replace(bare.cover, person=typed), summary=typed, observations=typed))
    assert [faults(pdf, profile) for profile in PROFILES] == [[], []]


ENDLESS = {
    "one word": "a" * 10_000,
    "Arabic": "ب" * 10_000,
    "emoji": "😀" * 10_000,
    "operators": "BT /F1 12 Tf (x) Tj ET ) endstream endobj " * 250,
    "markup": "<b>" * 3_000,
    "signs over one letter": "e" + "\u0316" * 10_000,
    "empty lines": "\n" * 10_000,
}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_text_without_end_conforms_and_ends(name: str) -> None:
    text, bare = ENDLESS[name], samples.full_report()
    told = replace(
        bare,
        cover=replace(bare.cover, person=text, recipient=text, absent=text),
        summary=text,
        domains=(replace(bare.domains[0], label=text),),
        strengths=(),
        goals=(),
    )
    start = time.process_time()
    pdf = built(told)
    assert time.process_time() - start < 10
    assert [faults(pdf, profile) for profile in PROFILES] == [[], []]
    assert len(opened(pdf).pages) < 40


def test_everything_full_conforms() -> None:
    pdf = built(sheet_samples.everything_full())
    assert [faults(pdf, profile) for profile in PROFILES] == [[], []]


def test_nothing_is_painted_outside_the_tree_and_the_artifacts(full: bytes, hostile: bytes) -> None:
    for pdf in (full, hostile):
        for one in opened(pdf).pages:
            assert painting_outside_marks(one) == []


def test_titles_go_down_one_level_at_a_time(full: bytes) -> None:
    levels = [int(node.role[1]) for node in tree(opened(full)) if re.fullmatch(r"H\d", node.role)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_figures_headers_and_fields_speak(full: bytes) -> None:
    document = opened(full)
    nodes = tree(document)
    figures = [node.element for node in nodes if node.role == "Figure"]
    words = " ".join(str(one.Alt) for one in figures).replace("\u00a0", " ")
    assert "Famille, garde d’enfants et proches aidés : champ social Empêche" in words
    assert "Signature manuscrite de la personne" in words
    assert all(str(node.element.A.Scope) in {"/Row", "/Column"} for node in nodes if node.role == "TH")
    assert [str(field.TU) for field in fields(document)] == [
        "Signature électronique de Nadia Témoin, Département – Maison de l’insertion Modèle",
        "Signature électronique de Hugo Spécimen, France Travail – agence Exemple",
    ]


def test_a_form_field_stands_alone_in_its_element(full: bytes) -> None:
    document = opened(full)
    forms = [node.element for node in tree(document) if node.role == "Form"]
    assert len(forms) == 2
    assert all(isinstance(one.K, pikepdf.Dictionary) for one in forms)


def test_the_diagnosis_is_found_again_byte_for_byte(full: bytes) -> None:
    document = opened(full)
    (attached,) = document.Root.AF
    assert attached.EF.F.read_bytes() == samples.DATA
    assert document.attachments["diagnostic.json"].get_file().read_bytes() == samples.DATA
    assert str(attached.AFRelationship) == "/Source"
    metadata = document.Root.Metadata.read_bytes().decode()
    assert f"<diag:Sha256>{hashlib.sha256(samples.DATA).hexdigest()}</diag:Sha256>" in metadata
    assert "<diag:SchemaVersion>1</diag:SchemaVersion>" in metadata


def test_the_same_input_gives_the_same_bytes(full: bytes, hostile: bytes) -> None:
    assert built(samples.full_report()) == full
    assert built(samples.hostile_report()) == hostile


def test_neither_the_clock_nor_the_place_changes_a_byte(full: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    monkeypatch.setitem(os.environ, "SOURCE_DATE_EPOCH", "1")
    try:
        assert built(samples.full_report()) == full
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_file_bears_the_date_it_was_given() -> None:
    document = opened(built(samples.empty_report(), moment=samples.LATER))
    metadata = document.Root.Metadata.read_bytes().decode()
    assert "<xmp:CreateDate>2027-01-05T09:00:00+00:00</xmp:CreateDate>" in metadata


def test_no_text_is_left_without_an_embedded_font(hostile: bytes) -> None:
    document = opened(hostile)
    embedded = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
    assert embedded
    assert all("/FontFile2" in font.FontDescriptor for font in embedded)
