"""A signed interview, and the page from which a part of it leaves."""

from collections.abc import Callable
from pathlib import Path

import pytest

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.signing_off import person_declines, specialist_signs
from spie_diag.desktop.exchange.opening import open_exchange
from spie_diag.desktop.exchange.view import ExchangeView
from spie_diag.desktop.memory import Memory
from spie_diag.desktop.window import MainWindow
from spie_diag.desktop.work import PromptWork, Work
from spie_diag.interview.people import FieldOfWork, InterviewId
from tests.desktop.conftest import Show
from tests.desktop.diagnosis.played import begin, make_ready, specialist
from tests.desktop.pair import KARIM, NADIA

OpenExchange = Callable[..., ExchangeView]


def signed_interview(book: Casebook) -> InterviewId:
    interview = begin(book, missing=False)
    make_ready(book, interview)
    person_declines(book, interview)
    for work, passphrase in ((FieldOfWork.SOCIAL, NADIA), (FieldOfWork.EMPLOYMENT, KARIM)):
        specialist_signs(book, interview, specialist(book, work).id, passphrase)
    return interview


@pytest.fixture(scope="module")
def signed(casebook: Casebook) -> InterviewId:
    return signed_interview(casebook)


@pytest.fixture
def open_page(show: Show, casebook: Casebook, signed: InterviewId, monkeypatch: pytest.MonkeyPatch) -> OpenExchange:
    """Shows the page of the signed interview, or of another one."""

    def opened(
        interview: InterviewId | None = None, work: Work | None = None, *, width: int = 1366, **how: float
    ) -> ExchangeView:
        casebook.writer = specialist(casebook, FieldOfWork.SOCIAL).id
        window = MainWindow(Memory(), keep=lambda _memory: None)
        page = open_exchange(window, casebook, work or PromptWork(), interview or signed, back=lambda: None)
        assert isinstance(page, ExchangeView)
        show(page, width, **how)
        window.deleteLater()
        return page

    return opened


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where a document is saved."""
    return tmp_path / "extrait.pdf"
