"""Who signs: a specialist's key and certificate, and the certificates that this computer recognises."""

import os
import re
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from spie_diag.interview.people import Specialist
from spie_diag.secrecy import forget
from spie_diag.signing.certificates import (
    DOCUMENT_SIGNING,
    MALFORMED,
    VALID_FOR,
    fingerprint,
    for_documents,
    grouped,
    look_into,
    read_certificate,
    suitable_key,
)
from spie_diag.signing.errors import (
    DamagedIdentityError,
    DamagedKnownSignerError,
    KnownSignersFolderError,
    NotACertificateError,
)
from spie_diag.signing.identity_errors import UnsuitableKeyError
from spie_diag.signing.subjects import (
    SignerName,
    cleaned,
    is_comparable,
    name_of,
    plain_issuer,
    same_name,
    signer_name,
    subject_of,
)

__all__ = [
    "DOCUMENT_SIGNING",
    "VALID_FOR",
    "Identity",
    "KnownSigner",
    "KnownSigners",
    "Signatory",
    "SignerName",
    "fingerprint",
    "grouped",
    "namesakes",
    "new_identity",
    "read_certificate",
    "same_name",
    "signer_name",
]

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

_FORMAT = b"SPI2"
"""What sealed bytes begin with; those of the first format began with the length of the key, far less than this."""


class Signatory(Protocol):
    """A key that signs now, in memory or on a card, and the certificates that say whose it is."""

    @property
    def certificate(self) -> x509.Certificate: ...

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """Who vouches for the certificate, the nearest first; empty where it vouches for itself."""

    def signature_of(self, content: bytes) -> bytes:
        """Of its SHA-256: ECDSA as DER, or RSA as PKCS#1 v1.5."""


@dataclass(frozen=True, slots=True)
class Identity:
    """One specialist's key, and the certificate that tells the world whose it is."""

    key: PrivateKey = field(repr=False)
    """P-256 where it was made here; RSA from 2048 bits may come in a file."""
    certificate: x509.Certificate = field(repr=False)
    chain: tuple[x509.Certificate, ...] = field(default=(), repr=False)
    """Who issued it, the nearest first, the root included; empty where it is self-signed."""

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.certificate)

    @property
    def signer(self) -> SignerName:
        return signer_name(self.certificate)

    def signature_of(self, content: bytes) -> bytes:
        """Of its SHA-256: ECDSA as DER, or RSA as PKCS#1 v1.5."""
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(content, padding.PKCS1v15(), hashes.SHA256())
        return self.key.sign(content, ec.ECDSA(hashes.SHA256()))

    def as_bytes(self) -> bytes:
        """The secret bytes that the vault seals; the format is in this room's README."""
        key = self.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        certificates = [one.public_bytes(serialization.Encoding.DER) for one in (self.certificate, *self.chain)]
        try:
            return _written([key, *certificates])
        finally:
            forget(key)

    @classmethod
    def from_bytes(cls, secret: bytes) -> "Identity":
        """The identity that ``as_bytes`` wrote, in this version or in the first one.

        Raises:
            DamagedIdentityError: the bytes are not a key followed by its own certificate.
        """
        parts = _parts(memoryview(secret))  # no copy of the key to wipe
        try:
            key = serialization.load_der_private_key(parts[0], password=None)
            certificate, *chain = (x509.load_der_x509_certificate(bytes(part)) for part in parts[1:])
            own = suitable_key(certificate.public_key())
            for one in (certificate, *chain):
                look_into(one)
        except (*MALFORMED, UnsuitableKeyError) as error:
            raise DamagedIdentityError from error
        if not isinstance(key, (ec.EllipticCurvePrivateKey, rsa.RSAPrivateKey)) or own != key.public_key():
            raise DamagedIdentityError
        return cls(key, certificate, tuple(chain))


def _written(parts: list[bytes]) -> bytes:
    """Filled in place: joining would leave copies of the key behind."""
    page = bytearray(len(_FORMAT) + sum(4 + len(part) for part in parts))
    page[: len(_FORMAT)] = _FORMAT
    place = len(_FORMAT)
    for part in parts:
        page[place : place + 4] = len(part).to_bytes(4)
        page[place + 4 : place + 4 + len(part)] = part
        place += 4 + len(part)
    try:
        return bytes(page)
    finally:
        page[:] = bytes(len(page))


def _parts(secret: memoryview) -> list[memoryview]:
    """The key, its certificate and those of its issuers."""
    if bytes(secret[:4]) != _FORMAT:
        end = 4 + int.from_bytes(secret[:4])
        return [secret[4:end], secret[end:]]
    parts, rest = [], secret[4:]
    while rest:
        end = 4 + int.from_bytes(rest[:4])
        if end > len(rest):
            raise DamagedIdentityError
        parts.append(rest[4:end])
        rest = rest[end:]
    if len(parts) < 2:
        raise DamagedIdentityError
    return parts


def new_identity(specialist: Specialist, now: datetime) -> Identity:
    """A fresh key and a certificate valid three years from ``now``, for this specialist only.

    Raises:
        NamelessSignerError: the specialist has no name.
    """
    name = subject_of(name_of(specialist))
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = name if is_comparable(name) else plain_issuer(key.public_key())
    certificate = for_documents(name, key.public_key(), now).issuer_name(issuer).sign(key, hashes.SHA256())
    return Identity(key, certificate)


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
        words = cleaned(label) or signer_name(certificate).name
        pem = certificate.public_bytes(serialization.Encoding.PEM)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            replace_file(self._path(fingerprint(certificate)), f"{words}\n".encode() + pem)
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


def _known(path: Path) -> KnownSigner:
    words, _, pem = path.read_bytes().partition(b"\n")
    try:
        certificate = read_certificate(pem)
    except NotACertificateError as error:
        raise DamagedKnownSignerError(file=path.stem) from error
    if fingerprint(certificate) != path.stem:
        raise DamagedKnownSignerError(file=path.stem)
    return KnownSigner(certificate, cleaned(words.decode(errors="replace")))


def replace_file(path: Path, content: bytes) -> None:
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
