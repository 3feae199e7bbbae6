"""Creating, opening and locking a vault.

Importing this module is quick: what is slow comes with the first passphrase, not with the first window.
"""

import importlib
import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from spie_diag.clock import Clock, SystemClock
from spie_diag.interview.people import SpecialistId
from spie_diag.vault.ballast import NAME as BALLAST_NAME
from spie_diag.vault.ballast import Ballast
from spie_diag.vault.errors import (
    DiskFullError,
    NotAVaultError,
    VaultExistsError,
)
from spie_diag.vault.files import disk_refusals, files_of, is_database_name, new_database_name, write_whole
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
    holds_encrypted_file,
    holds_vault,
    read_key_file,
    write_key_file,
)
from spie_diag.vault.patience import PATIENCE, Patience, opened_patiently, unlocked_patiently
from spie_diag.vault.vault import Vault
from spie_diag.vault.whereabouts import refuse_unfit
from spie_diag.vault.wiping import taken
from spie_diag.vault.witness import NAME as WITNESS_NAME
from spie_diag.vault.witness import remember_heads

if TYPE_CHECKING:
    from spie_diag.vault.slots import Opened

__all__ = [
    "Founder",
    "Label",
    "Vault",
    "create_vault",
    "holders",
    "is_vault",
    "open_vault",
    "open_with_sheet",
    "preload",
]


def preload() -> None:
    """Import what opening needs, while the passphrase is being typed: nearly a second on a slow laptop."""
    importlib.import_module("spie_diag.vault.parts")


def is_vault(folder: Path) -> bool:
    """Whether ``folder`` holds a vault, damaged or without its keys."""
    return folder.is_dir() and (holds_vault(folder) or holds_encrypted_file(folder))


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
        VaultExistsError: the folder already holds one, or the encrypted file of one whose keys are lost.
        EmptyPassphraseError, ShortPassphraseError, SharedPassphraseError: nothing was made.
        NotAVaultError, ReadOnlyFolderError, DiskFullError: nothing is left behind.
    """
    from spie_diag.vault.parts import create_database, open_parts
    from spie_diag.vault.slots import authentication_key, calibrated, new_slots

    clock = clock or SystemClock()
    check_passphrases(founders)
    _make_folder(folder)
    hold = Hold(folder)
    hold.take(clock.now())
    _sweep_unfinished(folder)
    vault_key = taken(secrets.token_bytes(32))
    database = new_database_name()
    try:
        write_whole(folder / UNFINISHED, database.encode())
        salt = create_database(folder, database, vault_key, clock.now())
        blank = KeyFile(vault=str(uuid4()), name=name, epoch=1, database=database, database_salt=salt, slots=())
        chosen = calibrated() if isinstance(strength, Calibration) else strength
        key_file, keys = new_slots(blank, founders, vault_key, chosen, clock.now().date())
        remember_heads(folder, authentication_key(vault_key, "witness"), {})  # first: no vault is without its witness
        write_key_file(folder, key_file)
        return Vault(key_file, open_parts(Ballast(folder), key_file, vault_key, keys, clock), hold, patience)
    except BaseException:
        hold.release()  # first: Windows keeps files that are open
        _remove_half_made(folder, database)
        raise


def _make_folder(folder: Path) -> None:
    refuse_unfit(folder)
    with disk_refusals():
        if folder.exists() and not folder.is_dir():
            raise NotAVaultError
        if is_vault(folder):
            raise VaultExistsError
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not any(folder.iterdir()):
            with suppress(PermissionError):
                folder.chmod(0o700)


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
    return _opened(
        folder, lambda key_file: unlocked_patiently(key_file, specialist, passphrase, patience), clock, patience
    )


def open_with_sheet(folder: Path, words: str, clock: Clock | None = None, patience: Patience = PATIENCE) -> Vault:
    """Open a vault with the words of its recovery sheet: everything is read, and nobody can sign until ``renew``.

    Raises:
        SheetLengthError, SheetWordsError, SheetMismatchError: the words are no sheet; nothing was tried.
        NoRecoverySheetError, WrongSheetError: they are not the sheet of this vault.
        VaultMissingError and all the others of ``open_vault`` that are not about a passphrase.
    """
    from spie_diag.vault.recovery import read_words

    secret = read_words(words)
    return _opened(folder, lambda key_file: opened_patiently(key_file, secret, patience), clock, patience)


def _opened(folder: Path, prove: Callable[[KeyFile], "Opened"], clock: Clock | None, patience: Patience) -> Vault:
    clock, ballast = clock or SystemClock(), Ballast(folder)
    try:
        return _opened_once(ballast, prove, clock, patience)
    except DiskFullError:
        # Even reading takes a little room: give the reserve back, rather than keep people from their own words.
        if not ballast.give_back():
            raise
        return _opened_once(ballast, prove, clock, patience)


def _opened_once(ballast: Ballast, prove: Callable[[KeyFile], "Opened"], clock: Clock, patience: Patience) -> Vault:
    from spie_diag.vault.backing_up import refuse_backup
    from spie_diag.vault.keyring import wipe_opened
    from spie_diag.vault.parts import open_parts
    from spie_diag.vault.replacing import finish_or_undo_replacement
    from spie_diag.vault.slots import Unlocked, wipe

    folder = ballast.folder
    refuse_unfit(folder)
    refuse_backup(folder)
    key_file = read_key_file(folder)
    with ExitStack() as undo:
        hold = Hold(folder)
        hold.take(clock.now())
        undo.callback(hold.release)
        opened = prove(key_file)
        undo.callback(wipe_opened, opened)
        if opened.key_file != key_file or not both_copies_agree(folder):
            write_key_file(folder, opened.key_file)  # only now: this one has just proved to be the true one
        finish_or_undo_replacement(folder, opened.key_file)
        keys = [opened.keys] if isinstance(opened, Unlocked) else []
        parts = open_parts(ballast, opened.key_file, opened.vault_key, keys, clock)
        undo.callback(parts.close)
        vault = Vault(opened.key_file, parts, hold, patience, None if keys else opened.root)
        if keys:
            wipe(opened.root)
        undo.pop_all()  # from here on it is the vault that wipes and releases
        return vault


def _sweep_unfinished(folder: Path) -> None:
    """Take away the encrypted file of a creation that was killed: its key was never kept."""
    with disk_refusals():
        marker = folder / UNFINISHED
        if marker.is_file():
            database = marker.read_text(errors="replace")
            _remove(folder, [name for name in files_of(database) if is_database_name(database)])


def _remove_half_made(folder: Path, database: str) -> None:
    """An encrypted file whose key was never kept is of no use to anybody."""
    _remove(folder, [NAME, COPY_NAME, *files_of(database), BALLAST_NAME, WITNESS_NAME, UNFINISHED, LOCK_NAME])
    with suppress(OSError):
        folder.rmdir()  # refused by the system where other files live


def _remove(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        with suppress(OSError):
            (folder / name).unlink()
