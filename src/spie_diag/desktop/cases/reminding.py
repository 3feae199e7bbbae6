"""Decides when the page of the persons speaks of backups."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook


class ReminderScreen(Protocol):
    def remind(self, sentence: str | None) -> None: ...


@dataclass
class ReminderPresenter:
    screen: ReminderScreen
    casebook: "Casebook"
    work: Work

    def start(self) -> None:
        self.work.run(partial(_due, self.casebook), then=self.screen.remind, failed=self._unknown)

    def put_off(self) -> None:
        """Nothing more today."""
        self.screen.remind(None)
        self.work.run(partial(_put_off, self.casebook), then=lambda _nothing: None, failed=self._unknown)

    def _unknown(self, _error: SpieError) -> None:
        """A line that only reminds is no place to tell what the disk refuses: whatever comes next on the page does."""
        self.screen.remind(None)


def _due(casebook: "Casebook") -> str | None:
    from spie_diag.casework.backing_up import backup_reminder

    return backup_reminder(casebook, casebook.clock.now())


def _put_off(casebook: "Casebook") -> None:
    from spie_diag.casework.backing_up import put_off_reminder

    put_off_reminder(casebook, casebook.clock.now())
