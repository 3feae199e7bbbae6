"""From one page to the next, with a real vault: first start, persons, interview, lock, back to the same place."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.opening import NewSpecialist, create_casebook
from spie_diag.casework.receiving import NewPerson, add_person, resume, start_interview
from spie_diag.desktop.cases.view import CasesView
from spie_diag.desktop.desk import Desk
from spie_diag.desktop.memory import Memory
from spie_diag.desktop.unlock.founding_view import FoundingView
from spie_diag.desktop.unlock.view import UnlockView
from spie_diag.desktop.widgets.fields import TextArea
from spie_diag.desktop.widgets.layouts import column
from spie_diag.desktop.window import MainWindow
from spie_diag.desktop.work import PromptWork, Work
from spie_diag.interview.people import FieldOfWork, InterviewId
from tests.desktop.conftest import Show

PASSPHRASES = {"Nadia Haddad": "cheval lampe rivière dix", "Karim Lemoine": "tuile bateau orage neuf"}


class PaperInterview(QWidget):
    """An interview page of one field."""

    def __init__(self, interview: InterviewId, closed: Callable[[], None]) -> None:
        super().__init__()
        self.interview, self.closed = interview, closed
        self.note = TextArea(spoken="Note")
        self.kept: list[str] = []
        self.note.typed.connect(self.kept.append)
        self.setLayout(column(self.note))


def opener(
    window: MainWindow, casebook: Casebook, work: Work, interview: InterviewId, closed: Callable[[], None]
) -> QWidget:
    resume(casebook, interview)
    return PaperInterview(interview, closed)


def vault_in(folder: Path) -> Casebook:
    founders = [
        NewSpecialist(name=name, structure="S", role="", field_of_work=work, passphrase=PASSPHRASES[name])
        for name, work in (("Nadia Haddad", FieldOfWork.SOCIAL), ("Karim Lemoine", FieldOfWork.EMPLOYMENT))
    ]
    return create_casebook(folder, "Antenne", founders, signers=folder.parent / "signataires")


def unlock(window: MainWindow, name: str = "Nadia Haddad") -> None:
    page = window.page
    assert isinstance(page, UnlockView)
    next(tile for tile in page.tiles if tile.text() == name).click()
    page.passphrase.edit.setText(PASSPHRASES[name])
    page.open.click()


def test_the_first_start_creates_a_vault_and_later_ones_open_it(show: Show, own_folder: Path) -> None:
    window = show(QWidget())
    Desk(window, PromptWork(), opener).start()
    assert isinstance(window.page, FoundingView)
    again = show(QWidget())
    again.memory = Memory(vault=str(own_folder / "absent"))
    Desk(again, PromptWork(), opener).start()
    assert isinstance(again.page, UnlockView)
    assert "introuvable" in again.page.notice.said()


def test_locking_keeps_what_is_typed_and_unlocking_comes_back_to_it(show: Show, tmp_path: Path, qtbot: QtBot) -> None:
    casebook = vault_in(tmp_path / "coffre")
    pair = {one.field_of_work: one.id for one in casebook.specialists.values()}
    person = add_person(casebook, NewPerson(called="Amina"))
    started = start_interview(
        casebook, person, social=pair[FieldOfWork.SOCIAL], employment=pair[FieldOfWork.EMPLOYMENT]
    )
    casebook.lock()

    window = show(QWidget())
    desk = Desk(window, PromptWork(), opener)
    desk.start(tmp_path / "coffre")
    unlock(window)
    home = window.page
    assert isinstance(home, CasesView)
    home.person.act.click()
    page = window.page
    assert isinstance(page, PaperInterview)
    assert page.interview == started.interview
    page.note.setFocus()
    page.note.insertPlainText("à moitié dit")
    desk.lock()
    assert page.kept == ["à moitié dit"]
    assert isinstance(window.page, UnlockView)
    assert "Tout est enregistré" in window.page.notice.said()

    unlock(window, "Karim Lemoine")
    back = window.page
    assert isinstance(back, PaperInterview)
    assert back.interview == started.interview
    back.closed()
    assert isinstance(window.page, CasesView)

    window.close()
    other = show(QWidget())
    Desk(other, PromptWork(), opener).start(tmp_path / "coffre")
    unlock(other)
    assert isinstance(other.page, CasesView), "closing the window gave the vault back"
    other.close()


def test_a_person_half_written_is_there_again_after_a_lock_and_only_then(show: Show, tmp_path: Path) -> None:
    casebook = vault_in(tmp_path / "coffre")
    add_person(casebook, NewPerson(called="Amina"))
    casebook.lock()
    window = show(QWidget())
    desk = Desk(window, PromptWork(), opener)
    desk.start(tmp_path / "coffre")
    unlock(window)
    home = window.page
    assert isinstance(home, CasesView)
    home.new_person_asked.emit()
    home.form.fields.called.setText("Bilal")
    home.form.fields.born_on.setText("12/0")
    home.form.fields.born_on.setFocus()
    desk.guard.lock_due.emit()
    assert isinstance(window.page, UnlockView)
    unlock(window)
    again = window.page
    assert isinstance(again, CasesView)
    assert again.form.isVisible()
    assert again.form.written() == home.form.written()
    assert again.form.fields.born_on.hasFocus()

    again.form.leave.click()
    assert again.person.isVisible()
    desk.lock()
    unlock(window)
    assert isinstance(window.page, CasesView)
    assert window.page.half_written() == {}


def test_an_alarm_of_the_vault_stays_on_the_page_of_the_persons(show: Show, tmp_path: Path) -> None:
    casebook = vault_in(tmp_path / "coffre")
    pair = {one.field_of_work: one.id for one in casebook.specialists.values()}
    person = add_person(casebook, NewPerson(called="Amina"))
    casebook.vault.rest()
    (database,) = (tmp_path / "coffre").glob("vault-*.db")
    old = database.read_bytes()
    start_interview(casebook, person, social=pair[FieldOfWork.SOCIAL], employment=None)
    casebook.lock()
    database.write_bytes(old)

    window = show(QWidget())
    Desk(window, PromptWork(), opener).start(tmp_path / "coffre")
    unlock(window)
    page = window.page
    assert isinstance(page, CasesView)
    assert "plus court" in page.alarm.said()
    assert "avant d’en parler" in page.alarm.said()
    assert page.new_person.isEnabled(), "it is never in the way"


def test_a_sound_vault_says_nothing(show: Show, tmp_path: Path) -> None:
    vault_in(tmp_path / "coffre").lock()
    window = show(QWidget())
    Desk(window, PromptWork(), opener).start(tmp_path / "coffre")
    unlock(window)
    assert isinstance(window.page, CasesView)
    assert window.page.alarm.said() == ""


def test_an_alarm_that_was_seen_is_one_quiet_line_and_stays_whole_for_a_colleague(show: Show, tmp_path: Path) -> None:
    casebook = vault_in(tmp_path / "coffre")
    pair = {one.field_of_work: one.id for one in casebook.specialists.values()}
    person = add_person(casebook, NewPerson(called="Amina"))
    casebook.vault.rest()
    (database,) = (tmp_path / "coffre").glob("vault-*.db")
    old = database.read_bytes()
    start_interview(casebook, person, social=pair[FieldOfWork.SOCIAL], employment=None)
    casebook.lock()
    database.write_bytes(old)
    window = show(QWidget())
    desk = Desk(window, PromptWork(), opener)
    desk.start(tmp_path / "coffre")
    unlock(window)
    page = window.page
    assert isinstance(page, CasesView)
    page.alarm.seen.click()
    assert page.alarm.said() == ""
    assert page.list.hasFocus()
    assert page.alarm.said_folded().startswith("1\u00a0alerte vue le")
    assert "plus court" not in page.alarm.said_folded()
    page.alarm.unfold.click()
    assert "plus court" in page.alarm.said_folded()
    assert "Vue par" in page.alarm.said_folded()
    page.alarm.unfold.click()
    assert "plus court" not in page.alarm.said_folded()

    desk.lock()
    unlock(window)
    again = window.page
    assert isinstance(again, CasesView)
    assert again.alarm.said() == "", "not even while the audit goes on"
    assert again.alarm.said_folded() == page.alarm.said_folded()
    held = desk._casebook
    assert held is not None
    held.writer = next(one.id for one in held.openers if one.id != held.writer)
    again.alarm.news_came.emit()
    assert "plus court" in again.alarm.said(), "a colleague has not seen it"
    assert again.alarm.said_folded() == ""
    desk.lock()
