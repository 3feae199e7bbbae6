"""The authority of a territory: an offline root that certifies specialists' keys and takes certificates back."""

import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from asn1crypto import core, keys
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.x509.oid import NameOID

from spie_diag.french import long_date
from spie_diag.secrecy import forget
from spie_diag.signing.certificates import (
    CLOCK_DRIFT,
    MALFORMED,
    fingerprint,
    for_documents,
    is_authority,
    key_usage,
    read_certificate,
)
from spie_diag.signing.errors import NotACertificateError
from spie_diag.signing.identity_errors import (
    AuthorityExpiredError,
    DamagedAuthorityError,
    UnclearAuthorityNameError,
    WrongAuthorityPassphraseError,
)
from spie_diag.signing.requests import Request
from spie_diag.signing.subjects import cleaned, common_name, is_comparable, subject_of

VALID_FOR = timedelta(days=3653)
LIST_VALID_FOR = timedelta(days=400)
"""A yearly list, with some weeks to hand it round."""

_SCRYPT: Final = "1.3.6.1.4.1.11591.4.11"
"""Source: RFC 7914, section 7."""
_COST, _BLOCK, _LANES = 2**14, 8, 8
"""Half a second over 16 MiB: as much memory as OpenSSL accepts, so that the key opens without this program too."""


@dataclass(frozen=True, slots=True)
class Authority:
    """The key of a territory's authority and the certificate by which everybody recognises it."""

    key: ec.EllipticCurvePrivateKey = field(repr=False)
    certificate: x509.Certificate = field(repr=False)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.certificate)

    def refuse_unless_valid_at(self, moment: datetime) -> None:
        """Raises ``AuthorityExpiredError`` outside of the years of the authority."""
        start, end = self.certificate.not_valid_before_utc, self.certificate.not_valid_after_utc
        if not start <= moment <= end:
            raise AuthorityExpiredError(
                start=long_date(start.date(), weekday=False), end=long_date(end.date(), weekday=False)
            )


@dataclass(frozen=True, slots=True)
class Revoked:
    """A certificate that was taken back, by its number, and since when."""

    serial: int
    since: datetime


def create(name: str, territory: str, now: datetime) -> Authority:
    """A fresh P-256 root, valid ten years, that certifies people and no other authority.

    Raises:
        UnclearAuthorityNameError: a text is empty, too long, or one that programs could not compare.
    """
    subject = _subject(name, territory)
    key = ec.generate_private_key(ec.SECP256R1())
    own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCK_DRIFT)
        .not_valid_after(now + VALID_FOR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(key_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(own, critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Authority(key, certificate)


def _subject(name: str, territory: str) -> x509.Name:
    written = (common_name(name), cleaned(territory))
    if not all(written) or written != (name.strip(), territory.strip()):
        raise UnclearAuthorityNameError
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, written[1]),
            x509.NameAttribute(NameOID.COMMON_NAME, written[0]),
        ]
    )
    if not is_comparable(subject):
        raise UnclearAuthorityNameError
    return subject


def sealed(authority: Authority, passphrase: str) -> bytes:
    """Her key as PEM, closed by the passphrase: half a second, on purpose.

    An encrypted PKCS#8 of AES-256-CBC under scrypt. ``cryptography`` would write one of 2048 rounds of PBKDF2, which a
    home computer guesses by the hundred thousand a second.

    Source: RFC 8018 (PBES2), RFC 7914.
    """
    plain = authority.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    salt, start = secrets.token_bytes(16), secrets.token_bytes(16)
    key, padding = _stretched(passphrase, salt), 16 - len(plain) % 16
    padded = bytearray(len(plain) + padding)  # filled in place: joining would leave copies of the key behind
    padded[: len(plain)], padded[len(plain) :] = plain, bytes([padding]) * padding
    try:
        encryptor = Cipher(algorithms.AES256(key), modes.CBC(start)).encryptor()
        closed = encryptor.update(padded) + encryptor.finalize()
    finally:
        padded[:] = bytes(len(padded))
        forget(plain)
        forget(key)
    return _pem(_wrapped(closed, salt, start))


def _stretched(passphrase: str, salt: bytes) -> bytes:
    typed = _typed(passphrase)
    try:
        return Scrypt(salt=salt, length=32, n=_COST, r=_BLOCK, p=_LANES).derive(typed)
    finally:
        forget(typed)


def _typed(passphrase: str) -> bytes:
    """In NFKC form, so that « é » opens it however the keyboard sent it."""
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")


class _ScryptParams(core.Sequence):  # type: ignore[misc]  # asn1crypto is not typed
    _fields = [  # noqa: RUF012  # asn1crypto's way to say a structure
        ("salt", core.OctetString),
        ("cost", core.Integer),
        ("block", core.Integer),
        ("lanes", core.Integer),
    ]


def _wrapped(closed: bytes, salt: bytes, start: bytes) -> bytes:
    scrypt = _ScryptParams({"salt": salt, "cost": _COST, "block": _BLOCK, "lanes": _LANES})
    parameters = {
        "key_derivation_func": {"algorithm": _SCRYPT, "parameters": scrypt},
        "encryption_scheme": {"algorithm": "aes256_cbc", "parameters": start},
    }
    algorithm = {"algorithm": "pbes2", "parameters": parameters}
    info = keys.EncryptedPrivateKeyInfo({"encryption_algorithm": algorithm, "encrypted_data": closed})
    return bytes(info.dump())


def _pem(der: bytes) -> bytes:
    from base64 import b64encode

    text = b64encode(der).decode()
    lines = [text[place : place + 64] for place in range(0, len(text), 64)]
    name = "ENCRYPTED PRIVATE KEY"
    return "\n".join((f"-----BEGIN {name}-----", *lines, f"-----END {name}-----", "")).encode()


def opened(key: bytes, certificate: bytes, passphrase: str) -> Authority:
    """The authority whose key ``sealed`` wrote.

    Raises:
        WrongAuthorityPassphraseError: the passphrase is another.
        DamagedAuthorityError: the key is cut, or not the one of the certificate.
    """
    root = read_root(certificate)
    typed = _typed(passphrase)
    try:
        private = serialization.load_pem_private_key(key, typed)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        if _is_encrypted_key(key):
            raise WrongAuthorityPassphraseError from error
        raise DamagedAuthorityError from error
    finally:
        forget(typed)
    if not isinstance(private, ec.EllipticCurvePrivateKey) or private.public_key() != root.public_key():
        raise DamagedAuthorityError
    return Authority(private, root)


def _is_encrypted_key(key: bytes) -> bool:
    """Whether this is a whole encrypted key, as far as can be seen without its passphrase."""
    from asn1crypto import pem

    try:
        _, _, der = pem.unarmor(key)
        info = keys.EncryptedPrivateKeyInfo.load(der, strict=True)
        return len(info["encrypted_data"].native) % 16 == 0
    except (ValueError, TypeError):
        return False


def read_root(content: bytes) -> x509.Certificate:
    """The certificate of an authority, from its file.

    Raises:
        DamagedAuthorityError: it is not one.
    """
    try:
        root = read_certificate(content)
        root.verify_directly_issued_by(root)
    except (NotACertificateError, InvalidSignature, *MALFORMED) as error:
        raise DamagedAuthorityError from error
    if not is_authority(root):
        raise DamagedAuthorityError
    return root


def certify(authority: Authority, request: Request, now: datetime) -> x509.Certificate:
    """Vouch that this key is this person's, for three years, or until the authority itself ends.

    Raises:
        AuthorityExpiredError: the authority does not certify at this moment.
    """
    authority.refuse_unless_valid_at(now)
    root = authority.certificate
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    return (
        for_documents(subject_of(request.who), request.key, now, end=root.not_valid_after_utc)
        .issuer_name(root.subject)
        .add_extension(issuer_key, critical=False)
        .sign(authority.key, hashes.SHA256())
    )


def revocation_list(authority: Authority, revoked: Iterable[Revoked], number: int, now: datetime) -> bytes:
    """The list, as PEM, of every certificate that was taken back; ``number`` grows from one list to the next.

    Raises:
        AuthorityExpiredError: the authority does not sign at this moment.
    """
    authority.refuse_unless_valid_at(now)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.certificate.subject)
        .last_update(now)
        .next_update(min(now + LIST_VALID_FOR, authority.certificate.not_valid_after_utc))
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
    )
    for one in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(one.serial).revocation_date(one.since).build()
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(authority.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def number_of(revocations: bytes) -> int:
    """The number of a list, from its PEM.

    Raises:
        DamagedAuthorityError: it is no list, or has no number.
    """
    try:
        read = x509.load_pem_x509_crl(revocations)
        return read.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    except (x509.ExtensionNotFound, *MALFORMED) as error:
        raise DamagedAuthorityError from error
