"""What both specialists conclude together, what the person says of it, and the plan that follows."""

from collections.abc import Sequence

from spie_diag.casework.casebook import Casebook, refuse_if_signed
from spie_diag.casework.errors import ReasonMissingError, TooLongError
from spie_diag.casework.guarding import refuse_closed, refuse_long
from spie_diag.casework.sheet import Sheet, draw
from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.conclusions import Conclusion
from spie_diag.diagnosis.orientation import Orientation
from spie_diag.followup.goals import Goal
from spie_diag.followup.review import NextMeeting
from spie_diag.forms.definition import BlockCode, Value
from spie_diag.interview.people import InterviewId

LIMITS = {"short": 255, "shareable": 1_500, "agreed": 1_500}
"""Longest syntheses, in characters. Source: domain §3.1, SYN-03, SYN-06 and SYN-07."""


def conclude(
    casebook: Casebook, interview: InterviewId, block: BlockCode, level: Level | None, *, strength: bool, text: str
) -> Sheet:
    """The joint conclusion on one domain.

    Raises:
        FrozenVersionError: the version is signed.
    """
    refuse_closed(casebook, interview, block)
    agreed = Conclusion(block=block, level=level, strength=strength, text=text.strip(), disagreement="")
    return _write(casebook, interview, f"conclusion/{block}", agreed.as_json())


def keep_both(casebook: Casebook, interview: InterviewId, block: BlockCode, sentence: str) -> Sheet:
    """Keep the disagreement: both views are printed, with one neutral sentence.

    Raises:
        ReasonMissingError: no sentence.
        FrozenVersionError: the version is signed.
    """
    refuse_closed(casebook, interview, block)
    if not sentence.strip():
        raise ReasonMissingError
    kept = Conclusion(block=block, level=None, strength=False, text="", disagreement=sentence.strip())
    return _write(casebook, interview, f"conclusion/{block}", kept.as_json())


def reopen_conclusion(casebook: Casebook, interview: InterviewId, block: BlockCode) -> Sheet:
    """Take the joint conclusion of one domain back."""
    return _write(casebook, interview, f"conclusion/{block}", None)


def choose_priorities(casebook: Casebook, interview: InterviewId, blocks: Sequence[BlockCode]) -> Sheet:
    """The domains to work on first: three at most, the first ones win."""
    for block in blocks:
        refuse_closed(casebook, interview, block)
    return _write(casebook, interview, "priorities", list(blocks[:3]))


def write_strengths(casebook: Casebook, interview: InterviewId, texts: Sequence[str]) -> Sheet:
    """The points d’appui to print, in order; empty ones are dropped."""
    return _write(casebook, interview, "strengths", [text.strip() for text in texts if text.strip()])


def write_synthesis(casebook: Casebook, interview: InterviewId, which: str, text: str) -> Sheet:
    """One of the three syntheses: ``short``, ``shareable`` or ``agreed``.

    Raises:
        TooLongError: more characters than ``LIMITS`` allows.
        FrozenVersionError: the version is signed.
    """
    if len(text) > LIMITS[which]:
        raise TooLongError(length=len(text), limit=LIMITS[which])
    return _write(casebook, interview, f"synthesis/{which}", text.strip())


def propose_orientation(casebook: Casebook, interview: InterviewId, proposal: Orientation) -> Sheet:
    """The three opinions, the joint proposal and its reason, who follows, the weekly hours."""
    return _write(casebook, interview, "orientation", proposal.as_json())


def set_goal(casebook: Casebook, interview: InterviewId, goal: Goal) -> Sheet:
    """Add an objective with its actions, or write it again under the same id."""
    refuse_closed(casebook, interview, goal.block)
    return _write(casebook, interview, f"goal/{goal.id}", goal.as_json())


def remove_goal(casebook: Casebook, interview: InterviewId, goal: str) -> Sheet:
    """Take an objective away; undo brings it back."""
    return _write(casebook, interview, f"goal/{goal}", None)


def set_next_meeting(casebook: Casebook, interview: InterviewId, meeting: NextMeeting | None) -> Sheet:
    return _write(casebook, interview, "next_meeting", meeting.as_json() if meeting else None)


def _write(casebook: Casebook, interview: InterviewId, subject: str, value: Value) -> Sheet:
    desk = casebook.desk(interview)
    refuse_if_signed(desk.record)
    refuse_long(value)
    if desk.record.value(subject) != value:
        casebook.write(interview, subject, value)
    else:  # an entry written forgets its draft by itself
        casebook.vault.drafts.forget(desk.person.case, subject, casebook.writer)
    return draw(casebook, interview)
