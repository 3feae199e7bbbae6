"""What pyHanko and our own rules find in a signed document, before anybody asks who the signers are.

pyHanko accepts what the standard accepts. We know how our documents are made, so we accept less: one revision for
the document, one per signature, each signature written in one way only, and nothing else.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from cryptography import x509
from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.pdf_embedded import read_certification_data

from spie_diag.signing.announced import Announcement, agrees, announcement_in, declared_digest
from spie_diag.signing.reading import (
    CUT_SHORT,
    UNREADABLE,
    Slot,
    attached,
    metadata,
    read,
    refused_at_the_door,
    slots_of,
    unreadable_because,
)
from spie_diag.signing.reading_moving import runs_something, shows_otherwise
from spie_diag.signing.reading_pages import versions_shown
from spie_diag.signing.rules_afterwards import MOST_REVISIONS, Proofs, proofs_after
from spie_diag.signing.rules_signature import examine_signature
from spie_diag.signing.verdict import Coverage, SignatureVerdict

_MOST_REVISIONS = 4 + MOST_REVISIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The state of a document; sentences are French, in the order found."""

    slots: tuple[Slot, ...] = ()
    """As the first signer saw them."""
    signatures: tuple[SignatureVerdict, ...] = ()
    changed: tuple[str, ...] = ()
    diagnostic: bytes | None = field(default=None, repr=False)
    announcement: Announcement = field(default_factory=Announcement)
    proofs: Proofs = field(default_factory=Proofs)
    """What was added once everybody had signed; the signatures are judged on the document before it."""

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
        self._reader = read(pdf)

    def findings(self) -> Findings:
        if self._reader.encrypted:
            return Findings(changed=("Ce PDF est protégé par un mot de passe : il ne peut pas être vérifié ainsi.",))
        if self._reader.xrefs.total_revisions > _MOST_REVISIONS:
            return Findings(changed=("Ce fichier a été enregistré trop de fois pour être un diagnostic.",))
        slots_now = slots_of(self._reader)  # looked at first: there may be too many of them
        made = self._reader.embedded_regular_signatures
        proven = self._with_proofs(made) if made else None
        return proven or self._as_it_is(made, slots_now)

    def _with_proofs(self, made: list[EmbeddedPdfSignature]) -> Findings | None:
        """The findings on the document as it was when everybody had signed; None unless only proofs came after."""
        end = _end_of(made[-1])
        if end >= len(self._pdf):
            return None
        closed = _Examination(self._pdf[:end]).findings()
        if not closed.is_unchanged or any(not slot.is_signed for slot in slots_of(read(self._pdf[:end]))):
            return None
        holders = [certificate for signature in closed.signatures for certificate in _all_of(signature)]
        proofs = proofs_after(self._pdf, made, holders)
        if proofs is None or _changes_of_content(read(self._pdf).root, read(self._pdf[:end]).root, closed.diagnostic):
            return None
        seen = tuple(replace(signature, covers=Coverage.REVISION) for signature in closed.signatures)
        return replace(closed, signatures=seen, proofs=proofs)

    def _as_it_is(self, made: list[EmbeddedPdfSignature], slots_now: tuple[Slot, ...]) -> Findings:
        signed = self._as_first_signed(made) if made else self._reader
        slots = slots_of(signed)
        diagnostic = attached(signed.root)
        announcement = announcement_in(diagnostic) if diagnostic is not None else None
        changed: list[str] = []
        if made:
            changed += self._changes_of_structure(made, slots, slots_now)
            changed += _changes_of_content(read(self._pdf).root, signed.root, diagnostic)
        if diagnostic is not None:
            changed += _contradictions(diagnostic, announcement, signed.root)
        signatures = tuple(examine_signature(signature) for signature in made)
        return Findings(
            slots=slots,
            signatures=signatures,
            changed=tuple(changed),
            diagnostic=diagnostic if all(signature.is_authentic for signature in signatures[:1]) else None,
            announcement=announcement or Announcement(),
        )

    def _as_first_signed(self, made: list[EmbeddedPdfSignature]) -> PdfFileReader:
        """The file cut where the first signature ended, read on its own: nothing added later can reach into it."""
        return read(self._pdf[: _end_of(made[0])])

    def _changes_of_structure(
        self, made: list[EmbeddedPdfSignature], slots: tuple[Slot, ...], slots_now: tuple[Slot, ...]
    ) -> list[str]:
        told = []
        if _end_of(made[-1]) > len(self._pdf):
            told.append(CUT_SHORT)
        elif _end_of(made[-1]) < len(self._pdf):
            told.append("Quelque chose a été ajouté au fichier après la dernière signature.")
        elif self._reader.xrefs.total_revisions != len(made) + 1:
            told.append("Quelque chose a été ajouté au fichier entre les signatures.")
        if [slot.name for slot in slots_now] != [slot.name for slot in slots]:
            told.append("Une place de signature a été ajoutée ou retirée après la première signature.")
        if sum(slot.is_signed for slot in slots_now) != len(made):
            told.append("Ce document porte une signature d’un format inconnu.")
        certification = read_certification_data(self._reader)
        if certification is None or made[0].docmdp_level not in {MDPPerm.NO_CHANGES, MDPPerm.FILL_FORMS}:
            told.append("La première signature ne protège pas le document contre les modifications.")
        return told


def _end_of(signature: EmbeddedPdfSignature) -> int:
    _, _, start, length = signature.byte_range
    return int(start) + int(length)


def _all_of(signature: SignatureVerdict) -> Iterator[x509.Certificate]:
    yield from signature.certificates
    if signature.stamp:
        yield from (signature.stamp.certificate, *signature.stamp.spare)


def _changes_of_content(now: DictionaryObject, signed: DictionaryObject, diagnostic: bytes | None) -> list[str]:
    told = []
    if diagnostic is None:
        told.append("Ce PDF ne contient pas les données d’un diagnostic : il ne vient pas de SPIE Diag.")
    elif attached(now) != diagnostic:
        told.append("Les données jointes au document ne sont plus celles que le premier professionnel a signées.")
    if metadata(now) != metadata(signed):
        told.append("Le titre ou l’auteur du PDF ont changé depuis la première signature.")
    if runs_something(now):
        told.append("Ce document contient un programme, qui peut se lancer tout seul.")
    if shows_otherwise(now):
        told.append("Ce document contient des parties qui peuvent s’afficher autrement que lors de la signature.")
    return told


def _shows(root: DictionaryObject, announcement: Announcement) -> bool:
    """Whether the pages show no other version than the data; pages that are not ours to read show none."""
    if not announcement.number or announcement.version is None:
        return True
    try:
        return versions_shown(root, announcement.number) <= {announcement.version}
    except UNREADABLE:
        return True


def _contradictions(diagnostic: bytes, announcement: Announcement | None, root: DictionaryObject) -> list[str]:
    """Where the attached data are not those that the document itself announces, or that its pages show."""
    told, packet = [], metadata(root)
    if declared_digest(packet) != hashlib.sha256(diagnostic).hexdigest():
        told.append("Les données jointes ne sont pas celles que le document annonce (empreinte différente).")
    if announcement is None:
        told.append("Les données jointes à ce document ne sont pas lisibles : ce ne sont pas celles d’un diagnostic.")
    elif not agrees(announcement, packet) or not _shows(root, announcement):
        told.append("Les données jointes sont celles d’une autre version que le document.")
    return told
