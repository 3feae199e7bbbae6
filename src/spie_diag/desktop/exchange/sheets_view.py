"""« Feuilles d’une page »: for whoever takes over, and for a meeting that must not know who the person is."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from spie_diag.desktop.conclusions.day_field import DayField
from spie_diag.desktop.exchange.saving import choosing_file
from spie_diag.desktop.exchange.sheet_reading import SheetReading
from spie_diag.desktop.exchange.shown import MeetingWritten, SheetAsked, SheetShown
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.fields import Field, LineEdit, TextArea
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, bring_up, column, label, panel, rule, say_in, scrolled
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.desktop.window import mark_region
from spie_diag.errors import SpieError


class SheetsView(QWidget):
    reading_asked = Signal(object, int)
    """``SheetAsked``, and how wide its picture is in pixels."""
    place_asked = Signal()
    place_chosen = Signal(str)
    offered = Signal()
    """Whether a sheet may leave is known."""
    turned = Signal()
    """A sheet came into sight, or left it."""

    def __init__(self) -> None:
        super().__init__()
        self._dialog: QFileDialog | None = None
        self._title = ""
        self.is_possible = False
        self.day = DayField(self.tr("Accord donné le"), spoken=self.tr("Accord pour la feuille donné le"))
        self.relay = Button(self.tr("Voir la fiche de relais"), icon="eye")
        self.question = TextArea(
            spoken=self.tr("La question posée à la réunion"),
            hint=self.tr("Sans nom, sans lieu, sans numéro"),
            most_lines=4,
        )
        self.called = LineEdit(most=60)
        self.called.show_text(self.tr("Situation A"))
        self.meeting = Button(self.tr("Voir la fiche de réunion"), icon="eye")
        self.outcome = Notice()
        self.reading = SheetReading()
        self._relay_told = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self.question_field = Field(self.tr("La question posée à la réunion"), self.question)
        self._lay_out()
        self.question.textChanged.connect(self.question_field.clear)
        self.relay.clicked.connect(self._ask_relay)
        self.meeting.clicked.connect(self._ask_meeting)
        self.reading.left.connect(self.leave)
        self.reading.save_asked.connect(self.place_asked)

    def show_offer(self, for_whom: str, today: date, *, is_possible: bool) -> None:
        """Nothing at all where nothing may leave."""
        self.is_possible = is_possible
        if not self.day.text.text():
            self.day.show_day(today)
        told = self.tr("L’essentiel en une page, pour qui prend la suite.")
        named = self.tr(" Pour : {0}, avec ce que vous avez choisi pour ce destinataire.").format(for_whom)
        say_in(self._relay_told, told + (named if for_whom else ""))
        self.offered.emit()

    def say_missing(self, field: str) -> None:
        if field == "day":
            self.day.field.say_wrong(self.tr("Cette date ne se lit pas."), self.tr("Par exemple : 07/01/2027."))
            self.day.text.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.question_field.say_wrong(self.tr("Il manque la question."), self.tr("Une phrase suffit."))
        self.question.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_page(self, shown: SheetShown) -> None:
        self.reading.show_page(self._title, shown)
        self._parts.setCurrentWidget(self.reading)
        self.turned.emit()
        self.reading.refocus()

    def show_form(self) -> None:
        self._parts.setCurrentIndex(0)
        self.turned.emit()

    @property
    def is_reading(self) -> bool:
        return self._parts.currentWidget() is self.reading

    def choose_place(self, name: str, folder: str) -> None:
        self._dialog = choosing_file(self, self.tr("Enregistrer la feuille"), name, folder, pdf=True)
        self._dialog.fileSelected.connect(self.place_chosen)
        self._dialog.open()

    def say_saved(self, file: Path) -> None:
        self.leave()
        self.outcome.say(
            self.tr("La feuille est enregistrée : {name}").format(name=file.name),
            self.tr("Elle n’est pas chiffrée : effacez-la de cet ordinateur après l’envoi."),
            Gravity.GOOD,
        )
        bring_up(self.outcome)

    def show_error(self, error: SpieError) -> None:
        notice = self.reading.notice if self.is_reading else self.outcome
        notice.say_error(error)
        bring_up(notice)

    def leave(self) -> None:
        """Back to what the sheet is made of."""
        was_meeting = self._title == self.tr("Fiche de réunion")
        self.show_form()
        (self.meeting if was_meeting else self.relay).setFocus(Qt.FocusReason.OtherFocusReason)

    def half_written(self) -> dict[str, str]:
        """What is filled in; she agrees anew."""
        written = {"question": self.question.text(), "called": self.called.text()}
        day = {"sheet_day": self.day.text.text()}
        return {**day, **written} if self.question.text().strip() else day

    def take_up(self, texts: Mapping[str, str]) -> None:
        if texts.get("question"):
            self.question.setPlainText(texts["question"])
            self.called.show_text(texts.get("called", ""))
        if texts.get("sheet_day"):
            self.day.text.setText(texts["sheet_day"])
            self.day.text.textEdited.emit(texts["sheet_day"])
            self.day.flush()

    def _lay_out(self) -> None:
        meeting = self.tr("Elle ne dit ni le nom, ni le lieu, ni aucun mot de la personne.")
        inside = column(
            label(self.tr("Feuilles d’une page"), Text.H2, wrap=True),
            self.day,
            rule(),
            label(self.tr("Fiche de relais"), Text.H3),
            self._relay_told,
            box(FlowLayout(self.relay)),
            rule(),
            label(self.tr("Fiche de réunion, sans identité"), Text.H3, wrap=True),
            label(meeting, Text.SMALL, tone=Colour.INK2, wrap=True),
            self.question_field,
            Field(self.tr("Comment l’appeler"), self.called),
            box(FlowLayout(self.meeting)),
            self.outcome,
            None,
            gap=Gap.MEDIUM,
            margins=(18, 14, 18, 14),
        )
        self._parts = QStackedWidget()
        self._parts.addWidget(scrolled(inside))
        self._parts.addWidget(self.reading)
        card = mark_region(panel(column((self._parts, 1))), self.tr("Feuilles d’une page"))
        self.setLayout(column((card, 1)))

    def _ask_relay(self) -> None:
        self._ask(self.tr("Fiche de relais"), SheetAsked(self._agreed_on()))

    def _ask_meeting(self) -> None:
        written = MeetingWritten(self.question.text(), self.called.text().strip() or "Situation A")
        self._ask(self.tr("Fiche de réunion"), SheetAsked(self._agreed_on(), written))

    def _ask(self, title: str, asked: SheetAsked) -> None:
        self._title = title
        self.outcome.clear()
        self.reading_asked.emit(asked, self.reading.width_px())

    def _agreed_on(self) -> date | None:
        self.day.flush()
        return None if self.day.is_unreadable() else self.day.day()
