"""The page around a signed document on its way: what it is, and how to take the document out with any reader."""

from datetime import datetime
from typing import Final

from spie_diag.documents import style
from spie_diag.documents.conformance import Metadata
from spie_diag.documents.drawing import Cards, Gap, Look
from spie_diag.documents.paging import Furniture, set_pages
from spie_diag.documents.parts import Group, heading, item, paragraph
from spie_diag.documents.style import MARGIN, STEP

_TITLE: Final = "Document scellé pour l’envoi"
_KIND: Final = "Document confidentiel · pour son destinataire"
_STEPS: Final = (
    "Ouvrez la liste des pièces jointes de ce fichier (un trombone, ou le menu « Pièces jointes » ou « Annexes »).",
    "Enregistrez « {name} » sur votre ordinateur, là où vous rangez ce qui est confidentiel.",
    "Ouvrez ce fichier : c’est lui qui porte les signatures. Le vérifier dit s’il a changé.",
)
_CARE: Final = (
    "Ce que vous lisez ici n’est qu’une enveloppe : elle protège le document pendant le trajet, et ne prouve rien.",
    "Le mot de passe se dit par téléphone ou de vive voix, jamais dans le message qui porte ce fichier.",
    "Si ce fichier ne vous est pas destiné, supprimez-le et prévenez la personne qui vous l’a envoyé.",
)


def build_envelope_page(name: str, moment: datetime) -> bytes:
    """One page that names nobody; ``name`` is that of the file to be enclosed."""
    story = [
        Cards(
            [
                [
                    Gap(6 * STEP),
                    paragraph(_KIND, style.BAND_KIND),
                    heading(_TITLE, style.BAND_TITLE, 1),
                    Gap(2 * STEP),
                ]
            ],
            Look(background=style.PRIMARY, bleeds=MARGIN, padding=0),
            after=2.5 * STEP,
        ),
        paragraph("Cette enveloppe contient un diagnostic signé, en pièce jointe.", style.LEAD),
        heading("Pour le lire", style.HEADING, 2),
        Group("L"),
        *(item(step.format(name=name), style.ITEM) for step in _STEPS),
        Group(),
        heading("À savoir", style.HEADING, 2),
        Group("L"),
        *(item(text, style.ITEM) for text in _CARE),
        Group(),
    ]
    furniture = Furniture(left=_TITLE, right="", foot=_KIND)
    about = Metadata(title=_TITLE, authors=(), subject="", moment=moment)
    return set_pages(story, furniture, about)
