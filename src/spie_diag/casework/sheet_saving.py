"""The relay sheet and the meeting sheet as files: complete or absent, and told by the register first."""

from datetime import date
from pathlib import Path

from spie_diag.casework.casebook import Casebook, version_number
from spie_diag.casework.handing_out import hand_out
from spie_diag.casework.handing_over import refuse_unwanted
from spie_diag.casework.profiles import Profile
from spie_diag.casework.relaying import meeting_sheet, relay_sheet
from spie_diag.casework.selecting import Selection
from spie_diag.forms.definition import Value
from spie_diag.interview.people import InterviewId
from spie_diag.vault.deeds import Deed

_ANYBODY = Selection(profile=Profile.DEPARTMENT, recipient="")
"""For whoever it is: a partner of some kind."""


def save_relay_sheet(
    casebook: Casebook, interview: InterviewId, selection: Selection | None, file: Path, agreed_on: date
) -> Path:
    """Write the page for the next référent; without ``selection``, what the diagnosis itself says.

    Raises:
        OppositionError, SharingRefusedError: the person does not want anything to leave.
        UnwrittenFileError: the folder refuses it, or the disk is full.
    """
    refuse_unwanted(casebook, interview, selection or _ANYBODY)
    page = relay_sheet(casebook, interview, selection, agreed_on=agreed_on)
    return _write(casebook, interview, file, page, selection.profile.value if selection else "partner")


def save_meeting_sheet(
    casebook: Casebook, interview: InterviewId, question: str, pseudonym: str, file: Path, agreed_on: date
) -> Path:
    """Write the page for a meeting of several structures, which says nothing of who she is.

    Raises:
        IdentityToldError: what was typed says who she is.
        OppositionError, SharingRefusedError: the person does not want anything to leave.
        UnwrittenFileError: the folder refuses it, or the disk is full.
    """
    refuse_unwanted(casebook, interview, _ANYBODY)
    page = meeting_sheet(casebook, interview, question, pseudonym=pseudonym, agreed_on=agreed_on)
    return _write(casebook, interview, file, page, "partner")


def _write(casebook: Casebook, interview: InterviewId, file: Path, page: bytes, recipient: str) -> Path:
    desk = casebook.desk(interview)
    facts: dict[str, Value] = {"format": "pdf", "version": version_number(desk.record), "recipient": recipient}
    hand_out(casebook, file, lambda beside: beside.write_bytes(page), Deed.SHARED, desk.person.case, **facts)
    return file
