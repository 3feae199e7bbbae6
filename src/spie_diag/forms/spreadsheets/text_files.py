"""XLSForms in text files: one CSV that holds every sheet, or Markdown tables, in pyxform's layouts.

Both start a sheet with its name in the first column; its headings and rows leave the first column empty::

    survey,,
    ,type,name
    ,text,ville
"""

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path

from spie_diag.forms.spreadsheets.book import OWN_SHEET, OWN_SHEETS, SHEETS, Book, Page, Remarks
from spie_diag.forms.spreadsheets.packages import refusal
from spie_diag.forms.spreadsheets.tables import page_of

_MOST_BYTES = 16 * 1024 * 1024
_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:-]+")

_Numbered = tuple[int, Sequence[str]]


def read_csv(file: Path, remarks: Remarks) -> Book:
    """The sheets of a CSV file; commas or semicolons, whichever the sheet names are followed by.

    Raises:
        WrongFormError: the file is no text, or no form.
    """
    text = _text(file, remarks)
    head = text[:5000]
    separator = ";" if head.count(";") > head.count(",") else ","
    return _book(file, _csv_rows(text, separator, file, remarks), remarks)


def read_markdown(file: Path, remarks: Remarks) -> Book:
    """The sheets of Markdown tables.

    Raises:
        WrongFormError: the file is no text, or no form.
    """
    return _book(file, _table_rows(_text(file, remarks)), remarks)


def _text(file: Path, remarks: Remarks) -> str:
    if file.stat().st_size > _MOST_BYTES:
        raise refusal(file, remarks, "Le fichier est bien trop gros pour un questionnaire : il n’est pas lu.")
    content = file.read_bytes()
    if b"\x00" in content:
        raise refusal(file, remarks, "Le fichier n’est pas un texte.", "Enregistrez-le en CSV UTF-8.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        remarks.fault(
            remarks.at("", line),
            "Le fichier mêle plusieurs encodages à partir d’ici.",
            "Enregistrez-le de nouveau en UTF-8.",
        )
        raise refusal(file, remarks, "Le texte n’est lisible ni en UTF-8, ni en Windows-1252.") from error
    remarks.warn(
        None,
        "Le fichier n’est pas en UTF-8 : il est lu en Windows-1252.",
        "Vérifiez les accents, puis enregistrez-le en UTF-8.",
    )
    return text


def _csv_rows(text: str, separator: str, file: Path, remarks: Remarks) -> Iterator[_Numbered]:
    """Rows with the line where they start: a quoted cell may hold several lines."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        remarks.fault(remarks.at("", line), "La suite n’est pas lisible : un guillemet est sans doute mal fermé.")
        raise refusal(file, remarks, "Le fichier CSV n’est pas lu jusqu’au bout.") from error


def _table_rows(text: str) -> Iterator[_Numbered]:
    for number, line in enumerate(text.splitlines(), 1):
        inner = line.strip()
        if inner.startswith("|") and inner.endswith("|") and len(inner) > 1 and not _RULE.fullmatch(inner):
            yield number, [cell.replace(r"\|", "|") for cell in _PIPE.split(inner[1:-1])]


def _book(file: Path, rows: Iterator[_Numbered], remarks: Remarks) -> Book:
    names: dict[str, str] = {}
    found: dict[str, list[_Numbered]] = {}
    current: list[_Numbered] = []
    for number, cells in rows:
        name = cells[0].strip() if cells else ""
        if name:
            current = found.setdefault(name.lower(), [])
            names.setdefault(name.lower(), name)
        if any(cell.strip() for cell in cells[1:]):
            current.append((number, cells[1:]))
    wanted = {name: page for name, page in found.items() if name in (*SHEETS, *OWN_SHEETS)}
    pages: dict[str, Page] = {name: page_of(names[name], page, remarks) for name, page in wanted.items()}
    return Book(file, pages, remarks, titles=tuple(names.values()), is_ours=OWN_SHEET in found)
