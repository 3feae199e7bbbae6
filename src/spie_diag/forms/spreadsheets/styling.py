"""How our workbooks look: frozen headings, columns as wide as what they hold, texts that wrap and stay texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spie_diag.forms.spreadsheets.book import OWN_SHEET
from spie_diag.forms.spreadsheets.originals import SHEET as ORIGINALS
from spie_diag.forms.spreadsheets.sheets import Sheet

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_NARROWEST, _WIDEST, _GUIDE = 9, 48, 110
"""Widths in characters."""
_HEADING_COLOUR, _GROUP_COLOUR = "FFDDE7F0", "FFEEF2F5"
_SIGNS = ("=", "+", "-", "@")
"""A text that starts with one of these would become a formula once its author edits it."""


def workbook_of(sheets: Sequence[Sheet]) -> "Workbook":
    """The workbook, to be saved."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    look = _look()
    for sheet in sheets:
        _write(workbook.create_sheet(sheet.title), sheet, look)
    return workbook


@dataclass(frozen=True, slots=True)
class _Look:
    heading: "Font"
    heading_fill: "PatternFill"
    group: "Font"
    group_fill: "PatternFill"
    wrapped: "Alignment"


def _look() -> _Look:
    from openpyxl.styles import Alignment, Font, PatternFill

    return _Look(
        heading=Font(bold=True),
        heading_fill=PatternFill("solid", fgColor=_HEADING_COLOUR),
        group=Font(bold=True),
        group_fill=PatternFill("solid", fgColor=_GROUP_COLOUR),
        wrapped=Alignment(vertical="top", wrap_text=True),
    )


def _write(target: "WriteOnlyWorksheet", sheet: Sheet, look: _Look) -> None:
    from openpyxl.utils import get_column_letter

    lines = [*sheet.lines()]
    for index, heading in enumerate(sheet.headings):
        width = _width(heading, [line[index] for line in lines])
        target.column_dimensions[get_column_letter(index + 1)].width = _GUIDE if sheet.title == OWN_SHEET else width
    if sheet.title != OWN_SHEET:
        # The type and the name of a question stay in sight beside its last column.
        target.freeze_panes = "C2" if sheet.title in ("survey", "choices") else "A2"
    if sheet.title == ORIGINALS:
        target.sheet_properties.tabColor = "FFB0B0B0"
    for number, line in enumerate(lines):
        grouped = number > 0 and sheet.title == "survey" and line[0].startswith(("begin_", "end_"))
        target.append([_cell(target, text, look, heading=number == 0, grouped=grouped) for text in line])


def _cell(target: "WriteOnlyWorksheet", text: str, look: _Look, *, heading: bool, grouped: bool) -> "WriteOnlyCell":
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(target, text or None)
    if text:
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(_SIGNS)
    cell.alignment = look.wrapped
    if heading:
        cell.font, cell.fill = look.heading, look.heading_fill
    elif grouped:
        cell.font, cell.fill = look.group, look.group_fill
    return cell


def _width(heading: str, texts: Sequence[str]) -> int:
    longest = max((len(line) for text in texts for line in text.splitlines()), default=0)
    return max(_NARROWEST, len(heading) + 2, min(longest + 2, _WIDEST))
