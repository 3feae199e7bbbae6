"""Add to a signed document what it will need once certificates have expired: revocation lists, and a time-stamp.

Nothing that was signed changes, and both signatures stay valid. Source: ETSI EN 319 142-1, B-LTA.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO

from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.dss import DocumentSecurityStore

from spie_diag.signing.identity_errors import TimeStampError
from spie_diag.signing.quiet import QuietWriter
from spie_diag.signing.reading import UNREADABLE
from spie_diag.signing.rules import Findings, examine
from spie_diag.signing.rules_afterwards import MOST_REVISIONS
from spie_diag.signing.trust import trust_of
from spie_diag.signing.trust_errors import NotFullySignedError, StampFailedError, TooManyProofsError
from spie_diag.signing.trusted_authorities import Believable, KnownAuthority, Purpose, RevocationList, newest

FIELD = "Horodatage"
"""The field that ``documents`` reserves; the locks of the signatures leave it free."""


def with_proofs(pdf: bytes, authorities: Believable, server: TimeStamper | None = None) -> bytes:
    """``pdf`` with what this computer knows of its signers' certificates, witnessed by ``server``.

    Without a server, only certificates and revocation lists are added, where there are any.

    Raises:
        NotFullySignedError: a signature is missing, or the document no longer holds.
        TooManyProofsError: it was stamped as often as it may be.
        StampFailedError: the server gave no time-stamp that can be verified.
        DamagedTrustError, AuthoritiesFolderError: the authorities recognised here cannot be read.
    """
    findings = examine(pdf)
    if not findings.is_unchanged or not findings.signatures or len(findings.signatures) < len(findings.slots):
        raise NotFullySignedError
    if len(findings.proofs.stamps) >= MOST_REVISIONS:
        raise TooManyProofsError
    writer = QuietWriter(BytesIO(pdf))
    told = _tell(writer, findings, authorities)
    if server is None and not told:
        return pdf
    proven = _stamped(writer, server, len(findings.proofs.stamps)) if server else _written(writer)
    done = examine(proven)
    if not done.is_unchanged or len(done.proofs.stamps) != len(findings.proofs.stamps) + (server is not None):
        raise StampFailedError
    return proven


def _tell(writer: QuietWriter, findings: Findings, authorities: Believable) -> bool:
    """Add the certificates and lists that judge these signers; whether there were any."""
    known, lists = [one for one in authorities.all() if one.purpose is Purpose.SIGNERS], authorities.lists()
    chain = list(dict.fromkeys(_chains(findings, known, lists)))
    published = [found for one in chain if (found := newest(lists, one)) is not None]
    if not published:
        return False
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        None,
        certs=[asn1_x509.Certificate.load(one.public_bytes(serialization.Encoding.DER)) for one in chain],
        crls=[
            asn1_crl.CertificateList.load(one.published.public_bytes(serialization.Encoding.DER)) for one in published
        ],
    )
    return True


def _chains(
    findings: Findings, known: Sequence[KnownAuthority], lists: Sequence[RevocationList]
) -> Iterator[x509.Certificate]:
    for signature in findings.signatures:
        own, *spare = signature.certificates
        yield from trust_of(own, spare, own.not_valid_before_utc, known, lists).path


def _stamped(writer: QuietWriter, server: TimeStamper, stamps: int) -> bytes:
    field = FIELD if stamps == 0 else f"{FIELD}_{stamps + 1}"
    try:
        stamped = PdfTimeStamper(server, field_name=field, readable_field_name=FIELD).timestamp_pdf(writer, "sha256")
    except (*UNREADABLE, OSError, SigningError, TimestampRequestError, TimeStampError) as error:
        raise StampFailedError from error
    return bytes(stamped.getvalue())


def _written(writer: QuietWriter) -> bytes:
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()
