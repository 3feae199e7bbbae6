"""The last stage: the person signs or not, the two specialists sign one after the other, and the version is frozen."""

import hashlib
from collections.abc import Sequence

from spie_diag.casework.casebook import (
    Casebook,
    for_one_deed,
    member,
    refuse_if_signed,
    signed_in,
    version_number,
)
from spie_diag.casework.errors import (
    AlreadySignedError,
    NotReadyToSignError,
    NotSignedYetError,
    ReasonMissingError,
    SignatureNotKeptError,
)
from spie_diag.casework.hands import signed_by
from spie_diag.casework.publishing import build_document, field_of, signed_document
from spie_diag.casework.sheet import Sheet, draw
from spie_diag.forms.definition import Value
from spie_diag.interview.people import InterviewId, SpecialistId

Stroke = Sequence[tuple[float, float]]


def person_signs(casebook: Casebook, interview: InterviewId, strokes: Sequence[Stroke]) -> Sheet:
    """The person signed by hand on the screen: lines of points, both coordinates from 0 to 1.

    Neither time nor pressure of the pen is kept: they would be biometric data.
    """
    drawn: Value = [[[round(x, 4), round(y, 4)] for x, y in stroke] for stroke in strokes]
    return _person(casebook, interview, {"kind": "ink", "strokes": drawn, "witness": ""})


def person_signs_with_witness(
    casebook: Casebook, interview: InterviewId, witness: str, strokes: Sequence[Stroke] = ()
) -> Sheet:
    """The person agreed before a witness, who is named on the document.

    Raises:
        ReasonMissingError: the witness is not named.
    """
    if not witness.strip():
        raise ReasonMissingError
    drawn: Value = [[[round(x, 4), round(y, 4)] for x, y in stroke] for stroke in strokes]
    return _person(casebook, interview, {"kind": "witness", "strokes": drawn, "witness": witness.strip()})


def person_declines(casebook: Casebook, interview: InterviewId) -> Sheet:
    """The person does not wish to sign: a valid closing, without a reason."""
    return _person(casebook, interview, {"kind": "declined", "strokes": [], "witness": ""})


def person_signs_on_paper(casebook: Casebook, interview: InterviewId) -> Sheet:
    """The person signs the printed copy: the document leaves her a line."""
    return _person(casebook, interview, {"kind": "paper", "strokes": [], "witness": ""})


def erase_person_signature(casebook: Casebook, interview: InterviewId) -> Sheet:
    """Start her signature again, as long as no specialist signed."""
    return _person(casebook, interview, None)


def _person(casebook: Casebook, interview: InterviewId, value: Value) -> Sheet:
    record = casebook.desk(interview).record
    refuse_if_signed(record)
    casebook.write(interview, f"person_signature/{version_number(record)}", value)
    return draw(casebook, interview)


def specialist_signs(
    casebook: Casebook, interview: InterviewId, signer: SpecialistId, passphrase: str, pin: str = ""
) -> Sheet:
    """One specialist signs the document with the key that only her passphrase unlocks.

    The first signature builds the document and freezes the version; the second is added without breaking the first.
    The passphrase is asked at each signature, even in an open session: nobody signs by passing by. ``pin`` is for
    whoever signs with a card.

    Raises:
        NotOfThePairError, AlreadySignedError, NotReadyToSignError: the signature cannot be given.
        SignatureNotKeptError: the document just signed does not verify; nothing was kept.
        SpieError: the passphrase is not hers, her card is missing or its PIN wrong; nothing was kept.
    """
    one = member(casebook, interview, signer)
    desk = casebook.desk(interview)
    if one.voice.value in signed_in(desk.record):
        raise AlreadySignedError
    missing = [point.text for point in draw(casebook, interview).checklist if point.blocking]
    if missing and not signed_in(desk.record):
        raise NotReadyToSignError(missing=missing[0])
    with for_one_deed(casebook, signer):
        casebook.vault.unlock(signer, passphrase)
        version = version_number(desk.record)
        before = signed_document(casebook, interview) or build_document(casebook, interview, first=one)
        signed = _signed(casebook, before, signer, interview, pin)
        _keep(casebook, interview, one.voice.value, signer, version, signed)
    return draw(casebook, interview)


def _signed(casebook: Casebook, document: bytes, signer: SpecialistId, interview: InterviewId, pin: str) -> bytes:
    one = member(casebook, interview, signer)
    first = not signed_in(casebook.desk(interview).record)
    signed, digest = signed_by(casebook, document, one, field_of(one), certify=first, pin=pin)
    _refuse_unless_it_holds(casebook, signed, (field_of(one), digest), interview)
    return signed


def _refuse_unless_it_holds(casebook: Casebook, signed: bytes, last: tuple[str, str], interview: InterviewId) -> None:
    """What is kept is frozen for good: it must be found sound now, by the very check that readers will make.

    ``last`` is the field and the fingerprint of the signature just made.
    """
    from spie_diag.paths import known_signers
    from spie_diag.signing.identity import KnownSigners
    from spie_diag.signing.verifying import verify

    verdict = verify(signed, KnownSigners(known_signers()), now=casebook.clock.now())
    made = [(signature.field, signature.fingerprint) for signature in verdict.signatures]
    expected = len(signed_in(casebook.desk(interview).record)) + 1
    if not verdict.unchanged or len(made) != expected or made[-1] != last:
        raise SignatureNotKeptError


def _keep(
    casebook: Casebook, interview: InterviewId, voice: str, signer: SpecialistId, version: int, signed: bytes
) -> None:
    """The signed bytes first, then the entry that speaks of them: a cut between the two is seen and signed again."""
    desk = casebook.desk(interview)
    digest = hashlib.sha256(signed).hexdigest()
    casebook.vault.signed_documents.add(desk.person.case, interview, version, digest, signed, stage=voice)
    writer, casebook.writer = casebook.writer, signer
    try:
        casebook.write(interview, f"signed/{version}/{voice}", {"specialist": str(signer), "digest": digest})
    finally:
        casebook.writer = writer


def correct(casebook: Casebook, interview: InterviewId, reason: str) -> Sheet:
    """Begin a new version of a signed document; the reason is printed on it, the old version stays as it is.

    Raises:
        NotSignedYetError: the current version carries no signature: it can be changed as it is.
        ReasonMissingError: no reason.
    """
    record = casebook.desk(interview).record
    if not signed_in(record):
        raise NotSignedYetError
    if not reason.strip():
        raise ReasonMissingError
    number = version_number(record) + 1
    casebook.write(interview, "version", {"number": number, "reason": reason.strip()})
    return draw(casebook, interview)
