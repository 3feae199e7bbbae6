"""Decides what happens from the moment a partner's file is chosen to the moment it stands in somebody's file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar
from uuid import UUID

from spie_diag.desktop.receiving.reading import (
    Examined,
    compared,
    examined,
    get_ready,
    opened_pdf,
    read_file,
    taken,
    verified,
)
from spie_diag.desktop.receiving.shown import Owner, ReceivingScreen, Step
from spie_diag.desktop.work import Errand, LongWork
from spie_diag.errors import SpieError
from spie_diag.interview.people import CaseId, SpecialistId

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook
    from spie_diag.desktop.receiving.reading import Kept
    from spie_diag.desktop.receiving.shown import News
    from spie_diag.signing.verdict import Verdict

T = TypeVar("T")
_NEW: Final = "new"


@dataclass(frozen=True, slots=True)
class _Left:
    """Where somebody was before a lock: gone to again as soon as the file is read, and its signers compared."""

    step: Step
    case: str
    number: str


@dataclass
class ReceivingPresenter:
    screen: ReceivingScreen
    casebook: "Casebook" = field(repr=False)
    work: LongWork = field(repr=False)
    open_person: Callable[[CaseId], None] = field(repr=False)
    gone: bool = False
    _asked: int = 0
    """The latest file chosen: what comes of an earlier one is dropped."""
    _file: Path | None = field(default=None, repr=False)
    _content: bytes = field(default=b"", repr=False)
    _examined: Examined | None = field(default=None, repr=False)
    _case: CaseId | None = None
    _is_confirmed: bool = False
    _is_busy: bool = False
    _is_taking: bool = False
    """A document is being kept: nobody goes elsewhere until it is told."""
    _errand: Errand | None = None
    _left: _Left | None = field(default=None, repr=False)

    def get_ready(self) -> None:
        """Have what verifies imported, beside, while somebody still looks for the file."""
        self.work.run_beside(get_ready, then=lambda _n: None, failed=lambda _e: None, told=lambda _share: None)

    def let_go(self) -> None:
        """The page went."""
        self.gone = True
        self.cancel()

    def choose(self, file: Path) -> None:
        """Read a file and verify it; nothing of it is kept."""
        if not self._is_taking:
            self._left = None
            self._begin(file)

    def start_again(self) -> None:
        """Another file instead."""
        if self._is_taking:
            return
        self._left = None
        self.cancel()
        self._asked += 1
        self._file, self._content, self._examined = None, b"", None
        self.screen.remember({})
        self.screen.show_choice()

    def cancel(self) -> None:
        """Nobody waits any more for what is under way; nothing of it was kept."""
        if self._errand is not None:
            self._errand.cancel()
            self._errand = None

    def open_with_password(self, password: str) -> None:
        self._open(password=password)

    def open_with_key(self, specialist: SpecialistId, passphrase: str) -> None:
        self._open(specialist=specialist, passphrase=passphrase)

    def go_on(self, confirmed: bool) -> None:
        """From the verdict to the person; ``confirmed``: the unknown signers were compared with their certificates."""
        found = self._examined
        if found is None or found.incoming is None or not found.judged.leads_on:
            return
        if found.judged.fingerprints and not confirmed:
            return
        self._is_confirmed = confirmed
        left, self._left = self._left, None
        if left is not None:
            self._go_where_it_was_left(left)
        else:
            self._show_asked("")

    def choose_person(self, case: CaseId | None) -> None:
        """Whose file it goes to; None for a new one."""
        found = self._examined
        if found is None or found.incoming is None or self._is_busy:
            return
        self._is_busy, self._case = True, case
        task = partial(compared, self.casebook, found.incoming, case)
        self._run(task, self._compared, self._no_person)

    def choose_number(self, number: str) -> None:
        """The file with this number, whatever her name."""
        from spie_diag.desktop.receiving.reading import numbered

        if number.strip():
            self._run(partial(numbered, self.casebook, number), self.choose_person, self._no_person)

    def keep_number(self, number: str) -> None:
        self._remember(Step.PERSON, number=number)

    def take_in(self) -> None:
        """Keep it in her file; a second click, or a held Enter, keeps it once."""
        found = self._examined
        if found is None or found.incoming is None or self._is_busy:
            return
        self._is_busy = self._is_taking = True
        self.screen.show_taking_in()
        task = partial(taken, self.casebook, found.incoming, self._case, confirmed=self._is_confirmed)
        self._run(task, self._taken, self._not_taken)

    def go_back(self, step: Step) -> None:
        """To a step that was gone through already."""
        found = self._examined if not self._is_taking else None
        if step is Step.FILE:
            self.start_again()
        elif found is not None and step is Step.VERDICT:
            self._remember(Step.VERDICT)
            self.screen.show_judged(found.judged)
        elif found is not None and step is Step.PERSON and found.incoming is not None:
            self._show_asked("")

    def ask_again(self) -> None:
        """Somebody else than the one chosen."""
        self._show_asked("")

    def see_holder(self) -> None:
        """The person whose file holds it already, or since now."""
        case = self._examined.judged.held_by if self._examined is not None else None
        if case is not None:
            self.open_person(case)

    def see_person(self) -> None:
        if self._case is not None:
            self.open_person(self._case)

    def take_up(self, texts: Mapping[str, str], then: Callable[[], None]) -> None:
        """After a lock: the same file again, then the same place, as far as no secret is needed to go there."""
        step = next((one for one in Step if one.name == texts.get("received_step")), Step.FILE)
        self._left = left = _Left(step, texts.get("received_case", ""), texts.get("received_number", ""))
        self._begin(Path(texts["received_file"]))
        if self._left is left:  # until the file is read, another lock would put down the same
            self._remember(step, case=left.case, number=left.number)
        then()

    def _begin(self, file: Path) -> None:
        self.cancel()
        self._asked += 1
        self._file, self._content, self._examined = file, b"", None
        self._is_confirmed = self._is_busy = False
        self._remember(Step.FILE)
        self.screen.show_waiting(file.name)
        self._run(partial(read_file, file), self._read, self._unread)

    def _run(self, task: Callable[[], T], then: Callable[[T], None], failed: Callable[[SpieError], None]) -> None:
        asked = self._asked
        self.work.run(task, partial(self._bring, asked, then), partial(self._bring, asked, failed))

    def _bring(self, asked: int, told: Callable[[T], None], outcome: T) -> None:
        if not self.gone and asked == self._asked:
            told(outcome)

    def _read(self, content: bytes) -> None:
        self._content = content
        self._open()

    def _open(self, password: str = "", specialist: SpecialistId | None = None, passphrase: str = "") -> None:
        if self._is_busy:
            return
        self._is_busy = True
        task = partial(opened_pdf, self.casebook, self._content, password, specialist, passphrase)
        is_first = not password and specialist is None
        self._run(task, self._opened, self._closed if is_first else self._still_closed)

    def _closed(self, error: SpieError) -> None:
        from spie_diag.casework.exchange_errors import CertificateNeededError, PasswordNeededError

        self._is_busy = False
        name = self._file.name if self._file is not None else ""
        if isinstance(error, PasswordNeededError):
            self.screen.ask_password(name)
        elif isinstance(error, CertificateNeededError):
            self.screen.ask_own_key(name, self._owners())
        else:
            self._unread(error)

    def _unread(self, error: SpieError) -> None:
        """There is nothing to come back to."""
        self._file = None
        self.screen.remember({})
        self.screen.show_unread(error)

    def _still_closed(self, error: SpieError) -> None:
        self._is_busy = False
        self.screen.show_key_error(error)

    def _owners(self) -> tuple[Owner, ...]:
        """Who may type her passphrase, the one at the keyboard first."""
        writer = self.casebook.writer
        ordered = sorted(self.casebook.openers, key=lambda one: one.id != writer)
        return tuple(Owner(id=one.id, name=one.name) for one in ordered)

    def _opened(self, pdf: bytes) -> None:
        self._is_busy = False
        if self._file is not None:
            self.screen.show_waiting(self._file.name)
        asked, now = self._asked, self.casebook.clock.now()
        then = partial(self._bring, asked, partial(self._verified, pdf))
        failed = partial(self._bring, asked, self._unread)
        begun = self.work.run_beside(partial(verified, pdf, now), then=then, failed=failed, told=lambda _share: None)
        self._errand = begun if self._examined is None else None

    def _verified(self, pdf: bytes, verdict: "Verdict") -> None:
        name = self._file.name if self._file is not None else ""
        task = partial(examined, self.casebook, pdf, verdict, name)
        self._run(task, self._judged, self._unread)

    def _judged(self, found: Examined) -> None:
        self._errand, self._examined = None, found
        left = self._left
        if left is None or left.step.place <= Step.VERDICT.place or not found.judged.leads_on:
            self._left = None
            self._remember(Step.VERDICT)
            self.screen.show_judged(found.judged)
        elif found.judged.fingerprints:
            self.screen.show_judged(found.judged)  # who signed is compared anew; then ``go_on``
        else:
            self._left = None
            self._go_where_it_was_left(left)

    def _go_where_it_was_left(self, left: _Left) -> None:
        self._show_asked(left.number)
        if left.step is Step.NEWS and left.case:
            self.choose_person(None if left.case == _NEW else CaseId(UUID(left.case)))

    def _show_asked(self, number: str) -> None:
        found = self._examined
        if found is not None and found.asked is not None:
            self._remember(Step.PERSON, number=number)
            self.screen.show_asked(found.asked, number)

    def _no_person(self, error: SpieError) -> None:
        self._is_busy = False
        self.screen.show_person_error(error)

    def _compared(self, news: "News") -> None:
        self._is_busy = False
        self._remember(Step.NEWS, case=_NEW if self._case is None else str(self._case))
        self.screen.show_news(news)

    def _taken(self, kept: "Kept") -> None:
        self._is_busy = self._is_taking = False
        self._case, self._examined = kept.case, None
        self._content = b""
        self.screen.remember({})
        self.screen.show_taken(kept.shown)

    def _not_taken(self, error: SpieError) -> None:
        self._is_busy = self._is_taking = False
        self.screen.show_not_taken(error)

    def _remember(self, step: Step, *, case: str = "", number: str = "") -> None:
        if self._file is None:
            return
        texts = {"received_file": str(self._file), "received_step": step.name}
        more = {"received_case": case, "received_number": number}
        self.screen.remember({**texts, **{name: text for name, text in more.items() if text}})
