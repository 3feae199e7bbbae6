"""Whose certificate a signature was made with, and whether it still fits: digests decide, names are never compared.

X.509 forbids to compare some names that people bear (« Youssef الأمين » mixes two directions of writing, emoji are
younger than its tables), and pyHanko refuses their signatures for that. The SHA-256 that the signer herself signed says
which certificate is hers, issuer and serial number included.
"""

import hashlib

from asn1crypto import algos, cms, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from pyhanko.sign.general import find_unique_cms_attribute
from pyhanko.sign.validation.generic_cms import get_signing_cert_attr

_FORGEABLE = (hashes.MD5, hashes.SHA1)


def certificate_in(signed: cms.SignedData, signer: cms.SignerInfo) -> asn1_x509.Certificate:
    """The certificate that the signer says is hers, or the first one where she says none of them is.

    Raises:
        ValueError: the signature holds no certificate.
    """
    held = [one.chosen for one in signed["certificates"] if isinstance(one.chosen, asn1_x509.Certificate)]
    if not held:
        raise ValueError("no certificate")
    announced = _announced_digest(signer)
    return next((one for one in held if hashlib.sha256(one.dump()).digest() == announced), held[0])


def same_bytes(signer: cms.SignerInfo, digest: bytes) -> bool:
    """Whether ``digest``, of the bytes that the signature covers now, is the one that was signed."""
    return bool(find_unique_cms_attribute(signer["signed_attrs"], "message_digest").native == digest)


def same_key(signer: cms.SignerInfo, certificate: x509.Certificate) -> bool:
    """Whether the key of this certificate, announced as the signer's own, made the signature."""
    if find_unique_cms_attribute(signer["signed_attrs"], "content_type").native != "data":
        return False
    if _announced_digest(signer) != certificate.fingerprint(hashes.SHA256()):
        return False
    signed = signer["signed_attrs"].untag().dump()
    return is_by(certificate.public_key(), signer["signature"].native, signed, hashes.SHA256())


def is_by(key: PublicKeyTypes, signature: bytes, signed: bytes, digest: hashes.HashAlgorithm) -> bool:
    """Whether this key, of a kind that signs documents here, made ``signature`` of the bytes ``signed``."""
    if isinstance(digest, _FORGEABLE):
        return False
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, signed, ec.ECDSA(digest))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, signed, padding.PKCS1v15(), digest)
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _announced_digest(signer: cms.SignerInfo) -> bytes | None:
    """The SHA-256 of the signer's certificate among the attributes she signed; None where it is not there.

    Source: RFC 5035, ESSCertIDv2.
    """
    attribute = get_signing_cert_attr(signer["signed_attrs"])
    if not isinstance(attribute, tsp.SigningCertificateV2):
        return None
    announced = attribute["certs"][0]
    algorithm: algos.DigestAlgorithm = announced["hash_algorithm"]
    return bytes(announced["cert_hash"].native) if algorithm["algorithm"].native == "sha256" else None
