"""Several files written as one: all of them are there, or the folder is as it was."""

import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from spie_diag.forms.errors import UnwritableFormError


def replace_files(contents: Mapping[Path, bytes], entry: Path) -> None:
    """Write the files that belong to ``entry``, below its folder; each is written beside its place before any moves.

    Raises:
        UnwritableFormError: one of them cannot be written; those that were there before are there again.
    """
    waiting = {file: file.with_name(f".{file.name}.part") for file in contents}
    former = {file: file.with_name(f".{file.name}.former") for file in contents}
    replaced: list[Path] = []
    made: list[Path] = []
    try:
        _refuse_what_is_no_file(contents, entry)
        made = _folders_made(contents)
        for file, content in contents.items():
            waiting[file].write_bytes(content)
        for file, kept in former.items():
            if file.exists():
                shutil.copy2(file, kept)
        for file, beside in waiting.items():
            beside.replace(file)
            replaced.append(file)
    except OSError as error:
        _put_back(replaced, former)
        _remove((*waiting.values(), *former.values()), made)
        raise UnwritableFormError(file=entry.name) from error
    _remove(former.values(), [])


def _refuse_what_is_no_file(files: Iterable[Path], entry: Path) -> None:
    if not entry.parent.is_dir() or any(file.exists() and not file.is_file() for file in files):
        raise UnwritableFormError(file=entry.name)


def _folders_made(files: Iterable[Path]) -> list[Path]:
    """The folders that the files still needed, the deepest first."""
    missing: dict[Path, None] = {}
    for file in files:
        missing |= dict.fromkeys(folder for folder in file.parents if not folder.exists())
    found = sorted(missing, key=lambda folder: len(folder.parts), reverse=True)
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
    return found


def _put_back(replaced: Iterable[Path], former: Mapping[Path, Path]) -> None:
    for file in replaced:
        with suppress(OSError):
            if former[file].exists():
                former[file].replace(file)
            else:
                file.unlink()


def _remove(files: Iterable[Path], folders: Iterable[Path]) -> None:
    for file in files:
        with suppress(OSError):
            file.unlink(missing_ok=True)
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
