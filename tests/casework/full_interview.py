"""An interview in which everything is answered, confirmed, agreed and planned, each thing with a mark of its own.

Marks are short words that no page and no code holds by chance, so that whoever reads a document knows what is in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spie_diag.casework.opening import common_form
from spie_diag.diagnosis.assessment import Assessment, Level
from spie_diag.diagnosis.conclusions import Conclusion
from spie_diag.diagnosis.hours import HoursKind, HoursMotive, WeeklyHours
from spie_diag.diagnosis.orientation import Organisation, Orientation, Pathway
from spie_diag.followup.goals import Action, ActionId, Goal, GoalId, Owner
from spie_diag.followup.review import NextMeeting
from spie_diag.forms.definition import Block, Choice, Form, Question, QuestionType, Situation, Value
from spie_diag.interview.answers import Answer
from spie_diag.interview.people import SpecialistId, Voice

MEANT = {
    "CAD-09": ("oui_sauf",),
    "CAD-10": ("autre",),
    "ATT-06": ("LOG", "SAN", "RES", "MOB", "CRE"),
    "ATT-08": ("en_partie",),
}
"""Answers that the program acts upon: their choices keep their names."""
_FIRST_DAY = date(1901, 1, 1)


def mark(kind: str, code: str) -> str:
    """« qxlog01xq » for the question LOG-01; the letter says what is marked."""
    return f"{kind}x{re.sub(r'[^a-z0-9]', '', code.lower())}x{kind}"


def marks_in(text: str) -> set[str]:
    """Every mark in a text."""
    return {found[0] for found in re.finditer(r"([a-z])x[a-z0-9]+x\1", text)}


NEXT = NextMeeting(on=date(2026, 12, 8), at="10 h 30", place=mark("z", "place"), with_whom=mark("z", "with"))


def full_form() -> Form:
    """The common form with everything asked whatever was answered, and a mark as every choice and situation."""
    common = common_form()
    return replace(common, known=None, blocks=tuple(_block(one) for one in common.blocks))


def _block(block: Block) -> Block:
    return replace(
        block,
        relevant="",
        questions=tuple(_question(one, str(one.code)) for one in block.questions),
        situations=tuple(_situation(one) for one in block.situations),
        objectives=tuple(replace(one, label=mark("o", one.code)) for one in block.objectives),
    )


def _situation(situation: Situation) -> Situation:
    return replace(situation, label=mark("s", situation.code))


def _question(question: Question, code: str) -> Question:
    children = tuple(_question(child, f"{code}{child.name}") for child in question.children)
    choices = tuple(
        replace(one, name=one.name if code in MEANT else _chosen(code, place), label=_label(code, one, place))
        for place, one in enumerate(question.choices)
    )
    return replace(
        question,
        relevant="",
        constraint="",
        choice_filter="",
        exclusive=frozenset(),
        choices=choices,
        children=children,
    )


def _chosen(code: str, place: int) -> str:
    return mark("q", code) if place == 0 else f"{mark('q', code)}{place}"


def _label(code: str, choice: Choice, place: int) -> str:
    return mark("q", f"{code}{choice.name}") if code in MEANT else _chosen(code, place)


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as data hold it and as pages print it: every piece of it is a mark."""

    value: Value
    data: frozenset[str]
    printed: frozenset[str]
    fields: "dict[str, Given]"
    """Of a group or a table."""


def answers(form: Form) -> dict[str, Given]:
    """By code, in the order of the form."""
    return {
        str(code): _given(asked, str(code), place * 20) for place, (code, asked) in enumerate(form.questions.items())
    }


def _given(question: Question, code: str, place: int) -> Given:
    if code in MEANT:
        names = MEANT[code]
        value: Value = [*names] if question.type is QuestionType.SELECT_MULTIPLE else names[0]
        return Given(value, frozenset(), _words(code, names), {})
    match question.type:
        case QuestionType.GROUP | QuestionType.REPEAT:
            fields = {
                child.name: _given(child, f"{code}{child.name}", place + 1 + nth)
                for nth, child in enumerate(question.children)
                if child.type is not QuestionType.CALCULATE
            }
            row: dict[str, Value] = {name: one.value for name, one in fields.items()}
            data: frozenset[str] = frozenset().union(*(one.data for one in fields.values()))
            printed: frozenset[str] = frozenset().union(*(one.printed for one in fields.values()))
            return Given(row if question.type is QuestionType.GROUP else [row], data, printed, fields)
        case QuestionType.SELECT_MULTIPLE:
            return Given([mark("q", code)], frozenset({mark("q", code)}), frozenset({mark("q", code)}), {})
        case QuestionType.DATE:
            day = _FIRST_DAY + timedelta(days=place)
            return Given(day.isoformat(), frozenset({day.isoformat()}), frozenset({f"{day:%d/%m/%Y}"}), {})
        case QuestionType.INTEGER | QuestionType.RANGE:
            number = 700_000 + place
            return Given(number, frozenset({str(number)}), frozenset({str(number)}), {})
        case _:
            return Given(mark("q", code), frozenset({mark("q", code)}), frozenset({mark("q", code)}), {})


def _words(code: str, names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(mark("q", f"{code}{name}") for name in names) if code != "ATT-08" else frozenset({"synthèse"})


def lines(form: Form, social: SpecialistId, employment: SpecialistId) -> Iterator[tuple[str, Value]]:
    """What the journal holds of it."""
    for code, given in answers(form).items():
        yield f"answer/{code}", Answer(value=given.value).as_json()
    for situation in form.situations:
        yield f"situation/{situation}", "OUI"
    yield "flag/INT/open", True
    for block in form.blocks:
        if block.is_rated:
            yield from _judged(block, social, employment)
            yield from _planned(block)
    yield "priorities", ["LOG", "SAN", "MOB"]
    yield "strengths", [mark("z", "strength")]
    yield "synthesis/short", mark("z", "short")
    yield "synthesis/shareable", mark("z", "shared")
    yield "synthesis/agreed", mark("z", "agreed")
    yield "orientation", _orientation().as_json()
    yield "next_meeting", NEXT.as_json()


def _judged(block: Block, social: SpecialistId, employment: SpecialistId) -> Iterator[tuple[str, Value]]:
    voices = {Voice.SOCIAL: (Level.PREVENTS, social), Voice.EMPLOYMENT: (Level.WATCH, employment)}
    for voice, (level, author) in voices.items():
        reason = mark("v", f"{block.code}{voice.value}")
        view = Assessment(block=block.code, voice=voice, level=level, strength=False, reason=reason, made_by=author)
        yield f"view/{block.code}/{voice.value}", view.as_json()
    yield f"revealed/{block.code}", True
    if block.code == "NUM":
        kept = Conclusion(block=block.code, level=None, disagreement=mark("a", block.code))
    else:
        kept = Conclusion(block=block.code, level=Level.COMPLICATES, text=mark("a", block.code))
    yield f"conclusion/{block.code}", kept.as_json()


def _planned(block: Block) -> Iterator[tuple[str, Value]]:
    if block.objectives:
        action = Action(id=ActionId(f"{block.code}-a"), what=mark("w", block.code), owner=Owner.SOCIAL)
        goal = Goal(
            id=GoalId(f"{block.code}-g"),
            label=mark("g", block.code),
            code=block.objectives[0].code,
            block=block.code,
            sign=mark("r", block.code),
            actions=(action,),
        )
        yield f"goal/{goal.id}", goal.as_json()


def _orientation() -> Orientation:
    return Orientation(
        opinions={Voice.SOCIAL: Pathway.BOTH, Voice.EMPLOYMENT: Pathway.EMPLOYMENT, Voice.PERSON: None},
        proposal=Pathway.BOTH,
        reason=mark("z", "reason"),
        organisation=Organisation.DEPARTMENT,
        referent=mark("z", "referent"),
        correspondent=mark("z", "correspondent"),
        notified_on=date(2026, 11, 20),
        hours=WeeklyHours(kind=HoursKind.REDUCED, number=9, motive=HoursMotive.HEALTH, exemption_presented=True),
    )
