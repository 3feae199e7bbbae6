"""Whether the people of this computer believe the signers: what each certificate is worth, at which moment, and why."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

from cryptography import x509

from spie_diag.french import long_date
from spie_diag.signing.identity import KnownSigner, namesakes
from spie_diag.signing.reading import UNREADABLE
from spie_diag.signing.rules import Findings
from spie_diag.signing.rules_afterwards import Proofs
from spie_diag.signing.subjects import mixes_alphabets
from spie_diag.signing.timestamps import TimeStamp
from spie_diag.signing.trust import Standing, Trust, late_list, trust_of
from spie_diag.signing.trust_errors import NotAListError
from spie_diag.signing.trusted_authorities import (
    KnownAuthority,
    Purpose,
    RevocationList,
    read_list,
    same_authority,
)
from spie_diag.signing.verdict import NAMELESS, SignatureVerdict

_CLOCK_DRIFT = timedelta(minutes=10)
_DISOWNED = {Standing.REVOKED, Standing.MISUSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Believed:
    """Whom this computer recognises, and the moment at which it judges."""

    signers: tuple[KnownSigner, ...] = field(default=(), repr=False)
    authorities: tuple[KnownAuthority, ...] = ()
    lists: tuple[RevocationList, ...] = ()
    proofs: Proofs = field(default_factory=Proofs)
    now: datetime
    received_at: datetime | None = None

    @classmethod
    def among(
        cls,
        signers: tuple[KnownSigner, ...],
        authorities: tuple[KnownAuthority, ...],
        lists: tuple[RevocationList, ...],
        proofs: Proofs,
        *,
        now: datetime,
        received_at: datetime | None,
    ) -> "Believed":
        """The same, with the lists that came in the document, where an authority recognised here signed them."""
        issuers = [authority.certificate for authority in authorities]
        found = list(lists)
        for content in proofs.lists:
            with suppress(NotAListError):
                brought = read_list(content, [*issuers, *proofs.certificates])
                found += [brought] if brought else []
        return cls(
            signers=signers,
            authorities=authorities,
            lists=tuple(found),
            proofs=proofs,
            now=now,
            received_at=received_at,
        )

    def stamp(self, stamp: TimeStamp) -> TimeStamp:
        """The time-stamp, judged at the moment that it tells: its service vouches for that one."""
        chain = (stamp.certificate, *stamp.spare)
        return replace(stamp, trust=self._trust(chain, stamp.at, purpose=Purpose.TIME))

    def signature(self, signature: SignatureVerdict, proven_at: datetime | None) -> SignatureVerdict:
        """The signature, with what its certificate is worth; ``proven_at`` is when it demonstrably existed."""
        if not signature.intact:
            return signature  # whose certificate it is means nothing
        judged_at = proven_at or self.now
        trust = self._trust(
            signature.certificates, judged_at, proven=proven_at is not None, claimed_at=signature.signed_at
        )
        label = next((one.label for one in self.signers if one.fingerprint == signature.fingerprint), None)
        if label is not None and trust.standing not in {Standing.CERTIFIED, Standing.REVOKED_SINCE, *_DISOWNED}:
            trust = replace(trust, standing=Standing.RECOGNISED, notice=_outlived(signature, judged_at))
        return replace(signature, trust=trust, known_as=label or "")

    def _trust(
        self,
        chain: Sequence[x509.Certificate],
        at: datetime,
        *,
        purpose: Purpose = Purpose.SIGNERS,
        proven: bool = False,
        claimed_at: datetime | None = None,
    ) -> Trust:
        own, spare = chain[0], [*chain[1:], *self.proofs.certificates]
        try:
            return trust_of(
                own,
                spare,
                at,
                self.authorities,
                self.lists,
                purpose=purpose,
                proven=proven,
                claimed_at=claimed_at,
            )
        except UNREADABLE:  # a certificate is only looked into here: any part of it may be a lie
            return Trust(standing=Standing.MISUSED, why="le certificat, ou celui de son autorité, est mal formé")

    def distrusted(self, signatures: Sequence[SignatureVerdict]) -> tuple[str, ...]:
        """French sentences on the signatures that an authority recognised here disowns."""
        told = []
        for signature in signatures:
            trust, who = signature.trust, signature.signer or NAMELESS
            if trust.standing is Standing.REVOKED:
                told.append(f"{who} : {trust.why}, avant cette signature.")
            elif trust.standing is Standing.MISUSED:
                told.append(f"{who} : {trust.why}.")
            elif _carries_spare(signature):
                told.append(f"{who} : cette signature a été retouchée.")
        return tuple(told)


def _outlived(signature: SignatureVerdict, at: datetime) -> str:
    """A French clause where a recognised certificate ended before anything proves when it signed: keys outlive it."""
    end = signature.certificates[0].not_valid_after_utc
    if at <= end:
        return ""
    day = long_date(end.date(), weekday=False)
    return f"ce certificat a expiré le {day}, et rien ne prouve que la signature date d’avant"


def judged(findings: Findings, believed: Believed) -> tuple[tuple[SignatureVerdict, ...], tuple[TimeStamp, ...]]:
    """The signatures and the time-stamps of the document, each with what it is worth here."""
    stamps = tuple(believed.stamp(stamp) for stamp in findings.proofs.stamps)
    told = []
    for signature in findings.signatures:
        own = believed.stamp(signature.stamp) if signature.stamp else None
        proofs = [stamp.at for stamp in (*stamps, *([own] if own else [])) if stamp.is_believed]
        moments = [*proofs, *([believed.received_at] if believed.received_at else [])]
        told.append(believed.signature(replace(signature, stamp=own), min(moments, default=None)))
    return tuple(told), stamps


def _carries_spare(signature: SignatureVerdict) -> bool:
    """Whether a certificate came along that takes the name and key of one of its chain: nobody signed it with the rest.

    Those above the authority that is recognised here are not looked at.
    """
    path = signature.trust.path
    spare = [one for one in signature.certificates if one not in path]
    return any(same_authority(one, right) for one in spare for right in path)


def to_check_by_hand(
    signatures: Sequence[SignatureVerdict], stamps: Sequence[TimeStamp], believed: Believed
) -> tuple[str, ...]:
    """French sentences: what people should look at by themselves, the gravest first for each signature."""
    told: list[str] = []
    for signature in signatures:
        told += _about_the_signer(signature, believed)
        told += _about_the_clock(signature, stamps, believed)
    moments = [signature.signed_at for signature in signatures if signature.signed_at]
    if any(later + _CLOCK_DRIFT < earlier for earlier, later in pairwise(moments)):
        told.append("La seconde signature est datée d’avant la première : l’horloge d’un ordinateur est fausse.")
    witnessed = [*stamps, *(signature.stamp for signature in signatures if signature.stamp)]
    if any(stamp.is_believed and stamp.at > believed.now + _CLOCK_DRIFT for stamp in witnessed):
        told.append(
            "Un horodatage est daté du futur : l’horloge de cet ordinateur est fausse, et ne dit pas quels certificats "
            "valent encore."
        )
    used = {signature.trust.authority_fingerprint for signature in signatures}
    late = (late_list(one, believed.lists, believed.now) for one in believed.authorities if one.fingerprint in used)
    told += [sentence for sentence in late if sentence]
    return tuple(dict.fromkeys(told))


def _about_the_signer(signature: SignatureVerdict, believed: Believed) -> Iterator[str]:
    who, trust = signature.signer or NAMELESS, signature.trust
    if trust.notice:
        yield f"{who} : {trust.notice}."
    if signature.known or trust.standing in {Standing.UNJUDGED, *_DISOWNED}:
        return
    if trust.standing is Standing.REVOKED_SINCE:
        yield (
            f"ATTENTION ! {who} : {trust.why}. Cette signature se dit d’avant, et rien ne le prouve : une clé volée "
            "peut dater comme elle veut. Appelez cette personne avant de vous fier au document."
        )
    elif namesakes(believed.signers, signature.signer):
        yield (
            f"ATTENTION ! {who} : cet ordinateur connaît déjà ce nom, mais avec un autre certificat. Quelqu’un "
            "d’autre a pu signer sous ce nom : appelez cette personne et comparez l’empreinte avant de vous fier "
            "au document."
        )
    elif mixes_alphabets(signature.signer):
        yield (
            f"ATTENTION ! {who} : ce nom mêle des lettres de plusieurs alphabets, qui se ressemblent. Quelqu’un a pu "
            "imiter un autre nom : appelez la personne que vous croyez lire, et comparez l’empreinte avec elle."
        )
    elif trust.standing is Standing.UNKNOWN_AUTHORITY:
        yield (
            f"{who} : signature {trust.why}. Comparez l’empreinte de cette autorité avec celle que publie son "
            "territoire, ou celle du certificat avec cette personne."
        )
    elif trust.standing in {Standing.EXPIRED, Standing.NOT_YET_VALID}:
        yield (
            f"{who} : {trust.why}, et rien ne prouve que la signature date d’une période où il valait. Appelez cette "
            "personne si ce document décide de quelque chose."
        )
    else:
        yield (
            f"{who} : signature inconnue de cet ordinateur. Comparez l’empreinte du certificat avec cette "
            "personne, par téléphone ou de vive voix."
        )


def _about_the_clock(signature: SignatureVerdict, stamps: Sequence[TimeStamp], believed: Believed) -> Iterator[str]:
    who, said = signature.signer or NAMELESS, signature.signed_at
    if said is None:
        return
    if said > believed.now + _CLOCK_DRIFT:
        yield f"{who} : signature datée du futur. L’horloge d’un ordinateur est fausse."
    witnesses = [stamp for stamp in (signature.stamp, *stamps) if stamp is not None and stamp.is_believed]
    if any(stamp.at + _CLOCK_DRIFT < said for stamp in witnesses):
        yield f"{who} : signature datée d’après son horodatage. L’horloge de son ordinateur est fausse."
