"""With what each of the pair will sign, and how long it still holds: what the page says before anybody signs."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from spie_diag.casework.casebook import Casebook, pair_of
from spie_diag.casework.identities import Kind, current_identity
from spie_diag.casework.opening import certificate_of
from spie_diag.errors import SpieError
from spie_diag.interview.people import InterviewId, SpecialistId
from spie_diag.paths import known_signers

if TYPE_CHECKING:
    from cryptography import x509

WARNED_BEFORE = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningWay:
    """What one specialist signs with, as far as it is known while her keys may be closed."""

    kind: Kind | None
    """None while her keys are closed: only her passphrase tells."""
    issued_by: str = field(default="", repr=False)
    """The authority that vouches for her certificate; empty where none does, or where it is not known yet."""
    valid_until: datetime | None = None
    """None where her certificate cannot be read."""
    ends_soon: bool = False
    """In thirty days or less."""
    is_over: bool = False


def ways_of(casebook: Casebook, interview: InterviewId) -> dict[SpecialistId, SigningWay]:
    """The way of each specialist of the pair."""
    members = pair_of(casebook, casebook.desk(interview).record).members
    return {one.id: way_of(casebook, one.id) for one in members}


def way_of(casebook: Casebook, specialist: SpecialistId) -> SigningWay:
    """What she signs with; a damaged key is told by whoever signs with it, not here."""
    now = casebook.clock.now()
    if casebook.vault.is_unlocked(specialist):
        try:
            held = current_identity(casebook, specialist)
        except SpieError:
            return SigningWay(kind=None)
        return _way(held.kind, held.valid_until, now, held.issued_by)
    certificate = _known(certificate_of(casebook, specialist))
    if certificate is None:
        return SigningWay(kind=None)
    return _way(None, certificate.not_valid_after_utc, now)


def reads_cards() -> bool:
    """Whether the optional library for cards is installed on this computer."""
    from importlib.util import find_spec

    return find_spec("pkcs11") is not None


def is_about_pin(error: SpieError) -> bool:
    """Whether the PIN of a card is what keeps a document from being signed: missing, or wrong."""
    from spie_diag.signing.identity_errors import WrongPinError

    return isinstance(error, WrongPinError)


def _way(kind: Kind | None, until: datetime, now: datetime, issued_by: str = "") -> SigningWay:
    is_over = until < now
    ends_soon = not is_over and until - now <= WARNED_BEFORE
    return SigningWay(kind=kind, issued_by=issued_by, valid_until=until, ends_soon=ends_soon, is_over=is_over)


def _known(fingerprint: str) -> "x509.Certificate | None":
    """A certificate of this office: it is public, and known to this computer since it was made."""
    from spie_diag.signing.identity import KnownSigners

    try:
        every = KnownSigners(known_signers()).all()
    except SpieError:
        return None
    return next((one.certificate for one in every if one.fingerprint == fingerprint), None)
