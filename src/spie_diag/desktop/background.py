"""The threads beside the window: one for the vault, which has one writer, and one for long readings.

Outcomes come back to the window, each thread's in the order they were asked.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from spie_diag.desktop.work import Errand
from spie_diag.errors import SpieError
from spie_diag.sweeping import keep_collector_here, let_collector_go, sweep_what_is_due

T = TypeVar("T")

_SWEPT_EVERY_MS = 1_000


class BackgroundWork(QObject):
    """``LongWork`` on two threads. Create it in the window's thread; ``stop`` it before the window goes."""

    _ended = Signal(object)
    _told = Signal(object, float)
    busy = Signal(bool)
    """True when something begins to run or wait, False when nothing does any more."""

    def __init__(self) -> None:
        super().__init__()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="travail")
        self._second_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="a-cote")
        self._errands: list[Errand] = []
        self._waiting = 0
        keep_collector_here()
        self._sweeping = QTimer(self, interval=_SWEPT_EVERY_MS)
        self._sweeping.timeout.connect(sweep_what_is_due)
        self._sweeping.start()
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._told.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def run(self, task: Callable[[], T], then: Callable[[T], None], failed: Callable[[SpieError], None]) -> None:
        """Queue ``task``; its outcome is delivered by the event loop of the window."""
        self._count(+1)
        ended = self._thread.submit(task)
        ended.add_done_callback(lambda _: self._ended.emit(_Outcome(ended, then, failed)))

    def run_beside(
        self,
        task: Callable[[Errand], T],
        then: Callable[[T], None],
        failed: Callable[[SpieError], None],
        told: Callable[[float], None],
    ) -> Errand:
        """Queue a long task on the second thread: whoever types never waits for it."""
        self._count(+1)
        errand = Errand(partial(self._told.emit, told))
        self._errands.append(errand)
        ended = self._second_thread.submit(task, errand)
        ended.add_done_callback(lambda _: self._ended.emit(_Outcome(ended, then, failed, errand)))
        return errand

    def run_watched(
        self,
        task: Callable[[Errand], T],
        then: Callable[[T], None],
        failed: Callable[[SpieError], None],
        told: Callable[[float], None],
    ) -> Errand:
        """Queue a long task on the thread of the vault: it must not change under it."""
        self._count(+1)
        errand = Errand(partial(self._told.emit, told))
        ended = self._thread.submit(task, errand)
        ended.add_done_callback(lambda _: self._ended.emit(_Outcome(ended, then, failed)))
        return errand

    def stop(self) -> None:
        """Finish what was begun, but stop what is beside; refuse the rest. Outcomes not yet delivered are dropped."""
        for errand in self._errands:
            errand.cancel()
        for thread in (self._thread, self._second_thread):
            thread.shutdown(wait=True, cancel_futures=False)
        if self._sweeping.isActive():
            self._sweeping.stop()
            let_collector_go()

    def _deliver(self, outcome: "_Outcome[object]") -> None:
        self._count(-1)
        if outcome.errand is not None:
            self._errands.remove(outcome.errand)
        outcome.deliver()

    def _tell(self, told: Callable[[float], None], share: float) -> None:
        told(share)

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
    errand: Errand | None = None

    def deliver(self) -> None:
        try:
            result = self.ended.result()  # a bug is raised here, where the crash dialog sees it
        except SpieError as error:
            self.failed(error)
        else:
            self.then(result)
