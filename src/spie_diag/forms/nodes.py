"""The tree that expressions walk: fields as the form defines them, nodes as one interview answers them."""

import dataclasses
from collections.abc import Mapping
from datetime import date

from spie_diag.forms.definition import Block, Choice, Question, QuestionType, Value


@dataclasses.dataclass(slots=True, eq=False)
class Field:
    """One question in its place: coded, form-wide calculation, or child of a group or of a repeated row."""

    index: int
    question: Question
    block: Block | None
    """None for a form-wide calculation."""
    parent: "Field | None" = None
    children: dict[str, "Field"] = dataclasses.field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def path(self) -> str:
        """As it is written between braces: ``contrat/fin``."""
        return f"{self.parent.path}/{self.name}" if self.parent else self.name

    @property
    def title(self) -> str:
        """As its author is told of it: ``LOG-06``, ``FAM-02/annee``, or its name without a code."""
        if self.parent is not None:
            return f"{self.parent.title}/{self.name}"
        return self.question.code or self.name

    @property
    def is_repeat(self) -> bool:
        return self.question.type is QuestionType.REPEAT

    @property
    def repeat(self) -> "Field | None":
        """The repeat whose rows hold this field."""
        return self.parent if self.parent is not None and self.parent.is_repeat else None

    @property
    def coded(self) -> "Field":
        """The field whose answer holds this one."""
        return self.parent.coded if self.parent else self


@dataclasses.dataclass(slots=True, eq=False)
class Node:
    """One place of one interview: a question, or one row of a repeat, with its effective value.

    A repeat itself is a node that no expression sees: it holds the rows.
    """

    field: Field | None
    """None for the root, above all questions."""
    parent: "Node | None"
    given: Value = None
    is_answered: bool = False
    """Answered with a value, relevant, and its choice still offered."""
    relevant: bool = False
    value: Value = None
    own_text: str = ""
    choices: tuple[Choice, ...] = ()
    children: dict[str, "Node"] = dataclasses.field(default_factory=dict)
    rows: list["Node"] = dataclasses.field(default_factory=list)
    position: int = 1

    @property
    def text(self) -> str:
        """The effective value as expressions read it; the texts of its fields for a group or a row."""
        if not self.children:
            return self.own_text
        return " ".join(text for child in self.children.values() if (text := child.text))


@dataclasses.dataclass(slots=True, eq=False)
class Scene:
    """Everything one evaluation may read: the day, and the nodes that exist once, by index of their field."""

    today: date
    root: Node
    singles: list[Node]


@dataclasses.dataclass(slots=True, eq=False)
class Context:
    """From where an expression looks: the node of its question, and the item that a predicate examines."""

    scene: Scene
    origin: Node
    """What ``current()`` is."""
    here: Node
    """What ``.`` is."""
    position: int = 1
    size: int = 1
    choice: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """Columns of the choice that a filter examines."""
