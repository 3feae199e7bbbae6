"""A vault of two specialists, another of two partners, and the page that takes in what these send to those."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.opening import create_casebook
from spie_diag.casework.profiles import Profile
from spie_diag.casework.receiving import NewPerson, add_person
from spie_diag.casework.sealing import Seal
from spie_diag.clock import SteppingClock
from spie_diag.desktop.receiving.opening import open_receiving
from spie_diag.desktop.receiving.view import ReceivingView
from spie_diag.desktop.window import MainWindow
from spie_diag.desktop.work import LongWork, PromptWork
from spie_diag.interview.people import CaseId, Person
from spie_diag.paths import known_signers
from tests.casework.conftest import founders
from tests.casework.partner import Partner, partner
from tests.desktop.conftest import Show


@pytest.fixture(scope="module")
def own_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds the vault, and the certificates of its specialists."""
    return tmp_path_factory.mktemp("antenne")


@pytest.fixture(scope="module")
def casebook(own_place: Path) -> Iterator[Casebook]:
    """Nadia (social) and Hugo (employment); Nadia is at the keyboard."""
    clock = SteppingClock(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
    opened = create_casebook(
        own_place / "coffre", "Antenne", founders(), clock=clock, signers=own_place / "signataires", quick_keys=True
    )
    yield opened
    opened.lock()


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partner]:
    """Léa and Omar, who received Amina and signed."""
    made = partner(tmp_path_factory.mktemp("ailleurs"), SteppingClock(datetime(2026, 11, 24, 8, 30, tzinfo=UTC)))
    made.sign()
    yield made
    made.book.lock()


@pytest.fixture(scope="module")
def amina(casebook: Casebook) -> Person:
    """As she is known here: her name has its accent."""
    new = NewPerson(called="Amina", family_name="BENSAÏD", first_names="Amina", born_on=date(1991, 4, 7))
    return add_person(casebook, new)


Sent = Callable[..., Path]
_numbers = itertools.count()


@pytest.fixture
def sent(elsewhere: Partner) -> Sent:
    """Another file of the partners each time, sealed where a seal is given."""

    def made(sealing: Seal | None = None) -> Path:
        return elsewhere.hand_over(Profile.DEPARTMENT, f"recu-{next(_numbers)}.pdf", sealing)

    return made


@pytest.fixture
def known(elsewhere: Partner) -> None:
    """This computer recognises the partners."""
    shutil.copytree(elsewhere.signers, known_signers())


@dataclass
class Seen:
    """The page, and who was opened from it."""

    page: ReceivingView
    window: MainWindow
    opened: list[CaseId] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


Open = Callable[..., Seen]


@pytest.fixture
def open_page(casebook: Casebook, amina: Person, show: Show) -> Open:
    """The page « Recevoir » in a window."""

    def opened(
        file: Path | None = None, *, work: LongWork | None = None, dark: bool = False, scale: float = 1.0
    ) -> Seen:
        seen: list[CaseId] = []
        left: list[str] = []
        page = open_receiving(
            MainWindow(keep=lambda _memory: None),
            casebook,
            work or PromptWork(),
            persons=lambda: left.append("persons"),
            open_person=seen.append,
            open_safe=lambda: None,
            verify=left.append,
            lock=lambda: None,
        )
        window = show(page, dark=dark, scale=scale)
        if file is not None:
            page.file.chosen.emit(str(file))
        return Seen(page, window, seen, left)

    return opened
