"""The inside of an open vault: the encrypted file, checked and up to date, and the collections that live in it."""

import contextlib
import hashlib
import json
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from spie_diag.clock import Clock
from spie_diag.interview.people import SpecialistId
from spie_diag.sweeping import forget_freed_memory
from spie_diag.vault import rows
from spie_diag.vault.auditing import chain_head, holds_head
from spie_diag.vault.ballast import Ballast
from spie_diag.vault.cases import Cases
from spie_diag.vault.database import Database
from spie_diag.vault.drafts import Drafts
from spie_diag.vault.entries import FIRST_LINK, Link, new_id
from spie_diag.vault.erasing import Erasing
from spie_diag.vault.errors import DatabaseDamagedError, DatabaseMismatchError, DatabaseMissingError, VaultError
from spie_diag.vault.files import disk_refusals
from spie_diag.vault.forms import Forms
from spie_diag.vault.journals import Journals
from spie_diag.vault.key_file import KeyFile
from spie_diag.vault.keyring import NOBODY, Keyring
from spie_diag.vault.pages import PAGE_BYTES, SALT_BYTES, PageCheck, log_of
from spie_diag.vault.pen import Pen
from spie_diag.vault.places import Places
from spie_diag.vault.private_secrets import PrivateSecrets
from spie_diag.vault.register import Register
from spie_diag.vault.sealing import authentication_key
from spie_diag.vault.signed_documents import SignedDocuments
from spie_diag.vault.slots import PersonalKeys
from spie_diag.vault.ticking import HybridClock
from spie_diag.vault.upgrading import bring_up_to_date
from spie_diag.vault.wal_guard import keep_aside_if_damaged
from spie_diag.vault.wiping import wipe
from spie_diag.vault.witness import Head, remember_heads, remembered_heads

_VERIFIED_AT_ONCE = 8 << 20
"""A larger file would keep people waiting: its pages are verified in slices, once the journal was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What an open vault is made of."""

    folder: Path
    vault_key: bytearray = field(repr=False)
    keyring: Keyring
    database: Database
    clock: HybridClock
    ballast: Ballast
    pen: Pen
    public_keys: dict[bytes, tuple[bytes, ...]]
    """By author, every key that she ever signed with; grows as colleagues are welcomed."""
    heads: dict[bytes, Head]
    """What the witness file remembers."""
    commits_lost: int
    cases: Cases
    journals: Journals
    drafts: Drafts
    forms: Forms
    signed_documents: SignedDocuments
    places: Places
    register: Register
    erasing: Erasing
    private_secrets: PrivateSecrets

    def keep_witness(self) -> None:
        """Remember the end of the chain; never an error: what is written does not depend on it."""
        link = self.pen.link
        head = Head(link.number - 1, link.previous)
        if self.heads.get(link.chain) == head:
            return
        with contextlib.suppress(VaultError):
            heads = {**self.heads, link.chain: head}
            remember_heads(self.folder, authentication_key(self.vault_key, "witness"), heads)
            self.heads[link.chain] = head

    def close(self) -> None:
        """Remember the end of the chain, fold the log in, forget every key."""
        self.keep_witness()
        # A full or vanished disk must not keep the keys in memory: the log alone holds everything that was written.
        with contextlib.suppress(VaultError):
            self.database.checkpoint()
        self.database.close()
        self.keyring.wipe()
        wipe(self.vault_key)
        forget_freed_memory()


def create_database(folder: Path, name: str, vault_key: bytearray, now: datetime) -> bytes:
    """Make the encrypted file with today's tables; returns its salt."""
    database = Database(folder / name, vault_key, Ballast(folder))
    try:
        bring_up_to_date(database, now)
        database.checkpoint()
    finally:
        database.close()
    with disk_refusals(), database.path.open("rb") as file:
        database.path.chmod(0o600)
        return file.read(SALT_BYTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """The encrypted file, open and up to date, and what was found on the way."""

    database: Database
    check: PageCheck
    remembered: dict[bytes, Head] | None
    commits_lost: int
    link: Link
    last_tick: int


def open_parts(
    ballast: Ballast, key_file: KeyFile, vault_key: bytearray, keys: Sequence[PersonalKeys], clock: Clock
) -> Parts:
    """Check the encrypted file, bring it up to date, and open what lives in it.

    The first of ``keys`` opened it; without any it was the recovery sheet. Where it is refused, all keys are left to
    whoever gave them.

    Raises:
        DatabaseMissingError, DatabaseMismatchError, DatabaseDamagedError, NewerVaultError
    """
    checked = _checked(ballast, key_file, vault_key, clock)
    try:
        ballast.set_aside()
        parts = _assembled(checked, ballast, key_file, keys, clock)
        parts.erasing.settle(_opener(keys))
    except BaseException:
        checked.database.close()
        raise
    return parts


def _assembled(
    checked: _Checked, ballast: Ballast, key_file: KeyFile, keys: Sequence[PersonalKeys], clock: Clock
) -> Parts:
    database, public_keys = checked.database, key_file.signing_keys
    keyring = Keyring()
    for each in keys:
        keyring.take(each)
    hybrid = HybridClock(clock, checked.last_tick)
    pen = Pen(database, keyring, hybrid, checked.link)
    return Parts(
        folder=ballast.folder,
        vault_key=database.key,
        keyring=keyring,
        database=database,
        clock=hybrid,
        ballast=ballast,
        pen=pen,
        public_keys=public_keys,
        heads=dict(checked.remembered or {}),
        commits_lost=checked.commits_lost,
        cases=Cases(database, pen, _opener(keys)),
        journals=Journals(database, pen, public_keys, checked.remembered, checked.check),
        drafts=Drafts(database, clock),
        forms=Forms(database, clock),
        signed_documents=SignedDocuments(database, clock),
        places=Places(database),
        register=Register(database, pen, public_keys),
        erasing=Erasing(ballast.folder, key_file.vault, database, pen, keyring, key_file.members_keys),
        private_secrets=PrivateSecrets(database, keyring, key_file.vault),
    )


def _opener(keys: Sequence[PersonalKeys]) -> SpecialistId:
    return keys[0].specialist if keys else NOBODY


def _checked(ballast: Ballast, key_file: KeyFile, vault_key: bytearray, clock: Clock) -> _Checked:
    """Look at the file and its log before SQLite, which writes in what it opens; then open it."""
    folder, salt = ballast.folder, key_file.database_salt
    path = folder / key_file.database
    log = log_of(path)
    check = PageCheck(path, vault_key, salt)
    if _checked_start(path, salt, log) < _VERIFIED_AT_ONCE:
        _check_pages(check)
    lost = keep_aside_if_damaged(path, log, clock.now())
    database = Database(path, vault_key, ballast)
    try:
        database.checkpoint()
        bring_up_to_date(database, clock.now())
        remembered = remembered_heads(folder, authentication_key(vault_key, "witness"))
        return _Checked(
            database=database,
            check=check if check.is_over else PageCheck(path, vault_key, salt, database.raw_pages),
            remembered=remembered,
            commits_lost=lost,
            link=next_link(database, None if lost else remembered, clock.now()),
            last_tick=database.read(_last_tick),
        )
    except BaseException:
        database.close()
        raise


def _last_tick(connection: sa.Connection) -> int:
    return connection.execute(sa.select(sa.func.max(rows.entry.c.tick))).scalar() or 0


def _checked_start(path: Path, salt: bytes, log: bytes) -> int:
    """The size of the file; SQLite would make a new one where there is none, and take any other for a wrong key."""
    with disk_refusals():
        if not path.is_file():
            raise DatabaseMissingError
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(SALT_BYTES)
    # A page cut short while the log was folded in is still whole in the log.
    if size < PAGE_BYTES or (size % PAGE_BYTES and not log):
        raise DatabaseDamagedError
    if start != salt:
        raise DatabaseMismatchError
    return size


def _check_pages(check: PageCheck) -> None:
    """Before SQLite, which writes in what it opens: a file that is refused stays as it was found."""
    check.go_on()
    if check.damaged == (1,):
        raise DatabaseMismatchError
    if check.damaged:
        raise DatabaseDamagedError(len(check.damaged))


def next_link(database: Database, remembered: dict[bytes, Head] | None, now: datetime) -> Link:
    """Where this copy writes next: under a new chain id if it was copied, moved, put back from a backup or repaired."""
    place = _place(database.path)

    def task(connection: sa.Connection) -> Link:
        last = connection.execute(sa.select(rows.chain).order_by(rows.chain.c.n.desc()).limit(1)).first()
        if last is not None and last.place == place:
            number, digest = chain_head(connection, last.id)
            if remembered is not None and holds_head(connection, last.id, remembered.get(last.id)):
                return Link(last.id, number + 1, digest)
        chain = new_id(now).bytes
        connection.execute(rows.chain.insert().values(id=chain, place=place))
        return Link(chain, 1, FIRST_LINK)

    return database.write(task)


def _place(path: Path) -> bytes:
    """This very file on this very computer: a copy of it is another place."""
    here = [platform.node(), str(path.resolve()), path.stat().st_ino]
    return hashlib.sha256(json.dumps(here).encode()).digest()
