"""Erasing a person's file for good, and keeping it erased when an older copy of the vault comes back.

The order is a signed entry; in its transaction everything that was said goes, and the signed skeletons stay so that
the chains still hold. Beside the vault, ``vault.erased`` lists the cases: each opening applies it before anything is
shown, whatever backup was put back. It is a list of blocks, each signed by a specialist, so that nobody else adds a
case to it and no key is needed to carry it along. Those of today are believed; what somebody signed who left counts for
what the journal knows already, or what a member signed again when he left.
"""

import json
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from spie_diag.forms.definition import Value
from spie_diag.interview.people import CaseId, SpecialistId
from spie_diag.vault import rows
from spie_diag.vault.backing_up import ERASED as NAME
from spie_diag.vault.backing_up import backups_in
from spie_diag.vault.database import Database
from spie_diag.vault.deeds import Deed, Reason
from spie_diag.vault.errors import ErasureUnfinishedError, UnknownCaseError, VaultError
from spie_diag.vault.files import disk_refusals, write_whole
from spie_diag.vault.keyring import Keyring
from spie_diag.vault.pen import Line, Pen
from spie_diag.vault.projecting import ERASURE, STAYING
from spie_diag.vault.register import line_of
from spie_diag.vault.slots import PersonalKeys
from spie_diag.vault.upgrading import BACKUPS

__all__ = ["NAME", "Erasing", "Reason", "merge_erased", "older_copies"]

_MARK = "spie-diag erased 1"
_COPIES = (f"{BACKUPS}/*", "avant-*", "*.damaged-*")


@dataclass(frozen=True, slots=True)
class _Block:
    """Cases that one specialist says to be erased, in hexadecimal, sorted."""

    cases: tuple[str, ...]
    signer: str
    signature: str

    def is_true(self, vault: str, members: Mapping[bytes, bytes]) -> bool:
        public_key = members.get(_bytes(self.signer))
        if public_key is None:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(_bytes(self.signature), _signed(vault, self.cases))
        except (InvalidSignature, ValueError):
            return False
        return True


class Erasing:
    """Erasures of the open vault."""

    def __init__(
        self,
        folder: Path,
        vault: str,
        database: Database,
        pen: Pen,
        keyring: Keyring,
        members: Mapping[bytes, bytes],
    ) -> None:
        """``members`` are those who may open the vault now, each with the public key that she signs with now."""
        self._folder = folder
        self._vault = vault
        self._database = database
        self._pen = pen
        self._keyring = keyring
        self._members = members
        self.unread = 0
        """Blocks of the list that this vault could not believe at its opening: they were not applied."""
        self.is_awaited = False
        """Whether files that were erased came back, and nobody who can sign is there to erase them again."""

    def believe(self, members: Mapping[bytes, bytes]) -> None:
        """Somebody came, left or has new keys."""
        self._members = members

    def erase(self, cases: Iterable[CaseId], author: SpecialistId, reason: Reason) -> None:
        """Take away all that was said in these files; on return neither the file nor its log holds any of it.

        What upgrades left aside in the vault's folder goes too; ``older_copies`` tells what else may still hold it.

        Raises:
            UnknownCaseError: the vault holds no such case; nothing was erased.
            SigningKeyLockedError: the author has not typed her passphrase in this session.
            ReadApartError: a backup or a check is reading the file.
            ErasureUnfinishedError: the order stands, and the next opening finishes the work.
        """
        with self._database.alone():  # a copy begun meanwhile would hold the text, and keep it in the log
            orders = []
            for case in cases:
                number = self._database.read(partial(_number, case=case.bytes))
                if number is None:
                    raise UnknownCaseError
                staying = self._database.read(partial(_register, case=case.bytes))
                orders += _order(case, number, author, reason, staying)
            self._pen.write(orders)
            try:
                self._list(author)
                self._database.empty_log()
                _remove_upgrade_backups(self._folder)
            except VaultError as why:
                raise ErasureUnfinishedError from why

    def settle(self, opener: SpecialistId) -> None:
        """At the opening: erase again what an older copy brought back, and list what a crash kept from the list.

        The recovery sheet signs for nobody: then nothing may be shown while ``is_awaited``.
        """
        blocks, is_whole = _blocks(self._folder)
        known, true = self._database.read(_erased), self._believed(blocks)
        listed = _cases(true)
        doubtful = _doubtful(blocks, true, known)
        self.unread = len(doubtful) + (not is_whole)
        back = [bytes.fromhex(case) for case in sorted(listed - known)]
        orders = self._database.read(lambda connection: _orders_for(connection, back, opener))
        if opener not in self._keyring:
            self.is_awaited = bool(orders)
            return
        self._pen.write(orders)
        self.is_awaited = False
        if known - listed or len(blocks) - len(doubtful) > 1 or orders or not is_whole:
            with suppress(VaultError):  # the journal knows: a full disk must not keep people from it
                self._list(opener)
        if orders or known - listed:
            self._database.checkpoint()
        last = self._database.read(_last_order)
        if last is not None:
            with suppress(VaultError):  # the next opening tries again
                # What was made a moment ago, by an upgrade of this very opening, holds what came back.
                _remove_upgrade_backups(self._folder, before=None if orders else last)

    def sign_again(self, keys: PersonalKeys) -> None:
        """Before somebody leaves or has new keys: what is believed today is believed of ``keys`` from then on.

        Raises:
            DiskFullError, ReadOnlyFolderError, StorageFailedError: the list is as it was.
        """
        blocks, _ = _blocks(self._folder)
        cases = self._database.read(_erased) | _cases(self._believed(blocks))
        if cases:  # the blocks of today stay: until the key file is written, they are the ones that count
            _write(self._folder, [*blocks, _sealed(self._vault, cases, keys.specialist, keys.signing)])

    def _list(self, signer: SpecialistId) -> None:
        """Write the list anew as one block of all that is known, behind those that cannot be believed here."""
        blocks, _ = _blocks(self._folder)
        known, true = self._database.read(_erased), self._believed(blocks)
        mine = _sealed(self._vault, known | _cases(true), signer, self._keyring.of(signer).signing)
        _write(self._folder, [*_doubtful(blocks, true, known), mine])

    def _believed(self, blocks: Iterable[_Block]) -> list[_Block]:
        return [block for block in blocks if block.is_true(self._vault, self._members)]


def _cases(blocks: Iterable[_Block]) -> set[str]:
    return {case for block in blocks for case in block.cases}


def _doubtful(blocks: Iterable[_Block], true: Iterable[_Block], known: set[str]) -> list[_Block]:
    """Those that say more than the journal and the members of today do."""
    told = known | _cases(true)
    return [block for block in blocks if not told.issuperset(block.cases)]


def merge_erased(into: Path, other: Path) -> None:
    """Bring the list of another folder of the same vault along; the next opening judges and applies it."""
    mine, _ = _blocks(into)
    others, _ = _blocks(other)
    missing = [block for block in others if block not in mine]
    if missing:
        _write(into, [*mine, *missing])


def _remove_upgrade_backups(folder: Path, before: int | None = None) -> None:
    """They hold what was erased, and only serve to undo an upgrade that has long been lived with.

    ``before`` is a tick: those that were made of a state which had reached it stay.
    """
    with disk_refusals():
        if not (folder / BACKUPS).is_dir():
            return
        young = {one.folder for one in backups_in(folder / BACKUPS) if before is not None and one.tick >= before}
        for path in (folder / BACKUPS).iterdir():
            if path not in young:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        if not young:
            (folder / BACKUPS).rmdir()


def older_copies(folder: Path) -> tuple[str, ...]:
    """Backups, states put aside and damaged logs that lie in the folder of a vault, by name."""
    with disk_refusals():
        kept = [path.relative_to(folder).as_posix() for glob in _COPIES for path in folder.glob(glob)]
    return tuple(sorted(kept))


def _order(case: CaseId, number: str, author: SpecialistId, reason: Reason, staying: list[Value]) -> list[Line]:
    """``staying`` are the entries that outlive the order: it names them, so that the audit misses any that goes too."""
    facts: dict[str, Value] = {"reason": reason.value, "number": number}
    order = Line(case=case, interview=None, author=author, subject=ERASURE, value={**facts, STAYING: staying})
    return [order, line_of(Deed.PURGED, author, case, facts)]


def _orders_for(connection: sa.Connection, cases: Iterable[bytes], author: SpecialistId) -> list[Line]:
    """Orders for those of the cases that the vault says something of."""
    orders = []
    for case in cases:
        said = sa.select(rows.entry.c.n).where(rows.entry.c.case_id == case, rows.entry.c.payload.is_not(None))
        if connection.execute(said.limit(1)).first() is not None:
            number = _number(connection, case) or ""
            staying = _register(connection, case)
            orders += _order(CaseId(UUID(bytes=case)), number, author, Reason.ERASED_BEFORE, staying)
    return orders


def _number(connection: sa.Connection, case: bytes) -> str | None:
    return connection.execute(sa.select(rows.case_file.c.number).where(rows.case_file.c.id == case)).scalar()


def _register(connection: sa.Connection, case: bytes) -> list[Value]:
    """What the register tells of a file, by the hexadecimal ids of its entries."""
    table = rows.register_line.c
    kept = connection.execute(sa.select(table.entry_id).where(table.case_id == case).order_by(table.tick))
    return [entry.hex() for entry in kept.scalars()]


def _last_order(connection: sa.Connection) -> int | None:
    """The tick at which a file of this vault was erased for the last time."""
    orders = sa.select(sa.func.max(rows.entry.c.tick)).where(rows.entry.c.id.in_(sa.select(rows.erasure.c.entry_id)))
    tick: int | None = connection.execute(orders).scalar()
    return tick


def _erased(connection: sa.Connection) -> set[str]:
    return {case.hex() for case in connection.execute(sa.select(rows.erasure.c.case_id)).scalars()}


def _blocks(folder: Path) -> tuple[list[_Block], bool]:
    """What the list holds, and whether all of it could be read."""
    with disk_refusals():
        path = folder / NAME
        content = path.read_bytes() if path.is_file() else b"[]"
    try:
        kept = json.loads(content)
        return [_Block(tuple(map(str, one["cases"])), str(one["signer"]), str(one["signature"])) for one in kept], True
    except (ValueError, TypeError, KeyError):
        return [], False


def _write(folder: Path, blocks: Iterable[_Block]) -> None:
    content = [{"cases": block.cases, "signer": block.signer, "signature": block.signature} for block in blocks]
    write_whole(folder / NAME, json.dumps(content).encode())


def _sealed(vault: str, cases: Iterable[str], signer: SpecialistId, key: Ed25519PrivateKey) -> _Block:
    ordered = tuple(sorted(cases))
    return _Block(ordered, signer.hex, key.sign(_signed(vault, ordered)).hex())


def _signed(vault: str, cases: Iterable[str]) -> bytes:
    return "\n".join((_MARK, vault, *cases)).encode()


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
