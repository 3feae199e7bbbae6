"""Everything the windows show of one interview, in one immutable picture drawn after each thing done."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from spie_diag.casework.casebook import (
    Casebook,
    Desk,
    answers_in,
    day_of,
    on_paper_in,
    opened_by_hand,
    pair_of,
    signed_in,
    version_number,
)
from spie_diag.casework.rereading import paper_from, signed_other_words
from spie_diag.diagnosis.assessment import Level, Views, visible_to
from spie_diag.diagnosis.comparison import Gap, gaps
from spie_diag.diagnosis.complexity import Marker, markers
from spie_diag.diagnosis.conclusions import Conclusion, Syntheses, conclusions, priorities, strengths, syntheses
from spie_diag.diagnosis.orientation import Hint, Orientation, hint, orientation
from spie_diag.diagnosis.situations import confirmed
from spie_diag.followup.checklist import ToDo, checklist
from spie_diag.followup.deadlines import Deadline, deadlines
from spie_diag.followup.goals import Goal, goals
from spie_diag.followup.review import NextMeeting, next_meeting
from spie_diag.forms.definition import BlockCode, Form, SituationCode, Value
from spie_diag.interview.answers import Answer, Status
from spie_diag.interview.course import Course, Stage, course
from spie_diag.interview.journal import Record
from spie_diag.interview.notes import Note, notes
from spie_diag.interview.people import InterviewId, Pair, Person, Specialist, SpecialistId, Voice
from spie_diag.interview.state import Filling, State


@dataclass(frozen=True, slots=True)
class WindowPlace:
    """Where the windows are: a stage, the domain shown in it, and the field where somebody writes."""

    stage: Stage
    block: BlockCode
    field: str = ""
    """What is spoken of the text field that has the keyboard; empty where none has it."""
    caret: int = 0
    language: str = ""
    """The language in which the questions are shown, as the form names it; empty for the form's own."""
    own_words_too: bool = False
    """Whether the form's own words stand under those of that language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSignature:
    """How the person closes the document; a refusal is a valid closing."""

    kind: str
    """``ink`` (drawn on the screen), ``witness``, ``declined``, ``paper`` (signs the printed copy)."""
    strokes: tuple[tuple[tuple[float, float], ...], ...] = field(default=(), repr=False)
    """Drawn lines, each a list of points, both coordinates from 0 to 1; no time, no pressure."""
    witness: str = field(default="", repr=False)
    given_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialistSignature:
    specialist: Specialist
    signed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSignature:
    """The printed copy was signed by hand. Source: domain §4.4."""

    signed_on: date
    kept_by: str = field(repr=False)
    """Who keeps the copy with the signatures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One interview, as the specialist at the keyboard may see it now."""

    interview: InterviewId
    person: Person = field(repr=False)
    today: date
    place: WindowPlace
    pair: Pair = field(repr=False)
    writer: Specialist = field(repr=False)
    unlocked: frozenset[SpecialistId]
    """Whose signing keys are open in this session: the keyboard passes to them without a passphrase."""
    started_at: datetime
    saved_at: datetime
    state: State = field(repr=False)
    confirmed: Mapping[SituationCode, bool] = field(repr=False)
    """What a human said of each situation; the others are undecided."""
    course: Course = field(repr=False)
    notes: tuple[Note, ...] = field(repr=False)
    """Oldest first, of every domain."""
    views: Mapping[BlockCode, Views] = field(repr=False)
    """For each rated domain, the views that the specialist at the keyboard may see, and who gave one unseen."""
    revealed: frozenset[BlockCode] = field(repr=False)
    gaps: tuple[Gap, ...] = field(repr=False)
    """Strongest first, of the domains whose views are revealed."""
    conclusions: Mapping[BlockCode, Conclusion] = field(repr=False)
    priorities: tuple[BlockCode, ...] = field(repr=False)
    strengths: tuple[str, ...] = field(repr=False)
    syntheses: Syntheses = field(repr=False)
    goals: tuple[Goal, ...] = field(repr=False)
    orientation: Orientation = field(repr=False)
    hint: Hint = field(repr=False)
    next_meeting: NextMeeting | None = field(repr=False)
    markers: tuple[Marker, ...] = field(repr=False)
    deadlines: tuple[Deadline, ...] = field(repr=False)
    checklist: tuple[ToDo, ...] = field(repr=False)
    """What is missing before signing, blocking points first."""
    drafts: Mapping[str, str] = field(repr=False)
    """What the specialist at the keyboard was typing, by field (the subject it will be written to)."""
    version: int
    correction_reason: str = field(repr=False)
    person_signature: PersonSignature | None = field(repr=False)
    signatures: tuple[SpecialistSignature, ...] = field(repr=False)
    on_paper: PaperSignature | None = field(repr=False)
    """The copy signed by hand, where somebody noted it."""
    paper_from: date
    """The first day on which a copy that says what this version says could be signed by hand."""
    signs_first: SpecialistId | None
    """Who was chosen to sign first, or did; None where nobody was named yet."""
    clock_went_back: bool
    """The computer's clock moved back since the last entry: order is kept, the dates deserve a look."""
    disk_was_full: bool
    """The vault had to give its reserve of space back: everything is written, but room must be made."""
    commits_lost: int
    """Writings that a damaged file lost before this opening; 0 in health."""

    @property
    def is_frozen(self) -> bool:
        """Somebody signed this version, in the file or on paper: nothing in it changes any more."""
        return bool(self.signatures) or self.on_paper is not None

    @property
    def is_signed(self) -> bool:
        """Every specialist of the pair signed this version, or all signed it on paper."""
        return self.on_paper is not None or self.is_sealed

    @property
    def is_sealed(self) -> bool:
        """Every specialist of the pair signed the file itself."""
        return bool(self.signatures) and len(self.signatures) == len(self.pair.members)

    def signed_by(self, specialist: SpecialistId) -> bool:
        return any(one.specialist.id == specialist for one in self.signatures)


def remember_place(casebook: Casebook, interview: InterviewId, stage: Stage, block: str | None = None) -> None:
    """Keep where the windows are, outside the journal; another stage or domain has no field yet."""
    before = place_of(casebook, interview)
    now = replace(before, stage=stage, block=BlockCode(block) if block else before.block, field="", caret=0)
    same = (now.stage, now.block) == (before.stage, before.block)
    _keep_place(casebook, interview, before if same else now)
    casebook.vault.places.remember("last", str(interview))


def remember_caret(casebook: Casebook, interview: InterviewId, field: str, caret: int) -> None:
    """Keep the text field that has the keyboard, and the place in its text: never what is written in it."""
    _keep_place(casebook, interview, replace(place_of(casebook, interview), field=field, caret=caret))


def remember_language(casebook: Casebook, interview: InterviewId, language: str, *, own_words_too: bool) -> None:
    """Keep the language in which the questions of this interview are shown: no part of what is answered."""
    now = replace(place_of(casebook, interview), language=language, own_words_too=own_words_too)
    _keep_place(casebook, interview, now)


def _keep_place(casebook: Casebook, interview: InterviewId, place: WindowPlace) -> None:
    kept: Value = {
        "stage": place.stage.value,
        "block": place.block,
        "field": place.field,
        "caret": place.caret,
        "language": place.language,
        "own_words_too": place.own_words_too,
    }
    casebook.vault.places.remember(f"interview/{interview}", kept)


def place_of(casebook: Casebook, interview: InterviewId) -> WindowPlace:
    """Where the windows were; a new interview starts with its preparation, its exploration with the person's voice."""
    kept = casebook.vault.places.recall(f"interview/{interview}")
    if isinstance(kept, dict):
        return WindowPlace(
            stage=Stage(kept["stage"]),
            block=BlockCode(str(kept["block"])),
            field=str(kept.get("field") or ""),
            caret=int(str(kept.get("caret") or 0)),
            language=str(kept.get("language") or ""),
            own_words_too=kept.get("own_words_too") is True,
        )
    return WindowPlace(stage=Stage.PREPARATION, block=BlockCode("ATT"))


def state_of(casebook: Casebook, desk: Desk) -> State:
    """The form, filled with the answers of the journal that the person lets us use.

    What she set aside since counts as « ne souhaite pas répondre »: it is kept in the journal, and neither shown nor
    reckoned with, until she changes her mind.
    """
    if desk.state is None:
        record, form = desk.record, casebook.form_of(desk)
        given, today, opened = answers_in(record), day_of(record), opened_by_hand(record)
        desk.filling = desk.filling or Filling(form, str(desk.interview))
        told = desk.filling.state(given, today, opened)
        withheld = course(form, told, record).withheld & given.keys()
        if withheld:
            desk.partial = desk.partial or Filling(form, str(desk.interview))
            told = desk.partial.state(given | dict.fromkeys(withheld, Answer(status=Status.DECLINES)), today, opened)
        desk.state = told
    return desk.state


def course_of(casebook: Casebook, desk: Desk) -> Course:
    return course(casebook.form_of(desk), state_of(casebook, desk), desk.record)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """What the pair made of the domains that the person did not close."""

    confirmed: Mapping[SituationCode, bool] = field(repr=False)
    views: Mapping[BlockCode, Views] = field(repr=False)
    revealed: frozenset[BlockCode] = field(repr=False)
    gaps: tuple[Gap, ...] = field(repr=False)
    conclusions: Mapping[BlockCode, Conclusion] = field(repr=False)
    priorities: tuple[BlockCode, ...] = field(repr=False)
    goals: tuple[Goal, ...] = field(repr=False)

    @property
    def agreed(self) -> dict[BlockCode, Level | None]:
        return {code: one.level for code, one in self.conclusions.items()}


def _judged(casebook: Casebook, desk: Desk, steps: Course) -> _Judged:
    record, form, voice = desk.record, casebook.form_of(desk), casebook.writing.voice
    revealed = revealed_in(desk)
    rated = [block.code for block in form.blocks if block.is_rated]
    seen = {code: Views() if steps.is_closed(code) else visible_to(record, code, voice) for code in rated}
    return _Judged(
        confirmed={
            code: holds
            for code, holds in confirmed(record).items()
            if not steps.is_closed(block_of_situation(form, code))
        },
        views=seen,
        revealed=revealed,
        gaps=gaps({code: views for code, views in seen.items() if code in revealed}, form),
        conclusions={code: one for code, one in conclusions(record).items() if not steps.is_closed(code)},
        priorities=tuple(code for code in priorities(record) if not steps.is_closed(code)),
        goals=tuple(goal for goal in goals(record) if goal.block is None or not steps.is_closed(goal.block)),
    )


def _checklist(desk: Desk, steps: Course, state: State, judged: _Judged) -> tuple[ToDo, ...]:
    record = desk.record
    return checklist(
        steps,
        state,
        judged.conclusions,
        orientation(record),
        judged.goals,
        next_meeting(record),
        strengths(record),
        judged.gaps,
        judged.priorities,
        syntheses(record),
        signed_other_words=signed_other_words(desk.record),
    )


def draw(casebook: Casebook, interview: InterviewId) -> Sheet:
    """The whole picture of one interview, from its journal; nothing in it is stored."""
    desk, vault = casebook.desk(interview), casebook.vault
    record, entries = desk.record, list(desk.record)
    state, steps, proposal = state_of(casebook, desk), course_of(casebook, desk), orientation(record)
    judged = _judged(casebook, desk, steps)
    return Sheet(
        interview=interview,
        person=desk.person,
        today=state.today,
        place=place_of(casebook, interview),
        pair=pair_of(casebook, record),
        writer=casebook.writing,
        unlocked=_unlocked(casebook, record),
        started_at=entries[0].written_at,
        saved_at=entries[-1].written_at,
        state=state,
        confirmed=judged.confirmed,
        course=steps,
        notes=notes(record),
        views=judged.views,
        revealed=judged.revealed,
        gaps=judged.gaps,
        conclusions=judged.conclusions,
        priorities=judged.priorities,
        strengths=strengths(record),
        syntheses=syntheses(record),
        goals=judged.goals,
        orientation=proposal,
        hint=hint(state, judged.agreed, judged.gaps, judged.confirmed),
        next_meeting=next_meeting(record),
        markers=markers(state, judged.agreed, judged.gaps, proposal),
        deadlines=deadlines(state, proposal.notified_on),
        checklist=_checklist(desk, steps, state, judged),
        drafts=_drafts(casebook, desk),
        version=version_number(record),
        correction_reason=_correction_reason(desk),
        person_signature=person_signature_in(desk),
        signatures=_signatures(casebook, desk),
        on_paper=_on_paper(record),
        paper_from=paper_from(record),
        signs_first=_signs_first(casebook, desk),
        clock_went_back=vault.clock_went_back,
        disk_was_full=vault.disk_was_full,
        commits_lost=vault.commits_lost,
    )


def _unlocked(casebook: Casebook, record: Record) -> frozenset[SpecialistId]:
    return frozenset(one.id for one in pair_of(casebook, record).members if casebook.vault.is_unlocked(one.id))


def _drafts(casebook: Casebook, desk: Desk) -> dict[str, str]:
    kept = casebook.vault.drafts.of(desk.person.case, casebook.writer)
    return {key: draft.text for key, draft in kept.items()}


def block_of_situation(form: Form, situation: SituationCode) -> BlockCode:
    """The domain that a situation belongs to."""
    return next(block.code for block in form.blocks for one in block.situations if one.code == situation)


def revealed_in(desk: Desk) -> frozenset[BlockCode]:
    return frozenset(BlockCode(code) for code, entry in desk.record.under("revealed").items() if entry.value)


def _correction_reason(desk: Desk) -> str:
    named = desk.record.value("version")
    return str(named["reason"]) if isinstance(named, dict) else ""


def person_signature_in(desk: Desk) -> PersonSignature | None:
    """The person's signature of the current version, if she gave one or declined to.

    What she signed before somebody changed the text is not hers any more: it is kept in the journal only.
    """
    entry = desk.record.latest(f"person_signature/{version_number(desk.record)}")
    kept = entry.value if entry else None
    if entry is None or not isinstance(kept, dict) or signed_other_words(desk.record):
        return None
    drawn = kept.get("strokes")
    strokes = tuple(
        tuple((float(str(x)), float(str(y))) for x, y in _pairs(stroke))
        for stroke in (drawn if isinstance(drawn, list) else [])
    )
    return PersonSignature(
        kind=str(kept["kind"]), strokes=strokes, witness=str(kept.get("witness") or ""), given_at=entry.written_at
    )


def _pairs(stroke: object) -> list[tuple[object, object]]:
    points = stroke if isinstance(stroke, list) else []
    return [(point[0], point[1]) for point in points if isinstance(point, list) and len(point) == 2]


def _signatures(casebook: Casebook, desk: Desk) -> tuple[SpecialistSignature, ...]:
    by_voice = {Voice(one.field_of_work.value): one for one in pair_of(casebook, desk.record).members}
    signed = sorted(signed_in(desk.record).items(), key=lambda item: item[1].tick)
    return tuple(
        SpecialistSignature(specialist=by_voice[Voice(voice)], signed_at=entry.written_at) for voice, entry in signed
    )


def _on_paper(record: Record) -> PaperSignature | None:
    noted = on_paper_in(record)
    if noted is None:
        return None
    return PaperSignature(signed_on=date.fromisoformat(str(noted["signed_on"])), kept_by=str(noted["kept_by"]))


def _signs_first(casebook: Casebook, desk: Desk) -> SpecialistId | None:
    signed = _signatures(casebook, desk)
    if signed:
        return signed[0].specialist.id
    chosen = desk.record.value(f"signing_order/{version_number(desk.record)}")
    members = pair_of(casebook, desk.record).members
    return next((one.id for one in members if one.voice.value == chosen), None)
