"""Colours, fonts and icons."""

import re

import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from spie_diag.desktop.theme import Colour, Text, app_theme, pixmap
from spie_diag.desktop.theme.fonts import load_person_fonts
from spie_diag.desktop.theme.tokens import DARK, LIGHT, Palette, contrast, contrast_pairs
from spie_diag.paths import shipped


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_every_pair_of_colours_is_contrasted_enough(palette: Palette) -> None:
    weak = [
        (front.value, back.value, round(contrast(palette[front], palette[back]), 2), least)
        for front, back, least in contrast_pairs()
        if contrast(palette[front], palette[back]) < least
    ]
    assert not weak
    assert len(list(contrast_pairs())) >= 80


def test_no_colour_is_written_outside_the_tokens() -> None:
    code = shipped("src", "spie_diag", "desktop")
    files = [file for file in code.rglob("*.py") if file.name != "tokens.py"]
    sheet = shipped("resources", "theme", "sheet.qss")
    found = [
        f"{file}: {match}"
        for file in (*files, sheet)
        for match in re.findall(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b", file.read_text("utf-8"))
    ]
    assert files
    assert not found


def test_no_widget_has_a_style_sheet_of_its_own() -> None:
    code = shipped("src", "spie_diag", "desktop")
    allowed = {"applying.py"}
    found = [
        str(file) for file in code.rglob("*.py") if file.name not in allowed and "setStyleSheet" in file.read_text()
    ]
    assert not found


def test_every_icon_that_is_named_is_shipped() -> None:
    code = "\n".join(file.read_text("utf-8") for file in shipped("src", "spie_diag", "desktop").rglob("*.py"))
    named = set(re.findall(r"icon=\"([a-z0-9-]+)\"", code))
    named |= set(re.findall(r"(?:IconLabel|IconDisc|pixmap|icon|set_icon)\(\"([a-z0-9-]+)\"", code))
    missing = [name for name in sorted(named) if not shipped("resources", "icons", f"{name}.svg").is_file()]
    assert named
    assert not missing


def test_every_icon_that_is_shipped_is_named() -> None:
    code = "\n".join(file.read_text("utf-8") for file in shipped("src", "spie_diag", "desktop").rglob("*.py"))
    words = set(re.findall(r"\"([a-z0-9-]+)\"", code))
    files = list(shipped("resources", "icons").glob("*.svg"))
    assert files
    assert not [file.name for file in files if file.stem not in words]


def test_the_sheet_has_no_word_left_to_replace(app: QApplication) -> None:
    sheet = re.sub(r"/\*.*?\*/", "", app_theme.sheet(), flags=re.DOTALL)
    assert "$" not in sheet
    assert not re.search(r"\d+sp\b", sheet)


def test_the_bundled_fonts_are_the_ones_in_use(app: QApplication) -> None:
    assert "Atkinson Hyperlegible Next" in QFontDatabase.families()
    assert load_person_fonts() == 2
    assert app_theme.font(Text.PERSON_TITLE).family() == "Andika"
    assert app.font().family() == "Atkinson Hyperlegible Next"


def test_a_larger_text_grows_everything_that_is_scaled(app: QApplication) -> None:
    small = app_theme.font(Text.BODY).pixelSize()
    app_theme.apply(app, scale=2.0)
    assert app_theme.font(Text.BODY).pixelSize() == 2 * small
    assert "font-size: 30px" in app_theme.sheet()


def test_an_icon_is_drawn_once_per_colour(app: QApplication) -> None:
    first, again = pixmap("house", Colour.INK), pixmap("house", Colour.INK)
    other = pixmap("house", Colour.PRIMARY)
    assert first.cacheKey() == again.cacheKey()
    assert other.cacheKey() != first.cacheKey()
    assert not first.isNull()
