"""The bundled fonts, and plain text made fit to print: French spaces, no control characters, no missing letter."""

import re
import unicodedata
from functools import cache
from typing import Final

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from spie_diag.documents.right_to_left import drawn
from spie_diag.french import FIXED, NARROW, spaced
from spie_diag.paths import shipped

BODY: Final = "Atkinson"
STRONG: Final = "Atkinson-SemiBold"
HEAVY: Final = "Atkinson-Bold"
SLANTED: Final = "Atkinson-Italic"
STAND_IN: Final = "StandIn"
"""Cyrillic, Greek, Arabic, Hebrew, signs: letters that the others lack."""

MISSING: Final = "\u25a1"
"""Printed for a letter that no bundled font has."""

GLUE: Final = "\ue02f"
"""WORKAROUND: reportlab breaks lines at U+202F, no-break though it is (`_wsc` in its platypus/paragraph.py). This
stands for it until the file is written, where the text layer says U+202F again."""

MEANT: Final = {GLUE: NARROW, "\ue026": "&", "\ue03c": "<", "\ue03e": ">"}
"""What stands for what. WORKAROUND: reportlab keeps one record for each entity, and takes minutes for a text full of
them: so the signs of markup travel like that space."""

_UNIT: Final = re.compile(r"(?<=\d) (?=(?:h|min|km|ans?|mois|kg|m²)\b)")
"""The space between a number and its unit: no line ends there."""
_LONGEST_LABEL: Final = 300
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_PILE: Final = re.compile(rf"([{_MARKS}]{{8}})[{_MARKS}]+")
"""More signs over one letter than any language writes: they have no width, and no line would ever be full."""
_FILES: Final = {
    BODY: "AtkinsonHyperlegibleNext-Regular.ttf",
    STRONG: "AtkinsonHyperlegibleNext-SemiBold.ttf",
    HEAVY: "AtkinsonHyperlegibleNext-Bold.ttf",
    SLANTED: "AtkinsonHyperlegibleNext-Italic.ttf",
    STAND_IN: "DejaVuSans.ttf",
}
_SAFE: Final = str.maketrans({letter: stands for stands, letter in MEANT.items() if stands != GLUE})
_SILENT: Final = frozenset({"Cf", "Mn"})
"""Format and combining characters: dropped where no font has them, rather than shown as a box."""


@cache
def register_fonts() -> None:
    """Make the bundled fonts known to reportlab, once per process: about 40 ms."""
    for name, file in _FILES.items():
        font = TTFont(name, str(shipped("resources", "fonts", file)), asciiReadable=0)
        pdfmetrics.registerFont(font)
        face = font.face
        for stands, letter in MEANT.items():
            if ord(letter) in face.charToGlyph:
                face.charToGlyph[ord(stands)] = face.charToGlyph[ord(letter)]
                face.charWidths[ord(stands)] = face.charWidths[ord(letter)]
    for bold, italic, name in ((0, 0, BODY), (0, 1, SLANTED), (1, 0, HEAVY), (1, 1, HEAVY)):
        addMapping(BODY, bold, italic, name)
    for name in (STRONG, HEAVY, SLANTED, STAND_IN):
        for style in range(4):
            addMapping(name, style // 2, style % 2, name)


@cache
def _letters(font: str) -> frozenset[int]:
    register_fonts()
    return frozenset(pdfmetrics.getFont(font).face.charToGlyph)


def plain(text: str, *, french: bool = True) -> str:
    """The text as a reader's software may take it: composed letters, no control character, French spaces if ``french``.

    Line ends stay; what has no meaning outside a screen (text direction marks, lone surrogates) goes.
    """
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    kept = (" " if unicodedata.category(letter) == "Cc" and letter != "\n" else letter for letter in lines)
    clean = _PILE.sub(r"\1", "".join(_meaningful(letter) for letter in kept))
    return (_UNIT.sub(FIXED, spaced(clean)) if french else clean).strip()


def _meaningful(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind in ("Cs", "Co", "Cn"):
        return MISSING
    return "" if kind == "Cf" else letter


def label_of(text: str) -> str:
    """The text as a title or a label that programs keep: on one line, and no longer than they must accept.

    Source: ISO 19005-3, 6.1.13 (strings of 32 767 bytes at most).
    """
    return shortened(text, _LONGEST_LABEL)


def one_line(text: str) -> str:
    """The same on one line, for titles, labels and alternative texts."""
    return " ".join(plain(text).split("\n"))


def shortened(text: str, length: int) -> str:
    """At most ``length`` characters of the text, on one line, with « … » where some were cut."""
    line = one_line(text)
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def font_of(letter: str, wanted: str = BODY) -> str | None:
    """The bundled font to print one character in, or None if none has it."""
    code = ord(letter)
    for font in (wanted, STAND_IN):
        if code in _letters(font):
            return font
    return None


def runs(text: str, wanted: str = BODY) -> list[tuple[str, str]]:
    """The text cut in pieces of one font, ``(font, piece)``, in the order they are drawn; every letter printable."""
    pieces: list[tuple[str, str]] = []
    for letter in drawn(text, _letters(STAND_IN)).replace(NARROW, GLUE):
        if letter in ("\n", FIXED, " "):
            font: str | None = pieces[-1][0] if pieces else wanted
        elif (font := font_of(letter, wanted)) is None:
            if unicodedata.category(letter) in _SILENT:
                continue
            font, letter = wanted, MISSING
        if pieces and pieces[-1][0] == font:
            pieces[-1] = (font, pieces[-1][1] + letter)
        else:
            pieces.append((font or wanted, letter))
    return pieces


def markup(text: str, wanted: str = BODY, *, french: bool = True) -> str:
    """Plain user text as reportlab's paragraph markup: escaped, spaced, each letter in a font that has it."""
    marked = []
    for font, piece in runs(plain(text, french=french), wanted):
        safe = piece.translate(_SAFE).replace("\n", "<br/>")
        marked.append(safe if font == wanted else f'<font name="{font}">{safe}</font>')
    return "".join(marked)


def unprintable(text: str) -> frozenset[str]:
    """The characters of the text that no bundled font has, and that are therefore printed as « □ »."""
    letters = set(plain(text).replace(NARROW, " ")) - {"\n", FIXED}
    return frozenset(
        letter for letter in letters if font_of(letter) is None and unicodedata.category(letter) not in _SILENT
    )
