"""What the person sees: large letters, one idea per line, always light; as a preview, and full-screen."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QWidget

from spie_diag.desktop.diagnosis.person_pages import Line, PersonPage
from spie_diag.desktop.directions import begins_leftward, begun_at_right
from spie_diag.desktop.theme import Colour, Text, Theme, Tone, pixmap
from spie_diag.desktop.theme.fonts import load_person_fonts
from spie_diag.desktop.widgets.layouts import add, box, clear, column, label, row, say_in, scrolled
from spie_diag.desktop.widgets.painting import PaintedButton, PaintedSign, rounded, smooth_painter
from spie_diag.desktop.widgets.scale import LevelScale
from spie_diag.desktop.widgets.signs import IconDisc
from spie_diag.diagnosis.assessment import Level
from spie_diag.french import spaced

_REFERENCE_PX: Final = 1366.0
_STEP: Final = 0.05
"""Sizes change by steps, so that dragging a window does not restyle it at every pixel."""
_SMALLEST: Final = 0.45
"""A preview smaller than that scrolls instead: it is read too."""
_SCALE_IS_LARGER: Final = 1.6
_FROM_RIGHT: Final = QBoxLayout.Direction.RightToLeft
ANSWERS: Final = (
    ("oui", "Oui, c’est ça", "check", Tone.OK),
    ("en_partie", "En partie", "pencil-line", Tone.WARN),
    ("non", "Non, à corriger", "pencil-line", Tone.PERSON),
)


class PersonScreen(QWidget):
    """Shows one page; what is pressed on it is emitted, never decided here."""

    rated = Signal(str, object, bool)
    """The domain, her level (``Level`` or None) and whether it is a point d’appui."""
    answered = Signal(str)
    turned = Signal(int)
    """+1 to the next page, −1 to the one before."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        load_person_fonts()
        self.setAccessibleName(self.tr("Écran de la personne"))
        self.keeps_keyboard = False
        """Over another page: Tab goes round here, and never to what is underneath."""
        self._theme = Theme()
        self._size = 1.0
        self._page: PersonPage | None = None
        self._scale: LevelScale | None = None
        self._answers: dict[str, BigButton] = {}
        self._title = _large(self._theme, Text.PERSON_TITLE)
        self._count = _large(self._theme, Text.PERSON_DETAIL, Colour.INK2)
        self._count.setWordWrap(False)
        self._lines = column(gap=0)
        self._body = scrolled(column(self._lines, None))
        self._own = column(gap=0)
        self._dots = _Dots()
        self._promise = _large(self._theme, Text.PERSON_DETAIL, Colour.INK2, self.tr("Rien n’est décidé sans vous."))
        self._promise.setWordWrap(False)
        self.before = BigButton(self.tr("Page d’avant"), "arrow-left", Tone.PRIMARY, small=True)
        self.after = BigButton(self.tr("Page suivante"), "arrow-right", Tone.PRIMARY, small=True)
        self.before.clicked.connect(self._turn_back)
        self.after.clicked.connect(self._turn_on)
        self._head = row((self._title, 1), self._count, gap=24)
        self._foot = row(self._dots, None, self._promise, None, self.before, self.after, gap=16)
        self._content = column(self._head, (self._body, 1), self._own, self._foot)
        self.setLayout(self._content)
        self._dress()

    def show_pages(self, pages: Sequence[PersonPage], place: int) -> None:
        """Show the page at ``place``; the same page again only updates what was answered."""
        if not pages:
            return
        page = pages[place]
        same = self._page is not None and (
            self._page.chapter,
            self._page.title,
            self._page.lines,
            self._page.rated,
            self._page.answers,
        ) == (
            page.chapter,
            page.title,
            page.lines,
            page.rated,
            page.answers,
        )
        self._page = page
        say_in(self._count, f"{place + 1} sur {len(pages)}")
        self._dots.show_place(place, len(pages))
        if not same:
            self._rebuild(page)
        self._show_turns(place, len(pages))
        if self._scale is not None:
            level = None if page.level is None else int(page.level)
            self._scale.show_value(level, page.strength, empty_is_said=page.is_said)
        for name, button in self._answers.items():
            button.setChecked(page.agrees == name)

    def _show_turns(self, place: int, count: int) -> None:
        """A button that goes grey hands the keyboard to what comes next on the same screen."""
        answers = [self._answers[name] for name, *_ in ANSWERS if name in self._answers]
        if place == count - 1 and self.after.hasFocus():
            (answers[0] if answers else self.before).setFocus(Qt.FocusReason.OtherFocusReason)
        if place == 0 and self.before.hasFocus():
            self.after.setFocus(Qt.FocusReason.OtherFocusReason)
        self.before.setEnabled(place > 0)
        self.after.setEnabled(place < count - 1)

    def set_text_size(self, size: float) -> None:
        """1.0 is the usual size; the person may ask for more."""
        self._size = size
        self._dress()

    def sizeHint(self) -> QSize:
        return QSize(760, 430)

    def minimumSizeHint(self) -> QSize:
        return QSize(360, 220)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        painter.fillRect(self.rect(), self._theme.colour(Colour.SURFACE))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_PageDown:
            self.turned.emit(+1)
        elif event.key() == Qt.Key.Key_PageUp:
            self.turned.emit(-1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        if not self.keeps_keyboard:
            return super().focusNextPrevChild(forward)
        stops = [part for part in self.findChildren(QWidget) if _takes_tab(part)]
        if stops:
            here = self.focusWidget()
            place = stops.index(here) if here in stops else -1
            stops[(place + (1 if forward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _rebuild(self, page: PersonPage) -> None:
        say_in(self._title, page.title)
        self._head.setDirection(_FROM_RIGHT if begins_leftward(page.title) else QBoxLayout.Direction.LeftToRight)
        clear(self._lines)
        clear(self._own)
        self._scale, self._answers = None, {}
        for line in page.lines:
            add(self._lines, _line(line, self._theme, last=line is page.lines[-1]))
        if page.rated is not None:
            self._add_scale()
        elif page.agrees is not None:
            self._add_answers(page.answers)

    def _add_scale(self) -> None:
        ask = _large(self._theme, Text.PERSON_LINE, None, self.tr("Et pour vous, aujourd’hui ?"))
        self._scale = LevelScale(Tone.PERSON, spoken=self.tr("Mon niveau à moi"), for_the_person=True)
        self._scale.changed.connect(self._rated)
        Theme().apply_to(self._scale, scale=self._theme.scale * _SCALE_IS_LARGER)
        add(self._own, ask)
        add(self._own, self._theme.px(10))
        add(self._own, self._scale)
        add(self._own, self._theme.px(14))

    def _add_answers(self, translated: Mapping[str, str]) -> None:
        buttons = [
            BigButton(translated.get(name, text), icon, tone, checkable=True) for name, text, icon, tone in ANSWERS
        ]
        for button in buttons:
            button.clicked.connect(self._answered)
        self._answers = {name: button for (name, *_), button in zip(ANSWERS, buttons, strict=True)}
        answers = box(row(*((button, 1) for button in buttons), gap=16))
        _run(answers, " ".join(translated.values()))
        add(self._own, answers)
        add(self._own, self._theme.px(14))

    def _rated(self, level: int | None, strength: bool) -> None:
        if self._page is not None and self._page.rated is not None:
            self.rated.emit(self._page.rated, None if level is None else Level(level), strength)

    def _answered(self) -> None:
        sender = self.sender()
        for name, button in self._answers.items():
            if button is sender:
                button.setChecked(True)
                self.answered.emit(name)

    def _turn_on(self) -> None:
        self.turned.emit(+1)

    def _turn_back(self) -> None:
        self.turned.emit(-1)

    def _dress(self) -> None:
        """Fit the letters to the width that there is."""
        wanted = self._size * max(_SMALLEST, min(self.width() / _REFERENCE_PX, self.height() / 700))
        scale = round(wanted / _STEP) * _STEP
        if abs(scale - self._theme.scale) < _STEP / 2 and self.styleSheet():
            return
        self._theme.apply_to(self, scale=scale)
        self._title.setFont(self._theme.font(Text.PERSON_TITLE))
        for small in (self._count, self._promise):
            small.setFont(self._theme.font(Text.PERSON_DETAIL))
        side, top = self._theme.px(64), self._theme.px(44)
        self._content.setContentsMargins(side, top, side, self._theme.px(28))
        self._content.setSpacing(self._theme.px(22))
        self._promise.setVisible(self.width() > 640 * self._size)
        if self._page is not None:
            page, self._page = self._page, None
            shown = (self._scale.level(), self._scale.is_strength()) if self._scale is not None else None
            self._rebuild(page)
            self._page = page
            if shown is not None and self._scale is not None:
                self._scale.show_value(shown[0], shown[1], empty_is_said=page.is_said)
            for name, button in self._answers.items():
                button.setChecked(page.agrees == name)


class BigButton(PaintedButton):
    """A button that nobody can miss."""

    def __init__(self, text: str, icon: str, tone: Tone, *, checkable: bool = False, small: bool = False) -> None:
        super().__init__(text)
        self._icon, self._tone, self._small = icon, tone, small
        self.setCheckable(checkable)
        self.setAutoExclusive(checkable)
        policy = QSizePolicy.Policy.Fixed if small else QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme, size = self.theme, self._text_px
        text = theme.metrics(Text.PERSON_DETAIL, 700, size_px=size).horizontalAdvance(self.text())
        return QSize(text + theme.px(size * 1.4 + 56), theme.px(62 if self._small else 84))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self.theme, smooth_painter(self)
        place = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        chosen = self.isChecked()
        fill = self._tone.full if chosen else self._tone.soft
        ink = self._tone.on_full if chosen else self._tone.full
        if not self.isEnabled():
            fill, ink = Colour.SUNKEN, Colour.DISABLED
        edge = self._tone.full if self.isEnabled() else Colour.LINE
        rounded(painter, theme, place, theme.px(14), fill=fill, border=edge, border_px=2)
        size = self._text_px
        font = theme.font(Text.PERSON_DETAIL, 700, size_px=size)
        wide = theme.metrics(Text.PERSON_DETAIL, 700, size_px=size).horizontalAdvance(self.text())
        side, gap = theme.px(size * 1.2), theme.px(12)
        left = (self.width() - wide - side - gap) / 2
        leftward = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        drawn = pixmap(self._icon, ink, size * 1.2, 2.2, theme)
        painter.drawPixmap(QPointF(left + (wide + gap if leftward else 0), (self.height() - side) / 2), drawn)
        painter.setFont(font)
        painter.setPen(theme.colour(ink))
        where = QRectF(left + (0 if leftward else side + gap), 0, wide + 4, self.height())
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()

    @property
    def _text_px(self) -> int:
        return 22 if self._small else 26


class _Dots(PaintedSign):
    """Where we are among the pages; the words are written above."""

    def __init__(self) -> None:
        super().__init__()
        self._place, self._count = 0, 1

    def show_place(self, place: int, count: int) -> None:
        self._place, self._count = place, count
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        count = min(self._count, 12)
        return QSize(self.theme.px(22) * count + self.theme.px(18), self.theme.px(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = smooth_painter(self), self.theme
        painter.setPen(Qt.PenStyle.NoPen)
        shown = min(self._count, 12)
        here = round(self._place * (shown - 1) / max(1, self._count - 1))
        left, high = 0.0, float(theme.px(13))
        for place in range(shown):
            wide = theme.px(32) if place == here else high
            painter.setBrush(theme.colour(Colour.PRIMARY if place == here else Colour.CONTROL))
            painter.drawRoundedRect(QRectF(left, 2, wide, high), high / 2, high / 2)
            left += wide + theme.px(9)
        painter.end()


def _large(theme: Theme, style: Text, tone: Colour | None = None, text: str = "") -> QLabel:
    """A text in the letters taught at school; its font is set beside the style sheet, which knows no family."""
    made = label(text, style, tone=tone, wrap=True)
    made.setFont(theme.font(style))
    return made


def _line(line: Line, theme: Theme, *, last: bool) -> QWidget:
    """An icon on a disc, a sentence, and one detail under it."""
    text = _large(theme, Text.PERSON_LINE)
    text.setText(spaced(line.text))
    detail = _large(theme, Text.PERSON_DETAIL, Colour.INK2)
    detail.setText(begun_at_right(line.detail) if begins_leftward(line.text) else line.detail)
    if not line.detail:  # never shown without a parent: it would be a window of its own for a moment
        detail.hide()
    beside = column(IconDisc(line.icon, Tone.OK if line.icon == "sprout" else Tone.PERSON, 76), None)
    made = box(
        row(
            beside,
            (column(text, detail, None, gap=theme.px(4)), 1),
            gap=theme.px(26),
            margins=(0, 0, 0, 0 if last else theme.px(18)),
        )
    )
    made.setAccessibleName(f"{text.text()} {line.detail}")
    _run(made, line.text)
    return made


def _run(part: QWidget, text: str) -> None:
    """Lay a part out from the side where its words begin."""
    if begins_leftward(text):
        part.setLayoutDirection(Qt.LayoutDirection.RightToLeft)


def _takes_tab(part: QWidget) -> bool:
    return bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) and part.isEnabled() and part.isVisible()
