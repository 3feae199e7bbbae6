"""Finding words in everything that was written of one person, and where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from spie_diag.casework.casebook import Casebook, Desk, day_of
from spie_diag.casework.registering import note_opening
from spie_diag.casework.sheet import block_of_situation, course_of, place_of, remember_place
from spie_diag.casework.telling import Told, told
from spie_diag.diagnosis.assessment import visible_to
from spie_diag.followup.goals import Goal, GoalId
from spie_diag.forms.definition import BlockCode, Form, QuestionCode, SituationCode
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


@dataclass(frozen=True, slots=True)
class Reading:
    """One entry in words, and folded, each word between two spaces."""

    told: Told = field(repr=False)
    folded: str = field(repr=False)


def in_notes(casebook: Casebook, case: CaseId, text: str, most: int = 100) -> tuple[Found, ...]:
    """The texts that stand today in the interviews of a person and hold every word of ``text``, latest interview first.

    Answers, notes, comments of the views, conclusions and goals; accents and capitals do not count, and from three
    letters on a part of a word is enough. A view that the specialist at the keyboard may not see yet, and what the
    person set aside, are not looked into. The register tells it as reading her file.
    """
    wanted = [word if len(word) >= _INFIX_FROM else f" {word}" for word in folded(text).split()]
    if not wanted:
        return ()
    note_opening(casebook, case)
    found: list[Found] = []
    for row in reversed(casebook.vault.cases.interviews(case)):
        for one in _found(casebook, casebook.desk(row.id), wanted):
            found.append(one)
            if len(found) == most:
                return tuple(found)
    return tuple(found)


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
        place = _place(form, entry)
        if place is not None and not _is_hidden(desk, entry, steps, voice, place[1]):
            yield Found(
                interview=desk.interview,
                held_on=day_of(desk.record),
                stage=place[0],
                block=place[1],
                question=QuestionCode(entry.subject.removeprefix("answer/")) if _is_answer(entry) else None,
                chapter=reading.told.chapter,
                label=reading.told.label,
                excerpt=_excerpt(reading.told.words, wanted),
            )


def _readings(form: Form, desk: Desk) -> Iterator[tuple[Entry, Reading]]:
    """Every entry that stands today, in the order in which it was written."""
    for entry in desk.record:
        if entry.value is None or (entry.subject.partition("/")[0] not in _STAGES and not _is_answer(entry)):
            continue
        if entry not in desk.record.heads(entry.subject):
            continue
        if entry.id not in desk.readings:
            said = told(form, entry.subject, entry.value)
            desk.readings[entry.id] = Reading(said, f" {folded(said.words)} ")
        yield entry, desk.readings[entry.id]


def _is_answer(entry: Entry) -> bool:
    return entry.subject.startswith("answer/")


def _place(form: Form, entry: Entry) -> tuple[Stage, BlockCode | None] | None:
    """Where an entry is seen; None where this form does not know what it is about."""
    kind, _, rest = entry.subject.partition("/")
    if kind == "answer":
        block = form.block_of.get(QuestionCode(rest))
        return None if block is None else (stage_of(QuestionCode(rest), block), block.code)
    return _STAGES[kind], _block(form, kind, rest, entry)


def _block(form: Form, kind: str, rest: str, entry: Entry) -> BlockCode | None:
    if kind in {"view", "conclusion"}:
        return BlockCode(rest.partition("/")[0])
    if kind == "note" and isinstance(entry.value, dict):
        return BlockCode(str(entry.value["block"]))
    if kind == "situation":
        return block_of_situation(form, SituationCode(rest))
    goal = Goal.from_json(entry.value, GoalId(rest)) if kind == "goal" else None
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
