"""What the key file says, as types: who holds the vault, their slots, the roots that vouch for them, the sheet."""

import base64
import json
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from spie_diag.interview.people import Specialist
from spie_diag.vault.key import Strength

FORMAT = "spie-diag-vault-keys"
VERSION = 2
ONE_ROOT_IN_EVERY_SLOT = 1
"""The first version: the private half of the root lay in every slot, so that nobody could be shut out."""

Json: TypeAlias = str | int | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """How one specialist opens the vault; only her passphrase unwraps it."""

    specialist: Specialist
    since: date | None = None
    """When she was welcomed; None in vaults older than this record."""
    strength: Strength
    salt: bytes
    """16 random bytes of Argon2id."""
    exchange_key: bytes
    """X25519 public key: what opens the vault is sealed to it."""
    signing_key: bytes
    """Ed25519 public key: her journal entries are verified with it."""
    nonce: bytes = b""
    wrapped: bytes = b""
    """Her private keys, and the root that she trusts, under AES-256-GCM with the key derived from her passphrase."""
    sealed: bytes = b""
    """The vault key and the private half of the last root, under HPKE to ``exchange_key``."""

    def as_json(self, version: int) -> dict[str, Json]:
        since: dict[str, Json] = {"since": _text_of(self.since)} if version > ONE_ROOT_IN_EVERY_SLOT else {}
        return {
            **since,
            "specialist": _specialist_as_json(self.specialist),
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
class SheetSlot:
    """How the recovery sheet opens the vault: it reads everything and signs for nobody."""

    made_on: date
    salt: bytes
    """16 random bytes of HKDF: the words are random enough to need no slow derivation."""
    exchange_key: bytes
    nonce: bytes = b""
    wrapped: bytes = b""
    sealed: bytes = b""

    def as_json(self) -> dict[str, Json]:
        return {
            "kind": "recovery",
            "made_on": self.made_on.isoformat(),
            "salt": _text64(self.salt),
            "exchange_key": _text64(self.exchange_key),
            "nonce": _text64(self.nonce),
            "wrapped": _text64(self.wrapped),
            "sealed": _text64(self.sealed),
        }


@dataclass(frozen=True, slots=True)
class Root:
    """A key that vouched, or vouches, for the members; a new one is made each time somebody is shut out."""

    public: bytes
    """Ed25519."""
    signature: bytes = b""
    """Of the root before it; empty for the first one."""

    def as_json(self) -> dict[str, Json]:
        return {"public": _text64(self.public), "signature": _text64(self.signature)}

    def introduced(self, vault: str) -> bytes:
        """What the root before it signed."""
        return canonical(["root", vault, _text64(self.public)])


@dataclass(frozen=True, slots=True)
class Former:
    """Keys that sign no more: of somebody who left, or those that a member had before the recovery sheet."""

    specialist: Specialist
    signing_keys: tuple[bytes, ...]

    def as_json(self) -> dict[str, Json]:
        return {"specialist": _specialist_as_json(self.specialist), "signing_keys": _texts64(self.signing_keys)}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFile:
    """The whole key file, as read and checked for accidents; malice is found when a slot is unlocked."""

    version: int = VERSION
    vault: str
    """Random id of the vault, in every seal and signature."""
    name: str
    epoch: int
    """Grows each time the vault key is replaced."""
    revision: int = 0
    """Grows each time anything here changes: the encrypted file remembers it, and an older key file is noticed."""
    database: str
    """Name of the encrypted file in the same folder: replacing the key file is what replaces the vault."""
    database_salt: bytes
    """The first 16 bytes of the encrypted file: kept here because without them a lost first page loses everything."""
    slots: tuple[Slot, ...]
    sheet: SheetSlot | None = None
    roots: tuple[Root, ...] = ()
    """Oldest first, each signed by the one before; empty in the first version, where slots alone know the root."""
    former: tuple[Former, ...] = ()
    commitment: bytes = b""
    """Says which vault key is meant, without telling it."""
    statement_signature: bytes = b""
    """Ed25519 of the last root over ``statement()``."""
    mac: bytes = b""
    """HMAC-SHA-256 under a key derived from the vault key, over ``covered_by_mac()``."""

    def statement(self) -> bytes:
        """What the root key vouches for: whose keys count or counted, and which vault key is the true one."""
        members: dict[str, Json] = {
            str(slot.specialist.id): {
                "exchange_key": _text64(slot.exchange_key),
                "signing_key": _text64(slot.signing_key),
            }
            for slot in self.slots
        }
        told: dict[str, Json] = {
            "vault": self.vault,
            "epoch": self.epoch,
            "commitment": _text64(self.commitment),
            "members": members,
        }
        if self.version > ONE_ROOT_IN_EVERY_SLOT:
            told["former"] = {str(one.specialist.id): _texts64(one.signing_keys) for one in self.former}
            told["recovery"] = _text64(self.sheet.exchange_key) if self.sheet else ""
        return canonical(told)

    def covered_by_mac(self) -> bytes:
        body = self.as_json()
        del body["mac"]
        return canonical(body)

    def as_json(self) -> dict[str, Json]:
        body: dict[str, Json] = {
            "format": FORMAT,
            "version": self.version,
            "vault": self.vault,
            "name": self.name,
            "epoch": self.epoch,
            "database": self.database,
            "database_salt": _text64(self.database_salt),
            "commitment": _text64(self.commitment),
            "statement_signature": _text64(self.statement_signature),
            "slots": [slot.as_json(self.version) for slot in self.slots],
            "mac": _text64(self.mac),
        }
        if self.version > ONE_ROOT_IN_EVERY_SLOT:
            body["revision"] = self.revision
            body["roots"] = [
                {"public": _text64(root.public), "signature": _text64(root.signature)} for root in self.roots
            ]
            body["former"] = [one.as_json() for one in self.former]
            body["recovery"] = [self.sheet.as_json()] if self.sheet else []
        return body

    @property
    def specialists(self) -> tuple[Specialist, ...]:
        """Who may open the vault now."""
        return tuple(slot.specialist for slot in self.slots)

    @property
    def former_specialists(self) -> tuple[Specialist, ...]:
        """Who may no longer open it, and wrote in it."""
        current = {specialist.id for specialist in self.specialists}
        return tuple(one.specialist for one in self.former if one.specialist.id not in current)

    @property
    def signing_keys(self) -> dict[bytes, tuple[bytes, ...]]:
        """By the 16 bytes of a specialist's id, every public key that she signed the journal with."""
        keys = {one.specialist.id.bytes: one.signing_keys for one in self.former}
        for slot in self.slots:
            keys[slot.specialist.id.bytes] = (slot.signing_key, *keys.get(slot.specialist.id.bytes, ()))
        return keys

    @property
    def members_keys(self) -> dict[bytes, bytes]:
        """By the 16 bytes of her id, the public key that each specialist of today signs with from now on."""
        return {slot.specialist.id.bytes: slot.signing_key for slot in self.slots}


def canonical(content: Json) -> bytes:
    """JSON in one single form, to be signed."""
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def _specialist_as_json(who: Specialist) -> dict[str, Json]:
    return {
        "id": str(who.id),
        "name": who.name,
        "structure": who.structure,
        "field_of_work": who.field_of_work.value,
        "role": who.role,
    }


def _text_of(day: date | None) -> str:
    return day.isoformat() if day else ""


def _text64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _texts64(contents: tuple[bytes, ...]) -> Json:
    return [_text64(content) for content in contents]
