"""A partner's file, from the moment it is chosen to the moment it stands in somebody's file; and all that stops it."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from spie_diag.casework import opening
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.received import received_answers, receptions
from spie_diag.casework.receiving import NewPerson, add_person, count_persons
from spie_diag.casework.sealing import Seal, suggested_password
from spie_diag.desktop.cases.view import CasesView
from spie_diag.desktop.desk import Desk
from spie_diag.desktop.receiving.shown import Step
from spie_diag.desktop.receiving.view import ReceivingView
from spie_diag.desktop.safe.view import SafeView
from spie_diag.desktop.window import MainWindow
from spie_diag.desktop.work import Errand, PromptWork
from spie_diag.errors import SpieError
from spie_diag.interview.people import FieldOfWork, Person
from tests.casework.conftest import SECRETS
from tests.casework.partner import Partner
from tests.desktop.conftest import Show
from tests.desktop.looking import cut_texts, spoken_name, stops
from tests.desktop.receiving.conftest import Open, Seen, Sent
from tests.desktop.test_coming_back import vault_in
from tests.desktop.test_desk import opener, unlock

T = TypeVar("T")


@pytest.fixture
def chosen(open_page: Open, sent: Sent, known: None) -> Seen:
    """The page where a document of known signers was verified."""
    return open_page(sent())


def take_in(seen: Seen) -> None:
    seen.page.news.take_in.click()
    seen.page.news.confirm.click()


def step_of(seen: Seen) -> Step:
    return list(Step)[next(place for place, one in enumerate(seen.page.steps.stages) if one.is_here)]


def test_a_document_goes_from_the_file_to_her_file(
    casebook: Casebook, amina: Person, elsewhere: Partner, known: None, open_page: Open
) -> None:
    master = elsewhere.master()
    seen = open_page(master)
    page = seen.page
    assert page.verdict.body.notice.said().startswith("Les deux signatures tiennent")
    assert not page.verdict._unknown.isVisible()
    page.verdict.go_on.click()
    card = page.persons.cards[0]
    assert amina.number in card.choose.accessibleName()
    assert "Même date de naissance\u00a0: 07/04/1991" in card.choose.accessibleName()
    card.choose.click()
    assert "Léa Modèle et Omar Essai" in page.news._by.text()
    assert "Pour le dossier D-2026-" in page.news._whom.text()
    assert receptions(casebook, amina.case) == (), "nothing is kept before it is asked"
    page.news.take_in.click()
    assert page.news.confirm.hasFocus()
    page.news.leave.click()
    assert receptions(casebook, amina.case) == ()
    take_in(seen)
    assert step_of(seen) is Step.DONE
    assert amina.number in page.done.notice.said()
    assert received_answers(casebook, amina.case)["DIS-04"][0].words == "20"
    page.done.person.click()
    assert seen.opened == [amina.case]

    page.done.another.click()
    page.file.chosen.emit(str(master))
    assert page.verdict.refusal.said().startswith("Déjà reçu le 24 novembre 2026, dans le dossier")
    assert not page.verdict.go_on.isVisible()
    page.verdict.holder.click()
    assert seen.opened == [amina.case, amina.case]


def test_what_changes_comes_first_and_the_rest_is_a_click_away(amina: Person, chosen: Seen) -> None:
    page = chosen.page
    page.verdict.go_on.click()
    page.persons.cards[0].choose.click()
    changes = page.news.model.rowCount()
    assert changes
    assert {page.news.model.index(row, 0).data() for row in range(changes)} <= {"Nouveau", "Différent"}
    page.news.sides.parts[1].click()
    assert page.news.model.rowCount() > changes
    assert page.news._whole.text().count("\n") == 2, "the line chosen is told whole"


def test_unknown_signers_are_compared_before_anything_follows(open_page: Open, sent: Sent) -> None:
    page = open_page(sent()).page
    assert "Léa Modèle" in page.verdict._prints.text()
    assert not page.verdict.go_on.isEnabled()
    page.verdict.went_on.emit(False)
    assert page.verdict.isVisible()
    page.verdict.confirmed.click()
    page.verdict.go_on.click()
    assert page.persons.isVisible()


def test_a_broken_signature_leads_nowhere(open_page: Open, sent: Sent, tmp_path: Path, known: None) -> None:
    whole = bytearray(sent().read_bytes())
    whole[len(whole) // 3] ^= 1
    broken = tmp_path / "abime.pdf"
    broken.write_bytes(whole)
    page = open_page(broken).page
    assert page.verdict.refusal.said().startswith("Ce document ne peut pas être repris.")
    assert page.verdict.body.notice.said()
    assert not page.verdict.go_on.isVisible()
    page.verdict.went_on.emit(True)
    assert page.verdict.isVisible()
    page.verdict.another.click()
    assert page.file.choose.hasFocus()


def test_what_is_no_document_of_a_partner_is_told_in_words(open_page: Open, tmp_path: Path) -> None:
    page = open_page(tmp_path / "parti.pdf").page
    assert page.file.notice.said(), "where a file is chosen"
    assert page.half_written() == {}
    page.file.chosen.emit(str(tmp_path))
    assert page.file.notice.said()
    assert page.file.choose.isVisible()
    file = tmp_path / "autre.pdf"
    for content in (b"", b"bonjour", b"%PDF-1.7\n%%EOF"):
        file.write_bytes(content)
        page.file.chosen.emit(str(file))
        assert page.verdict.refusal.said()
        assert not page.verdict.go_on.isVisible()


def test_a_sealed_file_asks_for_its_password_until_it_is_right(open_page: Open, sent: Sent, known: None) -> None:
    password = suggested_password()
    page = open_page(sent(Seal(password=password))).page
    sealed = page.file.sealed
    assert sealed.password.edit.hasFocus()
    assert sealed.password.show_button.accessibleName() == "Montrer le mot de passe"
    sealed.open.click()
    assert sealed.password_field.notice.said().startswith("Rien n’est écrit")
    sealed.password.edit.setText("autre chose")
    QTest.keyClick(sealed.password.edit, Qt.Key.Key_Return)
    assert sealed.password_field.notice.said().startswith("Ce mot de passe n’ouvre pas")
    assert sealed.password.edit.hasFocus()
    assert "autre chose" not in str(page.half_written())
    sealed.password.edit.setText(password)
    QTest.keyClick(sealed.password.edit, Qt.Key.Key_Return)
    assert page.verdict.isVisible()
    assert sealed.password.edit.text() == ""


def test_a_file_sealed_for_one_of_us_asks_for_her_passphrase(
    casebook: Casebook, own_place: Path, open_page: Open, sent: Sent, known: None
) -> None:
    hugo = next(one for one in casebook.openers if one.field_of_work is FieldOfWork.EMPLOYMENT)
    his = (own_place / "signataires" / f"{opening.certificate_of(casebook, hugo.id)}.pem").read_bytes()
    page = open_page(sent(Seal(certificates=(his,)))).page
    sealed = page.file.sealed
    assert sealed.owner.count() == 2
    sealed.owner.pick(str(hugo.id))
    sealed.passphrase.edit.setText("une autre phrase")
    sealed.open.click()
    assert sealed.passphrase_field.notice.said()
    sealed.passphrase.edit.setText(SECRETS[FieldOfWork.EMPLOYMENT])
    sealed.open.click()
    assert page.verdict.isVisible()
    assert sealed.passphrase.edit.text() == ""


def test_nobody_is_merged_by_herself(casebook: Casebook, amina: Person, chosen: Seen) -> None:
    other = add_person(casebook, NewPerson(called="Zoé", family_name="Durand"))
    before = count_persons(casebook).count
    page = chosen.page
    page.verdict.go_on.click()
    page.persons.number.setText("D-1999-9999")
    page.persons.by_number.click()
    assert page.persons.notice.said().startswith("Aucun dossier")
    page.persons.number.setText(other.number.lower())
    QTest.keyClick(page.persons.number, Qt.Key.Key_Return)
    assert other.number in page.news._whom.text()
    page.news.other.click()
    page.persons.new.click()
    assert "un nouveau dossier, pour Amina Bensaid" in page.news._whom.text()
    assert count_persons(casebook).count == before, "not before it is asked"
    take_in(chosen)
    assert count_persons(casebook).count == before + 1
    page.done.person.click()
    assert chosen.opened[0] not in (amina.case, other.case)


def test_going_back_never_loses_the_document(chosen: Seen, qtbot: QtBot) -> None:
    page = chosen.page
    page.verdict.go_on.click()
    page.persons.cards[0].choose.click()
    assert step_of(chosen) is Step.NEWS
    with qtbot.waitActive(chosen.window):  # windows of tests before may still be going
        chosen.window.activateWindow()
    page.news.take_in.click()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert page.news.take_in.hasFocus()
    for step in (Step.PERSON, Step.VERDICT):
        QTest.keyClick(page, Qt.Key.Key_Escape)
        assert step_of(chosen) is step
    page.verdict.go_on.click()
    page.steps.stages[0].click()
    assert page.file.choose.isVisible()
    assert page.half_written() == {}
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert chosen.left == ["persons"]


def test_a_lock_comes_back_to_the_same_step(open_page: Open, sent: Sent, known: None) -> None:
    before = open_page(sent())
    before.page.verdict.go_on.click()
    before.page.persons.cards[0].choose.click()
    put_down = before.page.half_written()
    after = open_page()
    done: list[bool] = []
    after.page.take_up(put_down, lambda: done.append(True))
    assert done == [True]
    assert step_of(after) is Step.NEWS
    assert after.page.news._whom.text() == before.page.news._whom.text()


def test_a_lock_asks_again_for_what_opens_a_sealed_file(open_page: Open, sent: Sent, known: None) -> None:
    password = suggested_password()
    before = open_page(sent(Seal(password=password)))
    before.page.file.sealed.password.edit.setText(password)
    before.page.file.sealed.open.click()
    before.page.verdict.go_on.click()
    put_down = before.page.half_written()
    assert password not in str(put_down)
    after = open_page()
    after.page.take_up(put_down, lambda: None)
    assert after.page.file.sealed.password.isVisible()
    assert after.page.half_written() == put_down, "another lock would put down the same"
    after.page.file.sealed.password.edit.setText(password)
    after.page.file.sealed.open.click()
    assert step_of(after) is Step.PERSON


class SlowWork:
    """Holds what is long until it is let through."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []
        self.errands: list[Errand] = []

    def run(self, task: Callable[[], T], then: Callable[[T], None], failed: Callable[[SpieError], None]) -> None:
        PromptWork().run(task, then, failed)

    def run_watched(
        self,
        task: Callable[[Errand], T],
        then: Callable[[T], None],
        failed: Callable[[SpieError], None],
        told: Callable[[float], None],
    ) -> Errand:
        return PromptWork().run_watched(task, then, failed, told)

    def run_beside(
        self,
        task: Callable[[Errand], T],
        then: Callable[[T], None],
        failed: Callable[[SpieError], None],
        told: Callable[[float], None],
    ) -> Errand:
        errand = Errand(told)
        self.errands.append(errand)
        self.waiting.append(lambda: self.run(lambda: task(errand), then, failed))
        return errand


def test_who_waits_too_long_may_stop_and_nothing_comes_after(open_page: Open, sent: Sent, known: None) -> None:
    work = SlowWork()
    page = open_page(sent(), work=work).page
    assert not page.file.stop.isVisible()
    page.file._long.timeout.emit()
    assert page.file.stop.hasFocus()
    page.file.stop.click()
    assert work.errands[-1].is_cancelled()
    assert page.file.choose.isVisible()
    work.waiting[-1]()
    assert page.file.choose.isVisible(), "what was stopped is not shown"


def test_the_keyboard_is_not_called_back_to_a_file_that_is_read(open_page: Open, sent: Sent) -> None:
    page = open_page(sent()).page
    assert page.verdict.confirmed.hasFocus()
    assert not page.file._long.isActive()
    page.file.chosen.emit(str(sent(Seal(password=suggested_password()))))
    assert page.file.sealed.password.edit.hasFocus()
    assert not page.file._long.isActive()


def test_a_page_that_went_is_not_spoken_to(open_page: Open, sent: Sent, known: None) -> None:
    work = SlowWork()
    seen = open_page(sent(), work=work)
    seen.window.show_page(open_page().page)
    seen.page.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    work.waiting[-1]()


def test_a_file_let_go_on_the_page_is_read(open_page: Open, sent: Sent, known: None) -> None:
    page = open_page().page
    several = QMimeData()
    several.setUrls([QUrl.fromLocalFile(str(sent())), QUrl.fromLocalFile(str(sent()))])
    drop(page, several)
    assert page.file.isVisible(), "one at a time"
    one = QMimeData()
    one.setUrls([QUrl.fromLocalFile(str(sent()))])
    drop(page, one)
    assert page.verdict.isVisible()


def drop(page: QWidget, told: QMimeData) -> None:
    how = (Qt.DropAction.CopyAction, told, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(page, QDragEnterEvent(QPoint(400, 300), *how))
    QApplication.sendEvent(page, QDropEvent(QPointF(400, 300), *how))


@pytest.mark.parametrize(("dark", "scale"), [(False, 1.0), (True, 1.5)])
def test_every_step_is_whole_and_spoken(open_page: Open, sent: Sent, dark: bool, scale: float) -> None:
    seen = open_page(dark=dark, scale=scale)
    page = seen.page
    _is_whole(seen)
    page.file.chosen.emit(str(sent(Seal(password=suggested_password()))))
    _is_whole(seen)
    page.file.chosen.emit(str(sent()))
    page.verdict.body.unfold.click()
    _is_whole(seen)
    page.verdict.confirmed.click()
    page.verdict.go_on.click()
    _is_whole(seen)
    page.persons.new.click()
    page.news.take_in.click()
    _is_whole(seen)


def _is_whole(seen: Seen) -> None:
    for _ in range(3):  # a text that wraps tells its height once it knows its width
        QApplication.processEvents()
    assert list(cut_texts(seen.window)) == []
    assert [one for one in stops(seen.window) if not spoken_name(one)] == []


@pytest.fixture
def desk(show: Show, tmp_path: Path) -> tuple[Desk, MainWindow]:
    casebook = vault_in(tmp_path / "coffre")
    add_person(casebook, NewPerson(called="Amina", family_name="Bensaïd"))
    casebook.lock()
    window = show(QWidget())
    desk = Desk(window, PromptWork(), opener)
    desk.start(tmp_path / "coffre")
    unlock(window)
    return desk, window


def shown_in(window: MainWindow) -> ReceivingView:
    assert isinstance(window.page, ReceivingView)
    return window.page


def test_a_lock_in_the_middle_comes_back_to_the_same_step(
    desk: tuple[Desk, MainWindow], sent: Sent, known: None
) -> None:
    at, window = desk
    assert isinstance(window.page, CasesView)
    window.page.rail.receive.click()
    shown_in(window).file.chosen.emit(str(sent()))
    shown_in(window).verdict.go_on.click()
    shown_in(window).persons.cards[0].choose.click()
    whom = shown_in(window).news._whom.text()
    at.guard.lock_due.emit()
    assert not isinstance(window.page, ReceivingView)
    unlock(window)
    assert shown_in(window).news._whom.text() == whom
    shown_in(window).news.take_in.click()
    shown_in(window).news.confirm.click()
    shown_in(window).done.person.click()
    assert isinstance(window.page, CasesView)
    assert len(window.page.person.received.rows) == 1

    window.page.rail.safe_asked.emit()
    assert isinstance(window.page, SafeView)
    window.page.rail.receive.click()
    assert shown_in(window).file.choose.isVisible()
    shown_in(window).rail.persons.click()
    assert isinstance(window.page, CasesView)


def test_after_a_lock_unknown_signers_are_compared_anew_and_the_step_is_found_again(
    open_page: Open, sent: Sent
) -> None:
    before = open_page(sent()).page
    before.verdict.confirmed.click()
    before.verdict.go_on.click()
    before.persons.number.setText("D-2026-00")
    before.persons.number.typed.emit("D-2026-00")
    put_down = before.half_written()
    after = open_page()
    after.page.take_up(put_down, lambda: None)
    assert step_of(after) is Step.VERDICT
    assert not after.page.verdict.confirmed.isChecked()
    assert after.page.half_written() == put_down, "another lock would put down the same"
    after.page.verdict.confirmed.click()
    after.page.verdict.go_on.click()
    assert step_of(after) is Step.PERSON
    assert after.page.persons.number.text() == "D-2026-00"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_what_is_to_be_ticked_is_in_sight_in_a_low_window(
    open_page: Open, sent: Sent, qtbot: QtBot, scale: float
) -> None:
    seen = open_page(scale=scale)
    seen.window.resize(1000, 540)
    seen.page.file.chosen.emit(str(sent()))
    tick = seen.page.verdict.confirmed
    assert tick.hasFocus()
    qtbot.waitUntil(lambda: tick.visibleRegion().boundingRect() == tick.rect(), timeout=2000)
