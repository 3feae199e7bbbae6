"""A territory's form: a file that stands on another form, and holds only what it adds or says otherwise.

The result is an ordinary form with the name and version of the territory; its settings remember what it stands on
(``extends``, ``extends_version``). What a territory may do is in ``core.departures``.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from spie_diag.forms.checking import check
from spie_diag.forms.core import another_version, departures
from spie_diag.forms.definition import Block, BlockCode, Form, Question
from spie_diag.forms.errors import WrongFormError
from spie_diag.forms.lists import read_choices
from spie_diag.forms.other_files import is_beside
from spie_diag.forms.overlaying import HIDDEN, merged, nearest, overlay_choices, overlay_question
from spie_diag.forms.problems import Problem
from spie_diag.forms.reading import read_block, read_unchecked
from spie_diag.forms.rows import Inherited, read_objective, read_question, read_questions, read_situation
from spie_diag.forms.sheet import Notes, Table, read_sheet
from spie_diag.forms.source import Source
from spie_diag.forms.vocabulary import BLOCK_TEXTS
from spie_diag.paths import shipped

_OWN_SETTINGS = ("form_id", "form_title", "version", "default_language", "languages")
_FIXED = ("name", "kind", "lead", "anchors", "relevant", "manual", "ft", "services", "sharing")
_START_BYTES = 1 << 16


def is_extension(path: Path) -> bool:
    """Whether a YAML file says at its top level which form it stands on."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return re.search(rb"(?m)^(\xef\xbb\xbf)?extends[ \t]*:", file.read(_START_BYTES)) is not None
    except OSError:
        return False


def extended(path: Path) -> Form:
    """The whole form of a territory's file, its expressions unchecked.

    Raises:
        WrongFormError: with every fault of its files, and every way in which it departs from the common core.
    """
    reading = _read(path, ())
    if any(problem.grave for problem in reading.problems):
        extended_with_remarks(path)
    return reading.form


def extended_with_remarks(path: Path) -> tuple[Form, tuple[Problem, ...]]:
    """The form, checked, and what works in it but is probably not meant.

    Raises:
        WrongFormError: with every fault.
    """
    reading = _read(path, ())
    found = (*reading.problems, *check(reading.form, names_may_be_missing=reading.unread))
    problems = _in_file_order(reading.files, found)
    if any(problem.grave for problem in problems):
        raise WrongFormError(path, problems, reading.form)
    return reading.form, problems


@dataclass(frozen=True, slots=True)
class Core:
    """A form that others stand on."""

    form: Form
    file: Path
    named: str
    """What a territory's file in the same folder writes under ``extends``."""


def core_of(form: Form, folder: Path) -> Core | None:
    """What a whole form says that it stands on: a form that came with the program, or one in a folder; None without."""
    named = form.settings.get("extends", "")
    if not re.fullmatch(r"[\w-]+", named):
        return None
    common, beside = shipped("forms", f"{named}.yaml"), folder / f"{named}.yaml"
    file = common if common.is_file() else beside
    if not file.is_file():
        return None
    try:
        base = _form_at(file, ())
    except WrongFormError:
        return None
    return Core(base, file, named if file == common else file.name) if base.name == named and base.blocks else None


def against_core(form: Form) -> tuple[Problem, ...]:
    """How a whole form that says what it stands on (a workbook, say) departs from that form, if it is at hand."""
    named = form.settings.get("extends", "")
    if not named:
        return ()
    core = core_of(form, form.place.file.parent if form.place is not None else Path())
    if core is not None:
        return departures(form, core.form)
    sentence = f"Le formulaire « {named} », sur lequel celui-ci s’appuie, n’est pas là : rien ne dit s’il s’en écarte."
    advice = f"Placez « {named}.yaml » dans le même dossier, puis vérifiez de nouveau."
    return (Problem(place=form.place, key="extends", sentence=sentence, advice=advice, grave=False),)


@dataclass(frozen=True, slots=True)
class _Reading:
    form: Form
    problems: tuple[Problem, ...]
    unread: bool
    files: tuple[Path, ...]
    """Those of the territory, in the order in which they are named."""


def _in_file_order(files: tuple[Path, ...], problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The territory's files first: nobody there can change the others."""

    def key(problem: Problem) -> tuple[int, str, int]:
        place = problem.place
        if place is None:
            return -1, "", 0
        return files.index(place.file) if place.file in files else len(files), str(place.file), place.line

    return tuple(sorted(problems, key=key))


def _read(path: Path, above: tuple[Path, ...]) -> _Reading:
    """``above``: the files that stand on this one, to see a circle."""
    notes = Notes()
    entry = read_sheet(path, notes)
    if entry is None:
        raise WrongFormError(path, notes.problems)
    base = _base(entry, path, (*above, path.resolve()))
    if base is None:
        raise WrongFormError(path, notes.problems)
    laid = _Laying(entry, base, Source(notes, path.parent, language=base.language, languages=[*base.languages]))
    form = laid.form()
    problems = (*notes.problems, *(problem for problem in departures(form, base) if not notes.unread))
    return _Reading(form, problems, notes.unread, tuple(laid.files))


def _base(entry: Table, path: Path, above: tuple[Path, ...]) -> Form | None:
    """The form that the file stands on; None once a note says why there is none."""
    named = entry.text("extends", needed=True)
    if not named:
        return None
    common = shipped("forms", f"{named}.yaml")
    file = common if re.fullmatch(r"[\w-]+", named) else path.parent / named
    if not file.is_file():
        advice = "Écrivez « diagnostic-commun », ou le chemin d’un fichier à partir de celui-ci."
        entry.note("extends", f"Aucun formulaire ne s’appelle « {named} ».", advice)
        return None
    if file.resolve() in above:
        entry.note("extends", f"« {named} » s’appuie lui-même sur ce fichier : cela tourne en rond.")
        return None
    form = _form_at(file, above)
    if not form.blocks:
        entry.note("extends", f"« {named} » n’a pas de blocs : un territoire ne s’appuie pas dessus.")
        return None
    return form


def _form_at(file: Path, above: tuple[Path, ...]) -> Form:
    if is_extension(file):
        return _read(file, above).form
    return _shipped(file) if file == shipped("forms", file.name) else read_unchecked(file)


@cache
def _shipped(file: Path) -> Form:
    """A form that came with the program, which does not change while it runs."""
    return read_unchecked(file)


class _Laying:
    """One territory's file laid over its base."""

    def __init__(self, entry: Table, base: Form, source: Source) -> None:
        self._entry = entry
        self._base = base
        self._source = source
        self._shared = {one.list_name: one.choices for one in base.every_question() if one.list_name}
        self.files = [entry.place.file]

    def form(self) -> Form:
        """The whole form, even when faults were noted."""
        entry, base, source = self._entry, self._base, self._source
        settings = entry.table("settings")
        if settings is None:
            entry.note("settings", "Il manque « settings » : form_id, form_title et version.")
        else:
            self._read_languages(settings)
        self._read_lists()
        if "survey" in entry:
            advice = "Nommez ce bloc dans « blocks »."
            entry.note("survey", "Les questions d’un territoire se placent dans un bloc.", advice)
            entry.skip("survey")
        blocks = self._blocks()
        calculations = read_questions(entry.tables("calculations"), source, Inherited())
        self._note_version()
        form = Form(
            name=settings.text("form_id", needed=True) if settings else "",
            title=settings.text("form_title", needed=True) if settings else "",
            version=settings.text("version", needed=True) if settings else "",
            language=base.language,
            languages=tuple(source.languages),
            blocks=blocks,
            calculations=(*base.calculations, *calculations),
            settings={
                **base.settings,
                **(_other_settings(settings, base) if settings else {}),
                "extends": base.name,
                "extends_version": base.version,
            },
            place=entry.place,
        )
        entry.finish()
        return form

    def _note_version(self) -> None:
        written_for = self._entry.text("extends_version").strip()
        if written_for and written_for != self._base.version:
            self._entry.note("extends_version", *another_version(written_for, self._base), grave=False)

    def _read_languages(self, settings: Table) -> None:
        source, base = self._source, self._base
        if settings.text("default_language").strip() not in ("", base.language):
            sentence = f"Les textes d’un territoire s’écrivent d’abord dans la langue commune : {base.language}."
            settings.note("default_language", sentence, "Retirez-le, et ajoutez les autres langues par « label::… ».")
        declared = settings.texts("languages")
        source.languages = [*dict.fromkeys((*base.languages, *declared))]
        source.are_declared = bool(declared)

    def _read_lists(self) -> None:
        lists, source = self._entry.table("lists"), self._source
        source.lists.update(self._shared)
        for name in lists.keys if lists else ():
            if lists is None:
                break
            common = self._shared.get(name)
            source.lists[name] = (
                read_choices(lists, name, source) if common is None else overlay_choices(lists, name, common, source)
            )
        if lists is not None:
            lists.finish()

    # --- blocks ------------------------------------------------------------------------------------------------------

    def _blocks(self) -> tuple[Block, ...]:
        changed = {block.code: self._with_lists(block) for block in self._base.blocks}
        order = [*changed]
        seen: set[str] = set()
        for table in self._tables():
            code = BlockCode(table.text("block", needed=True))
            if code in seen:
                table.note("block", f"Le bloc « {code} » est écrit deux fois.", "Réunissez-les.")
            seen.add(code)
            if code in changed and code in self._base.by_code:
                changed[code] = self._over(changed[code], table)
            else:
                after = BlockCode(table.text("after"))
                if after and after not in order:
                    table.note("after", f"Aucun bloc n’a le code « {after} ».", nearest(after, order))
                order.insert(order.index(after) + 1 if after in order else len(order), code)
                changed[code] = read_block(table, self._source)
        return tuple(changed[code] for code in dict.fromkeys(order))

    def _tables(self) -> Iterator[Table]:
        """Each block is a file named from the entry file's folder, or written in place."""
        notes, folder = self._source.notes, self._source.folder
        for item in self._entry.items("blocks"):
            if isinstance(item, Table):
                yield item
                continue
            name, place = item
            if not is_beside(name):
                notes.add(place, "", f"« {name} » sort du dossier du formulaire.", "Placez le fichier dans ce dossier.")
                notes.unread = True
            elif (table := read_sheet(folder / name, notes, place)) is not None:
                self.files.append(folder / name)
                yield table

    def _with_lists(self, block: Block) -> Block:
        """A common block, its questions with what the territory changed of the lists that they share."""
        return replace(block, questions=tuple(self._with_list(question) for question in block.questions))

    def _with_list(self, question: Question) -> Question:
        choices = self._source.lists.get(question.list_name, question.choices)
        children = tuple(self._with_list(child) for child in question.children)
        if choices == question.choices and children == question.children:
            return question
        return replace(question, choices=choices, children=children)

    def _over(self, base: Block, table: Table) -> Block:
        table.owner = base.code
        for key in _FIXED:
            if key in table:
                table.note(key, f"« {key} » d’un bloc commun est le même partout.", "Retirez-le.")
                table.skip(key)
        block = replace(
            base,
            label=self._source.own_text(table, "label") or base.label,
            open_question=self._source.own_text(table, "open_question") or base.open_question,
            texts=merged(base.texts, self._source.translations(table, BLOCK_TEXTS)),
            prompts=table.texts("prompts") or base.prompts,
            advice=table.text("advice") or base.advice,
            questions=self._questions(base, table),
            situations=(*base.situations, *(read_situation(row) for row in table.tables("situations"))),
            objectives=(*base.objectives, *(read_objective(row) for row in table.tables("objectives"))),
        )
        table.finish()
        return block

    def _questions(self, base: Block, table: Table) -> tuple[Question, ...]:
        """The common ones in their order, changed or not, and the local ones where they say, or at the end."""
        questions = list(base.questions)
        left = {one.name: one for one in base.questions}
        last_after: dict[str, str] = {}
        for row in table.tables("survey"):
            named = row.text("name").strip() or row.text("code").strip()
            known = next((one for one in base.questions if named and named in (one.name, one.code)), None)
            if known is not None and left.pop(known.name, None) is None:
                row.note("name", f"« {named} » est écrite deux fois.", "Réunissez les deux lignes.")
            elif known is not None:
                questions[[one.name for one in questions].index(known.name)] = overlay_question(
                    row, known, known.choices, self._source
                )
                row.finish()
            elif "type" in row:
                self._insert(questions, self._local(row, base), row, last_after)
                row.finish()
            else:
                row.note("name", f"Le bloc {base.code} n’a pas de question « {named} ».", self._hint(named, base))
        return tuple(questions)

    def _hint(self, named: str, block: Block) -> str:
        """What to do about a row that changes nothing known and, without a type, adds nothing."""
        for other in self._base.blocks:
            if any(named in (one.name, one.code) for one in other.questions):
                return f"Elle est dans le bloc {other.code} : déplacez la ligne."
        close = nearest(named, [one.name for one in block.questions])
        return close or f"Une question locale a un « type », et un code comme L-{block.code}-01."

    def _local(self, row: Table, block: Block) -> Question:
        question = read_question(row, self._source, Inherited(lead=block.lead))
        if row.flag("or_other"):
            advice = "Ajoutez le choix « Autre », et une question avec son code pour préciser."
            row.note("or_other", "Dans un bloc, « or_other » n’a pas de code à donner.", advice)
        return replace(question, relevant=HIDDEN) if row.flag("hidden") else question

    def _insert(self, questions: list[Question], added: Question, row: Table, last_after: dict[str, str]) -> None:
        """Behind the question that the row names, and behind those put there before it."""
        after = row.text("after").strip()
        names = [one.name for one in questions]
        anchor = next((one.name for one in questions if after and after in (one.name, one.code)), "")
        if after and not anchor:
            row.note("after", f"Aucune question de ce bloc ne s’appelle « {after} ».", nearest(after, names))
        place = names.index(last_after.get(anchor, anchor)) + 1 if anchor else len(questions)
        questions.insert(place, added)
        last_after[anchor] = added.name


def _other_settings(settings: Table, base: Form) -> dict[str, str]:
    if settings.text("form_id").strip() == base.name:
        advice = "Donnez au formulaire du territoire un nom à lui."
        settings.note("form_id", f"« {base.name} » est le nom du formulaire commun.", advice)
    others = {key: settings.text(key) for key in settings.keys if key not in _OWN_SETTINGS}
    for key in ("extends", "extends_version"):
        if key in others:
            settings.note(key, f"« {key} » s’écrit en tête du fichier, hors de « settings ».", "Déplacez-le.")
    settings.finish()
    return others
