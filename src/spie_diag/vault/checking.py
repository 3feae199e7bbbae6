"""The whole vault verified, from its keys to its lists; and what can be read of it where it is damaged."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import sqlalchemy as sa

from spie_diag.french import counted, spaced
from spie_diag.interview.people import SpecialistId
from spie_diag.vault import rows
from spie_diag.vault.auditing import Alarm
from spie_diag.vault.database import Database
from spie_diag.vault.errors import DatabaseDamagedError, DatabaseMissingError
from spie_diag.vault.files import disk_refusals
from spie_diag.vault.holding import Hold
from spie_diag.vault.key_file import both_copies_agree, read_key_file
from spie_diag.vault.pages import PageCheck, PageReader, committed_frames, log_of
from spie_diag.vault.patience import PATIENCE, Patience, unlocked_patiently
from spie_diag.vault.pen import entries_kept
from spie_diag.vault.projecting import clear, project
from spie_diag.vault.reading_pages import LED_WITH, SIGNED_FOR, named_in, read_pages
from spie_diag.vault.replacing import finish_or_undo_replacement
from spie_diag.vault.wal_guard import commits_lost
from spie_diag.vault.whereabouts import refuse_unfit

if TYPE_CHECKING:
    from spie_diag.vault.key_record import KeyFile
    from spie_diag.vault.parts import Parts
    from spie_diag.vault.slots import Unlocked

_STEP_PAGES = 400
_TRUTH = ("entry", "chain", "signed_document", "form", "private_secret", "draft", "place", "alembic_version")
"""Every other table is drawn from these, and can be drawn again."""


class Point(Enum):
    """What is looked at; the value is the word to show."""

    KEYS = "Clés"
    PAGES = "Fichier"
    LOG = "Dernières écritures"
    TABLES = "Tables"
    ENTRIES = "Entrées"
    FORMS = "Questionnaires"
    DOCUMENTS = "Documents"
    LISTS = "Listes"
    BACKUPS = "Sauvegardes"


class Outcome(Enum):
    """How it stands with it; the value is the word to show."""

    HOLDS = "bon"
    REMARK = "à noter"
    FAILS = "abîmé"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a check: counts only, nothing that names a person."""

    point: Point
    outcome: Outcome
    told: str
    figures: Mapping[str, int] = field(default_factory=dict)
    """What was counted, under English names."""


Findings: TypeAlias = tuple[Finding, ...]


def _good(point: Point, told: str, **figures: int) -> Finding:
    return Finding(point, Outcome.HOLDS, spaced(told), figures)


def _bad(point: Point, told: str, **figures: int) -> Finding:
    return Finding(point, Outcome.FAILS, spaced(told), figures)


def check_closed(
    folder: Path, specialist: SpecialistId, passphrase: str, now: datetime, patience: Patience = PATIENCE
) -> Iterator[Finding]:
    """Verify what can be verified without opening: keys, pages, log. Nothing is changed, whatever is found.

    Ends with what a repair would bring back where the file is damaged: it is then of no use to open it.

    Raises:
        WrongPassphraseError, UnknownSpecialistError, KeyFileDamagedError, KeyFileTamperedError, AlreadyOpenError
        DatabaseMissingError: there is no encrypted file.
    """
    refuse_unfit(folder)
    key_file = read_key_file(folder)
    hold = Hold(folder)
    hold.take(now)
    try:
        unlocked = unlocked_patiently(key_file, specialist, passphrase, patience)
        try:
            finish_or_undo_replacement(folder, unlocked.key_file)
            yield _keys(folder)
            yield from _file(folder, unlocked)
        finally:
            unlocked.keys.wipe()
            unlocked.wipe()
    finally:
        hold.release()


def _keys(folder: Path) -> Finding:
    if both_copies_agree(folder):
        return _good(Point.KEYS, "les deux copies du fichier de clés sont là, les mêmes et authentiques.")
    told = "une des deux copies manque ou est abîmée ; l’autre est authentique, et l’ouverture refait la première."
    return Finding(Point.KEYS, Outcome.REMARK, spaced(told))


def _file(folder: Path, unlocked: "Unlocked") -> Iterator[Finding]:
    path, salt = folder / unlocked.key_file.database, unlocked.key_file.database_salt
    with disk_refusals():
        if not path.is_file():
            raise DatabaseMissingError
        with path.open("rb") as file:
            has_its_salt = file.read(len(salt)) == salt
    check = PageCheck(path, unlocked.vault_key, salt)
    check.go_on()
    if has_its_salt:
        yield _pages(check)
    else:
        yield _bad(Point.PAGES, "son début n’est plus ce qui y avait été écrit.", pages=check.pages, damaged=1)
    yield (log := _log(path, unlocked.vault_key, salt))
    if check.damaged or not has_its_salt or log.outcome is Outcome.FAILS:
        yield _readable(folder, unlocked)


def _pages(check: PageCheck) -> Finding:
    figures = {"pages": check.pages, "damaged": len(check.damaged)}
    if check.damaged:
        told = f"{counted(len(check.damaged), 'page')} sur {check.pages} ne sont plus ce qui y avait été écrit."
        return _bad(Point.PAGES, told, **figures)
    return _good(Point.PAGES, f"{counted(check.pages, 'page')}, telles qu’elles ont été écrites.", **figures)


def _log(path: Path, key: bytearray, salt: bytes) -> Finding:
    reader, content = PageReader(key, salt), log_of(path)
    try:
        lost = commits_lost(content, len(committed_frames(content, reader)))
    finally:
        reader.close()
    aside = len(list(path.parent.glob(f"{path.name}-wal.damaged-*")))
    if lost:
        return _bad(
            Point.LOG, f"{counted(lost, 'enregistrement')} derrière un endroit abîmé ne seraient pas relus.", lost=lost
        )
    if aside:
        told = "des écritures abîmées ont été mises de côté ; une réparation en reprend ce qui se lit."
        return Finding(Point.LOG, Outcome.REMARK, spaced(told), {"aside": aside})
    return _good(Point.LOG, "rien n’y manque.")


def _readable(folder: Path, unlocked: "Unlocked") -> Finding:
    readable = read_pages(folder, unlocked.key_file, unlocked.vault_key)
    told = (
        f"récupération possible : {counted(len(readable.entries), 'entrée')} sur {readable.due}, "
        f"{counted(len(readable.documents), 'document signé', 'documents signés')}. "
        "« spie-diag vault salvage » répare le coffre."
    )
    return _bad(Point.ENTRIES, told, kept=len(readable.entries), due=readable.due, documents=len(readable.documents))


def check_open(parts: "Parts", key_file: "KeyFile") -> Iterator[Findings]:
    """Verify an open vault in steps, most of them short: each gives what was found so far, the last one everything."""
    found: list[Finding] = []
    pages = PageCheck(parts.database.path, parts.vault_key, key_file.database_salt, parts.database.raw_pages)
    while not pages.is_over:
        parts.database.read(lambda _connection: pages.go_on(_STEP_PAGES))
        yield tuple(found)
    found.append(_pages(pages))
    yield tuple(found)
    found.append(_tables(parts.database))
    yield tuple(found)
    alarms: tuple[Alarm, ...] = ()
    for step in parts.journals.audit_in_steps():
        alarms = step
        yield tuple(found)
    found += _entries(alarms, parts.database.read(_count))
    yield tuple(found)
    for look in (_forms, _documents, _lists):
        found.append(look(parts.database))
        yield tuple(found)


def _tables(database: Database) -> Finding:
    if database.read(lambda connection: connection.exec_driver_sql("PRAGMA quick_check").all()) == [("ok",)]:
        return _good(Point.TABLES, "en ordre.")
    return _bad(Point.TABLES, "elles ne sont plus en ordre ; « spie-diag vault salvage --forcer » les refait.")


def _count(connection: sa.Connection) -> int:
    return int(connection.execute(sa.select(sa.func.count(rows.entry.c.n))).scalar_one())


def _entries(alarms: tuple[Alarm, ...], entries: int) -> list[Finding]:
    told = [
        Finding(Point.ENTRIES, Outcome.REMARK if alarm.lost else Outcome.FAILS, alarm.sentence)
        for alarm in {alarm.sentence: alarm for alarm in alarms if not alarm.pages}.values()
    ]
    if any(one.outcome is Outcome.FAILS for one in told):
        return told
    whole = f"{counted(entries, 'entrée')} : signatures, contenus et enchaînement tiennent."
    return [_good(Point.ENTRIES, whole, kept=entries), *told]


def _forms(database: Database) -> Finding:
    table = rows.form.c
    named = database.read(lambda connection: connection.execute(sa.select(table.n, table.fingerprint)).all())
    wrong = sum(_digest(database, table.content, table.n == n) != fingerprint for n, fingerprint in named)
    led_with = database.read(lambda connection: _named(connection, *LED_WITH))
    missing = len(led_with - {fingerprint for _, fingerprint in named})
    figures = {"forms": len(named), "wrong": wrong, "missing": missing}
    if missing and not wrong:
        told = counted(missing, "questionnaire manque", "questionnaires manquent")
        told += " : les entretiens concernés s’ouvrent avec celui de l’application, s’il est le même."
        return Finding(Point.FORMS, Outcome.REMARK, spaced(told), figures)
    if wrong:
        return _bad(Point.FORMS, f"{counted(wrong, 'questionnaire')} d’une autre empreinte que la leur.", **figures)
    return _good(Point.FORMS, f"{counted(len(named), 'questionnaire')}, chacun avec son empreinte.", **figures)


def _documents(database: Database) -> Finding:
    """Every PDF against its digest, and every digest that somebody signed for against those that are kept."""
    table = rows.signed_document.c
    query = sa.select(table.n, table.digest).where(sa.or_(table.digest != "", sa.func.length(table.pdf) > 0))
    kept = database.read(lambda connection: connection.execute(query).all())
    wrong = sum(_digest(database, table.pdf, table.n == n) != digest for n, digest in kept)
    signed_for = database.read(lambda connection: _named(connection, *SIGNED_FOR))
    missing = len(signed_for - {digest for _, digest in kept})
    figures = {"documents": len(kept), "wrong": wrong, "missing": missing}
    if wrong:
        told = counted(wrong, "document signé a changé depuis", "documents signés ont changé depuis")
        return _bad(Point.DOCUMENTS, f"{told}.", **figures)
    if missing:
        told = counted(missing, "document signé manque", "documents signés manquent")
        return _bad(Point.DOCUMENTS, f"{told}. Une sauvegarde le{'s' * (missing > 1)} contient peut-être.", **figures)
    told = f"{counted(len(kept), 'document signé', 'documents signés')}, chacun avec son empreinte."
    return _good(Point.DOCUMENTS, told, **figures)


def _digest(database: Database, column: sa.Column[bytes], where: sa.ColumnElement[bool]) -> str:
    """Of one content at a time: a vault may hold more of them than memory does."""
    query = sa.select(column).where(where)
    return hashlib.sha256(database.read(lambda connection: connection.execute(query).scalar_one())).hexdigest()


def _named(connection: sa.Connection, subject: str, key: str) -> set[str]:
    """What signed entries need, by digest."""
    payload = rows.entry.c.payload
    query = sa.select(payload).where(sa.func.instr(payload, f'"subject":"{subject}'.encode()) > 0)
    return named_in(connection.execute(query).scalars(), subject, key)


class _UndoneError(Exception):
    """Lists were drawn again to be compared, and are not to be kept."""


def _lists(database: Database) -> Finding:
    same = False

    def task(connection: sa.Connection) -> None:
        nonlocal same
        for name in _indexes(connection):
            connection.exec_driver_sql(f"INSERT INTO {name}({name}, rank) VALUES('integrity-check', 1)")
        before = _drawn(connection)
        clear(connection)
        project(connection, entries_kept(connection))
        same = _drawn(connection) == before
        raise _UndoneError

    with suppress(_UndoneError, DatabaseDamagedError):  # the second one is the index that does not hold
        database.write(task)
    if same:
        return _good(Point.LISTS, "elles disent ce que disent les entrées.")
    return _bad(Point.LISTS, "elles ne disent plus ce que disent les entrées.")


def _indexes(connection: sa.Connection) -> list[str]:
    return [name for name, kind in _tables_of(connection) if kind == "virtual"]


def _drawn(connection: sa.Connection) -> dict[str, list[str]]:
    """What the lists hold, whatever the order and the numbers of their rows."""
    drawn = {}
    for name in (name for name, kind in _tables_of(connection) if kind == "table" and name not in _TRUTH):
        kept = connection.exec_driver_sql(f"SELECT * FROM {name}").mappings()  # noqa: S608 a name of ours
        drawn[name] = sorted(repr([row[column] for column in row if column != "n"]) for row in kept)
    return drawn


def _tables_of(connection: sa.Connection) -> list[tuple[str, str]]:
    """Our tables and their kinds; those that an index keeps for itself are « shadow »."""
    listed = connection.exec_driver_sql("PRAGMA table_list").mappings()
    return [(row["name"], row["type"]) for row in listed if row["schema"] == "main" and "sqlite_" not in row["name"]]
