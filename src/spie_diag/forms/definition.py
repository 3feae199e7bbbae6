"""What a form is, once read: blocks of questions, the situations they suggest, the objectives they lead to.

Words are XLSForm's where XLSForm has one. Values follow one shape everywhere (journal, cases, PDF data):

=================  ==========================================================
question           value
=================  ==========================================================
text, date, time   ``str`` (dates ISO 8601: ``2026-11-24``; months ``2026-11``)
dateTime           ``str``, ISO 8601
integer, range     ``int``
decimal            ``float``
select_one         ``str``, the name of the choice
select_multiple    ``list[str]``, in the order given (appearance ``ordered``) or of the form
rank               ``list[str]``, every choice, first to last
acknowledge        ``str``, ``OK``
group              ``dict[str, value]`` by child name (a question made of several fields)
repeat             ``list[dict[str, value]]``, one per row
note, calculate    no answer of their own
=================  ==========================================================

A form of the method is made of blocks. A form of any other origin (a survey that a spreadsheet holds) has no block: its
questions, groups in groups and repeats in repeats are the ``survey`` of the form.

Texts are in the form's own language; ``texts`` holds their translations, ``{language: {key: text}}`` with the keys of
the file (``label``, ``hint``, ``guidance_hint``, ``constraint_message``, ``required_message``; for a block also
``open_question``). Languages are named as their author wrote them after ``::``, as ``Kurdî (ku)``. Questions name each
other as ``${name}`` in expressions and in texts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NewType, TypeAlias

if TYPE_CHECKING:
    from spie_diag.forms.known import Known

BlockCode = NewType("BlockCode", str)
"""Three capitals, as ``LOG``, behind ``L-`` for a block of a territory; never changes once released."""
QuestionCode = NewType("QuestionCode", str)
"""Block and number, as ``LOG-01``, or ``L-LOG-01`` for one of a territory; never changes once released."""
SituationCode = NewType("SituationCode", str)
"""Block and number, as ``LOG.S01``."""
ObjectiveCode = NewType("ObjectiveCode", str)
"""Block and number, as ``LOG-O1``."""

Value: TypeAlias = str | int | float | bool | list["Value"] | dict[str, "Value"] | None
"""What an answer holds: JSON, in the shapes of the table above."""


class QuestionType(Enum):
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    RANGE = "range"
    DATE = "date"
    TIME = "time"
    DATETIME = "dateTime"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    ACKNOWLEDGE = "acknowledge"
    NOTE = "note"
    CALCULATE = "calculate"
    HIDDEN = "hidden"
    START = "start"
    """The moment when the interview opened."""
    END = "end"
    """The moment when it ended; blank until then."""
    TODAY = "today"
    FOREIGN = "foreign"
    """A type of other programs (geopoint, image, deviceid…): shown, kept and never answered here."""
    GROUP = "group"
    REPEAT = "repeat"


class Lead(Enum):
    """Who usually asks; the value is the letter of the method."""

    SOCIAL = "S"
    EMPLOYMENT = "P"
    SHARED = "C"
    PERSON = "U"


class Depth(Enum):
    ESSENTIAL = "E"
    """Asked as soon as its domain is opened."""
    IN_DEPTH = "A"


class Visibility(Enum):
    SHAREABLE = "P"
    RESTRICTED = "R"
    """Leaves the pair only when the person ticked it."""
    INTERNAL = "I"
    """Never exported."""


class BlockKind(Enum):
    FRAME = "cadre"
    BASE = "socle"
    VOICE = "parole"
    CONSTRAINT = "contrainte"
    RESOURCE = "ressource"
    EMPLOYMENT = "emploi"


class Nature(Enum):
    CONSTRAINT = "C"
    STRENGTH = "F"
    NEUTRAL = "N"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written in a form file: for messages to its author."""

    file: Path
    line: int
    """From 1; the row of a spreadsheet."""
    sheet: str = ""
    """The sheet of a workbook; empty for a text file."""
    column: str = ""
    """The heading of the column, as ``relevant``; empty for a whole row and for a text file."""

    def __str__(self) -> str:
        parts = (
            self.file.name,
            self.sheet and f"feuille {self.sheet}",
            f"ligne {self.line}",
            self.column and f"colonne {self.column}",
        )
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    name: str
    label: str
    extra: Mapping[str, str] = field(default_factory=dict)
    """Extra columns of the choice list, for ``choice_filter``."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """The label in other languages, by language."""
    place: Place | None = field(default=None, repr=False, compare=False)

    def said(self, language: str = "") -> str:
        """The label in a language; in the form's own where there is no translation."""
        return self.texts.get(language) or self.label


def cells_of(choice: Choice) -> dict[str, str]:
    """What a filter sees of a choice, by column."""
    return {**choice.extra, "name": choice.name, "label": choice.label}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One coded question, or one field (child) of a group or of a repeated row."""

    name: str
    code: QuestionCode | None
    """None for children: the coded question that holds them is the unit of answer."""
    type: QuestionType
    label: str
    hint: str = ""
    guidance_hint: str = ""
    """For the specialists only: how to ask."""
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    list_name: str = ""
    """The name of the list in the file that ``choices`` comes from; empty where they are written in place."""
    choices_file: str = ""
    """The CSV file beside the form that ``choices`` was read from (``select_one_from_file``)."""
    exclusive: frozenset[str] = frozenset()
    """Choices of a select_multiple that stand alone (« aucune », « rien »)."""
    relevant: str = ""
    required: str = ""
    required_message: str = ""
    constraint: str = ""
    constraint_message: str = ""
    calculation: str = ""
    choice_filter: str = ""
    default: str = ""
    trigger: tuple[str, ...] = ()
    """Names of the questions whose change runs the calculation; empty for whenever what it reads changes."""
    repeat_count: str = ""
    """How many rows a repeat has; empty where rows are added by hand."""
    appearance: frozenset[str] = frozenset()
    """Words a desktop can honour: multiline, month-year, ordered, specialist, week, table-list, minimal."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """``start``, ``end``, ``step`` of a range; ``max`` rows of a repeat; ``low``, ``high``: words for both ends."""
    depth: Depth = Depth.ESSENTIAL
    lead: Lead = Lead.SHARED
    visibility: Visibility = Visibility.SHAREABLE
    children: tuple["Question", ...] = ()
    read_only: bool = False
    """Shown but not typed: the only kind of answer that a calculation may fill."""
    foreign: str = ""
    """What the file calls a ``FOREIGN`` type, as ``geopoint``."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Columns of other programs (``media::image``, ``bind::…``): kept for them, without effect here."""
    place: Place | None = None
    lines: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)
    """The line of each key in the file, for messages to its author."""

    @property
    def hidden(self) -> bool:
        """Never asked, on purpose: a form masks a question by this very condition, which every program understands."""
        return self.relevant.strip() == "false()"

    def said(self, key: str, language: str = "") -> str:
        """The text under ``key`` (``label``, ``hint``…) in a language; in the form's own without a translation."""
        own = {
            "label": self.label,
            "hint": self.hint,
            "guidance_hint": self.guidance_hint,
            "constraint_message": self.constraint_message,
            "required_message": self.required_message,
        }[key]
        return self.texts.get(language, {}).get(key) or own


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A normalised statement that answers may suggest; a human confirms it."""

    code: SituationCode
    nature: Nature
    label: str
    relevant: str
    """When it is suggested; empty for one that only a human ticks."""
    ft: str = ""
    services: tuple[str, ...] = ()
    """data·inclusion thematic codes."""
    place: Place | None = None
    lines: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    code: ObjectiveCode
    label: str
    ft_label: str = ""
    services: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One domain of the interview."""

    code: BlockCode
    name: str
    label: str
    kind: BlockKind
    lead: Lead
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    open_question: str = ""
    """The question in everyday words that opens the conversation."""
    prompts: tuple[str, ...] = ()
    """Relances: hints, not fields."""
    advice: str = ""
    """For the specialists: how to lead this domain."""
    anchors: tuple[str, ...] = ()
    """What levels 0 to 3 mean here; empty where nothing is rated."""
    relevant: str = ""
    """When the whole block is offered; empty for always."""
    manual: bool = False
    """Offered only when somebody opens it by hand."""
    ft: str = ""
    services: tuple[str, ...] = ()
    questions: tuple[Question, ...]
    situations: tuple[Situation, ...] = ()
    objectives: tuple[Objective, ...] = ()
    sharing: Mapping[str, str] = field(default_factory=dict)
    """By recipient (FT, CD, ML…): D detail, S synthesis, F functional effect, – nothing."""
    place: Place | None = None
    lines: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_rated(self) -> bool:
        return bool(self.anchors)

    def said(self, key: str, language: str = "") -> str:
        """``label`` or ``open_question`` in a language; in the form's own where there is no translation."""
        own = {"label": self.label, "open_question": self.open_question}[key]
        return self.texts.get(language, {}).get(key) or own


@dataclass(frozen=True, kw_only=True, eq=False)
class Form:
    """A whole questionnaire, in the order of its file; compared by identity, so that its plan is made once."""

    name: str
    title: str
    version: str
    language: str
    """The language of every text outside ``texts``; empty where the author named none."""
    languages: tuple[str, ...] = ()
    """The other languages, in the order of the file."""
    blocks: tuple[Block, ...]
    survey: tuple[Question, ...] = ()
    """Questions outside all blocks, in order: the whole form where there is no block."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Other settings of the file (``style``, ``instance_name``…), as written."""
    setting_places: Mapping[str, Place] = field(default_factory=dict, repr=False)
    """Where each of them is written, for messages to its author."""
    calculations: tuple[Question, ...] = ()
    """Form-wide computed values, as ``age``: readable in every expression."""
    place: Place | None = None
    known: "Known | None" = field(default=None, repr=False)
    """What was worked out when the form was checked; None for one that was just read."""

    def every_question(self) -> Iterator[Question]:
        """Calculations, questions and their fields at any depth, in the order of the file."""
        waiting = [*self.survey, *(question for block in self.blocks for question in block.questions)]
        waiting = [*reversed([*self.calculations, *waiting])]
        while waiting:
            question = waiting.pop()
            yield question
            waiting.extend(reversed(question.children))

    @cached_property
    def questions(self) -> Mapping[QuestionCode, Question]:
        return {q.code: q for block in self.blocks for q in block.questions if q.code is not None}

    @cached_property
    def by_code(self) -> Mapping[BlockCode, Block]:
        return {block.code: block for block in self.blocks}

    @cached_property
    def block_of(self) -> Mapping[QuestionCode, Block]:
        return {q.code: block for block in self.blocks for q in block.questions if q.code is not None}

    @cached_property
    def situations(self) -> Mapping[SituationCode, Situation]:
        return {s.code: s for block in self.blocks for s in block.situations}

    @cached_property
    def objectives(self) -> Mapping[ObjectiveCode, Objective]:
        return {o.code: o for block in self.blocks for o in block.objectives}
