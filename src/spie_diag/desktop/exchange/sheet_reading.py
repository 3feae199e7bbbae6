"""One sheet as it would leave, read with the person: she sees it, agrees, and it is saved."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from spie_diag.desktop.exchange.pages import PagePicture
from spie_diag.desktop.exchange.shown import SheetShown
from spie_diag.desktop.theme import Gap, Text
from spie_diag.desktop.widgets.buttons import Button, Kind
from spie_diag.desktop.widgets.fields import Tick
from spie_diag.desktop.widgets.flow import FlowLayout
from spie_diag.desktop.widgets.layouts import box, column, label, row, say_in, scrolled
from spie_diag.desktop.widgets.notices import Notice

_LEAST_PX: Final = 120
_WIDEST_PX: Final = 900


class SheetReading(QWidget):
    left = Signal()
    save_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.page = PagePicture()
        self.agreed = Tick(self.tr("La personne a vu cette feuille et accepte qu’elle parte"))
        self.save = Button(self.tr("Enregistrer la feuille…"), icon="file-down", kind=Kind.PRIMARY)
        self.back = Button(icon="arrow-left", kind=Kind.QUIET, small=True, hint=self.tr("Revenir aux feuilles"))
        self.notice = Notice()
        self._title = label("", Text.H2, wrap=True)
        self._inside = column(
            row(self.back, (self._title, 1), gap=Gap.SMALL),
            row(None, self.page, None),
            self.agreed,
            box(FlowLayout(self.save)),
            self.notice,
            None,
            gap=Gap.MEDIUM,
            margins=(18, 14, 18, 14),
        )
        self._area = scrolled(self._inside)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrows scroll the page
        self.setLayout(column((self._area, 1)))
        self.agreed.toggled.connect(self._let_save)
        self.back.clicked.connect(self.left)
        self.save.clicked.connect(self.save_asked)
        self._let_save()

    def show_page(self, title: str, shown: SheetShown) -> None:
        """Another page is agreed to anew."""
        say_in(self._title, title)
        spoken = self.tr("{0}, comme elle partira").format(title)
        self.page.show_picture(shown.picture, spoken)
        self._area.setAccessibleName(spoken)
        self._area.setAccessibleDescription(shown.words)
        self.agreed.setChecked(False)
        self.notice.clear()
        self._fit()
        self._area.verticalScrollBar().setValue(0)

    def width_px(self) -> int:
        """How wide its picture is at most, in pixels of the screen."""
        return round(_WIDEST_PX * self.devicePixelRatioF())

    def refocus(self) -> None:
        """On the page, which is read first."""
        self._area.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _room(self) -> int:
        margins = self._inside.contentsMargins()
        room = self.width() - margins.left() - margins.right() - Gap.LARGE
        return max(_LEAST_PX, min(_WIDEST_PX, room))

    def _fit(self) -> None:
        self.page.fit(self._room())

    def _let_save(self) -> None:
        agreed = self.agreed.isChecked()
        self.save.setEnabled(agreed)
        self.save.setToolTip("" if agreed else self.tr("Cochez d’abord l’accord de la personne"))
