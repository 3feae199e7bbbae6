"""The place of large files given back little by little: at once, it holds up whoever writes on the same disk."""

import os
import shutil
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_FREED_BYTES = 8 << 20


def remove_folder(folder: Path, going: str, large: Iterable[str]) -> None:
    """Take a folder away with all that is in it, called ``going`` meanwhile; ``large`` are names of files in it.

    Where the disk refuses, what is left is left.
    """
    with suppress(OSError):
        gone = folder.rename(folder.with_name(going))
        for name in large:
            _shrink(gone / Path(name).name)
        shutil.rmtree(gone, ignore_errors=True)


def _shrink(path: Path) -> None:
    """What has another name elsewhere, in a snapshot for instance, keeps its content: only its name here is ours."""
    with suppress(OSError):
        if path.is_symlink():
            return
        with path.open("r+b") as file:
            held = os.fstat(file.fileno())
            if not stat.S_ISREG(held.st_mode) or held.st_nlink != 1:
                return
            for size in range(held.st_size - _FREED_BYTES, 0, -_FREED_BYTES):
                file.truncate(size)
                os.fsync(file.fileno())
