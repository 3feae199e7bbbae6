"""Handing a part of the diagnosis over to one recipient: agreed with the person, signed, sealed, remembered.

What was handed over cannot be called back: a withdrawal is noted, and its notice tells the recipient what to do.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

from spie_diag.casework.casebook import Casebook, Desk, for_one_deed, member, version_number
from spie_diag.casework.errors import SignatureNotKeptError, UnwrittenFileError
from spie_diag.casework.exchange_errors import (
    FutureAgreementError,
    NobodySignsError,
    NoRecipientError,
    SharingRefusedError,
    UnknownHandoffError,
)
from spie_diag.casework.handing_out import hand_out
from spie_diag.casework.handoffs import Handoff as Handoff
from spie_diag.casework.handoffs import OnePage as OnePage
from spie_diag.casework.handoffs import as_json
from spie_diag.casework.handoffs import handoffs as handoffs
from spie_diag.casework.handoffs import withdrawal_notice as withdrawal_notice
from spie_diag.casework.hands import signed_by
from spie_diag.casework.profiles import Profile
from spie_diag.casework.publishing import field_of
from spie_diag.casework.recipients import remember_recipient
from spie_diag.casework.registering import note
from spie_diag.casework.rights import Recipient, refuse_opposed
from spie_diag.casework.sealing import Seal as Seal
from spie_diag.casework.sealing import refuse_weak, sealed
from spie_diag.casework.sealing import suggested_password as suggested_password
from spie_diag.casework.selecting import Selection
from spie_diag.casework.sheet import state_of
from spie_diag.forms.definition import Value
from spie_diag.interview.course import AGREEMENT
from spie_diag.interview.people import InterviewId, SpecialistId
from spie_diag.vault.deeds import Deed

Signing = Sequence[tuple[SpecialistId, str]]
"""Who signs, in order, each with her passphrase."""


def hand_over(
    casebook: Casebook,
    interview: InterviewId,
    selection: Selection,
    file: Path,
    signing: Signing,
    sealing: Seal | None = None,
    *,
    agreed_on: date,
    person_present: bool = True,
    pins: Mapping[SpecialistId, str] | None = None,
) -> Handoff:
    """Sign the extract for one recipient, seal it where asked, and write it: complete or absent, and told first.

    The person's own copy may leave without a signature. ``pins`` are those of the cards of whoever signs with one.

    Raises:
        NoRecipientError, NobodySignsError, FutureAgreementError, WeakTransportPasswordError: something is missing.
        OppositionError, SharingRefusedError: the person does not want it, and it is not for herself.
        NotOfThePairError: somebody who signs does not take part in the interview.
        UnwrittenFileError: the folder refuses it, or the disk is full; no trace of it is left there.
        SpieError: a passphrase is wrong, a certificate cannot be sealed for; nothing left.
    """
    desk = casebook.desk(interview)
    refuse_unagreed(casebook, interview, selection, agreed_on)
    _refuse_unready(selection, signing, sealing)
    document = _document(casebook, interview, selection, signing, pins or {})
    content = sealed(document, sealing, casebook.clock.now()) if sealing else document
    kind = sealing.kind if sealing else "none"
    made = _made(casebook, desk, selection, document, agreed_on)
    made = replace(made, person_present=person_present, sealed=kind)
    _leave(casebook, desk, made, file, content)
    remember_recipient(casebook, selection)
    return made


def hand_over_data(
    casebook: Casebook, interview: InterviewId, selection: Selection, file: Path, data: bytes, *, agreed_on: date
) -> Handoff:
    """Write a file of data for one recipient, agreed with the person like a document, and remembered with those.

    Raises:
        NoRecipientError, FutureAgreementError, OppositionError, SharingRefusedError, UnwrittenFileError: as
            ``hand_over``.
    """
    desk = casebook.desk(interview)
    refuse_unagreed(casebook, interview, selection, agreed_on)
    if selection.profile is not Profile.PERSON and not selection.recipient.strip():
        raise NoRecipientError
    made = replace(_made(casebook, desk, selection, data, agreed_on), format="json")
    _leave(casebook, desk, made, file, data)
    remember_recipient(casebook, selection)
    return made


def hand_over_sheet(
    casebook: Casebook,
    interview: InterviewId,
    sheet: OnePage,
    selection: Selection,
    file: Path,
    page: bytes,
    *,
    agreed_on: date,
) -> Handoff:
    """Write a sheet of one page, agreed with the person like a document, and remembered with those.

    Raises:
        FutureAgreementError, OppositionError, SharingRefusedError, UnwrittenFileError: as ``hand_over``.
    """
    desk = casebook.desk(interview)
    refuse_unagreed(casebook, interview, selection, agreed_on)
    made = replace(_made(casebook, desk, selection, page, agreed_on), sheet=sheet)
    _leave(casebook, desk, made, file, page)
    return made


def _made(casebook: Casebook, desk: Desk, selection: Selection, content: bytes, agreed_on: date) -> Handoff:
    """A document that is about to leave as it is, agreed to face to face."""
    return Handoff(
        id=secrets.token_hex(8),
        interview=desk.interview,
        version=version_number(desk.record),
        selection=selection,
        agreed_on=agreed_on,
        person_present=True,
        handed_at=casebook.clock.now(),
        handed_by=casebook.writing,
        sha256=hashlib.sha256(content).hexdigest(),
        sealed="none",
    )


def refuse_unwanted(casebook: Casebook, interview: InterviewId, selection: Selection) -> None:
    """Raises:
    OppositionError, SharingRefusedError: the person does not want anything to leave, and it is not for herself.
    """
    desk, for_herself = casebook.desk(interview), selection.profile is Profile.PERSON
    refuse_opposed(casebook, desk.person.case, Recipient.PERSON if for_herself else Recipient.PARTNER)
    if not for_herself and state_of(casebook, desk).value(AGREEMENT) == "non":
        raise SharingRefusedError


def refuse_unagreed(casebook: Casebook, interview: InterviewId, selection: Selection, agreed_on: date) -> None:
    """Raises:
    FutureAgreementError: she cannot have agreed yet on that day.
    OppositionError, SharingRefusedError: as ``refuse_unwanted``.
    """
    refuse_unwanted(casebook, interview, selection)
    if agreed_on > casebook.clock.now().date():
        raise FutureAgreementError


def _refuse_unready(selection: Selection, signing: Signing, sealing: Seal | None) -> None:
    for_herself = selection.profile is Profile.PERSON
    if not for_herself and not selection.recipient.strip():
        raise NoRecipientError
    if not for_herself and not signing:
        raise NobodySignsError
    if sealing is not None:
        refuse_weak(sealing)


def _document(
    casebook: Casebook,
    interview: InterviewId,
    selection: Selection,
    signing: Signing,
    pins: Mapping[SpecialistId, str],
) -> bytes:
    from spie_diag.casework.extracting import build_extract

    signers = [member(casebook, interview, one) for one, _ in signing]
    with ExitStack() as deeds:
        for specialist, passphrase in signing:
            deeds.enter_context(for_one_deed(casebook, specialist))
            casebook.vault.unlock(specialist, passphrase)
        document = build_extract(casebook, interview, selection, signers)
        for place, one in enumerate(signers):
            document, _ = signed_by(
                casebook, document, one, field_of(one), certify=place == 0, pin=pins.get(one.id, "")
            )
    if signers:
        _refuse_unless_it_holds(casebook, document, len(signers))
    return document


def _refuse_unless_it_holds(casebook: Casebook, document: bytes, signatures: int) -> None:
    """What leaves is judged by others: it must be found sound by the very check that they will make."""
    from spie_diag.paths import known_signers
    from spie_diag.signing.identity import KnownSigners
    from spie_diag.signing.verifying import verify

    verdict = verify(document, KnownSigners(known_signers()), now=casebook.clock.now())
    if not verdict.unchanged or len(verdict.signatures) != signatures:
        raise SignatureNotKeptError


def _leave(casebook: Casebook, desk: Desk, made: Handoff, file: Path, content: bytes) -> None:
    """The journal and the register first: what they tell too much is taken back, what left is always told."""

    def write(beside: Path) -> None:
        beside.write_bytes(content)
        _write(casebook, desk, made.id, as_json(made))

    told: dict[str, Value] = {"format": made.format, "version": made.version, "recipient": made.recipient_code}
    try:
        hand_out(casebook, file, write, Deed.SHARED, desk.person.case, **told)
    except UnwrittenFileError:
        if desk.record.value(f"handoff/{made.id}") is not None:
            _write(casebook, desk, made.id, None)
        raise


def _write(casebook: Casebook, desk: Desk, handoff: str, value: Value) -> None:
    """Outside of what undo reaches: nothing calls a document back."""
    subject = f"handoff/{handoff}"
    seen = tuple(head.id for head in desk.record.heads(subject))
    entry = casebook.vault.journals.write(
        desk.person.case, desk.interview, casebook.writer, subject, value, replaces=seen
    )
    desk.record.add(entry)
    desk.state = None


def withdraw(casebook: Casebook, interview: InterviewId, handoff: str, on: date | None = None) -> Handoff:
    """Note that the person no longer agrees to what was handed over: the file cannot be called back, a notice can go.

    Withdrawing twice changes nothing.

    Raises:
        UnknownHandoffError: nothing of this interview was handed over under this id.
        FutureAgreementError: ``on`` is a day to come.
    """
    desk = casebook.desk(interview)
    latest = desk.record.latest(f"handoff/{handoff}")
    if latest is None or not isinstance(latest.value, dict):
        raise UnknownHandoffError
    today = casebook.clock.now().date()
    if on is not None and on > today:
        raise FutureAgreementError
    if latest.value.get("withdrawn_on") is None:
        _write(casebook, desk, handoff, {**latest.value, "withdrawn_on": (on or today).isoformat()})
        withdrawn = _found(casebook, desk, handoff)
        note(casebook, Deed.SHARING_WITHDRAWN, desk.person.case, recipient=withdrawn.recipient_code)
    return _found(casebook, desk, handoff)


def _found(casebook: Casebook, desk: Desk, handoff: str) -> Handoff:
    return next(one for one in handoffs(casebook, desk.person.case) if one.id == handoff)
