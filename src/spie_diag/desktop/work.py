"""Whatever is slow goes through ``Work``, so that presenters neither wait nor know threads."""

from collections.abc import Callable
from dataclasses import dataclass
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
