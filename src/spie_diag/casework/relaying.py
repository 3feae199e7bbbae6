"""Two sheets of one page: for whoever takes over, and for a meeting that must not guess who the person is."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from spie_diag.casework import reporting
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.disclosing import Disclosure
from spie_diag.casework.errors import IdentityToldError
from spie_diag.casework.rights import Recipient, refuse_opposed
from spie_diag.casework.selecting import Selection
from spie_diag.casework.sheet import Sheet, draw
from spie_diag.casework.texts import rights_at_the_foot
from spie_diag.diagnosis.assessment import Level
from spie_diag.documents import content
from spie_diag.followup.goals import Goal
from spie_diag.forms.definition import Block, BlockKind, Nature, QuestionCode
from spie_diag.french import long_date, short_date, spaced
from spie_diag.interview.journal import Record
from spie_diag.interview.people import InterviewId, Pair, Person, Specialist, SpecialistId
from spie_diag.vault.searching import folded

_PHONE = QuestionCode("IDE-06")
_OPEN_TO_CONSTRAINTS = (BlockKind.CONSTRAINT, BlockKind.RESOURCE)
_NEXT_DATES = 3
_SHORTEST_NAME = 4
"""Letters of one word of a name; a shorter one, as « des », is in ordinary sentences."""
_LEAST_DIGITS = 6
_ARTICLES = frozenset({"le", "la", "les", "l"})
_POSTCODE = re.compile(r"\b\d[\dAB]\d{3}\b")
_WORD = re.compile(r"[^\W\d_]+")
TO_BE_NAMED = "Prochain référent, à désigner"


def relay_sheet(
    casebook: Casebook,
    interview: InterviewId,
    selection: Selection | None = None,
    *,
    agreed_on: date | None = None,
) -> bytes:
    """One page for the next référent; without ``selection``, what the diagnosis itself says.

    ``agreed_on``: the day when the person agreed; without it the page has a line where she signs.

    Raises:
        OppositionError: the person opposes the sharing of her file.
    """
    from spie_diag.documents.relay_sheet import build

    refuse_opposed(casebook, casebook.desk(interview).person.case, Recipient.PARTNER)
    moment = casebook.clock.now()
    sheet, record = draw(casebook, interview), casebook.desk(interview).record
    authors = {one.id: one.name for one in casebook.specialists.values()}
    leaving = Disclosure.of(sheet, selection) if selection else Disclosure.whole(sheet)
    plan = leaving.shows_plan
    return build(
        content.RelaySheet(
            person=sheet.person.full_name,
            born_on=reporting.birth(sheet, leaving),
            reached_at=_reached_at(sheet, leaving),
            number=sheet.person.number,
            version=sheet.version,
            made_on=moment.date(),
            made_by=_named(casebook.writing),
            recipient=(selection.recipient if selection else _taking_over(sheet)) or TO_BE_NAMED,
            purpose=(selection.purpose if selection else "") or "Changement de référent",
            pathway=reporting.pathway(sheet, leaving).proposal,
            summary=tuple(filter(None, [_summary(sheet, leaving)])),
            strengths=tuple(one.text for one in reporting.strengths(sheet, leaving)),
            constraints=tuple(_open_constraints(sheet, leaving, record, authors)),
            goals=tuple(reporting.goal_in_words(sheet, goal) for goal in _open_goals(sheet, leaving)),
            dates=tuple(_next_dates(sheet, leaving)),
            contacts=tuple(_contacts(sheet, leaving.pair(sheet), plan=plan)),
            agreement=f"Accord donné le {long_date(agreed_on, weekday=False)}" if agreed_on else "",
            rights=rights_at_the_foot(leaving.pair(sheet)),
        ),
        moment,
    )


def meeting_sheet(
    casebook: Casebook,
    interview: InterviewId,
    question: str,
    *,
    pseudonym: str = "Situation A",
    informed_before: date | None = None,
    agreed_on: date | None = None,
) -> bytes:
    """One page for a meeting of several structures: no name, no number, no place, no word that somebody typed.

    Only ``question`` and ``pseudonym`` are written by hand; facts are agreed levels, and situations and goals in the
    words of the form. What the meeting proposes and decides is left to write on. Source: domain §3.6.

    Raises:
        IdentityToldError: what was typed says who the person is.
        OppositionError: the person opposes the sharing of her file.
    """
    from spie_diag.documents.meeting_sheet import build

    refuse_opposed(casebook, casebook.desk(interview).person.case, Recipient.PARTNER)
    moment = casebook.clock.now()
    sheet = draw(casebook, interview)
    known = (sheet.person, _as_she_said(sheet))
    for typed in (question, pseudonym):
        for person in known:
            refuse_identity(person, typed)
    leaving = Disclosure.whole(sheet)
    return build(
        content.MeetingSheet(
            pseudonym=pseudonym,
            made_on=moment.date(),
            asked_by=" ; ".join(filter(None, (_presented_by(one, known) for one in sheet.pair.members))),
            question=question.strip(),
            facts=tuple(_facts(sheet, leaving)),
            tried=tuple(_tried(sheet)),
            informed_before=informed_before,
            agreement=f"Accord donné le {long_date(agreed_on, weekday=False)}" if agreed_on else "",
        ),
        moment,
    )


def refuse_identity(person: Person, typed: str) -> None:
    """Raises:
    IdentityToldError: the text holds her name, her file number, her commune or her phone number.
    """
    if what := _identity_in(typed, person):
        raise IdentityToldError(what=what)


def _identity_in(typed: str, person: Person) -> str:
    """What a text says of who she is, in French; empty where it says nothing of it."""
    said = _words(typed)
    if any(_tells(said, text) for text in (person.family_name, person.first_names, person.called)):
        return "le nom de la personne"
    if any(place in said for place in _places(person.commune)) or any(
        number in re.findall(r"\d+", typed) for number in _POSTCODE.findall(person.commune)
    ):
        return "la commune de la personne"
    if person.number.casefold() in typed.casefold():
        return "le numéro du dossier"
    digits = re.sub(r"\D", "", person.phone)
    if len(digits) >= _LEAST_DIGITS and digits[-9:] in re.sub(r"\D", "", typed):
        return "le numéro de téléphone de la personne"
    return ""


def _as_she_said(sheet: Sheet) -> Person:
    """Who she is as she answered in this interview: her file may tell it otherwise, or not at all."""

    def said(code: str, name: str = "") -> str:
        value = sheet.state.value(QuestionCode(code))
        told = value.get(name) if isinstance(value, dict) else value
        return told if isinstance(told, str) else ""

    return replace(
        sheet.person,
        called=said("IDE-01"),
        family_name=said("IDE-02"),
        first_names="",
        commune=said("IDE-04"),
        phone=said("IDE-06", "tel"),
    )


def _places(address: str) -> Iterable[str]:
    """Her commune and her street, each on its own and without the article that a sentence may melt away."""
    for part in address.split(","):
        words = [word for word in _words(part).split() if word not in _ARTICLES]
        if sum(map(len, words)) >= _SHORTEST_NAME:
            yield f" {' '.join(words)} "


def _words(text: str) -> str:
    """Folded, without figures nor signs, one space around each word."""
    return f" {' '.join(_WORD.findall(folded(text)))} "


def _tells(said: str, name: str) -> bool:
    """Whether a name is in a text, whole, or one long word of it: a short one may be an ordinary word."""
    whole = _words(name)
    return bool(whole.strip()) and (
        whole in said or any(f" {part} " in said for part in whole.split() if len(part) >= _SHORTEST_NAME)
    )


def _named(one: Specialist) -> str:
    return ", ".join(filter(None, (one.name, one.role, one.structure)))


def _presented_by(one: Specialist, known: Iterable[Person]) -> str:
    """Her role and her structure, unless the structure bears the name of the commune where the person lives."""
    told = [text for text in (one.role, one.structure) if text and not any(_identity_in(text, who) for who in known)]
    return ", ".join(told)


def _taking_over(sheet: Sheet) -> str:
    """The référent proposed, unless it is whoever writes: nobody passes the relay to herself."""
    referent = sheet.orientation.referent
    return "" if sheet.writer.name in referent else referent


def _reached_at(sheet: Sheet, leaving: Disclosure) -> str:
    said = leaving.value(sheet, _PHONE)
    phone = str(said.get("tel") or "") if isinstance(said, dict) else ""
    known = sheet.person.phone if _PHONE in leaving.answers else ""
    return " · ".join(filter(None, (phone or known, reporting.commune(sheet, leaving))))


def _summary(sheet: Sheet, leaving: Disclosure) -> str:
    """The short synthesis, where whoever takes over reads the one for partners."""
    told = reporting.summary(sheet, leaving)
    return (sheet.syntheses.short or told) if told else ""


def _open_constraints(
    sheet: Sheet, leaving: Disclosure, record: Record, authors: Mapping[SpecialistId, str]
) -> Iterable[content.OpenConstraint]:
    """Those to work on first, then the heaviest; with who noted each first, and when."""
    found = []
    for place, block in enumerate(sheet.state.form.blocks):
        concluded = sheet.conclusions.get(block.code)
        if block.kind not in _OPEN_TO_CONSTRAINTS or concluded is None or not leaving.shows_level(block.code):
            continue
        if concluded.level:
            noted = next(one for one in record.history(f"conclusion/{block.code}") if one.value is not None)
            constraint = content.OpenConstraint(
                label=block.label,
                level=int(concluded.level),
                noted_by=authors.get(noted.author, ""),
                since=f"depuis le {short_date(noted.written_at.date())}",
            )
            found.append(((block.code not in sheet.priorities, -constraint.level, place), constraint))
    return (constraint for _, constraint in sorted(found, key=lambda one: one[0]))


def _open_goals(sheet: Sheet, leaving: Disclosure) -> Iterable[Goal]:
    return (goal for goal, _ in reporting.leaving_goals(sheet, leaving) if goal.is_open)


def _next_dates(sheet: Sheet, leaving: Disclosure) -> Iterable[content.Fact]:
    told = (one for one in sheet.deadlines if not one.is_of_this_file and leaving.shows_deadline(sheet, one))
    known = [(one.on, one.title) for one in told]
    known += [(goal.due, goal.label) for goal in _open_goals(sheet, leaving) if goal.due]
    if leaving.shows_plan and sheet.next_meeting:
        known.append((sheet.next_meeting.on, "Prochain rendez-vous"))
    coming = sorted(one for one in known if one[0] >= sheet.today)[:_NEXT_DATES]
    return (content.Fact(label=title, value=long_date(on)) for on, title in coming)


def _contacts(sheet: Sheet, named: Pair, *, plan: bool) -> Iterable[content.Fact]:
    if plan and sheet.orientation.referent:
        yield content.Fact(label="Référent", value=sheet.orientation.referent)
    if plan and sheet.orientation.correspondent:
        yield content.Fact(label="Correspondant", value=sheet.orientation.correspondent)
    for one in named.members:
        yield content.Fact(label=f"Spécialiste {one.voice.value}", value=_named(one))


def _facts(sheet: Sheet, leaving: Disclosure) -> Iterable[content.Fact]:
    if proposal := reporting.pathway(sheet, leaving).proposal:
        yield content.Fact(label="Parcours proposé", value=proposal)
    for block in sheet.state.form.blocks:
        concluded = sheet.conclusions.get(block.code)
        if concluded is not None and concluded.level is not None and concluded.level >= Level.COMPLICATES:
            yield content.Fact(label=block.label, value=_in_words_of_the_form(block, concluded.level, leaving))


def _in_words_of_the_form(block: Block, level: Level, leaving: Disclosure) -> str:
    situations = (
        one.label for one in block.situations if one.code in leaving.situations and one.nature is Nature.CONSTRAINT
    )
    return spaced(" ; ".join((level.label, *situations)))


def _tried(sheet: Sheet) -> Iterable[str]:
    """Goals that are over, in the words of the form: what somebody typed could name her."""
    objectives = sheet.state.form.objectives
    for goal in sheet.goals:
        if not goal.is_open and goal.code is not None and goal.code in objectives:
            yield spaced(f"{objectives[goal.code].label} : {goal.status.label.lower()}")
