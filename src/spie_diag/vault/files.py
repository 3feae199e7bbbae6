"""Files that are either the old or the new, and the disk's refusals said as ours."""

import errno
import os
import re
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from spie_diag.vault.errors import (
    DiskFullError,
    FolderInTheWayError,
    LongPathError,
    ReadOnlyFolderError,
    StorageFailedError,
)

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EROFS, errno.EACCES, errno.EPERM}
_REPLACE_PATIENCE_S = 5.0

ENCRYPTED = "vault-????????.db"
"""What the names of encrypted files look like, for a folder to be searched; ``is_database_name`` is exact."""
_DATABASE = re.compile(r"vault-[0-9a-f]{8}\.db")


def is_database_name(name: object) -> bool:
    """Whether an encrypted file of ours could have this name."""
    return isinstance(name, str) and _DATABASE.fullmatch(name) is not None


def new_database_name() -> str:
    return f"vault-{secrets.token_hex(4)}.db"


def files_of(database: str) -> tuple[str, ...]:
    """An encrypted file and what SQLite lays beside it."""
    return (database, f"{database}-wal", f"{database}-shm")


@contextmanager
def disk_refusals() -> Iterator[None]:
    """Turn what the operating system refuses into this room's errors.

    Raises:
        DiskFullError, ReadOnlyFolderError, FolderInTheWayError, LongPathError, StorageFailedError: for the
            ``OSError`` of the same meaning.
    """
    try:
        yield
    except OSError as refusal:
        if refusal.errno in _FULL:
            raise DiskFullError from refusal
        if refusal.errno in _REFUSED:
            raise ReadOnlyFolderError from refusal
        if refusal.errno == errno.EISDIR:
            raise FolderInTheWayError(name=Path(str(refusal.filename2 or refusal.filename)).name) from refusal
        if refusal.errno == errno.ENAMETOOLONG:
            raise LongPathError from refusal
        raise StorageFailedError from refusal


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file in one step, readable by its owner only: after a power cut it is the old one or the new one."""
    new = path.with_name(f"{path.name}.new")
    with disk_refusals():
        new.unlink(missing_ok=True)
        try:
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                make_durable(file.fileno())
            move(new, path)
        except OSError:
            new.unlink(missing_ok=True)
            raise
        settle(path.parent)


if sys.platform == "darwin":
    import fcntl

    def make_durable(handle: int) -> None:
        """Return once what was written is on the disk: there ``fsync`` stops at the disk's own cache."""
        try:
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        except OSError:  # not every file system knows it
            os.fsync(handle)

else:

    def make_durable(handle: int) -> None:
        """Return once what was written is on the disk."""
        os.fsync(handle)


def settle(folder: Path) -> None:
    """Make the names of a folder durable; Windows does it by itself."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        make_durable(handle)
    finally:
        os.close(handle)


def move(new: Path, path: Path) -> None:
    """Give a file another name, in place of the one that has it."""
    # WORKAROUND: on Windows an antivirus may hold the file for a moment, https://github.com/keepassxreboot/keepassxc/issues/604
    deadline = time.monotonic() + _REPLACE_PATIENCE_S
    while True:
        try:
            new.replace(path)
        except PermissionError:
            if os.name == "posix" or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
