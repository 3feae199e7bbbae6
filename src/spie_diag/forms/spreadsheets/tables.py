"""Rows of raw cells made into a page: headings, numbers, what stands where it should not."""

from collections.abc import Iterable, Sequence

from spie_diag.forms.spreadsheets.book import MOST_ROWS, Page, Remarks, Row
from spie_diag.forms.spreadsheets.cells import ERRORS, column_letters, text_of

_EMPTY_HEADINGS = 20
"""A run of so many columns without a heading is the end of a table."""
_EMPTY_ROWS = 1_000
"""A run of so many empty rows is the end of a sheet."""


def page_of(name: str, rows: Iterable[tuple[int, Sequence[object]]], remarks: Remarks) -> Page:
    """The page of numbered rows, the first of which holds the headings."""
    numbered = iter(rows)
    first = next(numbered, None)
    if first is None:
        return Page(name, (), ())
    headings = _headings(name, *first, remarks)
    kept: list[Row] = []
    beside: dict[int, int] = {}
    empty = 0
    for number, values in numbered:
        cells = _cells(name, number, values, headings, remarks)
        _find_beside(number, values, headings, beside)
        if cells:
            kept.append(Row(number, cells))
        empty = 0 if cells else empty + 1
        if len(kept) > MOST_ROWS:
            too_many(name, remarks)
            break
        if empty >= _EMPTY_ROWS:
            break
    for column, number in beside.items():
        sentence = f"La cellule {column_letters(column)}{number} n’est pas lue : sa colonne n’a pas de titre."
        remarks.warn(remarks.at(name, number), sentence, "Donnez-lui un titre sur la première ligne, ou videz-la.")
    return Page(name, tuple(heading for heading in headings if heading), tuple(kept))


def too_many(name: str, remarks: Remarks) -> None:
    """Note that a sheet passes the limit."""
    sentence = f"La feuille a plus de {MOST_ROWS} lignes remplies : elle n’est pas lue."
    remarks.fault(
        remarks.at(name, MOST_ROWS), sentence, "Un questionnaire en a bien moins : retirez les lignes de trop."
    )


def _headings(name: str, number: int, values: Sequence[object], remarks: Remarks) -> list[str]:
    found: list[str] = []
    places: dict[str, int] = {}
    empty = 0
    for index, value in enumerate(values):
        heading = " ".join(text_of(value).split())
        empty = 0 if heading else empty + 1
        if empty > _EMPTY_HEADINGS:
            break
        if heading and heading in places:
            first, second = column_letters(places[heading]), column_letters(index)
            sentence = f"Deux colonnes s’appellent « {heading} » ({first} et {second})."
            remarks.fault(remarks.at(name, number, heading), sentence, "Retirez l’une, ou renommez-la.")
            heading = ""
        elif heading:
            places[heading] = index
        found.append(heading)
    return found


def _cells(
    name: str, number: int, values: Sequence[object], headings: Sequence[str], remarks: Remarks
) -> dict[str, str]:
    cells: dict[str, str] = {}
    for heading, value in zip(headings, values, strict=False):
        text = text_of(value) if heading else ""
        if text in ERRORS:
            remarks.fault(
                remarks.at(name, number, heading),
                f"La cellule contient une erreur du tableur : {text}.",
                "Corrigez la formule, ou écrivez la valeur.",
            )
        elif text:
            cells[heading] = text
    return cells


def _find_beside(number: int, values: Sequence[object], headings: Sequence[str], beside: dict[int, int]) -> None:
    """Note the first row of each column that has cells and no heading."""
    for column, value in enumerate(values):
        if value is None or (column < len(headings) and headings[column]) or column in beside:
            continue
        if text_of(value):
            beside[column] = number
