"""Putting a backup back from its page: with the recovery sheet too, how far it is, and stopping it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from spie_diag.casework.backing_up import back_up
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.keys import draw_sheet, keep_sheet
from spie_diag.casework.opening import NewSpecialist, create_casebook, open_casebook
from spie_diag.desktop.cases.view import CasesView
from spie_diag.desktop.desk import Desk as WindowDesk
from spie_diag.desktop.unlock import open_restoring
from spie_diag.desktop.unlock.founding_view import FoundingView
from spie_diag.desktop.unlock.restoring_view import RestoringView
from spie_diag.desktop.unlock.view import UnlockView
from spie_diag.desktop.work import PromptWork, WatchedWork
from spie_diag.interview.people import FieldOfWork
from tests.desktop.conftest import Show
from tests.desktop.held import HeldLongWork
from tests.desktop.looking import cut_texts, spoken_name, stops
from tests.desktop.pair import KARIM, NADIA

NEW = "onze parapluies bleus sous la pluie"


@dataclass(frozen=True)
class Stick:
    """What is left of a vault: a backup from before any sheet, one of the day of a sheet, and a later sheet."""

    before: Path
    backup: Path
    words: tuple[str, ...] = field(repr=False)
    later: tuple[str, ...] = field(repr=False)


@dataclass
class Desk:
    """A new laptop, and the page that puts a backup back on it."""

    stick: Stick
    folder: Path
    opened: list[Casebook] = field(default_factory=list)
    gone_on: list[Path] = field(default_factory=list)
    left: list[bool] = field(default_factory=list)

    def page(self, backup: Path, work: WatchedWork | None = None) -> RestoringView:
        made = open_restoring(
            work or PromptWork(),
            self.folder,
            backup,
            restored=self.opened.append,
            opened=lambda _casebook, folder: self.gone_on.append(folder),
            back=lambda: self.left.append(True),
        )
        assert isinstance(made, RestoringView)
        return made


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Stick:
    folder = tmp_path_factory.mktemp("clé")
    founders = [
        NewSpecialist(name=name, structure="Maison", role="", field_of_work=work, passphrase=phrase)
        for name, work, phrase in (
            ("Nadia Haddad", FieldOfWork.SOCIAL, NADIA),
            ("Karim Lemoine", FieldOfWork.EMPLOYMENT, KARIM),
        )
    ]
    casebook = create_casebook(folder / "coffre", "Antenne", founders, signers=folder / "s", quick_keys=True)
    before = back_up(casebook, folder / "avant").folder
    words, later = draw_sheet(), draw_sheet()
    keep_sheet(casebook, casebook.writer, NADIA, " ".join(words))
    backup = back_up(casebook, folder / "après").folder
    keep_sheet(casebook, casebook.writer, NADIA, " ".join(later))
    casebook.lock()
    return Stick(before, backup, words, later)


@pytest.fixture
def desk(stick: Stick, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    made = Desk(stick, tmp_path / "nouvel ordinateur" / "coffre")
    yield made
    for casebook in made.opened:
        casebook.lock()


def by_sheet(page: RestoringView, words: tuple[str, ...]) -> None:
    page.by_sheet.click()
    page.steps.words.fields[0].several_given.emit(1, words)
    page.check.click()


def choosing(page: RestoringView, name: str, phrase: str, again: str) -> None:
    next(tile for tile in page.steps.tiles if tile.text() == name).click()
    page.steps.choice.secret.edit.setText(phrase)
    page.steps.choice.again.edit.setText(again)
    page.restore.click()


def test_a_backup_and_the_sheet_are_enough_on_a_new_laptop(desk: Desk, show: Show) -> None:
    page = desk.page(desk.stick.backup)
    show(page)
    by_sheet(page, desk.stick.words)
    assert page.steps.choice.isVisible()
    assert not page.check.isVisible()
    choosing(page, "Karim Lemoine", "karim lemoine antenne", "karim lemoine antenne")
    assert "se devinerait" in page.steps.choice.notice.said()
    choosing(page, "Karim Lemoine", NEW, NEW + "s")
    assert "différentes" in page.steps.choice.notice.said()
    assert not desk.folder.exists(), "nothing is touched before the last click"
    choosing(page, "Karim Lemoine", NEW, NEW)
    (casebook,) = desk.opened
    assert casebook.writing.name == "Karim Lemoine"
    assert "restaurée" in page.notice.said()
    assert "nouvelle phrase secrète ouvre le coffre" in page.notice.said()
    assert not any(edit.text() for edit in page.findChildren(QLineEdit)), "no word and no passphrase stays"
    assert page.go_on.hasFocus()
    page.go_on.click()
    assert desk.gone_on == [desk.folder]
    casebook.lock()
    open_casebook(desk.folder, casebook.writer, NEW).lock()


def test_the_page_says_which_sheet_counts_before_and_after_a_wrong_one(desk: Desk, show: Show) -> None:
    page = desk.page(desk.stick.backup)
    show(page)
    assert page._sheet.text().startswith("Phrase oubliée\u202f? La fiche de secours faite le ")
    one, two, *others = desk.stick.words
    by_sheet(page, (two, one, *others))
    assert "échangés" in page.notice.said()
    page.steps.words.fields[0].several_given.emit(1, desk.stick.later)
    page.check.click()
    assert "n’ouvre pas cette sauvegarde" in page.notice.said()
    assert "la fiche de son jour, faite le" in page.notice.said()
    assert page.steps.at_words
    assert page.check.isEnabled()
    page.steps.words.fields[2].edit.clear()
    page.steps.words.fields[2].edit.setFocus()
    QTest.keyClicks(page.steps.words.fields[2].edit, "xiviere ")
    assert page.steps.words.fields[2].is_wrong, "each word is judged where it is typed"
    page.check.click()
    assert page.steps.words.fields[2].edit.hasFocus()
    assert not desk.folder.exists()


def test_a_backup_older_than_any_sheet_says_so(desk: Desk, show: Show) -> None:
    page = desk.page(desk.stick.before)
    show(page)
    assert "n’avait pas de fiche de secours" in page._sheet.text()
    assert not page.by_sheet.isVisible()


def test_one_step_back_at_a_time_and_nothing_of_the_sheet_stays(desk: Desk, show: Show) -> None:
    page = desk.page(desk.stick.backup)
    show(page)
    page.passphrase.edit.setText(NADIA)
    by_sheet(page, desk.stick.words)
    assert page.passphrase.edit.text() == ""
    page.steps.choice.secret.edit.setText(NEW)
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert page.steps.at_words
    assert page.steps.choice.typed() == ("", "")
    assert page.back.text() == "Revenir à la phrase secrète"
    page.back.click()
    assert page.passphrase.edit.hasFocus()
    assert page.steps.words.words().strip() == ""
    by_sheet(page, desk.stick.words)
    page.steps.left_alone.emit()
    assert page.steps.words.words().strip() == "", "whoever typed them went away"
    assert desk.left == []
    page.back.click()
    assert desk.left == [True]


@pytest.mark.parametrize("with_sheet", [False, True])
def test_a_restoration_under_way_tells_how_far_it_is_and_may_be_stopped(
    desk: Desk, show: Show, with_sheet: bool
) -> None:
    work = HeldLongWork()
    page = desk.page(desk.stick.backup, work)
    show(page)
    shares: list[int] = []
    page.underway.bar.valueChanged.connect(shares.append)

    def begin() -> None:
        if with_sheet:
            choosing(page, "Nadia Haddad", NEW, NEW)
        else:
            page.passphrase.edit.setText(NADIA)
            page.restore.click()

    if with_sheet:
        by_sheet(page, desk.stick.words)
    begin()
    assert page.underway.stop.hasFocus()
    assert not page.back.isEnabled()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    page.steps.left_alone.emit()
    assert page.underway.isVisible(), "nothing leads away from it but its button"
    page.underway.stop.click()
    work.let_go()
    assert "La restauration a été arrêtée avant la fin" in page.notice.said()
    assert "exactement ce qu’il était" in page.notice.said()
    assert page.restore.hasFocus()
    assert not desk.folder.exists()
    begin()
    assert page.notice.said() == ""
    work.let_go()
    assert "restaurée" in page.notice.said()
    assert shares[-1] == 100
    assert not page.underway.isVisible()
    assert len(desk.opened) == 1


@pytest.mark.parametrize(("width", "height", "scale"), [(1366, 768, 2.0), (1366, 768, 1.0), (1093, 560, 1.0)])
def test_every_word_of_each_step_is_whole_and_spoken(
    desk: Desk, show: Show, qtbot: QtBot, width: int, height: int, scale: float
) -> None:
    work = HeldLongWork()
    page = desk.page(desk.stick.backup, work)
    window = show(page, width, height, scale=scale, dark=scale > 1)

    def is_whole() -> None:
        qtbot.waitUntil(lambda: list(cut_texts(window)) == [], timeout=2000)
        assert [stop for stop in stops(window) if not spoken_name(stop)] == []

    is_whole()
    page.by_sheet.click()
    is_whole()
    page.steps.words.fields[0].several_given.emit(1, desk.stick.later)
    page.check.click()
    is_whole()
    page.steps.words.fields[0].several_given.emit(1, desk.stick.words)
    page.check.click()
    is_whole()
    choosing(page, "Nadia Haddad", NEW, NEW)
    for share in (0.1, 0.5, 0.8, 1):
        page.show_progress(share)
        is_whole()


def test_on_a_new_computer_the_first_page_leads_to_putting_a_backup_back(
    desk: Desk, show: Show, own_folder: Path
) -> None:
    window = show(QWidget())
    pages = WindowDesk(window, PromptWork(), opener=lambda *_given: QWidget())
    pages.start()
    first = window.page
    assert isinstance(first, FoundingView)
    first.restore.click()
    page = window.page
    assert isinstance(page, RestoringView)
    page.back.click()
    again = window.page
    assert isinstance(again, FoundingView), "nothing was there before: back to where one came from"
    again.folder.setText(str(desk.folder))
    again.restore.click()
    page = window.page
    assert isinstance(page, RestoringView)
    page.folder_chosen.emit(str(desk.stick.backup.parent))
    by_sheet(page, desk.stick.words)
    choosing(page, "Nadia Haddad", NEW, NEW)
    page.go_on.click()
    assert isinstance(window.page, CasesView)
    assert window.memory.vault == str(desk.folder)
    pages.lock()
    assert isinstance(window.page, UnlockView)
    window.close()


@pytest.mark.parametrize("itself", [True, False])
def test_a_backup_chosen_for_a_vault_is_offered_to_be_put_back(
    desk: Desk, show: Show, own_folder: Path, itself: bool
) -> None:
    """Opened as it is, it could only be refused; and a restoration would go where it lies."""
    window = show(QWidget())
    pages = WindowDesk(window, PromptWork(), opener=lambda *_given: QWidget())
    pages.start()
    first = window.page
    assert isinstance(first, FoundingView)
    first.existing_vault_chosen.emit(str(desk.stick.backup if itself else desk.stick.backup.parent))
    page = window.page
    assert isinstance(page, RestoringView)
    assert page.which.chosen() == str(desk.stick.backup)
    page.back.click()
    assert isinstance(window.page, FoundingView)
    desk.folder.mkdir(parents=True)
    first = window.page
    assert isinstance(first, FoundingView)
    first.existing_vault_chosen.emit(str(desk.folder))
    assert isinstance(window.page, UnlockView), "an empty folder is no backup"
    window.close()
