"""A small file beside the vault that remembers how long each chain was at the last rest or closing.

It tells a vault put back from a backup from one that simply went on: the first must write under a new chain id, or
two different entries would carry the same number.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from spie_diag.vault.files import disk_refusals, write_whole

NAME = "vault.witness"


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a chain."""

    number: int
    hash: bytes


Heads: TypeAlias = Mapping[bytes, Head]


def remembered_heads(folder: Path, key: bytes) -> dict[bytes, Head] | None:
    """What was remembered last; None where there is nothing, or nothing to believe.

    A vault has its witness from the moment it is made: without one, something was taken away or replaced.
    """
    with disk_refusals():
        path = folder / NAME
        content = path.read_bytes() if path.is_file() else b""
    code, _, body = content.partition(b"\n")
    if not hmac.compare_digest(code, _code(key, body)):
        return None
    kept: dict[str, tuple[int, str]] = json.loads(body)
    return {bytes.fromhex(chain): Head(number, bytes.fromhex(digest)) for chain, (number, digest) in kept.items()}


def remember_heads(folder: Path, key: bytes, heads: Heads, name: str = NAME) -> None:
    """Keep for each chain its longest known length; under another ``name`` for a vault that is not there yet."""
    kept = {chain.hex(): (head.number, head.hash.hex()) for chain, head in heads.items()}
    body = json.dumps(kept, sort_keys=True).encode()
    write_whole(folder / name, _code(key, body) + b"\n" + body)


def _code(key: bytes, body: bytes) -> bytes:
    return hmac.new(key, body, hashlib.sha256).hexdigest().encode()
