"""Who opens the vault, passphrases and the recovery sheet: through the real page, over a real vault."""

from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QImage, QPdfWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.keys import holders_of, look_up, open_with_sheet, sheet_made_on
from spie_diag.casework.opening import open_casebook
from spie_diag.desktop.memory import Memory, recall, remember
from spie_diag.desktop.safe.deciding import Proven
from spie_diag.desktop.safe.locking_view import LockingView
from spie_diag.desktop.safe.passphrase_presenter import Change
from spie_diag.desktop.safe.passphrase_view import PassphraseView
from spie_diag.desktop.safe.people_presenter import Newcomer
from spie_diag.desktop.safe.people_view import PeopleView
from spie_diag.desktop.safe.sheet_presenter import Sheet, SheetPresenter
from spie_diag.desktop.safe.sheet_printing import paint_sheet
from spie_diag.desktop.safe.sheet_view import SheetView
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.window import MainWindow
from spie_diag.interview.people import FieldOfWork
from tests.desktop.looking import cut_texts, spoken_name, stops
from tests.desktop.pair import KARIM, NADIA
from tests.desktop.safe.conftest import OpenSafe
from tests.journeys.desk import Flashes

LEILA = "onze parapluies bleus sous la pluie"
WRONG = "cette phrase n’ouvre rien du tout"
WORDS = tuple(f"mot{place}" for place in range(1, 15))
SECTIONS = ("people", "passphrase", "sheet", "locking")


def people(safe: OpenSafe, casebook: Casebook) -> PeopleView:
    view = safe(casebook, "people").section
    assert isinstance(view, PeopleView)
    return view


def fill_in(view: PeopleView, name: str, passphrase: str, again: str, own: str) -> None:
    view.name.setText(name)
    view.structure.setText("Mission locale")
    view.choice.secret.edit.setText(passphrase)
    view.choice.again.edit.setText(again)
    view.welcome.secret.edit.setText(own)
    view.take_in.click()


def test_a_colleague_is_welcomed_then_shut_out(safe: OpenSafe, own_casebook: Casebook, tmp_path: Path) -> None:
    view = people(safe, own_casebook)
    view.add.click()
    fill_in(view, "karim  lemoine", LEILA, LEILA, NADIA)
    assert "ouvre déjà ce coffre" in view.names_notice.said()
    fill_in(view, "Leïla Sow", "court", "court", NADIA)
    assert "trop courte" in view.choice.notice.said()
    fill_in(view, "Leïla Sow", LEILA, LEILA + "s", NADIA)
    assert "différentes" in view.choice.notice.said()
    fill_in(view, "Leïla Sow", LEILA, LEILA, WRONG)
    assert "n’ouvre pas ce coffre" in view.welcome.notice.said()
    fill_in(view, "Leïla Sow", LEILA, LEILA, NADIA)
    assert "Leïla Sow ouvre maintenant ce coffre" in view.outcome.said()
    assert view.choice.typed() == ("", "")
    leila = holders_of(own_casebook)[2].specialist

    buttons = {spoken_name(button): button for button in view.findChildren(Button)}
    assert buttons["Retirer l’accès de Nadia Haddad"].isHidden(), "nobody shuts herself out"
    buttons["Retirer l’accès de Leïla Sow"].click()
    view.decision.secret.edit.setText(WRONG)
    view.shut_out.click()
    assert "n’ouvre pas ce coffre" in view.decision.notice.said()
    assert view.decision.who.findText("Leïla Sow") < 0, "whoever leaves does not decide of it"
    view.decision.secret.edit.setText(NADIA)
    view.shut_out.click()
    assert "Leïla Sow n’ouvre plus ce coffre" in view.outcome.said()
    assert "fiche de secours" in view.outcome.said()
    assert "sauvegardes" in view.outcome.said()
    assert leila.id not in {holder.specialist.id for holder in holders_of(own_casebook)}
    own_casebook.lock()
    open_casebook(tmp_path / "coffre", own_casebook.writer, NADIA).lock()


def test_a_passphrase_and_the_key_of_the_vault_change_together(
    safe: OpenSafe, own_casebook: Casebook, tmp_path: Path
) -> None:
    view = safe(own_casebook, "passphrase").section
    assert isinstance(view, PassphraseView)
    (before,) = (tmp_path / "coffre").glob("vault-*.db")

    def change(old: str, new: str, again: str) -> None:
        view.old.secret.edit.setText(old)
        view.choice.secret.edit.setText(new)
        view.choice.again.edit.setText(again)
        view.change.click()

    change(WRONG, LEILA, LEILA)
    assert "n’ouvre pas ce coffre" in view.old.notice.said()
    change(NADIA, LEILA, "autre")
    assert "différentes" in view.choice.notice.said()
    change(NADIA, NADIA, NADIA)
    assert "phrase actuelle" in view.choice.notice.said()
    view.also_key.setChecked(True)
    change(NADIA, LEILA, LEILA)
    assert "est changée" in view.done.said()
    assert "La clé du coffre aussi" in view.done.said()
    assert "s’ouvre encore avec l’ancienne" in view.done.said()
    assert not any(edit.text() for edit in view.findChildren(QLineEdit))
    assert not before.exists(), "another file under another key"
    own_casebook.lock()
    open_casebook(tmp_path / "coffre", own_casebook.writer, LEILA).lock()


def test_a_sheet_is_kept_once_three_of_its_words_were_read_on_paper(
    safe: OpenSafe, own_casebook: Casebook, tmp_path: Path
) -> None:
    page = safe(own_casebook, "sheet")
    view = page.section
    assert isinstance(view, SheetView)
    assert "n’a pas de fiche" in view.state.said()
    view.draw.click()
    words = shown_words(view)
    assert len(words) == 14
    assert all(look_up(word).meant == word for word in words)
    view.go_on.click()
    assert shown_words(view) == [], "the words are off the screen while they are asked for"
    assert len(view.fields) == 3
    view.proof.secret.edit.setText(NADIA)
    first, second, third = view.fields
    view.fields[first].setText(words[second - 1])
    view.fields[second].setText("xyz")
    view.keep.click()
    assert sheet_made_on(own_casebook) is None
    said = [label.text() for label in view.findChildren(QLabel) if label.isVisible()]
    assert any(f"le mot n° {first}" in text for text in said)
    assert any("n’est pas de la fiche" in text for text in said)
    assert any("manque" in text for text in said)
    for place in (first, second, third):
        view.fields[place].setText(words[place - 1][:4].upper())
    view.keep.click()
    assert "elle ouvre maintenant ce coffre" in view.done.said()
    assert "faite le" in view.state.said()
    assert not any(edit.text() for edit in view.findChildren(QLineEdit))
    own_casebook.lock()
    open_with_sheet(tmp_path / "coffre", " ".join(words)).lock()


def test_leaving_the_section_lets_the_words_go(safe: OpenSafe, casebook: Casebook) -> None:
    page = safe(casebook, "sheet")
    view = page.section
    assert isinstance(view, SheetView)
    presenter = vars(view)["presenter"]
    assert isinstance(presenter, SheetPresenter)
    view.draw.click()
    words = shown_words(view)
    page.open_section("locking")
    assert view.words.accessibleName() == ""
    assert not {label.text() for label in view.findChildren(QLabel)} & set(words)
    presenter.look_again()
    assert shown_words(view) == []
    assert "_words" not in repr(presenter)


def shown_words(view: SheetView) -> list[str]:
    spoken = view.words.accessibleName()
    return [part.split(" : ")[1] for part in spoken.split(", ")] if spoken else []


def test_without_a_printer_the_words_are_copied_by_hand(
    safe: OpenSafe, casebook: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spie_diag.desktop.safe.sheet_printing.has_printer", lambda: False)
    view = safe(casebook, "sheet").section
    assert isinstance(view, SheetView)
    view.draw.click()
    view.print.click()
    assert "à la main" in view.print_notice.said()


def test_the_paper_carries_the_words_whatever_its_density(app: QApplication) -> None:
    sheet = Sheet("Antenne", "23 novembre 2026", WORDS)
    kept = QBuffer()
    kept.open(QBuffer.OpenModeFlag.ReadWrite)
    assert paint_sheet(QPdfWriter(kept), sheet)
    assert bytes(kept.data().data()).startswith(b"%PDF")
    for dots_per_metre in (2835, 11811):
        image = QImage(210 * dots_per_metre // 1000, 297 * dots_per_metre // 1000, QImage.Format.Format_Grayscale8)
        image.setDotsPerMeterX(dots_per_metre)
        image.setDotsPerMeterY(dots_per_metre)
        image.fill(Qt.GlobalColor.white)
        assert paint_sheet(image, sheet)
        assert not is_white(image, 0.5, 0.95), "not shrunk"
        assert is_white(image, 0.95, 1.0), "not cut"
    assert not paint_sheet(QImage(), sheet), "a device that refuses is told"


def is_white(image: QImage, top: float, bottom: float) -> bool:
    """Whether nothing is inked between two heights, from 0 to 1."""
    first, last = round(image.height() * top), round(image.height() * bottom)
    part = image.copy(0, first, image.width(), last - first)
    blank = part.copy()
    blank.fill(Qt.GlobalColor.white)
    return part == blank


def test_secrets_never_show_in_what_is_printed_by_mistake(casebook: Casebook) -> None:
    who = casebook.writer
    new = Newcomer(
        name="Leïla", structure="M", role="", field_of_work=FieldOfWork.SOCIAL, passphrase=LEILA, again=LEILA
    )
    for one in (new, Change(who, NADIA, LEILA, LEILA, also_key=False), Proven(who, KARIM), Sheet("A", "j", WORDS)):
        assert fields(one)
        assert not any(secret in repr(one) for secret in (LEILA, NADIA, KARIM, *WORDS)), type(one).__name__


def test_the_delay_is_chosen_and_outlives_the_window(
    safe: OpenSafe, casebook: Casebook, tmp_path: Path, qtbot: QtBot
) -> None:
    view = safe(casebook, "locking").section
    assert isinstance(view, LockingView)
    assert view.delay.chosen() == "10"
    with qtbot.waitSignal(view.delay_chosen) as said:
        view.delay.setCurrentIndex(0)
        view.delay.activated.emit(0)
    assert said.args == [2]
    remember(Memory(lock_after_min=2), tmp_path / "memory.json")
    assert recall(tmp_path / "memory.json").lock_after_min == 2
    (tmp_path / "memory.json").write_text('{"lock_after_min": 100000}')
    assert recall(tmp_path / "memory.json").lock_after_min == 10


def test_sections_are_gone_through_with_the_arrows_and_kept(safe: OpenSafe, casebook: Casebook, qtbot: QtBot) -> None:
    page = safe(casebook)
    first = page.section
    page.buttons["people"].setFocus()
    QTest.keyClick(page.buttons["people"], Qt.Key.Key_Down)
    QTest.keyClick(page.buttons["passphrase"], Qt.Key.Key_Space)
    assert isinstance(page.section, PassphraseView)
    page.open_section("people")
    assert page.section is first
    page.open_section("nowhere")
    assert page.section is first
    with qtbot.waitSignal(page.rail.persons_asked):
        QTest.keyClick(page, Qt.Key.Key_Escape)


def test_opening_the_page_leaves_the_keyboard_in_its_window(safe: OpenSafe, casebook: Casebook) -> None:
    watched = MainWindow(Memory(), keep=lambda _memory: None)
    flashes = Flashes(watched)
    page = safe(casebook)
    for section in (*page.buttons, "people"):
        page.open_section(section)
        QApplication.processEvents()
    assert flashes.seen == [], "a window of its own, were it for an instant, takes the keyboard"
    watched.deleteLater()


@pytest.mark.parametrize("section", SECTIONS)
def test_no_text_is_cut_at_200_percent_and_everything_says_its_name(
    safe: OpenSafe, casebook: Casebook, section: str
) -> None:
    page = safe(casebook, section, scale=2.0, dark=True)
    view = page.section
    presses: list[Button | None] = [None]
    if isinstance(view, PeopleView):
        removal = next(one for one in view.findChildren(Button) if spoken_name(one).startswith("Retirer l’accès de K"))
        presses += [view.add, removal]
    if isinstance(view, SheetView):
        presses += [view.draw, view.go_on]
    for button in presses:
        if button is not None:
            button.click()
        QApplication.processEvents()
        assert list(cut_texts(page.window())) == []
        assert [stop for stop in stops(page.window()) if not spoken_name(stop)] == []
