"""What is kept of each person to be looked for, and what her line in the list says without her journal being read."""

from collections.abc import Iterable, Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import Insert, insert

from spie_diag.forms.definition import Value
from spie_diag.interview.journal import Entry
from spie_diag.interview.people import CaseId
from spie_diag.vault import rows
from spie_diag.vault.persons import person_of
from spie_diag.vault.searching import folded, line_of, mark_of

SPECIALIST, ORGANISATION = "specialist", "organisation"
"""Kinds of marks: what they are called is known where the line is typed, by the id or code that the mark stands for."""

_FIELDS_OF_WORK = ("social", "emploi")
_REFERENT, _ALSO_FOLLOWED_BY, _ORIENTATION, _SESSION = "answer/STA-11", "answer/STA-16", "orientation", "session"
_OUTLINED = frozenset({_SESSION, "version", "next_meeting"})


def project_words(connection: sa.Connection, entry: Entry) -> bool:
    """Keep the structures that an entry names: of who receives the person, and of who follows her; whether it does."""
    words = _words(entry)
    if words is None:
        return False
    subject = f"{_SESSION}/{entry.interview}" if entry.subject == _SESSION else entry.subject
    kept = {"case_id": entry.case.bytes, "subject": subject, "tick": entry.tick, "words": words}
    connection.execute(_KEEP_WORDS, kept)
    return True


def project_outline(connection: sa.Connection, entry: Entry) -> None:
    """Remember which entries the list of persons reads: who receives her, how far they are, what comes next."""
    if entry.interview is None or not _is_outlined(entry.subject):
        return
    connection.execute(_KEEP_OUTLINE, {"interview_id": entry.interview.bytes, "entry_id": entry.id.bytes})


def index(connection: sa.Connection, cases: Iterable[bytes]) -> None:
    """Bring what is looked for up to date with the files of some persons, each named once, and the words kept of them.

    WORKAROUND: where a row is taken out of such an index and put back before the index is flushed, SQLite loses the
    rows behind it (``fts5FlushOneHash``, with ``detail=none`` and ``secure-delete``; still so in 3.53.4).
    """
    changed = []
    for case in cases:
        row = connection.execute(_KEPT, {"case": case}).first()
        if row is not None:  # else her file comes later, from another copy
            line = _line(connection, case, row.person)
            if line != row.searched:
                changed.append((row.n, row.searched, line))
    held = [{"n": n, "line": before} for n, before, _ in changed if before]
    for one in held:
        connection.execute(_FORGET, one)
    if held:
        connection.execute(_FLUSH)
    for n, _, line in changed:
        connection.execute(_KEEP_LINE, {"place": n, "line": line})
        connection.execute(_INDEX, {"n": n, "line": line})


def _line(connection: sa.Connection, case: bytes, content: bytes) -> str:
    person = person_of(CaseId(UUID(bytes=case)), content)
    marks = " ".join(connection.execute(_WORDS, {"case": case}).scalars()).split()
    names = (person.family_name, person.first_names, person.called, person.commune)
    return line_of(names, person.number, person.born_on, person.phone, marks)


def forget(connection: sa.Connection, case: bytes) -> None:
    """Take a person out of what is looked for; while her file is still there."""
    row = connection.execute(_KEPT, {"case": case}).first()
    if row is not None and row.searched:
        connection.execute(_FORGET, {"n": row.n, "line": row.searched})
    connection.execute(_FORGET_OUTLINE, {"case": case})
    connection.execute(_FORGET_WORDS, {"case": case})


def clear(connection: sa.Connection) -> None:
    """Forget everything that is looked for; while the files are still there."""
    connection.execute(sa.text("INSERT INTO case_search(case_search) VALUES('delete-all')"))
    connection.execute(rows.case_word.delete())
    connection.execute(rows.outline.delete())


def _is_outlined(subject: str) -> bool:
    return (
        subject in _OUTLINED
        or subject.startswith(("signed/", "paper/"))
        or (subject.startswith("flag/") and subject.endswith("/resume"))
    )


def _words(entry: Entry) -> str | None:
    """The words to keep, separated by spaces; None for an entry that names no structure."""
    value = entry.value if isinstance(entry.value, dict) else {}
    if entry.subject == _SESSION:
        named = (value.get(one) for one in _FIELDS_OF_WORK)
        return " ".join(mark_of(SPECIALIST, one) for one in named if isinstance(one, str))
    if entry.subject == _ORIENTATION:
        code = value.get("organisation")
        mark = [mark_of(ORGANISATION, code)] if isinstance(code, str) else []
        return " ".join([*mark, folded(f"{value.get('referent') or ''} {value.get('correspondent') or ''}")])
    if entry.subject == _REFERENT:
        return folded(str(value.get("value") or ""))
    if entry.subject == _ALSO_FOLLOWED_BY:
        return folded(" ".join(_structures(value)))
    return None


def _structures(answer: Mapping[str, Value]) -> list[str]:
    lines = answer.get("value")
    named = (line.get("structure") for line in (lines if isinstance(lines, list) else []) if isinstance(line, dict))
    return [one for one in named if isinstance(one, str)]


def _keep_words() -> Insert:
    upsert, table = insert(rows.case_word), rows.case_word.c
    changed = {"tick": upsert.excluded.tick, "words": upsert.excluded.words}
    return upsert.on_conflict_do_update(
        index_elements=["case_id", "subject"], set_=changed, where=table.tick < upsert.excluded.tick
    )


# Built once: an answer waits for them.
_CASE = sa.bindparam("case", type_=sa.LargeBinary)
_FILE = rows.case_file.c
_KEPT = sa.select(_FILE.n, _FILE.person, _FILE.searched).where(_FILE.id == _CASE)
_WORDS = sa.select(rows.case_word.c.words).where(rows.case_word.c.case_id == _CASE).order_by(rows.case_word.c.subject)
_KEEP_WORDS = _keep_words()
_KEEP_LINE = (
    rows.case_file.update()
    .where(_FILE.n == sa.bindparam("place", type_=sa.Integer))
    .values(searched=sa.bindparam("line", type_=sa.Text))
)
_INDEX = sa.text("INSERT INTO case_search(rowid, searched) VALUES(:n, :line)")
_FORGET = sa.text("INSERT INTO case_search(case_search, rowid, searched) VALUES('delete', :n, :line)")
_FLUSH = sa.text("INSERT INTO case_search(case_search) VALUES('flush')")
_KEEP_OUTLINE = insert(rows.outline).on_conflict_do_nothing()
_FORGET_WORDS = rows.case_word.delete().where(rows.case_word.c.case_id == _CASE)
_FORGET_OUTLINE = rows.outline.delete().where(
    rows.outline.c.interview_id.in_(sa.select(rows.interview.c.id).where(rows.interview.c.case_id == _CASE))
)
