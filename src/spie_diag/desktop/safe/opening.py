"""Puts the page « Le coffre » together, section by section."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from spie_diag.desktop.cases.rail import Place, Rail
from spie_diag.desktop.safe.keeping_opening import open_backups, open_check, open_register, open_retention
from spie_diag.desktop.safe.keys_opening import (
    open_authorities,
    open_identity,
    open_locking,
    open_passphrase,
    open_people,
    open_sheet,
)
from spie_diag.desktop.safe.saving import Saving
from spie_diag.desktop.safe.sections import Around, Section
from spie_diag.desktop.safe.view import SafeView
from spie_diag.desktop.window import MainWindow, hold
from spie_diag.desktop.work import WatchedPageWork, WatchedWork

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook


def open_safe(
    window: MainWindow,
    casebook: "Casebook",
    work: WatchedWork,
    *,
    persons: Callable[[], None],
    verify: Callable[[str], None],
    receive: Callable[[str], None] = lambda _file: None,
    lock: Callable[[], None],
    saving: Saving,
    restore: Callable[[Path], None],
    repair: Callable[[], None],
    section: str = "",
) -> QWidget:
    """The page of the open vault itself; ``persons`` goes back, ``verify`` goes back with a file to verify.

    ``receive`` leads to the page that takes a partner’s document in.

    ``section`` is the one to begin with, the first unless told.
    """
    rail = Rail(dark=window.is_dark(), here=Place.SAFE)
    own_work = WatchedPageWork(work)
    shown: list[SafeView] = []
    around = Around(window, casebook, own_work, saving, lambda key: shown[0].open_section(key), restore, repair)
    view = SafeView(rail, casebook.vault.name, sections_of(around))
    shown.append(view)
    hold(view, around)
    view.destroyed.connect(own_work.let_go)
    rail.persons_asked.connect(persons)
    rail.lock_asked.connect(lock)
    rail.dark_asked.connect(window.set_dark)
    rail.text_size_asked.connect(window.change_text_size)
    rail.verification_asked.connect(verify)
    rail.receiving_asked.connect(lambda: receive(""))
    view.open_section(section)
    return view


def sections_of(around: Around) -> tuple[Section, ...]:
    """Every section, in the order in which they are listed."""
    return (
        Section("people", "Qui ouvre le coffre", "users", partial(open_people, around)),
        Section("passphrase", "Ma phrase secrète", "key-round", partial(open_passphrase, around)),
        Section("sheet", "Fiche de secours", "life-buoy", partial(open_sheet, around)),
        Section("identity", "Ma signature", "signature", partial(open_identity, around)),
        Section("authorities", "Autorités reconnues", "badge-check", partial(open_authorities, around)),
        Section("backups", "Sauvegardes", "download", partial(open_backups, around)),
        Section("retention", "Conservation", "calendar-clock", partial(open_retention, around)),
        Section("check", "Vérification", "shield-check", partial(open_check, around)),
        Section("register", "Registre", "list-checks", partial(open_register, around)),
        Section("locking", "Verrouillage", "lock", partial(open_locking, around)),
    )
