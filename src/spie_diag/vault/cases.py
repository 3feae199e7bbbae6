"""The persons of the open vault, and their interviews."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from spie_diag.interview.journal import EntryId, Record
from spie_diag.interview.people import CaseId, InterviewId, Person, SpecialistId
from spie_diag.vault import rows
from spie_diag.vault.database import Database
from spie_diag.vault.errors import NumberTakenError, UnknownCaseError
from spie_diag.vault.listing import LOOKED_AT, Counted, Page, Place, Row, count_of, page_of, part_of
from spie_diag.vault.outlines import InterviewRow, Outline, interview_of, outlines_of
from spie_diag.vault.pen import Line, Pen, entries_kept
from spie_diag.vault.persons import PERSON, person_of, person_value
from spie_diag.vault.projecting import written_at
from spie_diag.vault.searching import Called, asked
from spie_diag.vault.ticking import minute_of, moment_of_minute, tick_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Since when a file lies in the archive, and since when the person opposes its sharing; None: it is not so."""

    archived_at: datetime | None
    opposed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One file, and what its retention is reckoned from."""

    person: Person = field(repr=False)
    last_written_at: datetime
    """To the minute."""
    archived_at: datetime | None


_KEPT = sa.select(
    rows.case_file.c.id, rows.case_file.c.person, rows.case_file.c.last_minute, rows.case_file.c.archived_at
)
_PERSONS = sa.select(rows.case_file.c.id, rows.case_file.c.person)
_PRESENT = rows.case_file.c.archived_at.is_(None)
_NO_LIMIT = -1


class Cases:
    """One file per person, most recently written first."""

    def __init__(self, database: Database, pen: Pen, opened_by: SpecialistId) -> None:
        self._database = database
        self._pen = pen
        self._opened_by = opened_by

    def next_number(self, year: int) -> str:
        """A file number that nobody carries or carried, as « D-2026-0001 »; it is taken by ``add``."""
        query = sa.select(rows.numbering.c.last).where(rows.numbering.c.year == year)
        last = self._database.read(lambda connection: connection.execute(query).scalar()) or 0
        return f"D-{year}-{last + 1:04d}"

    def add(self, person: Person, author: SpecialistId | None = None) -> None:
        """Open a person's file, signed by ``author`` (whoever opened the vault, if not said).

        Raises:
            NumberTakenError: another person carries this number.
        """
        taken = sa.select(rows.case_file.c.id).where(
            rows.case_file.c.number == person.number, rows.case_file.c.id != person.case.bytes
        )
        if self._database.read(lambda connection: connection.execute(taken).first()) is not None:
            raise NumberTakenError(number=person.number)
        self.correct(person, author)

    def correct(self, person: Person, author: SpecialistId | None = None) -> None:
        """Write a person's file anew; what it said before stays in the journal."""
        line = Line(
            case=person.case,
            interview=None,
            author=author or self._opened_by,
            subject=PERSON,
            value=person_value(person),
            replaces=self._said_before(person.case),
        )
        self._pen.write([line])

    def get(self, case: CaseId) -> Person:
        """Raises ``UnknownCaseError`` for a case that the vault does not hold."""
        query = sa.select(rows.case_file.c.person).where(rows.case_file.c.id == case.bytes)
        content = self._database.read(lambda connection: connection.execute(query).scalar())
        if content is None:
            raise UnknownCaseError
        return person_of(case, content)

    def received_in(self, interview: InterviewId) -> Person:
        """The person of one interview; raises ``UnknownCaseError`` where the vault holds no such interview."""
        query = sa.select(rows.interview.c.case_id).where(rows.interview.c.id == interview.bytes)
        case = self._database.read(lambda connection: connection.execute(query).scalar())
        if case is None:
            raise UnknownCaseError
        return self.get(CaseId(UUID(bytes=case)))

    def all(self) -> tuple[Person, ...]:
        """Everybody but those whose file was put into the archive."""
        return self._persons(_PERSONS.where(_PRESENT))

    def archived(self) -> tuple[Kept, ...]:
        """Those whose file was put into the archive, the oldest first."""
        return self._kept(_KEPT.where(~_PRESENT).order_by(rows.case_file.c.archived_at, rows.case_file.c.id))

    def untouched_since(self, moment: datetime, now: datetime) -> tuple[Kept, ...]:
        """The files out of the archive in which nothing was written since the minute of a moment.

        And those last written after ``now``, while a clock was ahead: when that was is told as by ``last_written``.
        """
        last_minute = rows.case_file.c.last_minute
        before, ahead = last_minute < minute_of(tick_of(moment)), last_minute > minute_of(tick_of(now))
        return self._kept(_KEPT.where(_PRESENT, before | ahead).order_by(last_minute, rows.case_file.c.id), now)

    def standing(self, case: CaseId) -> Standing:
        """Raises ``UnknownCaseError`` for a case that the vault does not hold."""
        table = rows.case_file.c
        query = sa.select(table.archived_at, table.opposed_at).where(table.id == case.bytes)
        row = self._database.read(lambda connection: connection.execute(query).first())
        if row is None:
            raise UnknownCaseError
        return Standing(archived_at=_moment(row.archived_at), opposed_at=_moment(row.opposed_at))

    def last_written(self, case: CaseId, now: datetime) -> datetime:
        """When something was last written in a file, to the minute, whatever the register tells of it since.

        Where a clock was ahead of ``now`` once, ticks are ahead since: then the latest moment up to now at which the
        clock on the wall saw somebody write; the tick's where there is none.

        Raises:
            UnknownCaseError: the vault does not hold this case.
        """
        kept = self._kept(_KEPT.where(rows.case_file.c.id == case.bytes), now)
        if not kept:
            raise UnknownCaseError
        return kept[0].last_written_at

    def is_erased(self, case: CaseId) -> bool:
        """Whether an order of erasure stands for this case."""
        query = sa.select(rows.erasure.c.entry_id).where(rows.erasure.c.case_id == case.bytes)
        return self._database.read(lambda connection: connection.execute(query).first()) is not None

    def erased_numbers(self) -> Mapping[CaseId, str]:
        """The numbers that erased files carried."""
        query = sa.select(rows.erasure.c.case_id, rows.erasure.c.number)
        kept = self._database.read(lambda connection: connection.execute(query).all())
        return {CaseId(UUID(bytes=row.case_id)): row.number for row in kept}

    def find(self, text: str) -> tuple[Person, ...]:
        """Everybody out of the archive who fits ``text``, as in ``page``; an empty text finds everybody."""
        return self.page(text, limit=_NO_LIMIT).persons

    def page(
        self,
        text: str = "",
        limit: int = 50,
        after: Place | None = None,
        called: Iterable[Called] = (),
        *,
        archived: bool = False,
        at_once: bool = True,
    ) -> Page:
        """The next ``limit`` persons who fit ``text``; see ``searching.asked`` for what may be typed.

        ``called`` says what the marks of ``indexing`` are called today: structures of specialists, organisations. Not
        ``at_once``: a page may end before it is full, so that nobody waits for long; the next one goes on from its end.
        """
        wanted = asked(text, called)
        if wanted is None and text.strip():
            return Page((), None, 0)
        most = _NO_LIMIT if at_once else LOOKED_AT
        found = self._database.read(
            lambda connection: page_of(connection, wanted, limit, after, archived=archived, looked_at=most)
        )
        return Page(_read(found.rows), found.end, found.count)

    def part(self, first: int, limit: int, total: int) -> tuple[Person, ...]:
        """The persons of the whole list from the place ``first`` on; ``total`` is how many it has."""
        return _read(self._database.read(lambda connection: part_of(connection, first, limit, total)))

    def count(self, text: str = "", called: Iterable[Called] = (), *, archived: bool = False) -> int:
        """How many persons fit ``text``."""
        return self._counted(text, called, archived, _NO_LIMIT).count

    def counted(self, text: str = "", called: Iterable[Called] = ()) -> Counted:
        """How many persons fit ``text``, as far as it is quick to know."""
        return self._counted(text, called, False, LOOKED_AT)

    def _counted(self, text: str, called: Iterable[Called], archived: bool, looked_at: int) -> Counted:
        wanted = asked(text, called)
        if wanted is None and text.strip():
            return Counted(0, is_whole=True)
        return self._database.read(
            lambda connection: count_of(connection, wanted, archived=archived, looked_at=looked_at)
        )

    def outlines(self, cases: Sequence[CaseId]) -> Mapping[CaseId, Outline]:
        """The latest interview of each person who has one, and what the list says of it."""
        return self._database.read(lambda connection: outlines_of(connection, cases))

    def interviews(self, case: CaseId) -> tuple[InterviewRow, ...]:
        """The interviews of one person, oldest first."""
        table = rows.interview.c
        query = sa.select(rows.interview).where(table.case_id == case.bytes).order_by(table.first_tick, table.id)
        kept = self._database.read(lambda connection: connection.execute(query).all())
        return tuple(map(interview_of, kept))

    def rebuild(self) -> None:
        """Draw the lists of persons and interviews, and the search index, again from the journal."""
        self._pen.rebuild()

    def _persons(self, query: "sa.Select[tuple[bytes, bytes]]") -> tuple[Person, ...]:
        latest_first = query.order_by(rows.case_file.c.last_minute.desc(), rows.case_file.c.n.desc())
        kept = self._database.read(lambda connection: connection.execute(latest_first).all())
        return tuple(person_of(CaseId(UUID(bytes=row.id)), row.person) for row in kept)

    def _kept(
        self, query: "sa.Select[tuple[bytes, bytes, int, str | None]]", now: datetime | None = None
    ) -> tuple[Kept, ...]:
        def task(connection: sa.Connection) -> tuple[Kept, ...]:
            return tuple(
                Kept(
                    person=person_of(CaseId(UUID(bytes=row.id)), row.person),
                    last_written_at=_last_written(connection, row.id, moment_of_minute(row.last_minute), now),
                    archived_at=_moment(row.archived_at),
                )
                for row in connection.execute(query).all()
            )

        return self._database.read(task)

    def _said_before(self, case: CaseId) -> tuple[EntryId, ...]:
        kept = self._database.read(lambda connection: entries_kept(connection, case))
        return tuple(head.id for head in Record(kept).heads(PERSON))


def _read(found: "list[Row]") -> tuple[Person, ...]:
    return tuple(person_of(CaseId(UUID(bytes=row.id)), row.person) for row in found)


def _last_written(connection: sa.Connection, case: bytes, by_ticks: datetime, now: datetime | None) -> datetime:
    if now is None or by_ticks <= now:
        return by_ticks
    seen = (at for at in written_at(connection, case) if at <= now)
    return next(seen, by_ticks)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
