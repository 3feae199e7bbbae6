"""Decides which alarms of the vault the page of the persons shows, and notes that they were seen."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.cases.alarm_lines import ShownAlarms, shown_from
from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError

if TYPE_CHECKING:
    from collections.abc import Collection

    from spie_diag.casework.alarms import Alert, StandingAlert
    from spie_diag.casework.casebook import Casebook


class AlarmScreen(Protocol):
    def show_alarms(self, shown: ShownAlarms) -> None: ...

    def show_error(self, error: SpieError) -> None: ...


@dataclass
class AlarmPresenter:
    screen: AlarmScreen
    casebook: "Casebook"
    work: Work
    shown: "tuple[Alert, ...]" = ()
    """The new ones that are in front of her: only these may she put away."""

    def refresh(self) -> None:
        """What was found so far."""
        self.work.run(partial(_standing, self.casebook), then=self._show, failed=self.screen.show_error)

    def acknowledge(self) -> None:
        """She saw what is shown."""
        task = partial(_acknowledge, self.casebook, self.shown)
        self.work.run(task, then=self._show, failed=self.screen.show_error)

    def _show(self, alarms: "tuple[StandingAlert, ...]") -> None:
        self.shown = tuple(one.alert for one in alarms if one.is_new)
        self.screen.show_alarms(shown_from(alarms))


def _standing(casebook: "Casebook") -> "tuple[StandingAlert, ...]":
    from spie_diag.casework.alarms import standing

    return standing(casebook)


def _acknowledge(casebook: "Casebook", shown: "Collection[Alert]") -> "tuple[StandingAlert, ...]":
    from spie_diag.casework.alarms import acknowledge, standing

    acknowledge(casebook, shown)
    return standing(casebook)
