"""Workbooks made by the tests, as their authors would."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook

from spie_diag.forms.definition import Form
from spie_diag.forms.errors import WrongFormError
from spie_diag.forms.problems import Problem
from spie_diag.forms.spreadsheets import import_workbook

Rows = Iterable[Sequence[object]]


def workbook(path: Path, **sheets: Rows) -> Path:
    """A workbook of the given sheets, each a list of rows of which the first are headings."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append([*row])
    made.save(path)
    return path


def survey(path: Path, *rows: Sequence[object], headings: Sequence[object] = ("type", "name", "label")) -> Path:
    """A workbook of one survey, with a list ``ville`` of two choices."""
    choices = [("list_name", "name", "label"), ("ville", "nice", "Nice"), ("ville", "lille", "Lille")]
    return workbook(path, survey=[headings, *rows], choices=choices)


def form_of(path: Path) -> Form:
    return import_workbook(path).form


def faults_of(path: Path) -> tuple[Problem, ...]:
    """What refuses a file."""
    try:
        import_workbook(path)
    except WrongFormError as error:
        return error.problems
    return ()


def places_of(problems: Iterable[Problem]) -> list[tuple[str, int, str]]:
    """Sheet, row and column of each problem."""
    return [(one.place.sheet, one.place.line, one.place.column) for one in problems if one.place is not None]
