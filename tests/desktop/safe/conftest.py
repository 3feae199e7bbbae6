"""The page « Le coffre » over a real vault, whose keys are quick to stretch."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.opening import NewSpecialist, create_casebook
from spie_diag.desktop.memory import Memory
from spie_diag.desktop.safe import open_safe
from spie_diag.desktop.safe.saving import Saving
from spie_diag.desktop.safe.view import SafeView
from spie_diag.desktop.window import MainWindow
from spie_diag.desktop.work import PromptWork, WatchedWork
from spie_diag.interview.people import FieldOfWork
from tests.desktop.conftest import Show
from tests.desktop.pair import KARIM, NADIA

OpenSafe = Callable[..., SafeView]


@pytest.fixture
def own_casebook(tmp_path: Path) -> Iterator[Casebook]:
    """For tests that change who opens the vault; Nadia is at the keyboard."""
    founders = [
        NewSpecialist(name=name, structure="Maison", role="", field_of_work=work, passphrase=phrase)
        for name, work, phrase in (
            ("Nadia Haddad", FieldOfWork.SOCIAL, NADIA),
            ("Karim Lemoine", FieldOfWork.EMPLOYMENT, KARIM),
        )
    ]
    opened = create_casebook(
        tmp_path / "coffre", "Antenne", founders, signers=tmp_path / "signataires", quick_keys=True
    )
    yield opened
    opened.lock()


@pytest.fixture
def safe(show: Show) -> OpenSafe:
    """Show the page of a vault, at one section."""

    def opened(
        casebook: Casebook,
        section: str = "people",
        *,
        width: int = 1366,
        work: WatchedWork | None = None,
        **how: float,
    ) -> SafeView:
        window = MainWindow(Memory(), keep=lambda _memory: None)
        page = open_safe(
            window,
            casebook,
            work or PromptWork(),
            persons=lambda: None,
            verify=lambda _file: None,
            lock=lambda: None,
            saving=Saving(casebook, PromptWork(), tell=lambda _words: None),
            restore=lambda _backup: None,
            repair=lambda: None,
        )
        assert isinstance(page, SafeView)
        show(page, width, **how)
        window.deleteLater()
        page.open_section(section)
        return page

    return opened
