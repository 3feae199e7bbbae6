"""Puts each view and its presenter together."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtWidgets import QWidget

from spie_diag.desktop.unlock.choosing import PassphraseChoice
from spie_diag.desktop.unlock.founding import FoundingPresenter
from spie_diag.desktop.unlock.founding_view import FoundingView
from spie_diag.desktop.unlock.presenter import UnlockPresenter
from spie_diag.desktop.unlock.recovering import RecoveringPresenter
from spie_diag.desktop.unlock.recovering_view import RecoveringView
from spie_diag.desktop.unlock.repairing import RepairingPresenter
from spie_diag.desktop.unlock.repairing_view import RepairingView
from spie_diag.desktop.unlock.restoring import RestoringPresenter
from spie_diag.desktop.unlock.restoring_view import RestoringView
from spie_diag.desktop.unlock.view import UnlockView
from spie_diag.desktop.unlock.weighing import Weighing
from spie_diag.desktop.window import hold
from spie_diag.desktop.work import LongWork, PageWork, WatchedPageWork, WatchedWork, Work

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook

Opened: TypeAlias = "Callable[[Casebook, Path], None]"


def open_unlock(
    work: Work,
    vault: Path,
    *,
    locked: bool,
    opened: Opened,
    other: Callable[[Path], None],
    create: Callable[[], None],
    recover: Callable[[], None],
    restore: Callable[[], None],
    repair: Callable[[], None],
) -> QWidget:
    """The page that opens ``vault``; ``locked`` says that it was just closed and nothing was lost."""
    view = UnlockView(str(vault), locked=locked)
    own_work = PageWork(work)
    presenter = UnlockPresenter(screen=view, work=own_work, vault=vault, opened=opened)
    hold(view, presenter)
    view.destroyed.connect(own_work.let_go)
    view.unlock_asked.connect(presenter.unlock)
    view.other_vault_chosen.connect(lambda folder: other(Path(folder)))
    view.creation_asked.connect(create)
    view.sheet_asked.connect(recover)
    view.restoration_asked.connect(restore)
    view.repair_asked.connect(repair)
    presenter.start()
    return view


def open_recovering(work: Work, vault: Path, *, opened: Opened, back: Callable[[], None]) -> QWidget:
    """The page that opens ``vault`` with its recovery sheet."""
    view = RecoveringView()
    own_work = PageWork(work)
    presenter = RecoveringPresenter(screen=view, work=own_work, vault=vault, opened=opened)
    hold(view, presenter)
    weigh_in(view.steps.choice, own_work, presenter.known)
    view.destroyed.connect(own_work.let_go)
    view.steps.word_typed.connect(presenter.look)
    view.steps.words_given.connect(presenter.check)
    view.steps.choice_made.connect(presenter.choose)
    view.left.connect(back)
    presenter.start()
    return view


def open_restoring(
    work: WatchedWork,
    vault: Path,
    backup: Path | None,
    *,
    restored: "Callable[[Casebook], None]",
    opened: Opened,
    back: Callable[[], None],
) -> QWidget:
    """The page that puts a backup in the place of ``vault``; ``restored`` answers for the vault that is then open."""
    view = RestoringView()
    own_work = WatchedPageWork(work)
    presenter = RestoringPresenter(screen=view, work=own_work, vault=vault, restored=restored, opened=opened)
    hold(view, presenter)
    weigh_in(view.steps.choice, own_work, presenter.known)
    view.destroyed.connect(own_work.let_go)
    view.folder_chosen.connect(lambda folder: presenter.look(Path(folder)))
    view.backup_picked.connect(presenter.pick)
    view.restoration_asked.connect(presenter.restore)
    view.steps.word_typed.connect(presenter.look_at_word)
    view.steps.words_given.connect(presenter.check)
    view.steps.choice_made.connect(presenter.restore_with_sheet)
    view.stop_asked.connect(presenter.stop)
    view.going_on_asked.connect(presenter.go_on)
    view.left.connect(back)
    if backup is not None:
        presenter.look(backup)
    return view


def open_repairing(work: LongWork, vault: Path, *, back: Callable[[], None], restore: Callable[[], None]) -> QWidget:
    """The page that makes a damaged ``vault`` anew of what can still be read; the vault is closed then."""
    view = RepairingView()
    own_work = PageWork(work)
    presenter = RepairingPresenter(
        screen=view, work=own_work, long_work=work, vault=vault, is_there=lambda: not own_work.gone
    )
    hold(view, presenter)
    view.destroyed.connect(own_work.let_go)
    view.repair_asked.connect(presenter.repair)
    view.stop_asked.connect(presenter.cancel)
    view.restoration_asked.connect(restore)
    view.left.connect(back)
    presenter.start()
    return view


def open_founding(
    work: Work,
    folder: Path,
    *,
    created: Opened,
    existing: Callable[[Path], None],
    restore: Callable[[Path], None],
) -> QWidget:
    """The page that creates a vault in three steps, proposing ``folder``; ``restore`` puts a backup there instead."""
    view = FoundingView(str(folder))
    own_work = PageWork(work)
    presenter = FoundingPresenter(screen=view, work=own_work, created=created)
    for step in (view.first, view.second):
        weigh_in(step.choice, own_work, presenter.known)
    hold(view, presenter)
    view.destroyed.connect(own_work.let_go)
    view.place_given.connect(presenter.check_place)
    view.pair_given.connect(presenter.check_pair)
    view.first_passphrase_given.connect(presenter.check_first_passphrase)
    view.creation_asked.connect(presenter.create)
    view.existing_vault_chosen.connect(lambda chosen: existing(Path(chosen)))
    view.restoration_asked.connect(lambda typed: restore(Path(typed) if typed.strip() else folder))
    return view


def weigh_in(choice: PassphraseChoice, work: Work, known: Callable[[], tuple[str, ...]]) -> None:
    """Have what is chosen there weighed as it is typed; ``known`` are names that whoever guesses knows."""
    weighing = Weighing(screen=choice, work=work, known=known)
    hold(choice, weighing)
    choice.weighing_asked.connect(weighing.weigh)
    choice.proposal_asked.connect(weighing.propose)
