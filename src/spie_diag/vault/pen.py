"""The one hand that writes the journal: it signs, links, inserts and keeps the lists in step, in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from spie_diag.forms.definition import Value
from spie_diag.interview.journal import Entry, EntryId
from spie_diag.interview.people import CaseId, InterviewId, SpecialistId
from spie_diag.vault import rows
from spie_diag.vault.database import Database
from spie_diag.vault.entries import Link, SealedEntry, new_id, opened, seal
from spie_diag.vault.keyring import Keyring
from spie_diag.vault.projecting import clear, project
from spie_diag.vault.ready import Ready, Values
from spie_diag.vault.ticking import HybridClock


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one specialist wants written: an entry before it has its id, its time and its signature."""

    case: CaseId
    interview: InterviewId | None
    author: SpecialistId
    subject: str
    value: Value = field(repr=False)
    replaces: tuple[EntryId, ...] = ()


_INSERT = Ready(rows.entry.insert(), [column.name for column in rows.entry.c if column.name != "n"])
_FORGET_DRAFT = Ready(
    rows.draft.delete().where(
        rows.draft.c.case_id == sa.bindparam("case", type_=sa.LargeBinary),
        rows.draft.c.field == sa.bindparam("subject", type_=sa.Text),
        rows.draft.c.author == sa.bindparam("writer", type_=sa.LargeBinary),
    )
)


class Pen:
    """Writes entries at the end of this copy's chain."""

    def __init__(self, database: Database, keyring: Keyring, clock: HybridClock, link: Link) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self.link = link
        """Where the next entry goes; moves only once an entry is on the disk."""

    def write(self, lines: Sequence[Line]) -> tuple[Entry, ...]:
        """Write all lines or none; on return they are on the disk, and drafts of the same subjects are forgotten.

        Raises:
            SigningKeyLockedError: one of the authors has not typed her passphrase in this session.
        """
        return self._insert([self._dated(line) for line in lines])

    def add(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Write the entries that are not there yet, with the id and the time they have; return those."""
        known = self._database.read(_known_ids)
        missing = {entry.id: entry for entry in entries if entry.id.bytes not in known}
        for entry in missing.values():
            self._clock.seen(entry.tick)
        return self._insert(sorted(missing.values(), key=_time))

    def rebuild(self) -> None:
        """Draw lists and search index again from the journal."""

        def task(connection: sa.Connection) -> None:
            clear(connection)
            project(connection, entries_kept(connection))

        self._database.write(task)

    def _dated(self, line: Line) -> Entry:
        moment = self._clock.moment()
        return Entry(
            id=EntryId(new_id(moment.at)),
            case=line.case,
            interview=line.interview,
            author=line.author,
            written_at=moment.at,
            tick=moment.tick,
            subject=line.subject,
            value=line.value,
            replaces=line.replaces,
        )

    def _insert(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        if not entries:
            return ()
        link, sealed_rows = self.link, []
        for entry in entries:
            sealed = seal(entry, link, self._keyring.of(entry.author).signing)
            link = link.after(sealed)
            sealed_rows.append(columns(sealed))
        drafts: list[Values] = [{"case": e.case.bytes, "subject": e.subject, "writer": e.author.bytes} for e in entries]

        def task(connection: sa.Connection) -> None:
            _INSERT.run_all(connection, sealed_rows)
            project(connection, entries)
            _FORGET_DRAFT.run_all(connection, drafts)

        self._database.write(task)
        self.link = link
        return tuple(entries)


def columns(sealed: SealedEntry) -> dict[str, bytes | int | None]:
    """The row of a sealed entry."""
    return {
        "id": sealed.id,
        "chain": sealed.chain,
        "number": sealed.number,
        "previous": sealed.previous,
        "author": sealed.author,
        "tick": sealed.tick,
        "case_id": sealed.case_id,
        "interview_id": sealed.interview_id,
        "commitment": sealed.commitment,
        "signature": sealed.signature,
        "hash": sealed.hash,
        "payload": sealed.payload,
    }


def entries_kept(
    connection: sa.Connection, case: CaseId | None = None, interview: InterviewId | None = None
) -> list[Entry]:
    """The entries of one case or interview, or all, in the order of time; those that were erased are left out."""
    table = rows.entry.c
    query = _KEPT
    if case is not None:
        # As their index has them: SQLite's own sorting takes fifteen times longer than the reading.
        query = query.where(table.case_id == case.bytes).order_by(table.tick)
    if interview is not None:
        query = query.where(table.interview_id == interview.bytes)
    kept = [opened(*row) for row in connection.execute(query).fetchall()]
    kept.sort(key=_time)
    return kept


def _time(entry: Entry) -> tuple[int, int]:
    return entry.tick, entry.id.int


_KEPT = sa.select(
    rows.entry.c.id,
    rows.entry.c.case_id,
    rows.entry.c.interview_id,
    rows.entry.c.author,
    rows.entry.c.tick,
    rows.entry.c.payload,
).where(rows.entry.c.payload.is_not(None))
_SEALED = sa.select(
    rows.entry.c.id,
    rows.entry.c.chain,
    rows.entry.c.number,
    rows.entry.c.previous,
    rows.entry.c.author,
    rows.entry.c.tick,
    rows.entry.c.case_id,
    rows.entry.c.interview_id,
    rows.entry.c.commitment,
    rows.entry.c.signature,
    rows.entry.c.payload,
)
_PLACE_IN_CHAIN = (rows.entry.c.chain, rows.entry.c.number, rows.entry.c.id)


def sealed_after(connection: sa.Connection, after: tuple[bytes, int, bytes] | None, most: int) -> list[SealedEntry]:
    """Rows as they were signed, in the order of chains, numbers and ids, from just behind ``after``."""
    query = _SEALED.order_by(*_PLACE_IN_CHAIN).limit(most)
    if after is not None:
        query = query.where(sa.tuple_(*_PLACE_IN_CHAIN) > after)
    return [SealedEntry(**row) for row in connection.execute(query).mappings()]


def sealed_lines(connection: sa.Connection, deed: str) -> list[SealedEntry]:
    """The entries, as they were signed, that the list of the register shows under one deed."""
    line = rows.register_line.c
    told = sa.select(line.entry_id).where(line.deed == deed)
    return [SealedEntry(**row) for row in connection.execute(_SEALED.where(rows.entry.c.id.in_(told))).mappings()]


def _known_ids(connection: sa.Connection) -> set[bytes]:
    return set(connection.execute(sa.select(rows.entry.c.id)).scalars())
