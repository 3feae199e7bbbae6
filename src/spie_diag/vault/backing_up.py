"""Whole copies of a vault, made while people write in it, read again before they count as made, the newest few kept.

A backup is a folder named by its date. It is written under a name that no one takes for a backup and gets its own once
everything in it was read again: what is interrupted leaves nothing that looks whole, and is swept by the next one.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from spie_diag.vault import rows
from spie_diag.vault.copying import Flushed, refuse_damaged
from spie_diag.vault.database import Database
from spie_diag.vault.errors import (
    BackupDamagedError,
    BackupDiskFullError,
    BackupFailedError,
    BackupFolderMissingError,
    BackupInsideVaultError,
    BackupIsNoVaultError,
    BackupRefusedError,
    BackupStoppedError,
    CopyDamagedError,
    DeedStoppedError,
    DiskFullError,
    NotABackupError,
    ReadOnlyFolderError,
    StorageFailedError,
    VaultError,
)
from spie_diag.vault.files import disk_refusals, make_durable, move, settle, write_whole
from spie_diag.vault.freeing import remove_folder
from spie_diag.vault.key_file import COPY_NAME, NAME, read_key_file
from spie_diag.vault.pages import SALT_BYTES
from spie_diag.vault.replacing import heads_of
from spie_diag.vault.slots import authentication_key
from spie_diag.vault.stepping import UNWATCHED, Progress, Steps
from spie_diag.vault.whereabouts import refuse_long
from spie_diag.vault.witness import remember_heads

LABEL = "sauvegarde.json"
"""In every backup: what it is a backup of, when it was made, and the SHA-256 of its files. No name, no answer."""
ERASED = "vault.erased"
KEPT = 10

_FORMAT = "spie-diag-backup"
_NAME = re.compile(r"coffre-\d{4}-\d{2}-\d{2}-\d{6}(-\d+)?")
_READ_BYTES = 1 << 20
_COPIED, _CHECKED = 0.6, 0.9
"""Where the progress stands when the copy is written, and when it was checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One whole backup, as its label tells it."""

    folder: Path
    vault: str
    """Id of the vault that it is a copy of."""
    made_at: datetime
    tick: int
    """Logical time of the last entry that is surely in it, which no clock takes back; 0 where its label is silent."""
    entries: int
    size: int
    """Bytes of all its files."""
    digests: dict[str, str]
    """SHA-256 of each file, by name."""


def back_up(
    database: Database,
    target: Path,
    now: datetime,
    keep: int = KEPT,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Backup:
    """Copy a vault into a new folder of ``target``, read it again, then let go of the oldest ones beyond ``keep``.

    May run in a thread of its own: the copy is that of one moment, and writing goes on.

    Raises:
        BackupFolderMissingError, BackupDiskFullError, BackupRefusedError, BackupFailedError: nothing is left behind.
        BackupStoppedError: ``cancelled`` answered True, or the vault was closed.
        CopyDamagedError: the disk did not give back what was written.
        DatabaseDamagedError: the vault itself could not be read.
    """
    with _told_of_backups():
        vault = read_key_file(database.path.parent).vault
        _make_target(target, vault)
        _sweep(target, vault)
        _refuse_if_short_of_room(target, database)
        begun = _begin(target, vault, now)
        try:
            with database.apart() as beside:
                steps = _steps(beside, cancelled, progress)
                label = _fill(begun, beside, vault, now, steps)
            write_whole(begun / LABEL, json.dumps(label, indent=1, sort_keys=True).encode())
            final = begun.with_name(begun.name.removesuffix(_begun(vault)))
            with disk_refusals():
                move(begun, final)
                settle(target)
        except BaseException:
            shutil.rmtree(begun, ignore_errors=True)
            raise
    made = read_label(final)
    _let_go(target, made, max(1, keep))
    return made


def backups_in(target: Path, vault: str | None = None) -> tuple[Backup, ...]:
    """The whole backups of ``target``, of one vault or of all, newest first; none where it cannot be read.

    Newest is what holds the latest entries: the clock of a computer may have gone back.
    """
    found = []
    for folder in _folders_in(target):
        with suppress(VaultError):
            found.append(read_label(folder))
    ours = (one for one in found if vault is None or one.vault == vault)
    return tuple(sorted(ours, key=lambda one: (one.tick, one.made_at, one.folder.name), reverse=True))


def _folders_in(target: Path) -> list[Path]:
    """What has the name of a whole backup there; nothing where it cannot be read."""
    try:
        return [path for path in target.iterdir() if _NAME.fullmatch(path.name) and path.is_dir()]
    except OSError:
        return []


def backups_at(folder: Path) -> tuple[Backup, ...]:
    """What may be put back from a folder that somebody chose: itself, or the backups in it, newest first.

    Raises:
        NotABackupError: neither is one.
        BackupDamagedError: it is one, or all those in it are, that lack a file.
    """
    if found := backups_in(folder):
        return found
    try:
        return (read_label(folder),)
    except NotABackupError:
        for inside in _folders_in(folder):
            with suppress(NotABackupError):
                read_label(inside)
        raise


def refuse_backup(folder: Path) -> None:
    """Raises ``BackupIsNoVaultError`` where somebody would write in a backup, whatever it was renamed to."""
    with disk_refusals():
        if (folder / LABEL).exists():
            raise BackupIsNoVaultError


def read_label(folder: Path) -> Backup:
    """What a backup says of itself; its files are not read.

    Raises:
        NotABackupError: it has no label, or one that was never finished.
    """
    with disk_refusals():
        path = folder / LABEL
        content = path.read_bytes() if path.is_file() else b""
        try:
            told = json.loads(content)
            if told["format"] != _FORMAT or not isinstance(told["files"], dict):
                raise NotABackupError
            files = {str(name): str(digest) for name, digest in told["files"].items()}
            made_at, tick = datetime.fromisoformat(told["made_at"]), int(told.get("tick", 0))
            if made_at.tzinfo is None or tick < 0:
                raise NotABackupError
            return Backup(
                folder=folder,
                vault=str(told["vault"]),
                made_at=made_at,
                tick=tick,
                entries=int(told["entries"]),
                size=sum((folder / name).stat().st_size for name in files if Path(name).name == name),
                digests=files,
            )
        except FileNotFoundError:
            raise BackupDamagedError from None
        except (ValueError, KeyError, TypeError, OverflowError):
            raise NotABackupError from None


def check_files(backup: Backup, steps: Steps = UNWATCHED) -> None:
    """Raises ``BackupDamagedError`` where a file is missing or is not the one that was written."""
    _check(backup, backup.digests, steps)


def check_key_files(backup: Backup) -> None:
    """The same of what tells who opens it, which is quick to read."""
    _check(backup, {name: digest for name, digest in backup.digests.items() if name in (NAME, COPY_NAME)}, UNWATCHED)


def _check(backup: Backup, digests: Mapping[str, str], steps: Steps) -> None:
    with disk_refusals():
        if any(Path(name).name != name or not (backup.folder / name).is_file() for name in digests):
            raise BackupDamagedError
        if _digests([backup.folder / name for name in digests], steps) != digests:
            raise BackupDamagedError


def _steps(beside: Database, cancelled: Callable[[], bool] | None, progress: Progress | None) -> Steps:
    """Stopped where that was asked, or where the vault is being closed."""
    return Steps(progress or UNWATCHED.progress, lambda: beside.must_stop or bool(cancelled and cancelled()))


def _fill(begun: Path, beside: Database, vault: str, now: datetime, steps: Steps) -> dict[str, object]:
    """Write every file of a backup and read it again; returns its label."""
    steps.at(0)
    source = beside.path
    copy = begun / source.name
    tick = beside.read(_last_tick)
    with Flushed(copy) as flushed:

        def step(done: float) -> None:
            steps.at(done * _COPIED)
            flushed.flush()

        # The salt from the key file: opening the file itself, and closing it, would free the locks of SQLite on POSIX.
        beside.copy_in_steps(copy, read_key_file(source.parent).database_salt, step)
    # After the copy, so that whoever wrote in it is known to the key file.
    for name in (NAME, ERASED):
        if (source.parent / name).is_file():
            write_whole(begun / name, (source.parent / name).read_bytes())
    write_whole(begun / COPY_NAME, (begun / NAME).read_bytes())
    steps.at(_COPIED)
    _reach_the_disk(copy)
    entries = _check_copy(begun, copy, beside, steps.between(_COPIED, _CHECKED))
    written = [path for path in sorted(begun.iterdir()) if path.name != LABEL]
    files = _digests(written, steps.between(_CHECKED, 1))
    steps.at(1)
    return {**_label(vault, now, entries, files), "tick": tick}


def _last_tick(connection: sa.Connection) -> int:
    return int(connection.execute(sa.select(sa.func.max(rows.entry.c.tick))).scalar() or 0)


def _check_copy(begun: Path, copy: Path, beside: Database, steps: Steps) -> int:
    """Open the copy as whoever restores it will, and give it its witness; returns how many entries it holds."""
    key_file = read_key_file(begun)
    with copy.open("rb") as file:
        salt = file.read(SALT_BYTES)
    if (key_file.database, key_file.database_salt) != (copy.name, salt):
        raise CopyDamagedError
    with beside.copy_at(copy) as reopened:
        refuse_damaged(reopened, salt, steps)
        heads = reopened.read(heads_of)
        remember_heads(begun, authentication_key(beside.key, "witness"), heads)
        return reopened.read(
            lambda connection: int(connection.execute(sa.select(sa.func.count(rows.entry.c.n))).scalar_one())
        )


def _reach_the_disk(path: Path) -> None:
    """Have it written for good, and forgotten: so that reading it again asks the disk and not the memory."""
    with path.open("r+b") as file:
        make_durable(file.fileno())
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    with suppress(OSError):  # a stick formatted for Windows knows no owners
        path.chmod(0o600)


def _label(vault: str, now: datetime, entries: int, files: dict[str, str]) -> dict[str, object]:
    return {"format": _FORMAT, "vault": vault, "made_at": now.isoformat(), "entries": entries, "files": files}


def _digests(paths: Iterable[Path], steps: Steps) -> dict[str, str]:
    """The SHA-256 of each file, by name, read in pieces."""
    files = [(path, path.stat().st_size) for path in paths]
    due, read, found = max(1, sum(size for _, size in files)), 0, {}
    for path, _ in files:
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while piece := file.read(_READ_BYTES):
                digest.update(piece)
                read += len(piece)
                steps.at(read / due)
        found[path.name] = digest.hexdigest()
    return found


def refuse_inside(folder: Path, target: Path) -> None:
    """Raises ``BackupInsideVaultError`` where the backups would go into the vault's own folder."""
    if target.resolve().is_relative_to(folder.resolve()):
        raise BackupInsideVaultError


def _make_target(target: Path, vault: str) -> None:
    """The last folder of the path is made where it lacks; a whole path would be made on the wrong disk."""
    with disk_refusals():
        if not target.parent.is_dir():
            raise BackupFolderMissingError
        if target.exists() and not target.is_dir():
            raise BackupRefusedError
        refuse_long(target / f"coffre-0000-00-00-000000-99{_begun(vault)}")
        target.mkdir(mode=0o700, exist_ok=True)


def _refuse_if_short_of_room(target: Path, database: Database) -> None:
    with disk_refusals():
        room = shutil.disk_usage(target)
        if room.total == 0:  # what the system shows there is no disk
            raise BackupRefusedError
        if room.free < database.path.stat().st_size:
            raise BackupDiskFullError


def _begin(target: Path, vault: str, now: datetime) -> Path:
    """A new folder under a name that is not a backup's, and says whose it is."""
    name = f"coffre-{now:%Y-%m-%d-%H%M%S}"
    names = [name, *(f"{name}-{again}" for again in range(2, 100))]
    with disk_refusals():
        taken = {path.name.partition(".")[0] for path in target.iterdir()}
        begun = target / f"{next(one for one in names if one not in taken)}{_begun(vault)}"
        begun.mkdir(mode=0o700)
    return begun


def _begun(vault: str) -> str:
    """How the names end of what is not, or no longer, a whole backup of this vault."""
    return f".{vault[:8]}.part"


def _sweep(target: Path, vault: str) -> None:
    """Take away what an interrupted backup of this vault left."""
    for path in target.glob(f"coffre-*{_begun(vault)}"):
        shutil.rmtree(path, ignore_errors=True)


def let_older_go(made: Backup) -> int:
    """Remove the backups of the same vault that are older than ``made``, beside it; how many others are still there.

    Raises:
        BackupDamagedError: ``made`` is no longer what was written; every backup is still there.
    """
    check_files(made)
    target = made.folder.parent
    found = backups_in(target, made.vault)
    for older in found[found.index(made) + 1 :] if made in found else ():
        _remove(older)
    return sum(1 for one in backups_in(target, made.vault) if one != made)


def _let_go(target: Path, made: Backup, keep: int) -> None:
    """The oldest ones go."""
    before = [backup for backup in backups_in(target, made.vault) if backup.folder != made.folder]
    for backup in before[keep - 1 :]:
        _remove(backup)


def _remove(backup: Backup) -> None:
    """Under a name that no longer looks whole first, should it be interrupted."""
    remove_folder(backup.folder, f"{backup.folder.name}{_begun(backup.vault)}", backup.digests)


@contextmanager
def _told_of_backups() -> Iterator[None]:
    """Say of the disk of the backups what the room says of the vault's."""
    try:
        with disk_refusals():
            yield
    except DiskFullError:
        raise BackupDiskFullError from None
    except ReadOnlyFolderError:
        raise BackupRefusedError from None
    except StorageFailedError:
        raise BackupFailedError from None
    except DeedStoppedError:
        raise BackupStoppedError from None
