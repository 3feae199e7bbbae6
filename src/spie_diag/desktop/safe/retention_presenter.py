"""Decides what happens where the pair looks at how long files are kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.safe.deciding import Proven
from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError
from spie_diag.french import counted, listed, short_date
from spie_diag.interview.people import CaseId, Person

if TYPE_CHECKING:
    from datetime import date

    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.retention import Due, Rule
    from spie_diag.casework.rights import ErasurePreview

_MOST_NAMED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """One file in a table."""

    case: CaseId
    name: str = field(repr=False)
    cells: tuple[str, ...] = field(repr=False)
    is_archived: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """The rule, in months: kept after the last contact, told so long before, kept in the archive."""

    kept: int
    told_before: int
    archived: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """What would be erased, in words."""

    title: str
    names: str = field(repr=False)
    goes: str
    copies: str
    holders: tuple[str, ...] = field(default=(), repr=False)
    """Who received documents of whom, and is to be told. Source: RGPD, article 19."""


class RetentionScreen(Protocol):
    def show_files(self, due: tuple[FileLine, ...], archived: tuple[FileLine, ...], months: Months) -> None: ...

    def show_done(self, sentence: str) -> None: ...

    def show_error(self, error: SpieError) -> None: ...

    def show_going(self, going: Going) -> None: ...

    def show_erasing(self) -> None: ...

    def show_not_erased(self, error: SpieError, *, passphrase_wrong: bool) -> None: ...

    def show_erased(self, sentence: str) -> None: ...


@dataclass
class RetentionPresenter:
    screen: RetentionScreen
    casebook: "Casebook"
    work: Work
    chosen: tuple[CaseId, ...] = ()
    """What is about to be erased."""
    busy: bool = False

    def refresh(self) -> None:
        self.work.run(partial(_read, self.casebook), then=self._show, failed=self.screen.show_error)

    def _show(self, read: "tuple[tuple[Due, ...], tuple[tuple[Person, date], ...], Rule]") -> None:
        due, archived, rule = read
        self.screen.show_files(
            tuple(due_line(one) for one in due),
            tuple(archived_line(person, since) for person, since in archived),
            Months(kept=rule.months, told_before=rule.months - rule.alert_months, archived=rule.archive_months),
        )

    def settle(self, months: Months) -> None:
        """Other durations, for everybody who opens this vault."""
        task = partial(_set_rule, self.casebook, months)
        self.work.run(task, then=lambda _nothing: self._did("Durées enregistrées."), failed=self.screen.show_error)

    def archive(self, lines: Sequence[FileLine]) -> None:
        done = f"{counted(len(lines), 'dossier archivé', 'dossiers archivés')}."
        self._do(_archive, lines, done)

    def bring_back(self, lines: Sequence[FileLine]) -> None:
        done = f"{counted(len(lines), 'dossier remis', 'dossiers remis')} dans la liste."
        self._do(_bring_back, lines, done)

    def _do(self, deed: "Callable[[Casebook, tuple[CaseId, ...]], None]", lines: Sequence[FileLine], done: str) -> None:
        if not lines or self.busy:
            return
        self.busy = True
        task = partial(deed, self.casebook, tuple(line.case for line in lines))
        self.work.run(task, then=lambda _nothing: self._did(done), failed=self._not_done)

    def _did(self, sentence: str) -> None:
        self.busy = False
        self.screen.show_done(sentence)
        self.refresh()

    def _not_done(self, error: SpieError) -> None:
        self.busy = False
        self.screen.show_error(error)

    def ask_erasure(self, lines: Sequence[FileLine]) -> None:
        """Show what would go before anybody decides."""
        if not lines:
            return
        self.chosen = tuple(line.case for line in lines)
        task = partial(_preview, self.casebook, self.chosen)
        self.work.run(task, then=partial(self._previewed, tuple(lines)), failed=self.screen.show_error)

    def _previewed(self, lines: tuple[FileLine, ...], previews: "tuple[ErasurePreview, ...]") -> None:
        self.screen.show_going(going_of(lines, previews))

    def erase(self, proven: Proven) -> None:
        if not self.chosen or self.busy:
            return
        self.busy = True
        self.screen.show_erasing()
        done = f"{counted(len(self.chosen), 'dossier effacé', 'dossiers effacés')}."
        task = partial(_purge, self.casebook, self.chosen, proven)
        self.work.run(task, then=lambda _nothing: self._erased(done), failed=self._not_erased)

    def _erased(self, sentence: str) -> None:
        self.busy, self.chosen = False, ()
        self.screen.show_erased(sentence)
        self.refresh()

    def _not_erased(self, error: SpieError) -> None:
        from spie_diag.casework.opening import is_about_passphrase

        self.busy = False
        self.screen.show_not_erased(error, passphrase_wrong=is_about_passphrase(error))


def due_line(due: "Due") -> FileLine:
    archived = due.archived_on is not None
    proposal = due.proposal.value + (" (déjà archivé)" if archived else "")
    return FileLine(
        case=due.person.case,
        name=due.person.full_name,
        cells=(
            due.person.full_name,
            due.person.number,
            short_date(due.last_contact),
            short_date(due.due_on),
            proposal,
        ),
        is_archived=archived,
    )


def archived_line(person: Person, since: "date") -> FileLine:
    cells = (person.full_name, person.number, short_date(since))
    return FileLine(case=person.case, name=person.full_name, cells=cells, is_archived=True)


def going_of(lines: Sequence[FileLine], previews: "Sequence[ErasurePreview]") -> Going:
    """What the previews say together."""
    named = [line.name for line in lines[:_MOST_NAMED]]
    if len(lines) > _MOST_NAMED:
        named.append(counted(len(lines) - _MOST_NAMED, "autre"))
    totals = (
        (sum(one.interviews for one in previews), "entretien", "entretiens"),
        (sum(one.entries for one in previews), "entrée", "entrées"),
        (sum(one.documents for one in previews), "document signé", "documents signés"),
    )
    copies = sorted({copy for one in previews for copy in one.copies})
    goes = [counted(number, *words) for number, *words in totals if number]
    told = [f"{line.name} : {one}" for line, seen in zip(lines, previews, strict=True) for one in seen.holders]
    return Going(
        title=f"Effacer {counted(len(lines), 'dossier')}",
        names=listed(named),
        goes=listed(goes),
        copies=listed(copies),
        holders=tuple(told),
    )


def _read(casebook: "Casebook") -> "tuple[tuple[Due, ...], tuple[tuple[Person, date], ...], Rule]":
    from spie_diag.casework.retention import archived, due, rule

    return due(casebook), archived(casebook), rule(casebook)


def _set_rule(casebook: "Casebook", months: Months) -> None:
    from spie_diag.casework.retention import Rule, set_rule

    told_at = max(1, months.kept - months.told_before)
    set_rule(casebook, Rule(months=months.kept, alert_months=told_at, archive_months=months.archived))


def _archive(casebook: "Casebook", cases: tuple[CaseId, ...]) -> None:
    from spie_diag.casework.retention import archive

    archive(casebook, cases)


def _bring_back(casebook: "Casebook", cases: tuple[CaseId, ...]) -> None:
    from spie_diag.casework.retention import bring_back

    bring_back(casebook, cases)


def _preview(casebook: "Casebook", cases: tuple[CaseId, ...]) -> "tuple[ErasurePreview, ...]":
    from spie_diag.casework.rights import erasure_preview

    return tuple(erasure_preview(casebook, case) for case in cases)


def _purge(casebook: "Casebook", cases: tuple[CaseId, ...], proven: Proven) -> None:
    from spie_diag.casework.retention import purge

    purge(casebook, cases, proven.by, proven.passphrase)
