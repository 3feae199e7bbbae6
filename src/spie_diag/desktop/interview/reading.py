"""Texts that came with the program, to read aloud or to hand over."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLayout, QWidget

from spie_diag.desktop.theme import Gap, Text
from spie_diag.desktop.widgets.layouts import clear, column, label, row

_PARAGRAPHS = re.compile(r"\n\s*\n")


class ReadingColumn(QWidget):
    """A Markdown text: titles, paragraphs, lists and bold words; its first title is left to the page."""

    def __init__(self, style: Text = Text.BODY) -> None:
        super().__init__()
        self._style = style
        self._column = column(gap=Gap.MEDIUM)
        self.setLayout(self._column)

    def show_text(self, markdown: str) -> None:
        clear(self._column)
        for part in _PARAGRAPHS.split(markdown.strip()):
            if part.startswith("# "):
                continue
            if part.startswith("## "):
                self._column.addWidget(label(part.removeprefix("## "), Text.STRONG, wrap=True))
            elif part.startswith("- "):
                self._column.addLayout(self._list(part))
            else:
                self._column.addWidget(self._words(part.replace("\n", "  \n")))

    def _list(self, part: str) -> QLayout:
        items = [item.removeprefix("- ") for item in part.splitlines()]
        lines = [row((self._bullet(), 0), (self._words(item), 1), gap=Gap.SMALL) for item in items]
        return column(*lines, gap=Gap.TIGHT)

    def _bullet(self) -> QLabel:
        made = label("•", self._style)
        made.setAlignment(Qt.AlignmentFlag.AlignTop)
        return made

    def _words(self, text: str) -> QLabel:
        made = label(style=self._style, wrap=True)
        made.setTextFormat(Qt.TextFormat.MarkdownText)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        made.setText(text)
        return made
