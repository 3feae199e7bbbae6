"""Puts the page « Recevoir » and its presenter together."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from spie_diag.desktop.cases.rail import Place, Rail
from spie_diag.desktop.receiving.presenter import ReceivingPresenter
from spie_diag.desktop.receiving.view import ReceivingView
from spie_diag.desktop.window import MainWindow, hold
from spie_diag.desktop.work import LongWork
from spie_diag.interview.people import CaseId

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook


def open_receiving(
    window: MainWindow,
    casebook: "Casebook",
    work: LongWork,
    *,
    persons: Callable[[], None],
    open_person: Callable[[CaseId], None],
    open_safe: Callable[[], None],
    verify: Callable[[str], None],
    lock: Callable[[], None],
    file: str = "",
) -> ReceivingView:
    """The page that takes a partner's document in; ``file`` is read at once, where one is given."""
    rail = Rail(dark=window.is_dark(), here=Place.RECEIVING)
    view = ReceivingView(rail)
    presenter = ReceivingPresenter(screen=view, casebook=casebook, work=work, open_person=open_person)
    hold(view, presenter)
    view.destroyed.connect(presenter.let_go)
    rail.persons_asked.connect(persons)
    rail.safe_asked.connect(open_safe)
    rail.lock_asked.connect(lock)
    rail.dark_asked.connect(window.set_dark)
    rail.text_size_asked.connect(window.change_text_size)
    rail.verification_asked.connect(verify)
    _obey(view, presenter)
    presenter.get_ready()
    if file:
        presenter.choose(Path(file))
    return view


def _obey(view: ReceivingView, presenter: ReceivingPresenter) -> None:
    view.drop.dropped.connect(lambda file: presenter.choose(Path(file)))
    view.step_asked.connect(presenter.go_back)
    view.taken_up.connect(presenter.take_up)
    view.file.chosen.connect(lambda file: presenter.choose(Path(file)))
    view.file.cancelled.connect(presenter.start_again)
    view.file.password_given.connect(presenter.open_with_password)
    view.file.key_given.connect(presenter.open_with_key)
    view.verdict.went_on.connect(presenter.go_on)
    view.verdict.holder_asked.connect(presenter.see_holder)
    view.verdict.another_asked.connect(presenter.start_again)
    view.persons.chosen.connect(presenter.choose_person)
    view.persons.number_given.connect(presenter.choose_number)
    view.persons.number_typed.connect(presenter.keep_number)
    view.news.taking_in_asked.connect(presenter.take_in)
    view.news.person_asked.connect(presenter.ask_again)
    view.done.person_asked.connect(presenter.see_person)
    view.done.another_asked.connect(presenter.start_again)
