"""From a text to a file: pages, what stands around their text, metadata; for documents made of sections."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from spie_diag.documents.conformance import Metadata, finish, mend_reportlab
from spie_diag.documents.drawing import draw_line, fitted, lines_of, text_width
from spie_diag.documents.style import (
    BOTTOM,
    INK_FAINT,
    INK_SOFT,
    LINE,
    MARGIN,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    TOP,
    WARNING,
    WIDTH,
    ink,
)
from spie_diag.documents.tagging import Artifact, TaggedCanvas
from spie_diag.documents.typography import BODY, STRONG, one_line, register_fonts

_PAGE_COUNT: Final = "page-count"
_RIGHT: Final = PAGE_WIDTH - MARGIN
_FOOT: Final = 9.8 * MM
_NOTE_STEP: Final = 8.6
_NOTE_SIZE: Final = 7.0
_MOST_LINES: Final = 2
_SMALL: Final = 6.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """What stands around the text of each page, silent when the document is read aloud."""

    left: str = field(repr=False)
    """At the top of the pages after the first."""
    right: str
    foot: str
    warning: str = ""
    """Before ``foot``, in another colour."""
    notes: tuple[str, ...] = field(default=(), repr=False)
    """Under ``foot``, two lines each at most."""
    fingerprint: str = ""
    """Under everything, in very small type."""
    count_room: float = 11.0
    """Points left for the number of pages."""


def set_pages(story: Sequence[Flowable], furniture: Furniture, metadata: Metadata) -> bytes:
    """The file: PDF/A-3a and PDF/UA-1, the same bytes for the same arguments."""
    register_fonts()
    mend_reportlab()
    out = io.BytesIO()
    canvas = TaggedCanvas(out, (PAGE_WIDTH, PAGE_HEIGHT), BODY)
    around = _Around(furniture)
    document = BaseDocTemplate(out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT))
    document.addPageTemplates(
        [
            PageTemplate("first", [around.frame(PAGE_HEIGHT)], onPage=around.footer, autoNextPageTemplate="later"),
            PageTemplate("later", [around.frame(PAGE_HEIGHT - TOP)], onPage=around.later_page),
        ]
    )
    document._doSave = False  # noqa: SLF001  # the number of pages and the metadata are still to be written
    document.build(list(story), canvasmaker=lambda *_given, **_options: canvas)
    _write_page_count(canvas)
    finish(canvas, metadata)
    canvas.save()
    return out.getvalue()


def room_on_first_page(furniture: Furniture) -> float:
    """How high the text of the first page may be, in points."""
    return float(_Around(furniture).frame(PAGE_HEIGHT).height)


class _Around:
    """Draws the furniture."""

    def __init__(self, furniture: Furniture) -> None:
        self.furniture = furniture
        self.notes = [line for note in furniture.notes for line in lines_of(note, BODY, _NOTE_SIZE, WIDTH, _MOST_LINES)]
        under = len(self.notes) + bool(furniture.fingerprint)
        self.lifted = _NOTE_STEP * max(under - 1, 0)
        """How far the foot goes up, so that what is under it stays on what printers print."""

    def frame(self, top: float) -> Frame:
        bottom = BOTTOM + self.lifted
        return Frame(MARGIN, bottom, WIDTH, top - bottom, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)

    def later_page(self, canvas: TaggedCanvas, document: BaseDocTemplate) -> None:
        with canvas.marking(Artifact("Pagination", "Header")):
            base = PAGE_HEIGHT - 12 * MM
            right = one_line(self.furniture.right)
            canvas.setFillColor(ink(INK_SOFT))
            draw_line(canvas, _RIGHT, base, right, BODY, 8.2, align=1)
            room = WIDTH - text_width(right, BODY, 8.2) - 12
            draw_line(canvas, MARGIN, base, fitted(self.furniture.left, BODY, 8.2, room), BODY, 8.2)
            _rule(canvas, base - 6)
        self.footer(canvas, document)

    def footer(self, canvas: TaggedCanvas, _document: BaseDocTemplate) -> None:
        with canvas.marking(Artifact("Pagination", "Footer")):
            base = _FOOT + self.lifted
            _rule(canvas, base + 11)
            left = MARGIN
            if warning := self.furniture.warning:
                canvas.setFillColor(ink(WARNING))
                draw_line(canvas, left, base, warning, STRONG, 8.2)
                left += text_width(warning, STRONG, 8.2) + 10
            canvas.setFillColor(ink(INK_SOFT))
            draw_line(canvas, left, base, self.furniture.foot, BODY, 8.2)
            self._draw_number(canvas, base)
            self._draw_notes(canvas, base - 10)

    def _draw_number(self, canvas: TaggedCanvas, base: float) -> None:
        count_at = _RIGHT - self.furniture.count_room
        draw_line(canvas, count_at - 2.2, base, f"Page {canvas.getPageNumber()} /", BODY, 8.2, align=1)
        canvas.saveState()
        canvas.translate(count_at, base)
        canvas.doForm(_PAGE_COUNT)
        canvas.restoreState()

    def _draw_notes(self, canvas: TaggedCanvas, base: float) -> None:
        for line in self.notes:
            draw_line(canvas, MARGIN, base, line, BODY, _NOTE_SIZE)
            base -= _NOTE_STEP
        if self.furniture.fingerprint:
            canvas.setFillColor(ink(INK_FAINT))
            draw_line(canvas, MARGIN, base, fitted(self.furniture.fingerprint, BODY, _SMALL, WIDTH), BODY, _SMALL)


def _rule(canvas: TaggedCanvas, height: float) -> None:
    canvas.setStrokeColor(ink(LINE))
    canvas.setLineWidth(0.7)
    canvas.line(MARGIN, height, _RIGHT, height)


def _write_page_count(canvas: TaggedCanvas) -> None:
    """The form that every footer shows, once the number of pages is known."""
    count = canvas.getPageNumber() - 1
    with canvas.unmarked():
        canvas.beginForm(_PAGE_COUNT, 0, -4, 24, 12)
        canvas.setFillColor(ink(INK_SOFT))
        draw_line(canvas, 0, 0, str(count), BODY, 8.2)
        canvas.endForm()
