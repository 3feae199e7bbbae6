"""The next time everybody meets: decided before leaving."""

import json
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.conclusions.day_field import DayField
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.fields import Field, LineEdit
from spie_diag.desktop.widgets.layouts import IconLabel, column, label, row, say_in
from spie_diag.followup.review import NextMeeting
from spie_diag.forms.definition import Value
from spie_diag.french import long_date


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingShown:
    meeting: NextMeeting | None = field(repr=False)
    suggested: date
    draft: str = field(repr=False)
    """What was being typed when the page was last left: the four fields, as JSON; empty where nothing was."""
    frozen: bool


class MeetingPanel(QWidget):
    """Gives the whole meeting at each change; nothing is written without a day."""

    changed = Signal(object)
    """The ``NextMeeting`` to write, or None."""
    typed = Signal(str)
    """What is typed and cannot be written yet, for a draft."""

    def __init__(self) -> None:
        super().__init__()
        self._suggested: date | None = None
        self._shown: NextMeeting | None = None
        self._is_fresh = True
        self.day = DayField(self.tr("Jour"))
        self.hour = LineEdit(spoken=self.tr("Heure"), hint=self.tr("10 h 30"), most=20)
        self.place = LineEdit(spoken=self.tr("Lieu"), hint=self.tr("Où"), most=120)
        self.with_whom = LineEdit(spoken=self.tr("Avec qui"), hint=self.tr("Avec qui"), most=120)
        self._others = (self.hour, self.place, self.with_whom)
        for part in self._others:
            part.left.connect(self._written)
            part.typed.connect(self._written)
        self.day.given.connect(self._written)
        self.day.typed.connect(self._keep_draft)
        self.propose = Button("", icon="calendar", small=True)
        self.propose.clicked.connect(self._take_suggestion)
        self._words = label(style=Text.SMALL, tone=Colour.INK2, wrap=True)
        heading = row(
            IconLabel("calendar-check", Colour.PRIMARY, 18),
            label(self.tr("Prochaine rencontre"), Text.H3),
            None,
            gap=Gap.SMALL,
        )
        fields = row((self.day, 2), (Field(self.tr("Heure"), self.hour), 1), gap=Gap.SMALL)
        others = row(
            (Field(self.tr("Lieu"), self.place), 1), (Field(self.tr("Avec qui"), self.with_whom), 1), gap=Gap.SMALL
        )
        self.setLayout(column(heading, fields, row(self.propose, None), others, self._words, gap=Gap.SMALL))

    def show_meeting(self, shown: MeetingShown) -> None:
        self._shown, self._suggested = shown.meeting, shown.suggested
        met = shown.meeting
        draft = _drafted(shown.draft) if self._is_fresh else ("", "", "", "")
        self._is_fresh = False
        self.day.show_day(met.on if met else None, draft[0])
        self.day.set_read_only(shown.frozen)
        written = (met.at, met.place, met.with_whom) if met else ("", "", "")
        for part, text, unfinished in zip(self._others, written, draft[1:], strict=True):
            part.setReadOnly(shown.frozen)
            if unfinished:
                part.show_text(unfinished)
            elif not part.hasFocus() and (met is not None or not part.text()):
                part.show_text(text)
        self.propose.set_text(self.tr("Proposer le {day}").format(day=long_date(shown.suggested)))
        self.propose.setVisible(met is None and not shown.frozen)
        say_in(self._words, long_date(met.on)[:1].upper() + long_date(met.on)[1:] if met else "")

    def flush(self) -> None:
        self.day.flush()
        for part in self._others:
            part.flush()

    def _take_suggestion(self) -> None:
        if self._suggested is not None:
            self.changed.emit(self._meeting(self._suggested))

    def _written(self, _given: object = None) -> None:
        day = self.day.day()
        if self.day.is_unreadable() or (day is None and self._shown is None):
            self._keep_draft()  # nothing is written without a day, and nothing typed is lost
        elif day is None:
            self.changed.emit(None)
            self._keep_draft()
        elif self._meeting(day) != self._shown:
            self.changed.emit(self._meeting(day))

    def _meeting(self, day: date) -> NextMeeting:
        return NextMeeting(
            on=day,
            at=self.hour.text().strip(),
            place=self.place.text().strip(),
            with_whom=self.with_whom.text().strip(),
        )

    def _keep_draft(self, _text: str = "") -> None:
        typed = [self.day.text.text() if self.day.is_unreadable() else "", *(part.text() for part in self._others)]
        self.typed.emit(json.dumps(typed, ensure_ascii=False) if any(text.strip() for text in typed) else "")


def _drafted(draft: str) -> tuple[str, str, str, str]:
    """Day, hour, place and company as they were being typed."""
    try:
        kept: Value = json.loads(draft) if draft else []
    except json.JSONDecodeError:
        kept = []
    texts = [str(text) for text in kept] if isinstance(kept, list) else []
    day, hour, place, company = (*texts, "", "", "", "")[:4]
    return day, hour, place, company
