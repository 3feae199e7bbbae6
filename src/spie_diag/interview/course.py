"""Where the interview stands: its seven stages, and for each domain what is open, folded, asked and still to ask."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from spie_diag.forms.definition import Block, BlockCode, BlockKind, Depth, Form, QuestionCode, QuestionType, Value
from spie_diag.forms.vocabulary import SILENT
from spie_diag.interview.journal import Record
from spie_diag.interview.notes import notes
from spie_diag.interview.people import Voice
from spie_diag.interview.state import QuestionState, State


class Stage(Enum):
    """A map, not a tunnel: any stage opens at any time."""

    PREPARATION = "preparation"
    AGREEMENT = "accord"
    EXPLORATION = "exploration"
    CROSSED_VIEWS = "regards_croises"
    RESTITUTION = "restitution"
    PLAN = "plan"
    SIGNATURES = "signatures"

    @property
    def title(self) -> str:
        return _STAGE_TITLES[self]

    @property
    def number(self) -> int:
        """From 1 to 7."""
        return list(Stage).index(self) + 1


_UNANSWERED = (*SILENT, QuestionType.NOTE, QuestionType.FOREIGN)
"""Types that are read or reckoned: nothing is expected of anybody."""
_STAGE_TITLES = {
    Stage.PREPARATION: "Préparation",
    Stage.AGREEMENT: "Accord",
    Stage.EXPLORATION: "Exploration",
    Stage.CROSSED_VIEWS: "Regards croisés",
    Stage.RESTITUTION: "Restitution",
    Stage.PLAN: "Plan d’action",
    Stage.SIGNATURES: "Signatures",
}


class SweepAnswer(Enum):
    """What one voice says of a domain in the first five minutes. Source: domain §2.3."""

    STRENGTH = "point_fort"
    NOTHING = "ras"
    EXPLORE = "a_explorer"
    DECLINED = "ne_souhaite_pas"
    NOT_RAISED = "non_aborde"

    @property
    def label(self) -> str:
        return _SWEEP_LABELS[self]


_SWEEP_LABELS = {
    SweepAnswer.STRENGTH: "Ça va bien, je peux m’appuyer dessus",
    SweepAnswer.NOTHING: "Rien à signaler",
    SweepAnswer.EXPLORE: "On en parle",
    SweepAnswer.DECLINED: "Je ne souhaite pas en parler",
    SweepAnswer.NOT_RAISED: "Pas encore abordé",
}
_QUIET = frozenset({SweepAnswer.STRENGTH, SweepAnswer.NOTHING})


class Flag(Enum):
    RESUME = "resume"
    NOT_TODAY = "not_today"
    OPEN = "open"

    @property
    def label(self) -> str:
        return _FLAG_LABELS[self]


_FLAG_LABELS = {
    Flag.RESUME: "À reprendre",
    Flag.NOT_TODAY: "Pas aujourd’hui",
    Flag.OPEN: "Ouvert par le professionnel",
}


class Group(Enum):
    """How the domains are gathered on the screen; the value is the title."""

    PREPARATION = "Préparation"
    VOICE = "Sa parole"
    DAILY_LIFE = "Vie quotidienne"
    RIGHTS = "Ressources et droits"
    WORK = "Travail"
    PERSON = "La personne"


_GROUPS: Mapping[str, Group] = {
    **dict.fromkeys(("LOG", "SAN", "FAM", "MOB"), Group.DAILY_LIFE),
    **dict.fromkeys(("RES", "DRO", "LAN", "NUM"), Group.RIGHTS),
}
_GROUPS_BY_KIND = {
    BlockKind.FRAME: Group.PREPARATION,
    BlockKind.BASE: Group.PREPARATION,
    BlockKind.VOICE: Group.VOICE,
    BlockKind.CONSTRAINT: Group.DAILY_LIFE,
    BlockKind.RESOURCE: Group.PERSON,
    BlockKind.EMPLOYMENT: Group.WORK,
}


class Progress(Enum):
    NOT_STARTED = "pas_commence"
    IN_PROGRESS = "en_cours"
    COVERED = "aborde"
    """Every essential question that is expected has an answer, or nothing is expected because it is folded."""


class Fold(Enum):
    """Why a domain asks nothing."""

    NOTHING_TO_SAY = "ras"
    DECLINED = "ne_souhaite_pas"
    LIMITED = "limite"
    NO_AGREEMENT = "sans_accord"

    @property
    def why(self) -> str:
        return _FOLD_REASONS[self]

    @property
    def closes(self) -> bool:
        """Nothing may be written there: the person said so."""
        return self is not Fold.NOTHING_TO_SAY


_FOLD_REASONS = {
    Fold.NOTHING_TO_SAY: "Rien à signaler, dit par chacun.",
    Fold.DECLINED: "La personne ne souhaite pas en parler.",
    Fold.LIMITED: "La personne a choisi de ne pas aborder ce sujet.",
    Fold.NO_AGREEMENT: "Sans accord au partage, seules les informations administratives sont notées.",
}

AGREEMENT = QuestionCode("CAD-09")
LIMITS = QuestionCode("CAD-10")
HER_ORDER = QuestionCode("ATT-06")
CLOSING = frozenset({QuestionCode("ATT-08"), QuestionCode("ATT-09")})
"""Asked when the conclusions are read again, not during the exploration."""
_WELCOME = frozenset(QuestionCode(f"CAD-{number:02d}") for number in range(6, 12))

_CLOSED_BLOCKS: Mapping[str, str] = {"sante": "SAN", "famille": "FAM", "ressources": "RES", "logement": "LOG"}
_CLOSED_QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "sante": ("STA-06", "STA-07"),
    "ressources": ("STA-05",),
    "justice": ("DRO-05", "DRO-06", "DRO-07", "STA-15"),
    "parcours": ("PAR-06",),
}
"""What each subject that the person sets aside closes. Source: domain §4.3, rule 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainStep:
    """One domain on the map of the interview."""

    block: Block = field(repr=False)
    group: Group
    progress: Progress
    opened: bool
    """Its essential questions are expected."""
    fold: Fold | None = field(repr=False)
    answered: int
    """Essential questions answered, of ``expected``; any status is an answer."""
    expected: int
    in_depth_answered: int
    in_depth: int
    """In-depth questions that may be asked when the domain is open; never expected."""
    flags: frozenset[Flag]
    sweep: Mapping[Voice, SweepAnswer] = field(repr=False)
    opened_by_professional: bool
    """A specialist opened what the person called « rien à signaler » or a point d’appui."""

    @property
    def is_closed(self) -> bool:
        return self.fold is not None and self.fold.closes


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    steps: tuple[DomainStep, ...] = field(repr=False)
    """The domains offered, in the order of the screen: preparation, her voice, then group by group."""
    withheld: frozenset[QuestionCode] = field(repr=False)
    """Questions that count as « ne souhaite pas répondre »: never expected, never exported."""
    her_order: tuple[BlockCode, ...] = field(repr=False)
    """What she wants to deal with first; it leads the exploration."""

    def step(self, block: BlockCode) -> DomainStep | None:
        return next((step for step in self.steps if step.block.code == block), None)

    def groups(self) -> tuple[tuple[Group, tuple[DomainStep, ...]], ...]:
        """The domains group by group, without empty groups."""
        gathered = ((group, tuple(step for step in self.steps if step.group is group)) for group in Group)
        return tuple((group, steps) for group, steps in gathered if steps)

    @property
    def exploration(self) -> tuple[DomainStep, ...]:
        return tuple(step for step in self.steps if step.group is not Group.PREPARATION)

    def is_closed(self, block: BlockCode) -> bool:
        """Whether the person does not wish anything to be written there."""
        step = self.step(block)
        return step is not None and step.is_closed

    @property
    def next_domain(self) -> DomainStep | None:
        """The open domain to go to now: her voice, then her own order, then the order of the screen."""
        waiting = [
            step
            for step in self.exploration
            if step.opened and step.progress is not Progress.COVERED and Flag.NOT_TODAY not in step.flags
        ]
        return min(waiting, key=self._rank, default=None)

    def _rank(self, step: DomainStep) -> tuple[bool, int]:
        place = self.her_order.index(step.block.code) if step.block.code in self.her_order else len(self.her_order)
        return step.group is not Group.VOICE, place


def course(form: Form, state: State, record: Record) -> Course:
    """The map of the interview, from the answers and the journal. Source: domain §1.3, §2.3 and §4.3."""
    withheld = _withheld(form, state, record)
    started = {note.block for note in notes(record)}
    steps = [
        _step(state, record, block, withheld, noted=block.code in started)
        for block in form.blocks
        if state.is_offered(block.code)
    ]
    order = list(Group)
    return Course(
        steps=tuple(sorted(steps, key=lambda step: order.index(step.group))),
        withheld=withheld,
        her_order=tuple(BlockCode(code) for code in _texts(state.value(HER_ORDER))),
    )


def is_swept(block: Block) -> bool:
    """Whether the balayage asks about this domain."""
    return block.kind in (BlockKind.CONSTRAINT, BlockKind.RESOURCE, BlockKind.EMPLOYMENT) and not block.manual


def stage_of(question: QuestionCode, block: Block) -> Stage:
    """The stage in which a question is asked."""
    if question in CLOSING:
        return Stage.RESTITUTION
    if question in _WELCOME:
        return Stage.AGREEMENT
    return Stage.PREPARATION if block.kind in (BlockKind.FRAME, BlockKind.BASE) else Stage.EXPLORATION


def sweep_of(record: Record, block: BlockCode) -> Mapping[Voice, SweepAnswer]:
    said = {voice: record.value(f"sweep/{block}/{voice.value}") for voice in Voice}
    return {voice: SweepAnswer(answer) for voice, answer in said.items() if isinstance(answer, str)}


def flags_of(record: Record, block: BlockCode) -> frozenset[Flag]:
    return frozenset(flag for flag in Flag if record.value(f"flag/{block}/{flag.value}") is True)


def present_voices(record: Record) -> frozenset[Voice]:
    """The person, and the specialists named when the interview was opened: both, if nothing was written yet."""
    session = record.value("session")
    if not isinstance(session, dict):
        return frozenset(Voice)
    absent = (voice for voice in Voice if voice is not Voice.PERSON and not session.get(voice.value))
    return frozenset(Voice) - frozenset(absent)


def closed_by_answers(form: Form, state: State) -> frozenset[BlockCode]:
    """The domains that her agreement, or the subjects she set aside, close as a whole."""
    closed = ((block.code, _closing(state, block)) for block in form.blocks)
    return frozenset(code for code, fold in closed if fold is not None)


def _withheld(form: Form, state: State, record: Record) -> frozenset[QuestionCode]:
    closed = {block.code for block in form.blocks if (fold := _fold(state, record, block)) and fold.closes}
    whole = (code for code, block in form.block_of.items() if block.code in closed)
    named = (code for subject in _limits(state) for code in _CLOSED_QUESTIONS.get(subject, ()))
    return frozenset(whole) | frozenset(QuestionCode(code) for code in named)


def _limits(state: State) -> frozenset[str]:
    return frozenset(_texts(state.value(LIMITS)))


def _texts(value: Value) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _fold(state: State, record: Record, block: Block) -> Fold | None:
    closing = _closing(state, block)
    if closing is not None or not is_swept(block):
        return closing
    said = sweep_of(record, block.code)
    if SweepAnswer.DECLINED in said.values():
        return Fold.DECLINED
    if Flag.OPEN in flags_of(record, block.code) or SweepAnswer.EXPLORE in said.values():
        return None
    everybody = present_voices(record) <= said.keys()
    return Fold.NOTHING_TO_SAY if everybody and all(answer in _QUIET for answer in said.values()) else None


def _closing(state: State, block: Block) -> Fold | None:
    if state.value(AGREEMENT) == "non" and block.kind not in (BlockKind.FRAME, BlockKind.BASE):
        return Fold.NO_AGREEMENT
    limited = block.code in {_CLOSED_BLOCKS.get(subject) for subject in _limits(state)}
    return Fold.LIMITED if limited else None


def _step(state: State, record: Record, block: Block, withheld: frozenset[QuestionCode], *, noted: bool) -> DomainStep:
    fold = _fold(state, record, block)
    said, flags = sweep_of(record, block.code), flags_of(record, block.code)
    asked = [one for one in state.visible(block.code) if _is_asked(one, withheld)]
    touched = noted or any(one.answer is not None for one in asked)
    called_for = SweepAnswer.EXPLORE in said.values() or Flag.OPEN in flags
    opened = fold is None and (not is_swept(block) or called_for or touched)
    essential = [one for one in asked if opened and one.question.depth is Depth.ESSENTIAL]
    in_depth = [one for one in asked if opened and one.question.depth is Depth.IN_DEPTH]
    answered = _answered(essential)
    return DomainStep(
        block=block,
        group=_GROUPS.get(block.code, _GROUPS_BY_KIND[block.kind]),
        progress=_progress(fold, touched=touched, covered=opened and answered == len(essential)),
        opened=opened,
        fold=fold,
        answered=answered,
        expected=len(essential),
        in_depth_answered=_answered(in_depth),
        in_depth=len(in_depth),
        flags=flags,
        sweep=said,
        opened_by_professional=_opened_by_professional(said, flags),
    )


def _is_asked(one: QuestionState, withheld: frozenset[QuestionCode]) -> bool:
    code = one.question.code
    known = code is not None and code not in withheld and code not in CLOSING
    return known and one.question.type not in _UNANSWERED


def _answered(questions: Iterable[QuestionState]) -> int:
    return sum(one.answer is not None for one in questions)


def _progress(fold: Fold | None, *, touched: bool, covered: bool) -> Progress:
    if fold is not None or (covered and touched):
        return Progress.COVERED
    return Progress.IN_PROGRESS if touched else Progress.NOT_STARTED


def _opened_by_professional(said: Mapping[Voice, SweepAnswer], flags: frozenset[Flag]) -> bool:
    if Flag.OPEN in flags:
        return True
    specialists = {answer for voice, answer in said.items() if voice is not Voice.PERSON}
    return said.get(Voice.PERSON) in _QUIET and SweepAnswer.EXPLORE in specialists
