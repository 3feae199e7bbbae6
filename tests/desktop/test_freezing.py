"""What is signed is read in full ink and answers nothing."""

from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from spie_diag.desktop.theme import Colour, app_theme
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.chips import ChoiceField, Option
from spie_diag.desktop.widgets.fields import LineEdit, TextArea, Tick
from spie_diag.desktop.widgets.freezing import set_read_only
from spie_diag.desktop.widgets.layouts import box, column
from spie_diag.desktop.widgets.scale import LevelScale

WidgetT = TypeVar("WidgetT", bound=QWidget)


@pytest.fixture
def field(qtbot: QtBot) -> ChoiceField:
    made = ChoiceField([Option("oui", "Oui"), Option("non", "Non")], spoken="Avez-vous un logement ?")
    made.choose(["oui"])
    return _shown(qtbot, made)


def test_a_signed_answer_refuses_hand_and_keys(qtbot: QtBot, field: ChoiceField) -> None:
    set_read_only(field, True)
    with qtbot.assertNotEmitted(field.chosen):
        QTest.mouseClick(field.chips["non"], Qt.MouseButton.LeftButton)
        QTest.keyClick(field.chips["oui"], Qt.Key.Key_Return)
        QTest.keyClick(field.chips["oui"], Qt.Key.Key_Right)
        field.chips["non"].click()  # as a screen reader would
    assert field.value() == ["oui"]


def test_a_signed_answer_stays_in_the_tab_order(field: ChoiceField) -> None:
    set_read_only(field, True)
    field.chips["oui"].setFocus()
    assert field.chips["oui"].isEnabled()
    assert field.chips["oui"].hasFocus()


def test_a_correction_makes_answers_change_again(qtbot: QtBot, field: ChoiceField) -> None:
    set_read_only(field, True)
    set_read_only(field, False)
    with qtbot.waitSignal(field.chosen):
        QTest.mouseClick(field.chips["non"], Qt.MouseButton.LeftButton)
    assert field.value() == ["non"]


def test_a_signed_chip_is_drawn_in_full_ink(field: ChoiceField) -> None:
    set_read_only(field, True)
    drawn = field.chips["non"].grab().toImage()
    inks = {drawn.pixelColor(x, y).name() for x in range(drawn.width()) for y in range(drawn.height())}
    assert app_theme.colour(Colour.INK).name() in inks


def test_a_signed_level_does_not_move(qtbot: QtBot) -> None:
    scale = _shown(qtbot, LevelScale(spoken="Mon regard"))
    scale.show_value(2)
    scale.set_read_only(True)
    with qtbot.assertNotEmitted(scale.changed):
        QTest.keyClick(scale.steps[2], Qt.Key.Key_1)
        QTest.keyClick(scale.steps[2], Qt.Key.Key_0)
        QTest.mouseClick(scale.steps[3], Qt.MouseButton.LeftButton)
        scale.steps[3].click()
    assert scale.level() == 2
    assert scale.steps[2].isChecked()


def test_signed_texts_are_read_and_only_buttons_are_greyed(qtbot: QtBot) -> None:
    line, area, tick, button = LineEdit(spoken="Nom"), TextArea(spoken="Note"), Tick("Présentée"), Button("Ajouter")
    page = _shown(qtbot, box(column(line, area, tick, button)))
    set_read_only(page, True)
    assert line.isReadOnly()
    assert area.isReadOnly()
    assert all(part.isEnabled() for part in (line, area, tick))
    assert not button.isEnabled()
    QTest.mouseClick(tick, Qt.MouseButton.LeftButton)
    QTest.keyClick(tick, Qt.Key.Key_Space)
    assert not tick.isChecked()


def _shown(qtbot: QtBot, made: WidgetT) -> WidgetT:
    qtbot.addWidget(made)
    made.show()
    return made
