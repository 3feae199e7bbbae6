"""Paper colours, sizes and paragraph styles: the light palette of the windows, on A4."""

from dataclasses import dataclass
from typing import Final

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.styles import ParagraphStyle

from spie_diag.documents.typography import BODY, HEAVY, STRONG
from spie_diag.interview.people import Voice

MM: Final = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
MARGIN: Final = 16 * MM
TOP: Final = 18 * MM
BOTTOM: Final = 16 * MM
WIDTH: Final = PAGE_WIDTH - 2 * MARGIN
STEP: Final = 4.0
"""All distances are multiples of this, in points."""

INK: Final = "1D2430"
INK_SOFT: Final = "434C59"
INK_FAINT: Final = "586170"
PAPER: Final = "FFFFFF"
WARM: Final = "F5F3EE"
LINE: Final = "DFDBD2"
CONTROL: Final = "857F73"
PRIMARY: Final = "11575A"
PRIMARY_SOFT: Final = "E1EFEE"
SOCIAL: Final = "A3440F"
EMPLOYMENT: Final = "1C55A3"
PERSON: Final = "6D3B59"
PERSON_SOFT: Final = "F7ECF2"
WARNING: Final = "7A5200"
WARNING_SOFT: Final = "FBF1DA"
GOOD: Final = "1C6A3C"
BAND_FAINT: Final = "D6E6E5"

TEXT_ON: Final = (
    (INK, PAPER),
    (INK, WARM),
    (INK, PRIMARY_SOFT),
    (INK_SOFT, PAPER),
    (INK_SOFT, WARM),
    (INK_SOFT, PRIMARY_SOFT),
    (INK_FAINT, PAPER),
    (PRIMARY, PAPER),
    (PRIMARY, WARM),
    (PRIMARY, PRIMARY_SOFT),
    (SOCIAL, PAPER),
    (SOCIAL, WARM),
    (EMPLOYMENT, PAPER),
    (EMPLOYMENT, WARM),
    (PERSON, PAPER),
    (PERSON, WARM),
    (PERSON, PERSON_SOFT),
    (WARNING, PAPER),
    (WARNING, WARNING_SOFT),
    (INK, WARNING_SOFT),
    (GOOD, PAPER),
    (PAPER, PRIMARY),
    (BAND_FAINT, PRIMARY),
)
"""Every pair of text and background that the pages use; each has a contrast of 4.5 at least."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """How one voice is told apart: never by colour alone."""

    sign: str
    word: str
    color: str


SPEAKERS: Final = {
    Voice.SOCIAL: Speaker("●", "Champ social", SOCIAL),
    Voice.EMPLOYMENT: Speaker("■", "Champ emploi", EMPLOYMENT),
    Voice.PERSON: Speaker("❝", "La personne", PERSON),
}
TOGETHER: Final = Speaker("◆", "Conclusion commune", PRIMARY)

LEVELS: Final = ("Ça va", "À surveiller", "Complique", "Empêche")
NOT_RATED: Final = "Non évalué"
STRENGTH: Final = "Point d’appui"


def ink(color: str) -> Color:
    return HexColor(f"#{color}")


def _style(name: str, size: float, leading: float, color: str = INK, font: str = BODY, **more: float) -> ParagraphStyle:
    return ParagraphStyle(
        name, fontName=font, fontSize=size, leading=leading, textColor=ink(color), allowWidows=0, allowOrphans=0, **more
    )


TEXT: Final = _style("text", 9.8, 13.6, spaceAfter=STEP)
LEAD: Final = _style("lead", 10, 14, spaceAfter=STEP)
SMALL: Final = _style("small", 8.6, 11.6, INK_SOFT, spaceAfter=STEP / 2)
NOTE: Final = _style("note", 8, 10.2, INK_SOFT, spaceAfter=STEP / 2)
FILL: Final = _style("fill", 9.2, 13, INK_SOFT, spaceBefore=2 * STEP)
"""Lines to write on by hand: high enough for a pen."""
LABEL: Final = _style("label", 8.4, 11.2, INK_SOFT, STRONG, spaceBefore=STEP / 2)
HEADING: Final = _style("heading", 14, 18, PRIMARY, STRONG, spaceBefore=1.5 * STEP, spaceAfter=STEP)
SHEET_HEADING: Final = _style("sheet-heading", 11.6, 15, PRIMARY, STRONG, spaceBefore=STEP, spaceAfter=STEP / 2)
QUESTION: Final = _style("question", 11.4, 15.4, INK, STRONG, leftIndent=2.5 * STEP, spaceAfter=STEP)
SUB_HEADING: Final = _style("sub-heading", 10.4, 14, INK, STRONG, spaceBefore=STEP / 2, spaceAfter=STEP * 0.75)
QUOTE: Final = _style("quote", 10, 13.8, PERSON, leftIndent=2.5 * STEP, spaceAfter=1.25 * STEP)
ITEM: Final = _style("item", 9.8, 13.4, leftIndent=3.5 * STEP, spaceAfter=STEP / 2)
CELL: Final = _style("cell", 8.8, 10.9)
CELL_STRONG: Final = _style("cell-strong", 8.8, 10.9, INK, STRONG)
CELL_SOFT: Final = _style("cell-soft", 8.2, 10.4, INK_SOFT)
CELL_HEAD: Final = _style("cell-head", 8.2, 11, INK_SOFT, STRONG)
LEVEL: Final = _style("level", 8.8, 10.9, INK, STRONG, leftIndent=5 * STEP)
LEVEL_PERSON: Final = _style("level-person", 8.8, 10.9, PERSON)
LEVEL_GOOD: Final = _style("level-good", 8.4, 10.8, GOOD, STRONG, leftIndent=5 * STEP)
DECISION: Final = _style("decision", 12.6, 17, PRIMARY, STRONG, spaceAfter=STEP)
BAND_KIND: Final = _style("band-kind", 10, 13, BAND_FAINT, STRONG)
BAND_TITLE: Final = _style("band-title", 23, 28, PAPER, HEAVY)
BAND_PERSON: Final = _style("band-person", 14, 19, PAPER, STRONG)
BAND_LINE: Final = _style("band-line", 10, 14, PAPER)
WARNED: Final = _style("warned", 9.8, 13.6, INK)
WARNED_TITLE: Final = _style("warned-title", 10.4, 14, WARNING, STRONG)
CARD_TITLE: Final = _style("card-title", 8.2, 11, INK_SOFT, STRONG)
CARD_NAME: Final = _style("card-name", 10, 13, INK, STRONG)
CARD_LINE: Final = _style("card-line", 8, 10.6, INK_SOFT)
EASY_TITLE: Final = _style("easy-title", 27, 32, PAPER, HEAVY)
EASY_PERSON: Final = _style("easy-person", 17, 23, PAPER, STRONG)
EASY_HEADING: Final = _style("easy-heading", 18, 23, PRIMARY, STRONG, spaceAfter=STEP / 2)
EASY_TEXT: Final = _style("easy-text", 15.5, 20.5, spaceAfter=STEP)
EASY_ITEM: Final = _style("easy-item", 15.5, 20.5, leftIndent=3.5 * STEP, spaceAfter=STEP / 2)
EASY_DATE: Final = _style("easy-date", 18, 23, INK, STRONG)
EASY_NOTE: Final = _style("easy-note", 14, 18, INK_SOFT)
