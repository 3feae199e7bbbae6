"""The sheet for a meeting of several structures as one file of one page, which does not tell who the person is."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Final

from reportlab.platypus import Flowable

from spie_diag.documents import style
from spie_diag.documents.conformance import Metadata
from spie_diag.documents.content import Action, MeetingSheet
from spie_diag.documents.drawing import Gap
from spie_diag.documents.fitting import Limits, first_that_fits
from spie_diag.documents.one_sheet import LinesToWriteOn, facts_within, narrow_band, small_section
from spie_diag.documents.paging import Furniture, room_on_first_page, set_pages
from spie_diag.documents.parts import paragraph, quote, to_fill
from spie_diag.documents.sectioning import facts_table, listed
from spie_diag.documents.style import INK_FAINT, STEP, WIDTH, ink
from spie_diag.documents.tables import tagged_table
from spie_diag.documents.typography import label_of, register_fonts
from spie_diag.french import long_date, short_date
from spie_diag.sweeping import swept_at_once

TITLE: Final = "Réunion d’étude de situation"
CONFIDENTIAL: Final = "Document confidentiel · sans identité · ne pas transmettre à un tiers"
_MORE: Final = "D’autres points seront dits en réunion."
_DECISION_WIDTHS: Final = (WIDTH * 0.52, WIDTH * 0.28, WIDTH * 0.20)


@swept_at_once()
def build(sheet: MeetingSheet, moment: datetime) -> bytes:
    """The file: PDF/A-3a and PDF/UA-1, of one page whatever is told; ``moment``, aware of its zone, is its date."""
    register_fonts()  # texts are measured while they are written
    about = Metadata(
        title=label_of(f"{TITLE} – {sheet.pseudonym} – {sheet.made_on.isoformat()}"),
        authors=(),
        subject=label_of(sheet.question),
        moment=moment,
    )
    around = Furniture(left=TITLE, right=label_of(sheet.pseudonym), foot=CONFIDENTIAL)
    story = first_that_fits(partial(_parts, sheet), room_on_first_page(around))
    return set_pages(story, around, about)


def _parts(sheet: MeetingSheet, limits: Limits) -> list[Flowable]:
    asked = f"Présentée par : {sheet.asked_by}" if sheet.asked_by.strip() else ""
    lines = (f"Fiche du {long_date(sheet.made_on)}", limits.text(asked))
    facts = facts_table(facts_within(sheet.facts, limits), "Ce qu’il faut savoir, et rien de plus")
    more = limits.left_out(sheet.facts, sheet.tried, sheet.proposals, sheet.decisions)
    return [
        narrow_band(CONFIDENTIAL, TITLE, limits.text(sheet.pseudonym), lines),
        *small_section("Ce que nous demandons au groupe", _question(sheet, limits)),
        *small_section("Ce qu’il faut savoir, et rien de plus", facts),
        *small_section("Ce qui a déjà été essayé", _told_or_written(sheet.tried, limits)),
        *small_section("Propositions", _told_or_written(sheet.proposals, limits)),
        *small_section("Décisions", [_decisions(sheet.decisions, limits)]),
        *([paragraph(_MORE, style.SMALL)] if more else []),
        *small_section("La personne", _informed(sheet, limits)),
    ]


def _question(sheet: MeetingSheet, limits: Limits) -> list[Flowable]:
    if not sheet.question.strip():
        return [LinesToWriteOn(2)]
    return [quote(limits.text(sheet.question), style.QUESTION, color=style.PRIMARY)]


def _told_or_written(texts: Sequence[str], limits: Limits) -> list[Flowable]:
    """A list, or lines to write on."""
    return listed(limits.text(text) for text in limits.some(texts)) or [LinesToWriteOn(limits.lines)]


def _decisions(decisions: Sequence[Action], limits: Limits) -> Flowable:
    """What was decided, and empty rows for what the meeting decides."""
    rows = [
        (
            [paragraph(limits.text(one.what), style.CELL)],
            [paragraph(limits.text(one.who), style.CELL)],
            [paragraph(short_date(one.when) if one.when else "", style.CELL)],
        )
        for one in limits.some(decisions)
    ]
    empty = max(limits.lines - len(rows), 0)
    rows += [([Gap(4 * STEP)], [], []) for _ in range(empty)]
    return tagged_table(
        rows,
        _DECISION_WIDTHS,
        summary="Décisions de la réunion : quoi, qui, pour quand",
        titles=("Quoi", "Qui", "Pour quand"),
        looks=[("LINEBELOW", (0, 1), (-1, -1), 0.6, ink(INK_FAINT))],
        row_headers=False,
    )


def _informed(sheet: MeetingSheet, limits: Limits) -> list[Flowable]:
    agreement = limits.text(sheet.agreement)
    return [
        to_fill("Informée avant la réunion, le", _day(sheet.informed_before)),
        to_fill("Informée après la réunion, le", _day(sheet.informed_after)),
        to_fill("Son accord", agreement),
    ]


def _day(day: date | None) -> str:
    return long_date(day, weekday=False) if day else ""
