"""The copy of a person's file as one file: PDF/A-3a and PDF/UA-1, everything that is written about her, in order."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, PageTemplate

from spie_diag.documents import style
from spie_diag.documents.access_content import AccessCopy, Chapter, InterviewCopy, Line
from spie_diag.documents.conformance import Metadata, finish, mend_reportlab
from spie_diag.documents.content import Fact
from spie_diag.documents.drawing import Cards, Gap, Look, draw_line, fitted, text_width
from spie_diag.documents.parts import Group, heading, item, paragraph
from spie_diag.documents.style import BOTTOM, MARGIN, MM, PAGE_HEIGHT, PAGE_WIDTH, STEP, TOP, WIDTH, ink
from spie_diag.documents.tables import tagged_table
from spie_diag.documents.tagging import Artifact, TaggedCanvas
from spie_diag.documents.typography import BODY, one_line, register_fonts, shortened
from spie_diag.french import long_date

TITLE: Final = "Copie de votre dossier"
CONFIDENTIAL: Final = "Document confidentiel · remis à la personne"

_PAGE_COUNT: Final = "page-count"
_RIGHT: Final = PAGE_WIDTH - MARGIN
_COUNT_AT: Final = _RIGHT - 16
_LONGEST_NAME: Final = 90
_WIDTHS: Final = (WIDTH * 0.32, WIDTH * 0.46, WIDTH * 0.22)
_FACT_WIDTHS: Final = (WIDTH * 0.34, WIDTH * 0.66)
_ROOM_FOR_A_SECTION: Final = 90.0
_HEADS: Final = ("De quoi il s’agit", "Ce qui est écrit", "Par qui, quand")


def build_access(copy: AccessCopy, moment: datetime) -> bytes:
    """The file to hand over; ``moment``, aware of its time zone, is the date that it carries."""
    register_fonts()
    mend_reportlab()
    out = io.BytesIO()
    canvas = TaggedCanvas(out, (PAGE_WIDTH, PAGE_HEIGHT), BODY)
    furniture = _Furniture(copy)
    document = BaseDocTemplate(out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT))
    document.addPageTemplates(
        [
            PageTemplate("first", [_frame(PAGE_HEIGHT)], onPage=furniture.footer, autoNextPageTemplate="later"),
            PageTemplate("later", [_frame(PAGE_HEIGHT - TOP)], onPage=furniture.later_page),
        ]
    )
    document._doSave = False  # noqa: SLF001  # the number of pages and the metadata are still to be written
    document.build(_story(copy), canvasmaker=lambda *_given, **_options: canvas)
    _write_page_count(canvas)
    about = Metadata(
        title=one_line(f"{TITLE} – {copy.person}"), authors=(), subject=one_line(copy.number), moment=moment
    )
    finish(canvas, about)
    canvas.save()
    return out.getvalue()


def _frame(top: float) -> Frame:
    return Frame(MARGIN, BOTTOM, WIDTH, top - BOTTOM, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)


def _story(copy: AccessCopy) -> list[Flowable]:
    """In reading order; the last section stays open: closing it below a full page would ask for an empty one."""
    parts = [
        *_cover(copy),
        *(paragraph(text, style.LEAD) for text in copy.introduction),
        *_section("Qui vous êtes", _lines(copy.identity, "Votre identité")),
        *(part for one in copy.interviews for part in _interview(one)),
        *_section("En cours de saisie", _lines(copy.typing, "Ce qui est en train d’être tapé")),
        *_section("Documents signés", _facts(copy.documents, "Les documents signés, remis avec cette copie")),
        *_section("Ce qui a été fait de votre dossier", _facts(copy.register, "Qui a fait quoi de votre dossier")),
        *_section("Ce qui n’est pas dans cette copie", _listed(copy.left_out)),
        *_section("Vos droits", _listed(copy.rights)),
    ]
    return parts[:-1]


def _cover(copy: AccessCopy) -> list[Flowable]:
    band = [
        Gap(6 * STEP),
        paragraph(CONFIDENTIAL, style.BAND_KIND),
        heading(TITLE, style.BAND_TITLE, 1),
        Gap(STEP),
        paragraph(shortened(copy.person, _LONGEST_NAME), style.BAND_PERSON),
        paragraph(f"Dossier {copy.number} · copie du {long_date(copy.made_on, weekday=False)}", style.BAND_LINE),
        paragraph(copy.made_by, style.BAND_LINE),
        Gap(STEP),
    ]
    return [Cards([band], Look(background=style.PRIMARY, bleeds=MARGIN, padding=0), after=2.5 * STEP)]


def _section(title: str, content: Sequence[Flowable], depth: int = 2) -> list[Flowable]:
    """A titled section; nothing where it is empty."""
    if not content:
        return []
    look = style.HEADING if depth == 2 else style.SUB_HEADING
    return [CondPageBreak(_ROOM_FOR_A_SECTION), Group("Sect"), heading(title, look, depth), *content, Group()]


def _interview(one: InterviewCopy) -> list[Flowable]:
    chapters = [part for chapter in one.chapters for part in _chapter(chapter)]
    return _section(one.title, [*_facts(one.facts, one.title), *chapters])


def _chapter(chapter: Chapter) -> list[Flowable]:
    return _section(chapter.title, _lines(chapter.lines, chapter.title), depth=3)


def _lines(lines: Sequence[Line], summary: str) -> list[Flowable]:
    if not lines:
        return []
    rows = [
        (
            [paragraph(line.label, style.CELL_STRONG)],
            [
                paragraph(line.value, style.CELL),
                *(paragraph(f"Avant : {old.value} ({old.by})", style.CELL_SOFT) for old in line.former),
            ],
            [paragraph(line.by, style.CELL_SOFT)],
        )
        for line in lines
    ]
    return [tagged_table(rows, _WIDTHS, summary=summary, titles=_HEADS, looks=_rules(len(rows) + 1))]


def _facts(facts: Sequence[Fact], summary: str) -> list[Flowable]:
    if not facts:
        return []
    rows = [([paragraph(fact.label, style.CELL_STRONG)], [paragraph(fact.value, style.CELL)]) for fact in facts]
    return [tagged_table(rows, _FACT_WIDTHS, summary=summary, looks=_rules(len(rows)))]


def _rules(rows: int) -> list[tuple[object, ...]]:
    return [("LINEBELOW", (0, 0), (-1, -2), 0.6, ink(style.LINE))] if rows > 1 else []


def _listed(texts: Sequence[str]) -> list[Flowable]:
    return [Group("L"), *(item(text, style.ITEM) for text in texts), Group()] if texts else []


@dataclass(frozen=True, slots=True)
class _Furniture:
    """What stands around the text of each page."""

    copy: AccessCopy

    def later_page(self, canvas: TaggedCanvas, document: BaseDocTemplate) -> None:
        with canvas.marking(Artifact("Pagination", "Header")):
            base = PAGE_HEIGHT - 12 * MM
            canvas.setFillColor(ink(style.INK_SOFT))
            draw_line(canvas, _RIGHT, base, self.copy.number, BODY, 8.2, align=1)
            room = WIDTH - text_width(self.copy.number, BODY, 8.2) - 12
            draw_line(canvas, MARGIN, base, fitted(f"{TITLE} · {self.copy.person}", BODY, 8.2, room), BODY, 8.2)
            _rule(canvas, base - 6)
        self.footer(canvas, document)

    def footer(self, canvas: TaggedCanvas, _document: BaseDocTemplate) -> None:
        with canvas.marking(Artifact("Pagination", "Footer")):
            base = 9.8 * MM
            _rule(canvas, base + 11)
            canvas.setFillColor(ink(style.INK_SOFT))
            draw_line(canvas, MARGIN, base, CONFIDENTIAL, BODY, 8.2)
            draw_line(canvas, _COUNT_AT - 2.2, base, f"Page {canvas.getPageNumber()} /", BODY, 8.2, align=1)
            canvas.saveState()
            canvas.translate(_COUNT_AT, base)
            canvas.doForm(_PAGE_COUNT)
            canvas.restoreState()


def _rule(canvas: TaggedCanvas, height: float) -> None:
    canvas.setStrokeColor(ink(style.LINE))
    canvas.setLineWidth(0.7)
    canvas.line(MARGIN, height, _RIGHT, height)


def _write_page_count(canvas: TaggedCanvas) -> None:
    """The form that every footer shows, once the number of pages is known."""
    count = canvas.getPageNumber() - 1
    with canvas.unmarked():
        canvas.beginForm(_PAGE_COUNT, 0, -4, 24, 12)
        canvas.setFillColor(ink(style.INK_SOFT))
        draw_line(canvas, 0, 0, str(count), BODY, 8.2)
        canvas.endForm()
