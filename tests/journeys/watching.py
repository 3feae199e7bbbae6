"""Every file that this process touches while people work: what is deleted again was on the disk all the same."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_listening: list[list[Path]] = []


def _heard(event: str, arguments: tuple[object, ...]) -> None:
    if event != "open" or not _listening:
        return
    path, _mode, flags = arguments
    if isinstance(path, str | bytes) and isinstance(flags, int) and flags & _WRITING:
        _listening[-1].append(Path(os.fsdecode(path)))


sys.addaudithook(_heard)


@contextmanager
def written_files() -> Iterator[list[Path]]:
    """What Python opens for writing meanwhile, wherever it lies."""
    written: list[Path] = []
    _listening.append(written)
    try:
        yield written
    finally:
        _listening.remove(written)


def live_in(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have everything that a program may write beside its own folder end up under ``home``."""
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home))
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(home / "tmp"))
    (home / "tmp").mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # where nothing is compiled yet, Python writes by itself


def texts_found(texts: tuple[str, ...], *folders: Path) -> list[str]:
    """Where one of the texts can be read, in a name or in any byte, as programs write them."""
    files = [file for folder in folders for file in folder.rglob("*")]
    named = [f"name {file}" for file in files for text in texts if text.casefold() in file.name.casefold()]
    written = [text.encode(code) for text in texts for code in ("utf-8", "utf-16-le", "utf-32-le", "latin-1")]
    held = [f"bytes {file}" for file in files if file.is_file() and any(text in file.read_bytes() for text in written)]
    return named + held
