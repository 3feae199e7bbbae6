"""The fonts that come with the program; where one is missing the system's font takes its place."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from PySide6.QtGui import QFontDatabase

from spie_diag.paths import shipped

_ADVISORS: Final = ("Regular", "SemiBold", "Bold")
_PERSON: Final = ("Regular", "Bold")


@lru_cache(maxsize=1)
def load_fonts() -> int:
    """Load what the specialists read, once; gives how many faces were found."""
    return _load(f"AtkinsonHyperlegibleNext-{face}.ttf" for face in _ADVISORS)


@lru_cache(maxsize=1)
def load_person_fonts() -> int:
    """Load what the person reads, once: larger files, needed only when something is shown to her."""
    return _load(f"Andika-{face}.ttf" for face in _PERSON)


def _load(names: Iterable[str]) -> int:
    folder = shipped("resources", "fonts")
    files = [folder / name for name in names]
    return sum(QFontDatabase.addApplicationFont(str(file)) >= 0 for file in files if file.is_file())
