"""Documents of one sheet: the most that fits is told, and what had to be left out is said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from reportlab.platypus import Flowable

from spie_diag.documents.style import PAGE_HEIGHT, WIDTH
from spie_diag.documents.typography import one_line, shortened

_Kept = TypeVar("_Kept")
_NEAR: Final = 0.6
"""Of the limit: a cut further away would lose too much."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of its content a sheet tells."""

    items: int
    """Of each list."""
    letters: int
    """Of each text."""
    lines: int = 2
    """To write on, in each part left empty."""

    def text(self, text: str) -> str:
        """The text, cut at a space near the limit where there is one."""
        cut = shortened(text, self.letters)
        if not cut.endswith("…") or cut == one_line(text):
            return cut
        whole, _, _ = cut.rpartition(" ")
        return f"{whole}…" if len(whole) > self.letters * _NEAR else cut

    def some(self, things: Sequence[_Kept]) -> Sequence[_Kept]:
        return things[: self.items]

    def left_out(self, *lists: Sequence[object]) -> bool:
        return any(len(things) > self.items for things in lists)


_FROM_MOST_TO_LEAST: Final = (
    Limits(12, 600, lines=7),
    Limits(12, 600, lines=5),
    Limits(12, 600, lines=3),
    Limits(9, 400),
    Limits(7, 400),
    Limits(6, 300),
    Limits(5, 300),
    Limits(4, 300),
    Limits(3, 300),
    Limits(5, 160),
    Limits(4, 160),
    Limits(3, 140),
    Limits(2, 110),
    Limits(2, 80),
    Limits(1, 80),
    Limits(1, 40),
)


def first_that_fits(make: Callable[[Limits], list[Flowable]], room: float) -> list[Flowable]:
    """What ``make`` lays out within the widest limits that take ``room`` points at most; the narrowest if none does."""
    made: list[Flowable] = []
    for limits in _FROM_MOST_TO_LEAST:
        made = make(limits)
        if height_of(made) <= room:
            break
    return made


def height_of(parts: Sequence[Flowable]) -> float:
    """How high the parts are one under the other; spaces that meet overlap, as they do on the page."""
    height, space = 0.0, 0.0
    for part in parts:
        height += max(part.getSpaceBefore() - space, 0) + part.wrap(WIDTH, PAGE_HEIGHT)[1]
        space = part.getSpaceAfter()
        height += space
    return height
