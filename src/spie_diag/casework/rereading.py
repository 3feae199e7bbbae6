"""What was written after somebody read the text: no hand is under words that she did not see."""

from datetime import date
from typing import Final

from spie_diag.casework.casebook import day_of, on_paper_in, signed_in, version_number
from spie_diag.forms.definition import Value
from spie_diag.interview.journal import Entry, Record

_NOT_READ: Final = frozenset({"person_signature", "signing_order", "paper", "signed", "handoff"})
"""Subjects that close, sign or hand over the text, and say nothing in it."""
_RESUME: Final = "/resume"
"""A mark for the pair, printed nowhere."""


def changed_since(record: Record, read: Entry) -> bool:
    """Whether the text says something else than when ``read`` was written; what was undone since is no change."""
    later = {entry.subject for entry in record if entry.tick > read.tick} & _texts(record)
    return any(_value_at(record, subject, read.tick) != (record.value(subject) or None) for subject in later)


def signed_other_words(record: Record) -> bool:
    """Whether the text changed since the person signed it, on the screen or before a witness, and nobody froze it."""
    entry = record.latest(f"person_signature/{version_number(record)}")
    if entry is None or signed_in(record) or on_paper_in(record) is not None:
        return False
    given = isinstance(entry.value, dict) and entry.value.get("kind") in ("ink", "witness")
    return given and changed_since(record, entry)


def paper_from(record: Record) -> date:
    """The first day on which a copy of this version could be signed by hand: no text is signed before it is written."""
    texts = _texts(record)
    ends = {entry.written_at.date(): entry for entry in record if entry.subject in texts}
    written = next(day for day, last in ends.items() if not changed_since(record, last))
    return max(day_of(record), written)


def _texts(record: Record) -> set[str]:
    """The subjects whose values are printed."""
    return {
        subject
        for subject in record.subjects
        if subject.partition("/")[0] not in _NOT_READ and not subject.endswith(_RESUME)
    }


def _value_at(record: Record, subject: str, tick: int) -> Value:
    """None where nothing was said yet, or what was said is empty."""
    said = [entry.value for entry in record.history(subject) if entry.tick <= tick]
    return (said[-1] or None) if said else None
