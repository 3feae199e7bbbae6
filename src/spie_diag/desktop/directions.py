"""Which way a text runs: from the left, as French, or from the right, as Arabic and Hebrew."""

import unicodedata
from collections.abc import Iterator
from typing import Final

RIGHT_TO_LEFT_MARK: Final = "\u200f"
"""Seen by nobody: makes a text that opens with a Latin word or a code run from the right."""
_ISOLATED: Final = "\u2066{}\u2069"
_LEFTWARD: Final = ("R", "AL")


def begins_leftward(text: str) -> bool:
    """Whether its first letter is one of those written from right to left. Source: Unicode UAX 9, rules P2 and P3."""
    return next((kind in _LEFTWARD for kind in _strong(text)), False)


def has_leftward(text: str) -> bool:
    """Whether any of its letters is written from right to left."""
    return any(kind in _LEFTWARD for kind in _strong(text))


def isolated(text: str) -> str:
    """A text written from the left, unharmed by what runs the other way around it."""
    return _ISOLATED.format(text)


def begun_at_right(text: str) -> str:
    """A text written from the left, set under one that is written from the right: it begins at the right as well."""
    return f"{RIGHT_TO_LEFT_MARK}{isolated(text)}" if text and not begins_leftward(text) else text


def _strong(text: str) -> Iterator[str]:
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return (kind for kind in kinds if kind in ("L", *_LEFTWARD))
