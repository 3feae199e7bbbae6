"""A genuine document holds; whatever somebody did to it is found, and said in one French sentence."""

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from spie_diag.french import spaced
from spie_diag.signing.applying import sign
from spie_diag.signing.identity import Identity, KnownSigners, new_identity
from spie_diag.signing.verdict import Coverage, Verdict
from spie_diag.signing.verifying import verify
from tests.signing import attacks
from tests.signing.attacks import APPENDED, Change, appended, flipped
from tests.signing.paper import CLARA, EMPLOYMENT, IDRIS, MONDAY, SOCIAL, data, paper, signed_by_both

NOW = MONDAY + timedelta(hours=1)


def refused(pdf: bytes, known: KnownSigners) -> Verdict:
    """The verdict on a file that must not hold: at least one sentence says why, spaced as French is."""
    verdict = verify(pdf, known, now=NOW)
    assert not verdict.holds
    assert verdict.problems
    assert all(spaced(sentence) == sentence and sentence.endswith(".") for sentence in verdict.problems)
    json.dumps(verdict.as_json())
    assert verdict.lines()
    return verdict


def test_a_genuine_document_holds_and_says_who_signed(twice: bytes, known: KnownSigners) -> None:
    verdict = verify(twice, known, now=NOW)

    assert verdict.holds
    assert verdict.joint
    assert verdict.problems == ()
    assert verdict.warnings == ()
    assert [one.signer for one in verdict.signatures] == [CLARA.name, IDRIS.name]
    assert [one.covers for one in verdict.signatures] == [Coverage.REVISION, Coverage.FILE]
    assert all(one.known and one.intact for one in verdict.signatures)
    assert verdict.signatures[0].signed_at == MONDAY
    assert verdict.diagnostic == data()
    assert verdict.lines()[0] == spaced("Les deux signatures tiennent : rien n’a changé depuis.")
    assert any("10 h 41" in line.replace("\u00a0", " ") for line in verdict.lines())
    assert any("heure de l’ordinateur du signataire" in line for line in verdict.lines())


def test_programs_get_stable_fields(twice: bytes, known: KnownSigners) -> None:
    told = verify(twice, known, now=NOW).as_json()
    assert set(told) == {
        "format", "holds", "unchanged", "joint", "kind", "number", "version", "extract", "signatures", "missing",
        "time_stamps", "problems", "warnings", "diagnostic_sha256",
    }  # fmt: skip
    signatures = told["signatures"]
    assert isinstance(signatures, list)
    assert isinstance(signatures[0], dict)
    assert set(signatures[0]) == {
        "field", "signer", "structure", "role", "field_of_work", "signed_at", "certificate_sha256",
        "certificate_valid_until", "covers", "intact", "known", "known_as", "problem", "standing", "trusted_by",
        "trusted_by_sha256", "issuer", "time_stamp",
    }  # fmt: skip
    assert signatures[0]["signed_at"] == MONDAY.isoformat()


def test_a_verdict_keeps_names_and_answers_out_of_its_repr(twice: bytes, known: KnownSigners) -> None:
    told = repr(verify(twice, known, now=NOW))
    assert CLARA.name not in told
    assert "D-2026-0001" not in told


def test_poppler_agrees_on_the_genuine_document(twice: bytes, tmp_path: Path) -> None:
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig is not installed (Debian package poppler-utils)")
    file = tmp_path / "diagnostic.pdf"
    file.write_bytes(twice)
    told = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False).stdout
    assert told.count("Signature is Valid") == 2
    assert told.count("ETSI.CAdES.detached") == 2
    assert told.count("Total document signed") == 1


def test_signing_only_appends(once: bytes, twice: bytes) -> None:
    assert twice.startswith(once)
    assert once.startswith(paper(SOCIAL, EMPLOYMENT)[:200])


@pytest.mark.parametrize(
    ("forge", "sentence"),
    [
        (lambda _: b"", "Ce fichier est vide."),
        (lambda _: b"Bonjour, je suis une lettre.", "Ce fichier n’est pas un PDF."),
        (lambda _: b"\x89PNG\r\n\x1a\n" + bytes(64), "Ce fichier n’est pas un PDF."),
        (lambda pdf: b"\n" + pdf, "Ce fichier n’est pas un PDF."),
        (
            lambda pdf: pdf[: len(pdf) // 2],
            "Ce fichier ne finit pas comme un PDF : la fin manque, ou quelque chose y a été ajouté.",
        ),
        (lambda pdf: pdf[: pdf.index(b"%%EOF")], "Ce fichier est incomplet : la fin manque."),
        (lambda pdf: pdf[:-30], "Ce fichier est incomplet : la fin manque."),
        (lambda pdf: pdf[:-1], "Ce fichier est incomplet : la fin manque."),
        (
            lambda pdf: pdf + b"A" * 1024,
            "Ce fichier ne finit pas comme un PDF : la fin manque, ou quelque chose y a été ajouté.",
        ),
        (lambda pdf: pdf + b"\n% ajout", "Quelque chose a été ajouté au fichier après la dernière signature."),
        (lambda _: b"%PDF-1.7\n%%EOF", "Ce PDF est abîmé ou a été modifié : il ne peut plus être lu."),
        (lambda _: b"%PDF-1.7\n" + b"\0" * 5_000 + b"%%EOF", "Ce PDF est abîmé ou a été modifié"),
        (lambda pdf: pdf.replace(b"72 700 200 20 re", b"72 700 200 99 re"), "le document a été modifié"),
    ],
    ids=[
        "empty",
        "letter",
        "picture",
        "shifted",
        "half",
        "start only",
        "cut",
        "one byte less",
        "a thousand more",
        "longer",
        "hollow",
        "zeros",
        "page",
    ],
)
def test_a_file_that_is_no_longer_one_gets_its_own_sentence(
    forge: Callable[[bytes], bytes], sentence: str, twice: bytes, known: KnownSigners
) -> None:
    verdict = refused(forge(twice), known)
    assert spaced(sentence) in verdict.problems[0]


def test_a_missing_signature_is_named(once: bytes, known: KnownSigners) -> None:
    verdict = refused(once, known)
    assert verdict.unchanged
    assert verdict.joint
    assert verdict.missing == (EMPLOYMENT,)
    assert verdict.problems == (spaced("Il manque une signature : la place « Signature 2 » est vide."),)


def test_an_unsigned_document_says_so(known: KnownSigners) -> None:
    verdict = refused(paper(SOCIAL, EMPLOYMENT), known)
    assert verdict.problems == ("Ce document ne porte aucune signature.",)


def test_a_document_for_one_specialist_is_intact_but_not_joint(
    pair: tuple[Identity, Identity], known: KnownSigners
) -> None:
    alone = sign(paper(SOCIAL), SOCIAL, pair[0], who=CLARA.name, moment=MONDAY, certify=True)
    verdict = refused(alone, known)
    assert verdict.unchanged
    assert not verdict.joint
    assert verdict.missing == ()
    assert "n’est pas conjoint" in verdict.problems[0]


@pytest.mark.parametrize("change", APPENDED, ids=lambda change: change.__name__)
def test_whatever_is_appended_is_found(change: Change, twice: bytes, known: KnownSigners) -> None:
    verdict = refused(appended(twice, change), known)
    assert "Quelque chose a été ajouté au fichier après la dernière signature." in verdict.problems
    assert verdict.diagnostic == data(), "the data given back are those of the first signer"


@pytest.mark.parametrize("change", APPENDED, ids=lambda change: change.__name__)
def test_whatever_is_slipped_between_the_signatures_is_found(
    change: Change, pair: tuple[Identity, Identity], known: KnownSigners
) -> None:
    verdict = refused(attacks.between(change, *pair), known)
    assert "Quelque chose a été ajouté au fichier entre les signatures." in verdict.problems
    assert verdict.diagnostic == data(), "the data given back are those of the first signer"


@pytest.mark.parametrize("change", APPENDED, ids=lambda change: change.__name__)
def test_a_half_signed_document_that_changed_is_found(change: Change, once: bytes, known: KnownSigners) -> None:
    assert not refused(appended(once, change), known).unchanged


def test_a_file_saved_anew_by_another_program_is_refused(twice: bytes, known: KnownSigners) -> None:
    refused(attacks.rewritten(twice), known)


def test_a_third_signature_is_refused(twice: bytes, known: KnownSigners) -> None:
    verdict = refused(attacks.third_signature(twice), known)
    assert any("ajoutée ou retirée" in problem for problem in verdict.problems)


def test_one_specialist_in_both_places_is_refused(pair: tuple[Identity, Identity], known: KnownSigners) -> None:
    verdict = refused(attacks.same_specialist_twice(pair[0]), known)
    assert any("une seule personne a signé" in problem for problem in verdict.problems)


def test_a_first_signature_that_protects_nothing_is_refused(
    pair: tuple[Identity, Identity], known: KnownSigners
) -> None:
    verdict = refused(attacks.without_certification(*pair), known)
    assert any("ne protège pas" in problem for problem in verdict.problems)


def test_a_certificate_that_was_no_longer_valid_is_refused(
    pair: tuple[Identity, Identity], known: KnownSigners
) -> None:
    old = new_identity(CLARA, MONDAY - timedelta(days=4 * 365))
    once = attacks.forced(paper(SOCIAL, EMPLOYMENT), SOCIAL, old, certify=True)
    verdict = refused(attacks.forced(once, EMPLOYMENT, pair[1]), known)
    assert any("ne valait pas à la date de la signature" in problem for problem in verdict.problems)


def test_a_certificate_made_for_something_else_is_refused(pair: tuple[Identity, Identity], known: KnownSigners) -> None:
    web = attacks.other_certificate(ec.generate_private_key(ec.SECP256R1()), commits=False)
    once = attacks.forced(paper(SOCIAL, EMPLOYMENT), SOCIAL, web, certify=True)
    verdict = refused(attacks.forced(once, EMPLOYMENT, pair[1]), known)
    assert any("n’est pas fait pour signer" in problem for problem in verdict.problems)


@pytest.mark.parametrize(("bits", "holds"), [(1024, False), (2048, True)])
def test_a_card_with_an_rsa_key_is_accepted_when_strong_enough(
    bits: int, holds: bool, pair: tuple[Identity, Identity], known: KnownSigners
) -> None:
    card = attacks.other_certificate(rsa.generate_private_key(65537, bits))
    once = attacks.forced(paper(SOCIAL, EMPLOYMENT), SOCIAL, card, certify=True)
    assert verify(attacks.forced(once, EMPLOYMENT, pair[1]), known, now=NOW).holds is holds


def test_the_signature_of_another_document_is_refused(
    twice: bytes, pair: tuple[Identity, Identity], known: KnownSigners
) -> None:
    refused(attacks.transplanted(twice, *pair), known)


def test_a_signer_whom_the_document_does_not_name_is_refused(
    pair: tuple[Identity, Identity], known: KnownSigners
) -> None:
    stranger = new_identity(replace(IDRIS, name="Quelqu’un d’autre"), MONDAY)
    _, forged = signed_by_both(pair[0], stranger)
    assert any("pas le professionnel attendu" in problem for problem in refused(forged, known).problems)


def test_signatures_in_each_other_s_place_are_refused_when_the_document_says_whose_they_are(
    pair: tuple[Identity, Identity], known: KnownSigners
) -> None:
    clara, idris = pair
    people = [
        {"name": CLARA.name, "field": "social", "signature_field": SOCIAL, "certificate_sha256": clara.fingerprint},
        {"name": IDRIS.name, "field": "emploi", "signature_field": EMPLOYMENT, "certificate_sha256": idris.fingerprint},
    ]
    document = paper(SOCIAL, EMPLOYMENT, attachment=data(specialists=people))
    assert verify(signed_by_both(clara, idris, document)[1], known, now=NOW).holds
    impostor, _ = attacks.impostors()
    for first, second in ((idris, clara), (impostor, idris)):
        refused(attacks.forced(attacks.forced(document, SOCIAL, first, certify=True), EMPLOYMENT, second), known)


def test_a_namesake_with_another_key_is_told_loudly(
    pair: tuple[Identity, Identity], known: KnownSigners, nobody: KnownSigners
) -> None:
    _, forged = signed_by_both(*attacks.impostors())
    verdict = verify(forged, known, now=NOW)
    assert not any(one.known for one in verdict.signatures)
    assert sum("ATTENTION" in warning for warning in verdict.warnings) == 2
    assert sum("inconnue" in warning for warning in verify(forged, nobody, now=NOW).warnings) == 2


def test_a_computer_that_knows_nobody_still_tells_whether_the_document_holds(
    twice: bytes, nobody: KnownSigners
) -> None:
    verdict = verify(twice, nobody, now=NOW)
    assert verdict.holds
    assert not any(one.known for one in verdict.signatures)
    assert len(verdict.warnings) == 2


def test_a_damaged_list_of_known_signers_is_a_warning(twice: bytes, tmp_path: Path) -> None:
    (tmp_path / f"{'0' * 64}.pem").write_bytes(b"abime")
    verdict = verify(twice, KnownSigners(tmp_path), now=NOW)
    assert verdict.holds
    assert "abîmée" in verdict.warnings[0]


def test_clocks_that_disagree_are_told(twice: bytes, known: KnownSigners, pair: tuple[Identity, Identity]) -> None:
    early = verify(twice, known, now=MONDAY - timedelta(days=2))
    assert early.holds
    assert sum("datée du futur" in warning for warning in early.warnings) == 2

    once = sign(paper(SOCIAL, EMPLOYMENT), SOCIAL, pair[0], who=CLARA.name, moment=MONDAY, certify=True)
    backwards = sign(once, EMPLOYMENT, pair[1], who=IDRIS.name, moment=MONDAY - timedelta(days=3), certify=False)
    assert any("datée d’avant la première" in warning for warning in verify(backwards, known, now=NOW).warnings)


def test_a_document_without_its_data_is_not_ours(pair: tuple[Identity, Identity], known: KnownSigners) -> None:
    bare = attacks.forced(paper(SOCIAL, EMPLOYMENT, bare=True), SOCIAL, pair[0], certify=True)
    verdict = refused(attacks.forced(bare, EMPLOYMENT, pair[1]), known)
    assert any("SPIE Diag" in problem for problem in verdict.problems)
    assert verdict.diagnostic is None


def test_fields_that_were_expected_must_be_there(twice: bytes, known: KnownSigners) -> None:
    assert verify(twice, known, now=NOW, expected_fields=(SOCIAL, EMPLOYMENT)).holds
    assert not verify(twice, known, now=NOW, expected_fields=(SOCIAL, "Autre")).holds


def test_no_bit_of_the_last_signature_can_change(twice: bytes, known: KnownSigners) -> None:
    """A signature does not cover itself: its own digits are the place to write in unseen, so they are tried."""
    start, end = attacks.last_gap(twice)
    for place in (*range(start, start + 240, 7), *range(start + 240, end, 97), end - 1):
        assert not verify(flipped(twice, place), known, now=NOW).holds, place
    lower = twice[:start] + twice[start:end].lower() + twice[end:]
    assert not verify(lower, known, now=NOW).holds


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_changed_byte_never_holds(pair: tuple[Identity, Identity], draw: st.DataObject) -> None:
    pdf = _genuine(pair)
    place = draw.draw(st.integers(0, len(pdf) - 1))
    byte = draw.draw(st.integers(0, 255).filter(lambda new: new != pdf[place]))
    verdict = verify(pdf[:place] + bytes([byte]) + pdf[place + 1 :], KnownSigners(Path("nowhere")), now=NOW)
    assert not verdict.holds
    assert verdict.problems


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=400), cut=st.integers(0, 12_000))
def test_no_file_makes_the_verifier_fail(pair: tuple[Identity, Identity], content: bytes, cut: int) -> None:
    whole = _genuine(pair)
    for pdf in (content, b"%PDF-1.7\n" + content, whole[:cut] + content + whole[cut + len(content) :]):
        verdict = verify(pdf, KnownSigners(Path("nowhere")), now=NOW)
        assert verdict.holds == (pdf == whole)


_GENUINE: dict[str, bytes] = {}


def _genuine(pair: tuple[Identity, Identity]) -> bytes:
    """Signed once for all examples."""
    if "pdf" not in _GENUINE:
        _GENUINE["pdf"] = signed_by_both(*pair)[1]
    return _GENUINE["pdf"]
