"""The signers that this computer recognises one by one, without any authority; and what others need to recognise us."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from spie_diag.casework.authority_errors import ChangedCertificateError
from spie_diag.casework.authority_folder import content_of
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.errors import UnwrittenFileError
from spie_diag.casework.opening import certificates_of
from spie_diag.interview.people import SpecialistId
from spie_diag.paths import known_signers

if TYPE_CHECKING:
    from cryptography import x509


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerCard:
    """One signer, as people compare her certificate before they recognise it."""

    name: str = field(repr=False)
    structure: str = field(repr=False)
    label: str = field(repr=False)
    """The words it is kept under; her name until somebody chooses others."""
    fingerprint: str
    """64 hexadecimal digits."""
    valid_from: datetime
    valid_until: datetime

    @property
    def fingerprint_in_groups(self) -> str:
        """As two people compare it aloud."""
        from spie_diag.signing.certificates import grouped

        return grouped(self.fingerprint)


def signer_in(file: Path) -> SignerCard:
    """Whose certificate a file offers to recognise; nothing is believed yet.

    Raises:
        UnreadableRequestFileError: it cannot be read, or is too large to be a certificate.
        NotACertificateError: it holds none.
        AuthorityCertificateError, NotForSigningError, UnsuitableKeyError: nobody signs documents with it.
    """
    return _card(_read(file))


def recognise(file: Path, *, label: str = "", compared: str = "", folder: Path | None = None) -> SignerCard:
    """Believe this signer from now on; to be called once its fingerprint, ``compared``, was told by another way.

    Raises:
        ChangedCertificateError: the file no longer holds what was compared.
        SpieError: as ``signer_in``.
        KnownSignersFolderError: it cannot be kept.
    """
    from spie_diag.signing.identity import KnownSigners

    certificate = _read(file)
    if compared and _card(certificate).fingerprint != compared:
        raise ChangedCertificateError
    KnownSigners(folder or known_signers()).add(certificate, label)
    return _card(certificate, label)


def recognised(*, folder: Path | None = None) -> tuple[SignerCard, ...]:
    """Every signer recognised here, in the order of their labels.

    Raises:
        DamagedKnownSignerError: a file was cut or edited.
        KnownSignersFolderError: the folder cannot be read.
    """
    from spie_diag.signing.identity import KnownSigners

    return tuple(_card(one.certificate, one.label) for one in KnownSigners(folder or known_signers()).all())


def forget(fingerprint: str, *, folder: Path | None = None) -> None:
    """Stop believing a signer; nothing happens where she was not recognised.

    Raises:
        KnownSignersFolderError: it cannot be removed.
    """
    from spie_diag.signing.identity import KnownSigners

    KnownSigners(folder or known_signers()).forget(fingerprint)


def ours(casebook: Casebook) -> frozenset[str]:
    """The fingerprints of every certificate that the specialists of this vault ever signed with."""
    return frozenset().union(*(certificates_of(casebook, one) for one in casebook.specialists))


def write_certificate(casebook: Casebook, specialist: SpecialistId, file: Path) -> Path:
    """Write what a partner needs to recognise her: public, without her key.

    Raises:
        UnwrittenFileError: the folder refuses it, or the disk is full.
        SpieError: her keys are not unlocked in this session.
    """
    from spie_diag.casework.identities import certificates_in_use
    from spie_diag.signing.certificates import as_pem
    from spie_diag.signing.identity import replace_file

    told = b"".join(as_pem(one) for one in certificates_in_use(casebook, specialist))
    try:
        replace_file(file, told)
    except OSError as why:
        raise UnwrittenFileError(folder=file.parent) from why
    return file


def _read(file: Path) -> "x509.Certificate":
    from spie_diag.signing.certificates import read_certificate, refuse_unless_it_signs

    certificate = read_certificate(content_of(file))
    refuse_unless_it_signs(certificate, certificate.not_valid_before_utc)  # an expired one may have signed before
    return certificate


def _card(certificate: "x509.Certificate", label: str = "") -> SignerCard:
    from spie_diag.signing.certificates import fingerprint
    from spie_diag.signing.subjects import signer_name

    said = signer_name(certificate)
    return SignerCard(
        name=said.name,
        structure=said.structure,
        label=label or said.name,
        fingerprint=fingerprint(certificate),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
    )
