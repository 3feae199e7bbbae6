"""The very pages that would leave, one under the other."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPaintEvent, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.layouts import column, label, say_in, scrolled
from spie_diag.desktop.widgets.painting import PaintedSign, smooth_painter
from spie_diag.desktop.widgets.speaking import announce
from spie_diag.french import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spie_diag.documents.picturing import Picture

_SETTLE_MS: Final = 250
_LONG_MS: Final = 1000
"""After which somebody who waits is told that something goes on."""
_WIDEST_PX: Final = 900
_STALE: Final = 0.4


class PagesView(QWidget):
    """The pages follow the width that they are given; those that are no longer exact are pale until they are."""

    watched = Signal(int)
    """The width, in pixels of the screen, at which somebody looks at them."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: list[PagePicture] = []
        self._about = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self._running = QProgressBar(textVisible=False, minimum=0, maximum=0)
        self._running.setAccessibleName(self.tr("L’aperçu se prépare"))
        self._running.hide()
        self._column = column(gap=Gap.MEDIUM)
        self.area = scrolled(column(self._column, None, margins=(0, 0, 6, 0)))
        # Always there: the pages are as wide as what is left, and its coming would have them all drawn again.
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrows scroll the pages
        self.area.setAccessibleName(self.tr("Aperçu des pages"))
        self._settled = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settled.timeout.connect(self._watch)
        self._long = QTimer(self, singleShot=True, interval=_LONG_MS)
        self._long.timeout.connect(self._running.show)
        self.setLayout(column(self._about, self._running, (self.area, 1), gap=Gap.TIGHT))

    def show_coming(self) -> None:
        """Those in sight are no longer exact."""
        for page in self.pages:
            page.show_stale(True)
        say_in(self._about, self.tr("L’aperçu se met à jour…"))
        if not self._long.isActive():
            self._long.start()

    def show_pages(self, pictures: "Sequence[Picture]") -> None:
        self._stop_waiting()
        while len(self.pages) > len(pictures):
            gone = self.pages.pop()
            gone.hide()
            gone.deleteLater()
        fresh = [PagePicture() for _ in pictures[len(self.pages) :]]
        self.pages += fresh
        for place, (page, picture) in enumerate(zip(self.pages, pictures, strict=True), 1):
            page.show_picture(picture, self.tr("Page {0} sur {1}").format(place, len(pictures)))
        self._fit()
        for page in fresh:  # placed once it has its size: the sheet of pages grows with it
            self._column.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
            page.show()
        said = self.tr("{0}, exactement comme le destinataire les lira : seules les signatures s’y ajouteront.")
        say_in(self._about, said.format(counted(len(pictures), "page")))
        self.area.setAccessibleName(
            self.tr("Aperçu : {0}. Le même contenu est en texte.").format(counted(len(pictures), "page"))
        )
        announce(self, self.tr("Aperçu à jour"))

    def show_none(self) -> None:
        """They could not be drawn."""
        self._stop_waiting()
        say_in(self._about, self.tr("L’aperçu n’a pas pu être préparé."))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._settled.start(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._settled.start(_SETTLE_MS)

    def _stop_waiting(self) -> None:
        self._long.stop()
        self._running.hide()

    def _room(self) -> int:
        return max(120, min(_WIDEST_PX, self.area.viewport().width() - Gap.SMALL))

    def _fit(self) -> None:
        """As wide as the room; their own height is asked for, or they would share the height that is in sight."""
        for page in self.pages:
            page.fit(self._room())
        inside = self.area.widget()
        if inside is not None:
            inside.setMinimumHeight(sum(page.height() + Gap.MEDIUM for page in self.pages))

    def _watch(self) -> None:
        if self.isVisible():
            self.watched.emit(round(self._room() * self.devicePixelRatioF()))


class PagePicture(PaintedSign):
    """One page on its sheet of paper, which is white whatever the theme."""

    def __init__(self) -> None:
        super().__init__()
        self._pixmap = QPixmap()
        self._is_stale = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_picture(self, picture: "Picture", spoken: str) -> None:
        self.setAccessibleName(spoken)
        drawn = QImage(picture.pixels, picture.width, picture.height, picture.width * 4, QImage.Format.Format_RGBX8888)
        self._pixmap = QPixmap.fromImage(drawn)  # a copy: the bytes may go
        self.show_stale(False)

    def show_stale(self, stale: bool) -> None:
        self._is_stale = stale
        self.update()

    def fit(self, width: int) -> None:
        if not self._pixmap.isNull():
            self.setFixedSize(width, round(width * self._pixmap.height() / self._pixmap.width()))

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        place = QRectF(self.rect())
        if self._is_stale:
            painter.setOpacity(_STALE)
        painter.setRenderHint(painter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self.rect(), self._pixmap)
        painter.setOpacity(1)
        painter.setPen(self.theme.colour(Colour.LINE))
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()
