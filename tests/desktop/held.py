"""Work whose long part waits until it is let go: what is clicked meanwhile is clicked while it goes on."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from spie_diag.desktop.work import Errand, PromptWork
from spie_diag.errors import SpieError

T = TypeVar("T")


class HeldLongWork:
    """Does the rest at once."""

    def __init__(self) -> None:
        self.held: list[Callable[[], None]] = []

    def run(self, task: Callable[[], T], then: Callable[[T], None], failed: Callable[[SpieError], None]) -> None:
        PromptWork().run(task, then, failed)

    def run_watched(
        self,
        task: Callable[[Errand], T],
        then: Callable[[T], None],
        failed: Callable[[SpieError], None],
        told: Callable[[float], None],
    ) -> Errand:
        errand = Errand(told)
        self.held.append(partial(self.run, partial(task, errand), then, failed))
        return errand

    def let_go(self) -> None:
        """Do what was held."""
        while self.held:
            self.held.pop(0)()
