"""One domain of what leaves: how much of it, what the person may let go besides, and taking it out."""

from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.exchange.shown import BlockShown, ItemShown
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import Tick
from spie_diag.desktop.widgets.layouts import box, clear, column, label, row, rule, say_in
from spie_diag.desktop.widgets.signs import Pill
from spie_diag.french import counted


class BlockRow(QWidget):
    """Keeps its place and its buttons whatever changes: the keyboard stays where it is."""

    ticked = Signal(str, bool)
    removal_asked = Signal(object)
    return_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shown: BlockShown | None = None
        self.ticks: dict[str, Tick] = {}
        self._title = label("", Text.STRONG, wrap=True)
        self._extent = Pill("")
        self.remove = Button(icon="x", kind=Kind.QUIET, small=True)
        kept_room = self.remove.sizePolicy()
        kept_room.setRetainSizeWhenHidden(True)  # one column of buttons, whichever rows have one
        self.remove.setSizePolicy(kept_room)
        self.remove.clicked.connect(self._asked)
        self._told = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self._ticks = column(gap=0)
        self._tick_box = box(
            column(label(self.tr("Seulement si elle le coche :"), Text.SMALL, tone=Colour.INK2), self._ticks, gap=2)
        )
        head = row((self._title, 1), self._extent, self.remove)
        self.setLayout(column(head, self._told, self._tick_box, Gap.TIGHT, rule(), gap=2))

    def show_block(self, shown: BlockShown) -> None:
        if shown == self._shown:
            return
        self._shown = shown
        say_in(self._title, shown.title)
        self._extent.show_as(shown.extent, *_SIGNS[shown.leaves, shown.is_whole])
        self._extent.setAccessibleName(f"{shown.title} : {shown.extent}")
        said = shown.why_not or (counted(len(shown.lines), "élément") if shown.lines else "")
        say_in(self._told, said)
        self._told.setVisible(bool(said))
        self.remove.setVisible(shown.is_removable or shown.is_removed)
        self.remove.set_icon("undo-2" if shown.is_removed else "x")
        deed = self.tr("Remettre « {0} »") if shown.is_removed else self.tr("Retirer « {0} »")
        self.remove.set_hint(deed.format(shown.title))
        self._show_items(shown.items)

    def _show_items(self, items: tuple[ItemShown, ...]) -> None:
        if [(one.code, one.words) for one in items] != [(code, tick.text()) for code, tick in self.ticks.items()]:
            clear(self._ticks)
            self.ticks = {}
            for one in items:
                tick = self.ticks[one.code] = Tick(one.words)
                tick.toggled.connect(partial(self.ticked.emit, one.code))
                self._ticks.addWidget(tick)
        for one in items:
            with QSignalBlocker(self.ticks[one.code]):
                self.ticks[one.code].setChecked(one.is_ticked)
            self.ticks[one.code].update()
        self._tick_box.setVisible(bool(items))

    def _asked(self) -> None:
        if self._shown is not None:
            (self.return_asked if self._shown.is_removed else self.removal_asked).emit(self._shown.code)


_SIGNS: dict[tuple[bool, bool], tuple[Tone | None, str]] = {
    (True, True): (Tone.PRIMARY, "file-text"),
    (True, False): (Tone.PRIMARY, "minus"),
    (False, False): (None, ""),
}
"""Whether something leaves, and all that may be said."""
