"""How long a passphrase resists whoever holds a copy of the vault, in words; and the only two things asked of one.

The attacker assumed rents a graphics card of the kind of an H100 and has the folder: about 1 560 guesses a second at
256 MiB, 0.2 € per million guesses, in proportion to the memory. Orders of magnitude for people, never a guarantee.
"""

import math
import re
import secrets
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

from spie_diag.french import spaced
from spie_diag.paths import shipped
from spie_diag.vault.errors import GuessablePassphraseError
from spie_diag.vault.key import SHORTEST_PASSPHRASE, refuse_short
from spie_diag.vault.recovery import word_list

FEWEST_GUESSES = 1e8
PROPOSED_WORDS = 5
_GUESSES_PER_S = 1560.0
_EUROS_PER_GUESS = 0.2e-6
_PRICED_KIB = 256 << 10
_LONGEST_READ = 100
"""Characters: weighing takes a time that grows with the square of them."""
_DAILY_WORDS = 20_000
"""Words that come to mind; one made of letters only is worth no more inside a sentence."""
_YEAR_S = 365.25 * 86_400
_KEYBOARD = ("azertyuiop", "qsdfghjklm", "wxcvbn")
_AS_LETTERS = str.maketrans("4@3€1!0$57", "aaeeiiosst")
_TOKEN = re.compile(r"[^\W_]+")
_FREE = " -_,.;:'’"
_REPEATED = re.compile(r"(.{3,}?)\1+|(.{1,2}?)\2{2,}")

Ranks = Mapping[str, Mapping[str, int]]


class Flaw(Enum):
    """What most helps whoever guesses; the value is how to mend it."""

    EMPTY = "Quatre ou cinq mots sans rapport entre eux : c’est long et facile à retenir."
    SHORT = f"Il faut au moins {SHORTEST_PASSPHRASE} caractères : ajoutez un ou deux mots."
    KNOWN = "Les noms et la structure de ce coffre s’essaient en premier : remplacez-les."
    REPEATED = "Ce qui se répète n’ajoute presque rien : mettez un autre mot à la place."
    KEYBOARD = "Une rangée du clavier s’essaie en premier : remplacez-la par un mot."
    SEQUENCE = "Une suite comme « abc » ou « 1234 » s’essaie en premier : remplacez-la par un mot."
    DATE = "Une date ou une année se trouve vite : remplacez-la par un mot."
    COMMON = "Des mots très courants s’essaient en premier : remplacez-en un par un mot rare."
    FEW_WORDS = "Ajoutez un ou deux mots sans rapport avec les autres."
    NONE = "Retenez-la bien, et ne la dites à personne."


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What guessing one passphrase takes on average."""

    guesses: float
    seconds: float
    """On one rented card."""
    euros: float
    flaw: Flaw
    is_enough: bool
    """Whether it is accepted: long enough, and not found among the first hundred million guesses."""

    @property
    def how_long(self) -> str:
        """As « quelques jours »."""
        return next(words for limit_s, words in _HOW_LONG if self.seconds < limit_s)

    @property
    def mend(self) -> str:
        return spaced(self.flaw.value)


_HOW_LONG = (
    (60, "moins d’une minute"),
    (3600, "quelques minutes"),
    (86_400, "quelques heures"),
    (30 * 86_400, "quelques jours"),
    (_YEAR_S, "quelques mois"),
    (100 * _YEAR_S, "des années"),
    (math.inf, "des siècles"),
)


def weigh(passphrase: str, known: Collection[str] = (), memory_kib: int = _PRICED_KIB) -> Weight:
    """Weigh one passphrase for a vault whose guesses cost ``memory_kib`` each.

    ``known`` is what whoever guesses knows: the names of the vault, of its structures and specialists.
    """
    text = unicodedata.normalize("NFKC", passphrase)
    read = text[:_LONGEST_READ].strip()
    guesses, flaw = _guessed(read, known) if read else (0.0, Flaw.EMPTY)
    guesses = min(guesses * max(1, len(set(text[_LONGEST_READ:]))), 1e60)
    if read and len(text) < SHORTEST_PASSPHRASE:
        flaw = Flaw.SHORT
    elif guesses >= 1000 * FEWEST_GUESSES:
        flaw = Flaw.NONE
    share = memory_kib / _PRICED_KIB
    return Weight(
        guesses=guesses,
        seconds=guesses * share / _GUESSES_PER_S,
        euros=guesses * share * _EUROS_PER_GUESS,
        flaw=flaw,
        is_enough=len(text) >= SHORTEST_PASSPHRASE and guesses >= FEWEST_GUESSES,
    )


def propose(words: int = PROPOSED_WORDS) -> str:
    """A random passphrase: each word is one of 2 048, whatever the others."""
    return " ".join(secrets.choice(word_list()) for _ in range(words))


def refuse_guessable(passphrase: str, known: Collection[str] = ()) -> None:
    """Refuse a chosen passphrase that would be found at once.

    Raises:
        EmptyPassphraseError, ShortPassphraseError, GuessablePassphraseError
    """
    refuse_short(passphrase)
    weight = weigh(passphrase, known)
    if not weight.is_enough:
        raise GuessablePassphraseError(mend=weight.mend)


def _guessed(text: str, known: Collection[str]) -> tuple[float, Flaw]:
    """The fewest guesses of all the ways to look at a text, and what makes it guessable."""
    ranks = _ranks(known)
    looks = [(text, 1.0)]
    for other in (text.translate(_AS_LETTERS), _REPEATED.sub(r"\1\2", text)):
        if other != text:
            changed = sum(a != b for a, b in zip(text, other, strict=False)) if len(other) == len(text) else 2
            looks.append((other, 2.0 ** min(changed, 8)))
    found = [(guesses * factor, flaw) for look, factor in looks for guesses, flaw in _both_ways(look, ranks)]
    guesses, flaw = min(found, key=lambda one: one[0])
    if flaw is Flaw.FEW_WORDS and _REPEATED.search(text):
        flaw = Flaw.REPEATED
    return guesses, flaw


def _both_ways(text: str, ranks: Ranks) -> list[tuple[float, Flaw]]:
    """As one string of characters, and word by word."""
    tokens = _TOKEN.findall(text)
    whole = _as_string(text, ranks)
    if len(tokens) < 2:
        return [whole]
    different = list(dict.fromkeys(token.casefold() for token in tokens))
    most = _DAILY_WORDS if len(different) > 2 else math.inf
    by_word, flaw = 2.0 ** (len(tokens) - len(different)), whole[1]
    for token in different:
        guesses, own = _as_string(token, ranks)
        by_word *= min(guesses, most) if token.isalpha() else guesses
        flaw = own if flaw is Flaw.FEW_WORDS else flaw
    signs = sum(not letter.isalnum() and letter not in _FREE for letter in text)
    capitals = sum(token[:1].isupper() for token in tokens)
    return [whole, (by_word * 10.0**signs * 2.0 ** min(capitals, 1) / 2, flaw)]


def _as_string(text: str, ranks: Ranks) -> tuple[float, Flaw]:
    # Imported late: their word lists take a quarter of a second. Neither « leet » nor repeats are left to them: both
    # look at every combination, which is seconds for a passphrase of a hundred signs.
    from zxcvbn import matching, scoring

    matches = [
        *matching.dictionary_match(text, ranks),
        *matching.reverse_dictionary_match(text, ranks),
        *matching.spatial_match(text),
        *matching.sequence_match(text),
        *matching.regex_match(text),
        *matching.date_match(text),
    ]
    matches.sort(key=lambda match: (match["i"], match["j"]))
    # Without what it adds for each part: three parts would always be worth a hundred million guesses.
    result = scoring.most_guessable_match_sequence(text, matches, _exclude_additive=True)
    longest = max(result["sequence"], key=lambda match: len(match["token"]))
    if longest["token"].casefold() in ranks["keyboard"]:
        return float(result["guesses"]), Flaw.KEYBOARD
    return float(result["guesses"]), _flaw(longest["pattern"], longest.get("dictionary_name", ""))


def _flaw(pattern: str, dictionary: str) -> Flaw:
    match pattern:
        case "dictionary":
            return _BY_DICTIONARY.get(dictionary, Flaw.COMMON)
        case "spatial":
            return Flaw.KEYBOARD
        case "sequence":
            return Flaw.SEQUENCE
        case "date" | "regex":
            return Flaw.DATE
        case _:
            return Flaw.FEW_WORDS


_BY_DICTIONARY = {"known": Flaw.KNOWN, "year": Flaw.DATE, "sheet": Flaw.FEW_WORDS}


def _ranks(known: Collection[str]) -> Ranks:
    names = [part.casefold() for name in known for part in (name, *_TOKEN.findall(name)) if len(part) > 1]
    return {**_common_ranks(), "known": _ranked(names)}


@cache
def _common_ranks() -> Ranks:
    from zxcvbn import matching

    courant = shipped("resources", "words", "mots-courants.txt").read_text(encoding="utf-8").split()
    rows = [row[start:end] for row in _KEYBOARD for start in range(len(row)) for end in range(start + 4, len(row) + 1)]
    sheet = {form: len(word_list()) for word in word_list() for form in (word, _unaccented(word))}
    french = _ranked([form for word in courant for form in (word, _unaccented(word))])
    years = [str(year) for year in range(2039, 1899, -1)]  # zxcvbn knows them up to 2019
    ours = {"french": french, "keyboard": _ranked(rows), "year": _ranked(years), "sheet": sheet}
    return {**matching.RANKED_DICTIONARIES, **ours}


def _ranked(words: Sequence[str]) -> dict[str, int]:
    return {word: rank for rank, word in enumerate(dict.fromkeys(words), 1)}


def _unaccented(word: str) -> str:
    split = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in split if not unicodedata.combining(letter))
