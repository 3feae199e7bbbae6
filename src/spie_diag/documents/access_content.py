"""Everything that the copy of a person's file says, in the order of its pages; no logic."""

from dataclasses import dataclass, field
from datetime import date

from spie_diag.documents.content import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """What was written before."""

    value: str = field(repr=False)
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One subject: what is written today, by whom and when, and what was written before, latest first."""

    label: str
    value: str = field(repr=False)
    by: str
    former: tuple[Former, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """Some lines under one title."""

    title: str
    lines: tuple[Line, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewCopy:
    """One interview."""

    title: str
    facts: tuple[Fact, ...]
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessCopy:
    """The whole file of one person, as it is handed to her."""

    person: str = field(repr=False)
    number: str
    made_on: date
    made_by: str
    introduction: tuple[str, ...]
    identity: tuple[Line, ...] = field(repr=False)
    interviews: tuple[InterviewCopy, ...]
    typing: tuple[Line, ...] = field(repr=False)
    """What is being typed and is not written yet."""
    documents: tuple[Fact, ...]
    register: tuple[Fact, ...]
    left_out: tuple[str, ...]
    rights: tuple[str, ...]
