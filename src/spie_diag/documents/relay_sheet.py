"""The relay sheet as one file of one page: what somebody who takes over must know before the first meeting."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Final

from reportlab.platypus import Flowable

from spie_diag.documents import style
from spie_diag.documents.conformance import Metadata
from spie_diag.documents.content import Fact, Goal, OpenConstraint, RelaySheet
from spie_diag.documents.cover import CONFIDENTIAL, LONGEST_NAME, RIGHTS
from spie_diag.documents.fitting import Limits, first_that_fits
from spie_diag.documents.one_sheet import facts_within, narrow_band, small_section
from spie_diag.documents.paging import Furniture, room_on_first_page, set_pages
from spie_diag.documents.parts import level_word, marked_paragraph, paragraph, to_fill
from spie_diag.documents.sectioning import facts_table, listed
from spie_diag.documents.style import WIDTH, ink
from spie_diag.documents.tables import tagged_table
from spie_diag.documents.typography import STRONG, label_of, markup, register_fonts, shortened
from spie_diag.french import long_date, short_date
from spie_diag.sweeping import swept_at_once

TITLE: Final = "Fiche de relais"
_MOST_LINES: Final = 5
_MOST_OF_OTHERS: Final = 3
"""Strengths and dates: those that count. Source: domain §5."""
_MORE: Final = "D’autres points sont dans le diagnostic."
_CONSTRAINT_WIDTHS: Final = (176.0, 96.0, 112.0, WIDTH - 384)
_GOAL_WIDTHS: Final = (WIDTH * 0.42, WIDTH * 0.40, WIDTH * 0.18)


@swept_at_once()
def build(sheet: RelaySheet, moment: datetime) -> bytes:
    """The file: PDF/A-3a and PDF/UA-1, of one page whatever is told; ``moment``, aware of its zone, is its date."""
    register_fonts()  # texts are measured while they are written
    about = Metadata(
        title=label_of(f"{TITLE} – {sheet.person} – {sheet.made_on.isoformat()}"),
        authors=(label_of(sheet.made_by),),
        subject=label_of(f"{sheet.number}, version {sheet.version}. {sheet.purpose}"),
        moment=moment,
    )
    around = _furniture(sheet)
    story = first_that_fits(partial(_parts, sheet), room_on_first_page(around))
    return set_pages(story, around, about)


def _furniture(sheet: RelaySheet) -> Furniture:
    made = f"{sheet.number} · version {sheet.version} · {short_date(sheet.made_on)}"
    whom = shortened(sheet.recipient, LONGEST_NAME)
    told = " · ".join(part for part in (f"Pour {whom}", made, sheet.purpose) if part)
    notes = (told, f"{RIGHTS} : {sheet.rights}") if sheet.rights.strip() else (told,)
    return Furniture(left=f"{TITLE} · {sheet.person}", right=sheet.number, foot=CONFIDENTIAL, notes=notes)


def _parts(sheet: RelaySheet, limits: Limits) -> list[Flowable]:
    summary = [paragraph(limits.text(text), style.TEXT) for text in limits.some(sheet.summary[:_MOST_LINES])]
    strengths = listed(limits.text(text) for text in limits.some(sheet.strengths[:_MOST_OF_OTHERS]))
    contacts = _in_one_line(facts_within(sheet.contacts, limits))
    dates = _in_one_line(facts_within(sheet.dates[:_MOST_OF_OTHERS], limits))
    more = limits.left_out(sheet.summary, sheet.strengths, sheet.constraints, sheet.goals, sheet.dates, sheet.contacts)
    return [
        _band(sheet, limits),
        *facts_table(_about(sheet, limits), "Qui passe le relais, à qui, pour quoi"),
        *small_section("Où en est la personne", summary),
        *small_section("Ses points d’appui", strengths),
        *small_section("Contraintes ouvertes", _constraints(sheet.constraints, limits)),
        *small_section("Objectifs en cours", _goals(sheet.goals, limits)),
        *small_section("Prochaines dates", dates),
        *small_section("Qui appeler", contacts),
        *([paragraph(_MORE, style.SMALL)] if more else []),
        *_agreement(sheet, limits),
    ]


def _in_one_line(facts: Sequence[Fact]) -> list[Flowable]:
    """One under the other they would take the place of what matters more."""
    told = [
        f'<font name="{STRONG}">{markup(f"{one.label} :", STRONG)}</font> {markup(one.value)}'
        for one in facts
        if one.value.strip()
    ]
    return [marked_paragraph(" · ".join(told), style.TEXT)] if told else []


def _band(sheet: RelaySheet, limits: Limits) -> Flowable:
    born = f"date de naissance : {short_date(sheet.born_on)}" if sheet.born_on else ""
    where = " · ".join(part for part in (born, limits.text(sheet.reached_at)) if part)
    return narrow_band(CONFIDENTIAL, TITLE, limits.text(sheet.person), (where,))


def _about(sheet: RelaySheet, limits: Limits) -> list[Fact]:
    facts = (
        Fact(label="De", value=sheet.made_by),
        Fact(label="À", value=sheet.recipient),
        Fact(label="À quoi cela sert", value=sheet.purpose),
        Fact(label="Parcours", value=sheet.pathway),
        Fact(label=RIGHTS, value=sheet.rights),
    )
    made = f"{sheet.number}, version {sheet.version} · fiche du {long_date(sheet.made_on)}"
    return [
        *(Fact(label=one.label, value=limits.text(one.value)) for one in facts),
        Fact(label="Dossier", value=made),
    ]


def _constraints(constraints: tuple[OpenConstraint, ...], limits: Limits) -> list[Flowable]:
    rows = [
        (
            [paragraph(limits.text(one.label), style.CELL_STRONG)],
            [level_word(one.level, style.LEVEL)],
            [paragraph(limits.text(one.since), style.CELL)],
            [paragraph(limits.text(one.noted_by), style.CELL)],
        )
        for one in limits.some(constraints)
    ]
    if not rows:
        return []
    return [
        tagged_table(
            rows,
            _CONSTRAINT_WIDTHS,
            summary="Contraintes ouvertes : niveau retenu ensemble, depuis quand, qui l’a noté",
            titles=("Domaine", "Retenu ensemble", "Depuis", "Noté par"),
            looks=[("LINEBELOW", (0, 1), (-1, -1), 0.6, ink(style.LINE))],
        )
    ]


def _goals(goals: tuple[Goal, ...], limits: Limits) -> list[Flowable]:
    rows = [
        (
            [paragraph(limits.text(goal.label), style.CELL_STRONG)],
            [paragraph(limits.text(_next_action(goal)), style.CELL)],
            [paragraph(short_date(goal.due) if goal.due else "", style.CELL)],
        )
        for goal in limits.some(goals)
    ]
    if not rows:
        return []
    return [
        tagged_table(
            rows,
            _GOAL_WIDTHS,
            summary="Objectifs en cours : prochaine action et par qui, échéance",
            titles=("Objectif", "Prochaine action", "Pour le"),
            looks=[("LINEBELOW", (0, 1), (-1, -1), 0.6, ink(style.LINE))],
        )
    ]


def _next_action(goal: Goal) -> str:
    """The first action, with who does it."""
    if not goal.actions:
        return ""
    first = goal.actions[0]
    return " · ".join(part for part in (first.what, first.who) if part)


def _agreement(sheet: RelaySheet, limits: Limits) -> list[Flowable]:
    if sheet.agreement.strip():
        content: list[Flowable] = [paragraph(limits.text(sheet.agreement), style.TEXT)]
    else:
        told = "La personne a lu cette fiche et accepte qu’elle soit transmise."
        content = [paragraph(told, style.TEXT), to_fill("Date et signature")]
    return small_section("Accord de la personne", content)
