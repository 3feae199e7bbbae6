"""Making a sound vault of what a damaged one still holds: the damaged files are kept aside, and nobody deletes them.

What was lost is told by a signed line of the register: the audit then knows it for a loss and not for a fraud.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from spie_diag.clock import Clock, SystemClock
from spie_diag.forms.definition import Value
from spie_diag.interview.people import CaseId, SpecialistId
from spie_diag.vault import rows
from spie_diag.vault.backing_up import ERASED, read_label, refuse_backup
from spie_diag.vault.ballast import Ballast
from spie_diag.vault.cells import Row
from spie_diag.vault.database import Database
from spie_diag.vault.deeds import Deed, Reason
from spie_diag.vault.erasing import merge_erased
from spie_diag.vault.errors import BackupOfAnotherVaultError, NothingReadableError, NothingToSalvageError
from spie_diag.vault.holding import Hold
from spie_diag.vault.key_file import read_key_file
from spie_diag.vault.key_record import KeyFile
from spie_diag.vault.keyring import Keyring
from spie_diag.vault.members import moved
from spie_diag.vault.parts import next_link
from spie_diag.vault.patience import PATIENCE, Patience, unlocked_patiently
from spie_diag.vault.pen import Line, Pen, columns, entries_kept
from spie_diag.vault.projecting import ERASURE, clear, project
from spie_diag.vault.reading_pages import Earlier, Progress, Readable, read_pages
from spie_diag.vault.register import line_of
from spie_diag.vault.replacing import finish_or_undo_replacement, new_folder_name, replace_file
from spie_diag.vault.slots import Unlocked
from spie_diag.vault.stepping import Steps
from spie_diag.vault.ticking import HybridClock
from spie_diag.vault.upgrading import bring_up_to_date
from spie_diag.vault.whereabouts import refuse_unfit

_KEPT_IN = "avant-reparation-{now:%Y-%m-%d-%H%M%S}"
_READ = 0.7
"""Where the progress stands when everything that holds was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvaged:
    """What a repair brought back, and where the damaged files are now."""

    readable: Readable
    kept_in: Path


def salvage(
    folder: Path,
    specialist: SpecialistId,
    passphrase: str,
    clock: Clock | None = None,
    patience: Patience = PATIENCE,
    *,
    though_sound: bool = False,
    backup: Path | None = None,
    progress: Progress = lambda _done: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Salvaged:
    """Make the vault in ``folder`` anew from whatever can be read of it; killed anywhere it is the old or the new.

    What it lacks is taken from ``backup`` where that has it.

    Raises:
        BackupIsNoVaultError, NotABackupError, BackupOfAnotherVaultError: nothing was read.
        WrongPassphraseError, UnknownSpecialistError, KeyFileDamagedError, KeyFileTamperedError, AlreadyOpenError
        DatabaseMissingError: there is nothing to read.
        NothingToSalvageError: nothing is damaged, and ``though_sound`` was not said.
        NothingReadableError: no entry at all could be read.
        DeedStoppedError, DiskFullError, ReadOnlyFolderError, StorageFailedError: the vault is as it was.
    """
    now = (clock or SystemClock()).now()
    refuse_unfit(folder)
    refuse_backup(folder)
    key_file = read_key_file(folder)
    hold = Hold(folder)
    hold.take(now)
    try:
        with _unlocked(key_file, specialist, passphrase, patience) as unlocked:
            finish_or_undo_replacement(folder, unlocked.key_file)
            with _earlier(backup, unlocked, passphrase, patience) as earlier:
                told = partial(_tell, progress)
                readable = read_pages(folder, unlocked.key_file, unlocked.vault_key, told, cancelled, earlier)
            if backup is not None and (backup / ERASED).is_file():
                merge_erased(folder, backup)
            _refuse_needless(readable, folder / key_file.database, though_sound)
            steps = Steps(progress, cancelled).between(_READ, 1)
            return _put_in_place(folder, unlocked, readable, clock or SystemClock(), steps)
    finally:
        hold.release()


def _tell(progress: Progress, done: float) -> None:
    progress(done * _READ)


@contextmanager
def _unlocked(key_file: KeyFile, specialist: SpecialistId, passphrase: str, patience: Patience) -> Iterator[Unlocked]:
    unlocked = unlocked_patiently(key_file, specialist, passphrase, patience)
    try:
        yield unlocked
    finally:
        unlocked.keys.wipe()
        unlocked.wipe()


@contextmanager
def _earlier(backup: Path | None, unlocked: Unlocked, passphrase: str, patience: Patience) -> Iterator[list[Earlier]]:
    """A backup to read beside the vault; its own key is asked of its key file where the vault's was changed since."""
    if backup is None:
        yield []
        return
    if read_label(backup).vault != unlocked.key_file.vault:
        raise BackupOfAnotherVaultError
    key_file = read_key_file(backup)
    path, salt = backup / key_file.database, key_file.database_salt
    if key_file.commitment == unlocked.key_file.commitment:
        yield [Earlier(path, salt, unlocked.vault_key)]
        return
    with _unlocked(key_file, unlocked.keys.specialist, passphrase, patience) as then:
        yield [Earlier(path, salt, then.vault_key)]


def _refuse_needless(readable: Readable, path: Path, though_sound: bool) -> None:
    if not (though_sound or _is_damaged(readable, path)):
        raise NothingToSalvageError
    if not readable.entries:
        raise NothingReadableError


def _is_damaged(readable: Readable, path: Path) -> bool:
    """Whether something accounts for what is missing: entries that nobody can read, and not some that are gone."""
    aside = any(path.parent.glob(f"{path.name}-wal.damaged-*"))
    return bool(readable.damaged or readable.commits_beyond or aside)


def _put_in_place(folder: Path, unlocked: Unlocked, readable: Readable, clock: Clock, steps: Steps) -> Salvaged:
    kept_in = new_folder_name(folder, _KEPT_IN.format(now=clock.now()))
    replace_file(
        folder,
        unlocked.key_file.database,
        unlocked.vault_key,
        lambda path, _steps: _make(path, unlocked, readable, clock),
        lambda name, salt: moved(unlocked.key_file, unlocked.vault_key, name, salt),
        kept_in=kept_in,
        steps=steps,
    )
    return Salvaged(readable=readable, kept_in=folder / kept_in)


def _make(path: Path, unlocked: Unlocked, readable: Readable, clock: Clock) -> None:
    """A new encrypted file with today's tables, what was read, and a signed line that tells of it."""
    keyring = Keyring()
    keyring.take(unlocked.keys)
    database = Database(path, unlocked.vault_key, Ballast(path.parent))
    try:
        bring_up_to_date(database, clock.now())
        database.write(partial(_fill, readable=readable))
        hybrid = HybridClock(clock, readable.entries[-1].tick)
        pen = Pen(database, keyring, hybrid, next_link(database, None, clock.now()))
        is_damaged = _is_damaged(readable, path.with_name(unlocked.key_file.database))
        pen.write(_told(readable, unlocked.keys.specialist, is_damaged))
        database.checkpoint()
    finally:
        database.close()


def _fill(connection: sa.Connection, readable: Readable) -> None:
    connection.execute(rows.entry.insert(), [columns(sealed) for sealed in readable.entries])
    for table, kept in (
        (rows.form, readable.forms),
        (rows.signed_document, readable.documents),
        (rows.private_secret, readable.secrets),
        (rows.draft, readable.drafts),
        (rows.place, readable.places),
    ):
        if kept:
            connection.execute(table.insert(), [_as_columns(table, row) for row in kept])
    if readable.numbering:
        numbers = [{"year": year, "last": last} for year, last in readable.numbering.items()]
        connection.execute(rows.numbering.insert(), numbers)
    clear(connection)
    project(connection, entries_kept(connection))


def _as_columns(table: sa.Table, row: Row) -> dict[str, object]:
    """The values by name; an ``n`` is given anew."""
    values = zip(table.columns.keys(), row, strict=True)
    return {name: value for name, value in values if name != "n"}


def _told(readable: Readable, author: SpecialistId, is_damaged: bool) -> list[Line]:
    """What the register keeps of a repair; and anew the orders of erasure that were lost.

    Where nothing was damaged, what is missing was taken away: the audit goes on saying so.
    """
    told = readable.gaps if is_damaged else {}
    gaps: dict[str, Value] = {chain.hex(): [[first, last] for first, last in ranges] for chain, ranges in told.items()}
    facts: dict[str, Value] = {"kept": len(readable.entries), "lost": readable.lost, "gaps": gaps}
    orders = [
        Line(
            case=CaseId(UUID(bytes=case)),
            interview=None,
            author=author,
            subject=ERASURE,
            value={"reason": Reason.ERASED_BEFORE.value, "number": ""},
        )
        for case in sorted(readable.erased_without_order)
    ]
    return [line_of(Deed.SALVAGED, author, facts=facts), *orders]
