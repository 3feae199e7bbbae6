"""The home page: find a person, see where she is, go on with her."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from spie_diag.desktop.cases.alarm_panel import AlarmPanel
from spie_diag.desktop.cases.checked import Checked
from spie_diag.desktop.cases.empty import Nothing
from spie_diag.desktop.cases.form_panel import FormPanel
from spie_diag.desktop.cases.lines import Details, FormLine, Line, summary
from spie_diag.desktop.cases.list_parts import persons_list, search_field
from spie_diag.desktop.cases.new_person_panel import NewPersonPanel
from spie_diag.desktop.cases.notes_panel import NotesPanel
from spie_diag.desktop.cases.person_panel import PersonPanel
from spie_diag.desktop.cases.persons_model import LINE_ROLE, PersonsModel
from spie_diag.desktop.cases.rail import Rail
from spie_diag.desktop.cases.reminder import Reminder
from spie_diag.desktop.cases.rights_panel import RightsPanel
from spie_diag.desktop.cases.screen import FormVerdict
from spie_diag.desktop.cases.taking_up import TakingUp
from spie_diag.desktop.cases.titles import ColumnTitles
from spie_diag.desktop.cases.verdict_panel import VerdictPanel
from spie_diag.desktop.cases.writing import written_from
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.layouts import box, column, label, panel, row, say_in
from spie_diag.desktop.widgets.notices import Notice
from spie_diag.desktop.window import mark_region, roomy_width
from spie_diag.errors import SpieError
from spie_diag.french import long_date
from spie_diag.interview.people import CaseId, Person, Specialist

_SIDE_PX = 340
_BOTH_FROM_PX = 980
_SEARCH_MS = 120


class CasesView(QWidget):
    """List at the left, one person at the right; where there is no room for both, one after the other."""

    search_asked = Signal(str)
    more_asked = Signal()
    part_asked = Signal(int)
    known_person_asked = Signal(object)
    person_chosen = Signal(object)
    new_person_asked = Signal()
    look_alikes_asked = Signal(object)
    addition_asked = Signal(object)
    beginning_asked = Signal(object, object, object, str)
    resumption_asked = Signal(object)
    export_asked = Signal(object, str, bool)
    rights_asked = Signal(object)
    form_chosen = Signal(str)
    """The file of a form to add."""
    form_withdrawal_asked = Signal(str)
    form_cleaning_asked = Signal()

    def __init__(self, rail: Rail, writer: Specialist, specialists: tuple[Specialist, ...], today: date) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.keys = (
            ("Ctrl K", self.tr("chercher une personne")),
            ("↑ ↓", self.tr("passer d’une personne à l’autre")),
            (self.tr("Entrée"), self.tr("reprendre ou commencer l’entretien")),
            ("Ctrl N", self.tr("ajouter une personne")),
            ("Ctrl F", self.tr("chercher dans ses entretiens")),
        )
        self.rail = rail
        self.model = PersonsModel()
        self.list = persons_list(self.model, self.tr("Personnes"))
        self.search = search_field(self.tr("Chercher une personne"), self.tr("Chercher une personne   Ctrl K"))
        self.new_person = Button(self.tr("Nouvelle personne"), icon="user-plus")
        self.person = PersonPanel(specialists)
        self.form = NewPersonPanel()
        self.rights = RightsPanel(specialists, writer)
        self.verdict = VerdictPanel()
        self.notes = NotesPanel()
        self.form_panel = FormPanel()
        self.nothing = Nothing()
        self.error = Notice()
        self.alarm = AlarmPanel()
        self.reminder = Reminder()
        self._count = label("", Text.SMALL, tone=Colour.INK2)
        self._sides = QStackedWidget()
        self._lists = QStackedWidget()
        self._wait = QTimer(self, singleShot=True, interval=_SEARCH_MS)
        self._shared = QTimer(self, singleShot=True, interval=0)
        self._side_asked = False
        self._taken, self._is_read = TakingUp(), False
        self._lay_out(writer.name.split()[0] if writer.name.split() else "", today)
        self._connect()

    def show_lines(self, lines: tuple[Line, ...], search: str, *, has_more: bool = False) -> None:
        chosen = self._chosen()
        self.model.show_lines(lines, has_more=has_more)
        say_in(self._count, summary(lines) if lines and not has_more else "")
        self._titles.setVisible(bool(lines))
        self._lists.setCurrentIndex(0 if lines else 1)
        if not lines:
            self.nothing.say_why(search)
            if self._sides.currentWidget() is self.person:
                self._sides.setCurrentWidget(self.nothing.side)
        else:
            self._select(max(0, self.model.place_of(chosen.case) if chosen else 0))
        self._is_read = True
        self._look_for_taken()

    def add_lines(self, lines: tuple[Line, ...], *, has_more: bool) -> None:
        self.model.add_lines(lines, has_more=has_more)

    def put_lines(self, first: int, lines: tuple[Line, ...]) -> None:
        chosen = self.list.currentIndex()
        waited = self._chosen() is None
        self.model.put_lines(first, lines)
        if waited and chosen.isValid():
            self._current_changed(chosen, QModelIndex())

    def show_count(self, words: str) -> None:
        say_in(self._count, words)

    def show_total(self, count: int) -> None:
        self.model.show_total(count)

    def show_no_more(self, error: SpieError) -> None:
        self.model.stop_waiting()
        self.show_error(error)

    def show_known(self, case: CaseId, search: str) -> None:
        self.search.show_text(search)
        self._show_side(self.person)
        self._select(max(0, self.model.place_of(case)))

    def show_gone(self, error: SpieError) -> None:
        """Who was to be shown left the list or the vault: nothing half written of her is waited for."""
        self._taken.drop()
        self.error.say_error(error)  # not beside the list: somebody else may be shown there

    def show_person(self, details: Details) -> None:
        self.person.show_person(details)
        if not self._stays_in_sight(details.case):
            self._sides.setCurrentWidget(self.person)
        if self._taken.is_about(details.case):
            self.rights_asked.emit(details.case)
            self._taken.give(self.rights.take_up)

    def _stays_in_sight(self, case: CaseId) -> bool:
        """Her rights, and a form half written: a list that was only just read does not take its place."""
        shown = self._sides.currentWidget()
        return bool(self.half_written()) if shown is self.form else shown is self.rights and self.rights.is_about(case)

    def show_forms(self, forms: tuple[FormLine, ...], chosen: str = "") -> None:
        self.person.form.show_forms(forms, chosen)

    def show_damaged_forms(self, count: int) -> None:
        self.person.form.show_damaged(count)

    def show_form_checking(self, name: str) -> None:
        self._show_side(self.form_panel)
        self.form_panel.show_checking(name)

    def show_form_verdict(self, verdict: FormVerdict) -> None:
        self._show_side(self.form_panel)
        self.form_panel.show_verdict(verdict)

    def show_new_person(self, called: str) -> None:
        self._show_side(self.form)
        self.form.start(called)

    def half_written(self) -> Mapping[str, str]:
        """What is written of a person who is not added yet, or of the rights of one who is, by field."""
        if self._sides.currentWidget() is self.rights:
            return self.rights.half_written()
        written = asdict(self.form.written()) if self._sides.currentWidget() is self.form else {}
        return written if any(map(str.strip, written.values())) else {}

    def take_up(self, texts: Mapping[str, str], then: Callable[[], None]) -> None:
        """The form again, as it was left; what is about somebody of the vault, once she is found."""
        if "case" in texts:
            self._taken.wait_for(texts, then)
            if self._is_read:
                self._look_for_taken()
            return
        self.new_person_asked.emit()
        self.form.fields.start(written_from(texts))
        then()

    def _look_for_taken(self) -> None:
        case = self._taken.to_seek()
        if case is not None:
            self.known_person_asked.emit(case)

    def show_look_alikes(self, persons: tuple[Person, ...]) -> None:
        self.form.show_look_alikes(persons)

    def show_new_person_error(self, error: SpieError) -> None:
        self.form.show_error(error)

    def show_added(self, case: CaseId) -> None:
        self.search.show_text("")
        self._select(max(0, self.model.place_of(case)))
        self._show_side(self.person)
        self.person.focus_deed()

    def show_rights(self) -> None:
        self._show_side(self.rights)

    def leave_rights(self) -> None:
        """Back to the person, where her rights were asked for."""
        self._leave_side()
        self._show_side(self.person)
        self.person.rights.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_exported(self, file: Path) -> None:
        self.person.show_exported(file)

    def show_checked(self, name: str, checked: Checked) -> None:
        self._show_side(self.verdict)
        self.verdict.show_checked(name, checked)

    def show_error(self, error: SpieError) -> None:
        if self._sides.currentWidget() is self.person and self.person.isVisible():
            self.person.show_error(error)
        else:
            self.error.say_error(error)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._shared.start()  # another text size leaves another room, in the same window

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.alarm.fit()
        self._share_room()

    def _lay_out(self, first_name: str, today: date) -> None:
        mark_region(self.rail, self.tr("Rubriques"))
        both = row((self._make_list_card(), 1), self._make_side_card(), gap=Gap.MEDIUM)
        head = self._make_head(first_name, today)
        calm = box(column(self.reminder))
        self.alarm.spoke_up.connect(calm.setHidden)
        main = column(head, self.alarm, calm, self.error, (both, 1), gap=Gap.MEDIUM, margins=(24, 16, 24, 14))
        page = QHBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.rail)
        page.addLayout(main, 1)

    def _make_head(self, first_name: str, today: date) -> QWidget:
        day = long_date(today)
        greeting = column(
            label(self.tr("Bonjour {0}").format(first_name), Text.H1),
            label(day[:1].upper() + day[1:], Text.BODY, tone=Colour.INK2),
            gap=2,
        )
        head = box(row((greeting, 1), (self.search, 2), self.new_person, gap=Gap.MEDIUM))
        return mark_region(head, self.tr("Recherche"))

    def _make_list_card(self) -> QWidget:
        title = row(label(self.tr("Personnes"), Text.H3), self._count, None, gap=Gap.MEDIUM, margins=(16, 14, 16, 4))
        self._titles = ColumnTitles(self.list)
        self._lists.addWidget(self.list)
        self._lists.addWidget(self.nothing)
        self._list_card = panel(column(title, self._titles, (self._lists, 1), gap=0, margins=1))
        return mark_region(self._list_card, self.tr("Personnes"))

    def _make_side_card(self) -> QWidget:
        for side in (self.person, self.form, self.rights, self.verdict, self.notes, self.form_panel, self.nothing.side):
            self._sides.addWidget(side)
        self._sides.setCurrentWidget(self.nothing.side)
        self.back = Button(self.tr("Revenir à la liste"), icon="arrow-left", small=True)
        self._back_row = box(row(self.back, None, margins=(12, 10, 12, 0)))
        self._side_card = panel(column(self._back_row, (self._sides, 1), gap=0, margins=1))
        return mark_region(self._side_card, self.tr("La personne choisie"))

    def _connect(self) -> None:
        self.search.textEdited.connect(self._wait.start)
        self.search.returnPressed.connect(self._search_now)
        self._wait.timeout.connect(self._search_now)
        self._shared.timeout.connect(self._share_room)
        self.new_person.clicked.connect(self.new_person_asked)
        self.alarm.seen_asked.connect(self._focus_list)
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        self.list.activated.connect(self._activated)
        self.list.clicked.connect(self._clicked)
        self.nothing.creation_asked.connect(self.new_person_asked)
        self.nothing.search_cleared.connect(self._clear_search)
        self.person.beginning_asked.connect(self.beginning_asked)
        self.person.resumption_asked.connect(self.resumption_asked)
        self.person.export_asked.connect(self.export_asked)
        self.person.rights_asked.connect(self.rights_asked)
        self.rights.left.connect(self.leave_rights)
        self.form.addition_asked.connect(self.addition_asked)
        self.form.look_alikes_asked.connect(self.look_alikes_asked)
        self.form.person_chosen.connect(self.known_person_asked)
        self.model.more_asked.connect(self.more_asked)
        self.model.part_asked.connect(self.part_asked)
        self.form.left.connect(self._leave_side)
        self.verdict.left.connect(self._leave_side)
        self.notes.left.connect(self._leave_side)
        self.person.finding_asked.connect(self._show_notes)
        self.person.form.file_chosen.connect(self.form_chosen)
        self.person.form.withdrawal_asked.connect(self.form_withdrawal_asked)
        self.person.form.cleaning_asked.connect(self.form_cleaning_asked)
        self.form_panel.another_asked.connect(self.person.form.choose_file)
        self.form_panel.left.connect(self._leave_side)
        self.back.clicked.connect(self._leave_side)
        QShortcut(QKeySequence("Ctrl+K"), self).activated.connect(self._focus_search)
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self.new_person_asked)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.person.ask_finding)

    def _search_now(self) -> None:
        self._wait.stop()
        self.search_asked.emit(self.search.text())

    def _show_notes(self, _case: CaseId, called: str) -> None:
        self._show_side(self.notes)
        self.notes.start(called)

    def _clear_search(self) -> None:
        self.search.show_text("")
        self._search_now()
        self.search.setFocus()

    def _focus_list(self) -> None:
        stop = self.list if self.list.isVisible() else self.search
        stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _chosen(self) -> Line | None:
        line = self.list.currentIndex().data(LINE_ROLE)
        return line if isinstance(line, Line) else None

    def _select(self, place: int) -> None:
        index = self.model.index(place, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        is_there = self.list.currentIndex() == index  # nothing tells then that it changed
        self.list.selectionModel().setCurrentIndex(index, flags)
        if is_there:
            self._current_changed(index, QModelIndex())

    def _current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        line = index.data(LINE_ROLE) if index.isValid() else None
        if isinstance(line, Line):
            self.person_chosen.emit(line.case)
        elif index.isValid() and self._sides.currentWidget() is self.person:
            self._sides.setCurrentWidget(self.nothing.side)  # her line is being read: nobody else is in her place

    def _clicked(self, _index: QModelIndex) -> None:
        if self._chosen() is not None:
            self._show_side(self.person)

    def _activated(self, _index: QModelIndex) -> None:
        """Enter, or a double click: go on with this person."""
        if self._chosen() is not None:
            self._show_side(self.person)
            self.person.focus_deed()

    def _show_side(self, side: QWidget) -> None:
        self._sides.setCurrentWidget(side)
        self._side_asked = True
        self._share_room()

    def _leave_side(self) -> None:
        line = self._chosen()
        self._sides.setCurrentWidget(self.person if line else self.nothing.side)
        if line is not None:
            self.person_chosen.emit(line.case)
        self._side_asked = False
        self._share_room()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _share_room(self) -> None:
        """Both cards where they fit; otherwise the one that was asked for."""
        both = roomy_width(self) >= _BOTH_FROM_PX
        self._list_card.setVisible(both or not self._side_asked)
        self._side_card.setVisible(both or self._side_asked)
        self._back_row.setVisible(not both and self._sides.currentWidget() is self.person)
        scale = self.width() / max(1.0, roomy_width(self))
        self._side_card.setMaximumWidth(round(_SIDE_PX * scale) if both else 16_777_215)
        self._side_card.setMinimumWidth(round(_SIDE_PX * scale) if both else 0)
