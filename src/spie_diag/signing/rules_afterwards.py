"""What may be added to a document once everybody has signed it: proofs that it was signed then, and nothing else.

A revision of proofs holds the certificates and revocation lists that tell what the signatures were worth (a DSS), a
time-stamp of the whole file, or both. Whatever else comes after the last signature is a change.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from asn1crypto import cms
from cryptography import x509
from cryptography.x509 import ocsp
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffResult,
    DSSCompareRule,
    FormUpdatingRule,
    ModificationLevel,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from spie_diag.signing.reading import read, slots_of, unpacked
from spie_diag.signing.timestamps import TimeStamp, digest_of, read_stamp
from spie_diag.signing.trust import issued

MOST_REVISIONS = 6
_MOST_PIECES = 32
_KINDS = ("/Certs", "/CRLs", "/OCSPs")

_ONLY_PROOFS = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(ignored_keys={"/AcroForm", "/Extensions", "/DSS"}),
        DSSCompareRule().as_qualified(ModificationLevel.LTA_UPDATES),
        XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[
            SigFieldCreationRule(),
            SigFieldModificationRule(always_modifiable=frozenset(), value_update_keys=frozenset({"/V", "/AP"})),
        ],
        ignored_acroform_keys=frozenset({"/Fields"}),
    ),
    ignore_orphaned_objects=False,
    ignore_identical_objects=False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proofs:
    """What was added afterwards; nothing in it is believed yet, but that it changes nothing."""

    stamps: tuple[TimeStamp, ...] = ()
    certificates: tuple[x509.Certificate, ...] = field(default=(), repr=False)
    lists: tuple[bytes, ...] = field(default=(), repr=False)
    """Revocation lists, DER: those that a recognised authority signed may be believed."""


def proofs_after(
    pdf: bytes, made: Sequence[EmbeddedPdfSignature], holders: Sequence[x509.Certificate]
) -> Proofs | None:
    """The proofs added after the last of the signatures ``made``; None where anything else was added.

    ``holders`` are the certificates found in the signatures: proofs are about them, or about the time-stamps.
    """
    reader, last = made[-1].reader, made[-1]
    revisions = range(last.signed_revision + 1, reader.xrefs.total_revisions)
    if not 0 < len(revisions) <= MOST_REVISIONS or not _ends_where_it_says(pdf):
        return None
    if not _changes_nothing(last) or len(slots_of(reader)) - len(slots_of(read(pdf[: _end_of(last)]))) > len(revisions):
        return None
    stamps = _stamps(reader, revisions)
    if stamps is None:
        return None
    store = _store(read(pdf).root)
    if store is None:
        return None
    about = [*holders, *(one for stamp in stamps for one in (stamp.certificate, *stamp.spare))]
    if not store.is_about(about) or not _each_adds_a_proof(reader, revisions):
        return None
    return Proofs(stamps=stamps, certificates=store.certificates, lists=store.lists)


def _end_of(signature: EmbeddedPdfSignature) -> int:
    _, _, start, length = signature.byte_range
    return int(start) + int(length)


def _ends_where_it_says(pdf: bytes) -> bool:
    """No bytes after the last end mark: no revision would hold them."""
    return pdf.rstrip(b"\r\n").endswith(b"%%EOF") and len(pdf) - len(pdf.rstrip(b"\r\n")) <= 2


def _changes_nothing(last: EmbeddedPdfSignature) -> bool:
    last.compute_integrity_info(diff_policy=_ONLY_PROOFS)
    difference = last.diff_result
    return (
        last.coverage is SignatureCoverageLevel.ENTIRE_REVISION
        and isinstance(difference, DiffResult)
        and difference.modification_level <= ModificationLevel.LTA_UPDATES
    )


def _each_adds_a_proof(reader: PdfFileReader, revisions: range) -> bool:
    """Whether each of these revisions ends with a time-stamp, or adds to the store: else, what is it for?"""
    stamped = {one.signed_revision for one in reader.embedded_timestamp_signatures}
    return all(one in stamped or _kept_in(reader, one) > _kept_in(reader, one - 1) for one in revisions)


def _kept_in(reader: PdfFileReader, revision: int) -> set[tuple[int, int]]:
    """The pieces of the store as it was after ``revision``."""
    root = reader.get_historical_resolver(revision).root
    kept = root["/DSS"] if "/DSS" in root else DictionaryObject()
    return {(one.idnum, one.generation) for kind in _KINDS for one in _listed(kept, kind)}


def _stamps(reader: PdfFileReader, revisions: range) -> tuple[TimeStamp, ...] | None:
    """The time-stamps of these revisions, in order; None where one of them is broken, or covers less than it should."""
    made = reader.embedded_timestamp_signatures
    added = sum(1 for _, value, _ in enumerate_sig_fields(reader) if value is not None)
    if added != len(made) + len(reader.embedded_regular_signatures) or any(
        one.signed_revision not in revisions for one in made
    ):
        return None
    found = [_stamp(one) for one in made]
    return None if None in found else tuple(one for one in found if one is not None)


def _stamp(made: EmbeddedPdfSignature) -> TimeStamp | None:
    if made.evaluate_signature_coverage() < SignatureCoverageLevel.ENTIRE_REVISION:
        return None
    container = made.sig_object["/Contents"]
    token = cms.ContentInfo.load(bytes(container), strict=False)
    if not is_written_once(made, bytes(token.dump())):
        return None
    start, gap_start, gap_end, length = (int(number) for number in made.byte_range)
    pdf = made.reader.stream
    pdf.seek(start)
    before = pdf.read(gap_start)
    pdf.seek(gap_end)
    return read_stamp(token, digest_of(before + pdf.read(length)), str(made.field_name))


def is_written_once(signature: EmbeddedPdfSignature, container: bytes) -> bool:
    """Whether the gap that a signature leaves for itself holds this container, in our digits, and then only zeros."""
    _, gap_start, gap_end, _ = (int(number) for number in signature.byte_range)
    signature.reader.stream.seek(gap_start)
    gap = signature.reader.stream.read(gap_end - gap_start)
    room = (len(gap) - 2) // 2
    return bool(gap.upper() == gap and gap == b"<" + container.ljust(room, b"\0").hex().upper().encode() + b">")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Store:
    certificates: tuple[x509.Certificate, ...] = ()
    lists: tuple[bytes, ...] = ()
    answers: tuple[ocsp.OCSPResponse, ...] = ()

    def is_about(self, holders: Sequence[x509.Certificate]) -> bool:
        """Whether each piece helps to judge these certificates: others would be a place to write in."""
        known = list(holders)
        left = [one for one in self.certificates if one not in known]
        while found := [one for one in left if any(issued(other, one) for other in known)]:
            known += found
            left = [one for one in left if one not in found]
        issuers = {one.issuer.public_bytes() for one in known}
        serials = {one.serial_number for one in known}
        return (
            not left
            and all(x509.load_der_x509_crl(one).issuer.public_bytes() in issuers for one in self.lists)
            and all(one.serial_number in serials for one in self.answers)
        )


def _store(root: DictionaryObject) -> _Store | None:
    """What the security store of the document holds; None where it holds anything that is no proof.

    Raises:
        ValueError: a piece is not what the store calls it.
    """
    if "/DSS" not in root:
        return _Store()
    kept = root["/DSS"]
    if not isinstance(kept, DictionaryObject) or not _names_only_its_own(kept):
        return None
    certificates, lists, answers = (_pieces(kept, kind) for kind in _KINDS)
    return _Store(
        certificates=tuple(x509.load_der_x509_certificate(one) for one in certificates),
        lists=tuple(lists),
        answers=tuple(ocsp.load_der_ocsp_response(one) for one in answers),
    )


def _names_only_its_own(store: DictionaryObject) -> bool:
    """Whether what is told signature by signature (VRI) are pieces of the store, which are looked at one by one."""
    told = store["/VRI"] if "/VRI" in store else DictionaryObject()
    if not isinstance(told, DictionaryObject):
        return False
    own = {one for kind in _KINDS for one in _listed(store, kind)}
    for signature in (told[key] for key in told):
        if not isinstance(signature, DictionaryObject) or "/TS" in signature or "/TU" in signature:
            return False
        if any(one not in own for kind in ("/Cert", "/CRL", "/OCSP") for one in _listed(signature, kind)):
            return False
    return True


def _listed(holder: DictionaryObject, kind: str) -> list[IndirectObject]:
    """References to the pieces of one kind.

    Raises:
        ValueError: there are too many, or they are not kept apart.
    """
    listed = holder[kind] if kind in holder else ArrayObject()
    if not isinstance(listed, ArrayObject) or len(listed) > _MOST_PIECES:
        raise ValueError("no list of proofs")
    references = [listed.raw_get(place) for place in range(len(listed))]
    if not all(isinstance(one, IndirectObject) for one in references):
        raise ValueError("no list of proofs")
    return references


def _pieces(store: DictionaryObject, kind: str) -> list[bytes]:
    return [unpacked(one.get_object()) for one in _listed(store, kind)]
