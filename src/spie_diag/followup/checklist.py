"""What is missing before the document may be signed, and what deserves a last look; each with the place to go to.

Source: domain §1.8, « À la fin ». Choosing recipients and handing the copy over come once the document exists.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.comparison import Gap, GapStrength
from spie_diag.diagnosis.conclusions import (
    FEWEST_STRENGTHS,
    MOST_PRIORITIES,
    REMARKS_AGREE,
    REMARKS_TEXT,
    Conclusion,
    Syntheses,
    remarks,
)
from spie_diag.diagnosis.hours import exemption_motives
from spie_diag.diagnosis.orientation import Orientation
from spie_diag.followup.goals import MOST_OPEN_GOALS, Goal, open_goals
from spie_diag.followup.review import NextMeeting
from spie_diag.forms.definition import BlockCode, QuestionCode
from spie_diag.french import listed, spaced
from spie_diag.interview.careful_words import concerns
from spie_diag.interview.course import AGREEMENT, Course, DomainStep, Flag, Group, Stage
from spie_diag.interview.state import State

_INFORMED = QuestionCode("CAD-08")


class Spot(Enum):
    """Which part of its stage a point is about, where neither a domain nor a question tells it."""

    PROPOSAL = "parcours"
    REASON = "motif"
    REFERENT = "référent"
    HOURS = "heures"
    MEETING = "rencontre"
    GOALS = "objectifs"
    STRENGTHS = "points d’appui"
    SYNTHESES = "synthèses"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    text: str
    """What to do, without a final point; never a name nor an answer."""
    blocking: bool
    stage: Stage
    block: BlockCode | None = None
    question: QuestionCode | None = None
    spot: Spot | None = None


def checklist(
    steps: Course,
    state: State,
    concluded: Mapping[BlockCode, Conclusion],
    proposal: Orientation,
    wanted: Sequence[Goal],
    meeting: NextMeeting | None,
    strengths: Sequence[str],
    found: Iterable[Gap] = (),
    priorities: Sequence[BlockCode] = (),
    summed_up: Syntheses | None = None,
    *,
    signed_other_words: bool = False,
) -> tuple[ToDo, ...]:
    """Blocking points first, each group in the order of the stages; after a refusal to share, nothing but that.

    ``signed_other_words`` where the text changed after the person signed it.
    """
    if state.value(AGREEMENT) == "non":
        return (_REFUSED,)
    points = [
        *_agreement(state),
        *_domains(steps, concluded),
        *_gaps(steps, concluded, found),
        *_her_word(state),
        *_orientation(state, proposal),
        *_plan(state, concluded, wanted, meeting),
        *_limits(strengths, priorities),
        *_careful_words(state, concluded, proposal, wanted, summed_up or Syntheses()),
        *([_SIGN_AGAIN] if signed_other_words else []),
    ]
    order = list(Stage)
    return tuple(sorted(points, key=lambda point: (not point.blocking, order.index(point.stage))))


def _agreement(state: State) -> Iterator[ToDo]:
    if state.value(_INFORMED) != "oui":
        yield _must("Donner l’information sur les données, et le noter", Stage.AGREEMENT, question=_INFORMED)
    if state.value(AGREEMENT) not in ("oui", "oui_sauf"):
        text = "Demander à la personne si elle accepte le partage entre vous deux"
        yield _must(text, Stage.AGREEMENT, question=AGREEMENT)


def _domains(steps: Course, concluded: Mapping[BlockCode, Conclusion]) -> Iterator[ToDo]:
    for step in steps.exploration:
        code, label = step.block.code, step.block.label
        if Flag.NOT_TODAY in step.flags and step.fold is None:
            yield _may(f"Prévoir quand parler de : {label}", Stage.EXPLORATION, code)
        elif _awaits_conclusion(step) and not _is_settled(concluded, code):
            yield _must(f"Conclure ensemble, ou garder le désaccord : {label}", Stage.CROSSED_VIEWS, code)
        if Flag.RESUME in step.flags:
            yield _may(f"Reprendre : {label}", Stage.EXPLORATION, code)


def _awaits_conclusion(step: DomainStep) -> bool:
    return step.opened and step.block.is_rated and step.group is not Group.PREPARATION


def _is_settled(concluded: Mapping[BlockCode, Conclusion], block: BlockCode) -> bool:
    return block in concluded and concluded[block].is_settled


def _gaps(steps: Course, concluded: Mapping[BlockCode, Conclusion], found: Iterable[Gap]) -> Iterator[ToDo]:
    for gap in found:
        step = steps.step(gap.block)
        if gap.strength is not GapStrength.STRONG or step is None or _is_settled(concluded, gap.block):
            continue
        if not _awaits_conclusion(step):
            yield _may(f"Parler de l’écart fort : {step.block.label}", Stage.CROSSED_VIEWS, gap.block)


def _her_word(state: State) -> Iterator[ToDo]:
    said = remarks(state)
    if not said.agrees:
        text = "Demander à la personne si la synthèse correspond à ce qu’elle a dit"
        yield _must(text, Stage.RESTITUTION, question=REMARKS_AGREE)
    elif said.agrees != "oui" and not said.text.strip():
        text = "Noter ce que la personne veut ajouter ou corriger"
        yield _must(text, Stage.RESTITUTION, question=REMARKS_TEXT)


def _orientation(state: State, proposal: Orientation) -> Iterator[ToDo]:
    if not proposal.is_settled:
        yield _may("Proposer un parcours", Stage.PLAN, spot=Spot.PROPOSAL)
    elif not proposal.reason.strip():
        yield _must("Écrire le motif de l’orientation, en une à trois phrases", Stage.PLAN, spot=Spot.REASON)
    if not proposal.referent.strip():
        yield _must("Nommer la personne référente, ou écrire « à désigner »", Stage.PLAN, spot=Spot.REFERENT)
    if exemption_motives(state) and not proposal.hours.exemption_presented:
        yield _must("Présenter la possibilité d’être dispensé·e d’heures", Stage.PLAN, spot=Spot.HOURS)


def _plan(
    state: State, concluded: Mapping[BlockCode, Conclusion], wanted: Sequence[Goal], meeting: NextMeeting | None
) -> Iterator[ToDo]:
    if meeting is None:
        yield _must("Fixer la prochaine rencontre", Stage.PLAN, spot=Spot.MEETING)
    still_open = open_goals(wanted)
    for goal in still_open:
        if not any(action.due for action in goal.actions):
            yield _may(
                "Dire qui fait quoi, et pour quand, pour chaque objectif", Stage.PLAN, goal.block, spot=Spot.GOALS
            )
            break
    if len(still_open) > MOST_OPEN_GOALS:
        yield _may(f"Garder {MOST_OPEN_GOALS} objectifs ouverts au plus", Stage.PLAN, spot=Spot.GOALS)
    if still_open and not any(action.owner.is_professional for goal in still_open for action in goal.actions):
        yield _may("Confier au moins une action à un professionnel", Stage.PLAN, spot=Spot.GOALS)
    aimed_at = {goal.block for goal in wanted}
    for block, conclusion in concluded.items():
        heavy = conclusion.level is not None and conclusion.level >= Level.COMPLICATES
        if heavy and block not in aimed_at:
            yield _may(f"Choisir un objectif : {state.form.by_code[block].label}", Stage.PLAN, block, spot=Spot.GOALS)


def _limits(strengths: Sequence[str], priorities: Sequence[BlockCode]) -> Iterator[ToDo]:
    if len(strengths) < FEWEST_STRENGTHS:
        yield _may("Nommer au moins trois points d’appui", Stage.RESTITUTION, spot=Spot.STRENGTHS)
    if len(priorities) > MOST_PRIORITIES:
        yield _may("Garder trois priorités au plus", Stage.CROSSED_VIEWS)


def _careful_words(
    state: State,
    concluded: Mapping[BlockCode, Conclusion],
    proposal: Orientation,
    wanted: Sequence[Goal],
    summed_up: Syntheses,
) -> Iterator[ToDo]:
    """One point per text that will be printed and holds a word to think twice about."""
    for block, one in concluded.items():
        yield from _careful(
            state.form.by_code[block].label, Stage.CROSSED_VIEWS, one.text, one.disagreement, block=block
        )
    texts = (summed_up.short, summed_up.shareable, summed_up.agreed)
    yield from _careful("synthèses", Stage.RESTITUTION, *texts, spot=Spot.SYNTHESES)
    yield from _careful("motif de l’orientation", Stage.PLAN, proposal.reason, spot=Spot.REASON)
    planned = (text for goal in wanted for text in (goal.label, goal.sign, *(action.what for action in goal.actions)))
    yield from _careful("objectifs et actions", Stage.PLAN, *planned, spot=Spot.GOALS)


def _careful(
    place: str, stage: Stage, *texts: str, block: BlockCode | None = None, spot: Spot | None = None
) -> Iterator[ToDo]:
    if touched := concerns(*texts):
        words = f"Relire un mot sensible ({listed([one.value for one in touched])}) : {place}"
        yield _may(words, stage, block, spot=spot)


def _must(
    text: str,
    stage: Stage,
    block: BlockCode | None = None,
    *,
    question: QuestionCode | None = None,
    spot: Spot | None = None,
) -> ToDo:
    return ToDo(text=spaced(text), blocking=True, stage=stage, block=block, question=question, spot=spot)


def _may(text: str, stage: Stage, block: BlockCode | None = None, *, spot: Spot | None = None) -> ToDo:
    return ToDo(text=spaced(text), blocking=False, stage=stage, block=block, spot=spot)


_SIGN_AGAIN = _must(
    "Relire avec la personne, et lui proposer de signer de nouveau : le texte a changé", Stage.SIGNATURES
)
_REFUSED = _must(
    "Proposer deux entretiens séparés : la personne n’accepte pas le partage", Stage.AGREEMENT, question=AGREEMENT
)
