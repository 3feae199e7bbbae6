"""The next time everybody meets: decided before leaving."""

from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.interview.questions.days import read_day
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.fields import Field, LineEdit
from spie_diag.desktop.widgets.layouts import IconLabel, column, label, row, say_in
from spie_diag.followup.review import NextMeeting
from spie_diag.french import long_date, short_date


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingShown:
    meeting: NextMeeting | None = field(repr=False)
    suggested: date
    frozen: bool


class MeetingPanel(QWidget):
    """Gives the whole meeting at each change; nothing is written without a day."""

    changed = Signal(object)
    """The ``NextMeeting`` to write, or None."""

    def __init__(self) -> None:
        super().__init__()
        self._suggested: date | None = None
        self._shown: NextMeeting | None = None
        self.day = LineEdit(spoken=self.tr("Jour"), hint=self.tr("jj/mm/aaaa"), most=20)
        self.hour = LineEdit(spoken=self.tr("Heure"), hint=self.tr("10 h 30"), most=20)
        self.place = LineEdit(spoken=self.tr("Lieu"), hint=self.tr("Où"), most=120)
        self.with_whom = LineEdit(spoken=self.tr("Avec qui"), hint=self.tr("Avec qui"), most=120)
        for part in (self.day, self.hour, self.place, self.with_whom):
            part.left.connect(self._written)
        for part in (self.hour, self.place, self.with_whom):
            part.typed.connect(self._written)
        self.day_field = Field(self.tr("Jour"), self.day)
        self.propose = Button("", icon="calendar", small=True)
        self.propose.clicked.connect(self._take_suggestion)
        self._words = label(style=Text.SMALL, tone=Colour.INK2, wrap=True)
        heading = row(
            IconLabel("calendar-check", Colour.PRIMARY, 18),
            label(self.tr("Prochaine rencontre"), Text.H3),
            None,
            gap=Gap.SMALL,
        )
        fields = row((self.day_field, 2), (Field(self.tr("Heure"), self.hour), 1), gap=Gap.SMALL)
        others = row(
            (Field(self.tr("Lieu"), self.place), 1), (Field(self.tr("Avec qui"), self.with_whom), 1), gap=Gap.SMALL
        )
        self.setLayout(column(heading, fields, row(self.propose, None), others, self._words, gap=Gap.SMALL))

    def show_meeting(self, shown: MeetingShown) -> None:
        self._shown, self._suggested = shown.meeting, shown.suggested
        met = shown.meeting
        for part, text in (
            (self.day, short_date(met.on) if met else ""),
            (self.hour, met.at if met else ""),
            (self.place, met.place if met else ""),
            (self.with_whom, met.with_whom if met else ""),
        ):
            part.setReadOnly(shown.frozen)
            if not part.hasFocus() and (met is not None or not part.text()):
                part.show_text(text)
        self.propose.set_text(self.tr("Proposer le {day}").format(day=long_date(shown.suggested)))
        self.propose.setVisible(met is None and not shown.frozen)
        say_in(self._words, long_date(met.on)[:1].upper() + long_date(met.on)[1:] if met else "")

    def flush(self) -> None:
        for part in (self.day, self.hour, self.place, self.with_whom):
            part.flush()

    def _take_suggestion(self) -> None:
        if self._suggested is not None:
            self.day.show_text(short_date(self._suggested))
            self._written()

    def _written(self, _text: str = "") -> None:
        self.day_field.clear()
        day = read_day(self.day.text())
        if self.day.text().strip() and day is None:
            self.day_field.say_wrong(self.tr("Cette date ne se lit pas."), self.tr("Par exemple : 07/01/2027."))
            return
        if day is None:
            if self._shown is not None:
                self.changed.emit(None)
            return
        met = NextMeeting(
            on=day,
            at=self.hour.text().strip(),
            place=self.place.text().strip(),
            with_whom=self.with_whom.text().strip(),
        )
        if met != self._shown:
            self.changed.emit(met)
