"""The one thread beside the window: the vault has one writer, and outcomes come back in the order they were asked."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from spie_diag.errors import SpieError

T = TypeVar("T")


class BackgroundWork(QObject):
    """``Work`` on one thread. Create it in the window's thread; ``stop`` it before the window goes."""

    _ended = Signal(object)
    busy = Signal(bool)
    """True when something begins to run or wait, False when nothing does any more."""

    def __init__(self) -> None:
        super().__init__()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="travail")
        self._waiting = 0
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(self, task: Callable[[], T], then: Callable[[T], None], failed: Callable[[SpieError], None]) -> None:
        """Queue ``task``; its outcome is delivered by the event loop of the window."""
        self._count(+1)
        ended = self._thread.submit(task)
        ended.add_done_callback(lambda _: self._ended.emit(_Outcome(ended, then, failed)))

    def stop(self) -> None:
        """Finish what was begun, refuse the rest. Outcomes not yet delivered are dropped."""
        self._thread.shutdown(wait=True, cancel_futures=False)

    def _deliver(self, outcome: "_Outcome[object]") -> None:
        self._count(-1)
        outcome.deliver()

    def _count(self, step: int) -> None:
        was_busy = self._waiting > 0
        self._waiting += step
        if (self._waiting > 0) is not was_busy:
            self.busy.emit(self._waiting > 0)


@dataclass(frozen=True, slots=True)
class _Outcome(Generic[T]):
    ended: Future[T]
    then: Callable[[T], None]
    failed: Callable[[SpieError], None]

    def deliver(self) -> None:
        try:
            result = self.ended.result()  # a bug is raised here, where the crash dialog sees it
        except SpieError as error:
            self.failed(error)
        else:
            self.then(result)
