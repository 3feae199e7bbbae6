"""Puts each section about backups, the register and retention together with its presenter."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from spie_diag.desktop.safe.backups_presenter import BackupsPresenter
from spie_diag.desktop.safe.backups_view import BackupsView
from spie_diag.desktop.safe.check_presenter import CheckPresenter
from spie_diag.desktop.safe.check_view import CheckView
from spie_diag.desktop.safe.register_presenter import RegisterPresenter
from spie_diag.desktop.safe.register_view import RegisterView
from spie_diag.desktop.safe.retention_presenter import RetentionPresenter
from spie_diag.desktop.safe.retention_view import RetentionView
from spie_diag.desktop.safe.sections import Around
from spie_diag.desktop.window import hold


def open_backups(around: Around) -> QWidget:
    """Backups: made, listed, verified, put back."""
    view = BackupsView()
    presenter = BackupsPresenter(
        screen=view, casebook=around.casebook, work=around.work, saving=around.saving, restore=around.restore
    )
    hold(view, presenter)
    view.destroyed.connect(presenter.let_go)
    view.shown.connect(presenter.refresh)
    view.saving_asked.connect(presenter.save)
    view.stop_asked.connect(presenter.cancel)
    view.folder_chosen.connect(
        lambda folder, begin: (presenter.choose_and_save if begin else presenter.choose)(Path(folder))
    )
    view.number_chosen.connect(presenter.keep)
    view.check_asked.connect(presenter.check)
    view.removal_asked.connect(presenter.keep_newest)
    view.restoration_asked.connect(presenter.restore)
    presenter.start()
    return view


def open_register(around: Around) -> QWidget:
    """The register: who did what, when."""
    view = RegisterView()
    presenter = RegisterPresenter(screen=view, casebook=around.casebook, work=around.work)
    hold(view, presenter)
    view.shown.connect(presenter.refresh)
    view.only_asked.connect(presenter.show_only)
    view.all_asked.connect(presenter.show_all)
    view.model.more_asked.connect(presenter.show_more)
    return view


def open_retention(around: Around) -> QWidget:
    """How long files are kept."""
    view = RetentionView(around.casebook.openers, around.casebook.writing)
    presenter = RetentionPresenter(screen=view, casebook=around.casebook, work=around.work)
    hold(view, presenter)
    view.shown.connect(presenter.refresh)
    view.settling_asked.connect(presenter.settle)
    view.archiving_asked.connect(presenter.archive)
    view.return_asked.connect(presenter.bring_back)
    view.erasure_asked.connect(presenter.ask_erasure)
    view.decision.decided.connect(presenter.erase)
    return view


def open_check(around: Around) -> QWidget:
    """The whole vault verified."""
    view = CheckView()
    presenter = CheckPresenter(screen=view, casebook=around.casebook, work=around.saving.work)
    hold(view, presenter)
    view.destroyed.connect(presenter.let_go)
    view.check_asked.connect(presenter.begin)
    view.repair_asked.connect(around.repair)
    return view
