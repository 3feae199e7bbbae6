"""The vault verified from its page, and a damaged one repaired from the page that opens it."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from spie_diag.casework.backing_up import make_backup
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.receiving import NewPerson, add_person
from spie_diag.desktop.background import BackgroundWork
from spie_diag.desktop.cases.view import CasesView
from spie_diag.desktop.desk import Desk
from spie_diag.desktop.safe.check_presenter import CheckLine, CheckPresenter
from spie_diag.desktop.safe.check_view import CheckView
from spie_diag.desktop.unlock.repairing_view import RepairingView
from spie_diag.desktop.unlock.restoring_view import RestoringView
from spie_diag.desktop.unlock.view import UnlockView
from spie_diag.desktop.work import PromptWork
from spie_diag.vault.checking import Finding, Outcome, Point
from tests.desktop.conftest import Show
from tests.desktop.looking import cut_texts, spoken_name, stops
from tests.desktop.pair import NADIA
from tests.desktop.safe.conftest import OpenSafe

PAGE_BYTES = 4096
POINTS = (
    Point.PAGES,
    Point.ENTRIES,
    Point.TABLES,
    Point.FORMS,
    Point.DOCUMENTS,
    Point.LISTS,
    Point.BACKUPS,
)


def damaged(casebook: Casebook, page: int) -> Path:
    """The folder of the vault, closed, one page of its encrypted file changed."""
    folder = casebook.vault.folder
    casebook.lock()
    (database,) = folder.glob("vault-*.db")
    content = bytearray(database.read_bytes())
    content[page * PAGE_BYTES + 99] ^= 1
    database.write_bytes(content)
    return folder


def unlock(window: QWidget, page: UnlockView) -> None:
    page.passphrase.edit.setText(NADIA)
    page.open.click()


def test_the_open_vault_is_verified_point_by_point(own_casebook: Casebook, safe: OpenSafe) -> None:
    add_person(own_casebook, NewPerson(called="Amina"))
    page = safe(own_casebook, "check")
    view = page.findChild(CheckView)
    assert view is not None
    view.begin.click()
    assert "Le coffre est entier" in view.outcome.said()
    assert view.begin.isEnabled()
    assert not view.repair.isVisible()
    for _ in range(3):
        QApplication.processEvents()
    assert list(cut_texts(page)) == []
    failing = CheckLine(point="Fichier", outcome="abîmé", told="3 pages", holds=False, fails=True)
    view.show_lines((failing,), goes_on=False)
    assert view.repair.isVisible()


def test_what_is_long_goes_beside_and_stops_with_the_page(own_casebook: Casebook, qtbot: QtBot) -> None:
    add_person(own_casebook, NewPerson(called="Amina"))
    view, work = CheckView(), BackgroundWork()
    qtbot.addWidget(view)
    presenter = CheckPresenter(screen=view, casebook=own_casebook, work=work)

    presenter.begin()
    qtbot.waitUntil(lambda: not presenter.goes_on, timeout=10_000)
    assert "Le coffre est entier" in view.outcome.said()
    assert [line.point for line in presenter.lines] == [point.value for point in POINTS]
    assert [line.deed.value for line in own_casebook.vault.register.lines(1)] == ["checked"]

    presenter.begin()
    qtbot.waitUntil(lambda: presenter.errand is not None, timeout=10_000)
    presenter.let_go()
    work.stop()
    assert presenter.errand is not None
    assert presenter.errand.is_cancelled()


def test_what_is_counted_anew_is_noted_even_where_no_word_changes(own_casebook: Casebook, qtbot: QtBot) -> None:
    view = CheckView()
    qtbot.addWidget(view)
    presenter = CheckPresenter(screen=view, casebook=own_casebook, work=PromptWork())
    presenter._show((Finding(Point.ENTRIES, Outcome.HOLDS, "tout est là.", {"kept": 0}),))
    presenter._show((Finding(Point.ENTRIES, Outcome.HOLDS, "tout est là.", {"kept": 7}),))
    assert presenter.found[0].figures == {"kept": 7}


def test_a_damaged_vault_is_repaired_from_the_page_that_opens_it(
    own_casebook: Casebook, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    for name in ("Amina", "Brune"):
        add_person(own_casebook, NewPerson(called=name))
    lent = make_backup(own_casebook, tmp_path / "clé", 3).folder
    folder = damaged(own_casebook, 3)
    window, work = show(QWidget()), BackgroundWork()
    Desk(window, work, opener=lambda *_given: QWidget()).start(folder)
    page = window.page
    assert isinstance(page, UnlockView)
    qtbot.waitUntil(page.open.isEnabled)
    unlock(window, page)
    qtbot.waitUntil(page.repair.isVisible, timeout=10_000)
    assert page.repair.hasFocus()
    page.repair.click()
    mending = window.page
    assert isinstance(mending, RepairingView)
    qtbot.waitUntil(mending.repair.isEnabled)
    mending.passphrase.edit.setText("une autre phrase")
    mending.repair.click()
    qtbot.waitUntil(lambda: bool(mending.notice.said()), timeout=10_000)
    assert mending.passphrase.edit.hasFocus()
    mending.passphrase.edit.setText(NADIA)
    mending.lent.setText(str(lent.parent / "absente"))
    mending.repair.click()
    qtbot.waitUntil(
        lambda: mending.repair.isEnabled() and "n’est pas une sauvegarde" in mending.notice.said(), timeout=10_000
    )
    mending.lent.show_text(str(lent.parent))  # the stick itself, as a restoration takes it
    mending.repair.click()
    mending.repair.click()
    qtbot.waitUntil(mending.go_on.isVisible, timeout=20_000)
    assert "Coffre réparé" in mending.notice.said()
    mending.go_on.click()
    again = window.page
    assert isinstance(again, UnlockView)
    qtbot.waitUntil(again.open.isEnabled)
    unlock(window, again)
    qtbot.waitUntil(lambda: isinstance(window.page, CasesView) and not work._waiting, timeout=10_000)
    window.close()
    work.stop()


@pytest.mark.parametrize(("scale", "dark"), [(1.0, False), (2.0, True)])
def test_every_word_is_whole_and_spoken(own_casebook: Casebook, show: Show, scale: float, dark: bool) -> None:
    mending = RepairingView()
    mending.show_label("Antenne", own_casebook.openers)
    mending.show_progress(0.4)
    window = show(mending, scale=scale, dark=dark)
    for page in (mending, RestoringView()):
        window.show_page(page)
        for _ in range(4):
            QApplication.processEvents()
        assert list(cut_texts(window)) == []
        assert all(spoken_name(widget) for widget in stops(window))


def test_a_vault_that_is_gone_can_come_back_from_a_backup(show: Show, tmp_path: Path) -> None:
    window = show(QWidget())
    Desk(window, PromptWork(), opener=lambda *_given: QWidget()).start(tmp_path / "disparu")
    page = window.page
    assert isinstance(page, UnlockView)
    assert page.restore.isVisible()
    assert not page.repair.isVisible()
    page.restore.click()
    assert isinstance(window.page, RestoringView)
    window.page.back.click()
    assert isinstance(window.page, UnlockView)
