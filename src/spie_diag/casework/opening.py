"""Creating a vault, opening it, passing the keyboard, locking."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from spie_diag.casework.casebook import Casebook
from spie_diag.clock import Clock, SystemClock
from spie_diag.forms.definition import Form
from spie_diag.interview.people import FieldOfWork, Specialist, SpecialistId
from spie_diag.paths import known_signers, shipped

if TYPE_CHECKING:
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
    """The form that every structure shares, read once per process."""
    from spie_diag.forms.reading import read_form

    return read_form(shipped("forms", "diagnostic-commun.yaml"))


def preload() -> None:
    """Import what opening needs, and read the form: done in the worker while the passphrase is being typed."""
    from spie_diag.vault.opening import preload as preload_vault

    preload_vault()
    common_form()


def is_vault(folder: Path) -> bool:
    """Whether ``folder`` holds a vault, damaged or not."""
    from spie_diag.vault.key_file import holds_vault

    return holds_vault(folder)


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
    signers that this computer recognises, in ``signers`` or in the user's folder. ``quick_keys`` stretches the
    passphrases no more than the format's floor: for vaults that hold nobody's life (demonstrations, tests).

    Raises:
        SpieError: the folder cannot be used, or a passphrase is too weak to be accepted.
    """
    from spie_diag.signing.identity import KnownSigners, new_identity
    from spie_diag.vault.key import CALIBRATED, FLOOR, Founder
    from spie_diag.vault.opening import create_vault

    told = clock or SystemClock()
    people = [_specialist(founder) for founder in founders]
    progress("Création des clés…")
    keyed = [Founder(specialist=one, passphrase=new.passphrase) for one, new in zip(people, founders, strict=True)]
    vault = create_vault(folder, name, keyed, told, FLOOR if quick_keys else CALIBRATED)
    progress("Création des signatures…")
    known = KnownSigners(signers or known_signers())
    for one in people:
        identity = new_identity(one, told.now())
        vault.keep_private(one.id, _IDENTITY, identity.as_bytes())
        vault.places.remember(f"{_CERTIFICATE}/{one.id}", identity.fingerprint)
        known.add(identity.certificate)
    return Casebook(vault=vault, form=common_form(), clock=told, writer=people[0].id)


_IDENTITY = "pdf-identity"
_CERTIFICATE = "certificate"


def _specialist(new: NewSpecialist) -> Specialist:
    from uuid import uuid4

    return Specialist(
        id=SpecialistId(uuid4()),
        name=new.name.strip(),
        structure=new.structure.strip(),
        role=new.role.strip(),
        field_of_work=new.field_of_work,
    )


def open_casebook(folder: Path, specialist: SpecialistId, passphrase: str, *, clock: Clock | None = None) -> Casebook:
    """Open the vault in ``folder`` as one of its specialists.

    Raises:
        SpieError: wrong passphrase, damaged vault, already open elsewhere, read-only folder…
    """
    from spie_diag.vault.opening import open_vault

    told = clock or SystemClock()
    vault = open_vault(folder, specialist, passphrase, told)
    return Casebook(vault=vault, form=common_form(), clock=told, writer=specialist)


def rest(casebook: Casebook) -> None:
    """Fold what was written lately into the main file: to be done when nobody has typed for a while."""
    casebook.vault.rest()


def lock(casebook: Casebook) -> None:
    """Drop the keys and close the files. Everything acknowledged is on disk already."""
    casebook.lock()


def identity_of(casebook: Casebook, specialist: SpecialistId) -> "Identity":
    """The signing identity of a specialist whose keys are unlocked.

    Raises:
        SpieError: her keys are not unlocked in this session.
    """
    from spie_diag.signing.identity import Identity

    return Identity.from_bytes(casebook.vault.private(specialist, _IDENTITY))


def certificate_of(casebook: Casebook, specialist: SpecialistId) -> str:
    """The SHA-256 of a specialist's certificate, in hexadecimal: public, whoever is unlocked."""
    return str(casebook.vault.places.recall(f"{_CERTIFICATE}/{specialist}") or "")
