"""What leaves for one recipient says for whom on every page, and nothing that it does not tell."""

from dataclasses import replace
from datetime import date

import pytest

from spie_diag.documents.content import PersonSignature, Report
from tests.documents import samples, sheet_samples
from tests.documents.conftest import built
from tests.documents.reading import fields, opened, printed, spoken, tree
from tests.documents.test_conformance import PROFILES, faults


def pages_of(pdf: bytes) -> list[str]:
    document = opened(pdf)
    return [printed(document, number).replace("\u00a0", " ") for number in range(len(document.pages))]


def said(pdf: bytes) -> str:
    return spoken(opened(pdf)).replace("\u00a0", " ")


@pytest.fixture(scope="module")
def extract() -> bytes:
    return built(sheet_samples.extract_report(), samples.BOTH[:1])


@pytest.fixture(scope="module")
def employer() -> bytes:
    return built(sheet_samples.employer_report(), samples.BOTH[:1])


@pytest.fixture(scope="module")
def unsigned() -> bytes:
    return built(samples.full_report(), ())


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", ["extract", "employer", "unsigned"])
def test_archives_and_screen_readers_accept_it(request: pytest.FixtureRequest, name: str, profile: str) -> None:
    assert faults(request.getfixturevalue(name), profile) == []


def test_every_page_says_for_whom_why_when_which_version_and_whom_to_ask(extract: bytes) -> None:
    pages = pages_of(extract)
    assert len(pages) > 1
    for page in pages:
        for words in (
            "Pour Mission locale Spécimen, Léa Modèle",
            "préparer ensemble la sortie du contrat d’engagement jeune",
            "D-2026-0001, version 1 · extrait du 26/11/2026",
            "ne pas transmettre à un tiers",
            "Droits de la personne : lire, corriger",
        ):
            assert words in page


def test_its_first_page_says_the_same_aloud(extract: bytes) -> None:
    text = said(extract)
    for words in (
        "Extrait du diagnostic",
        "ne pas transmettre à un tiers",
        "Mission locale Spécimen, Léa Modèle",
        "préparer ensemble la sortie",
        "signée par les deux spécialistes le 24 novembre 2026 · le 26 novembre 2026",
        "retirer son accord",
    ):
        assert words in text


def test_a_purpose_without_end_leaves_the_date_and_the_rights() -> None:
    report = sheet_samples.extract_report()
    cover = replace(report.cover, recipient="Longue " * 60, purpose="Sans fin " * 400)
    for page in pages_of(built(replace(report, cover=cover), ())):
        assert "extrait du 26/11/2026" in page
        assert "Droits de la personne :" in page


def test_answers_are_told_block_by_block_behind_the_signature(extract: bytes) -> None:
    text = said(extract)
    places = [
        text.find(words)
        for words in (
            "se vérifient sur le fichier",
            "Annexe : ce qui",
            "Permis sans véhicule",
            "Quel trajet",
            "45 minutes",
        )
    ]
    assert -1 not in places
    assert places == sorted(places)


def heads(pdf: bytes) -> int:
    """How many columns have a title."""
    document = opened(pdf)
    return sum(node.role == "TH" and str(node.element.A.Scope) == "/Column" for node in tree(document))


def test_no_voice_means_no_chart_and_no_column_for_it(extract: bytes) -> None:
    assert "Vue d’ensemble" not in said(extract)
    told = built(replace(sheet_samples.extract_report(), domains=samples.DOMAINS), ())
    assert heads(told) == heads(extract) + 1
    assert "Vue d’ensemble" in said(told)


def test_what_is_left_out_is_not_told_as_absent(employer: bytes) -> None:
    text = said(employer)
    for words in (
        "observation",
        "Non renseigné",
        "Contraintes",
        "Parcours",
        "rendez-vous",
        "La personne",
        "Non évalué",
    ):
        assert words not in text


@pytest.mark.parametrize("count", [0, 1, 2])
def test_it_is_signed_by_none_one_or_two(count: int) -> None:
    for report in (samples.full_report(), sheet_samples.extract_report()):
        document = opened(built(report, samples.BOTH[:count]))
        assert len(fields(document) if "/AcroForm" in document.Root else []) == count


def test_without_electronic_signature_the_page_has_lines_for_a_pen(unsigned: bytes) -> None:
    text = said(unsigned)
    assert text.count("Ligne vide pour signer à la main") == 2
    for words in (
        "Imprimé sans signature électronique",
        "Nadia Témoin",
        "Signé sur papier le :",
        "Exemplaire signé conservé par :",
    ):
        assert words in text
    kept = built(replace(samples.full_report(), kept_by="Maison de l'insertion"), ())
    assert "Exemplaire signé conservé par : Maison de l’insertion" in said(kept)


def test_a_copy_of_what_ink_has_signed_has_no_line_to_sign_again() -> None:
    signed = replace(samples.full_report(), kept_by="Maison de l'insertion", signed_by_hand_on=date(2026, 12, 3))
    text = said(built(replace(signed, signature=PersonSignature()), ()))
    assert "Ligne vide pour signer à la main" not in text
    assert "ceci en est une copie" in text
    assert "Signé sur papier le : 3 décembre 2026" in text
    assert "Ligne vide pour signer à la main" not in said(built(signed, ()))


def test_a_signed_document_says_how_it_is_checked(full: bytes, unsigned: bytes) -> None:
    assert "Vérifier un document signé" in said(full)
    assert "Vérifier un document signé" not in said(unsigned)


@pytest.mark.parametrize("signature", [None, PersonSignature()])
def test_the_person_has_a_place_only_where_she_is_asked_to_sign(signature: PersonSignature | None) -> None:
    report: Report = replace(samples.empty_report(), signature=signature)
    assert ("sur la page imprimée" in said(built(report))) == (signature is not None)
