"""The look of the application in tests, put on again only where a test changed it: a style sheet is slow to put on."""

from PySide6.QtWidgets import QApplication

from spie_diag.desktop.theme import app_theme


def dress(app: QApplication, *, dark: bool = False, scale: float = 1.0) -> None:
    """Light or dark, and a text size; by default as the app first starts."""
    worn = app.styleSheet()
    if worn and worn == app_theme.sheet() and app_theme.is_dark is dark and app_theme.scale == scale:
        return
    if not worn:
        app.setStyle("Fusion")
    app_theme.apply(app, dark=dark, scale=scale)
