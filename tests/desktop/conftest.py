"""The dressed application, one for all window tests, and windows that are let go after each."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from spie_diag.desktop.memory import Memory
from spie_diag.desktop.window import MainWindow
from tests.desktop.dressing import dress
from tests.desktop.pair import casebook
from tests.stretching import quick_stretching

__all__ = ["casebook", "quick_stretching"]

Show = Callable[..., MainWindow]


@pytest.fixture(autouse=True)
def app(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[QApplication]:
    """Dressed as the test asks before it has any widget: each of them makes a style sheet slower to put on."""
    asked = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    dress(qapp, dark=asked.get("dark", False), scale=asked.get("scale", 1.0))
    yield qapp
    for window in qapp.topLevelWidgets():
        if isinstance(window, MainWindow):  # each one left would look at every event of the tests to come
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    dress(qapp)


@pytest.fixture
def show(app: QApplication, qtbot: QtBot) -> Iterator[Show]:
    """Show a page in the real window, at a size and a text size; nothing is written on disk."""
    windows: list[MainWindow] = []

    def shown(
        page: QWidget, width: int = 1366, height: int = 768, *, scale: float = 1.0, dark: bool = False
    ) -> MainWindow:
        dress(app, dark=dark, scale=scale)
        window = MainWindow(Memory(dark=dark, text_scale=scale), keep=lambda _memory: None)
        window.show_page(page)
        window.resize(width, height)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        app.processEvents()
        windows.append(window)
        return window

    yield shown
    for window in windows:
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
