"""Names as people bear them: whoever signs, the signature verifies, here and with pyHanko's own checks."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from spie_diag.signing.applying import sign
from spie_diag.signing.identity import Identity, KnownSigners, new_identity, same_name
from spie_diag.signing.subjects import mixes_alphabets
from spie_diag.signing.verifying import verify
from tests.signing.attacks import flipped
from tests.signing.paper import CLARA, EMPLOYMENT, IDRIS, MONDAY, SOCIAL, data, paper

NAMES = {
    "mixed": "Youssef الأمين",
    "Arabic": "يوسف الأمين",
    "Arabic and digits": "يوسف 2",
    "Hebrew and Latin": "דוד Martin",
    "emoji": "Zoé 🌻",
    "very long": "Marie-Élisabeth الأمين Nguyễn-Thévenet de La Rochefoucauld-Montbrison d’Argenson",
    "very long and combining": "Zo" + "e\u0308\u0323" * 60,
    "combining": "Ame\u0301lie N\u0303a\u0308",
    "vowel signs": "يُوسُف",
    "Tibetan, younger than the tables": "བོད་ ཀྵ Ꞌ",
}


def named(name: str) -> Identity:
    return new_identity(replace(IDRIS, name=name), MONDAY - timedelta(days=30))


def issued_by_herself(identity: Identity) -> Identity:
    """The same certificate as it was made before issuers were always comparable: the issuer is the subject."""
    old = identity.certificate
    builder = (
        x509.CertificateBuilder()
        .subject_name(old.subject)
        .issuer_name(old.subject)
        .public_key(identity.key.public_key())
        .serial_number(old.serial_number)
        .not_valid_before(old.not_valid_before_utc)
        .not_valid_after(old.not_valid_after_utc)
    )
    for extension in old.extensions:
        builder = builder.add_extension(extension.value, critical=extension.critical)
    return Identity(identity.key, builder.sign(identity.key, hashes.SHA256()))


def signed_by(clara: Identity, other: Identity, name: str) -> bytes:
    people = [{"name": CLARA.name, "field": "social"}, {"name": name, "field": "emploi"}]
    document = paper(SOCIAL, EMPLOYMENT, attachment=data(specialists=people))
    once = sign(document, SOCIAL, clara, who=CLARA.name, moment=MONDAY, certify=True)
    return sign(once, EMPLOYMENT, other, who=name, moment=MONDAY, certify=False)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_whatever_the_name_both_signatures_hold(
    name: str, pair: tuple[Identity, Identity], nobody: KnownSigners
) -> None:
    identity = named(name)
    verdict = verify(signed_by(pair[0], identity, name), nobody, now=MONDAY)
    assert verdict.holds, verdict.problems
    assert same_name(verdict.signatures[1].signer, name)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_documents_signed_before_issuers_were_comparable_hold_too(
    name: str, pair: tuple[Identity, Identity], nobody: KnownSigners
) -> None:
    pdf = signed_by(pair[0], issued_by_herself(named(name)), name)
    assert verify(pdf, nobody, now=MONDAY).holds
    changed = verify(flipped(pdf, 900), nobody, now=MONDAY)
    assert not changed.holds


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_other_programs_find_whose_certificate_signed(name: str, pair: tuple[Identity, Identity]) -> None:
    reader = PdfFileReader(BytesIO(signed_by(pair[0], named(name), name)))
    for signature in reader.embedded_regular_signatures:
        found = validate_sig_integrity(signature.signer_info, signature.signer_cert, "data", signature.compute_digest())
        assert found == (True, True)


def test_a_comparable_name_issues_itself_and_another_keeps_its_reading() -> None:
    plain, mixed = named(IDRIS.name).certificate, named("Youssef الأمين")
    assert plain.issuer == plain.subject
    assert mixed.certificate.issuer.rfc4514_string().isascii()
    assert mixed.signer.name == "Youssef الأمين"


def test_a_certificate_that_the_signer_did_not_announce_is_refused(
    pair: tuple[Identity, Identity], nobody: KnownSigners
) -> None:
    """Same key, same names, same serial number: only the digest that was signed tells them apart."""
    name = "Youssef الأمين"
    identity = issued_by_herself(named(name))
    pdf = signed_by(pair[0], identity, name)
    der = identity.certificate.public_bytes(Encoding.DER)
    other = der[:-1] + bytes([der[-1] ^ 1])
    spelled, forged = (one.hex().upper().encode() for one in (der, other))
    assert (pdf.count(spelled) or pdf.count(spelled.lower())) == 1
    swapped = pdf.replace(spelled, forged).replace(spelled.lower(), forged.lower())
    (problem,) = verify(swapped, nobody, now=MONDAY).problems
    assert "ne correspond pas à son certificat" in problem


@pytest.mark.parametrize(
    ("name", "is_mixed"),
    [("Cl\u0430ra Délos", True), ("Idris \u039d’Guessan", True), ("\u041c\u0430\u0440\u0438\u044f Délos", False)],
)
def test_a_name_that_imitates_another_by_its_letters_is_told_loudly(
    name: str, is_mixed: bool, pair: tuple[Identity, Identity], nobody: KnownSigners
) -> None:
    nobody.add(new_identity(CLARA, MONDAY).certificate)
    verdict = verify(signed_by(pair[0], named(name), name), nobody, now=MONDAY)
    assert any("plusieurs alphabets" in warning for warning in verdict.warnings) is is_mixed


@pytest.mark.parametrize("name", [*NAMES.values(), "Jean-\u03a9", "Pôle 3ᵉ âge", "Jean Noël Ÿ N’Guessan-\u0414\u043c"])
def test_names_that_people_bear_imitate_nobody(name: str) -> None:
    assert not mixes_alphabets(name)
