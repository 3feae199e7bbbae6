"""Putting a backup in the place of a vault: the present one is kept aside, whole, and nobody ever deletes it."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from spie_diag.clock import Clock, SystemClock
from spie_diag.interview.people import SpecialistId
from spie_diag.vault.backing_up import Backup, backups_in, check_files, read_label, refuse_backup
from spie_diag.vault.erasing import merge_erased
from spie_diag.vault.errors import (
    BackupDamagedError,
    BackupOfAnotherVaultError,
    CopyDamagedError,
    KeyFileDamagedError,
    NotAVaultError,
)
from spie_diag.vault.files import ENCRYPTED, disk_refusals
from spie_diag.vault.holding import Hold
from spie_diag.vault.key_file import holds_vault, read_key_file
from spie_diag.vault.key_record import KeyFile
from spie_diag.vault.members import moved
from spie_diag.vault.patience import PATIENCE, Patience, opened_patiently, unlocked_patiently
from spie_diag.vault.recovery import read_words
from spie_diag.vault.replacing import new_folder_name, replace_file, undo_unnamed_replacement
from spie_diag.vault.slots import Opened
from spie_diag.vault.whereabouts import refuse_unfit

_KEPT_IN = "avant-restauration-{now:%Y-%m-%d-%H%M%S}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put back, and where the vault that was there is now."""

    backup: Backup
    kept_in: Path | None
    """The vault as it was just before; None where the folder held none."""
    keys_differ: bool
    """Whether passphrases were changed, or specialists came or left, since the backup was made: those of its time count
    again."""


def restore(
    backup: Path,
    folder: Path,
    specialist: SpecialistId,
    passphrase: str,
    clock: Clock | None = None,
    patience: Patience = PATIENCE,
) -> Restored:
    """Make the vault in ``folder`` what it was when ``backup`` was made; an empty folder will do.

    The passphrase is the one of that time. Erasures ordered since are applied again at the next opening.

    Raises:
        NotABackupError, BackupDamagedError, BackupOfAnotherVaultError: nothing was changed.
        BackupIsNoVaultError: ``folder`` is itself a backup.
        WrongPassphraseError, UnknownSpecialistError, EmptyPassphraseError: likewise.
        AlreadyOpenError: the vault to replace is open.
        DiskFullError, ReadOnlyFolderError, StorageFailedError: the vault is as it was.
    """
    return _restore(
        backup, folder, lambda key_file: unlocked_patiently(key_file, specialist, passphrase, patience), clock
    )


def restore_with_sheet(
    backup: Path, folder: Path, words: str, clock: Clock | None = None, patience: Patience = PATIENCE
) -> Restored:
    """The same with the recovery sheet of the time of the backup.

    Raises:
        SheetLengthError, SheetWordsError, SheetMismatchError, NoRecoverySheetError, WrongSheetError
        NotABackupError and all the others of ``restore`` that are not about a passphrase.
    """
    secret = read_words(words)
    return _restore(backup, folder, lambda key_file: opened_patiently(key_file, secret, patience), clock)


def _restore(backup: Path, folder: Path, prove: Callable[[KeyFile], Opened], clock: Clock | None) -> Restored:
    now = (clock or SystemClock()).now()
    refuse_backup(folder)
    made = read_label(backup)
    check_files(made)
    opened = prove(read_key_file(backup))
    try:
        if opened.key_file.vault != made.vault:
            raise BackupDamagedError
        is_new = _make_folder(folder)
        hold = Hold(folder)
        hold.take(now)
        try:
            return _put_back(made, folder, opened, now)
        finally:
            hold.release()
            if is_new and not holds_vault(folder):
                shutil.rmtree(folder, ignore_errors=True)
    finally:
        opened.wipe()


def _put_back(backup: Backup, folder: Path, opened: Opened, now: datetime) -> Restored:
    undo_unnamed_replacement(folder)
    present = _present_key_file(folder)
    if present is not None and present.vault != backup.vault:
        raise BackupOfAnotherVaultError
    old = present.database if present is not None else _only_encrypted_file(folder)
    kept_in = new_folder_name(folder, _KEPT_IN.format(now=now)) if old or holds_vault(folder) else ""
    # Later backups beside this one know what was erased since, where the folder itself was lost.
    for known in {backup.folder, *(other.folder for other in backups_in(backup.folder.parent, backup.vault))}:
        merge_erased(folder, known)
    try:
        replace_file(
            folder,
            old,
            opened.vault_key,
            lambda path: _copy(backup.folder / opened.key_file.database, path),
            lambda name, salt: moved(opened.key_file, opened.vault_key, name, salt),
            kept_in=kept_in,
        )
    except CopyDamagedError:
        raise BackupDamagedError from None
    return Restored(
        backup=backup,
        kept_in=folder / kept_in if kept_in else None,
        keys_differ=present is not None and _passphrases(present) != _passphrases(opened.key_file),
    )


def _passphrases(key_file: KeyFile) -> set[tuple[SpecialistId, bytes]]:
    """Who opens and with which passphrase, without telling it: each new one has a salt of its own."""
    return {(slot.specialist.id, slot.salt) for slot in key_file.slots}


def _copy(source: Path, path: Path) -> None:
    with disk_refusals():
        shutil.copyfile(source, path)


def _make_folder(folder: Path) -> bool:
    """Whether the folder had to be made."""
    refuse_unfit(folder)
    with disk_refusals():
        if folder.exists() and not folder.is_dir():
            raise NotAVaultError
        is_new = not folder.exists()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return is_new


def _present_key_file(folder: Path) -> KeyFile | None:
    """What the folder's key file says, where there is one to read: a damaged one is a reason to restore."""
    with suppress(KeyFileDamagedError):
        return read_key_file(folder) if holds_vault(folder) else None
    return None


def _only_encrypted_file(folder: Path) -> str:
    """The encrypted file of a vault whose keys are lost, where there is no doubt which one it is."""
    found = [path.name for path in folder.glob(ENCRYPTED)]
    return found[0] if len(found) == 1 else ""
