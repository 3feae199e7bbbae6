"""Secrets in memory that can be overwritten: what Python copies by itself stays readable long after it was freed."""

from spie_diag.secrecy import forget

_DIGITS = b"0123456789abcdef"


def wipe(secret: bytearray) -> None:
    """Overwrite in place: Python would keep the bytes until their memory is used again."""
    secret[:] = bytes(len(secret))


def taken(secret: bytes) -> bytearray:
    """A secret that a library has just given, where it can be wiped one day; nothing is left of what was given."""
    kept = bytearray(secret)
    forget(secret)
    return kept


def write_hexadecimal(secret: bytes | bytearray, page: bytearray, first: int) -> None:
    """Write a secret in hexadecimal into ``page`` from place ``first`` on: no text of it is made on the way."""
    for place, byte in enumerate(secret):
        page[first + 2 * place] = _DIGITS[byte >> 4]
        page[first + 2 * place + 1] = _DIGITS[byte & 15]


def read_hexadecimal(page: bytearray, first: int, last: int) -> bytearray:
    """What is written in hexadecimal in ``page`` between two places."""
    halves = [_DIGITS.index(page[place]) for place in range(first, last)]
    return bytearray(high << 4 | low for high, low in zip(halves[::2], halves[1::2], strict=True))
