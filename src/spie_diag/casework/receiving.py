"""Persons: finding one, adding one, opening or resuming her interview."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

from spie_diag.casework.casebook import Casebook, day_of, hands_under, pair_of, version_number
from spie_diag.casework.errors import (
    FutureBirthDateError,
    MissingNameError,
    NobodyReceivesError,
    OtherFieldError,
    PersonArchivedError,
    PersonGoneError,
    TooLongError,
    UnlikelyBirthDateError,
)
from spie_diag.casework.questionnaires import offered_form
from spie_diag.casework.registering import note_opening
from spie_diag.casework.sheet import Sheet, draw, place_of, remember_place
from spie_diag.clock import years_between
from spie_diag.forms.definition import Form, QuestionCode, Value
from spie_diag.interview.answers import Answer, Source
from spie_diag.interview.course import Stage
from spie_diag.interview.journal import Record
from spie_diag.interview.people import CaseId, FieldOfWork, InterviewId, Pair, Person, SpecialistId

if TYPE_CHECKING:
    from spie_diag.vault.listing import Place
    from spie_diag.vault.outlines import Outline
    from spie_diag.vault.searching import Called

_LONGEST_NAME = 120
_AGES = range(14, 101)
_MOST_ALIKE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """What is asked to add a person: a name is enough."""

    called: str = field(repr=False)
    family_name: str = field(default="", repr=False)
    first_names: str = field(default="", repr=False)
    born_on: date | None = field(default=None, repr=False)
    commune: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One line of the list of persons."""

    person: Person = field(repr=False)
    age: int | None
    interview: InterviewId | None
    """Her latest interview, if there is one."""
    stage: Stage | None
    pair: Pair | None
    version: int
    signatures: int
    """How many specialists signed the current version."""
    to_resume: int
    """Domains marked « à reprendre »."""
    next_meeting: str
    """Date of the next meeting, ISO 8601, or an empty text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsPage:
    """A part of the list of persons."""

    rows: tuple[PersonRow, ...]
    end: "Place | None"
    """Where the next part begins; None: this is the last one."""
    count: int | None = None
    """How many fit in all, where that came with it."""

    @property
    def has_more(self) -> bool:
        return self.end is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsCount:
    count: int
    is_whole: bool
    """False: there are more, and nobody waits for them to be counted."""


def persons(casebook: Casebook, search: str = "") -> tuple[PersonRow, ...]:
    """Everybody who fits ``search``, latest worked on first: for few, or where nobody waits."""
    return persons_page(casebook, search, limit=-1).rows


def persons_page(
    casebook: Casebook, search: str = "", *, limit: int = 40, after: PersonsPage | None = None
) -> PersonsPage:
    """The next ``limit`` persons who fit ``search``, latest worked on first; those of the archive are left out.

    Names, commune, birth date, file number, phone, structures that receive or follow her: several words must all fit.
    A page may end before it is full, so that nobody waits for long: the next one goes on.
    """
    begun = after.end if after else None
    page = casebook.vault.cases.page(search, limit, begun, _called(casebook), at_once=limit < 0)
    return PersonsPage(rows=_rows(casebook, page.persons), end=page.end, count=page.count)


def persons_part(casebook: Casebook, first: int, total: int, limit: int = 40) -> tuple[PersonRow, ...]:
    """The lines of the whole list from the place ``first`` on; ``total`` is how many it has."""
    return _rows(casebook, casebook.vault.cases.part(first, limit, total))


def _rows(casebook: Casebook, some: tuple[Person, ...]) -> tuple[PersonRow, ...]:
    outlines = casebook.vault.cases.outlines([person.case for person in some])
    return tuple(_row(casebook, person, outlines.get(person.case)) for person in some)


def page_with(casebook: Casebook, case: CaseId) -> tuple[str, PersonsPage]:
    """What to look for so that one person is found, and what is found; her number is hers alone.

    Raises:
        PersonGoneError: the vault does not hold her, or no longer; ``PersonArchivedError``: it does, out of the list.
    """
    from spie_diag.vault.errors import UnknownCaseError

    try:
        number = casebook.vault.cases.get(case).number
    except UnknownCaseError:
        raise PersonGoneError from None
    page = persons_page(casebook, number, limit=-1)
    if all(row.person.case != case for row in page.rows):
        raise PersonArchivedError
    return number, page


def count_persons(casebook: Casebook, search: str = "") -> PersonsCount:
    """How many fit ``search``, as far as it is quick to know."""
    counted = casebook.vault.cases.counted(search, _called(casebook))
    return PersonsCount(count=counted.count, is_whole=counted.is_whole)


def _called(casebook: Casebook) -> "list[Called]":
    """The structures, as they are called today, for the marks that the vault keeps of them."""
    from spie_diag.diagnosis.orientation import Organisation
    from spie_diag.vault.indexing import ORGANISATION, SPECIALIST
    from spie_diag.vault.searching import Called, mark_of

    members = [Called(one.structure, mark_of(SPECIALIST, str(one.id))) for one in casebook.specialists.values()]
    return members + [Called(one.label, mark_of(ORGANISATION, one.value)) for one in Organisation]


def _row(casebook: Casebook, person: Person, outline: "Outline | None") -> PersonRow:
    if outline is None:
        return _empty_row(person, casebook.clock.now().date())
    latest, record = outline.interview, Record(outline.entries)
    pair = pair_of(casebook, record)
    flags = record.under("flag").items()
    met = record.value("next_meeting")
    return PersonRow(
        person=person,
        age=person.age(casebook.clock.now().date()),
        interview=latest.id,
        stage=place_of(casebook, latest.id).stage,
        pair=pair,
        version=version_number(record),
        signatures=hands_under(record, pair),
        to_resume=sum(1 for key, on in flags if key.endswith("/resume") and on.value),
        next_meeting=str(met.get("on") or "") if isinstance(met, dict) else "",
    )


def _empty_row(person: Person, today: date) -> PersonRow:
    return PersonRow(
        person=person,
        age=person.age(today),
        interview=None,
        stage=None,
        pair=None,
        version=1,
        signatures=0,
        to_resume=0,
        next_meeting="",
    )


def look_alikes(casebook: Casebook, new: NewPerson) -> tuple[Person, ...]:
    """Persons already there with the same birth date or the same name: to show side by side, never to block."""
    names = {word for word in (new.called, new.family_name, new.first_names) if word.strip()}
    cases = casebook.vault.cases
    same = {person.case: person for name in sorted(names) for person in cases.page(name, _MOST_ALIKE).persons}
    born = cases.page(f"{new.born_on:%d/%m/%Y}", _MOST_ALIKE).persons if new.born_on else ()
    same |= {person.case: person for person in born if person.born_on == new.born_on}
    return tuple(same.values())


def add_person(casebook: Casebook, new: NewPerson) -> Person:
    """Open a file for a person, with a number of its own.

    Raises:
        MissingNameError, TooLongError: nothing to call her by, or a name of over 120 characters.
        FutureBirthDateError, UnlikelyBirthDateError: the birth date cannot be right.
    """
    today = casebook.clock.now().date()
    refuse_unlikely(new, today)
    person = Person(
        case=CaseId(uuid4()),
        number=casebook.vault.cases.next_number(today.year),
        called=(readable(new.called) or readable(new.first_names) or readable(new.family_name)),
        family_name=readable(new.family_name),
        first_names=readable(new.first_names),
        born_on=new.born_on,
        commune=new.commune.strip(),
        phone=new.phone.strip(),
    )
    casebook.vault.cases.add(person, casebook.writer)
    return person


def refuse_unlikely(new: NewPerson, today: date) -> None:
    """Raises:
    MissingNameError, TooLongError: nothing to call her by, or a name of over 120 characters.
    FutureBirthDateError, UnlikelyBirthDateError: the birth date cannot be right.
    """
    names = (new.called, new.family_name, new.first_names)
    if not any(readable(name) for name in names):
        raise MissingNameError
    for text in (*names, new.commune, new.phone):
        if len(text) > _LONGEST_NAME:
            raise TooLongError(length=len(text), limit=_LONGEST_NAME)
    if new.born_on and new.born_on > today:
        raise FutureBirthDateError
    if new.born_on and years_between(new.born_on, today) not in _AGES:
        raise UnlikelyBirthDateError(age=years_between(new.born_on, today))


def readable(text: str) -> str:
    """The text without spaces around it; empty where nothing of it would be seen, as with zero-width characters."""
    seen = text.strip()
    return seen if any(unicodedata.category(character)[0] not in "CZ" for character in seen) else ""


def start_interview(
    casebook: Casebook,
    person: Person,
    *,
    social: SpecialistId | None,
    employment: SpecialistId | None,
    today: date | None = None,
    form: str | None = None,
) -> Sheet:
    """Begin an interview of ``person`` by one or two specialists; what her file already says is proposed as answers.

    ``today`` is the calendar day that the form's rules reckon from: the day of the clock unless told otherwise.
    ``form`` is the fingerprint of one of ``questionnaires.available_forms``: the common one unless told otherwise. The
    vault keeps it, and the interview opens with it for ever.

    Raises:
        NobodyReceivesError, OtherFieldError: no specialist, or one in the place of the other.
        FormGoneError, FormFileDamagedError: the form is not, or no longer, one of those offered.
    """
    _refuse_wrong_pair(casebook, social, employment)
    chosen = offered_form(form) if form else casebook.form
    interview = InterviewId(uuid4())
    day = today or casebook.clock.now().date()
    session: Value = {
        "today": day.isoformat(),
        "form": chosen.name,
        "version": chosen.version,
        "fingerprint": casebook.keep_form(chosen),  # before the entry that names it
        FieldOfWork.SOCIAL.value: str(social) if social else None,
        FieldOfWork.EMPLOYMENT.value: str(employment) if employment else None,
    }
    facts = _known(casebook, chosen, person, social, employment)
    known = [(f"answer/{code}", answer.as_json()) for code, answer in facts]
    casebook.begin(person, interview, chosen, [("session", session), *known])
    note_opening(casebook, person.case)
    return draw(casebook, interview)


def _refuse_wrong_pair(casebook: Casebook, social: SpecialistId | None, employment: SpecialistId | None) -> None:
    if social is None and employment is None:
        raise NobodyReceivesError
    for named, of_work in ((social, FieldOfWork.SOCIAL), (employment, FieldOfWork.EMPLOYMENT)):
        specialist = next((one for one in casebook.openers if one.id == named), None)
        if named and (specialist is None or specialist.field_of_work is not of_work):
            raise OtherFieldError


def _known(
    casebook: Casebook, form: Form, person: Person, social: SpecialistId | None, employment: SpecialistId | None
) -> Iterable[tuple[QuestionCode, Answer]]:
    """Facts said once: from the person's file and from the pair."""
    facts: Mapping[str, Value] = {
        "CAD-04": casebook.specialists[social].name if social else "",
        "CAD-05": casebook.specialists[employment].name if employment else "",
        "IDE-01": person.called,
        "IDE-02": f"{person.family_name} {person.first_names}".strip(),
        "IDE-03": person.born_on.isoformat() if person.born_on else "",
        "IDE-04": person.commune,
        "IDE-06": {"tel": person.phone} if person.phone else "",
    }
    for code, value in facts.items():
        if value and QuestionCode(code) in form.questions:
            yield QuestionCode(code), Answer(value=value, source=Source.PARTNER)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastInterview:
    """One earlier interview of the same person."""

    interview: InterviewId
    held_on: date
    pair: Pair
    stage: Stage
    signatures: int
    """How many specialists signed its last version."""


def earlier_interviews(casebook: Casebook, interview: InterviewId) -> tuple[PastInterview, ...]:
    """The interviews that came before this one, latest first: to prepare what was said already."""
    case = casebook.desk(interview).person.case
    before = [row.id for row in casebook.vault.cases.interviews(case)]
    earlier = before[: before.index(interview)] if interview in before else before
    return tuple(_past(casebook, one) for one in reversed(earlier))


def _past(casebook: Casebook, interview: InterviewId) -> PastInterview:
    record = casebook.desk(interview).record
    pair = pair_of(casebook, record)
    return PastInterview(
        interview=interview,
        held_on=day_of(record),
        pair=pair,
        stage=place_of(casebook, interview).stage,
        signatures=hands_under(record, pair),
    )


def resume(casebook: Casebook, interview: InterviewId) -> Sheet:
    """The interview as it was left: same stage, same domain, what was being typed in its field.

    From now on the vault opens there again, until somebody goes back to the list.
    """
    remember_place(casebook, interview, place_of(casebook, interview).stage)
    note_opening(casebook, casebook.desk(interview).person.case)
    return draw(casebook, interview)


def last_place(casebook: Casebook) -> InterviewId | None:
    """The interview that was open when the vault was last locked or the app last stopped."""
    from uuid import UUID

    left = casebook.vault.places.recall("last")
    return InterviewId(UUID(left)) if isinstance(left, str) and left else None


def leave(casebook: Casebook) -> None:
    """Go back to the list: the next start opens there."""
    casebook.vault.places.remember("last", "")


def go_to(casebook: Casebook, interview: InterviewId, stage: Stage, block: str | None = None) -> Sheet:
    """Show another stage or domain; remembered for the next start."""
    remember_place(casebook, interview, stage, block)
    return draw(casebook, interview)
