"""The files of a territory's form: only what it adds to the form that it stands on, or says otherwise.

The way back of ``extending``: a territory's form that went through a workbook is whole, and its authors want to go on
with what is theirs. The files are read back before they are given: what they cannot say is never lost.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from spie_diag.forms.contents import content_of
from spie_diag.forms.definition import Block, Choice, Form, Question
from spie_diag.forms.errors import WrongFormError
from spie_diag.forms.extending import Core, core_of, extended
from spie_diag.forms.laying import STANDS_ON
from spie_diag.forms.overlaying import HIDDEN
from spie_diag.forms.rows import Inherited
from spie_diag.forms.vocabulary import BLOCK_TEXTS, QUESTION_TEXTS, VISIBILITIES
from spie_diag.forms.writing import (
    FormWriter,
    block_names,
    list_files,
    objective_row,
    said_rows,
    situation_row,
    word_for,
    write_files,
    yaml_text,
)
from spie_diag.forms.yaml_lines import Inline, Rows, Spaced, Written

Texts = Mapping[str, Mapping[str, str]]


def territory_files(form: Form, path: Path) -> Mapping[Path, str] | None:
    """Each file with its text, the entry file last; None where no core is at hand, or the files would not say it all.

    Raises:
        OtherListError: a CSV list of the form would take the place of another.
    """
    core = core_of(form, path.parent)
    if core is None or core.file == path:
        return None
    difference = _Difference(form, core)
    with TemporaryDirectory(prefix="spie-diag-") as folder:
        trial = Path(folder) / path.name
        write_files(difference.files(trial, extends=str(core.file)), trial)
        try:
            found = extended(trial)
        except WrongFormError as error:
            # What is wrong in the form is told by the checker; here only what it says counts.
            if error.form is None:
                return None
            found = error.form
    if content_of(found) != content_of(form):
        return None
    return difference.files(path, extends=core.named)


class _Difference:
    """What a form says beyond its core, as tables."""

    def __init__(self, form: Form, core: Core) -> None:
        self._form = form
        self._core = core.form
        self._writer = FormWriter(form)
        common = {one.list_name: one.choices for one in core.form.every_question() if one.list_name}
        self._new_lists = {name: choices for name, choices in self._writer.lists.items() if name not in common}
        self._changed_lists = {
            name: (choices, self._writer.lists[name])
            for name, choices in common.items()
            if name in self._writer.lists and self._writer.lists[name] != choices
        }

    def files(self, path: Path, *, extends: str) -> Mapping[Path, str]:
        files = {file: text for file, text in list_files(self._form, path.parent) if text}
        names: list[str] = []
        for name, table in self._blocks().items():
            names.append(f"{path.stem}/{name}.yaml")
            files[path.parent / names[-1]] = yaml_text(table)
        files[path] = yaml_text(self._entry(names, extends))
        return files

    def _entry(self, blocks: list[str], extends: str) -> Rows:
        form, core = self._form, self._core
        settings: dict[str, Written] = {"form_id": form.name, "form_title": form.title, "version": form.version}
        if added := tuple(language for language in form.languages if language not in core.languages):
            settings["languages"] = added
        own = {key: text for key, text in form.settings.items() if core.settings.get(key) != text}
        settings |= {key: text for key, text in own.items() if key not in STANDS_ON}
        table: dict[str, Written] = {"extends": extends, "extends_version": core.version, "settings": settings}
        lists = {name: _choices(*both) for name, both in self._changed_lists.items()}
        lists |= {name: self._writer.choices(choices) for name, choices in self._new_lists.items()}
        if lists:
            table["lists"] = lists
        if added_last := form.calculations[len(core.calculations) :]:
            table["calculations"] = [self._writer.question(one, Inherited()) for one in added_last]
        if blocks:
            table["blocks"] = tuple(blocks)
        return table

    # --- blocks ------------------------------------------------------------------------------------------------------

    def _blocks(self) -> dict[str, Rows]:
        """The blocks that say something of their own, by the name of their file."""
        tables: dict[str, Rows] = {}
        before = ""
        for name, block in block_names(self._form.blocks).items():
            known = self._core.by_code.get(block.code)
            if known is None:
                tables[name] = _after(self._writer.block(block), "name", before)
            elif len(table := self._over(block, known)) > 1:
                tables[name] = table
            before = block.code
        return tables

    def _over(self, block: Block, base: Block) -> Rows:
        reworded = {key for key in BLOCK_TEXTS if getattr(block, key) != getattr(base, key)}
        texts = _new_texts(block.texts, base.texts, reworded)
        table: dict[str, Written] = {"block": block.code}
        for key in BLOCK_TEXTS:
            if key != "prompts":
                own, common = str(getattr(block, key)), str(getattr(base, key))
                table |= said_rows(key, own if own != common else "", texts)
        if block.prompts != base.prompts:
            table["prompts"] = block.prompts
        for language, said in texts.items():
            if "prompts" in said:
                table[f"prompts::{language}"] = tuple(said["prompts"].split("\n"))
        if block.advice != base.advice:
            table["advice"] = block.advice
        if rows := [*self._questions(block, base)]:
            table["survey"] = Spaced(rows)
        if situations := block.situations[len(base.situations) :]:
            table["situations"] = [situation_row(one) for one in situations]
        if objectives := block.objectives[len(base.objectives) :]:
            table["objectives"] = [objective_row(one) for one in objectives]
        return table

    def _questions(self, block: Block, base: Block) -> Iterator[Rows]:
        known = {one.name: self._with_lists(one) for one in base.questions}
        last = max((place for place, one in enumerate(block.questions) if one.name in known), default=-1)
        before = ""
        for place, question in enumerate(block.questions):
            common = known.get(question.name)
            if common is None:
                row = self._writer.question(question, Inherited(lead=block.lead))
                yield _after(row, "code" if question.code else "name", before if place < last else "")
                continue
            before = question.name
            if len(row := _question(question, common)) > 1:
                yield row

    def _with_lists(self, question: Question) -> Question:
        """A common question with what the territory changed of the lists that are shared."""
        changed = self._changed_lists.get(question.list_name)
        children = tuple(self._with_lists(child) for child in question.children)
        return replace(question, choices=changed[1] if changed else question.choices, children=children)


def _after(row: Rows, key: str, before: str) -> Rows:
    """The row with the one that it comes after, behind a key of its own; nothing where it comes last."""
    table: dict[str, Written] = {}
    for own, written in row.items():
        table[own] = written
        if own == key and before:
            table["after"] = before
    return table


def _question(question: Question, base: Question) -> Rows:
    """What a territory says of a common question."""
    row: dict[str, Written] = {"name": question.name}
    reworded = {key for key in QUESTION_TEXTS if question.said(key) != base.said(key)}
    texts = _new_texts(question.texts, base.texts, reworded)
    for key in QUESTION_TEXTS:
        row |= said_rows(key, question.said(key) if key in reworded else "", texts)
    if question.choices != base.choices:
        row["choices"] = _choices(base.choices, question.choices)
    if question.relevant == HIDDEN != base.relevant:
        row["hidden"] = "yes"
    if question.visibility is not base.visibility:
        row["visibility"] = word_for(VISIBILITIES, question.visibility)
    known = {child.name: child for child in base.children}
    fields = [_question(child, known[child.name]) for child in question.children if child.name in known]
    if changed := [one for one in fields if len(one) > 1]:
        row["fields"] = changed
    return row


def _choices(base: tuple[Choice, ...], choices: tuple[Choice, ...]) -> Written:
    """The choices that are new or said otherwise, by name."""
    known = {choice.name: choice for choice in base}
    last = max((place for place, one in enumerate(choices) if one.name in known), default=-1)
    said: dict[str, Written] = {}
    before = ""
    for place, choice in enumerate(choices):
        common = known.get(choice.name)
        columns: dict[str, str] = {}
        says_otherwise = common is None or choice.label != common.label
        if says_otherwise:
            columns["label"] = choice.label
        texts = choice.texts if common is None or says_otherwise else _new_words(choice.texts, common.texts)
        columns |= {f"label::{language}": text for language, text in texts.items()}
        if common is None:
            columns |= choice.extra
            columns |= {"after": before} if place < last and before else {}
        if columns:
            said[choice.name] = choice.label if [*columns] == ["label"] else Inline(columns)
        before = choice.name
    return said


def _new_texts(texts: Texts, base: Texts, reworded: Set[str]) -> Texts:
    """The translations that differ, and all those of what is said otherwise, by language."""
    return {language: _new_words(said, base.get(language, {}), reworded) for language, said in texts.items()}


def _new_words(said: Mapping[str, str], base: Mapping[str, str], reworded: Set[str] = frozenset()) -> dict[str, str]:
    return {key: text for key, text in said.items() if base.get(key) != text or key in reworded}
