"""The territory's authority takes certificates back, and hands round the list that says so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from spie_diag.casework.authority_folder import (
    REVOCATIONS,
    content_of,
    day,
    number_of_list,
    opened,
    read,
    shown,
    write,
    write_register,
)
from spie_diag.casework.authority_registry import Issued
from spie_diag.casework.certifying_errors import AlreadyRevokedError, AskedTwiceError, RevokedTooEarlyError
from spie_diag.clock import Clock, SystemClock

if TYPE_CHECKING:
    from cryptography import x509

    from spie_diag.signing.subjects import SignerName


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRevoke:
    """A certificate of this authority, found fit to be taken back."""

    file: Path
    certificate: "x509.Certificate" = field(repr=False)
    who: "SignerName" = field(repr=False)

    @property
    def shown(self) -> str:
        return shown(self.file)


def read_certificates_to_revoke(
    folder: Path, files: Sequence[Path], since: datetime | None = None, *, clock: Clock | None = None
) -> tuple[ToRevoke, ...]:
    """The certificates of these files, all of them issued by the authority in ``folder`` and not yet taken back.

    Raises:
        NotIssuedHereError, AlreadyRevokedError, RevokedTooEarlyError, AskedTwiceError, UnreadableRequestFileError
        SpieError: the folder is no authority.
    """
    from spie_diag.signing.certificates import is_authority, issuers_of
    from spie_diag.signing.identity_errors import NotIssuedHereError
    from spie_diag.signing.subjects import signer_name

    root, registry = read(folder)
    now, found = (clock or SystemClock()).now(), list[ToRevoke]()
    for file in files:
        certificate = _first_in(file)
        if is_authority(certificate) or root not in issuers_of(certificate, (root,)):
            raise NotIssuedHereError(file=shown(file))
        if before := registry.revoked.get(certificate.serial_number):
            raise AlreadyRevokedError(file=shown(file), since=day(before))
        if since and not certificate.not_valid_before_utc.date() <= since.date() <= now.date():
            raise RevokedTooEarlyError(file=shown(file), start=day(certificate.not_valid_before_utc))
        if any(certificate == other.certificate for other in found):
            raise AskedTwiceError(file=shown(file))
        found.append(ToRevoke(file=file, certificate=certificate, who=signer_name(certificate)))
    return tuple(found)


def _first_in(file: Path) -> "x509.Certificate":
    from spie_diag.signing.certificates import read_certificate
    from spie_diag.signing.errors import NotACertificateError
    from spie_diag.signing.identity_errors import NotIssuedHereError

    try:
        return read_certificate(content_of(file))
    except NotACertificateError as error:
        raise NotIssuedHereError(file=shown(file)) from error


def revoke(
    folder: Path,
    passphrase: str,
    certificates: Iterable[ToRevoke],
    since: datetime | None = None,
    *,
    clock: Clock | None = None,
) -> Path:
    """Take certificates back, from ``since`` or from now on; gives the list to hand to every partner.

    Without certificates, the same list under a new number and for another year.

    Raises:
        RegisterChangedError: somebody else uses the folder; nothing was revoked.
        SpieError: the passphrase is wrong, the authority has expired, or the disk refuses.
    """
    from spie_diag.signing.authority import revocation_list

    authority, before = opened(folder, passphrase)
    registry = before
    now = (clock or SystemClock()).now()
    number = max(registry.last_list, number_of_list(folder)) + 1
    taken = tuple(certificates)
    for one in taken:
        if all(known.serial != one.certificate.serial_number for known in registry.issued):
            registry = registry.with_issued(_issued(one.certificate))  # its register was lost meanwhile
    registry = registry.with_list(number, {one.certificate.serial_number: since or now for one in taken})
    revocations = revocation_list(authority, registry.taken_back(), number, now)
    write_register(folder, before, registry)
    write(folder, REVOCATIONS, revocations)
    return folder / REVOCATIONS


def _issued(certificate: "x509.Certificate") -> Issued:
    from spie_diag.signing.certificates import as_pem, key_fingerprint

    return Issued(
        serial=certificate.serial_number,
        key=key_fingerprint(certificate.public_key()),
        issued_at=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        certificate=as_pem(certificate).decode(),
    )
