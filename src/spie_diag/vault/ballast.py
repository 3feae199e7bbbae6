"""A reserve of disk space, given back when the disk is full: so that what was just said can still be written."""

import os
import shutil
from pathlib import Path

from spie_diag.vault.files import settle

NAME = "vault.ballast"
SIZE = 8 << 20
"""Twice the write-ahead log between two checkpoints: room for hundreds of answers and for the checkpoint itself."""
_WORTH_IT = 8
"""On a disk with less than this many times the reserve, the reserve would itself be what fills the disk."""


class Ballast:
    """The reserve of one vault."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / NAME
        self.given_back = False
        """True once the disk was found full in this session."""

    def set_aside(self) -> None:
        """Take the room, where there is plenty; never an error: a vault without reserve still works."""
        try:
            if self.given_back or self._path.exists() or shutil.disk_usage(self._path.parent).free < SIZE * _WORTH_IT:
                return
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                if hasattr(os, "posix_fallocate"):
                    os.posix_fallocate(file.fileno(), 0, SIZE)
                else:
                    file.write(bytes(SIZE))
        except OSError:
            self._path.unlink(missing_ok=True)

    def give_back(self) -> bool:
        """Free the room; False when there was none left to free."""
        try:
            self._path.unlink()
            settle(self._path.parent)
        except OSError:
            return False
        self.given_back = True
        return True
