"""How far something long is, and whether it must stop; asked in the thread of whoever does it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from spie_diag.vault.errors import DeedStoppedError

Progress: TypeAlias = Callable[[float], None]
"""Told how much is done, from 0 to 1; called in the thread of whoever asked."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Tells how far a long deed is, and ends it where that was asked."""

    progress: Progress = lambda _done: None
    cancelled: Callable[[], bool] = lambda: False

    def at(self, done: float) -> None:
        """From 0 to 1.

        Raises:
            DeedStoppedError: it was asked to stop.
        """
        if self.cancelled():
            raise DeedStoppedError
        self.progress(min(1.0, done))

    def between(self, first: float, last: float) -> "Steps":
        """The same for a part of the deed, which begins at ``first`` and ends at ``last``."""
        return Steps(lambda done: self.progress(first + (last - first) * done), self.cancelled)


UNWATCHED = Steps()


@contextmanager
def stopped_as(fault: type[DeedStoppedError]) -> Iterator[None]:
    """Say which deed it was that stopped."""
    try:
        yield
    except DeedStoppedError:
        raise fault from None
