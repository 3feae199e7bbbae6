"""Stage 4: both views side by side, and one domain at a time to conclude together."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.diagnosis.crossed_wording import domain_shown, list_shown
from spie_diag.desktop.diagnosis.domain_panel import DomainPanel
from spie_diag.desktop.diagnosis.gap_list import GapList
from spie_diag.desktop.diagnosis.rows import GapRow
from spie_diag.desktop.theme import Gap
from spie_diag.desktop.widgets.layouts import column, row
from spie_diag.desktop.widgets.notices import Notice
from spie_diag.desktop.widgets.segmented import Segmented
from spie_diag.desktop.window import mark_region, roomy_width
from spie_diag.diagnosis.assessment import Level
from spie_diag.errors import SpieError
from spie_diag.followup.checklist import ToDo
from spie_diag.forms.definition import BlockCode

if TYPE_CHECKING:
    from spie_diag.casework.sheet import Sheet
    from spie_diag.desktop.diagnosis.crossed_presenter import CrossedPresenter

BOTH_SIDES_PX: Final = 930
"""Narrower than that, at 100 %, the list and the domain take turns."""


class CrossedView(QWidget):
    """Composes the list and the domain; knows which of both fits."""

    keys = (("Ctrl ↑ ↓", "domaine"), ("1 à 4", "conclusion"), ("Ctrl Entrée", "conclure et continuer"))

    def __init__(self) -> None:
        super().__init__()
        self.list = GapList()
        self.domain = DomainPanel()
        mark_region(self.list, self.tr("Nos deux regards"))
        mark_region(self.domain, self.tr("Le domaine et notre conclusion"))
        self.sides = Segmented([self.tr("La liste"), self.tr("Le domaine")], spoken=self.tr("Ce qui est montré"))
        self.sides.changed.connect(self._arrange)
        self.notice = Notice()
        self.setLayout(
            column(
                self.notice,
                row(self.sides, None),
                (row((self.list, 16), (self.domain, 10), gap=Gap.MEDIUM), 1),
                gap=Gap.SMALL,
                margins=12,
            )
        )
        self._presenter: CrossedPresenter | None = None
        self._here: BlockCode | None = None
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self._opened)
        self._bind_keys()
        self._arrange()

    def obey(self, presenter: "CrossedPresenter") -> None:
        """Give every gesture to the presenter."""
        self._presenter = presenter
        self.list.uncover_asked.connect(presenter.reveal)
        self.list.missing_asked.connect(presenter.give_missing)
        self.domain.next_asked.connect(presenter.go_on)
        self.domain.concluded.connect(self._concluded)
        self.domain.kept_both.connect(self._kept_both)
        self.domain.reopened.connect(self._reopened)
        self.domain.prioritised.connect(self._prioritised)
        self.domain.typed.connect(self._typed)
        self.domain.sentence_typed.connect(self._sentence_typed)
        self.domain.postponed.connect(self._postponed)
        self.domain.explore_asked.connect(self._explore)

    def show_sheet(self, sheet: "Sheet") -> None:
        if self._presenter is not None:
            self._presenter.show(sheet)

    def show_rows(self, sheet: "Sheet", rows: Sequence[GapRow], here: BlockCode | None) -> None:
        if here != self._here:
            self.domain.flush()  # under the domain it was written about
        self._here = here
        self.list.show_list(list_shown(sheet, rows), rows, here)
        shown = next((item for item in rows if item.block == here), None)
        self.domain.setVisible(shown is not None)
        if shown is not None:
            self.domain.show_domain(domain_shown(sheet, rows, shown))
        self._arrange()

    def refocus(self) -> None:
        if self._is_narrow and self.sides.chosen() == 1:
            self.domain.take_focus()
        else:
            self.list.take_focus()

    def lead_to(self, point: ToDo) -> None:
        """Show the domain of one point of the checklist, with the keyboard on its conclusion."""
        if point.block is None:
            self.refocus()
            return
        self._chosen(point.block)
        self._opened()
        self.domain.take_focus()

    def say_error(self, error: SpieError) -> None:
        self.domain.say_error(error)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @property
    def _is_narrow(self) -> bool:
        return roomy_width(self) < BOTH_SIDES_PX

    def _arrange(self) -> None:
        narrow, side = self._is_narrow, self.sides.chosen()
        self.sides.setVisible(narrow)
        self.list.setVisible(not narrow or side == 0)
        self.domain.setVisible(self._here is not None and (not narrow or side == 1))

    def _bind_keys(self) -> None:
        for keys, deed in (
            ("Ctrl+Return", self.domain.finish),
            ("Ctrl+Enter", self.domain.finish),
            ("Ctrl+Down", self._below),
            ("Ctrl+Up", self._above),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(deed)

    def _below(self) -> None:
        self._step(+1)

    def _above(self) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        model = self.list.table_model
        now = model.place_of(self._here)
        if model.rowCount() and now.isValid():
            target = model.index((now.row() + step) % model.rowCount(), 0)
            item = model.data(target, Qt.ItemDataRole.UserRole)
            if isinstance(item, GapRow):
                self._chosen(item.block)

    def _chosen(self, block: str) -> None:
        if self._presenter is not None:
            self.domain.flush()
            self._presenter.go_to(BlockCode(block))

    def _opened(self) -> None:
        """A row was clicked, or Enter pressed on it: where only one side fits, it is the domain’s turn."""
        if self._is_narrow:
            self.sides.choose(1)
            self._arrange()

    def _concluded(self, level: object, strength: bool, text: str) -> None:
        if self._presenter is not None and self._here is not None:
            self._presenter.conclude(self._here, level if isinstance(level, Level) else None, strength, text)

    def _kept_both(self, sentence: str) -> None:
        if self._presenter is not None and self._here is not None:
            self._presenter.keep_both(self._here, sentence)

    def _reopened(self) -> None:
        if self._presenter is not None and self._here is not None:
            self._presenter.reopen(self._here)

    def _prioritised(self, on: bool) -> None:
        if self._presenter is not None and self._here is not None:
            self._presenter.prioritise(self._here, on)

    def _typed(self, text: str) -> None:
        if self._presenter is not None and self._here is not None:
            self._presenter.keep_draft(self._here, text)

    def _sentence_typed(self, text: str) -> None:
        if self._presenter is not None and self._here is not None:
            self._presenter.keep_sentence_draft(self._here, text)

    def _postponed(self) -> None:
        if self._presenter is not None and self._here is not None:
            self._presenter.postpone(self._here)

    def _explore(self) -> None:
        if self._presenter is not None and self._here is not None:
            self._presenter.explore(self._here)
