"""Who signs: a specialist's key and certificate, and the certificates that this computer recognises."""

import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from spie_diag.interview.people import FieldOfWork, Specialist
from spie_diag.secrecy import forget
from spie_diag.signing.errors import (
    DamagedIdentityError,
    DamagedKnownSignerError,
    KnownSignersFolderError,
    NamelessSignerError,
    NotACertificateError,
)

VALID_FOR = timedelta(days=3 * 365 + 1)
DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
"""Source: RFC 9336."""

_LONGEST = 64  # characters of a common name, organization or title. Source: RFC 5280, appendix A.1
_CLOCK_DRIFT = timedelta(minutes=10)  # two laptops of one office never agree to the second
_FIELDS = {FieldOfWork.SOCIAL: "Champ social", FieldOfWork.EMPLOYMENT: "Champ emploi"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerName:
    """Who a certificate says it belongs to, cleaned for display: a certificate is written by whoever made it."""

    name: str
    structure: str = ""
    role: str = ""
    field_of_work: FieldOfWork | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """One specialist's P-256 key and the self-signed certificate that tells the world whose it is."""

    key: ec.EllipticCurvePrivateKey = field(repr=False)
    certificate: x509.Certificate = field(repr=False)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.certificate)

    @property
    def signer(self) -> SignerName:
        return signer_name(self.certificate)

    def holds_at(self, moment: datetime) -> bool:
        """Whether the certificate is valid at ``moment``."""
        return self.certificate.not_valid_before_utc <= moment <= self.certificate.not_valid_after_utc

    def as_bytes(self) -> bytes:
        """The secret bytes that the vault seals: length of the key (4 bytes), key as PKCS#8 DER, certificate as DER."""
        key = self.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        try:
            return len(key).to_bytes(4) + key + self.certificate.public_bytes(serialization.Encoding.DER)
        finally:
            forget(key)

    @classmethod
    def from_bytes(cls, secret: bytes) -> "Identity":
        """The identity that ``as_bytes`` wrote.

        Raises:
            DamagedIdentityError: the bytes are not a P-256 key followed by its own certificate.
        """
        end = 4 + int.from_bytes(secret[:4])
        try:
            key = serialization.load_der_private_key(memoryview(secret)[4:end], password=None)  # no copy to wipe
            certificate = x509.load_der_x509_certificate(secret[end:])
            own = certificate.public_key()
        except (ValueError, TypeError) as error:
            raise DamagedIdentityError from error
        if not isinstance(key, ec.EllipticCurvePrivateKey) or own != key.public_key():
            raise DamagedIdentityError
        return cls(key, certificate)


def new_identity(specialist: Specialist, now: datetime) -> Identity:
    """A fresh key and a certificate valid three years from ``now``, for this specialist only.

    Raises:
        NamelessSignerError: the specialist has no name.
    """
    name = _subject(specialist)
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name if _is_comparable(name) else _plain_issuer(public))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCK_DRIFT)
        .not_valid_after(now + VALID_FOR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signs_documents_only(), critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Identity(key, certificate)


def _subject(specialist: Specialist) -> x509.Name:
    common_name = _common_name(specialist.name)
    if not common_name:
        raise NamelessSignerError
    parts = [
        (NameOID.COUNTRY_NAME, "FR"),
        (NameOID.ORGANIZATION_NAME, _clean(specialist.structure)),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, _FIELDS[specialist.field_of_work]),
        (NameOID.TITLE, _clean(specialist.role)),
        (NameOID.COMMON_NAME, common_name),
    ]
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts if text])


def _is_comparable(name: x509.Name) -> bool:
    """Whether other programs can compare this name: not with emoji, nor with two directions of writing in one text.

    They compare issuers to find who signed, and would refuse a sound signature. Source: RFC 4518, 2.4 and 2.5.
    """
    from asn1crypto import x509 as asn1_x509  # lazily: only a new key asks

    try:
        return bool(asn1_x509.Name.load(name.public_bytes()).hashable)
    except ValueError:
        return False


def _plain_issuer(key: ec.EllipticCurvePublicKey) -> x509.Name:
    """Stands for the same key in plain letters; the subject alone says who she is."""
    number = x509.SubjectKeyIdentifier.from_public_key(key).digest.hex()
    return x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"), x509.NameAttribute(NameOID.COMMON_NAME, f"SPIE Diag {number}")]
    )


def _signs_documents_only() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _clean(text: str) -> str:
    """One line of at most 64 characters, without the control marks that could make a name read otherwise."""
    seen = "".join(" " if character.isspace() else character for character in unicodedata.normalize("NFC", text))
    seen = "".join(character for character in seen if unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co"})
    seen = " ".join(seen.split())
    return seen if len(seen) <= _LONGEST else f"{seen[: _LONGEST - 1].rstrip()}…"


def _common_name(text: str) -> str:
    """The same, in at most 64 bytes of UTF-8: what ``cryptography`` accepts for the name of a person."""
    name = _clean(text)
    room = name.encode()[: _LONGEST - len("…".encode())].decode(errors="ignore").rstrip()
    return name if len(name.encode()) <= _LONGEST else f"{room}…"


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, 64 hexadecimal digits."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def grouped(fingerprint: str) -> str:
    """The fingerprint in groups of four, as people compare it aloud."""
    return " ".join(fingerprint[place : place + 4] for place in range(0, len(fingerprint), 4)).upper()


def signer_name(certificate: x509.Certificate) -> SignerName:
    """The name, structure, role and field written in a certificate; texts are empty where it says nothing."""
    unit = _said(certificate, NameOID.ORGANIZATIONAL_UNIT_NAME)
    return SignerName(
        name=_said(certificate, NameOID.COMMON_NAME),
        structure=_said(certificate, NameOID.ORGANIZATION_NAME),
        role=_said(certificate, NameOID.TITLE),
        field_of_work=next((of_work for of_work, words in _FIELDS.items() if words == unit), None),
    )


def _said(certificate: x509.Certificate, oid: ObjectIdentifier) -> str:
    try:
        values = [attribute.value for attribute in certificate.subject.get_attributes_for_oid(oid)]
    except ValueError:  # the subject itself is malformed: a forged certificate says nothing
        return ""
    return _clean(", ".join(value for value in values if isinstance(value, str)))


def read_certificate(content: bytes) -> x509.Certificate:
    """The certificate in a PEM or DER file.

    Raises:
        NotACertificateError: there is none.
    """
    try:
        if b"-----BEGIN CERTIFICATE-----" in content:
            return x509.load_pem_x509_certificate(content)
        return x509.load_der_x509_certificate(content)
    except ValueError as error:
        raise NotACertificateError from error


@dataclass(frozen=True, slots=True)
class KnownSigner:
    """A certificate somebody of this office has recognised, and the words it was kept under."""

    certificate: x509.Certificate = field(repr=False)
    label: str = field(repr=False)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.certificate)

    @property
    def signer(self) -> SignerName:
        return signer_name(self.certificate)


class KnownSigners:
    """The public certificates that this computer recognises: one PEM file each, named by its fingerprint."""

    _NAME = re.compile(r"[0-9a-f]{64}\.pem")

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, certificate: x509.Certificate, label: str = "") -> None:
        """Recognise a certificate from now on; adding it again changes its label.

        Raises:
            KnownSignersFolderError: the folder cannot be written.
        """
        words = _clean(label) or signer_name(certificate).name
        pem = certificate.public_bytes(serialization.Encoding.PEM)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            _replace(self._path(fingerprint(certificate)), f"{words}\n".encode() + pem)
        except OSError as error:
            raise KnownSignersFolderError from error

    def forget(self, fingerprint: str) -> None:
        """Stop recognising a certificate; nothing happens where it was not known."""
        try:
            self._path(fingerprint).unlink(missing_ok=True)
        except OSError as error:
            raise KnownSignersFolderError from error

    def all(self) -> tuple[KnownSigner, ...]:
        """Every known certificate, in the order of their labels.

        Raises:
            DamagedKnownSignerError: a file was cut, edited, or holds another certificate than its name says.
            KnownSignersFolderError: the folder cannot be read.
        """
        try:
            files = sorted(self._folder.iterdir()) if self._folder.is_dir() else []
            kept = [_known(path) for path in files if self._NAME.fullmatch(path.name)]
        except OSError as error:
            raise KnownSignersFolderError from error
        return tuple(sorted(kept, key=lambda signer: signer.label))

    def knows(self, fingerprint: str) -> bool:
        return any(signer.fingerprint == fingerprint for signer in self.all())

    def _path(self, fingerprint: str) -> Path:
        return self._folder / f"{fingerprint}.pem"


def namesakes(known: Iterable[KnownSigner], name: str) -> tuple[KnownSigner, ...]:
    """The known signers who bear this name, however it is capitalised, accented or spaced."""
    return tuple(signer for signer in known if same_name(signer.signer.name, name))


def same_name(one: str, other: str) -> bool:
    """Whether people would read the same name twice."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    letters = unicodedata.normalize("NFKD", _common_name(name).casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def _known(path: Path) -> KnownSigner:
    words, _, pem = path.read_bytes().partition(b"\n")
    try:
        certificate = read_certificate(pem)
    except NotACertificateError as error:
        raise DamagedKnownSignerError(file=path.stem) from error
    if fingerprint(certificate) != path.stem:
        raise DamagedKnownSignerError(file=path.stem)
    return KnownSigner(certificate, _clean(words.decode(errors="replace")))


def _replace(path: Path, content: bytes) -> None:
    """Write the whole file or nothing, even if the computer stops in between."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise
