"""From tokens to a palette, fonts and one style sheet."""

import re
from functools import lru_cache
from typing import Final
from weakref import WeakKeyDictionary

from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from spie_diag.desktop.theme import tokens
from spie_diag.desktop.theme.fonts import load_fonts
from spie_diag.desktop.theme.tokens import Colour, Palette, Text
from spie_diag.paths import shipped

_ROLES: Final = {
    QPalette.ColorRole.Window: Colour.BG,
    QPalette.ColorRole.WindowText: Colour.INK,
    QPalette.ColorRole.Base: Colour.SURFACE,
    QPalette.ColorRole.AlternateBase: Colour.RAISED,
    QPalette.ColorRole.Text: Colour.INK,
    QPalette.ColorRole.Button: Colour.SURFACE,
    QPalette.ColorRole.ButtonText: Colour.INK,
    QPalette.ColorRole.Highlight: Colour.PRIMARY,
    QPalette.ColorRole.HighlightedText: Colour.ON_PRIMARY,
    QPalette.ColorRole.ToolTipBase: Colour.INK,
    QPalette.ColorRole.ToolTipText: Colour.SURFACE,
    QPalette.ColorRole.PlaceholderText: Colour.INK3,
    QPalette.ColorRole.Link: Colour.PRIMARY,
    QPalette.ColorRole.Accent: Colour.PRIMARY,
}
_GREYED: Final = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)
_SCALED = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)sp\b")
_NAMED = re.compile(r"\$([a-z0-9_]+)")


class Theme:
    """Light or dark, and how large the text is.

    The application has one; the person's screen has its own, always light, with a text size of its own.
    """

    def __init__(self, palette: Palette = tokens.LIGHT, scale: float = 1.0) -> None:
        self.palette = palette
        self.scale = scale

    @property
    def is_dark(self) -> bool:
        return self.palette.is_dark

    def apply(self, app: QApplication, *, dark: bool | None = None, scale: float | None = None) -> None:
        """Dress the whole application: font, palette and one style sheet."""
        self._change(dark, scale)
        load_fonts()
        app.setFont(self.font(Text.BODY))
        app.setPalette(self.qt_palette())
        app.setStyleSheet(self.sheet())

    def apply_to(self, widget: QWidget, *, scale: float | None = None) -> None:
        """Dress one window or one part of a window differently from the application."""
        self._change(None, scale)
        load_fonts()
        _own_themes[widget] = self
        widget.setFont(self.font(Text.BODY))
        widget.setPalette(self.qt_palette())
        widget.setStyleSheet(self.sheet())

    def colour(self, colour: Colour, alpha: float = 1.0) -> QColor:
        shade = QColor(self.palette[colour])
        shade.setAlphaF(alpha)
        return shade

    def px(self, size: float) -> int:
        """A size that grows with the text."""
        return round(size * self.scale)

    def font(self, text: Text, weight: int | None = None, size_px: float | None = None) -> QFont:
        size, usual_weight = tokens.SIZES[text]
        return _font(
            _family(text),
            max(9, self.px(size_px or size)),
            weight or usual_weight,
        )

    def metrics(self, text: Text, weight: int | None = None, size_px: float | None = None) -> QFontMetrics:
        return QFontMetrics(self.font(text, weight, size_px))

    def qt_palette(self) -> QPalette:
        palette = QPalette()
        for role, colour in _ROLES.items():
            palette.setColor(role, self.colour(colour))
        for role in _GREYED:
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour(Colour.DISABLED))
        return palette

    def sheet(self) -> str:
        """The style sheet of ``resources/theme``: ``$name`` is a colour, ``12sp`` grows with the text."""
        text = _NAMED.sub(lambda found: self.palette[Colour(found[1])], _template())
        return _SCALED.sub(lambda found: f"{self.px(float(found[1]))}px", text) + self._texts()

    def _texts(self) -> str:
        return "\n".join(
            f'QLabel[textStyle="{text.value}"] {{ font-family: "{_family(text)}"; '
            f"font-size: {self.px(size)}px; font-weight: {weight}; }}"
            for text, (size, weight) in tokens.SIZES.items()
        )

    def _change(self, dark: bool | None, scale: float | None) -> None:
        if dark is not None:
            self.palette = tokens.DARK if dark else tokens.LIGHT
        if scale is not None:
            self.scale = scale


app_theme: Final = Theme()
"""The theme of the application."""
_own_themes: "WeakKeyDictionary[QWidget, Theme]" = WeakKeyDictionary()


def theme_of(widget: QWidget) -> Theme:
    """The theme that ``widget`` is painted with: that of its nearest parent that has one, or the application's."""
    if not _own_themes:
        return app_theme
    place: QWidget | None = widget
    while place is not None:
        found = _own_themes.get(place)
        if found is not None:
            return found
        place = place.parentWidget()
    return app_theme


def _family(text: Text) -> str:
    return tokens.FAMILY_PERSON if text.is_for_the_person else tokens.FAMILY


@lru_cache(maxsize=256)
def _font(family: str, size_px: int, weight: int) -> QFont:
    font = QFont(family)
    font.setPixelSize(size_px)
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@lru_cache(maxsize=1)
def _template() -> str:
    return shipped("resources", "theme", "sheet.qss").read_text("utf-8")
