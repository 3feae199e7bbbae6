"""Fictional persons and interviews for the home page, without any vault."""

from datetime import date
from uuid import UUID

from spie_diag.casework.history import PastInterview
from spie_diag.casework.receiving import PersonRow
from spie_diag.interview.course import Stage
from spie_diag.interview.people import (
    CaseId,
    FieldOfWork,
    InterviewId,
    Pair,
    Person,
    Specialist,
    SpecialistId,
)

TODAY = date(2026, 11, 23)
NADIA = Specialist(
    id=SpecialistId(UUID(int=1)),
    name="Nadia Haddad",
    structure="Service social",
    role="Assistante de service social",
    field_of_work=FieldOfWork.SOCIAL,
)
KARIM = Specialist(
    id=SpecialistId(UUID(int=2)), name="Karim Lemoine", structure="Agence", field_of_work=FieldOfWork.EMPLOYMENT
)
BOTH = Pair(social=NADIA, employment=KARIM)


def row(
    number: int,
    called: str,
    full: str = "",
    *,
    stage: Stage | None = Stage.EXPLORATION,
    pair: Pair = BOTH,
    signatures: int = 0,
    to_resume: int = 0,
    next_meeting: str = "",
    commune: str = "Saint-Aubin",
) -> PersonRow:
    first, _, family = full.partition(" ")
    person = Person(
        case=CaseId(UUID(int=100 + number)),
        number=f"D-2026-{number:04d}",
        called=called,
        first_names=first,
        family_name=family,
        born_on=date(1992, 4, 7),
        commune=commune,
    )
    return PersonRow(
        person=person,
        age=person.age(TODAY),
        interview=InterviewId(UUID(int=200 + number)) if stage else None,
        stage=stage,
        pair=pair if stage else None,
        version=1,
        signatures=signatures,
        to_resume=to_resume,
        next_meeting=next_meeting,
    )


ROWS = (
    row(1, "Amina", "Amina Bensaïd", next_meeting="2026-11-23"),
    row(2, "Daniel", "Daniel Moreau", stage=Stage.PLAN, next_meeting="2026-10-01"),
    row(3, "Sofia", "Sofia Kowalska-Delaunay de la Rivière", stage=Stage.SIGNATURES, signatures=1),
    row(4, "Océane", stage=None),
    row(5, "أمينة", "أمينة بن سعيد", stage=Stage.PREPARATION, pair=Pair(social=NADIA, employment=None)),
)

PAST = (
    PastInterview(
        interview=InterviewId(UUID(int=300)),
        held_on=date(2026, 10, 10),
        stage=Stage.SIGNATURES,
        pair=BOTH,
        version=2,
        signatures=2,
    ),
    PastInterview(
        interview=InterviewId(UUID(int=301)),
        held_on=TODAY,
        stage=Stage.EXPLORATION,
        pair=BOTH,
        version=1,
        signatures=0,
    ),
)
