"""The authorities whose certificates this computer believes, and the lists of those that they took back."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from spie_diag.signing.certificates import MALFORMED, fingerprint, read_certificate
from spie_diag.signing.errors import NotACertificateError
from spie_diag.signing.identity import replace_file
from spie_diag.signing.integrity import is_by
from spie_diag.signing.subjects import cleaned, signer_name
from spie_diag.signing.trust_errors import (
    AuthoritiesFolderError,
    DamagedTrustError,
    NotAListError,
    NotAnAuthorityError,
    OlderListError,
    UnknownListIssuerError,
)

OF_TIME = ".temps"
LARGEST_LIST = 4 * 1024 * 1024


class Purpose(Enum):
    """What an authority is believed for: one that tells the time does not say who people are."""

    SIGNERS = "signers"
    TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAuthority:
    """The certificate of an authority that somebody of this office recognised, and the words it was kept under."""

    certificate: x509.Certificate = field(repr=False)
    label: str
    purpose: Purpose = Purpose.SIGNERS

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.certificate)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationList:
    """The certificates that one authority took back, as it published them; its signature was verified."""

    issuer: x509.Certificate = field(repr=False)
    published: x509.CertificateRevocationList = field(repr=False)

    @property
    def issued_at(self) -> datetime:
        return self.published.last_update_utc

    @property
    def next_at(self) -> datetime | None:
        """When the authority promised the next one."""
        return self.published.next_update_utc

    @property
    def number(self) -> int | None:
        try:
            return self.published.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
        except x509.ExtensionNotFound:
            return None

    def is_older_than(self, other: "RevocationList") -> bool:
        """By their numbers; two copies of one authority may give the same, and then the day decides."""
        if self.number is not None and other.number is not None and self.number != other.number:
            return self.number < other.number
        return self.issued_at < other.issued_at

    def taken_back_at(self, certificate: x509.Certificate) -> datetime | None:
        """Since when ``certificate`` is worth nothing any more; None where the authority did not take it back."""
        entry = self.published.get_revoked_certificate_by_serial_number(certificate.serial_number)
        if entry is None:
            return None
        try:  # the key may have been stolen long before anybody noticed
            stolen = entry.extensions.get_extension_for_class(x509.InvalidityDate).value.invalidity_date_utc
        except x509.ExtensionNotFound:
            return entry.revocation_date_utc
        return min(entry.revocation_date_utc, stolen)


class Believable(Protocol):
    """Authorities to believe: those that this computer recognises, or those that were given for one verification."""

    def all(self) -> tuple[KnownAuthority, ...]: ...

    def lists(self) -> tuple[RevocationList, ...]: ...


class Authorities:
    """One PEM file for each authority, named by its fingerprint, with its newest revocation list beside it."""

    _NAME = re.compile(rf"([0-9a-f]{{64}})({re.escape(OF_TIME)})?\.pem")

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, certificate: x509.Certificate, label: str = "", *, purpose: Purpose = Purpose.SIGNERS) -> None:
        """Believe from now on what this authority certifies; adding it again changes its label.

        Raises:
            NotAnAuthorityError: the certificate is that of a person, or may not certify others.
            AuthoritiesFolderError: the folder cannot be written.
        """
        if not may_certify(certificate):
            raise NotAnAuthorityError
        words = cleaned(label) or signer_name(certificate).name
        pem = certificate.public_bytes(serialization.Encoding.PEM)
        self._write(self._path(fingerprint(certificate), purpose), f"{words}\n".encode() + pem)

    def forget(self, fingerprint: str) -> None:
        """Stop believing an authority, whatever it was believed for; its list goes too."""
        try:
            for purpose in Purpose:
                self._path(fingerprint, purpose).unlink(missing_ok=True)
            self._list_path(fingerprint).unlink(missing_ok=True)
        except OSError as error:
            raise AuthoritiesFolderError from error

    def all(self) -> tuple[KnownAuthority, ...]:
        """Every authority recognised here, in the order of their labels.

        Raises:
            DamagedTrustError: a file was cut, edited, or holds another certificate than its name says.
            AuthoritiesFolderError: the folder cannot be read.
        """
        try:
            files = sorted(self._folder.iterdir()) if self._folder.is_dir() else []
            kept = [_authority(path, path.read_bytes()) for path in files if self._NAME.fullmatch(path.name)]
        except OSError as error:
            raise AuthoritiesFolderError from error
        return tuple(sorted(kept, key=lambda authority: authority.label))

    def add_list(self, content: bytes) -> RevocationList:
        """Keep the list that an authority published, PEM or DER, in place of its previous one.

        Raises:
            NotAListError: this is no revocation list.
            UnknownListIssuerError: no authority recognised here signed it.
            OlderListError: a newer one is here already.
            AuthoritiesFolderError: the folder cannot be read or written.
        """
        found = read_list(content, [authority.certificate for authority in self.all()])
        if found is None:
            raise UnknownListIssuerError
        name = fingerprint(found.issuer)
        kept = next((one for one in self.lists() if fingerprint(one.issuer) == name), None)
        if kept is not None and found.is_older_than(kept):
            raise OlderListError(authority=signer_name(found.issuer).name, day=f"{kept.issued_at:%d/%m/%Y}")
        self._write(self._list_path(name), found.published.public_bytes(serialization.Encoding.DER))
        return found

    def lists(self) -> tuple[RevocationList, ...]:
        """The newest list of each authority that gave one.

        Raises:
            DamagedTrustError: a list was cut, edited, or is not that of its authority.
            AuthoritiesFolderError: the folder cannot be read.
        """
        found = []
        for authority in {one.fingerprint: one for one in self.all()}.values():
            path = self._list_path(authority.fingerprint)
            try:
                content = path.read_bytes() if path.is_file() else b""
            except OSError as error:
                raise AuthoritiesFolderError from error
            if content:
                found.append(_list_of(authority, content, path))
        return tuple(found)

    def _path(self, fingerprint: str, purpose: Purpose) -> Path:
        return self._folder / f"{fingerprint}{OF_TIME if purpose is Purpose.TIME else ''}.pem"

    def _list_path(self, fingerprint: str) -> Path:
        return self._folder / f"{fingerprint}.crl"

    def _write(self, path: Path, content: bytes) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            replace_file(path, content)
        except OSError as error:
            raise AuthoritiesFolderError from error


def read_authority(content: bytes) -> KnownAuthority:
    """The authority whose certificate a file holds, PEM or DER; reading is not believing.

    Raises:
        NotAnAuthorityError: it holds no certificate, or that of a person.
    """
    try:
        certificate = read_certificate(content)
    except NotACertificateError as error:
        raise NotAnAuthorityError from error
    if not may_certify(certificate):
        raise NotAnAuthorityError
    return KnownAuthority(certificate=certificate, label=signer_name(certificate).name)


def may_certify(certificate: x509.Certificate) -> bool:
    """Whether a certificate is that of an authority: it says so, and its key may sign certificates."""
    try:
        is_authority = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, ValueError):  # ValueError: an extension that says nothing sensible
        return False
    return is_authority and usage.key_cert_sign


def read_list(content: bytes, issuers: Iterable[x509.Certificate]) -> RevocationList | None:
    """The revocation list in ``content``, PEM or DER, if one of ``issuers`` signed it; None where none of them did.

    Raises:
        NotAListError: this is no revocation list, or only a part of one.
    """
    published = _published(content)
    signed_by = (issuer for issuer in issuers if _signed(published, issuer))
    return next((RevocationList(issuer=issuer, published=published) for issuer in signed_by), None)


def _signed(published: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    digest = published.signature_hash_algorithm
    try:
        usage = issuer.extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, *MALFORMED):
        return False
    if not usage.crl_sign or published.issuer != issuer.subject or digest is None:
        return False
    return is_by(issuer.public_key(), published.signature, published.tbs_certlist_bytes, digest)


def _published(content: bytes) -> x509.CertificateRevocationList:
    if len(content) > LARGEST_LIST:
        raise NotAListError
    try:
        if b"-----BEGIN X509 CRL-----" in content:
            published = x509.load_pem_x509_crl(content)
        else:
            published = x509.load_der_x509_crl(content)
        whole = not any(extension.critical for extension in published.extensions)  # else it lists only some of them
        for part in ("issuer", "signature_hash_algorithm", "last_update_utc", "next_update_utc"):
            getattr(published, part)
    except MALFORMED as error:
        raise NotAListError from error
    if not whole:
        raise NotAListError
    return published


def newest(lists: Sequence[RevocationList], issuer: x509.Certificate) -> RevocationList | None:
    """The newest list of one authority among several, whichever of its certificates it was verified with."""
    found: RevocationList | None = None
    for one in lists:
        if same_authority(one.issuer, issuer) and (found is None or found.is_older_than(one)):
            found = one
    return found


def same_authority(one: x509.Certificate, other: x509.Certificate) -> bool:
    """An authority that renews its certificate keeps its name and key: what it took back stays taken back."""
    return one == other or (one.subject == other.subject and one.public_key() == other.public_key())


def _authority(path: Path, content: bytes) -> KnownAuthority:
    words, _, pem = content.partition(b"\n")
    name, of_time = path.name.removesuffix(".pem").removesuffix(OF_TIME), path.name.endswith(f"{OF_TIME}.pem")
    try:
        certificate = read_certificate(pem)
    except NotACertificateError as error:
        raise DamagedTrustError(file=name) from error
    if fingerprint(certificate) != name or not may_certify(certificate):
        raise DamagedTrustError(file=name)
    label = cleaned(words.decode(errors="replace"))
    return KnownAuthority(certificate=certificate, label=label, purpose=Purpose.TIME if of_time else Purpose.SIGNERS)


def _list_of(authority: KnownAuthority, content: bytes, path: Path) -> RevocationList:
    try:
        found = read_list(content, [authority.certificate])
    except NotAListError as error:
        raise DamagedTrustError(file=path.stem) from error
    if found is None:
        raise DamagedTrustError(file=path.stem)
    return found
