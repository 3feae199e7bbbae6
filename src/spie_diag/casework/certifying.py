"""The territory's authority, in its folder: created once, kept offline, opened to certify specialists' keys."""

import secrets
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from spie_diag.casework.authority_folder import (
    CERTIFICATES,
    KEY,
    REGISTRY,
    REVOCATIONS,
    ROOT,
    certificate_in,
    content_of,
    day,
    file_of,
    opened,
    read,
    shown,
    storage,
    write_certificates,
    write_register,
)
from spie_diag.casework.authority_registry import Issued, Registry
from spie_diag.casework.certifying_errors import (
    AlreadyCertifiedError,
    AskedTwiceError,
    AuthorityFolderTakenError,
    RevokedKeyError,
)
from spie_diag.clock import Clock, SystemClock

if TYPE_CHECKING:
    from spie_diag.signing.requests import Request
    from spie_diag.signing.subjects import SignerName as SignerName

_RENEWABLE = timedelta(days=183)


class Standing(Enum):
    """What a certificate is worth today; the value is French."""

    VALID = "valable"
    EXPIRED = "échu"
    REVOKED = "révoqué"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFile:
    """One certificate of the authority, as its register tells it."""

    who: "SignerName" = field(repr=False)
    file: Path
    fingerprint: str
    valid_until: datetime
    standing: Standing
    since: datetime | None
    """When it was taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityLabel:
    """What an authority shows without its passphrase; the fingerprint is what partners compare."""

    name: str
    territory: str
    fingerprint: str
    valid_from: datetime
    valid_until: datetime
    issued: tuple[CertificateFile, ...]
    root: Path
    revocations: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request found fit to be certified, for the coordinator to look at."""

    file: Path
    request: "Request"

    @property
    def shown(self) -> str:
        return shown(self.file)


def create_authority(
    folder: Path, name: str, territory: str, passphrase: str, *, clock: Clock | None = None
) -> AuthorityLabel:
    """Create an authority in a new folder, with a first and empty list of revocations.

    Raises:
        AuthorityFolderTakenError: the folder holds something already.
        AuthorityStorageError: the disk refuses; nothing is left of it.
        SpieError: a name is unclear, or the passphrase short or easily guessed.
    """
    from spie_diag.signing.authority import create, revocation_list, sealed
    from spie_diag.signing.certificates import as_pem
    from spie_diag.vault.weighing import refuse_guessable

    told = clock or SystemClock()
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise AuthorityFolderTakenError(folder=folder)
    refuse_guessable(passphrase, (name, territory))
    authority = create(name, territory, told.now())
    files = {
        KEY: sealed(authority, passphrase),
        ROOT: as_pem(authority.certificate),
        REVOCATIONS: revocation_list(authority, (), 1, told.now()),
        REGISTRY: Registry(last_list=1).as_bytes(),
    }
    with storage(folder):
        _appear(folder, files)
    return label_of_authority(folder, clock=told)


def _appear(folder: Path, files: dict[str, bytes]) -> None:
    """The whole folder, or none."""
    from spie_diag.signing.identity import replace_file

    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = folder.parent / f".{secrets.token_hex(4)}.part"
    try:
        beside.mkdir(mode=0o700)
        for name, content in files.items():
            replace_file(beside / name, content)
        (beside / CERTIFICATES).mkdir()
        if folder.exists():
            folder.rmdir()  # empty: some systems do not let it be replaced
        beside.replace(folder)
    except OSError:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def label_of_authority(folder: Path, *, clock: Clock | None = None) -> AuthorityLabel:
    """What the authority of a folder certified and took back, without its passphrase.

    Raises:
        NotAnAuthorityFolderError, AuthorityStorageError, DamagedRegistryError
        DamagedAuthorityError: its certificate is cut or edited.
    """
    from spie_diag.signing.certificates import fingerprint
    from spie_diag.signing.subjects import signer_name

    root, registry = read(folder)
    who, now = signer_name(root), (clock or SystemClock()).now()
    return AuthorityLabel(
        name=who.name,
        territory=who.structure,
        fingerprint=fingerprint(root),
        valid_from=root.not_valid_before_utc,
        valid_until=root.not_valid_after_utc,
        issued=tuple(_line(folder, one, registry, now) for one in registry.issued),
        root=folder / ROOT,
        revocations=folder / REVOCATIONS,
    )


def _line(folder: Path, one: Issued, registry: Registry, now: datetime) -> CertificateFile:
    from spie_diag.signing.certificates import fingerprint
    from spie_diag.signing.subjects import signer_name

    certificate, since = certificate_in(one), registry.revoked.get(one.serial)
    standing = Standing.REVOKED if since else Standing.VALID if now <= one.valid_until else Standing.EXPIRED
    return CertificateFile(
        who=signer_name(certificate),
        file=file_of(folder, one),
        fingerprint=fingerprint(certificate),
        valid_until=one.valid_until,
        standing=standing,
        since=since,
    )


def read_requests(folder: Path, files: Sequence[Path], *, clock: Clock | None = None) -> tuple[Asked, ...]:
    """What the files ask of the authority in ``folder``: all of them may be certified, or none is given back.

    Raises:
        UnreadableRequestFileError, AlreadyCertifiedError, RevokedKeyError, AskedTwiceError
        SpieError: a file is no request, was forged, its name is unclear or its key weak; or the folder is no authority.
    """
    from spie_diag.signing.requests import read_request

    _, registry = read(folder)
    now, asked = (clock or SystemClock()).now(), list[Asked]()
    for file in files:
        request = read_request(content_of(file), shown(file))
        if any(request.fingerprint == other.request.fingerprint for other in asked):
            raise AskedTwiceError(file=shown(file))
        _refuse_certified(folder, registry, request.fingerprint, file, now)
        asked.append(Asked(file=file, request=request))
    return tuple(asked)


def _refuse_certified(folder: Path, registry: Registry, key: str, file: Path, now: datetime) -> None:
    before = registry.of_key(key)
    if any(one.serial in registry.revoked for one in before):
        raise RevokedKeyError(file=shown(file))
    if before and before[-1].valid_until - now > _RENEWABLE:
        write_certificates(folder, [before[-1]])  # lost, maybe, by whoever asks again
        raise AlreadyCertifiedError(
            file=shown(file), end=day(before[-1].valid_until), certificate=file_of(folder, before[-1])
        )


def certify(folder: Path, passphrase: str, asked: Iterable[Asked], *, clock: Clock | None = None) -> tuple[Path, ...]:
    """Issue a certificate for each request that the coordinator agreed to; gives the files to hand back.

    The register tells it first: no certificate exists that it does not know.

    Raises:
        RegisterChangedError: somebody else uses the folder; nobody was certified.
        SpieError: the passphrase is wrong, the authority has expired, or the disk refuses.
    """
    from spie_diag.signing.authority import certify as issue
    from spie_diag.signing.certificates import as_pem

    authority, before = opened(folder, passphrase)
    registry = before
    now, made = (clock or SystemClock()).now(), list[Issued]()
    for one in asked:
        _refuse_certified(folder, registry, one.request.fingerprint, one.file, now)
        certificate = issue(authority, one.request, now)
        made.append(
            Issued(
                serial=certificate.serial_number,
                key=one.request.fingerprint,
                issued_at=now,
                valid_until=certificate.not_valid_after_utc,
                certificate=as_pem(certificate).decode(),
            )
        )
        registry = registry.with_issued(made[-1])
    write_register(folder, before, registry)
    write_certificates(folder, made)
    return tuple(file_of(folder, one) for one in made)


def in_groups(fingerprint: str) -> str:
    """A fingerprint in groups of four, as people compare it aloud."""
    from spie_diag.signing.certificates import grouped

    return grouped(fingerprint)
