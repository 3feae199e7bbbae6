"""Putting a backup in the place of a vault: the present one is kept aside, whole, and nobody ever deletes it."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

from spie_diag.clock import Clock, SystemClock
from spie_diag.french import long_date
from spie_diag.interview.people import SpecialistId
from spie_diag.vault.backing_up import Backup, backups_in, check_files, check_key_files, read_label, refuse_backup
from spie_diag.vault.copying import copy_file
from spie_diag.vault.erasing import merge_erased
from spie_diag.vault.errors import (
    BackupDamagedError,
    BackupOfAnotherVaultError,
    CopyDamagedError,
    KeyFileDamagedError,
    NoBackupSheetError,
    NoRecoverySheetError,
    NotAVaultError,
    RestorationStoppedError,
    WrongBackupSheetError,
    WrongSheetError,
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
from spie_diag.vault.stepping import UNWATCHED, Steps, stopped_as
from spie_diag.vault.whereabouts import refuse_unfit

_KEPT_IN = "avant-restauration-{now:%Y-%m-%d-%H%M%S}"
_CHECKED = 0.2
"""Where the progress stands when the backup was found to be what was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put back, and where the vault that was there is now."""

    backup: Backup
    kept_in: Path | None
    """The vault as it was just before; None where the folder held none."""
    keys_differ: bool
    """Whether passphrases were changed, or specialists came or left, since the backup was made: those of its time count
    again."""
    sheet_differs: bool
    """The same of the recovery sheet."""
    sheet_made_on: date | None
    """The day of the sheet that opens the vault now; None where it has none."""


def restore(
    backup: Path,
    folder: Path,
    specialist: SpecialistId,
    passphrase: str,
    clock: Clock | None = None,
    patience: Patience = PATIENCE,
    steps: Steps = UNWATCHED,
) -> Restored:
    """Make the vault in ``folder`` what it was when ``backup`` was made; an empty folder will do.

    The passphrase is the one of that time. Erasures ordered since are applied again at the next opening.

    Raises:
        NotABackupError, BackupDamagedError, BackupOfAnotherVaultError: nothing was changed.
        BackupIsNoVaultError: ``folder`` is itself a backup.
        WrongPassphraseError, UnknownSpecialistError, EmptyPassphraseError: likewise.
        AlreadyOpenError: the vault to replace is open.
        RestorationStoppedError: it was asked to stop; the vault is as it was.
        DiskFullError, ReadOnlyFolderError, StorageFailedError: the vault is as it was.
    """

    def prove(key_file: KeyFile) -> Opened:
        return unlocked_patiently(key_file, specialist, passphrase, patience)

    return _restore(backup, folder, prove, clock, steps)


def restore_with_sheet(
    backup: Path,
    folder: Path,
    words: str,
    clock: Clock | None = None,
    patience: Patience = PATIENCE,
    steps: Steps = UNWATCHED,
) -> Restored:
    """The same with the recovery sheet that the vault had when the backup was made; a later one does not do.

    Raises:
        SheetLengthError, SheetWordsError, SheetMismatchError, NoBackupSheetError, WrongBackupSheetError
        NotABackupError and all the others of ``restore`` that are not about a passphrase.
    """
    secret = read_words(words)
    return _restore(backup, folder, lambda key_file: _opened_by_sheet(key_file, secret, patience), clock, steps)


def prove_sheet(backup: Path, words: str, patience: Patience = PATIENCE) -> None:
    """Whether the words open a backup, before anything else is asked: nothing is changed, and nothing left open.

    Raises:
        NotABackupError, KeyFileDamagedError, and those of ``restore_with_sheet`` that are about the sheet.
    """
    secret = read_words(words)
    read_label(backup)
    _opened_by_sheet(read_key_file(backup), secret, patience).wipe()


def sheet_of(backup: Path) -> date | None:
    """The day of the recovery sheet that opens a backup; None where its vault had none."""
    sheet = read_key_file(backup).sheet
    return sheet.made_on if sheet is not None else None


def _opened_by_sheet(key_file: KeyFile, secret: bytes, patience: Patience) -> Opened:
    try:
        return opened_patiently(key_file, secret, patience)
    except NoRecoverySheetError:
        raise NoBackupSheetError from None
    except WrongSheetError:
        made_on = long_date(key_file.sheet.made_on, weekday=False) if key_file.sheet else ""
        raise WrongBackupSheetError(made_on=made_on) from None


def _restore(
    backup: Path, folder: Path, prove: Callable[[KeyFile], Opened], clock: Clock | None, steps: Steps
) -> Restored:
    now = (clock or SystemClock()).now()
    refuse_backup(folder)
    made = read_label(backup)
    with stopped_as(RestorationStoppedError):
        steps.at(0)
        check_key_files(made)  # first: a wrong word is refused before a whole stick is read
        opened = prove(read_key_file(backup))
        try:
            check_files(made, steps.between(0, _CHECKED))
            if opened.key_file.vault != made.vault:
                raise BackupDamagedError
            return _put_in(made, folder, opened, now, steps.between(_CHECKED, 1))
        finally:
            opened.wipe()


def _put_in(backup: Backup, folder: Path, opened: Opened, now: datetime, steps: Steps) -> Restored:
    """In the folder, which is made where it lacks, and held meanwhile."""
    is_new = _make_folder(folder)
    hold = Hold(folder)
    hold.take(now)
    try:
        return _put_back(backup, folder, opened, now, steps)
    finally:
        hold.release()
        if is_new and not holds_vault(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _put_back(backup: Backup, folder: Path, opened: Opened, now: datetime, steps: Steps) -> Restored:
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
            partial(copy_file, backup.folder / opened.key_file.database),
            lambda name, salt: moved(opened.key_file, opened.vault_key, name, salt),
            kept_in=kept_in,
            steps=steps,
        )
    except CopyDamagedError:
        raise BackupDamagedError from None
    return Restored(
        backup=backup,
        kept_in=folder / kept_in if kept_in else None,
        keys_differ=present is not None and _passphrases(present) != _passphrases(opened.key_file),
        sheet_differs=present is not None and _sheet(present) != _sheet(opened.key_file),
        sheet_made_on=opened.key_file.sheet.made_on if opened.key_file.sheet else None,
    )


def _passphrases(key_file: KeyFile) -> set[tuple[SpecialistId, bytes]]:
    """Who opens and with which passphrase, without telling it: each new one has a salt of its own."""
    return {(slot.specialist.id, slot.salt) for slot in key_file.slots}


def _sheet(key_file: KeyFile) -> bytes:
    """Which recovery sheet opens, without telling its words."""
    return key_file.sheet.salt if key_file.sheet else b""


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
