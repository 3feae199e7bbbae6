"""The twenty-five attacks that our design listed, on every kind of document: none goes unseen."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from spie_diag.french import spaced
from spie_diag.signing.applying import sign
from spie_diag.signing.identity import Identity, KnownSigners, new_identity
from spie_diag.signing.trust import Standing
from spie_diag.signing.trusted_authorities import Authorities
from spie_diag.signing.verdict import Kind, Verdict
from spie_diag.signing.verifying import verify
from tests.signing import attacks
from tests.signing.attacks import appended, flipped, forced
from tests.signing.paper import CLARA, EMPLOYMENT, IDRIS, MONDAY, SOCIAL, data, identities, paper
from tests.signing.territory import certified_pair, issued_by, territory, vauclaire

NOW = MONDAY + timedelta(hours=1)
LOOK = b"10 10 50 20 re f"
EXTRACT = {
    "profile": "CD",
    "recipient": "Département de Vauclaire",
    "purpose": "préparer le contrat",
    "of": {"version": 1, "sha256": "ab" * 32},
}


@dataclass(frozen=True)
class Document:
    """One kind of document at its stages, and who signed it."""

    pair: tuple[Identity, Identity]
    base: bytes
    once: bytes
    signed: bytes
    """By everybody who had to."""
    data: bytes

    @property
    def is_single(self) -> bool:
        return self.once == self.signed


@cache
def _document(who: str, kind: str) -> Document:
    pair = certified_pair() if who == "certified" else _self_signed()
    return _signed_by(pair, kind)


@cache
def _self_signed() -> tuple[Identity, Identity]:
    return identities()


def _signed_by(pair: tuple[Identity, Identity], kind: str, named: tuple[Identity, Identity] | None = None) -> Document:
    """The document that names ``named`` and that ``pair`` signed."""
    people = [
        {
            "name": person.name,
            "field": person.field_of_work.value,
            "signature_field": field,
            "certificate_sha256": identity.fingerprint,
        }
        for person, field, identity in zip((CLARA, IDRIS), (SOCIAL, EMPLOYMENT), named or pair, strict=True)
    ]
    told = {"specialists": people} if kind == "master" else {"specialists": people, "extract": EXTRACT}
    fields = (SOCIAL,) if kind == "extract by one" else (SOCIAL, EMPLOYMENT)
    base = paper(*fields, attachment=data(**told))
    once = sign(base, SOCIAL, pair[0], who=CLARA.name, moment=MONDAY, certify=True, appearance=_look)
    if len(fields) == 1:
        return Document(pair, base, once, once, data(**told))
    later = MONDAY + timedelta(minutes=4)
    twice = sign(once, EMPLOYMENT, pair[1], who=IDRIS.name, moment=later, certify=False, appearance=_look)
    return Document(pair, base, once, twice, data(**told))


def _look(width: float, height: float) -> bytes:
    out = BytesIO()
    with pikepdf.new() as drawn:
        page = drawn.add_blank_page(page_size=(width, height))
        page.Contents = drawn.make_stream(LOOK)
        drawn.save(out, compress_streams=False)
    return out.getvalue()


def _flip(mark: bytes) -> Callable[[Document], bytes]:
    return lambda document: flipped(document.signed, document.signed.index(mark) + 3)


def _rewritten_with_page(document: Document) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(document.signed)) as opened:
        opened.add_blank_page()
        opened.save(out)
    return out.getvalue()


def _in_the_first_signature(document: Document) -> bytes:
    start, _ = attacks.last_gap(document.once)
    return flipped(document.signed, start + 301)


def _in_the_second_signature(document: Document) -> bytes:
    start, _ = attacks.last_gap(document.signed)
    return flipped(document.signed, start + 301)


def _data_replaced_between(document: Document) -> bytes:
    return forced(appended(document.once, attacks.replace_data), EMPLOYMENT, document.pair[1])


def _same_specialist_twice(document: Document) -> bytes:
    return forced(document.once, EMPLOYMENT, document.pair[0])


def _of_another_document(document: Document) -> bytes:
    other = paper(*((SOCIAL,) if document.is_single else (SOCIAL, EMPLOYMENT)), attachment=data(number="D-2026-0002"))
    foreign = forced(other, SOCIAL, document.pair[0], certify=True)
    if not document.is_single:
        foreign = forced(foreign, EMPLOYMENT, document.pair[1])
    start, end = attacks.last_gap(document.signed)
    there, stop = attacks.last_gap(foreign)
    pasted = foreign[there:stop].ljust(end - start, b"0")[: end - start]
    return document.signed[:start] + pasted + document.signed[end:]


def _by_impostors(document: Document) -> bytes:
    """Keys certified by another root of the same name, on the document that names the right ones."""
    other = territory("Autorité de Vauclaire")
    impostors = (other.certifies(CLARA), other.certifies(IDRIS))
    return _forged(document, impostors)


def _by_their_own_word(document: Document) -> bytes:
    return _forged(document, (new_identity(CLARA, MONDAY), new_identity(IDRIS, MONDAY)))


def _forged(document: Document, pair: tuple[Identity, Identity]) -> bytes:
    forged = forced(document.base, SOCIAL, pair[0], certify=True)
    return forged if document.is_single else forced(forged, EMPLOYMENT, pair[1])


def _append(change: attacks.Change) -> Callable[[Document], bytes]:
    return lambda document: appended(document.signed, change)


ATTACKS: dict[str, Callable[[Document], bytes]] = {
    "a byte of the page": _flip(b"72 700 200 20 re"),
    "a byte of the data": _flip(b'"number": '),
    "a byte of the first signature": _in_the_first_signature,
    "a byte of the second signature": _in_the_second_signature,
    "a byte of a visible stamp": _flip(LOOK),
    "cut": lambda document: document.signed[: -len(document.signed) // 5],
    "the second signature taken off": lambda document: document.once,
    "all signatures taken off": lambda document: document.base,
    "saved anew with a page more": _rewritten_with_page,
    "saved anew unchanged": lambda document: attacks.rewritten(document.signed),
    "a page appended": _append(attacks.append_page),
    "the content of a page replaced": _append(attacks.replace_content),
    "the data replaced": _append(attacks.replace_data),
    "the data replaced between the signatures": _data_replaced_between,
    "a second attachment": _append(attacks.second_attachment),
    "a sticky note": _append(attacks.sticky_note),
    "the first stamp changed": _append(attacks.change_stamp),
    "the title changed": _append(attacks.change_title),
    "a script": _append(attacks.add_script),
    "an impostor of the same name": _by_impostors,
    "self-signed": _by_their_own_word,
    "a third signature": lambda document: attacks.third_signature(document.signed),
    "one specialist in both places": _same_specialist_twice,
    "the signature of another document": _of_another_document,
    "bytes appended": lambda document: document.signed + b"\n% avis favorable\n%%EOF\n",
}
_OF_TWO = {
    "a byte of the second signature",
    "the second signature taken off",
    "the data replaced between the signatures",
    "one specialist in both places",
}
KINDS = [
    ("self-signed", "master"),
    ("certified", "master"),
    ("certified", "extract by one"),
    ("self-signed", "extract by both"),
]


@pytest.fixture
def authorities(tmp_path: Path) -> Authorities:
    return vauclaire().recognised_in(tmp_path / "autorites", vauclaire().takes_back())


def _verdict(pdf: bytes, authorities: Authorities, known: KnownSigners) -> Verdict:
    return verify(pdf, known, authorities=authorities, now=NOW)


def test_the_design_lists_twenty_five() -> None:
    assert len(ATTACKS) == 25


@pytest.mark.parametrize(("who", "kind"), KINDS)
def test_a_genuine_document_cries_no_wolf(who: str, kind: str, authorities: Authorities, nobody: KnownSigners) -> None:
    document = _document(who, kind)
    verdict = _verdict(document.signed, authorities, nobody)
    assert verdict.holds, verdict.problems
    assert verdict.kind is (Kind.JOINT if kind == "master" else Kind.EXTRACT)
    assert verdict.problems == ()
    assert [one.known for one in verdict.signatures] == [who == "certified"] * (1 if document.is_single else 2)
    assert bool(verdict.warnings) is (who != "certified")
    half = _verdict(document.once, authorities, nobody)
    assert half.unchanged
    assert half.holds is document.is_single


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize(("who", "kind"), KINDS)
def test_none_goes_unseen(attack: str, who: str, kind: str, authorities: Authorities, nobody: KnownSigners) -> None:
    document = _document(who, kind)
    if document.is_single and attack in _OF_TWO:
        pytest.skip("this document has one signature")
    forged = ATTACKS[attack](document)
    assert forged != document.signed
    verdict = _verdict(forged, authorities, nobody)
    assert not verdict.holds
    assert verdict.problems
    assert all(spaced(sentence) == sentence and sentence.endswith(".") for sentence in verdict.problems)
    assert verdict.lines()
    assert verdict.diagnostic in {None, document.data}
    if attack == "the second signature taken off":
        assert verdict.unchanged, "what is left is not called forged"
        assert verdict.missing == (EMPLOYMENT,)


@pytest.mark.parametrize("kind", ["master", "extract by one"])
def test_a_document_forged_as_a_whole_is_not_known(kind: str, authorities: Authorities, known: KnownSigners) -> None:
    """Everything in it agrees, but nobody vouches for its keys: that is what recognising is for."""
    other = territory("Autorité de Vauclaire")
    forged = _signed_by((other.certifies(CLARA), other.certifies(IDRIS)), kind).signed
    verdict = _verdict(forged, authorities, known)
    assert verdict.unchanged
    assert not any(one.known for one in verdict.signatures)
    assert [one.trust.standing for one in verdict.signatures] == [Standing.UNKNOWN_AUTHORITY] * len(verdict.signatures)
    assert sum("ATTENTION" in warning for warning in verdict.warnings) == len(verdict.signatures)
    assert verdict.conclusion.endswith("signataire." if kind == "extract by one" else "les signataires.")
    clara, _ = certified_pair()
    one = _verdict(_signed_by((clara, other.certifies(IDRIS)), "master").signed, authorities, known)
    assert one.conclusion.endswith("mais cet ordinateur ne reconnaît pas tous les signataires.")


def test_an_extract_says_whose_for_whom_and_from_what(authorities: Authorities, nobody: KnownSigners) -> None:
    verdict = _verdict(_document("certified", "extract by one").signed, authorities, nobody)
    told = "\n".join(verdict.lines())
    assert verdict.lines()[0] == spaced("La signature de cet extrait tient : rien n’a changé depuis.")
    assert spaced("Extrait préparé pour « Département de Vauclaire », pour : préparer le contrat.") in told
    assert "Tiré de la version 1 du diagnostic D-2026-0001." in told
    assert "Clara Délos" in told
    assert not verdict.joint
    written = verdict.as_json()
    assert written["kind"] == "extract"
    assert written["extract"] == {
        "profile": "CD",
        "recipient": "Département de Vauclaire",
        "purpose": "préparer le contrat",
        "of_version": 1,
        "of_sha256": "ab" * 32,
    }
    assert "Département" not in repr(verdict)


def test_technical_details_are_told_apart(authorities: Authorities, nobody: KnownSigners) -> None:
    verdict = _verdict(_document("certified", "master").signed, authorities, nobody)
    assert not any("SHA-256" in line for line in verdict.lines())
    details = "\n".join(verdict.details())
    assert SOCIAL in details
    assert "Empreinte de cette autorité" in details
    assert details == spaced(details)


@pytest.mark.parametrize(
    ("extract", "kind"),
    [({}, Kind.EXTRACT), (None, Kind.ALONE), ("CD", Kind.EXTRACT), ({"of": 3, "recipient": []}, Kind.EXTRACT)],
)
def test_an_extract_is_what_the_signed_data_call_so(
    extract: object, kind: Kind, authorities: Authorities, nobody: KnownSigners
) -> None:
    base = paper(SOCIAL, attachment=data(extract=extract))
    signed = sign(base, SOCIAL, certified_pair()[0], who=CLARA.name, moment=MONDAY, certify=True)
    verdict = _verdict(signed, authorities, nobody)
    assert verdict.kind is kind
    assert verdict.holds is (kind is Kind.EXTRACT)
    assert verdict.lines()


def test_an_authority_may_not_sign_as_somebody(authorities: Authorities, nobody: KnownSigners) -> None:
    root = vauclaire().authority
    signer = Identity(root.key, root.certificate)
    once = forced(paper(SOCIAL, EMPLOYMENT, attachment=data(specialists=[])), SOCIAL, signer, certify=True)
    verdict = _verdict(once, authorities, nobody)
    assert not verdict.unchanged
    assert "celui d’une autorité" in verdict.problems[0]


def _signed_with(*spare: x509.Certificate) -> bytes:
    """The master, whose signatures carry these certificates too."""
    clara, idris = (replace(one, chain=spare) for one in certified_pair())
    return _forged(_document("certified", "master"), (clara, idris))


def test_a_certificate_that_vouches_for_nobody_is_seen(authorities: Authorities, nobody: KnownSigners) -> None:
    stranger = territory("Ailleurs").certifies(CLARA).certificate
    assert not _verdict(_signed_with(stranger), authorities, nobody).unchanged


def test_a_certificate_that_takes_the_place_of_the_authority_is_seen(
    authorities: Authorities, nobody: KnownSigners
) -> None:
    """A forger adds an issuer of the right name and key, signed by herself, and writes what she likes in it."""
    root, forger = vauclaire().authority, territory("Autorité de nulle part").authority
    double = issued_by(forger.certificate, forger.key, "", root.key, is_authority=True, of=root.certificate)
    verdict = _verdict(_signed_with(double), authorities, nobody)
    assert not verdict.holds
    assert any("retouchée" in problem for problem in verdict.problems)


def test_certificates_above_the_recognised_authority_are_no_alarm(tmp_path: Path, nobody: KnownSigners) -> None:
    """This computer recognises a region; its signers bring the nation's certificate along."""
    nation, region, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    seed = vauclaire().authority.certificate
    top = issued_by(seed, nation, "Union", nation, is_authority=True)
    national = issued_by(top, nation, "Nation", nation, is_authority=True, room=3)
    regional = issued_by(national, nation, "Région", region, is_authority=True, room=0)
    clara = Identity(key, issued_by(regional, region, CLARA.name, key), (regional, national))
    authorities = Authorities(tmp_path)
    authorities.add(regional)
    base = paper(SOCIAL, attachment=data(extract=EXTRACT))
    verdict = _verdict(forced(base, SOCIAL, clara, certify=True), authorities, nobody)
    assert verdict.holds, verdict.problems
    assert verdict.signatures[0].trusted_by == "Région"
