"""What every certificate here has in common: how it is read, told apart, made for signing documents, and found fit."""

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.x509.oid import ExtendedKeyUsageOID, ObjectIdentifier

from spie_diag.french import long_date
from spie_diag.signing.errors import ExpiredIdentityError, NotACertificateError
from spie_diag.signing.identity_errors import (
    AuthorityCertificateError,
    NotForSigningError,
    UnsuitableKeyError,
)

VALID_FOR = timedelta(days=3 * 365 + 1)
CLOCK_DRIFT = timedelta(minutes=10)  # two laptops of one office never agree to the second
SMALLEST_RSA = 2048

DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
"""Source: RFC 9336."""

_MADE_FOR_DOCUMENTS = frozenset(
    {
        DOCUMENT_SIGNING,
        ExtendedKeyUsageOID.EMAIL_PROTECTION,
        ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
        ObjectIdentifier("1.3.6.1.4.1.311.10.3.12"),
        ObjectIdentifier("1.2.840.113583.1.1.5"),
    }
)
"""Usages under which signing certificates are issued: RFC 9336, e-mail, any, and those of Microsoft and Adobe."""

MALFORMED = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
"""What ``cryptography`` raises on a certificate, request or list that is wrong on purpose, some when looked into."""

SignerKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, 64 hexadecimal digits."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def key_fingerprint(key: PublicKeyTypes) -> str:
    """SHA-256 of a public key, 64 hexadecimal digits: the same before and after it is certified.

    Source: of its SubjectPublicKeyInfo, as RFC 7469 2.4 counts it.
    """
    digest = hashes.Hash(hashes.SHA256())
    digest.update(key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo))
    return digest.finalize().hex()


def grouped(fingerprint: str) -> str:
    """The fingerprint in groups of four, as people compare it aloud."""
    return " ".join(fingerprint[place : place + 4] for place in range(0, len(fingerprint), 4)).upper()


def read_certificate(content: bytes) -> x509.Certificate:
    """The certificate in a PEM or DER file.

    Raises:
        NotACertificateError: there is none.
    """
    return read_certificates(content)[0]


def read_certificates(content: bytes) -> tuple[x509.Certificate, ...]:
    """Every certificate in a PEM file, in its order, or the one of a DER file.

    Raises:
        NotACertificateError: there is none.
    """
    try:
        if b"-----BEGIN CERTIFICATE-----" in content:
            found = tuple(x509.load_pem_x509_certificates(content))
        else:
            found = (x509.load_der_x509_certificate(content),)
        for one in found:
            look_into(one)
    except MALFORMED as error:
        raise NotACertificateError from error
    return found


def look_into(certificate: x509.Certificate) -> None:
    """Raise one of ``MALFORMED`` now where a part of the certificate is: they are read one by one, when asked for."""
    certificate.public_key()
    for part in ("subject", "issuer", "extensions", "not_valid_before_utc", "not_valid_after_utc"):
        getattr(certificate, part)


def as_pem(certificate: x509.Certificate) -> bytes:
    """As text, between its two lines."""
    return certificate.public_bytes(serialization.Encoding.PEM)


def issuers_of(certificate: x509.Certificate, among: tuple[x509.Certificate, ...]) -> tuple[x509.Certificate, ...]:
    """Who vouches for this certificate, the nearest first, as far as ``among`` tells: signatures are verified."""
    chain: list[x509.Certificate] = []
    last = certificate
    while last.issuer != last.subject:
        issuer = next((one for one in among if one not in chain and _issued(one, last)), None)
        if issuer is None:
            break
        chain.append(issuer)
        last = issuer
    return tuple(chain)


def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (*MALFORMED, InvalidSignature):
        return False
    return is_authority(issuer)


def is_authority(certificate: x509.Certificate) -> bool:
    """Whether it may issue certificates. A malformed one may not."""
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, *MALFORMED):
        return False


def for_documents(
    subject: x509.Name, key: SignerKey, now: datetime, end: datetime | None = None
) -> x509.CertificateBuilder:
    """A certificate to be issued, valid three years unless its issuer ends before, and only to sign documents."""
    usual = now + VALID_FOR
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCK_DRIFT)
        .not_valid_after(min(usual, end) if end else usual)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(key_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def key_usage(
    *,
    digital_signature: bool = False,
    content_commitment: bool = False,
    key_cert_sign: bool = False,
    crl_sign: bool = False,
) -> x509.KeyUsage:
    """What a key may be used for: nothing but what is said."""
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=content_commitment,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )


def suitable_key(key: PublicKeyTypes) -> SignerKey:
    """The same key, if it signs documents here: P-256, or RSA from 2048 bits.

    Raises:
        UnsuitableKeyError: any other.
    """
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return key
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= SMALLEST_RSA:
        return key
    raise UnsuitableKeyError


def refuse_unless_it_signs(certificate: x509.Certificate, moment: datetime) -> None:
    """Let a certificate through only if a person may sign documents with it at ``moment``.

    Raises:
        UnsuitableKeyError: its key is too weak, or of a kind not used here.
        AuthorityCertificateError: it is the one of an authority.
        NotForSigningError: it was issued for something else.
        ExpiredIdentityError: it is not valid yet, or no longer.
    """
    try:
        suitable_key(certificate.public_key())
        if is_authority(certificate):
            raise AuthorityCertificateError
        if not is_made_for_documents(certificate):
            raise NotForSigningError
    except MALFORMED as error:  # which only reading its parts tells
        raise NotForSigningError from error
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not start <= moment <= end:
        raise ExpiredIdentityError(
            start=long_date(start.date(), weekday=False), end=long_date(end.date(), weekday=False)
        )


def is_made_for_documents(certificate: x509.Certificate) -> bool:
    """Whether its usages let a person commit herself to a document with it.

    Raises:
        ValueError: it is malformed.
    """
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    try:
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        purposes = x509.ExtendedKeyUsage([DOCUMENT_SIGNING])
    return usage.digital_signature and usage.content_commitment and not _MADE_FOR_DOCUMENTS.isdisjoint(purposes)
