"""Decides what is shown of the words that somebody looks for in one person’s interviews."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.cases.notes_lines import FoundLine, found_line
from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError
from spie_diag.interview.people import CaseId, InterviewId

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.finding import Found


class NotesScreen(Protocol):
    def show_found(self, lines: tuple[FoundLine, ...], search: str) -> None: ...

    def show_error(self, error: SpieError) -> None: ...


@dataclass
class NotesPresenter:
    screen: NotesScreen
    casebook: "Casebook"
    work: Work
    open_interview: Callable[[InterviewId], None]
    here: "Callable[[Found], bool]" = lambda _found: False
    """Shows a text that stands in the interview on screen; False where it stands elsewhere."""
    case: CaseId | None = None
    searched: str = field(default="", repr=False)
    found: "tuple[Found, ...]" = field(default=(), repr=False)

    def start(self, case: CaseId) -> None:
        """Look in the interviews of another person."""
        self.case, self.searched, self.found = case, "", ()

    def search(self, text: str) -> None:
        """The texts that hold these words; a question that a newer one follows is not even looked for."""
        self.searched = text
        if self.case is not None:
            task = partial(self._look, self.case, text)
            self.work.run(task, then=partial(self._show, self.case, text), failed=self.screen.show_error)

    def _look(self, case: CaseId, text: str) -> "tuple[Found, ...]":
        return _in_notes(self.casebook, case, text) if (case, text) == (self.case, self.searched) else ()

    def _show(self, case: CaseId, text: str, found: "tuple[Found, ...]") -> None:
        if (case, text) == (self.case, self.searched):
            self.found = found
            self.screen.show_found(tuple(map(found_line, found)), text)

    def open(self, place: int) -> None:
        """Open the interview where the text stands."""
        if 0 <= place < len(self.found) and not self.here(self.found[place]):
            task = partial(_go_to, self.casebook, self.found[place])
            self.work.run(task, then=self.open_interview, failed=self.screen.show_error)


def _in_notes(casebook: "Casebook", case: CaseId, text: str) -> "tuple[Found, ...]":
    from spie_diag.casework.finding import in_notes

    return in_notes(casebook, case, text)


def _go_to(casebook: "Casebook", found: "Found") -> InterviewId:
    from spie_diag.casework.finding import go_to_found

    return go_to_found(casebook, found)
