"""A workbook as authors see it: sheets, headings, rows with their numbers; every cell is a text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from spie_diag.forms.definition import Choice, Place
from spie_diag.forms.problems import Problem


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet, without its empty cells."""

    number: int
    """From 1, as the spreadsheet shows it; the line of the file for CSV and Markdown."""
    cells: Mapping[str, str]
    """By heading."""


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its headings in order, and its rows."""

    name: str
    """As its author wrote it."""
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(slots=True)
class Remarks:
    """What is wrong, or good to know, in one workbook; noted without stopping."""

    file: Path
    problems: list[Problem] = field(default_factory=list)

    @property
    def grave(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.grave]

    def fault(self, place: Place | None, sentence: str, advice: str = "", *, who: str = "", excerpt: str = "") -> None:
        """Note what prevents the import."""
        self._add(place, sentence, advice, who, excerpt, grave=True)

    def warn(self, place: Place | None, sentence: str, advice: str = "", *, who: str = "", excerpt: str = "") -> None:
        """Note what the author should know; the import goes on."""
        self._add(place, sentence, advice, who, excerpt, grave=False)

    def at(self, sheet: str, row: int, column: str = "") -> Place:
        return Place(self.file, row, sheet, column)

    def _add(self, place: Place | None, sentence: str, advice: str, who: str, excerpt: str, *, grave: bool) -> None:
        self.problems.append(
            Problem(
                place=place or Place(self.file, 1),
                question=who,
                sentence=sentence,
                excerpt=excerpt,
                advice=advice,
                grave=grave,
            )
        )


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of one file, by their name in lower case."""

    file: Path
    pages: Mapping[str, Page]
    remarks: Remarks
    lists: dict[tuple[Path, str, str], tuple[Choice, ...]] = field(default_factory=dict)
    """CSV files beside it that were read, by name and columns."""
    titles: tuple[str, ...] = ()
    """Every sheet of the file, also those that are not read."""
    is_ours: bool = False
    """Written by our own export: its texts are kept to the letter."""


MOST_ROWS = 20_000
"""Rows with content that a sheet may have."""
SHEETS = ("survey", "choices", "settings", "external_choices")
"""What XLSForm calls the sheets that are read."""
OWN_SHEET = "lisez-moi"
"""Only our own workbooks have it."""
OWN_SHEETS = ("spie_blocs", "spie_situations", "spie_objectifs", "spie_originaux")
"""Sheets of ours, that other programs ignore."""
