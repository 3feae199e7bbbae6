"""Decides what happens where backups are made, listed and put back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.safe.saving import Saving, SavingScreen
from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError
from spie_diag.french import clock_time, counted, long_date, span

if TYPE_CHECKING:
    from spie_diag.casework.backing_up import Backup, BackupSettings
    from spie_diag.casework.casebook import Casebook


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupLine:
    """One backup in the list."""

    folder: Path
    when: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Where backups stand."""

    folder: str
    """Empty until somebody chose one."""
    keep: int
    last: str
    """« il y a 9 jours », « aujourd’hui », a word where the clock went back, or empty where none was ever made."""
    is_old: bool
    lines: tuple[BackupLine, ...]


class BackupsScreen(SavingScreen, Protocol):
    def show_state(self, shown: Shown) -> None: ...

    def ask_folder(self) -> None: ...

    def show_checking(self, folder: Path) -> None: ...

    def show_checked(self, folder: Path, error: SpieError | None) -> None: ...

    def show_removed(self, left: int) -> None: ...

    def show_error(self, error: SpieError) -> None: ...


@dataclass
class BackupsPresenter:
    screen: BackupsScreen
    casebook: "Casebook"
    work: Work
    saving: Saving
    restore: Callable[[Path], None]
    """Lock the vault and show the page that puts a backup back."""
    settings: "BackupSettings | None" = None
    checking: Path | None = field(default=None)

    def start(self) -> None:
        self.saving.screen = self
        self.refresh()
        if self.saving.errand is not None:
            self.screen.show_progress(self.saving.share)

    def let_go(self) -> None:
        """The page went: what goes on is told elsewhere."""
        if self.saving.screen is self:
            self.saving.screen = None

    def refresh(self) -> None:
        self.work.run(partial(_read, self.casebook), then=self._show, failed=self.screen.show_error)

    def _show(self, read: "tuple[BackupSettings, datetime | None, bool, tuple[Backup, ...]]") -> None:
        self.settings, last, is_old, backups = read
        now = self.casebook.clock.now()
        days = (now.date() - last.astimezone(now.tzinfo).date()).days if last else 0
        shown = Shown(
            folder=str(self.settings.folder or ""),
            keep=self.settings.keep,
            last=(_IN_THE_FUTURE if days < 0 else ago(days)) if last else "",
            is_old=is_old,
            lines=tuple(line_of(one, now) for one in backups),
        )
        self.screen.show_state(shown)

    def choose(self, folder: Path) -> None:
        """Backups go to ``folder`` from now on."""
        self._set(folder, self.settings.keep if self.settings else None)

    def choose_and_save(self, folder: Path) -> None:
        self._set(folder, self.settings.keep if self.settings else None, self.save)

    def keep(self, number: int) -> None:
        self._set(self.settings.folder if self.settings else None, number)

    def _set(self, folder: Path | None, keep: int | None, after: Callable[[], None] | None = None) -> None:
        task = partial(_set_settings, self.casebook, folder, keep)
        self.work.run(task, then=partial(self._settled, after), failed=self.screen.show_error)

    def _settled(self, after: Callable[[], None] | None, settings: "BackupSettings") -> None:
        self.settings = settings
        self.refresh()
        if after is not None:
            after()

    def save(self) -> None:
        """Begin a backup; ask where first, where nobody ever said."""
        if self.settings is None:
            return
        if self.settings.folder is None:
            self.screen.ask_folder()
        else:
            self.saving.begin(self.settings.folder, self.settings.keep)

    def cancel(self) -> None:
        self.saving.cancel()

    def check(self, folder: Path) -> None:
        """Read a backup again, whole, beside everything else."""
        if self.checking is not None:
            return
        self.checking = folder
        self.screen.show_checking(folder)
        task = partial(_check, folder)
        self.saving.work.run_beside(
            task, then=lambda _nothing: self._checked(None), failed=self._checked, told=lambda _share: None
        )

    def _checked(self, error: SpieError | None) -> None:
        folder, self.checking = self.checking, None
        if folder is not None and self.saving.screen is self:
            self.screen.show_checked(folder, error)

    def keep_newest(self) -> None:
        """Let go of all the others: what was erased since, or opened for somebody who left, is in them."""
        if self.settings is not None and self.settings.folder is not None and self.saving.errand is None:
            task = partial(_newest, self.casebook, self.settings.folder)
            self.work.run(task, then=self._remove_older, failed=self.screen.show_error)

    def _remove_older(self, newest: "Backup | None") -> None:
        """Beside everything else: it is read again, whole, before any other goes."""
        if newest is None:
            self._removed(0)
            return
        self.saving.work.run_beside(
            partial(_remove_older, newest), then=self._removed, failed=self._not_removed, told=lambda _share: None
        )

    def _removed(self, left: int) -> None:
        if self.saving.screen is self:
            self.screen.show_removed(left)
            self.refresh()

    def _not_removed(self, error: SpieError) -> None:
        if self.saving.screen is self:
            self.screen.show_error(error)

    # what the backup under way tells

    def show_progress(self, share: float) -> None:
        self.screen.show_progress(share)

    def show_saved(self) -> None:
        self.screen.show_saved()
        self.refresh()

    def show_not_saved(self, error: SpieError) -> None:
        self.screen.show_not_saved(error)
        self.refresh()


_IN_THE_FUTURE = "datée d’un jour à venir, vérifiez l’horloge de cet ordinateur"


def line_of(backup: "Backup", now: datetime) -> BackupLine:
    made_at = backup.made_at.astimezone(now.tzinfo)
    return BackupLine(
        folder=backup.folder,
        when=f"{long_date(made_at.date())} à {clock_time(made_at)}",
        detail=f"{counted(backup.entries, 'entrée')} · {weight(backup.size)}",
    )


def ago(days: int) -> str:
    """« aujourd’hui », « hier », « il y a 9 jours »."""
    return "aujourd’hui" if days < 1 else "hier" if days == 1 else f"il y a {span(days)}"


def weight(size: int) -> str:
    """« 4,2 Mo », from bytes."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}\u00a0Ko"
    if size < 1_000_000_000:
        return f"{size / 1_000_000:.1f}\u00a0Mo".replace(".", ",")
    return f"{size / 1_000_000_000:.1f}\u00a0Go".replace(".", ",")


def _read(casebook: "Casebook") -> "tuple[BackupSettings, datetime | None, bool, tuple[Backup, ...]]":
    from spie_diag.casework.backing_up import backups, is_old, last_backup, settings

    chosen, last = settings(casebook), last_backup(casebook)
    found = backups(casebook, chosen.folder) if chosen.folder is not None else ()
    return chosen, last, last is None or is_old(last, casebook.clock.now()), found


def _set_settings(casebook: "Casebook", folder: Path | None, keep: int | None) -> "BackupSettings":
    from spie_diag.casework.backing_up import KEPT, BackupSettings, set_settings

    chosen = BackupSettings(folder, keep or KEPT)
    set_settings(casebook, chosen)
    return chosen


def _newest(casebook: "Casebook", folder: Path) -> "Backup | None":
    from spie_diag.casework.backing_up import newest_to_keep

    return newest_to_keep(casebook, folder)


def _remove_older(newest: "Backup", _errand: object) -> int:
    from spie_diag.casework.backing_up import remove_older

    return remove_older(newest)


def _check(folder: Path, _errand: object) -> None:
    from spie_diag.casework.backing_up import check_backup

    check_backup(folder)
