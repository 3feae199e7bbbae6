"""A document received, written as it came where somebody asked."""

from pathlib import Path

from spie_diag.casework.accessing_received import tells_more_than_a_copy
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.exchange_errors import NotForHerError
from spie_diag.casework.handing_out import hand_out
from spie_diag.casework.received import received_document, receptions
from spie_diag.casework.rights import Recipient, refuse_opposed
from spie_diag.forms.definition import Value
from spie_diag.interview.people import CaseId
from spie_diag.vault.deeds import Deed


def save_received(
    casebook: Casebook, case: CaseId, digest: str, file: Path, recipient: Recipient = Recipient.PARTNER
) -> Path:
    """Write the PDF byte for byte; the file is complete or absent, and the register tells it before it is there.

    Raises:
        OppositionError: the person opposes sharing, and the copy is not for herself.
        NotForHerError: it is, and its pages tell of other people, or what is never written.
        NothingReceivedError, DamagedReceptionError: as ``received_document``.
        UnwrittenFileError: the folder refuses it, or the disk is full; no trace of it is left there.
    """
    refuse_opposed(casebook, case, recipient)
    pdf = received_document(casebook, case, digest)
    kept = next(one for one in receptions(casebook, case) if one.digest == digest)
    if recipient is Recipient.PERSON and tells_more_than_a_copy(kept):
        raise NotForHerError
    facts: dict[str, Value] = {"format": "pdf", "version": kept.package.version, "received": True}
    if recipient is Recipient.PERSON:
        facts["recipient"] = recipient.value
    hand_out(casebook, file, lambda beside: beside.write_bytes(pdf), Deed.EXPORTED, case, **facts)
    return file
