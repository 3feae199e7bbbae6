"""Documents of one sheet: the most that fits is told, and what had to be left out is said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from reportlab.platypus import Flowable

from spie_diag.documents.style import PAGE_HEIGHT, WIDTH
from spie_diag.documents.typography import shortened

_Kept = TypeVar("_Kept")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of its content a sheet tells."""

    items: int
    """Of each list."""
    letters: int
    """Of each text."""

    def text(self, text: str) -> str:
        return shortened(text, self.letters)

    def some(self, things: Sequence[_Kept]) -> Sequence[_Kept]:
        return things[: self.items]

    def left_out(self, *lists: Sequence[object]) -> bool:
        return any(len(things) > self.items for things in lists)


_FROM_MOST_TO_LEAST: Final = (
    Limits(12, 600),
    Limits(10, 400),
    Limits(8, 280),
    Limits(7, 200),
    Limits(6, 150),
    Limits(5, 110),
    Limits(4, 80),
    Limits(3, 60),
    Limits(2, 45),
    Limits(1, 30),
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
    """How high the parts are one under the other, with the space around each."""
    return float(sum(part.getSpaceBefore() + part.wrap(WIDTH, PAGE_HEIGHT)[1] + part.getSpaceAfter() for part in parts))
