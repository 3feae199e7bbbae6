"""Markers that propose to take the situation to a meeting of several structures; never a score.

Source: domain §3.6. Never exported outside the pair without agreement. Danger (CX8) is never in this list: it has
its own immediate protocol. CX5 to CX7 look back on what was tried: they come with the follow-up.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.comparison import STRONG_FROM, Gap
from spie_diag.diagnosis.orientation import Orientation
from spie_diag.forms.definition import BlockCode, BlockKind, QuestionCode
from spie_diag.french import long_date, spaced
from spie_diag.interview.state import State

MANY_AT_THREE = 2
MANY_AT_TWO = 5
MANY_SERVICES = 4
LIKELY_YEARS = range(1900, 2201)
_SERVICES = QuestionCode("STA-16")
_REFERENT = QuestionCode("STA-11")


@dataclass(frozen=True, slots=True)
class RuptureDate:
    """A known date after which something that holds today may no longer hold."""

    question: QuestionCode
    field: str | None
    within_days: int
    words: str

    @property
    def mark(self) -> str:
        return f"{self.question}.{self.field}" if self.field else str(self.question)


RUPTURES = (
    RuptureDate(QuestionCode("LOG-06"), None, 60, "date limite pour le logement"),
    RuptureDate(QuestionCode("RES-04"), None, 60, "rupture de ressources"),
    RuptureDate(QuestionCode("IDE-09"), None, 60, "fin de validité du titre de séjour"),
    RuptureDate(QuestionCode("STA-09"), "fin_contrat", 90, "fin du contrat de travail"),
    RuptureDate(QuestionCode("STA-09"), "fin_pass", 90, "fin du PASS IAE (insertion par l’activité économique)"),
)


@dataclass(frozen=True, slots=True)
class Marker:
    mark: str
    """As cases write it: ``CX2:LOG-06``."""
    sentence: str


def markers(
    state: State, agreed: Mapping[BlockCode, Level | None], found: Iterable[Gap], proposal: Orientation
) -> tuple[Marker, ...]:
    """Every marker that applies, in the order of the method.

    ``agreed`` holds the common levels, ``found`` the gaps between voices.
    """
    return (
        *_many_domains(state, agreed),
        *_rupture_dates(state),
        *_many_services(state),
        *_differing_views(agreed, found, proposal),
    )


def _many_domains(state: State, agreed: Mapping[BlockCode, Level | None]) -> Iterator[Marker]:
    constraints = (block.code for block in state.form.blocks if block.kind is BlockKind.CONSTRAINT)
    levels = [level for code in constraints if (level := agreed.get(code)) is not None]
    if sum(level >= Level.PREVENTS for level in levels) >= MANY_AT_THREE:
        yield Marker("CX1", spaced(f"Deux domaines au moins sont à « {Level.PREVENTS.label} »."))
    elif sum(level >= Level.COMPLICATES for level in levels) >= MANY_AT_TWO:
        yield Marker("CX1", spaced(f"Cinq domaines au moins sont à « {Level.COMPLICATES.label} » ou plus."))


def _rupture_dates(state: State) -> Iterator[Marker]:
    for rupture in RUPTURES:
        day = day_in(state, rupture.question, rupture.field)
        if day is not None and (day - state.today).days <= rupture.within_days:
            words = f"{rupture.words[0].upper()}{rupture.words[1:]}"
            yield Marker(f"CX2:{rupture.mark}", spaced(f"{words} : {long_date(day, weekday=False)}."))


def _many_services(state: State) -> Iterator[Marker]:
    rows = state.value(_SERVICES)
    alone = state.value(_REFERENT) in ("", [])
    if alone and isinstance(rows, list) and len(rows) >= MANY_SERVICES:
        yield Marker("CX3", "Quatre services au moins accompagnent déjà la personne, sans référent.")


def _differing_views(
    agreed: Mapping[BlockCode, Level | None], found: Iterable[Gap], proposal: Orientation
) -> Iterator[Marker]:
    apart = (gap for gap in found if gap.between_specialists >= STRONG_FROM)
    if proposal.voices_differ or any(agreed.get(gap.block) is None for gap in apart):
        yield Marker(
            "CX4", "Les avis sur le parcours diffèrent, ou un écart fort entre spécialistes reste sans accord."
        )


def day_in(state: State, question: QuestionCode, field: str | None = None) -> date | None:
    """The calendar day that an answer gives, or None where there is none to reckon with.

    An answer that its own question finds wrong (a birth in the future) and a year out of living memory are kept as
    given, but no clock starts from them.
    """
    value = state.value(question, field)
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if day is None or day.year not in LIKELY_YEARS or state.questions[question].violation:
        return None
    return day
