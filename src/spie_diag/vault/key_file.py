"""The key file of a vault: who holds it, their key slots, and which encrypted file it opens. No secret is in clear.

Reading it needs no passphrase and nothing slow, so that the first page can say who may open the vault.
"""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from uuid import UUID

from spie_diag.interview.people import FieldOfWork, Specialist, SpecialistId
from spie_diag.vault.errors import (
    KeyFileDamagedError,
    KeyFileTamperedError,
    NewerVaultError,
    NotAVaultError,
    UnfinishedVaultError,
    VaultError,
    VaultMissingError,
)
from spie_diag.vault.files import disk_refusals, write_whole
from spie_diag.vault.key import Strength

FORMAT = "spie-diag-vault-keys"
VERSION = 1
NAME = "vault.keys"
COPY_NAME = "vault.keys.copy"
UNFINISHED = "vault.unfinished"
"""There from the start of a creation to the moment when the key file is kept; holds the name of the encrypted file."""

Json: TypeAlias = str | int | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """How one specialist opens the vault; only her passphrase unwraps it."""

    specialist: Specialist
    strength: Strength
    salt: bytes
    """16 random bytes of Argon2id."""
    exchange_key: bytes
    """X25519 public key: the vault key is sealed to it."""
    signing_key: bytes
    """Ed25519 public key: her journal entries are verified with it."""
    nonce: bytes = b""
    wrapped: bytes = b""
    """Her private keys under AES-256-GCM with the key derived from her passphrase."""
    sealed: bytes = b""
    """The vault key under HPKE to ``exchange_key``."""

    def as_json(self) -> dict[str, Json]:
        who = self.specialist
        return {
            "specialist": {
                "id": str(who.id),
                "name": who.name,
                "structure": who.structure,
                "field_of_work": who.field_of_work.value,
                "role": who.role,
            },
            "kdf": {
                "algorithm": "argon2id",
                "memory_kib": self.strength.memory_kib,
                "passes": self.strength.passes,
                "lanes": self.strength.lanes,
                "salt": _text64(self.salt),
            },
            "exchange_key": _text64(self.exchange_key),
            "signing_key": _text64(self.signing_key),
            "nonce": _text64(self.nonce),
            "wrapped": _text64(self.wrapped),
            "sealed": _text64(self.sealed),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFile:
    """The whole key file, as read and checked for accidents; malice is found when a slot is unlocked."""

    vault: str
    """Random id of the vault, in every seal and signature."""
    name: str
    epoch: int
    """Grows each time the vault key is replaced."""
    database: str
    """Name of the encrypted file in the same folder: replacing the key file is what replaces the vault."""
    database_salt: bytes
    """The first 16 bytes of the encrypted file: kept here because without them a lost first page loses everything."""
    slots: tuple[Slot, ...]
    commitment: bytes = b""
    """Says which vault key is meant, without telling it."""
    statement_signature: bytes = b""
    """Ed25519 of the root key over ``statement()``."""
    mac: bytes = b""
    """HMAC-SHA-256 under a key derived from the vault key, over ``covered_by_mac()``."""

    def statement(self) -> bytes:
        """What the root key vouches for: whose keys count, and which vault key is the true one."""
        members: dict[str, Json] = {
            str(slot.specialist.id): {
                "exchange_key": _text64(slot.exchange_key),
                "signing_key": _text64(slot.signing_key),
            }
            for slot in self.slots
        }
        return canonical(
            {"vault": self.vault, "epoch": self.epoch, "commitment": _text64(self.commitment), "members": members}
        )

    def covered_by_mac(self) -> bytes:
        body = self.as_json()
        del body["mac"]
        return canonical(body)

    def as_json(self) -> dict[str, Json]:
        return {
            "format": FORMAT,
            "version": VERSION,
            "vault": self.vault,
            "name": self.name,
            "epoch": self.epoch,
            "database": self.database,
            "database_salt": _text64(self.database_salt),
            "commitment": _text64(self.commitment),
            "statement_signature": _text64(self.statement_signature),
            "slots": [slot.as_json() for slot in self.slots],
            "mac": _text64(self.mac),
        }


@dataclass(frozen=True, slots=True)
class Label:
    """What is written on the outside of a vault."""

    name: str
    specialists: tuple[Specialist, ...]


def holders(folder: Path) -> Label:
    """The name of a vault and who may open it, without any passphrase.

    Raises:
        VaultMissingError, NotAVaultError, KeyFileDamagedError, NewerVaultError, ReadOnlyFolderError
    """
    key_file = read_key_file(folder)
    return Label(key_file.name, tuple(slot.specialist for slot in key_file.slots))


def holds_vault(folder: Path) -> bool:
    return any((folder / name).exists() for name in (NAME, COPY_NAME))


def read_key_file(folder: Path) -> KeyFile:
    """The key file, or its copy where the first one is missing or damaged by accident.

    Raises:
        VaultMissingError: there is no such folder.
        NotAVaultError: the folder holds neither key file nor encrypted file.
        UnfinishedVaultError: the creation was interrupted before the key was kept.
        KeyFileDamagedError: neither the key file nor its copy can be read.
        NewerVaultError: the key file is in a later format.
    """
    with disk_refusals():
        if not folder.exists():
            raise VaultMissingError
        if not folder.is_dir():
            raise NotAVaultError
        if not holds_vault(folder):
            raise _why_no_key_file(folder)
        found = [folder / name for name in (NAME, COPY_NAME) if (folder / name).is_file()]
        contents = [path.read_bytes() for path in found]
    for content in contents:
        try:
            return _parsed(content)
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
    raise KeyFileDamagedError


def _why_no_key_file(folder: Path) -> VaultError:
    if (folder / UNFINISHED).is_file():
        return UnfinishedVaultError()
    return KeyFileDamagedError() if any(folder.glob("vault-*.db")) else NotAVaultError()


def write_key_file(folder: Path, key_file: KeyFile) -> None:
    """Write both copies; the first one is the moment from which the vault is this one."""
    body = key_file.as_json()
    content = json.dumps({**body, "sha256": _checksum(body)}, indent=1, sort_keys=True).encode()
    write_whole(folder / NAME, content)
    write_whole(folder / COPY_NAME, content)
    with disk_refusals():
        (folder / UNFINISHED).unlink(missing_ok=True)


def both_copies_agree(folder: Path) -> bool:
    """Whether the second copy would replace the first one well."""
    with disk_refusals():
        copies = [(folder / name).read_bytes() for name in (NAME, COPY_NAME) if (folder / name).is_file()]
    return len(copies) == 2 and copies[0] == copies[1]


def canonical(content: Json) -> bytes:
    """JSON in one single form, to be signed."""
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def _checksum(body: dict[str, Json]) -> str:
    return hashlib.sha256(canonical(body)).hexdigest()


def _parsed(content: bytes) -> KeyFile:
    document = _mapping(json.loads(content))
    if document.get("format") != FORMAT:
        raise ValueError("another format")
    if _number(document["version"]) > VERSION:
        raise NewerVaultError
    if _checksum({key: value for key, value in document.items() if key != "sha256"}) != document["sha256"]:
        raise ValueError("checksum")
    slots = document["slots"]
    if not isinstance(slots, list):
        raise TypeError("slots")
    return KeyFile(
        vault=_text(document["vault"]),
        name=_text(document["name"]),
        epoch=_number(document["epoch"]),
        database=_file_name(document["database"]),
        database_salt=_bytes(document["database_salt"]),
        slots=tuple(_slot(_mapping(slot)) for slot in slots),
        commitment=_bytes(document["commitment"]),
        statement_signature=_bytes(document["statement_signature"]),
        mac=_bytes(document["mac"]),
    )


def _slot(slot: dict[str, Json]) -> Slot:
    who, kdf = _mapping(slot["specialist"]), _mapping(slot["kdf"])
    if kdf["algorithm"] != "argon2id":
        raise NewerVaultError
    try:
        strength = Strength(
            memory_kib=_number(kdf["memory_kib"]), passes=_number(kdf["passes"]), lanes=_number(kdf["lanes"])
        )
    except ValueError:
        # The checksum is right: nobody asks for a weaker guess, or for 100 GiB, by accident.
        raise KeyFileTamperedError from None
    return Slot(
        specialist=Specialist(
            id=SpecialistId(UUID(_text(who["id"]))),
            name=_text(who["name"]),
            structure=_text(who["structure"]),
            field_of_work=FieldOfWork(who["field_of_work"]),
            role=_text(who["role"]),
        ),
        strength=strength,
        salt=_bytes(kdf["salt"]),
        exchange_key=_bytes(slot["exchange_key"]),
        signing_key=_bytes(slot["signing_key"]),
        nonce=_bytes(slot["nonce"]),
        wrapped=_bytes(slot["wrapped"]),
        sealed=_bytes(slot["sealed"]),
    )


def _text64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _bytes(value: Json) -> bytes:
    try:
        return base64.b64decode(_text(value), validate=True)
    except binascii.Error as error:
        raise ValueError("base64") from error


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError("a text was due")
    return value


def _file_name(value: Json) -> str:
    name = _text(value)
    if not name or Path(name).name != name:
        raise ValueError("a file name was due")
    return name


def _number(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("a number was due")
    return value


def _mapping(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise TypeError("an object was due")
    return value
