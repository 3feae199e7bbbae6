"""A fictional pair of another territory, and what it sends: so that a demonstration holds something received."""

from datetime import date, timedelta
from pathlib import Path

from spie_diag.casework import concluding, handing_over, interviewing, opening, receiving
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.profiles import Profile
from spie_diag.casework.receiving import NewPerson
from spie_diag.casework.selecting import Selection
from spie_diag.casework.taking_in import Believing, examine_file, take_in
from spie_diag.clock import Clock
from spie_diag.diagnosis.assessment import Level
from spie_diag.forms.definition import BlockCode, QuestionCode, Value
from spie_diag.interview.answers import Answer
from spie_diag.interview.people import FieldOfWork, InterviewId, Person

PASSPHRASES = {
    FieldOfWork.SOCIAL: "trois bateaux bleus sous le pont",
    FieldOfWork.EMPLOYMENT: "neuf lanternes jaunes au marché",
}
"""Public on purpose: nobody of flesh is in this vault."""
_PAIR = {
    FieldOfWork.SOCIAL: ("Léa Modèle", "assistante sociale", "CCAS Modèle"),
    FieldOfWork.EMPLOYMENT: ("Omar Essai", "conseiller en insertion", "PLIE Exemple"),
}
_TOLD: dict[str, Value] = {
    "CAD-08": "oui",
    "CAD-09": "oui",
    "ATT-01": "« Travailler près de la maison, avec des horaires qui ne changent pas. »",
    "MOB-01": ["marche", "tc"],
    "NUM-01": ["smartphone"],
    "DIS-04": 15,
    "DIS-05": "progressif",
}
"""Little, and not all of it as the person tells it today: things change between two interviews."""
_BEFORE = timedelta(days=120)


def receive_from_partner(book: Casebook, person: Person, folder: Path, clock: Clock) -> Path:
    """Have the other pair send an extract on the same person, and take it into her file; gives the file that it sent.

    Its vault and its certificates stay in ``folder``, beside the file.

    Raises:
        SpieError: the folder refuses a file.
    """
    theirs = opening.create_casebook(
        folder / "coffre", "Autre territoire", _founders(), clock=clock, signers=folder / "signataires", quick_keys=True
    )
    try:
        interview = _lead(theirs, person, clock.now().date() - _BEFORE)
        sent = _hand_over(theirs, interview, folder / "recu-d-un-partenaire.pdf")
    finally:
        opening.lock(theirs)
    incoming = examine_file(book, sent, believing=Believing(signers=folder / "signataires"))
    take_in(book, incoming, person.case)
    return sent


def _founders() -> list[opening.NewSpecialist]:
    return [
        opening.NewSpecialist(
            name=name, structure=structure, role=role, field_of_work=field, passphrase=PASSPHRASES[field]
        )
        for field, (name, role, structure) in _PAIR.items()
    ]


def _lead(book: Casebook, known: Person, held_on: date) -> InterviewId:
    person = receiving.add_person(
        book,
        NewPerson(
            called=known.called, family_name=known.family_name, first_names=known.first_names, born_on=known.born_on
        ),
    )
    social, employment = (one.id for one in book.vault.specialists)
    monday = held_on - timedelta(days=held_on.weekday())
    sheet = receiving.start_interview(book, person, social=social, employment=employment, today=monday)
    for code, value in _TOLD.items():
        interviewing.answer(book, sheet.interview, QuestionCode(code), Answer(value=value))
    anchor = book.form.by_code[BlockCode("MOB")].anchors[Level.WATCH]
    concluding.conclude(book, sheet.interview, BlockCode("MOB"), Level.WATCH, strength=False, text=anchor)
    return sheet.interview


def _hand_over(book: Casebook, interview: InterviewId, file: Path) -> Path:
    chosen = Selection(
        profile=Profile.FRANCE_TRAVAIL, recipient="Le binôme de la démonstration", purpose="Poursuivre l’accompagnement"
    )
    signing = [(one.id, PASSPHRASES[one.field_of_work]) for one in book.vault.specialists]
    handing_over.hand_over(book, interview, chosen, file, signing, agreed_on=book.clock.now().date())
    return file
