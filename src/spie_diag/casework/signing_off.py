"""The last stage: the person signs or not, the two specialists sign one after the other, and the version is frozen."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from spie_diag.casework.casebook import (
    ON_PAPER,
    Casebook,
    for_one_deed,
    member,
    on_paper_in,
    pair_of,
    refuse_if_signed,
    signed_in,
    version_number,
)
from spie_diag.casework.errors import (
    AlreadySignedError,
    FrozenVersionError,
    KeeperMissingError,
    NotReadyToSignError,
    NotSignedYetError,
    NotYourTurnError,
    PaperDateError,
    PaperReliedOnError,
    ReasonMissingError,
    SignatureNotKeptError,
)
from spie_diag.casework.hands import signed_by
from spie_diag.casework.publishing import build_document, field_of, signed_document
from spie_diag.casework.rereading import paper_from
from spie_diag.casework.sheet import PaperSignature, Sheet, draw
from spie_diag.forms.definition import Value
from spie_diag.french import long_date
from spie_diag.interview.journal import Record
from spie_diag.interview.people import InterviewId, SpecialistId

if TYPE_CHECKING:
    from spie_diag.signing.time_stamping import TimeStampServer

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


def choose_first(casebook: Casebook, interview: InterviewId, first: SpecialistId) -> Sheet:
    """Which of the two signs first: said before any electronic signature, since the file is prepared for that order.

    Raises:
        NotOfThePairError: she does not take part in this interview.
        FrozenVersionError: one of them signed the file already.
    """
    record = casebook.desk(interview).record
    if signed_in(record):
        raise FrozenVersionError
    one = member(casebook, interview, first)
    casebook.write(interview, f"signing_order/{version_number(record)}", one.voice.value)
    return draw(casebook, interview)


def note_paper(casebook: Casebook, interview: InterviewId, signed_on: date, kept_by: str) -> Sheet:
    """The printed copy was signed by hand, and somebody keeps it: the version is frozen as signatures freeze it.

    Its pages are kept as they are now, with the day and the keeper: later copies are these bytes.

    Raises:
        NotReadyToSignError: the document was not complete.
        KeeperMissingError: nobody is named who keeps the copy.
        PaperDateError: a day before the text was what it is, or to come.
    """
    desk = casebook.desk(interview)
    _refuse_unready(casebook, interview)
    last = casebook.clock.now().date()
    first = min(last, paper_from(desk.record))
    if not kept_by.strip():
        raise KeeperMissingError
    if not first <= signed_on <= last:
        between = f"qu’entre le {long_date(first, weekday=False)} et le {long_date(last, weekday=False)}"
        raise PaperDateError(when=between if first < last else f"que le {long_date(last, weekday=False)}")
    paper, version = PaperSignature(signed_on=signed_on, kept_by=" ".join(kept_by.split())), version_number(desk.record)
    pages = build_document(casebook, interview, by_hand=True, paper=paper)
    digest = hashlib.sha256(pages).hexdigest()
    # The bytes first: a cut before the entry that speaks of them leaves the version as free as it was.
    casebook.vault.signed_documents.add(desk.person.case, interview, version, digest, pages, stage=ON_PAPER)
    noted: Value = {"signed_on": paper.signed_on.isoformat(), "kept_by": paper.kept_by, "digest": digest}
    casebook.write(interview, f"paper/{version}", noted)
    return draw(casebook, interview)


def take_back_paper(casebook: Casebook, interview: InterviewId) -> Sheet:
    """It was noted by mistake: without another signature the version may change again.

    Raises:
        PaperReliedOnError: partners were given something drawn from this version, and told that it was signed so.
    """
    record = casebook.desk(interview).record
    if on_paper_in(record) is not None:
        is_sealed = len(signed_in(record)) == len(pair_of(casebook, record).members)
        if not is_sealed and _was_handed_over(record):
            raise PaperReliedOnError
        casebook.write(interview, f"paper/{version_number(record)}", None)
    return draw(casebook, interview)


def _was_handed_over(record: Record) -> bool:
    """Whether a document or data of this version left; a sheet of one page tells of no signature."""
    told = (entry.value for entry in record.under("handoff").values())
    version = version_number(record)
    return any(isinstance(one, dict) and one.get("version") == version and not one.get("sheet") for one in told)


def _refuse_unready(casebook: Casebook, interview: InterviewId) -> None:
    """What is frozen already was ready."""
    sheet = draw(casebook, interview)
    missing = [point.text for point in sheet.checklist if point.blocking]
    if missing and not sheet.is_frozen:
        raise NotReadyToSignError(missing=missing[0])


def specialist_signs(
    casebook: Casebook,
    interview: InterviewId,
    signer: SpecialistId,
    passphrase: str,
    pin: str = "",
    *,
    stamper: "TimeStampServer | None" = None,
) -> Sheet:
    """One specialist signs the document with the key that only her passphrase unlocks.

    The first signature builds the document and freezes the version; the second is added without breaking the first.
    The passphrase is asked at each signature, even in an open session: nobody signs by passing by. ``pin`` is for
    whoever signs with a card. A ``stamper`` that did not witness the signature tells why in its ``refusal``.

    Raises:
        NotOfThePairError, AlreadySignedError, NotReadyToSignError: the signature cannot be given.
        NotYourTurnError: the pair chose that the other one signs first.
        SignatureNotKeptError: the document just signed does not verify; nothing was kept.
        SpieError: the passphrase is not hers, her card is missing or its PIN wrong; nothing was kept.
    """
    one = member(casebook, interview, signer)
    desk = casebook.desk(interview)
    if one.voice.value in signed_in(desk.record):
        raise AlreadySignedError
    _refuse_unready(casebook, interview)
    _refuse_out_of_turn(casebook, interview, signer)
    with for_one_deed(casebook, signer):
        casebook.vault.unlock(signer, passphrase)
        version = version_number(desk.record)
        before = signed_document(casebook, interview) or build_document(casebook, interview, first=one)
        signed = _signed(casebook, before, signer, interview, pin, stamper)
        _keep(casebook, interview, one.voice.value, signer, version, signed)
    return draw(casebook, interview)


def _refuse_out_of_turn(casebook: Casebook, interview: InterviewId, signer: SpecialistId) -> None:
    sheet = draw(casebook, interview)
    if not sheet.signatures and sheet.signs_first not in {None, signer}:
        first = next(one for one in sheet.pair.members if one.id == sheet.signs_first)
        raise NotYourTurnError(field=first.field_of_work.value)


def _signed(
    casebook: Casebook,
    document: bytes,
    signer: SpecialistId,
    interview: InterviewId,
    pin: str,
    stamper: "TimeStampServer | None",
) -> bytes:
    one = member(casebook, interview, signer)
    first = not signed_in(casebook.desk(interview).record)
    signed, digest = signed_by(casebook, document, one, field_of(one), certify=first, pin=pin, stamper=stamper)
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
    if not signed_in(record) and on_paper_in(record) is None:
        raise NotSignedYetError
    if not reason.strip():
        raise ReasonMissingError
    number = version_number(record) + 1
    casebook.write(interview, "version", {"number": number, "reason": reason.strip()})
    return draw(casebook, interview)
