"""The key file of a vault on the disk, in two copies: which encrypted file it opens, and for whom. No secret is clear.

Reading it needs no passphrase and nothing slow, so that the first page can say who may open the vault.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from spie_diag.interview.people import Specialist
from spie_diag.vault.errors import (
    KeyFileDamagedError,
    NotAVaultError,
    UnfinishedRestorationError,
    UnfinishedVaultError,
    VaultError,
    VaultMissingError,
)
from spie_diag.vault.files import ENCRYPTED, disk_refusals, write_whole
from spie_diag.vault.key_parsing import checksum, parsed
from spie_diag.vault.key_record import KeyFile

__all__ = ["KeyFile", "Label", "both_copies_agree", "holders", "holds_vault", "read_key_file", "write_key_file"]

NAME = "vault.keys"
COPY_NAME = "vault.keys.copy"
UNFINISHED = "vault.unfinished"
"""There from the start of a creation to the moment when the key file is kept; holds the name of the encrypted file."""
MARKER = "vault.replacing"
"""There while an encrypted file is replaced, and while a backup is put where no key file could be read."""


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
    return Label(key_file.name, key_file.specialists)


def holds_vault(folder: Path) -> bool:
    return any((folder / name).exists() for name in (NAME, COPY_NAME))


def read_key_file(folder: Path) -> KeyFile:
    """The key file, or its copy where the first one is missing or damaged by accident.

    Raises:
        VaultMissingError: there is no such folder.
        NotAVaultError: the folder holds neither key file nor encrypted file.
        UnfinishedVaultError: the creation was interrupted before the key was kept.
        UnfinishedRestorationError: a backup was being put in a folder without readable keys.
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
            return parsed(content)
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
    raise KeyFileDamagedError


def _why_no_key_file(folder: Path) -> VaultError:
    if (folder / MARKER).is_file():
        return UnfinishedRestorationError()
    if holds_encrypted_file(folder):
        return KeyFileDamagedError()
    return UnfinishedVaultError() if (folder / UNFINISHED).is_file() else NotAVaultError()


def holds_encrypted_file(folder: Path) -> bool:
    """Whether an encrypted file lies there that somebody may have written in, which a creation has not begun."""
    marker = folder / UNFINISHED
    begun = marker.read_text(errors="replace") if marker.is_file() else ""
    return any(path.name != begun for path in folder.glob(ENCRYPTED))


def write_key_file(folder: Path, key_file: KeyFile) -> None:
    """Write both copies; the first one is the moment from which the vault is this one."""
    body = key_file.as_json()
    content = json.dumps({**body, "sha256": checksum(body)}, indent=1, sort_keys=True).encode()
    write_whole(folder / NAME, content)
    write_whole(folder / COPY_NAME, content)
    with disk_refusals():
        (folder / UNFINISHED).unlink(missing_ok=True)


def both_copies_agree(folder: Path) -> bool:
    """Whether the second copy would replace the first one well."""
    with disk_refusals():
        copies = [(folder / name).read_bytes() for name in (NAME, COPY_NAME) if (folder / name).is_file()]
    return len(copies) == 2 and copies[0] == copies[1]
