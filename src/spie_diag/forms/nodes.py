"""The tree that expressions walk: fields as the form defines them, nodes as one interview answers them."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from spie_diag.forms.definition import Block, Choice, Question, QuestionType, Value


@dataclasses.dataclass(slots=True, eq=False)
class Field:
    """One question in its place: at the top, in a block, in groups and in repeated rows at any depth.

    A block is the field of a group that holds its questions.
    """

    index: int
    question: Question
    block: Block | None
    """The block that holds it, or that it is; None outside blocks."""
    parent: "Field | None" = None
    children: dict[str, "Field"] = dataclasses.field(default_factory=dict)
    is_block: bool = False
    is_repeat: bool = dataclasses.field(init=False)
    is_leaf: bool = dataclasses.field(init=False)
    repeats: tuple["Field", ...] = dataclasses.field(init=False)
    """The repeats whose rows hold this field, outermost first."""
    way: tuple["Field", ...] = dataclasses.field(init=False)
    """From the top to this field, itself included."""

    def __post_init__(self) -> None:
        self.is_repeat = self.question.type is QuestionType.REPEAT
        self.is_leaf = not self.question.children and not self.is_block
        above = self.parent
        self.repeats = () if above is None else (*above.repeats, above) if above.is_repeat else above.repeats
        self.way = (self,) if above is None else (*above.way, self)

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def holder(self) -> "Field | None":
        """The group or the repeat that holds this field; a block holds nothing in this sense."""
        return None if self.parent is None or self.parent.is_block else self.parent

    @property
    def path(self) -> str:
        """As it is written between braces: ``contrat/fin``."""
        return f"{self.holder.path}/{self.name}" if self.holder else self.name

    @property
    def title(self) -> str:
        """As its author is told of it: ``LOG-06``, ``FAM-02/annee``, or its name without a code."""
        if self.is_block and self.block is not None:
            return self.block.code
        return self.question.code or (f"{self.holder.title}/{self.name}" if self.holder else self.name)

    @property
    def repeat(self) -> "Field | None":
        """The innermost repeat whose rows hold this field."""
        return self.repeats[-1] if self.repeats else None

    @property
    def coded(self) -> "Field":
        """The field whose answer holds this one."""
        return self.holder.coded if self.holder else self

    def below(self) -> Iterator["Field"]:
        """Every field that this one holds, at any depth."""
        for child in self.children.values():
            yield child
            yield from child.below()


_NO_CHILDREN: dict[str, "Node"] = {}


@dataclasses.dataclass(slots=True, eq=False, repr=False)
class Node:
    """One place of one interview: a question, or one row of a repeat, with its effective value.

    A repeat itself is a node that no expression sees: it holds the rows, whose parent is what holds the repeat.
    """

    field: Field | None
    """None for the root, above all questions."""
    parent: "Node | None"
    given: Value = None
    """What was answered, whatever it counts for now; the result of a calculation."""
    is_answered: bool = False
    """Answered with a value, relevant, and its choice still offered."""
    relevant: bool = False
    value: Value = None
    """What counts: None while not relevant, and without choices that are no longer offered."""
    own_text: str = ""
    choices: tuple[Choice, ...] = ()
    children: dict[str, "Node"] = dataclasses.field(default_factory=lambda: _NO_CHILDREN)
    rows: list["Node"] = dataclasses.field(default_factory=list)
    """The rows of a repeat that count: none while it is not relevant."""
    kept: list["Node"] = dataclasses.field(default_factory=list)
    """All rows of a repeat, also those beyond its count."""
    wanted: int = 0
    """How many rows the count of a repeat asks for."""
    position: int = 1
    """The place of a row in its repeat."""
    is_row: bool = False

    @property
    def text(self) -> str:
        """The effective value as expressions read it; the texts of its fields for a group or a row."""
        if not self.children:
            return self.own_text
        return " ".join(text for child in self.children.values() if (text := child.text))


@dataclasses.dataclass(slots=True, eq=False, repr=False)
class Scene:
    """Everything one evaluation may read: the moment, and the nodes that exist once, by index of their field."""

    today: date
    root: Node
    singles: list[Node]
    """A field inside a repeat has a node here too, which belongs to no row and which nobody reads."""
    moment: str = ""
    """ISO 8601, what ``now()`` gives."""
    chance: Callable[["Node"], float] = dataclasses.field(default=lambda _: 0.5)
    """What ``random()`` gives to a question: from 0 to 1, always the same for the same place."""
    token: Callable[["Node"], str] = dataclasses.field(default=lambda _: "00000000-0000-4000-8000-000000000000")
    """What ``uuid()`` gives to a question, always the same for the same place."""
    language: str = ""
    """In which language ``jr:choice-name`` speaks; only texts on a screen set it."""

    @property
    def now(self) -> str:
        """The moment; where none was told, the day at midnight."""
        return self.moment or f"{self.today.isoformat()}T00:00:00.000"


@dataclasses.dataclass(slots=True, eq=False, repr=False)
class Context:
    """From where an expression looks: the node of its question, and the item that a predicate examines."""

    scene: Scene
    origin: Node
    """What ``current()`` is."""
    here: Node
    """What ``.`` is."""
    position: int = 1
    size: int = 1
    choice: Mapping[str, Node] = dataclasses.field(default_factory=dict)
    """Columns of the choice that a filter examines; an empty cell is no column, and equals nothing."""
