"""What partners' documents add to the copy that a person may ask for: answers, data, and the files themselves."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.exchange_errors import DamagedReceptionError
from spie_diag.casework.profiles import NEVER_ON_PAPER, OTHER_PEOPLE
from spie_diag.casework.received import Reception, answers_in, received_document
from spie_diag.diagnosis.assessment import Level
from spie_diag.documents.access_content import Chapter, InterviewCopy, Line
from spie_diag.documents.content import Fact
from spie_diag.forms.definition import Form, QuestionCode, Value
from spie_diag.french import clock_time, long_date, short_date, spaced
from spie_diag.interview.people import CaseId


def received_copy(form: Form, one: Reception) -> InterviewCopy:
    """One document of a partner, like an interview of ours: who wrote it, and what it says."""
    title = f"Reçu de {one.structures or one.by or 'un partenaire'} : entretien du {_day(one)}"
    return InterviewCopy(
        title=spaced(title),
        facts=tuple(_facts(one)),
        chapters=tuple(
            Chapter(title=name, lines=lines)
            for name, lines in (
                ("Conclusions du partenaire", tuple(_conclusions(one))),
                ("Réponses notées par le partenaire", tuple(_answers(form, one))),
            )
            if lines
        ),
    )


def _day(one: Reception) -> str:
    return long_date(one.package.held_on, weekday=False)


def _facts(one: Reception) -> Iterator[Fact]:
    yield Fact(label="Écrit par", value=one.by or "Non précisé")
    told_at = f"{short_date(one.received_at.date())} à {clock_time(one.received_at)}"
    yield Fact(label="Repris dans ce dossier", value=", ".join(filter(None, (told_at, one.remark))))
    yield Fact(label="Dossier du partenaire", value=f"{one.package.number or 'Non précisé'}, v{one.package.version}")


def _conclusions(one: Reception) -> Iterator[Line]:
    for domain in one.package.domains:
        level = Level(domain.agreed).label if domain.agreed is not None else ""
        words = ". ".join(filter(None, (level, domain.text, domain.disagreement)))
        if words:
            yield Line(label=domain.label or domain.code, value=spaced(words), by=_by(one))


def _answers(form: Form, one: Reception) -> Iterator[Line]:
    for answer in answers_in(one, form):
        if not _is_left_out(answer.code):
            yield Line(label=spaced(answer.label), value=answer.words or "Rien", by=_by(one))


def _by(one: Reception) -> str:
    return f"{one.by or one.structures or 'Un partenaire'}, {short_date(one.package.held_on)}"


def _is_left_out(code: str) -> bool:
    return QuestionCode(code) in OTHER_PEOPLE or QuestionCode(code) in NEVER_ON_PAPER


def tells_more_than_a_copy(one: Reception) -> bool:
    """Whether its pages describe other people, or say what is never written, which no copy of hers may."""
    return any(map(_is_left_out, one.package.answers))


def received_data(value: Value) -> Value:
    """The entry of a document received, for programs: without what describes other people, or is never written."""
    if not isinstance(value, dict):
        return value
    told: Value = json.loads(str(value["diagnostic"]))
    if isinstance(told, dict) and isinstance(answers := told.get("answers"), dict):
        told = {**told, "answers": {code: answer for code, answer in answers.items() if not _is_left_out(code)}}
    return {**value, "diagnostic": told}


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """One document as it came, under a name that names nobody, and how the copy lists it."""

    name: str
    pdf: bytes = field(repr=False)
    """Empty where the vault no longer holds it as it came, or where its pages tell what no copy may: other people, or
    what is never written. The rest of what it said is in the copy all the same.
    """
    listed: Fact


def received_files(casebook: Casebook, case: CaseId, held: tuple[Reception, ...]) -> Iterator[ReceivedFile]:
    for number, one in enumerate(held, start=1):
        name = f"recu-{number:02d}-v{one.package.version}.pdf"
        told = f"Reçu d’un partenaire le {short_date(one.received_at.date())}, entretien du {_day(one)}"
        try:
            pdf = received_document(casebook, case, one.digest)
            if tells_more_than_a_copy(one):
                pdf, told = b"", f"{told} : non joint, ses pages disent ce que cette copie ne dit pas"
        except DamagedReceptionError:
            pdf, told = b"", f"{told} : fichier abîmé, non joint"
        yield ReceivedFile(name, pdf, Fact(label=name, value=spaced(told)))
