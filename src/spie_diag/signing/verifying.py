"""Say whether a document is what two specialists signed, offline: integrity decides, recognition is told apart."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from spie_diag.clock import SystemClock
from spie_diag.errors import SpieError
from spie_diag.signing.announced import announced_in
from spie_diag.signing.identity import KnownSigner, KnownSigners, namesakes
from spie_diag.signing.rules import Findings, examine
from spie_diag.signing.verdict import NAMELESS, SignatureVerdict, Verdict

PAIR = 2
_CLOCK_DRIFT = timedelta(minutes=10)


def verify(
    pdf: bytes, known: KnownSigners, *, now: datetime | None = None, expected_fields: Sequence[str] = ()
) -> Verdict:
    """Who signed this document, and whether it is still what they signed. A bad file is a verdict, never an error.

    ``expected_fields`` are the signature fields that the document must have, in order; by default those it was
    prepared with. ``now`` is the computer's clock by default. Certificates are self-signed: anybody can make one in any
    name, so the verdict also says, apart, which of them this computer has recognised before.
    """
    findings = examine(pdf)
    recognised, warnings = _recognised(known)
    signatures = tuple(_with_recognition(signature, recognised) for signature in findings.signatures)
    named = {signature.field for signature in signatures}
    missing = [slot for slot in findings.slots if slot.name not in named]
    return Verdict(
        signatures=signatures,
        missing=tuple(slot.name for slot in missing),
        joint=len(findings.slots) == PAIR,
        changed=(*findings.changed, *_other_than_announced(findings)),
        incomplete=_incomplete(findings, [slot.label for slot in missing], expected_fields),
        warnings=(*warnings, *_to_check_by_hand(signatures, recognised, now or SystemClock().now())),
        diagnostic=findings.diagnostic,
    )


def _recognised(known: KnownSigners) -> tuple[tuple[KnownSigner, ...], tuple[str, ...]]:
    try:
        return known.all(), ()
    except SpieError as error:
        return (), (str(error),)


def _with_recognition(signature: SignatureVerdict, recognised: Sequence[KnownSigner]) -> SignatureVerdict:
    label = next((signer.label for signer in recognised if signer.fingerprint == signature.fingerprint), None)
    return signature if label is None else replace(signature, known=True, known_as=label)


def _incomplete(findings: Findings, missing: Sequence[str], expected_fields: Sequence[str]) -> tuple[str, ...]:
    if findings.changed and not findings.slots:
        return ()  # nothing could be read: the reason is told already
    told = []
    if not findings.signatures:
        told.append("Ce document ne porte aucune signature.")
    else:
        told += [f"Il manque une signature : la place « {label} » est vide." for label in missing]
        told += _about_the_pair(findings)
    if expected_fields and [slot.name for slot in findings.slots] != list(expected_fields):
        told.append("Ce document n’a pas les places de signature attendues.")
    return tuple(told)


def _about_the_pair(findings: Findings) -> list[str]:
    told = []
    if len(findings.slots) < PAIR:
        told.append("Ce document n’est prévu que pour une signature : ce diagnostic n’est pas conjoint.")
    if len(findings.slots) > PAIR:
        told.append("Ce document est prévu pour plus de deux signatures.")
    fingerprints = [signature.fingerprint for signature in findings.signatures]
    if len(set(fingerprints)) < len(fingerprints):
        told.append("Les deux signatures viennent du même certificat : une seule personne a signé.")
    return told


def _other_than_announced(findings: Findings) -> tuple[str, ...]:
    """Signatures of other people than those whom the signed data name as the specialists of this diagnostic."""
    announced = announced_in(findings.diagnostic)
    return tuple(
        f"{signature.signer or NAMELESS} : ce n’est pas le professionnel attendu à cette place du document."
        for signature in findings.signatures
        if announced and not any(one.may_be(signature) for one in announced)
    )


def _to_check_by_hand(
    signatures: Sequence[SignatureVerdict], recognised: Sequence[KnownSigner], now: datetime
) -> tuple[str, ...]:
    told = []
    for signature in signatures:
        who = signature.signer or NAMELESS
        if not signature.known and namesakes(recognised, signature.signer):
            told.append(
                f"ATTENTION ! {who} : cet ordinateur connaît déjà ce nom, mais avec un autre certificat. Quelqu’un "
                "d’autre a pu signer sous ce nom : appelez cette personne et comparez l’empreinte avant de vous fier "
                "au document."
            )
        elif not signature.known:
            told.append(
                f"{who} : signature inconnue de cet ordinateur. Comparez l’empreinte du certificat avec cette "
                "personne, par téléphone ou de vive voix."
            )
        if signature.signed_at and signature.signed_at > now + _CLOCK_DRIFT:
            told.append(f"{who} : signature datée du futur. L’horloge d’un ordinateur est fausse.")
    moments = [signature.signed_at for signature in signatures if signature.signed_at]
    if any(later + _CLOCK_DRIFT < earlier for earlier, later in pairwise(moments)):
        told.append("La seconde signature est datée d’avant la première : l’horloge d’un ordinateur est fausse.")
    return tuple(told)
