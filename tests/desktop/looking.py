"""What eyes and ears would find wrong in a window."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QScrollArea, QWidget


def stops(window: QWidget) -> list[QWidget]:
    """Everything Tab stops at, in the order of Tab."""
    found: list[QWidget] = []
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window:
        takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None:
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def press(widget: QWidget, letter: str) -> None:
    """A key whose letter is not ASCII: ``QTest`` does not know those."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, ord(letter.upper()), Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(widget, event)


def spoken_name(widget: QWidget) -> str:
    """What a screen reader says first."""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton):
        return widget.text()
    window = widget.window()
    return next((label.text() for label in window.findChildren(QLabel) if label.buddy() is widget), "")


def cut_texts(window: QWidget) -> Iterator[str]:
    """Labels and buttons whose text does not fit in the place they were given, or sticks out of the column."""
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not label.text():
            continue
        needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        too_wide = not label.wordWrap() and label.sizeHint().width() > label.width() + 1
        if too_wide or needed > label.height() + 1 or _sticks_out(label):
            wanted = f"{label.sizeHint().width()}×{needed}"
            yield f"label « {label.text()} » {label.width()}×{label.height()}, needs {wanted}"
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and button.text():
            least = button.minimumSizeHint()
            if least.width() > button.width() + 1 or least.height() > button.height() + 1 or _sticks_out(button):
                yield f"button « {button.text()} » {button.width()}×{button.height()}"
    for field in (*window.findChildren(QLineEdit), *window.findChildren(QPlainTextEdit)):
        if field.isVisible() and _sticks_out(field):
            yield f"field « {spoken_name(field)} »"


def _sticks_out(widget: QWidget) -> bool:
    """Wider than the scrolled column it lives in, or out of the window."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            view = parent.viewport()
            right = widget.mapTo(view, QPoint(widget.width(), 0)).x()
            return right > view.width() + 1
        parent = parent.parentWidget()
    right = widget.mapTo(widget.window(), QPoint(widget.width(), 0)).x()
    return right > widget.window().width() + 1
