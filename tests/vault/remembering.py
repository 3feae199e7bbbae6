"""A process that creates a vault, works in it twice, locks it, and stays: what it still remembers is read from outside.

Passphrases and texts come through its standard input, so that none of them is in its own code.
"""

import json
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.interviewing import add_note, answer, keep_draft, pass_keyboard
from spie_diag.casework.opening import NewSpecialist, create_casebook, identity_of, label_of, lock, open_casebook
from spie_diag.casework.receiving import NewPerson, add_person, resume, start_interview
from spie_diag.forms.definition import BlockCode, QuestionCode
from spie_diag.interview.answers import Answer
from spie_diag.interview.notes import NoteKind
from spie_diag.interview.people import FieldOfWork, InterviewId, SpecialistId
from spie_diag.vault.errors import DatabaseDamagedError, ShortPassphraseError

HOUSING, NAMES = BlockCode("LOG"), ("Nadia Témoin", "Hugo Spécimen")


class Told(NamedTuple):
    """What people type, and nobody else may know."""

    passphrases: list[str]
    person: str
    texts: list[str]


def main(folder: Path) -> None:
    told = Told(*json.loads(sys.stdin.readline()))
    _second_day(folder, told, _first_day(folder, told))
    del told
    _wait("locked")


def _first_day(folder: Path, told: Told) -> InterviewId:
    founders = [
        NewSpecialist(name=name, structure="Maison", role="", field_of_work=work, passphrase=passphrase)
        for name, work, passphrase in zip(NAMES, FieldOfWork, told.passphrases, strict=True)
    ]
    book = create_casebook(folder / "coffre", "Antenne", founders, signers=folder / "signataires", quick_keys=True)
    person = add_person(book, NewPerson(called=told.person, family_name=told.person))
    social, employment = (one.id for one in book.vault.specialists)
    interview = start_interview(book, person, social=social, employment=employment).interview
    _work(book, interview, told)
    lock(book)
    return interview


def _second_day(folder: Path, told: Told, interview: InterviewId) -> None:
    nadia, hugo = (one.id for one in label_of(folder / "coffre").specialists)
    book = open_casebook(folder / "coffre", nadia, told.passphrases[0], signers=folder / "signataires")
    resume(book, interview)
    _work(book, interview, told)
    pass_keyboard(book, interview, hugo, told.passphrases[1])
    _work(book, interview, told)
    for one in (nadia, hugo):
        identity_of(book, one).key.public_key()
    _proves_again_and_again(book, nadia, told.passphrases[0])
    _wait("open")
    lock(book)
    _is_refused(folder, nadia, told.passphrases[0])


def _proves_again_and_again(book: Casebook, who: SpecialistId, passphrase: str) -> None:
    """Deeds that ask for the passphrase of somebody who is there already: done, and given up half-way."""
    book.vault.unlock(who, passphrase)
    with suppress(ShortPassphraseError):
        book.vault.change_passphrase(who, passphrase, "court")
    book.vault.rotate(who, passphrase)


def _is_refused(folder: Path, who: SpecialistId, passphrase: str) -> None:
    """The passphrase is right, and a page of the file is damaged."""
    damaged = shutil.copytree(folder / "coffre", folder / "abîmé")
    with next(damaged.glob("vault-????????.db")).open("r+b") as file:
        file.seek(4 * 4096 + 7)
        file.write(b"\0\0\0\0")
    try:
        open_casebook(damaged, who, passphrase, signers=folder / "signataires")
    except DatabaseDamagedError:
        shutil.rmtree(damaged)
    else:
        raise AssertionError("a damaged file was opened")


def _wait(told: str) -> None:
    print(told, flush=True)
    sys.stdin.readline()


def _work(book: Casebook, interview: InterviewId, told: Told) -> None:
    for text in told.texts:
        answer(book, interview, QuestionCode("LOG-01"), Answer(value="tiers"))
        add_note(book, interview, HOUSING, NoteKind.VERBATIM, text)
        keep_draft(book, interview, "note/LOG", text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
