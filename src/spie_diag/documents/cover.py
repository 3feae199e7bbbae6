"""The head of the first page: what this is, about whom, who made it, and for an extract, for whom and why."""

from typing import Final

from reportlab.platypus import Flowable

from spie_diag.documents import style
from spie_diag.documents.content import Author, Cover, Fact
from spie_diag.documents.drawing import Cards, Gap, Look
from spie_diag.documents.parts import heading, paragraph
from spie_diag.documents.style import SPEAKERS, STEP
from spie_diag.documents.typography import shortened
from spie_diag.french import long_date, short_date

TITLE: Final = "Diagnostic socio-professionnel"
NOT_JOINT: Final = "Diagnostic non conjoint"
CONFIDENTIAL: Final = "Document confidentiel · ne pas transmettre à un tiers"

RIGHTS: Final = "Droits de la personne"
LONGEST_NAME: Final = 90
_LONGEST_NOTICE: Final = 400


def title_of(cover: Cover) -> str:
    """Of the file and of the pages after the first."""
    return cover.extract.title if cover.extract else TITLE


def head(cover: Cover, depth: int = 1) -> list[Flowable]:
    """The band with the title, of level ``depth``, and a warning where a specialist was missing."""
    version = f"{cover.number} · version {cover.version}"
    joint = "" if cover.absent or cover.extract else " conjoint"
    band = [
        Gap(6 * STEP),
        paragraph(CONFIDENTIAL, style.BAND_KIND),
        heading(f"{title_of(cover)}{joint}", style.BAND_TITLE, depth),
        Gap(STEP),
        paragraph(shortened(cover.person, LONGEST_NAME), style.BAND_PERSON),
        paragraph(f"Entretien du {long_date(cover.held_on)} · {version}", style.BAND_LINE),
        Gap(STEP),
    ]
    parts: list[Flowable] = [band_of(band)]
    if cover.absent:
        parts.append(_notice(NOT_JOINT, cover.absent))
    return parts


def band_of(content: list[Flowable]) -> Cards:
    """The coloured band across the top of a sheet."""
    look = Look(background=style.PRIMARY, bleeds=style.MARGIN, padding=0)
    return Cards([content], look, after=2.5 * STEP)


def cover_facts(cover: Cover) -> list[Fact]:
    """Who, when, for whom: the lines under the band, empty ones included."""
    facts = [Fact(label=SPEAKERS[author.voice].word, value=_author(author)) for author in cover.authors]
    born = short_date(cover.born_on) if cover.born_on else ""
    whereabouts = " · ".join(part for part in (born and f"date de naissance : {born}", cover.commune) if part)
    facts.append(Fact(label="La personne", value=whereabouts))
    if cover.extract is None:
        recipient = " · ".join(part for part in (cover.recipient, cover.purpose) if part)
        facts.append(Fact(label="Destinataire", value=recipient))
    else:
        facts += [
            Fact(label="Pour", value=cover.recipient),
            Fact(label="À quoi cela sert", value=cover.purpose),
            Fact(label="Tiré de", value=f"{cover.extract.of} · le {long_date(cover.extract.made_on, weekday=False)}"),
        ]
    facts.append(Fact(label="Correction", value=cover.correction))
    facts.append(Fact(label="Questionnaire", value=cover.form))
    if cover.extract is not None:
        facts.append(Fact(label=RIGHTS, value=cover.extract.rights))
    return facts


def _notice(title: str, text: str) -> Cards:
    told = [paragraph(title, style.WARNED_TITLE), paragraph(shortened(text, _LONGEST_NOTICE), style.WARNED)]
    return Cards([told], Look(background=style.WARNING_SOFT, edge=style.WARNING, radius=0))


def _author(author: Author) -> str:
    who = ", ".join(part for part in (author.name, author.role) if part)
    return f"{SPEAKERS[author.voice].sign} {who} · {author.structure}" if author.structure else who
