"""Several files written as one: all of them are there, or the folder is as it was."""

import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from spie_diag.forms.errors import UnwritableFormError


def replace_files(contents: Mapping[Path, bytes], entry: Path) -> None:
    """Write the files that belong to ``entry``, below its folder; each is written beside its place before any moves.

    Raises:
        UnwritableFormError: one of them cannot be written; those that were there before are there again, or beside
            their place as ``.<name>.former`` where the disk refuses even that.
    """
    waiting = {file: file.with_name(f".{file.name}.part") for file in contents}
    former = {file: file.with_name(f".{file.name}.former") for file in contents}
    copied: set[Path] = set()
    replaced: list[Path] = []
    made = _missing_folders(contents)
    try:
        _refuse_what_is_no_file(contents, entry)
        for file in contents:
            file.parent.mkdir(parents=True, exist_ok=True)
        for file, content in contents.items():
            waiting[file].write_bytes(content)
        for file, kept in former.items():
            if file.exists():
                shutil.copy2(file, kept)
                copied.add(file)
        for file, beside in waiting.items():
            beside.replace(file)
            replaced.append(file)
    except OSError as error:
        only_copies = _not_put_back(replaced, {file: former[file] for file in copied})
        _remove({*waiting.values(), *former.values()} - only_copies, made)
        raise UnwritableFormError(file=entry.name) from error
    _remove(former.values(), [])


def _refuse_what_is_no_file(files: Iterable[Path], entry: Path) -> None:
    if not entry.parent.is_dir() or any(file.exists() and not file.is_file() for file in files):
        raise UnwritableFormError(file=entry.name)


def _missing_folders(files: Iterable[Path]) -> list[Path]:
    """The folders that the files still need, the deepest first."""
    missing = {folder for file in files for folder in file.parents if not folder.exists()}
    return sorted(missing, key=lambda folder: len(folder.parts), reverse=True)


def _not_put_back(replaced: Iterable[Path], former: Mapping[Path, Path]) -> set[Path]:
    """Put every file as it was; the copies of those that the disk refuses to put back: nothing else holds them now."""
    refused = set()
    for file in replaced:
        try:
            if file in former:
                former[file].replace(file)
            else:
                file.unlink()
        except OSError:
            refused |= {former[file]} if file in former else set()
    return refused


def _remove(files: Iterable[Path], folders: Iterable[Path]) -> None:
    for file in files:
        with suppress(OSError):
            file.unlink(missing_ok=True)
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
