"""Small drawings: the sign of each voice, faces, discs, pills and the logo. Never colour alone."""

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF

from spie_diag.desktop.theme import Colour, Text, Theme, Tone, pixmap
from spie_diag.desktop.widgets.painting import PaintedSign, smooth_painter
from spie_diag.french import spaced


class Sign(Enum):
    """● social, ■ employment, ❝ the person, ◆ both together."""

    SOCIAL = "social"
    EMPLOYMENT = "employment"
    PERSON = "person"
    JOINT = "joint"

    @property
    def tone(self) -> Tone:
        return Tone.PRIMARY if self is Sign.JOINT else Tone(self.value)


_SPOKEN = {
    Sign.SOCIAL: "champ social",
    Sign.EMPLOYMENT: "champ emploi",
    Sign.PERSON: "la personne",
    Sign.JOINT: "les deux ensemble",
}


def paint_sign(
    painter: QPainter, theme: Theme, sign: Sign, centre: QPointF, radius: float, *, filled: bool = True
) -> None:
    """One sign, centred; hollow means « not yet »."""
    colour = theme.colour(sign.tone.full)
    if sign is Sign.PERSON:
        side = radius * 2.3 / theme.scale
        drawn = pixmap("quote", sign.tone.full, side, 2.2, theme)
        painter.drawPixmap(centre - QPointF(theme.px(side) / 2, theme.px(side) / 2), drawn)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, max(1.6, radius * 0.28)))
    painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
    if sign is Sign.SOCIAL:
        painter.drawEllipse(centre, radius, radius)
    elif sign is Sign.EMPLOYMENT:
        half = radius * 0.9
        square = QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half)
        painter.drawRoundedRect(square, radius * 0.3, radius * 0.3)
    else:
        reach = radius * 1.2
        corners = (QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0))
        painter.drawPolygon(QPolygonF([centre + corner for corner in corners]))
    painter.restore()


class Mark(PaintedSign):
    """The sign of a voice, spoken as well."""

    def __init__(self, sign: Sign, size_px: float = 14, *, filled: bool = True) -> None:
        super().__init__(_SPOKEN[sign])
        self._sign, self._size_px, self._filled = sign, size_px, filled
        self.setToolTip(_SPOKEN[sign])

    def fill(self, filled: bool) -> None:
        self._filled = filled
        self.update()

    def sizeHint(self) -> QSize:
        side = self.theme.px(self._size_px) + 4
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        centre = QPointF(self.width() / 2, self.height() / 2)
        paint_sign(painter, self.theme, self._sign, centre, self.width() / 2 - 3, filled=self._filled)
        painter.end()


class IconDisc(PaintedSign):
    """An icon on a soft disc, beside a title."""

    def __init__(self, icon: str, tone: Tone = Tone.PRIMARY, size_px: float = 44) -> None:
        super().__init__()
        self._icon, self._tone, self._size_px = icon, tone, size_px

    def show_as(self, icon: str, tone: Tone) -> None:
        self._icon, self._tone = icon, tone
        self.update()

    def sizeHint(self) -> QSize:
        side = self.theme.px(self._size_px)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour(self._tone.soft))
        painter.drawEllipse(QRectF(self.rect()))
        drawn = pixmap(self._icon, self._tone.full, self._size_px * 0.54, theme=self.theme)
        offset = (self.width() - drawn.deviceIndependentSize().width()) / 2
        painter.drawPixmap(QPointF(offset, offset), drawn)
        painter.end()


def initials(name: str) -> str:
    """One or two letters that stand for a name; empty for an empty one."""
    words = [word for word in name.replace("-", " ").split() if word[:1].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def paint_avatar(
    painter: QPainter, theme: Theme, place: QRectF, name: str, tone: Tone, paper: Colour | None = None
) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(paper or tone.soft))
    painter.drawEllipse(place.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.setPen(theme.colour(tone.full))
    painter.setFont(theme.font(Text.STRONG, size_px=place.width() * 0.36 / theme.scale))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, initials(name))


class Avatar(PaintedSign):
    """The initials of somebody whose name is written beside."""

    def __init__(self, name: str, tone: Tone = Tone.PRIMARY, size_px: float = 40, paper: Colour | None = None) -> None:
        super().__init__()
        self._name, self._tone, self._size_px, self._paper = name, tone, size_px, paper

    def show_name(self, name: str) -> None:
        self._name = name
        self.update()

    def sizeHint(self) -> QSize:
        side = self.theme.px(self._size_px)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        paint_avatar(painter, self.theme, QRectF(self.rect()), self._name, self._tone, self._paper)
        painter.end()


def pill_width(theme: Theme, text: str, icon: str = "") -> int:
    return theme.metrics(Text.CAPTION, 600).horizontalAdvance(text) + theme.px(18) + (theme.px(19) if icon else 0)


def paint_pill(
    painter: QPainter, theme: Theme, place: QRectF, text: str, tone: Tone | None = None, icon: str = ""
) -> None:
    """A short state in a soft capsule; no tone is neutral."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(tone.soft if tone else Colour.SUNKEN))
    painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
    ink = tone.full if tone else Colour.INK2
    left = place.left() + theme.px(9)
    if icon:
        drawn = pixmap(icon, ink, 15, 2.1, theme)
        painter.drawPixmap(QPointF(left - 1, place.center().y() - theme.px(7.5)), drawn)
        left += theme.px(19)
    painter.setPen(theme.colour(ink))
    painter.setFont(theme.font(Text.CAPTION, 600))
    rest = QRectF(left, place.top(), place.right() - left, place.height())
    painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, text)


class Pill(PaintedSign):
    """A short state, as « Conclu »."""

    def __init__(self, text: str, tone: Tone | None = None, icon: str = "") -> None:
        super().__init__(text)
        self._text, self._tone, self._icon = spaced(text), tone, icon

    def show_as(self, text: str, tone: Tone | None = None, icon: str = "") -> None:
        self._text, self._tone, self._icon = spaced(text), tone, icon
        self.setAccessibleName(self._text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(pill_width(self.theme, self._text, self._icon), self.theme.px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        paint_pill(painter, self.theme, QRectF(self.rect()), self._text, self._tone, self._icon)
        painter.end()


class Logo(PaintedSign):
    """Two views that overlap: a disc and a square, and what they share."""

    def __init__(self, size_px: float = 40, paper: Colour = Colour.SURFACE) -> None:
        super().__init__("SPIE Diag")
        self._size_px, self._paper = size_px, paper

    def sizeHint(self) -> QSize:
        width = self.theme.px(self._size_px)
        return QSize(width, round(width * 0.7))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        width = float(self.width())
        disc, square = QPainterPath(), QPainterPath()
        disc.addEllipse(QRectF(width * 0.02, width * 0.02, width * 0.62, width * 0.62))
        square.addRoundedRect(
            QRectF(width * 0.44, width * 0.065, width * 0.54, width * 0.54), width * 0.12, width * 0.12
        )
        shared = disc.intersected(square)
        painter.fillPath(disc, self.theme.colour(Colour.SOCIAL))
        painter.fillPath(square, self.theme.colour(Colour.EMPLOYMENT))
        painter.fillPath(shared, self.theme.colour(Colour.PRIMARY))
        painter.setPen(QPen(self.theme.colour(self._paper), max(1.4, width * 0.012)))
        painter.drawPath(shared)
        painter.end()
