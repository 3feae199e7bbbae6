"""The list of domains, as lines of text and signs: what it shows and what it says aloud."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spie_diag.desktop.interview.block_icons import block_icon
from spie_diag.desktop.interview.stage import SWEEP
from spie_diag.forms.definition import Block, BlockCode
from spie_diag.french import counted
from spie_diag.interview.course import AGREEMENT, DomainStep, Flag, Group, Progress
from spie_diag.interview.people import Voice

if TYPE_CHECKING:
    from spie_diag.casework.sheet import Sheet

_JOINS = re.compile(r" \(|, | et | ou ")
_PROGRESS_WORDS = {
    Progress.NOT_STARTED: "pas encore abordé",
    Progress.IN_PROGRESS: "en cours",
    Progress.COVERED: "abordé",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A domain of the list, or the title of a group where ``block`` is None."""

    title: str
    block: BlockCode | None = None
    icon: str = ""
    progress: Progress = Progress.NOT_STARTED
    folded: bool = False
    flags: frozenset[Flag] = field(default_factory=frozenset)
    given: tuple[bool, bool] | None = None
    """Whether the social and the employment specialists gave their view; None where nothing is rated."""
    spoken: str = ""


def lines_of(sheet: "Sheet") -> tuple[Line, ...]:
    """Her voice first, then the balayage, then the domains group by group."""
    lines: list[Line] = []
    for group, steps in sheet.course.groups():
        if group is Group.PREPARATION:
            continue
        lines.append(Line(title=group.value))
        lines.extend(_domain(sheet, step) for step in steps)
        if group is Group.VOICE and can_sweep(sheet):
            lines.append(_sweep(sheet))
    return tuple(lines)


def can_sweep(sheet: "Sheet") -> bool:
    """Whether she agreed to something: the balayage has then domains to go through."""
    return sheet.state.questions[AGREEMENT].answer is not None and covered(sheet)[1] > 0


def covered(sheet: "Sheet") -> tuple[int, int]:
    """How many rated domains are dealt with, of how many; those that she keeps closed are not counted."""
    steps = [step for step in sheet.course.exploration if step.block.is_rated and not step.is_closed]
    return sum(step.progress is Progress.COVERED for step in steps), len(steps)


def blocks_in(lines: Sequence[Line]) -> list[BlockCode]:
    return [line.block for line in lines if line.block is not None]


def short_title(block: Block) -> str:
    """The first words of a domain’s title, where there is little room."""
    return _JOINS.split(block.label)[0]


def _domain(sheet: "Sheet", step: DomainStep) -> Line:
    views = sheet.views.get(step.block.code)
    given = None
    if views is not None and step.block.is_rated:
        given = (
            views.social is not None or Voice.SOCIAL in views.hidden,
            views.employment is not None or Voice.EMPLOYMENT in views.hidden,
        )
    return Line(
        title=short_title(step.block),
        block=step.block.code,
        icon=block_icon(step.block.code),
        progress=step.progress,
        folded=step.fold is not None,
        flags=step.flags,
        given=given,
        spoken=_spoken(step, given),
    )


def _spoken(step: DomainStep, given: tuple[bool, bool] | None) -> str:
    parts = [step.block.label, step.fold.why.rstrip(".") if step.fold else _PROGRESS_WORDS[step.progress]]
    if step.expected and not step.fold:
        parts.append(f"{counted(step.answered, 'réponse')} sur {step.expected}")
    parts.extend(flag.label.lower() for flag in (Flag.RESUME, Flag.NOT_TODAY) if flag in step.flags)
    if given is not None:
        parts.append(f"regard social {'posé' if given[0] else 'à poser'}")
        parts.append(f"regard emploi {'posé' if given[1] else 'à poser'}")
    return ". ".join(parts)


def _sweep(sheet: "Sheet") -> Line:
    asked = [step for step in sheet.course.exploration if step.block.is_rated]
    said = [step for step in asked if Voice.PERSON in step.sweep]
    progress = Progress.COVERED if asked and len(said) == len(asked) else Progress.IN_PROGRESS
    state = progress if said else Progress.NOT_STARTED
    return Line(
        title="Balayage",
        block=SWEEP,
        icon=block_icon(SWEEP),
        progress=state,
        spoken=f"Balayage, un mot par domaine. {_PROGRESS_WORDS[state]}",
    )
