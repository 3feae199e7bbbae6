"""The inside of an open vault: the encrypted file, checked and up to date, and the collections that live in it."""

import contextlib
import ctypes
import gc
import hashlib
import json
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from spie_diag.clock import Clock
from spie_diag.vault import rows
from spie_diag.vault.auditing import chain_head, holds_head
from spie_diag.vault.ballast import Ballast
from spie_diag.vault.cases import Cases
from spie_diag.vault.database import Database
from spie_diag.vault.drafts import Drafts
from spie_diag.vault.entries import FIRST_LINK, Link, new_id
from spie_diag.vault.erasing import Erasing
from spie_diag.vault.errors import DatabaseDamagedError, DatabaseMismatchError, DatabaseMissingError, VaultError
from spie_diag.vault.files import disk_refusals, write_whole
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
from spie_diag.vault.wal_guard import commits_lost
from spie_diag.vault.wiping import wipe
from spie_diag.vault.witness import Head, remember_heads, remembered_heads

_VERIFIED_AT_ONCE = 8 << 20
"""A larger file would keep people waiting: its pages are verified in slices, once the journal was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What an open vault is made of."""

    folder: Path
    vault_key: bytearray
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
        _forget_freed_memory()


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


def open_parts(
    ballast: Ballast, key_file: KeyFile, vault_key: bytearray, keys: Sequence[PersonalKeys], clock: Clock
) -> Parts:
    """Check the encrypted file, bring it up to date, and open what lives in it.

    The first of ``keys`` opened it; without any it was the recovery sheet.

    Raises:
        DatabaseMissingError, DatabaseMismatchError, DatabaseDamagedError, NewerVaultError
    """
    folder = ballast.folder
    path = folder / key_file.database
    log = log_of(path)
    check = PageCheck(path, vault_key, key_file.database_salt)
    if _checked_start(path, key_file.database_salt, log) < _VERIFIED_AT_ONCE:
        _check_pages(check)
    database = Database(path, vault_key, ballast)
    try:
        lost = _unread(database, log, clock.now())
        database.checkpoint()
        bring_up_to_date(database, clock.now())
        remembered = remembered_heads(folder, authentication_key(vault_key, "witness"))
        if not check.is_over:
            check = PageCheck(path, vault_key, key_file.database_salt, database.raw_pages)
        link = next_link(database, None if lost else remembered, clock.now())
        last_tick = database.read(
            lambda connection: connection.execute(sa.select(sa.func.max(rows.entry.c.tick))).scalar()
        )
    except BaseException:
        database.close()
        raise
    ballast.set_aside()
    keyring = Keyring()
    for each in keys:
        keyring.take(each)
    hybrid = HybridClock(clock, last_tick or 0)
    pen = Pen(database, keyring, hybrid, link)
    public_keys = key_file.signing_keys
    erasing = Erasing(folder, key_file.vault, database, pen, keyring, public_keys)
    try:
        erasing.settle(keys[0].specialist if keys else NOBODY)
    except BaseException:
        database.close()
        raise
    return Parts(
        folder=folder,
        vault_key=vault_key,
        keyring=keyring,
        database=database,
        clock=hybrid,
        ballast=ballast,
        pen=pen,
        public_keys=public_keys,
        heads=dict(remembered or {}),
        commits_lost=lost,
        cases=Cases(database, pen, keys[0].specialist if keys else NOBODY),
        journals=Journals(database, pen, public_keys, remembered, check),
        drafts=Drafts(database, clock),
        forms=Forms(database, clock),
        signed_documents=SignedDocuments(database, clock),
        places=Places(database),
        register=Register(database, pen),
        erasing=erasing,
        private_secrets=PrivateSecrets(database, keyring, key_file.vault),
    )


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


def _unread(database: Database, log: bytes, now: datetime) -> int:
    """How many transactions the log lost; the log is kept aside before SQLite writes over it."""
    if not log:
        return 0
    lost = commits_lost(log, database.recognised_frames())
    if lost:
        write_whole(database.path.with_name(f"{database.path.name}-wal.damaged-{now:%Y%m%dT%H%M%S}"), log)
    return lost


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


def _forget_freed_memory() -> None:
    """Give freed memory back to the system, so that what was answered does not linger in it."""
    gc.collect()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it, musl has not
        if trim is not None:
            trim(0)
