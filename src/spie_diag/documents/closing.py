"""The end of the document: what the person may ask, and who signs, electronically or by hand."""

from collections.abc import Sequence
from typing import Final

from reportlab.platypus import Flowable

from spie_diag.documents import style
from spie_diag.documents.content import Report, SignatureSlot
from spie_diag.documents.fitting import height_of
from spie_diag.documents.parts import paragraph, to_fill
from spie_diag.documents.sectioning import HEADING_HEIGHT, ROOM_FOR_A_SECTION, section
from spie_diag.documents.signatures import cards_to_sign_by_hand, signature_cards
from spie_diag.french import long_date

_SHORT_NOTICE: Final = 150.0
"""Rights told in fewer points than this stay on the page of the signatures, which never stand alone."""
_TO_CHECK: Final = (
    "Ce fichier contient aussi les mêmes informations pour les programmes (diagnostic.json). Les signatures "
    "électroniques se vérifient sur le fichier, sans connexion : dans SPIE Diag, « Vérifier un document signé »."
)
_COPY: Final = "Imprimé sans signature électronique. L’original porte les signatures à la main ; ceci en est une copie."
_UNSIGNED: Final = "Imprimé sans signature électronique : seules valent les signatures à la main ci-dessous."


def rights_and_signatures(report: Report, signers: Sequence[SignatureSlot]) -> list[Flowable]:
    """The signatures never stand alone on a last page when the text before them is short enough to come along."""
    rights = [paragraph(text, style.NOTE) for text in report.rights]
    signing = _signing(report, signers) if signers else _signing_by_hand(report)
    for_signing = HEADING_HEIGHT + height_of(signing)
    height = height_of(rights)
    room = HEADING_HEIGHT + height + for_signing if height < _SHORT_NOTICE else ROOM_FOR_A_SECTION
    alone = "Signature" if len(signers) == 1 else "Signatures"
    title = alone if report.signature is None else "Lu et relu ensemble : signatures"
    return [
        *section("Vos données et vos droits", rights, room=room),
        *section(title, signing, room=for_signing),
    ]


def _signing(report: Report, signers: Sequence[SignatureSlot]) -> list[Flowable]:
    return [signature_cards(report.cover.person, report.signature, signers), paragraph(_TO_CHECK, style.NOTE)]


def _signing_by_hand(report: Report) -> list[Flowable]:
    """Lines for pens; on a copy of what ink has signed already, only what was drawn on the screen."""
    person, given, day = report.cover.person, report.signature, report.signed_by_hand_on
    if day is None:
        cards = cards_to_sign_by_hand(person, given, report.cover.authors)
    else:
        cards = cards_to_sign_by_hand(person, given, ()) if given is not None and any(given.strokes) else []
    return [
        paragraph(_UNSIGNED if day is None else _COPY, style.SMALL),
        *cards,
        to_fill("Signé sur papier le", long_date(day, weekday=False) if day else ""),
        to_fill("Exemplaire signé conservé par", report.kept_by),
    ]
