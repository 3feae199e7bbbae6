"""The copy of a person's file as one file: PDF/A-3a and PDF/UA-1, everything that is written about her, in order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from reportlab.platypus import CondPageBreak, Flowable

from spie_diag.documents import style
from spie_diag.documents.access_content import AccessCopy, Chapter, InterviewCopy, Line
from spie_diag.documents.conformance import Metadata
from spie_diag.documents.content import Fact
from spie_diag.documents.cover import LONGEST_NAME, band_of
from spie_diag.documents.drawing import Gap
from spie_diag.documents.paging import Furniture, set_pages
from spie_diag.documents.parts import Group, heading, paragraph
from spie_diag.documents.sectioning import listed
from spie_diag.documents.style import STEP, WIDTH, ink
from spie_diag.documents.tables import tagged_table
from spie_diag.documents.typography import label_of, register_fonts, shortened
from spie_diag.french import long_date
from spie_diag.sweeping import swept_at_once

TITLE: Final = "Copie de votre dossier"
CONFIDENTIAL: Final = "Document confidentiel · remis à la personne"

_WIDTHS: Final = (WIDTH * 0.32, WIDTH * 0.46, WIDTH * 0.22)
_FACT_WIDTHS: Final = (WIDTH * 0.34, WIDTH * 0.66)
_ROOM_FOR_A_SECTION: Final = 90.0
_HEADS: Final = ("De quoi il s’agit", "Ce qui est écrit", "Par qui, quand")


@swept_at_once()
def build_access(copy: AccessCopy, moment: datetime) -> bytes:
    """The file to hand over; ``moment``, aware of its time zone, is the date that it carries."""
    register_fonts()  # texts are measured while they are written
    about = Metadata(
        title=label_of(f"{TITLE} – {copy.person}"), authors=(), subject=label_of(copy.number), moment=moment
    )
    around = Furniture(left=f"{TITLE} · {copy.person}", right=copy.number, foot=CONFIDENTIAL, count_room=16)
    return set_pages(_story(copy), around, about)


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
        *_section("Ce qui n’est pas dans cette copie", listed(copy.left_out)),
        *_section("Vos droits", listed(copy.rights)),
    ]
    return parts[:-1]


def _cover(copy: AccessCopy) -> list[Flowable]:
    band = [
        Gap(6 * STEP),
        paragraph(CONFIDENTIAL, style.BAND_KIND),
        heading(TITLE, style.BAND_TITLE, 1),
        Gap(STEP),
        paragraph(shortened(copy.person, LONGEST_NAME), style.BAND_PERSON),
        paragraph(f"Dossier {copy.number} · copie du {long_date(copy.made_on, weekday=False)}", style.BAND_LINE),
        paragraph(copy.made_by, style.BAND_LINE),
        Gap(STEP),
    ]
    return [band_of(band)]


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
