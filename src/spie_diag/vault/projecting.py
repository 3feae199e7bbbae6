"""What lists and searches read: drawn from the entries, in the transaction that writes them, and again on demand."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import Insert, insert

from spie_diag.interview.journal import Entry
from spie_diag.vault import indexing, rows
from spie_diag.vault.entries import dumped, opened
from spie_diag.vault.persons import PERSON, person_of
from spie_diag.vault.ready import Ready, Values
from spie_diag.vault.ticking import minute_of

ERASURE = "erasure"
"""The subject of the order by which everything said in a person's file goes."""
STAYING = "staying"
"""In an order: the ids of the entries of the register that it leaves, in hexadecimal."""
REGISTER = "register/"
"""What the subjects of the register begin with; after it, the deed."""
STANDINGS = {"archived": "archived_at", "opposed": "opposed_at"}
"""Subjects that put a whole file aside or under a reserve, and the column that says since when."""

_NUMBER = re.compile(r"D-(\d{4})-(\d+)")


def project(connection: sa.Connection, entries: Iterable[Entry]) -> None:
    """Bring the lists up to date with entries just inserted, in whatever order they come."""
    told: list[Entry] = []
    lived: list[Entry] = []
    orders: list[Entry] = []
    for entry in entries:
        (told if entry.subject.startswith(REGISTER) else orders if entry.subject == ERASURE else lived).append(entry)
    for entry in told:  # first: the others ask whether an entry is only of the register
        _project_register(connection, entry)
    looked_for = {entry.case.bytes: None for entry in lived if _project_life(connection, entry)}
    indexing.index(connection, looked_for)
    for order in orders:  # last: what came in with them goes too
        _project_erasure(connection, order)


def clear(connection: sa.Connection) -> None:
    """Forget the lists, before drawing them again; the numbers already given stay given."""
    indexing.clear(connection)
    for table in (rows.case_file, rows.interview, rows.standing, rows.register_line, rows.erasure):
        connection.execute(table.delete())


def _project_life(connection: sa.Connection, entry: Entry) -> bool:
    """Whether the person may be looked for by something else now."""
    if entry.subject == PERSON:
        looked_for = _project_person(connection, entry)
    else:
        if entry.subject in STANDINGS:
            _project_standing(connection, entry)
        _touch_case(connection, entry)
        looked_for = indexing.project_words(connection, entry)
    if entry.interview is not None:
        indexing.project_outline(connection, entry)
        _project_interview(connection, entry)
    return looked_for


def _project_register(connection: sa.Connection, entry: Entry) -> None:
    line = {
        "entry_id": entry.id.bytes,
        "tick": entry.tick,
        "at": entry.written_at.isoformat(),
        "author": entry.author.bytes,
        "deed": entry.subject.removeprefix(REGISTER),
        "case_id": entry.case.bytes,
        "facts": dumped(entry.value),
    }
    connection.execute(_KEEP_LINE, line)


def _project_standing(connection: sa.Connection, entry: Entry) -> None:
    """``{"since": …}`` sets it, null takes it back; the latest said holds."""
    since = entry.value.get("since") if isinstance(entry.value, dict) else None
    kept = {"case_id": entry.case.bytes, "subject": entry.subject, "tick": entry.tick, "since": since}
    connection.execute(_KEEP_STANDING, kept)
    connection.execute(_SHOW_STANDINGS, {"case": entry.case.bytes})


def _project_erasure(connection: sa.Connection, order: Entry) -> None:
    """Everything said of the person goes, in the transaction that keeps the order."""
    number = str(order.value.get("number") or "") if isinstance(order.value, dict) else ""
    connection.execute(_KEEP_ORDER, {"entry_id": order.id.bytes, "case_id": order.case.bytes, "number": number})
    _keep_number(connection, number)
    strip(connection, order.case.bytes)


def written_at(connection: sa.Connection, case: bytes) -> Iterator[datetime]:
    """When people wrote in a file by the clocks on their walls, the latest tick first; the register is not asked."""
    for row in connection.execute(_LIFE, {"case": case}):
        yield opened(*row).written_at


def strip(connection: sa.Connection, case: bytes) -> None:
    """Take away what the vault holds of an erased file, but the signed skeletons of its entries."""
    indexing.forget(connection, case)
    for interview in connection.execute(_INTERVIEWS, {"case": case}).scalars().all():
        _forget_places(connection, UUID(bytes=interview))
    for statement in _STRIP:
        connection.execute(statement, {"case": case})


def _forget_places(connection: sa.Connection, interview: UUID) -> None:
    table, named = rows.place.c, str(interview)
    names_it = sa.or_(sa.func.instr(table.key, named) > 0, sa.func.instr(table.value, named.encode()) > 0)
    connection.execute(rows.place.delete().where(names_it))


def _touch_case(connection: sa.Connection, entry: Entry) -> None:
    _TOUCH.run(connection, {"case": entry.case.bytes, "at_minute": minute_of(entry.tick)})


def _project_person(connection: sa.Connection, entry: Entry) -> bool:
    case = entry.case.bytes
    kept = connection.execute(_KEPT, {"case": case}).first()
    if kept is not None and kept.tick >= entry.tick:
        return False
    content = dumped(entry.value)
    person = person_of(entry.case, content)
    last_minute = minute_of(connection.execute(_LAST_TICK, {"case": case}).scalar_one())
    values = {"id": case, "number": person.number, "person": content, "tick": entry.tick, "last_minute": last_minute}
    connection.execute(_KEEP_PERSON, values)
    connection.execute(_SHOW_STANDINGS, {"case": case})
    _keep_number(connection, person.number)
    return True


def _keep_number(connection: sa.Connection, number: str) -> None:
    parts = _NUMBER.fullmatch(number)
    if parts is not None:
        connection.execute(_KEEP_NUMBER, {"year": int(parts[1]), "last": int(parts[2])})


def _project_interview(connection: sa.Connection, entry: Entry) -> None:
    if entry.interview is None:
        return
    values: Values = {"id": entry.interview.bytes, "case_id": entry.case.bytes, "first_tick": entry.tick}
    _KEEP_INTERVIEW.run(connection, values)


# The statements are built once: building them costs more than running them, and an answer waits for them.


def _keep_person() -> Insert:
    upsert = insert(rows.case_file)
    new = upsert.excluded
    changed = {"number": new.number, "person": new.person, "tick": new.tick, "last_minute": new.last_minute}
    return upsert.on_conflict_do_update(index_elements=["id"], set_=changed)


def _keep_number_statement() -> Insert:
    upsert = insert(rows.numbering)
    largest = sa.func.max(rows.numbering.c.last, upsert.excluded.last)
    return upsert.on_conflict_do_update(index_elements=["year"], set_={"last": largest})


def _keep_interview() -> Ready:
    upsert, table = insert(rows.interview), rows.interview.c
    first = upsert.excluded.first_tick
    whole = upsert.on_conflict_do_update(
        index_elements=["id"], set_={"first_tick": first}, where=first < table.first_tick
    )
    return Ready(whole, [column.name for column in table if column.name != "n"])


def _keep_standing() -> Insert:
    upsert, table = insert(rows.standing), rows.standing.c
    changed = {"tick": upsert.excluded.tick, "since": upsert.excluded.since}
    return upsert.on_conflict_do_update(
        index_elements=["case_id", "subject"], set_=changed, where=table.tick < upsert.excluded.tick
    )


def _since(subject: str) -> "sa.ScalarSelect[str | None]":
    table = rows.standing.c
    return (
        sa.select(table.since).where(table.case_id == rows.case_file.c.id, table.subject == subject).scalar_subquery()
    )


def _life() -> "sa.Select[bytes, bytes, bytes | None, bytes, int, bytes]":
    table, told = rows.entry.c, sa.exists().where(rows.register_line.c.entry_id == rows.entry.c.id)
    query = sa.select(table.id, table.case_id, table.interview_id, table.author, table.tick, table.payload)
    return query.where(table.case_id == _CASE, table.payload.is_not(None), ~told).order_by(table.tick.desc())


def _latest_of_life() -> "sa.Select[int]":
    """When somebody last wrote in a file: what the register tells of it, a reading for instance, does not count."""
    table, line = rows.entry.c, rows.register_line.c
    told = sa.exists().where(line.entry_id == table.id)
    # One step of the index in most cases, where a maximum would read the whole file.
    return sa.select(table.tick).where(table.case_id == _CASE, ~told).order_by(table.tick.desc()).limit(1)


def _without_payload() -> sa.Update:
    table = rows.entry.c
    told = sa.exists().where(rows.register_line.c.entry_id == table.id)
    ordered = sa.exists().where(rows.erasure.c.entry_id == table.id)
    spoken = (table.case_id == _CASE, table.payload.is_not(None), ~told, ~ordered)
    return rows.entry.update().where(*spoken).values(payload=None)


_CASE = sa.bindparam("case", type_=sa.LargeBinary)
_MINUTE = sa.bindparam("at_minute", type_=sa.Integer)
_KEPT = sa.select(rows.case_file.c.n, rows.case_file.c.tick).where(rows.case_file.c.id == _CASE)
_INTERVIEWS = sa.select(rows.interview.c.id).where(rows.interview.c.case_id == _CASE)
_LAST_TICK = _latest_of_life()
_LIFE = _life()
_TOUCH = Ready(
    rows.case_file.update()
    .where(rows.case_file.c.id == _CASE, rows.case_file.c.last_minute < _MINUTE)
    .values(last_minute=_MINUTE)
)
_KEEP_PERSON = _keep_person()
_KEEP_NUMBER = _keep_number_statement()
_KEEP_INTERVIEW = _keep_interview()
_KEEP_LINE = insert(rows.register_line).on_conflict_do_nothing()
_KEEP_ORDER = insert(rows.erasure).on_conflict_do_nothing()
_KEEP_STANDING = _keep_standing()
_SHOW_STANDINGS = (
    rows.case_file.update()
    .where(rows.case_file.c.id == _CASE)
    .values({column: _since(subject) for subject, column in STANDINGS.items()})
)
_STRIP = (
    rows.case_file.delete().where(rows.case_file.c.id == _CASE),
    rows.standing.delete().where(rows.standing.c.case_id == _CASE),
    rows.interview.delete().where(rows.interview.c.case_id == _CASE),
    rows.draft.delete().where(rows.draft.c.case_id == _CASE),
    _without_payload(),
    rows.signed_document.update().where(rows.signed_document.c.case_id == _CASE).values(pdf=b"", digest=""),
)
