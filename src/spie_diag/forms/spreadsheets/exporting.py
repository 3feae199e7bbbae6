"""A form written as a workbook that people read, that Kobo and ODK take, and that gives back the very same form."""

from io import BytesIO
from pathlib import Path

from spie_diag.forms.definition import Form
from spie_diag.forms.errors import UnexportableFormError, UnportableFormError
from spie_diag.forms.problems import Problem
from spie_diag.forms.replacing import replace_files
from spie_diag.forms.spreadsheets.acceptance import objections
from spie_diag.forms.spreadsheets.book import Book, Remarks
from spie_diag.forms.spreadsheets.guide import guide_sheet
from spie_diag.forms.spreadsheets.importing import form_of_book
from spie_diag.forms.spreadsheets.originals import have_one_shape, originals_sheet
from spie_diag.forms.spreadsheets.own_sheets import own_sheets
from spie_diag.forms.spreadsheets.placing import Placing
from spie_diag.forms.spreadsheets.sheets import Sheet
from spie_diag.forms.spreadsheets.survey_sheets import SurveyWriter, settings_sheet
from spie_diag.forms.writing import list_files


def export_workbook(form: Form, path: Path) -> tuple[Problem, ...]:
    """Write a form as a workbook that Kobo and ODK take; what they will do otherwise is said.

    Raises:
        UnportableFormError: they would refuse the workbook; nothing was written.
        UnexportableFormError, UnwritableFormError, OtherListError, OutsideListError: as ``write_workbook``.
    """
    sheets, remarks = sheets_of(form, path)
    content = _bytes(sheets)
    if against := objections(form, sheets, content):
        raise UnportableFormError(form.place.file if form.place is not None else path, against, form)
    _write(form, path, content)
    return remarks


def write_workbook(form: Form, path: Path) -> tuple[Problem, ...]:
    """Write any form as .xlsx, and its CSV lists beside it; what other programs will read differently is said.

    Raises:
        UnexportableFormError: names or codes that hold the form together are missing, or borne twice.
        UnwritableFormError: nothing can be written there; nothing was.
        OtherListError: a CSV list of the form would take the place of another.
        OutsideListError: a CSV list of the form would stand outside its folder.
    """
    sheets, remarks = sheets_of(form, path)
    _write(form, path, _bytes(sheets))
    return remarks


def _write(form: Form, path: Path, content: bytes) -> None:
    lists = {file: text for file, text in list_files(form, path.parent) if text}
    replace_files({**{file: text.encode("utf-8") for file, text in lists.items()}, path: content}, path)


def sheets_of(form: Form, path: Path) -> tuple[list[Sheet], tuple[Problem, ...]]:
    """Every sheet of the workbook of a form, and what its author should know."""
    placing = Placing(form)
    writer = SurveyWriter(form, placing)
    survey, choices = writer.survey(), writer.choices()
    sheets = [survey, choices, settings_sheet(form, choices), *own_sheets(form, placing)]
    quiet = Remarks(path)
    pages = {sheet.title: sheet.read_back(quiet) for sheet in sheets}
    read_back = form_of_book(Book(path, pages, quiet, is_ours=True))
    if quiet.grave or not have_one_shape(form, read_back):
        raise UnexportableFormError(form=path.name)
    originals = originals_sheet(form, read_back)
    return [guide_sheet(form), *sheets, *([originals] if originals.rows else [])], tuple(writer.remarks)


def _bytes(sheets: list[Sheet]) -> bytes:
    """The workbook made in memory: openpyxl stumbles where a file cannot be written."""
    from spie_diag.forms.spreadsheets.styling import workbook_of

    stream = BytesIO()
    workbook_of(sheets).save(stream)
    return stream.getvalue()
