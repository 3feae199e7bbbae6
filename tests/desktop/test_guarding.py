"""People who leave while a vault is being opened: it does not stay open behind them."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from spie_diag.desktop.background import BackgroundWork
from spie_diag.desktop.cases.view import CasesView
from spie_diag.desktop.desk import Desk
from spie_diag.desktop.guarding import Guard, OpeningWork
from spie_diag.desktop.unlock.view import UnlockView
from spie_diag.desktop.window import MainWindow
from spie_diag.desktop.work import Errand, PromptWork
from spie_diag.errors import SpieError
from tests.desktop.conftest import Show
from tests.desktop.test_desk import PASSPHRASES, opener, unlock, vault_in

T = TypeVar("T")


class HeldWork:
    """Does everything at once, but brings no outcome back while it is held."""

    def __init__(self) -> None:
        self.is_held = False
        self._outcomes: list[Callable[[], None]] = []

    def run(self, task: Callable[[], T], then: Callable[[T], None], failed: Callable[[SpieError], None]) -> None:
        if not self.is_held:
            PromptWork().run(task, then, failed)
            return
        PromptWork().run(
            task,
            lambda result: self._outcomes.append(lambda: then(result)),
            lambda error: self._outcomes.append(lambda: failed(error)),
        )

    def run_watched(
        self,
        task: Callable[[Errand], T],
        then: Callable[[T], None],
        failed: Callable[[SpieError], None],
        told: Callable[[float], None],
    ) -> Errand:
        errand = Errand(told)
        self.run(lambda: task(errand), then, failed)
        return errand

    def run_beside(
        self,
        task: Callable[[Errand], T],
        then: Callable[[T], None],
        failed: Callable[[SpieError], None],
        told: Callable[[float], None],
    ) -> Errand:
        return self.run_watched(task, then, failed, told)

    def let_go(self) -> None:
        self.is_held = False
        while self._outcomes:
            self._outcomes.pop(0)()


class PaperSession(QObject):
    """The session of a computer that sleeps once everything is put away."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.may_sleep = 0

    def let_sleep(self) -> None:
        self.may_sleep += 1


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> PaperSession:
    made = PaperSession()
    monkeypatch.setattr("spie_diag.desktop.guarding.signals_of_session", lambda _window: made)
    return made


def begun(show: Show, folder: Path, work: HeldWork) -> tuple[MainWindow, Desk]:
    """The vault of ``folder`` to be opened, and a guard that listens."""
    vault_in(folder).lock()
    window = show(QWidget())
    desk = Desk(window, work, opener)
    desk.guard.listen_to_session()
    desk.start(folder)
    return window, desk


def test_a_vault_being_opened_when_people_leave_is_locked_at_once(
    show: Show, tmp_path: Path, session: PaperSession
) -> None:
    work = HeldWork()
    window, desk = begun(show, tmp_path / "coffre", work)
    work.is_held = True
    unlock(window)
    session.left.emit()
    assert session.may_sleep == 0, "the computer waits: there may soon be keys in memory"
    work.let_go()
    page = window.page
    assert isinstance(page, UnlockView)
    assert "verrouillé" in page.notice.said()
    assert not desk.guard.idleness.is_armed
    assert session.may_sleep

    unlock(window)  # it was given back, and those who are back are not shut out again
    assert isinstance(window.page, CasesView)


def test_people_who_leave_while_a_wrong_passphrase_is_tried_find_no_lock_later(
    show: Show, tmp_path: Path, session: PaperSession
) -> None:
    work = HeldWork()
    window, _desk = begun(show, tmp_path / "coffre", work)
    page = window.page
    assert isinstance(page, UnlockView)
    work.is_held = True
    page.passphrase.edit.setText(PASSPHRASES["Nadia Haddad"][:-1])
    page.open.click()
    session.left.emit()
    assert session.may_sleep == 0
    work.let_go()
    assert session.may_sleep == 1
    unlock(window)
    assert isinstance(window.page, CasesView)


@pytest.mark.parametrize("how", ["in turn", "watched", "beside"])
@pytest.mark.parametrize("in_a_thread", [False, True])
def test_an_opening_that_meets_a_fault_is_over_for_the_guard_too(
    show: Show, qtbot: QtBot, session: PaperSession, in_a_thread: bool, how: str
) -> None:
    guard, threads = Guard(show(QWidget())), BackgroundWork()
    guard.listen_to_session()
    work = OpeningWork(threads if in_a_thread else PromptWork(), guard)
    told: list[object] = []

    def fault(*_errand: Errand) -> None:
        if not in_a_thread:
            session.left.emit()
        raise RuntimeError("the program is at fault")

    def begin() -> None:
        if how == "in turn":
            work.run(fault, told.append, told.append)
        else:
            begin = work.run_watched if how == "watched" else work.run_beside
            begin(fault, told.append, told.append, told=lambda _share: None)

    if in_a_thread:
        with qtbot.captureExceptions() as met:
            begin()
            session.left.emit()
            assert session.may_sleep == 0
            qtbot.waitUntil(lambda: bool(met))
    else:
        with pytest.raises(RuntimeError):
            begin()
    threads.stop()
    assert told == []
    assert session.may_sleep == 1
    due: list[bool] = []
    guard.lock_due.connect(lambda: due.append(True))
    guard.arm()
    assert due == [], "the next vault is opened by people who are there"
    guard.disarm()


def test_what_was_noted_for_one_vault_locks_no_other(show: Show, session: PaperSession) -> None:
    guard = Guard(show(QWidget()))
    guard.listen_to_session()
    due: list[bool] = []
    guard.lock_due.connect(lambda: due.append(True))
    guard.expect()
    session.left.emit()
    guard.disarm()
    guard.arm()
    assert due == []
    guard.disarm()


def test_people_who_leave_an_unlock_page_let_the_computer_sleep(
    show: Show, tmp_path: Path, session: PaperSession
) -> None:
    begun(show, tmp_path / "coffre", HeldWork())
    session.left.emit()
    assert session.may_sleep == 1
