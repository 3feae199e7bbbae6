"""Reading the text of a key file, strictly: what is not exactly as it was written is refused."""

import base64
import binascii
import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

from spie_diag.interview.people import FieldOfWork, Specialist, SpecialistId
from spie_diag.vault.errors import KeyFileTamperedError, NewerVaultError
from spie_diag.vault.key import Strength
from spie_diag.vault.key_record import (
    FORMAT,
    ONE_ROOT_IN_EVERY_SLOT,
    VERSION,
    Former,
    Json,
    KeyFile,
    Root,
    SheetSlot,
    Slot,
    canonical,
)


def checksum(body: dict[str, Json]) -> str:
    return hashlib.sha256(canonical(body)).hexdigest()


def parsed(content: bytes) -> KeyFile:
    """The key file in these bytes.

    Raises:
        ValueError, KeyError, TypeError, RecursionError: they were damaged by accident.
        NewerVaultError, KeyFileTamperedError
    """
    document = _mapping(json.loads(content))
    if document.get("format") != FORMAT:
        raise ValueError("another format")
    version = _number(document["version"])
    if version > VERSION:
        raise NewerVaultError
    if checksum({key: value for key, value in document.items() if key != "sha256"}) != document["sha256"]:
        raise ValueError("checksum")
    if version < ONE_ROOT_IN_EVERY_SLOT:
        raise ValueError("version")
    first = _common(document, version)
    return first if version == ONE_ROOT_IN_EVERY_SLOT else _with_roots(first, document)


def _common(document: dict[str, Json], version: int) -> KeyFile:
    return KeyFile(
        version=version,
        vault=_text(document["vault"]),
        name=_text(document["name"]),
        epoch=_number(document["epoch"]),
        database=_file_name(document["database"]),
        database_salt=_bytes(document["database_salt"]),
        slots=tuple(_slot(_mapping(slot)) for slot in _list(document["slots"])),
        commitment=_bytes(document["commitment"]),
        statement_signature=_bytes(document["statement_signature"]),
        mac=_bytes(document["mac"]),
    )


def _with_roots(first: KeyFile, document: dict[str, Json]) -> KeyFile:
    roots = tuple(_root(_mapping(root)) for root in _list(document["roots"]))
    sheets = [_sheet(_mapping(sheet)) for sheet in _list(document["recovery"])]
    if not roots or len(sheets) > 1:
        raise ValueError("roots or sheets")
    return replace(
        first,
        revision=_number(document["revision"]),
        roots=roots,
        former=tuple(_former(_mapping(one)) for one in _list(document["former"])),
        sheet=sheets[0] if sheets else None,
    )


def _slot(slot: dict[str, Json]) -> Slot:
    kdf = _mapping(slot["kdf"])
    if kdf["algorithm"] != "argon2id":
        raise NewerVaultError
    try:
        strength = Strength(
            memory_kib=_number(kdf["memory_kib"]), passes=_number(kdf["passes"]), lanes=_number(kdf["lanes"])
        )
    except ValueError:
        # The checksum is right: nobody asks for a weaker guess, or for 100 GiB, by accident.
        raise KeyFileTamperedError from None
    since = _text(slot.get("since", ""))
    return Slot(
        specialist=_specialist(_mapping(slot["specialist"])),
        since=date.fromisoformat(since) if since else None,
        strength=strength,
        salt=_bytes(kdf["salt"]),
        exchange_key=_bytes(slot["exchange_key"]),
        signing_key=_bytes(slot["signing_key"]),
        nonce=_bytes(slot["nonce"]),
        wrapped=_bytes(slot["wrapped"]),
        sealed=_bytes(slot["sealed"]),
    )


def _sheet(sheet: dict[str, Json]) -> SheetSlot:
    if sheet["kind"] != "recovery":
        raise NewerVaultError
    return SheetSlot(
        made_on=date.fromisoformat(_text(sheet["made_on"])),
        salt=_bytes(sheet["salt"]),
        exchange_key=_bytes(sheet["exchange_key"]),
        nonce=_bytes(sheet["nonce"]),
        wrapped=_bytes(sheet["wrapped"]),
        sealed=_bytes(sheet["sealed"]),
    )


def _root(root: dict[str, Json]) -> Root:
    return Root(_bytes(root["public"]), _bytes(root["signature"]))


def _former(one: dict[str, Json]) -> Former:
    keys = tuple(_bytes(key) for key in _list(one["signing_keys"]))
    return Former(_specialist(_mapping(one["specialist"])), keys)


def _specialist(who: dict[str, Json]) -> Specialist:
    return Specialist(
        id=SpecialistId(UUID(_text(who["id"]))),
        name=_text(who["name"]),
        structure=_text(who["structure"]),
        field_of_work=FieldOfWork(who["field_of_work"]),
        role=_text(who["role"]),
    )


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


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise TypeError("a list was due")
    return value


def _mapping(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise TypeError("an object was due")
    return value
