"""What pyHanko and our own rules find in a signed document, before anybody asks who the signers are.

pyHanko accepts what the standard accepts. We know how our documents are made, so we accept less: one revision for
the document, one per signature, each signature written in one way only, and nothing else.
"""

from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader
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
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.pdf_embedded import read_certification_data
from pyhanko.sign.validation.status import SignatureCoverageLevel

from spie_diag.signing.identity import fingerprint, signer_name
from spie_diag.signing.integrity import certificate_in, same_bytes, same_key
from spie_diag.signing.reading import (
    CUT_SHORT,
    UNREADABLE,
    Slot,
    attached,
    metadata,
    refused_at_the_door,
    runs_something,
    slots_of,
    unreadable_because,
)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The state of a document; sentences are French, in the order found."""

    slots: tuple[Slot, ...] = ()
    """As the first signer saw them."""
    signatures: tuple[SignatureVerdict, ...] = ()
    changed: tuple[str, ...] = ()
    diagnostic: bytes | None = field(default=None, repr=False)

    @property
    def is_unchanged(self) -> bool:
        return not self.changed and all(signature.intact for signature in self.signatures)


def examine(pdf: bytes) -> Findings:
    """Look into a file that anybody may have written: a wrong file is a finding, never an error."""
    if refusal := refused_at_the_door(pdf):
        return Findings(changed=(refusal,))
    try:
        return _Examination(pdf).findings()
    except UNREADABLE:
        return Findings(changed=(unreadable_because(pdf),))


class _Examination:
    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        self._reader = _read(pdf)

    def findings(self) -> Findings:
        if self._reader.encrypted:
            return Findings(changed=("Ce PDF est protégé par un mot de passe : il ne peut pas être vérifié ainsi.",))
        made = self._reader.embedded_regular_signatures
        signed = self._as_first_signed(made) if made else self._reader
        slots = slots_of(signed)
        diagnostic = attached(signed.root)
        changed: list[str] = []
        if made:
            changed += self._changes_of_structure(made, slots)
            changed += _changes_of_content(_read(self._pdf).root, signed.root, diagnostic)
        signatures = tuple(_signature(signature) for signature in made)
        return Findings(slots=slots, signatures=signatures, changed=tuple(changed), diagnostic=diagnostic)

    def _as_first_signed(self, made: list[EmbeddedPdfSignature]) -> PdfFileReader:
        """The file cut where the first signature ended, read on its own: nothing added later can reach into it."""
        return _read(self._pdf[: _end_of(made[0])])

    def _changes_of_structure(self, made: list[EmbeddedPdfSignature], slots: tuple[Slot, ...]) -> list[str]:
        told = []
        if _end_of(made[-1]) > len(self._pdf):
            told.append(CUT_SHORT)
        elif _end_of(made[-1]) < len(self._pdf):
            told.append("Quelque chose a été ajouté au fichier après la dernière signature.")
        elif self._reader.xrefs.total_revisions != len(made) + 1:
            told.append("Quelque chose a été ajouté au fichier entre les signatures.")
        if [slot.name for slot in slots_of(self._reader)] != [slot.name for slot in slots]:
            told.append("Une place de signature a été ajoutée ou retirée après la première signature.")
        if sum(slot.is_signed for slot in slots_of(self._reader)) != len(made):
            told.append("Ce document porte une signature d’un format inconnu.")
        certification = read_certification_data(self._reader)
        if certification is None or made[0].docmdp_level not in {MDPPerm.NO_CHANGES, MDPPerm.FILL_FORMS}:
            told.append("La première signature ne protège pas le document contre les modifications.")
        return told


def _read(pdf: bytes) -> PdfFileReader:
    """A reader of its own for each question: once it decoded a stream, pyHanko can no longer compare revisions."""
    return PdfFileReader(BytesIO(pdf), strict=True)


def _end_of(signature: EmbeddedPdfSignature) -> int:
    _, _, start, length = signature.byte_range
    return int(start) + int(length)


def _changes_of_content(now: DictionaryObject, signed: DictionaryObject, diagnostic: bytes | None) -> list[str]:
    told = []
    if diagnostic is None:
        told.append("Ce PDF ne contient pas les données d’un diagnostic : il ne vient pas de SPIE Diag.")
    elif attached(now) != diagnostic:
        told.append("Les données jointes au document ne sont plus celles que le premier professionnel a signées.")
    if metadata(now) != metadata(signed):
        told.append("Le titre ou l’auteur du PDF ont changé depuis la première signature.")
    if runs_something(now):
        told.append("Ce document contient un programme qui se lance à l’ouverture.")
    return told


def _signature(signature: EmbeddedPdfSignature) -> SignatureVerdict:
    asn1 = certificate_in(signature.signed_data, signature.signer_info)
    certificate = x509.load_der_x509_certificate(asn1.dump())
    signature.compute_integrity_info(diff_policy=_ONLY_SIGNATURES)
    coverage = signature.evaluate_signature_coverage()
    covers = _COVERAGES.get(coverage, Coverage.PART)
    signed_at = signature.self_reported_timestamp
    who = signer_name(certificate)
    problem = _problem(signature, asn1, covers, signed_at, who.name or NAMELESS)
    return SignatureVerdict(
        field=signature.field_name,
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
    )


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
        isinstance(key, rsa.RSAPublicKey) and key.key_size >= 2048
    )
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return strong and usage.digital_signature and usage.content_commitment


def _written_as_we_write(
    signature: EmbeddedPdfSignature, certificate: x509.Certificate, asn1: asn1_x509.Certificate
) -> bool:
    """Whether the signature container holds what it must and not one bit more, and its gap in the file likewise.

    A signature does not cover itself: unused room, unsigned attributes, spare certificates or another spelling of the
    same digits would be places to write in without being seen.
    """
    if str(signature.sig_object.get("/SubFilter", "")) != SigSeedSubFilter.PADES.value:
        return False
    _, gap_start, gap_end, _ = (int(number) for number in signature.byte_range)
    signature.reader.stream.seek(gap_start)
    gap = signature.reader.stream.read(gap_end - gap_start)
    expected = _container(signature.signer_info, certificate, asn1)
    room = (len(gap) - 2) // 2
    return bool(gap == b"<" + expected.ljust(room, b"\0").hex().upper().encode() + b">")


def _container(signer: cms.SignerInfo, certificate: x509.Certificate, asn1: asn1_x509.Certificate) -> bytes:
    """The one DER spelling of a CAdES container for this signer: SHA-256, one certificate, no unsigned attribute."""
    mechanism = "sha256_ecdsa" if isinstance(certificate.public_key(), ec.EllipticCurvePublicKey) else "sha256_rsa"
    algorithm = {"algorithm": "sha256"}
    content = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": cms.DigestAlgorithms([cms.DigestAlgorithm(algorithm)]),
            "encap_content_info": {"content_type": "data"},
            "certificates": [asn1],
            "signer_infos": [
                {
                    "version": "v1",
                    "sid": cms.SignerIdentifier(
                        "issuer_and_serial_number",
                        {"issuer": asn1.issuer, "serial_number": certificate.serial_number},
                    ),
                    "digest_algorithm": cms.DigestAlgorithm(algorithm),
                    "signed_attrs": signer["signed_attrs"],
                    "signature_algorithm": cms.SignedDigestAlgorithm({"algorithm": mechanism}),
                    "signature": signer["signature"].native,
                }
            ],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": content}).dump())
