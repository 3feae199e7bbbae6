"""Backups of the vault: where they go, how many stay, when the last one was made, and putting one back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.errors import NewestBackupDamagedError, NoBackupSinceError, RestoredWithoutKeysError
from spie_diag.casework.keys import names_known, open_with_sheet, renew
from spie_diag.casework.opening import VaultLabel, is_vault, label_of, lock, open_casebook
from spie_diag.casework.registering import note
from spie_diag.clock import Clock, SystemClock
from spie_diag.errors import SpieError
from spie_diag.french import clock_time, counted, long_date, spaced, span
from spie_diag.interview.people import SpecialistId
from spie_diag.vault.deeds import Deed

if TYPE_CHECKING:
    from spie_diag.vault.backing_up import Backup as Backup
    from spie_diag.vault.restoring import Restored as PutBack
    from spie_diag.vault.stepping import Progress

KEPT = 10
REMIND_AFTER_DAYS = 7

_SETTINGS = "backup/settings"
_LAST = "backup/last"
_PUT_OFF = "backup/put-off"


@dataclass(frozen=True, slots=True)
class BackupSettings:
    """Where backups go and how many are kept."""

    folder: Path | None = None
    """None until somebody chose one."""
    keep: int = KEPT


@dataclass(frozen=True, slots=True)
class Restored:
    """A vault put back from a backup, and open."""

    casebook: Casebook = field(repr=False)
    lines: tuple[str, ...]
    """What happened, in French sentences."""


def settings(casebook: Casebook) -> BackupSettings:
    """What was chosen for this vault on this computer, or what is proposed."""
    kept = casebook.vault.places.recall(_SETTINGS)
    if not isinstance(kept, dict):
        return BackupSettings()
    folder, keep = kept.get("folder"), kept.get("keep")
    return BackupSettings(
        Path(folder) if isinstance(folder, str) and folder else None,
        keep if isinstance(keep, int) and keep > 0 else KEPT,
    )


def set_settings(casebook: Casebook, chosen: BackupSettings) -> None:
    """Remember where backups go and how many are kept.

    Raises:
        SpieError: the folder is inside the vault, where backups would be lost with it.
    """
    if chosen.folder is not None:
        from spie_diag.vault.backing_up import refuse_inside

        refuse_inside(casebook.vault.folder, chosen.folder)
    folder = str(chosen.folder) if chosen.folder else ""
    casebook.vault.places.remember(_SETTINGS, {"folder": folder, "keep": max(1, chosen.keep)})


def back_up(
    casebook: Casebook,
    folder: Path,
    keep: int = KEPT,
    progress: "Progress | None" = None,
    cancelled: Callable[[], bool] | None = None,
) -> "Backup":
    """Make a backup and remember it, in one thread: ``make_backup`` and then ``remember_backup``."""
    made = make_backup(casebook, folder, keep, progress, cancelled)
    remember_backup(casebook, made)
    return made


def make_backup(
    casebook: Casebook,
    folder: Path,
    keep: int = KEPT,
    progress: "Progress | None" = None,
    cancelled: Callable[[], bool] | None = None,
) -> "Backup":
    """Copy the vault into a new folder of ``folder`` and read it again: may run beside whoever writes.

    ``progress`` is told from 0 to 1, and ``cancelled`` is asked, in the thread that this runs in.

    Raises:
        SpieError: the disk is full, missing, read-only; the copy does not read; it was stopped. Nothing is left behind.
    """
    return casebook.vault.back_up(folder, casebook.clock.now(), keep, progress, cancelled)


def remember_backup(casebook: Casebook, made: "Backup") -> None:
    """Note a backup in the register and in the vault, which then stops reminding; in the thread of the vault."""
    casebook.vault.places.remember(_LAST, made.made_at.isoformat())
    note(casebook, Deed.BACKUP, entries=made.entries)


def backups(casebook: Casebook, folder: Path) -> tuple["Backup", ...]:
    """The whole backups of this vault in ``folder``, newest first; none where it cannot be read."""
    from spie_diag.vault.backing_up import backups_in

    return backups_in(folder, casebook.vault.id)


def keep_only_newest(casebook: Casebook, folder: Path) -> int:
    """Remove the older backups of this vault in ``folder``, in one thread: ``newest_to_keep``, then ``remove_older``.

    Returns how many others are still there.
    """
    newest = newest_to_keep(casebook, folder)
    return remove_older(newest) if newest is not None else 0


def newest_to_keep(casebook: Casebook, folder: Path) -> "Backup | None":
    """The backup that makes all older ones needless: after an erasure, or once a colleague was shut out.

    After a restoration, a new one must be made first: the one that was put back may look older than what a later state
    left there. What such a state left with ticks that this vault has not reached is not counted either.

    Raises:
        NoBackupSinceError: it is older than the last erasure, removal, new key or restoration.
    """
    register = casebook.vault.register
    now = max((line.tick for line in register.lines(1)), default=0)
    found = [one for one in backups(casebook, folder) if one.tick <= now]
    if found and found[0].tick < register.last_tick(_NOT_TO_KEEP):
        raise NoBackupSinceError
    return found[0] if found else None


_NOT_TO_KEEP = (Deed.PURGED, Deed.MEMBER_REVOKED, Deed.KEY_ROTATED, Deed.RESTORED)
"""What a backup made before would undo; or, for a restoration, what a later state may look newer than.

A restoration that the register could not tell, because the disk was full, is not seen here.
"""


def remove_older(newest: "Backup") -> int:
    """Read a backup again, then remove the older ones beside it; needs no vault, and may take long.

    Returns how many others are still there.

    Raises:
        NewestBackupDamagedError: it is no longer what was written; no backup was removed.
    """
    from spie_diag.vault.backing_up import let_older_go
    from spie_diag.vault.errors import BackupDamagedError

    try:
        return let_older_go(newest)
    except BackupDamagedError:
        raise NewestBackupDamagedError from None


def backups_at(folder: Path) -> tuple["Backup", ...]:
    """What may be put back from a folder that somebody chose: itself, or the backups in it, newest first.

    Raises:
        SpieError: neither is one.
    """
    from spie_diag.vault.backing_up import backups_at as found_at

    return found_at(folder)


def holds_backups(folder: Path) -> bool:
    """Whether what somebody chose for a vault is a backup, or a folder where only backups are."""
    from spie_diag.vault.backing_up import LABEL
    from spie_diag.vault.errors import BackupDamagedError

    if is_vault(folder) and not (folder / LABEL).exists():
        return False
    try:
        return bool(backups_at(folder))
    except SpieError as refusal:
        return isinstance(refusal, BackupDamagedError)  # the page that puts one back says what is wrong with it


def check_backup(folder: Path) -> None:
    """Read a backup again and compare it with what its label says that it is; needs no passphrase.

    Raises:
        SpieError: it is no backup, one of its files changed, or the disk does not answer.
    """
    from spie_diag.vault.backing_up import check_files, read_label

    check_files(read_label(folder))


def last_backup(casebook: Casebook) -> datetime | None:
    """When the last backup was made; None where none ever was."""
    kept = casebook.vault.places.recall(_LAST)
    return datetime.fromisoformat(kept) if isinstance(kept, str) else None


def backup_reminder(casebook: Casebook, now: datetime) -> str | None:
    """What to say where the last backup is old or none was made; None while all is well, or put off to another day."""
    put_off = casebook.vault.places.recall(_PUT_OFF)
    if put_off == now.date().isoformat():
        return None
    last = last_backup(casebook)
    if last is None:
        never = spaced("Ce coffre n’a encore jamais été sauvegardé.")
        return never if casebook.vault.cases.count() else None
    if not is_old(last, now):
        return None
    if last > now:
        return spaced(_IN_THE_FUTURE)
    return spaced(f"La dernière sauvegarde du coffre date d’il y a {span((now - last).days)}.")


def is_old(last: datetime, now: datetime) -> bool:
    """Whether a backup of that moment is old; so is one of days to come: the clock went back, who knows by how much."""
    return not timedelta(days=-1) < now - last < timedelta(days=REMIND_AFTER_DAYS)


_IN_THE_FUTURE = (
    "La dernière sauvegarde du coffre est datée d’un jour à venir : vérifiez l’horloge de cet ordinateur, puis "
    "sauvegardez le coffre."
)


def put_off_reminder(casebook: Casebook, now: datetime) -> None:
    """Say nothing more today."""
    casebook.vault.places.remember(_PUT_OFF, now.date().isoformat())


def label_of_backup(backup: Path) -> VaultLabel:
    """The name of the vault that a backup holds, and whose passphrases of that time open it.

    Raises:
        SpieError: the folder is no backup, or its key file cannot be read.
    """
    from spie_diag.vault.backing_up import read_label

    read_label(backup)
    return label_of(backup)


def sheet_of_backup(backup: Path) -> date | None:
    """The day of the recovery sheet that opens a backup; None where its vault had none on that day."""
    from spie_diag.vault.restoring import sheet_of

    return sheet_of(backup)


def check_sheet(backup: Path, words: str) -> None:
    """Try the words of a recovery sheet on a backup, before a new passphrase is asked for; nothing is changed.

    Raises:
        SpieError: a word is on no sheet, or the sheet is not the one of the backup's day.
    """
    from spie_diag.vault.restoring import prove_sheet

    prove_sheet(backup, words)


def restore(
    backup: Path,
    folder: Path,
    specialist: SpecialistId,
    passphrase: str,
    *,
    clock: Clock | None = None,
    signers: Path | None = None,
    progress: "Progress" = lambda _done: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Restored:
    """Put a backup in the place of the vault in ``folder``, whose present state is kept aside, and open it.

    Once it is in its place and open, a register that cannot be written is only a warning. ``progress`` is told from
    0 to 1, and ``cancelled`` is asked, until it takes that place.

    Raises:
        SpieError: it is no backup, or a damaged one; the passphrase is not the one of its time; the vault to replace is
            open, or another; the disk refuses; it was stopped. The vault is then as it was.
    """
    from spie_diag.vault.restoring import restore as put_back
    from spie_diag.vault.stepping import Steps

    told = clock or SystemClock()
    done = put_back(backup, folder, specialist, passphrase, told, steps=Steps(progress, cancelled))
    casebook = open_casebook(folder, specialist, passphrase, clock=told, signers=signers)
    return _restored(casebook, done)


def restore_with_sheet(
    backup: Path,
    folder: Path,
    words: str,
    specialist: SpecialistId,
    passphrase: str,
    *,
    clock: Clock | None = None,
    signers: Path | None = None,
    progress: "Progress" = lambda _done: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Restored:
    """The same with the recovery sheet of the backup's day, for a specialist who forgot her passphrase.

    ``passphrase`` is the one that she chooses now: her keys are new, and she is at the keyboard.

    Raises:
        SpieError: the sheet is another, the new passphrase is short or easily guessed, she is not of the backup, or
            any reason of ``restore``; the vault is then as it was.
        RestoredWithoutKeysError: the backup is in its place, and only the new passphrase could not be kept.
    """
    from spie_diag.vault.errors import VaultError
    from spie_diag.vault.restoring import restore_with_sheet as put_back
    from spie_diag.vault.stepping import Steps

    told = clock or SystemClock()
    _refuse_new_passphrase(backup, specialist, passphrase)
    done = put_back(backup, folder, words, told, steps=Steps(progress, cancelled))
    try:
        casebook = open_with_sheet(folder, words, clock=told)
    except VaultError as refusal:
        raise RestoredWithoutKeysError(why=refusal.what_happened) from refusal
    try:
        renew(casebook, specialist, passphrase, signers=signers)
    except BaseException as refusal:
        lock(casebook)  # nobody is at the keyboard
        if isinstance(refusal, VaultError):
            raise RestoredWithoutKeysError(why=refusal.what_happened) from refusal
        raise
    return _restored(casebook, done, _RENEWED)


def _refuse_new_passphrase(backup: Path, specialist: SpecialistId, passphrase: str) -> None:
    """Before anything is put back: once it is, nothing must be left that could be refused."""
    from spie_diag.vault.backing_up import read_label
    from spie_diag.vault.errors import UnknownSpecialistError
    from spie_diag.vault.key import refuse_short
    from spie_diag.vault.key_file import read_key_file
    from spie_diag.vault.weighing import refuse_guessable

    read_label(backup)
    keys = read_key_file(backup)
    if specialist not in {one.id for one in keys.specialists}:
        raise UnknownSpecialistError
    refuse_short(passphrase)
    refuse_guessable(passphrase, names_known(keys.name, (*keys.specialists, *keys.former_specialists)))


def _restored(casebook: Casebook, done: "PutBack", *more: str) -> Restored:
    """Note it in the vault that is now open, and tell it."""
    from spie_diag.vault.errors import VaultError

    try:
        # The copy was made before its own backup was remembered: it would tell of the one before, or of none.
        casebook.vault.places.remember(_LAST, done.backup.made_at.isoformat())
        note(casebook, Deed.RESTORED, entries=done.backup.entries)
    except VaultError:  # the deed is done: a full disk must not make it look undone
        casebook.warnings.append(_NOT_NOTED)
    except BaseException:
        lock(casebook)
        raise
    return Restored(casebook, tuple(spaced(line) for line in (*_lines(done), *more)))


def _lines(done: "PutBack") -> Iterator[str]:
    made_at = done.backup.made_at
    when = f"{long_date(made_at.date(), weekday=False)} à {clock_time(made_at)}"
    yield f"Sauvegarde du {when} restaurée : {counted(done.backup.entries, 'entrée')}."
    if done.kept_in is not None:
        yield f"L’état d’avant est gardé dans le dossier « {done.kept_in.name} » du coffre."
    if done.keys_differ:
        yield "Les phrases secrètes et les spécialistes sont de nouveau ceux du jour de la sauvegarde."
    if done.sheet_differs and done.sheet_made_on is not None:
        yield f"La fiche de secours qui ouvre le coffre est celle du {long_date(done.sheet_made_on, weekday=False)}."
    elif done.sheet_differs:
        yield "Ce jour-là, le coffre n’avait pas de fiche de secours : faites-en une."


_RENEWED = (
    "Votre nouvelle phrase secrète ouvre le coffre. Vos clés de signature sont neuves ; ce que vous avez déjà signé "
    "reste valable."
)
_NOT_NOTED = "La sauvegarde est restaurée, mais le registre n’a pas pu le noter : vérifiez la place sur le disque."
