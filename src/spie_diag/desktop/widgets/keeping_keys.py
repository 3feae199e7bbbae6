"""Keys that stay where they are pressed: no shortcut acts unseen, or takes the keyboard from a secret half typed."""

from collections.abc import Container
from typing import Final

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent

LOCK: Final = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_L)
DISCREET: Final = QKeyCombination(Qt.Key.Key_F9)
LEAVE: Final = QKeyCombination(Qt.Key.Key_Escape)


def keeps_key(event: QEvent, let_through: Container[QKeyCombination]) -> bool:
    """Take a key before any shortcut hears it: it then comes to the widgets under the keyboard, as typed keys do.

    To be asked by ``event`` of a widget, and answered as its outcome where it is True. Source: Qt, ShortcutOverride.
    """
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.keyCombination() in let_through:
        return False
    event.accept()
    return True
