"""« Ce qui est nouveau »: the document line by line beside what is held, then one explicit word to take it in."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from spie_diag.desktop.receiving.shown import News, NewsLine
from spie_diag.desktop.safe.tables import Table, TableModel, TableRow
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, bring_up, column, label, panel, row, say_in, scrolled
from spie_diag.desktop.widgets.notices import Notice
from spie_diag.desktop.widgets.segmented import Segmented
from spie_diag.desktop.window import roomy_width
from spie_diag.errors import SpieError

_CHANGE, _SUBJECT, _OURS, _FROM, _THEIRS = range(5)
_FROM_SEEN_PX = 860
"""With less room, who noted what is only told under the table."""


class NewsView(QWidget):
    taking_in_asked = Signal()
    person_asked = Signal()
    """Somebody else than the one chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._news: News | None = None
        titles = (
            self.tr("Ce qui change"),
            self.tr("Sujet"),
            self.tr("Dans ce dossier"),
            self.tr("Noté par"),
            self.tr("Dans le document"),
        )
        self.model = TableModel(titles)
        self.table = Table(self.model, self.tr("Le document, ligne par ligne"), widest=_SUBJECT)
        self.sides = Segmented([self.tr("Ce qui change"), self.tr("Tout")], spoken=self.tr("Lignes à montrer"))
        self._whom = label("", Text.BODY, wrap=True, verbatim=True)
        self._by = label("", Text.SMALL, tone=Colour.INK2, wrap=True, verbatim=True)
        self._counts = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self._whole = label("", Text.SMALL, wrap=True, verbatim=True)
        self._whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.notice = Notice()
        self.take_in = Button(self.tr("Reprendre dans le dossier"), icon="file-down", kind=Kind.PRIMARY)
        self.other = Button(self.tr("Choisir une autre personne"), icon="arrow-left", kind=Kind.QUIET)
        self.confirm = Button(self.tr("Oui, reprendre ce document"), icon="check", kind=Kind.PRIMARY)
        self.leave = Button(self.tr("Ne rien reprendre"), kind=Kind.QUIET)
        self._lay_out()
        self._connect()

    def show_news(self, news: News) -> None:
        self._news = news
        self._whom.setText(self.tr("Pour {0}.").format(news.whom))
        self._by.setText(self.tr("Écrit par {0}.").format(news.written_by))
        say_in(self._counts, news.counts)
        self.notice.clear()
        self._ask(False)
        any_changes = any(one.changes for one in news.lines)
        self.sides.choose(0 if any_changes else 1)
        self._fill()
        self.take_in.setEnabled(True)
        self.take_in.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self) -> bool:
        """Take the last question back, where it is asked."""
        was_asked = self._asking.isVisibleTo(self) and self.leave.isEnabled()
        if was_asked:
            self._leave_asking()
        return was_asked

    def show_taking_in(self) -> None:
        self.confirm.setEnabled(False)
        self.leave.setEnabled(False)
        self.notice.say(self.tr("Le document est repris…"))

    def show_error(self, error: SpieError) -> None:
        self._ask(False)
        self.notice.say_error(error)
        bring_up(self.notice)
        self.take_in.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._share_room()

    def _lay_out(self) -> None:
        header = self.table.horizontalHeader()
        for place in (_OURS, _FROM, _THEIRS):
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        title = column(label(self.tr("Ce qui est nouveau"), Text.H2, wrap=True), self._whom, self._by, gap=2)
        told = self.tr(
            "Le document est gardé tel qu’il est arrivé, et ses réponses se liront à côté des vôtres, avec le nom de "
            "leurs auteurs. Rien de ce que vous avez noté n’est changé."
        )
        self._asking = panel(
            column(
                label(self.tr("Reprendre ce document ?"), Text.STRONG, wrap=True),
                label(told, Text.SMALL, wrap=True),
                box(FlowLayout(self.confirm, self.leave)),
                gap=Gap.SMALL,
                margins=12,
            ),
            Tone.PRIMARY,
        )
        self._deeds = box(FlowLayout(self.take_in, self.other))
        head = row((self._counts, 1), self.sides, gap=Gap.MEDIUM)
        parts = (title, head, (self.table, 1), self._whole, self.notice, self._asking)
        body = column(*parts, gap=Gap.SMALL, margins=(0, 0, 8, 0))
        self.setLayout(column((scrolled(body), 1), self._deeds, gap=Gap.SMALL))

    def _connect(self) -> None:
        self.sides.changed.connect(self._fill)
        self.table.selectionModel().selectionChanged.connect(self._tell_whole)
        self.take_in.clicked.connect(self._ask_first)
        self.confirm.clicked.connect(self.taking_in_asked)
        self.leave.clicked.connect(self._leave_asking)
        self.other.clicked.connect(self.person_asked)

    def _fill(self) -> None:
        lines = self._news.lines if self._news is not None else ()
        shown = [one for one in lines if one.changes or self.sides.chosen() == 1]
        self.model.show_rows([TableRow(one, one.cells) for one in shown])
        self.table.setCurrentIndex(self.model.index(0, 0))
        self._tell_whole()
        self._share_room()

    def _tell_whole(self) -> None:
        """The line chosen, whole: cells are cut where they are too long."""
        line = next((row.key for row in self.table.chosen()), None)
        self._whole.setText(self._in_full(line) if isinstance(line, NewsLine) else "")

    def _in_full(self, line: NewsLine) -> str:
        _, subject, ours, source, theirs = line.cells
        noted = f" ({source})" if ours and source else ""
        here = self.tr("Ici : {0}").format(f"{ours}{noted}" if ours else self.tr("rien de noté"))
        there = self.tr("Dans le document : {0}").format(theirs or self.tr("rien"))
        return f"{subject}\n{here}\n{there}"

    def _ask_first(self) -> None:
        self.notice.clear()
        self._ask(True)
        bring_up(self._asking)
        self.confirm.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_asking(self) -> None:
        self._ask(False)
        self.take_in.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self, on: bool) -> None:
        self.confirm.setEnabled(True)
        self.leave.setEnabled(True)
        self._asking.setVisible(on)
        self._deeds.setVisible(not on)

    def _share_room(self) -> None:
        is_noted = any(self.model.index(place, _FROM).data() for place in range(self.model.rowCount()))
        self.table.setColumnHidden(_FROM, not is_noted or roomy_width(self) < _FROM_SEEN_PX)
