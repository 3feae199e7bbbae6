"""Nobody is there: a warning, then a lock; the session ends or the computer sleeps: a lock at once."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from spie_diag.desktop.caret import put_caret_back, spot_in
from spie_diag.desktop.locking import WARNING_S, Idleness, LockWarning
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.layouts import column
from tests.desktop.conftest import Show
from tests.desktop.looking import cut_texts


class Clocks:
    """Both clocks of a computer, that a test moves."""

    def __init__(self) -> None:
        self.steady_s, self.wall_s = 1000.0, 1_800_000_000.0

    def pass_by(self, seconds: float, *, looks: Idleness) -> None:
        """As time does when the computer is awake: looked at every second."""
        while seconds > 0:
            step = min(1.0, seconds)
            self.steady_s, self.wall_s, seconds = self.steady_s + step, self.wall_s + step, seconds - step
            looks.look()


class Heard:
    def __init__(self, idleness: Idleness) -> None:
        self.said: list[str] = []
        self.lefts: list[int] = []
        idleness.warned.connect(self.lefts.append)
        idleness.dismissed.connect(lambda: self.said.append("dismissed"))
        idleness.lock_due.connect(lambda: self.said.append("lock"))


@pytest.fixture
def field(show: Show) -> QLineEdit:
    page, made = QWidget(), QLineEdit()
    page.setLayout(column(made))
    show(page)
    made.setFocus()
    return made


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def idleness(field: QLineEdit, clocks: Clocks) -> Iterator[Idleness]:
    made = Idleness(field.window(), 2, lambda: clocks.steady_s, lambda: clocks.wall_s)
    made.arm()
    yield made
    made.disarm()


def test_a_warning_comes_before_the_lock(idleness: Idleness, clocks: Clocks) -> None:
    heard = Heard(idleness)
    clocks.pass_by(120 - WARNING_S - 1, looks=idleness)
    assert heard.lefts == []
    clocks.pass_by(WARNING_S, looks=idleness)
    assert heard.lefts == list(range(WARNING_S, 0, -1))
    assert heard.said == []
    clocks.pass_by(1, looks=idleness)
    assert heard.said == ["dismissed", "lock"]


def test_a_key_dismisses_the_warning_and_is_typed_all_the_same(
    idleness: Idleness, clocks: Clocks, field: QLineEdit
) -> None:
    heard = Heard(idleness)
    clocks.pass_by(110, looks=idleness)
    QTest.keyClicks(field, "a")
    assert field.text() == "a"
    assert heard.said == ["dismissed"]
    clocks.pass_by(119, looks=idleness)
    assert heard.said == ["dismissed"]


def test_each_second_with_a_key_in_it_counts(idleness: Idleness, clocks: Clocks, field: QLineEdit) -> None:
    heard = Heard(idleness)
    for _ in range(3):
        QTest.keyClicks(field, "ab")
        clocks.pass_by(1, looks=idleness)
    QTest.keyClicks(field, "c")
    clocks.pass_by(119, looks=idleness)
    assert heard.said == []
    clocks.pass_by(1, looks=idleness)
    assert heard.said == ["dismissed", "lock"]


def test_a_mouse_that_moves_counts_and_one_that_lies_still_does_not(
    idleness: Idleness, clocks: Clocks, field: QLineEdit
) -> None:
    heard = Heard(idleness)
    clocks.pass_by(60, looks=idleness)
    for place in (QPoint(5, 5), QPoint(9, 5)):
        _move_to(field, place)
    clocks.pass_by(60, looks=idleness)
    assert heard.said == []
    for _ in range(70):
        _move_to(field, QPoint(9, 5))
        clocks.pass_by(1, looks=idleness)
    assert "lock" in heard.said


@pytest.mark.parametrize(("steady_s", "wall_s"), [(1, 600), (600, 600)])
def test_waking_up_locks_whatever_the_steady_clock_did(
    idleness: Idleness, clocks: Clocks, steady_s: float, wall_s: float
) -> None:
    heard = Heard(idleness)
    idleness.delay_min = 60
    clocks.steady_s += steady_s
    clocks.wall_s += wall_s
    idleness.look()
    assert heard.said == ["lock"]


def test_a_clock_put_back_or_a_slow_window_locks_nothing(idleness: Idleness, clocks: Clocks) -> None:
    heard = Heard(idleness)
    clocks.wall_s -= 3600
    idleness.look()
    clocks.steady_s, clocks.wall_s = clocks.steady_s + 8, clocks.wall_s + 8
    idleness.look()
    assert heard.said == []


def test_the_warning_takes_neither_the_keyboard_nor_what_is_typed(field: QLineEdit) -> None:
    warning = LockWarning(field.window())
    warning.warn(30)
    assert field.hasFocus()
    assert "30\u202fsecondes" in warning.accessibleName().replace("\u00a0", "\u202f")
    assert warning.stay.focusPolicy() is Qt.FocusPolicy.NoFocus
    for width, height in ((1366, 768), (1000, 540)):
        field.window().resize(width, height)
        warning.warn(29)
        QApplication.processEvents()
        assert not list(cut_texts(field.window()))
        assert field.window().rect().contains(warning.geometry())
    warning.warn(1)
    assert "1\u202fseconde." in warning.accessibleName().replace("\u00a0", "\u202f")


def test_no_menu_tip_or_second_window_stays_when_the_vault_is_locked(show: Show, qtbot: QtBot) -> None:
    window = show(QWidget())
    second, menu = QWidget(), QMenu(window)
    menu.addAction("Samira Benzouaouine")
    second.show()
    menu.popup(window.mapToGlobal(QPoint(10, 10)))
    window.toggle_discreet()
    window.clear_away()
    assert not second.isVisible()
    assert not menu.isVisible()
    assert not window.discreet.isVisible()
    assert window.isVisible()


def test_the_keyboard_comes_back_to_the_same_of_several_fields_and_to_buttons(show: Show) -> None:
    def made() -> tuple[QWidget, list[QLineEdit], Button]:
        page, fields, button = QWidget(), [QLineEdit("un deux"), QLineEdit("trois quatre")], Button("Ajouter")
        for one in fields:
            one.setAccessibleName("Quoi")
        page.setLayout(column(*fields, button))
        return page, fields, button

    first, fields, button = made()
    window = show(first)
    again, others, other_button = made()
    fields[1].setFocus()
    fields[1].setCursorPosition(5)
    in_text = spot_in(first)
    button.setFocus()
    on_button = spot_in(first)
    window.show_page(again)
    assert in_text is not None
    assert on_button is not None
    assert put_caret_back(again, in_text)
    assert others[1].hasFocus()
    assert others[1].cursorPosition() == 5
    assert put_caret_back(again, on_button)
    assert other_button.hasFocus()


def _move_to(field: QLineEdit, place: QPoint) -> None:
    nothing = Qt.MouseButton.NoButton
    where = QPointF(field.mapToGlobal(place))
    moved = QMouseEvent(
        QMouseEvent.Type.MouseMove, QPointF(place), where, nothing, nothing, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(field, moved)
