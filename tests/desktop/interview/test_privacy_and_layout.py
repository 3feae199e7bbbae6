"""What the colleague may not see while she takes the keyboard, where it lands, and pages shown whole."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from spie_diag.casework.assessing import give_view
from spie_diag.casework.interviewing import answer
from spie_diag.casework.sheet import SpecialistSignature
from spie_diag.desktop.interview.agreement.view import AgreementView
from spie_diag.desktop.interview.exploration.domains import LINE_ROLE
from spie_diag.desktop.interview.exploration.lines import Line
from spie_diag.desktop.interview.opening import open_interview
from spie_diag.desktop.interview.reading import introducing
from spie_diag.desktop.interview.stage import SWEEP
from spie_diag.desktop.interview.view import InterviewView
from spie_diag.desktop.theme import app_theme
from spie_diag.desktop.work import PromptWork
from spie_diag.diagnosis.assessment import Level
from spie_diag.forms.definition import BlockCode, QuestionCode
from spie_diag.interview.answers import Answer
from spie_diag.interview.course import Stage
from tests.desktop.interview.conftest import OpenPage, PageFactory
from tests.desktop.interview.test_exploration import LOG, exploration
from tests.desktop.pair import KARIM


def visible_words(page: OpenPage) -> str:
    words: list[str] = []
    for part in page.window.findChildren(QWidget):
        if part.isVisible() and isinstance(part, QLabel):
            words.append(part.text())
        if part.isVisible() and isinstance(part, QPlainTextEdit):
            words.append(part.toPlainText())
    return "\n".join(words)


def ask_for_karim(opened: OpenPage) -> None:
    """As if he had not opened the vault yet in this session."""
    opened.view._sheet = replace(opened.sheet, unlocked=frozenset({opened.sheet.writer.id}))
    opened.view.ask_passphrase()


def test_the_view_of_who_leaves_is_out_of_sight_while_the_colleague_types(page: PageFactory) -> None:
    opened = page()
    give_view(opened.casebook, opened.interview, LOG, Level.PREVENTS, strength=False, reason="motif de Nadia seule")
    opened = page(interview=opened.interview)
    assert "motif de Nadia seule" in visible_words(opened)
    ask_for_karim(opened)
    own = exploration(opened).views.own
    assert own is not None
    assert not own.isVisible()
    assert "motif de Nadia seule" not in visible_words(opened)
    opened.view.show_sheet(opened.sheet, Stage.EXPLORATION)
    assert not own.isVisible(), "a sheet that comes meanwhile shows nothing"
    opened.view.passing.dismiss()
    assert own.isVisible()


def test_what_is_typed_after_the_keyboard_passed_answers_nothing(page: PageFactory) -> None:
    opened = page()
    before = opened.sheet.state.questions
    ask_for_karim(opened)
    opened.view.passing.passphrase.setText(KARIM)
    opened.view.passing.give.click()
    focused = opened.window.focusWidget()
    assert focused is exploration(opened)
    QTest.keyClicks(focused, " 1 2 ")
    QTest.keyClick(focused, Qt.Key.Key_Return)
    assert opened.sheet.state.questions == before
    assert exploration(opened).views.isVisible()


def test_a_page_is_uncovered_once_it_is_laid_out(page: PageFactory, qtbot: QtBot) -> None:
    opened = page()
    view = open_interview(opened.window, opened.casebook, PromptWork(), opened.interview, closed=lambda: None)
    assert isinstance(view, InterviewView)
    opened.window.show_page(view)
    assert view.cover.isVisible()
    assert view.cover.geometry() == view.rect()
    qtbot.waitUntil(lambda: not view.cover.isVisible(), timeout=3_000)
    places = [part.geometry() for part in view.findChildren(QWidget) if part.isVisible()]
    qtbot.wait(60)
    assert [part.geometry() for part in view.findChildren(QWidget) if part.isVisible()] == places


def test_a_stage_opened_for_the_first_time_is_covered_until_it_is_laid_out(page: PageFactory, qtbot: QtBot) -> None:
    opened = page()
    opened.view.header.stepper.stages[0].click()
    assert opened.view.stage_cover.isVisible()
    qtbot.waitUntil(lambda: not opened.view.stage_cover.isVisible(), timeout=3_000)


def test_after_a_refusal_what_it_changes_is_in_sight(page: PageFactory, qtbot: QtBot) -> None:
    opened = page(Stage.AGREEMENT, agreed=False, size=(1093, 560))
    view = opened.view.stages.currentWidget()
    assert isinstance(view, AgreementView)
    view.choices.buttons["non"].click()
    qtbot.waitUntil(lambda: not view.notice.visibleRegion().isEmpty(), timeout=2_000)
    shown = view.notice.visibleRegion().boundingRect()
    assert shown.height() >= view.notice.height() - 1


@pytest.mark.parametrize("said", [None, "non"])
def test_the_list_marks_the_domain_on_the_screen(page: PageFactory, said: str | None) -> None:
    opened = page(block="balayage", agreed=False)
    if said is not None:
        answer(opened.casebook, opened.interview, QuestionCode("CAD-09"), Answer(value=said))
        opened = page(block="balayage", interview=opened.interview)
    view = exploration(opened)
    line = view.domains.currentIndex().data(LINE_ROLE)
    assert isinstance(line, Line)
    assert line.block == BlockCode("ATT")
    assert view.domain.isVisible()
    assert not view.domains.lines.place_of(SWEEP).isValid(), "nothing to go through yet"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_long_title_is_read_whole(page: PageFactory, app: QApplication, qtbot: QtBot, scale: float) -> None:
    app_theme.apply(app, dark=False, scale=scale)
    opened = page(block="SAN")
    qtbot.waitUntil(lambda: not opened.view.cover.isVisible(), timeout=3_000)
    domain = exploration(opened).domain
    for made in (domain._title, domain._sub):
        assert made.text()
        assert made.height() >= made.heightForWidth(made.width())
        longest = max(made.text().split(), key=len)
        assert made.width() >= made.fontMetrics().horizontalAdvance(longest), "no word is cut"


def test_the_script_carries_the_names_of_both(page: PageFactory) -> None:
    opened = page(Stage.AGREEMENT)
    words = visible_words(opened)
    assert "Je suis Nadia Témoin (Maison de l’insertion) et je travaille dans le champ social" in words
    assert "Voici Karim Spécimen (Agence Exemple), qui travaille" in words
    alone = page(alone=True).sheet.pair
    assert introducing("Voici …", alone) == "Voici …"


def test_the_time_of_saving_never_goes_back(page: PageFactory) -> None:
    opened = page()
    footer, saved = opened.view.footer, opened.sheet.saved_at
    footer.show_saved(saved + timedelta(hours=1))
    after = footer._saved.text()
    opened.view.show_sheet(opened.sheet, Stage.PREPARATION)
    assert footer._saved.text() == after


@pytest.mark.parametrize("stage", list(Stage))
def test_the_keys_of_a_signed_version_write_nothing(page: PageFactory, stage: Stage) -> None:
    opened = page(stage)
    sheet = opened.sheet
    signature = SpecialistSignature(specialist=sheet.writer, signed_at=sheet.saved_at)
    opened.view.show_sheet(replace(sheet, signatures=(signature,)), stage)
    writing = {"note", "à reprendre", "autre réponse", "clavier", "conclusion", "conclure et continuer", "annuler"}
    assert not writing & {deed for _key, deed in opened.view.footer._shown}
    assert not writing & {deed for _key, deed in opened.view.keys}
