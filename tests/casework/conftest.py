"""A vault of two fictional specialists, opened through casework, and one interview in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from spie_diag.casework import opening, receiving
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.receiving import NewPerson
from spie_diag.clock import SteppingClock
from spie_diag.interview.people import FieldOfWork, InterviewId, Person, SpecialistId
from tests.stretching import quick_stretching

__all__ = ["quick_stretching"]

SECRETS = {FieldOfWork.SOCIAL: "une phrase pour le social", FieldOfWork.EMPLOYMENT: "une phrase pour l’emploi"}
TODAY = date(2026, 11, 24)
CLOCK = SteppingClock(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
"""One for all tests of a process: it only goes forward, as the vaults that they share expect."""


@dataclass
class Office:
    """An open vault, one person, one interview, and who is who."""

    book: Casebook
    folder: Path
    signers: Path
    clock: SteppingClock
    person: Person
    interview: InterviewId

    @property
    def social(self) -> SpecialistId:
        return self.book.vault.specialists[0].id

    @property
    def employment(self) -> SpecialistId:
        return self.book.vault.specialists[1].id


def founders() -> list[opening.NewSpecialist]:
    return [
        opening.NewSpecialist(
            name="Nadia Témoin",
            structure="Maison de l’insertion",
            role="assistante sociale",
            field_of_work=FieldOfWork.SOCIAL,
            passphrase=SECRETS[FieldOfWork.SOCIAL],
        ),
        opening.NewSpecialist(
            name="Hugo Spécimen",
            structure="Agence Exemple",
            role="conseiller",
            field_of_work=FieldOfWork.EMPLOYMENT,
            passphrase=SECRETS[FieldOfWork.EMPLOYMENT],
        ),
    ]


class SharedVault:
    """One vault for the tests of a module, because making one is slow on purpose; each test has its own person."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0
        self._book: Casebook | None = None

    def open(self, clock: SteppingClock) -> tuple[Casebook, Path, Path]:
        """The open vault; a new one where the test before locked it or left its clock elsewhere."""
        if self._book is None:
            self._made += 1
        place = self._folder / str(self._made)
        if self._book is None:
            self._book = opening.create_casebook(
                place / "coffre", "Antenne", founders(), clock=clock, signers=place / "signataires", quick_keys=True
            )
        return self._book, place / "coffre", place / "signataires"

    def give_back(self, *, spoilt: bool) -> None:
        """Keep the vault for the next test, or let it go."""
        if self._book is not None and spoilt:
            opening.lock(self._book)
            self._book = None


@pytest.fixture(scope="module")
def shared_vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedVault]:
    shared = SharedVault(tmp_path_factory.mktemp("coffres"))
    yield shared
    shared.give_back(spoilt=True)


@pytest.fixture
def office(shared_vault: SharedVault) -> Iterator[Office]:
    book, folder, signers = shared_vault.open(CLOCK)
    social, employment = (one.id for one in book.vault.specialists)
    book.writer = social
    person = receiving.add_person(
        book, NewPerson(called="Amina", family_name="BENSAÏD", first_names="Amina Zoé", born_on=date(1991, 4, 7))
    )
    sheet = receiving.start_interview(book, person, social=social, employment=employment, today=TODAY)
    yield Office(book, folder, signers, CLOCK, person, sheet.interview)
    both_there = book.vault.is_unlocked(social) and book.vault.is_unlocked(employment)
    went_back = CLOCK.at.year != TODAY.year
    if went_back:
        CLOCK.at = CLOCK.at.replace(year=TODAY.year)
    shared_vault.give_back(spoilt=went_back or not both_there)
