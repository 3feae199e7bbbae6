"""« Ce qui part »: the exact pages beside the domains that they are made of, read and decided with the person."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QWidget

from spie_diag.desktop.exchange.block_row import BlockRow
from spie_diag.desktop.exchange.pages import PagesView
from spie_diag.desktop.exchange.shown import LeavingShown
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.dropdown import DropDown
from spie_diag.desktop.widgets.layouts import box, clear, column, label, panel, row, say_in, scrolled
from spie_diag.desktop.widgets.notices import Notice
from spie_diag.desktop.widgets.segmented import Segmented
from spie_diag.desktop.window import mark_region, roomy_width
from spie_diag.errors import SpieError
from spie_diag.forms.definition import BlockCode
from spie_diag.french import spaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spie_diag.documents.picturing import Picture

_BOTH_FROM_PX: Final = 930


class LeavingView(QWidget):
    ticked = Signal(str, bool)
    removal_asked = Signal(object)
    return_asked = Signal(object)
    hands_chosen = Signal(str)
    """Who will sign, by the name of the choice."""
    watched = Signal(int)
    turned = Signal()
    """The pages came into sight, or left it."""
    undo_changed = Signal(bool)
    """Whether there is a change to undo."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[BlockCode, BlockRow] = {}
        self.pages = PagesView()
        self.text = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        self.text.setAccessibleName(self.tr("Ce qui part, en texte"))
        self.hands = DropDown([], spoken=self.tr("Qui signera ce document"))
        self._hands_told: tuple[tuple[str, str], ...] = ()
        self.notice = Notice()
        self.sides = Segmented([self.tr("Les sujets"), self.tr("L’aperçu")], spoken=self.tr("Ce qui est montré"))
        self.way = Segmented([self.tr("Pages"), self.tr("Texte")], spoken=self.tr("Lire l’aperçu en"))
        self._lay_out()
        self.sides.changed.connect(self._arrange)
        self.sides.changed.connect(self.turned)
        self.way.changed.connect(self._read.setCurrentIndex)
        self.hands.picked.connect(self.hands_chosen)
        self.pages.watched.connect(self.watched)

    def show_leaving(self, shown: LeavingShown) -> None:
        self.notice.clear()
        say_in(self._headline, shown.headline)
        codes = [one.code for one in shown.blocks]
        if codes != list(self.rows):
            clear(self._blocks)
            self.rows = {code: self._row() for code in codes}
        for one in shown.blocks:
            self.rows[one.code].show_block(one)
        self._show_hands(shown)
        self.text.setPlainText(_as_text(shown))
        self.undo_changed.emit(shown.can_undo)

    def show_pages(self, pages: "Sequence[Picture]") -> None:
        self.pages.show_pages(pages)

    def show_pages_coming(self) -> None:
        self.pages.show_coming()

    def show_error(self, error: SpieError) -> None:
        self.notice.say_error(error)
        self.pages.show_none()

    @property
    def shows_pages(self) -> bool:
        """Where there is no room for both, the pages are looked at after the domains."""
        return roomy_width(self) >= _BOTH_FROM_PX or self.sides.chosen() == 1

    def turn_to_pages(self) -> None:
        self.sides.choose(1)
        self._arrange()
        self.turned.emit()

    def refocus(self) -> None:
        ticks = (tick for one in self.rows.values() for tick in one.ticks.values() if tick.isVisible())
        removals = (one.remove for one in self.rows.values() if one.remove.isVisible())
        stop = next(ticks, None) or next(removals, None) or self.way.parts[0]
        stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._arrange()

    def _lay_out(self) -> None:
        self._headline = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self._blocks = column(gap=Gap.SMALL)
        head = column(label(self.tr("Les sujets"), Text.H2), self._headline, gap=2)
        listed = column(
            head,
            self.notice,
            (scrolled(column(self._blocks, None, margins=(0, 0, 10, 0))), 1),
            gap=Gap.SMALL,
            margins=(18, 12, 8, 8),
        )
        self._list_card = mark_region(panel(listed), self.tr("Les sujets, et ce qui en part"))
        self._read = QStackedWidget()
        self._read.addWidget(self.pages)
        self._read.addWidget(self.text)
        self._title = label(self.tr("L’aperçu"), Text.H2)
        signing = label(self.tr("Qui signera"), Text.SMALL, tone=Colour.INK2)
        signing.setBuddy(self.hands)
        above = row(self._title, signing, (self.hands, 1), self.way, gap=Gap.SMALL)
        read = column(above, (self._read, 1), gap=Gap.SMALL, margins=(18, 12, 12, 8))
        self._read_card = mark_region(panel(read), self.tr("Aperçu"))
        self._sides_row = box(row(self.sides, None))
        both = row((self._list_card, 10), (self._read_card, 13), gap=Gap.MEDIUM)
        self.setLayout(column(self._sides_row, (both, 1), gap=Gap.SMALL))

    def _show_hands(self, shown: LeavingShown) -> None:
        if shown.hands != self._hands_told:
            self._hands_told = shown.hands
            self.hands.offer(shown.hands)
        self.hands.pick(shown.signing)
        self.hands.setEnabled(len(shown.hands) > 1)

    def _row(self) -> BlockRow:
        made = BlockRow()
        made.ticked.connect(self.ticked)
        made.removal_asked.connect(self.removal_asked)
        made.return_asked.connect(self.return_asked)
        self._blocks.addWidget(made)
        return made

    def _arrange(self) -> None:
        narrow, side = roomy_width(self) < _BOTH_FROM_PX, self.sides.chosen()
        self._sides_row.setVisible(narrow)
        self._list_card.setVisible(not narrow or side == 0)
        self._read_card.setVisible(not narrow or side == 1)
        self._title.setVisible(not narrow)  # where they take turns, their names are above


def _as_text(shown: LeavingShown) -> str:
    """Every domain that leaves, with what would be read; then those that do not, and why."""
    leaving = [
        f"{one.title.upper()} ({one.extent.lower()})\n" + "\n".join(one.lines) for one in shown.blocks if one.leaves
    ]
    staying = [f"{one.title}\u00a0: {one.why_not or 'rien ne part'}" for one in shown.blocks if not one.leaves]
    signing = next((words for code, words in shown.hands if code == shown.signing), "")
    parts = [
        shown.headline,
        spaced(f"Signé par : {signing}"),
        *leaving,
        *(["NE PART PAS\n" + "\n".join(staying)] if staying else []),
    ]
    return "\n\n".join(parts)
