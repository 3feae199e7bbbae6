"""A day that may stay empty; what cannot be read as a day stays where it was typed."""

from datetime import date

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.interview.questions.days import read_day
from spie_diag.desktop.theme import theme_of
from spie_diag.desktop.widgets.fields import Field, LineEdit
from spie_diag.desktop.widgets.layouts import column
from spie_diag.french import short_date

_WIDTH_PX = 118
_WITH_ERROR_PX = 190


class DayField(QWidget):
    """Gives each whole day while it is typed; an unfinished one is a draft, never lost and never written."""

    given = Signal(object)
    """A ``date``, or None where the field was emptied."""
    typed = Signal(str)
    """What cannot be read yet, for a draft; empty once it can."""

    def __init__(self, title: str, *, spoken: str = "", hint: str = "", titled: bool = True) -> None:
        super().__init__()
        self.text = LineEdit(hint=hint or self.tr("jj/mm/aaaa"), most=20)
        self.field = Field(title, self.text)
        if spoken:
            self.text.setAccessibleName(spoken)
        if not titled:
            self.field.title.hide()
        self.setLayout(column(self.field))
        self._narrow()
        self._day: date | None = None
        self._is_fresh = True
        self._is_drafted = False
        self.text.typed.connect(self._typed)
        self.text.left.connect(self._left)

    def day(self) -> date | None:
        return self._day

    def is_unreadable(self) -> bool:
        """Something is written that is no day of the calendar."""
        written = self.text.text().strip()
        return bool(written) and read_day(written) is None

    def show_day(self, day: date | None, draft: str = "") -> None:
        """Show a day without emitting; what is being typed or cannot be read stays.

        ``draft`` is what was left unfinished: it comes back the first time only.
        """
        fresh, self._is_fresh = self._is_fresh, False
        self._day = day
        if fresh and draft.strip():
            self._is_drafted = True
            self.text.show_text(draft)
        elif not self.text.hasFocus() and not self.is_unreadable():
            self.text.show_text(short_date(day) if day else "")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._narrow()

    def _narrow(self) -> None:
        theme = theme_of(self)
        self.text.setFixedWidth(theme.px(_WIDTH_PX))  # a day that is cut is no day
        self.setMinimumWidth(theme.px(_WIDTH_PX))
        self.setMaximumWidth(theme.px(_WITH_ERROR_PX))

    def set_read_only(self, on: bool) -> None:
        self.text.setReadOnly(on)

    def flush(self) -> None:
        self.text.flush()

    def _typed(self, text: str) -> None:
        """A whole day is given while the field still has the keyboard; an unfinished one waits."""
        day = read_day(text)
        if day is not None:
            self.field.clear()
            self._give(day)
        elif text.strip():
            self._is_drafted = True
            self.typed.emit(text)

    def _left(self, text: str) -> None:
        self.field.clear()
        day = read_day(text)
        if text.strip() and day is None:
            self.field.say_wrong(self.tr("Cette date ne se lit pas."), self.tr("Par exemple : 07/01/2027."))
            return
        self._give(day)

    def _give(self, day: date | None) -> None:
        if self._is_drafted:
            self._is_drafted = False
            self.typed.emit("")
        if day != self._day:
            self._day = day
            self.given.emit(day)
