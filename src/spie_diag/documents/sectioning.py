"""What sections are made of in every document: a title and its content, lists, labels with their values."""

from collections.abc import Iterable, Sequence
from typing import Final

from reportlab.platypus import CondPageBreak, Flowable

from spie_diag.documents import style
from spie_diag.documents.content import Fact
from spie_diag.documents.drawing import text_width
from spie_diag.documents.parts import Group, heading, item, paragraph
from spie_diag.documents.style import STEP, WIDTH, ink
from spie_diag.documents.tables import tagged_table
from spie_diag.documents.typography import STRONG, plain

ROOM_FOR_A_SECTION: Final = 66.0
HEADING_HEIGHT: Final = style.HEADING.spaceBefore + style.HEADING.leading + style.HEADING.spaceAfter
_SHORT_FACT: Final = 300
_NARROWEST_LABEL: Final = 104.0
_WIDEST_LABEL: Final = 216.0


def section(title: str, content: Sequence[Flowable], *, room: float = ROOM_FOR_A_SECTION) -> list[Flowable]:
    """A titled section, on the next page if less than ``room`` points are left; nothing where it is empty."""
    if not content:
        return []
    return [CondPageBreak(room), Group("Sect"), heading(title, style.HEADING, 2), *content, Group()]


def listed(texts: Iterable[str]) -> list[Flowable]:
    items = [item(text, style.ITEM) for text in texts]
    return [Group("L"), *items, Group()] if items else []


def facts_table(facts: Sequence[Fact], summary: str, *, widest_label: float = _WIDEST_LABEL) -> list[Flowable]:
    """Labels and values, as a table of two columns; the first is as wide as its longest label, within reason."""
    rows = [
        ([paragraph(fact.label, style.CELL_STRONG)], [paragraph(fact.value, style.CELL)])
        for fact in facts
        if fact.value.strip()
    ]
    if not rows:
        return []
    longest = max(text_width(fact.label, STRONG, style.CELL_STRONG.fontSize) for fact in facts if fact.value.strip())
    label_width = min(max(longest + 3 * STEP, _NARROWEST_LABEL), widest_label)
    looks: list[tuple[object, ...]] = [("LEFTPADDING", (0, 0), (0, -1), 0)]
    if len(rows) > 1:
        looks.append(("LINEBELOW", (0, 0), (-1, -2), 0.6, ink(style.LINE)))
    # short rows stay whole, and none stands alone on either side of a page end
    texts = [f"{fact.label} {fact.value}".strip() for fact in facts]
    whole = all(len(text) <= _SHORT_FACT and "\n" not in plain(text) for text in texts)
    if whole:
        last = len(rows) - 1
        pairs = ((0, last),) if last <= 2 else ((0, 1), (last - 1, last))
        looks += [("NOSPLIT", (0, top), (-1, bottom)) for top, bottom in pairs]
    widths = (label_width, WIDTH - label_width)
    return [tagged_table(rows, widths, summary=summary, looks=looks, whole_rows=whole)]
