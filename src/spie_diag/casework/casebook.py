"""The open vault, the form, and who is at the keyboard: what every other function of this room works on."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from spie_diag.casework.errors import FrozenVersionError, NotOfThePairError
from spie_diag.casework.form_content import content_bytes, fingerprint_of, form_from
from spie_diag.clock import Clock
from spie_diag.forms.definition import BlockCode, Form, QuestionCode, Value
from spie_diag.interview.answers import Answer
from spie_diag.interview.journal import Entry, EntryId, Record
from spie_diag.interview.people import CaseId, FieldOfWork, InterviewId, Pair, Person, Specialist, SpecialistId

if TYPE_CHECKING:
    from spie_diag.casework.alarms import Alert
    from spie_diag.casework.finding import Reading
    from spie_diag.interview.state import Filling, State
    from spie_diag.vault.opening import Vault


@dataclass(slots=True)
class Desk:
    """One interview as it lies open: its journal in memory, read once, then kept up with every entry written."""

    person: Person = field(repr=False)
    interview: InterviewId
    record: Record = field(repr=False)
    form: Form | None = field(default=None, repr=False)
    """What it is led with, once somebody needs it: ``Casebook.form_of`` reads it."""
    deeds: list[tuple[Entry, ...]] = field(default_factory=list, repr=False)
    """What was written since the vault was opened, oldest first, as it was written together: undo starts there."""
    state: "State | None" = field(default=None, repr=False)
    """The form filled with the record, until the next entry."""
    readings: "dict[EntryId, Reading]" = field(default_factory=dict, repr=False)
    """What ``finding`` reads in the entries, each read once."""
    filling: "Filling | None" = field(default=None, repr=False)
    """What fills it, from one entry to the next."""
    partial: "Filling | None" = field(default=None, repr=False)
    """The same without what the person withheld since."""


@dataclass(slots=True)
class Casebook:
    """Everything that an unlocked vault lets its specialists do; lives in one thread, the worker's."""

    vault: "Vault" = field(repr=False)
    form: Form = field(repr=False)
    """The common one: what an interview is led with unless another is chosen."""
    clock: Clock = field(repr=False)
    writer: SpecialistId
    warnings: list[str] = field(default_factory=list)
    """What did not go as hoped without being in the way, in French sentences."""
    alarms: "tuple[Alert, ...]" = ()
    """What the audit of this session found so far."""
    told_open: set[tuple[CaseId, SpecialistId]] = field(default_factory=set, repr=False)
    """Whose opening of which file the register tells already, in this session."""
    _desks: dict[InterviewId, Desk] = field(default_factory=dict, repr=False)
    _forms: dict[str, Form] = field(default_factory=dict, repr=False)
    """By fingerprint, so that interviews led with one form share one plan of it."""

    @property
    def specialists(self) -> Mapping[SpecialistId, Specialist]:
        """Everybody who ever wrote here: also those who left."""
        return {one.id: one for one in (*self.vault.specialists, *self.vault.former_specialists)}

    @property
    def openers(self) -> tuple[Specialist, ...]:
        """Who may open the vault now, and so receive somebody."""
        return self.vault.specialists

    @property
    def writing(self) -> Specialist:
        """The specialist at the keyboard."""
        return self.specialists[self.writer]

    def desk(self, interview: InterviewId) -> Desk:
        """The interview, opened from the vault at first use."""
        if interview not in self._desks:
            self._desks[interview] = self._read(interview)
        return self._desks[interview]

    def _read(self, interview: InterviewId) -> Desk:
        person = self.vault.cases.received_in(interview)
        entries = self.vault.journals.of(person.case, interview)
        return Desk(person=person, interview=interview, record=Record(entries))

    def form_of(self, desk: Desk) -> Form:
        """The form that the interview was begun with, whatever was installed since.

        Raises:
            FormMissingError: the vault no longer holds it as it was kept.
        """
        if desk.form is None:
            desk.form = self._kept_form(fingerprint_in(desk.record))
        return desk.form

    def _kept_form(self, fingerprint: str) -> Form:
        if not fingerprint or fingerprint == fingerprint_of(self.form):
            return self.form
        if fingerprint not in self._forms:
            self._forms[fingerprint] = form_from(self.vault.forms.content(fingerprint))
        return self._forms[fingerprint]

    def keep_form(self, form: Form) -> str:
        """Put a form into the vault, where it stays for the interviews led with it; returns its fingerprint."""
        fingerprint = self.vault.forms.keep(content_bytes(form))
        self._forms.setdefault(fingerprint, form)
        return fingerprint

    def begin(self, person: Person, interview: InterviewId, form: Form, lines: Iterable[tuple[str, Value]]) -> None:
        """Write the first entries of a new interview, all or none, and lay it open."""
        self._desks[interview] = Desk(person=person, interview=interview, record=Record(), form=form)
        self.write_all(interview, lines)
        self._desks[interview].deeds.clear()

    def write(self, interview: InterviewId, subject: str, value: Value) -> Entry:
        """Put one entry on disk, signed by the specialist at the keyboard, and into the open interview."""
        return self.write_all(interview, [(subject, value)])[0]

    def write_all(self, interview: InterviewId, lines: Iterable[tuple[str, Value]]) -> list[Entry]:
        """The same for several subjects: all are written, or none."""
        desk = self.desk(interview)
        from spie_diag.vault.journals import Line

        entries = self.vault.journals.write_all(
            [
                Line(
                    case=desk.person.case,
                    interview=interview,
                    author=self.writer,
                    subject=subject,
                    value=value,
                    replaces=self._seen(desk, subject),
                )
                for subject, value in lines
            ]
        )
        for entry in entries:
            desk.record.add(entry)
            desk.state = None
        desk.deeds.append(tuple(entries))
        return list(entries)

    @staticmethod
    def _seen(desk: Desk, subject: str) -> tuple[EntryId, ...]:
        return tuple(head.id for head in desk.record.heads(subject))

    def last_deed(self, interview: InterviewId) -> tuple[Entry, ...]:
        """What the specialist at the keyboard wrote last in this sitting; empty if nothing is left of it."""
        mine = (deed for deed in reversed(self.desk(interview).deeds) if deed[0].author == self.writer)
        return next(mine, ())

    def take_back(self, interview: InterviewId, deed: tuple[Entry, ...]) -> None:
        """Write again what the entries of ``deed`` replaced; the journal keeps both."""
        desk = self.desk(interview)
        self.write_all(interview, [(entry.subject, self._replaced(desk, entry)) for entry in deed])
        desk.deeds.pop()
        desk.deeds.remove(deed)

    @staticmethod
    def _replaced(desk: Desk, entry: Entry) -> Value:
        before = [old for old in desk.record.history(entry.subject) if old.id in entry.replaces]
        return before[-1].value if before else None

    def close_desks(self) -> None:
        """Put every open interview away: the next look reads it from the vault again, and undo starts anew."""
        self._desks.clear()

    def forget(self, case: CaseId) -> None:
        """Put the interviews of one person away, where something changed behind them."""
        self._desks = {interview: desk for interview, desk in self._desks.items() if desk.person.case != case}

    def lock(self) -> None:
        """Forget every open interview and drop the keys; the disk already holds all of it."""
        self.close_desks()
        self.vault.lock()


@contextmanager
def for_one_deed(casebook: Casebook, specialist: SpecialistId) -> Iterator[None]:
    """Whoever types her passphrase for what is done within leaves the session after it, unless she was in it before.

    Else whoever sits at the keyboard could go on writing as her: only ``pass_keyboard`` lets a colleague join.
    """
    was_there = casebook.vault.is_unlocked(specialist)
    try:
        yield
    finally:
        if not was_there and casebook.writer != specialist:
            casebook.vault.leave(specialist)


def pair_of(casebook: Casebook, record: Record) -> Pair:
    """The two specialists named when the interview was opened, or changed since."""
    named = record.value("session")
    found = named if isinstance(named, dict) else {}
    return Pair(
        social=_specialist(casebook, found.get(FieldOfWork.SOCIAL.value)),
        employment=_specialist(casebook, found.get(FieldOfWork.EMPLOYMENT.value)),
    )


def _specialist(casebook: Casebook, named: Value) -> Specialist | None:
    return casebook.specialists.get(SpecialistId(UUID(named))) if isinstance(named, str) else None


def member(casebook: Casebook, interview: InterviewId, specialist: SpecialistId) -> Specialist:
    """The specialist, if she takes part in this interview.

    Raises:
        NotOfThePairError: she does not.
    """
    for one in pair_of(casebook, casebook.desk(interview).record).members:
        if one.id == specialist:
            return one
    raise NotOfThePairError


def day_of(record: Record) -> date:
    """The calendar day of the sitting, fixed when it was opened: what ``today()`` means in the form."""
    named = record.value("session")
    if not isinstance(named, dict):
        raise LookupError("an interview without a session entry")
    return date.fromisoformat(str(named["today"]))


def fingerprint_in(record: Record) -> str:
    """The form named when the interview was opened; empty for those opened before forms were kept."""
    sessions = (entry.value for entry in record.history("session"))
    named = (str(value.get("fingerprint") or "") for value in sessions if isinstance(value, dict))
    return next(filter(None, named), "")


def answers_in(record: Record) -> dict[QuestionCode, Answer]:
    """Every answer given and not taken back, by question."""
    given = ((code, Answer.from_json(entry.value)) for code, entry in record.under("answer").items())
    return {QuestionCode(code): answer for code, answer in given if answer is not None}


def opened_by_hand(record: Record) -> frozenset[BlockCode]:
    flags = record.under("flag").items()
    return frozenset(BlockCode(key.removesuffix("/open")) for key, on in flags if key.endswith("/open") and on.value)


def version_number(record: Record) -> int:
    """The version of the document being prepared or signed; 1 until a correction begins."""
    named = record.value("version")
    return int(str(named["number"])) if isinstance(named, dict) else 1


def signed_in(record: Record) -> Mapping[str, Entry]:
    """Who signed the current version: the entry of each voice that did."""
    return record.under(f"signed/{version_number(record)}")


ON_PAPER = "paper"
"""The stage of the pages that are signed by hand, among the documents kept of an interview."""


def on_paper_in(record: Record) -> Mapping[str, Value] | None:
    """What was noted of the printed copy of the current version that was signed by hand; None where nothing was."""
    noted = record.value(f"paper/{version_number(record)}")
    return noted if isinstance(noted, dict) else None


def hands_under(record: Record, pair: Pair) -> int:
    """How many of the pair signed the current version; all of them where it was signed on paper."""
    return len(pair.members) if on_paper_in(record) is not None else len(signed_in(record))


def refuse_if_signed(record: Record) -> None:
    """Raises:
    FrozenVersionError: the current version carries a signature, in the file or on paper.
    """
    if signed_in(record) or on_paper_in(record) is not None:
        raise FrozenVersionError


def new_id() -> str:
    """A random identifier for a note, an objective or an action."""
    return secrets.token_hex(8)
