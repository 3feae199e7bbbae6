"""Leads through the page: what the interview allows, which step is in sight, and what a lock must not lose."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from spie_diag.casework.selecting import Selection
from spie_diag.desktop.exchange.choosing_presenter import ChoosingPresenter
from spie_diag.desktop.exchange.codes_presenter import CodesPresenter
from spie_diag.desktop.exchange.handing_presenter import HandingPresenter
from spie_diag.desktop.exchange.history_presenter import HistoryPresenter
from spie_diag.desktop.exchange.offered import let_go
from spie_diag.desktop.exchange.sheets_presenter import SheetsPresenter
from spie_diag.desktop.exchange.shown import GUIDED, Situation, Step
from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError
from spie_diag.french import long_date
from spie_diag.interview.course import AGREEMENT

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.recipients import KnownRecipient
    from spie_diag.interview.people import InterviewId


FROM_INTERVIEW: Final = "from_interview"
"""Kept over a lock where the way back leads to the interview."""


class ExchangeScreen(Protocol):
    def show_situation(self, situation: Situation) -> None: ...

    def show_step(self, step: Step, done: frozenset[int]) -> None: ...

    def let_go_on(self, on: bool) -> None:
        """Whether the step in sight has been done as far as the next one needs."""

    def refocus(self) -> None:
        """Give the keyboard to where the work of the step in sight begins."""

    def choose_unsigned_place(self, name: str, folder: str) -> None: ...

    def say_unsigned(self, file: Path) -> None: ...

    def show_error(self, error: SpieError) -> None: ...


@dataclass
class ExchangePresenter:
    screen: ExchangeScreen
    casebook: "Casebook" = field(repr=False)
    work: Work = field(repr=False)
    interview: "InterviewId"
    choosing: ChoosingPresenter
    handing: HandingPresenter
    history: HistoryPresenter
    codes: CodesPresenter
    sheets: SheetsPresenter
    step: Step = Step.RECIPIENT
    from_interview: bool = False
    """Whether the way back leads to the interview; else to the persons."""
    situation: Situation | None = field(default=None, repr=False)
    handed: bool = False
    """The document that was being prepared left."""
    _waiting: tuple[Callable[[], None], Callable[[], None]] | None = field(default=None, repr=False)
    """What waits for the interview to be known, and what is done where it cannot be."""

    def start(self) -> None:
        self.choosing.changed = self._changed
        self.handing.handed = self.codes.handed = self.sheets.handed = self._left
        task = partial(_situation, self.casebook, self.interview)
        self.work.run(task, then=self._begin, failed=self._not_begun)

    def go_to(self, step: Step) -> None:
        """Show a step; what it needs and is not there is shown instead."""
        situation = self.situation
        if situation is None or self.handing.is_busy:
            return
        if step in (Step.LEAVING, Step.AGREEMENT) and not (situation.is_signed and self.choosing.is_named()):
            step = Step.RECIPIENT
        elif step is Step.AGREEMENT and not self._is_seen() and not self.handed:
            step = Step.LEAVING
        left, self.step = self.step, step
        if left is Step.AGREEMENT and step is not Step.AGREEMENT:
            self.handing.forget_words()
            self._end_handed()
        if step is not Step.LEAVING:
            self.choosing.look_away()
        self._show_step()

    def go_on(self) -> None:
        """The next of the steps that are done one after the other."""
        if self.step in GUIDED[:-1]:
            self.go_to(GUIDED[self.step.place + 1])

    def prepare_another(self) -> None:
        """From the beginning, for somebody else."""
        self.go_to(Step.RECIPIENT)

    def ask_unsigned(self) -> None:
        """Save what nobody signed yet."""
        task = partial(_unsigned_name, self.casebook, self.interview)
        self.work.run(task, then=self._choose_unsigned_place, failed=self.screen.show_error)

    def save_unsigned(self, file: Path) -> None:
        if self.situation is not None:
            task = partial(_save_unsigned, self.casebook, self.situation, file)
            self.work.run(task, then=self.screen.say_unsigned, failed=self.screen.show_error)

    def half_written(self) -> Mapping[str, str]:
        """Which interview it is about, the step, and what was chosen.

        What is leaving at this moment is not proposed anew: it stands among what left, or did not leave.
        """
        kept = {"exchange": str(self.interview), "step": self.step.name}
        if self.from_interview:
            kept[FROM_INTERVIEW] = "oui"
        if self.handing.is_busy:
            return kept | {"step": Step.HISTORY.name}
        kept["selection"] = json.dumps(self.choosing.selection.as_json())
        if self.choosing.hands is not None:
            kept["hands"] = self.choosing.hands
        return kept

    def take_up(self, texts: Mapping[str, str], then: Callable[[], None]) -> None:
        """As it was, once the interview is known."""
        again = partial(self._take_up, texts, then)
        if self.situation is None:
            self._waiting = again, then
        else:
            again()

    def _take_up(self, texts: Mapping[str, str], then: Callable[[], None]) -> None:
        self.choosing.take_up(_selection(texts.get("selection", "")), texts.get("hands"))
        step = next((one for one in Step if one.name == texts.get("step")), Step.RECIPIENT)
        if step is Step.AGREEMENT:
            step = Step.LEAVING  # the pages are read again before anybody says that she agrees
        if self.choosing.selection.recipient or step not in GUIDED:
            self.go_to(step)
        then()

    def _begin(self, found: "tuple[Situation, tuple[KnownRecipient, ...]]") -> None:
        self.situation, known = found
        self.screen.show_situation(self.situation)
        for part in (self.handing, self.history, self.codes, self.sheets):
            part.begin(self.situation)
        self.choosing.begin(self.situation, known)
        self._show_step()
        self.screen.refocus()  # what the keyboard was given to may not be there any more
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting[0]()

    def _not_begun(self, error: SpieError) -> None:
        """It is gone: nothing that was put down about it is waited for."""
        self.screen.show_error(error)
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting[1]()

    def _show_step(self) -> None:
        chosen = self.choosing.selection
        self.screen.show_step(self.step, self._done())
        if self.step is Step.AGREEMENT and not self.handed:
            offer = self.choosing.offer
            told = let_go(offer) if offer is not None else ()
            self.handing.show(self.choosing.prepared, self.choosing.signers, told)
        elif self.step is Step.HISTORY:
            self.history.show()
        elif self.step is Step.CODES:
            self.codes.show(chosen)
            self.sheets.show(chosen)
        self._let_go_on()

    def _done(self) -> frozenset[int]:
        done = {
            Step.RECIPIENT: bool(self.choosing.selection.recipient.strip()),
            Step.LEAVING: self._is_seen(),
            Step.AGREEMENT: self.handed,
        }
        return frozenset(step.place for step, is_done in done.items() if is_done)

    def _is_seen(self) -> bool:
        """Whether the pages in sight are those that would leave."""
        return self.choosing.is_seen()

    def _changed(self) -> None:
        self.screen.show_step(self.step, self._done())
        self._let_go_on()

    def _let_go_on(self) -> None:
        signed = self.situation is not None and self.situation.is_signed
        self.screen.let_go_on(signed and (self.step is not Step.LEAVING or self._is_seen()))

    def _left(self) -> None:
        self.history.show()
        if self.step is Step.AGREEMENT:
            self.handed = True
            self._changed()
        task = partial(_known, self.casebook)
        self.work.run(task, then=self._know, failed=self.screen.show_error)

    def _know(self, known: "tuple[KnownRecipient, ...]") -> None:
        self.choosing.know(known)

    def _end_handed(self) -> None:
        """Somebody leaves the place where it was said that it left: the next document starts anew."""
        if self.handed:
            self.handed = False
            self.choosing.start_again()

    def _choose_unsigned_place(self, proposed: tuple[str, str]) -> None:
        self.screen.choose_unsigned_place(*proposed)


def _situation(casebook: "Casebook", interview: "InterviewId") -> "tuple[Situation, tuple[KnownRecipient, ...]]":
    """The interview as the page needs it; that her file is read is told by the register."""
    from spie_diag.casework.casebook import day_of
    from spie_diag.casework.registering import note_opening
    from spie_diag.casework.rights import opposed_since
    from spie_diag.casework.sheet import draw

    sheet = draw(casebook, interview)
    note_opening(casebook, sheet.person.case)
    since = opposed_since(casebook, sheet.person.case)
    situation = Situation(
        interview=interview,
        case=sheet.person.case,
        called=sheet.person.called,
        number=sheet.person.number,
        version=sheet.version,
        held_on=day_of(casebook.desk(interview).record),
        is_signed=sheet.is_signed,
        opposed_since=long_date(since.date(), weekday=False) if since else "",
        refused=sheet.state.value(AGREEMENT) == "non",
        today=casebook.clock.now().date(),
    )
    return situation, _known(casebook)


def _known(casebook: "Casebook") -> "tuple[KnownRecipient, ...]":
    from spie_diag.casework.recipients import recipients

    return recipients(casebook)


def _unsigned_name(casebook: "Casebook", interview: "InterviewId") -> tuple[str, str]:
    from spie_diag.casework.publishing import proposed_file_name
    from spie_diag.casework.saving_places import last_folder
    from spie_diag.casework.sheet import draw

    folder = last_folder(casebook)
    return proposed_file_name(draw(casebook, interview)), str(folder) if folder else ""


def _save_unsigned(casebook: "Casebook", situation: Situation, file: Path) -> Path:
    from spie_diag.casework.publishing import export_document
    from spie_diag.casework.rights import Recipient
    from spie_diag.casework.saving_places import remember_folder

    whose = Recipient.PERSON if situation.only_hers else Recipient.PARTNER
    saved = export_document(casebook, situation.interview, file, whose)
    remember_folder(casebook, file)
    return saved


def _selection(text: str) -> Selection:
    """What was put down; the narrowest choice where it cannot be read."""
    try:
        return Selection.from_json(json.loads(text))
    except ValueError:
        return Selection.from_json(None)
