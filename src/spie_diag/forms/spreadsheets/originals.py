"""What a workbook cannot say as our form says it, kept in a sheet of its own.

After the sheets are made they are read back, and each difference with the form is one row: where, which part, what
the sheets say of it, what the form said. An import that finds the sheets still saying the same takes what the form
said; where an author has changed a cell, the change wins.
"""

import dataclasses
import json
from collections.abc import Iterator

from spie_diag.forms.contents import Content, content_of
from spie_diag.forms.definition import Block, Form, Question, Value
from spie_diag.forms.errors import UnreadableContentError
from spie_diag.forms.rebuilding import form_of
from spie_diag.forms.spreadsheets.book import Book, Row
from spie_diag.forms.spreadsheets.sheets import Sheet

SHEET = "spie_originaux"
_PIECE = 30_000
"""Characters that one cell takes of a long text."""
_INNER = ("calculations", "blocks", "survey", "questions", "children", "situations", "objectives")
"""The parts of a form that hold others."""


def have_one_shape(form: Form, other: Form) -> bool:
    """Whether two forms have as many parts of each kind, everywhere."""
    return _shape(content_of(form)) == _shape(content_of(other))


def _shape(part: Value) -> Value:
    if not isinstance(part, dict):
        return None
    inner = ((key, part.get(key)) for key in _INNER)
    return {key: [_shape(one) for one in held] for key, held in inner if isinstance(held, list) and held}


def originals_sheet(form: Form, read_back: Form) -> Sheet:
    """The rows that turn the form as it is read back into the form."""
    sheet = Sheet(SHEET, ["path", "part", "written", "original"])
    ours, theirs = _opened(form), _opened(read_back)
    for (path, said), (_, found) in zip(_parts(ours, theirs), _parts(theirs, theirs), strict=True):
        for key in dict.fromkeys((*said, *found)):
            if key not in _INNER and said.get(key) != found.get(key):
                row = {"path": path, "part": key}
                sheet.rows.append(row | _pieces("written", found.get(key)) | _pieces("original", said.get(key)))
    used = dict.fromkeys(key for row in sheet.rows for key in row)
    sheet.headings = list(dict.fromkeys((*sheet.headings, *used)))
    return sheet


def with_originals(form: Form, book: Book) -> Form:
    """The form with what was kept for it, wherever its sheets still say what they said when it was written."""
    page = book.pages.get(SHEET)
    if page is None or not page.rows:
        return form
    content = _opened(form)
    parts = dict(_parts(content, content))
    for row in page.rows:
        part = parts.get(row.cells.get("path", ""))
        if part is not None:
            _apply(part, row, book)
        else:
            _note_lost(row, book, "n’est plus dans le classeur, ou y a un autre nom")
    try:
        return _with_places(form_of(_closed(content)), form)
    except UnreadableContentError:
        place = book.remarks.at(SHEET, 1)
        book.remarks.fault(place, "Cette feuille a été changée : elle n’est plus lisible.", "Retirez-la du classeur.")
        return form


def _apply(part: Content, row: Row, book: Book) -> None:
    key = row.cells.get("part", "")
    try:
        written, original = _value(row, "written"), _value(row, "original")
    except ValueError:
        place = book.remarks.at(SHEET, row.number)
        book.remarks.warn(place, "Cette ligne a été changée : elle n’est pas lue.", "Retirez-la.")
        return
    if part.get(key) == original or key in _INNER:
        return
    if part.get(key) != written:
        _note_lost(row, book, "a été changé dans le classeur", original)
        return
    if original is None:
        part.pop(key, None)
    else:
        part[key] = original


def _note_lost(row: Row, book: Book, why: str, original: Value = None) -> None:
    """Say that what the form said exactly gives way to what its sheets say now."""
    path, key = row.cells.get("path", "").rpartition("/")[2], row.cells.get("part", "")
    book.remarks.warn(
        book.remarks.at(SHEET, row.number),
        f"« {key} » de « {path} » {why} : ce que le formulaire disait exactement n’est pas repris.",
        "Relisez-le dans le fichier obtenu.",
        who=path,
        excerpt=original if isinstance(original, str) else "",
    )


def _pieces(name: str, value: Value) -> dict[str, str]:
    """A value as JSON in as many cells as it takes; no cell for nothing."""
    if value is None:
        return {}
    # Escapes keep what a cell cannot hold, as control characters; other letters stay readable.
    text = json.dumps(value, ensure_ascii=False)
    if not text.isprintable() or "x005F_" in text:
        text = json.dumps(value)
    pieces = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]
    return {name if not number else f"{name} {number + 1}": f"|{piece}|" for number, piece in enumerate(pieces)}


def _value(row: Row, name: str) -> Value:
    pieces: list[str] = []
    while cell := row.cells.get(name if not pieces else f"{name} {len(pieces) + 1}"):
        pieces.append(cell[1:-1])
    value: Value = json.loads("".join(pieces)) if pieces else None
    return value


# --- a form as parts -----------------------------------------------------------------------------------------------


def _opened(form: Form) -> Content:
    """The content of a form, the choices of each question in place."""
    content = content_of(form)
    lists = content.pop("choices", [])
    for _, part in _parts(content, content):
        place = part.get("choices")
        if isinstance(place, int) and isinstance(lists, list):
            part["choices"] = lists[place]
    return content


def _closed(content: Content) -> Content:
    """The content again, each list of choices once."""
    lists: list[Value] = []
    places: dict[str, int] = {}
    for _, part in _parts(content, content):
        if isinstance(choices := part.get("choices"), list):
            known = places.setdefault(json.dumps(choices, sort_keys=True), len(lists))
            if known == len(lists):
                lists.append(choices)
            part["choices"] = known
    return {**content, "choices": lists}


def _parts(content: Content, names: Content, path: str = "") -> Iterator[tuple[str, Content]]:
    """Each part of a form by its path; ``names``: a form of the same shape, whose codes and names make the path.

    A code never changes; a name makes the path where there is none.
    """
    yield path, content
    for key in _INNER:
        held, named = content.get(key), names.get(key)
        if not (isinstance(held, list) and isinstance(named, list)):
            continue
        seen: dict[str, int] = {}
        for part, namesake in zip(held, named, strict=True):
            if isinstance(part, dict) and isinstance(namesake, dict):
                name = str(namesake.get("code") or namesake.get("name") or "")
                seen[name] = seen.get(name, 0) + 1
                number = f"#{seen[name]}" if seen[name] > 1 else ""
                yield from _parts(part, namesake, f"{path}/{name}{number}")


def _with_places(form: Form, placed: Form) -> Form:
    """The form with the places of another of the same shape: contents know none."""
    return dataclasses.replace(
        form,
        place=placed.place,
        calculations=_questions(form.calculations, placed.calculations),
        survey=_questions(form.survey, placed.survey),
        blocks=tuple(_block(block, other) for block, other in zip(form.blocks, placed.blocks, strict=True)),
    )


def _block(block: Block, placed: Block) -> Block:
    return dataclasses.replace(
        block,
        place=placed.place,
        questions=_questions(block.questions, placed.questions),
        situations=tuple(
            dataclasses.replace(one, place=other.place)
            for one, other in zip(block.situations, placed.situations, strict=True)
        ),
        objectives=tuple(
            dataclasses.replace(one, place=other.place)
            for one, other in zip(block.objectives, placed.objectives, strict=True)
        ),
    )


def _questions(questions: tuple[Question, ...], placed: tuple[Question, ...]) -> tuple[Question, ...]:
    return tuple(
        dataclasses.replace(one, place=other.place, children=_questions(one.children, other.children))
        for one, other in zip(questions, placed, strict=True)
    )
