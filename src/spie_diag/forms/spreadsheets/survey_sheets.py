"""The sheets ``survey``, ``choices`` and ``settings`` of a form."""

import re
from collections.abc import Iterable, Mapping

from spie_diag.forms.definition import Choice, Form, Lead, Place, QuestionType
from spie_diag.forms.problems import Problem
from spie_diag.forms.spreadsheets import own_columns
from spie_diag.forms.spreadsheets.headings import TRANSLATED, is_free
from spie_diag.forms.spreadsheets.placing import Placed, PlacedBlock, Placing
from spie_diag.forms.spreadsheets.portable import renamed, rewritten
from spie_diag.forms.spreadsheets.sheets import Sheet, fitting
from spie_diag.forms.vocabulary import LEADS

_EXPRESSIONS = (
    "relevant", "required", "constraint", "calculation", "choice_filter", "default", "repeat_count",
)  # fmt: skip
_PLAIN = (*_EXPRESSIONS[:-1], "read_only", "appearance", "parameters", "repeat_count", "trigger")
_TYPES = {
    QuestionType.GROUP: "begin_group",
    QuestionType.REPEAT: "begin_repeat",
}
_SELECTS = (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK)
_UNKNOWN_ELSEWHERE = {"picture": "image", "select_one_external": "text"}
"""Types of old programs, as those of today have them."""
_NEAR = "Pour Kobo et ODK, « {function} » est écrit autrement : {meaning}"
_REFERENCE, _FILE = re.compile(r"\$\{[^}\s]+\}"), re.compile(r"[^\s$]+\.\w+")
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")
_BY_HAND = "Ce domaine s’ouvre à la main ; Kobo et ODK le posent toujours."
_MEANINGS = {
    "answered": "« ne sait pas » et « ne souhaite pas répondre » n’y comptent pas comme des réponses.",
    "difference-in-years": "une année y vaut 365,25 jours, à un jour près.",
    "difference-in-months": "un mois y vaut 30,44 jours, à un jour près.",
    "add-date": "mois et années y ont une durée moyenne, à un ou deux jours près.",
}


class SurveyWriter:
    """The writing of the questions of one form."""

    def __init__(self, form: Form, placing: Placing) -> None:
        self._form = form
        self._placing = placing
        self._lists: dict[str, tuple[Choice, ...]] = {}
        self._names: dict[int, str] = {}
        self.remarks: list[Problem] = []

    def survey(self) -> Sheet:
        """Every row of the survey: calculations of the form, blocks as groups, questions outside blocks."""
        rows: list[Mapping[str, str]] = []
        for placed in self._placing.calculations:
            rows += self._rows(placed, None, own_columns.CALCULATION_ROLE)
        for block in self._placing.blocks:
            rows += self._block(block)
        for placed in self._placing.survey:
            rows += self._rows(placed, None, "")
        return Sheet("survey", self._headings(rows), rows)

    def choices(self) -> Sheet:
        """Every list, once each; the survey is to be written before."""
        rows: list[Mapping[str, str]] = []
        for name, choices in self._lists.items():
            for number, choice in enumerate(choices, 1):
                # A name that no cell can hold gets another: an import finds the first among the originals.
                called = choice.name if fitting(choice.name).strip() else f"choix_{number}"
                cells = {"list_name": name, "name": called, "label": choice.label}
                cells |= {f"label::{language}": text for language, text in choice.texts.items()}
                cells |= {key: text for key, text in choice.extra.items() if is_free(key, "choices")}
                rows.append(cells)
        headings = ["list_name", "name", "label", *(f"label::{language}" for language in self._form.languages)]
        return Sheet("choices", [*headings, *_others(rows, headings)], rows)

    def _headings(self, rows: list[Mapping[str, str]]) -> list[str]:
        used = {key for row in rows for key, text in row.items() if text}
        languages = ("", *(f"::{language}" for language in self._form.languages))
        texts = {key: [f"{key}{language}" for language in languages] for key in TRANSLATED}
        ordered = [
            "type",
            "name",
            *texts["label"],
            *texts["hint"],
            *texts["guidance_hint"],
            "relevant",
            "required",
            *texts["required_message"],
            "constraint",
            *texts["constraint_message"],
            *_PLAIN[3:],
            *own_columns.COLUMNS,
        ]
        always = ("type", "name", "label", "hint", "relevant", "required", "constraint", "calculation")
        kept = [heading for heading in ordered if heading in used or heading in always]
        return [*kept, *_others(rows, ordered)]

    # --- rows ------------------------------------------------------------------------------------------------------

    def _block(self, placed: PlacedBlock) -> Iterable[Mapping[str, str]]:
        block = placed.block
        condition = rewritten(block.relevant, None, self._placing)
        self._note(condition.replaced, block.code, block.place)
        if block.manual:
            self.remarks.append(Problem(place=block.place, question=block.code, sentence=_BY_HAND, grave=False))
        yield {
            "type": "begin_group",
            "name": placed.name,
            "label": renamed(block.label, None, self._placing),
            **{f"label::{named}": texts["label"] for named, texts in block.texts.items() if texts.get("label")},
            "relevant": condition.text,
            "role": own_columns.BLOCK_ROLE,
            "code": block.code,
            "lead": own_columns.word_of(block.lead, LEADS),
        }
        for question in placed.questions:
            yield from self._rows(question, block.lead, "")
        yield {"type": "end_group", "name": placed.name}

    def _rows(self, placed: Placed, lead: Lead | None, role: str) -> Iterable[Mapping[str, str]]:
        question = placed.question
        yield {**self._cells(placed, lead), "role": role}
        if question.type in _TYPES:
            for inner in placed.inner:
                yield from self._rows(inner, lead, "")
            yield {"type": _TYPES[question.type].replace("begin", "end"), "name": placed.name}

    def _cells(self, placed: Placed, lead: Lead | None) -> dict[str, str]:
        question = placed.question
        cells = {key: text for key, text in question.columns.items() if is_free(key, "survey")}
        cells |= {"type": self._type(placed), "name": placed.name}
        for key in TRANSLATED:
            cells[key] = renamed(str(getattr(question, key)), placed, self._placing)
        for language, texts in question.texts.items():
            cells |= {f"{key}::{language}": renamed(text, placed, self._placing) for key, text in texts.items()}
        for key in _EXPRESSIONS:
            expression = rewritten(str(getattr(question, key)), placed, self._placing)
            self._note(expression.replaced, question.code or question.name, question.place)
            cells[key] = expression.text
        cells["read_only"] = "yes" if question.read_only else question.columns.get("read_only", "")
        cells["appearance"] = " ".join(sorted(question.appearance)) or question.columns.get("appearance", "")
        cells["trigger"] = ", ".join(renamed(f"${{{name}}}", placed, self._placing) for name in question.trigger)
        return cells | own_columns.cells_of(placed, lead)

    def _type(self, placed: Placed) -> str:
        question = placed.question
        if question.type in _TYPES:
            return _TYPES[question.type]
        if question.type is QuestionType.FOREIGN:
            return _UNKNOWN_ELSEWHERE.get(question.foreign, question.foreign or "text")
        if question.type not in _SELECTS:
            return str(question.type.value)
        refers = _REFERENCE.fullmatch(question.list_name) is not None and not question.choices
        in_file = _FILE.fullmatch(question.choices_file) is not None and question.type is not QuestionType.RANK
        if not (question.choices or in_file or refers):
            return "text"  # other programs refuse a list without choices
        if in_file:
            return f"{question.type.value}_from_file {question.choices_file}"
        if refers:
            return f"{question.type.value} {renamed(question.list_name, placed, self._placing)}"
        return f"{question.type.value} {self._list(placed)}"

    def _list(self, placed: Placed) -> str:
        """The name of the list of a question; questions that offer the same choices share one."""
        choices = placed.question.choices
        if (known := self._names.get(id(choices))) is not None:
            return known
        wished = _NOT_IN_NAMES.sub("_", placed.question.list_name) or placed.name
        name, number = wished, 1
        while name in self._lists and self._lists[name] != choices:
            number += 1
            name = f"{wished}_{number}"
        self._lists[name] = choices
        self._names[id(choices)] = name
        return name

    def _note(self, functions: Iterable[str], who: str, place: Place | None) -> None:
        for function in dict.fromkeys(functions):
            sentence = _NEAR.format(function=function, meaning=_MEANINGS[function])
            self.remarks.append(Problem(place=place, question=who, sentence=sentence, grave=False))


def settings_sheet(form: Form, choices: Sheet) -> Sheet:
    """The settings, on one row; other programs want to be told that choices bear the same name."""
    cells = {key: text for key, text in form.settings.items() if is_free(key, "settings")}
    cells |= {"form_title": form.title, "form_id": form.name, "version": form.version}
    cells["default_language"] = form.language
    named = [(row.get("list_name"), row.get("name")) for row in choices.rows]
    if len(set(named)) < len(named):
        cells.setdefault("allow_choice_duplicates", "yes")
    first = ["form_title", "form_id", "version", "default_language"]
    return Sheet("settings", [*first, *_others([cells], first)], [cells])


def _others(rows: Iterable[Mapping[str, str]], known: list[str]) -> list[str]:
    """The headings of rows that are not known, in their order."""
    return list(dict.fromkeys(key for row in rows for key, text in row.items() if text and key not in known))
