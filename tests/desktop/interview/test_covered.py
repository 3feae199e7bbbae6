"""What is covered, or has a passphrase typed over it, hears no key: nothing is undone, opened or typed in unseen."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from spie_diag.casework import interviewing
from spie_diag.desktop.signing.view import SignaturesView
from spie_diag.forms.definition import BlockCode, QuestionCode
from spie_diag.interview.answers import Answer
from spie_diag.interview.course import Stage
from spie_diag.interview.notes import NoteKind
from tests.desktop.diagnosis.played import begin, make_ready
from tests.desktop.interview.conftest import OpenPage, PageFactory
from tests.desktop.interview.test_exploration import exploration

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NOTHING = Qt.KeyboardModifier.NoModifier
OF_THE_PAGE = (
    (Qt.Key.Key_Z, CTRL),
    (Qt.Key.Key_F, CTRL),
    (Qt.Key.Key_T, CTRL),
    (Qt.Key.Key_N, CTRL),
    (Qt.Key.Key_Down, CTRL),
    (Qt.Key.Key_F2, NOTHING),
    (Qt.Key.Key_F3, NOTHING),
    (Qt.Key.Key_F4, NOTHING),
)
OF_THE_WINDOW = (
    (Qt.Key.Key_F1, NOTHING),
    (Qt.Key.Key_F6, NOTHING),
    (Qt.Key.Key_F6, SHIFT),
    (Qt.Key.Key_F9, CTRL),
    (Qt.Key.Key_L, CTRL | SHIFT),
    (Qt.Key.Key_Plus, CTRL),
)
LOG = QuestionCode("LOG-01")


def under_the_keyboard() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def written(page: PageFactory) -> tuple[OpenPage, list[str]]:
    """An interview with something to undo and a note, shown; and what is done to it from now on."""
    opened = page(block="LOG")
    interviewing.answer(opened.casebook, opened.interview, LOG, Answer(value="tiers"))
    interviewing.add_note(opened.casebook, opened.interview, BlockCode("LOG"), NoteKind.VERBATIM, "Chez ma cousine")
    done: list[str] = []
    for asked in (opened.view.undo_asked, opened.view.pass_asked, opened.view.language_asked):
        asked.connect(lambda *_given: done.append("something"))
    return opened, done


def looked_at(opened: OpenPage) -> tuple[object, ...]:
    sheet = opened.sheet
    return (
        len(sheet.notes),
        sheet.state.questions[LOG].answer,
        sheet.place.block,
        opened.view.finding.isHidden(),
        opened.window.help.isHidden(),
        opened.window.memory.text_scale,
        exploration(opened).domain.line.area.toPlainText(),
        QApplication.activePopupWidget(),
    )


def test_behind_the_neutral_page_no_key_does_anything_but_leave_it_and_lock(page: PageFactory) -> None:
    opened, done = written(page)
    window, area = opened.window, exploration(opened).domain.line.area
    area.setFocus()
    before = looked_at(opened)
    QTest.keyClick(area, Qt.Key.Key_F9)
    assert window.discreet.isVisible()
    for key, held in (*OF_THE_PAGE, *OF_THE_WINDOW):
        QTest.keyClick(under_the_keyboard(), key, held)
        assert window.discreet.back.hasFocus(), (key, held)
    QTest.keyClicks(under_the_keyboard(), "tapoter sans voir")
    assert (looked_at(opened), done) == (before, [])

    QTest.keyClick(under_the_keyboard(), Qt.Key.Key_F9)
    assert not window.discreet.isVisible()
    assert area.hasFocus()

    locked: list[bool] = []
    window.lock_asked.connect(lambda: locked.append(True))
    QTest.keyClick(area, Qt.Key.Key_F9)
    QTest.keyClick(under_the_keyboard(), Qt.Key.Key_L, CTRL)
    assert locked == [True]


def test_the_passphrase_of_a_colleague_keeps_the_keyboard_and_the_page_its_answers(page: PageFactory) -> None:
    opened, done = written(page)
    before = looked_at(opened)
    opened.view.ask_passphrase()
    panel = opened.view.passing
    for key, held in (*OF_THE_PAGE, *OF_THE_WINDOW):
        QTest.keyClick(under_the_keyboard(), key, held)
        assert panel.passphrase.hasFocus(), (key, held)
    QTest.keyClicks(panel.passphrase, "sept trains ")
    for key, held in OF_THE_PAGE[1:]:  # the first empties the field, as in any other
        QTest.keyClick(under_the_keyboard(), key, held)
    QTest.keyClicks(under_the_keyboard(), "rouges")
    assert panel.passphrase.text() == "sept trains rouges"
    panel.cancel.setFocus()
    for key, held in OF_THE_PAGE:
        QTest.keyClick(under_the_keyboard(), key, held)
        assert panel.isAncestorOf(under_the_keyboard()), (key, held)
    assert (looked_at(opened), done) == (before, [])

    panel.passphrase.setFocus()
    locked: list[bool] = []
    opened.window.lock_asked.connect(lambda: locked.append(True))
    QTest.keyClick(panel.passphrase, Qt.Key.Key_L, CTRL)
    QTest.keyClick(panel.passphrase, Qt.Key.Key_F9)
    assert (locked, opened.window.discreet.isVisible()) == ([True], True)
    opened.window.toggle_discreet()
    assert panel.passphrase.hasFocus()
    QTest.keyClick(panel.passphrase, Qt.Key.Key_Escape)
    assert panel.isHidden()


def test_the_passphrase_of_a_signature_keeps_the_keyboard(page: PageFactory) -> None:
    opened = page()
    interview = begin(opened.casebook, missing=False)
    make_ready(opened.casebook, interview)
    signing = page(Stage.SIGNATURES, interview=interview)
    stage = signing.view.stages.currentWidget()
    assert isinstance(stage, SignaturesView)
    card = next(iter(stage.cards.values()))
    card.open.click()
    done: list[str] = []
    for asked in (signing.view.undo_asked, signing.view.pass_asked):
        asked.connect(lambda: done.append("something"))
    for key, held in OF_THE_PAGE:
        QTest.keyClick(under_the_keyboard(), key, held)
        assert card.passphrase.hasFocus(), (key, held)
    assert signing.view.finding.isHidden()
    assert done == []
