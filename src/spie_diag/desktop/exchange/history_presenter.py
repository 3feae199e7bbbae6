"""Decides what is shown of the documents that left, and notes that an agreement is withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Protocol

from spie_diag.casework.profiles import Profile
from spie_diag.desktop.exchange.offered import whom
from spie_diag.desktop.exchange.shown import HandedShown, Situation
from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError
from spie_diag.french import clock_time, long_date, spaced

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.handing_over import Handoff
    from spie_diag.interview.people import Person

_SEALED = {
    "none": "fichier remis tel quel",
    "password": "fichier fermé par des mots dits au téléphone",
    "certificate": "fichier fermé pour le certificat du destinataire",
}
_SHEETS = {"relay": "fiche de relais d’une page", "meeting": "fiche de réunion sans identité"}


class HistoryScreen(Protocol):
    def show_handed(self, handed: Sequence[HandedShown]) -> None: ...

    def show_withdrawn(self, handoff: str) -> None:
        """The agreement to this one was just withdrawn: its notice is what comes next."""

    def show_error(self, error: SpieError) -> None: ...


@dataclass
class HistoryPresenter:
    screen: HistoryScreen
    casebook: "Casebook" = field(repr=False)
    work: Work = field(repr=False)
    _situation: Situation | None = field(default=None, repr=False)
    _handed: dict[str, HandedShown] = field(default_factory=dict, repr=False)

    def begin(self, situation: Situation) -> None:
        self._situation = situation
        self.show()

    def show(self) -> None:
        """Everything that left of her file, whatever the interview."""
        if self._situation is not None:
            task = partial(_handed, self.casebook, self._situation)
            self.work.run(task, then=self._show, failed=self.screen.show_error)

    def withdraw(self, handoff: str) -> None:
        """She no longer agrees to one of them."""
        one = self._handed.get(handoff)
        if one is not None and one.can_withdraw:
            task = partial(_withdraw, self.casebook, one)
            self.work.run(task, then=partial(self._withdrawn, handoff), failed=self.screen.show_error)

    def _show(self, handed: tuple[HandedShown, ...]) -> None:
        self._handed = {one.id: one for one in handed}
        self.screen.show_handed(handed)

    def _withdrawn(self, handoff: str, _made: "Handoff") -> None:
        situation = self._situation
        if situation is not None:
            task = partial(_handed, self.casebook, situation)
            self.work.run(task, then=partial(self._show_withdrawn, handoff), failed=self.screen.show_error)

    def _show_withdrawn(self, handoff: str, handed: tuple[HandedShown, ...]) -> None:
        self._show(handed)
        self.screen.show_withdrawn(handoff)


def _handed(casebook: "Casebook", situation: Situation) -> tuple[HandedShown, ...]:
    from spie_diag.casework.handing_over import handoffs

    person = casebook.desk(situation.interview).person
    return tuple(_shown(person, one) for one in handoffs(casebook, situation.case))


def _withdraw(casebook: "Casebook", one: HandedShown) -> "Handoff":
    from spie_diag.casework.handing_over import withdraw

    return withdraw(casebook, one.interview, one.id)


def _shown(person: "Person", made: "Handoff") -> HandedShown:
    from spie_diag.casework.handing_over import withdrawal_notice

    withdrawn = made.withdrawn_on
    return HandedShown(
        id=made.id,
        interview=made.interview,
        whom=spaced(_whom(made)),
        facts=tuple(spaced(fact) for fact in _facts(made)),
        withdrawn=f"Accord retiré le {long_date(withdrawn, weekday=False)}" if withdrawn else "",
        can_withdraw=withdrawn is None and made.selection.profile is not Profile.PERSON,
        notice=withdrawal_notice(person, made) if withdrawn else "",
    )


def _whom(made: "Handoff") -> str:
    from spie_diag.casework import handoffs

    if not made.is_for_somebody:
        return handoffs.whom(made.selection, made.sheet)
    named, kind = whom(made.selection), made.selection.profile
    return named if kind is Profile.PERSON or named == kind.label else f"{named} ({kind.label})"


def _how(made: "Handoff") -> str:
    if made.sheet is not None:
        return _SHEETS[made.sheet.value]
    return "fichier de données" if made.format == "json" else _SEALED[made.sealed]


def _facts(made: "Handoff") -> tuple[str, ...]:
    at, by = made.handed_at.astimezone(), made.handed_by
    who = f", par {by.name}" if by else ""
    how = "en face à face" if made.person_present else "à distance"
    return (
        f"Remis le {long_date(at.date(), weekday=False)} à {clock_time(at)}{who}",
        f"Version {made.version}, {_how(made)}",
        f"Accord donné le {long_date(made.agreed_on, weekday=False)}, {how}",
        *((f"Pour : {made.selection.purpose}",) if made.selection.purpose else ()),
    )
