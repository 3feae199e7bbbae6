"""The sections of the printed diagnosis, in the order of its pages: what they say becomes what is laid out."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from reportlab.platypus import CondPageBreak, Flowable, NextPageTemplate, PageBreak

from spie_diag.documents import style
from spie_diag.documents.chart import OverviewChart, level_in_words, level_of
from spie_diag.documents.closing import rights_and_signatures
from spie_diag.documents.content import (
    Chapter,
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
from spie_diag.documents.cover import cover_facts, head
from spie_diag.documents.easy_page import easy_page
from spie_diag.documents.parts import heading, level_word, marked_paragraph, paragraph, quote
from spie_diag.documents.sectioning import ROOM_FOR_A_SECTION, facts_table, listed, section
from spie_diag.documents.style import SPEAKERS, STRENGTH, WIDTH, ink
from spie_diag.documents.tables import tagged_table
from spie_diag.documents.typography import BODY, STRONG, markup
from spie_diag.french import FIXED, counted, short_date
from spie_diag.interview.people import Voice

_ROOM_FOR_A_TABLE: Final = 88.0
_ROOM_FOR_A_LINE: Final = 50.0
_WIDEST_QUESTION: Final = 240.0
"""Most questions of the common form stay on one line, and most answers too."""


def story(report: Report, signers: Sequence[SignatureSlot], room: float) -> list[Flowable]:
    """Everything there is to lay out, in reading order; ``room`` is how high the text of a first page may be.

    The last section stays open: closing it below a full page would ask for an empty one.
    """
    parts = [
        *_beginning(report, room),
        *_voice_of_the_person(report),
        *_strengths(report),
        *_domains(report),
        *section("Projet et disponibilité", facts_table(report.project, "Projet et disponibilité")),
        *section("Parcours proposé et motif", _pathway(report.pathway), room=_ROOM_FOR_A_LINE),
        *section("Objectifs et actions", _goals(report.goals, whole=report.cover.extract is None)),
        *section("Suite", _next_steps(report.next_steps)),
        *section("Observations de la personne", _observations(report)),
        *rights_and_signatures(report, signers),
        *section("Annexe : ce qui a été répondu", _chapters(report.answers)),
    ]
    return parts[:-1]


def _beginning(report: Report, room: float) -> list[Flowable]:
    """The head of the diagnosis, after the person's own first page on her copy."""
    cover = report.cover
    facts = facts_table(cover_facts(cover), "Qui, quand, pour qui")
    if report.easy is None:
        return [*head(cover), *facts]
    again_first = [NextPageTemplate("first"), PageBreak()]
    return [*easy_page(report.easy, cover, room), *again_first, *head(cover, depth=2), *facts]


def _voice_of_the_person(report: Report) -> list[Flowable]:
    return section(
        "La parole de la personne", [quote(_in_her_words(one), style.QUOTE, about=one.about) for one in report.words]
    )


def _in_her_words(words: Words) -> str:
    return words.said if not words.is_quote or "«" in words.said else f"« {words.said.strip()} »"


def _strengths(report: Report) -> list[Flowable]:
    texts = [f"{one.text} ({one.domain})" if one.domain else one.text for one in report.strengths]
    return section("Points d’appui", listed(texts))


def _domains(report: Report) -> list[Flowable]:
    content: list[Flowable] = []
    if report.summary.strip():
        content += [
            heading("Ce que nous comprenons ensemble", style.SUB_HEADING, 3),
            paragraph(report.summary, style.LEAD),
        ]
    if report.domains:
        content += [*_overview(report), CondPageBreak(_ROOM_FOR_A_TABLE)]
        content.append(heading("Domaine par domaine", style.SUB_HEADING, 3))
        content.append(_domain_table(report.domains, with_person=not report.cover.extract or _person_rated(report)))
    if report.not_explored:
        listed = " · ".join(report.not_explored)
        content.append(paragraph(f"Non renseigné : {listed}", style.NOTE))
    return section("Contraintes et besoins", content)


def _overview(report: Report) -> list[Flowable]:
    """The chart; on an extract only where a voice is told beside the conclusion, which the table says too."""
    if report.cover.extract and not any(one.social or one.employment or one.person for one in report.domains):
        return []
    return [
        CondPageBreak(ROOM_FOR_A_SECTION + 40),
        heading("Vue d’ensemble", style.SUB_HEADING, 3),
        OverviewChart(report.domains),
    ]


def _person_rated(report: Report) -> bool:
    return any(domain.person for domain in report.domains)


def _domain_table(domains: Sequence[Domain], *, with_person: bool) -> Flowable:
    """``with_person`` leaves a column for the levels that the person gave."""
    rows: list[tuple[list[Flowable], ...]] = []
    for domain in domains:
        words = level_in_words(domain.person).split(", ") if domain.voices_told else ()
        hers = [paragraph(word, style.LEVEL_PERSON) for word in words]
        about = [paragraph(domain.label, style.CELL_STRONG), *_priority(domain)]
        rows.append((about, _agreed(domain.agreed), *([hers] if with_person else []), _statement(domain)))
    person, hers_told = ("La personne",) if with_person else (), "celui de la personne, " if with_person else ""
    widths = (134, 84, 68) if with_person else (158, 92)
    return tagged_table(
        rows,
        (*widths, WIDTH - sum(widths)),
        summary=f"Pour chaque domaine : le niveau retenu ensemble, {hers_told}ce qui est écrit ensemble",
        titles=("Domaine", "Retenu ensemble", *person, "Ce que nous écrivons ensemble"),
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
    return [*content, *_opinions(pathway.opinions), *facts_table(pathway.facts, "Rythme et engagements")]


def _goals(goals: Sequence[Goal], *, whole: bool) -> list[Flowable]:
    """``whole`` when every action is told: elsewhere, none may mean that none leaves."""
    if not goals:
        return []
    rows: list[tuple[list[Flowable], ...]] = []
    ends = []
    for number, goal in enumerate(goals, start=1):
        rows += _goal_rows(number, goal, "Pas encore d’action écrite" if whole else "")
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


def _goal_rows(number: int, goal: Goal, none: str) -> list[tuple[list[Flowable], ...]]:
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
        return [(first, [paragraph(none, style.CELL_SOFT)] if none else [], [], [], [])]
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
    content = facts_table(facts, "Qui fait quoi ensuite, et les dates à ne pas laisser passer")
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
    # an extract may leave her remarks out: nothing on it says that she made none
    none = [] if report.cover.extract else [paragraph("Pas d’observation ajoutée.", style.TEXT)]
    return content or none


def _chapters(chapters: Sequence[Chapter]) -> list[Flowable]:
    made: list[Flowable] = []
    for chapter in chapters:
        situations = [Fact(label="Situations constatées", value=" ; ".join(chapter.situations))]
        told = facts_table([*situations, *chapter.answers], chapter.title, widest_label=_WIDEST_QUESTION)
        if told:
            made += [CondPageBreak(ROOM_FOR_A_SECTION), heading(chapter.title, style.SUB_HEADING, 3), *told]
    return made
