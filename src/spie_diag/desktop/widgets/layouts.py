"""Rows, columns, labels and panels: how pages are laid out, on a grid of four pixels.

A row or column takes widgets, layouts, ``None`` (stretch), an ``int`` (empty pixels) or ``(thing, stretch)``.
"""

from functools import partial
from typing import TypeAlias, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from spie_diag.desktop.theme import Colour, Gap, Text, Tone, pixmap, theme_of
from spie_diag.french import spaced

_BoxT = TypeVar("_BoxT", bound=QBoxLayout)
Thing: TypeAlias = QWidget | QLayout | int | tuple[QWidget | QLayout, int] | None
Margins: TypeAlias = int | tuple[int, int, int, int]
Paper: TypeAlias = Tone | str
"""A tone, or ``card``, ``sunken``, ``raised``, ``bar``, ``foot``, ``rail``, ``side``: see ``sheet.qss``."""


def label(
    text: str = "",
    style: Text = Text.BODY,
    *,
    tone: Tone | Colour | None = None,
    wrap: bool = False,
    verbatim: bool = False,
) -> QLabel:
    """A plain text; ``verbatim`` leaves somebody's own words exactly as they were typed."""
    made = (_Wrapped if wrap else QLabel)(text if verbatim else spaced(text))
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("textStyle", style.value)
    if tone is not None:
        made.setProperty("tone", tone.value)
    return made


class _Wrapped(QLabel):
    """A text of several lines that is never given less height than its width asks for."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._placed = False
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        # Without this its narrowest shape would set the least height of the page.
        self.setMinimumSize(40, 1)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._ask_for_height()

    def sizeHint(self) -> QSize:
        """Qt guesses a shape; here the width is known as soon as the column is."""
        guessed = super().sizeHint()
        return QSize(guessed.width(), self.minimumHeight()) if self._placed else guessed

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._placed = True
        self._ask_for_height()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Before it has a place its width means nothing, and each widget that takes it in changes its style once more.
        if self._placed and event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._ask_for_height()

    def _ask_for_height(self) -> None:
        # Not heightForWidth: it never answers less than the least height, so a text could only grow.
        wrapped = int(Qt.TextFlag.TextWordWrap)
        needed = max(1, self.fontMetrics().boundingRect(0, 0, self.width(), 100_000, wrapped, self.text()).height())
        if needed != self.minimumHeight():
            self.setMinimumHeight(needed)


def say_in(made: QLabel, text: str) -> None:
    """Change the text of a label, with French spaces."""
    made.setText(spaced(text))


def set_tone(made: QLabel, tone: Tone | Colour) -> None:
    """Change the colour of a label that is already shown: rare, and repolished at once."""
    if made.property("tone") == tone.value:
        return
    made.setProperty("tone", tone.value)
    made.style().unpolish(made)
    made.style().polish(made)


class IconLabel(QLabel):
    """A still icon that follows the theme; decoration unless ``spoken`` names it."""

    def __init__(self, icon: str, colour: Colour = Colour.INK3, size_px: float = 18, spoken: str = "") -> None:
        super().__init__()
        self._icon, self._colour, self._size_px = icon, colour, size_px
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if spoken:
            self.setAccessibleName(spaced(spoken))
        self._draw()

    def show_as(self, icon: str, colour: Colour) -> None:
        self._icon, self._colour = icon, colour
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._draw()

    def _draw(self) -> None:
        drawn: QPixmap = pixmap(self._icon, self._colour, self._size_px, theme=theme_of(self))
        self.setPixmap(drawn)


def row(*things: Thing, gap: int = Gap.SMALL, margins: Margins = 0) -> QHBoxLayout:
    return _filled(QHBoxLayout(), things, gap, margins)


def column(*things: Thing, gap: int = Gap.SMALL, margins: Margins = 0) -> QVBoxLayout:
    return _filled(QVBoxLayout(), things, gap, margins)


def panel(content: QLayout | None = None, paper: Paper = "card") -> QFrame:
    """A framed part of a page."""
    made = QFrame()
    made.setObjectName(paper.value if isinstance(paper, Tone) else paper)
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    if content is not None:
        made.setLayout(content)
    return made


def box(content: QLayout) -> QWidget:
    """A widget that holds a layout and nothing else, to show, hide or size it in one go."""
    made = QWidget()
    made.setLayout(content)
    return made


class _Scrolled(QWidget):
    """As wide as its place, and as tall as that width asks for: never the height of its narrowest shape."""

    def minimumSizeHint(self) -> QSize:
        inside = self.layout()
        if inside is None or inside.hasHeightForWidth():
            return QSize(0, 0)
        return QSize(0, inside.minimumSize().height())


def scrolled(content: QLayout | QWidget) -> QScrollArea:
    """A column that may be taller than its place; the keyboard goes to what is inside, which scrolls into view."""
    if isinstance(content, QWidget):
        inner = content
    else:
        inner = _Scrolled()
        inner.setLayout(content)
    inner.setObjectName("scroll")
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    inner.setAutoFillBackground(False)
    return area


def bring_up(widget: QWidget) -> None:
    """Scroll to ``widget`` once it is laid out: words that just came take room of their own."""
    QTimer.singleShot(0, widget, partial(_scroll_to, widget))


_FRAMES = 12
"""At most so many around each other; each tells only the next one that it needs more room."""


def _scroll_to(widget: QWidget) -> None:
    for _ in range(_FRAMES):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            inner = parent.widget()
            layout = inner.layout() if inner is not None else None
            if layout is not None:
                layout.activate()
            parent.ensureWidgetVisible(widget, 0, Gap.MEDIUM)
            if inner is not None and widget.height() > parent.viewport().height():
                parent.verticalScrollBar().setValue(widget.mapTo(inner, QPoint()).y())  # one begins to read at the top
        parent = parent.parentWidget()


def rule() -> QFrame:
    """A thin line between two parts of a column."""
    made = QFrame()
    made.setObjectName("line")
    made.setFixedHeight(1)
    return made


def key_cap(keys: str) -> QLabel:
    """The picture of a key, as « Ctrl K »."""
    made = label(keys, Text.CAPTION, tone=Colour.INK2)
    made.setObjectName("key")
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
            inner.deleteLater()


def _filled(layout: _BoxT, things: tuple[Thing, ...], gap: int, margins: Margins) -> _BoxT:
    layout.setSpacing(int(gap))
    sides = (margins,) * 4 if isinstance(margins, int) else margins
    layout.setContentsMargins(*(int(side) for side in sides))
    for thing in things:
        add(layout, thing)
    return layout


def add(layout: QBoxLayout, thing: Thing) -> None:
    """Add one thing at the end of a row or column."""
    stretch = 0
    if isinstance(thing, tuple):
        thing, stretch = thing
    if thing is None:
        layout.addStretch(1)
    elif isinstance(thing, int):
        layout.addSpacing(thing)
    elif isinstance(thing, QWidget):
        layout.addWidget(thing, stretch)
    else:
        layout.addLayout(thing, stretch)
