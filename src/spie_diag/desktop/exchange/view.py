"""The page « Transmettre »: who and where we are at the top, one step in the middle, the way on at the foot."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QStackedWidget, QWidget

from spie_diag.desktop.exchange.agreement_view import AgreementView
from spie_diag.desktop.exchange.codes_view import CodesView
from spie_diag.desktop.exchange.history_view import HistoryView
from spie_diag.desktop.exchange.leaving_view import LeavingView
from spie_diag.desktop.exchange.recipient_view import RecipientView
from spie_diag.desktop.exchange.saving import choosing_file
from spie_diag.desktop.exchange.sheets_view import SheetsView
from spie_diag.desktop.exchange.shown import Situation, Step
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.layouts import box, column, key_cap, label, row, say_in
from spie_diag.desktop.widgets.notices import Gravity
from spie_diag.desktop.widgets.progress import Stepper
from spie_diag.desktop.widgets.segmented import Segmented
from spie_diag.desktop.widgets.speaking import announce
from spie_diag.desktop.widgets.tabbing import follow_the_eye
from spie_diag.desktop.window import mark_region, roomy_width
from spie_diag.errors import SpieError
from spie_diag.french import short_date

if TYPE_CHECKING:
    from spie_diag.desktop.exchange.presenter import ExchangePresenter

_KEYS_FROM_PX: Final = 900
_BOTH_FROM_PX: Final = 930


class ExchangeView(QWidget):
    step_asked = Signal(object)
    """The ``Step`` that somebody wants to see."""
    next_asked = Signal()
    undo_asked = Signal()
    back_asked = Signal()
    discreet_asked = Signal()
    unsigned_place_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.keys = (
            ("Ctrl Z", self.tr("annuler le dernier changement")),
            ("F6", self.tr("partie suivante")),
            (self.tr("Échap"), self.tr("revenir en arrière")),
        )
        self._presenter: ExchangePresenter | None = None
        self._step = Step.RECIPIENT
        self._dialog: QFileDialog | None = None
        self._may_go_on, self._whole = False, ""
        self.recipient, self.leaving, self.agreement = RecipientView(), LeavingView(), AgreementView()
        self.history, self.codes, self.sheets = HistoryView(), CodesView(), SheetsView()
        self.back = Button(icon="arrow-left", kind=Kind.QUIET, hint=self.tr("Revenir en arrière"))
        self.stepper = Stepper([step.value for step in Step])
        self.discreet = Button(icon="eye-off", small=True, hint=self.tr("Écran discret   F9"))
        self.undo = Button(self.tr("Annuler le dernier changement"), icon="undo-2", kind=Kind.QUIET)
        self.next = Button(icon="arrow-right", kind=Kind.PRIMARY, trailing_icon=True)
        self._lay_out()
        self._connect()

    def obey(self, presenter: "ExchangePresenter") -> None:
        self._presenter = presenter

    def show_situation(self, situation: Situation) -> None:
        self._name.setText(situation.called)
        said = self.tr("Transmettre · {0}, version {1}, entretien du {2}")
        self._whole = said.format(situation.number, situation.version, short_date(situation.held_on))
        self._share_room()
        self.recipient.show_situation(situation)

    def show_step(self, step: Step, done: frozenset[int]) -> None:
        moved, self._step = step is not self._step, step
        self.stepper.show_stage(step.place, done)
        self._parts.setCurrentIndex(step.place)
        self._show_foot()
        if moved:
            announce(self, step.value)
            self.refocus()

    def let_go_on(self, on: bool) -> None:
        self._may_go_on = on
        self._show_foot()

    def choose_unsigned_place(self, name: str, folder: str) -> None:
        self._dialog = choosing_file(self, self.tr("Enregistrer le document"), name, folder, pdf=True)
        self._dialog.fileSelected.connect(self.unsigned_place_chosen)
        self._dialog.open()

    def say_unsigned(self, file: Path) -> None:
        words = self.tr("Le document est enregistré : {name}").format(name=file.name)
        self.recipient.outcome.say(words, str(file.parent), Gravity.GOOD)

    def show_error(self, error: SpieError) -> None:
        self.recipient.outcome.say_error(error)

    def refocus(self) -> None:
        """The keyboard goes to where the work of this step begins."""
        if self.isVisible():
            {
                Step.RECIPIENT: self.recipient.refocus,
                Step.LEAVING: self.leaving.refocus,
                Step.AGREEMENT: self.agreement.refocus,
                Step.HISTORY: self.history.refocus,
                Step.CODES: self.codes.refocus,
            }[self._step]()

    def half_written(self) -> Mapping[str, str]:
        """Where we are and what was chosen; no passphrase, no word that closes a file."""
        if self._presenter is None:
            return {}
        self.recipient.flush()
        return {**self._presenter.half_written(), **self.agreement.half_written(), **self.sheets.half_written()}

    def take_up(self, texts: Mapping[str, str], then: Callable[[], None]) -> None:
        self.agreement.take_up(texts)
        self.sheets.take_up(texts)
        if self._presenter is not None:
            self._presenter.take_up(texts, then)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002  # named by Qt
        return follow_the_eye(self, forward=next) or super().focusNextPrevChild(next)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _lay_out(self) -> None:
        self._name = label(style=Text.STRONG, verbatim=True)
        self._about = label(style=Text.CAPTION, tone=Colour.INK3)
        head = QFrame()
        head.setObjectName("bar")
        who = column(self._name, self._about, gap=0)
        head.setLayout(row(self.back, who, (self.stepper, 1), self.discreet, gap=Gap.SMALL, margins=(8, 8, 16, 8)))
        mark_region(head, self.tr("Étapes"))
        self._parts = QStackedWidget()
        self._sides = Segmented([self.tr("À recopier"), self.tr("Feuilles")], spoken=self.tr("Ce qui est montré"))
        self._sides_row = box(row(self._sides, None))
        both = row((self.codes, 14), (self.sheets, 10), gap=Gap.MEDIUM)
        codes = box(column(self._sides_row, (both, 1), gap=Gap.SMALL))
        for part in (self.recipient, self.leaving, self.agreement, self.history, codes):
            self._parts.addWidget(part)
        foot = QFrame()
        foot.setObjectName("foot")
        told = [
            label(text, Text.CAPTION, tone=Colour.INK2) for text in (self.tr("annuler"), self.tr("partie suivante"))
        ]
        caps = row(key_cap("Ctrl Z"), told[0], key_cap("F6"), told[1])
        self._keys = box(column(None, caps, None, gap=0))
        foot.setLayout(row(self._keys, None, self.undo, self.next, gap=Gap.MEDIUM, margins=(16, 8, 16, 8)))
        self._foot = mark_region(foot, self.tr("Suite"))
        body = box(column((self._parts, 1), margins=12))
        self.setLayout(column(head, (body, 1), self._foot, gap=0))

    def _connect(self) -> None:
        self.back.clicked.connect(self._step_back)
        self.stepper.asked.connect(self._ask_step)
        self.discreet.clicked.connect(self.discreet_asked)
        self.undo.clicked.connect(self.undo_asked)
        self.next.clicked.connect(self._go_on)
        self._sides.changed.connect(self._share_room)
        self.sheets.offered.connect(self._share_room)
        self.sheets.turned.connect(self._share_room)
        self.leaving.undo_changed.connect(self.undo.setEnabled)
        self.leaving.turned.connect(self._show_foot)
        self.agreement.busy_changed.connect(self._busy)
        self.agreement.done_shown.connect(self._show_foot)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self).activated.connect(self._undo)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self._step_back)

    def _ask_step(self, place: int) -> None:
        self.recipient.flush()
        self.step_asked.emit(list(Step)[place])

    def _go_on(self) -> None:
        self.recipient.flush()
        if self._step is Step.AGREEMENT:
            self.agreement.ask_place()
        elif self._step is Step.LEAVING and not self.leaving.shows_pages:
            self.leaving.turn_to_pages()
        else:
            self.next_asked.emit()

    def _undo(self) -> None:
        if self.undo.isVisible() and self.undo.isEnabled():
            self.undo_asked.emit()

    def _step_back(self) -> None:
        """To the step before, then back to where the page was opened."""
        if self._step is Step.CODES and self.sheets.is_reading:
            self.sheets.leave()
        elif self._step in (Step.LEAVING, Step.AGREEMENT):
            self.step_asked.emit(list(Step)[self._step.place - 1])
        else:
            self.back_asked.emit()

    def _busy(self, on: bool) -> None:
        for part in (self.next, self.back, self.stepper):
            part.setEnabled(not on)

    def _show_foot(self) -> None:
        words, icon = _NEXT.get(self._step, ("", ""))
        unread = self._step is Step.LEAVING and not self.leaving.shows_pages
        done = self._step is Step.AGREEMENT and self.agreement.is_done
        self._foot.setVisible(bool(words) and not done)
        self.next.setEnabled(self._may_go_on or unread)
        self.next.set_text(self.tr("Lire l’aperçu") if unread else words)
        self.next.set_icon("eye" if unread else icon)
        self.undo.setVisible(self._step in (Step.RECIPIENT, Step.LEAVING))
        self._keys.setVisible(self.undo.isVisibleTo(self._foot) and roomy_width(self) >= _KEYS_FROM_PX)

    def _share_room(self) -> None:
        narrow, side = roomy_width(self) < _BOTH_FROM_PX, self._sides.chosen()
        say_in(self._about, self.tr("Transmettre") if narrow else self._whole)
        both, reading = self.sheets.is_possible, self.sheets.is_reading
        self._sides_row.setVisible(narrow and both and not reading)
        self.codes.setVisible(not reading and (not narrow or side == 0 or not both))  # a page is read at its full width
        self.sheets.setVisible(reading or (both and (not narrow or side == 1)))
        self._show_foot()


_NEXT: Final = {
    Step.RECIPIENT: ("Voir ce qui part", "arrow-right"),
    Step.LEAVING: ("Recueillir l’accord", "arrow-right"),
    Step.AGREEMENT: ("Enregistrer le document…", "file-down"),
}
