"""Regular expressions as form authors write them, in the dialect of this machine."""

import re
import sys
import unicodedata
from functools import cache, lru_cache

FAULTS = (re.error, OverflowError, RecursionError)
"""What ``compiled`` raises of a pattern that is none, or that no machine could run."""

_CLASS = re.compile(r"\\([pP])\{(\w+)\}")
_LOOSE_HYPHEN = re.compile(r"(\\[wds])-(?=[^\]])|(?<!^)(?<![\[\\])-(?=\\[wds])")


def found(text: str, pattern: str) -> bool:
    """Whether the pattern is found somewhere in the text; a pattern that is none is found nowhere."""
    try:
        return compiled(pattern).search(text) is not None
    except FAULTS:
        return False


@lru_cache(maxsize=256)
def compiled(pattern: str) -> re.Pattern[str]:
    r"""The pattern, with ``\p{L}`` spelled out and ``[\w-.]`` read as three choices.

    Raises:
        FAULTS: the pattern is none.
    """
    return re.compile(_LOOSE_HYPHEN.sub(_escaped, _CLASS.sub(_spelled, pattern)), re.ASCII if _plain(pattern) else 0)


def is_anchored(pattern: str) -> bool:
    """Whether the whole text must fit: the same in programs that search and in those that match."""
    return pattern.startswith("^") and pattern.endswith("$") and not pattern.endswith(r"\$")


def _plain(pattern: str) -> bool:
    # \w and \d are ASCII in the other programs, unless the author asks for Unicode classes.
    return r"\p{" not in pattern.lower()


def _escaped(match: re.Match[str]) -> str:
    return f"{match[1]}\\-" if match[1] else r"\-"


def _spelled(match: re.Match[str]) -> str:
    ranges = _ranges(match[2])
    if not ranges:
        raise re.error(f"unknown class {match[0]}")
    before = match.string[: match.start()]
    inside = before.count("[") - before.count(r"\[") > before.count("]") - before.count(r"\]")
    if inside and match[1] == "p":
        return ranges
    return f"[{'^' if match[1] == 'P' else ''}{ranges}]"


@cache
def _ranges(category: str) -> str:
    """The characters of the basic plane whose Unicode category starts with ``category``, as ranges."""
    parts: list[str] = []
    start = None
    for code in range(min(sys.maxunicode, 0xFFFF) + 2):
        belongs = code <= 0xFFFF and unicodedata.category(chr(code)).startswith(category)
        if belongs and start is None:
            start = code
        elif not belongs and start is not None:
            parts.append(f"\\u{start:04x}-\\u{code - 1:04x}")
            start = None
    return "".join(parts)
