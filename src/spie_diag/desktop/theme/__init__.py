"""How the windows look: named colours, two fonts, one style sheet, recoloured icons.

A painted widget asks ``theme_of(self)`` each time it paints, so that a change of theme or text size needs no rebuild.
"""

from spie_diag.desktop.theme.applying import Theme, app_theme, theme_of
from spie_diag.desktop.theme.icons import icon, pixmap
from spie_diag.desktop.theme.tokens import Colour, Gap, Palette, Radius, Text, Tone

__all__ = [
    "Colour",
    "Gap",
    "Palette",
    "Radius",
    "Text",
    "Theme",
    "Tone",
    "app_theme",
    "icon",
    "pixmap",
    "theme_of",
]
