"""Texts that came with the program, to read aloud or to hand over."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from spie_diag.desktop.theme import Text
from spie_diag.desktop.widgets.layouts import label

_TITLE = re.compile(r"^# .+\n+")


def read_aloud(markdown: str, style: Text = Text.BODY) -> QLabel:
    """A text with paragraphs, lists and bold words; its first title is left to the page."""
    made = label(style=style, wrap=True)
    made.setTextFormat(Qt.TextFormat.MarkdownText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    show_text(made, markdown)
    return made


def show_text(made: QLabel, markdown: str) -> None:
    made.setText(_TITLE.sub("", markdown))
