"""Decides what the register shows, page by page."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from spie_diag.desktop.cases.alarm_lines import AlarmLine
from spie_diag.desktop.cases.alarm_lines import line_of as alarm_line_of
from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError
from spie_diag.french import clock_time, short_date
from spie_diag.interview.people import CaseId

if TYPE_CHECKING:
    from datetime import tzinfo

    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.registering import RegisterRow

PAGE: Final = 100
"""Lines read at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """One line as it is shown; ``about`` names a person only while her file is there."""

    tick: int
    case: CaseId | None
    cells: tuple[str, str, str, str, str]
    """When, who, what, for whom, detail."""

    def __repr__(self) -> str:
        return f"RegisterLine(tick={self.tick})"


class RegisterScreen(Protocol):
    def show_lines(self, lines: tuple[RegisterLine, ...], *, has_more: bool, about: str) -> None: ...

    def add_lines(self, lines: tuple[RegisterLine, ...], *, has_more: bool) -> None: ...

    def show_alarms(self, lines: tuple[AlarmLine, ...]) -> None: ...

    def show_error(self, error: SpieError) -> None: ...


@dataclass
class RegisterPresenter:
    screen: RegisterScreen
    casebook: "Casebook"
    work: Work
    case: CaseId | None = None
    """The only file that is told of; None for all."""
    about: str = ""
    last: int | None = None

    def refresh(self) -> None:
        """The latest lines again, and what does not hold at present."""
        self.work.run(partial(_alarms, self.casebook), then=self.screen.show_alarms, failed=self.screen.show_error)
        task = partial(_read, self.casebook, None, self.case)
        self.work.run(task, then=partial(self._show, self.case), failed=self.screen.show_error)

    def show_only(self, case: CaseId, about: str) -> None:
        self.case, self.about = case, about
        self.refresh()

    def show_all(self) -> None:
        self.case, self.about = None, ""
        self.refresh()

    def show_more(self) -> None:
        task = partial(_read, self.casebook, self.last, self.case)
        self.work.run(task, then=partial(self._add, self.case, self.last), failed=self.screen.show_error)

    def _show(self, case: CaseId | None, rows: "tuple[RegisterRow, ...]") -> None:
        if case == self.case:
            self.last = rows[-1].tick if rows else None
            self.screen.show_lines(self._lines(rows), has_more=len(rows) == PAGE, about=self.about)

    def _add(self, case: CaseId | None, after: int | None, rows: "tuple[RegisterRow, ...]") -> None:
        if case == self.case and after == self.last:
            self.last = rows[-1].tick if rows else after
            self.screen.add_lines(self._lines(rows), has_more=len(rows) == PAGE)

    def _lines(self, rows: "tuple[RegisterRow, ...]") -> tuple[RegisterLine, ...]:
        zone = self.casebook.clock.now().tzinfo
        return tuple(line_of(row, zone) for row in rows)


def line_of(row: "RegisterRow", zone: "tzinfo | None") -> RegisterLine:
    at = row.at.astimezone(zone)
    when = f"{short_date(at.date())} {clock_time(at)}"
    return RegisterLine(tick=row.tick, case=row.case, cells=(when, row.who, row.what, row.about, row.detail))


def _read(casebook: "Casebook", before: int | None, case: CaseId | None) -> "tuple[RegisterRow, ...]":
    from spie_diag.casework.registering import register

    return register(casebook, PAGE, before, case)


def _alarms(casebook: "Casebook") -> tuple[AlarmLine, ...]:
    from spie_diag.casework.alarms import standing

    return tuple(map(alarm_line_of, standing(casebook)))
