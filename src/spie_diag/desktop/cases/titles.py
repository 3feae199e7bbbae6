"""The titles over the list, placed like its columns."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from spie_diag.desktop.cases.models import columns
from spie_diag.desktop.theme import Colour, Text, theme_of
from spie_diag.desktop.widgets.painting import smooth_painter


class ColumnTitles(QWidget):
    """« Personne · Étape · Prochaine échéance · Binôme »; each row says it all by itself to a screen reader."""

    def __init__(self, below: QWidget) -> None:
        super().__init__()
        self._below = below
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, theme_of(self).px(32))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = theme_of(self), smooth_painter(self)
        names = (self.tr("Personne"), self.tr("Étape"), self.tr("Prochaine échéance"), self.tr("Binôme"))
        painter.setFont(theme.font(Text.CAPTION, 600))
        painter.setPen(theme.colour(Colour.INK3))
        for start, name in zip(columns(self._below.width(), theme), names, strict=True):
            if start >= 0:
                place = QRect(start, 0, self.width() - start, self.height() - 1)
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), theme.colour(Colour.LINE))
        painter.end()
