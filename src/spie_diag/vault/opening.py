"""Creating, opening and locking a vault.

Importing this module is quick: what is slow comes with the first passphrase, not with the first window.
"""

import importlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from spie_diag.clock import Clock, SystemClock
from spie_diag.forms.definition import Value
from spie_diag.interview.people import Specialist, SpecialistId
from spie_diag.vault.ballast import NAME as BALLAST_NAME
from spie_diag.vault.ballast import Ballast
from spie_diag.vault.errors import (
    DiskFullError,
    NotAVaultError,
    VaultExistsError,
    VaultLockedError,
    WrongPassphraseError,
)
from spie_diag.vault.files import disk_refusals, write_whole
from spie_diag.vault.holding import NAME as LOCK_NAME
from spie_diag.vault.holding import Hold
from spie_diag.vault.key import CALIBRATED, Calibration, Founder, Strength, check_passphrases
from spie_diag.vault.key_file import (
    COPY_NAME,
    NAME,
    UNFINISHED,
    KeyFile,
    Label,
    both_copies_agree,
    holders,
    holds_vault,
    read_key_file,
    write_key_file,
)
from spie_diag.vault.patience import PATIENCE, Patience
from spie_diag.vault.witness import NAME as WITNESS_NAME
from spie_diag.vault.witness import remember_heads

if TYPE_CHECKING:
    from spie_diag.vault.cases import Cases
    from spie_diag.vault.drafts import Drafts
    from spie_diag.vault.forms import Forms
    from spie_diag.vault.journals import Journals
    from spie_diag.vault.parts import Parts
    from spie_diag.vault.places import Places
    from spie_diag.vault.signed_documents import SignedDocuments
    from spie_diag.vault.slots import Unlocked

__all__ = ["Founder", "Label", "Vault", "create_vault", "holders", "is_vault", "open_vault", "preload"]


class Vault:
    """An open vault. One thread at a time; everything it is told is on the disk when the call returns."""

    def __init__(self, key_file: KeyFile, parts: "Parts", hold: Hold, patience: Patience) -> None:
        self._key_file = key_file
        self._parts = parts
        self._hold = hold
        self._patience = patience
        self._is_locked = False
        self.folder = parts.folder
        self.name = key_file.name
        self.specialists: tuple[Specialist, ...] = tuple(slot.specialist for slot in key_file.slots)

    @property
    def cases(self) -> "Cases":
        return self._parts.cases

    @property
    def journals(self) -> "Journals":
        return self._parts.journals

    @property
    def drafts(self) -> "Drafts":
        return self._parts.drafts

    @property
    def forms(self) -> "Forms":
        return self._parts.forms

    @property
    def signed_documents(self) -> "SignedDocuments":
        return self._parts.signed_documents

    @property
    def places(self) -> "Places":
        return self._parts.places

    @property
    def clock_went_back(self) -> bool:
        """True once the computer's clock was seen earlier than something written: order is kept, dates may surprise."""
        return self._parts.clock.went_back

    @property
    def disk_was_full(self) -> bool:
        """True once the reserve had to be given back in this session: all is written, but room must be made."""
        return self._parts.ballast.given_back

    @property
    def commits_lost(self) -> int:
        """Transactions that a damaged write-ahead log lost before this opening; the log was kept aside."""
        return self._parts.commits_lost

    def unlock(self, specialist: SpecialistId, passphrase: str) -> None:
        """A colleague joins the session: from now on she can write and sign.

        Raises:
            WrongPassphraseError, EmptyPassphraseError, UnknownSpecialistError, KeyFileTamperedError
        """
        if self._is_locked:
            raise VaultLockedError
        unlocked = _unlocked(self._key_file, specialist, passphrase, self._patience)
        unlocked.vault_key[:] = bytes(len(unlocked.vault_key))  # one copy in memory is enough
        self._parts.keyring.take(unlocked.keys)

    def is_unlocked(self, specialist: SpecialistId) -> bool:
        return specialist in self._parts.keyring

    def keep_private(
        self, specialist: SpecialistId, name: str, secret: bytes, told: Mapping[str, Value] | None = None
    ) -> None:
        """Keep a secret that only her passphrase opens, replacing the one of the same name.

        ``told`` is what everybody may know of it, by place: both are kept, or neither.

        Raises:
            SigningKeyLockedError: she has not typed her passphrase in this session.
        """
        self._parts.private_secrets.keep(specialist, name, secret, told or {})

    def private(self, specialist: SpecialistId, name: str) -> bytes:
        """What she kept under ``name``.

        Raises:
            SigningKeyLockedError: she has not typed her passphrase in this session.
            SecretMissingError: she kept nothing under this name.
        """
        return self._parts.private_secrets.get(specialist, name)

    def holds_private(self, specialist: SpecialistId, name: str) -> bool:
        """Whether she kept something under ``name``: needs no passphrase of hers."""
        return self._parts.private_secrets.holds(specialist, name)

    def rest(self) -> None:
        """Fold the write-ahead log into the file, when nobody has written for a while: the less it holds, the safer."""
        self._parts.keep_witness()
        self._parts.database.checkpoint()

    def lock(self) -> None:
        """Forget every key, close the file, let another program open the vault; locking twice is locking once."""
        if self._is_locked:
            return
        self._is_locked = True
        try:
            self._parts.close()
        finally:
            self._hold.release()


def preload() -> None:
    """Import what opening needs, while the passphrase is being typed: nearly a second on a slow laptop."""
    importlib.import_module("spie_diag.vault.parts")


def is_vault(folder: Path) -> bool:
    """Whether ``folder`` holds a vault, damaged or not."""
    return folder.is_dir() and holds_vault(folder)


def create_vault(
    folder: Path,
    name: str,
    founders: Sequence[Founder],
    clock: Clock | None = None,
    strength: Strength | Calibration = CALIBRATED,
    patience: Patience = PATIENCE,
) -> Vault:
    """Make a vault in ``folder`` and open it, with every founder's keys unlocked.

    Raises:
        VaultExistsError: the folder already holds one.
        EmptyPassphraseError, ShortPassphraseError, SharedPassphraseError: nothing was made.
        NotAVaultError, ReadOnlyFolderError, DiskFullError: nothing is left behind.
    """
    from spie_diag.vault.parts import create_database, open_parts
    from spie_diag.vault.slots import authentication_key, calibrated, new_slots

    clock = clock or SystemClock()
    check_passphrases(founders)
    with disk_refusals():
        if folder.exists() and not folder.is_dir():
            raise NotAVaultError
        if holds_vault(folder):
            raise VaultExistsError
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not any(folder.iterdir()):
            with suppress(PermissionError):
                folder.chmod(0o700)
    hold = Hold(folder)
    hold.take(clock.now())
    _sweep_unfinished(folder)
    vault_key = bytearray(secrets.token_bytes(32))
    database = f"vault-{secrets.token_hex(4)}.db"
    try:
        write_whole(folder / UNFINISHED, database.encode())
        salt = create_database(folder, database, vault_key, clock.now())
        blank = KeyFile(vault=str(uuid4()), name=name, epoch=1, database=database, database_salt=salt, slots=())
        chosen = calibrated() if isinstance(strength, Calibration) else strength
        key_file, keys = new_slots(blank, founders, vault_key, chosen)
        remember_heads(folder, authentication_key(vault_key, "witness"), {})  # first: no vault is without its witness
        write_key_file(folder, key_file)
        return Vault(key_file, open_parts(Ballast(folder), key_file, vault_key, keys, clock), hold, patience)
    except BaseException:
        hold.release()  # first: Windows keeps files that are open
        _remove_half_made(folder, database)
        raise


def open_vault(
    folder: Path,
    specialist: SpecialistId,
    passphrase: str,
    clock: Clock | None = None,
    patience: Patience = PATIENCE,
) -> Vault:
    """Open a vault with one specialist's passphrase; her colleagues join with ``Vault.unlock``.

    Raises:
        VaultMissingError, NotAVaultError, KeyFileDamagedError, KeyFileTamperedError, NewerVaultError
        AlreadyOpenError, ReadOnlyFolderError
        EmptyPassphraseError, WrongPassphraseError, UnknownSpecialistError
        DatabaseMissingError, DatabaseMismatchError, DatabaseDamagedError
    """
    clock, ballast = clock or SystemClock(), Ballast(folder)
    try:
        return _opened(ballast, specialist, passphrase, clock, patience)
    except DiskFullError:
        # Even reading takes a little room: give the reserve back, rather than keep people from their own words.
        if not ballast.give_back():
            raise
        return _opened(ballast, specialist, passphrase, clock, patience)


def _opened(ballast: Ballast, specialist: SpecialistId, passphrase: str, clock: Clock, patience: Patience) -> Vault:
    from spie_diag.vault.parts import open_parts

    folder = ballast.folder
    key_file = read_key_file(folder)
    hold = Hold(folder)
    hold.take(clock.now())
    try:
        unlocked = _unlocked(key_file, specialist, passphrase, patience)
        if not both_copies_agree(folder):
            write_key_file(folder, key_file)  # only now: this one has just proved to be the true one
        parts = open_parts(ballast, key_file, unlocked.vault_key, [unlocked.keys], clock)
        return Vault(key_file, parts, hold, patience)
    except BaseException:
        hold.release()
        raise


def _unlocked(key_file: KeyFile, specialist: SpecialistId, passphrase: str, patience: Patience) -> "Unlocked":
    from spie_diag.vault.slots import unlock

    try:
        unlocked = unlock(key_file, specialist, passphrase)
    except WrongPassphraseError:
        patience.wait()
        raise
    patience.relax()
    return unlocked


def _sweep_unfinished(folder: Path) -> None:
    """Take away the encrypted file of a creation that was killed: its key was never kept."""
    with disk_refusals():
        marker = folder / UNFINISHED
        if marker.is_file():
            database = marker.read_text(errors="replace")
            _remove(folder, [name for name in _files_of(database) if Path(name).name == name])


def _remove_half_made(folder: Path, database: str) -> None:
    """An encrypted file whose key was never kept is of no use to anybody."""
    _remove(folder, [NAME, COPY_NAME, *_files_of(database), BALLAST_NAME, WITNESS_NAME, UNFINISHED, LOCK_NAME])
    with suppress(OSError):
        folder.rmdir()  # refused by the system where other files live


def _files_of(database: str) -> tuple[str, ...]:
    return (database, f"{database}-wal", f"{database}-shm")


def _remove(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        with suppress(OSError):
            (folder / name).unlink()
