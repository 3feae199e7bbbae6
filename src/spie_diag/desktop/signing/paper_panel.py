"""« Signé sur papier »: the printed copy was signed by hand; on which day, and who keeps it."""

from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.conclusions.day_field import DayField
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import Field, LineEdit
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, bring_up, column, label
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.errors import SpieError
from spie_diag.french import long_date


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperShown:
    signed_on: date | None
    kept_by: str = field(repr=False)
    """Who keeps the copy that was signed, or whoever is proposed for that."""
    draft: str = field(repr=False)
    first_day: date
    """On which the text was what it is: no copy of it was signed before."""
    why_not: str
    """Why nothing can be noted now; empty where it can."""


class PaperPanel(QWidget):
    noted = Signal(object, str)
    """The day, or None where it cannot be read, and who keeps the copy."""
    taken_back = Signal()
    keeper_typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: PaperShown | None = None
        self.state = Notice()
        self._told = label(
            self.tr("Imprimez sans signature, signez à la main, puis notez ici qui garde l’exemplaire signé."),
            Text.SMALL,
            tone=Colour.INK2,
            wrap=True,
        )
        self.open = Button(self.tr("Noter la signature sur papier"), icon="pen-line", small=True)
        self.day = DayField(self.tr("Signé à la main le"))
        self.keeper = LineEdit(most=120)
        self.keeper_field = Field(self.tr("Exemplaire conservé par"), self.keeper)
        self.keep = Button(self.tr("Noter que c’est signé"), icon="check", kind=Kind.PRIMARY, small=True)
        self.take_back = Button(self.tr("Retirer cette mention"), icon="undo-2", small=True)
        self.leave = Button(self.tr("Fermer"), kind=Kind.QUIET, small=True)
        self.notice = Notice()
        deeds = box(FlowLayout(self.keep, self.take_back, self.leave))
        self._entry = box(column(self.day, self.keeper_field, self.notice, deeds, gap=Gap.SMALL))
        self._entry.hide()
        self.setLayout(column(self.state, self._told, box(FlowLayout(self.open)), self._entry, gap=Gap.SMALL))
        self.open.clicked.connect(self._open)
        self.keep.clicked.connect(self._keep)
        self.keeper.returnPressed.connect(self._keep)
        self.keeper.typed.connect(self.keeper_typed)
        self.take_back.clicked.connect(self.taken_back)
        self.leave.clicked.connect(self._leave)

    def show_paper(self, shown: PaperShown) -> None:
        before, self._shown = self._shown, shown
        if shown.signed_on is None:
            self.state.clear()
        else:
            when = self.tr("Signé à la main, sur papier, le {0}.").format(long_date(shown.signed_on, weekday=False))
            kept = self.tr("Exemplaire conservé par {0}.").format(shown.kept_by)
            self.state.say(when, kept, Gravity.GOOD, aloud=False)
        self._told.setVisible(shown.signed_on is None)
        noted = self.tr("Corriger cette mention")
        self.open.set_text(noted if shown.signed_on else self.tr("Noter la signature sur papier"))
        for button in (self.open, self.keep):
            button.setEnabled(not shown.why_not)
            button.setToolTip(shown.why_not)
        self.take_back.setVisible(shown.signed_on is not None)
        if before is not None and (before.signed_on, before.kept_by) != (shown.signed_on, shown.kept_by):
            self._close()
        elif before is None and shown.draft.strip() and not shown.why_not:
            self._fill()
            self._entry.show()
            self.open.hide()

    def say_error(self, error: SpieError) -> None:
        self.notice.say_error(error)
        bring_up(self.notice)

    def _open(self) -> None:
        self._fill()
        self._entry.show()
        self.open.hide()
        self.day.text.setFocus()
        bring_up(self._entry)

    def _fill(self) -> None:
        if self._shown is not None:
            self.day.show_day(self._shown.signed_on or self._shown.first_day)
            self.keeper.show_text(self._shown.draft.strip() or self._shown.kept_by)
        self.notice.clear()

    def _leave(self) -> None:
        self._close()
        self.open.setFocus()

    def _close(self) -> None:
        self.notice.clear()
        self._entry.hide()
        self.open.show()

    def _keep(self) -> None:
        if not self.keep.isEnabled():
            return
        self.notice.clear()
        self.day.flush()
        if self.day.is_unreadable() or self.day.day() is None:
            self.day.field.say_wrong(self.tr("Il manque le jour."), self.tr("Écrivez-le ainsi : 03/12/2026."))
            self.day.text.setFocus()
            return
        self.noted.emit(self.day.day(), self.keeper.text().strip())
