"""Alarms one below the other, each with who saw it and when."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from spie_diag.desktop.cases.alarm_lines import AlarmLine
from spie_diag.desktop.theme import Colour, Gap, Text, Tone
from spie_diag.desktop.widgets.layouts import IconLabel, box, column, label, panel, row


class AlarmLines(QWidget):
    """As tall as what it says."""

    def __init__(self) -> None:
        super().__init__()
        self._page = QVBoxLayout(self)
        self._page.setContentsMargins(0, 0, 0, Gap.SMALL)
        self._page.setSpacing(Gap.SMALL)

    def show_lines(self, lines: tuple[AlarmLine, ...]) -> None:
        while (item := self._page.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for line in lines:
            seen = label(line.seen, Text.SMALL, tone=Colour.INK2, wrap=True)
            self._page.addWidget(box(column(label(line.sentence, wrap=True), seen, gap=0)))


class AlarmList(QWidget):
    """The alarms of the vault in a frame of their own; hidden in health."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = AlarmLines()
        title = label(self.tr("Alertes du coffre"), Text.STRONG)
        beside = column(2, IconLabel("triangle-alert", Tone.WARN.full, 20), None, gap=0)
        words = column(title, self._lines, gap=Gap.TIGHT)
        self.setLayout(column(panel(row(beside, (words, 1), gap=Gap.MEDIUM, margins=12), Tone.WARN)))
        self.hide()

    def show_lines(self, lines: tuple[AlarmLine, ...]) -> None:
        self._lines.show_lines(lines)
        self.setVisible(bool(lines))
