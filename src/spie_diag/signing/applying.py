"""Apply one specialist's signature to a prepared document: bytes in, the same bytes and a signature out."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from spie_diag.signing.announced import announcement_in
from spie_diag.signing.certificates import fingerprint, refuse_unless_it_signs
from spie_diag.signing.errors import (
    AlreadySignedError,
    ChangedSinceSignedError,
    NoSuchFieldError,
    SameSignerError,
    UnreadablePdfError,
    WrongOrderError,
)
from spie_diag.signing.identity import Signatory
from spie_diag.signing.identity_errors import SupersededCertificateError, TimeStampError
from spie_diag.signing.quiet import QuietWriter
from spie_diag.signing.reading import UNREADABLE, Slot, attached, slots_of
from spie_diag.signing.rules import examine
from spie_diag.signing.time_stamping import TimeStampServer
from spie_diag.sweeping import swept_at_once

Appearance = Callable[[float, float], bytes]
"""Draws the visible signature: width and height in points in, a one-page PDF out."""


_DIGEST = "sha256"
_LONGEST_ECDSA = 72
"""Bytes of a P-256 signature as DER, at most."""


class _Page(PdfContent):
    """A one-page PDF as the picture of a field."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self._page = page

    def render(self) -> bytes:
        writer: BasePdfFileWriter = self._ensure_writer
        picture = writer.import_page_as_xobject(PdfFileReader(BytesIO(self._page)))
        self.resources.xobject["/Stamp"] = picture
        left, bottom, right, top = picture.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Stamp Do"


class _Signer(signers.PdfSigner):
    """Signs at the moment it is told, so that recorded stories can be told again."""

    def __init__(
        self,
        metadata: signers.PdfSignatureMetadata,
        signer: signers.Signer,
        style: StaticStampStyle,
        moment: datetime,
        time_stamper: TimeStampServer | None = None,
    ) -> None:
        super().__init__(metadata, signer=signer, stamp_style=style, timestamper=time_stamper)
        self._moment = moment

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self._moment
        return session


class _Hand(signers.Signer):
    """Whoever holds the key signs; her certificate and those below the root go into the signature."""

    def __init__(self, signatory: Signatory) -> None:
        own = signatory.certificate
        registry = SimpleCertificateStore()
        registry.register_multiple(_as_asn1(one) for one in signatory.chain if one.issuer != one.subject)
        super().__init__(signing_cert=_as_asn1(own), cert_registry=registry)
        self._signatory = signatory
        key = own.public_key()
        self._longest = key.key_size // 8 if isinstance(key, rsa.RSAPublicKey) else _LONGEST_ECDSA

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if digest_algorithm != _DIGEST:
            raise ValueError(digest_algorithm)
        return bytes(self._longest) if dry_run else self._signatory.signature_of(data)


def _as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


@swept_at_once()
def sign(
    pdf: bytes,
    field: str,
    identity: Signatory,
    *,
    who: str,
    moment: datetime,
    certify: bool,
    appearance: Appearance | None = None,
    reason: str | None = None,
    time_stamper: TimeStampServer | None = None,
) -> bytes:
    """``pdf`` with one more signature, appended: the bytes already there do not change.

    ``field`` is one of the signature fields drawn with the document. The first signature certifies it
    (``certify``), and only lets the others be filled; the last one closes it. ``moment`` is aware. A ``time_stamper``
    that does not give its stamp leaves the signature without it, and keeps why in its ``refusal``.

    Raises:
        UnreadablePdfError: ``pdf`` is not a sound PDF.
        NoSuchFieldError: the document was not prepared for this signature.
        AlreadySignedError: the field is already signed.
        SameSignerError: this identity already signed another field.
        WrongOrderError: ``certify`` on a signed document, or not on an unsigned one; the last field before the others.
        ChangedSinceSignedError: the document is not what the first signer signed.
        ExpiredIdentityError: the certificate is not valid at ``moment``.
        UnsuitableKeyError, AuthorityCertificateError, NotForSigningError: it is not one to sign documents with.
        SupersededCertificateError: the document announces another certificate for this field.
        CardError: the card was removed, or refused.

    Source: ETSI EN 319 142-1, PAdES baseline B-B, and B-T with a time-stamp.
    """
    try:
        reader = PdfFileReader(BytesIO(pdf))
        slots, expected = slots_of(reader), _expected(attached(reader.root), field)
    except UNREADABLE as error:
        raise UnreadablePdfError from error
    if expected not in {"", fingerprint(identity.certificate)}:
        raise SupersededCertificateError
    slot = _free(slots, field)
    last = all(other.is_signed or other.name == field for other in slots)
    if slot.is_last and not last:
        raise WrongOrderError
    _refuse_what_must_not_be_signed(pdf, slots, identity, certify=certify, moment=moment)
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm=_DIGEST,
        subfilter=fields.SigSeedSubFilter.PADES,
        name=who,
        reason=reason,
        certify=certify,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES if last else fields.MDPPerm.FILL_FORMS,
    )
    hand, style = _Hand(identity), _style(slot, appearance)
    if time_stamper is not None:
        time_stamper.refusal = None
        try:
            return _appended(pdf, _Signer(metadata, hand, style, moment, time_stamper))
        except TimeStampError as why:
            time_stamper.refusal = why
    return _appended(pdf, _Signer(metadata, hand, style, moment))


def _appended(pdf: bytes, signer: _Signer) -> bytes:
    signed = asyncio.run(signer.async_sign_pdf(QuietWriter(BytesIO(pdf)), existing_fields_only=True))
    return bytes(signed.getvalue())


def _expected(diagnostic: bytes | None, field: str) -> str:
    """The certificate that the document announces for this field; empty where it announces none."""
    told = announcement_in(diagnostic) if diagnostic is not None else None
    people = told.specialists if told is not None else ()
    return next((one.fingerprint for one in people if one.signature_field == field), "")


def _free(slots: tuple[Slot, ...], field: str) -> Slot:
    slot = next((slot for slot in slots if slot.name == field), None)
    if slot is None:
        raise NoSuchFieldError
    if slot.is_signed:
        raise AlreadySignedError
    return slot


def _refuse_what_must_not_be_signed(
    pdf: bytes, slots: tuple[Slot, ...], identity: Signatory, *, certify: bool, moment: datetime
) -> None:
    refuse_unless_it_signs(identity.certificate, moment)
    if certify == any(slot.is_signed for slot in slots):
        raise WrongOrderError
    if certify:
        return
    findings = examine(pdf)
    if not findings.is_unchanged:
        raise ChangedSinceSignedError
    if any(signature.fingerprint == fingerprint(identity.certificate) for signature in findings.signatures):
        raise SameSignerError


def _style(slot: Slot, appearance: Appearance | None) -> StaticStampStyle:
    """The drawing as it comes, from the lower left corner; nothing drawn leaves the field blank."""
    if appearance is None:
        return StaticStampStyle(border_width=0)
    return StaticStampStyle(
        border_width=0,
        background=_Page(appearance(slot.width, slot.height)),
        background_layout=SimpleBoxLayoutRule(
            x_align=AxisAlignment.ALIGN_MIN,
            y_align=AxisAlignment.ALIGN_MIN,
            margins=Margins(0, 0, 0, 0),
            inner_content_scaling=InnerScaling.NO_SCALING,
        ),
    )
