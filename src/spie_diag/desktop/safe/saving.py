"""The backup under way, if any: it goes on whatever page is shown, until it ends or the vault is locked."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.work import Errand, LongWork
from spie_diag.errors import SpieError
from spie_diag.french import spaced

if TYPE_CHECKING:
    from spie_diag.casework.backing_up import Backup
    from spie_diag.casework.casebook import Casebook


class SavingScreen(Protocol):
    """Whoever watches while it goes on."""

    def show_progress(self, share: float) -> None: ...

    def show_saved(self) -> None: ...

    def show_not_saved(self, error: SpieError) -> None: ...


@dataclass(eq=False)
class Saving:
    """At most one backup at a time, for as long as one vault is open."""

    casebook: "Casebook"
    work: LongWork
    tell: Callable[[str], None]
    """A passing line, where nobody watches."""
    screen: SavingScreen | None = None
    errand: Errand | None = None
    share: float = 0.0

    def begin(self, folder: Path, keep: int) -> None:
        """Begin a backup into ``folder``; while one goes on nothing more happens."""
        if self.errand is not None:
            return
        self.share = 0.0
        task = partial(_make, self.casebook, folder, keep)
        self._show_progress(0.0)
        self.errand = Errand(self._show_progress)  # stands for it should the work be prompt
        begun = self.work.run_beside(task, then=self._made, failed=self._failed, told=self._show_progress)
        if self.errand is not None:
            self.errand = begun

    def cancel(self) -> None:
        if self.errand is not None:
            self.errand.cancel()

    def _show_progress(self, share: float) -> None:
        self.share = share
        if self.screen is not None:
            self.screen.show_progress(share)

    def _made(self, made: "Backup") -> None:
        """Once the copy is whole: the register and the reminder are the vault's own thread's."""
        self.work.run(partial(_remember, self.casebook, made), then=self._ended, failed=self._not_noted)

    def _not_noted(self, error: SpieError) -> None:
        """The copy is whole all the same: the vault was locked, or its disk refused, before it could be told there."""
        self.errand = None
        if self.screen is not None:
            self.screen.show_saved()
        done = "Le coffre est sauvegardé, et la copie est relue ; le registre ne le dit pas encore."
        self.tell(spaced(f"{done} {error.what_happened}"))

    def _ended(self, _nothing: None) -> None:
        self.errand = None
        if self.screen is not None:
            self.screen.show_saved()
        else:
            self.tell(spaced("Le coffre est sauvegardé, et la copie est relue."))

    def _failed(self, error: SpieError) -> None:
        self.errand = None
        if self.screen is not None:
            self.screen.show_not_saved(error)
        else:
            self.tell(error.what_happened)


def _make(casebook: "Casebook", folder: Path, keep: int, errand: Errand) -> "Backup":
    from spie_diag.casework.backing_up import make_backup

    return make_backup(casebook, folder, keep, errand.tell, errand.is_cancelled)


def _remember(casebook: "Casebook", made: "Backup") -> None:
    from spie_diag.casework.backing_up import remember_backup

    remember_backup(casebook, made)
