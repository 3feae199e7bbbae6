"""Puts the page « Transmettre » together."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from spie_diag.desktop.exchange.choosing_presenter import ChoosingPresenter
from spie_diag.desktop.exchange.codes_presenter import CodesPresenter
from spie_diag.desktop.exchange.handing_presenter import HandingPresenter
from spie_diag.desktop.exchange.history_presenter import HistoryPresenter
from spie_diag.desktop.exchange.presenter import ExchangePresenter
from spie_diag.desktop.exchange.sheets_presenter import SheetsPresenter
from spie_diag.desktop.exchange.view import ExchangeView
from spie_diag.desktop.window import MainWindow, hold
from spie_diag.desktop.work import PageWork, Work
from spie_diag.interview.people import InterviewId

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook


def open_exchange(
    window: MainWindow,
    casebook: "Casebook",
    work: Work,
    interview: InterviewId,
    back: Callable[[], None],
    *,
    from_interview: bool = False,
) -> QWidget:
    """The page from which a part of one interview leaves; ``back`` goes to where it was asked for."""
    view = ExchangeView()
    own_work = PageWork(work)
    choosing = ChoosingPresenter(
        recipient=view.recipient, leaving=view.leaving, casebook=casebook, work=own_work, interview=interview
    )
    presenter = ExchangePresenter(
        screen=view,
        casebook=casebook,
        work=own_work,
        interview=interview,
        choosing=choosing,
        handing=HandingPresenter(screen=view.agreement, casebook=casebook, work=own_work),
        history=HistoryPresenter(screen=view.history, casebook=casebook, work=own_work),
        codes=CodesPresenter(screen=view.codes, casebook=casebook, work=own_work),
        sheets=SheetsPresenter(screen=view.sheets, casebook=casebook, work=own_work),
        from_interview=from_interview,
    )
    hold(view, presenter)
    view.obey(presenter)
    view.destroyed.connect(own_work.let_go)
    view.back_asked.connect(back)
    view.discreet_asked.connect(window.toggle_discreet)
    _obey_choices(view, choosing)
    _obey_steps(view, presenter)
    _obey_handing(view, presenter)
    _obey_rest(view, presenter)
    presenter.start()
    return view


def _obey_choices(view: ExchangeView, choosing: ChoosingPresenter) -> None:
    view.undo_asked.connect(choosing.undo)
    view.recipient.profile_chosen.connect(choosing.choose_profile)
    view.recipient.named.connect(choosing.name)
    view.recipient.known_chosen.connect(choosing.choose_known)
    view.recipient.purpose_said.connect(choosing.say_purpose)
    view.recipient.speciality_chosen.connect(choosing.choose_speciality)
    view.leaving.ticked.connect(choosing.tick)
    view.leaving.removal_asked.connect(choosing.remove)
    view.leaving.return_asked.connect(choosing.put_back)
    view.leaving.hands_chosen.connect(choosing.choose_hands)
    view.leaving.watched.connect(choosing.watch)


def _obey_steps(view: ExchangeView, presenter: ExchangePresenter) -> None:
    view.step_asked.connect(presenter.go_to)
    view.next_asked.connect(presenter.go_on)
    view.recipient.unsigned_asked.connect(presenter.ask_unsigned)
    view.unsigned_place_chosen.connect(lambda file: presenter.save_unsigned(Path(file)))


def _obey_handing(view: ExchangeView, presenter: ExchangePresenter) -> None:
    handing = presenter.handing
    view.agreement.place_asked.connect(handing.ask_place)
    view.agreement.place_chosen.connect(lambda file: handing.hand_over(Path(file)))
    view.agreement.place_left.connect(handing.give_up_place)
    view.agreement.words_asked.connect(handing.draw_words)
    view.agreement.words_dropped.connect(handing.forget_words)
    view.agreement.another_asked.connect(presenter.prepare_another)


def _obey_rest(view: ExchangeView, presenter: ExchangePresenter) -> None:
    view.history.withdrawal_asked.connect(presenter.history.withdraw)
    view.codes.copied.connect(presenter.codes.note_copied)
    view.codes.file_asked.connect(presenter.codes.ask_place)
    view.codes.place_chosen.connect(lambda kind, file: presenter.codes.save(kind, Path(file)))
    view.sheets.reading_asked.connect(presenter.sheets.read)
    view.sheets.place_asked.connect(presenter.sheets.ask_place)
    view.sheets.place_chosen.connect(lambda file: presenter.sheets.save(Path(file)))
