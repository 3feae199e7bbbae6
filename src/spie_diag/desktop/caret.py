"""Where somebody was typing, so that unlocking the vault gives the same field back, and the same place in its text."""

from dataclasses import dataclass
from typing import Final, TypeAlias

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget

TextField: TypeAlias = QLineEdit | QPlainTextEdit
_TRY_MS: Final = 120
_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Caret:
    """What is spoken of a field or button, and where the caret was: never what is written in it."""

    field: str
    place: int
    rank: int = 0
    """Which one of those on the page that are called so."""


def caret_in(page: QWidget) -> Caret | None:
    """Where the caret is, if the keyboard is in a text field of ``page``."""
    field = QApplication.focusWidget()
    return _spot(page, field) if isinstance(field, TextField) else None


def spot_in(page: QWidget) -> Caret | None:
    """Where the keyboard is in ``page``, in a text or not, or was when another window took it."""
    return _spot(page, QApplication.focusWidget()) or _spot(page, page.window().focusWidget())


def put_caret_back(page: QWidget, caret: Caret) -> bool:
    """Give the keyboard to the same field of ``page``; whether it is shown there."""
    found = _called(page, caret.field)
    if not found:
        return False
    field = found[min(caret.rank, len(found) - 1)]
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    if isinstance(field, TextField):
        _move(field, caret.place)
    return True


def bring_caret_back(page: QWidget, caret: Caret, tries: int = _TRIES) -> None:
    """The same, again and again for a while: some fields are built in the turns that follow."""
    if not caret.field or put_caret_back(page, caret) or not tries:
        return
    here = page.window().focusWidget()

    def try_again() -> None:
        if page.window().focusWidget() is here:  # nobody went elsewhere meanwhile
            bring_caret_back(page, caret, tries - 1)

    QTimer.singleShot(_TRY_MS, page, try_again)


def _spot(page: QWidget, field: QWidget | None) -> Caret | None:
    if field is None or not page.isAncestorOf(field) or not _spoken(field):
        return None
    if isinstance(field, QLineEdit) and field.echoMode() is not QLineEdit.EchoMode.Normal:
        return None
    place = 0
    if isinstance(field, QLineEdit):
        place = field.cursorPosition()
    elif isinstance(field, QPlainTextEdit):
        place = field.textCursor().position()
    found = _called(page, _spoken(field))
    return Caret(_spoken(field), place, found.index(field) if field in found else 0)


def _called(page: QWidget, spoken: str) -> list[QWidget]:
    """Those that take the keyboard under this name; texts first."""
    shown = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus and _spoken(widget) == spoken and widget.isVisibleTo(page)
    ]
    return sorted(shown, key=lambda widget: not isinstance(widget, TextField))


def _spoken(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def _move(field: TextField, place: int) -> None:
    if isinstance(field, QLineEdit):
        field.setCursorPosition(place)
        return
    cursor: QTextCursor = field.textCursor()
    cursor.setPosition(min(place, len(field.toPlainText())))
    field.setTextCursor(cursor)
