"""The alarms of the vault as they are shown: which are new, which were seen, by whom and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spie_diag.french import clock_time, counted, listed, short_date, spaced

if TYPE_CHECKING:
    from spie_diag.casework.alarms import Sighting, StandingAlert


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """One alarm in French, and who saw it."""

    sentence: str
    seen: str


@dataclass(frozen=True, slots=True)
class ShownAlarms:
    """What the page of the persons says of the vault itself to the specialist at the keyboard."""

    new: tuple[str, ...]
    advice: str
    folded: tuple[AlarmLine, ...]
    """What she saw and what still does not hold."""
    summary: str
    """Of what is folded, in one line."""


NOTHING_SHOWN = ShownAlarms((), "", (), "")


def shown_from(alarms: "Sequence[StandingAlert]") -> ShownAlarms:
    """New ones whole, with each advice once; the serious ones that she saw in one line."""
    new = [one.alert for one in alarms if one.is_new]
    folded = [one for one in alarms if not one.is_new and one.alert.kind.stays_in_sight]
    return ShownAlarms(
        new=tuple(alert.sentence for alert in new),
        advice=" ".join(dict.fromkeys(alert.advice for alert in new if alert.advice)),
        folded=tuple(map(line_of, folded)),
        summary=_summary(folded),
    )


def line_of(standing: "StandingAlert") -> AlarmLine:
    seen = listed([f"{one.name} le {_moment(one)}" for one in standing.sightings])
    return AlarmLine(standing.alert.sentence, spaced(f"Vue par {seen}." if seen else "Personne ne l’a encore vue."))


def _summary(folded: "Sequence[StandingAlert]") -> str:
    if not folded:
        return ""
    last = max((sighting for one in folded for sighting in one.sightings), key=lambda one: one.at)
    when = f"le {short_date(last.at.date())} par {last.name}"
    seen = f"vue {when}" if len(folded) == 1 else f"vues, la dernière {when}"
    return spaced(f"{counted(len(folded), 'alerte')} {seen}")


def _moment(sighting: "Sighting") -> str:
    return f"{short_date(sighting.at.date())} à {clock_time(sighting.at)}"
