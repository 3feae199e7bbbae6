"""What lists and searches read: drawn from the entries, in the transaction that writes them, and again on demand."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import Insert, insert

from spie_diag.forms.definition import Value
from spie_diag.interview.journal import Entry
from spie_diag.interview.people import CaseId, Person
from spie_diag.vault import rows
from spie_diag.vault.entries import dumped, loaded_mapping

PERSON = "person"
"""The subject under which a person's file is written in the journal."""

_NUMBER = re.compile(r"D-(\d{4})-(\d+)")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})


def folded(text: str) -> str:
    """Lower case without accents, ligatures and punctuation: « Œuvrard-Éloïse » gives « oeuvrard eloise »."""
    # Twice, because taking a letter apart may leave capitals (« ᴬ ») and lower case may leave something to take apart.
    for _ in range(2):
        text = unicodedata.normalize("NFKD", text).casefold().translate(_LIGATURES)
    plain = unicodedata.normalize("NFKD", text)
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in kept).split())


def person_value(person: Person) -> Value:
    """A person as a journal entry keeps her."""
    return {
        "number": person.number,
        "called": person.called,
        "family_name": person.family_name,
        "first_names": person.first_names,
        "born_on": person.born_on.isoformat() if person.born_on else None,
        "commune": person.commune,
        "phone": person.phone,
    }


def person_of(case: CaseId, content: bytes) -> Person:
    kept = loaded_mapping(content)
    born_on = kept["born_on"]
    return Person(
        case=case,
        number=str(kept["number"]),
        called=str(kept["called"]),
        family_name=str(kept["family_name"]),
        first_names=str(kept["first_names"]),
        born_on=date.fromisoformat(str(born_on)) if born_on else None,
        commune=str(kept["commune"]),
        phone=str(kept["phone"]),
    )


def project(connection: sa.Connection, entries: Iterable[Entry]) -> None:
    """Bring the lists up to date with entries just inserted, in whatever order they come."""
    for entry in entries:
        if entry.subject == PERSON:
            _project_person(connection, entry)
        else:
            _touch_case(connection, entry)
        if entry.interview is not None:
            _project_interview(connection, entry)


def clear(connection: sa.Connection) -> None:
    """Forget the lists, before drawing them again; the numbers already given stay given."""
    connection.execute(rows.case_search.delete())
    connection.execute(rows.case_file.delete())
    connection.execute(rows.interview.delete())


def _touch_case(connection: sa.Connection, entry: Entry) -> None:
    connection.execute(_TOUCH, {"case": entry.case.bytes, "at_tick": entry.tick})


def _project_person(connection: sa.Connection, entry: Entry) -> None:
    case = entry.case.bytes
    kept = connection.execute(_KEPT, {"case": case}).first()
    if kept is not None and kept.tick >= entry.tick:
        return
    content = dumped(entry.value)
    person = person_of(entry.case, content)
    last_tick = connection.execute(_LAST_TICK, {"case": case}).scalar_one()
    values = {"id": case, "number": person.number, "person": content, "tick": entry.tick, "last_tick": last_tick}
    connection.execute(_KEEP_PERSON, values)
    n = connection.execute(_KEPT, {"case": case}).one().n
    connection.execute(rows.case_search.delete().where(rows.case_search.c.rowid == n))
    connection.execute(rows.case_search.insert().values(rowid=n, folded=_searched(person)))
    _keep_number(connection, person.number)


def _searched(person: Person) -> str:
    digits = "".join(letter for letter in person.phone if letter.isdigit())
    return folded(
        f"{person.family_name} {person.first_names} {person.called} {person.number} {person.commune} {digits}"
    )


def _keep_number(connection: sa.Connection, number: str) -> None:
    parts = _NUMBER.fullmatch(number)
    if parts is not None:
        connection.execute(_KEEP_NUMBER, {"year": int(parts[1]), "last": int(parts[2])})


def _project_interview(connection: sa.Connection, entry: Entry) -> None:
    if entry.interview is None:
        return
    at = entry.written_at.isoformat()
    values = {
        "id": entry.interview.bytes,
        "case_id": entry.case.bytes,
        "first_tick": entry.tick,
        "opened_at": at,
        "last_tick": entry.tick,
        "last_written_at": at,
        "entries": 1,
    }
    connection.execute(_KEEP_INTERVIEW, values)


# The statements are built once: building them costs more than running them, and an answer waits for them.


def _keep_person() -> Insert:
    upsert = insert(rows.case_file)
    new = upsert.excluded
    changed = {"number": new.number, "person": new.person, "tick": new.tick, "last_tick": new.last_tick}
    return upsert.on_conflict_do_update(index_elements=["id"], set_=changed)


def _keep_number_statement() -> Insert:
    upsert = insert(rows.numbering)
    largest = sa.func.max(rows.numbering.c.last, upsert.excluded.last)
    return upsert.on_conflict_do_update(index_elements=["year"], set_={"last": largest})


def _keep_interview() -> Insert:
    upsert, table = insert(rows.interview), rows.interview.c
    new = upsert.excluded
    is_first, is_last = new.first_tick < table.first_tick, new.last_tick > table.last_tick
    changed = {
        "first_tick": sa.func.min(table.first_tick, new.first_tick),
        "opened_at": sa.case((is_first, new.opened_at), else_=table.opened_at),
        "last_tick": sa.func.max(table.last_tick, new.last_tick),
        "last_written_at": sa.case((is_last, new.last_written_at), else_=table.last_written_at),
        "entries": table.entries + 1,
    }
    return upsert.on_conflict_do_update(index_elements=["id"], set_=changed)


_CASE = sa.bindparam("case", type_=sa.LargeBinary)
_TICK = sa.bindparam("at_tick", type_=sa.Integer)
_KEPT = sa.select(rows.case_file.c.n, rows.case_file.c.tick).where(rows.case_file.c.id == _CASE)
_LAST_TICK = sa.select(sa.func.max(rows.entry.c.tick)).where(rows.entry.c.case_id == _CASE)
_TOUCH = (
    rows.case_file.update()
    .where(rows.case_file.c.id == _CASE, rows.case_file.c.last_tick < _TICK)
    .values(last_tick=_TICK)
)
_KEEP_PERSON = _keep_person()
_KEEP_NUMBER = _keep_number_statement()
_KEEP_INTERVIEW = _keep_interview()
