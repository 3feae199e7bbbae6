"""Before a partner's document is taken in: who it may be about, and what it says beside what is held."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import Enum

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.exchange_errors import UnknownNumberError
from spie_diag.casework.holding import NOTHING, Held, answers_held, folded, goals_held, levels_held, situations_held
from spie_diag.casework.received import Reception, label_in, received_answers, receptions, wording_of
from spie_diag.casework.taking_in import Incoming
from spie_diag.diagnosis.assessment import Level
from spie_diag.exchange.package import Package, PackedAnswer, Whom
from spie_diag.followup.goals import GoalStatus
from spie_diag.forms.definition import BlockCode, Form, SituationCode
from spie_diag.french import short_date, spaced
from spie_diag.interview.course import AGREEMENT, CLOSING, LIMITS
from spie_diag.interview.people import CaseId, Person

_MOST_SEEN = 40
_BEGINNING = 4
_ALIKE = 0.78
_LONGEST = 120
"""Characters of a name that are looked at: comparing takes a time that grows with the square of them."""
_MOST_WORDS = 8
_OF_THEIR_INTERVIEW = frozenset({"CAD-04", "CAD-05", "CAD-08", AGREEMENT, LIMITS, *CLOSING})
"""Who led it, what she was told and agreed to there: asked of her in each interview, and no difference to look at."""
_HOLDS, _PLANNED = "Confirmée", "Prévu"


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
    """Of the question, the domain or the situation; empty for who the person is, and for an objective."""
    theirs: str = field(default="", repr=False)
    ours: str = field(default="", repr=False)
    """What is noted here; empty where nothing is."""
    ours_from: str = field(default="", repr=False)
    """Who noted it and when; empty for who the person is."""


def matches(casebook: Casebook, incoming: Incoming) -> tuple[Match, ...]:
    """The persons whom the document may be about, the likeliest first, those of the archive too."""
    whom, order = incoming.package.person, list(Likeness)
    found: dict[CaseId, tuple[tuple[int, bool, float], Match]] = {}
    for archived in (False, True):
        for person in _candidates(casebook, whom, archived=archived):
            names = _NamesBeside.of(whom, person)
            likeness = _likeness(whom, person, names)
            if likeness is not None:
                match = Match(person=person, likeness=likeness, is_archived=archived)
                found[person.case] = (order.index(likeness), archived, -names.closeness), match
    return tuple(match for _, match in sorted(found.values(), key=lambda one: one[0]))


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


@dataclass(frozen=True, slots=True)
class _NamesBeside:
    """Two names, one beside the other."""

    closeness: float
    """From 0 to 1, where they are the same but for capitals and accents."""
    is_within: bool
    """Every word of one is in the other."""

    @classmethod
    def of(cls, whom: Whom, person: Person) -> "_NamesBeside":
        theirs = _words(whom.family_name, whom.first_names) or _words(whom.called)
        ours = _words(person.family_name, person.first_names) or _words(person.called)
        # Names and first names are often written in one another's place.
        compared = SequenceMatcher(None, " ".join(sorted(theirs)), " ".join(sorted(ours)), autojunk=False)
        within = bool(theirs and ours) and (set(theirs) <= set(ours) or set(ours) <= set(theirs))
        return cls(compared.ratio(), within)


def _likeness(whom: Whom, person: Person, names: _NamesBeside) -> Likeness | None:
    is_near = names.closeness >= _ALIKE or names.is_within
    is_born_alike = whom.born_on is not None and whom.born_on == person.born_on
    if is_born_alike:
        return Likeness.SAME if is_near else Likeness.BIRTH
    return Likeness.NAME if is_near else None


def compare(casebook: Casebook, incoming: Incoming, case: CaseId | None) -> tuple[Difference, ...]:
    """What the document says beside what the person's file holds; beside nothing where she has no file yet.

    Who she is, levels agreed, situations, objectives, answers, and what was received before and is gone.

    Raises:
        UnknownCaseError: the vault holds no such person.
    """
    package = incoming.package
    if case is None:
        return tuple(_beside_nothing(casebook, package))
    person = casebook.vault.cases.get(case)
    earlier = [one for one in receptions(casebook, case) if one.digest != incoming.digest]
    return (
        *_of_identity(package.person, person),
        *_of_facts(_levels(package, casebook.form), levels_held(casebook, case)),
        *_of_facts(_situations(package, casebook.form), situations_held(casebook, case)),
        *_of_facts(_goals(package), goals_held(casebook, case)),
        *_of_answers(casebook, package, case),
        *_gone(casebook, incoming, case, earlier),
    )


def _beside_nothing(casebook: Casebook, package: Package) -> Iterator[Difference]:
    yield from _of_identity(package.person, None)
    form = casebook.form
    for facts in (_levels(package, form), _situations(package, form), _goals(package)):
        yield from _of_facts(facts, {})
    for code, answer in _answers(package):
        words = wording_of(answer, form)
        yield Difference(change=Change.NEW, label=label_in(answer, form), code=code, theirs=words)


def _of_identity(whom: Whom, person: Person | None) -> Iterator[Difference]:
    held = _told_of(person) if person is not None else {}
    for label, theirs in _told_of(whom).items():
        if theirs:
            ours = held.get(label, "")
            yield Difference(change=_change(theirs, ours), label=label, theirs=theirs, ours=ours)


def _told_of(one: Whom | Person) -> dict[str, str]:
    return {
        "Nom": one.family_name,
        "Prénoms": one.first_names,
        "Nom d’usage": one.called,
        "Date de naissance": short_date(one.born_on) if one.born_on else "",
        "Commune": one.commune,
        "Téléphone": one.phone,
    }


def _change(theirs: str, ours: str) -> Change:
    if not ours:
        return Change.NEW
    return Change.SAME if " ".join(theirs.split()) == " ".join(ours.split()) else Change.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    """One line of the document, and by what it is looked for among ours."""

    key: str
    label: str
    theirs: str = field(repr=False)
    code: str = ""


def _levels(package: Package, form: Form) -> Iterator[_Fact]:
    for one in package.domains:
        if one.agreed is not None:
            ours = form.by_code.get(BlockCode(one.code))
            label = spaced(f"Conclusion : {ours.label if ours else one.label or one.code}")
            yield _Fact(key=one.code, label=label, theirs=Level(one.agreed).label, code=one.code)


def _situations(package: Package, form: Form) -> Iterator[_Fact]:
    for one in package.situations:
        ours = form.situations.get(SituationCode(one.code))
        label = spaced(f"Situation : {ours.label if ours else one.label or one.code}")
        yield _Fact(key=one.code, label=label, theirs=_HOLDS, code=one.code)


def _goals(package: Package) -> Iterator[_Fact]:
    known = {one.value: one.label for one in GoalStatus}
    for one in package.goals:
        label, status = str(one["label"]), known.get(str(one.get("status") or ""), _PLANNED)
        yield _Fact(key=folded(label), label=spaced(f"Objectif : {label}"), theirs=status)


def _of_facts(facts: Iterable[_Fact], ours: Mapping[str, Held]) -> Iterator[Difference]:
    for one in facts:
        held = ours.get(one.key, NOTHING)
        yield Difference(
            change=_change(one.theirs, held.words),
            label=one.label,
            code=one.code,
            theirs=one.theirs,
            ours=held.words,
            ours_from=held.source,
        )


def _answers(package: Package) -> Iterator[tuple[str, PackedAnswer]]:
    return ((code, answer) for code, answer in package.answers.items() if code not in _OF_THEIR_INTERVIEW)


def _of_answers(casebook: Casebook, package: Package, case: CaseId) -> Iterator[Difference]:
    ours, before = answers_held(casebook, case), received_answers(casebook, case)
    for code, answer in _answers(package):
        theirs, held = wording_of(answer, casebook.form), ours.get(code, NOTHING)
        if not held.words and code in before:
            held = Held(words=before[code][0].words, source=before[code][0].source)
        yield Difference(
            change=_change(theirs, held.words),
            label=label_in(answer, casebook.form),
            code=code,
            theirs=theirs,
            ours=held.words,
            ours_from=held.source,
        )


def _gone(casebook: Casebook, incoming: Incoming, case: CaseId, earlier: list[Reception]) -> Iterator[Difference]:
    """What an earlier document of the same file said, and this one does not: it may only be shorter."""
    told, before = set(incoming.package.answers), received_answers(casebook, case)
    hands = frozenset(one.fingerprint for one in incoming.verdict.signatures)
    for one in earlier:
        if one.is_of_one_file_with(incoming.package, hands):
            for code, answer in _answers(one.package):
                if code not in told:
                    told.add(code)
                    held = before[code][0]
                    yield Difference(
                        change=Change.GONE,
                        label=label_in(answer, casebook.form),
                        code=code,
                        ours=held.words,
                        ours_from=held.source,
                    )
