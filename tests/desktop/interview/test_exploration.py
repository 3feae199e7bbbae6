"""The heart of the interview, with real casework behind: one tap, one key, nothing lost, nothing shown too early."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMenu, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from spie_diag.casework.assessing import give_view, reveal
from spie_diag.casework.interviewing import sweep
from spie_diag.casework.opening import common_form
from spie_diag.desktop.interview.block_icons import block_icon
from spie_diag.desktop.interview.exploration.view import ExplorationView
from spie_diag.desktop.interview.questions.choosing import ChoiceEditor
from spie_diag.desktop.interview.questions.question import QuestionRow
from spie_diag.desktop.theme import app_theme
from spie_diag.diagnosis.assessment import Level
from spie_diag.forms.definition import BlockCode, QuestionCode, Value
from spie_diag.interview.answers import Answer, Status
from spie_diag.interview.course import Flag, Stage, SweepAnswer
from spie_diag.interview.notes import NoteKind
from spie_diag.interview.people import Voice
from spie_diag.paths import shipped
from tests.desktop.interview.conftest import OpenPage, PageFactory, let_go

LOG = BlockCode("LOG")


def exploration(page: OpenPage) -> ExplorationView:
    shown = page.view.stages.currentWidget()
    assert isinstance(shown, ExplorationView)
    return shown


def row_of(page: OpenPage, code: str) -> QuestionRow:
    return exploration(page).domain.panel.rows[QuestionCode(code)]


def chips(page: OpenPage, code: str) -> ChoiceEditor:
    editor = row_of(page, code).editor
    assert isinstance(editor, ChoiceEditor)
    return editor


def answered(page: OpenPage, code: str) -> Answer | None:
    return page.sheet.state.questions[QuestionCode(code)].answer


def noted(page: OpenPage) -> list[str]:
    return [note.text for note in page.sheet.notes]


def everything_written_in(widget: QWidget) -> str:
    """Every text of every widget, shown or not, spoken or not."""
    words: list[str] = []
    for part in widget.findChildren(QWidget):
        words += [part.toolTip(), part.accessibleName(), part.accessibleDescription()]
        if isinstance(part, QLabel | QAbstractButton | QLineEdit):
            words.append(part.text())
        if isinstance(part, QPlainTextEdit):
            words.append(part.toPlainText())
    return "\n".join(words)


def focus_in(page: OpenPage, widget: QWidget) -> None:
    page.window.activateWindow()
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
    QApplication.processEvents()


def test_one_tap_answers_and_a_second_takes_it_back(page: PageFactory) -> None:
    opened = page()
    chip = chips(opened, "LOG-01").field.chips["hotel"]
    chip.click()
    assert answered(opened, "LOG-01") == Answer(value="hotel")
    chip.click()
    assert answered(opened, "LOG-01") is None


def test_the_keyboard_answers_as_well(page: PageFactory) -> None:
    opened = page()
    chip = chips(opened, "LOG-01").field.chips["parents"]
    focus_in(opened, chip)
    QTest.keyClick(chip, Qt.Key.Key_Space)
    assert answered(opened, "LOG-01") == Answer(value="parents")


def test_an_exclusive_choice_stands_alone(page: PageFactory) -> None:
    opened = page()
    chips(opened, "LOG-01").field.chips["loc_prive"].click()
    exploration(opened).domain.panel.deeper.click()
    state = chips(opened, "LOG-07").field.chips
    others: list[Value] = [name for name in state if name != "rien"]
    state[str(others[0])].click()
    state[str(others[1])].click()
    assert answered(opened, "LOG-07") == Answer(value=others[:2])
    state["rien"].click()
    assert answered(opened, "LOG-07") == Answer(value=["rien"])
    state[str(others[0])].click()
    assert answered(opened, "LOG-07") == Answer(value=others[:1])


def test_the_focus_stays_where_it_was_when_an_answer_comes_back(page: PageFactory) -> None:
    opened = page()
    chip = chips(opened, "LOG-01").field.chips["loc_prive"]
    focus_in(opened, chip)
    QTest.keyClick(chip, Qt.Key.Key_Space)
    assert opened.window.focusWidget() is chip
    assert QuestionCode("LOG-04") in exploration(opened).domain.panel.rows, "the next question came"


@pytest.mark.parametrize("status", [Status.DOES_NOT_KNOW, Status.DECLINES, Status.NOT_APPLICABLE])
def test_the_three_statuses_are_answers(page: PageFactory, status: Status) -> None:
    opened = page()
    row = row_of(opened, "LOG-01")
    row.answer_with_status(status)
    assert answered(opened, "LOG-01") == Answer(status=status)
    assert row.status.isVisible()
    row.status.click()
    assert answered(opened, "LOG-01") is None
    assert not row.status.isVisible()


def test_f2_opens_the_statuses_of_the_question_under_the_focus(page: PageFactory) -> None:
    opened = page()
    focus_in(opened, chips(opened, "LOG-01").field.chips["hotel"])
    QTest.keyClick(opened.window, Qt.Key.Key_F2)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()][:3] == [
        "Ne sait pas",
        "Ne souhaite pas répondre",
        "Sans objet",
    ]
    menu.actions()[0].trigger()
    menu.close()
    assert answered(opened, "LOG-01") == Answer(status=Status.DOES_NOT_KNOW)


def test_every_domain_has_its_drawing() -> None:
    for block in common_form().blocks:
        assert shipped("resources", "icons", f"{block_icon(block.code)}.svg").is_file()
        assert block_icon(block.code) != "circle"


def test_what_is_typed_is_a_draft_then_an_answer(page: PageFactory, qtbot: QtBot) -> None:
    opened = page(block="ATT")
    area = row_of(opened, "ATT-01").editor.focusProxy()
    assert isinstance(area, QPlainTextEdit)
    focus_in(opened, area)
    QTest.keyClicks(area, "Je voudrais")
    qtbot.waitUntil(lambda: opened.sheet.drafts.get("answer/ATT-01") == "Je voudrais", timeout=1_000)
    assert answered(opened, "ATT-01") is None
    area.clearFocus()
    assert answered(opened, "ATT-01") == Answer(value="Je voudrais")
    assert "answer/ATT-01" not in opened.sheet.drafts


def test_a_draft_comes_back_in_its_field(page: PageFactory) -> None:
    opened = page(block="ATT")
    area = row_of(opened, "ATT-01").editor.focusProxy()
    assert isinstance(area, QPlainTextEdit)
    area.setPlainText("coupé au milieu d’u")
    exploration(opened).domain.panel.rows[QuestionCode("ATT-01")].editor.typed.emit("coupé au milieu d’u")
    again = page(block="ATT", interview=opened.interview)
    shown = row_of(again, "ATT-01").editor.focusProxy()
    assert isinstance(shown, QPlainTextEdit)
    assert shown.toPlainText() == "coupé au milieu d’u"


def test_a_date_that_cannot_be_read_says_so_and_stays(page: PageFactory) -> None:
    opened = page()
    chips(opened, "LOG-01").field.chips["loc_prive"].click()
    chips(opened, "LOG-05").field.chips["jugement"].click()
    row = row_of(opened, "LOG-06")
    line = row.editor.focusProxy()
    assert isinstance(line, QLineEdit)
    focus_in(opened, line)
    QTest.keyClicks(line, "31/02/2027")
    line.clearFocus()
    assert "Cette date ne se lit pas" in row.notice.said()
    assert line.text() == "31/02/2027"
    assert answered(opened, "LOG-06") is None
    line.clear()
    focus_in(opened, line)
    QTest.keyClicks(line, "28/2/2027")
    line.clearFocus()
    assert answered(opened, "LOG-06") == Answer(value="2027-02-28")
    assert row.notice.said() == ""


def test_a_note_is_added_with_ctrl_enter_and_removed_with_a_way_back(page: PageFactory) -> None:
    opened = page()
    line = exploration(opened).domain.line
    focus_in(opened, line.area)
    QTest.keyClicks(line.area, "On est six chez ma cousine")
    QTest.keyClick(line.area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (note,) = opened.sheet.notes
    assert (note.block, note.kind, note.text) == (LOG, NoteKind.VERBATIM, "On est six chez ma cousine")
    assert line.area.text() == ""
    exploration(opened).domain.notes.remove_asked.emit(note.id)
    assert noted(opened) == []
    assert opened.window.toast.isVisible()
    opened.window.toast.undo.click()
    assert noted(opened) == ["On est six chez ma cousine"]


def test_a_note_is_filed_where_its_tag_says(page: PageFactory) -> None:
    opened = page()
    line = exploration(opened).domain.line
    line.kinds.parts[1].click()
    line.area.setPlainText("Très fatiguée le soir #santé")
    line.add.click()
    line.area.setPlainText("Le numéro #12 ne désigne rien")
    line.add.click()
    first, second = opened.sheet.notes
    assert (first.block, first.kind, first.text) == ("SAN", NoteKind.UNDERSTANDING, "Très fatiguée le soir")
    assert (second.block, second.text) == ("LOG", "Le numéro #12 ne désigne rien")


def test_a_level_is_given_with_one_key(page: PageFactory) -> None:
    opened = page()
    own = exploration(opened).views.own
    assert own is not None
    own.reason.setPlainText("Bail qui finit en janvier")
    focus_in(opened, own.scale.steps[3])
    QTest.keyClick(own.scale.steps[3], Qt.Key.Key_2)
    given = opened.sheet.views[LOG].social
    assert given is not None
    assert (given.level, given.reason) == (Level.COMPLICATES, "Bail qui finit en janvier")


def test_the_colleagues_view_is_written_nowhere_until_it_is_revealed(page: PageFactory) -> None:
    opened = page()
    casebook, interview = opened.casebook, opened.interview
    nadia, karim = opened.sheet.pair.members
    casebook.writer = karim.id
    give_view(casebook, interview, LOG, Level.PREVENTS, strength=False, reason="motif tenu secret")
    casebook.writer = nadia.id
    again = page(interview=interview)
    written = everything_written_in(again.window)
    assert "motif tenu secret" not in written
    assert "Karim a posé son regard" in written
    assert again.sheet.views[LOG].employment is None


def test_suggested_situations_come_with_tab_before_the_notes(page: PageFactory) -> None:
    opened = page()
    chips(opened, "LOG-01").field.chips["sans"].click()
    domain = exploration(opened).domain
    (line, *_) = domain.situations.lines.values()
    focus_in(opened, domain.situations.add)
    QTest.keyClick(domain.situations.add, Qt.Key.Key_Tab)
    assert opened.window.focusWidget() is line.yes


def test_revealed_views_show_the_colleagues_level_with_an_open_eye(page: PageFactory) -> None:
    opened = page()
    casebook, interview = opened.casebook, opened.interview
    nadia, karim = opened.sheet.pair.members
    for one, level in ((karim, Level.PREVENTS), (nadia, Level.COMPLICATES)):
        casebook.writer = one.id
        give_view(casebook, interview, LOG, level, strength=False, reason=f"motif de {one.name}")
    other = exploration(page(interview=interview)).views.other
    assert other.scale is None
    reveal(casebook, interview, LOG)
    shown = exploration(page(interview=interview)).views
    assert shown.other.scale is not None
    assert shown.other.scale.level() == int(Level.PREVENTS)
    assert shown.other.scale.steps[3].is_read_only
    assert shown.own is not None
    assert not shown.own.scale.not_enough.isVisible()
    assert "motif de Karim" in everything_written_in(shown.other)


def test_a_domain_that_she_declines_closes_kindly(page: PageFactory) -> None:
    opened = page()
    sweep(opened.casebook, opened.interview, LOG, Voice.PERSON, SweepAnswer.DECLINED)
    again = page(interview=opened.interview)
    domain = exploration(again).domain
    assert not domain.line.isVisible()
    assert not domain.panel.isVisible()
    assert not exploration(again).views.isVisible()
    assert "La personne ne souhaite pas en parler." in everything_written_in(domain)
    domain.reopen_asked.emit()
    assert domain.panel.isVisible()
    assert domain.line.isVisible()


def test_nothing_is_noted_before_her_agreement(page: PageFactory) -> None:
    opened = page(agreed=False)
    domain = exploration(opened).domain
    assert not domain.panel.isVisible()
    assert not domain.line.isVisible()
    domain.agreement_asked.emit()
    assert opened.view.header.stepper.accessibleName().endswith("Accord")


def test_ctrl_arrows_walk_through_the_domains(page: PageFactory) -> None:
    opened = page()
    view = exploration(opened)
    focus_in(opened, chips(opened, "LOG-01").field.chips["hotel"])
    QTest.keyClick(opened.window, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert view.domain._title.text().startswith("Santé")
    assert opened.sheet.place.block == "SAN"
    QTest.keyClick(opened.window, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert view.domain._title.text() == "Logement"


def test_f4_marks_the_domain_to_take_up_again(page: PageFactory) -> None:
    opened = page()
    focus_in(opened, chips(opened, "LOG-01").field.chips["hotel"])
    QTest.keyClick(opened.window, Qt.Key.Key_F4)
    step = opened.sheet.course.step(LOG)
    assert step is not None
    assert Flag.RESUME in step.flags


def test_ctrl_z_takes_back_the_last_answer(page: PageFactory) -> None:
    opened = page()
    chip = chips(opened, "LOG-01").field.chips["hotel"]
    chip.click()
    focus_in(opened, chip)
    QTest.keyClick(opened.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert answered(opened, "LOG-01") is None
    assert not chip.isChecked()


def test_a_suggested_situation_is_confirmed_by_a_human(page: PageFactory) -> None:
    opened = page()
    chips(opened, "LOG-01").field.chips["hotel"].click()
    lines = exploration(opened).domain.situations.lines
    code = next(iter(lines))
    assert "Où vivez-vous" in everything_written_in(lines[code])
    lines[code].yes.click()
    assert opened.sheet.confirmed[code] is True
    lines[code].no.click()
    assert opened.sheet.confirmed[code] is False


def test_the_balayage_opens_and_folds(page: PageFactory) -> None:
    opened = page(block="balayage")
    view = exploration(opened)
    assert view.sweep.isVisible()
    view.sweep.lines[LOG].choices.chips[SweepAnswer.EXPLORE.value].click()
    step = opened.sheet.course.step(LOG)
    assert step is not None
    assert step.sweep == {Voice.PERSON: SweepAnswer.EXPLORE}
    assert step.opened
    view.sweep.voices.parts[1].click()
    view.sweep.lines[LOG].choices.chips[SweepAnswer.NOTHING.value].click()
    after = opened.sheet.course.step(LOG)
    assert after is not None
    assert after.sweep[Voice.SOCIAL] is SweepAnswer.NOTHING


def test_every_line_of_the_list_is_a_spoken_sentence(page: PageFactory) -> None:
    opened = page()
    model = exploration(opened).domains.lines
    place = model.place_of(LOG)
    spoken = place.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Logement. pas encore abordé")
    assert "regard social à poser" in spoken


def test_tab_reaches_every_field_in_the_order_of_the_eye(page: PageFactory) -> None:
    opened = page()
    chips(opened, "LOG-01").field.chips["loc_prive"].click()
    panel = exploration(opened).domain.panel
    first = chips(opened, "LOG-01").field.chips["loc_prive"]
    focus_in(opened, first)
    visited: list[QWidget] = []
    for _ in range(120):
        here = opened.window.focusWidget()
        if here is None or here in visited:
            break
        visited.append(here)
        opened.window.focusNextPrevChild(True)
    rows = [row for row in panel.rows.values() if row.isVisible()]
    places = [next((n for n, stop in enumerate(visited) if row.isAncestorOf(stop)), -1) for row in rows]
    tops = [row.mapTo(opened.window, row.rect().topLeft()).y() for row in rows]
    assert -1 not in places, "each question is reached"
    by_eye = [place for _top, place in sorted(zip(tops, places, strict=True))]
    assert by_eye == sorted(by_eye), "in the order of the eye"


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize(("stage", "block"), [(Stage.EXPLORATION, "LOG"), (Stage.EXPLORATION, "balayage"),
                                              (Stage.PREPARATION, "LOG"), (Stage.AGREEMENT, "LOG")])  # fmt: skip
def test_no_text_is_cut(page: PageFactory, app: QApplication, scale: float, stage: Stage, block: str) -> None:
    app_theme.apply(app, dark=False, scale=scale)
    opened = page(stage, block)
    QApplication.processEvents()
    cut = []
    for made in opened.view.findChildren(QLabel):
        if made.isVisible() and made.text() and made.pixmap().isNull() is not False:
            needed = made.heightForWidth(made.width()) if made.wordWrap() else made.sizeHint().height()
            wide_enough = made.wordWrap() or made.sizeHint().width() <= made.width() + 1
            if needed > made.height() + 1 or not wide_enough:
                cut.append((made.text(), made.size().toTuple(), made.sizeHint().toTuple()))
    assert cut == []


def test_in_a_small_window_the_views_take_the_place_of_the_conversation(page: PageFactory) -> None:
    opened = page(size=(1093, 560))
    view = exploration(opened)
    assert view.domain.sides.isVisible()
    assert view.domain.line.isVisible()
    assert not view.views.isVisible()
    view.domain.sides.parts[1].click()
    assert view.views.isVisible()
    assert not view.domain.line.isVisible()
    opened.window.resize(1366, 768)
    QApplication.processEvents()
    assert view.views.isVisible()
    assert view.domain.line.isVisible()


def test_pages_are_destroyed_cleanly(page: PageFactory, app: QApplication) -> None:
    first = page()
    let_go(first.window)
    before = len(app.allWidgets())
    for _ in range(3):
        opened = page()
        opened.view.header.stage_asked.emit(Stage.PREPARATION)
        let_go(opened.window)
    assert len(app.allWidgets()) == before


def test_from_an_answer_to_the_next_paint(page: PageFactory, capsys: pytest.CaptureFixture[str]) -> None:
    opened = page()
    names = list(chips(opened, "LOG-01").field.chips)
    taken = []
    for name in names:
        start = time.perf_counter()
        chips(opened, "LOG-01").field.chips[name].click()
        QApplication.processEvents()
        taken.append((time.perf_counter() - start) * 1000)
    median = sorted(taken)[len(taken) // 2]
    with capsys.disabled():
        print(f"\n  réponse → disque → peinture : {median:.0f} ms (médiane de {len(taken)})")
    assert median < 250, "far above the budget of 50 ms: something is rebuilt"
