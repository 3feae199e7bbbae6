"""What is drawn from the diagnosis for one recipient: a document of its own, with its own data and signatures."""

import hashlib
from collections.abc import Sequence

from spie_diag.casework.attachment import Drawn, Signer, attachment_of
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.disclosing import Disclosure
from spie_diag.casework.opening import certificate_of
from spie_diag.casework.profiles import Profile
from spie_diag.casework.publishing import field_of, final_document, report_of, signature_slot
from spie_diag.casework.rights import Recipient, refuse_opposed
from spie_diag.casework.selecting import Selection
from spie_diag.casework.sheet import Sheet, draw
from spie_diag.casework.texts import rights_at_the_foot
from spie_diag.documents import content
from spie_diag.interview.people import InterviewId, Specialist

_PART = "Extrait du diagnostic"
_HER_OWN = "Votre diagnostic"
"""On the copy of the person, which leaves next to nothing out."""


def build_extract(
    casebook: Casebook, interview: InterviewId, selection: Selection, signers: Sequence[Specialist]
) -> bytes:
    """The PDF for one recipient, with a field for each of ``signers``, in the order in which they will sign.

    Nothing is signed, kept or noted here.

    Raises:
        OppositionError: the person opposes sharing, and the document is not for herself.
    """
    recipient = Recipient.PERSON if selection.profile is Profile.PERSON else Recipient.PARTNER
    refuse_opposed(casebook, casebook.desk(interview).person.case, recipient)
    return _built(casebook, interview, selection, signers)


def preview_extract(
    casebook: Casebook, interview: InterviewId, selection: Selection, signers: Sequence[Specialist] | None = None
) -> bytes:
    """The pages as they would leave, to be read with the person before: those of ``build_extract`` for ``signers``.

    Without ``signers``, those who are proposed.
    """
    chosen = proposed_signers(casebook, interview, selection) if signers is None else signers
    return _built(casebook, interview, selection, chosen)


def possible_signers(casebook: Casebook, interview: InterviewId, selection: Selection) -> tuple[Specialist, ...]:
    """Those of the pair of whom this recipient may hear, in the order in which they would sign."""
    sheet = draw(casebook, interview)
    return tuple(Disclosure.of(sheet, selection).pair(sheet).members)


def proposed_signers(casebook: Casebook, interview: InterviewId, selection: Selection) -> tuple[Specialist, ...]:
    """Whoever is at the keyboard, unless this recipient is not to hear of her."""
    possible, writing = possible_signers(casebook, interview, selection), casebook.writing
    return (writing,) if writing in possible else possible[:1]


def proposed_extract_name(sheet: Sheet, selection: Selection) -> str:
    """A file name that names nobody: the file number, the version and the kind of recipient."""
    return f"extrait-{sheet.person.number}-v{sheet.version}-{selection.profile.value.lower()}.pdf"


def _built(casebook: Casebook, interview: InterviewId, selection: Selection, signers: Sequence[Specialist]) -> bytes:
    from spie_diag.documents.report import build

    sheet, now = draw(casebook, interview), casebook.clock.now()
    disclosure = Disclosure.of(sheet, selection)
    master = final_document(casebook, interview)
    drawn = Drawn(made_on=now.date(), digest=hashlib.sha256(master).hexdigest() if master else None)
    extract = content.Extract(
        title=_HER_OWN if selection.profile is Profile.PERSON else _PART,
        made_on=drawn.made_on,
        of=_drawn_from(sheet, disclosure),
        rights=rights_at_the_foot(disclosure.pair(sheet)),
    )
    places = {one.id: Signer(field_of(one), certificate_of(casebook, one.id)) for one in signers}
    return build(
        report_of(sheet, disclosure, extract),
        attachment_of(sheet, places, disclosure, drawn),
        moment=now,
        signers=[signature_slot(one) for one in signers],
    )


def _drawn_from(sheet: Sheet, disclosure: Disclosure) -> str:
    """Which version, and whose hands are under it; not how many, for whoever is not to hear of one of them."""
    if sheet.on_paper is not None and not sheet.is_sealed:
        return f"Version {sheet.version} du diagnostic, signée à la main sur papier"
    if not sheet.signatures:
        return f"Version {sheet.version} du diagnostic, pas encore signée"
    if len(disclosure.pair(sheet).members) < len(sheet.pair.members):
        return f"Version {sheet.version} du diagnostic, signée"
    who = "les deux spécialistes" if len(sheet.signatures) == 2 else "un spécialiste"
    return f"Version {sheet.version} du diagnostic, signée par {who}"
