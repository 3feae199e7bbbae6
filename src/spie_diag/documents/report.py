"""The printed diagnosis as one file: PDF/A-3a and PDF/UA-1, with its data attached and its signature fields drawn."""

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime

from spie_diag.documents.conformance import Metadata
from spie_diag.documents.content import Cover, Report, SignatureSlot
from spie_diag.documents.cover import CONFIDENTIAL, LONGEST_NAME, NOT_JOINT, RIGHTS, title_of
from spie_diag.documents.paging import Furniture, room_on_first_page, set_pages
from spie_diag.documents.sections import story
from spie_diag.documents.typography import label_of, register_fonts, shortened, unprintable
from spie_diag.french import short_date
from spie_diag.sweeping import swept_at_once

_WHOLE = "Diagnostic complet, lisible par un programme (JSON)"
_PART = "Les mêmes informations que les pages, lisibles par un programme (JSON)"


@swept_at_once()
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
    zone. ``signers``, two at most, come in the order in which they will sign; without any, the pages have lines to
    sign by hand and say so. ``chain_head``, the last hash of the journal, is printed at the foot of each page.

    Raises:
        FieldNameError: the name of a signature field cannot be told from another's.
    """
    register_fonts()  # texts are measured while they are written
    metadata = _metadata(report, attachment, moment, schema_version)
    furniture = _furniture(report.cover, chain_head)
    return set_pages(story(report, signers, room_on_first_page(furniture)), furniture, metadata)


def letters_without_glyph(content: object) -> frozenset[str]:
    """The characters, in any text of a report (or of a part of it), that the pages show as « □ »."""
    if isinstance(content, str):
        return unprintable(content)
    if isinstance(content, tuple):
        return frozenset().union(*map(letters_without_glyph, content))
    if is_dataclass(content):
        return frozenset().union(*(letters_without_glyph(getattr(content, one.name)) for one in fields(content)))
    return frozenset()


def _metadata(report: Report, attachment: bytes, moment: datetime, schema_version: str) -> Metadata:
    cover = report.cover
    return Metadata(
        title=label_of(f"{title_of(cover)} – {cover.person} – {cover.held_on.isoformat()}"),
        authors=tuple(label_of(author.name) for author in cover.authors),
        subject=label_of(f"{cover.number}, version {cover.version}" + (f". {NOT_JOINT}" if cover.absent else "")),
        moment=moment,
        attachment=attachment,
        attached=_PART if cover.extract else _WHOLE,
        schema_version=schema_version,
    )


def _furniture(cover: Cover, chain_head: str) -> Furniture:
    return Furniture(
        left=f"{title_of(cover)} · {cover.person}",
        right=f"{cover.number} · version {cover.version}",
        foot=CONFIDENTIAL,
        warning=NOT_JOINT if cover.absent else "",
        notes=_whom_it_is_for(cover),
        fingerprint=f"Empreinte du journal des réponses : {chain_head}" if chain_head else "",
    )


def _whom_it_is_for(cover: Cover) -> tuple[str, ...]:
    """What every page of an extract repeats: pages get separated."""
    if cover.extract is None:
        return ()
    made = f"{cover.number}, version {cover.version} · extrait du {short_date(cover.extract.made_on)}"
    # the purpose last: it is the longest, and what is too long is cut
    whom = shortened(cover.recipient, LONGEST_NAME)
    told = " · ".join(part for part in (f"Pour {whom}", made, cover.purpose) if part)
    return (told, f"{RIGHTS} : {cover.extract.rights}") if cover.extract.rights else (told,)
