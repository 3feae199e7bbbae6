"""How near two words are: a letter too many, too few, wrong or swapped with its neighbour."""

import unicodedata

_LONG = 8
"""From this length on, two slips are still the same word."""


def plain(word: str) -> str:
    """A word in small letters without accents, its parts joined by underscores."""
    bare = "".join(one for one in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(one))
    return "_".join(bare.replace("-", " ").split())


def is_nearly(word: str, known: str) -> bool:
    """Whether a word is a known one but for a slip of the hand, or two in a long word."""
    slips = 2 if len(known) >= _LONG else 1
    written = plain(word)
    return abs(len(written) - len(known)) <= slips and _slips(written, known) <= slips


def _slips(one: str, other: str) -> int:
    """The fewest letters to add, leave out, change or swap (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, wanted in enumerate(other, 1):
            cost = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        before, last = last, current
    return last[-1]
