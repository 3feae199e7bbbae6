"""Decides how the two sheets of one page are saved: for whoever takes over, and for a meeting."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from spie_diag.casework.profiles import Profile
from spie_diag.casework.selecting import Selection
from spie_diag.desktop.exchange.shown import MeetingWritten, SheetFile, Situation
from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook


class SheetsScreen(Protocol):
    def show_offer(self, for_whom: str, *, is_possible: bool) -> None: ...

    def say_question_missing(self) -> None: ...

    def choose_place(self, kind: SheetFile, name: str, folder: str) -> None: ...

    def say_saved(self, file: Path) -> None: ...

    def show_error(self, error: SpieError) -> None: ...


@dataclass
class SheetsPresenter:
    screen: SheetsScreen
    casebook: "Casebook" = field(repr=False)
    work: Work = field(repr=False)
    _situation: Situation | None = field(default=None, repr=False)
    _selection: Selection | None = field(default=None, repr=False)
    """The partner it is for; None for whoever takes over, who is written by hand."""
    _meeting: MeetingWritten | None = field(default=None, repr=False)

    def begin(self, situation: Situation) -> None:
        self._situation = situation

    def show(self, chosen: Selection) -> None:
        """The relay sheet follows what was chosen for a partner, where one is named."""
        situation = self._situation
        named = bool(chosen.recipient.strip()) and chosen.profile is not Profile.PERSON
        self._selection = chosen if named else None
        if situation is not None:
            possible = situation.is_signed and not situation.only_hers
            self.screen.show_offer(chosen.recipient if named else "", is_possible=possible)

    def ask_relay(self) -> None:
        self._ask(SheetFile.RELAY)

    def ask_meeting(self, written: MeetingWritten) -> None:
        if not written.question.strip():
            self.screen.say_question_missing()
            return
        self._meeting = written
        self._ask(SheetFile.MEETING)

    def save(self, kind: SheetFile, file: Path) -> None:
        """The person agreed to it, today."""
        if self._situation is not None:
            task = partial(_save, self.casebook, self._situation, kind, self._selection, self._meeting, file)
            self.work.run(task, then=self.screen.say_saved, failed=self.screen.show_error)

    def _ask(self, kind: SheetFile) -> None:
        if self._situation is not None:
            name = f"{kind.value}-{self._situation.number}-v{self._situation.version}.pdf"
            if kind is SheetFile.MEETING:
                name = f"{kind.value}.pdf"  # not even the number of the file: it must not lead to her
            then = partial(self._choose_place, kind, name)
            self.work.run(partial(_folder, self.casebook), then=then, failed=self.screen.show_error)

    def _choose_place(self, kind: SheetFile, name: str, folder: str) -> None:
        self.screen.choose_place(kind, name, folder)


def _folder(casebook: "Casebook") -> str:
    from spie_diag.casework.saving_places import last_folder

    folder = last_folder(casebook)
    return str(folder) if folder else ""


def _save(
    casebook: "Casebook",
    situation: Situation,
    kind: SheetFile,
    selection: Selection | None,
    meeting: MeetingWritten | None,
    file: Path,
) -> Path:
    from spie_diag.casework.saving_places import remember_folder
    from spie_diag.casework.sheet_saving import save_meeting_sheet, save_relay_sheet

    if kind is SheetFile.RELAY or meeting is None:
        save_relay_sheet(casebook, situation.interview, selection, file, situation.today)
    else:
        save_meeting_sheet(casebook, situation.interview, meeting.question, meeting.called, file, situation.today)
    remember_folder(casebook, file)
    return file
