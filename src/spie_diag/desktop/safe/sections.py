"""What the page « Le coffre » is made of: its sections, and what each may count on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QScrollArea, QWidget

from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.layouts import Thing, box, column, label, row, scrolled
from spie_diag.desktop.window import MainWindow
from spie_diag.desktop.work import Work

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook

TEXT_PX: Final = 720
"""No line of text is longer."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section: ``open`` makes its widget at the first visit; it is kept until the page goes."""

    key: str
    title: str
    icon: str
    open: Callable[[], QWidget]


@dataclass(frozen=True, slots=True)
class Around:
    """What a section may count on: the window, the open vault, and the work of the page."""

    window: MainWindow
    casebook: "Casebook"
    work: Work
    go_to: Callable[[str], None]
    """Show another section, by its key."""


def section_page(title: str, intro: str, *things: Thing, wide: bool = False) -> QScrollArea:
    """A column of cards under a title; ``wide`` for tables, which may take the whole width."""
    head = column(label(title, Text.H2, wrap=True), gap=Gap.TIGHT)
    if intro:
        head.addWidget(label(intro, Text.BODY, tone=Colour.INK2, wrap=True))
    body = box(column(head, *things, None, gap=Gap.LARGE, margins=(4, 4, 12, 16)))
    if wide:
        return scrolled(column(body))
    body.setMaximumWidth(TEXT_PX * 2)
    return scrolled(row((body, 1)))
