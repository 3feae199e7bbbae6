"""Decides what happens where a backup is put in the place of a vault."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError
from spie_diag.french import clock_time, counted, long_date
from spie_diag.interview.people import Specialist, SpecialistId

if TYPE_CHECKING:
    from spie_diag.casework.backing_up import Backup, Restored
    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.opening import VaultLabel


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One backup that may be put back."""

    folder: Path
    when: str
    """« mardi 24 novembre 2026 à 10 h 41 »."""
    entries: str


class RestoringScreen(Protocol):
    def show_offered(self, backups: tuple[Offered, ...]) -> None: ...

    def show_label(self, name: str, specialists: tuple[Specialist, ...]) -> None: ...

    def show_no_backup(self, error: SpieError) -> None: ...

    def show_restoring(self) -> None: ...

    def show_error(self, error: SpieError, *, passphrase_wrong: bool) -> None: ...

    def show_restored(self, lines: tuple[str, ...]) -> None: ...


@dataclass
class RestoringPresenter:
    screen: RestoringScreen
    work: Work
    vault: Path
    restored: "Callable[[Casebook], None]"
    opened: "Callable[[Casebook, Path], None]"
    chosen: Path | None = None
    busy: bool = False
    open_now: "Casebook | None" = field(default=None, repr=False)

    def look(self, folder: Path) -> None:
        """Offer what can be put back from ``folder``, the newest first."""
        self.work.run(partial(_found_at, folder), then=self._found, failed=self.screen.show_no_backup)

    def _found(self, backups: "tuple[Backup, ...]") -> None:
        self.screen.show_offered(tuple(offered(one) for one in backups))
        self.pick(backups[0].folder)

    def pick(self, backup: Path) -> None:
        self.chosen = backup
        task = partial(_label, backup)
        self.work.run(task, then=partial(self._labelled, backup), failed=self.screen.show_no_backup)

    def _labelled(self, backup: Path, label: "VaultLabel") -> None:
        if backup == self.chosen:
            self.screen.show_label(label.name, label.specialists)

    def restore(self, specialist: SpecialistId, passphrase: str) -> None:
        """Put it back; a second click changes nothing."""
        if self.busy or self.chosen is None:
            return
        self.busy = True
        self.screen.show_restoring()
        task = partial(_restore, self.chosen, self.vault, specialist, passphrase)
        self.work.run(task, then=self._done, failed=self._refused)

    def _done(self, done: "Restored") -> None:
        self.open_now = done.casebook
        self.restored(done.casebook)
        self.screen.show_restored(done.lines)

    def _refused(self, error: SpieError) -> None:
        from spie_diag.casework.opening import is_about_passphrase

        self.busy = False
        self.screen.show_error(error, passphrase_wrong=is_about_passphrase(error))

    def go_on(self) -> None:
        """To the persons of the vault that was put back."""
        if self.open_now is not None:
            self.opened(self.open_now, self.vault)


def offered(backup: "Backup") -> Offered:
    made_at: datetime = backup.made_at.astimezone()
    return Offered(
        folder=backup.folder,
        when=f"{long_date(made_at.date())} à {clock_time(made_at)}",
        entries=counted(backup.entries, "entrée"),
    )


def _found_at(folder: Path) -> "tuple[Backup, ...]":
    from spie_diag.casework.backing_up import backups_at

    return backups_at(folder)


def _label(backup: Path) -> "VaultLabel":
    from spie_diag.casework.backing_up import label_of_backup

    return label_of_backup(backup)


def _restore(backup: Path, vault: Path, specialist: SpecialistId, passphrase: str) -> "Restored":
    from spie_diag.casework.backing_up import restore

    return restore(backup, vault, specialist, passphrase)
