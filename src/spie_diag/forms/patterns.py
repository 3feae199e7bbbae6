"""Regular expressions as form authors write them, in the dialect of this machine."""

import re
import sys
import unicodedata
from functools import cache, lru_cache

from spie_diag.forms.backtracking import alternatives, tried_length, wide_repeats

FAULTS = (re.error, OverflowError, RecursionError)
"""What ``compiled`` raises of a pattern that is none, or that no machine could run."""

_LENGTH = 2000
_WIDE_LENGTH = 200
_CLASS = re.compile(r"\\([pP])\{(\w+)\}")
_LOOSE_HYPHEN = re.compile(r"(\\[wds])-(?=[^\]])|(?<!^)(?<![\[\\])-(?=\\[wds])")


def found(text: str, pattern: str) -> bool:
    """Whether the pattern is found in the text, as far as ``looked_at``; a pattern that is none is found nowhere."""
    try:
        return compiled(pattern).search(text[: looked_at(pattern)]) is not None
    except FAULTS:
        return False


@lru_cache(maxsize=256)
def looked_at(pattern: str) -> int:
    """How many characters of a text are searched: few where each one more doubles the time that a window stands still.

    Raises:
        FAULTS: the pattern is none.
    """
    compiled(pattern)
    length = tried_length(pattern, compiled)
    if length is not None:
        return min(length, _LENGTH)
    return _LENGTH if wide_repeats(pattern) < 3 else _WIDE_LENGTH


def is_entangled(pattern: str) -> bool:
    """Whether what it repeats can share out one text in so many ways that it must not be long.

    Raises:
        FAULTS: the pattern is none.
    """
    return looked_at(pattern) < _WIDE_LENGTH


@lru_cache(maxsize=256)
def compiled(pattern: str) -> re.Pattern[str]:
    r"""The pattern, with ``\p{L}`` spelled out and ``[\w-.]`` read as three choices.

    Raises:
        FAULTS: the pattern is none.
    """
    return re.compile(_LOOSE_HYPHEN.sub(_escaped, _CLASS.sub(_spelled, pattern)), re.ASCII if _plain(pattern) else 0)


def is_anchored(pattern: str) -> bool:
    """Whether the whole text must fit: the same in programs that search and in those that match."""
    return all(one.startswith("^") and one.endswith("$") and not one.endswith(r"\$") for one in alternatives(pattern))


def _plain(pattern: str) -> bool:
    # \w and \d are ASCII in the other programs, unless the author asks for Unicode classes.
    return r"\p{" not in pattern.lower()


def _escaped(match: re.Match[str]) -> str:
    return f"{match[1]}\\-" if match[1] else r"\-"


def _spelled(match: re.Match[str]) -> str:
    others = match[1] == "P"
    if not _ranges(match[2], others=False):
        raise re.error(f"unknown class {match[0]}")
    before = match.string[: match.start()]
    inside = before.count("[") - before.count(r"\[") > before.count("]") - before.count(r"\]")
    ranges = _ranges(match[2], others=others)
    return ranges if inside else f"[{ranges}]"


@cache
def _ranges(category: str, *, others: bool) -> str:
    """The characters of the basic plane whose Unicode category starts with ``category``, or all others, as ranges."""
    parts: list[str] = []
    start = None
    last = min(sys.maxunicode, 0xFFFF)
    for code in range(last + 2):
        belongs = code <= last and unicodedata.category(chr(code)).startswith(category) is not others
        if belongs and start is None:
            start = code
        elif not belongs and start is not None:
            parts.append(f"\\u{start:04x}-\\u{code - 1:04x}")
            start = None
    return "".join(parts)
