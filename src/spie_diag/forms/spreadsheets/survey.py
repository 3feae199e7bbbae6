"""The rows of a survey sheet made into questions, groups in groups and repeats in repeats."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from spie_diag.forms.definition import Place, Question, QuestionCode, QuestionType
from spie_diag.forms.or_other import with_other
from spie_diag.forms.spreadsheets.book import Book, Page, Row
from spie_diag.forms.spreadsheets.cells import cleaned, dated
from spie_diag.forms.spreadsheets.choices import Lists
from spie_diag.forms.spreadsheets.headings import TRANSLATED, Column, survey_columns
from spie_diag.forms.spreadsheets.kinds import Kind, close_to, kind_of
from spie_diag.forms.spreadsheets.offering import Offered, offered
from spie_diag.forms.spreadsheets.own_columns import BLOCK_ROLE, CALCULATION_ROLE, read_own, read_own_parameters
from spie_diag.forms.spreadsheets.settings import Settings
from spie_diag.forms.vocabulary import is_yes

_NAME = re.compile(r"[^\W\d][\w.-]*")
_NO = frozenset(("no", "false", "false()"))
_PARAMETER = re.compile(r"([^\s=,;]+)\s*=\s*([^\s=,;]+)")
_REFERENCE = re.compile(r"\$\{\s*([^}]*?)\s*\}")
_NAMELESS_NOTE = "generated_note_name_{row}"
"""What pyxform calls a note without a name."""


@dataclass(slots=True)
class _Holder:
    """A group or repeat that is still open, or the whole survey."""

    question: Question | None = None
    row: int = 0
    role: str = ""
    children: list[Question] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class _Line:
    """One row, its cells by what they mean."""

    row: Row
    cells: dict[str, str] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    """Translated texts by language; those in no language under ``""``."""
    columns: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)

    def get(self, key: str) -> str:
        return self.cells.get(key, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What the rows of a survey are."""

    questions: tuple[Question, ...]
    blocks: tuple[Question, ...] = ()
    """Groups that stand for the blocks of a form of ours."""
    calculations: tuple[Question, ...] = ()
    """Calculations of the whole form."""


def read_survey(book: Book, page: Page, lists: Lists, settings: Settings) -> Survey:
    """The questions of a survey sheet; what cannot be read is noted with its row."""
    reading = _Reading(book, page, lists, settings)
    columns = survey_columns(page, book.remarks, ours=book.is_ours)
    for row in page.rows:
        reading.take(_line(row, columns, book, settings))
    return reading.finish()


def _line(row: Row, columns: Mapping[str, Column], book: Book, settings: Settings) -> _Line:
    line = _Line(row=row)
    one_space = settings.others.get("clean_text_values", "yes").lower() not in _NO
    for heading, text in row.cells.items():
        said = text if book.is_ours else cleaned(text, one_space=one_space)
        column = columns[heading]
        if not column.key:
            line.columns[heading] = dated(said)
        elif column.key in TRANSLATED:
            line.texts.setdefault(column.language, {})[column.key] = said
        else:
            line.cells[column.key] = dated(said)
    return line


class _Reading:
    """The reading of one survey sheet, row after row."""

    def __init__(self, book: Book, page: Page, lists: Lists, settings: Settings) -> None:
        self._book = book
        self._page = page
        self._lists = lists
        self._settings = settings
        self._open = [_Holder()]
        self._blocks: list[Question] = []
        self._calculations: list[Question] = []

    def take(self, line: _Line) -> None:
        said = line.get("type")
        if is_yes(line.get("disabled")):
            return
        if not said:
            self._without_type(line)
            return
        kind = kind_of(said)
        line.parameters = self._parameters(line)
        if kind.ends:
            self._end(line, kind)
        elif kind.type is None:
            self._unknown(line, said, kind)
        elif kind.begins:
            question = self._question(line, kind, Offered())
            self._open.append(_Holder(question, line.row.number, role=line.get("role")))
        else:
            question = self._question(
                line, kind, offered(self._book, self._page, line.row, kind, self._lists, line.parameters)
            )
            asked = with_other(question, self._settings.language) if kind.or_other and question.choices else (question,)
            for one in asked:
                self._keep(one, line)

    def finish(self) -> Survey:
        """The questions, once the last row was taken."""
        while len(self._open) > 1:
            holder = self._open[-1]
            if holder.question is not None:
                word = "begin_repeat" if holder.question.type is QuestionType.REPEAT else "begin_group"
                place = self._book.remarks.at(self._page.name, holder.row, "type")
                sentence = f"« {word} » n’a pas de fin."
                advice = f"Ajoutez une ligne « {word.replace('begin', 'end')} »."
                self._book.remarks.fault(place, sentence, advice, who=holder.question.name)
            self._close()
        return Survey(
            questions=tuple(self._open[0].children), blocks=tuple(self._blocks), calculations=tuple(self._calculations)
        )

    # --- rows that are no question ---------------------------------------------------------------------------------

    def _without_type(self, line: _Line) -> None:
        if line.get("name") or any(texts.get("label") for texts in line.texts.values()):
            self._fault(line, "type", "Cette ligne n’a pas de type.", "Écrivez par exemple « text » ou « note ».")
        elif line.cells or line.texts or line.columns:
            self._warn(line, "", "Cette ligne n’a ni type, ni nom, ni libellé : elle n’est pas lue.")

    def _unknown(self, line: _Line, said: str, kind: Kind) -> None:
        if kind.begins:
            self._fault(line, "type", f"« {said} » n’est pas pris en charge.", "Écrivez « begin_repeat ».")
            self._open.append(_Holder(Question(name=line.get("name"), code=None, type=QuestionType.REPEAT, label="")))
            return
        close = close_to(said)
        advice = f"Vouliez-vous dire « {close} » ?" if close else "Écrivez un type d’XLSForm, comme « text »."
        self._fault(line, "type", f"Le type « {said} » n’existe pas.", advice)

    def _end(self, line: _Line, kind: Kind) -> None:
        holder = self._open[-1]
        if holder.question is None:
            self._fault(line, "type", f"« {line.get('type')} » ne ferme rien.", "Retirez cette ligne.")
        elif kind.type is not None and holder.question.type is not kind.type:
            word = "end_repeat" if holder.question.type is QuestionType.REPEAT else "end_group"
            sentence = f"« {line.get('type')} » ne ferme pas « {holder.question.name} », ouvert ligne {holder.row}."
            self._fault(line, "type", sentence, f"Écrivez « {word} ».")
            self._close()
        else:
            self._close()

    def _close(self) -> None:
        holder = self._open.pop()
        if holder.question is None:
            return
        group = replace(holder.question, children=tuple(holder.children))
        if holder.role == BLOCK_ROLE and len(self._open) == 1:
            self._blocks.append(group)
        else:
            self._open[-1].children.append(group)

    def _keep(self, question: Question, line: _Line) -> None:
        if line.get("role") == CALCULATION_ROLE and len(self._open) == 1:
            self._calculations.append(question)
        else:
            self._open[-1].children.append(question)

    # --- questions -------------------------------------------------------------------------------------------------

    def _question(self, line: _Line, kind: Kind, given: Offered) -> Question:
        own, texts = self._texts(line)
        ours = read_own(line.cells, self._open[-1].question, self._book.remarks, self._page.name, line.row.number)
        return Question(
            name=self._name(line, kind),
            code=QuestionCode(line.get("code")) if line.get("code") else None,
            type=kind.type or QuestionType.TEXT,
            label=own.get("label", ""),
            hint=own.get("hint", ""),
            guidance_hint=own.get("guidance_hint", ""),
            texts=texts,
            choices=given.choices,
            # Our export names a list after its question where the form writes the choices in place.
            list_name="" if self._book.is_ours and given.list_name == line.get("name") else given.list_name,
            choices_file=given.file,
            relevant=_condition(line.get("relevant")),
            required=_required(line.get("required")),
            required_message=own.get("required_message", ""),
            constraint=_condition(line.get("constraint")),
            constraint_message=own.get("constraint_message", ""),
            calculation=_condition(line.get("calculation")),
            choice_filter=line.get("choice_filter"),
            default=line.get("default"),
            trigger=self._trigger(line),
            repeat_count=line.get("repeat_count"),
            appearance=self._appearance(line),
            parameters=line.parameters,
            exclusive=frozenset(line.get("exclusive").split()),
            depth=ours.depth,
            lead=ours.lead,
            visibility=ours.visibility,
            read_only=self._read_only(line),
            foreign=kind.foreign,
            columns=line.columns,
            place=Place(self._book.file, line.row.number, self._page.name),
        )

    def _name(self, line: _Line, kind: Kind) -> str:
        name = line.get("name")
        if not name and kind.type is QuestionType.NOTE:
            return _NAMELESS_NOTE.format(row=line.row.number)
        if not name and kind.foreign == "audit":
            return "audit"
        if not name:
            self._fault(line, "name", "Cette question n’a pas de nom.", "Écrivez un mot court, sans espace ni accent.")
        elif not _NAME.fullmatch(name):
            advice = "Un nom s’écrit avec des lettres, des chiffres et des tirets bas : logement_type."
            self._fault(line, "name", f"« {name} » ne peut pas être un nom.", advice)
        return name

    def _texts(self, line: _Line) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        """The texts in the form's own language, and their translations."""
        own = {**line.texts.get("", {}), **line.texts.get(self._settings.language, {})}
        others = {language: line.texts[language] for language in self._settings.languages if language in line.texts}
        return own, others

    def _trigger(self, line: _Line) -> tuple[str, ...]:
        text = line.get("trigger")
        names = tuple(_REFERENCE.findall(text))
        if text and not names:
            self._fault(line, "trigger", f"« {text} » ne nomme aucune question.", "Écrivez « ${nom} ».")
        return names

    def _appearance(self, line: _Line) -> frozenset[str]:
        text = line.get("appearance")
        if "(" in text or "${" in text:
            # Words in no order would lose the sense of a call to another program.
            line.columns["appearance"] = text
            return frozenset()
        return frozenset(text.split())

    def _parameters(self, line: _Line) -> dict[str, str]:
        text = line.get("parameters")
        if text and _PARAMETER.sub("", text).strip(" ,;\n\t"):
            advice = "Écrivez « start=0 end=10 step=1 »."
            self._warn(line, "parameters", f"« {text} » n’est lu qu’en partie.", advice)
        own = read_own_parameters(line.get("own_parameters"))
        if self._book.is_ours:
            return dict(_PARAMETER.findall(text)) | own
        found = {key.lower(): value for key, value in _PARAMETER.findall(text)}
        return {key: value if key in ("label", "value") else value.lower() for key, value in found.items()}

    def _read_only(self, line: _Line) -> bool:
        text = line.get("read_only")
        if is_yes(text):
            return True
        if text and text.lower() not in _NO:
            self._warn(
                line, "read_only", "Une question est modifiable ou ne l’est pas : cette condition n’agit pas ici."
            )
            line.columns["read_only"] = text
        return False

    def _fault(self, line: _Line, key: str, sentence: str, advice: str = "") -> None:
        place = self._book.remarks.at(self._page.name, line.row.number, key)
        self._book.remarks.fault(place, sentence, advice, who=line.get("name"))

    def _warn(self, line: _Line, key: str, sentence: str, advice: str = "") -> None:
        place = self._book.remarks.at(self._page.name, line.row.number, key)
        self._book.remarks.warn(place, sentence, advice, who=line.get("name"))


def _condition(text: str) -> str:
    """An expression; a lone yes or no is a truth, as pyxform reads it."""
    if is_yes(text):
        return "true()"
    return "false()" if text.lower() in _NO else text


def _required(text: str) -> str:
    if is_yes(text):
        return "yes"
    return "" if text.lower() in _NO else text
