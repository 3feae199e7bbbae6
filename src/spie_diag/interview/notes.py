"""What is written during the conversation beside the questions: her words, and what the specialists understand."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import NewType

from spie_diag.forms.definition import BlockCode, Value
from spie_diag.interview.journal import Entry, Record
from spie_diag.interview.people import SpecialistId

NoteId = NewType("NoteId", str)


class NoteKind(Enum):
    """Two voices that are never mixed."""

    VERBATIM = "mots"
    UNDERSTANDING = "comprehension"

    @property
    def label(self) -> str:
        return "Ses mots" if self is NoteKind.VERBATIM else "Ce que nous comprenons"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    id: NoteId
    block: BlockCode
    kind: NoteKind
    text: str = field(repr=False)
    author: SpecialistId
    written_at: datetime
    """When it was first written: filing or correcting a note does not move it."""

    def as_json(self) -> Value:
        return {"block": self.block, "kind": self.kind.value, "text": self.text}


def notes(record: Record) -> tuple[Note, ...]:
    """The notes not taken away, in the order in which they were first written."""
    kept = [entry for entry in record.under("note").values() if isinstance(entry.value, dict)]
    found = [(_first(record, entry), entry) for entry in kept]
    found.sort(key=lambda pair: (pair[0].tick, pair[0].id.bytes))
    return tuple(_note(entry, first) for first, entry in found)


def _first(record: Record, entry: Entry) -> Entry:
    return record.history(entry.subject)[0] if entry.replaces else entry


def _note(entry: Entry, first: Entry) -> Note:
    value = entry.value if isinstance(entry.value, dict) else {}
    return Note(
        id=NoteId(entry.subject.removeprefix("note/")),
        block=BlockCode(str(value["block"])),
        kind=NoteKind(value["kind"]),
        text=str(value["text"]),
        author=first.author,
        written_at=first.written_at,
    )
