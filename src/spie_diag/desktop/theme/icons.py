"""Icons drawn as lines (Lucide), in the colour of the theme, drawn once per colour, size and screen density."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from spie_diag.desktop.theme.applying import Theme, app_theme
from spie_diag.desktop.theme.tokens import Colour
from spie_diag.paths import shipped


def pixmap(
    name: str, colour: Colour = Colour.INK, size_px: float = 20, stroke: float = 1.9, theme: Theme = app_theme
) -> QPixmap:
    """The icon ``resources/icons/<name>.svg``; ``size_px`` grows with the text.

    Raises:
        FileNotFoundError: no such icon is shipped (a fault of the program).
    """
    app = QApplication.instance()
    density = app.devicePixelRatio() if isinstance(app, QApplication) else 1.0
    return _drawn(name, theme.palette[colour], theme.px(size_px), density, stroke)


def icon(name: str, colour: Colour = Colour.INK, size_px: float = 20, theme: Theme = app_theme) -> QIcon:
    return QIcon(pixmap(name, colour, size_px, theme=theme))


@lru_cache(maxsize=768)
def _drawn(name: str, colour: str, size_px: int, density: float, stroke: float) -> QPixmap:
    lines = _source(name).replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{stroke}"')
    side = round(size_px * density)
    drawn = QPixmap(side, side)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(lines.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    drawn.setDevicePixelRatio(density)
    return drawn


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return shipped("resources", "icons", f"{name}.svg").read_text("utf-8")
