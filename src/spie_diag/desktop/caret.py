"""Where somebody was typing, so that unlocking the vault gives the same field back, and the same place in its text."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget


@dataclass(frozen=True, slots=True)
class Caret:
    """What is spoken of a text field, and where its caret was: never what is written in it."""

    field: str
    place: int


def caret_in(page: QWidget) -> Caret | None:
    """Where the caret is, if the keyboard is in a text field of ``page``."""
    field = QApplication.focusWidget()
    if field is None or not page.isAncestorOf(field) or not field.accessibleName():
        return None
    if isinstance(field, QLineEdit) and field.echoMode() is QLineEdit.EchoMode.Normal:
        return Caret(field.accessibleName(), field.cursorPosition())
    if isinstance(field, QPlainTextEdit):
        return Caret(field.accessibleName(), field.textCursor().position())
    return None


def put_caret_back(page: QWidget, caret: Caret) -> bool:
    """Give the keyboard to the same field of ``page``; whether it is shown there."""
    fields: tuple[QLineEdit | QPlainTextEdit, ...] = (*page.findChildren(QLineEdit), *page.findChildren(QPlainTextEdit))
    for field in fields:
        if field.accessibleName() == caret.field and field.isVisibleTo(page):
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            _move(field, caret.place)
            return True
    return False


def _move(field: QLineEdit | QPlainTextEdit, place: int) -> None:
    if isinstance(field, QLineEdit):
        field.setCursorPosition(place)
        return
    cursor: QTextCursor = field.textCursor()
    cursor.setPosition(min(place, len(field.toPlainText())))
    field.setTextCursor(cursor)
