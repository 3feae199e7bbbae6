"""The interviews of the vault, as far as their journals tell without being read whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa

from spie_diag.interview.journal import Entry
from spie_diag.interview.people import CaseId, InterviewId
from spie_diag.vault import rows
from spie_diag.vault.entries import opened


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewRow:
    """One interview of one person."""

    id: InterviewId
    case: CaseId


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The latest interview of a person, and the entries of it that a line of the list is made of."""

    interview: InterviewRow
    entries: tuple[Entry, ...] = field(repr=False)
    """Who receives her, the version, who signed, what is to be resumed, the next meeting; oldest first."""


def interview_of(row: "sa.Row[tuple[object, ...]]") -> InterviewRow:
    return InterviewRow(id=InterviewId(UUID(bytes=row.id)), case=CaseId(UUID(bytes=row.case_id)))


def outlines_of(connection: sa.Connection, cases: Sequence[CaseId]) -> Mapping[CaseId, Outline]:
    """By case, for those who have an interview."""
    latest: dict[bytes, InterviewRow] = {}
    for row in connection.execute(_INTERVIEWS, {"cases": [case.bytes for case in cases]}):
        latest[row.case_id] = interview_of(row)  # in order: the last one stays
    by_interview: dict[InterviewId, list[Entry]] = {one.id: [] for one in latest.values()}
    for row in connection.execute(_ENTRIES, {"interviews": [one.id.bytes for one in latest.values()]}):
        entry = opened(*row)
        if entry.interview is not None:
            by_interview[entry.interview].append(entry)
    return {one.case: Outline(interview=one, entries=tuple(by_interview[one.id])) for one in latest.values()}


def _entries() -> "sa.Select[bytes, bytes, bytes | None, bytes, int, bytes]":
    table = rows.entry.c
    # From the outline to the entries, never the other way round: a journal may be long.
    listed = sa.select(rows.outline.c.entry_id).where(
        rows.outline.c.interview_id.in_(sa.bindparam("interviews", expanding=True, type_=sa.LargeBinary))
    )
    query = sa.select(table.id, table.case_id, table.interview_id, table.author, table.tick, table.payload)
    return query.where(table.id.in_(listed), table.payload.is_not(None)).order_by(table.tick, table.id)


_ENTRIES = _entries()
_INTERVIEWS = (
    sa.select(rows.interview)
    .where(rows.interview.c.case_id.in_(sa.bindparam("cases", expanding=True, type_=sa.LargeBinary)))
    .order_by(rows.interview.c.first_tick, rows.interview.c.id)
)
