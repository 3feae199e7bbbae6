"""The document: what the report says is taken from the interview, and the same facts travel inside it as data."""

import hashlib
from dataclasses import replace
from pathlib import Path

from spie_diag.casework import reporting
from spie_diag.casework.attachment import Signer, attachment_of
from spie_diag.casework.casebook import Casebook, on_paper_in, version_number
from spie_diag.casework.disclosing import HER_REMARKS, Disclosure
from spie_diag.casework.errors import SeveralDigestsError
from spie_diag.casework.handing_out import hand_out
from spie_diag.casework.opening import certificate_of
from spie_diag.casework.plain_words import easy_page
from spie_diag.casework.rights import Recipient, refuse_opposed
from spie_diag.casework.sheet import PaperSignature, Sheet, draw
from spie_diag.casework.texts import rights, rights_of_an_extract
from spie_diag.documents import content
from spie_diag.forms.definition import Value
from spie_diag.interview.people import FieldOfWork, InterviewId, Specialist
from spie_diag.vault.deeds import Deed

_FIELDS = {FieldOfWork.SOCIAL: "Signature_Social", FieldOfWork.EMPLOYMENT: "Approbation_Emploi"}
"""No name begins with the other's: readers match locks by prefix."""


def field_of(specialist: Specialist) -> str:
    """The signature field of a specialist."""
    return _FIELDS[specialist.field_of_work]


def build_document(
    casebook: Casebook,
    interview: InterviewId,
    *,
    first: Specialist | None = None,
    by_hand: bool = False,
    paper: PaperSignature | None = None,
) -> bytes:
    """The PDF of the current version, ready to be signed, ``first`` signing first, or ``by_hand`` on the printed pages.

    ``paper`` is what is about to be noted of those. Its bytes depend only on the journal and on the version: the same
    interview gives the same document.
    """
    from spie_diag.documents.report import build

    sheet = draw(casebook, interview)
    if paper is not None:
        sheet = replace(sheet, on_paper=paper)
    entries = list(casebook.desk(interview).record)
    signers = sorted(sheet.pair.members, key=lambda one: one != first)
    places = {one.id: Signer(field_of(one), certificate_of(casebook, one.id)) for one in signers}
    return build(
        report_of(sheet),
        attachment_of(sheet, dict.fromkeys(places, Signer("", "")) if by_hand else places),
        moment=entries[-1].written_at,
        signers=[] if by_hand else [signature_slot(one) for one in signers],
        chain_head=casebook.vault.journals.chain_head(),
    )


def export_document(
    casebook: Casebook, interview: InterviewId, file: Path, recipient: Recipient = Recipient.PARTNER
) -> Path:
    """Write the latest signed bytes of the current version, in the file or on paper, or pages to sign by hand.

    The file is complete or absent, and the register tells it before it is there.

    Raises:
        OppositionError: the person opposes sharing, and the document is not for herself.
        UnwrittenFileError: the folder refuses it, or the disk is full; no trace of it is left there.
    """
    desk = casebook.desk(interview)
    refuse_opposed(casebook, desk.person.case, recipient)
    pdf = final_document(casebook, interview) or build_document(casebook, interview, by_hand=True)
    hand_out(
        casebook,
        file,
        lambda beside: beside.write_bytes(pdf),
        Deed.EXPORTED,
        desk.person.case,
        format="pdf",
        version=version_number(desk.record),
        recipient=recipient.value,
    )
    return file


def signed_document(casebook: Casebook, interview: InterviewId, version: int | None = None) -> bytes | None:
    """The bytes kept at the last signature of a version (the current one unless told), or None before any.

    Raises:
        SeveralDigestsError: they are not what the journal says was signed.
    """
    record = casebook.desk(interview).record
    number = version or version_number(record)
    signed = record.under(f"signed/{number}")
    if not signed:
        return None
    last = max(signed.values(), key=lambda entry: entry.tick).value
    return _kept(casebook, interview, number, last.get("digest") if isinstance(last, dict) else None)


def final_document(casebook: Casebook, interview: InterviewId) -> bytes | None:
    """The bytes kept of the current version once it is signed, in the file or on paper; None before.

    Raises:
        SeveralDigestsError: they are not what the journal says was signed.
    """
    signed = signed_document(casebook, interview)
    record = casebook.desk(interview).record
    noted = on_paper_in(record)
    if signed is not None or noted is None or "digest" not in noted:
        return signed
    return _kept(casebook, interview, version_number(record), noted["digest"])


def _kept(casebook: Casebook, interview: InterviewId, number: int, digest: Value) -> bytes:
    for kept in casebook.vault.signed_documents.of(interview):
        if kept.version == number and kept.digest == digest == hashlib.sha256(kept.pdf).hexdigest():
            return kept.pdf
    raise SeveralDigestsError


def proposed_file_name(sheet: Sheet) -> str:
    """A file name that names nobody: the file number and the version."""
    return f"diagnostic-{sheet.person.number}-v{sheet.version}.pdf"


def signature_slot(one: Specialist) -> content.SignatureSlot:
    """Where a specialist signs, and as whom."""
    return content.SignatureSlot(
        field_name=field_of(one), who=one.name, role=one.role, structure=one.structure, voice=one.voice
    )


def report_of(
    sheet: Sheet, disclosure: Disclosure | None = None, extract: content.Extract | None = None
) -> content.Report:
    """Everything the printed diagnosis says, in the order of its pages, or as much as ``disclosure`` lets out of it.

    Source: domain §9.4.
    """
    leaving = disclosure or Disclosure.whole(sheet)
    is_extract = leaving.selection is not None
    return content.Report(
        cover=reporting.cover(sheet, leaving, extract),
        summary=reporting.summary(sheet, leaving),
        words=tuple(reporting.words(sheet, leaving)),
        strengths=tuple(reporting.strengths(sheet, leaving)),
        domains=tuple(reporting.domains(sheet, leaving)),
        not_explored=tuple(reporting.not_explored(sheet, leaving)),
        project=tuple(reporting.project(sheet, leaving)),
        pathway=reporting.pathway(sheet, leaving),
        goals=tuple(reporting.goals(sheet, leaving)),
        next_steps=reporting.next_steps(sheet, leaving),
        observations=reporting.told(sheet, leaving, HER_REMARKS),
        agreement=reporting.agreement(sheet, leaving),
        answers=tuple(reporting.chapters(sheet, leaving)),
        rights=rights_of_an_extract(leaving.pair(sheet), for_her=leaving.is_for_her)
        if is_extract
        else rights(sheet.pair),
        signature=None if is_extract else reporting.person_signature(sheet.person_signature),
        kept_by=sheet.on_paper.kept_by if sheet.on_paper else "",
        signed_by_hand_on=sheet.on_paper.signed_on if sheet.on_paper else None,
        easy=easy_page(sheet, leaving) if leaving.is_for_her else None,
    )
