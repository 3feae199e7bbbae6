"""A fictional case turned into what each person does: the material that the demonstration plays like the windows do."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from spie_diag.casework.case_files import Case, CaseGoal
from spie_diag.diagnosis.assessment import Assessment, Level, NeedValue
from spie_diag.diagnosis.conclusions import Conclusion
from spie_diag.diagnosis.orientation import Orientation
from spie_diag.followup.goals import Action, ActionId, Goal, GoalId, Origin, Owner
from spie_diag.followup.review import NextMeeting
from spie_diag.forms.definition import BlockCode, Form, ObjectiveCode, QuestionCode
from spie_diag.french import spaced
from spie_diag.interview.answers import Answer
from spie_diag.interview.course import AGREEMENT, SweepAnswer, closed_by_answers, course, is_swept
from spie_diag.interview.journal import Record
from spie_diag.interview.people import FieldOfWork, Voice
from spie_diag.interview.state import State, evaluate

_SPECIALIST = re.compile(r"(?P<name>[^()]+?)\s*\((?P<role>[^(),]+),\s*(?P<structure>[^()]+)\)")
_JOINED = re.compile(r"^(?:et|;|,)\s+")
_CORRESPONDENT = re.compile(r"\s*[;,]\s*correspondante?[^:]*:\s*", re.IGNORECASE)
_TOGETHER = re.compile(r"\s*[;+]\s*")
_OWNERS = re.compile(r"\s*[;+]\s*|,\s*")
_ALONE = "un seul professionnel"
"""How a case that names nobody says that one specialist led the interview."""
_NEED_LEVELS = {NeedValue.STRENGTH: Level.FINE, NeedValue.NEED: Level.COMPLICATES}
"""How the employment and socle domains of a case read on the common scale; unexplored ones have no level."""


@dataclass(frozen=True, slots=True)
class CastMember:
    """One specialist of a story."""

    name: str
    role: str
    structure: str
    field_of_work: FieldOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What happens in one interview, in the order in which its parts are played."""

    code: str
    today: date
    called: str = field(repr=False)
    family_name: str = field(repr=False)
    first_names: str = field(repr=False)
    born_on: date | None = field(repr=False)
    commune: str = field(repr=False)
    cast: tuple[CastMember, ...]
    """One member per field that took part; nobody where the case names nobody."""
    is_led_alone: bool
    """One specialist was there, even where the case does not name her."""
    is_refused: bool
    """The person does not agree to share: two separate interviews, and only administrative facts are written."""
    answers: Mapping[QuestionCode, Answer] = field(repr=False)
    """In the order of the form, without what the person closed or set aside."""
    sweep: Mapping[BlockCode, SweepAnswer]
    """The same answer for every voice."""
    views: tuple[Assessment, ...] = field(repr=False)
    """Of the two specialists."""
    person_views: tuple[Assessment, ...] = field(repr=False)
    """Given when the conclusions are read to her."""
    conclusions: tuple[Conclusion, ...] = field(repr=False)
    priorities: tuple[BlockCode, ...]
    strengths: tuple[str, ...] = field(repr=False)
    orientation: Orientation
    goals: tuple[Goal, ...]
    short_synthesis: str = field(repr=False)
    next_meeting: NextMeeting | None


def story(case: Case, form: Form) -> Story:
    """The case as typed moves, ready to be played through the functions of this room."""
    state = evaluate(form, case.answers, case.today)
    cast = tuple(_cast(case, state))
    family, first, called = _names(case, state)
    unagreed = closed_by_answers(form, state)
    closed = unagreed | _declined(case)
    withheld = course(form, state, Record()).withheld
    views = [view for view in _views(case, form) if view.block not in closed]
    return Story(
        code=case.code,
        today=case.today,
        called=called,
        family_name=family,
        first_names=first,
        born_on=_birth(state),
        commune=_text(state, "IDE-04"),
        cast=cast,
        is_led_alone=len(cast) == 1 or (not cast and _ALONE in case.description.casefold()),
        is_refused=state.value(AGREEMENT) == "non",
        answers={
            code: case.answers[code]
            for code in form.questions
            if code in case.answers and code not in withheld and form.block_of[code].code not in closed
        },
        sweep={block: said for block, said in _asked(case.sweep, form) if block not in unagreed},
        views=tuple(view for view in views if view.voice is not Voice.PERSON),
        person_views=tuple(view for view in views if view.voice is Voice.PERSON),
        conclusions=tuple(one for one in _conclusions(case, form) if one.block not in closed),
        priorities=tuple(block for block in case.priorities if block not in closed),
        strengths=tuple(spaced(text) for text in case.strengths),
        orientation=_orientation(case),
        goals=tuple(goal for goal in _goals(case, form, cast) if goal.block not in closed),
        short_synthesis=spaced(case.short_synthesis),
        next_meeting=_meeting(case, cast),
    )


def _asked(sweep: Mapping[BlockCode, SweepAnswer], form: Form) -> Iterator[tuple[BlockCode, SweepAnswer]]:
    return ((block, said) for block, said in sweep.items() if is_swept(form.by_code[block]))


def _declined(case: Case) -> frozenset[BlockCode]:
    return frozenset(block for block, said in case.sweep.items() if said is SweepAnswer.DECLINED)


def _cast(case: Case, state: State) -> Iterator[CastMember]:
    """Both specialists, from the line that names them, or from the names given as answers."""
    described = [match.groupdict() for match in _SPECIALIST.finditer(case.pair)]
    named = [_text(state, "CAD-04"), _text(state, "CAD-05")]
    for place, field_of_work in enumerate((FieldOfWork.SOCIAL, FieldOfWork.EMPLOYMENT)):
        if place < len(described):
            one = described[place]
            name = _JOINED.sub("", one["name"].strip())
            yield CastMember(name, spaced(one["role"].strip()), spaced(one["structure"].strip()), field_of_work)
        elif named[place]:
            yield CastMember(named[place], "", "", field_of_work)


def _names(case: Case, state: State) -> tuple[str, str, str]:
    """Family name, first names, and how she wishes to be called: from the answers, or from the name of the case."""
    words = (_text(state, "IDE-02") or case.name).split()
    family = [word for word in words if word.isupper()]
    if not family and len(words) > 1:
        family = words[-1:]
    first = " ".join(word for word in words if word not in family)
    called = _text(state, "IDE-01") or first or case.name or case.code
    return " ".join(family), first, called


def _birth(state: State) -> date | None:
    try:
        return date.fromisoformat(_text(state, "IDE-03"))
    except ValueError:
        return None


def _text(state: State, code: str) -> str:
    value = state.value(QuestionCode(code))
    return value if isinstance(value, str) else ""


def _views(case: Case, form: Form) -> Iterator[Assessment]:
    """Where the file gives only the common reading of a domain, both specialists are taken to share it."""
    for block in form.blocks:
        if levels := case.levels.get(block.code):
            for voice, level in levels.by_voice.items():
                yield Assessment(block=block.code, voice=voice, level=level)
        elif (shared := _need_level(case, block.code)) is not None:
            for voice in (Voice.SOCIAL, Voice.EMPLOYMENT):
                strength = shared is Level.FINE
                yield Assessment(block=block.code, voice=voice, level=shared, strength=strength)


def _need_level(case: Case, block: BlockCode) -> Level | None:
    return _NEED_LEVELS.get(case.needs.get(block, NeedValue.UNEXPLORED))


def _conclusions(case: Case, form: Form) -> Iterator[Conclusion]:
    for block in form.blocks:
        levels = case.levels.get(block.code)
        level = levels.agreed if levels else _need_level(case, block.code)
        if level is None:
            continue
        leans_on = levels is None or case.sweep.get(block.code) is SweepAnswer.STRENGTH
        yield Conclusion(block=block.code, level=level, strength=leans_on and level is Level.FINE)


def _orientation(case: Case) -> Orientation:
    referent, *correspondents = _CORRESPONDENT.split(case.referent)
    return Orientation(
        opinions=case.opinions,
        proposal=case.decision,
        disagreement=case.disagreement,
        reason=spaced(case.reason),
        referent=spaced(referent.strip()),
        correspondent=spaced(" ; ".join(one.strip() for one in correspondents)),
        notified_on=case.notified_on,
        hours=case.hours,
    )


def _goals(case: Case, form: Form, cast: tuple[CastMember, ...]) -> Iterator[Goal]:
    return (_goal(row, number, case, form, cast) for number, row in enumerate(case.goals, start=1))


def _goal(row: CaseGoal, number: int, case: Case, form: Form, cast: tuple[CastMember, ...]) -> Goal:
    """The objective in the words of the form, and one action in the words of the case."""
    known = form.objectives.get(ObjectiveCode(row.code))
    block = next((one.code for one in form.blocks if known and known in one.objectives), None)
    wording = spaced(row.wording)
    action = Action(
        id=ActionId(f"{case.code}-{number}-a"),
        what=wording,
        owner=_owner(row.owners, cast, case.name),
        owner_name=_TOGETHER.sub(" et ", row.owners),
        due=row.due,
    )
    return Goal(
        id=GoalId(f"{case.code}-{number}"),
        label=known.label if known else wording,
        code=known.code if known else None,
        block=block,
        priority=case.priorities.index(block) + 1 if block in case.priorities else None,
        due=row.due,
        origin=Origin.SHARED,
        actions=(action,),
    )


def _owner(owners: str, cast: tuple[CastMember, ...], person: str) -> Owner:
    """Whoever is named first: a specialist, the person, or else a partner."""
    first = _OWNERS.split(owners)[0].strip()
    for member in cast:
        if first and member.name.startswith(first.split()[0]):
            return Owner(member.field_of_work.value)
    return Owner.PERSON if first and person.startswith(first.split()[0]) else Owner.PARTNER


def _meeting(case: Case, cast: tuple[CastMember, ...]) -> NextMeeting | None:
    if case.next_on is None:
        return None
    place = cast[0].structure if cast else ""
    return NextMeeting(on=case.next_on, place=place, with_whom=" et ".join(member.name for member in cast))
