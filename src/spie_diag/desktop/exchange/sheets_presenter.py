"""Decides how the two sheets of one page are saved: for whoever takes over, and for a meeting."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from spie_diag.casework.profiles import Profile
from spie_diag.casework.selecting import Selection
from spie_diag.desktop.exchange.shown import SheetAsked, SheetShown, Situation
from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook


class SheetsScreen(Protocol):
    def show_offer(self, for_whom: str, today: date, *, is_possible: bool) -> None: ...

    def say_missing(self, field: str) -> None:
        """``day`` or ``question``: what is still to be given."""

    def show_page(self, shown: SheetShown) -> None:
        """The sheet, to be read with the person before she agrees to it."""

    def show_form(self) -> None:
        """No sheet is being read."""

    def choose_place(self, name: str, folder: str) -> None: ...

    def say_saved(self, file: Path) -> None: ...

    def show_error(self, error: SpieError) -> None: ...


@dataclass
class SheetsPresenter:
    screen: SheetsScreen
    casebook: "Casebook" = field(repr=False)
    work: Work = field(repr=False)
    handed: Callable[[], None] = lambda: None
    """A sheet left: what is shown of the past changed."""
    _situation: Situation | None = field(default=None, repr=False)
    _selection: Selection | None = field(default=None, repr=False)
    """The partner it is for; None for whoever takes over, who is written by hand."""
    _asked: SheetAsked | None = field(default=None, repr=False)

    def begin(self, situation: Situation) -> None:
        self._situation = situation

    def show(self, chosen: Selection) -> None:
        """The relay sheet follows what was chosen for a partner, where one is named."""
        situation = self._situation
        named = bool(chosen.recipient.strip()) and chosen.profile is not Profile.PERSON
        self._selection = chosen if named else None
        if situation is not None:
            self._asked = None
            self.screen.show_form()
            possible = situation.is_signed and not situation.only_hers
            self.screen.show_offer(chosen.recipient if named else "", situation.today, is_possible=possible)

    def read(self, asked: SheetAsked, width_px: int) -> None:
        """Show the very page that would leave."""
        situation, missing = self._situation, _missing(asked)
        if missing:
            self.screen.say_missing(missing)
        elif situation is not None:
            self._asked = asked
            task = partial(_drawn, self.casebook, situation, asked, self._selection, width_px)
            self.work.run(task, then=partial(self._show_page, asked), failed=self.screen.show_error)

    def ask_place(self) -> None:
        """She agreed to what was read: where shall it be saved?"""
        situation, asked = self._situation, self._asked
        if situation is not None and asked is not None:
            name = f"{asked.kind.value}-{situation.number}-v{situation.version}.pdf"
            if asked.meeting is not None:
                name = f"{asked.kind.value}.pdf"  # not even the number of the file: it must not lead to her
            then = partial(self._choose_place, name)
            self.work.run(partial(_folder, self.casebook), then=then, failed=self.screen.show_error)

    def save(self, file: Path) -> None:
        situation, asked = self._situation, self._asked
        if situation is not None and asked is not None:
            task = partial(_save, self.casebook, situation, asked, self._selection, file)
            self.work.run(task, then=self._saved, failed=self.screen.show_error)

    def _show_page(self, asked: SheetAsked, shown: SheetShown) -> None:
        if asked is self._asked:
            self.screen.show_page(shown)

    def _choose_place(self, name: str, folder: str) -> None:
        self.screen.choose_place(name, folder)

    def _saved(self, file: Path) -> None:
        self._asked = None
        self.screen.say_saved(file)
        self.handed()


def _missing(asked: SheetAsked) -> str:
    """The first thing that is not there."""
    if asked.agreed_on is None:
        return "day"
    return "question" if asked.meeting is not None and not asked.meeting.question.strip() else ""


def _folder(casebook: "Casebook") -> str:
    from spie_diag.casework.saving_places import last_folder

    folder = last_folder(casebook)
    return str(folder) if folder else ""


def _drawn(
    casebook: "Casebook", situation: Situation, asked: SheetAsked, selection: Selection | None, width_px: int
) -> SheetShown:
    from spie_diag.casework.previewing import preview_sheet
    from spie_diag.casework.sheet_saving import meeting_page, relay_page

    agreed_on, meeting = asked.agreed_on or situation.today, asked.meeting
    if meeting is None:
        page = relay_page(casebook, situation.interview, selection, agreed_on)
    else:
        page = meeting_page(casebook, situation.interview, meeting.question, meeting.called, agreed_on)
    return SheetShown(*preview_sheet(page, width_px))


def _save(
    casebook: "Casebook", situation: Situation, asked: SheetAsked, selection: Selection | None, file: Path
) -> Path:
    from spie_diag.casework.saving_places import remember_folder
    from spie_diag.casework.sheet_saving import save_meeting_sheet, save_relay_sheet

    agreed_on, meeting = asked.agreed_on or situation.today, asked.meeting
    if meeting is None:
        save_relay_sheet(casebook, situation.interview, selection, file, agreed_on)
    else:
        save_meeting_sheet(casebook, situation.interview, meeting.question, meeting.called, file, agreed_on)
    remember_folder(casebook, file)
    return file
