"""A copy of the encrypted file: sent to the disk little by little, and read again before anybody relies on it."""

import os
from functools import partial
from pathlib import Path

from spie_diag.vault.database import Database
from spie_diag.vault.errors import CopyDamagedError
from spie_diag.vault.files import disk_refusals
from spie_diag.vault.pages import PAGE_BYTES, PageCheck
from spie_diag.vault.stepping import Steps

_FLUSHED_BYTES = 1 << 20
_CHECKED_PAGES = 512
_AUTHENTIC = 0.5
"""How much of a check is done when every page was found authentic."""


class Flushed:
    """Sends a growing file to the disk little by little: who writes there meanwhile never waits behind all of it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._size = 0

    def __enter__(self) -> "Flushed":
        with disk_refusals():
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._handle)

    def flush(self) -> None:
        """Called as it grows: every megabyte goes to the disk."""
        size = os.fstat(self._handle).st_size
        if size - self._size >= _FLUSHED_BYTES:
            self._size = size
            os.fsync(self._handle)


def copy_file(source: Path, path: Path, steps: Steps) -> None:
    """The very bytes of a file that nobody writes, in a new one."""
    with disk_refusals(), source.open("rb") as file, Flushed(path) as flushed, path.open("wb") as copy:
        size = max(1, os.fstat(file.fileno()).st_size)
        while piece := file.read(_FLUSHED_BYTES):
            copy.write(piece)
            copy.flush()
            flushed.flush()
            steps.at(copy.tell() / size)


def refuse_damaged(copy: Database, salt: bytes, steps: Steps) -> None:
    """Raises ``CopyDamagedError`` where a page is not authentic, or SQLite does not find its trees in order.

    The codes are checked in pieces, as SQLCipher's own check of them cannot be stopped.
    """
    size = max(1, copy.path.stat().st_size)
    check, authentic = PageCheck(copy.path, copy.key, salt), steps.between(0, _AUTHENTIC)
    while not check.is_over:
        authentic.at(check.read * PAGE_BYTES / size)
        check.go_on(_CHECKED_PAGES)
    if check.damaged or not copy.is_in_order(partial(steps.at, _AUTHENTIC)):  # SQLite does not say how far it is
        raise CopyDamagedError
