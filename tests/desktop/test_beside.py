"""Long work beside the window: nobody waits for it, it tells how far it is, and it stops when asked."""

import threading
from typing import ClassVar

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spie_diag.desktop.background import BackgroundWork
from spie_diag.desktop.work import Errand, PromptWork
from spie_diag.errors import SpieError


class StoppedError(SpieError):
    sentence: ClassVar[str] = "Arrêté."


def until_cancelled(errand: Errand) -> str:
    for step in range(2000):
        if errand.is_cancelled():
            raise StoppedError
        errand.tell(min(1.0, step / 10))
        threading.Event().wait(0.005)
    return "never asked to stop"


def test_what_is_long_keeps_nobody_waiting_and_stops_when_asked(app: QApplication, qtbot: QtBot) -> None:
    work = BackgroundWork()
    said: list[object] = []
    shares: list[float] = []
    heard_in: set[str] = set()

    def told(share: float) -> None:
        shares.append(share)
        heard_in.add(threading.current_thread().name)

    errand = work.run_beside(until_cancelled, said.append, lambda error: said.append(type(error)), told)
    work.run(lambda: "short", then=said.append, failed=said.append)
    qtbot.waitUntil(lambda: said == ["short"] and len(shares) > 2)
    errand.cancel()
    qtbot.waitUntil(lambda: len(said) == 2)
    work.stop()
    assert said == ["short", StoppedError]
    assert shares == sorted(shares)
    assert heard_in == {"MainThread"}


def test_the_window_closes_without_waiting_for_what_is_long(app: QApplication) -> None:
    work = BackgroundWork()
    said: list[object] = []
    work.run_beside(until_cancelled, said.append, said.append, lambda _share: None)
    work.run_beside(until_cancelled, said.append, said.append, lambda _share: None)
    work.stop()
    assert said == []


def test_prompt_work_does_long_work_at_once() -> None:
    shares: list[float] = []

    def half(errand: Errand) -> str:
        errand.tell(0.5)
        return "done"

    said: list[object] = []
    PromptWork().run_beside(half, said.append, said.append, shares.append)
    assert (said, shares) == (["done"], [0.5])
