"""Every byte that SQLCipher keeps of a vault, decrypted without SQLite: pages, free pages, and the write-ahead log."""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

_PAGE = 4096
_SALT, _IV, _RESERVE = 16, 16, 80


def plain_bytes(database: Path, key: bytes) -> bytes:
    """The file and its log."""
    log = database.with_name(f"{database.name}-wal")
    frames = log.read_bytes()[32:] if log.is_file() else b""
    whole = database.read_bytes()
    pages = [_plain(page, key, _SALT if number == 0 else 0) for number, page in enumerate(_cut(whole, _PAGE))]
    # Frames of page 1 begin with the salt too: read both ways, as anybody who searches would.
    logged = [_plain(frame[24:], key, skip) for frame in _cut(frames, 24 + _PAGE) for skip in (0, _SALT)]
    return b"".join([*pages, *logged])


def _cut(content: bytes, size: int) -> Iterator[bytes]:
    return (content[start : start + size] for start in range(0, len(content) - size + 1, size))


def _plain(page: bytes, key: bytes, skip: int) -> bytes:
    start = _PAGE - _RESERVE
    reader = Cipher(AES256(key), CBC(page[start : start + _IV])).decryptor()
    return reader.update(page[skip:start]) + reader.finalize()
