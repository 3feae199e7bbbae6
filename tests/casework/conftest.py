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

SECRETS = {FieldOfWork.SOCIAL: "une phrase pour le social", FieldOfWork.EMPLOYMENT: "une phrase pour l’emploi"}
TODAY = date(2026, 11, 24)


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


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    clock = SteppingClock(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
    signers = tmp_path / "signataires"
    book = opening.create_casebook(
        tmp_path / "coffre", "Antenne", founders(), clock=clock, signers=signers, quick_keys=True
    )
    person = receiving.add_person(
        book, NewPerson(called="Amina", family_name="BENSAÏD", first_names="Amina Zoé", born_on=date(1991, 4, 7))
    )
    social, employment = (one.id for one in book.vault.specialists)
    sheet = receiving.start_interview(book, person, social=social, employment=employment, today=TODAY)
    yield Office(book, tmp_path / "coffre", signers, clock, person, sheet.interview)
    opening.lock(book)
