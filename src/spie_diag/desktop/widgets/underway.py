"""Something long that goes on: how far it is, and a button that stops it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.layouts import bring_up, column, label, row, say_in

COPIED = 0.6
"""Where an encrypted file made anew is written, and is still to be read again: below and above it, other words."""


class Underway(QWidget):
    """Hidden until something goes on. What was asked to stop says so until it has."""

    stop_asked = Signal()

    def __init__(self, spoken: str, stop: str) -> None:
        """``spoken`` is what the bar is called, ``stop`` what the button says."""
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 100)
        self.bar.setAccessibleName(spoken)
        self.stop = Button(stop, icon="x")
        self._stop_words = stop
        self._doing = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self.setLayout(column(self._doing, self.bar, row(self.stop, None), gap=Gap.SMALL))
        self.stop.clicked.connect(self._ask_stop)
        self.hide()

    def show_share(self, doing: str, share: float) -> None:
        """``doing`` has a place for how many hundredths are done."""
        if self.isHidden():
            self.stop.set_text(self._stop_words)
            self.show()
            bring_up(self)
        self.bar.setValue(round(share * 100))
        say_in(self._doing, doing.format(round(share * 100)))

    def end(self) -> None:
        self.hide()

    def said(self) -> str:
        """What is shown now; empty when hidden."""
        return "" if self.isHidden() else self._doing.text()

    def _ask_stop(self) -> None:
        self.stop.set_text(self.tr("Arrêt demandé…"))
        self.stop_asked.emit()
