"""The window around the pages: keys, help, neutral screen, text size, memory, regions, clean end."""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from spie_diag.desktop.background import BackgroundWork
from spie_diag.desktop.crash import CrashDialog, technical_text
from spie_diag.desktop.memory import Memory, recall, remember
from spie_diag.desktop.requirements import has_display, missing_library, require_qt
from spie_diag.desktop.theme import app_theme
from spie_diag.desktop.theme.tokens import TEXT_SCALES
from spie_diag.desktop.unlock.view import UnlockView
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.layouts import box, column
from spie_diag.desktop.window import MainWindow, mark_region
from spie_diag.errors import SpieError
from tests.desktop.conftest import Show
from tests.desktop.people import KARIM, NADIA


class Page(QWidget):
    keys = (("Ctrl N", "écrire une note"),)

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = QLineEdit(), QLineEdit()
        self.third = Button("Continuer")
        top = mark_region(box(column(self.first)), "Haut")
        bottom = mark_region(box(column(self.second, self.third)), "Bas")
        self.setLayout(column(top, bottom))


@pytest.fixture
def page(show: Show) -> Page:
    made = Page()
    show(made)
    made.first.setFocus()
    return made


def window_of(page: QWidget) -> MainWindow:
    window = page.window()
    assert isinstance(window, MainWindow)
    return window


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_f9_hides_everything_and_gives_the_caret_back(page: Page) -> None:
    window = window_of(page)
    page.first.setText("bonjour")
    page.first.setCursorPosition(3)
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert window.discreet.isVisible()
    assert window.discreet.size() == window.size()
    QTest.keyClicks(focused(), "xyz")
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert not window.discreet.isVisible()
    assert page.first.hasFocus()
    assert (page.first.text(), page.first.cursorPosition()) == ("bonjour", 3)


def test_a_page_that_comes_underneath_gets_the_keyboard_only_once_it_is_seen(page: Page) -> None:
    window = window_of(page)
    page.first.setFocus()
    QTest.keyClick(window, Qt.Key.Key_F9)
    page.second.setFocus()
    QTest.keyClicks(focused(), "xyz")
    assert page.second.text() == ""
    QTest.keyClick(focused(), Qt.Key.Key_F9)
    assert page.second.hasFocus()

    QTest.keyClick(window, Qt.Key.Key_F9)
    another = Page()
    window.show_page(another)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    another.third.setFocus()
    assert window.discreet.back.hasFocus()
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert another.third.hasFocus()

    QTest.keyClick(window, Qt.Key.Key_F9)
    another.third.setFocus()
    another.third.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert not window.discreet.isVisible(), "what had the keyboard is gone, and nothing breaks"


def test_f1_shows_the_keys_of_this_page_and_those_of_every_page(page: Page) -> None:
    window = window_of(page)
    QTest.keyClick(window, Qt.Key.Key_F1)
    shown = [label.text() for label in window.help.findChildren(QWidget) if hasattr(label, "text")]
    assert "écrire une note" in shown
    assert "masquer l’écran" in shown
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert not window.help.isVisible()
    assert page.first.hasFocus()


def test_f6_goes_round_the_parts_of_the_page(page: Page) -> None:
    window = window_of(page)
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert page.second.hasFocus()
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert page.first.hasFocus()
    QTest.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert page.second.hasFocus()


def test_ctrl_l_asks_to_lock(page: Page, qtbot: QtBot) -> None:
    window = window_of(page)
    with qtbot.waitSignal(window.lock_asked):
        QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def test_the_text_grows_and_comes_back(page: Page) -> None:
    window = window_of(page)
    before = page.third.sizeHint()
    QTest.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert app_theme.scale == 1.15
    assert page.third.sizeHint().width() > before.width()
    QTest.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert app_theme.scale == 1.0
    assert page.third.sizeHint() == before


def test_dark_is_chosen_or_follows_the_system(page: Page) -> None:
    window = window_of(page)
    window.set_dark(True)
    assert app_theme.is_dark
    assert window.memory.dark is True
    window.set_dark(None)
    assert app_theme.is_dark is (QApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark)


def test_the_ring_is_for_the_keyboard_only(page: Page) -> None:
    window = window_of(page)
    QTest.mouseClick(page.second, Qt.MouseButton.LeftButton)
    QTest.qWait(10)
    assert not window.ring.isVisible()
    QTest.keyClick(page.second, Qt.Key.Key_Tab)
    QTest.qWait(10)
    assert window.ring.isVisible()
    inside = page.third.mapTo(window, page.third.rect().topLeft())
    assert window.ring.geometry().contains(inside)


def test_f6_shows_the_ring_and_the_ring_follows_the_layout(page: Page, qtbot: QtBot) -> None:
    window = window_of(page)
    QTest.mouseClick(page.first, Qt.MouseButton.LeftButton)
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert page.second.hasFocus()
    qtbot.waitUntil(window.ring.isVisible, timeout=2000)

    def is_around() -> bool:
        inside = page.second.rect().translated(page.second.mapTo(window, page.second.rect().topLeft()))
        return window.ring.geometry().contains(inside)

    assert is_around()
    page.first.setFixedHeight(200)
    qtbot.waitUntil(is_around, timeout=2000)
    page.setContentsMargins(90, 0, 0, 90)
    qtbot.waitUntil(is_around, timeout=2000)


def test_a_click_anywhere_hides_the_ring(page: Page, qtbot: QtBot) -> None:
    window = window_of(page)
    QTest.keyClick(page.first, Qt.Key.Key_Tab)
    qtbot.waitUntil(window.ring.isVisible, timeout=2000)

    beside = page.rect().bottomRight()  # nothing is there that takes the keyboard
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=page.mapTo(window, beside))
    QTest.qWait(10)
    assert not window.ring.isVisible()


def test_the_ring_follows_what_holds_its_control_wherever_it_is_put(page: Page, qtbot: QtBot) -> None:
    window = window_of(page)
    QTest.keyClick(page.first, Qt.Key.Key_Tab)
    qtbot.waitUntil(window.ring.isVisible, timeout=2000)
    drawer = QWidget(page)
    drawer.setGeometry(0, 0, 300, 200)
    drawer.show()
    page.second.setParent(drawer)
    page.second.setGeometry(10, 10, 100, 30)
    page.second.show()
    page.second.setFocus()

    def is_around() -> bool:
        inside = page.second.rect().translated(page.second.mapTo(window, page.second.rect().topLeft()))
        return window.ring.isVisible() and window.ring.geometry().contains(inside)

    qtbot.waitUntil(is_around, timeout=2000)
    drawer.move(120, 60)
    qtbot.waitUntil(is_around, timeout=2000)


def test_a_page_that_is_left_is_let_go(show: Show) -> None:
    first = Page()
    window = show(first)
    window.show_page(Page())
    gone: list[bool] = []
    first.destroyed.connect(lambda: gone.append(True))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone


def test_windows_end_without_leaving_widgets_behind(app: QApplication) -> None:
    def once() -> None:
        window = MainWindow(Memory(), keep=lambda _memory: None)
        view = UnlockView("/coffre")
        view.show_holders("Antenne", (NADIA, KARIM))
        window.show_page(view)
        window.show()
        app.processEvents()
        window.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    once()
    before = len(app.allWidgets())
    for _ in range(5):
        once()
    assert len(app.allWidgets()) <= before


def test_memory_comes_back_and_a_spoilt_one_is_empty(tmp_path: Path) -> None:
    file = tmp_path / "a" / "fenetre.json"
    kept = Memory(geometry="01d9", dark=True, text_scale=1.3, vault="/coffre")
    remember(kept, file)
    assert recall(file) == kept
    assert not list(file.parent.glob("*.part"))
    for spoilt in ("", "[]", "{", json.dumps({"text_scale": "grand", "dark": 3})):
        file.write_text(spoilt)
        assert recall(file).text_scale == 1.0
        assert recall(file).dark is None


@given(st.lists(st.sampled_from([-1, 0, 1]), max_size=30))
def test_any_walk_through_the_sizes_stays_on_the_list(steps: list[int]) -> None:
    memory = Memory()
    for step in steps:
        memory = memory.with_text_step(step)
    assert memory.text_scale in TEXT_SCALES


class FailedError(SpieError):
    sentence: ClassVar[str] = "Non."


def test_work_comes_back_in_order_and_in_the_thread_of_the_window(app: QApplication, qtbot: QtBot) -> None:
    work = BackgroundWork()
    said: list[object] = []
    threads: set[str] = set()

    def fail() -> str:
        raise FailedError

    for number in range(3):
        work.run(lambda number=number: number, then=said.append, failed=said.append)  # type: ignore[misc]
    work.run(fail, then=said.append, failed=lambda error: said.append(type(error).__name__))
    work.run(lambda: threading.current_thread().name, then=threads.add, failed=said.append)
    qtbot.waitUntil(lambda: bool(threads))
    assert said == [0, 1, 2, "FailedError"]
    assert "MainThread" not in threads
    work.stop()


def test_a_fault_in_the_work_rises_in_the_window(app: QApplication, qtbot: QtBot) -> None:
    work = BackgroundWork()
    with qtbot.captureExceptions() as faults:
        work.run(lambda: 1 / 0, then=lambda _result: None, failed=lambda _error: None)
        qtbot.waitUntil(lambda: bool(faults))
    assert faults[0][0] is ZeroDivisionError
    work.stop()


def test_the_crash_text_holds_no_answer(app: QApplication) -> None:
    answer = "Amina Bensaïd dort chez sa cousine"
    try:
        dict[str, str]()[answer]
    except KeyError as error:
        text = technical_text(type(error), error.__traceback__)
    assert "KeyError" in text
    assert "Amina" not in text
    dialog = CrashDialog(text)
    dialog.copy.click()
    assert QApplication.clipboard().text() == text


@pytest.mark.parametrize(
    ("complaint", "package"),
    [
        ("libEGL.so.1: cannot open shared object file: No such file or directory", "libegl1"),
        ("libxcb-cursor.so.0: cannot open shared object file: No such file or directory", "libxcb-cursor0"),
        ("libdbus-1.so.3: cannot open shared object file: No such file or directory", "libdbus-1-3"),
    ],
)
def test_a_missing_library_is_named_with_its_package(complaint: str, package: str) -> None:
    missing = missing_library(complaint)
    assert missing is not None
    assert package in str(missing)
    assert missing_library("No module named 'PySide6'") is None


def test_a_machine_without_a_screen_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert not has_display()
    with pytest.raises(SpieError) as told:
        require_qt()
    assert "écran" in str(told.value)


FIRST_PAINT = """
import sys, time
start = time.perf_counter()
from spie_diag.desktop.background import BackgroundWork
from spie_diag.desktop.main import dressed_application, open_desk
app = dressed_application()
work = BackgroundWork()
window, desk = open_desk(work, None)
window.show()
window.grab()
slow = {"sqlalchemy", "sqlcipher3", "pyhanko", "reportlab", "alembic", "lark", "yaml", "asyncio"} & set(sys.modules)
print(round((time.perf_counter() - start) * 1000), sorted(slow), type(window.page).__name__)
window.close()
work.stop()
"""


def test_nothing_slow_is_imported_before_the_first_paint(own_folder: Path) -> None:
    told = subprocess.run([sys.executable, "-c", FIRST_PAINT], capture_output=True, text=True, check=True, timeout=60)
    took_ms, rest = told.stdout.split(maxsplit=1)
    assert rest.strip() == "[] FoundingView"
    print(f"first paint: {took_ms} ms")
