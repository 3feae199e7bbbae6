"""The whole vault verified, from its keys to its lists; and what can be read of it where it is damaged."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
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
from spie_diag.vault.backing_up import refuse_backup
from spie_diag.vault.database import Database
from spie_diag.vault.errors import DatabaseMissingError, DeedStoppedError
from spie_diag.vault.files import disk_refusals
from spie_diag.vault.holding import Hold
from spie_diag.vault.key_file import both_copies_agree, read_key_file
from spie_diag.vault.pages import PageCheck, begins_with_salt, log_of, recognised_frames
from spie_diag.vault.patience import PATIENCE, Patience, unlocked_patiently
from spie_diag.vault.reading_pages import LED_WITH, NEEDING, named_in, read_pages
from spie_diag.vault.redrawing import lists_hold
from spie_diag.vault.replacing import finish_or_undo_replacement
from spie_diag.vault.wal_guard import commits_lost
from spie_diag.vault.whereabouts import refuse_unfit

if TYPE_CHECKING:
    from spie_diag.vault.key_record import KeyFile
    from spie_diag.vault.parts import Parts
    from spie_diag.vault.slots import Unlocked

_STEP_PAGES = 400


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
        BackupIsNoVaultError: nothing was read, nor written beside it.
        WrongPassphraseError, UnknownSpecialistError, KeyFileDamagedError, KeyFileTamperedError, AlreadyOpenError
        DatabaseMissingError: there is no encrypted file.
    """
    refuse_unfit(folder)
    refuse_backup(folder)
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
    has_its_salt = begins_with_salt(path, salt)
    check = PageCheck(path, unlocked.vault_key, salt)
    check.go_on()
    if has_its_salt:
        yield _pages(check)
    else:
        yield _bad(Point.PAGES, "son début n’est plus ce qui y avait été écrit.", pages=check.pages, damaged=1)
    yield (log := _log(path))
    if check.damaged or not has_its_salt or log.outcome is Outcome.FAILS:
        yield _readable(folder, unlocked)


def _pages(check: PageCheck) -> Finding:
    figures = {"pages": check.pages, "damaged": len(check.damaged)}
    if check.damaged:
        verb = "n’est" if len(check.damaged) == 1 else "ne sont"
        told = f"{counted(len(check.damaged), 'page')} sur {check.pages} {verb} plus ce qui y avait été écrit."
        return _bad(Point.PAGES, told, **figures)
    return _good(Point.PAGES, f"{counted(check.pages, 'page')}, telles qu’elles ont été écrites.", **figures)


def _log(path: Path) -> Finding:
    content = log_of(path)
    lost = commits_lost(content, recognised_frames(content))
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
    if not readable.entries:
        told = "plus aucune ne se lit dans ce fichier : seule une sauvegarde peut les rendre."
        return _bad(Point.ENTRIES, told, kept=0, due=readable.due, documents=len(readable.documents))
    told = (
        f"récupération possible : {counted(len(readable.entries), 'entrée')} sur {readable.due}, "
        f"{counted(len(readable.documents), 'document signé', 'documents signés')}. "
        "Réparer le coffre les reprend."
    )
    return _bad(Point.ENTRIES, told, kept=len(readable.entries), due=readable.due, documents=len(readable.documents))


class Checking:
    """An open vault verified whole: short steps between which people write, and long readings beside them."""

    def __init__(self, parts: "Parts", key_file: "KeyFile") -> None:
        self._parts = parts
        self._key_file = key_file

    def whole(self) -> Iterator[Findings]:
        """Everything in one thread: each time what was found so far."""
        found: Findings = ()
        for found in self.in_steps():
            yield found
        for finding in self.apart():
            found = (*found, finding)
            yield found

    def in_steps(self) -> Iterator[Findings]:
        """Pages and entries, most steps short: each gives what was found so far, the last one all of it."""
        parts = self._parts
        pages = PageCheck(parts.database.path, parts.vault_key, self._key_file.database_salt, parts.database.raw_pages)
        while not pages.is_over:
            parts.database.read(lambda _connection: pages.go_on(_STEP_PAGES))
            yield ()
        found = (_pages(pages),)
        yield found
        alarms: tuple[Alarm, ...] = ()
        for step in parts.journals.audit_in_steps():
            alarms = step
            yield found
        yield (*found, *_entries(alarms, parts.database.read(_count)))

    def apart(self, cancelled: Callable[[], bool] = lambda: False) -> Iterator[Finding]:
        """Tables, forms, documents and lists through a connection of its own: for a thread beside the writer's.

        Raises:
            DeedStoppedError: ``cancelled`` answered True, or the vault was closed.
            VaultLockedError: it was closed before.
            DatabaseDamagedError: a page does not hold; what was found of the pages stands.
        """
        with self._parts.database.apart() as beside:
            for look in (_tables, _forms, _documents):
                yield look(beside)
                if cancelled():
                    raise DeedStoppedError
            yield _lists(beside, cancelled)


def _tables(database: Database) -> Finding:
    if database.read(lambda connection: connection.exec_driver_sql("PRAGMA quick_check").all()) == [("ok",)]:
        return _good(Point.TABLES, "en ordre.")
    return _bad(Point.TABLES, "elles ne sont plus en ordre ; réparer le coffre les refait.")


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
    needed = database.read(lambda connection: set().union(*(_named(connection, *one) for one in NEEDING)))
    missing = len(needed - {digest for _, digest in kept})
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


def _lists(database: Database, cancelled: Callable[[], bool]) -> Finding:
    if lists_hold(database, cancelled):
        return _good(Point.LISTS, "elles disent ce que disent les entrées.")
    return _bad(Point.LISTS, "elles ne disent plus ce que disent les entrées.")
