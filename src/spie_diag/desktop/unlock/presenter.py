"""Decides what happens on the unlock page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError
from spie_diag.interview.people import Specialist, SpecialistId

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.opening import VaultLabel


class UnlockScreen(Protocol):
    def show_holders(self, name: str, specialists: tuple[Specialist, ...]) -> None: ...

    def show_no_vault(self, error: SpieError) -> None: ...

    def show_opening(self) -> None: ...

    def show_error(self, error: SpieError, *, passphrase_wrong: bool = False) -> None: ...

    def offer_repair(self) -> None: ...


@dataclass
class UnlockPresenter:
    screen: UnlockScreen
    work: Work
    vault: Path
    opened: "Callable[[Casebook, Path], None]"
    opening: bool = False

    def start(self) -> None:
        """Read whose passphrases open the vault."""
        self.work.run(partial(label_of_vault, self.vault), then=self._found, failed=self.screen.show_no_vault)

    def unlock(self, specialist: SpecialistId, passphrase: str) -> None:
        """Open the vault; a second Enter while it opens changes nothing."""
        if self.opening:
            return
        self.opening = True
        self.screen.show_opening()
        task = partial(_open, self.vault, specialist, passphrase)
        self.work.run(task, then=self._opened, failed=self._refused)

    def _found(self, label: "VaultLabel") -> None:
        self.screen.show_holders(label.name, label.specialists)

    def _opened(self, casebook: "Casebook") -> None:
        self.opened(casebook, self.vault)

    def _refused(self, error: SpieError) -> None:
        from spie_diag.casework.opening import is_about_passphrase
        from spie_diag.casework.repairing import is_damage

        self.opening = False
        self.screen.show_error(error, passphrase_wrong=is_about_passphrase(error))
        if is_damage(error):
            self.screen.offer_repair()


def label_of_vault(vault: Path) -> "VaultLabel":
    """Whose passphrases open it; a task for ``Work``."""
    from spie_diag.casework.opening import label_of

    return label_of(vault)


def _open(vault: Path, specialist: SpecialistId, passphrase: str) -> "Casebook":
    from spie_diag.casework.opening import open_casebook

    return open_casebook(vault, specialist, passphrase)
