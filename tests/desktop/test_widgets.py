"""The painted controls: keys, spoken names, and what they emit."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.chips import ChoiceField, Option
from spie_diag.desktop.widgets.fields import DRAFT_MS, Field, LineEdit, TextArea, Tick
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.ink import InkPad
from spie_diag.desktop.widgets.layouts import column
from spie_diag.desktop.widgets.notices import Gravity, Notice, Toast
from spie_diag.desktop.widgets.progress import ProgressRing, Stepper
from spie_diag.desktop.widgets.scale import LevelScale, level_in_words
from spie_diag.desktop.widgets.segmented import Segmented
from spie_diag.desktop.widgets.signs import Mark, Sign, initials
from tests.desktop.looking import press, spoken_name, stops

STAGES = ("Préparation", "Accord", "Exploration", "Regards croisés", "Restitution", "Plan d’action", "Signatures")


@pytest.fixture
def shown(app: QApplication, qtbot: QtBot) -> Iterator["Shown"]:
    made = Shown(qtbot)
    yield made
    made.let_go()


class Shown:
    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self._windows: list[QWidget] = []

    def __call__(self, *widgets: QWidget, width: int = 500) -> QWidget:
        window = QWidget()
        window.setLayout(column(*widgets, None))
        window.resize(width, 400)
        self._windows.append(window)
        with self._qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    def let_go(self) -> None:
        for window in self._windows:
            window.close()
            window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize(
    ("key", "level"),
    [("1", 3), ("2", 2), ("3", 1), ("4", 0), ("&", 3), ("é", 2), ('"', 1), ("'", 0)],
)
def test_a_digit_chooses_a_level_on_either_keyboard(shown: Shown, qtbot: QtBot, key: str, level: int) -> None:
    scale = LevelScale(spoken="Logement")
    shown(scale)
    with qtbot.waitSignal(scale.changed) as said:
        press(scale.steps[0], key)
    assert said.args == [level, False]
    assert scale.level() == level


def test_zero_says_that_there_is_not_enough_to_tell(shown: Shown, qtbot: QtBot) -> None:
    scale = LevelScale()
    shown(scale)
    scale.show_value(2)
    with qtbot.waitSignal(scale.changed) as said:
        press(scale.steps[2], "0")
    assert said.args == [None, False]
    assert scale.not_enough.isChecked()


def test_a_point_of_support_is_only_for_what_goes_well(shown: Shown) -> None:
    scale = LevelScale()
    shown(scale)
    assert not scale.strength.isEnabled()
    scale.steps[0].click()
    scale.strength.click()
    assert scale.is_strength()
    scale.steps[3].click()
    assert not scale.is_strength()
    assert not scale.strength.isEnabled()


def test_the_scale_is_said_in_words(app: QApplication) -> None:
    assert level_in_words(2) == "Complique, niveau 2 sur 3"
    assert level_in_words(0, True) == "Ça va, point d’appui"
    assert level_in_words(None) == "Pas assez d’éléments"
    scale = LevelScale()
    assert scale.steps[3].accessibleName() == "Empêche, niveau 3 sur 3"


def test_showing_a_value_emits_nothing(shown: Shown, qtbot: QtBot) -> None:
    scale, choice, area = LevelScale(), ChoiceField([Option("a", "A")], spoken="Q"), TextArea(spoken="Note")
    shown(scale, choice, area)
    with qtbot.assertNotEmitted(scale.changed), qtbot.assertNotEmitted(choice.chosen):
        scale.show_value(3)
        choice.choose(["a"])
    with qtbot.assertNotEmitted(area.typed, wait=DRAFT_MS + 200):
        area.show_text("déjà dit")


def test_a_single_choice_is_taken_back_by_a_second_tap(shown: Shown, qtbot: QtBot) -> None:
    field = ChoiceField([Option("oui", "Oui"), Option("non", "Non")], spoken="Permis")
    shown(field)
    field.chips["oui"].click()
    field.chips["non"].click()
    assert field.value() == ["non"]
    field.chips["non"].click()
    assert field.value() == []


def test_an_exclusive_answer_stands_alone(shown: Shown) -> None:
    options = [Option("a", "A"), Option("b", "B"), Option("rien", "Rien")]
    field = ChoiceField(options, several=True, spoken="Besoins", exclusive=["rien"])
    shown(field)
    field.chips["a"].click()
    field.chips["b"].click()
    assert field.value() == ["a", "b"]
    field.chips["rien"].click()
    assert field.value() == ["rien"]
    field.chips["a"].click()
    assert field.value() == ["a"]


def test_every_chip_of_a_multiple_choice_is_a_stop_of_the_tab_key(shown: Shown) -> None:
    field = ChoiceField([Option(name, name) for name in "abc"], several=True, spoken="Besoins")
    window = shown(field)
    assert set(field.chips.values()) <= set(stops(window))


def test_what_is_typed_is_given_away_within_a_second(shown: Shown, qtbot: QtBot) -> None:
    area = TextArea(spoken="Note")
    shown(area)
    area.setFocus()
    with qtbot.waitSignal(area.typed, timeout=int(timedelta(seconds=1) / timedelta(milliseconds=1))) as said:
        QTest.keyClicks(area, "Elle dort chez sa cousine")
    assert said.args == ["Elle dort chez sa cousine"]


def test_leaving_a_field_says_what_is_in_it_once(shown: Shown, qtbot: QtBot) -> None:
    area, line = TextArea(spoken="Note"), LineEdit(spoken="Nom")
    shown(area, line)
    area.setFocus()
    QTest.keyClicks(area, "mots")
    with qtbot.waitSignal(area.left) as said:
        line.setFocus()
    assert said.args == ["mots"]
    area.setFocus()
    with qtbot.assertNotEmitted(area.left):
        line.setFocus()


def test_the_same_text_shown_again_leaves_the_caret_alone(shown: Shown) -> None:
    area = TextArea(spoken="Note")
    shown(area)
    area.show_text("un mot")
    cursor = area.textCursor()
    cursor.setPosition(2)
    area.setTextCursor(cursor)
    area.show_text("un mot")
    assert area.textCursor().position() == 2


def test_tab_leaves_a_text_area(shown: Shown) -> None:
    area, line = TextArea(spoken="Note"), LineEdit(spoken="Nom")
    shown(area, line)
    area.setFocus()
    QTest.keyClick(area, Qt.Key.Key_Tab)
    assert line.hasFocus()
    assert area.toPlainText() == ""


def test_a_text_area_grows_with_what_is_written_up_to_a_limit(shown: Shown) -> None:
    area = TextArea(spoken="Note", least_lines=2, most_lines=5)
    shown(area)
    before = area.height()
    area.show_text("\n".join("x" * 4))
    grown = area.height()
    area.show_text("\n".join("x" * 40))
    assert before < grown < area.height()
    assert area.height() < 9 * area.fontMetrics().lineSpacing()


def test_an_error_is_said_under_its_field(shown: Shown) -> None:
    field = Field("Nom du coffre", LineEdit())
    shown(field)
    field.say_wrong("Il manque un nom.", "Un mot suffit.")
    assert "Il manque un nom." in field.notice.said()
    assert field.editor.property("error") == "true"
    field.clear()
    assert field.notice.said() == ""
    assert field.editor.accessibleName() == "Nom du coffre"


def test_a_toast_offers_one_way_back(shown: Shown) -> None:
    undone: list[bool] = []
    window = shown()
    toast = Toast(window)
    toast.say("Supprimé.", lambda: undone.append(True))
    toast.undo.click()
    assert undone == [True]
    assert toast.isHidden()
    toast.say("Enregistré.")
    assert toast.undo.isHidden()


def test_a_stage_may_be_asked_for_in_any_order(shown: Shown, qtbot: QtBot) -> None:
    stepper = Stepper(STAGES)
    shown(stepper, width=1100)
    stepper.show_stage(2, frozenset({0, 1}))
    assert stepper.accessibleName() == "Étape 3 sur 7\u00a0: Exploration"
    assert stepper.stages[0].accessibleName() == "1. Préparation, étape faite"
    with qtbot.waitSignal(stepper.asked) as said:
        stepper.stages[6].click()
    assert said.args == [6]


@pytest.mark.parametrize("width", [320, 480, 700, 1100])
def test_the_seven_stages_fit_in_any_width(shown: Shown, width: int) -> None:
    stepper = Stepper(STAGES)
    shown(stepper, width=width + 20)
    stepper.show_stage(3)
    QApplication.processEvents()
    last = stepper.stages[-1]
    assert last.geometry().right() <= stepper.width()


def test_the_other_half_of_a_segmented_control(shown: Shown, qtbot: QtBot) -> None:
    part = Segmented(["Ses mots", "Ce que nous comprenons"], spoken="Sorte de note")
    shown(part)
    with qtbot.waitSignal(part.changed) as said:
        part.parts[1].click()
    assert said.args == [1]
    assert part.chosen() == 1


def test_ink_is_kept_as_lines_of_the_width_of_the_pad(shown: Shown) -> None:
    pad = InkPad()
    pad.setFixedSize(QSize(400, 200))
    shown(pad)
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(40, 100))
    QTest.mouseMove(pad, QPoint(200, 60))
    QTest.mouseMove(pad, QPoint(390, 150))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(390, 150))
    (stroke,) = pad.strokes()
    assert stroke[0] == (0.1, 0.25)
    assert all(0 <= x <= 1 and 0 <= y <= 0.5 for x, y in stroke)
    other = InkPad()
    other.show_strokes(pad.strokes())
    assert other.strokes() == pad.strokes()
    pad.clear()
    assert pad.is_empty()


def test_every_control_says_its_name(shown: Shown) -> None:
    window = shown(
        Button(icon="eye", hint="Montrer la phrase secrète   F2"),
        Button("Ouvrir le coffre"),
        ChoiceField([Option("a", "Une réponse")], spoken="Question"),
        LevelScale(spoken="Logement"),
        Segmented(["Lignes", "Tableau"], spoken="Affichage"),
        Field("Commune", LineEdit()),
        Tick("Les deux reçoivent la personne"),
        Stepper(STAGES),
        InkPad(),
    )
    assert stops(window)
    assert [stop for stop in stops(window) if not spoken_name(stop)] == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_click_the_button_that_has_the_keyboard_once(shown: Shown, key: Qt.Key) -> None:
    button, clicks = Button("Continuer"), list[str]()
    button.clicked.connect(lambda: clicks.append("click"))
    shown(button)
    QTest.keyClick(button, key)
    assert clicks == ["click"]
    button.set_read_only(True)
    QTest.keyClick(button, key)
    assert clicks == ["click"]


def test_an_enter_that_is_held_or_with_ctrl_does_not_click(shown: Shown) -> None:
    button, clicks = Button("Continuer"), list[str]()
    button.clicked.connect(lambda: clicks.append("click"))
    shown(button)
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(button, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, none, "\r", True))
    assert clicks == []
    QTest.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert clicks == []


def test_a_sign_is_never_colour_alone(app: QApplication) -> None:
    names = [Mark(sign).accessibleName() for sign in Sign]
    assert len(set(names)) == len(Sign)
    ring = ProgressRing()
    ring.show_share(8 / 14, "8 domaines abordés sur 14")
    assert ring.accessibleName() == "8 domaines abordés sur 14"


def test_french_spaces_are_put_everywhere(shown: Shown) -> None:
    notice = Notice("Est-ce la même personne ?", "Non : une autre.", Gravity.INFO)
    assert notice.accessibleName() == "Est-ce la même personne\u202f? Non\u00a0: une autre."
    assert Button("Qui écrit ?").text() == "Qui écrit\u202f?"


@given(st.text(max_size=60))
def test_initials_of_any_name_are_at_most_two_letters(name: str) -> None:
    assert len(initials(name)) <= 6  # « ß » becomes « SS »
    assert all(letter.isalpha() or not letter.isspace() for letter in initials(name))


@given(st.lists(st.integers(20, 300), min_size=1, max_size=12), st.integers(120, 800))
def test_nothing_in_a_flow_leaves_its_column(widths: list[int], width: int) -> None:
    QApplication.instance() or QApplication([])
    holder = QWidget()
    flow = FlowLayout()
    holder.setLayout(flow)
    for wide in widths:
        piece = QWidget()
        piece.setFixedSize(min(wide, 110), 20)

        flow.addWidget(piece)
    holder.resize(width, flow.heightForWidth(width))
    flow.setGeometry(holder.rect())
    items = [item for place in range(flow.count()) if (item := flow.itemAt(place)) is not None]
    assert len(items) == len(widths)
    assert all(item.geometry().right() < width for item in items)
    holder.deleteLater()
