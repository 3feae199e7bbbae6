"""Puts each section about keys together with its presenter."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from spie_diag.desktop.safe.authorities_presenter import AuthoritiesPresenter
from spie_diag.desktop.safe.authorities_view import AuthoritiesView
from spie_diag.desktop.safe.identity_presenter import IdentityPresenter
from spie_diag.desktop.safe.identity_view import IdentityView
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
    view.stop_asked.connect(presenter.stop)
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
    view.stop_asked.connect(presenter.stop)
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


def open_identity(around: Around) -> QWidget:
    """What the specialist at the keyboard signs with."""
    view = IdentityView()
    presenter = IdentityPresenter(screen=view, casebook=around.casebook, work=around.work)
    hold(view, presenter)
    view.shown.connect(presenter.refresh)
    view.certificate_place.connect(lambda file: presenter.write_certificate(Path(file)))
    view.request_folder.connect(lambda folder: presenter.write_request(Path(folder)))
    view.certificate_chosen.connect(lambda file: presenter.look_at_certificate(Path(file)))
    view.certificate_taken.connect(presenter.take_certificate)
    view.key_given.connect(lambda file, password: presenter.import_key(Path(file), password))
    view.card_read.connect(lambda module, pin: presenter.look_at_cards(Path(module), pin))
    view.card_chosen.connect(presenter.choose_card)
    view.built_in_asked.connect(presenter.use_built_in)
    view.renewal_asked.connect(presenter.renew)
    view.server_kept.connect(presenter.keep_server)
    return view


def open_authorities(around: Around) -> QWidget:
    """Whom this computer believes."""
    view = AuthoritiesView()
    presenter = AuthoritiesPresenter(screen=view, casebook=around.casebook, work=around.work)
    hold(view, presenter)
    view.shown.connect(presenter.refresh)
    view.file_chosen.connect(lambda kind, file: presenter.look_at(kind, Path(file)))
    view.list_chosen.connect(lambda file: presenter.take_list(Path(file)))
    view.recognition_asked.connect(lambda typed, words, only: presenter.recognise(typed, words, tells_time=only))
    view.left.connect(presenter.leave)
    view.forgetting_asked.connect(presenter.forget)
    return view
