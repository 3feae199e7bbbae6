"""Receiving among the other pages: reached from the rail and from the list, left by a lock and found again."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from spie_diag.casework.receiving import NewPerson, add_person
from spie_diag.desktop.cases.view import CasesView
from spie_diag.desktop.desk import Desk
from spie_diag.desktop.receiving.view import ReceivingView
from spie_diag.desktop.safe.view import SafeView
from spie_diag.desktop.window import MainWindow
from spie_diag.desktop.work import PromptWork
from tests.desktop.conftest import Show
from tests.desktop.receiving.conftest import Sent
from tests.desktop.test_coming_back import vault_in
from tests.desktop.test_desk import opener, unlock


@pytest.fixture
def desk(show: Show, tmp_path: Path) -> tuple[Desk, MainWindow]:
    casebook = vault_in(tmp_path / "coffre")
    add_person(casebook, NewPerson(called="Amina", family_name="Bensaïd"))
    casebook.lock()
    window = show(QWidget())
    desk = Desk(window, PromptWork(), opener)
    desk.start(tmp_path / "coffre")
    unlock(window)
    return desk, window


def shown(window: MainWindow) -> ReceivingView:
    assert isinstance(window.page, ReceivingView)
    return window.page


def test_a_lock_in_the_middle_comes_back_to_the_same_step(
    desk: tuple[Desk, MainWindow], sent: Sent, known: None
) -> None:
    at, window = desk
    assert isinstance(window.page, CasesView)
    window.page.rail.receive.click()
    shown(window).file.chosen.emit(str(sent()))
    shown(window).verdict.go_on.click()
    shown(window).persons.cards[0].choose.click()
    whom = shown(window).news._whom.text()
    at.guard.lock_due.emit()
    assert not isinstance(window.page, ReceivingView)
    unlock(window)
    assert shown(window).news._whom.text() == whom
    shown(window).news.take_in.click()
    shown(window).news.confirm.click()
    shown(window).done.person.click()
    assert isinstance(window.page, CasesView)
    assert len(window.page.person.received.rows) == 1

    window.page.rail.safe_asked.emit()
    assert isinstance(window.page, SafeView)
    window.page.rail.receive.click()
    assert shown(window).file.choose.isVisible()
    shown(window).rail.persons.click()
    assert isinstance(window.page, CasesView)
