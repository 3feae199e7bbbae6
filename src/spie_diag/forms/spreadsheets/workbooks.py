"""Excel workbooks, .xlsx and .xls, read into pages.

openpyxl reads .xlsx: pyxform's own reading of it drops which cells are formulas, which are merged, which sheets are
hidden, and stops at the first fault. Old .xls files are read with what pyxform reads them with.
"""

import posixpath
import re
import warnings
import zlib
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from struct import error as struct_error
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from spie_diag.forms.spreadsheets.book import OWN_SHEET, OWN_SHEETS, SHEETS, Book, Page, Remarks
from spie_diag.forms.spreadsheets.cells import text_of
from spie_diag.forms.spreadsheets.formulas import note_formulas
from spie_diag.forms.spreadsheets.packages import Package, inspect, refusal
from spie_diag.forms.spreadsheets.tables import page_of

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet
    from pyxform.xls2json_backends import xlrdCell as OldCell
    from pyxform.xls2json_backends import xlrdSheet as OldSheet

BROKEN = (
    ArithmeticError, AttributeError, BadZipFile, EOFError, LookupError, MemoryError, NotImplementedError, OSError,
    RuntimeError, SyntaxError, TypeError, ValueError, zlib.error,
)  # fmt: skip
"""What the libraries raise on a workbook that no spreadsheet wrote."""
_BROKEN = "Le classeur est abîmé : il ne peut pas être lu."
_AGAIN = "Ouvrez-le dans un tableur et enregistrez-le de nouveau en .xlsx."
_BESIDE = 3
_HIDDEN = "Cette feuille est masquée ; elle est lue comme les autres."
_OLD_ERROR = 5
"""The kind of a cell of an .xls file that holds an error."""
_OLD_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_MOST_OLD_BYTES = 16 * 1024 * 1024


def read_xlsx(file: Path, remarks: Remarks) -> Book:
    """The sheets that are read of an .xlsx or .xlsm file.

    Raises:
        WrongFormError: the file is no workbook, or would be dangerous to read.
    """
    package = inspect(file, remarks)
    if package.macros:
        remarks.warn(None, "Le classeur contient des macros : elles sont ignorées.")
    with warnings.catch_warnings():
        # openpyxl warns of styles and footers that it does not know: nothing that a form holds.
        warnings.simplefilter("ignore")
        try:
            return _read(file, package, remarks)
        except BROKEN as error:
            raise refusal(file, remarks, _BROKEN, _AGAIN) from error


def _read(file: Path, package: Package, remarks: Remarks) -> Book:
    workbook = _open(file, values=True)
    try:
        titles = _titles(workbook)
        pages = {name: _page(workbook[title], remarks) for name, title in titles.items()}
        _note_hidden(workbook, pages, remarks)
        names = tuple(workbook.sheetnames)
    finally:
        workbook.close()
    book = Book(file, pages, remarks, titles=names, is_ours=OWN_SHEET in map(str.lower, names))
    if package.formulas or package.merged:
        parts = _parts_by_title(file)
        if package.formulas:
            _note_formulas(book, {title: package.uncomputed.get(part, frozenset()) for title, part in parts.items()})
        _note_merged(book, {title: package.merged.get(part, ()) for title, part in parts.items()})
    return book


def _titles(workbook: "Workbook") -> dict[str, str]:
    """The sheets to read, by lower-case name; a sheet that is alone is the survey, whatever its name."""
    sheets = [sheet.title for sheet in workbook.worksheets]
    found = {title.strip().lower(): title for title in sheets}
    wanted = {name: title for name, title in found.items() if name in (*SHEETS, *OWN_SHEETS)}
    return wanted or ({"survey": sheets[0]} if len(sheets) == 1 else {})


def _page(sheet: "Worksheet", remarks: Remarks) -> Page:
    return page_of(sheet.title, _rows(sheet), remarks)


def _open(file: Path, *, values: bool) -> "Workbook":
    """The workbook with the values that its spreadsheet computed, or with its formulas."""
    from openpyxl import load_workbook

    return load_workbook(file, read_only=True, data_only=values, keep_links=False)


def _rows(sheet: "Worksheet", *, formulas: bool = False) -> Iterator[tuple[int, Sequence[object]]]:
    """Numbered rows, as wide as the headings: formatted sheets may be a thousand empty columns wide.

    Values, or cells where ``formulas`` says so.
    """
    headings = next(iter(sheet.iter_rows(min_row=1, max_row=1, values_only=True)), ())
    width = max((index for index, value in enumerate(headings, 1) if text_of(value)), default=0)
    if width:
        # A little wider: what stands right of the last heading is not read, but is told.
        width += _BESIDE
        yield from enumerate(sheet.iter_rows(min_row=1, max_col=width, values_only=not formulas), 1)


def _note_hidden(workbook: "Workbook", pages: dict[str, Page], remarks: Remarks) -> None:
    for page in pages.values():
        if workbook[page.name].sheet_state != "visible":
            remarks.warn(remarks.at(page.name, 1), _HIDDEN)


def _note_merged(book: Book, merged: Mapping[str, tuple[str, ...]]) -> None:
    for page in book.pages.values():
        for cells in merged.get(page.name, ()):
            row = int(re.sub(r"\D", "", cells.partition(":")[0]) or 1)
            sentence = f"Les cellules {cells} sont fusionnées : seule la première a une valeur."
            advice = "Défusionnez-les, et répétez la valeur où il le faut."
            book.remarks.warn(book.remarks.at(page.name, row), sentence, advice)


def _parts_by_title(file: Path) -> dict[str, str]:
    """The part of the zip that holds each sheet."""
    from openpyxl.xml.functions import fromstring

    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    with ZipFile(file) as archive:
        workbook = fromstring(archive.read("xl/workbook.xml"))
        relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {
        one.get("Id"): posixpath.normpath(posixpath.join("/xl", one.get("Target"))).lstrip("/") for one in relations
    }
    sheets = (one for one in workbook.iter() if str(one.tag).endswith("}sheet"))
    return {sheet.get("name"): targets.get(sheet.get(relation), "") for sheet in sheets}


def _note_formulas(book: Book, uncomputed: Mapping[str, frozenset[str]]) -> None:
    """Say which cells that are read hold a formula."""
    workbook = _open(book.file, values=False)
    try:
        for name, page in book.pages.items():
            rows = _rows(workbook[page.name], formulas=True)
            note_formulas(book, name, rows, uncomputed.get(page.name, frozenset()))
    finally:
        workbook.close()


def read_xls(file: Path, remarks: Remarks) -> Book:
    """The sheets that are read of an old .xls file.

    Raises:
        WrongFormError: the file is no workbook.
    """
    content = file.read_bytes() if file.stat().st_size <= _MOST_OLD_BYTES else b""
    if not content:
        sentence = "Le classeur est bien trop gros pour un questionnaire : il n’est pas lu."
        raise refusal(file, remarks, sentence, "Retirez les feuilles et les lignes de trop.")
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise refusal(
            file, remarks, "Le classeur est protégé par un mot de passe.", "Enregistrez-le sans mot de passe."
        )
    from pyxform.xls2json_backends import XLRDError, xlrd_open
    from xlrd.compdoc import CompDocError  # type: ignore[import-untyped]

    try:
        # The reader tells on the standard output whatever surprises it: nobody there would understand.
        workbook = xlrd_open(file_contents=content, logfile=StringIO())
        sheets = workbook.sheets()
        found = {sheet.name.strip().lower(): sheet for sheet in sheets}
        wanted = {name: sheet for name, sheet in found.items() if name in SHEETS}
        if not wanted and len(sheets) == 1:
            wanted = {"survey": sheets[0]}
        pages = {
            name: page_of(sheet.name, _old_rows(sheet, workbook.datemode), remarks) for name, sheet in wanted.items()
        }
    except (*BROKEN, AssertionError, struct_error, CompDocError, XLRDError) as error:
        raise refusal(file, remarks, _BROKEN, _AGAIN) from error
    for page in pages.values():
        if found[page.name.strip().lower()].visibility:
            remarks.warn(remarks.at(page.name, 1), _HIDDEN)
    return Book(file, pages, remarks, titles=tuple(sheet.name for sheet in sheets))


def _old_rows(sheet: "OldSheet", datemode: int) -> Iterator[tuple[int, Sequence[object]]]:
    for index in range(sheet.nrows):
        yield index + 1, [_old_text(cell, datemode) for cell in sheet.row(index)]


def _old_text(cell: "OldCell", datemode: int) -> str:
    from pyxform.xls2json_backends import XLDateAmbiguous, xls_value_to_unicode

    if cell.ctype == _OLD_ERROR:
        return _OLD_ERRORS.get(cell.value, "#N/A")
    try:
        text = xls_value_to_unicode(cell.value, cell.ctype, datemode) if cell.value != "" else ""
    except XLDateAmbiguous:
        return "#NUM!"
    return str(text)
