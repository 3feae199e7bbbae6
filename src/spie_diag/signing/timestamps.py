"""Time-stamps: what a third party witnessed and when, and the proofs that may be added once everybody has signed.

Source: RFC 3161; ETSI EN 319 142-1, B-T (a token in a signature) and B-LTA (a document time-stamp).
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from asn1crypto import cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from spie_diag.signing.certificates import fingerprint
from spie_diag.signing.subjects import signer_name
from spie_diag.signing.trust import Trust, issued

MOST_CERTIFICATES = 8
_DIGESTS = {"sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeStamp:
    """A third party saw these very bytes at ``at``: they existed then. Whether it is believed is told apart."""

    at: datetime
    certificate: x509.Certificate = field(repr=False)
    spare: tuple[x509.Certificate, ...] = field(default=(), repr=False)
    """The other certificates found in it: each one vouches for the one before."""
    field_name: str = ""
    """Of a stamp of the whole document; empty for that of one signature."""
    trust: Trust | None = None
    """None until somebody judged it."""

    @property
    def by(self) -> str:
        """Who stamped, as its certificate says."""
        said = signer_name(self.certificate)
        return said.name or said.structure or "un service sans nom"

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.certificate)

    @property
    def is_believed(self) -> bool:
        return self.trust is not None and self.trust.standing.is_believed


def read_stamp(token: cms.ContentInfo, stamped: Callable[[str], bytes], field_name: str = "") -> TimeStamp | None:
    """The time-stamp in ``token``; None where it is broken, or is about other bytes.

    ``stamped`` gives the digest, by the name of its algorithm, of what should have been stamped.
    """
    if token["content_type"].native != "signed_data":
        return None
    signed: cms.SignedData = token["content"]
    told = _told_in(signed)
    if told is None or len(signed["signer_infos"]) != 1 or len(signed["crls"]):
        return None
    signer: cms.SignerInfo = signed["signer_infos"][0]
    if not _says_once(signed, signer):
        return None
    held = [one.chosen for one in signed["certificates"] if isinstance(one.chosen, asn1_x509.Certificate)]
    own = next((one for one in held if _is_of(signer["sid"], one)), None)
    if own is None or len(held) > MOST_CERTIFICATES or len(signer["unsigned_attrs"]):
        return None
    content = signed["encap_content_info"]["content"].contents
    if not _is_about(told, stamped) or not _is_sound(signer, own, content):
        return None
    certificate = x509.load_der_x509_certificate(own.dump())
    spare = chain_of(certificate, [x509.load_der_x509_certificate(one.dump()) for one in held if one is not own])
    if spare is None:
        return None
    return TimeStamp(at=told["gen_time"].native, certificate=certificate, spare=spare, field_name=field_name)


def chain_of(certificate: x509.Certificate, others: Sequence[x509.Certificate]) -> tuple[x509.Certificate, ...] | None:
    """``others`` ordered so that each one vouches for one before it; None where one of them vouches for nobody.

    Nobody signs the certificates that come along: one that is not needed would be a place to write in unseen.
    """
    chain = [certificate]
    left = list(others)
    while left:
        following = next((one for one in left if one not in chain and any(issued(last, one) for last in chain)), None)
        if following is None:
            return None
        chain.append(following)
        left.remove(following)
    return tuple(chain[1:])


def _told_in(signed: cms.SignedData) -> tsp.TSTInfo | None:
    content = signed["encap_content_info"]["content"]
    told = content.parsed if isinstance(content, core.ParsableOctetString) else None
    return told if isinstance(told, tsp.TSTInfo) else None


def _says_once(signed: cms.SignedData, signer: cms.SignerInfo) -> bool:
    """Whether what nobody signs in the token only repeats what is signed.

    Source: RFC 5652, 5.1 and 5.3.
    """
    by_name = signer["sid"].name == "issuer_and_serial_number"
    versions = (signed["version"].native, signer["version"].native)
    digests = [one.dump() for one in signed["digest_algorithms"]]
    return versions == ("v3", "v1" if by_name else "v3") and digests == [signer["digest_algorithm"].dump()]


def _is_of(sid: cms.SignerIdentifier, certificate: asn1_x509.Certificate) -> bool:
    """Byte for byte: names that cannot be compared otherwise are never refused."""
    if sid.name == "subject_key_identifier":
        return bool(certificate.key_identifier == sid.native)
    named = sid.chosen
    same_issuer = named["issuer"].dump() == certificate.issuer.dump()
    return bool(same_issuer and named["serial_number"].native == certificate.serial_number)


def _is_about(told: tsp.TSTInfo, stamped: Callable[[str], bytes]) -> bool:
    imprint = told["message_imprint"]
    algorithm = imprint["hash_algorithm"]["algorithm"].native
    return algorithm in _DIGESTS and imprint["hashed_message"].native == stamped(algorithm)


def _is_sound(signer: cms.SignerInfo, certificate: asn1_x509.Certificate, content: bytes) -> bool:
    algorithm = signer["digest_algorithm"]["algorithm"].native
    if algorithm not in _DIGESTS or _digest_named_by(signer["signature_algorithm"]) not in {"", algorithm}:
        return False
    digest = _DIGESTS[algorithm](content).digest()
    try:
        intact, valid = validate_sig_integrity(signer, certificate, "tst_info", digest)
    except (ValueError, LookupError):  # what it calls an invalid signature by other names
        return False
    return bool(intact and valid)


def _digest_named_by(algorithm: cms.SignedDigestAlgorithm) -> str:
    """Empty where the algorithm leaves it to the other field."""
    try:
        return str(algorithm.hash_algo)
    except ValueError:
        return ""


def digest_of(content: bytes) -> Callable[[str], bytes]:
    """Digests of ``content``, by the name of their algorithm."""
    return lambda algorithm: _DIGESTS[algorithm](content).digest()
