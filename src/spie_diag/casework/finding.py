"""Finding words in everything that was written of one person, and where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from spie_diag.casework.casebook import Casebook, Desk, day_of
from spie_diag.casework.receiving import last_place
from spie_diag.casework.registering import note_opening
from spie_diag.casework.sheet import block_of_situation, course_of, place_of, remember_place
from spie_diag.casework.telling import Told, told
from spie_diag.casework.unfinished import Unfinished, unfinished_of
from spie_diag.diagnosis.assessment import visible_to
from spie_diag.followup.goals import Goal, GoalId
from spie_diag.forms.definition import BlockCode, Form, QuestionCode, SituationCode, Value
from spie_diag.interview.course import Course, Stage, stage_of
from spie_diag.interview.journal import Entry
from spie_diag.interview.people import CaseId, InterviewId, Voice
from spie_diag.vault.searching import folded

_STAGES = {
    "note": Stage.EXPLORATION,
    "situation": Stage.EXPLORATION,
    "view": Stage.EXPLORATION,
    "conclusion": Stage.CROSSED_VIEWS,
    "strengths": Stage.RESTITUTION,
    "synthesis": Stage.RESTITUTION,
    "orientation": Stage.PLAN,
    "goal": Stage.PLAN,
    "next_meeting": Stage.PLAN,
    "version": Stage.SIGNATURES,
}
"""Kinds of entries in which somebody wrote, and where that is seen; answers say it by their question."""
_INFIX_FROM = 3
_BEFORE, _AFTER = 6, 14
"""Words of an excerpt around what was found."""
_SHORT = 2
"""Words that are left at the end rather than cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One text in which every word looked for stands."""

    interview: InterviewId
    held_on: date
    stage: Stage
    block: BlockCode | None
    question: QuestionCode | None
    """None for what is not an answer."""
    chapter: str
    """The domain, or the part of the diagnosis."""
    label: str
    """The question, or what was written there."""
    excerpt: str = field(repr=False)
    is_draft: bool = False
    """Whether it is still being written."""
    colleague: str = field(default="", repr=False)
    """Who is writing it, where it is not the specialist at the keyboard."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One entry in words, and folded, each word between two spaces."""

    told: Told = field(repr=False)
    folded: str = field(repr=False)


def in_notes(casebook: Casebook, case: CaseId, text: str, most: int = 100) -> tuple[Found, ...]:
    """The texts that stand today in the interviews of a person and hold every word of ``text``, latest interview first.

    Answers, notes, comments of the views, conclusions and goals; accents and capitals do not count, and from three
    letters on a part of a word is enough. What those in the session are still writing comes first. A view that the
    specialist at the keyboard may not see yet, and what the person set aside, are not looked into. The register tells
    it as reading her file.
    """
    wanted = [word if len(word) >= _INFIX_FROM else f" {word}" for word in folded(text).split()]
    if not wanted:
        return ()
    note_opening(casebook, case)
    return tuple(islice(_found_in(casebook, case, wanted), most))


def _found_in(casebook: Casebook, case: CaseId, wanted: list[str]) -> Iterator[Found]:
    interviews = [row.id for row in reversed(casebook.vault.cases.interviews(case))]
    if interviews:
        here = last_place(casebook)
        yield from _being_written(casebook, casebook.desk(here if here in interviews else interviews[0]), wanted)
    for interview in interviews:
        yield from _found(casebook, casebook.desk(interview), wanted)


def _being_written(casebook: Casebook, desk: Desk, wanted: list[str]) -> Iterator[Found]:
    """Drafts are kept of a person, and shown in whichever of her interviews is open."""
    form = casebook.form_of(desk)
    for one in unfinished_of(casebook, form, desk.person.case):
        words = f" {folded(one.told.words)} "
        if not all(word in words for word in wanted) or _stands_already(form, desk, one.subject, wanted):
            continue
        place = _place(form, one.subject, _value_in_place(desk, one.subject))
        if place is None or _is_hers_alone(casebook, one) or _is_withheld(casebook, desk, one.subject, place[1]):
            continue
        yield Found(
            interview=desk.interview,
            held_on=day_of(desk.record),
            stage=place[0],
            block=place[1],
            question=_question(one.subject),
            chapter=one.told.chapter,
            label=one.told.label,
            excerpt=_excerpt(one.told.words, wanted),
            is_draft=True,
            colleague=one.author.name if one.author.id != casebook.writer else "",
        )


def _stands_already(form: Form, desk: Desk, subject: str, wanted: list[str]) -> bool:
    """Whether what is looked for stands there too: a draft may be the whole of an entry, and a word more."""
    heads = (entry for entry in desk.record.heads(subject) if entry.value is not None)
    return any(all(word in f" {folded(told(form, subject, head.value).words)} " for word in wanted) for head in heads)


def _value_in_place(desk: Desk, subject: str) -> Value:
    """What tells the domain of a draft."""
    kind, _, rest = subject.partition("/")
    return {"block": rest} if kind == "note" else desk.record.value(subject)


def _is_hers_alone(casebook: Casebook, one: Unfinished) -> bool:
    """A view that is not given yet cannot have been uncovered."""
    return one.subject.startswith("view/") and one.author.id != casebook.writer


def _is_withheld(casebook: Casebook, desk: Desk, subject: str, block: BlockCode | None) -> bool:
    steps = course_of(casebook, desk)
    if _is_answer(subject):
        return subject.removeprefix("answer/") in steps.withheld
    return block is not None and steps.is_closed(block)


def go_to_found(casebook: Casebook, found: Found) -> InterviewId:
    """Leave the windows where a text was found, so that its interview opens there."""
    remember_place(casebook, found.interview, found.stage, found.block or place_of(casebook, found.interview).block)
    return found.interview


def _found(casebook: Casebook, desk: Desk, wanted: list[str]) -> Iterator[Found]:
    form = casebook.form_of(desk)
    hits = [
        (entry, reading) for entry, reading in _readings(form, desk) if all(word in reading.folded for word in wanted)
    ]
    if not hits:
        return  # what follows reckons the whole form
    steps, voice = course_of(casebook, desk), casebook.writing.voice
    for entry, reading in hits:
        place = _place(form, entry.subject, entry.value)
        if place is not None and not _is_hidden(desk, entry, steps, voice, place[1]):
            yield Found(
                interview=desk.interview,
                held_on=day_of(desk.record),
                stage=place[0],
                block=place[1],
                question=_question(entry.subject),
                chapter=reading.told.chapter,
                label=reading.told.label,
                excerpt=_excerpt(reading.told.words, wanted),
            )


def _readings(form: Form, desk: Desk) -> Iterator[tuple[Entry, Reading]]:
    """Every entry that stands today, in the order in which it was written."""
    for entry in desk.record:
        if entry.value is None or (entry.subject.partition("/")[0] not in _STAGES and not _is_answer(entry.subject)):
            continue
        if entry not in desk.record.heads(entry.subject):
            continue
        if entry.id not in desk.readings:
            said = told(form, entry.subject, entry.value)
            desk.readings[entry.id] = Reading(said, f" {folded(said.words)} ")
        yield entry, desk.readings[entry.id]


def _is_answer(subject: str) -> bool:
    return subject.startswith("answer/")


def _question(subject: str) -> QuestionCode | None:
    return QuestionCode(subject.removeprefix("answer/")) if _is_answer(subject) else None


def _place(form: Form, subject: str, value: Value) -> tuple[Stage, BlockCode | None] | None:
    """Where an entry is seen; None where this form does not know what it is about."""
    kind, _, rest = subject.partition("/")
    if kind == "answer":
        block = form.block_of.get(QuestionCode(rest))
        return None if block is None else (stage_of(QuestionCode(rest), block), block.code)
    return (_STAGES[kind], _block(form, kind, rest, value)) if kind in _STAGES else None


def _block(form: Form, kind: str, rest: str, value: Value) -> BlockCode | None:
    if kind in {"view", "conclusion"}:
        return BlockCode(rest.partition("/")[0])
    if kind == "note" and isinstance(value, dict):
        return BlockCode(str(value["block"]))
    if kind == "situation":
        return block_of_situation(form, SituationCode(rest))
    goal = Goal.from_json(value, GoalId(rest)) if kind == "goal" else None
    return goal.block if goal is not None else None


def _is_hidden(desk: Desk, entry: Entry, steps: Course, voice: Voice, block: BlockCode | None) -> bool:
    kind, _, rest = entry.subject.partition("/")
    if kind == "answer":
        return QuestionCode(rest) in steps.withheld
    if block is not None and steps.is_closed(block):
        return True
    return (
        kind == "view"
        and Voice(rest.partition("/")[2]) in visible_to(desk.record, BlockCode(block or ""), voice).hidden
    )


def _excerpt(words: str, wanted: list[str]) -> str:
    """The words around the first that was looked for."""
    pieces = words.split()
    places = (place for place, piece in enumerate(pieces) if any(word in f" {folded(piece)} " for word in wanted))
    place = next(places, 0)
    first = max(0, place - _BEFORE)
    end = min(len(pieces), place + _AFTER)
    first, end = (0 if first <= _SHORT else first), (len(pieces) if len(pieces) - end <= _SHORT else end)
    return f"{'… ' if first else ''}{' '.join(pieces[first:end])}{' …' if end < len(pieces) else ''}"
