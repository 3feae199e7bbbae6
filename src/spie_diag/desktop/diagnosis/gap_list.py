"""The left side of the crossed views: legend, uncovering, and the domains as lines or as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QListView, QStackedWidget, QTableView, QWidget

from spie_diag.desktop.diagnosis.gap_lines import GapDelegate, LevelHeader, Sample
from spie_diag.desktop.diagnosis.models import ITEM, GapModel, GapTable
from spie_diag.desktop.diagnosis.rows import GapRow
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import IconLabel, box, clear, column, label, panel, row, say_in
from spie_diag.desktop.widgets.segmented import Segmented
from spie_diag.desktop.widgets.signs import Mark, Sign
from spie_diag.diagnosis.comparison import GapStrength
from spie_diag.forms.definition import BlockCode


@dataclass(frozen=True, slots=True, kw_only=True)
class ListShown:
    """What the left side says beside its rows."""

    legend: tuple[tuple[Sign, str], ...]
    summary: str
    to_uncover: str
    """Why and what can be uncovered now; empty where nothing can."""
    uncover: str
    missing: str
    """Whose views are missing; empty where none is."""
    empty: str


class GapList(QWidget):
    """Emits the domain that somebody goes to."""

    chosen = Signal(str)
    opened = Signal()
    """Somebody clicked the chosen row, or pressed Enter on it."""
    uncover_asked = Signal()
    missing_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._legend = FlowLayout(gap=Gap.MEDIUM, line_gap=0)
        self._told_legend: tuple[tuple[Sign, str], ...] = ()
        self._summary = label(style=Text.SMALL, tone=Colour.INK2, wrap=True)
        self.shapes = Segmented([self.tr("Lignes"), self.tr("Tableau")], spoken=self.tr("Présentation des écarts"))
        self.shapes.changed.connect(self._reshape)
        self.model, self.table_model = GapModel(), GapTable()
        self.lines = self._make_lines()
        self.table = self._make_table()
        self._levels = LevelHeader(self.lines)
        self._shapes = QStackedWidget()
        self._shapes.addWidget(box(column(self._levels, (self.lines, 1), gap=Gap.TIGHT)))
        self._shapes.addWidget(self.table)
        self._empty = label(style=Text.LEAD, tone=Colour.INK2, wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._shapes.addWidget(self._empty)
        for view in (self.lines, self.table):
            view.clicked.connect(self._opened)
            view.activated.connect(self._opened)
        self._lay_out()
        self._silent = False

    def _lay_out(self) -> None:
        words = column(label(self.tr("Nos deux regards"), Text.H2), self._summary, gap=0)
        title = row((words, 1), column(self.shapes, None))
        self.uncover = Button(self.tr("Découvrir nos deux regards"), icon="eye", kind=Kind.PRIMARY)
        self.uncover.clicked.connect(self.uncover_asked)
        self._uncover_words = label(style=Text.SMALL, tone=Colour.INK2, wrap=True)
        self._to_uncover = panel(
            row((self._uncover_words, 1), self.uncover, gap=Gap.MEDIUM, margins=(14, 10, 14, 10)), Tone.PRIMARY
        )
        self.give_missing = Button(self.tr("Poser les regards manquants"), icon="pencil-line", small=True)
        self.give_missing.clicked.connect(self.missing_asked)
        self._missing_words = label(style=Text.SMALL, tone=Colour.INK2, wrap=True)
        self._missing = panel(
            row((self._missing_words, 1), self.give_missing, gap=Gap.MEDIUM, margins=(14, 6, 8, 6)), "sunken"
        )
        card = panel(
            column(
                title,
                box(self._legend),
                self._to_uncover,
                (self._shapes, 1),
                self._missing,
                gap=Gap.SMALL,
                margins=(14, 14, 14, 12),
            )
        )
        self.setLayout(column(card))

    def _make_lines(self) -> QListView:
        lines = QListView()
        lines.setModel(self.model)
        lines.setItemDelegate(GapDelegate(lines))
        lines.setAccessibleName(self.tr("Domaines et écarts"))
        lines.setMouseTracking(True)
        lines.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        lines.setTabKeyNavigation(False)
        lines.setUniformItemSizes(False)
        lines.setResizeMode(QListView.ResizeMode.Adjust)
        lines.selectionModel().currentChanged.connect(self._moved)
        return lines

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("gaps")
        table.setModel(self.table_model)
        table.setAccessibleName(self.tr("Domaines et écarts, en tableau"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.selectionModel().currentChanged.connect(self._moved)
        return table

    def show_list(self, shown: ListShown, rows: Sequence[GapRow], here: BlockCode | None) -> None:
        """Show the rows and keep ``here`` chosen, without emitting."""
        self._silent = True
        self.model.show_rows(rows)
        self.table_model.show_rows(rows)
        self._choose(here)
        self._silent = False
        self._show_legend(shown.legend)
        say_in(self._summary, shown.summary)
        self._summary.setVisible(bool(shown.summary))
        say_in(self._uncover_words, shown.to_uncover)
        self.uncover.set_text(shown.uncover)
        self._to_uncover.setVisible(bool(shown.to_uncover))
        say_in(self._missing_words, shown.missing)
        self._missing.setVisible(bool(shown.missing))
        say_in(self._empty, shown.empty)
        self._reshape()

    def choose(self, block: BlockCode) -> None:
        """Show another domain as chosen, without emitting."""
        self._silent = True
        self._choose(block)
        self._silent = False

    def take_focus(self) -> None:
        if self._to_uncover.isVisibleTo(self):
            self.uncover.setFocus()
        else:
            (self.lines if self.shapes.chosen() == 0 else self.table).setFocus()

    def _choose(self, block: BlockCode | None) -> None:
        for view, index in ((self.lines, self.model.place_of(block)), (self.table, self.table_model.place_of(block))):
            if index.isValid() and view.currentIndex() != index:
                view.setCurrentIndex(index)

    def _moved(self, now: QModelIndex) -> None:
        item = now.data(ITEM) if now.isValid() else None
        if isinstance(item, GapRow) and not self._silent:
            self.chosen.emit(item.block)

    def _opened(self, index: QModelIndex) -> None:
        if isinstance(index.data(ITEM), GapRow):
            self.opened.emit()

    def _reshape(self) -> None:
        self._shapes.setCurrentIndex(2 if not self.model.rowCount() else self.shapes.chosen())

    def _show_legend(self, legend: tuple[tuple[Sign, str], ...]) -> None:
        if legend == self._told_legend:
            return
        self._told_legend = legend
        clear(self._legend)
        drawn: list[tuple[QWidget, str]] = [(Mark(sign, 13), name) for sign, name in legend]
        drawn.append((Sample(), self.tr("Notre conclusion")))
        drawn.append((Sample(gap=GapStrength.LIGHT), self.tr("Écart léger")))
        drawn.append((Sample(gap=GapStrength.STRONG), self.tr("Écart fort")))
        drawn.append((IconLabel("flag", Colour.WARN, 15), self.tr("Priorité")))
        for sign, name in drawn:
            self._legend.addWidget(box(row(sign, label(name, Text.SMALL, tone=Colour.INK2), gap=Gap.TIGHT)))
