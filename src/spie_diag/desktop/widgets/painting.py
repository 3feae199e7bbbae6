"""What painted controls have in common: they follow the theme, show the hand, take the keyboard and say their name."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from spie_diag.desktop.theme import Colour, Theme, theme_of
from spie_diag.french import spaced

_RESTYLED = (QEvent.Type.StyleChange, QEvent.Type.FontChange)
_WITH_ENTER = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
"""With one of these, Enter is another deed, which is the page’s."""


class PaintedButton(QAbstractButton):
    """A button whose pixels are ours: focus, keys, role and state stay Qt's."""

    tells_an_answer = False
    """Whether it says what was answered: it then stays readable where nothing may change any more."""

    def __init__(self, text: str = "", *, hint: str = "") -> None:
        super().__init__()
        self.is_read_only = False
        self.setText(spaced(text))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if hint:
            self.set_hint(hint)

    @property
    def theme(self) -> Theme:
        return theme_of(self)

    def set_hint(self, hint: str) -> None:
        """A tooltip; where the button shows no text, its first line is also its spoken name."""
        self.setToolTip(spaced(hint))
        if not self.text():
            self.setAccessibleName(spaced(hint.splitlines()[0].split("   ")[0]))

    def set_read_only(self, on: bool) -> None:
        """Keep the ink and the place in the Tab order; answer neither hand nor keys."""
        if on is self.is_read_only:
            return
        self.is_read_only = on
        self.setCursor(Qt.CursorShape.ArrowCursor if on else Qt.CursorShape.PointingHandCursor)
        self.update()

    def hitButton(self, place: QPoint) -> bool:
        return not self.is_read_only and super().hitButton(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_read_only:
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _WITH_ENTER:
            if not event.isAutoRepeat():  # the Enter that led here, still held, says nothing
                self.click()
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _RESTYLED:
            self.updateGeometry()
            self.update()

    def background(self) -> Colour | None:
        """The colour under a quiet control, by what the hand is doing; None leaves the paper."""
        if self.is_read_only or not self.isEnabled():
            return None
        if self.isDown():
            return Colour.PRESSED
        return Colour.HOVER if self.underMouse() else None


class PaintedSign(QWidget):
    """A drawing that takes no focus; ``spoken`` says it to a screen reader, empty for decoration."""

    def __init__(self, spoken: str = "") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if spoken:
            self.setAccessibleName(spaced(spoken))

    @property
    def theme(self) -> Theme:
        return theme_of(self)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _RESTYLED:
            self.updateGeometry()
            self.update()


def smooth_painter(widget: QWidget) -> QPainter:
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def rounded(
    painter: QPainter,
    theme: Theme,
    box: QRectF,
    radius: float,
    *,
    fill: Colour | None = None,
    border: Colour | None = None,
    border_px: float = 1.0,
) -> None:
    """A rounded box, filled, bordered or both."""
    painter.setBrush(theme.colour(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour(border), border_px) if border else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(box, radius, radius)
