"""Decides what is shown of the documents received about the person beside the list, and saves one as it came."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError
from spie_diag.french import long_date, spaced
from spie_diag.interview.people import CaseId

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.received import Reception


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedLine:
    """One document received, in words."""

    digest: str
    by: str = field(repr=False)
    facts: tuple[str, ...]
    file_name: str
    """Proposed for a copy; it names nobody."""
    is_hers_only: bool = False
    """She opposes sharing: a copy can only be for her."""


class ReceivedScreen(Protocol):
    def show_received(self, lines: Sequence[ReceivedLine]) -> None: ...

    def show_saved(self, file: str) -> None: ...

    def show_taken_back(self) -> None: ...

    def show_error(self, error: SpieError) -> None: ...


@dataclass
class ReceivedPresenter:
    screen: ReceivedScreen
    casebook: "Casebook" = field(repr=False)
    work: Work = field(repr=False)
    case: CaseId | None = None

    def look(self, case: CaseId) -> None:
        """What was received about somebody; whoever was left meanwhile is not even looked for."""
        if case != self.case:
            self.screen.show_received(())
        self.case = case
        self.work.run(partial(self._read, case), then=partial(self._show, case), failed=self.screen.show_error)

    def save(self, digest: str, file: Path) -> None:
        if self.case is not None:
            task = partial(_save, self.casebook, self.case, digest, file)
            self.work.run(task, then=partial(self._saved, self.case, file), failed=self.screen.show_error)

    def take_back(self, digest: str) -> None:
        """It was put in the wrong file."""
        if self.case is not None:
            task = partial(_take_back, self.casebook, self.case, digest)
            self.work.run(task, then=partial(self._taken_back, self.case), failed=self.screen.show_error)

    def _read(self, case: CaseId) -> tuple[ReceivedLine, ...]:
        return _received(self.casebook, case) if case == self.case else ()

    def _show(self, case: CaseId, lines: tuple[ReceivedLine, ...]) -> None:
        if case == self.case:
            self.screen.show_received(lines)

    def _taken_back(self, case: CaseId, lines: tuple[ReceivedLine, ...]) -> None:
        if case == self.case:
            self.screen.show_received(lines)
            self.screen.show_taken_back()

    def _saved(self, case: CaseId, file: Path, _written: Path) -> None:
        if case == self.case:
            self.screen.show_saved(str(file))


def line_of(number: int, one: "Reception", *, is_hers_only: bool) -> ReceivedLine:
    where = f" ({one.structures})" if one.by and one.structures else ""
    held = f"Entretien du {long_date(one.package.held_on, weekday=False)}"
    came = f"Reçu le {long_date(one.received_at.date(), weekday=False)}"
    taken = f"{came}, repris par {one.taken_in_by.name}" if one.taken_in_by else came
    return ReceivedLine(
        digest=one.digest,
        by=spaced(f"{one.by}{where}" if one.by else one.structures or "Un partenaire"),
        facts=tuple(spaced(fact) for fact in (held, taken, one.remark) if fact),
        file_name=f"recu-{number:02d}-v{one.package.version}.pdf",
        is_hers_only=is_hers_only,
    )


def _received(casebook: "Casebook", case: CaseId) -> tuple[ReceivedLine, ...]:
    from spie_diag.casework.received import receptions
    from spie_diag.casework.rights import opposed_since

    found = receptions(casebook, case)
    if not found:
        return ()
    opposed = opposed_since(casebook, case) is not None
    return tuple(line_of(number, one, is_hers_only=opposed) for number, one in enumerate(found, start=1))


def _save(casebook: "Casebook", case: CaseId, digest: str, file: Path) -> Path:
    from spie_diag.casework.received_copies import save_received
    from spie_diag.casework.rights import Recipient, opposed_since

    hers = opposed_since(casebook, case) is not None
    return save_received(casebook, case, digest, file, Recipient.PERSON if hers else Recipient.PARTNER)


def _take_back(casebook: "Casebook", case: CaseId, digest: str) -> tuple[ReceivedLine, ...]:
    from spie_diag.casework.taking_back import take_back

    take_back(casebook, case, digest)
    return _received(casebook, case)
