"""Sizes of the blank questionnaire: large enough for everyone, black on white, to be copied and written on."""

from typing import Final

from reportlab.lib.styles import ParagraphStyle

from spie_diag.documents.style import INK, MM, PAGE_HEIGHT, PAGE_WIDTH, STEP, ink
from spie_diag.documents.typography import BODY, HEAVY, SLANTED, STRONG

MARGIN: Final = 13 * MM
WIDTH: Final = PAGE_WIDTH - 2 * MARGIN
TOP: Final = 15 * MM
BOTTOM: Final = 12.5 * MM
PAGE_ROOM: Final = PAGE_HEIGHT - TOP - BOTTOM
"""Height of the text of one page."""
LINE_HEIGHT: Final = 20.0
"""Of one line written by hand, in points: 7 mm."""
BOX: Final = 10.0
"""Side of a box to tick."""
CELL: Final = 15.0
"""Width of a box for one figure."""
STROKE: Final = 0.9
HAIRLINE: Final = 0.5
GUTTER: Final = 4 * STEP
"""Between two columns."""
COLUMN: Final = (WIDTH - GUTTER) / 2
"""Width of most questions: two columns, as in a newspaper."""
SMALLEST: Final = 10.0
"""No text is smaller."""


def _style(name: str, size: float, leading: float, font: str = BODY, **more: float) -> ParagraphStyle:
    return ParagraphStyle(
        f"questionnaire-{name}",
        fontName=font,
        fontSize=size,
        leading=leading,
        textColor=ink(INK),
        allowWidows=0,
        allowOrphans=0,
        **more,
    )


TITLE: Final = _style("title", 22, 27, HEAVY, spaceAfter=STEP)
FACT: Final = _style("fact", 11, 15)
LABEL: Final = _style("label", 11, 14.5, STRONG)
GUIDE: Final = _style("guide", 10.5, 13.6, leftIndent=3.5 * STEP, spaceAfter=STEP * 0.75)
BLOCK: Final = _style("block", 16, 20, HEAVY, spaceAfter=STEP / 2)
SECTION: Final = _style("section", 12, 15, STRONG, spaceBefore=STEP, spaceAfter=STEP / 2)
OPEN: Final = _style("open", 13, 16.5, STRONG, spaceAfter=STEP / 2)
SMALL: Final = _style("small", SMALLEST, 12.2, spaceAfter=STEP / 2)
CONDITION: Final = _style("condition", SMALLEST, 12.2, SLANTED)
QUESTION: Final = _style("question", 10.5, 13, STRONG)
HINT: Final = _style("hint", SMALLEST, 12)
FIELD: Final = _style("field", 10, 13)
CHOICE: Final = _style("choice", 10, 12.6, leftIndent=BOX + 1.5 * STEP)
RANKED: Final = _style("ranked", 10, 16, leftIndent=22 + 1.5 * STEP)
TABLE_HEAD: Final = _style("table-head", SMALLEST, 12, STRONG)
TABLE_TEXT: Final = _style("table-text", SMALLEST, 12)
