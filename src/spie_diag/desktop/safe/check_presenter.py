"""Decides what happens where the open vault is verified whole, a little at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook
    from spie_diag.vault.checking import Finding


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
    work: Work
    steps: "Iterator[tuple[Finding, ...]] | None" = None
    lines: tuple[CheckLine, ...] = ()

    def begin(self) -> None:
        """Verify everything; whatever people do in the meantime comes between two steps."""
        if self.steps is not None:
            return
        from spie_diag.casework.repairing import check_in_steps

        self.steps, self.lines = check_in_steps(self.casebook), ()
        self.screen.show_lines((), goes_on=True)
        self._go_on(self.steps)

    def _go_on(self, steps: "Iterator[tuple[Finding, ...]]") -> None:
        self.work.run(partial(next, steps, None), then=partial(self._heard, steps), failed=self._failed)

    def _heard(self, steps: "Iterator[tuple[Finding, ...]]", found: "tuple[Finding, ...] | None") -> None:
        if found is None:
            self.steps = None
            self.screen.show_lines(self.lines, goes_on=False)
            return
        lines = tuple(line_of(one) for one in found)
        if lines != self.lines:
            self.lines = lines
            self.screen.show_lines(lines, goes_on=True)
        self._go_on(steps)

    def _failed(self, error: SpieError) -> None:
        self.steps = None
        self.screen.show_error(error)


def line_of(found: "Finding") -> CheckLine:
    return CheckLine(
        point=found.point.value,
        outcome=found.outcome.value,
        told=found.told,
        holds=found.outcome.name == "HOLDS",
        fails=found.outcome.name == "FAILS",
    )
