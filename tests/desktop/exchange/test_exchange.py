"""« Transmettre »: for whom, what leaves, with whose agreement; what was handed over, and what is pasted elsewhere."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from spie_diag.casework import interviewing, rights
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.handing_over import handoffs
from spie_diag.casework.profiles import Profile
from spie_diag.casework.recipients import recipients
from spie_diag.casework.sheet import draw
from spie_diag.desktop.exchange.presenter import ExchangePresenter
from spie_diag.desktop.exchange.shown import JsonFile, Step
from spie_diag.desktop.exchange.view import ExchangeView
from spie_diag.desktop.work import PromptWork
from spie_diag.errors import SpieError
from spie_diag.forms.definition import BlockCode, QuestionCode
from spie_diag.french import short_date
from spie_diag.interview.answers import Answer
from spie_diag.interview.people import CaseId, InterviewId
from tests.desktop.diagnosis.played import LOG, MOB, begin, make_ready
from tests.desktop.exchange.conftest import OpenExchange
from tests.desktop.looking import cut_texts, spoken_name, stops
from tests.desktop.pair import KARIM, NADIA

T = TypeVar("T")
MISSION = "Mission locale du Pays d’Exemple"


class SlowWork:
    """Keeps tasks until the test does them."""

    def __init__(self) -> None:
        self.tasks: list[Callable[[], None]] = []

    def run(self, task: Callable[[], T], then: Callable[[T], None], failed: Callable[[SpieError], None]) -> None:
        self.tasks.append(lambda: PromptWork().run(task, then, failed))

    def end(self) -> None:
        while self.tasks:
            self.tasks.pop(0)()


def presenter_of(page: ExchangeView) -> ExchangePresenter:
    held = vars(page)["presenter"]
    assert isinstance(held, ExchangePresenter)
    return held


def case_of(book: Casebook, interview: InterviewId) -> CaseId:
    return book.desk(interview).person.case


def write(field: QLineEdit, text: str) -> None:
    field.setText(text)  # an apostrophe of typography is no key of QTest
    field.textEdited.emit(text)


def name_it(page: ExchangeView, code: str = "ML", name: str = MISSION) -> None:
    page.recipient.buttons[code].click()
    write(page.recipient.recipient, name)
    page.recipient.flush()


def read_it(page: ExchangeView, qtbot: QtBot) -> None:
    """Go to what leaves, and wait until its pages are in sight."""
    page.next.click()
    choosing = presenter_of(page).choosing
    qtbot.waitUntil(lambda: choosing.is_seen() and page.next.isEnabled(), timeout=8000)


def agree(page: ExchangeView, passphrase: str = NADIA) -> None:
    page.next.click()
    page.agreement.agreed.click()
    page.agreement.signers[0].secret.edit.setText(passphrase)


def save(page: ExchangeView, place: Path) -> None:
    page.next.click()
    dialog = page.agreement._dialog
    assert dialog is not None
    dialog.hide()
    page.agreement.place_chosen.emit(str(place))


def test_nobody_is_handed_anything_without_a_name(open_page: OpenExchange) -> None:
    page = open_page()
    assert [one.text() for one in page.recipient.buttons.values()] == [one.label for one in Profile]
    page.next.click()
    assert "Il manque le nom" in page.recipient.recipient_field.notice.said()
    assert presenter_of(page).step is Step.RECIPIENT


def test_the_keyboard_is_on_the_recipients_once_they_are_there(open_page: OpenExchange, qtbot: QtBot) -> None:
    work = SlowWork()
    page = open_page(work=work)
    work.end()
    chosen = next(one for one in page.recipient.buttons.values() if one.isChecked())
    qtbot.waitUntil(lambda: chosen.isVisible() and chosen.hasFocus(), timeout=2000)


def test_what_she_ticks_leaves_and_ctrl_z_keeps_it(open_page: OpenExchange, casebook: Casebook, qtbot: QtBot) -> None:
    interview = begin(casebook, missing=False)
    interviewing.answer(casebook, interview, QuestionCode("IDE-07"), Answer(value="ue"))
    sign_off(casebook, interview)
    page = open_page(interview)
    name_it(page)
    read_it(page, qtbot)
    assert page.leaving.pages.pages
    identity = page.leaving.rows[BlockCode("IDE")]
    tick = identity.ticks["IDE-07"]
    assert not tick.isChecked()
    assert "Nationalité" not in page.leaving.text.toPlainText()
    tick.click()
    assert "Nationalité" in page.leaving.text.toPlainText()
    tick.setFocus()
    QTest.keyClick(tick, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not presenter_of(page).choosing.selection.ticked
    assert not identity.ticks["IDE-07"].isChecked()
    assert identity.ticks["IDE-07"] is tick, "the keyboard stays where it was"


def test_a_domain_is_taken_out_and_put_back(open_page: OpenExchange, qtbot: QtBot) -> None:
    page = open_page()
    name_it(page)
    read_it(page, qtbot)
    row = page.leaving.rows[MOB]
    assert "Le soir reste difficile" in page.leaving.text.toPlainText()
    row.remove.click()
    assert row.remove.accessibleName().startswith("Remettre")
    assert "Le soir reste difficile" not in page.leaving.text.toPlainText()
    row.remove.click()
    assert "Le soir reste difficile" in page.leaving.text.toPlainText()


def test_another_recipient_gets_nothing_that_was_ticked_for_the_first(open_page: OpenExchange) -> None:
    page = open_page()
    choosing = presenter_of(page).choosing
    name_it(page)
    choosing.tick("IDE-07", on=True)
    page.recipient.buttons["CD"].click()
    assert not choosing.selection.ticked
    page.recipient.buttons["SPEC"].click()
    assert choosing.selection.speciality is not None
    assert page.recipient.speciality.isVisible()


def test_the_last_choice_wins(open_page: OpenExchange) -> None:
    work = SlowWork()
    page = open_page(work=work)
    work.end()
    name_it(page)
    work.end()
    choosing = presenter_of(page).choosing
    choosing.watch(300)
    choosing.remove(MOB)
    choosing.remove(LOG)
    assert not page.leaving.pages.pages
    work.end()
    assert choosing.is_seen()
    assert choosing.selection.removed == {MOB, LOG}
    assert not page.leaving.rows[MOB].remove.accessibleName().startswith("Retirer")


def test_a_document_is_agreed_to_signed_closed_and_remembered(
    open_page: OpenExchange, casebook: Casebook, signed: InterviewId, place: Path, qtbot: QtBot
) -> None:
    page = open_page()
    name_it(page)
    read_it(page, qtbot)
    agree(page)
    page.agreement.sealing.choice.chips["password"].click()
    words = page.agreement.sealing.words.text()
    assert len(words.split()) == 6
    save(page, place)
    assert "enregistré" in page.agreement.outcome.said()
    assert b"/Encrypt" in place.read_bytes()
    made = handoffs(casebook, case_of(casebook, signed))[0]
    assert (made.selection.recipient, made.sealed, made.person_present) == (MISSION, "password", True)
    assert MISSION in [one.recipient for one in recipients(casebook)]
    assert page.agreement.signers[0].secret.edit.text() == ""

    page.stepper.stages[Step.HISTORY.place].click()
    assert page.agreement.sealing.words.text() == "", "shown once"
    card = page.history.cards[made.id]
    card.withdraw.click()
    card.confirm.click()
    assert handoffs(casebook, case_of(casebook, signed))[0].withdrawn_on is not None
    notice = page.history.cards[made.id].text.text()
    assert "retire son accord" in notice
    assert "Amina" not in notice

    page.stepper.stages[Step.RECIPIENT.place].click()
    assert page.recipient.recipient.text() == "", "the next document starts anew"
    assert presenter_of(page).choosing.selection.recipient == ""


def test_what_is_missing_is_said_where_it_is(open_page: OpenExchange, place: Path, qtbot: QtBot) -> None:
    page = open_page()
    name_it(page)
    read_it(page, qtbot)
    page.next.click()
    page.next.click()
    assert "accord" in page.agreement.agreement_notice.said()
    page.agreement.agreed.click()
    page.next.click()
    assert "phrase secrète" in page.agreement.signers[0].field.notice.said()
    assert not page.agreement.agreement_notice.said(), "what was missing is there now"
    page.agreement.sealing.choice.chips["certificate"].click()
    page.agreement.signers[0].secret.edit.setText(KARIM)
    page.next.click()
    assert "certificat" in page.agreement.sealing.notice.said()
    page.agreement.sealing.choice.chips["none"].click()
    save(page, place)
    assert page.agreement.signers[0].field.notice.said(), "it is Karim’s passphrase, not hers"
    assert not place.exists()


def test_only_her_own_copy_where_she_opposes_sharing(
    open_page: OpenExchange, casebook: Casebook, signed: InterviewId
) -> None:
    case = case_of(casebook, signed)
    rights.oppose(casebook, case)
    try:
        page = open_page()
        assert [code for code, one in page.recipient.buttons.items() if one.isEnabled()] == ["PERS"]
        assert "s’oppose" in page.recipient.notice.said()
        assert presenter_of(page).choosing.selection.profile is Profile.PERSON
        page.stepper.stages[Step.CODES.place].click()
        assert not page.codes.cards
        assert not page.sheets.isVisible()
    finally:
        rights.lift_opposition(casebook, case)


def test_of_what_nobody_signed_only_the_document_itself_can_be_saved(
    open_page: OpenExchange, casebook: Casebook, place: Path
) -> None:
    page = open_page(begin(casebook))
    assert "pas encore signé" in page.recipient.notice.said()
    assert not page.next.isEnabled()
    page.recipient.save_unsigned.click()
    assert page._dialog is not None
    page._dialog.hide()
    page.unsigned_place_chosen.emit(str(place))
    assert place.read_bytes().startswith(b"%PDF")
    page.stepper.stages[Step.LEAVING.place].click()
    assert presenter_of(page).step is Step.RECIPIENT


def test_a_lock_keeps_what_was_chosen_and_no_secret(open_page: OpenExchange, qtbot: QtBot) -> None:
    page = open_page()
    name_it(page, "CD", "Département d’Exemple")
    read_it(page, qtbot)
    page.leaving.rows[LOG].remove.click()
    QTest.keyClick(page.leaving.hands, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: page.next.isEnabled(), timeout=8000)
    agree(page)
    page.agreement.sealing.choice.chips["password"].click()
    kept = page.half_written()
    assert NADIA not in str(kept)
    assert page.agreement.sealing.words.text() not in str(kept)

    again, told = open_page(), list[str]()
    again.take_up(kept, lambda: told.append("taken up"))
    chosen = presenter_of(again).choosing.selection
    assert (chosen.recipient, chosen.profile, chosen.removed) == (
        "Département d’Exemple",
        Profile.DEPARTMENT,
        frozenset({LOG}),
    )
    assert told == ["taken up"]
    assert len(presenter_of(again).choosing.signers) == 2
    assert presenter_of(again).step is Step.LEAVING, "the pages are read again before she agrees"


def test_what_was_leaving_when_the_vault_locked_is_not_proposed_anew(open_page: OpenExchange) -> None:
    page = open_page()
    name_it(page, "CD", "Département d’Exemple")
    presenter_of(page).handing.is_busy = True
    kept = page.half_written()

    again, told = open_page(), list[str]()
    again.take_up(kept, lambda: told.append("taken up"))
    assert presenter_of(again).step is Step.HISTORY, "it stands there once it left"
    assert not presenter_of(again).choosing.selection.recipient
    assert told == ["taken up"]


def test_texts_are_copied_and_files_saved_once_she_agrees(
    open_page: OpenExchange, casebook: Casebook, signed: InterviewId, tmp_path: Path
) -> None:
    page = open_page()
    page.stepper.stages[Step.CODES.place].click()
    assert page.codes.agreed.hasFocus(), "no part of the page was a window of its own on its way"
    card = next(one for one in page.codes.cards if one.text.text())
    assert not card.copy.isEnabled()
    page.codes.agreed.click()
    card.copy.click()
    assert QGuiApplication.clipboard().text() == card.text.text()
    assert card.copy.text() == "Copié"
    page.codes.criteria.click()
    assert page.codes._dialog is not None
    page.codes._dialog.hide()
    page.codes.place_chosen.emit(JsonFile.CRITERIA, str(tmp_path / "criteres.json"))
    assert (tmp_path / "criteres.json").read_text(encoding="utf-8").startswith("{")
    assert handoffs(casebook, case_of(casebook, signed))[0].format == "json"
    QGuiApplication.clipboard().clear()


def test_a_meeting_sheet_does_not_say_who_she_is_and_is_remembered(
    open_page: OpenExchange, tmp_path: Path, casebook: Casebook, signed: InterviewId
) -> None:
    yesterday = casebook.clock.now().date() - timedelta(days=1)
    page = open_page()
    page.stepper.stages[Step.CODES.place].click()
    page.sheets.meeting.click()
    assert "Il manque la question" in page.sheets.question_field.notice.said()
    write(page.sheets.day.text, "31/02/2026")
    page.sheets.meeting.click()
    assert "ne se lit pas" in page.sheets.day.field.notice.said()
    write(page.sheets.day.text, short_date(yesterday))
    page.sheets.question.setPlainText("Comment aider Amina ?")
    page.sheets.meeting.click()
    assert page.sheets.outcome.said(), "it is not even shown"
    assert not page.sheets.reading.isVisible()
    page.sheets.question.setPlainText("Comment trouver une garde ?")
    page.sheets.meeting.click()
    reading = page.sheets.reading
    assert reading.isVisible()
    assert not reading.save.isEnabled(), "she has not agreed yet"
    heard = page.window().focusWidget()
    assert heard is not None
    assert "trouver une garde" in heard.accessibleDescription()
    QTest.keyClick(heard, Qt.Key.Key_Escape)
    assert not reading.isVisible()
    assert page.isVisible()
    page.sheets.meeting.click()
    reading.agreed.click()
    reading.save.click()
    assert page.sheets._dialog is not None
    page.sheets._dialog.hide()
    page.sheets.place_chosen.emit(str(tmp_path / "b.pdf"))
    assert not reading.isVisible()
    assert (tmp_path / "b.pdf").read_bytes().startswith(b"%PDF")

    made = handoffs(casebook, case_of(casebook, signed))[0]
    assert made.agreed_on == yesterday
    page.stepper.stages[Step.HISTORY.place].click()
    card = page.history.cards[made.id]
    assert any("Réunion" in one.text() for one in card.findChildren(QLabel)), "it is among what was handed over"
    assert not any(Profile.DEPARTMENT.label in one.text() for one in card.findChildren(QLabel))


@pytest.mark.parametrize(("scale", "dark"), [(1.0, False), (2.0, True)])
def test_nothing_is_cut_and_everything_has_a_name(
    open_page: OpenExchange, qtbot: QtBot, scale: float, dark: bool
) -> None:
    page = open_page(scale=scale, dark=dark)
    name_it(page)
    for step in Step:
        presenter_of(page).go_to(step)
        if page.leaving.isVisible() and not page.leaving.shows_pages:
            page.leaving.turn_to_pages()
        if page.leaving.isVisible():
            qtbot.waitUntil(lambda: page.next.isEnabled(), timeout=8000)
        assert presenter_of(page).step is step
        qtbot.waitUntil(lambda: not list(cut_texts(page.window())), timeout=2000)
        assert all(spoken_name(one) for one in stops(page.window())), step


def sign_off(book: Casebook, interview: InterviewId) -> None:
    from spie_diag.casework.signing_off import specialist_signs

    make_ready(book, interview)
    for one, passphrase in zip(draw(book, interview).pair.members, (NADIA, KARIM), strict=True):
        specialist_signs(book, interview, one.id, passphrase)


def test_an_employer_hears_of_no_social_worker(open_page: OpenExchange, qtbot: QtBot) -> None:
    page = open_page()
    name_it(page, "EMP", "Maison Modèle")
    read_it(page, qtbot)
    page.next.click()
    assert [one.specialist.name for one in page.agreement.signers] == ["Karim Spécimen"]


def test_who_signs_is_chosen_before_the_pages_are_read(open_page: OpenExchange, qtbot: QtBot) -> None:
    page = open_page()
    name_it(page)
    read_it(page, qtbot)
    presenter, hands = presenter_of(page), page.leaving.hands
    assert presenter.choosing.prepared.signing == (presenter.choosing.signers[0].id,)
    before = presenter.choosing.prepared
    hands.setFocus()
    QTest.keyClick(hands, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: presenter.choosing.is_seen() and page.next.isEnabled(), timeout=8000)
    assert hands.currentText() == "Nadia Témoin et Karim Spécimen"
    assert len(presenter.choosing.prepared.signing) == 2
    page.next.click()
    page.agreement.agreed.click()
    assert [one.specialist.id for one in page.agreement.signers] == list(presenter.choosing.prepared.signing)
    page.back.click()
    page.undo.click()
    assert presenter.choosing.prepared == before
    qtbot.waitUntil(lambda: presenter.choosing.is_seen() and page.next.isEnabled(), timeout=8000)
    page.next.click()
    assert len(page.agreement.signers) == 1
    assert not page.agreement.agreed.isChecked(), "other pages are agreed to anew"


def test_her_own_copy_may_have_nobody_sign_it(open_page: OpenExchange, place: Path, qtbot: QtBot) -> None:
    page = open_page()
    page.recipient.buttons["PERS"].click()
    read_it(page, qtbot)
    QTest.keyClick(page.leaving.hands, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: presenter_of(page).choosing.is_seen() and page.next.isEnabled(), timeout=8000)
    assert presenter_of(page).choosing.prepared.signing == ()
    page.next.click()
    page.agreement.agreed.click()
    assert not page.agreement.signers
    save(page, place)
    assert b"/Contents <30" not in place.read_bytes()
    assert "enregistré" in page.agreement.outcome.said()


def walked(page: ExchangeView, key: Qt.Key = Qt.Key.Key_Tab) -> list[str]:
    """What is met from where the keyboard is, until it is there again."""
    start, met = page.window().focusWidget(), list[str]()
    here: QWidget | None = start
    while here is not None and (here is not start or not met):
        met.append(spoken_name(here))
        QTest.keyClick(here, key)
        here = page.window().focusWidget()
    return met


def test_tab_goes_through_the_page_as_the_eye_does(open_page: OpenExchange, qtbot: QtBot) -> None:
    page = open_page()
    name_it(page)
    page.recipient.refocus()
    met = walked(page)
    assert met[:3] == ["Mission locale", "Qui le reçoit", "Pour quoi faire (facultatif)"]
    assert met.index("Voir ce qui part") < met.index("Revenir en arrière")
    back = walked(page, Qt.Key.Key_Backtab)
    assert back == [met[0], *reversed(met[1:])]
    read_it(page, qtbot)
    QTest.keyClick(page.leaving.hands, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: page.next.isEnabled(), timeout=8000)
    page.next.click()
    qtbot.waitUntil(lambda: all(one.isVisible() for one in page.agreement.signers), timeout=2000)
    met = walked(page)
    secrets = [one.specialist.name for one in page.agreement.signers]
    asked = [met.index(f"Phrase secrète de {name}") for name in secrets]
    assert len(asked) == 2
    assert met.index("Accord donné le") < asked[0] < asked[1] < met.index("Tel quel")
    assert met.index("Tel quel") < met.index("Enregistrer le document…")
