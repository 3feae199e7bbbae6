"""Decides what happens where a damaged vault is made anew of what can still be read."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.unlock.presenter import label_of_vault
from spie_diag.desktop.work import Errand, LongWork, Work
from spie_diag.errors import SpieError
from spie_diag.interview.people import Specialist, SpecialistId

if TYPE_CHECKING:
    from spie_diag.casework.opening import VaultLabel
    from spie_diag.casework.repairing import Salvaged


class RepairingScreen(Protocol):
    def show_label(self, name: str, specialists: tuple[Specialist, ...]) -> None: ...

    def show_progress(self, share: float) -> None: ...

    def show_error(self, error: SpieError, *, passphrase_wrong: bool) -> None: ...

    def show_repaired(self, lines: tuple[str, ...], *, is_whole: bool) -> None: ...


@dataclass
class RepairingPresenter:
    screen: RepairingScreen
    work: Work
    """The work of the page."""
    long_work: LongWork
    vault: Path
    is_there: Callable[[], bool]
    """Whether the page is still shown."""
    errand: Errand | None = None

    def start(self) -> None:
        failed = partial(self.screen.show_error, passphrase_wrong=False)
        self.work.run(partial(label_of_vault, self.vault), then=self._labelled, failed=failed)

    def _labelled(self, label: "VaultLabel") -> None:
        self.screen.show_label(label.name, label.specialists)

    def repair(self, specialist: SpecialistId, passphrase: str, backup: str = "") -> None:
        """Beside the window: a large vault takes minutes; a second click changes nothing.

        ``backup`` is the folder of one that gives what the vault lacks, or one that holds some; empty for none.
        """
        if self.errand is not None:
            return
        self.screen.show_progress(0.0)
        self.errand = Errand(self._progressed)  # stands for it should the work be prompt
        task = partial(_salvage, self.vault, specialist, passphrase, Path(backup) if backup else None)
        begun = self.long_work.run_beside(task, then=self._repaired, failed=self._refused, told=self._progressed)
        if self.errand is not None:
            self.errand = begun

    def cancel(self) -> None:
        if self.errand is not None:
            self.errand.cancel()

    def _progressed(self, share: float) -> None:
        if self.is_there():
            self.screen.show_progress(share)

    def _repaired(self, done: "Salvaged") -> None:
        self.errand = None
        if self.is_there():
            self.screen.show_repaired(done.lines, is_whole=not done.lost)

    def _refused(self, error: SpieError) -> None:
        from spie_diag.casework.opening import is_about_passphrase

        self.errand = None
        if self.is_there():
            self.screen.show_error(error, passphrase_wrong=is_about_passphrase(error))


def _salvage(vault: Path, specialist: SpecialistId, passphrase: str, backup: Path | None, errand: Errand) -> "Salvaged":
    from spie_diag.casework.backing_up import backups_at
    from spie_diag.casework.repairing import salvage

    if backup is not None:
        backup = backups_at(backup)[0].folder  # of the stick itself, the newest one, which holds what the others do
    return salvage(vault, specialist, passphrase, backup=backup, progress=errand.tell, cancelled=errand.is_cancelled)
