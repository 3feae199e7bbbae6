"""Arabic and Hebrew words as they are drawn: letters joined, right to left. For names and short phrases.

reportlab draws letters one after the other from the left, each in the form of its own. So each stretch of such letters
is turned round here, and its Arabic letters take the shape of their place in the word. A stretch stays on one line.

Source: Unicode Standard, 9.2 (Arabic joining); forms from the decompositions of U+FB50 to U+FEFC.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Final

from spie_diag.french import FIXED

_LETTERS: Final = "\u0590-\u05ff\u0600-\u065f\u0670-\u06ef\u06fa-\u08ff"
_STRETCH: Final = re.compile(rf"[{_LETTERS}]+(?: [{_LETTERS}]+)*")
_FORMS: Final = range(0xFB50, 0xFEFD)
_LAM: Final = "\u0644"
_LONGEST_UNBROKEN: Final = 40
"""Longer stretches may be cut at a line end: a whole sentence is read line by line, from the last to the first."""


def drawn(text: str, letters: frozenset[int]) -> str:
    """The text with each right-to-left stretch turned round; ``letters`` are those that the font has."""
    return _STRETCH.sub(lambda found: _turned(found[0], letters), text)


@cache
def spoken_form(code: int) -> str:
    """What a drawn shape stands for: the letter itself, whatever its place in the word."""
    return unicodedata.normalize("NFKC", chr(code)) if code in _FORMS else chr(code)


def _turned(stretch: str, letters: frozenset[int]) -> str:
    clusters: list[str] = []
    for letter in _joined(stretch, letters):
        if clusters and unicodedata.category(letter) == "Mn":
            clusters[-1] += letter  # a vowel sign stays with its letter
        else:
            clusters.append(letter)
    turned = "".join(reversed(clusters))
    return turned.replace(" ", FIXED) if len(turned) <= _LONGEST_UNBROKEN else turned


@cache
def _shapes() -> Mapping[str, Mapping[str, str]]:
    """The shapes of each letter, or of lam with alef, by their place: isolated, initial, medial, final."""
    shapes: dict[str, dict[str, str]] = {}
    for code in _FORMS:
        place, *parts = unicodedata.decomposition(chr(code)).split() or [""]
        base = "".join(chr(int(part, 16)) for part in parts)
        if place and (len(base) == 1 or (len(base) == 2 and base[0] == _LAM and base[1] in "آأإا")):
            shapes.setdefault(base, {}).setdefault(place.strip("<>"), chr(code))
    return shapes


def _joined(stretch: str, letters: frozenset[int]) -> list[str]:
    """The letters in the order typed, each in the shape that its neighbours ask for."""
    units = re.findall(f"{_LAM}[آأإا]|.", stretch)
    bases = [unit for unit in units if unicodedata.category(unit[0]) != "Mn"]
    links = [_reaches(one) and "final" in _shapes().get(other, {}) for one, other in pairwise(bases)]
    made: list[str] = []
    place = 0
    for unit in units:
        if unicodedata.category(unit[0]) == "Mn":
            made.append(unit)
            continue
        before, after = place > 0 and links[place - 1], place < len(links) and links[place]
        wanted = {(False, False): "isolated", (False, True): "initial", (True, False): "final", (True, True): "medial"}
        shape = _shapes().get(unit, {}).get(wanted[before, after], unit)
        made += [shape] if all(ord(letter) in letters for letter in shape) else list(unit)
        place += 1
    return made


def _reaches(unit: str) -> bool:
    """Whether a letter can join the one after it."""
    return "initial" in _shapes().get(unit, {})
