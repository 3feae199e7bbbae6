"""The recovery sheet on paper: sent to a printer, never written into a file by this program."""

from collections.abc import Callable

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPaintDevice, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.safe.sheet_presenter import Sheet
from spie_diag.desktop.theme.tokens import FAMILY
from spie_diag.french import spaced

_WRAPPED = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignTop.value | Qt.AlignmentFlag.AlignLeft.value
_WORD_MM = 11.0
_LINES = (
    "Ces mots ouvrent le coffre quand les phrases secrètes sont oubliées. Ils ne signent au nom de personne.",
    "Gardez cette feuille dans une enveloppe fermée, loin de l’ordinateur : qui la lit peut ouvrir le coffre.",
    "Pour s’en servir : à l’ouverture du coffre, « Phrase secrète oubliée », puis les mots dans l’ordre. "
    "Les quatre premières lettres de chaque mot suffisent.",
    "Dès qu’une autre fiche est faite, celle-ci n’ouvre plus le coffre : détruisez-la.",
)


def has_printer() -> bool:
    return bool(QPrinterInfo.availablePrinterNames())


def printing(parent: QWidget, sheet: Sheet, printed: Callable[[bool], None]) -> QPrintDialog:
    """The dialog that prints the sheet once it is accepted; show it, and keep it until it is closed.

    ``printed`` is then told whether the printer took it.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(spaced("Fiche de secours"))
    printer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(20, 20, 20, 20))
    )
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintToFile, False)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, False)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.accepted.connect(lambda: printed(paint_sheet(printer, sheet)))
    return dialog


def paint_sheet(device: QPaintDevice, sheet: Sheet) -> bool:
    """Paint the sheet at the top of ``device``, whatever its density; whether it may be painted on."""
    painter = QPainter()
    if not painter.begin(device):
        return False
    paper = _Paper(painter, device)
    paper.write("Fiche de secours", 26, bold=True)
    paper.write(f"Coffre « {sheet.vault} »", 14)
    paper.write(f"Faite le {sheet.day}", 14)
    paper.skip(6)
    half = (len(sheet.words) + 1) // 2
    top = paper.top
    for place, word in enumerate(sheet.words):
        column, line = divmod(place, half)
        left = column * paper.width / 2
        paper.put(f"{place + 1}.", QRectF(left, top + line * paper.mm(_WORD_MM), paper.mm(12), paper.mm(_WORD_MM)), 14)
        beside = QRectF(left + paper.mm(13), top + line * paper.mm(_WORD_MM), paper.width / 2, paper.mm(_WORD_MM))
        paper.put(word, beside, 18, bold=True)
    paper.top = top + half * paper.mm(_WORD_MM)
    paper.skip(8)
    for text in _LINES:
        paper.write(text, 12)
    return painter.end()


class _Paper:
    """Lines under one another."""

    def __init__(self, painter: QPainter, device: QPaintDevice) -> None:
        self._painter, self._density = painter, device.logicalDpiX() / 25.4
        self.width = float(device.width())
        self.top = 0.0

    def mm(self, length: float) -> float:
        return length * self._density

    def skip(self, length_mm: float) -> None:
        self.top += self.mm(length_mm)

    def write(self, text: str, size_pt: int, *, bold: bool = False) -> None:
        room = QRectF(0, self.top, self.width, self.mm(100))
        self.top += self.put(text, room, size_pt, bold=bold) + self.mm(2.5)

    def put(self, text: str, room: QRectF, size_pt: int, *, bold: bool = False) -> float:
        """Returns the height that the text took."""
        font = QFont(FAMILY, size_pt)
        font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        self._painter.setFont(font)
        taken = self._painter.drawText(room, _WRAPPED, spaced(text))
        return taken.height() if isinstance(taken, QRectF) else self.mm(size_pt * 0.5)
