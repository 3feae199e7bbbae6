"""Where a passphrase is typed: hidden, and no key of the page takes the rest of it elsewhere."""

from typing import Final

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from spie_diag.desktop.theme import Gap
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.keeping_keys import DISCREET, LEAVE, LOCK, keeps_key
from spie_diag.desktop.widgets.layouts import row

_HELP: Final = QKeyCombination(Qt.Key.Key_F1)
_REGIONS: Final = (
    QKeyCombination(Qt.Key.Key_F6),
    QKeyCombination(Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_F6),
)
_KEYS_OF_WINDOW: Final = (LOCK, DISCREET, LEAVE, _HELP, *_REGIONS)
_TEXT_SIZE: Final = (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_0, Qt.Key.Key_Agrave)
"""With Ctrl, and Shift where the keyboard asks for it: whoever cannot read what is asked makes it larger."""


class PassphraseEdit(QLineEdit):
    """A hidden text; says when the letters come out in capitals without Shift. Pasting is allowed.

    Of the shortcuts, only those of the window act meanwhile, never those of the page: Ctrl N would go on in a note.
    """

    capitals_noticed = Signal(bool)

    def __init__(self, spoken: str) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAccessibleName(spoken)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoAutoUppercase
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._capitals = False

    def event(self, event: QEvent) -> bool:
        if not _changes_text_size(event) and keeps_key(event, _KEYS_OF_WINDOW):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text()
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if event.key() == Qt.Key.Key_CapsLock:
            self._notice(not self._capitals)
        elif plain and len(letter) == 1 and letter.isalpha() and letter.upper() != letter.lower():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._notice(letter.isupper() is not shifted)
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._capitals = False

    @property
    def capitals(self) -> bool:
        return self._capitals

    def _notice(self, capitals: bool) -> None:
        if capitals is not self._capitals:
            self._capitals = capitals
            self.capitals_noticed.emit(capitals)


class PassphraseRow(QWidget):
    """The hidden text and the button that shows it; ``what`` it is called there."""

    def __init__(self, spoken: str, what: str = "la phrase secrète") -> None:
        super().__init__()
        self._what = what
        self.edit = PassphraseEdit(spoken)
        self.show_button = Button(icon="eye", kind=Kind.QUIET, checkable=True, hint=f"Montrer {what}")
        self.setLayout(row((self.edit, 1), self.show_button, gap=Gap.SMALL))
        self.setFocusProxy(self.edit)
        self.show_button.toggled.connect(self._show)

    def _show(self, shown: bool) -> None:
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.show_button.set_icon("eye-off" if shown else "eye")
        self.show_button.set_hint(f"{'Masquer' if shown else 'Montrer'} {self._what}")


def _changes_text_size(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent) or event.key() not in _TEXT_SIZE:
        return False
    others = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    return event.modifiers() & ~others == Qt.KeyboardModifier.ControlModifier
