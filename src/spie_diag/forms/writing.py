"""A form as YAML files: one for a plain form, an entry and one file per block for a form of the method.

Reading them gives the same content. Comments of files that were read are not kept: a ``Form`` does not know them.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, count
from pathlib import Path
from typing import TypeVar

from spie_diag.forms.definition import Block, Choice, Form, Objective, Question, QuestionType, Situation
from spie_diag.forms.errors import OtherListError, OutsideListError
from spie_diag.forms.or_other import without_other
from spie_diag.forms.other_files import is_beside, read_choices_file
from spie_diag.forms.replacing import replace_files
from spie_diag.forms.rows import Inherited
from spie_diag.forms.sheet import Notes
from spie_diag.forms.vocabulary import BLOCK_TEXTS, DEPTHS, KINDS, LEADS, NATURES, QUESTION_TEXTS, VISIBILITIES
from spie_diag.forms.yaml_lines import Inline, Rows, Spaced, Written, lines_of

Meaning = TypeVar("Meaning")
Texts = Mapping[str, Mapping[str, str]]

_SECTIONS = ("lists", "calculations", "blocks", "survey", "situations", "objectives")
"""Keys with an empty line before them."""
_LONGEST_NAME = 200
_LONGEST_STEM = 60


def write_form(form: Form, path: Path) -> tuple[Path, ...]:
    """Write the files of a form and return their paths; none takes its place before all are written beside.

    Raises:
        UnwritableFormError: a file cannot be written there.
        OtherListError: a CSV list of the form would take the place of another.
        OutsideListError: a CSV list of the form would stand outside its folder.
    """
    return write_files(form_files(form, path), path)


def write_files(files: Mapping[Path, str], path: Path) -> tuple[Path, ...]:
    """Write the texts of a form whose entry file is ``path``, all of them or none.

    Raises:
        UnwritableFormError: a file cannot be written there.
    """
    replace_files({file: text.encode("utf-8") for file, text in files.items()}, path)
    return tuple(files)


def form_files(form: Form, path: Path) -> Mapping[Path, str]:
    """What ``write_form`` writes: each file with its text, the entry file last.

    Raises:
        OtherListError: a CSV list of the form would take the place of another.
        OutsideListError: a CSV list of the form would stand outside its folder.
    """
    files = {file: text for file, text in list_files(form, path.parent) if text}
    writing = FormWriter(form)
    blocks = {f"{path.stem}/{name}.yaml": block for name, block in block_names(form.blocks).items()}
    files.update({path.parent / name: yaml_text(writing.block(block)) for name, block in blocks.items()})
    files[path] = yaml_text(writing.entry(tuple(blocks)))
    return files


def yaml_text(table: Rows) -> str:
    lines: list[str] = []
    for key, value in table.items():
        if lines and key in _SECTIONS:
            lines.append("")
        lines.extend(lines_of({key: value}))
    return "\n".join(lines) + "\n"


def block_names(blocks: Iterable[Block]) -> dict[str, Block]:
    """The blocks by the name of their file: small letters, digits and dashes, whatever their authors wrote."""
    named: dict[str, Block] = {}
    for block in blocks:
        stem = _stem(block.name) or _stem(block.code) or "bloc"
        stems = chain((stem, _stem(f"{stem}-{block.code}")), (f"{stem}-{number}" for number in count(2)))
        named[next(one for one in stems if one not in named)] = block
    return named


def _stem(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower())[:_LONGEST_STEM].strip("-")


class FormWriter:
    """The tables of one form, in the order of the keys that authors know."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.lists: dict[str, tuple[Choice, ...]] = {}
        for question in form.every_question():
            if question.list_name and question.choices and not question.choices_file:
                self.lists.setdefault(question.list_name, question.choices)

    def entry(self, blocks: tuple[str, ...]) -> Rows:
        form = self.form
        settings: dict[str, Written] = {"form_id": form.name}
        settings |= _texts(form_title=form.title, version=form.version, default_language=form.language)
        if form.blocks and not form.language:
            settings["default_language"] = ""
        spoken = [language for block in form.blocks for language in _spoken(block)]
        spoken += [language for question in form.every_question() for language in _spoken(question)]
        if languages := tuple(dict.fromkeys([*form.languages, *spoken])):
            settings["languages"] = languages
        table: dict[str, Written] = {"settings": settings | dict(form.settings)}
        if self.lists:
            table["lists"] = {name: self.choices(choices) for name, choices in self.lists.items()}
        if form.calculations:
            table["calculations"] = [self.question(one, Inherited()) for one in form.calculations]
        if blocks:
            table["blocks"] = blocks
        else:
            table["survey"] = Spaced(self._rows(form.survey, Inherited()))
        return table

    def block(self, block: Block) -> Rows:
        table: dict[str, Written] = {"block": block.code, "name": block.name}
        table |= said_rows("label", block.label, block.texts)
        table |= {"kind": word_for(KINDS, block.kind), "lead": word_for(LEADS, block.lead)}
        table |= said_rows("open_question", block.open_question, block.texts)
        table |= _lists(prompts=block.prompts)
        for language, said in block.texts.items():
            if "prompts" in said:
                table[f"prompts::{language}"] = tuple(said["prompts"].split("\n"))
        table |= _texts(advice=block.advice)
        table |= _lists(anchors=block.anchors)
        table |= _texts(relevant=block.relevant, manual="yes" if block.manual else "", ft=block.ft)
        table |= _lists(services=block.services)
        if block.sharing:
            table["sharing"] = Inline(block.sharing)
        inherited = Inherited(lead=block.lead)
        table["survey"] = Spaced([self.question(question, inherited, coded=True) for question in block.questions])
        if block.situations:
            table["situations"] = [situation_row(situation) for situation in block.situations]
        if block.objectives:
            table["objectives"] = [objective_row(objective) for objective in block.objectives]
        return table

    def question(self, question: Question, inherited: Inherited, *, coded: bool = False) -> Rows:
        own = Inherited(lead=question.lead, depth=question.depth, visibility=question.visibility)
        row: dict[str, Written] = {"name": question.name}
        row |= _texts(code=question.code or "")
        row["type"] = question.foreign if question.type is QuestionType.FOREIGN else question.type.value
        for key in ("label", "hint", "guidance_hint"):
            row |= said_rows(key, question.said(key), question.texts)
        row |= self._choices_of(question)
        row |= _lists(exclusive=tuple(sorted(question.exclusive)))
        row |= _texts(relevant=question.relevant, required=question.required)
        row |= said_rows("required_message", question.required_message, question.texts)
        row |= _texts(constraint=question.constraint)
        row |= said_rows("constraint_message", question.constraint_message, question.texts)
        row |= _texts(
            choice_filter=question.choice_filter,
            calculation=question.calculation,
            default=question.default,
            trigger=", ".join(question.trigger),
            repeat_count=question.repeat_count,
            read_only="yes" if question.read_only else "",
            appearance=" ".join(sorted(question.appearance)),
        )
        row |= {key: Inline(cells) for key in ("parameters", "columns") if (cells := getattr(question, key))}
        if coded or own.depth is not inherited.depth:
            row["depth"] = word_for(DEPTHS, own.depth)
        if coded or own.lead is not inherited.lead:
            row["lead"] = word_for(LEADS, own.lead)
        if coded or own.visibility is not inherited.visibility:
            row["visibility"] = word_for(VISIBILITIES, own.visibility)
        if question.children:
            row["fields"] = self._rows(question.children, own)
        return row

    def _rows(self, questions: tuple[Question, ...], inherited: Inherited) -> list[Rows]:
        """A row for each; a plain form says by ``or_other`` what it would give."""
        rows: list[Rows] = []
        left = [*reversed(questions)]
        while left:
            question = left.pop()
            bare = without_other(question, left[-1], self.form.language) if left and not self.form.blocks else None
            if bare is None:
                rows.append(self.question(question, inherited))
            else:
                left.pop()
                rows.append({**self.question(bare, inherited), "or_other": "yes"})
        return rows

    def _choices_of(self, question: Question) -> dict[str, Written]:
        choices, name = question.choices, question.list_name
        if question.choices_file:
            return _texts(list_name=name) | {"choices_file": question.choices_file}
        if name and (self.lists.get(name) == choices or (name.startswith("${") and not choices)):
            return {"choices": name}
        return _texts(list_name=name) | ({"choices": self.choices(choices)} if choices else {})

    def choices(self, choices: tuple[Choice, ...]) -> Written:
        """Choices by name, or one a row where names are not apart."""
        names = {choice.name for choice in choices if 0 < len(choice.name) <= _LONGEST_NAME}
        if len(names) < len(choices):
            return [Inline({"name": choice.name, **_columns(choice)}) for choice in choices]
        return {
            choice.name: Inline(_columns(choice)) if choice.extra or choice.texts else choice.label
            for choice in choices
        }


def _columns(choice: Choice) -> dict[str, str]:
    translations = {f"label::{language}": text for language, text in choice.texts.items() if text}
    return {"label": choice.label, **translations, **choice.extra}


def situation_row(situation: Situation) -> Rows:
    row: dict[str, Written] = {"code": situation.code, "nature": word_for(NATURES, situation.nature)}
    row |= _texts(label=situation.label, relevant=situation.relevant, ft=situation.ft)
    return row | _lists(services=situation.services)


def objective_row(objective: Objective) -> Rows:
    row: dict[str, Written] = {"code": objective.code}
    row |= _texts(label=objective.label, ft_label=objective.ft_label)
    return row | _lists(services=objective.services, actions=objective.actions)


def _texts(**cells: str) -> dict[str, Written]:
    """The texts that say something."""
    return {key: text for key, text in cells.items() if text}


def _lists(**cells: tuple[str, ...]) -> dict[str, Written]:
    return {key: texts for key, texts in cells.items() if texts}


def said_rows(key: str, own: str, texts: Texts) -> dict[str, Written]:
    """A text and, under it, its translations."""
    translations = {f"{key}::{language}": said[key] for language, said in texts.items() if said.get(key)}
    return {**_texts(**{key: own}), **translations}


def _spoken(one: Block | Question) -> Iterator[str]:
    """The languages in which a block or a question says something."""
    keys = BLOCK_TEXTS if isinstance(one, Block) else QUESTION_TEXTS
    yield from (language for language, said in one.texts.items() if any(said.get(key) for key in keys))
    if isinstance(one, Question):
        yield from (language for choice in one.choices for language, text in choice.texts.items() if text)


def word_for(words: Mapping[str, Meaning], meaning: Meaning) -> str:
    return next(word for word, meant in words.items() if meant == meaning)


# --- lists of choices in their own files ---------------------------------------------------------------------------


def list_files(form: Form, folder: Path) -> Iterator[tuple[Path, str]]:
    """The CSV files that stand beside the form, with their text; no text for what already stands there.

    Raises:
        OtherListError: one would take the place of another.
        OutsideListError: one would stand outside the folder.
    """
    done: set[str] = set()
    for question in form.every_question():
        name = question.choices_file
        if not name or name in done:
            continue
        done.add(name)
        if not is_beside(name):
            raise OutsideListError(file=name)
        columns = question.parameters.get("value") or "name", question.parameters.get("label") or "label"
        file = folder / name
        if not file.exists():
            yield file, _csv(question.choices, *columns)
        elif read_choices_file(file, Notes(), name=columns[0], label=columns[1]) != question.choices:
            raise OtherListError(file=name)


def _csv(choices: tuple[Choice, ...], name: str, label: str) -> str:
    languages = dict.fromkeys(language for choice in choices for language in choice.texts)
    extra = dict.fromkeys(column for choice in choices for column in choice.extra)
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow([name, label, *(f"{label}::{language}" for language in languages), *extra])
    for choice in choices:
        translations = (choice.texts.get(language, "") for language in languages)
        rows.writerow([choice.name, choice.label, *translations, *(choice.extra.get(column, "") for column in extra)])
    return text.getvalue()
