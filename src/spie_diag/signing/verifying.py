"""Say whether a document is what its specialists signed, offline: integrity decides, trust is told apart."""

from collections.abc import Sequence
from datetime import datetime
from itertools import combinations
from typing import NamedTuple

from spie_diag.clock import SystemClock
from spie_diag.errors import SpieError
from spie_diag.signing.certificates import key_fingerprint
from spie_diag.signing.identity import KnownSigner, KnownSigners
from spie_diag.signing.rules import Findings, examine
from spie_diag.signing.trusted_authorities import Believable, KnownAuthority, RevocationList
from spie_diag.signing.verdict import NAMELESS, Kind, SignatureVerdict, Verdict
from spie_diag.signing.verifying_trust import Believed, judged, to_check_by_hand
from spie_diag.sweeping import swept_at_once

PAIR = 2


@swept_at_once()
def verify(
    pdf: bytes,
    known: KnownSigners,
    *,
    authorities: Believable | None = None,
    now: datetime | None = None,
    received_at: datetime | None = None,
    expected_fields: Sequence[str] = (),
) -> Verdict:
    """Who signed this document, and whether it is still what they signed. A bad file is a verdict, never an error.

    ``expected_fields`` are the signature fields that the document must have, in order; by default those it was
    prepared with. ``now`` is the computer's clock by default. ``received_at`` is when this very file came in, where
    somebody wrote it down: certificates that expired or were revoked since are judged at that moment, as they are at
    that of a time-stamp. Anybody can make a certificate in any name: the verdict says, apart, which ones this computer
    or an ``authorities`` that it recognises vouches for.
    """
    findings = examine(pdf)
    moment = now or SystemClock().now()
    trust, complaints = _believed(known, authorities, moment, received_at, findings)
    signatures, stamps = judged(findings, trust)
    named = {signature.field for signature in signatures}
    missing = [slot for slot in findings.slots if slot.name not in named]
    kind = _kind(findings)
    return Verdict(
        signatures=signatures,
        missing=tuple(slot.name for slot in missing),
        joint=len(findings.slots) == PAIR,
        kind=kind,
        number=findings.announcement.number,
        version=findings.announcement.version,
        extract=findings.announcement.extract,
        stamps=stamps,
        changed=(*findings.changed, *_other_than_announced(findings)),
        distrusted=trust.distrusted(signatures),
        incomplete=_incomplete(findings, kind, [slot.label for slot in missing], expected_fields),
        warnings=(*complaints, *_newer(findings), *to_check_by_hand(signatures, stamps, trust)),
        diagnostic=findings.diagnostic,
    )


class _Trusting(NamedTuple):
    trust: Believed
    complaints: tuple[str, ...]


def _believed(
    known: KnownSigners,
    authorities: Believable | None,
    now: datetime,
    received_at: datetime | None,
    findings: Findings,
) -> _Trusting:
    """Whom this computer believes; a folder that cannot be read is a complaint, and nobody in it is believed."""
    complaints: list[str] = []
    signers: tuple[KnownSigner, ...] = ()
    anchors: tuple[KnownAuthority, ...] = ()
    lists: tuple[RevocationList, ...] = ()
    try:
        signers = known.all()
    except SpieError as error:
        complaints.append(str(error))
    try:
        if authorities is not None:
            anchors, lists = authorities.all(), authorities.lists()
    except SpieError as error:
        complaints.append(str(error))
        anchors = ()
    trust = Believed.among(signers, anchors, lists, findings.proofs, now=now, received_at=received_at)
    return _Trusting(trust, tuple(complaints))


def _kind(findings: Findings) -> Kind:
    if findings.announcement.extract is not None and 1 <= len(findings.slots) <= PAIR:
        return Kind.EXTRACT
    return {1: Kind.ALONE, PAIR: Kind.JOINT}.get(len(findings.slots), Kind.OTHER)


def _incomplete(
    findings: Findings, kind: Kind, missing: Sequence[str], expected_fields: Sequence[str]
) -> tuple[str, ...]:
    if findings.changed and not findings.slots:
        return ()  # nothing could be read: the reason is told already
    told = []
    if not findings.signatures:
        told.append("Ce document ne porte aucune signature.")
    else:
        told += [f"Il manque une signature : la place « {label} » est vide." for label in missing]
        told += _about_the_pair(findings, kind)
    if expected_fields and [slot.name for slot in findings.slots] != list(expected_fields):
        told.append("Ce document n’a pas les places de signature attendues.")
    return tuple(told)


def _about_the_pair(findings: Findings, kind: Kind) -> list[str]:
    told = []
    if kind is Kind.ALONE:
        told.append("Ce document n’est prévu que pour une signature : ce diagnostic n’est pas conjoint.")
    if len(findings.slots) > PAIR:
        told.append("Ce document est prévu pour plus de deux signatures.")
    sound = [one.certificates[0] for one in findings.signatures if one.intact]  # of others, not even a key is sure
    keys = [key_fingerprint(one.public_key()) for one in sound]
    if len(set(keys)) < len(keys):
        told.append("Les deux signatures viennent de la même clé : une seule personne a signé.")
    elif any(_are_for_one(findings, *two) for two in combinations(findings.signatures, 2)):
        told.append("Les deux signatures sont au nom du même professionnel : l’autre n’a pas signé.")
    return told


def _are_for_one(findings: Findings, one: SignatureVerdict, other: SignatureVerdict) -> bool:
    """Whether one specialist of those whom the signed data name made both, with two certificates of hers."""
    announced = findings.announcement.specialists
    places = {place for place, expected in enumerate(announced) if expected.may_be(one) or expected.may_be(other)}
    return len(places) == 1 and all(any(expected.may_be(made) for expected in announced) for made in (one, other))


def _other_than_announced(findings: Findings) -> tuple[str, ...]:
    """Signatures of other people than those whom the signed data name as the specialists of this diagnostic."""
    announced = findings.announcement.specialists
    return tuple(
        f"{signature.signer or NAMELESS} : ce n’est pas le professionnel attendu à cette place du document."
        for signature in findings.signatures
        if announced and not any(one.may_be(signature) for one in announced)
    )


def _newer(findings: Findings) -> tuple[str, ...]:
    if not findings.announcement.is_newer:
        return ()
    return (
        "Ce document vient d’une version plus récente de SPIE Diag : ses signatures sont vérifiées, mais ses données "
        "ne peuvent pas être reprises ici. Mettez SPIE Diag à jour.",
    )
