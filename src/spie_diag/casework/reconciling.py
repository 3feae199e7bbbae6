"""Before a partner's document is taken in: who it may be about, and what it says beside what is held."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import Enum

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.exchange_errors import UnknownNumberError
from spie_diag.casework.received import Reception, received_answers, receptions, wording_of
from spie_diag.casework.sheet import course_of, state_of
from spie_diag.casework.taking_in import Incoming
from spie_diag.casework.wording import words_of
from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.conclusions import conclusions
from spie_diag.exchange.package import Package, Whom
from spie_diag.forms.definition import QuestionCode
from spie_diag.french import short_date, spaced
from spie_diag.interview.answers import Status
from spie_diag.interview.people import CaseId, Person

_MOST_SEEN = 40
_BEGINNING = 4
_ALIKE = 0.78
_LONGEST = 120
"""Characters of a name that are looked at: comparing takes a time that grows with the square of them."""
_MOST_WORDS = 8


class Likeness(Enum):
    """How sure it looks that two names are one person; nobody is merged without a decision."""

    SAME = "Même naissance et même nom"
    BIRTH = "Même date de naissance"
    NAME = "Nom proche"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A person of this vault whom the document may be about."""

    person: Person = field(repr=False)
    likeness: Likeness
    is_archived: bool


class Change(Enum):
    """What a line of a document is to what is held; the value is how it is told."""

    NEW = "Nouveau"
    OTHER = "Différent"
    SAME = "Identique"
    GONE = "Plus dans cet envoi"
    """Received before, from the same file elsewhere: what was received stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One line of the document beside what is held."""

    change: Change
    label: str
    code: str = ""
    """Of the question or of the domain; empty for who the person is."""
    theirs: str = field(default="", repr=False)
    ours: str = field(default="", repr=False)
    """What is noted here; empty where nothing is."""
    ours_from: str = field(default="", repr=False)
    """Who noted it and when, where it came from a partner before."""


def matches(casebook: Casebook, incoming: Incoming) -> tuple[Match, ...]:
    """The persons whom the document may be about, the likeliest first, those of the archive too."""
    whom = incoming.package.person
    found: dict[CaseId, Match] = {}
    for archived in (False, True):
        for person in _candidates(casebook, whom, archived=archived):
            likeness = _likeness(whom, person)
            if likeness is not None:
                found[person.case] = Match(person=person, likeness=likeness, is_archived=archived)
    order = list(Likeness)
    return tuple(sorted(found.values(), key=lambda one: (order.index(one.likeness), one.is_archived)))


def case_numbered(casebook: Casebook, number: str) -> CaseId:
    """Whose file carries a number, as « D-2026-0001 ».

    Raises:
        UnknownNumberError: nobody's here.
    """
    for archived in (False, True):
        for person in casebook.vault.cases.page(number, _MOST_SEEN, archived=archived).persons:
            if person.number.casefold() == number.strip().casefold():
                return person.case
    raise UnknownNumberError(number=number)


def _candidates(casebook: Casebook, whom: Whom, *, archived: bool) -> Iterator[Person]:
    cases = casebook.vault.cases
    words = [word[:_BEGINNING] for word in _words(whom.family_name, whom.first_names, whom.called)]
    asked = [f"{whom.born_on:%d/%m/%Y}"] if whom.born_on else []
    for text in (*asked, *sorted(set(words[:_MOST_WORDS]))):
        yield from cases.page(text, _MOST_SEEN, archived=archived).persons


def _words(*texts: str) -> list[str]:
    from spie_diag.vault.searching import folded

    return [word for word in folded(" ".join(text[:_LONGEST] for text in texts)).split() if len(word) > 1]


def _likeness(whom: Whom, person: Person) -> Likeness | None:
    theirs = _words(whom.family_name, whom.first_names) or _words(whom.called)
    ours = _words(person.family_name, person.first_names) or _words(person.called)
    # Names and first names are often written in one another's place.
    closeness = SequenceMatcher(None, " ".join(sorted(theirs)), " ".join(sorted(ours)), autojunk=False).ratio()
    within = bool(theirs and ours) and (set(theirs) <= set(ours) or set(ours) <= set(theirs))
    is_near = closeness >= _ALIKE or within
    is_born_alike = whom.born_on is not None and whom.born_on == person.born_on
    if is_born_alike:
        return Likeness.SAME if is_near else Likeness.BIRTH
    return Likeness.NAME if is_near else None


def compare(casebook: Casebook, incoming: Incoming, case: CaseId) -> tuple[Difference, ...]:
    """What the document says beside what the person's file holds: who she is, conclusions, answers, what is gone.

    Raises:
        UnknownCaseError: the vault holds no such person.
    """
    person = casebook.vault.cases.get(case)
    earlier = [one for one in receptions(casebook, case) if one.digest != incoming.digest]
    return (
        *_of_identity(incoming.package.person, person),
        *_of_domains(casebook, incoming.package, case),
        *_of_answers(casebook, incoming.package, case),
        *_gone(casebook, incoming.package, case, earlier),
    )


def _of_identity(whom: Whom, person: Person) -> Iterator[Difference]:
    facts = {
        "Nom": (whom.family_name, person.family_name),
        "Prénoms": (whom.first_names, person.first_names),
        "Nom d’usage": (whom.called, person.called),
        "Date de naissance": (
            short_date(whom.born_on) if whom.born_on else "",
            short_date(person.born_on) if person.born_on else "",
        ),
        "Commune": (whom.commune, person.commune),
        "Téléphone": (whom.phone, person.phone),
    }
    for label, (theirs, ours) in facts.items():
        if theirs:
            yield Difference(change=_change(theirs, ours), label=label, theirs=theirs, ours=ours)


def _change(theirs: str, ours: str) -> Change:
    if not ours:
        return Change.NEW
    return Change.SAME if " ".join(theirs.split()) == " ".join(ours.split()) else Change.OTHER


def _of_domains(casebook: Casebook, package: Package, case: CaseId) -> Iterator[Difference]:
    ours = _concluded(casebook, case)
    for domain in package.domains:
        if domain.agreed is not None:
            theirs = Level(domain.agreed).label
            held = ours.get(domain.code, "")
            label = spaced(f"Conclusion : {domain.label or domain.code}")
            yield Difference(change=_change(theirs, held), label=label, code=domain.code, theirs=theirs, ours=held)


def _concluded(casebook: Casebook, case: CaseId) -> Mapping[str, str]:
    """The level agreed on each domain, in the latest interview that has one."""
    found: dict[str, str] = {}
    for row in casebook.vault.cases.interviews(case):
        desk = casebook.desk(row.id)
        closed = course_of(casebook, desk).is_closed
        for code, one in conclusions(desk.record).items():
            if one.level is not None and not closed(code):
                found[code] = one.level.label
    return found


def _of_answers(casebook: Casebook, package: Package, case: CaseId) -> Iterator[Difference]:
    ours, before = _answered(casebook, case), received_answers(casebook, case)
    for code, answer in package.answers.items():
        theirs = wording_of(answer, casebook.form)
        held, source = ours.get(code, ""), ""
        if not held and code in before:
            held, source = before[code][0].words, before[code][0].source
        yield Difference(
            change=_change(theirs, held),
            label=answer.label or code,
            code=code,
            theirs=theirs,
            ours=held,
            ours_from=source,
        )


def _answered(casebook: Casebook, case: CaseId) -> Mapping[str, str]:
    """Our own answers in words, of the latest interview that has one; what the person withheld is not told."""
    found: dict[str, str] = {}
    for row in casebook.vault.cases.interviews(case):
        state = state_of(casebook, casebook.desk(row.id))
        for code, asked in state.questions.items():
            if asked.answer is not None and asked.relevant and asked.answer.status is Status.ANSWERED:
                words = words_of(asked.question, state.value(QuestionCode(code)), asked.rows)
                if words:
                    found[code] = words
    return found


def _gone(casebook: Casebook, package: Package, case: CaseId, earlier: list[Reception]) -> Iterator[Difference]:
    """What an earlier document of the same file said, and this one does not: it may only be shorter."""
    told, before = set(package.answers), received_answers(casebook, case)
    structures = {one.structure for one in package.authors if one.structure}
    for one in earlier:
        theirs = {author.structure for author in one.package.authors if author.structure}
        if one.package.number == package.number and theirs == structures:
            for code, answer in one.package.answers.items():
                if code not in told:
                    told.add(code)
                    held = before[code][0]
                    yield Difference(
                        change=Change.GONE,
                        label=answer.label or code,
                        code=code,
                        ours=held.words,
                        ours_from=held.source,
                    )
