"""Puts each section about keys together with its presenter."""

from functools import partial

from PySide6.QtWidgets import QWidget

from spie_diag.desktop.safe.locking_view import LockingView
from spie_diag.desktop.safe.passphrase_presenter import PassphrasePresenter
from spie_diag.desktop.safe.passphrase_view import PassphraseView
from spie_diag.desktop.safe.people_presenter import PeoplePresenter
from spie_diag.desktop.safe.people_view import PeopleView
from spie_diag.desktop.safe.sections import Around
from spie_diag.desktop.safe.sheet_presenter import SheetPresenter
from spie_diag.desktop.safe.sheet_view import SheetView
from spie_diag.desktop.unlock.opening import weigh_in
from spie_diag.desktop.window import hold


def open_people(around: Around) -> QWidget:
    """Who opens the vault."""
    view = PeopleView()
    presenter = PeoplePresenter(screen=view, casebook=around.casebook, work=around.work)
    hold(view, presenter)
    weigh_in(view.choice, around.work, presenter.known)
    view.addition_asked.connect(presenter.add)
    view.removal_asked.connect(presenter.remove)
    view.sheet_asked.connect(partial(around.go_to, "sheet"))
    view.backups_asked.connect(partial(around.go_to, "backups"))
    presenter.start()
    return view


def open_passphrase(around: Around) -> QWidget:
    """Changing one's passphrase."""
    view = PassphraseView()
    presenter = PassphrasePresenter(screen=view, casebook=around.casebook, work=around.work)
    hold(view, presenter)
    weigh_in(view.choice, around.work, presenter.known)
    view.change_asked.connect(presenter.change)
    view.shown.connect(presenter.start)
    presenter.start()
    return view


def open_sheet(around: Around) -> QWidget:
    """The recovery sheet."""
    view = SheetView()
    presenter = SheetPresenter(screen=view, casebook=around.casebook, work=around.work)
    hold(view, presenter)
    view.drawing_asked.connect(presenter.draw)
    view.check_asked.connect(presenter.ask_words)
    view.words_asked.connect(presenter.look_again)
    view.keeping_asked.connect(presenter.keep)
    view.given_up.connect(presenter.give_up)
    presenter.start()
    return view


def open_locking(around: Around) -> QWidget:
    """When the vault locks by itself."""
    window = around.window
    view = LockingView(window.memory.lock_after_min)
    view.delay_chosen.connect(window.set_lock_delay)
    view.lock_asked.connect(window.lock_asked)
    return view
