"""What two specialists do at one desk: they read, click and type in the real window, and it answers when it can.

Widgets are found by what is spoken of them, never by an attribute: where a screen reader is lost, a journey fails.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias, TypeVar

from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QEvent,
    QEventLoop,
    QModelIndex,
    QObject,
    QPoint,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)
from shiboken6 import isValid

from spie_diag.desktop.background import BackgroundWork
from spie_diag.desktop.crash import log, start_log
from spie_diag.desktop.interview.cover import Cover
from spie_diag.desktop.main import dressed_application, open_desk
from spie_diag.desktop.window import MainWindow

PICTURES = Path(__file__).parent / "pictures"
PATIENCE_S = 20.0
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})
_CONTROL = Qt.KeyboardModifier.ControlModifier

Found = TypeVar("Found", bound=QWidget)
TextField: TypeAlias = QLineEdit | QPlainTextEdit


@dataclass
class Desk:
    """The app, opened as ``spie-diag`` opens it, with what people do in front of it."""

    window: MainWindow
    work: BackgroundWork
    flashes: "Flashes"
    _busy: list[bool] = field(default_factory=lambda: [False])

    @classmethod
    def opened(cls, vault: Path | None = None, *, size: tuple[int, int] = (1366, 768)) -> "Desk":
        """Start the app on ``vault``, or where it was last."""
        dressed_application()
        start_log()
        work = BackgroundWork()
        busy = [False]
        work.busy.connect(lambda now: busy.__setitem__(0, now))
        window, _desk = open_desk(work, vault)
        window.set_dark(False)
        window.resize(*size)
        window.show()
        window.activateWindow()
        desk = cls(window, work, Flashes(window), busy)
        desk.waits(window.isActiveWindow, "the window to be active")
        desk.settles()
        return desk

    def closes(self) -> None:
        """Close the window as its cross does, and let everything go."""
        if not isValid(self.window):
            return
        self.window.close()
        self.settles()
        self.work.stop()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        forget_log()
        assert self.flashes.seen == [], "shown as windows of their own for an instant: they take the keyboard"

    def returns(self) -> None:
        """Come back to this window from another one, as a window manager does when a dialog is closed."""
        self.window.activateWindow()
        self.settles()

    # what people see

    def page(self) -> str:
        """Everything that can be read on the window now, line by line."""
        return "\n".join(_plain(text) for text in _texts(self.window) if text.strip())

    def reads(self, text: str) -> None:
        """Wait until ``text`` can be read somewhere on the window."""
        self.waits(lambda: _plain(text) in self.page(), f"« {text} »")

    def does_not_read(self, text: str) -> None:
        self.settles()
        assert _plain(text) not in self.page(), f"« {text} » can be read:\n{self.page()}"

    def takes_picture(self, name: str) -> None:
        """Keep what the window shows, to be looked at; with ``SPIE_DIAG_PICTURES=all``, small and dark as well."""
        self.settles()
        PICTURES.mkdir(exist_ok=True)
        self._save(name)
        if os.environ.get("SPIE_DIAG_PICTURES") == "all":
            size = self.window.size()
            self.window.resize(1093, 560)
            self.settles()
            self._save(f"{name}-petit")
            self.window.resize(size)
            self.window.set_dark(True)
            self.settles()
            self._save(f"{name}-sombre")
            self.window.set_dark(False)
            self.settles()

    def _save(self, name: str) -> None:
        file = PICTURES / f"{name}.png"
        assert self.window.grab().save(str(file)), file

    # what people do

    def clicks(self, spoken: str, among: str = "") -> None:
        """Click the button, chip or tick that says ``spoken``; ``among`` is the question that it answers."""
        self._click(self.button(spoken, among))
        self.settles()

    def picks(self, spoken: str) -> None:
        """Click the line of a list that begins with ``spoken``."""
        self.waits(lambda: self._line(spoken) is not None, f"the line « {spoken} »")
        line = self._line(spoken)
        assert line is not None
        view, index = line
        view.scrollTo(index)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
        self.settles()

    def types(self, spoken: str, text: str, *, leaves: bool = True) -> None:
        """Click the field that says ``spoken`` and type, replacing what is there; then go to the next field."""
        self.goes_in(spoken)
        self.presses(Qt.Key.Key_A, _CONTROL)
        self.keys(text)
        if leaves:
            self.presses(Qt.Key.Key_Tab)

    def goes_in(self, spoken: str) -> None:
        """Click the field that says ``spoken``."""
        self._click(self.field(spoken))

    def keys(self, text: str) -> None:
        """Type, letter by letter, wherever the keyboard is."""
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = Qt.Key.Key_Return if letter == "\n" else Qt.Key.Key_unknown
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(self.keyboard(), event)

    def presses(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key, wherever the keyboard is."""
        QTest.keyClick(self.keyboard(), key, modifiers)
        self.settles()

    def selects(self, spoken: str, choice: str) -> None:
        """Walk down the drop-down list that says ``spoken`` to a choice."""
        found = [one for one in _shown(self.window, QComboBox) if _says(one, spoken)]
        assert len(found) == 1, f"{len(found)} lists « {spoken} »"
        _scroll_to(found[0])
        found[0].setFocus(Qt.FocusReason.MouseFocusReason)
        self.presses(Qt.Key.Key_Home)
        for _ in range(found[0].count()):
            if _plain(found[0].currentText()) == _plain(choice):
                return
            self.presses(Qt.Key.Key_Down)
        raise AssertionError(f"no « {choice} » in « {spoken} »")

    def draws(self, spoken: str) -> None:
        """Sign with the mouse on the pad that says ``spoken``."""
        pad = next(one for one in _shown(self.window, QWidget) if _plain(one.accessibleName()).startswith(spoken))
        _scroll_to(pad)
        width, height = pad.width(), pad.height()
        stroke = [QPoint(width * step // 12, height * (3 + step % 3) // 8) for step in range(2, 11)]
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=stroke[0])
        for place in stroke[1:]:
            QTest.mouseMove(pad, place)
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=stroke[-1])
        self.settles()

    def names_file(self, file: Path) -> None:
        """Type a path in the file dialog that is open, and accept it."""
        self.waits(lambda: self._dialog() is not None, "a file dialog")
        dialog = self._dialog()
        assert dialog is not None
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        assert name is not None
        name.setFocus()
        name.selectAll()
        for letter in str(file):
            event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(name, event)
        dialog.accept()
        self.returns()

    def keyboard(self) -> QWidget:
        """The widget that has the keyboard, or the window."""
        return QApplication.focusWidget() or self.window

    # how they find it

    def button(self, spoken: str, among: str = "") -> QAbstractButton:
        """The one button that can be clicked under this name."""

        def found() -> list[QAbstractButton]:
            fits = [one for one in _shown(self.window, QAbstractButton) if _says(one, spoken)]
            if among:
                fits = [one for one in fits if _plain(one.accessibleDescription()).startswith(_plain(among))]
            return [one for one in fits if one.isEnabled()]

        where = f"« {spoken} »" + (f" for « {among} »" if among else "")
        self.waits(lambda: bool(found()), f"the button {where}")
        return _the_one(found(), spoken, where)

    def field(self, spoken: str) -> TextField:
        """The one text field under this name."""

        def found() -> list[TextField]:
            fields: tuple[TextField, ...] = (*_shown(self.window, QLineEdit), *_shown(self.window, QPlainTextEdit))
            return [one for one in fields if _says(one, spoken) and one.isEnabled() and not one.isReadOnly()]

        self.waits(lambda: bool(found()), f"the field « {spoken} »")
        return _the_one(found(), spoken, f"« {spoken} »")

    def text_in(self, spoken: str) -> str:
        """What is written in a field."""
        found = self.field(spoken)
        return found.text() if isinstance(found, QLineEdit) else found.toPlainText()

    def writable_fields(self) -> list[str]:
        """What is spoken of every text field that can be typed in now."""
        fields: tuple[TextField, ...] = (*_shown(self.window, QLineEdit), *_shown(self.window, QPlainTextEdit))
        return [_spoken(one) for one in fields if one.isEnabled() and not one.isReadOnly()]

    # how they wait

    def waits(self, until: Callable[[], bool], what: str = "") -> None:
        """Let the window live until it is so."""
        end = time.monotonic() + PATIENCE_S
        while not until():
            assert time.monotonic() < end, f"waited in vain for {what}; the window says:\n{self.page()}"
            lives(15)

    def settles(self) -> None:
        """Let the window live until nothing is being done behind it."""
        QApplication.processEvents()
        self.waits(lambda: not self._busy[0], "the work to be done")
        QApplication.processEvents()
        self.waits(lambda: not _shown(self.window, Cover), "the page to be laid out")

    def _click(self, widget: QWidget) -> None:
        self.waits(lambda: not _shown(self.window, Cover), "the page to be laid out")
        _scroll_to(widget)
        QApplication.processEvents()
        place = widget.mapTo(self.window, widget.rect().center())
        hit = self.window.childAt(place)
        assert hit is not None, f"{_spoken(widget)} is out of the window"
        assert hit is widget or widget.isAncestorOf(hit), f"{_spoken(widget)} is covered by {hit}"
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=_inside(widget))

    def _line(self, spoken: str) -> tuple[QAbstractItemView, QModelIndex] | None:
        for view in _shown(self.window, QAbstractItemView):
            for index, said in _lines(view.model()):
                if said.startswith(_plain(spoken)):
                    return view, index
        return None

    def _dialog(self) -> QFileDialog | None:
        shown = (one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible())
        within = (one for one in self.window.findChildren(QFileDialog) if one.isVisible())
        return next(within, None) or next(shown, None)


class Flashes(QObject):
    """Notices whatever is shown as a window of its own, besides menus, dialogs and the like."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.seen: list[str] = []
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            kind = watched.windowType()
            if not isinstance(watched, MainWindow) and kind is Qt.WindowType.Window:
                self.seen.append(f"{type(watched).__name__} « {_spoken(watched)} »")
        return False


def lives(for_ms: int) -> None:
    """Let the window live for a while, as the app's own event loop does.

    ``QTest.qWait`` keeps Python's lock while it sleeps: the thread beside the window would hardly get a turn.
    """
    loop = QEventLoop()
    QTimer.singleShot(for_ms, loop.quit)
    loop.exec()


def forget_log() -> None:
    """Close the log, so that the next start writes in its own folder."""
    for handler in list(log.handlers):
        log.removeHandler(handler)
        handler.close()


def _plain(text: str) -> str:
    """As people compare texts: every space is a space."""
    return text.translate(_SPACES)


def _spoken(widget: QWidget) -> str:
    """What a screen reader says first of a widget."""
    if widget.accessibleName():
        return _plain(widget.accessibleName())
    if isinstance(widget, QAbstractButton):
        return _plain(widget.text())
    for label in widget.window().findChildren(QLabel):
        buddy = label.buddy()
        if buddy is not None and (buddy is widget or buddy.focusProxy() is widget):
            return _plain(label.text())
    return ""


def _says(widget: QWidget, spoken: str) -> bool:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return _spoken(widget).startswith(_plain(spoken)) or _plain(text) == _plain(spoken)


def _the_one(found: list[Found], spoken: str, where: str) -> Found:
    """The one that says exactly this, or the only one that begins so."""
    exact = [one for one in found if _spoken(one) == _plain(spoken)]
    chosen = exact or found
    assert len(chosen) == 1, f"{len(chosen)} could be meant by {where}"
    return chosen[0]


def _shown(window: QWidget, kind: type[Found]) -> list[Found]:
    return [one for one in window.findChildren(kind) if one.isVisible()]


def _lines(model: QAbstractItemModel) -> Iterator[tuple[QModelIndex, str]]:
    for place in range(model.rowCount()):
        index = model.index(place, 0)
        said = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data(Qt.ItemDataRole.DisplayRole)
        yield index, _plain(str(said or ""))


def _texts(window: QWidget) -> Iterator[str]:
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QLineEdit):
            hidden = widget.echoMode() is QLineEdit.EchoMode.Password
            yield "•" * len(widget.text()) if hidden else widget.text()
        elif isinstance(widget, QPlainTextEdit):
            yield widget.toPlainText()
        elif isinstance(widget, QAbstractItemView):
            yield from (said for _index, said in _lines(widget.model()))


def _scroll_to(widget: QWidget) -> None:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 20, 20)
        parent = parent.parentWidget()


def _inside(widget: QWidget) -> QPoint:
    return widget.rect().center()
