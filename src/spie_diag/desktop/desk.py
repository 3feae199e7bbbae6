"""Which page comes after which: unlock or first start, the persons, an interview, and back; locking from anywhere."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from spie_diag.desktop.cases import open_cases
from spie_diag.desktop.cases.view import CasesView
from spie_diag.desktop.crash import log
from spie_diag.desktop.guarding import Guard, OpeningWork
from spie_diag.desktop.unlock import open_founding, open_recovering, open_repairing, open_restoring, open_unlock
from spie_diag.desktop.window import MainWindow, PageHalfWritten
from spie_diag.desktop.work import LongWork, Work
from spie_diag.errors import SpieError
from spie_diag.interview.people import CaseId, InterviewId
from spie_diag.paths import default_vault

if TYPE_CHECKING:
    from spie_diag.casework.alarms import Alert
    from spie_diag.casework.casebook import Casebook
    from spie_diag.desktop.safe.saving import Saving


_REST_MS = 30_000
_OF_OTHER_PAGES = frozenset({"section", "exchange", "received_file"})
"""What other pages than that of the persons put down has one of these."""


class InterviewOpener(Protocol):
    def __call__(
        self,
        window: MainWindow,
        casebook: "Casebook",
        work: Work,
        interview: InterviewId,
        closed: Callable[[], None],
    ) -> QWidget:
        """The page of one interview; ``closed`` is called when somebody goes back to the persons."""


class Desk(QObject):
    """Holds the open vault, if any, and shows the pages one after the other."""

    vault_shown = Signal(object)
    """The folder of the vault that the pages are about, opened or not."""

    def __init__(self, window: MainWindow, work: LongWork, opener: InterviewOpener | None = None) -> None:
        super().__init__(window)
        self._window, self._work = window, work
        self._opener = opener or partial(_real_opener, hand_over=self._leave_to_hand_over)
        self._casebook: Casebook | None = None
        self._saving: Saving | None = None
        self._alarms: tuple[Alert, ...] = ()
        self._section = ""
        """Of « Le coffre », where a lock left from there: unlocking comes back to it."""
        self._vault = default_vault()
        self.guard = Guard(window)
        self._opening_work = OpeningWork(work, self.guard)
        self.guard.lock_due.connect(self.lock)
        window.lock_asked.connect(self.lock)
        window.closing.connect(self._let_go)
        self._resting = QTimer(self, interval=_REST_MS)
        self._resting.timeout.connect(self._rest)
        self._resting.start()

    def start(self, vault: Path | None = None) -> None:
        """Show the page to begin with: the vault asked for, the last one, or the first start."""
        remembered = Path(self._window.memory.vault) if self._window.memory.vault else None
        self._vault = vault or remembered or default_vault()
        if vault is not None or remembered is not None or _holds_something(self._vault):
            self._show_unlock()
        else:
            self.show_founding()

    def show_founding(self) -> None:
        page = open_founding(
            self._opening_work,
            default_vault(),
            created=self._opened,
            existing=partial(self._other_vault, back=self.show_founding),
            restore=self._restore_first,
        )
        self._window.show_page(page)

    def lock(self) -> None:
        """Drop the keys and come back to the unlock page; what is being typed is written first."""
        if self._casebook is None:
            return
        self._window.clear_away()  # first: it gives the keyboard back to where it was
        self._window.remember_caret()
        self._section = _section_shown(self._window.page)
        self._let_go()
        self._show_unlock(locked=True)

    def _show_unlock(self, *, locked: bool = False) -> None:
        page = open_unlock(
            self._opening_work,
            self._vault,
            locked=locked,
            opened=self._opened,
            other=self._other_vault,
            create=self.show_founding,
            recover=self._show_recovering,
            restore=self._show_restoring,
            repair=self._show_repairing,
        )
        self._window.show_page(page)

    def _show_recovering(self) -> None:
        page = open_recovering(self._opening_work, self._vault, opened=self._opened, back=self._show_unlock)
        self._window.show_page(page)

    def _show_restoring(self, backup: Path | None = None, *, back: Callable[[], None] | None = None) -> None:
        """The page that puts a backup back: the vault to replace is locked first."""
        self._let_go()
        back = back or self._show_unlock
        page = open_restoring(
            self._opening_work, self._vault, backup, restored=self._hold, opened=self._opened, back=back
        )
        self._window.show_page(page)

    def _restore_first(self, folder: Path) -> None:
        """On a new computer, where no vault ever was."""
        self._show_whose(folder)
        self._show_restoring(back=self.show_founding)

    def _show_repairing(self) -> None:
        """The page that makes a damaged vault anew: it is locked first."""
        self._let_go()
        page = open_repairing(self._opening_work, self._vault, back=self._show_unlock, restore=self._show_restoring)
        self._window.show_page(page)

    def _other_vault(self, folder: Path, *, back: Callable[[], None] | None = None) -> None:
        """The vault in ``folder``; where that is a backup, or where backups are, putting one back."""
        then = partial(self._show_other, folder, back)
        self._opening_work.run(partial(_holds_backups, folder), then=then, failed=self._say)

    def _show_other(self, folder: Path, back: Callable[[], None] | None, holds_backups: bool) -> None:
        if holds_backups:
            self._show_restoring(folder, back=back)
            return
        self._section = ""
        self._show_whose(folder)
        self._show_unlock()

    def _hold(self, casebook: "Casebook") -> None:
        """Answer for an open vault from now on: locking and closing the window give it back.

        It is locked again already when this returns, where people left while it was being opened.
        """
        from spie_diag.desktop.safe.saving import Saving

        self._casebook = casebook
        self._saving = Saving(casebook, self._work, self._window.toast.say)
        self.guard.arm()

    def _opened(self, casebook: "Casebook", folder: Path) -> None:
        self._show_whose(folder)
        self._window.remember_vault(str(folder))
        log.info("vault opened")
        self._hold(casebook)
        if self._casebook is None:
            return
        self._work.run(partial(_left_at, casebook), then=self._go_back_to, failed=self._say)

    def _go_back_to(self, left: tuple[InterviewId | None, Mapping[str, str]]) -> None:
        """The page where people were, what they had half written on it, and the caret in it."""
        interview, texts = left
        section, self._section = texts.get("section", "") if texts else self._section, ""
        if interview is not None:
            self._open_interview(interview)
        elif "exchange" in texts:
            interview_left = InterviewId(UUID(texts["exchange"]))
            self._show_exchange(interview_left, from_interview="from_interview" in texts)
        elif "received_file" in texts:
            self._show_receiving()
        elif section:
            self._show_safe(section)
        else:
            self._show_persons()
        page = self._window.page
        if interview is None and texts and isinstance(page, PageHalfWritten):
            page.take_up(texts, self._taken_up)
        elif interview is None:
            self._window.give_caret_back()
        self._audit()

    def _taken_up(self) -> None:
        """Only now that it is in sight again is it no longer kept."""
        from spie_diag.casework.pausing import taken_up

        self._window.give_caret_back()
        if self._casebook is not None:
            self._work.run(partial(taken_up, self._casebook), then=lambda _nothing: None, failed=self._say)

    def _audit(self) -> None:
        """Have the whole journal verified, a little at a time, behind whatever people do in the meantime."""
        from spie_diag.casework.alarms import alarms_in_steps

        self._alarms = ()
        if self._casebook is not None:
            self._go_on_auditing(self._casebook, alarms_in_steps(self._casebook))

    def _go_on_auditing(self, casebook: "Casebook", steps: "Iterator[tuple[Alert, ...]]") -> None:
        task: Callable[[], tuple[Alert, ...] | None] = partial(next, steps, None)
        self._work.run(task, then=partial(self._heard, casebook, steps), failed=self._say)

    def _heard(
        self, casebook: "Casebook", steps: "Iterator[tuple[Alert, ...]]", alarms: "tuple[Alert, ...] | None"
    ) -> None:
        if alarms is None or casebook is not self._casebook:
            return
        if alarms != self._alarms:
            self._alarms = alarms
            self._tell_alarms()
        self._go_on_auditing(casebook, steps)

    def _tell_alarms(self) -> None:
        page = self._window.page
        if isinstance(page, CasesView):
            page.alarm.news_came.emit()
        elif self._casebook is not None:
            self._work.run(partial(_has_new_alarms, self._casebook), then=self._say_alarms_wait, failed=self._say)

    def _say_alarms_wait(self, has_new: bool) -> None:
        if has_new:
            self._window.toast.say(
                self.tr("Le contrôle du coffre a trouvé quelque chose : lisez-le sur la page des personnes.")
            )

    def _show_persons(self, verify: str = "", person: CaseId | None = None) -> None:
        if self._casebook is None:
            return
        page = open_cases(
            self._window,
            self._casebook,
            self._work,
            open_interview=self._open_interview,
            lock=self.lock,
            open_safe=self._show_safe,
            open_backups=partial(self._show_safe, "backups"),
            hand_over=self._show_exchange,
            receive=self._show_receiving,
            verify=verify,
            person=person,
        )
        self._window.show_page(page)

    def _leave_persons(self) -> None:
        """For another page, by a click or a file let go: what is half written of somebody is put down."""
        from spie_diag.casework.pausing import put_down

        page = self._window.page
        half = page.half_written() if isinstance(page, CasesView) else {}
        if half and self._casebook is not None:
            self._work.run(partial(put_down, self._casebook, half), then=lambda _nothing: None, failed=self._say)

    def _come_back_to_persons(self) -> None:
        """To what was half written there, too."""
        from spie_diag.casework.pausing import put_down_last

        self._show_persons()
        if self._casebook is not None:
            self._work.run(partial(put_down_last, self._casebook), then=self._take_up_persons, failed=self._say)

    def _take_up_persons(self, texts: Mapping[str, str]) -> None:
        page = self._window.page
        if isinstance(page, CasesView) and texts and texts.keys().isdisjoint(_OF_OTHER_PAGES):
            page.take_up(texts, self._taken_up)

    def _show_safe(self, section: str = "") -> None:
        from spie_diag.desktop.safe import open_safe

        if self._casebook is None or self._saving is None:
            return
        self._leave_persons()
        page = open_safe(
            self._window,
            self._casebook,
            self._work,
            persons=self._come_back_to_persons,
            verify=self._show_persons,
            receive=self._show_receiving,
            lock=self.lock,
            saving=self._saving,
            restore=self._show_restoring,
            repair=self._show_repairing,
            section=section,
        )
        self._window.show_page(page)

    def _show_receiving(self, file: str = "") -> None:
        """The page that takes a partner's document in."""
        from spie_diag.desktop.receiving.opening import open_receiving

        if self._casebook is None:
            return
        self._leave_persons()
        page = open_receiving(
            self._window,
            self._casebook,
            self._work,
            persons=self._come_back_to_persons,
            open_person=lambda case: self._show_persons(person=case),
            open_safe=self._show_safe,
            verify=self._show_persons,
            lock=self.lock,
            file=file,
        )
        self._window.show_page(page)

    def _show_exchange(self, interview: InterviewId, *, from_interview: bool = False) -> None:
        """The page from which a part of an interview leaves; the way back leads to where it was asked for."""
        from spie_diag.desktop.exchange.opening import open_exchange

        if self._casebook is not None:
            back = partial(self._open_interview, interview) if from_interview else self._show_persons
            page = open_exchange(
                self._window, self._casebook, self._work, interview, back, from_interview=from_interview
            )
            self._window.show_page(page)

    def _leave_to_hand_over(self, interview: InterviewId) -> None:
        """From the interview itself, which one comes back to."""
        from spie_diag.casework.receiving import leave

        if self._casebook is not None:
            show = partial(self._show_exchange, interview, from_interview=True)
            self._work.run(partial(leave, self._casebook), then=lambda _nothing: show(), failed=self._say)

    def _open_interview(self, interview: InterviewId) -> None:
        if self._casebook is None:
            return
        log.info("interview opened %s", interview)
        page = self._opener(self._window, self._casebook, self._work, interview, self._left_interview)
        self._window.show_page(page)

    def _left_interview(self) -> None:
        from spie_diag.casework.receiving import leave

        if self._casebook is not None:
            self._work.run(partial(leave, self._casebook), then=lambda _nothing: self._show_persons(), failed=self._say)

    def _rest(self) -> None:
        """Shorten what a damaged file could lose."""
        from spie_diag.casework.opening import rest

        if self._casebook is not None:
            self._work.run(partial(rest, self._casebook), then=lambda _nothing: None, failed=self._say)

    def _let_go(self) -> None:
        """Write what is still in a field, then drop the keys: in that order, by the one worker."""
        self.guard.disarm()
        focused = QApplication.focusWidget() or self._window.focusWidget()
        if focused is not None:
            focused.clearFocus()
        casebook, self._casebook = self._casebook, None
        if casebook is None:
            return
        from spie_diag.casework.opening import lock
        from spie_diag.casework.pausing import put_down

        page = self._window.page
        half: Mapping[str, str] = page.half_written() if isinstance(page, PageHalfWritten) else {}
        if half:
            self._work.run(partial(put_down, casebook, half), then=lambda _nothing: None, failed=self._say)
        log.info("vault locked")
        self._work.run(partial(lock, casebook), then=lambda _nothing: self.guard.keys_are_gone(), failed=self._say)

    def _show_whose(self, folder: Path) -> None:
        self._vault = folder
        self.vault_shown.emit(folder)

    def _say(self, error: SpieError) -> None:
        self._window.toast.say(str(error))


def _real_opener(
    window: MainWindow,
    casebook: "Casebook",
    work: Work,
    interview: InterviewId,
    closed: Callable[[], None],
    *,
    hand_over: Callable[[InterviewId], None],
) -> QWidget:
    from spie_diag.desktop.interview.opening import open_interview

    return open_interview(window, casebook, work, interview, closed, hand_over=hand_over)


def _left_at(casebook: "Casebook") -> tuple[InterviewId | None, Mapping[str, str]]:
    """The interview that people were in, if any, and what was half written on another page."""
    from spie_diag.casework.pausing import put_down_last
    from spie_diag.casework.receiving import last_place

    return last_place(casebook), put_down_last(casebook)


def _section_shown(page: QWidget | None) -> str:
    from spie_diag.desktop.safe.view import SafeView

    return page.key if isinstance(page, SafeView) else ""


def _holds_backups(folder: Path) -> bool:
    from spie_diag.casework.backing_up import holds_backups

    return holds_backups(folder)


def _holds_something(folder: Path) -> bool:
    """Whether the proposed folder is there already: it is then opened, or said not to be a vault."""
    try:
        return folder.is_dir() and any(folder.iterdir())
    except OSError:
        return True


def _has_new_alarms(casebook: "Casebook") -> bool:
    from spie_diag.casework.alarms import standing

    return any(one.is_new for one in standing(casebook))
