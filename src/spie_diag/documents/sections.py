"""The sections of the printed diagnosis, in the order of its pages: what they say becomes what is laid out."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from reportlab.platypus import CondPageBreak, Flowable

from spie_diag.documents import style
from spie_diag.documents.chart import OverviewChart, level_in_words, level_of
from spie_diag.documents.content import (
    Author,
    Cover,
    Domain,
    Fact,
    Goal,
    NextSteps,
    Opinion,
    Pathway,
    Rating,
    Report,
    SignatureSlot,
    Words,
)
from spie_diag.documents.drawing import Cards, Gap, Look, text_width
from spie_diag.documents.parts import Group, heading, item, level_word, marked_paragraph, paragraph, quote
from spie_diag.documents.signatures import signature_cards
from spie_diag.documents.style import SPEAKERS, STEP, STRENGTH, WIDTH, ink
from spie_diag.documents.tables import tagged_table
from spie_diag.documents.typography import BODY, STRONG, markup, plain, shortened
from spie_diag.french import FIXED, counted, long_date, short_date
from spie_diag.interview.people import Voice

TITLE: Final = "Diagnostic socio-professionnel"
NOT_JOINT: Final = "Diagnostic non conjoint"
CONFIDENTIAL: Final = "Document confidentiel · ne pas transmettre à un tiers"

_LONGEST_NAME: Final = 90
_LONGEST_NOTICE: Final = 400
_SHORT_FACT: Final = 300
_NARROWEST_LABEL: Final = 104.0
_WIDEST_LABEL: Final = 216.0
_ROOM_FOR_A_SECTION: Final = 66.0
_ROOM_FOR_A_TABLE: Final = 88.0
_ROOM_FOR_A_LINE: Final = 50.0
_HEADING_HEIGHT: Final = style.HEADING.spaceBefore + style.HEADING.leading + style.HEADING.spaceAfter
_SHORT_NOTICE: Final = 150.0
"""Rights told in fewer points than this stay on the page of the signatures, which never stand alone."""


def story(report: Report, signers: Sequence[SignatureSlot]) -> list[Flowable]:
    """Everything there is to lay out, in reading order.

    The last section stays open: closing it below a full page would ask for an empty one.
    """
    parts = [
        *_cover(report.cover),
        *_voice_of_the_person(report),
        *_strengths(report),
        *_domains(report),
        *_section("Projet et disponibilité", _facts(report.project, "Projet et disponibilité")),
        *_section("Parcours proposé et motif", _pathway(report.pathway), room=_ROOM_FOR_A_LINE),
        *_section("Objectifs et actions", _goals(report.goals)),
        *_section("Suite", _next_steps(report.next_steps)),
        *_section("Observations de la personne", _observations(report)),
        *_rights_and_signatures(report, signers),
    ]
    return parts[:-1]


def _section(title: str, content: Sequence[Flowable], *, room: float = _ROOM_FOR_A_SECTION) -> list[Flowable]:
    """A titled section, on the next page if less than ``room`` points are left; nothing where it is empty."""
    if not content:
        return []
    return [CondPageBreak(room), Group("Sect"), heading(title, style.HEADING, 2), *content, Group()]


def _listed(texts: Iterable[str]) -> list[Flowable]:
    items = [item(text, style.ITEM) for text in texts]
    return [Group("L"), *items, Group()] if items else []


def _facts(facts: Sequence[Fact], summary: str) -> list[Flowable]:
    """Labels and values, as a table of two columns; the first is as wide as its longest label, within reason."""
    rows = [
        ([paragraph(fact.label, style.CELL_STRONG)], [paragraph(fact.value, style.CELL)])
        for fact in facts
        if fact.value.strip()
    ]
    if not rows:
        return []
    longest = max(text_width(fact.label, STRONG, style.CELL_STRONG.fontSize) for fact in facts if fact.value.strip())
    label_width = min(max(longest + 3 * STEP, _NARROWEST_LABEL), _WIDEST_LABEL)
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


def _cover(cover: Cover) -> list[Flowable]:
    version = f"{cover.number} · version {cover.version}"
    band = [
        Gap(6 * STEP),
        paragraph(CONFIDENTIAL, style.BAND_KIND),
        heading(TITLE if cover.absent else f"{TITLE} conjoint", style.BAND_TITLE, 1),
        Gap(STEP),
        paragraph(shortened(cover.person, _LONGEST_NAME), style.BAND_PERSON),
        paragraph(f"Entretien du {long_date(cover.held_on)} · {version}", style.BAND_LINE),
        Gap(STEP),
    ]
    look = Look(background=style.PRIMARY, bleeds=style.MARGIN, padding=0)
    parts: list[Flowable] = [Cards([band], look, after=2.5 * STEP)]
    if cover.absent:
        parts.append(_notice(NOT_JOINT, cover.absent))
    return [*parts, *_facts(_cover_facts(cover), "Qui, quand, pour qui")]


def _notice(title: str, text: str) -> Cards:
    told = [paragraph(title, style.WARNED_TITLE), paragraph(shortened(text, _LONGEST_NOTICE), style.WARNED)]
    return Cards([told], Look(background=style.WARNING_SOFT, edge=style.WARNING, radius=0))


def _cover_facts(cover: Cover) -> list[Fact]:
    facts = [Fact(label=SPEAKERS[author.voice].word, value=_author(author)) for author in cover.authors]
    born = short_date(cover.born_on) if cover.born_on else ""
    whereabouts = " · ".join(part for part in (born and f"date de naissance : {born}", cover.commune) if part)
    facts.append(Fact(label="La personne", value=whereabouts))
    recipient = " · ".join(part for part in (cover.recipient, cover.purpose) if part)
    facts.append(Fact(label="Destinataire", value=recipient))
    facts.append(Fact(label="Correction", value=cover.correction))
    facts.append(Fact(label="Questionnaire", value=cover.form))
    return facts


def _author(author: Author) -> str:
    who = ", ".join(part for part in (author.name, author.role) if part)
    return f"{SPEAKERS[author.voice].sign} {who} · {author.structure}" if author.structure else who


def _voice_of_the_person(report: Report) -> list[Flowable]:
    return _section(
        "La parole de la personne", [quote(_in_her_words(one), style.QUOTE, about=one.about) for one in report.words]
    )


def _in_her_words(words: Words) -> str:
    return words.said if not words.is_quote or "«" in words.said else f"« {words.said.strip()} »"


def _strengths(report: Report) -> list[Flowable]:
    texts = [f"{one.text} ({one.domain})" if one.domain else one.text for one in report.strengths]
    return _section("Points d’appui", _listed(texts))


def _domains(report: Report) -> list[Flowable]:
    content: list[Flowable] = []
    if report.summary.strip():
        content += [
            heading("Ce que nous comprenons ensemble", style.SUB_HEADING, 3),
            paragraph(report.summary, style.LEAD),
        ]
    if report.domains:
        content += [
            CondPageBreak(_ROOM_FOR_A_SECTION + 40),
            heading("Vue d’ensemble", style.SUB_HEADING, 3),
            OverviewChart(report.domains),
            CondPageBreak(_ROOM_FOR_A_TABLE),
            heading("Domaine par domaine", style.SUB_HEADING, 3),
            _domain_table(report.domains),
        ]
    if report.not_explored:
        listed = " · ".join(report.not_explored)
        content.append(paragraph(f"Non renseigné : {listed}", style.NOTE))
    return _section("Contraintes et besoins", content)


def _domain_table(domains: Sequence[Domain]) -> Flowable:
    rows = [
        (
            [paragraph(domain.label, style.CELL_STRONG), *_priority(domain)],
            _agreed(domain.agreed),
            [paragraph(word, style.LEVEL_PERSON) for word in level_in_words(domain.person).split(", ")],
            [*_statement(domain)],
        )
        for domain in domains
    ]
    return tagged_table(
        rows,
        (134, 84, 68, WIDTH - 286),
        summary="Pour chaque domaine : le niveau retenu ensemble, celui de la personne, ce qui est écrit ensemble",
        titles=("Domaine", "Retenu ensemble", "La personne", "Ce que nous écrivons ensemble"),
        looks=[("LINEBELOW", (0, 1), (-1, -1), 0.6, ink(style.LINE))],
    )


def _priority(domain: Domain) -> list[Flowable]:
    notes = [text for text in ("prioritaire" if domain.is_priority else "", domain.since) if text]
    return [paragraph(" · ".join(notes), style.CELL_SOFT)] if notes else []


def _agreed(rating: Rating | None) -> list[Flowable]:
    made: list[Flowable] = [level_word(level_of(rating), style.LEVEL)]
    if rating is not None and rating.is_strength:
        made.append(level_word(None, style.LEVEL_GOOD, STRENGTH))
    return made


def _statement(domain: Domain) -> list[Flowable]:
    made: list[Flowable] = [paragraph(domain.statement, style.CELL)] if domain.statement.strip() else []
    if domain.disagreement:
        made.append(paragraph("Désaccord gardé, les deux lectures :", style.CELL_SOFT))
        made += [marked_paragraph(_opinion_in_words(one), style.CELL) for one in domain.disagreement]
    return made


def _voice_in_words(voice: Voice) -> str:
    """« ● Champ social » as markup, in the colour of the voice."""
    speaker = SPEAKERS[voice]
    who = markup(f"{speaker.sign} {speaker.word}", STRONG).replace(" ", FIXED)
    return f'<font name="{STRONG}" color="#{speaker.color}">{who}</font>'


def _opinion_in_words(opinion: Opinion) -> str:
    return f"{_voice_in_words(opinion.voice)}{FIXED}: {markup(opinion.text)}"


def _opinions(opinions: Sequence[Opinion]) -> list[Flowable]:
    """What each voice holds, on one line where they can share it: those who agree are named together."""
    by_text: dict[str, list[str]] = {}
    for one in opinions:
        if one.text.strip():
            by_text.setdefault(one.text, []).append(_voice_in_words(one.voice))
    told = [f"{f' {FIXED}'.join(voices)}{FIXED}: {markup(text)}" for text, voices in by_text.items()]
    return [marked_paragraph(f" {FIXED} ".join(told), style.SMALL)] if told else []


def _pathway(pathway: Pathway) -> list[Flowable]:
    content: list[Flowable] = []
    if pathway.proposal.strip():
        content.append(paragraph(pathway.proposal, style.DECISION))
    if pathway.reason.strip():
        content.append(paragraph(pathway.reason, style.TEXT))
    return [*content, *_opinions(pathway.opinions), *_facts(pathway.facts, "Rythme et engagements")]


def _goals(goals: Sequence[Goal]) -> list[Flowable]:
    if not goals:
        return []
    rows: list[tuple[list[Flowable], ...]] = []
    ends = []
    for number, goal in enumerate(goals, start=1):
        rows += _goal_rows(number, goal)
        ends.append(len(rows))
    looks = [("LINEBELOW", (0, end), (-1, end), 0.7, ink(style.LINE)) for end in ends]
    count = counted(sum(len(goal.actions) for goal in goals), "action")
    return [
        tagged_table(
            rows,
            (164, 150, 82, 62, WIDTH - 458),
            summary=f"{counted(len(goals), 'objectif')}, {count} : quoi, qui, quand, où cela en est",
            titles=("Objectif", "Action", "Qui", "Quand", "État"),
            looks=looks,
        )
    ]


def _goal_rows(number: int, goal: Goal) -> list[tuple[list[Flowable], ...]]:
    told_by_action = len(goal.actions) == 1 and goal.actions[0].when == goal.due
    due = f"pour le {short_date(goal.due)}" if goal.due and not told_by_action else ""
    reached = f"atteint quand : {goal.reached_when}" if goal.reached_when.strip() else ""
    about = " · ".join(text for text in (goal.domain, due, reached) if text)
    name = markup(f"{number}. {goal.label}", STRONG)
    notes: list[Flowable] = [paragraph(about, style.CELL_SOFT)] if about else []
    if len(goal.actions) < 2:
        soft = f' <font name="{BODY}" size="8.2" color="#{style.INK_SOFT}">{markup(f"· {about}")}</font>'
        first: list[Flowable] = [marked_paragraph(name + soft if about else name, style.CELL_STRONG)]
    else:
        # the notes stand beside the second action, so that no row is tall and half empty
        first = [marked_paragraph(name, style.CELL_STRONG)]
    if not goal.actions:
        return [(first, [paragraph("Pas encore d’action écrite", style.CELL_SOFT)], [], [], [])]
    beside = [first, notes]
    return [
        (
            beside[place] if place < len(beside) else [],
            [paragraph(action.what, style.CELL)],
            [paragraph(action.who, style.CELL)],
            [paragraph(_day(action.when), style.CELL)],
            [paragraph(action.status, style.CELL)],
        )
        for place, action in enumerate(goal.actions)
    ]


def _day(day: date | None) -> str:
    return short_date(day) if day else ""


def _next_steps(steps: NextSteps) -> list[Flowable]:
    facts = [
        Fact(label="Prochain rendez-vous", value=steps.meeting),
        Fact(label="Référent", value=steps.referent),
        Fact(label="Correspondant", value=steps.correspondent),
        *steps.deadlines,
    ]
    content = _facts(facts, "Qui fait quoi ensuite, et les dates à ne pas laisser passer")
    if steps.numbers:
        numbers = " · ".join(f"{one.label} : {one.value}" for one in steps.numbers)
        title = f'<font name="{STRONG}">{markup("Numéros utiles :", STRONG)}</font>'
        content.append(marked_paragraph(f"{title} {markup(numbers)}", style.NOTE))
    return content


def _observations(report: Report) -> list[Flowable]:
    content: list[Flowable] = []
    if report.agreement.strip():
        content.append(paragraph(report.agreement, style.TEXT))
    if report.observations.strip():
        content.append(quote(report.observations, style.QUOTE))
    return content or [paragraph("Pas d’observation ajoutée.", style.TEXT)]


def _rights_and_signatures(report: Report, signers: Sequence[SignatureSlot]) -> list[Flowable]:
    """The signatures never stand alone on a last page when the text before them is short enough to come along."""
    rights = [paragraph(text, style.NOTE) for text in report.rights]
    cards = signature_cards(report.cover.person, report.signature, signers)
    for_signing = _HEADING_HEIGHT + cards.wrap(WIDTH, style.PAGE_HEIGHT)[1]
    height = sum(text.wrap(WIDTH, style.PAGE_HEIGHT)[1] + style.NOTE.spaceAfter for text in rights)
    room = _HEADING_HEIGHT + height + for_signing if height < _SHORT_NOTICE else _ROOM_FOR_A_SECTION
    return [
        *_section("Vos données et vos droits", rights, room=room),
        *_section("Lu et relu ensemble : signatures", [cards], room=for_signing),
    ]
