"""Cells that hold a formula: it is not computed here, so that what the spreadsheet kept of it is all there is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spie_diag.forms.problems import lines_of
from spie_diag.forms.spreadsheets.book import Book, Remarks
from spie_diag.forms.spreadsheets.cells import column_letters, text_of
from spie_diag.forms.spreadsheets.headings import is_acted_on


@dataclass(slots=True)
class _Run:
    """Cells below each other that hold formulas, as a column filled downwards does."""

    column: int
    heading: str
    first: int
    last: int
    formula: str
    computed: bool
    """Whether the workbook keeps their last values."""


def note_formulas(
    book: Book, name: str, rows: Iterable[tuple[int, Sequence[object]]], uncomputed: frozenset[str]
) -> None:
    """Say which cells of a sheet hold formulas.

    ``rows``: numbered cells of openpyxl, with their formulas; ``uncomputed``: those without a value, as ``C12``. Such
    a cell reads as empty: a fault where that changes what the form does, a condition above all.
    """
    runs = sorted(_runs(rows, uncomputed), key=lambda run: (run.first, run.column))
    title = book.pages[name].name
    for run in runs:
        place = book.remarks.at(title, run.first, run.heading)
        if not run.computed and (run.first == 1 or is_acted_on(run.heading, name, ours=book.is_ours)):
            book.remarks.fault(place, _lost(run), _ADVICE, excerpt=run.formula[:60])
        elif not run.computed:
            book.remarks.warn(place, _lost(run), _ADVICE, excerpt=run.formula[:60])
    for column in sorted({run.column for run in runs if run.computed}):
        kept = [run for run in runs if run.computed and run.column == column]
        place = book.remarks.at(title, kept[0].first, kept[0].heading)
        advice = "Écrivez les valeurs elles-mêmes." if _are_many(kept) else "Écrivez la valeur elle-même."
        book.remarks.warn(place, _kept(kept, book.remarks), advice, excerpt=kept[0].formula[:60])


_ADVICE = "Ouvrez le classeur dans un tableur et enregistrez-le, ou écrivez la valeur elle-même."


def _runs(rows: Iterable[tuple[int, Sequence[object]]], uncomputed: frozenset[str]) -> Iterator[_Run]:
    headings: list[str] = []
    latest: dict[int, _Run] = {}
    for number, cells in rows:
        if number == 1:
            headings = [" ".join(text_of(getattr(cell, "value", None)).split()) for cell in cells]
        for column, cell in enumerate(cells):
            if getattr(cell, "data_type", "") != "f":
                continue
            computed = f"{column_letters(column)}{number}" not in uncomputed
            run = latest.get(column)
            if run is not None and run.last == number - 1 and run.computed is computed and run.first > 1:
                run.last = number
                continue
            heading = headings[column] if number > 1 and column < len(headings) else ""
            formula = str(getattr(cell, "value", ""))
            latest[column] = _Run(column, heading, number, number, formula, computed)
            yield latest[column]


def _are_many(runs: Sequence[_Run]) -> bool:
    return len(runs) > 1 or runs[0].first < runs[0].last


def _kept(runs: Sequence[_Run], remarks: Remarks) -> str:
    """What is said once of all the formulas of a column."""
    letters = column_letters(runs[0].column)
    if not _are_many(runs):
        return (
            f"La cellule {letters}{runs[0].first} contient une formule : "
            "elle n’est pas calculée, sa dernière valeur est gardée."
        )
    places = [remarks.at("", number) for run in runs for number in range(run.first, run.last + 1)]
    return (
        f"La colonne {letters} contient des formules, {lines_of(places)} : "
        "elles ne sont pas calculées, leurs dernières valeurs sont gardées."
    )


def _lost(run: _Run) -> str:
    first, last = _ends(run)
    if first == last:
        return f"La cellule {first} contient une formule dont le classeur n’a pas gardé la valeur : elle est lue vide."
    return (
        f"Les cellules {first} à {last} contiennent des formules dont le classeur n’a pas gardé les valeurs : "
        "elles sont lues vides."
    )


def _ends(run: _Run) -> tuple[str, str]:
    letters = column_letters(run.column)
    return f"{letters}{run.first}", f"{letters}{run.last}"
