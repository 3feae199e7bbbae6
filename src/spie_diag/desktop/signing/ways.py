"""With what each of the pair signs, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spie_diag.french import long_date, spaced
from spie_diag.interview.people import InterviewId, Specialist, SpecialistId

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.signing_ways import SigningWay


@dataclass(frozen=True, slots=True, kw_only=True)
class WayShown:
    told: str = field(default="", repr=False)
    """What she signs with; empty where only her passphrase tells."""
    asks_pin: bool = False
    warning: tuple[str, str] = field(default=("", ""), repr=False)
    """Her certificate ends soon: a sentence and what to do."""
    is_over: bool = False


def ways_shown(casebook: "Casebook", interview: InterviewId) -> Mapping[SpecialistId, WayShown]:
    """For each of the pair; read in the vault."""
    from spie_diag.casework.signing_ways import ways_of

    people = casebook.specialists
    return {who: way_shown(way, people[who]) for who, way in ways_of(casebook, interview).items()}


def way_shown(way: "SigningWay", whose: Specialist) -> WayShown:
    kind = way.kind.value if way.kind else ""
    certified = f", certifiée par « {way.issued_by} »" if way.issued_by else ""
    told = {
        "built-in": f"Clé de ce coffre{certified}.",
        "file": f"Clé reçue d’une autorité{certified}.",
        "card": f"Carte de signature{certified} : son code PIN est demandé.",
    }
    warning = ("", "")
    if way.valid_until is not None and (way.ends_soon or way.is_over):
        day = long_date(way.valid_until.astimezone().date(), weekday=False)
        verb = "ne vaut plus depuis le" if way.is_over else "ne vaudra plus après le"
        warning = (
            spaced(f"Le certificat de {whose.name} {verb} {day}."),
            spaced("À renouveler dans « Le coffre », rubrique « Ma signature »."),
        )
    return WayShown(told=spaced(told.get(kind, "")), asks_pin=kind == "card", warning=warning, is_over=way.is_over)
