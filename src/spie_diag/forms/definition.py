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
group              ``dict[str, value]`` by child name (a question made of several fields)
repeat             ``list[dict[str, value]]``, one per row
note, calculate    no answer of their own
=================  ==========================================================
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import NewType, TypeAlias

BlockCode = NewType("BlockCode", str)
"""Three capitals, as ``LOG``; never changes once released."""
QuestionCode = NewType("QuestionCode", str)
"""Block and number, as ``LOG-01``; never changes once released."""
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
    NOTE = "note"
    CALCULATE = "calculate"
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

    def __str__(self) -> str:
        return f"{self.file.name}, ligne {self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    name: str
    label: str
    extra: Mapping[str, str] = field(default_factory=dict)
    """Extra columns of the choice list, for ``choice_filter``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One coded question, or one field (child) of a group or of a repeated row."""

    name: str
    code: QuestionCode | None
    """None for children: the coded question that holds them is the unit of answer."""
    type: QuestionType
    label: str
    hint: str = ""
    choices: tuple[Choice, ...] = ()
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
    place: Place | None = None
    lines: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)
    """The line of each key in the file, for messages to its author."""


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


@dataclass(frozen=True, kw_only=True, eq=False)
class Form:
    """A whole questionnaire, in the order of its file; compared by identity, so that its plan is made once."""

    name: str
    title: str
    version: str
    language: str
    blocks: tuple[Block, ...]
    calculations: tuple[Question, ...] = ()
    """Form-wide computed values, as ``age``: readable in every expression."""
    place: Place | None = None

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
