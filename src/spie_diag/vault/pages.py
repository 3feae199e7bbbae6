"""The pages of the encrypted file read without SQLite: whether each is authentic, and what is written on it.

SQLite refuses a whole file for one damaged page, and writes in it as soon as it opens it. Read this way a file stays as
it is found, and every page that is not damaged can be read.

Source: SQLCipher 4 (AES-256-CBC, HMAC-SHA-512 over ciphertext, IV and page number, 80 bytes reserved on each page);
the SQLite file format, 4 (the write-ahead log).
"""

import hashlib
import hmac
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO, TypeAlias

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

from spie_diag.vault.files import disk_refusals
from spie_diag.vault.wiping import taken, wipe

PageSource: TypeAlias = Callable[[int, int | None], list[tuple[int, bytes]]]
"""Gives at most so many pages from a number on, all that are left where None is said."""

PAGE_BYTES = 4096
SALT_BYTES = 16
USABLE_BYTES = PAGE_BYTES - 80
"""What SQLite may write on a page: the rest holds its IV and its authentication code."""

_IV_END, _MAC_BYTES = USABLE_BYTES + 16, 64
_MAC_SALT_MASK = 0x3A
_MAC_KEY_ROUNDS = 2
_SQLITE = b"SQLite format 3\0"
_COUNT_AT = 28
"""Where the first page says how many there are."""
_LOCK_PAGE = (1 << 30) // PAGE_BYTES + 1
"""SQLite locks bytes of this page, and never writes it."""
_LOG_HEADER = 32
_LOG_WORDS = {b"\x37\x7f\x06\x82": "<II", b"\x37\x7f\x06\x83": ">II"}
"""How the checksums of a log read its words."""
_FRAME_HEADER = 24


class PageReader:
    """Verifies and decrypts pages under one key; keeps a copy of it until ``close``."""

    def __init__(self, key: bytes | bytearray, salt: bytes) -> None:
        self._key = bytearray(key)
        masked = bytes(byte ^ _MAC_SALT_MASK for byte in salt)
        self._mac_key = taken(hashlib.pbkdf2_hmac("sha512", key, masked, _MAC_KEY_ROUNDS, 32))

    def close(self) -> None:
        wipe(self._key)
        wipe(self._mac_key)

    def is_authentic(self, page: bytes, number: int) -> bool:
        """Whether a page of the file, numbered from 1, is what SQLCipher wrote there."""
        if len(page) != PAGE_BYTES:
            return False
        covered = page[SALT_BYTES if number == 1 else 0 : _IV_END] + struct.pack("<I", number)
        code = hmac.digest(self._mac_key, covered, "sha512")
        return hmac.compare_digest(code, page[_IV_END : _IV_END + _MAC_BYTES])

    def plain(self, page: bytes, number: int) -> bytes | None:
        """The page as SQLite sees it, ``PAGE_BYTES`` long; None for one that is not authentic."""
        return self.unproved(page, number) if self.is_authentic(page, number) else None

    def unproved(self, page: bytes, number: int) -> bytes:
        """The same whatever its code says: a changed byte garbles thirty-two, and the rest is still there to read."""
        skipped = SALT_BYTES if number == 1 else 0
        reader = Cipher(AES256(self._key), CBC(page[USABLE_BYTES:_IV_END])).decryptor()
        content = reader.update(page[skipped:USABLE_BYTES]) + reader.finalize()
        return (_SQLITE if number == 1 else b"") + content + bytes(PAGE_BYTES - USABLE_BYTES)


@dataclass(frozen=True, slots=True)
class Frame:
    """One page in the write-ahead log; the log names no reader, so it is not known to be authentic."""

    number: int
    pages_after: int
    """How many pages the file has once this transaction is in it; 0 for all of its frames but the last one."""
    is_current: bool
    """False for what an earlier round of the log left behind the present one."""
    page: bytes


def pages_of(path: Path, first: int = 1, most: int | None = None) -> list[tuple[int, bytes]]:
    """At most so many whole pages of a file that SQLite has not open, from page ``first`` on, with their numbers."""
    with disk_refusals(), path.open("rb") as file:
        return pages_in(file, first, most)


def pages_in(file: BinaryIO, first: int, most: int | None) -> list[tuple[int, bytes]]:
    """The same of an open file."""
    with disk_refusals():
        file.seek((first - 1) * PAGE_BYTES)
        content = file.read(-1 if most is None else most * PAGE_BYTES)
    starts = range(0, len(content) - PAGE_BYTES + 1, PAGE_BYTES)
    return [(first + index, content[start : start + PAGE_BYTES]) for index, start in enumerate(starts)]


def begins_with_salt(path: Path, salt: bytes) -> bool:
    """Whether a file begins with its salt, which no authentication code covers and SQLCipher cannot do without."""
    with disk_refusals(), path.open("rb") as file:
        return file.read(len(salt)) == salt


def frames_in(log: bytes) -> Iterator[Frame]:
    """Every frame of a write-ahead log, in the order it was written, whatever its checksums say."""
    salts = salts_of(log)
    for start in range(_LOG_HEADER, len(log) - _FRAME_HEADER - PAGE_BYTES + 1, _FRAME_HEADER + PAGE_BYTES):
        number, pages_after = struct.unpack_from(">II", log, start)
        page_start = start + _FRAME_HEADER
        yield Frame(
            number=number,
            pages_after=pages_after,
            is_current=log[start + 8 : start + 16] == salts,
            page=log[page_start : page_start + PAGE_BYTES],
        )


def committed_frames(log: bytes, reader: PageReader) -> list[Frame]:
    """The frames of the present round of the log that SQLite reads: up to the last commit before any damage."""
    if not _has_sound_header(log):
        return []
    sound = takewhile(lambda frame: frame.is_current and reader.is_authentic(frame.page, frame.number), frames_in(log))
    current = list(sound)
    commits = [index for index, frame in enumerate(current) if frame.pages_after]
    return current[: commits[-1] + 1] if commits else []


def recognised_frames(log: bytes) -> int:
    """How many frames of a log SQLite will take as its own, without asking it: it empties what it opens.

    Counts up to the last commit before the first sum that does not hold; 0.1 ms for each frame.
    """
    if not _has_sound_header(log):
        return 0
    words, recognised = _LOG_WORDS[log[:4]], 0
    sums = struct.unpack(">II", log[24:_LOG_HEADER])
    for place, frame in enumerate(frames_in(log), 1):
        start = _LOG_HEADER + (place - 1) * (_FRAME_HEADER + PAGE_BYTES)
        sums = _summed(frame.page, words, *_summed(log[start : start + 8], words, *sums))
        if not frame.number or not frame.is_current or struct.pack(">II", *sums) != log[start + 16 : start + 24]:
            break
        if frame.pages_after:
            recognised = place
    return recognised


def salts_of(log: bytes) -> bytes:
    """What marks the frames of the present round; where the header of the log is damaged, the first frame tells."""
    return log[16:24] if _has_sound_header(log) else log[_LOG_HEADER + 8 : _LOG_HEADER + 16]


def _has_sound_header(log: bytes) -> bool:
    """SQLite takes a log whose header does not hold for an empty one."""
    if len(log) < _LOG_HEADER or log[:4] not in _LOG_WORDS:
        return False
    return struct.pack(">II", *_summed(log[:24], _LOG_WORDS[log[:4]])) == log[24:_LOG_HEADER]


def _summed(content: bytes, words: str, first: int = 0, second: int = 0) -> tuple[int, int]:
    """The two sums that SQLite keeps of a log, carried on over ``content``."""
    for one, other in struct.iter_unpack(words, content):
        first = first + one + second & 0xFFFFFFFF
        second = second + other + first & 0xFFFFFFFF
    return first, second


class PageCheck:
    """One reading of every page of the encrypted file, some at a time, as it will be once its log is folded in."""

    def __init__(self, path: Path, key: bytearray, salt: bytes, source: PageSource | None = None) -> None:
        """``source`` gives the pages where SQLite has the file open."""
        self.path = path
        self._source = source or partial(pages_of, path)
        self._key = key
        self._salt = salt
        self._suspects: list[int] = []
        self.read = 0
        """How many pages of the file were read so far."""
        self.pages = 0
        """How many pages there should be; known once it is over."""
        self.damaged: tuple[int, ...] = ()
        """The numbers of those that are missing or not authentic; known once it is over."""
        self.is_over = False

    def go_on(self, most: int | None = None) -> None:
        """Read so many more pages, about 10 µs each; all that are left if not said."""
        reader = PageReader(self._key, self._salt)
        try:
            read = self._source(self.read + 1, most)
            self._suspects += [number for number, page in read if not reader.is_authentic(page, number)]
            self.read += len(read)
            if most is None or len(read) < most:
                self._conclude(reader)
        finally:
            reader.close()

    def _conclude(self, reader: PageReader) -> None:
        self.is_over = True
        frames = committed_frames(log_of(self.path), reader)
        self.pages = frames[-1].pages_after if frames else self._pages_told(reader)
        missing = range(self.read + 1, self.pages + 1)
        suspects = [number for number in (*self._suspects, *missing) if number <= self.pages and number != _LOCK_PAGE]
        replaced = {frame.number for frame in frames}
        self.damaged = tuple(number for number in suspects if number not in replaced)

    def _pages_told(self, reader: PageReader) -> int:
        """What the first page says, and the length of the file where it says nothing."""
        _, first = next(iter(self._source(1, 1)), (1, b""))
        plain = reader.plain(first, 1)
        return self.read if plain is None else int.from_bytes(plain[_COUNT_AT : _COUNT_AT + 4], "big")


def log_of(path: Path) -> bytes:
    """The write-ahead log beside an encrypted file; empty where there is none."""
    log = path.with_name(f"{path.name}-wal")
    with disk_refusals():
        return log.read_bytes() if log.is_file() else b""
