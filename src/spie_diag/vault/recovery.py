"""The words of the recovery sheet: 128 random bits and a checksum of 26, as fourteen French words.

Source: the French list of BIP 39, 2 048 words that their first four letters tell apart, accents or not.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from itertools import combinations

from spie_diag.french import listed
from spie_diag.paths import shipped
from spie_diag.vault.errors import SheetLengthError, SheetMismatchError, SheetWordsError

SECRET_BYTES = 16
SHEET_WORDS = 14
_WORD_BITS = 11
_CHECK_BITS = SHEET_WORDS * _WORD_BITS - 8 * SECRET_BYTES
_TELLING = 4
"""Letters that tell any word of the list from the others."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class TypedWord:
    """What the list makes of one typed word; holds words of the list only."""

    meant: str | None = field(repr=False)
    """The word of the list, where it is one."""
    proposed: str | None = field(repr=False)
    """Where it is none, the nearest one of the list if any is near."""


def word_list() -> tuple[str, ...]:
    """The 2 048 words, in the order that gives each its number."""
    return tuple(_numbers())


def drawn() -> tuple[str, ...]:
    """The words of a new sheet: they open nothing until a vault keeps them."""
    return words_of(secrets.token_bytes(SECRET_BYTES))


def words_of(secret: bytes) -> tuple[str, ...]:
    """The fourteen words that say these 16 bytes."""
    number = int.from_bytes(secret, "big") << _CHECK_BITS | _checksum(secret)
    words = word_list()
    shifts = range((SHEET_WORDS - 1) * _WORD_BITS, -1, -_WORD_BITS)
    return tuple(words[number >> shift & (1 << _WORD_BITS) - 1] for shift in shifts)


def read_words(text: str) -> bytes:
    """The 16 bytes that typed words say, whatever their accents, capitals, endings, numbers and punctuation.

    Raises:
        SheetLengthError, SheetWordsError: some are missing, or are on no sheet; their places are told.
        SheetMismatchError: all exist, and together they are no sheet.
    """
    typed = _typed(text)
    if len(typed) != SHEET_WORDS:
        raise SheetLengthError(due=SHEET_WORDS, given=len(typed))
    read = [looked_up(word) for word in typed]
    if any(word.meant is None for word in read):
        raise SheetWordsError(
            what=" ".join(_located(place, word) for place, word in enumerate(read, 1) if not word.meant)
        )
    numbers = _numbers()
    values = [numbers[word.meant] for word in read if word.meant is not None]
    secret = _secret(values)
    if secret is None:
        raise SheetMismatchError(what=_what_may_be_wrong(values))
    return secret


def looked_up(word: str) -> TypedWord:
    """One typed word: its first four letters are enough."""
    letters = _plain(word)
    meant = _by_start().get(letters[:_TELLING]) if letters.isalpha() else None
    if meant is not None:
        return TypedWord(meant, None)
    # A word cut short could be too many others.
    near = get_close_matches(letters, _by_letters(), n=1, cutoff=0.6) if len(letters) >= _TELLING else []
    return TypedWord(None, _by_letters()[near[0]] if near else None)


def _typed(text: str) -> list[str]:
    return _WORD.findall(_plain(text))


def _plain(text: str) -> str:
    """Small letters without accents: « Œ » becomes « oe »."""
    split = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def _located(place: int, word: TypedWord) -> str:
    refused = f"Le {ordinal(place)} mot n’est pas de la fiche."
    return f"{refused} Vouliez-vous dire « {word.proposed} » ?" if word.proposed else refused


def ordinal(place: int) -> str:
    return "1er" if place == 1 else f"{place}e"


def _what_may_be_wrong(values: list[int]) -> str:
    swaps = [places for places in combinations(range(SHEET_WORDS), 2) if _secret(_swapped(values, *places)) is not None]
    if len(swaps) != 1:
        return "l’un d’eux n’est pas le bon, ou deux sont échangés"
    places = listed([f"le {ordinal(place + 1)}" for place in swaps[0]])
    return f"{places} sont sans doute échangés"


def _swapped(values: list[int], one: int, other: int) -> list[int]:
    changed = list(values)
    changed[one], changed[other] = changed[other], changed[one]
    return changed


def _secret(values: list[int]) -> bytes | None:
    """The secret, where the checksum holds."""
    number = 0
    for value in values:
        number = number << _WORD_BITS | value
    secret = (number >> _CHECK_BITS).to_bytes(SECRET_BYTES, "big")
    told = number & (1 << _CHECK_BITS) - 1
    due = _checksum(secret)
    return secret if hmac.compare_digest(told.to_bytes(4, "big"), due.to_bytes(4, "big")) else None


def _checksum(secret: bytes) -> int:
    digest = hashlib.sha256(b"spie-diag|fiche de secours|" + secret).digest()
    return int.from_bytes(digest[:4], "big") >> 32 - _CHECK_BITS


@cache
def _numbers() -> dict[str, int]:
    text = shipped("resources", "words", "fiche-de-secours.txt").read_text(encoding="utf-8")
    return {unicodedata.normalize("NFC", word): number for number, word in enumerate(text.split())}


@cache
def _by_start() -> dict[str, str]:
    return {_plain(word)[:_TELLING]: word for word in _numbers()}


@cache
def _by_letters() -> dict[str, str]:
    return {_plain(word): word for word in _numbers()}
