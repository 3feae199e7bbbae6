"""Decides what the frame of the interview does: which stage is shown, who writes, what is undone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Protocol

from spie_diag.desktop.interview.language import Language
from spie_diag.desktop.interview.stage import SWEEP
from spie_diag.errors import SpieError
from spie_diag.forms.definition import BlockCode
from spie_diag.interview.course import Stage
from spie_diag.interview.people import InterviewId

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.sheet import Sheet
    from spie_diag.casework.undoing import Undone
    from spie_diag.desktop.work import Work
    from spie_diag.followup.checklist import ToDo


class InterviewScreen(Protocol):
    def speak(self, language: Language) -> None:
        """Show the questions in another language."""

    def show_sheet(self, sheet: "Sheet", stage: Stage) -> None:
        """Show the frame and the stage, with what the sheet says."""

    def ask_passphrase(self) -> None:
        """The colleague takes the keyboard for the first time in this session: ask for her passphrase."""

    def lead_to(self, point: "ToDo") -> None:
        """Put the keyboard where the stage on screen deals with this point."""

    def say_passphrase_error(self, error: SpieError) -> None: ...

    def passed(self) -> None:
        """The colleague has the keyboard."""

    def say_error(self, error: SpieError) -> None: ...

    def say_correction_error(self, error: SpieError) -> None: ...

    def say_undone(self, what: str) -> None:
        """What was taken back, in words."""

    def say_not_undone(self, error: SpieError) -> None:
        """Why nothing was taken back."""

    def say_kept(self) -> None:
        """What is being typed is on the disk."""


@dataclass(eq=False)
class InterviewPresenter:
    casebook: "Casebook"
    work: "Work"
    interview: InterviewId
    screen: InterviewScreen
    closed: Callable[[], None]
    sheet: "Sheet | None" = field(default=None, repr=False)
    stage: Stage | None = None
    _gone: bool = False

    def open(self) -> None:
        """Show the interview as it was left."""
        from spie_diag.casework.receiving import resume

        self.work.run(partial(resume, self.casebook, self.interview), then=self.shown, failed=self.failed)

    def shown(self, sheet: "Sheet") -> None:
        """Take a fresh sheet and show it: the stage on screen is ours, the disk only remembers it."""
        if self._gone:
            return
        self.sheet = sheet
        if self.stage is None:
            self.stage = sheet.place.stage
            place = sheet.place
            self.screen.speak(Language.of_form(sheet.state.form, place.language, own_words_too=place.own_words_too))
        self.screen.show_sheet(sheet, self.stage)

    def go_to(self, stage: Stage, block: BlockCode | None = None) -> None:
        """Show a stage at once, and remember it; a domain of it once the disk has told."""
        from spie_diag.casework.receiving import go_to

        self.stage = stage
        if self.sheet is not None:
            self.screen.show_sheet(self.sheet, stage)
        task = partial(go_to, self.casebook, self.interview, stage, block)
        self.work.run(task, then=self.shown, failed=self.failed)

    def lead_to(self, point: "ToDo") -> None:
        """Show the stage and the domain of one point of the checklist, then put the keyboard there."""
        from spie_diag.casework.receiving import go_to

        self.stage = point.stage
        if self.sheet is not None:
            self.screen.show_sheet(self.sheet, point.stage)
        task = partial(go_to, self.casebook, self.interview, point.stage, point.block)
        self.work.run(task, then=partial(self._led, point), failed=self.failed)

    def go_on(self) -> None:
        """Show the stage after the one on screen."""
        stages = list(Stage)
        if self.stage is not None and self.stage is not stages[-1]:
            self.go_to(stages[self.stage.number])

    def pass_keyboard(self, passphrase: str | None = None) -> None:
        """Give the keyboard to the other specialist; her passphrase is asked the first time of a session."""
        from spie_diag.casework.interviewing import pass_keyboard

        sheet = self.sheet
        colleague = next((one for one in sheet.pair.members if one.id != sheet.writer.id), None) if sheet else None
        if sheet is None or colleague is None:
            return
        if passphrase is None and colleague.id not in sheet.unlocked:
            self.screen.ask_passphrase()
            return
        task = partial(pass_keyboard, self.casebook, self.interview, colleague.id, passphrase)
        self.work.run(task, then=self._passed, failed=self._not_passed)

    def undo(self) -> None:
        """Take back the last thing that the specialist at the keyboard did, and show where it was."""
        from spie_diag.casework.undoing import undo

        self.work.run(partial(undo, self.casebook, self.interview), then=self._undone, failed=self._not_undone)

    def correct(self, reason: str) -> None:
        """Begin a new version of a signed document."""
        from spie_diag.casework.signing_off import correct

        task = partial(correct, self.casebook, self.interview, reason)
        self.work.run(task, then=self.shown, failed=self._not_corrected)

    def keep_reason_draft(self, text: str) -> None:
        """Make the reason of a correction durable while it is typed."""
        from spie_diag.casework.interviewing import keep_draft

        task = partial(keep_draft, self.casebook, self.interview, "version", text)
        self.work.run(task, then=lambda _nothing: self.kept(), failed=self.failed)

    def failed(self, error: SpieError) -> None:
        if not self._gone:
            self.screen.say_error(error)

    def kept(self) -> None:
        if not self._gone:
            self.screen.say_kept()

    def remember_caret(self, field: str, place: int) -> None:
        """Remember where somebody writes, for the next start."""
        from spie_diag.casework.sheet import remember_caret

        task = partial(remember_caret, self.casebook, self.interview, field, place)
        self.work.run(task, then=lambda _nothing: None, failed=self.failed)

    def speak(self, language: Language) -> None:
        """Show the questions in another language at once, and remember it."""
        from spie_diag.casework.sheet import remember_language

        self.screen.speak(language)
        task = partial(
            remember_language, self.casebook, self.interview, language.name, own_words_too=language.own_words_too
        )
        self.work.run(task, then=lambda _nothing: None, failed=self.failed)

    def leave(self) -> None:
        """Back to the persons: everything is on disk already."""
        self.closed()

    def let_go(self) -> None:
        """The page is going: outcomes still under way have nowhere to be shown."""
        self._gone = True

    def _led(self, point: "ToDo", sheet: "Sheet") -> None:
        self.shown(sheet)
        if not self._gone and self.stage is point.stage:
            self.screen.lead_to(point)

    def _passed(self, sheet: "Sheet") -> None:
        if not self._gone:
            self.shown(sheet)
            self.screen.passed()

    def _not_passed(self, error: SpieError) -> None:
        if not self._gone:
            self.screen.say_passphrase_error(error)

    def _undone(self, undone: "Undone") -> None:
        from spie_diag.followup.checklist import ToDo

        if self._gone:
            return
        deed, place = undone.deed, undone.sheet.place
        stage = self.stage if self.stage in deed.stages else deed.stages[0]
        in_sight = deed.block in (None, place.block) or (deed.in_sweep and place.block == SWEEP)
        if stage is self.stage and in_sight:
            self.shown(undone.sheet)
        else:
            self.sheet = undone.sheet
            self.lead_to(
                ToDo(text=deed.what, blocking=False, stage=stage, block=SWEEP if deed.in_sweep else deed.block)
            )
        self.screen.say_undone(deed.what)

    def _not_undone(self, error: SpieError) -> None:
        if not self._gone:
            self.screen.say_not_undone(error)

    def _not_corrected(self, error: SpieError) -> None:
        if not self._gone:
            self.screen.say_correction_error(error)
