"""« Vérification »: the open vault read again whole, and what was found, point by point."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spie_diag.desktop.safe.check_presenter import CheckLine
from spie_diag.desktop.safe.sections import card, section_page
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.layouts import IconLabel, box, clear, column, label, row
from spie_diag.desktop.widgets.notices import Gravity, Notice
from spie_diag.errors import SpieError


class CheckView(QWidget):
    check_asked = Signal()
    repair_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.begin = Button(self.tr("Vérifier le coffre"), icon="shield-check", kind=Kind.PRIMARY)
        self.repair = Button(self.tr("Réparer le coffre"), icon="wrench")
        self.outcome = Notice()
        self._lines: QVBoxLayout = column(gap=Gap.MEDIUM)
        told = self.tr(
            "À chaque ouverture, le coffre relit déjà son fichier et ses signatures. Ici tout est relu, avec la "
            "dernière sauvegarde ; vous pouvez continuer à travailler."
        )
        page = section_page(
            self.tr("Vérification"),
            "",
            card(self.tr("Relire tout le coffre"), told, self.outcome, self._lines, row(self.begin, self.repair, None)),
        )
        self.setLayout(column(page, gap=0))
        self.repair.hide()
        self.begin.clicked.connect(self.check_asked)
        self.repair.clicked.connect(self.repair_asked)

    def show_lines(self, lines: tuple[CheckLine, ...], *, goes_on: bool) -> None:
        self._show(lines)
        self.begin.setEnabled(not goes_on)
        fails = any(line.fails for line in lines)
        self.repair.setVisible(fails and not goes_on)
        if goes_on:
            self.outcome.say(self.tr("Le coffre est relu…"), aloud=False)
        elif fails:
            self.outcome.say(
                self.tr("Le coffre n’est pas entier."),
                self.tr(
                    "Rien n’y est changé. Une réparation reprend tout ce qui se lit ; une sauvegarde ramène le reste."
                ),
                Gravity.ERROR,
            )
        else:
            self.outcome.say(self.tr("Le coffre est entier."), "", Gravity.GOOD)

    def show_error(self, error: SpieError) -> None:
        self.begin.setEnabled(True)
        self.outcome.say_error(error)

    def _show(self, lines: tuple[CheckLine, ...]) -> None:
        clear(self._lines)
        for line in lines:
            icon = "circle-check" if line.holds else "triangle-alert" if line.fails else "info"
            colour = Colour.OK if line.holds else Colour.DANGER if line.fails else Colour.PRIMARY
            words = column(
                label(self.tr("{0} : {1}").format(line.point, line.outcome), Text.STRONG, wrap=True),
                label(line.told, Text.SMALL, tone=Colour.INK2, wrap=True),
                gap=1,
            )
            made = box(row(column(2, IconLabel(icon, colour, 20), None, gap=0), (words, 1), gap=Gap.MEDIUM))
            self._lines.addWidget(made)
