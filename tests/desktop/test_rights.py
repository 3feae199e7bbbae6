"""The rights of a person, from the panel beside the list: her copy, a correction, no sharing, no trace."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from spie_diag.casework import rights
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.receiving import NewPerson, add_person, start_interview
from spie_diag.casework.registering import register
from spie_diag.desktop.cases.opening import open_cases
from spie_diag.desktop.cases.rights_presenter import Erasing, erasing_of
from spie_diag.desktop.cases.view import CasesView
from spie_diag.desktop.widgets.notices import Toast
from spie_diag.desktop.window import MainWindow
from spie_diag.desktop.work import PromptWork, WatchedWork
from spie_diag.errors import SpieError
from spie_diag.interview.people import FieldOfWork, Person
from tests.desktop.conftest import Show
from tests.desktop.held import HeldLongWork
from tests.desktop.looking import cut_texts, spoken_name, stops
from tests.desktop.pair import NADIA

Home = Callable[..., tuple[CasesView, Person, Toast]]


@pytest.fixture
def home(casebook: Casebook, show: Show) -> Home:
    """The page of the persons with one more of them, chosen, and her rights open beside her."""

    def opened(
        called: str, *, dark: bool = False, scale: float = 1.0, work: WatchedWork | None = None
    ) -> tuple[CasesView, Person, Toast]:
        person = add_person(casebook, NewPerson(called=called, family_name="Bensaïd"))
        pair = {one.field_of_work: one.id for one in casebook.openers}
        start_interview(casebook, person, social=pair[FieldOfWork.SOCIAL], employment=pair[FieldOfWork.EMPLOYMENT])
        window = MainWindow(keep=lambda _memory: None)
        page = open_cases(
            window,
            casebook,
            work or PromptWork(),
            open_interview=lambda _one: None,
            lock=lambda: None,
            open_safe=lambda: None,
            open_backups=lambda: None,
        )
        assert isinstance(page, CasesView)
        show(page, dark=dark, scale=scale)
        page._select(page.model.place_of(person.case))
        page.person.rights.click()
        return page, person, window.toast

    return opened


def window_of(page: CasesView) -> MainWindow:
    window = page.window()
    assert isinstance(window, MainWindow)
    return window


def test_her_copy_is_written_where_it_was_asked(home: Home, tmp_path: Path) -> None:
    page, person, _ = home("Amina")
    page.rights.copy_asked.emit(str(tmp_path))
    (folder,) = tmp_path.iterdir()
    assert person.number in folder.name
    assert "Amina" not in str(list(folder.iterdir())), "names of files name nobody"
    assert folder.name in page.rights.copied.said()
    assert page.rights.open_copy.isVisible()


def test_what_her_copy_tells_too_early_is_said_before_it_is_opened(home: Home) -> None:
    page, *_ = home("Inès")
    page.rights.show_copied(Path("acces-D-2026-0001"), 2)
    assert "à découvrir\u00a0: 2" in page.rights.copied.said()
    assert not page.rights.open_copy.hasFocus()


def test_a_folder_that_refuses_is_said_and_the_copy_can_be_asked_again(home: Home, tmp_path: Path) -> None:
    page, *_ = home("Odile")
    page.rights.copy_asked.emit(str(tmp_path / "absent"))
    assert page.rights.notice.said()
    assert page.rights.copied.said() == ""
    assert page.rights.copy.isEnabled()


def test_opposition_is_noted_shown_and_leaves_only_her_own_copy(casebook: Casebook, home: Home) -> None:
    page, person, _ = home("Brune")
    page.rights.opposed.click()
    assert rights.opposed_since(casebook, person.case) is not None
    assert "Depuis le" in page.rights._opposed_since.text()
    page.rights.leave.click()
    assert page.person.rights.hasFocus()
    assert "s’oppose au partage" in page.person.opposition.said()
    assert page.person.export.text() == "Enregistrer sa copie, pour elle"
    page.person.rights.click()
    assert page.rights.opposed.isChecked()
    page.rights.opposed.click()
    assert rights.opposed_since(casebook, person.case) is None
    assert page.person.opposition.said() == ""


def test_her_identity_is_corrected_and_the_list_follows(casebook: Casebook, home: Home, qtbot: QtBot) -> None:
    page, person, _ = home("Salomé")
    page.rights.correct.click()
    fields = page.rights.correction.fields
    assert fields.family_name.text() == "Bensaïd"
    fields.born_on.setText("demain")
    page.rights.correction.correct.click()
    assert fields._born_field.notice.said()
    fields.born_on.setText("7/4/1991")
    fields.family_name.setText("Kowalska")
    QTest.keyClick(fields.family_name, Qt.Key.Key_Return)
    assert casebook.vault.cases.get(person.case).family_name == "Kowalska"
    line = page.model.line(page.model.place_of(person.case))
    assert line is not None
    assert "Kowalska" in line.name
    assert page.person.isVisible()


def test_nothing_is_erased_without_the_word_and_the_passphrase(casebook: Casebook, home: Home) -> None:
    page, person, toast = home("Thaïs")
    page.rights.erase.click()
    panel = page.rights.erasure
    assert "1\u00a0entretien" in panel._goes.text()
    panel.decision.act.click()
    assert panel.decision.word.hasFocus()
    panel.decision.word.setText("effacer")
    panel.decision.proof.secret.edit.setText("une autre phrase")
    panel.decision.act.click()
    assert panel.decision.proof.notice.said()
    assert casebook.vault.cases.get(person.case).called == "Thaïs"

    panel.decision.proof.secret.edit.setText(NADIA)
    panel.why.parts[1].click()
    panel.decision.act.click()
    assert page.model.place_of(person.case) == -1
    assert panel.decision.proof.secret.edit.text() == "", "what was typed served"
    assert person.number in toast._said
    told = register(casebook, 5)
    assert any(row.what == "Dossier effacé" and "ouvert par erreur" in row.detail for row in told)
    assert not any("Thaïs" in row.about for row in told)


def test_the_passphrase_of_an_erasure_goes_nowhere_else(home: Home) -> None:
    page, *_ = home("Ulysse")
    page.rights.erase.click()
    secret = page.rights.erasure.decision.proof.secret.edit
    secret.setFocus()
    QTest.keyClicks(secret, "quatre ")
    for key in (Qt.Key.Key_N, Qt.Key.Key_K, Qt.Key.Key_F):
        QTest.keyClick(secret, key, Qt.KeyboardModifier.ControlModifier)
        assert secret.hasFocus(), key
    assert page.rights.erasure.isVisible()
    QTest.keyClicks(secret, "arbres")
    assert secret.text() == "quatre arbres"
    before = window_of(page).memory.text_scale
    QTest.keyClick(secret, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert window_of(page).memory.text_scale > before, "whoever cannot read what is asked makes it larger"
    QTest.keyClick(secret, Qt.Key.Key_Escape)
    assert page.rights.erase.hasFocus()


def test_a_strengthened_erasure_also_changes_the_key_of_the_vault(casebook: Casebook, home: Home) -> None:
    page, person, _ = home("Vera")
    page.rights.erase.click()
    panel = page.rights.erasure
    panel.strong.setChecked(True)
    panel.decision.word.setText("EFFACER")
    panel.decision.proof.secret.edit.setText(NADIA)
    QTest.keyClick(panel.decision.proof.secret.edit, Qt.Key.Key_Return)
    assert page.model.place_of(person.case) == -1
    assert {"Clé du coffre changée", "Dossier effacé"} <= {row.what for row in register(casebook, 5)}
    assert page.error.said() == ""


@pytest.mark.parametrize(("scale", "dark"), [(1.0, False), (2.0, True)])
def test_a_key_that_stays_after_all_does_not_bring_the_file_back(
    casebook: Casebook, home: Home, scale: float, dark: bool
) -> None:
    work = HeldLongWork()
    page, person, _ = home("Wassila", work=work, scale=scale, dark=dark)
    page.rights.erase.click()
    panel = page.rights.erasure
    panel.strong.setChecked(True)
    panel.decision.word.setText("EFFACER")
    panel.decision.proof.secret.edit.setText(NADIA)
    panel.decision.act.click()
    assert panel.underway.said().startswith("Le dossier est effacé. Le coffre se chiffre")
    assert panel.underway.stop.hasFocus()
    panel.show_strengthening(0.7)
    for _ in range(4):
        QApplication.processEvents()
    assert list(cut_texts(page)) == []
    assert all(spoken_name(widget) for widget in stops(page.window()))
    panel.underway.stop.click()
    work.let_go()
    assert page.model.place_of(person.case) == -1
    assert "le coffre garde la clé qu’il avait" in page.error.said()
    assert "Clé du coffre changée" not in {row.what for row in register(casebook, 2)}


def test_escape_goes_back_one_step_at_a_time(home: Home) -> None:
    page, *_ = home("Zoé")
    page.rights.erase.click()
    QTest.keyClick(page.rights.erasure.leave, Qt.Key.Key_Escape)
    assert page.rights.erase.hasFocus()
    QTest.keyClick(page.rights.erase, Qt.Key.Key_Escape)
    assert page.person.rights.hasFocus()


def test_an_empty_file_says_only_what_it_holds() -> None:
    preview = rights.ErasurePreview(number="D-1", interviews=0, entries=1, documents=0, copies=("avant-x", "avant-y"))
    assert erasing_of(preview) == Erasing(
        number="D-1", goes="son identité et 1\u00a0entrée", copies="avant-x et avant-y"
    )


def test_those_who_received_a_document_are_named_before_an_erasure(home: Home, qtbot: QtBot) -> None:
    page, *_ = home("Maïa")
    panel = page.rights.erasure
    page.rights.erase.click()
    assert not panel._holders_card.isVisibleTo(panel)
    told = (
        "CCAS de Modèleville (CCAS ou association sociale), le 3 décembre 2026",
        "France Travail, le 4 décembre 2026",
    )
    preview = rights.ErasurePreview(
        number="D-1", interviews=1, entries=9, documents=2, copies=(), handed_over=2, holders=told
    )
    panel.show_erasing(erasing_of(preview))
    assert panel._holders_card.isVisibleTo(panel)
    qtbot.waitUntil(lambda: list(cut_texts(page.window())) == [], timeout=1_000)
    panel.copy.click()
    assert all(one in QApplication.clipboard().text() for one in ("D-1", *told))
    assert "Modèleville" not in repr(preview)


@pytest.mark.parametrize(("scale", "dark"), [(1.0, False), (2.0, True)])
def test_every_word_of_her_rights_is_whole_and_spoken(home: Home, app: QApplication, scale: float, dark: bool) -> None:
    page, *_ = home("Ève", dark=dark, scale=scale)
    for deed in (None, page.rights.correct, page.rights.erase):
        if deed is not None:
            deed.click()
        app.processEvents()
        app.processEvents()
        assert list(cut_texts(page.rights)) == []
        assert all(spoken_name(widget) for widget in stops(page.window()))
        page.rights.show_list(page.rights.copy)


class _RefusedError(SpieError):
    sentence = "Cette phrase secrète n’ouvre pas ce coffre."
    advice = "Vérifiez la touche Verr. Maj. et le nom choisi, puis essayez encore."


class _RefusedAgainError(SpieError):
    sentence = "Cette phrase secrète n’ouvre pas ce coffre."
    advice = (
        "Vérifiez la touche Verr. Maj. et le nom choisi, puis essayez encore. L’attente s’allonge à chaque essai, "
        "5 secondes au plus, pour décourager qui devinerait. Rien n’est perdu."
    )


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_what_is_said_of_a_wrong_passphrase_is_whole_in_sight(home: Home, qtbot: QtBot, scale: float) -> None:
    page, *_ = home("Lila", scale=scale)
    page.rights.erase.click()
    panel = page.rights.erasure
    notice, secret = panel.decision.proof.notice, panel.decision.proof.secret.edit
    for error in (_RefusedError(), _RefusedAgainError()):
        panel.show_error(error, passphrase_wrong=True)
        qtbot.waitUntil(partial(_is_whole, notice))
        assert _is_whole(secret), "the field that it is about, too"
        assert not list(cut_texts(notice))
        QTest.keyClicks(secret, "une autre")
        assert notice.isHidden()


def _is_whole(widget: QWidget) -> bool:
    inside = widget.visibleRegion().boundingRect()
    return inside == widget.rect()
