"""« Registre »: what was opened, handed out, kept safe and erased, by whom and when."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.cases.alarm_lines import AlarmLine
from spie_diag.desktop.cases.alarm_list import AlarmList
from spie_diag.desktop.safe.register_presenter import RegisterLine
from spie_diag.desktop.safe.tables import Table, TableModel, TableRow
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, column, label, say_in, scrolled
from spie_diag.desktop.widgets.notices import Notice
from spie_diag.errors import SpieError


class RegisterView(QWidget):
    shown = Signal()
    only_asked = Signal(object, str)
    """The file whose lines alone are wanted, and how it is called."""
    all_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        titles = (self.tr("Quand"), self.tr("Qui"), self.tr("Quoi"), self.tr("Pour qui"), self.tr("Détail"))
        self.model = TableModel(titles)
        self.table = Table(self.model, self.tr("Registre"), widest=4)
        self.notice = Notice()
        self.alarms = AlarmList()
        self._about = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self._whole = label("", Text.SMALL, wrap=True, verbatim=True)
        self.only = Button(self.tr("Voir seulement cette personne"), icon="search", small=True)
        self.all = Button(self.tr("Voir tout le registre"), icon="list-checks", small=True)
        intro = self.tr(
            "Chaque ligne est signée et ne s’efface pas. Elle ne garde aucun nom : celui de la personne n’apparaît "
            "que tant que son dossier est dans le coffre."
        )
        head = column(
            label(self.tr("Registre"), Text.H2),
            label(intro, tone=Colour.INK2, wrap=True),
            self._about,
            gap=Gap.TIGHT,
        )
        deeds = box(FlowLayout(self.only, self.all))
        parts = (head, self.notice, self.alarms, deeds, (self.table, 1), self._whole)
        self.setLayout(column(scrolled(column(*parts, gap=Gap.MEDIUM, margins=(4, 4, 12, 12))), gap=0))
        self.only.setEnabled(False)
        self.all.hide()
        self.only.clicked.connect(self._ask_only)
        self.all.clicked.connect(self.all_asked)
        self.table.activated.connect(self._ask_only)
        self.table.selectionModel().selectionChanged.connect(self._offer)

    def show_lines(self, lines: tuple[RegisterLine, ...], *, has_more: bool, about: str) -> None:
        self.notice.clear()
        self.model.show_rows([TableRow(line, line.cells) for line in lines], has_more=has_more)
        say_in(self._about, self.tr("Seulement : {0}").format(about) if about else "")
        self._about.setVisible(bool(about))
        self.all.setVisible(bool(about))
        self.only.setVisible(not about)
        self.table.setCurrentIndex(self.model.index(0, 0))
        self._offer()

    def add_lines(self, lines: tuple[RegisterLine, ...], *, has_more: bool) -> None:
        self.model.add_rows([TableRow(line, line.cells) for line in lines], has_more=has_more)

    def show_alarms(self, lines: tuple[AlarmLine, ...]) -> None:
        """What does not hold in the vault at present, seen or not, and by whom."""
        self.alarms.show_lines(lines)

    def show_error(self, error: SpieError) -> None:
        self.notice.say_error(error)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def _chosen(self) -> RegisterLine | None:
        line = next((row.key for row in self.table.chosen()), None)
        return line if isinstance(line, RegisterLine) else None

    def _offer(self) -> None:
        line = self._chosen()
        self.only.setEnabled(line is not None and line.case is not None)
        self._whole.setText(" · ".join(cell for cell in line.cells if cell) if line is not None else "")

    def _ask_only(self) -> None:
        line = self._chosen()
        if line is not None and line.case is not None and self.only.isVisible():
            self.only_asked.emit(line.case, line.cells[3])
            self.all.setFocus(Qt.FocusReason.OtherFocusReason)
