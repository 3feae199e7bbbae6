"""Lists of choices that stand in a CSV file beside the form, as open data has them: communes, schools, services."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from spie_diag.forms.definition import Choice, Place
from spie_diag.forms.sheet import Notes, read_text

MOST_CHOICES = 50_000
"""France has 35 000 communes."""
_MOST_FAULTS = 20


def is_beside(name: str) -> bool:
    """Whether a file name written in a form stays in the folder of the form, on every system it may travel to."""
    readings = PureWindowsPath(name), PurePosixPath(name)
    return name.isprintable() and all(one.parts and not one.anchor and ".." not in one.parts for one in readings)


def read_choices_file(
    file: Path, notes: Notes, named_at: Place | None = None, *, name: str = "name", label: str = "label"
) -> tuple[Choice, ...]:
    """The choices of a CSV file; what is wrong in it is noted.

    UTF-8, cells between commas or semicolons, one heading per column: ``name`` and ``label`` (or what the form calls
    them), translations as ``label::Kurdî (ku)``, and columns for the choice filter.
    """
    text = read_text(file, notes, named_at)
    if text is None:
        return ()
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",", strict=True)
    try:
        headings = [heading.strip() for heading in next(rows, [])]
        if fault := _headings_fault(headings, name, label):
            notes.add(Place(file, 1), "", fault, "La première ligne nomme les colonnes : name,label.")
            return ()
        faults = len(notes.problems)
        choices = tuple(_choices(rows, headings, (name, label), file, notes))
        if not choices and len(notes.problems) == faults:
            sentence = f"« {file.name} » ne contient aucun choix."
            notes.add(Place(file, 1), "", sentence, "Écrivez-y un choix par ligne, sous les titres.", grave=False)
        return choices
    except csv.Error:
        sentence = "Un guillemet n’est pas fermé, ou une cellule est trop longue."
        notes.add(Place(file, rows.line_num or 1), "", sentence, "Enregistrez-le de nouveau en CSV.")
        return ()


def _headings_fault(headings: list[str], name: str, label: str) -> str:
    for needed in (name, label):
        if needed not in headings:
            return f"Il manque la colonne « {needed} »."
    twice = [heading for heading in headings if heading and headings.count(heading) > 1]
    return f"La colonne « {twice[0]} » est écrite deux fois." if twice else ""


def _choices(
    rows: Iterator[list[str]], headings: list[str], own: tuple[str, str], file: Path, notes: Notes
) -> Iterator[Choice]:
    name, label = own
    start, told = f"{label}::", 0
    translated = {heading: heading.removeprefix(start) for heading in headings if heading.startswith(start)}
    others = [heading for heading in headings if heading and heading not in (*own, *translated)]
    for number, row in enumerate(rows, 2):
        if not any(row):
            continue
        if number > MOST_CHOICES + 1:
            notes.add(Place(file, number), "", "La liste dépasse 50 000 choix.", "Partagez-la, ou réduisez-la.")
            return
        cells = dict(zip(headings, row, strict=False))
        if len(row) > len(headings) or not cells.get(name, "").strip():
            sentence = "Cette ligne n’a pas de nom, ou a plus de cellules que de colonnes."
            notes.add(Place(file, number), "", sentence, "Mettez entre guillemets les textes qui contiennent « , ».")
            if (told := told + 1) == _MOST_FAULTS:
                return
            continue
        yield Choice(
            name=cells[name].strip(),
            label=cells.get(label, "").strip(),
            extra={heading: cells.get(heading, "").strip() for heading in others},
            texts={language: said for heading, language in translated.items() if (said := cells.get(heading, ""))},
        )
