"""What was copied here is taken away again; what others copied, and what tells nothing of anybody, is left."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from spie_diag.desktop.clipboard import KEPT_MS, Sweeper, copy_harmless
from tests.desktop.conftest import Show

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def field(show: Show) -> QLineEdit:
    made = QLineEdit("Samira dort chez sa cousine")
    show(made)
    made.setFocus()
    QGuiApplication.clipboard().clear()
    return made


@pytest.fixture
def sweeper(app: QApplication) -> Iterator[Sweeper]:
    parent = QObject()
    yield Sweeper(parent, kept_ms=80)
    QGuiApplication.clipboard().clear()


def copied() -> str:
    return QGuiApplication.clipboard().text()


def copy_all(field: QLineEdit) -> None:
    QTest.keyClick(field, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(field, Qt.Key.Key_C, CONTROL)


def test_what_is_copied_is_taken_away_after_a_while(field: QLineEdit, sweeper: Sweeper, qtbot: QtBot) -> None:
    copy_all(field)
    assert copied() == field.text()
    qtbot.waitUntil(lambda: copied() == "", timeout=3000)
    assert KEPT_MS == 60_000


def test_what_is_copied_is_taken_away_at_once_at_a_lock(field: QLineEdit, sweeper: Sweeper) -> None:
    copy_all(field)
    sweeper.sweep()
    assert copied() == ""


def test_what_somebody_else_copied_since_is_left(
    field: QLineEdit, sweeper: Sweeper, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_all(field)
    monkeypatch.setattr(QGuiApplication, "applicationState", lambda: Qt.ApplicationState.ApplicationInactive)
    monkeypatch.setattr(sweeper._clipboard, "ownsClipboard", lambda: False, raising=False)
    QGuiApplication.clipboard().setText("une liste de courses")
    qtbot.wait(200)
    sweeper.sweep()
    assert copied() == "une liste de courses"


def test_what_tells_nothing_of_anybody_stays(field: QLineEdit, sweeper: Sweeper, qtbot: QtBot) -> None:
    copy_harmless("builtins.ZeroDivisionError")
    qtbot.wait(200)
    sweeper.sweep()
    assert copied() == "builtins.ZeroDivisionError"
