"""The pages of the encrypted file read without SQLite: whether each is authentic, and what is written on it.

SQLite refuses a whole file for one damaged page, and writes in it as soon as it opens it. Read this way a file stays as
it is found, and every page that is not damaged can be read.

Source: SQLCipher 4 (AES-256-CBC, HMAC-SHA-512 over ciphertext, IV and page number, 80 bytes reserved on each page);
the SQLite file format, 4 (the write-ahead log).
"""

import hashlib
import hmac
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

from spie_diag.vault.files import disk_refusals

PAGE_BYTES = 4096
SALT_BYTES = 16
USABLE_BYTES = PAGE_BYTES - 80
"""What SQLite may write on a page: the rest holds its IV and its authentication code."""

_IV_END, _MAC_BYTES = USABLE_BYTES + 16, 64
_MAC_SALT_MASK = 0x3A
_MAC_KEY_ROUNDS = 2
_SQLITE = b"SQLite format 3\0"
_LOG_HEADER = 32
_FRAME_HEADER = 24


class PageReader:
    """Verifies and decrypts pages under one key; keeps a copy of it until ``close``."""

    def __init__(self, key: bytes | bytearray, salt: bytes) -> None:
        self._key = bytearray(key)
        masked = bytes(byte ^ _MAC_SALT_MASK for byte in salt)
        self._mac_key = bytearray(hashlib.pbkdf2_hmac("sha512", key, masked, _MAC_KEY_ROUNDS, 32))

    def close(self) -> None:
        for secret in (self._key, self._mac_key):
            secret[:] = bytes(len(secret))

    def is_authentic(self, page: bytes, number: int) -> bool:
        """Whether a page of the file, numbered from 1, is what SQLCipher wrote there."""
        if len(page) != PAGE_BYTES:
            return False
        covered = page[SALT_BYTES if number == 1 else 0 : _IV_END] + struct.pack("<I", number)
        code = hmac.digest(self._mac_key, covered, "sha512")
        return hmac.compare_digest(code, page[_IV_END : _IV_END + _MAC_BYTES])

    def plain(self, page: bytes, number: int) -> bytes | None:
        """The page as SQLite sees it, ``PAGE_BYTES`` long; None for one that is not authentic."""
        if not self.is_authentic(page, number):
            return None
        skipped = SALT_BYTES if number == 1 else 0
        reader = Cipher(AES256(bytes(self._key)), CBC(page[USABLE_BYTES:_IV_END])).decryptor()
        content = reader.update(page[skipped:USABLE_BYTES]) + reader.finalize()
        return (_SQLITE if number == 1 else b"") + content + bytes(PAGE_BYTES - USABLE_BYTES)


@dataclass(frozen=True, slots=True)
class Frame:
    """One page in the write-ahead log; the log names no reader, so it is not known to be authentic."""

    number: int
    is_commit: bool
    is_current: bool
    """False for what an earlier round of the log left behind the present one."""
    page: bytes


def pages_of(path: Path, first: int = 1, most: int | None = None) -> list[tuple[int, bytes]]:
    """At most so many whole pages of the file from page ``first`` on, with their numbers."""
    with disk_refusals(), path.open("rb") as file:
        file.seek((first - 1) * PAGE_BYTES)
        content = file.read(-1 if most is None else most * PAGE_BYTES)
    starts = range(0, len(content) - PAGE_BYTES + 1, PAGE_BYTES)
    return [(first + index, content[start : start + PAGE_BYTES]) for index, start in enumerate(starts)]


def frames_in(log: bytes) -> Iterator[Frame]:
    """Every frame of a write-ahead log, in the order it was written, whatever its checksums say."""
    salts = log[16:24]
    for start in range(_LOG_HEADER, len(log) - _FRAME_HEADER - PAGE_BYTES + 1, _FRAME_HEADER + PAGE_BYTES):
        number, size_after = struct.unpack_from(">II", log, start)
        page_start = start + _FRAME_HEADER
        yield Frame(
            number=number,
            is_commit=size_after != 0,
            is_current=log[start + 8 : start + 16] == salts,
            page=log[page_start : page_start + PAGE_BYTES],
        )


def committed_frames(log: bytes) -> list[Frame]:
    """The frames of the present round of the log, up to its last commit."""
    current = list(takewhile(lambda frame: frame.is_current, frames_in(log)))
    commits = [index for index, frame in enumerate(current) if frame.is_commit]
    return current[: commits[-1] + 1] if commits else []
