"""How one comes to the page « Transmettre », and back, and what a lock leaves there."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from spie_diag.casework.casebook import Casebook
from spie_diag.desktop.cases.view import CasesView
from spie_diag.desktop.desk import Desk
from spie_diag.desktop.exchange.shown import Step
from spie_diag.desktop.exchange.view import ExchangeView
from spie_diag.desktop.interview.view import InterviewView
from spie_diag.desktop.signing.view import SignaturesView
from spie_diag.desktop.unlock.view import UnlockView
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.window import MainWindow
from spie_diag.desktop.work import PromptWork
from spie_diag.interview.course import Stage
from tests.desktop.conftest import Show
from tests.desktop.exchange.conftest import signed_interview
from tests.desktop.pair import NADIA
from tests.desktop.safe.conftest import own_casebook

__all__ = ["own_casebook"]


def unlock(window: MainWindow) -> None:
    page = window.page
    assert isinstance(page, UnlockView)
    page.passphrase.edit.setText(NADIA)
    page.open.click()


def exchange_in(window: MainWindow) -> ExchangeView:
    assert isinstance(window.page, ExchangeView)
    return window.page


@pytest.mark.usefixtures("quick_stretching")
def test_from_a_person_and_from_the_signatures_and_back(
    show: Show, own_casebook: Casebook, tmp_path: Path, qtbot: QtBot
) -> None:
    signed_interview(own_casebook)
    own_casebook.lock()
    window = show(QWidget())
    desk = Desk(window, PromptWork())
    desk.start(tmp_path / "coffre")
    unlock(window)
    if isinstance(window.page, InterviewView):
        window.page.header.back.click()
    home = window.page
    assert isinstance(home, CasesView)
    home.person.hand_over.click()
    page = exchange_in(window)
    page.recipient.buttons["CD"].click()
    page.recipient.named.emit("Département d’Exemple")
    page.next.click()
    desk.lock()
    unlock(window)
    again = exchange_in(window)
    assert again.recipient.recipient.text() == "Département d’Exemple"
    qtbot.waitUntil(lambda: again.stepper.stages[Step.LEAVING.place].is_here, timeout=8000)
    again.back.click()
    again.back.click()
    assert isinstance(window.page, CasesView)

    window.page.person.act.click()
    frame = window.page
    assert isinstance(frame, InterviewView)
    frame.header.stage_asked.emit(Stage.SIGNATURES)
    signatures = frame.findChild(SignaturesView)
    assert isinstance(signatures, SignaturesView)
    named = (one for one in signatures.findChildren(Button) if one.accessibleName().startswith("Transmettre"))
    next(named).click()
    exchange_in(window)
    desk.lock()
    unlock(window)
    exchange_in(window).back.click()
    assert isinstance(window.page, InterviewView), "back to where one came from, a lock in between or not"
    assert window.page.findChild(SignaturesView) is not None
    desk.lock()
