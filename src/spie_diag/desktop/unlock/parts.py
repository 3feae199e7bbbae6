"""What the pages of this folder share: the brand at the left, the tile of a specialist."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QWidget

from spie_diag.desktop.theme import Colour, Gap, Radius, Text, Tone, pixmap
from spie_diag.desktop.widgets.layouts import IconLabel, box, column, label, panel, row
from spie_diag.desktop.widgets.painting import PaintedButton, rounded, smooth_painter
from spie_diag.desktop.widgets.signs import Logo, Sign, paint_avatar, paint_sign
from spie_diag.desktop.window import mark_region, roomy_width
from spie_diag.interview.people import FieldOfWork, Specialist

TONES = {FieldOfWork.SOCIAL: Tone.SOCIAL, FieldOfWork.EMPLOYMENT: Tone.EMPLOYMENT}
SIGNS = {FieldOfWork.SOCIAL: Sign.SOCIAL, FieldOfWork.EMPLOYMENT: Sign.EMPLOYMENT}
_BRAND_FROM_PX: Final = 1180
_WIDEST_PX: Final = 1520
FIELD_WORDS = {FieldOfWork.SOCIAL: "Champ social", FieldOfWork.EMPLOYMENT: "Champ emploi"}


def brand_side() -> QFrame:
    """The two views that overlap, and the motto."""
    motto = label("Deux regards, une conversation.", Text.H1)
    first = label("L’essentiel est ce qui se dit.", Text.LEAD, tone=Colour.INK2)
    second = label("L’outil en garde la trace.", Text.LEAD, tone=Colour.INK2)
    for line in (motto, first, second):
        line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    content = column(
        (column(None), 2),
        row(None, Logo(380, Colour.PRIMARY_SOFT), None),
        (column(None), 2),
        motto,
        Gap.SMALL,
        first,
        second,
        (column(None), 2),
        gap=Gap.TIGHT,
        margins=Gap.WIDE,
    )
    return panel(content, "side")


def brand_line(title: str, detail: str) -> QWidget:
    """The small logo, the name of the page, and one line under it."""
    made = QWidget()
    named = label(title, Text.H2)
    told = label(detail, Text.SMALL, tone=Colour.INK2)
    told.setObjectName("brand-detail")
    made.setLayout(row(Logo(46, Colour.BG), column(named, told, gap=2), None, gap=Gap.MEDIUM))
    return made


def local_promise() -> QWidget:
    """« Tout reste sur cet ordinateur »."""
    made = QWidget()
    words = label(
        "Tout reste sur cet ordinateur, chiffré. Aucune connexion n’est nécessaire.",
        Text.SMALL,
        tone=Colour.INK2,
        wrap=True,
    )
    made.setLayout(row(IconLabel("shield-check", Colour.OK, 18), (words, 1), gap=Gap.SMALL))
    return made


class BesideBrand(QWidget):
    """The brand at the left where there is room for it, and at the right a page over what can be done on it."""

    def __init__(self, content: QWidget, actions: QLayout, spoken: str) -> None:
        super().__init__()
        self._brand = brand_side()
        promise = row((local_promise(), 1), margins=(32, 0, 32, 16))
        body = box(column((content, 1), actions, promise, gap=Gap.TIGHT))
        body.setMaximumWidth(_WIDEST_PX)
        mark_region(body, spoken)
        page = QHBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self._brand, 38)
        page.addLayout(row((body, 1), gap=0), 62)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._brand.setVisible(roomy_width(self) >= _BRAND_FROM_PX)


class WhoTile(PaintedButton):
    """One specialist, to be chosen among two: her initials, her name, her field."""

    def __init__(self, specialist: Specialist) -> None:
        super().__init__(specialist.name)
        self.specialist = specialist
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{specialist.name}, {FIELD_WORDS[specialist.field_of_work].lower()}")
        self.setToolTip(", ".join(part for part in (specialist.name, specialist.role, specialist.structure) if part))

    def sizeHint(self) -> QSize:
        theme = self.theme
        name = theme.metrics(Text.STRONG).horizontalAdvance(self.text())
        return QSize(min(theme.px(300), name + theme.px(120)), theme.px(64))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(170), self.theme.px(64))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, chosen = self.theme, self.isChecked()
        field = self.specialist.field_of_work
        tone = TONES[field]
        painter = smooth_painter(self)
        place = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        fill = tone.soft if chosen else (self.background() or Colour.SURFACE)
        border = tone.full if chosen else Colour.CONTROL
        rounded(painter, theme, place, Radius.BLOCK, fill=fill, border=border, border_px=2 if chosen else 1)
        side = theme.px(38)
        face = QRectF(theme.px(12), (self.height() - side) / 2, side, side)
        paint_avatar(painter, theme, face, self.specialist.name, tone, Colour.SURFACE if chosen else None)
        left = face.right() + theme.px(12)
        right = self.width() - theme.px(40 if chosen else 12)
        middle = self.height() / 2
        painter.setPen(theme.colour(Colour.INK))
        painter.setFont(theme.font(Text.STRONG))
        name = theme.metrics(Text.STRONG).elidedText(self.text(), Qt.TextElideMode.ElideRight, round(right - left))
        above = QRectF(left, middle - theme.px(23), right - left, theme.px(23))
        painter.drawText(above, Qt.AlignmentFlag.AlignVCenter, name)
        sign_at = QPointF(left + theme.px(6), middle + theme.px(11))
        paint_sign(painter, theme, SIGNS[field], sign_at, theme.px(5.5))
        painter.setPen(theme.colour(Colour.INK2))
        painter.setFont(theme.font(Text.SMALL))
        below = QRectF(left + theme.px(18), middle, right - left, theme.px(22))
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, FIELD_WORDS[field])
        if chosen:
            tick = pixmap("circle-check", tone.full, 20, theme=theme)
            painter.drawPixmap(QPointF(self.width() - theme.px(34), middle - theme.px(10)), tick)
        painter.end()
