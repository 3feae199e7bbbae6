"""Apply one specialist's signature to a prepared document: bytes in, the same bytes and a signature out."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from spie_diag.french import long_date
from spie_diag.signing.errors import (
    AlreadySignedError,
    ChangedSinceSignedError,
    ExpiredIdentityError,
    NoSuchFieldError,
    SameSignerError,
    UnreadablePdfError,
    WrongOrderError,
)
from spie_diag.signing.identity import Identity
from spie_diag.signing.reading import UNREADABLE, Slot, slots_of
from spie_diag.signing.rules import examine

Appearance = Callable[[float, float], bytes]
"""Draws the visible signature: width and height in points in, a one-page PDF out."""


class _Quiet(IncrementalPdfFileWriter):
    """Adds the signature and nothing else: PDF/A-3 forbids version 2.0, and rewritten metadata are a change to explain.

    Left alone, pyHanko rewrites XMP and Info at each revision, and raises the version for elliptic curves.
    """

    def _update_meta(self) -> None:
        return

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        super().ensure_output_version(min(version, (1, 7)))  # type: ignore[no-untyped-call]


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
    ) -> None:
        super().__init__(metadata, signer=signer, stamp_style=style)
        self._moment = moment

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self._moment
        return session


def sign(
    pdf: bytes,
    field: str,
    identity: Identity,
    *,
    who: str,
    moment: datetime,
    certify: bool,
    appearance: Appearance | None = None,
    reason: str | None = None,
) -> bytes:
    """``pdf`` with one more signature, appended: the bytes already there do not change.

    ``field`` is one of the signature fields drawn with the document. The first signature certifies it
    (``certify``), and only lets the others be filled; the last one closes it. ``moment`` is aware.

    Raises:
        UnreadablePdfError: ``pdf`` is not a sound PDF.
        NoSuchFieldError: the document was not prepared for this signature.
        AlreadySignedError: the field is already signed.
        SameSignerError: this identity already signed another field.
        WrongOrderError: ``certify`` on a signed document, or not on an unsigned one; the last field before the others.
        ChangedSinceSignedError: the document is not what the first signer signed.
        ExpiredIdentityError: the certificate is not valid at ``moment``.

    Source: ETSI EN 319 142-1, PAdES baseline B-B.
    """
    try:
        slots = slots_of(PdfFileReader(BytesIO(pdf)))
    except UNREADABLE as error:
        raise UnreadablePdfError from error
    slot = _free(slots, field)
    last = all(other.is_signed or other.name == field for other in slots)
    if slot.is_last and not last:
        raise WrongOrderError
    _refuse_what_must_not_be_signed(pdf, slots, identity, certify=certify, moment=moment)
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        name=who,
        reason=reason,
        certify=certify,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES if last else fields.MDPPerm.FILL_FORMS,
    )
    signer = _Signer(metadata, _software_signer(identity), _style(slot, appearance), moment)
    signed = asyncio.run(signer.async_sign_pdf(_Quiet(BytesIO(pdf)), existing_fields_only=True))
    return bytes(signed.getvalue())


def _free(slots: tuple[Slot, ...], field: str) -> Slot:
    slot = next((slot for slot in slots if slot.name == field), None)
    if slot is None:
        raise NoSuchFieldError
    if slot.is_signed:
        raise AlreadySignedError
    return slot


def _refuse_what_must_not_be_signed(
    pdf: bytes, slots: tuple[Slot, ...], identity: Identity, *, certify: bool, moment: datetime
) -> None:
    if not identity.holds_at(moment):
        certificate = identity.certificate
        raise ExpiredIdentityError(
            start=long_date(certificate.not_valid_before_utc.date(), weekday=False),
            end=long_date(certificate.not_valid_after_utc.date(), weekday=False),
        )
    if certify == any(slot.is_signed for slot in slots):
        raise WrongOrderError
    if certify:
        return
    findings = examine(pdf)
    if not findings.is_unchanged:
        raise ChangedSinceSignedError
    if any(signature.fingerprint == identity.fingerprint for signature in findings.signatures):
        raise SameSignerError


def _software_signer(identity: Identity) -> signers.SimpleSigner:
    key = identity.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(identity.certificate.public_bytes(serialization.Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(key),
        cert_registry=SimpleCertificateStore(),
    )


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
