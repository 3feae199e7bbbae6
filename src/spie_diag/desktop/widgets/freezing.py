"""What is signed stays readable: answers lose their hand and their cursor, never their ink."""

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from spie_diag.desktop.widgets.fields import Tick
from spie_diag.desktop.widgets.painting import PaintedButton


def set_read_only(part: QWidget, on: bool) -> None:
    """Let ``part`` and everything in it be read, and no longer changed; buttons that do things are greyed."""
    _freeze(part, on)
    for inner in part.findChildren(QWidget):
        _freeze(inner, on)


def _freeze(widget: QWidget, on: bool) -> None:
    if isinstance(widget, Tick) or (isinstance(widget, PaintedButton) and widget.tells_an_answer):
        widget.set_read_only(on)
    elif isinstance(widget, PaintedButton | QComboBox):
        widget.setEnabled(not on)
    elif isinstance(widget, QLineEdit | QPlainTextEdit):
        widget.setReadOnly(on)
