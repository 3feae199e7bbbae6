"""Creating a vault, opening it, passing the keyboard, locking."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.errors import SameFieldError
from spie_diag.casework.form_content import fingerprint_of
from spie_diag.casework.handing_out import sweep
from spie_diag.casework.registering import note
from spie_diag.clock import Clock, SystemClock
from spie_diag.errors import SpieError
from spie_diag.forms.definition import Form, Value
from spie_diag.interview.people import FieldOfWork, Specialist, SpecialistId
from spie_diag.paths import known_signers, shipped
from spie_diag.secrecy import forget
from spie_diag.vault.deeds import Deed

if TYPE_CHECKING:
    from cryptography import x509

    from spie_diag.signing.identity import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSpecialist:
    """What one specialist types at first start."""

    name: str
    structure: str
    role: str
    field_of_work: FieldOfWork
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class VaultLabel:
    """What a closed vault shows: its name and whose passphrases open it."""

    folder: Path
    name: str
    specialists: tuple[Specialist, ...]


@cache
def common_form() -> Form:
    """The form that every structure shares, read once per process, and checked once per computer."""
    from spie_diag.forms.publishing import published
    from spie_diag.forms.reading import read_form

    return published(shipped("forms", "diagnostic-commun.yaml"), read_form)


def preload() -> None:
    """Import what opening needs, and read the form: done in the worker while the passphrase is being typed."""
    from spie_diag.vault.opening import preload as preload_vault

    preload_vault()
    fingerprint_of(common_form())


def is_vault(folder: Path) -> bool:
    """Whether ``folder`` holds a vault, damaged or not."""
    from spie_diag.vault.key_file import holds_vault

    return holds_vault(folder)


def refuse_place(folder: Path) -> None:
    """Before anything else is asked for a new vault, whatever would refuse its folder in the end.

    Raises:
        SpieError: it lies on a network share, at the end of too long a path, or holds a vault whose keys are lost.
    """
    from spie_diag.vault.errors import VaultExistsError
    from spie_diag.vault.files import disk_refusals
    from spie_diag.vault.key_file import holds_encrypted_file, holds_vault
    from spie_diag.vault.whereabouts import refuse_unfit

    refuse_unfit(folder)
    with disk_refusals():
        if folder.is_dir() and holds_encrypted_file(folder) and not holds_vault(folder):
            raise VaultExistsError


def is_about_passphrase(error: SpieError) -> bool:
    """Whether what was typed is what keeps the vault closed, and nothing else."""
    from spie_diag.vault.errors import EmptyPassphraseError, WrongPassphraseError

    return isinstance(error, (EmptyPassphraseError, WrongPassphraseError))


def label_of(folder: Path) -> VaultLabel:
    """What the vault in ``folder`` shows before anyone unlocks it.

    Raises:
        SpieError: the folder holds no vault, or its key file cannot be read.
    """
    from spie_diag.vault.opening import holders

    shown = holders(folder)
    return VaultLabel(folder=folder, name=shown.name, specialists=shown.specialists)


def create_casebook(
    folder: Path,
    name: str,
    founders: Sequence[NewSpecialist],
    *,
    clock: Clock | None = None,
    signers: Path | None = None,
    quick_keys: bool = False,
    progress: Callable[[str], None] = lambda _step: None,
) -> Casebook:
    """Create a vault for two specialists, each with a passphrase and signing keys of her own, and open it.

    The first founder is at the keyboard; both are unlocked. Their public certificates are added to the
    signers that this computer recognises, in ``signers`` or in the user's folder; where that fails, the vault is
    there all the same, and ``alarms_of`` says so. ``quick_keys`` stretches the passphrases no more than the format's
    floor: for vaults that hold nobody's life (demonstrations, tests).

    Raises:
        SameFieldError, SpieError: the folder cannot be used, a name is empty, a passphrase too weak; nothing was made.
    """
    from spie_diag.signing.identity import new_identity
    from spie_diag.vault.key import CALIBRATED, FLOOR, Founder
    from spie_diag.vault.opening import create_vault

    told, form = clock or SystemClock(), common_form()
    if len({founder.field_of_work for founder in founders}) < len(founders):
        raise SameFieldError
    people = [specialist_from(founder) for founder in founders]
    if not quick_keys:
        _refuse_guessable(name, founders)
    # Before the vault: whatever is wrong with a name must not leave behind a vault whose owner can never sign.
    identities = [new_identity(one, told.now()) for one in people]
    progress("Création des clés…")
    keyed = [Founder(specialist=one, passphrase=new.passphrase) for one, new in zip(people, founders, strict=True)]
    vault = create_vault(folder, name, keyed, told, FLOOR if quick_keys else CALIBRATED)
    progress("Création des signatures…")
    casebook = Casebook(vault=vault, form=form, clock=told, writer=people[0].id)
    _keep_identities(casebook, zip(people, identities, strict=True), signers)
    return casebook


def _keep_identities(
    casebook: Casebook, identities: "Iterable[tuple[Specialist, Identity]]", signers: Path | None
) -> None:
    try:
        for one, identity in identities:
            keep_identity(casebook, one.id, identity, signers)
    except BaseException:
        casebook.vault.lock()  # it is whole: what is missing is made when its owner opens it
        raise


def _refuse_guessable(vault: str, founders: Sequence[NewSpecialist]) -> None:
    from spie_diag.vault.weighing import refuse_guessable

    known = (vault, *(word.strip() for one in founders for word in (one.name, one.structure)))
    for founder in founders:
        refuse_guessable(founder.passphrase, known)


IDENTITY = "pdf-identity"
_CERTIFICATE = "certificate"
_CERTIFICATES = "certificates"


def specialist_from(new: NewSpecialist) -> Specialist:
    """The specialist under a new id."""
    from uuid import uuid4

    return Specialist(
        id=SpecialistId(uuid4()),
        name=new.name.strip(),
        structure=new.structure.strip(),
        role=new.role.strip(),
        field_of_work=new.field_of_work,
    )


def keep_identity(casebook: Casebook, specialist: SpecialistId, identity: "Identity", signers: Path | None) -> None:
    """Keep a signing identity with its public fingerprint, and have it recognised on this computer."""
    secret = identity.as_bytes()
    told = fingerprint_places(specialist, identity.fingerprint, certificates_of(casebook, specialist))
    try:
        casebook.vault.keep_private(specialist, IDENTITY, secret, told)
    finally:
        forget(secret)
    recognise(casebook, identity.certificate, signers)


def fingerprint_places(specialist: SpecialistId, fingerprint: str, before: Collection[str]) -> Mapping[str, Value]:
    """What everybody may know of her certificates: the present one, and all that she ever had."""
    every: list[Value] = [*sorted({*before, fingerprint})]
    return {f"{_CERTIFICATE}/{specialist}": fingerprint, f"{_CERTIFICATES}/{specialist}": every}


def recognise(casebook: Casebook, certificate: "x509.Certificate", signers: Path | None) -> None:
    """Have this computer know a certificate from now on; where it cannot, a warning says so."""
    from spie_diag.signing.errors import KnownSignersFolderError
    from spie_diag.signing.identity import KnownSigners

    try:
        KnownSigners(signers or known_signers()).add(certificate)
    except KnownSignersFolderError:
        if _UNRECOGNISED not in casebook.warnings:
            casebook.warnings.append(_UNRECOGNISED)


_UNRECOGNISED = (
    "Le dossier des signataires connus n’est pas accessible : cet ordinateur dira inconnues les signatures faites ici. "
    "Elles restent valables."
)


def open_casebook(
    folder: Path,
    specialist: SpecialistId,
    passphrase: str,
    *,
    clock: Clock | None = None,
    signers: Path | None = None,
) -> Casebook:
    """Open the vault in ``folder`` as one of its specialists.

    Raises:
        SpieError: wrong passphrase, damaged vault, already open elsewhere, read-only folder…
    """
    from spie_diag.vault.opening import open_vault
    from spie_diag.vault.revisions import Age

    told, form = clock or SystemClock(), common_form()
    vault = open_vault(folder, specialist, passphrase, told)
    casebook = Casebook(vault=vault, form=form, clock=told, writer=specialist, warnings=_warnings_about(folder))
    try:
        complete_identity(casebook, specialist, signers=signers)
        note(casebook, Deed.VAULT_OPENED)
        if vault.age_of_keys is Age.OLDER:
            note(casebook, Deed.KEYS_WENT_BACK)
        sweep(casebook)
    except BaseException:
        vault.lock()
        raise
    return casebook


def _warnings_about(folder: Path) -> list[str]:
    from spie_diag.vault.whereabouts import synchronised_by

    service = synchronised_by(folder)
    return [_SYNCHRONISED.format(service=service)] if service else []


_SYNCHRONISED = (
    "Le dossier du coffre est copié ailleurs par {service} pendant que vous écrivez : il peut en être abîmé. Déplacez-"
    "le sur le disque de cet ordinateur ; {service} peut recevoir les sauvegardes."
)


def complete_identity(casebook: Casebook, specialist: SpecialistId, *, signers: Path | None = None) -> None:
    """Give a specialist who has just typed her passphrase the signing identity that she lacks.

    She lacks one when the creation of the vault was interrupted between its key and her identity.
    """
    if casebook.vault.holds_private(specialist, IDENTITY):
        return
    from spie_diag.signing.identity import new_identity

    identity = new_identity(casebook.specialists[specialist], casebook.clock.now())
    keep_identity(casebook, specialist, identity, signers)


def rest(casebook: Casebook) -> None:
    """Fold what was written lately into the main file: to be done when nobody has typed for a while."""
    casebook.vault.rest()


def lock(casebook: Casebook) -> None:
    """Drop the keys and close the files. Everything acknowledged is on disk already."""
    casebook.lock()


def identity_of(casebook: Casebook, specialist: SpecialistId) -> "Identity":
    """The identity made in the vault, of a specialist whose keys are unlocked; ``identities.in_hand`` is what signs.

    Raises:
        SpieError: her keys are not unlocked in this session.
    """
    from spie_diag.signing.identity import Identity

    secret = casebook.vault.private(specialist, IDENTITY)
    try:
        return Identity.from_bytes(secret)
    finally:
        forget(secret)


def certificate_of(casebook: Casebook, specialist: SpecialistId) -> str:
    """The SHA-256 of a specialist's certificate, in hexadecimal: public, whoever is unlocked."""
    return str(casebook.vault.places.recall(f"{_CERTIFICATE}/{specialist}") or "")


def certificates_of(casebook: Casebook, specialist: SpecialistId) -> frozenset[str]:
    """The SHA-256 of every certificate that she ever signed with, the present one included."""
    kept = casebook.vault.places.recall(f"{_CERTIFICATES}/{specialist}")
    every = {one for one in kept if isinstance(one, str)} if isinstance(kept, list) else set()
    return frozenset(every | {certificate_of(casebook, specialist)} - {""})
