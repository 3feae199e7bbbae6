"""What a specialist signs with: the key made in the vault, certified or not, a key received as a file, or her card."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from itertools import count, takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from spie_diag.casework.authority_errors import ChangedCertificateError
from spie_diag.casework.authority_folder import content_of
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.errors import UnwrittenFileError
from spie_diag.casework.opening import IDENTITY, certificates_of, fingerprint_places, identity_of, recognise
from spie_diag.casework.registering import note
from spie_diag.interview.people import SpecialistId
from spie_diag.secrecy import forget
from spie_diag.vault.deeds import Deed

if TYPE_CHECKING:
    from cryptography import x509

    from spie_diag.signing.cards import CardIdentity
    from spie_diag.signing.identity import Identity, Signatory
    from spie_diag.signing.subjects import SignerName

_OTHER = f"{IDENTITY}/other"
"""Beside the key made in the vault, which stays: a key received as a file, or where to find a card; empty for none."""


class Kind(Enum):
    """Where the key is."""

    BUILT_IN = "built-in"
    FILE = "file"
    CARD = "card"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityLabel:
    """What a specialist signs with, as a page shows it."""

    kind: Kind
    who: "SignerName" = field(repr=False)
    fingerprint: str
    key_fingerprint: str
    """What she reads aloud to the coordinator who certifies her request."""
    valid_from: datetime
    valid_until: datetime
    issued_by: str = field(default="", repr=False)
    """The authority that vouches for it; empty for a certificate that only vouches for itself."""
    authority_fingerprint: str = ""
    module: str = ""
    """The module of the card's reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRequest:
    """A request put on disk, to hand to the authority."""

    file: Path
    key_fingerprint: str


def current_identity(casebook: Casebook, specialist: SpecialistId) -> IdentityLabel:
    """What a specialist whose keys are unlocked signs with.

    Raises:
        SpieError: her keys are not unlocked in this session, or what is kept is damaged.
    """
    return _label(_current(casebook, specialist), is_other=_other(casebook, specialist) is not None)


def _label(held: "Identity | CardIdentity", *, is_other: bool) -> IdentityLabel:
    from spie_diag.signing.cards import CardIdentity
    from spie_diag.signing.certificates import fingerprint, key_fingerprint
    from spie_diag.signing.subjects import signer_name

    card = held if isinstance(held, CardIdentity) else None
    root = held.chain[-1] if held.chain else None
    return IdentityLabel(
        kind=Kind.CARD if card else Kind.FILE if is_other else Kind.BUILT_IN,
        who=held.signer,
        fingerprint=held.fingerprint,
        key_fingerprint=key_fingerprint(held.certificate.public_key()),
        valid_from=held.certificate.not_valid_before_utc,
        valid_until=held.certificate.not_valid_after_utc,
        issued_by=signer_name(root).name if root else "",
        authority_fingerprint=fingerprint(root) if root else "",
        module=card.module if card else "",
    )


def write_request(casebook: Casebook, specialist: SpecialistId, folder: Path) -> WrittenRequest:
    """Write, in ``folder``, the request to certify the key made in the vault; its name names nobody.

    Raises:
        UnwrittenFileError: the folder refuses it, or the disk is full.
        SpieError: her keys are not unlocked in this session.
    """
    from spie_diag.signing.certificates import key_fingerprint
    from spie_diag.signing.identity import replace_file
    from spie_diag.signing.requests import file_name_for, request_for

    identity = identity_of(casebook, specialist)
    file = folder / file_name_for(identity)
    try:
        replace_file(file, request_for(identity, casebook.specialists[specialist]))
    except OSError as why:
        raise UnwrittenFileError(folder=folder) from why
    return WrittenRequest(file=file, key_fingerprint=key_fingerprint(identity.certificate.public_key()))


def offered_certificate(casebook: Casebook, specialist: SpecialistId, file: Path) -> IdentityLabel:
    """What ``take_in_certificate`` would sign with, to look at before: who vouches for it is compared by voice.

    Raises:
        UnreadableRequestFileError, NotACertificateError, OtherKeyError, IssuerMissingError, OtherNameError
        AuthorityCertificateError, NotForSigningError, ExpiredIdentityError: nobody signs with it today.
        SpieError: her keys are not unlocked in this session.
    """
    return _label(_offered(casebook, specialist, file), is_other=False)


def take_in_certificate(
    casebook: Casebook, specialist: SpecialistId, file: Path, *, compared: str = "", signers: Path | None = None
) -> IdentityLabel:
    """Sign from now on with the certificate that an authority issued for the key made in the vault.

    ``compared`` is the fingerprint of the authority that was looked at before.

    Raises:
        ChangedCertificateError: the file no longer holds a certificate of that authority.
        SpieError: as ``offered_certificate``.
    """
    certified = _offered(casebook, specialist, file)
    if compared and _label(certified, is_other=False).authority_fingerprint != compared:
        raise ChangedCertificateError
    _put_by(casebook, specialist, identity_of(casebook, specialist))
    _keep(casebook, specialist, IDENTITY, certified.as_bytes, certified, signers)
    return _back_to_built_in(casebook, specialist, signers)


def _offered(casebook: Casebook, specialist: SpecialistId, file: Path) -> "Identity":
    from spie_diag.signing.certificates import issuers_of, read_certificates
    from spie_diag.signing.identity import Identity
    from spie_diag.signing.identity_errors import IssuerMissingError, OtherKeyError

    own, found = identity_of(casebook, specialist), read_certificates(content_of(file))
    about_her = [one for one in found if one.public_key() == own.certificate.public_key()]
    if not about_her:
        raise OtherKeyError
    newest = max(about_her, key=lambda one: one.not_valid_before_utc)
    chain = issuers_of(newest, found)
    if not chain or chain[-1].issuer != chain[-1].subject:
        raise IssuerMissingError
    certified = Identity(own.key, newest, chain)
    _refuse_unless_hers(casebook, specialist, certified)
    return certified


def import_key_file(
    casebook: Casebook, specialist: SpecialistId, file: Path, password: str, *, signers: Path | None = None
) -> IdentityLabel:
    """Sign from now on with a key received as a PKCS#12 file, sealed as the one made in the vault is.

    Raises:
        UnreadableRequestFileError, NotAKeyFileError, WrongKeyFilePasswordError, NoKeyInFileError, SeveralKeysError
        UnsuitableKeyError, AuthorityCertificateError, NotForSigningError, ExpiredIdentityError, OtherNameError
        SpieError: her keys are not unlocked in this session.
    """
    from spie_diag.signing.key_files import read_key_file

    content = content_of(file)
    try:
        imported = read_key_file(content, password, casebook.clock.now())
    finally:
        forget(content)
    _refuse_unless_hers(casebook, specialist, imported)
    _keep(casebook, specialist, _OTHER, imported.as_bytes, imported, signers)
    return current_identity(casebook, specialist)


def cards_in(module: Path, pin: str = "") -> "tuple[CardIdentity, ...]":
    """What can be chosen on the cards now in the reader; some cards show it only after their PIN.

    Raises:
        CardError: no module, no card, a wrong PIN.
    """
    from spie_diag.signing.cards import identities_on

    return identities_on(module, pin)


def choose_card(
    casebook: Casebook, specialist: SpecialistId, card: "CardIdentity", *, signers: Path | None = None
) -> IdentityLabel:
    """Sign from now on with this certificate of a card; its PIN is asked at each signature.

    Raises:
        UnsuitableKeyError, AuthorityCertificateError, NotForSigningError, ExpiredIdentityError, OtherNameError
        SpieError: her keys are not unlocked in this session.
    """
    _refuse_unless_hers(casebook, specialist, card)
    _keep(casebook, specialist, _OTHER, card.as_bytes, card, signers)
    return current_identity(casebook, specialist)


def use_built_in(casebook: Casebook, specialist: SpecialistId, *, signers: Path | None = None) -> IdentityLabel:
    """Sign again with the key made in the vault; the other one is forgotten, and its file or card can bring it back."""
    return _back_to_built_in(casebook, specialist, signers)


def new_key(casebook: Casebook, specialist: SpecialistId, *, signers: Path | None = None) -> IdentityLabel:
    """A new key in the vault with a new self-signed certificate: the old one expired, was revoked, or was seen.

    What was signed before still holds; the authority, if any, certifies the new key on a new request.
    """
    from spie_diag.signing.identity import new_identity

    made = new_identity(casebook.specialists[specialist], casebook.clock.now())
    _put_by(casebook, specialist, identity_of(casebook, specialist))
    _keep(casebook, specialist, IDENTITY, made.as_bytes, made, signers)
    return _back_to_built_in(casebook, specialist, signers)


def _back_to_built_in(casebook: Casebook, specialist: SpecialistId, signers: Path | None) -> IdentityLabel:
    if _other(casebook, specialist) is not None:
        _keep(casebook, specialist, _OTHER, bytes, identity_of(casebook, specialist), signers)
    return current_identity(casebook, specialist)


def certificates_in_use(casebook: Casebook, specialist: SpecialistId) -> "tuple[x509.Certificate, ...]":
    """The public part of what she signs with: her certificate, then those of who vouches for it.

    Raises:
        SpieError: her keys are not unlocked in this session.
    """
    held = _current(casebook, specialist)
    return (held.certificate, *held.chain)


def held_in_vault(casebook: Casebook, specialist: SpecialistId) -> "tuple[Identity, ...]":
    """Every identity whose key is in the vault, the present ones first: what was sealed for a former one still opens.

    Raises:
        SpieError: her keys are not unlocked in this session.
    """
    from spie_diag.signing.cards import CardIdentity

    other = _other(casebook, specialist)
    present = [] if other is None or isinstance(other, CardIdentity) else [other]
    return (*present, identity_of(casebook, specialist), *reversed(_former_ones(casebook, specialist)))


@contextmanager
def in_hand(casebook: Casebook, specialist: SpecialistId, pin: str = "") -> "Iterator[Signatory]":
    """The key that signs now, until the end of the block; ``pin`` is for a card.

    Raises:
        CardError: the card is not there, or its PIN is wrong.
        SpieError: her keys are not unlocked in this session.
    """
    from spie_diag.signing.cards import CardIdentity, inserted

    held = _current(casebook, specialist)
    if isinstance(held, CardIdentity):
        with inserted(held, pin) as card:
            yield card
    else:
        yield held


def asks_for_pin(casebook: Casebook, specialist: SpecialistId) -> bool:
    """Whether her signature needs a card and its PIN.

    Raises:
        SpieError: her keys are not unlocked in this session.
    """
    from spie_diag.signing.cards import CardIdentity

    return isinstance(_other(casebook, specialist), CardIdentity)


def _refuse_unless_hers(casebook: Casebook, specialist: SpecialistId, held: "Identity | CardIdentity") -> None:
    from spie_diag.signing.certificates import refuse_unless_it_signs
    from spie_diag.signing.identity_errors import OtherNameError
    from spie_diag.signing.subjects import same_name

    refuse_unless_it_signs(held.certificate, casebook.clock.now())
    if not same_name(held.signer.name, casebook.specialists[specialist].name):
        raise OtherNameError


def _keep(
    casebook: Casebook,
    specialist: SpecialistId,
    name: str,
    secret: Callable[[], bytes],
    held: "Identity | CardIdentity",
    signers: Path | None,
) -> None:
    """The secret and what everybody may know of the current certificate, both or neither; then the register."""
    current = held if name == _OTHER else _other(casebook, specialist) or held
    told = fingerprint_places(specialist, current.fingerprint, certificates_of(casebook, specialist))
    kept = secret()
    try:
        casebook.vault.keep_private(specialist, name, kept, told)
    finally:
        forget(kept)
    recognise(casebook, held.certificate, signers)
    note(casebook, Deed.SIGNING_KEY_CHANGED)


def _put_by(casebook: Casebook, specialist: SpecialistId, former: "Identity") -> None:
    """Keep an identity that no longer signs, for what was or will be sealed for its certificate."""
    kept = _former_ones(casebook, specialist)
    if any(one.fingerprint == former.fingerprint for one in kept):
        return
    secret = former.as_bytes()
    try:
        casebook.vault.keep_private(specialist, _former(len(kept)), secret)
    finally:
        forget(secret)


def _former(place: int) -> str:
    return f"{IDENTITY}/former-{place}"


def _former_ones(casebook: Casebook, specialist: SpecialistId) -> "list[Identity]":
    names = takewhile(lambda name: casebook.vault.holds_private(specialist, name), map(_former, count()))
    return [_read(casebook, specialist, name) for name in names]


def _read(casebook: Casebook, specialist: SpecialistId, name: str) -> "Identity":
    from spie_diag.signing.identity import Identity

    kept = casebook.vault.private(specialist, name)
    try:
        return Identity.from_bytes(kept)
    finally:
        forget(kept)


def _other(casebook: Casebook, specialist: SpecialistId) -> "Identity | CardIdentity | None":
    """What she signs with instead of the key made in the vault; None for that one."""
    from spie_diag.signing.cards import FORMAT, CardIdentity
    from spie_diag.signing.identity import Identity

    if not casebook.vault.holds_private(specialist, _OTHER):
        return None
    kept = casebook.vault.private(specialist, _OTHER)
    try:
        if kept.startswith(FORMAT):
            return CardIdentity.from_bytes(kept)
        return Identity.from_bytes(kept) if kept else None
    finally:
        forget(kept)


def _current(casebook: Casebook, specialist: SpecialistId) -> "Identity | CardIdentity":
    return _other(casebook, specialist) or identity_of(casebook, specialist)
