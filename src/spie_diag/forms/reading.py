"""A form file, read whole: a ``Form``, or every fault of every file at once."""

from pathlib import Path

from spie_diag.forms.checking import check, in_file_order
from spie_diag.forms.definition import Block, BlockCode, BlockKind, Form, Lead, Place, Question
from spie_diag.forms.errors import WrongFormError
from spie_diag.forms.lists import read_lists
from spie_diag.forms.other_files import is_beside
from spie_diag.forms.problems import Problem
from spie_diag.forms.rows import Inherited, read_objective, read_questions, read_situation
from spie_diag.forms.sheet import Notes, Table, read_sheet
from spie_diag.forms.source import Source
from spie_diag.forms.vocabulary import BLOCK_TEXTS, KINDS, LEADS, is_yes

OWN_SETTINGS = ("form_id", "form_title", "version", "default_language", "languages")
"""Those that are fields of a ``Form``; it keeps the others as they are."""


def read_form(path: Path) -> Form:
    """The form of an entry file and of the block files that it names, checked.

    Raises:
        WrongFormError: with every fault of all these files.
    """
    return read_with_remarks(path)[0]


def read_with_remarks(path: Path) -> tuple[Form, tuple[Problem, ...]]:
    """The form, checked, and what works in it but is probably not meant.

    Raises:
        WrongFormError: with every fault of all its files.
    """
    form, notes = _read(path)
    problems = _problems(form, notes)
    if any(problem.grave for problem in problems):
        raise WrongFormError(path, problems, form)
    return form, problems


def read_unchecked(path: Path) -> Form:
    """The form as it is written, its expressions and names unchecked: for those who are still writing it.

    Raises:
        WrongFormError: with every fault that makes the files unreadable as a form.
    """
    form, notes = _read(path)
    if any(problem.grave for problem in notes.problems):
        raise WrongFormError(path, _problems(form, notes), form)
    return form


def _problems(form: Form, notes: Notes) -> tuple[Problem, ...]:
    """What the reading noted and what the checker finds, as one reads the files."""
    found = () if notes.are_enough else check(form, names_may_be_missing=notes.unread)
    return in_file_order(form, (*notes.problems, *found))


def _read(path: Path) -> tuple[Form, Notes]:
    notes = Notes()
    entry = read_sheet(path, notes)
    if entry is None:
        raise WrongFormError(path, notes.problems)
    return _form(entry, path, notes), notes


def _form(entry: Table, path: Path, notes: Notes) -> Form:
    source = Source(notes, path.parent, is_plain="survey" in entry and "blocks" not in entry)
    settings = entry.table("settings")
    if settings is None:
        entry.note("settings", "Il manque « settings » : form_id, form_title et version.")
    else:
        _read_languages(settings, source)
    read_lists(entry, source)
    if "survey" in entry and not source.is_plain:
        advice = "Placez ces questions dans un bloc, ou retirez « blocks »."
        entry.note("survey", "Un formulaire est fait de blocs ou de questions sans bloc, pas des deux.", advice)
        entry.skip("survey")
    needed = not source.is_plain
    form = Form(
        name=settings.text("form_id", needed=True) if settings else "",
        title=settings.text("form_title", needed=needed) if settings else "",
        version=settings.text("version", needed=needed) if settings else "",
        language=source.language,
        blocks=() if source.is_plain else _blocks(entry, source),
        calculations=read_questions(entry.tables("calculations"), source, Inherited()),
        survey=_survey(entry, source) if source.is_plain else (),
        languages=tuple(source.languages),
        settings=_other_settings(settings) if settings else {},
        setting_places={key: settings.at(key) for key in settings.keys} if settings else {},
        place=entry.place,
    )
    entry.finish()
    return form


def _read_languages(settings: Table, source: Source) -> None:
    source.language = settings.text("default_language")
    if "default_language" not in settings and not source.is_plain:
        source.language = "fr"
    source.languages = list(dict.fromkeys(settings.texts("languages")))
    source.are_declared = bool(source.languages)
    source.accepts_doubles = is_yes(settings.text("allow_choice_duplicates"))


def _other_settings(settings: Table) -> dict[str, str]:
    """The settings of other programs, as they are written."""
    others = {key: settings.text(key) for key in settings.keys if key not in OWN_SETTINGS}
    settings.finish()
    return others


def _survey(entry: Table, source: Source) -> tuple[Question, ...]:
    questions = read_questions(entry.tables("survey"), source, Inherited())
    if not questions:
        entry.note("survey", "Le formulaire n’a aucune question.", "Ajoutez-en une : « - name: … ».")
    return questions


def _blocks(entry: Table, source: Source) -> tuple[Block, ...]:
    """Each block is a file named from the entry file's folder, or written in place."""
    blocks: list[Block] = []
    named: set[str] = set()
    for item in entry.items("blocks"):
        if isinstance(item, Table):
            blocks.append(read_block(item, source))
            continue
        name, place = item
        if name in named:
            source.notes.add(place, "", f"Le fichier « {name} » est nommé deux fois.", "Gardez-en un seul.")
        elif (table := block_file(name, place, source)) is not None:
            blocks.append(read_block(table, source))
        named.add(name)
    if not blocks and not source.notes.unread:
        entry.note("blocks", "Le formulaire n’a aucun bloc.", "Ajoutez « blocks: » et le nom de leurs fichiers.")
    return tuple(blocks)


def block_file(name: str, named_at: Place, source: Source) -> Table | None:
    """The table of a block's file, named from the entry file's folder; None once a note says why there is none."""
    if not is_beside(name):
        sentence = f"« {name} » sort du dossier du formulaire."
        source.notes.add(named_at, "", sentence, "Placez le fichier dans ce dossier.")
        source.notes.unread = True
        return None
    return read_sheet(source.folder / name, source.notes, named_at)


def read_block(table: Table, source: Source) -> Block:
    """One domain of the interview, whole even when faults were noted."""
    code = table.text("block", needed=True)
    table.owner = code
    lead = table.word("lead", LEADS, Lead.SHARED, needed=True)
    block = Block(
        code=BlockCode(code),
        name=table.text("name", needed=True),
        label=source.own_text(table, "label", needed=True),
        kind=table.word("kind", KINDS, BlockKind.FRAME, needed=True),
        lead=lead,
        texts=source.translations(table, BLOCK_TEXTS),
        open_question=source.own_text(table, "open_question"),
        prompts=table.texts("prompts"),
        advice=table.text("advice"),
        anchors=table.texts("anchors"),
        relevant=table.text("relevant"),
        manual=table.flag("manual"),
        ft=table.text("ft"),
        services=table.texts("services"),
        questions=read_questions(table.tables("survey"), source, Inherited(lead=lead)),
        situations=tuple(read_situation(row) for row in table.tables("situations")),
        objectives=tuple(read_objective(row) for row in table.tables("objectives")),
        sharing=table.pairs("sharing"),
        place=table.place,
        lines=table.lines,
    )
    table.finish()
    return block
