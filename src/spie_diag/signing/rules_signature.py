"""Whether one signature holds: what it covers, how it is written, what came after it, whether it may sign at all."""

from collections.abc import Sequence
from datetime import datetime

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffResult,
    FormUpdatingRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from spie_diag.signing.certificates import SMALLEST_RSA, fingerprint, is_authority, is_made_for_documents
from spie_diag.signing.integrity import certificate_in, same_bytes, same_key
from spie_diag.signing.rules_afterwards import is_written_once
from spie_diag.signing.subjects import signer_name
from spie_diag.signing.timestamps import MOST_CERTIFICATES, TimeStamp, chain_of, digest_of, read_stamp
from spie_diag.signing.verdict import NAMELESS, Coverage, SignatureVerdict, validity

_ONLY_SIGNATURES = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(ignored_keys={"/AcroForm", "/Extensions"}),
        XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        ObjectStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[
            SigFieldModificationRule(always_modifiable=frozenset(), value_update_keys=frozenset({"/V", "/AP"}))
        ],
        ignored_acroform_keys=frozenset({"/Fields"}),
    ),
    ignore_orphaned_objects=False,
    ignore_identical_objects=False,
)
"""After a signature, only another prepared field may be filled: no new field, no metadata, no security store."""

_COVERAGES = {
    SignatureCoverageLevel.ENTIRE_FILE: Coverage.FILE,
    SignatureCoverageLevel.ENTIRE_REVISION: Coverage.REVISION,
}


def examine_signature(signature: EmbeddedPdfSignature) -> SignatureVerdict:
    """Whose it is, and the first reason not to believe it; its reader must not have decoded anything yet.

    Raises:
        ValueError: it is not shaped as a signature.
    """
    asn1 = certificate_in(signature.signed_data, signature.signer_info)
    certificate = x509.load_der_x509_certificate(asn1.dump())
    spare = _spare(signature, asn1)
    signature.compute_integrity_info(diff_policy=_ONLY_SIGNATURES)
    covers = _COVERAGES.get(signature.evaluate_signature_coverage(), Coverage.PART)
    signed_at = signature.self_reported_timestamp
    who = signer_name(certificate)
    problem = _problem(signature, asn1, covers, signed_at, who.name or NAMELESS)
    return SignatureVerdict(
        field=str(signature.field_name),  # pyHanko’s own text holds on to the whole file
        signer=who.name,
        structure=who.structure,
        role=who.role,
        field_of_work=who.field_of_work,
        signed_at=signed_at,
        fingerprint=fingerprint(certificate),
        valid_until=certificate.not_valid_after_utc,
        covers=covers,
        intact=not problem,
        problem=problem,
        certificates=(certificate, *spare),
        is_authentic=_is_authentic(signature, certificate),
        stamp=_stamp_in(signature.signer_info),
    )


def _is_authentic(signature: EmbeddedPdfSignature, certificate: x509.Certificate) -> bool:
    signer = signature.signer_info
    return same_bytes(signer, signature.compute_digest()) and same_key(signer, certificate)


def _spare(signature: EmbeddedPdfSignature, own: asn1_x509.Certificate) -> list[x509.Certificate]:
    """The other certificates of the signature.

    Raises:
        ValueError: there are more than any chain has.
    """
    held = [one.chosen.dump() for one in signature.signed_data["certificates"]]
    if len(held) > MOST_CERTIFICATES:
        raise ValueError("too many certificates")
    return [x509.load_der_x509_certificate(one) for one in held if one != own.dump()]


def _stamp_in(signer: cms.SignerInfo) -> TimeStamp | None:
    """The time-stamp of this one signature; None where there is none, or where it does not hold."""
    unsigned = signer["unsigned_attrs"]
    if len(unsigned) != 1 or unsigned[0]["type"].native != "signature_time_stamp_token":
        return None
    tokens = unsigned[0]["values"]
    return read_stamp(tokens[0], digest_of(signer["signature"].native)) if len(tokens) == 1 else None


def _problem(
    signature: EmbeddedPdfSignature,
    asn1: asn1_x509.Certificate,
    covers: Coverage,
    signed_at: datetime | None,
    who: str,
) -> str:
    """The first reason not to believe this signature, the gravest first."""
    certificate = x509.load_der_x509_certificate(asn1.dump())
    if not same_bytes(signature.signer_info, signature.compute_digest()):
        return f"{who} : le document a été modifié après cette signature."
    if not same_key(signature.signer_info, certificate):
        return f"{who} : cette signature ne correspond pas à son certificat."
    if covers is Coverage.PART:
        return f"{who} : cette signature ne couvre pas tout le document."
    if not _written_as_we_write(signature, certificate, asn1):
        return f"{who} : cette signature a été retouchée."
    if not _only_signed_since(signature):
        return f"{who} : après cette signature, le document a reçu autre chose qu’une signature prévue."
    if is_authority(certificate):
        return f"{who} : ce certificat est celui d’une autorité, personne ne signe un document avec lui."
    if not _is_for_signing(certificate):
        return f"{who} : ce certificat n’est pas fait pour signer des documents."
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if signed_at is None or signed_at.tzinfo is None or not start <= signed_at <= end:
        return f"{who} : ce certificat ne valait pas à la date de la signature (il vaut {validity(start, end)})."
    return ""


def _only_signed_since(signature: EmbeddedPdfSignature) -> bool:
    difference = signature.diff_result
    allowed = isinstance(difference, DiffResult) and difference.modification_level <= ModificationLevel.FORM_FILLING
    return allowed and bool(signature.summarise_integrity_info()["docmdp_ok"])


def _is_for_signing(certificate: x509.Certificate) -> bool:
    key = certificate.public_key()
    strong = (isinstance(key, ec.EllipticCurvePublicKey) and key.key_size >= 256) or (
        isinstance(key, rsa.RSAPublicKey) and key.key_size >= SMALLEST_RSA
    )
    return strong and is_made_for_documents(certificate)


def _written_as_we_write(
    signature: EmbeddedPdfSignature, certificate: x509.Certificate, asn1: asn1_x509.Certificate
) -> bool:
    """Whether the signature container holds what it must and not one bit more, and its gap in the file likewise.

    A signature does not cover itself: unused room, unsigned attributes, spare certificates or another spelling of the
    same digits would be places to write in without being seen.
    """
    if str(signature.sig_object.get("/SubFilter", "")) != SigSeedSubFilter.PADES.value:
        return False
    signer = signature.signer_info
    if len(signer["unsigned_attrs"]) and _stamp_in(signer) is None:
        return False
    spare = _spare(signature, asn1)
    if chain_of(certificate, spare) is None:
        return False
    held = [asn1, *(asn1_x509.Certificate.load(one.public_bytes(serialization.Encoding.DER)) for one in spare)]
    return is_written_once(signature, _container(signer, certificate, held, _unsigned_in(signature)))


def _unsigned_in(signature: EmbeddedPdfSignature) -> cms.CMSAttributes | None:
    """The time-stamp as it is spelled in the file; None where there is none.

    Read anew: asn1crypto spells again whatever was looked into, twice as long at each depth.
    """
    read = cms.ContentInfo.load(bytes(signature.pkcs7_content))["content"]["signer_infos"][0]["unsigned_attrs"]
    return read if len(read) else None


def _container(
    signer: cms.SignerInfo,
    certificate: x509.Certificate,
    held: Sequence[asn1_x509.Certificate],
    unsigned: cms.CMSAttributes | None,
) -> bytes:
    """The one DER spelling of a CAdES container: SHA-256, her chain, and no unsigned attribute but a time-stamp."""
    mechanism = "sha256_ecdsa" if isinstance(certificate.public_key(), ec.EllipticCurvePublicKey) else "sha256_rsa"
    algorithm = {"algorithm": "sha256"}
    written = {
        "version": "v1",
        "sid": cms.SignerIdentifier(
            "issuer_and_serial_number",
            {"issuer": held[0].issuer, "serial_number": certificate.serial_number},
        ),
        "digest_algorithm": cms.DigestAlgorithm(algorithm),
        "signed_attrs": signer["signed_attrs"],
        "signature_algorithm": cms.SignedDigestAlgorithm({"algorithm": mechanism}),
        "signature": signer["signature"].native,
    }
    if unsigned is not None:
        written["unsigned_attrs"] = cms.CMSAttributes([unsigned[0]])
    content = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": cms.DigestAlgorithms([cms.DigestAlgorithm(algorithm)]),
            "encap_content_info": {"content_type": "data"},
            "certificates": list(held),
            "signer_infos": [written],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": content}).dump())
