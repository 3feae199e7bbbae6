"""A sheet to be written: its headings, and its cells as texts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from spie_diag.forms.spreadsheets.book import Page, Remarks
from spie_diag.forms.spreadsheets.cells import ERRORS
from spie_diag.forms.spreadsheets.tables import page_of

_LONGEST = 32_000
"""Characters that a cell may hold, a little under the limit of Excel."""


@dataclass(slots=True)
class Sheet:
    """One sheet to be written; the first row is its headings."""

    title: str
    headings: list[str]
    rows: list[Mapping[str, str]] = field(default_factory=list)

    def lines(self) -> Iterable[Sequence[str]]:
        """Every row as written, headings first."""
        yield self.headings
        for row in self.rows:
            yield [fitting(row.get(heading, "")) for heading in self.headings]

    def read_back(self, remarks: Remarks) -> Page:
        """The page that an import finds in the sheet."""
        return page_of(self.title, enumerate(self.lines(), 1), remarks)


def fitting(text: str) -> str:
    """The text as a cell holds it: no control characters, line ends as spreadsheets write them, not too long."""
    if text.strip() in ERRORS:
        return f"({text.strip()})"  # alone, it would be an error of the spreadsheet
    if text.isascii() and text.isprintable() and len(text) <= _LONGEST:
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in text if sign in "\n\t" or (sign >= " " and not "\ud800" <= sign <= "\udfff"))
    return kept.replace("\ufffe", "").replace("\uffff", "")[:_LONGEST]
