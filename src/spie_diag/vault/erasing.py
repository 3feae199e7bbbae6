"""Erasing a person's file for good, and keeping it erased when an older copy of the vault comes back.

The order is a signed entry; in its transaction everything that was said goes, and the signed skeletons stay so that
the chains still hold. Beside the vault, ``vault.erased`` lists the cases: each opening applies it before anything is
shown, whatever backup was put back. It is a list of blocks, each signed by a specialist, so that nobody else adds a
case to it and no key is needed to carry it along.
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
from spie_diag.vault.database import Database
from spie_diag.vault.deeds import Deed, Reason
from spie_diag.vault.errors import ErasureUnfinishedError, ReadApartError, UnknownCaseError, VaultError
from spie_diag.vault.files import disk_refusals, write_whole
from spie_diag.vault.keyring import Keyring
from spie_diag.vault.pen import Line, Pen
from spie_diag.vault.projecting import ERASURE
from spie_diag.vault.register import line_of
from spie_diag.vault.upgrading import BACKUPS

__all__ = ["NAME", "Erasing", "Reason", "merge_erased", "older_copies"]

NAME = "vault.erased"

_MARK = "spie-diag erased 1"
_COPIES = (f"{BACKUPS}/*", "avant-*", "*.damaged-*")


@dataclass(frozen=True, slots=True)
class _Block:
    """Cases that one specialist says to be erased, in hexadecimal, sorted."""

    cases: tuple[str, ...]
    signer: str
    signature: str

    def is_true(self, vault: str, public_keys: Mapping[bytes, tuple[bytes, ...]]) -> bool:
        return any(self._holds(vault, key) for key in public_keys.get(_bytes(self.signer), ()))

    def _holds(self, vault: str, public_key: bytes) -> bool:
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
        public_keys: Mapping[bytes, tuple[bytes, ...]],
    ) -> None:
        self._folder = folder
        self._vault = vault
        self._database = database
        self._pen = pen
        self._keyring = keyring
        self._public_keys = public_keys
        self.unread = 0
        """Blocks of the list that this vault could not believe at its opening: they were not applied."""

    def erase(self, cases: Iterable[CaseId], author: SpecialistId, reason: Reason) -> None:
        """Take away all that was said in these files; on return neither the file nor its log holds any of it.

        What upgrades left aside in the vault's folder goes too; ``older_copies`` tells what else may still hold it.

        Raises:
            UnknownCaseError: the vault holds no such case; nothing was erased.
            SigningKeyLockedError: the author has not typed her passphrase in this session.
            ReadApartError: a backup or a check is reading the file.
            ErasureUnfinishedError: the order stands, and the next opening finishes the work.
        """
        if self._database.is_read_apart:
            raise ReadApartError
        orders = []
        for case in cases:
            number = self._database.read(partial(_number, case=case.bytes))
            if number is None:
                raise UnknownCaseError
            orders += _order(case, number, author, reason)
        self._pen.write(orders)
        try:
            self._list(author)
            self._database.checkpoint()
            _remove_upgrade_backups(self._folder)
        except VaultError as why:
            raise ErasureUnfinishedError from why

    def settle(self, opener: SpecialistId) -> None:
        """At the opening: erase again what an older copy brought back, and list what a crash kept from the list."""
        blocks, is_whole = _blocks(self._folder)
        true = [block for block in blocks if block.is_true(self._vault, self._public_keys)]
        self.unread = len(blocks) - len(true) + (not is_whole)
        if opener not in self._keyring:  # the recovery sheet opens, and signs for nobody
            return
        listed = {case for block in true for case in block.cases}
        known = self._database.read(_erased)
        back = [bytes.fromhex(case) for case in sorted(listed - known)]
        orders = self._database.read(lambda connection: _orders_for(connection, back, opener))
        self._pen.write(orders)
        if known - listed or len(true) > 1 or orders or not is_whole:
            with suppress(VaultError):  # the journal knows: a full disk must not keep people from it
                self._list(opener)
        if orders or known - listed:
            self._database.checkpoint()

    def _list(self, signer: SpecialistId) -> None:
        """Write the list anew as one block of all that is known, behind those that cannot be believed here."""
        blocks, _ = _blocks(self._folder)
        true = [block for block in blocks if block.is_true(self._vault, self._public_keys)]
        cases = self._database.read(_erased).union(*(block.cases for block in true))
        mine = _sealed(self._vault, cases, signer, self._keyring.of(signer).signing)
        _write(self._folder, [*(block for block in blocks if block not in true), mine])


def merge_erased(into: Path, other: Path) -> None:
    """Bring the list of another folder of the same vault along; the next opening judges and applies it."""
    mine, _ = _blocks(into)
    others, _ = _blocks(other)
    missing = [block for block in others if block not in mine]
    if missing:
        _write(into, [*mine, *missing])


def _remove_upgrade_backups(folder: Path) -> None:
    """They hold what was erased, and only serve to undo an upgrade that has long been lived with."""
    with disk_refusals():
        if (folder / BACKUPS).is_dir():
            shutil.rmtree(folder / BACKUPS)


def older_copies(folder: Path) -> tuple[str, ...]:
    """Backups, states put aside and damaged logs that lie in the folder of a vault, by name."""
    with disk_refusals():
        kept = [path.relative_to(folder).as_posix() for glob in _COPIES for path in folder.glob(glob)]
    return tuple(sorted(kept))


def _order(case: CaseId, number: str, author: SpecialistId, reason: Reason) -> list[Line]:
    facts: dict[str, Value] = {"reason": reason.value, "number": number}
    order = Line(case=case, interview=None, author=author, subject=ERASURE, value=facts)
    return [order, line_of(Deed.PURGED, author, case, facts)]


def _orders_for(connection: sa.Connection, cases: Iterable[bytes], author: SpecialistId) -> list[Line]:
    """Orders for those of the cases that the vault says something of."""
    orders = []
    for case in cases:
        said = sa.select(rows.entry.c.n).where(rows.entry.c.case_id == case, rows.entry.c.payload.is_not(None))
        if connection.execute(said.limit(1)).first() is not None:
            number = _number(connection, case) or ""
            orders += _order(CaseId(UUID(bytes=case)), number, author, Reason.ERASED_BEFORE)
    return orders


def _number(connection: sa.Connection, case: bytes) -> str | None:
    return connection.execute(sa.select(rows.case_file.c.number).where(rows.case_file.c.id == case)).scalar()


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
