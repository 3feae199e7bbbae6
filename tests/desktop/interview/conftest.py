"""A real vault in a temporary folder, real casework, and the real page of an interview, offscreen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.interviewing import answer
from spie_diag.casework.receiving import NewPerson, add_person, go_to, start_interview
from spie_diag.casework.sheet import Sheet, draw
from spie_diag.desktop.interview.opening import open_interview
from spie_diag.desktop.interview.view import InterviewView
from spie_diag.desktop.window import MainWindow
from spie_diag.desktop.work import PromptWork
from spie_diag.forms.definition import QuestionCode
from spie_diag.interview.answers import Answer
from spie_diag.interview.course import Stage
from spie_diag.interview.people import InterviewId


@dataclass(slots=True)
class OpenPage:
    """One open interview on the screen."""

    window: MainWindow
    view: InterviewView
    casebook: Casebook
    interview: InterviewId

    @property
    def sheet(self) -> Sheet:
        return draw(self.casebook, self.interview)


PageFactory = Callable[..., OpenPage]


@pytest.fixture
def page(casebook: Casebook, app: QApplication, qtbot: QtBot) -> Iterator[PageFactory]:
    """Opens an interview at a stage and a domain; ``alone`` leaves the employment specialist out."""
    windows: list[MainWindow] = []
    casebook.writer = next(one.id for one in casebook.specialists.values() if one.name.startswith("Nadia"))

    def opened(
        stage: Stage = Stage.EXPLORATION,
        block: str = "LOG",
        *,
        agreed: bool = True,
        alone: bool = False,
        size: tuple[int, int] = (1366, 768),
        interview: InterviewId | None = None,
    ) -> OpenPage:
        if interview is None:
            social, employment = sorted(casebook.specialists.values(), key=lambda one: one.name, reverse=True)
            person = add_person(casebook, NewPerson(called="Amina B.", commune="Saint-Aubin"))
            begun = start_interview(casebook, person, social=social.id, employment=None if alone else employment.id)
            interview = begun.interview
            if agreed:
                answer(casebook, interview, QuestionCode("CAD-09"), Answer(value="oui"))
        go_to(casebook, interview, stage, block)
        window = MainWindow(keep=lambda _memory: None)
        window.resize(*size)
        view = open_interview(window, casebook, PromptWork(), interview, closed=lambda: None)
        assert isinstance(view, InterviewView)
        window.show_page(view)
        window.show()
        qtbot.waitExposed(window)
        for _ in range(4):  # some parts are built in the turns that follow
            QApplication.processEvents()
        windows.append(window)
        return OpenPage(window, view, casebook, interview)

    yield opened
    for window in windows:
        let_go(window)


def let_go(widget: QWidget) -> None:
    """Destroy a widget now, unless it is gone: outside the event loop Qt would keep it."""
    if not isValid(widget):
        return
    widget.close()
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
