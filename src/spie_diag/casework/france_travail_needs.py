"""The needs 1 to 21 of France Travail, from what was asked one by one, from situations, and from the common levels.

Source: domain §2.2, §9.1.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spie_diag.casework.correspondences import FranceTravail
from spie_diag.casework.partner_facts import Facts
from spie_diag.diagnosis.assessment import Level, NeedValue
from spie_diag.forms.definition import BlockCode, Nature, QuestionCode

UNEXPLORED = NeedValue.UNEXPLORED.value
_GRIDS = ("PRO-08", "REC-07")
"""The questions that ask for needs one by one, by their number."""
_NEED = re.compile(r"bes\. (\d+)(?: (BESOIN|POINT_FORT))?")


@dataclass(frozen=True, slots=True)
class Need:
    """What is known of one need, and where it was written."""

    number: str
    value: str
    subject: str
    was_asked: bool = False

    @property
    def weight(self) -> int:
        """What to believe where several things tell of one need."""
        if self.value == UNEXPLORED:
            return 0
        return 3 if self.was_asked else 2 if self.value == NeedValue.NEED.value else 1


def needs(facts: Facts, table: FranceTravail) -> Mapping[str, Need]:
    """The needs 1 to 21 that somebody told, by number: asked one by one, shown by a situation, or by an answer.

    What was asked one by one comes first, then a need before a strong point.
    """
    found: dict[str, Need] = {}
    for need in (*_shown_needs(facts), *_answered_needs(facts, table), *_asked_needs(facts)):
        known = found.get(need.number)
        if need.number in table.besoins and (known is None or need.weight >= known.weight):
            found[need.number] = need
    return {number: found[number] for number in table.besoins if number in found}


def _asked_needs(facts: Facts) -> Iterator[Need]:
    for code in _GRIDS:
        grid = facts.answers.get(QuestionCode(code))
        for number, value in grid.items() if isinstance(grid, dict) else ():
            if value in {one.value for one in NeedValue}:
                yield Need(number, str(value), f"answer/{code}", was_asked=True)


def _shown_needs(facts: Facts) -> Iterator[Need]:
    natures = {Nature.CONSTRAINT: NeedValue.NEED.value, Nature.STRENGTH: NeedValue.STRENGTH.value}
    for situation in facts.confirmed:
        told = _NEED.fullmatch(situation.ft)
        value = told and (told[2] or natures.get(situation.nature))
        if told and value:
            yield Need(told[1], value, f"situation/{situation.code}")


def _answered_needs(facts: Facts, table: FranceTravail) -> Iterator[Need]:
    for fact, number in table.besoins_des_reponses.items():
        if facts.says(fact):
            yield Need(number, NeedValue.NEED.value, f"answer/{fact.split('=')[0]}")


def need_of(facts: Facts, block: BlockCode) -> str | None:
    """How a domain reads as a need; None at level 0 without a point d’appui, which France Travail has no word for."""
    level, concluded = facts.level(block), facts.conclusions.get(block)
    if level is None:
        return UNEXPLORED
    if level is Level.FINE:
        return NeedValue.STRENGTH.value if concluded and concluded.strength else None
    return NeedValue.NEED.value
