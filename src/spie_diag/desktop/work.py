"""Whatever is slow goes through ``Work``, so that presenters neither wait nor know threads."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

from spie_diag.errors import SpieError

T = TypeVar("T")


class Work(Protocol):
    """Runs tasks one after the other, in the order they were given."""

    def run(self, task: Callable[[], T], then: Callable[[T], None], failed: Callable[[SpieError], None]) -> None:
        """Do ``task`` elsewhere, then bring its result, or the ``SpieError`` it met, back to the window.

        Any other exception is a fault of the program: it rises to the crash dialog.
        """


@dataclass(frozen=True, slots=True)
class PromptWork:
    """Does the task at once, in the same thread: for tests, and where nothing is slow."""

    def run(self, task: Callable[[], T], then: Callable[[T], None], failed: Callable[[SpieError], None]) -> None:
        try:
            result = task()
        except SpieError as error:
            failed(error)
        else:
            then(result)


@dataclass(eq=False)
class PageWork:
    """The work of one page: all of it is done, but an outcome that comes after the page went is dropped."""

    work: Work
    gone: bool = False

    def run(self, task: Callable[[], T], then: Callable[[T], None], failed: Callable[[SpieError], None]) -> None:
        self.work.run(task, partial(self._bring, then), partial(self._bring, failed))

    def let_go(self) -> None:
        """The page went: its widgets cannot be spoken to any more."""
        self.gone = True

    def _bring(self, told: Callable[[T], None], outcome: T) -> None:
        if not self.gone:
            told(outcome)
