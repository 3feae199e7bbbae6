"""How one comes to the page « Le coffre », and to the recovery sheet, and back."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from spie_diag.casework.casebook import Casebook
from spie_diag.desktop.cases.view import CasesView
from spie_diag.desktop.desk import Desk
from spie_diag.desktop.safe.people_view import PeopleView
from spie_diag.desktop.safe.sheet_view import SheetView
from spie_diag.desktop.safe.view import SafeView
from spie_diag.desktop.unlock.recovering_view import RecoveringView
from spie_diag.desktop.unlock.view import UnlockView
from spie_diag.desktop.work import PromptWork
from tests.desktop.conftest import Show
from tests.desktop.pair import NADIA


def test_from_the_persons_to_the_vault_and_back_and_locked_from_there(
    show: Show, own_casebook: Casebook, tmp_path: Path
) -> None:
    own_casebook.lock()
    window = show(QWidget())
    desk = Desk(window, PromptWork())
    desk.start(tmp_path / "coffre")
    page = window.page
    assert isinstance(page, UnlockView)
    page.forgotten.click()
    assert isinstance(window.page, RecoveringView)
    window.page.back.click()
    page = window.page
    assert isinstance(page, UnlockView)
    page.passphrase.edit.setText(NADIA)
    page.open.click()

    home = window.page
    assert isinstance(home, CasesView)
    home.rail.safe.click()
    safe = window.page
    assert isinstance(safe, SafeView)
    assert isinstance(safe.section, PeopleView)
    safe.section.add.click()
    safe.section.choice.secret.edit.setText("à moitié tapée")
    QTest.keyClick(safe, Qt.Key.Key_Escape)
    assert safe.section.add.isVisible(), "the form is left before the page"
    assert safe.section.choice.typed() == ("", "")
    QTest.keyClick(safe, Qt.Key.Key_Escape)
    assert isinstance(window.page, CasesView)

    window.page.rail.safe.click()
    safe = window.page
    assert isinstance(safe, SafeView)
    safe.open_section("sheet")
    assert isinstance(safe.section, SheetView)
    safe.section.draw.click()
    sheet = safe.section
    desk.lock()
    assert isinstance(window.page, UnlockView)
    assert sheet.words.accessibleName() == ""
    window.close()
