"""The printed diagnosis as one file: PDF/A-3a and PDF/UA-1, with its data attached and its signature fields drawn."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime

from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from spie_diag.documents.conformance import Metadata, finish, mend_reportlab
from spie_diag.documents.content import Report, SignatureSlot
from spie_diag.documents.drawing import draw_line, fitted, text_width
from spie_diag.documents.sections import CONFIDENTIAL, NOT_JOINT, TITLE, story
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
from spie_diag.documents.typography import BODY, STRONG, one_line, register_fonts, unprintable

_PAGE_COUNT = "page-count"
_RIGHT = PAGE_WIDTH - MARGIN
_COUNT_AT = _RIGHT - 11


def build(
    report: Report,
    attachment: bytes,
    moment: datetime,
    signers: Sequence[SignatureSlot],
    *,
    chain_head: str = "",
    schema_version: str = "1",
) -> bytes:
    """The file to sign: two to four pages for a full diagnosis, the same bytes for the same arguments.

    ``attachment`` is ``diagnostic.json`` as it is to be found again, byte for byte. ``moment`` is aware of its time
    zone. ``signers`` come in the order in which they will sign. ``chain_head``, the last hash of the journal, is
    printed at the foot of each page.

    Raises:
        FieldNameError: the name of a signature field cannot be told from another's.
    """
    register_fonts()
    mend_reportlab()
    out = io.BytesIO()
    canvas = TaggedCanvas(out, (PAGE_WIDTH, PAGE_HEIGHT), BODY)
    furniture = _Furniture(report, chain_head)
    document = BaseDocTemplate(out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT))
    document.addPageTemplates(
        [
            PageTemplate("first", [_frame(PAGE_HEIGHT)], onPage=furniture.first_page, autoNextPageTemplate="later"),
            PageTemplate("later", [_frame(PAGE_HEIGHT - TOP)], onPage=furniture.later_page),
        ]
    )
    document._doSave = False  # noqa: SLF001  # the number of pages and the metadata are still to be written
    document.build(story(report, signers), canvasmaker=lambda *_given, **_options: canvas)
    _write_page_count(canvas)
    finish(canvas, _metadata(report, attachment, moment, schema_version))
    canvas.save()
    return out.getvalue()


def letters_without_glyph(content: object) -> frozenset[str]:
    """The characters, in any text of a report (or of a part of it), that the pages show as « □ »."""
    if isinstance(content, str):
        return unprintable(content)
    if isinstance(content, tuple):
        return frozenset().union(*map(letters_without_glyph, content))
    if is_dataclass(content):
        return frozenset().union(*(letters_without_glyph(getattr(content, one.name)) for one in fields(content)))
    return frozenset()


def _frame(top: float) -> Frame:
    return Frame(MARGIN, BOTTOM, WIDTH, top - BOTTOM, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)


def _metadata(report: Report, attachment: bytes, moment: datetime, schema_version: str) -> Metadata:
    cover = report.cover
    return Metadata(
        title=one_line(f"{TITLE} – {cover.person} – {cover.held_on.isoformat()}"),
        authors=tuple(one_line(author.name) for author in cover.authors),
        subject=one_line(f"{cover.number}, version {cover.version}" + (f". {NOT_JOINT}" if cover.absent else "")),
        moment=moment,
        attachment=attachment,
        schema_version=schema_version,
    )


@dataclass(frozen=True, slots=True)
class _Furniture:
    """What stands around the text of each page."""

    report: Report
    chain_head: str

    def first_page(self, canvas: TaggedCanvas, _document: BaseDocTemplate) -> None:
        self._footer(canvas)

    def later_page(self, canvas: TaggedCanvas, _document: BaseDocTemplate) -> None:
        cover = self.report.cover
        with canvas.marking(Artifact("Pagination", "Header")):
            base = PAGE_HEIGHT - 12 * MM
            right = one_line(f"{cover.number} · version {cover.version}")
            canvas.setFillColor(ink(INK_SOFT))
            draw_line(canvas, _RIGHT, base, right, BODY, 8.2, align=1)
            room = WIDTH - text_width(right, BODY, 8.2) - 12
            draw_line(canvas, MARGIN, base, fitted(f"{TITLE} · {cover.person}", BODY, 8.2, room), BODY, 8.2)
            _rule(canvas, base - 6)
        self._footer(canvas)

    def _footer(self, canvas: TaggedCanvas) -> None:
        with canvas.marking(Artifact("Pagination", "Footer")):
            base = 9.8 * MM
            _rule(canvas, base + 11)
            left = MARGIN
            if self.report.cover.absent:
                canvas.setFillColor(ink(WARNING))
                draw_line(canvas, left, base, NOT_JOINT, STRONG, 8.2)
                left += text_width(NOT_JOINT, STRONG, 8.2) + 10
            canvas.setFillColor(ink(INK_SOFT))
            draw_line(canvas, left, base, CONFIDENTIAL, BODY, 8.2)
            draw_line(canvas, _COUNT_AT - 2.2, base, f"Page {canvas.getPageNumber()} /", BODY, 8.2, align=1)
            canvas.saveState()
            canvas.translate(_COUNT_AT, base)
            canvas.doForm(_PAGE_COUNT)
            canvas.restoreState()
            if self.chain_head:
                canvas.setFillColor(ink(INK_FAINT))
                told = fitted(f"Empreinte du journal des réponses : {self.chain_head}", BODY, 6.2, WIDTH)
                draw_line(canvas, MARGIN, base - 10, told, BODY, 6.2)


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
