"""Whether Kobo and ODK take a workbook: their own converter, pyxform, is asked before anything is written."""

import re
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, StringIO

from spie_diag.forms.checking import check
from spie_diag.forms.definition import Form, Place
from spie_diag.forms.problems import Problem, place_of
from spie_diag.forms.spreadsheets.placing import Placing
from spie_diag.forms.spreadsheets.sheets import Sheet
from spie_diag.forms.spreadsheets.workbooks import BROKEN

_ROW = re.compile(r"\[row : (\d+)\]\s*")
_CELL = re.compile(r"On the '(\w+)' sheet, the '([^']*)' value")
_LONGEST = 300


def objections(form: Form, sheets: Iterable[Sheet], content: bytes) -> tuple[Problem, ...]:
    """Why Kobo and ODK would not take the workbook of a form; nothing when they take it.

    What the checker says of the same question, in French, stands instead of pyxform's words wherever it can.
    """
    said = conversion_fault(content)
    if said is None:
        return ()
    own = _located(said, form, {sheet.title: sheet for sheet in sheets})
    faults = [problem for problem in check(form) if problem.grave]
    same = [problem for problem in faults if own.question and problem.question == own.question]
    return tuple(same) or (*faults, own)


def conversion_fault(content: bytes) -> str | None:
    """What pyxform says of a workbook that it refuses, in English; None when it takes it."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    try:
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            convert(BytesIO(content), file_type=".xlsx")
    except PyXFormError as error:
        return " ".join(str(error).split())
    except BROKEN as error:
        return f"{type(error).__name__}"
    return None


def _located(said: str, form: Form, sheets: dict[str, Sheet]) -> Problem:
    """pyxform's words, at the question of the form whose row they name."""
    row, cell = _ROW.search(said), _CELL.search(said)
    title, column = (cell[1], cell[2]) if cell is not None else ("survey", "")
    place, who = form.place, ""
    if row is not None and title in sheets:
        place, who = _owner(form, sheets[title], int(row[1]), column) or (place, who)
    named = f"la colonne « {column} »" if column else "cette ligne" if who else "le classeur"
    return Problem(
        place=place,
        key=column,
        question=who,
        sentence=f"Kobo et ODK refusent {named} ; voici ce qu’ils en disent, en anglais : « {_shortened(said)} »",
        advice="Corrigez la question, ou retirez ce qu’ils refusent.",
    )


def _owner(form: Form, sheet: Sheet, number: int, column: str) -> tuple[Place | None, str] | None:
    """Where the row of a sheet comes from, and the question or the list that it belongs to."""
    if not 2 <= number <= len(sheet.rows) + 1:
        return None
    cells = sheet.rows[number - 2]
    if sheet.title == "choices":
        return form.place, f"{cells.get('list_name', '')}/{cells.get('name', '')}"
    for placed in Placing(form).everywhere():
        if placed.name == cells.get("name"):
            question = placed.question
            return place_of(question, column.partition("::")[0]), str(question.code or question.name)
    return form.place, cells.get("name", "")


def _shortened(said: str) -> str:
    text = _ROW.sub("", said)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
