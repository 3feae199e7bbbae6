"""What people do in a vault, without end: answers through the whole stack, and every deed that touches its files."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from spie_diag.casework import backing_up, interviewing, opening, receiving, renewing
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.receiving import NewPerson
from spie_diag.forms.definition import QuestionCode
from spie_diag.interview.answers import Answer
from spie_diag.interview.people import FieldOfWork, InterviewId, SpecialistId
from tests.casework.conftest import SECRETS, founders

QUESTION = QuestionCode("LOG-03")
_DEEDS = 0.25
"""How often an answer is followed by something else."""


@dataclass(frozen=True)
class Place:
    """A closed vault with one interview in it, and who leads it."""

    folder: Path
    backups: Path
    signers: Path
    interview: InterviewId
    pair: tuple[SpecialistId, SpecialistId]

    def opened(self, who: int = 0) -> Casebook:
        secret = SECRETS[(FieldOfWork.SOCIAL, FieldOfWork.EMPLOYMENT)[who]]
        return opening.open_casebook(self.folder, self.pair[who], secret, signers=self.signers)


def settled(folder: Path) -> Place:
    """A new vault; the plan of the form is drawn once, for every process that comes of this one."""
    signers, backups = folder / "signataires", folder / "clé"
    book = opening.create_casebook(folder / "coffre", "Antenne", founders(), signers=signers, quick_keys=True)
    social, employment = (one.id for one in book.vault.specialists)
    person = receiving.add_person(book, NewPerson(called="Amina", family_name="BENSAÏD", born_on=date(1991, 4, 7)))
    sheet = receiving.start_interview(
        book, person, social=social, employment=employment, today=datetime.now(UTC).date()
    )
    opening.lock(book)
    return Place(folder / "coffre", backups, signers, sheet.interview, (social, employment))


def answered(book: Casebook, interview: InterviewId) -> list[str]:
    """Everything that was answered to the one question, oldest first."""
    given = (Answer.from_json(entry.value) for entry in book.desk(interview).record.history(f"answer/{QUESTION}"))
    return [str(answer.value) for answer in given if answer is not None]


def live(place: Place, chance: random.Random, acknowledge: Callable[[int], None]) -> None:
    """Answer 1, 2, 3… until killed; each is acknowledged once it is written. Begins with 0, before the vault opens."""
    acknowledge(0)
    book = place.opened(chance.randrange(2))
    number = len(answered(book, place.interview))
    while True:
        number += 1
        interviewing.keep_draft(book, place.interview, f"answer/{QUESTION}", str(number))
        interviewing.answer(book, place.interview, QUESTION, Answer(value=str(number)))
        acknowledge(number)
        if chance.random() < _DEEDS:
            book = _something_else(place, book, chance)


def _something_else(place: Place, book: Casebook, chance: random.Random) -> Casebook:
    """The open vault, perhaps another than before."""
    deed = chance.choice(("rest", "rest", "lock", "lock", "pass", "back up", "compact", "rotate"))
    match deed:
        case "rest":
            opening.rest(book)
        case "lock":
            opening.lock(book)
            return place.opened(chance.randrange(2))
        case "pass":
            who = chance.randrange(2)
            secret = SECRETS[(FieldOfWork.SOCIAL, FieldOfWork.EMPLOYMENT)[who]]
            interviewing.pass_keyboard(book, place.interview, place.pair[who], secret)
        case "back up":
            backing_up.back_up(book, place.backups, keep=2)
        case "compact":
            renewing.compact(book)
        case _:
            secret = SECRETS[FieldOfWork.SOCIAL]
            renewing.rotate(book, place.pair[0], secret)
    return book
