"""What partners' documents say of a person: their answers, with their authors and dates, beside ours and never as ours.

A document is kept byte for byte with the data that its first signer signed; the entry ``received/<digest>`` of the
person's file says whose it is, and whether this computer recognised its signers when it was taken in.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid5

from spie_diag.casework.case_answers import unfit
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.exchange_errors import DamagedReceptionError, NothingReceivedError
from spie_diag.casework.sharing import without_answers
from spie_diag.casework.wording import words_of
from spie_diag.exchange.package import Package, PackedAnswer, parse_again
from spie_diag.forms.definition import Form, QuestionCode, Value
from spie_diag.french import listed, long_date, spaced
from spie_diag.interview.answers import Status
from spie_diag.interview.journal import Entry, Record
from spie_diag.interview.people import CaseId, InterviewId, Specialist

RECEIVED = "received"
STAGE = "received"
"""Among the documents of the vault: one that nobody signed here."""
_DOCUMENTS = UUID("6f1de2f4-6d0c-5a55-9a2d-2f3a3f0f8f11")
"""Names the places of documents received, in the room of an interview that was not led here."""
_STATUSES = {Status.DOES_NOT_KNOW: "Ne sait pas", Status.NOT_APPLICABLE: "Sans objet"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signed a document received, as its certificate says."""

    name: str = field(repr=False)
    structure: str = field(default="", repr=False)
    role: str = field(default="", repr=False)
    fingerprint: str = ""
    known: bool = False
    """This computer recognised the certificate when the document was taken in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """One document that was taken in."""

    digest: str
    """SHA-256 of the PDF, in hexadecimal."""
    package: Package = field(repr=False)
    signatories: tuple[Signatory, ...] = field(repr=False)
    received_at: datetime
    taken_in_by: Specialist | None = field(repr=False)

    @property
    def is_known(self) -> bool:
        return bool(self.signatories) and all(one.known for one in self.signatories)

    @property
    def by(self) -> str:
        """« Léa Martin et Omar Diallo »."""
        return listed([one.name for one in self.package.authors if one.name])

    @property
    def structures(self) -> str:
        return listed(_structures(self.package))

    @property
    def hands(self) -> frozenset[str]:
        """The certificates under it, by their fingerprints."""
        return frozenset(one.fingerprint for one in self.signatories if one.fingerprint)

    def is_of_one_file_with(self, other: Package, hands: frozenset[str]) -> bool:
        """Whether both speak of one file elsewhere: its number there, the structures, and a certificate in common.

        Numbers begin again in every vault, and anybody may write any name: only a certificate cannot be borrowed.
        """
        told = (self.package.number, sorted(_structures(self.package)))
        return told == (other.number, sorted(_structures(other))) and not self.hands.isdisjoint(hands)

    @property
    def remark(self) -> str:
        """What is to be said with each answer; empty where nothing is."""
        return "" if self.is_known else "Signataires non reconnus par cet ordinateur."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedAnswer:
    """What one document says to one question."""

    code: str
    label: str
    words: str = field(repr=False)
    by: str = field(repr=False)
    structures: str = field(repr=False)
    on: date
    """The day of the interview in which it was said."""
    remark: str
    digest: str
    """Of the document that says it."""

    @property
    def source(self) -> str:
        """« Léa Martin (Mission locale), le 3 mars 2026 »."""
        where = f" ({self.structures})" if self.structures else ""
        who = f"{self.by}{where}" if self.by else self.structures or "Un partenaire"
        said = f"{who}, le {long_date(self.on, weekday=False)}"
        return spaced(f"{said}. {self.remark}" if self.remark else said)


def _structures(package: Package) -> list[str]:
    return list(dict.fromkeys(one.structure for one in package.authors if one.structure))


def receptions(casebook: Casebook, case: CaseId) -> tuple[Reception, ...]:
    """The documents taken in for a person, the latest interview first."""
    record = Record(entry for entry in casebook.vault.journals.of(case) if entry.subject.startswith(f"{RECEIVED}/"))
    held = (entry.subject for entry in record.under(RECEIVED).values() if entry.value is not None)
    found = [_reception(casebook, _first_since_taken_back(record.history(subject))) for subject in held]
    return tuple(sorted(found, key=_age, reverse=True))


def _first_since_taken_back(history: Sequence[Entry]) -> Entry:
    """The entry that took a document in; its history, oldest first, does not end with its being taken back."""
    return next(
        entry
        for place, entry in enumerate(history)
        if entry.value is not None and all(later.value is not None for later in history[place:])
    )


def _age(one: Reception) -> tuple[date, int, bool, datetime]:
    """Of two documents of one version, the whole diagnosis says more than an extract, whichever came first."""
    return one.package.held_on, one.package.version, one.package.extract is None, one.received_at


def _reception(casebook: Casebook, entry: Entry) -> Reception:
    kept = entry.value if isinstance(entry.value, dict) else {}
    signers = kept.get("signers")
    return Reception(
        digest=str(kept["digest"]),
        package=parse_again(str(kept["diagnostic"]).encode()),
        signatories=tuple(_signatory(one) for one in (signers if isinstance(signers, list) else [])),
        received_at=entry.written_at,
        taken_in_by=casebook.specialists.get(entry.author),
    )


def _signatory(value: Value) -> Signatory:
    kept = value if isinstance(value, dict) else {}
    return Signatory(
        name=str(kept.get("name") or ""),
        structure=str(kept.get("structure") or ""),
        role=str(kept.get("role") or ""),
        fingerprint=str(kept.get("fingerprint") or ""),
        known=kept.get("known") is True,
    )


def received_answers(casebook: Casebook, case: CaseId) -> Mapping[str, tuple[ReceivedAnswer, ...]]:
    """By code of the question, what partners noted, the latest interview first.

    Of one file elsewhere only the newest document that speaks of a question is told: one that holds less than another
    takes nothing away, for it may be an extract.
    """
    told: dict[str, list[ReceivedAnswer]] = {}
    newer: list[Reception] = []
    for one in receptions(casebook, case):
        said_since = {
            code for held in newer if held.is_of_one_file_with(one.package, one.hands) for code in held.package.answers
        }
        for answer in answers_in(one, casebook.form):
            if answer.code not in said_since:
                told.setdefault(answer.code, []).append(answer)
        newer.append(one)
    return {code: tuple(answers) for code, answers in told.items()}


def answers_in(one: Reception, form: Form) -> Iterator[ReceivedAnswer]:
    """What one document says, question by question; ``form`` words what it knows of it."""
    for code, answer in one.package.answers.items():
        yield ReceivedAnswer(
            code=code,
            label=label_in(answer, form),
            words=wording_of(answer, form),
            by=one.by,
            structures=one.structures,
            on=one.package.held_on,
            remark=one.remark,
            digest=one.digest,
        )


def label_in(answer: PackedAnswer, form: Form) -> str:
    """The question as our own form words it, where it has this code: another's words may ask another thing."""
    question = form.questions.get(QuestionCode(answer.code))
    return without_answers(question).label if question is not None else answer.label or answer.code


def wording_of(answer: PackedAnswer, form: Form) -> str:
    """An answer in words: those of our own form, else its writer's, or as it is kept where neither has any.

    Ours first: what is taken over is the value, and words that say another thing than it would be agreed to instead.
    """
    if answer.status in _STATUSES:
        return _STATUSES[answer.status]
    value = _without_blanks(answer.value)
    question = form.questions.get(QuestionCode(answer.code))
    if question is not None and not unfit(question, answer.value) and (ours := words_of(question, value)):
        return spaced(ours)
    if answer.words:
        return spaced(answer.words)
    if question is None:
        return spaced(plain(value))
    known = {child.name for child in question.children}
    others = {name: told for name, told in value.items() if name not in known} if isinstance(value, dict) else {}
    return spaced(" ; ".join(filter(None, (words_of(question, value), plain(others)))) or plain(value))


def plain(value: Value) -> str:
    """Any value as a text."""
    match value:
        case None:
            return ""
        case bool():
            return "Oui" if value else "Non"
        case list():
            return ", ".join(filter(None, map(plain, value)))
        case dict():
            return ", ".join(f"{name} : {words}" for name, told in value.items() if (words := plain(told)))
        case _:
            return str(value)


def _without_blanks(value: Value) -> Value:
    """What a list holds of nothing says nothing, and no sentence can be made of it."""
    if isinstance(value, list):
        return [cleaned for item in value if (cleaned := _without_blanks(item)) not in (None, "")]
    if isinstance(value, dict):
        return {name: _without_blanks(item) for name, item in value.items()}
    return value


def document_place(digest: str) -> InterviewId:
    """Where the vault keeps a document that was received: it belongs to no interview of ours."""
    return InterviewId(uuid5(_DOCUMENTS, digest))


def received_document(casebook: Casebook, case: CaseId, digest: str) -> bytes:
    """The PDF as it came, byte for byte.

    Raises:
        NothingReceivedError: this person's file holds no such document.
        DamagedReceptionError: it is not what came.
    """
    if all(one.digest != digest for one in receptions(casebook, case)):
        raise NothingReceivedError
    for kept in casebook.vault.signed_documents.of(document_place(digest)):
        if kept.case == case and hashlib.sha256(kept.pdf).hexdigest() == digest:
            return kept.pdf
    raise DamagedReceptionError
