"""Where the readings of a domain differ: a gap is a question to talk about, not a mistake."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from spie_diag.diagnosis.assessment import Level, Views
from spie_diag.forms.definition import BlockCode, Form
from spie_diag.interview.people import Voice

STRONG_FROM = 2
"""Levels apart. Source: domain §2.2, divergence."""
_SPECIALISTS = (Voice.SOCIAL, Voice.EMPLOYMENT)


class GapStrength(Enum):
    """The value is how the screen says it."""

    LIGHT = "Écart léger"
    STRONG = "Écart fort"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    block: BlockCode
    levels: Mapping[Voice, Level]
    """The levels given; a voice that gave none is absent."""

    @property
    def spread(self) -> int:
        """Levels between the highest and the lowest voice."""
        return max(self.levels.values()) - min(self.levels.values())

    @property
    def strength(self) -> GapStrength:
        return GapStrength.STRONG if self.spread >= STRONG_FROM else GapStrength.LIGHT

    @property
    def between_specialists(self) -> int:
        """Levels between the two specialists; 0 where one of them gave none."""
        both = [self.levels[voice] for voice in _SPECIALISTS if voice in self.levels]
        return abs(both[0] - both[1]) if len(both) == len(_SPECIALISTS) else 0


def gaps(seen: Mapping[BlockCode, Views], form: Form) -> tuple[Gap, ...]:
    """The domains where the voices differ, widest first, then in the order of the form."""
    found = (Gap(block=block.code, levels=seen[block.code].levels) for block in form.blocks if block.code in seen)
    return tuple(sorted((gap for gap in found if len(gap.levels) > 1 and gap.spread), key=lambda gap: -gap.spread))


def divergences(found: Iterable[Gap], form: Form) -> tuple[BlockCode, ...]:
    """The domains of the strong gaps, in the order of the form."""
    strong = {gap.block for gap in found if gap.strength is GapStrength.STRONG}
    return tuple(block.code for block in form.blocks if block.code in strong)
