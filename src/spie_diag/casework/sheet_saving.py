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


def relay_page(casebook: Casebook, interview: InterviewId, selection: Selection | None, agreed_on: date) -> bytes:
    """The page for the next référent as it would leave; without ``selection``, what the diagnosis itself says.

    Raises:
        FutureAgreementError: she cannot have agreed yet on that day.
        OppositionError, SharingRefusedError: the person does not want anything to leave.
    """
    refuse_unagreed(casebook, interview, selection or _ANYBODY, agreed_on)
    return relay_sheet(casebook, interview, selection, agreed_on=agreed_on)


def meeting_page(casebook: Casebook, interview: InterviewId, question: str, pseudonym: str, agreed_on: date) -> bytes:
    """The page for a meeting of several structures as it would leave: it says nothing of who she is.

    Raises:
        IdentityToldError: what was typed says who she is.
        FutureAgreementError: she cannot have agreed yet on that day.
        OppositionError, SharingRefusedError: the person does not want anything to leave.
    """
    refuse_unagreed(casebook, interview, _ANYBODY, agreed_on)
    return meeting_sheet(casebook, interview, question, pseudonym=pseudonym, agreed_on=agreed_on)


def save_relay_sheet(
    casebook: Casebook, interview: InterviewId, selection: Selection | None, file: Path, agreed_on: date
) -> Handoff:
    """Write the page for the next référent, and remember it.

    Raises:
        UnwrittenFileError: the folder refuses it, or the disk is full.
        SpieError: as ``relay_page``.
    """
    page, whose = relay_page(casebook, interview, selection, agreed_on), selection or _ANYBODY
    made = hand_over_sheet(casebook, interview, OnePage.RELAY, whose, file, page, agreed_on=agreed_on)
    if selection is not None:
        remember_recipient(casebook, selection)
    return made


def save_meeting_sheet(
    casebook: Casebook, interview: InterviewId, question: str, pseudonym: str, file: Path, agreed_on: date
) -> Handoff:
    """Write the page for a meeting of several structures, and remember it.

    Raises:
        UnwrittenFileError: the folder refuses it, or the disk is full.
        SpieError: as ``meeting_page``.
    """
    page = meeting_page(casebook, interview, question, pseudonym, agreed_on)
    asked = Selection(profile=_ANYBODY.profile, recipient=pseudonym.strip(), purpose=question.strip())
    return hand_over_sheet(casebook, interview, OnePage.MEETING, asked, file, page, agreed_on=agreed_on)
