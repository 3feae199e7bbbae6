"""What the document will say, as a few headed paragraphs: the same facts as the printed pages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spie_diag.desktop.widgets.scale import level_in_words
from spie_diag.french import long_date, short_date, spaced

if TYPE_CHECKING:
    from spie_diag.casework.sheet import Sheet
    from spie_diag.documents.content import Report


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    lines: tuple[str, ...] = field(repr=False)


def parts_of(sheet: "Sheet") -> tuple[Part, ...]:
    """The parts that have something to say, in the order of the pages."""
    from spie_diag.casework.publishing import report_of

    report = report_of(sheet)
    return tuple(part for part in _parts(report) if part.lines)


def _parts(report: "Report") -> Iterator[Part]:
    cover = report.cover
    held = f"Entretien du {long_date(cover.held_on, weekday=False)}, document {cover.number}, version {cover.version}"
    authors = (_author(one.name, one.role, one.structure) for one in cover.authors)
    corrected = (f"Corrige la version précédente : {cover.correction}",) if cover.correction else ()
    absent = (cover.absent,) if cover.absent else ()
    yield Part("Entretien", (held, *authors, *corrected, *absent))
    yield Part("Synthèse", (report.summary,) if report.summary else ())
    yield Part("Ses mots", tuple(f"{one.about} : {one.said}" for one in report.words))
    yield Part("Points d’appui", tuple(one.text for one in report.strengths))
    yield Part("Conclusions", tuple(_domains(report)))
    yield Part("Non explorés", tuple(report.not_explored))
    way = report.pathway
    facts = (f"{one.label} : {one.value}" for one in way.facts)
    yield Part("Parcours proposé", tuple(line for line in (way.proposal, way.reason, *facts) if line))
    yield Part("Plan d’action", tuple(_goals(report)))
    yield Part("Suites", tuple(_next(report)))
    yield Part("Ce que la personne en dit", tuple(line for line in (report.agreement, report.observations) if line))


def _author(name: str, role: str, structure: str) -> str:
    who = ", ".join(part for part in (name, role) if part)
    return spaced(f"{who} ({structure})" if structure else who)


def _domains(report: "Report") -> Iterator[str]:
    for one in report.domains:
        if one.agreed is None:
            words = "deux avis gardés"
        else:
            words = level_in_words(one.agreed.level, one.agreed.is_strength).split(", niveau")[0].lower()
        priority = " (priorité)" if one.is_priority else ""
        said = f" – {one.statement}" if one.statement else ""
        yield f"{one.label} : {words}{priority}{said}"


def _goals(report: "Report") -> Iterator[str]:
    for goal in report.goals:
        yield goal.label
        for one in goal.actions:
            when = f", pour le {short_date(one.when)}" if one.when else ", sans date"
            yield f"    {one.who} : {one.what}{when}"


def _next(report: "Report") -> Iterator[str]:
    steps = report.next_steps
    if steps.referent:
        yield f"Personne référente : {steps.referent}"
    if steps.correspondent:
        yield f"Correspondant : {steps.correspondent}"
    if steps.meeting:
        yield f"Prochaine rencontre : {steps.meeting}"
