"""Texts that came with the program, to read aloud or to hand over."""

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLayout, QWidget

from spie_diag.desktop.theme import Gap, Text
from spie_diag.desktop.widgets.layouts import clear, column, label, row

if TYPE_CHECKING:
    from spie_diag.interview.people import Pair, Specialist

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_PARAGRAPHS = re.compile(r"\n\s*\n")


def introducing(markdown: str, pair: "Pair") -> str:
    """The words of welcome with the names of both specialists where they introduce themselves."""
    for words, one in (("Je suis …", pair.social), ("Voici …", pair.employment)):
        if one is not None:
            markdown = markdown.replace(words, words.replace("…", _presented(one)), 1)
    return markdown


def _presented(one: "Specialist") -> str:
    words = f"{one.name} ({one.structure})" if one.structure else one.name
    return _MARKUP.sub(r"\\\1", words)


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
