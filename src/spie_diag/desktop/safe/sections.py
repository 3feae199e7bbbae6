"""What the page « Le coffre » is made of: its sections, and what each may count on."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget

from spie_diag.desktop.safe.saving import Saving
from spie_diag.desktop.theme import Colour, Gap, Text, theme_of
from spie_diag.desktop.widgets.layouts import Thing, box, column, label, panel, row, scrolled
from spie_diag.desktop.window import MainWindow
from spie_diag.desktop.work import WatchedWork

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


@runtime_checkable
class Stepped(Protocol):
    """A section of several pages: Esc goes back inside it before it leaves."""

    def step_back(self) -> bool:
        """Go back to its first page; whether it was on another."""
        ...


@dataclass(frozen=True, slots=True)
class Around:
    """What a section may count on: the window, the open vault, and the work of the page."""

    window: MainWindow
    casebook: "Casebook"
    work: WatchedWork
    saving: Saving
    go_to: Callable[[str], None]
    """Show another section, by its key."""
    restore: Callable[[Path], None]
    """Lock the vault and show the page that puts this backup back."""
    repair: Callable[[], None]
    """Lock the vault and show the page that repairs it."""


def section_page(title: str, intro: str, *things: Thing, wide: bool = False) -> QScrollArea:
    """A column of cards under a title; ``wide`` for tables, which may take the whole width."""
    head = column(label(title, Text.H2, wrap=True), gap=Gap.TIGHT)
    if intro:
        head.addWidget(label(intro, Text.BODY, tone=Colour.INK2, wrap=True))
    content = column(head, *things, None, gap=Gap.LARGE, margins=(4, 4, 12, 16))
    return scrolled(column(box(content)) if wide else row((_Column(content), 100), (column(None), 1), gap=0))


class _Column(QWidget):
    """As wide as a line of text may be, whatever the size of the text."""

    def __init__(self, content: QLayout) -> None:
        super().__init__()
        self.setLayout(content)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        self.setMaximumWidth(theme_of(self).px(TEXT_PX))


def card(title: str, told: str, *things: Thing) -> QFrame:
    """A framed part of a section, under its own title if it has one."""
    head = column(gap=2)
    if title:
        head.addWidget(label(title, Text.H3, wrap=True))
    if told:
        head.addWidget(label(told, Text.SMALL, tone=Colour.INK2, wrap=True))
    headed = (head, *things) if title or told else things
    return panel(column(*headed, gap=Gap.MEDIUM, margins=16))
