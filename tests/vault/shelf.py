"""Two specialists, the person they receive, and the folder their vault is in."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import sqlalchemy as sa

from spie_diag.clock import Clock, SteppingClock
from spie_diag.interview.people import CaseId, FieldOfWork, InterviewId, Person, Specialist, SpecialistId
from spie_diag.vault.database import Database
from spie_diag.vault.entries import SealedEntry
from spie_diag.vault.key import Founder, Strength
from spie_diag.vault.opening import Vault, open_vault
from spie_diag.vault.patience import Patience
from spie_diag.vault.pen import sealed_after

NO_WAIT = Patience(step_s=0)

CLARA = Specialist(
    id=SpecialistId(UUID(int=1)), name="Clara Morvan", structure="CCAS", field_of_work=FieldOfWork.SOCIAL
)
IDRIS = Specialist(
    id=SpecialistId(UUID(int=2)), name="Idris Kaddour", structure="Agence", field_of_work=FieldOfWork.EMPLOYMENT
)
CLARA_SAYS = "le chat dort sur la chaise"
IDRIS_SAYS = "une valise pleine de pluie"
FOUNDERS = (Founder(CLARA, CLARA_SAYS), Founder(IDRIS, IDRIS_SAYS))
CASE = CaseId(UUID(int=10))
INTERVIEW = InterviewId(UUID(int=20))


def morning() -> SteppingClock:
    return SteppingClock(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))


def somebody(**changes: str) -> Person:
    facts = {"called": "Samira", "family_name": "Benali", "first_names": "Samira", "commune": "Nantes"} | changes
    number = facts.pop("number", "D-2026-0001")
    return Person(case=CASE, number=number, born_on=date(1991, 3, 8), **facts)


def another(number: str, family_name: str, first_names: str = "") -> Person:
    return Person(
        case=CaseId(uuid4()), number=number, called=first_names, family_name=family_name, first_names=first_names
    )


@dataclass(frozen=True)
class Shelf:
    """A folder with a vault in it, and how to open it."""

    folder: Path

    def opened(self, clock: Clock | None = None, by: Specialist = CLARA, says: str | None = None) -> Vault:
        passphrase = says or (CLARA_SAYS if by is CLARA else IDRIS_SAYS)
        return open_vault(self.folder, by.id, passphrase, clock or morning(), NO_WAIT)

    @property
    def database(self) -> Path:
        return next(self.folder.glob("vault-*.db"))


def cheap(passphrase: bytes, salt: bytes, strength: Strength) -> bytes:
    """Stands in for Argon2id where the cost of a guess is not what is tested."""
    return hashlib.sha256(salt + passphrase).digest()


def sealed_entries(connection: sa.Connection) -> list[SealedEntry]:
    """Every row as it was signed, in the order of time."""
    return sorted(sealed_after(connection, None, 10_000), key=lambda sealed: (sealed.tick, sealed.id))


def fits_together(database: Database) -> bool:
    """Whether the trees and indexes of the file are whole, by SQLite's own slow check."""
    database.checkpoint()
    return database._pragma("integrity_check") == [("ok",)]
