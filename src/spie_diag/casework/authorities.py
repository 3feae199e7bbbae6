"""The authorities that this computer recognises: looked at, compared by voice, then believed; what they took back."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from spie_diag.casework.authority_errors import ChangedCertificateError, UnknownAuthorityError
from spie_diag.casework.errors import UnreadableFileError
from spie_diag.paths import known_authorities
from spie_diag.signing.certificates import fingerprint, grouped
from spie_diag.signing.subjects import signer_name
from spie_diag.signing.trusted_authorities import Authorities, KnownAuthority, Purpose, newest, read_authority

_LARGEST = 4 * 1024 * 1024
_SHORTEST = 8  # digits


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityCard:
    """One authority, as people compare it before they believe it."""

    name: str
    territory: str
    label: str
    """The words it is kept under; its name until somebody chooses others."""
    fingerprint: str
    """64 hexadecimal digits."""
    valid_from: datetime
    valid_until: datetime
    tells_time: bool = False
    """Believed for its time-stamps, not for people."""
    list_from: datetime | None = None
    """When its newest revocation list kept here was made; None where there is none."""
    list_until: datetime | None = None

    @property
    def fingerprint_in_groups(self) -> str:
        """As two people compare it aloud."""
        return grouped(self.fingerprint)


def authority_in(file: Path) -> AuthorityCard:
    """What a file offers to recognise; nothing is believed yet.

    Raises:
        UnreadableFileError: it cannot be read, or is too large to be a certificate.
        NotAnAuthorityError: it holds no certificate, or that of a person.
    """
    return _card(read_authority(_content(file)))


def recognise(
    file: Path, *, label: str = "", tells_time: bool = False, compared: str = "", folder: Path | None = None
) -> AuthorityCard:
    """Believe from now on the signers that this authority certifies, or only its time-stamps.

    To be called once somebody has compared the fingerprint by another way, ``compared``: anybody can make a file in
    any name, or change it meanwhile.

    Raises:
        ChangedCertificateError: the file no longer holds what was compared.
        UnreadableFileError, NotAnAuthorityError: as ``authority_in``.
        AuthoritiesFolderError: it cannot be kept.
    """
    read = read_authority(_content(file))
    if compared and read.fingerprint != compared:
        raise ChangedCertificateError
    purpose = Purpose.TIME if tells_time else Purpose.SIGNERS
    _kept(folder).add(read.certificate, label, purpose=purpose)
    own = (one for one in recognised(folder=folder) if one.fingerprint == read.fingerprint)
    return next(one for one in own if one.tells_time is tells_time)


def forget(fingerprint: str, *, folder: Path | None = None) -> None:
    """Stop believing an authority; nothing happens where it was not recognised.

    Raises:
        AuthoritiesFolderError: it cannot be removed.
    """
    _kept(folder).forget(fingerprint)


def one_called(beginning: str, *, folder: Path | None = None) -> AuthorityCard:
    """The authority whose fingerprint begins so, in groups or not; at least eight digits.

    Raises:
        UnknownAuthorityError: none does, or several do.
    """
    digits = "".join(beginning.split()).lower()
    found = {one.fingerprint: one for one in recognised(folder=folder) if one.fingerprint.startswith(digits)}
    if len(digits) < _SHORTEST or len(found) != 1:
        raise UnknownAuthorityError
    return next(iter(found.values()))


def recognised(*, folder: Path | None = None) -> tuple[AuthorityCard, ...]:
    """Every authority recognised here, in the order of their labels.

    Raises:
        DamagedTrustError: a file was cut or edited.
        AuthoritiesFolderError: the folder cannot be read.
    """
    kept = _kept(folder)
    lists = kept.lists()
    told = []
    for authority in kept.all():
        listed = newest(lists, authority.certificate)
        told.append(_card(authority, listed.issued_at if listed else None, listed.next_at if listed else None))
    return tuple(told)


def take_revocations(file: Path, *, folder: Path | None = None) -> AuthorityCard:
    """Keep the revocation list that a recognised authority published, and say whose it is.

    Raises:
        UnreadableFileError: the file cannot be read, or is too large.
        NotAListError: it is no revocation list.
        UnknownListIssuerError: no authority recognised here signed it.
        OlderListError: a newer one is here already.
        AuthoritiesFolderError: it cannot be kept.
    """
    taken = _kept(folder).add_list(_content(file))
    whose = fingerprint(taken.issuer)
    return next(one for one in recognised(folder=folder) if one.fingerprint == whose)


def _kept(folder: Path | None) -> Authorities:
    return Authorities(folder or known_authorities())


def _card(
    authority: KnownAuthority, list_from: datetime | None = None, list_until: datetime | None = None
) -> AuthorityCard:
    certificate = authority.certificate
    said = signer_name(certificate)
    return AuthorityCard(
        name=said.name,
        territory=said.structure,
        label=authority.label,
        fingerprint=authority.fingerprint,
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        tells_time=authority.purpose is Purpose.TIME,
        list_from=list_from,
        list_until=list_until,
    )


def _content(file: Path) -> bytes:
    try:
        if not file.is_file() or file.stat().st_size > _LARGEST:
            raise UnreadableFileError(name=file.name)
        return file.read_bytes()
    except (OSError, ValueError) as why:  # ValueError: a name with a null character
        raise UnreadableFileError(name=file.name) from why
