"""The weekly hours that are proposed, and why there may be fewer, or none."""

from dataclasses import dataclass, field
from enum import Enum

from spie_diag.forms.definition import Value
from spie_diag.interview.state import State


class HoursKind(Enum):
    """Source: domain §3.3, CE-03."""

    FIFTEEN_TO_TWENTY = "15_20"
    REDUCED = "duree_reduite"
    NONE = "sans_duree"

    @property
    def label(self) -> str:
        return _HOURS[self]


_HOURS = {
    HoursKind.FIFTEEN_TO_TWENTY: "15 à 20 heures par semaine",
    HoursKind.REDUCED: "Durée réduite",
    HoursKind.NONE: "Sans durée",
}


class HoursMotive(Enum):
    """Why fewer hours, or none; shown to the référent only. Source: domain §3.3, CE-05."""

    HEALTH = "sante"
    HANDICAP = "handicap"
    INVALIDITY = "invalidite"
    LONE_PARENT = "parent_isole_sans_garde"
    CARER = "aidant"
    OTHER = "autre"

    @property
    def label(self) -> str:
        return _MOTIVES[self]


_MOTIVES = {
    HoursMotive.HEALTH: "Santé",
    HoursMotive.HANDICAP: "Handicap",
    HoursMotive.INVALIDITY: "Invalidité",
    HoursMotive.LONE_PARENT: "Parent isolé, enfant de moins de 12 ans sans solution de garde",
    HoursMotive.CARER: "Proche aidant (à vérifier)",
    HoursMotive.OTHER: "Autre situation",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyHours:
    """What is proposed per week, from the person’s real slots: never a default of 15."""

    kind: HoursKind | None = None
    number: int | None = None
    motive: HoursMotive | None = field(default=None, repr=False)
    exemption_presented: bool | None = None
    """Whether it was said that hours may be waived. None: not asked yet. Source: domain §3.3, CE-06."""

    def as_json(self) -> Value:
        return {
            "kind": self.kind.value if self.kind else None,
            "number": self.number,
            "motive": self.motive.value if self.motive else None,
            "exemption_presented": self.exemption_presented,
        }

    @classmethod
    def from_json(cls, value: Value) -> "WeeklyHours":
        kept = value if isinstance(value, dict) else {}
        number, presented = kept.get("number"), kept.get("exemption_presented")
        return cls(
            kind=HoursKind(kept["kind"]) if kept.get("kind") else None,
            number=number if isinstance(number, int) else None,
            motive=HoursMotive(kept["motive"]) if kept.get("motive") else None,
            exemption_presented=presented if isinstance(presented, bool) else None,
        )


def exemption_motives(state: State) -> tuple[HoursMotive, ...]:
    """What the answers show that may waive weekly hours: the possibility must then be presented.

    Source: domain §3.3, CE-06 (STA-06, SAN.S04, SAN.S05, FAM.S07).
    """
    suggested = set(state.suggested)
    signs = (
        (HoursMotive.HANDICAP, "STA.S02" in suggested),
        (HoursMotive.HEALTH, not suggested.isdisjoint({"SAN.S04", "SAN.S05"})),
        (HoursMotive.LONE_PARENT, "FAM.S07" in suggested),
    )
    return tuple(motive for motive, present in signs if present)
