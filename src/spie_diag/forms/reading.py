"""A form file, read whole: a ``Form``, or every fault of every file at once."""

from collections.abc import Mapping
from pathlib import Path

from spie_diag.forms.checking import check, in_file_order
from spie_diag.forms.definition import Block, BlockCode, BlockKind, Choice, Form, Lead, Place, Question
from spie_diag.forms.errors import WrongFormError
from spie_diag.forms.rows import LEADS, Inherited, read_choices, read_objective, read_question, read_situation
from spie_diag.forms.sheet import Notes, Table, read_sheet

_KINDS = {kind.value: kind for kind in BlockKind}


def read_form(path: Path) -> Form:
    """The form of an entry file and of the block files that it names.

    Raises:
        WrongFormError: with every fault of all these files.
    """
    notes = Notes()
    entry = read_sheet(path, notes)
    if entry is None:
        raise WrongFormError(path, notes.problems)
    form = _form(entry, path, notes)
    problems = [*notes.problems, *check(form, names_may_be_missing=notes.unread)]
    faults = in_file_order(form, (problem for problem in problems if problem.grave))
    if faults:
        raise WrongFormError(path, faults)
    return form


def _form(entry: Table, path: Path, notes: Notes) -> Form:
    settings = entry.table("settings")
    if settings is None:
        entry.note("settings", "Il manque « settings » : form_id, form_title et version.")
    lists = _lists(entry)
    form = Form(
        name=settings.text("form_id", needed=True) if settings else "",
        title=settings.text("form_title", needed=True) if settings else "",
        version=settings.text("version", needed=True) if settings else "",
        language=(settings.text("default_language") if settings else "") or "fr",
        blocks=_blocks(entry, path, lists, notes),
        calculations=tuple(_calculations(entry, lists)),
        place=entry.place,
    )
    if settings:
        settings.finish()
    entry.finish()
    return form


def _lists(entry: Table) -> dict[str, tuple[Choice, ...]]:
    lists = entry.table("lists")
    if lists is None:
        return {}
    found = {name: read_choices(lists, name) for name in lists.keys}
    lists.finish()
    return found


def _calculations(entry: Table, lists: Mapping[str, tuple[Choice, ...]]) -> list[Question]:
    return [read_question(row, lists, Inherited()) for row in entry.tables("calculations")]


def _blocks(entry: Table, path: Path, lists: Mapping[str, tuple[Choice, ...]], notes: Notes) -> tuple[Block, ...]:
    """Each block is a file named from the entry file's folder, or written in place."""
    blocks: list[Block] = []
    for item in entry.items("blocks"):
        table = item if isinstance(item, Table) else _block_file(path, *item, notes)
        if table is not None:
            blocks.append(_block(table, lists))
    if not blocks and not notes.unread:
        entry.note("blocks", "Le formulaire n’a aucun bloc.", "Ajoutez « blocks: » et le nom de leurs fichiers.")
    return tuple(blocks)


def _block_file(entry: Path, name: str, named_at: Place, notes: Notes) -> Table | None:
    if Path(name).is_absolute() or ".." in Path(name).parts:
        notes.add(named_at, "", f"« {name} » sort du dossier du formulaire.", "Placez le fichier dans ce dossier.")
        notes.unread = True
        return None
    return read_sheet(entry.parent / name, notes, named_at)


def _block(table: Table, lists: Mapping[str, tuple[Choice, ...]]) -> Block:
    code = table.text("block", needed=True)
    table.owner = code
    lead = table.word("lead", LEADS, Lead.SHARED, needed=True)
    block = Block(
        code=BlockCode(code),
        name=table.text("name", needed=True),
        label=table.text("label", needed=True),
        kind=table.word("kind", _KINDS, BlockKind.FRAME, needed=True),
        lead=lead,
        open_question=table.text("open_question"),
        prompts=table.texts("prompts"),
        advice=table.text("advice"),
        anchors=table.texts("anchors"),
        relevant=table.text("relevant"),
        manual=table.flag("manual"),
        ft=table.text("ft"),
        services=table.texts("services"),
        questions=tuple(read_question(row, lists, Inherited(lead=lead)) for row in table.tables("survey")),
        situations=tuple(read_situation(row) for row in table.tables("situations")),
        objectives=tuple(read_objective(row) for row in table.tables("objectives")),
        sharing=table.pairs("sharing"),
        place=table.place,
        lines=table.lines,
    )
    table.finish()
    return block
