"""Another encrypted file in place of the present one: for a new key, a compact copy, a backup put back, a repair.

The new file is made beside the old one under a random name, checked, and read by nobody until the key file names it:
that is the one moment. What is killed before leaves exactly the old vault, what is killed after exactly the new one;
``finish_or_undo_replacement`` takes away the other at the next opening.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from spie_diag.vault import rows
from spie_diag.vault.auditing import chain_head
from spie_diag.vault.ballast import Ballast
from spie_diag.vault.connecting import Access
from spie_diag.vault.copying import Flushed, refuse_damaged
from spie_diag.vault.database import Database
from spie_diag.vault.errors import (
    KeyFileDamagedError,
    ReadApartError,
    ReplacementUnsettledError,
    VaultError,
)
from spie_diag.vault.files import (
    disk_refusals,
    files_of,
    is_database_name,
    make_durable,
    move,
    new_database_name,
    settle,
    write_whole,
)
from spie_diag.vault.key_file import COPY_NAME, MARKER, NAME, holds_vault, read_key_file, write_key_file
from spie_diag.vault.key_parsing import parsed
from spie_diag.vault.key_record import KeyFile
from spie_diag.vault.pages import SALT_BYTES
from spie_diag.vault.slots import authentication_key
from spie_diag.vault.stepping import UNWATCHED, Steps
from spie_diag.vault.witness import NAME as WITNESS_NAME
from spie_diag.vault.witness import Head, Heads, remember_heads

if TYPE_CHECKING:
    from spie_diag.vault.parts import Parts

_NEXT_WITNESS = "vault.witness.next"
_COPIED = 0.6
"""Where the progress stands when the new file is written, and is still to be read again."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """The two files, by name: exactly one of them is the vault, and the key file says which."""

    new: str
    old: str = ""
    kept_in: str = ""
    """The folder inside the vault's that receives the old file and its keys; empty where they go for good."""
    has_keys: bool = True
    """False where no key file could be read when it was begun: none then names the old file, nor the new one yet."""

    def as_bytes(self) -> bytes:
        told = {"new": self.new, "old": self.old, "kept_in": self.kept_in, "has_keys": self.has_keys}
        return json.dumps(told).encode()


def replace_file(
    folder: Path,
    old: str,
    key: bytearray,
    make: Callable[[Path, Steps], None],
    sealed: Callable[[str, bytes], KeyFile],
    *,
    kept_in: str = "",
    switched: Callable[[KeyFile], None] | None = None,
    steps: Steps = UNWATCHED,
) -> KeyFile:
    """Make another encrypted file the one of the vault in ``folder``; the lock of the folder must be held.

    ``make`` writes it at the path that it is given, so that ``key`` opens it; ``sealed`` gives the whole key file,
    signed and authenticated, that names it and has its salt. ``old`` is the present file, empty where there is none.
    With ``kept_in``, a name that ``new_folder_name`` gave, the old file, its keys and its witness go there, not away.
    ``switched`` is called between the one moment and the removal of the old file. ``steps`` are asked until just before
    that moment.

    Raises:
        DeedStoppedError: it was asked to stop; the present vault is as it was.
        CopyDamagedError: what was made does not hold what it should; the present vault is as it was.
        DiskFullError, ReadOnlyFolderError, StorageFailedError: likewise.
        ReplacementUnsettledError: the disk does not say whether the new file is the vault; both are there, and the next
            opening decides. Until then nobody may write in either.
    """
    has_keys = _settle_earlier(folder)
    if kept_in and (folder / kept_in).exists():
        raise ValueError("what is kept from an earlier replacement would be mixed with this one")
    replacement = Replacement(new=new_database_name(), old=old, kept_in=kept_in, has_keys=has_keys)
    try:
        key_file = sealed(replacement.new, _made_beside(folder, replacement, key, make, steps))
        write_key_file(folder, key_file)
    except BaseException:
        # The second copy of the key file may be what failed: the first one has decided by then.
        decided = _deciding_key_file(folder)
        if decided is None or decided.database != replacement.new:
            _undo(folder, replacement)
            raise
        key_file = decided
    if switched is not None:
        switched(key_file)
    _finish(folder, replacement)
    return key_file


def go_on_in_new_file(
    parts: "Parts",
    key_file: KeyFile,
    key: bytearray,
    sealed: Callable[[str, bytes], KeyFile],
    steps: Steps = UNWATCHED,
) -> KeyFile:
    """Have an open vault go on in a new copy of its file, under ``key``: compact where that is its present key.

    Whoever works in it keeps her keys and sees nothing of it. ``key`` is wiped by whoever made it.

    Raises:
        DeedStoppedError: it was asked to stop; the vault goes on in its present file.
        ReadApartError: another thread reads the file for long.
        CopyDamagedError, DiskFullError, StorageFailedError: the vault goes on in its present file.
        ReplacementUnsettledError: nothing more is written before the next opening.
    """
    database = parts.database
    if database.is_read_apart:
        raise ReadApartError
    database.checkpoint()
    copy = partial(_copy_compact if key == parts.vault_key else partial(_copy_under, key=key), database)
    try:
        return replace_file(
            parts.folder,
            key_file.database,
            key,
            copy,
            sealed,
            # First of all leave the old file: Windows removes none that is open.
            switched=lambda new: database.go_on_with(parts.folder / new.database, key),
            steps=steps,
        )
    except ReplacementUnsettledError:
        database.close()  # an answer written now might go with the file that the next opening takes away
        raise


def finish_or_undo_replacement(folder: Path, key_file: KeyFile) -> None:
    """After an interruption, take away the file that the key file does not name."""
    if not (folder / MARKER).exists():
        return
    begun = _begun(folder)
    if begun is not None and key_file.database == begun.new:
        _finish(folder, begun)
    elif begun is not None and key_file.database == begun.old:
        _undo(folder, begun)
    else:
        # Another vault's, or nobody's: whatever lies there is not ours to take away.
        _take_away(folder, [MARKER, _NEXT_WITNESS])


def undo_unnamed_replacement(folder: Path) -> None:
    """After an interruption where no key file can be read, take away what was never named by one."""
    begun = _begun(folder)
    if begun is not None and not begun.has_keys and not _has_readable_keys(folder):
        _undo(folder, begun)


def _begun(folder: Path) -> Replacement | None:
    """The replacement that was interrupted; None where there is none, or only something that is not ours."""
    marker = folder / MARKER
    with disk_refusals():
        content = marker.read_bytes() if marker.is_file() else b""
    try:
        told = json.loads(content)
        begun = Replacement(told["new"], told["old"], told["kept_in"], bool(told.get("has_keys", True)))
        names = (begun.new, *filter(None, [begun.old]))
        is_ours = all(is_database_name(name) for name in names) and _is_kept_here(begun.kept_in)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return begun if is_ours else None


def _is_kept_here(kept_in: str) -> bool:
    """Whether the marker names a folder of ours in the vault's, or none: never one that lies elsewhere."""
    return not kept_in or (kept_in.startswith("avant-") and Path(kept_in).name == kept_in)


def _has_readable_keys(folder: Path) -> bool:
    with suppress(KeyFileDamagedError):
        return holds_vault(folder) and bool(read_key_file(folder).database)
    return False


def _settle_earlier(folder: Path) -> bool:
    """End what was interrupted before; whether there is a key file to name the present file."""
    undo_unnamed_replacement(folder)
    if not _has_readable_keys(folder):
        return False  # a reason to restore: nothing says which of two files to take away
    finish_or_undo_replacement(folder, read_key_file(folder))
    return True


def new_folder_name(folder: Path, wanted: str) -> str:
    """``wanted``, or with a number behind it where ``folder`` already holds one of this name."""
    names = (wanted, *(f"{wanted}-{again}" for again in range(2, 1000)))
    return next(name for name in names if not (folder / name).exists())


def heads_of(connection: sa.Connection) -> dict[bytes, Head]:
    """The last entry of every chain."""
    chains = connection.execute(sa.select(rows.entry.c.chain).distinct()).scalars().all()
    return {chain: Head(*chain_head(connection, chain)) for chain in chains}


def _copy_compact(database: Database, path: Path, steps: Steps) -> None:
    database.copy_to(path, steps.at)


def _copy_under(database: Database, path: Path, steps: Steps, *, key: bytearray) -> None:
    with disk_refusals(), Flushed(path) as flushed:

        def step(done: float) -> None:
            steps.at(done)
            flushed.flush()

        database.copy_under(path, key, step)


def _made_beside(
    folder: Path, replacement: Replacement, key: bytearray, make: Callable[[Path, Steps], None], steps: Steps
) -> bytes:
    """Everything that the new vault needs but its key file; returns the salt of the new encrypted file."""
    steps.at(0)
    write_whole(folder / MARKER, replacement.as_bytes())
    path = folder / replacement.new
    make(path, steps.between(0, _COPIED))
    salt = _made_durable(path)
    heads = _heads_of_checked(path, key, salt, steps.between(_COPIED, 1))
    remember_heads(folder, authentication_key(key, "witness"), heads, _NEXT_WITNESS)
    if replacement.kept_in:
        _keep_beside(folder, replacement.kept_in)
    steps.at(1)
    return salt


def _made_durable(path: Path) -> bytes:
    with disk_refusals():
        path.chmod(0o600)
        with path.open("r+b") as file:
            make_durable(file.fileno())
            salt = file.read(SALT_BYTES)
        settle(path.parent)
    return salt


def _heads_of_checked(path: Path, key: bytearray, salt: bytes, steps: Steps) -> Heads:
    made = Database(path, key, Ballast(path.parent), Access.READING_WHAT_NOBODY_WRITES)
    try:
        refuse_damaged(made, salt, steps)
        return made.read(heads_of)
    finally:
        made.close()


def _deciding_key_file(folder: Path) -> KeyFile | None:
    """The first copy of the key file, which is written first: it alone decides. None where there is none that reads.

    Raises:
        ReplacementUnsettledError: the disk does not give it back.
    """
    try:
        return parsed((folder / NAME).read_bytes())
    except FileNotFoundError:
        return None
    except OSError:
        raise ReplacementUnsettledError from None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _keep_beside(folder: Path, kept_in: str) -> None:
    """The keys and the witness of the old file: with it they are a whole vault."""
    with disk_refusals():
        (folder / kept_in).mkdir(mode=0o700)
        kept = [folder / name for name in (NAME, COPY_NAME, WITNESS_NAME) if (folder / name).is_file()]
        for path in kept:
            write_whole(folder / kept_in / path.name, path.read_bytes())


def _finish(folder: Path, replacement: Replacement) -> None:
    """Each step may be done again: whoever is killed in between goes on at the next opening."""
    with suppress(VaultError):  # the vault is the new one already: what cannot be cleared away now waits for its turn
        with disk_refusals():
            if (folder / _NEXT_WITNESS).is_file():
                move(folder / _NEXT_WITNESS, folder / WITNESS_NAME)
            old = files_of(replacement.old) if replacement.old else ()
            for name in old:
                if replacement.kept_in and (folder / name).is_file() and not name.endswith("-shm"):
                    move(folder / name, folder / replacement.kept_in / name)
            _take_away(folder, old)
            settle(folder)
        if not any((folder / name).exists() for name in old):
            _take_away(folder, [MARKER])


def _undo(folder: Path, replacement: Replacement) -> None:
    _take_away(folder, [*files_of(replacement.new), f"{replacement.new}-journal", _NEXT_WITNESS])
    if replacement.kept_in:
        _take_away(folder / replacement.kept_in, [NAME, COPY_NAME, WITNESS_NAME])
        with suppress(OSError):
            (folder / replacement.kept_in).rmdir()
    _take_away(folder, [MARKER])


def _take_away(folder: Path, names: list[str] | tuple[str, ...]) -> None:
    """Remove files, and what was to become them."""
    for name in names:
        for path in (folder / name, folder / f"{name}.new"):
            with suppress(OSError):
                path.unlink()
