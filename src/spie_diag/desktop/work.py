"""Whatever is slow goes through ``Work``, so that presenters neither wait nor know threads."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from threading import Event
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
class Errand:
    """Something long under way beside the window: it tells how far it is, and stops soon after it was asked to.

    ``tell`` and ``is_cancelled`` are for the task, in its own thread; ``cancel`` is for anybody.
    """

    tell: Callable[[float], None]
    """How much is done, from 0 to 1."""
    _cancelled: Event = field(default_factory=Event)

    def cancel(self) -> None:
        self._cancelled.set()

    def is_cancelled(self) -> bool:
        return self._cancelled.is_set()


class WatchedWork(Work, Protocol):
    """Work that can also tell how far a long task is."""

    def run_watched(
        self,
        task: Callable[[Errand], T],
        then: Callable[[T], None],
        failed: Callable[[SpieError], None],
        told: Callable[[float], None],
    ) -> Errand:
        """Do ``task`` in its turn, as ``run`` does: what is asked meanwhile waits until it ends, or was stopped.

        Once begun it is finished even where the window closes: nobody would be told that it was stopped.
        """


class LongWork(WatchedWork, Protocol):
    """Work that can also do something long beside the rest: what it reads, it reads by a connection of its own."""

    def run_beside(
        self,
        task: Callable[[Errand], T],
        then: Callable[[T], None],
        failed: Callable[[SpieError], None],
        told: Callable[[float], None],
    ) -> Errand:
        """Do ``task`` beside whatever ``run`` does; outcome and progress (``told``) come back to the window.

        A task that heeds its errand's cancellation ends with a ``SpieError`` of its own.
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

    def run_beside(
        self,
        task: Callable[[Errand], T],
        then: Callable[[T], None],
        failed: Callable[[SpieError], None],
        told: Callable[[float], None],
    ) -> Errand:
        return self.run_watched(task, then, failed, told)

    def run_watched(
        self,
        task: Callable[[Errand], T],
        then: Callable[[T], None],
        failed: Callable[[SpieError], None],
        told: Callable[[float], None],
    ) -> Errand:
        errand = Errand(told)
        self.run(partial(task, errand), then, failed)
        return errand


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


@dataclass(eq=False)
class WatchedPageWork(PageWork):
    """The same for a page that shows how far a long task is."""

    work: WatchedWork

    def run_watched(
        self,
        task: Callable[[Errand], T],
        then: Callable[[T], None],
        failed: Callable[[SpieError], None],
        told: Callable[[float], None],
    ) -> Errand:
        return self.work.run_watched(
            task, partial(self._bring, then), partial(self._bring, failed), partial(self._bring, told)
        )
