"""Decides what happens where a backup is put in the place of a vault."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.unlock.recovering import ReadWord, names_of, read_word
from spie_diag.desktop.unlock.weighing import Opinion, weighed, what_is_wrong
from spie_diag.desktop.work import Errand, WatchedWork
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

    def show_label(self, name: str, specialists: tuple[Specialist, ...], sheet: str) -> None:
        """``sheet`` is the day of the recovery sheet that opens the backup, or empty where none does."""

    def show_no_backup(self, error: SpieError) -> None: ...

    def show_word(self, place: int, typed: str, read: ReadWord) -> None: ...

    def show_checking(self) -> None: ...

    def show_choice(self) -> None: ...

    def show_passphrase_wrong(self, sentence: str, advice: str) -> None: ...

    def show_progress(self, share: float) -> None: ...

    def show_stopped(self, error: SpieError) -> None: ...

    def show_error(self, error: SpieError, *, passphrase_wrong: bool) -> None: ...

    def show_restored(self, lines: tuple[str, ...]) -> None: ...


@dataclass
class RestoringPresenter:
    """Keeps no word of a sheet: the page gives them again when the backup is put back."""

    screen: RestoringScreen
    work: WatchedWork
    vault: Path
    restored: "Callable[[Casebook], None]"
    opened: "Callable[[Casebook, Path], None]"
    chosen: Path | None = None
    busy: bool = False
    open_now: "Casebook | None" = field(default=None, repr=False)
    errand: Errand | None = None
    """The last restoration, which may still be under way."""
    _known: tuple[str, ...] = field(default=(), repr=False)

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

    def _labelled(self, backup: Path, label: "tuple[VaultLabel, date | None]") -> None:
        if backup == self.chosen:
            vault, sheet = label
            self._known = names_of(vault)
            made_on = long_date(sheet, weekday=False) if sheet is not None else ""
            self.screen.show_label(vault.name, vault.specialists, made_on)

    def known(self) -> tuple[str, ...]:
        """The names that whoever guesses a passphrase of this vault knows."""
        return self._known

    def look_at_word(self, place: int, typed: str) -> None:
        """Say of one word, while others are typed, whether it can be on a sheet."""
        then = partial(self.screen.show_word, place, typed)
        self.work.run(partial(read_word, typed), then=then, failed=self._refused)

    def check(self, words: str) -> None:
        """Try the whole sheet on the backup that is chosen: nothing is touched."""
        if self.busy or self.chosen is None:
            return
        self.busy = True
        self.screen.show_checking()
        self.work.run(partial(_try, self.chosen, words), then=lambda _nothing: self._fits(), failed=self._refused)

    def _fits(self) -> None:
        self.busy = False
        self.screen.show_choice()

    def restore(self, specialist: SpecialistId, passphrase: str) -> None:
        """Put it back; a second click changes nothing."""
        if self.busy or self.chosen is None:
            return
        self.busy = True
        self._begin(partial(_restore, self.chosen, self.vault, specialist, passphrase))

    def restore_with_sheet(self, words: str, specialist: SpecialistId, passphrase: str, again: str) -> None:
        """Put it back with the sheet, and a new passphrase for one specialist once it will do."""
        if self.busy or self.chosen is None:
            return
        self.busy = True
        task = partial(_restore_with_sheet, self.chosen, self.vault, words, specialist, passphrase)
        judged = partial(self._judged, task, passphrase, again)
        self.work.run(partial(weighed, passphrase, self._known), then=judged, failed=self._refused)

    def _judged(self, task: "Callable[[Errand], Restored]", passphrase: str, again: str, opinion: Opinion) -> None:
        wrong = what_is_wrong(passphrase, again, opinion)
        if wrong is None:
            self._begin(task)
        else:
            self.busy = False
            self.screen.show_passphrase_wrong(wrong.sentence, wrong.advice)

    def _begin(self, task: "Callable[[Errand], Restored]") -> None:
        self.screen.show_progress(0.0)
        self.errand = self.work.run_watched(task, then=self._done, failed=self._refused, told=self.screen.show_progress)

    def stop(self) -> None:
        """Ask that nothing be put back after all; too late, it changes nothing."""
        if self.errand is not None:
            self.errand.cancel()

    def _done(self, done: "Restored") -> None:
        self.open_now = done.casebook
        self.restored(done.casebook)
        self.screen.show_restored(done.lines)

    def _refused(self, error: SpieError) -> None:
        from spie_diag.casework.opening import is_about_passphrase
        from spie_diag.casework.renewing import was_stopped

        self.busy = False
        if was_stopped(error):
            self.screen.show_stopped(error)
        else:
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


def _label(backup: Path) -> "tuple[VaultLabel, date | None]":
    from spie_diag.casework.backing_up import label_of_backup, sheet_of_backup

    return label_of_backup(backup), sheet_of_backup(backup)


def _try(backup: Path, words: str) -> None:
    from spie_diag.casework.backing_up import check_sheet

    check_sheet(backup, words)


def _restore(backup: Path, vault: Path, specialist: SpecialistId, passphrase: str, errand: Errand) -> "Restored":
    from spie_diag.casework.backing_up import restore

    return restore(backup, vault, specialist, passphrase, progress=errand.tell, cancelled=errand.is_cancelled)


def _restore_with_sheet(
    backup: Path, vault: Path, words: str, specialist: SpecialistId, passphrase: str, errand: Errand
) -> "Restored":
    from spie_diag.casework.backing_up import restore_with_sheet

    return restore_with_sheet(
        backup, vault, words, specialist, passphrase, progress=errand.tell, cancelled=errand.is_cancelled
    )
