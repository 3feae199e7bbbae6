"""How strong a passphrase is, in words: an order of magnitude for people, never a guarantee."""

import math
import unicodedata
from dataclasses import dataclass
from enum import Enum

SHORTEST = 12
"""Characters; the vault refuses fewer."""
_FAIR_BITS, _STRONG_BITS = 44.0, 60.0
_COMMON = ("azerty", "qwerty", "motdepasse", "password", "123456", "bonjour", "soleil", "insertion", "abcdef", "doudou")
_WORD_BITS = 12.0
"""One word of daily life: about four thousand of them come to mind."""


class Strength(Enum):
    EMPTY = 0
    SHORT = 1
    WEAK = 2
    FAIR = 3
    STRONG = 4


@dataclass(frozen=True, slots=True)
class Opinion:
    strength: Strength
    words: str
    advice: str

    @property
    def is_enough(self) -> bool:
        return self.strength.value >= Strength.FAIR.value


_OPINIONS = {
    Strength.EMPTY: Opinion(
        Strength.EMPTY, "", "Quatre ou cinq mots sans rapport entre eux : c’est long et facile à retenir."
    ),
    Strength.SHORT: Opinion(
        Strength.SHORT, "Trop courte", f"Il faut au moins {SHORTEST} caractères : ajoutez un ou deux mots."
    ),
    Strength.WEAK: Opinion(Strength.WEAK, "Fragile", "Ajoutez un mot sans rapport avec les autres."),
    Strength.FAIR: Opinion(Strength.FAIR, "Correcte", "Un mot de plus la rendrait solide."),
    Strength.STRONG: Opinion(Strength.STRONG, "Solide", "Retenez-la bien : elle ne peut pas être retrouvée."),
}


def opinion(passphrase: str) -> Opinion:
    """What to say of a passphrase while it is being typed."""
    text = unicodedata.normalize("NFKC", passphrase).strip()
    if not text:
        return _OPINIONS[Strength.EMPTY]
    if len(text) < SHORTEST:
        return _OPINIONS[Strength.SHORT]
    bits = _bits(text)
    if bits < _FAIR_BITS:
        return _OPINIONS[Strength.WEAK]
    return _OPINIONS[Strength.FAIR if bits < _STRONG_BITS else Strength.STRONG]


def _bits(text: str) -> float:
    """The smaller of two guesses: letter by letter, and word by word."""
    flat = text.casefold()
    for common in _COMMON:
        flat = flat.replace(common, common[0])
    kinds = (
        26 * any(letter.islower() for letter in text)
        + 26 * any(letter.isupper() for letter in text)
        + 10 * any(letter.isdigit() for letter in text)
        + 20 * any(not letter.isalnum() for letter in text)
    )
    by_letter = min(len(flat), 2 * len(set(flat))) * math.log2(max(2, kinds))
    words = {word for word in flat.replace("-", " ").split() if len(word) > 1}
    by_word = sum(max(_WORD_BITS, _odd(word)) for word in words) if len(words) > 2 else by_letter
    return min(by_letter, by_word)


def _odd(word: str) -> float:
    """A « word » that mixes letters with digits or signs is worth more than one of daily life."""
    return 5.0 * len(word) if not word.isalpha() else 0.0
