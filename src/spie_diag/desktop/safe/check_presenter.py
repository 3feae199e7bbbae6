"""Decides what happens where the open vault is verified whole, a little at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.work import Errand, LongWork
from spie_diag.errors import SpieError

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.repairing import BackupTold, Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One thing that was looked at: « bon », « à noter » or « abîmé », and why."""

    point: str
    outcome: str
    told: str
    holds: bool
    fails: bool


class CheckScreen(Protocol):
    def show_lines(self, lines: tuple[CheckLine, ...], *, goes_on: bool) -> None: ...

    def show_error(self, error: SpieError) -> None: ...


@dataclass
class CheckPresenter:
    screen: CheckScreen
    casebook: "Casebook"
    work: LongWork
    """Not that of the page: what is long stops with it."""
    goes_on: bool = False
    gone: bool = False
    lines: tuple[CheckLine, ...] = ()
    found: "tuple[Finding, ...]" = ()
    errand: Errand | None = None

    def begin(self) -> None:
        """Verify everything; whatever people do in the meantime comes between two steps, and then beside."""
        if self.goes_on:
            return
        from spie_diag.casework.repairing import check_in_short_steps

        self.goes_on, self.lines, self.found = True, (), ()
        self.screen.show_lines((), goes_on=True)
        self._go_on(check_in_short_steps(self.casebook))

    def let_go(self) -> None:
        """The page went: what is long stops, what is short is not told any more."""
        self.gone = True
        if self.errand is not None:
            self.errand.cancel()

    def _go_on(self, steps: "Iterator[tuple[Finding, ...]]") -> None:
        self.work.run(partial(next, steps, None), then=partial(self._heard, steps), failed=self._failed)

    def _heard(self, steps: "Iterator[tuple[Finding, ...]]", found: "tuple[Finding, ...] | None") -> None:
        if self.gone:
            return
        if found is None:
            self.work.run(partial(_told_of_backups, self.casebook), then=self._go_beside, failed=self._failed)
            return
        self._show(found)
        self._go_on(steps)

    def _go_beside(self, told: "BackupTold") -> None:
        if self.gone:
            return
        task = partial(_check_apart, self.casebook, told)
        self.errand = self.work.run_beside(task, then=self._ended, failed=self._failed, told=lambda _share: None)

    def _ended(self, found: "tuple[Finding, ...]") -> None:
        self.errand = None
        if self.gone:
            return
        self._show((*self.found, *found))
        self.work.run(partial(_note, self.casebook, self.found), then=self._noted, failed=self._failed)

    def _noted(self, _nothing: None) -> None:
        if self.gone:
            return
        self.goes_on = False
        self.screen.show_lines(self.lines, goes_on=False)

    def _show(self, found: "tuple[Finding, ...]") -> None:
        self.found = found
        lines = tuple(line_of(one) for one in found)
        if lines != self.lines:
            self.lines = lines
            self.screen.show_lines(lines, goes_on=True)

    def _failed(self, error: SpieError) -> None:
        self.errand = None
        if self.gone:
            return
        self.goes_on = False
        self.screen.show_error(error)


def _told_of_backups(casebook: "Casebook") -> "BackupTold":
    from spie_diag.casework.repairing import backup_told

    return backup_told(casebook)


def _check_apart(casebook: "Casebook", told: "BackupTold", errand: Errand) -> "tuple[Finding, ...]":
    from spie_diag.casework.repairing import check_apart

    return check_apart(casebook, told, errand.tell, errand.is_cancelled)


def _note(casebook: "Casebook", found: "tuple[Finding, ...]") -> None:
    from spie_diag.casework.repairing import note_check

    note_check(casebook, found)


def line_of(found: "Finding") -> CheckLine:
    return CheckLine(
        point=found.point.value,
        outcome=found.outcome.value,
        told=found.told,
        holds=found.outcome.name == "HOLDS",
        fails=found.outcome.name == "FAILS",
    )
