"""Who vouches for a certificate: a chain of signatures up to an authority that this computer recognises, or why not.

Links are verified by signature and names are compared byte for byte: X.509 forbids to compare some names otherwise
(see ``integrity``), and a path builder that tries would refuse the people who bear them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from itertools import islice, pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from spie_diag.french import long_date
from spie_diag.signing.integrity import is_by
from spie_diag.signing.subjects import cleaned, signer_name
from spie_diag.signing.trusted_authorities import KnownAuthority, Purpose, RevocationList, may_certify, newest

_LONGEST_CHAIN = 5
_MOST_PATHS = 16
_UNDERSTOOD = (
    x509.BasicConstraints,
    x509.KeyUsage,
    x509.ExtendedKeyUsage,
    x509.CertificatePolicies,
    x509.SubjectAlternativeName,
)
_WEAK = (hashes.MD5, hashes.SHA1)

_Path = tuple[x509.Certificate, ...]


class Standing(Enum):
    """What this computer can say of a certificate."""

    UNJUDGED = "unjudged"
    """Nothing: the signature does not hold, so that it does not matter whose it claims to be."""
    RECOGNISED = "recognised"
    """Somebody of this office recognised this very certificate."""
    CERTIFIED = "certified"
    """A recognised authority vouches for it, at the moment it is judged."""
    SELF_SIGNED = "self_signed"
    """Nobody vouches for it but itself, and nobody recognised it."""
    UNKNOWN_AUTHORITY = "unknown_authority"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    """Its authority took it back, before the signature or before anything proves when that was made."""
    REVOKED_SINCE = "revoked_since"
    """Its authority took it back; the signer says that she signed before, and nothing proves it."""
    MISUSED = "misused"
    """Its chain holds a certificate that was not made for that."""

    @property
    def is_believed(self) -> bool:
        return self in {Standing.RECOGNISED, Standing.CERTIFIED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Who vouches for a certificate, or why nobody does; ``why`` is a French clause that follows the signer's name."""

    standing: Standing = Standing.UNJUDGED
    authority: str = ""
    """The name or label of the authority found, believed or not."""
    authority_fingerprint: str = ""
    """Empty unless the authority is recognised here."""
    why: str = field(default="", repr=False)
    notice: str = field(default="", repr=False)
    """Another French clause, where there is something to know although the certificate is believed."""
    path: tuple[x509.Certificate, ...] = field(default=(), repr=False)
    """From the certificate to its recognised authority; empty where none was found."""


def trust_of(
    certificate: x509.Certificate,
    spare: Sequence[x509.Certificate],
    at: datetime,
    authorities: Sequence[KnownAuthority],
    lists: Sequence[RevocationList] = (),
    *,
    purpose: Purpose = Purpose.SIGNERS,
    proven: bool = False,
    claimed_at: datetime | None = None,
) -> Trust:
    """Judge ``certificate`` at the moment ``at``, with the ``spare`` certificates found beside it.

    ``proven`` says that the certificate was demonstrably used at ``at`` or before: a later revocation then changes
    nothing. Else ``claimed_at`` is all there is, and whoever stole a key may claim anything: a revoked certificate is
    believed no more, but what claims to be older is not called forged.
    """
    anchors = [one for one in authorities if one.purpose is purpose]
    judged = [
        _judged(path, authority, at, lists, purpose=purpose, proven=proven, claimed_at=claimed_at)
        for path, authority in islice(_paths((certificate,), spare, anchors), _MOST_PATHS)
    ]
    believed = (trust for trust in judged if trust.standing is Standing.CERTIFIED)
    return next(believed, judged[0] if judged else _unanchored(certificate))


def _judged(
    path: _Path,
    authority: KnownAuthority,
    at: datetime,
    lists: Sequence[RevocationList],
    *,
    purpose: Purpose,
    proven: bool,
    claimed_at: datetime | None,
) -> Trust:
    name = authority.label or signer_name(authority.certificate).name
    standing, why = _first_doubt(path, at, purpose)
    taken_back = _taken_back(path, lists)
    notice = ""
    if taken_back is not None:
        told = f"« {name} » a révoqué ce certificat le {_day(taken_back)}"
        if proven and at < taken_back:
            notice = f"{told}, après cette signature"
        elif claimed_at is not None and claimed_at < taken_back:
            standing, why = Standing.REVOKED_SINCE, told
        else:
            standing, why = Standing.REVOKED, told
    return Trust(
        standing=standing,
        authority=name,
        authority_fingerprint=authority.fingerprint,
        why=why,
        notice=notice,
        path=path,
    )


def _unanchored(certificate: x509.Certificate) -> Trust:
    if _vouches_for_itself(certificate):
        return Trust(standing=Standing.SELF_SIGNED)
    name = _issuer_name(certificate)
    why = f"certifiée par « {name} », une autorité que cet ordinateur ne reconnaît pas"
    return Trust(standing=Standing.UNKNOWN_AUTHORITY, authority=name, why=why)


def _vouches_for_itself(certificate: x509.Certificate) -> bool:
    """Made by the key it is about, whatever its issuer is called: a name that nobody can compare has another there."""
    digest = certificate.signature_hash_algorithm
    if digest is None:
        return False
    return is_by(certificate.public_key(), certificate.signature, certificate.tbs_certificate_bytes, digest)


def _issuer_name(certificate: x509.Certificate) -> str:
    texts = [attribute.value for attribute in certificate.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)]
    return cleaned(", ".join(text for text in texts if isinstance(text, str))) or "sans nom"


def _paths(
    path: _Path, spare: Sequence[x509.Certificate], anchors: Sequence[KnownAuthority]
) -> Iterator[tuple[_Path, KnownAuthority]]:
    """Every chain of signatures from the last of ``path`` to a recognised authority, the shortest first."""
    for anchor in anchors:
        if issued(path[-1], anchor.certificate):
            yield (*path, anchor.certificate), anchor
    if len(path) < _LONGEST_CHAIN:
        for one in spare:
            if one not in path and issued(path[-1], one):
                yield from _paths((*path, one), spare, anchors)


def issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether the key of ``issuer`` signed ``certificate``, in its name and with a digest nobody can forge today."""
    if isinstance(certificate.signature_hash_algorithm, _WEAK):
        return False
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _first_doubt(path: _Path, at: datetime, purpose: Purpose) -> tuple[Standing, str]:
    """Why this chain vouches for nothing at ``at``, the nearest certificate first."""
    for place, one in enumerate(path):
        if not _fits(one, place, purpose):
            return Standing.MISUSED, "certifiée par une chaîne de certificats qui n’est pas faite pour cela"
        whose = "ce certificat" if place == 0 else "le certificat de l’autorité"
        if at < one.not_valid_before_utc:
            return Standing.NOT_YET_VALID, f"{whose} ne vaut que depuis le {_day(one.not_valid_before_utc)}"
        if at > one.not_valid_after_utc:
            return Standing.EXPIRED, f"{whose} a expiré le {_day(one.not_valid_after_utc)}"
    return Standing.CERTIFIED, ""


def _fits(certificate: x509.Certificate, place: int, purpose: Purpose) -> bool:
    """Whether a certificate may stand at this place of a chain: 0 signs or stamps, the others certify.

    Source: RFC 5280, 6.1.4 (k), (l), (n); a critical extension that we do not apply is a refusal, 4.2.
    """
    try:
        extensions = certificate.extensions
        if any(one.critical and not isinstance(one.value, _UNDERSTOOD) for one in extensions):
            return False
        if place > 0:
            room = extensions.get_extension_for_class(x509.BasicConstraints).value.path_length
            return may_certify(certificate) and (room is None or room >= place - 1)
        return purpose is Purpose.SIGNERS or _tells_the_time(extensions)
    except (x509.ExtensionNotFound, ValueError):  # ValueError: an extension that says nothing sensible
        return False


def _tells_the_time(extensions: x509.Extensions) -> bool:
    """Source: RFC 3161, 2.3: time-stamping, and nothing else."""
    usage = extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    return list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def _taken_back(path: _Path, lists: Sequence[RevocationList]) -> datetime | None:
    """Since when some certificate of the chain is revoked by the newest list of its own issuer."""
    found = []
    for one, issuer in pairwise(path):
        listed = newest(lists, issuer)
        moment = listed.taken_back_at(one) if listed else None
        if moment is not None:
            found.append(moment)
    return min(found, default=None)


def late_list(authority: KnownAuthority, lists: Sequence[RevocationList], now: datetime) -> str:
    """A French sentence where this authority promised a newer list than the one that is here; else empty."""
    listed = newest(lists, authority.certificate)
    if listed is None or listed.next_at is None or listed.next_at >= now:
        return ""
    return (
        f"La liste de révocation de « {authority.label} » devait être renouvelée le {_day(listed.next_at)} : "
        "demandez-lui la dernière."
    )


def _day(moment: datetime) -> str:
    return long_date(moment.date(), weekday=False)
