"""Who takes part: the person, and the two specialists who receive her."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import NewType
from uuid import UUID

from spie_diag.clock import years_between

SpecialistId = NewType("SpecialistId", UUID)
CaseId = NewType("CaseId", UUID)
"""The file of one person: follows her across interviews, structures and statuses."""
InterviewId = NewType("InterviewId", UUID)


class FieldOfWork(Enum):
    """The two fields that receive the person together."""

    SOCIAL = "social"
    EMPLOYMENT = "emploi"


class Voice(Enum):
    """Whoever gives a reading of a domain."""

    SOCIAL = "social"
    EMPLOYMENT = "emploi"
    PERSON = "personne"


@dataclass(frozen=True, slots=True, kw_only=True)
class Specialist:
    id: SpecialistId
    name: str
    structure: str
    field_of_work: FieldOfWork
    role: str = ""
    """Job title, as « assistante de service social »."""

    @property
    def voice(self) -> Voice:
        return Voice(self.field_of_work.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The specialists of one interview; one of them may be missing, and the document then says so."""

    social: Specialist | None
    employment: Specialist | None

    @property
    def members(self) -> tuple[Specialist, ...]:
        return tuple(member for member in (self.social, self.employment) if member is not None)

    @property
    def is_joint(self) -> bool:
        return len(self.members) == 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is received: only what finding her again needs; the rest is answers."""

    case: CaseId
    number: str
    """The file number that people read, as « D-2026-0001 »; given once, never reused."""
    called: str = field(repr=False)
    """How she wishes to be called."""
    family_name: str = field(default="", repr=False)
    first_names: str = field(default="", repr=False)
    born_on: date | None = field(default=None, repr=False)
    commune: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)

    @property
    def full_name(self) -> str:
        return f"{self.first_names} {self.family_name}".strip() or self.called

    def age(self, today: date) -> int | None:
        return years_between(self.born_on, today) if self.born_on else None
