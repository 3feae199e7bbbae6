"""The relay sheet and the meeting sheet as files: agreed with the person, complete or absent, told and remembered."""

from datetime import date
from pathlib import Path

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.handing_over import Handoff, OnePage, hand_over_sheet, refuse_unagreed
from spie_diag.casework.profiles import Profile
from spie_diag.casework.recipients import remember_recipient
from spie_diag.casework.relaying import meeting_sheet, relay_sheet
from spie_diag.casework.selecting import Selection
from spie_diag.interview.people import InterviewId

_ANYBODY = Selection(profile=Profile.DEPARTMENT, recipient="")
"""For whoever it is: a partner of some kind."""


def save_relay_sheet(
    casebook: Casebook, interview: InterviewId, selection: Selection | None, file: Path, agreed_on: date
) -> Handoff:
    """Write the page for the next référent; without ``selection``, what the diagnosis itself says.

    Raises:
        FutureAgreementError: she cannot have agreed yet on that day.
        OppositionError, SharingRefusedError: the person does not want anything to leave.
        UnwrittenFileError: the folder refuses it, or the disk is full.
    """
    whose = selection or _ANYBODY
    refuse_unagreed(casebook, interview, whose, agreed_on)
    page = relay_sheet(casebook, interview, selection, agreed_on=agreed_on)
    made = hand_over_sheet(casebook, interview, OnePage.RELAY, whose, file, page, agreed_on=agreed_on)
    if selection is not None:
        remember_recipient(casebook, selection)
    return made


def save_meeting_sheet(
    casebook: Casebook, interview: InterviewId, question: str, pseudonym: str, file: Path, agreed_on: date
) -> Handoff:
    """Write the page for a meeting of several structures, which says nothing of who she is.

    Raises:
        IdentityToldError: what was typed says who she is.
        FutureAgreementError: she cannot have agreed yet on that day.
        OppositionError, SharingRefusedError: the person does not want anything to leave.
        UnwrittenFileError: the folder refuses it, or the disk is full.
    """
    refuse_unagreed(casebook, interview, _ANYBODY, agreed_on)
    page = meeting_sheet(casebook, interview, question, pseudonym=pseudonym, agreed_on=agreed_on)
    asked = Selection(profile=_ANYBODY.profile, recipient=pseudonym.strip(), purpose=question.strip())
    return hand_over_sheet(casebook, interview, OnePage.MEETING, asked, file, page, agreed_on=agreed_on)
