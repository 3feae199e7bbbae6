"""Puts the home page and its presenter together."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from spie_diag.desktop.cases.alarming import AlarmPresenter
from spie_diag.desktop.cases.notes_finding import NotesPresenter
from spie_diag.desktop.cases.presenter import CasesPresenter
from spie_diag.desktop.cases.rail import Rail
from spie_diag.desktop.cases.reminding import ReminderPresenter
from spie_diag.desktop.cases.rights_presenter import RightsPresenter
from spie_diag.desktop.cases.rights_side import RightsSide
from spie_diag.desktop.cases.view import CasesView
from spie_diag.desktop.receiving.dropping import FileDrop
from spie_diag.desktop.receiving.received_presenter import ReceivedPresenter
from spie_diag.desktop.window import MainWindow, hold
from spie_diag.desktop.work import WatchedPageWork, WatchedWork, Work
from spie_diag.interview.people import CaseId, InterviewId

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook


def open_cases(
    window: MainWindow,
    casebook: "Casebook",
    work: WatchedWork,
    *,
    open_interview: Callable[[InterviewId], None],
    lock: Callable[[], None],
    open_safe: Callable[[], None],
    open_backups: Callable[[], None],
    hand_over: Callable[[InterviewId], None] = lambda _interview: None,
    receive: Callable[[str], None] = lambda _file: None,
    verify: str = "",
    person: CaseId | None = None,
) -> QWidget:
    """The page of the persons of the open vault; ``verify`` is the path of a document to verify at once.

    ``hand_over`` leads to the page from which a part of an interview leaves, ``receive`` to the one that takes a
    partner’s document in, with the file where there is one. ``person`` is who is shown first.
    """
    rail = Rail(dark=window.is_dark())
    view = CasesView(rail, casebook.writing, casebook.openers, casebook.clock.now().date())
    own_work = WatchedPageWork(work)
    presenter = CasesPresenter(screen=view, casebook=casebook, work=own_work, open_interview=open_interview)
    hold(view, presenter)
    view.destroyed.connect(own_work.let_go)
    rail.safe_asked.connect(open_safe)
    rail.lock_asked.connect(lock)
    rail.dark_asked.connect(window.set_dark)
    rail.text_size_asked.connect(window.change_text_size)
    rail.verification_asked.connect(lambda file: presenter.verify(Path(file)))
    _obey(view, presenter)
    _open_rights(window, view, presenter, own_work)
    _open_notes(view, presenter)
    _open_reminder(view, casebook, own_work)
    _open_alarms(view, casebook, own_work)
    view.reminder.backups_asked.connect(open_backups)
    view.person.handing_over_asked.connect(hand_over)
    _open_received(view, presenter)
    rail.receiving_asked.connect(lambda: receive(""))
    view.verdict.receiving_asked.connect(lambda: receive(str(presenter.verified or "")))
    FileDrop(view).dropped.connect(receive)
    presenter.start()
    if person is not None:
        presenter.go_to(person)
    if verify:
        presenter.verify(Path(verify))
    return view


def _obey(view: CasesView, presenter: CasesPresenter) -> None:
    """Give every gesture in the list and beside it to the presenter."""
    view.search_asked.connect(presenter.search)
    view.more_asked.connect(presenter.show_more)
    view.part_asked.connect(presenter.show_part)
    view.known_person_asked.connect(presenter.go_to)
    view.person_chosen.connect(presenter.choose)
    view.new_person_asked.connect(presenter.ask_new_person)
    view.look_alikes_asked.connect(presenter.look_for_look_alikes)
    view.addition_asked.connect(presenter.add)
    view.beginning_asked.connect(presenter.begin)
    view.form_chosen.connect(lambda file: presenter.add_form(Path(file)))
    view.form_withdrawal_asked.connect(presenter.withdraw_form)
    view.form_cleaning_asked.connect(presenter.remove_damaged_forms)
    view.resumption_asked.connect(presenter.resume)
    view.export_asked.connect(lambda interview, file, hers: presenter.export(interview, Path(file), hers))


def _open_reminder(view: CasesView, casebook: "Casebook", work: Work) -> None:
    reminding = ReminderPresenter(screen=view.reminder, casebook=casebook, work=work)
    hold(view.reminder, reminding)
    view.reminder.put_off.connect(reminding.put_off)
    reminding.start()


def _open_alarms(view: CasesView, casebook: "Casebook", work: Work) -> None:
    alarming = AlarmPresenter(screen=view.alarm, casebook=casebook, work=work)
    hold(view.alarm, alarming)
    view.alarm.seen_asked.connect(alarming.acknowledge)
    view.alarm.news_came.connect(alarming.refresh)
    alarming.refresh()


def _open_rights(window: MainWindow, view: CasesView, persons: CasesPresenter, work: WatchedWork) -> None:
    rights = RightsPresenter(
        screen=RightsSide(view, window.toast.say),
        casebook=persons.casebook,
        work=work,
        person_of=persons.person_of,
        changed=persons.read_again,
    )
    hold(view.rights, rights)
    panel = view.rights
    view.person_chosen.connect(rights.look)
    view.rights_asked.connect(rights.open)
    panel.copy_asked.connect(lambda folder: rights.hand_over(Path(folder)))
    panel.correction_asked.connect(rights.ask_correction)
    panel.correction.correction_asked.connect(rights.correct)
    panel.opposition_asked.connect(rights.stand)
    panel.erasure_asked.connect(rights.ask_erasure)
    panel.erasure.erasure_asked.connect(
        lambda by, passphrase, mistake, strong: rights.erase(by, passphrase, by_mistake=mistake, strengthened=strong)
    )
    panel.erasure.stop_asked.connect(rights.stop)


def _open_received(view: CasesView, persons: CasesPresenter) -> None:
    shown = view.person.received
    received = ReceivedPresenter(screen=shown, casebook=persons.casebook, work=persons.work)
    hold(shown, received)
    view.person_chosen.connect(received.look)
    shown.save_asked.connect(lambda digest, file: received.save(digest, Path(file)))
    shown.taking_back_asked.connect(received.take_back)


def _open_notes(view: CasesView, persons: CasesPresenter) -> None:
    notes = NotesPresenter(
        screen=view.notes, casebook=persons.casebook, work=persons.work, open_interview=persons.open_interview
    )
    hold(view.notes, notes)
    view.person.finding_asked.connect(lambda case, _called: notes.start(case))
    view.notes.search_asked.connect(notes.search)
    view.notes.opened.connect(notes.open)
