"""Requests of certificates, as a coordinator may receive them from anybody."""

from contextlib import suppress
from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from spie_diag.errors import SpieError
from spie_diag.signing.certificates import issuers_of, key_fingerprint, read_certificate, refuse_unless_it_signs
from spie_diag.signing.errors import NamelessSignerError
from spie_diag.signing.identity import Identity
from spie_diag.signing.identity_errors import (
    ForgedRequestError,
    NotARequestError,
    UnclearRequestError,
    UnsuitableKeyError,
)
from spie_diag.signing.requests import LARGEST, file_name_for, read_request, request_for
from spie_diag.signing.subjects import mixes_alphabets, name_of, signer_name
from tests.signing.paper import CLARA, MONDAY

FILE = "demande.csr.pem"


def asked(
    *parts: tuple[x509.ObjectIdentifier, str],
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | None = None,
    extension: x509.ExtensionType | None = None,
) -> bytes:
    """A request that this program would not write."""
    name = x509.Name([x509.NameAttribute(oid, text, _validate=False) for oid, text in parts])
    builder = x509.CertificateSigningRequestBuilder().subject_name(name)
    if extension is not None:
        builder = builder.add_extension(extension, critical=True)
    return builder.sign(key or ec.generate_private_key(ec.SECP256R1()), hashes.SHA256()).public_bytes(Encoding.PEM)


def test_a_request_says_who_asks_for_which_key(pair: tuple[Identity, Identity]) -> None:
    clara, _ = pair
    content = request_for(clara, CLARA)
    read = read_request(content, FILE)

    assert read.who == name_of(CLARA)
    assert read.fingerprint == key_fingerprint(clara.certificate.public_key())
    assert b"PRIVATE" not in content
    assert CLARA.name not in repr(read)


def test_its_file_is_named_by_the_key_and_names_nobody(pair: tuple[Identity, Identity]) -> None:
    name = file_name_for(pair[0])
    assert name == f"demande-{key_fingerprint(pair[0].certificate.public_key())[:8]}.csr.pem"


def test_der_is_read_as_well(pair: tuple[Identity, Identity]) -> None:
    request = x509.load_pem_x509_csr(request_for(pair[0], CLARA))
    assert read_request(request.public_bytes(Encoding.DER), FILE).who.name == CLARA.name


@settings(max_examples=40)
@given(name=st.text(min_size=1), structure=st.text(), role=st.text())
def test_whatever_a_specialist_is_called_her_request_is_clear(
    pair: tuple[Identity, Identity], name: str, structure: str, role: str
) -> None:
    assume(not mixes_alphabets(name))
    who = replace(CLARA, name=name, structure=structure, role=role)
    try:
        content = request_for(pair[0], who)
    except NamelessSignerError:
        return
    assert read_request(content, FILE).who == name_of(who)


@pytest.mark.filterwarnings("ignore:Attribute's length")
@pytest.mark.parametrize(
    "parts",
    [
        [],
        [(NameOID.COMMON_NAME, "")],
        [(NameOID.COMMON_NAME, "Clara\u0000Délos")],
        [(NameOID.COMMON_NAME, "Clara\nSignée par l’autorité")],
        [(NameOID.COMMON_NAME, "sol\u202eéD aralC")],
        [(NameOID.COMMON_NAME, "C" * 10_000)],
        [(NameOID.COMMON_NAME, "Clara Délos"), (NameOID.COMMON_NAME, "Idris N’Guessan")],
        [(NameOID.COMMON_NAME, "Clara Délos"), (NameOID.ORGANIZATION_NAME, "MDS\u0007")],
        [(NameOID.COMMON_NAME, "Clara Délos"), (NameOID.TITLE, "x" * 10_000)],
        [(NameOID.COMMON_NAME, "Clara Délos"), (NameOID.ORGANIZATIONAL_UNIT_NAME, "Champ de la préfecture")],
        [(NameOID.ORGANIZATION_NAME, "MDS")],
        [(NameOID.COMMON_NAME, "Cl\u0430ra Délos")],
    ],
    ids=lambda parts: "-".join(text[:12] for _, text in parts).encode("unicode_escape").decode(),
)
def test_a_name_with_two_readings_is_not_certified(parts: list[tuple[x509.ObjectIdentifier, str]]) -> None:
    with pytest.raises((UnclearRequestError, NotARequestError)):
        read_request(asked(*parts), FILE)


def test_a_name_changed_after_signing_is_a_forgery(pair: tuple[Identity, Identity]) -> None:
    request = x509.load_pem_x509_csr(request_for(pair[0], CLARA)).public_bytes(Encoding.DER)
    with pytest.raises(ForgedRequestError):
        read_request(request.replace(b"Clara", b"Sarah"), FILE)


@pytest.mark.parametrize("content", [b"", b"bonjour", b"-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n", b"\x30" * 2000])
def test_what_is_no_request_is_refused(content: bytes) -> None:
    with pytest.raises(NotARequestError):
        read_request(content, FILE)
    with pytest.raises(NotARequestError):
        read_request(content.ljust(LARGEST + 1, b" "), FILE)


@pytest.mark.parametrize(
    "key", [ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 1024)], ids=["P-384", "RSA-1024"]
)
def test_a_key_that_does_not_sign_here_is_refused(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> None:
    with pytest.raises(UnsuitableKeyError):
        read_request(asked((NameOID.COMMON_NAME, "Clara Délos"), key=key), FILE)


def test_a_request_to_become_an_authority_gives_a_person_s_certificate() -> None:
    from spie_diag.signing.authority import certify, create
    from spie_diag.signing.certificates import is_authority

    authority = create("Autorité", "Territoire", MONDAY)
    wish = x509.BasicConstraints(ca=True, path_length=3)
    read = read_request(asked((NameOID.COMMON_NAME, "Clara Délos"), extension=wish), FILE)
    assert not is_authority(certify(authority, read, MONDAY))


@settings(max_examples=60)
@given(place=st.integers(min_value=0), bit=st.integers(min_value=0, max_value=7))
def test_one_changed_bit_anywhere_is_a_sentence(pair: tuple[Identity, Identity], place: int, bit: int) -> None:
    whole = bytearray(x509.load_pem_x509_csr(request_for(pair[0], CLARA)).public_bytes(Encoding.DER))
    whole[place % len(whole)] ^= 1 << bit
    with pytest.raises(SpieError):
        read_request(bytes(whole), FILE)


@settings(max_examples=120)
@given(place=st.integers(min_value=0), bit=st.integers(min_value=0, max_value=7))
def test_one_changed_bit_of_a_certificate_is_a_sentence_at_most(
    pair: tuple[Identity, Identity], place: int, bit: int
) -> None:
    whole = bytearray(pair[0].certificate.public_bytes(Encoding.DER))
    whole[place % len(whole)] ^= 1 << bit
    with suppress(SpieError):
        certificate = read_certificate(bytes(whole))
        refuse_unless_it_signs(certificate, MONDAY)
        assert not issuers_of(certificate, (pair[1].certificate,))
        signer_name(certificate)
