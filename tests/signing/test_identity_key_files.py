"""Keys received as PKCS#12 files, good and bad."""

from datetime import timedelta

import pytest
from asn1crypto import pkcs12 as asn1_pkcs12
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, NoEncryption, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID

from spie_diag.signing.authority import create
from spie_diag.signing.certificates import SignerKey, for_documents, key_usage
from spie_diag.signing.errors import ExpiredIdentityError
from spie_diag.signing.identity import Identity
from spie_diag.signing.identity_errors import (
    AuthorityCertificateError,
    NoKeyInFileError,
    NotAKeyFileError,
    NotForSigningError,
    SeveralKeysError,
    UnsuitableKeyError,
    WrongKeyFilePasswordError,
)
from spie_diag.signing.key_files import read_key_file
from spie_diag.signing.subjects import name_of, subject_of
from tests.signing.paper import CLARA, MONDAY

PASSWORD = "mot de passe é"
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def packed(key: Key | None, certificate: x509.Certificate | None, *others: x509.Certificate) -> bytes:
    return pkcs12.serialize_key_and_certificates(
        b"cle", key, certificate, others or None, BestAvailableEncryption(PASSWORD.encode())
    )


def issued(key: SignerKey, *, commits: bool = True, purpose: x509.ObjectIdentifier | None = None) -> x509.Certificate:
    """A certificate of Clara's from an authority of somebody else's."""
    authority = create("Autorité", "Territoire", MONDAY)
    builder = for_documents(subject_of(name_of(CLARA)), key, MONDAY).issuer_name(authority.certificate.subject)
    kept = [one for one in builder._extensions if not isinstance(one.value, (x509.KeyUsage, x509.ExtendedKeyUsage))]
    builder = x509.CertificateBuilder(
        builder._issuer_name,
        builder._subject_name,
        builder._public_key,
        builder._serial_number,
        builder._not_valid_before,
        builder._not_valid_after,
        kept,
    ).add_extension(key_usage(digital_signature=True, content_commitment=commits), critical=True)
    if purpose is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
    return builder.sign(authority.key, hashes.SHA256())


def test_a_key_with_its_certificate_becomes_an_identity(pair: tuple[Identity, Identity]) -> None:
    clara, _ = pair
    read = read_key_file(packed(clara.key, clara.certificate), PASSWORD, MONDAY)
    assert read.fingerprint == clara.fingerprint
    assert read.chain == ()


def test_the_chain_comes_along_in_order_whatever_else_is_in_the_file(pair: tuple[Identity, Identity]) -> None:
    from spie_diag.signing.authority import certify
    from spie_diag.signing.requests import read_request, request_for

    clara, idris = pair
    authority = create("Autorité", "Territoire", MONDAY)
    own = certify(authority, read_request(request_for(clara, CLARA), ""), MONDAY)
    read = read_key_file(packed(clara.key, own, idris.certificate, authority.certificate), PASSWORD, MONDAY)
    assert read.chain == (authority.certificate,)


def test_rsa_from_2048_bits_signs_and_survives_the_vault() -> None:
    key = rsa.generate_private_key(65537, 2048)
    read = read_key_file(packed(key, issued(key.public_key())), PASSWORD, MONDAY)
    again = Identity.from_bytes(read.as_bytes())
    assert again.fingerprint == read.fingerprint
    assert len(again.signature_of(b"texte")) == 256


@pytest.mark.parametrize("typed", ["", "autre", PASSWORD.upper()])
def test_a_wrong_password_is_told(typed: str, pair: tuple[Identity, Identity]) -> None:
    with pytest.raises(WrongKeyFilePasswordError):
        read_key_file(packed(pair[0].key, pair[0].certificate), typed, MONDAY)


def test_a_file_without_a_password_is_read_with_none(pair: tuple[Identity, Identity]) -> None:
    bare = pkcs12.serialize_key_and_certificates(None, pair[0].key, pair[0].certificate, None, NoEncryption())
    assert read_key_file(bare, "", MONDAY).fingerprint == pair[0].fingerprint


@pytest.mark.parametrize("content", [b"", b"bonjour", b"\x30\x82\x01", b"\x30" * 5000, b"x" * 300_000])
def test_what_is_no_key_file_is_told(content: bytes) -> None:
    with pytest.raises(NotAKeyFileError):
        read_key_file(content, PASSWORD, MONDAY)


def test_a_cut_file_is_told(pair: tuple[Identity, Identity]) -> None:
    whole = packed(pair[0].key, pair[0].certificate)
    for end in range(1, len(whole), 101):
        with pytest.raises(NotAKeyFileError):
            read_key_file(whole[:end], PASSWORD, MONDAY)


def test_certificates_without_a_key_are_told(pair: tuple[Identity, Identity]) -> None:
    with pytest.raises(NoKeyInFileError):
        read_key_file(packed(None, None, pair[0].certificate), PASSWORD, MONDAY)


def test_several_keys_are_told(pair: tuple[Identity, Identity]) -> None:
    one, other = (asn1_pkcs12.Pfx.load(packed(who.key, who.certificate)) for who in pair)
    parts = [part for file in (one, other) for part in file.authenticated_safe]
    one["auth_safe"] = {"content_type": "data", "content": asn1_pkcs12.AuthenticatedSafe(parts).dump()}
    with pytest.raises(SeveralKeysError):
        read_key_file(one.dump(), PASSWORD, MONDAY)


def test_a_file_that_would_keep_the_computer_busy_for_days_is_refused(pair: tuple[Identity, Identity]) -> None:
    file = asn1_pkcs12.Pfx.load(packed(pair[0].key, pair[0].certificate))
    file["mac_data"]["iterations"] = 2**31 - 1
    with pytest.raises(NotAKeyFileError):
        read_key_file(file.dump(force=True), PASSWORD, MONDAY)


@pytest.mark.parametrize(
    "key", [ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 1024)], ids=["P-384", "RSA-1024"]
)
def test_a_key_too_weak_or_of_another_kind_is_told(key: Key) -> None:
    with pytest.raises(UnsuitableKeyError):
        read_key_file(packed(key, issued(key.public_key())), PASSWORD, MONDAY)


def test_a_certificate_without_commitment_is_told(pair: tuple[Identity, Identity]) -> None:
    key = pair[0].key
    for certificate in (
        issued(key.public_key(), commits=False),
        issued(key.public_key(), purpose=ExtendedKeyUsageOID.SERVER_AUTH),
        issued(key.public_key(), purpose=ExtendedKeyUsageOID.TIME_STAMPING),
    ):
        with pytest.raises(NotForSigningError):
            read_key_file(packed(key, certificate), PASSWORD, MONDAY)


def test_the_key_of_an_authority_is_told() -> None:
    authority = create("Autorité", "Territoire", MONDAY)
    with pytest.raises(AuthorityCertificateError):
        read_key_file(packed(authority.key, authority.certificate), PASSWORD, MONDAY)


@pytest.mark.parametrize("years", [-1, 4])
def test_a_certificate_out_of_its_years_is_told(years: int, pair: tuple[Identity, Identity]) -> None:
    with pytest.raises(ExpiredIdentityError):
        read_key_file(packed(pair[0].key, pair[0].certificate), PASSWORD, MONDAY + timedelta(days=365 * years))
