"""What does not hold in the vault, above the list of persons: whole until it was seen, then one quiet line."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.cases.alarm_lines import NOTHING_SHOWN, ShownAlarms
from spie_diag.desktop.cases.alarm_list import AlarmLines
from spie_diag.desktop.cases.bounded import Bounded
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.layouts import IconLabel, column, label, panel, row, say_in
from spie_diag.desktop.widgets.notices import Notice
from spie_diag.desktop.widgets.speaking import announce
from spie_diag.errors import SpieError


class AlarmPanel(QWidget):
    """Hidden in health, and never in the way of work."""

    seen_asked = Signal()
    news_came = Signal()
    """The audit found something since."""
    spoke_up = Signal(bool)
    """Whether something new is said from now on, or read again: what only reminds waits."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = NOTHING_SHOWN
        self._first = label(style=Text.STRONG, wrap=True)
        self._others = label(wrap=True)
        self._advice = label(style=Text.SMALL, tone=Colour.INK2, wrap=True)
        self.seen = Button(self.tr("J’ai vu"), small=True)
        self._new = self._make_new()
        self._summary = label(style=Text.SMALL, tone=Colour.INK2, wrap=True)
        self.unfold = Button(icon="chevron-down", kind=Kind.QUIET, small=True)
        self._opened = AlarmLines()
        self._folded = self._make_folded()
        self._error = Notice()
        self._bounded = Bounded(column(self._error, self._new, self._folded), self.tr("Alertes du coffre"))
        self.setLayout(column(self._bounded.area))
        self.seen.clicked.connect(self.seen_asked)
        self.unfold.clicked.connect(lambda: self._open(is_open=self._opened.isHidden()))
        self._new.hide()
        self._opened.hide()
        self._folded.hide()
        self.hide()

    def show_alarms(self, shown: ShownAlarms) -> None:
        if shown == self._shown:
            return
        before, self._shown = self._shown, shown
        self._error.clear()
        first, *others = shown.new or ("",)
        say_in(self._first, first)
        say_in(self._others, "\n".join(others))
        self._others.setVisible(bool(others))
        say_in(self._advice, shown.advice)
        self._advice.setVisible(bool(shown.advice))
        self._new.setVisible(bool(shown.new))
        say_in(self._summary, shown.summary)
        self._opened.show_lines(shown.folded)
        self._open(is_open=bool(shown.folded) and not self._opened.isHidden())
        self._folded.setVisible(bool(shown.folded))
        self.setVisible(bool(shown.new or shown.folded))
        if shown.new and shown.new != before.new:
            announce(self, self.said())

    def show_error(self, error: SpieError) -> None:
        self._error.say_error(error)
        self.show()

    def fit(self) -> None:
        """Take the share of a window that changed."""
        self._bounded.fit()

    def said(self) -> str:
        """What is new to whoever is at the keyboard; empty where nothing is."""
        return " ".join(filter(None, (*self._shown.new, self._shown.advice)))

    def said_folded(self) -> str:
        """The quiet line, and what it opens on while it is open."""
        if self._folded.isHidden():
            return ""
        opened = () if self._opened.isHidden() else self._shown.folded
        return " ".join([self._summary.text(), *(f"{line.sentence} {line.seen}" for line in opened)])

    def _make_new(self) -> QWidget:
        words = column(self._first, self._others, self._advice, gap=2)
        beside = column(2, IconLabel("triangle-alert", Tone.WARN.full, 20), None, gap=0)
        deed = column(self.seen, None, gap=0)
        return panel(row(beside, (words, 1), deed, gap=Gap.MEDIUM, margins=12), Tone.WARN)

    def _make_folded(self) -> QWidget:
        line = row(IconLabel("triangle-alert", Colour.INK3), (self._summary, 1), self.unfold, gap=Gap.SMALL)
        return panel(column(line, self._opened, gap=Gap.TIGHT, margins=(12, 2, 8, 2)), "sunken")

    def _open(self, *, is_open: bool) -> None:
        self._opened.setVisible(is_open)
        self.spoke_up.emit(is_open or bool(self._shown.new))
        one = len(self._shown.folded) == 1
        if is_open:
            self.unfold.set_text(self.tr("Replier l’alerte") if one else self.tr("Replier les alertes"))
        else:
            self.unfold.set_text(self.tr("Relire l’alerte") if one else self.tr("Relire les alertes"))
        self.unfold.set_icon("chevron-up" if is_open else "chevron-down")
