"""Long work beside the window: nobody waits for it, it tells how far it is, and it stops when asked."""

import threading
from typing import ClassVar

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spie_diag.desktop.background import BackgroundWork
from spie_diag.desktop.work import Errand, PromptWork, WatchedPageWork
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


def test_what_is_watched_has_its_turn_among_the_rest_and_stops_when_asked(app: QApplication, qtbot: QtBot) -> None:
    work = BackgroundWork()
    said: list[object] = []
    shares: list[float] = []
    errand = work.run_watched(until_cancelled, said.append, lambda error: said.append(type(error)), shares.append)
    work.run(lambda: "after", then=said.append, failed=said.append)
    qtbot.waitUntil(lambda: len(shares) > 2)
    assert said == [], "the vault has one thread"
    errand.cancel()
    qtbot.waitUntil(lambda: len(said) == 2)
    work.stop()
    assert said == [StoppedError, "after"]


def test_the_window_waits_for_what_changes_the_vault(app: QApplication) -> None:
    """Nobody would be told any more that a colleague was not shut out."""
    work, done = BackgroundWork(), list[bool]()

    def deed(errand: Errand) -> None:
        threading.Event().wait(0.05)
        done.append(errand.is_cancelled())

    work.run_watched(deed, lambda _nothing: None, lambda _error: None, lambda _share: None)
    work.stop()
    assert done == [False]


def test_a_page_that_went_hears_no_more_how_far_it_is(app: QApplication) -> None:
    told: list[float] = []
    page = WatchedPageWork(PromptWork())

    def half(errand: Errand) -> str:
        errand.tell(0.5)
        page.let_go()
        errand.tell(0.9)
        return "done"

    said: list[str] = []
    page.run_watched(half, said.append, lambda _error: None, told.append)
    assert (told, said) == ([0.5], [])


def test_prompt_work_does_long_work_at_once() -> None:
    shares: list[float] = []

    def half(errand: Errand) -> str:
        errand.tell(0.5)
        return "done"

    said: list[object] = []
    PromptWork().run_beside(half, said.append, said.append, shares.append)
    assert (said, shares) == (["done"], [0.5])
