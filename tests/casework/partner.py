"""Another territory: a vault of two fictional partners, one person received there, and what they send."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from spie_diag.casework import concluding, handing_over, interviewing, opening, publishing, receiving, signing_off
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.profiles import Profile
from spie_diag.casework.receiving import NewPerson
from spie_diag.casework.sealing import Seal
from spie_diag.casework.selecting import Selection
from spie_diag.clock import SteppingClock
from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.orientation import Orientation
from spie_diag.followup.review import NextMeeting
from spie_diag.forms.definition import BlockCode, QuestionCode, Value
from spie_diag.interview.answers import Answer
from spie_diag.interview.people import CaseId, FieldOfWork, InterviewId, SpecialistId

PHRASES = {FieldOfWork.SOCIAL: "un canal au bord des arbres", FieldOfWork.EMPLOYMENT: "la mairie et ses vélos verts"}
HELD_ON = date(2026, 11, 20)
TOLD: dict[str, Value] = {
    "CAD-08": "oui",
    "CAD-09": "oui",
    "ATT-01": "Retrouver un travail près de la maison",
    "ATT-08": "oui",
    "LOG-01": "tiers",
    "MOB-01": ["marche"],
    "DIS-04": 20,
}


@dataclass
class Partner:
    """Their open vault, and where they write what they send."""

    book: Casebook
    folder: Path
    signers: Path
    case: CaseId
    interview: InterviewId

    @property
    def social(self) -> SpecialistId:
        return self.book.vault.specialists[0].id

    @property
    def signing(self) -> list[tuple[SpecialistId, str]]:
        return [(one.id, PHRASES[one.field_of_work]) for one in self.book.vault.specialists]

    def sign(self) -> None:
        for one, passphrase in self.signing:
            signing_off.specialist_signs(self.book, self.interview, one, passphrase)

    def master(self, name: str = "diagnostic.pdf") -> Path:
        return publishing.export_document(self.book, self.interview, self.folder / name)

    def hand_over(
        self, profile: Profile, name: str = "extrait.pdf", sealing: Seal | None = None, removed: tuple[str, ...] = ()
    ) -> Path:
        chosen = Selection(
            profile=profile,
            recipient="Maison de l’insertion",
            purpose="Poursuivre l’accompagnement",
            removed=frozenset(BlockCode(code) for code in removed),
        )
        file = self.folder / name
        today = self.book.clock.now().date()
        handing_over.hand_over(self.book, self.interview, chosen, file, self.signing[:1], sealing, agreed_on=today)
        return file


def partner(folder: Path, clock: SteppingClock) -> Partner:
    """Two partners who received Amina, with whom everything is ready to be signed."""
    signers = folder / "signataires"
    book = opening.create_casebook(
        folder / "coffre", "Autre territoire", _founders(), clock=clock, signers=signers, quick_keys=True
    )
    social, employment = (one.id for one in book.vault.specialists)
    person = receiving.add_person(
        book, NewPerson(called="Amina", family_name="Bensaid", first_names="Amina", born_on=date(1991, 4, 7))
    )
    sheet = receiving.start_interview(book, person, social=social, employment=employment, today=HELD_ON)
    made = Partner(book, folder, signers, person.case, sheet.interview)
    _lead(book, sheet.interview)
    return made


def _founders() -> list[opening.NewSpecialist]:
    people = {
        FieldOfWork.SOCIAL: ("Léa Modèle", "CCAS Modèle"),
        FieldOfWork.EMPLOYMENT: ("Omar Essai", "Agence Modèle"),
    }
    return [
        opening.NewSpecialist(name=name, structure=structure, role="", field_of_work=field, passphrase=PHRASES[field])
        for field, (name, structure) in people.items()
    ]


def _lead(book: Casebook, interview: InterviewId) -> None:
    for code, value in TOLD.items():
        interviewing.answer(book, interview, QuestionCode(code), Answer(value=value))
    for flagged in receiving.resume(book, interview).checklist:
        if flagged.blocking and flagged.block:
            concluding.keep_both(book, interview, flagged.block, "À reprendre ensemble.")
    concluding.conclude(book, interview, BlockCode("LOG"), Level.COMPLICATES, strength=False, text="Hébergée.")
    concluding.propose_orientation(book, interview, Orientation(referent="À désigner"))
    concluding.set_next_meeting(book, interview, NextMeeting(on=date(2026, 12, 15)))
