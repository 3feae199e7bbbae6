"""The frame of the interview: stages, the keyboard that passes, what is signed, who is alone."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from spie_diag.casework.errors import TooLongError
from spie_diag.casework.sheet import SpecialistSignature, remember_caret
from spie_diag.desktop.background import BackgroundWork
from spie_diag.desktop.interview.agreement.view import AgreementView
from spie_diag.desktop.interview.exploration.view import ExplorationView
from spie_diag.desktop.interview.opening import open_interview
from spie_diag.desktop.interview.preparation.view import PreparationView
from spie_diag.desktop.interview.view import InterviewView
from spie_diag.forms.definition import QuestionCode
from spie_diag.interview.answers import Answer, Source
from spie_diag.interview.course import Stage
from tests.desktop.interview.conftest import PageFactory
from tests.desktop.interview.test_exploration import chips, exploration, focus_in, row_of
from tests.desktop.pair import KARIM


def test_any_stage_opens_and_is_remembered(page: PageFactory) -> None:
    opened = page()
    opened.view.header.stepper.stages[0].click()
    assert isinstance(opened.view.stages.currentWidget(), PreparationView)
    assert opened.sheet.place.stage is Stage.PREPARATION
    opened.view.footer.next.click()
    assert isinstance(opened.view.stages.currentWidget(), AgreementView)


def test_the_colleague_takes_the_keyboard_with_her_own_passphrase(page: PageFactory) -> None:
    opened = page()
    karim = next(one for one in opened.sheet.pair.members if one.name.startswith("Karim"))
    own = exploration(opened).views.own
    assert own is not None
    own.reason.setPlainText("brouillon de Nadia")
    own.reason.flush()
    locked = replace(opened.sheet, unlocked=frozenset({opened.sheet.writer.id}))
    opened.view._sheet = locked
    opened.view.ask_passphrase()
    panel = opened.view.passing
    assert panel.isVisible()
    panel.passphrase.setText("pas la bonne phrase du tout")
    panel.give.click()
    if panel.isVisible():  # a colleague who is unlocked already needs none
        assert "phrase" in panel.field.notice.said()
        assert panel.passphrase.text() == "pas la bonne phrase du tout"
        panel.passphrase.setText(KARIM)
        panel.give.click()
    assert opened.casebook.writer == karim.id
    assert opened.view.header.writer.text() == "Karim écrit"
    shown = exploration(opened).views.own
    assert shown is not None
    assert shown.reason.toPlainText() == "", "what Nadia was writing left the screen"


def test_escape_closes_the_panel_and_gives_the_focus_back(page: PageFactory) -> None:
    opened = page()
    opened.view.ask_passphrase()
    QTest.keyClick(opened.view.passing, Qt.Key.Key_Escape)
    assert not opened.view.passing.isVisible()


def test_alone_the_keyboard_has_nobody_to_go_to(page: PageFactory) -> None:
    opened = page(alone=True)
    assert not opened.view.header.writer.isEnabled()
    assert "diagnostic non conjoint" in opened.view.header.writer.toolTip()
    texts = [made.text() for made in opened.view.findChildren(QLabel)]
    assert any("non conjoint" in text for text in texts)


def test_a_signed_version_offers_only_a_correction(page: PageFactory) -> None:
    opened = page()
    sheet = opened.sheet
    signature = SpecialistSignature(specialist=sheet.writer, signed_at=sheet.saved_at)
    opened.view.show_sheet(replace(sheet, signatures=(signature,)), Stage.EXPLORATION)
    assert opened.view.banner.isVisible()
    domain = exploration(opened).domain
    assert not domain.line.isVisible()
    chips = domain.panel.rows[QuestionCode("LOG-01")].editor.chips_offered()
    assert chips
    assert all(chip.is_read_only and chip.isEnabled() for chip in chips)
    opened.view.banner.begin.click()
    assert opened.view.banner.reason.isVisible()


def test_enter_gives_the_reason_of_a_correction_and_the_header_tells_the_version(page: PageFactory) -> None:
    opened = page()
    sheet = opened.sheet
    signature = SpecialistSignature(specialist=sheet.writer, signed_at=sheet.saved_at)
    opened.view.show_sheet(replace(sheet, signatures=(signature,)), Stage.EXPLORATION)
    assert "version" not in opened.view.header._sub.text()
    banner, asked = opened.view.banner, list[str]()
    banner.correction_asked.connect(asked.append)
    banner.begin.click()
    banner.reason.setPlainText("Une date fausse")
    QTest.keyClick(banner.reason, Qt.Key.Key_Return)
    assert asked == ["Une date fausse"]
    assert banner.reason.text() == "Une date fausse"
    opened.view.show_sheet(replace(sheet, version=2), Stage.EXPLORATION)
    assert opened.view.header._sub.text() == f"{sheet.person.number} · version 2"


def test_the_reason_of_a_correction_is_a_draft_while_it_is_typed(page: PageFactory) -> None:
    opened = page()
    sheet = opened.sheet
    signature = SpecialistSignature(specialist=sheet.writer, signed_at=sheet.saved_at)
    opened.view.show_sheet(replace(sheet, signatures=(signature,)), Stage.EXPLORATION)
    opened.view.banner.begin.click()
    opened.view.banner.reason.setPlainText("Une date fau")
    opened.view.banner.reason.flush()

    again = page(interview=opened.interview)
    again.view.show_sheet(replace(opened.sheet, signatures=(signature,)), Stage.EXPLORATION)
    assert again.view.banner.reason.isVisible()
    assert again.view.banner.reason.text() == "Une date fau"


def test_a_clock_that_went_back_is_said_quietly(page: PageFactory) -> None:
    opened = page()
    opened.view.show_sheet(replace(opened.sheet, clock_went_back=True), Stage.EXPLORATION)
    assert "horloge" in opened.view.notice.said()


def test_a_full_disk_and_a_damaged_file_are_said_quietly_one_after_the_other(page: PageFactory) -> None:
    opened = page()
    sheet = replace(opened.sheet, disk_was_full=True, commits_lost=2)
    opened.view.show_sheet(sheet, Stage.EXPLORATION)
    assert "Le disque est plein" in opened.view.notice.said()
    opened.view.close_notice.click()
    assert "2\N{NO-BREAK SPACE}enregistrements ont été perdus" in opened.view.notice.said()
    opened.view.close_notice.click()
    assert opened.view.notice.said() == ""
    opened.view.show_sheet(sheet, Stage.EXPLORATION)
    assert opened.view.notice.said() == "", "each is said once"


def test_an_error_does_not_take_a_warning_away(page: PageFactory) -> None:
    opened = page()
    sheet = replace(opened.sheet, disk_was_full=True)
    opened.view.show_sheet(sheet, Stage.EXPLORATION)
    opened.view.say_error(TooLongError(length=2, limit=1))
    opened.view.show_sheet(sheet, Stage.EXPLORATION)
    assert "Le disque est plein" in opened.view.notice.said()


def test_the_next_start_gives_the_field_and_the_caret_back(page: PageFactory, qtbot: QtBot) -> None:
    opened = page(block="ATT")
    area = row_of(opened, "ATT-01").editor.focusProxy()
    assert isinstance(area, QPlainTextEdit)
    focus_in(opened, area)
    QTest.keyClicks(area, "Je voudrais travailler")
    for _ in range(5):
        QTest.keyClick(area, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: opened.sheet.place.caret == 17, timeout=3_000)
    qtbot.waitUntil(lambda: opened.sheet.drafts.get("answer/ATT-01") == "Je voudrais travailler", timeout=3_000)
    again = page(block="ATT", interview=opened.interview)
    focused = again.window.focusWidget()
    assert isinstance(focused, QPlainTextEdit)
    assert focused.accessibleName() == area.accessibleName()
    assert focused.textCursor().position() == 17


def test_another_domain_starts_without_a_field(page: PageFactory) -> None:
    opened = page(block="ATT")
    remember_caret(opened.casebook, opened.interview, "Note", 3)
    assert opened.sheet.place.field == "Note"
    assert page(block="LOG", interview=opened.interview).sheet.place.field == ""


def test_a_refusal_is_respected_and_closes_the_domains(page: PageFactory) -> None:
    opened = page(Stage.AGREEMENT, agreed=False)
    view = opened.view.stages.currentWidget()
    assert isinstance(view, AgreementView)
    view.choices.buttons["non"].click()
    assert opened.sheet.state.questions[QuestionCode("CAD-09")].answer == Answer(value="non")
    assert "deux entretiens séparés" in view.notice.said()
    assert all(step.is_closed for step in opened.sheet.course.exploration)
    view.choices.buttons["non"].click()
    assert opened.sheet.state.questions[QuestionCode("CAD-09")].answer is None, "she may change her mind"


def test_something_urgent_brings_the_numbers_first(page: PageFactory) -> None:
    opened = page(Stage.AGREEMENT)
    view = opened.view.stages.currentWidget()
    assert isinstance(view, AgreementView)
    assert view.texts.chosen() == 0
    view.answered.emit(QuestionCode("CAD-11"), Answer(value=["hebergement"]))
    assert view.texts.chosen() == 3


def test_what_is_prepared_is_to_be_confirmed(page: PageFactory) -> None:
    opened = page(Stage.PREPARATION)
    view = opened.view.stages.currentWidget()
    assert isinstance(view, PreparationView)
    assert "Premier entretien : rien à relire." in view._earlier.text().replace("\u00a0", " ")
    code = QuestionCode("IDE-01")
    panel = next(one for one in view.panels.values() if code in one.rows)
    row = panel.rows[code]
    assert row.confirm.isVisible()
    row.confirm.click()
    kept = opened.sheet.state.questions[code].answer
    assert kept is not None
    assert kept.source is Source.SAID
    assert not row.confirm.isVisible()


def test_the_discreet_screen_gives_the_caret_back(page: PageFactory) -> None:
    opened = page()
    area = exploration(opened).domain.line.area
    focus_in(opened, area)
    QTest.keyClicks(area, "au milieu")
    opened.window.toggle_discreet()
    opened.window.toggle_discreet()
    QApplication.processEvents()
    assert opened.window.focusWidget() is area
    assert area.textCursor().position() == len("au milieu")


def test_what_is_being_typed_is_written_by_who_typed_it(page: PageFactory) -> None:
    opened = page(block="ATT")
    area = row_of(opened, "ATT-01").editor.focusProxy()
    assert isinstance(area, QPlainTextEdit)
    focus_in(opened, area)
    QTest.keyClicks(area, "mot de Nadia")
    opened.view.header.writer.setFocus()
    opened.view.header.writer.click()
    entry = opened.casebook.desk(opened.interview).record.latest("answer/ATT-01")
    assert entry is not None
    nadia = next(one for one in opened.sheet.pair.members if one.name.startswith("Nadia"))
    assert entry.author == nadia.id
    assert "answer/ATT-01" not in opened.sheet.drafts


def test_the_colleague_is_called_from_the_view_as_well(page: PageFactory) -> None:
    opened = page()
    before = opened.casebook.writer
    exploration(opened).views.other.take.click()
    assert opened.casebook.writer != before or opened.view.passing.isVisible()


def test_everything_that_takes_the_focus_has_a_name(page: PageFactory) -> None:
    for stage, block in (
        (Stage.PREPARATION, "LOG"),
        (Stage.AGREEMENT, "LOG"),
        (Stage.EXPLORATION, "ATT"),
        (Stage.EXPLORATION, "FAM"),
        (Stage.EXPLORATION, "balayage"),
    ):
        opened = page(stage, block)
        silent = []
        for part in opened.view.findChildren(QWidget):
            takes = part.focusPolicy() & Qt.FocusPolicy.TabFocus
            if takes and part.isVisible() and part.window() is opened.window:
                spoken = QAccessible.queryAccessibleInterface(part)
                if not (spoken and spoken.text(QAccessible.Text.Name)):
                    silent.append(part)
        assert silent == [], stage


def test_in_the_worker_answers_arrive_in_order(page: PageFactory, qtbot: QtBot) -> None:
    opened = page()
    work = BackgroundWork()
    view = open_interview(opened.window, opened.casebook, work, opened.interview, closed=lambda: None)
    assert isinstance(view, InterviewView)
    opened.window.show_page(view)
    qtbot.waitUntil(lambda: isinstance(view.stages.currentWidget(), ExplorationView), timeout=5_000)
    opened.view = view
    names = list(chips(opened, "LOG-01").field.chips)
    for name in names:
        chips(opened, "LOG-01").field.chips[name].click()
    work.stop()
    assert opened.sheet.state.questions[QuestionCode("LOG-01")].answer == Answer(value=names[-1])
    qtbot.waitUntil(lambda: chips(opened, "LOG-01").field.value() == names[-1:], timeout=5_000)


def test_every_stage_opens_in_the_frame_and_takes_the_focus(page: PageFactory) -> None:
    opened = page(block="balayage")
    for stage, place in zip(Stage, opened.view.header.stepper.stages, strict=True):
        place.click()
        QApplication.processEvents()
        assert opened.sheet.place.stage is stage
        assert opened.view.header.stepper.accessibleName().endswith(stage.title)
    assert not opened.view.footer.next.isVisible(), "nothing comes after the signatures"
