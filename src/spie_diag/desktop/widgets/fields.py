"""Fields to write in, each with a label that is read aloud."""

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from spie_diag.desktop.directions import begins_leftward
from spie_diag.desktop.theme import Colour, Gap, Text, pixmap, theme_of
from spie_diag.desktop.widgets.layouts import column, label
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.widgets.painting import rounded, smooth_painter
from spie_diag.french import spaced

DRAFT_MS: Final = 600
"""How long after the last key the text is given away to be kept: well under one second."""
_STEADY_MS: Final = 900
"""Somebody who never pauses is kept as well: the longest wait between two drafts."""
_AT_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
_LEFTWARD: Final = Qt.LayoutDirection.RightToLeft


class TextArea(QPlainTextEdit):
    """Several lines; grows with what is written, up to ``most_lines``. Tab goes to the next field."""

    typed = Signal(str)
    """What is written now, at most 0.9 s after a key: for drafts."""
    left = Signal(str)
    """What is written when the field loses the focus, if it changed."""

    def __init__(self, *, spoken: str, hint: str = "", least_lines: int = 2, most_lines: int = 10) -> None:
        super().__init__()
        self._least, self._most = least_lines, most_lines
        self._kept = ""
        self._showing = False
        self.setAccessibleName(spaced(spoken))
        self.setPlaceholderText(spaced(hint))
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._pause = QTimer(self, singleShot=True, interval=DRAFT_MS)
        self._steady = QTimer(self, singleShot=True, interval=_STEADY_MS)
        self._pause.timeout.connect(self._give)
        self._steady.timeout.connect(self._give)
        self._leftward = False
        self.textChanged.connect(self._changed)
        self.textChanged.connect(self._follow_letters)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)

    def text(self) -> str:
        return self.toPlainText()

    def show_text(self, text: str) -> None:
        """Show a text without emitting, unless it is there already: the cursor then stays where it was."""
        self._kept = text
        if text == self.toPlainText():
            return
        self._showing = True
        self.setPlainText(text)
        self._showing = False

    def flush(self) -> None:
        """Give away at once what the timers still hold: before locking or leaving."""
        if self._pause.isActive() or self._steady.isActive():
            self._give()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self._height(self._least))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()
        if self.text() != self._kept and event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._kept = self.text()
            self.left.emit(self._kept)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._grow()
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._follow_letters()

    def _follow_letters(self) -> None:
        """Begin at the side where what is written begins; an empty field, where its question does."""
        text = self.toPlainText()
        around = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        leftward = begins_leftward(text) if text.strip() else around
        if leftward is self._leftward:
            return
        self._leftward = leftward
        option = self.document().defaultTextOption()
        option.setAlignment(_AT_RIGHT if leftward else Qt.AlignmentFlag.AlignLeft)
        option.setTextDirection(_LEFTWARD if leftward else Qt.LayoutDirection.LayoutDirectionAuto)
        self.document().setDefaultTextOption(option)

    def _changed(self) -> None:
        if self._showing:
            return
        self._pause.start()
        if not self._steady.isActive():
            self._steady.start()

    def _give(self) -> None:
        self._pause.stop()
        self._steady.stop()
        self.typed.emit(self.text())

    def _grow(self) -> None:
        self.setFixedHeight(self._height())

    def _height(self, lines: int | None = None) -> int:
        written = max(1, round(self.document().size().height()))
        wanted = lines or min(self._most, max(self._least, written))
        return wanted * self.fontMetrics().lineSpacing() + 26


class Tick(QCheckBox):
    """A box to tick, large enough to aim at, whose text may take several lines."""

    def __init__(self, text: str) -> None:
        super().__init__(spaced(text))
        self._is_read_only = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        width = theme.metrics(Text.BODY).horizontalAdvance(self.text()) + theme.px(34)
        width = min(width, theme.px(420))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme_of(self).px(120), theme_of(self).px(30))

    def heightForWidth(self, width: int) -> int:
        theme = theme_of(self)
        room = max(40, width - theme.px(34))
        text = theme.metrics(Text.BODY).boundingRect(0, 0, room, 10_000, int(_WRAPPED), self.text())
        return max(theme.px(30), text.height() + theme.px(8))

    def hitButton(self, place: QPoint) -> bool:
        return not self._is_read_only and self.rect().contains(place)

    def set_read_only(self, on: bool) -> None:
        """Keep the ink, answer neither hand nor keys."""
        self._is_read_only = on
        self.setCursor(Qt.CursorShape.ArrowCursor if on else Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_read_only:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, on = theme_of(self), self.isChecked()
        painter = smooth_painter(self)
        side = theme.px(22)
        line = theme.metrics(Text.BODY).height()
        top = theme.px(4) + (line - side) / 2
        edge = Colour.PRIMARY if on else Colour.CONTROL if self.isEnabled() else Colour.DISABLED
        fill = Colour.PRIMARY if on else Colour.HOVER if self.underMouse() else Colour.SURFACE
        rounded(painter, theme, QRectF(1, top + 1, side - 2, side - 2), 5, fill=fill, border=edge, border_px=2)
        if on:
            drawn = pixmap("check", Colour.ON_PRIMARY, 16, 3, theme)
            painter.drawPixmap(QPointF(theme.px(3), top + theme.px(3)), drawn)
        painter.setPen(theme.colour(Colour.INK if self.isEnabled() else Colour.DISABLED))
        painter.setFont(theme.font(Text.BODY))
        left = theme.px(32)
        painter.drawText(QRectF(left, theme.px(4), self.width() - left, self.height()), int(_WRAPPED), self.text())
        painter.end()


_WRAPPED: Final = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignTop.value | Qt.AlignmentFlag.AlignLeft.value


class Field(QWidget):
    """A label, its field, and the place where what is wrong with it is said.

    ``optional``: « facultatif », agreeing with the label; empty where something must be written.
    """

    def __init__(self, text: str, editor: QWidget, *, hint: str = "", optional: str = "") -> None:
        super().__init__()
        self.editor = editor
        self.title: QLabel = label(f"{text} ({optional})" if optional else text, Text.STRONG, wrap=True)
        self.title.setBuddy(editor)
        if not editor.accessibleName():
            editor.setAccessibleName(self.title.text())
        self.hint = label(hint, Text.SMALL, tone=Colour.INK3, wrap=True)
        if not hint:
            self.hint.hide()
        self.notice = Notice()
        page: QVBoxLayout = column(self.title, self.hint, editor, self.notice, gap=Gap.TIGHT)
        self.setLayout(page)
        if hint:
            editor.setAccessibleDescription(spaced(hint))

    def say_wrong(self, sentence: str, advice: str = "") -> None:
        """Say what is wrong just under the field, and mark it."""
        self.notice.say(sentence, advice, Gravity.ERROR)
        self._mark(True)

    def clear(self) -> None:
        self.notice.clear()
        self._mark(False)

    def _mark(self, wrong: bool) -> None:
        if self.editor.property("error") == ("true" if wrong else "false"):
            return
        self.editor.setProperty("error", "true" if wrong else "false")
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)


class LineEdit(QLineEdit):
    """One line; ``typed`` comes at most 0.9 s after a key, ``left`` with Enter or when the focus goes."""

    typed = Signal(str)
    left = Signal(str)

    def __init__(self, *, spoken: str = "", hint: str = "", most: int = 0) -> None:
        super().__init__()
        if spoken:
            self.setAccessibleName(spaced(spoken))
        self.setPlaceholderText(spaced(hint))
        if most:
            self.setMaxLength(most)
        self._kept = ""
        self._pause = QTimer(self, singleShot=True, interval=DRAFT_MS)
        self._pause.timeout.connect(self._give)
        self.textEdited.connect(self._edited)

    def show_text(self, text: str) -> None:
        """Show a text without emitting."""
        self._kept = text
        if text != self.text():
            self.setText(text)

    def flush(self) -> None:
        if self._pause.isActive():
            self._give()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._leave()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._leave()

    def _edited(self) -> None:
        if not self._pause.isActive():
            self._pause.start()

    def _give(self) -> None:
        self._pause.stop()
        self.typed.emit(self.text())

    def _leave(self) -> None:
        self.flush()
        if self.text() != self._kept:
            self._kept = self.text()
            self.left.emit(self._kept)
