"""Vaults to begin a journey with, and desks that are closed whatever happens."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from spie_diag.casework.opening import NewSpecialist, create_casebook
from spie_diag.interview.people import FieldOfWork
from tests.desktop.dressing import dress
from tests.journeys.desk import Desk, forget_log
from tests.journeys.gestures import CLARA, IDRIS
from tests.stretching import quick_stretching, stretched_quickly

__all__ = ["quick_stretching"]

DeskFactory = Callable[..., Desk]


@pytest.fixture(scope="session")
def made_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault of Clara and Idris without anybody in it; copied before use."""
    folder = tmp_path_factory.mktemp("modele")
    founders = (
        NewSpecialist(
            name=CLARA.name,
            structure=CLARA.structure,
            role="assistante sociale",
            field_of_work=FieldOfWork.SOCIAL,
            passphrase=CLARA.passphrase,
        ),
        NewSpecialist(
            name=IDRIS.name,
            structure=IDRIS.structure,
            role="conseiller emploi",
            field_of_work=FieldOfWork.EMPLOYMENT,
            passphrase=IDRIS.passphrase,
        ),
    )
    with stretched_quickly():
        made = create_casebook(
            folder / "coffre", "Antenne de Saint-Aubin", founders, signers=folder / "signataires", quick_keys=True
        )
        made.lock()
    return folder


@pytest.fixture
def vault(made_vault: Path, own_folder: Path) -> Path:
    """A vault of this journey alone, on a computer that knows both signers."""
    shutil.copytree(made_vault / "coffre", own_folder / "coffre")
    shutil.copytree(made_vault / "signataires", own_folder / "signataires")
    return own_folder / "coffre"


@pytest.fixture
def desk(qapp: QApplication) -> Iterator[DeskFactory]:
    """Opens the app; every window still open at the end is closed."""
    opened: list[Desk] = []

    def open_it(vault: Path | None = None, *, size: tuple[int, int] = (1366, 768)) -> Desk:
        one = Desk.opened(vault, size=size)
        opened.append(one)
        return one

    yield open_it
    for one in opened:
        one.closes()
    forget_log()
    dress(qapp)
