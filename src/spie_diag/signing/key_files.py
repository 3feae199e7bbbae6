"""A key that its owner received as a file: PKCS#12, opened with the password that came with it."""

from datetime import datetime

from asn1crypto import pkcs12 as asn1_pkcs12
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from spie_diag.secrecy import forget
from spie_diag.signing.certificates import MALFORMED, issuers_of, look_into, refuse_unless_it_signs
from spie_diag.signing.identity import Identity
from spie_diag.signing.identity_errors import (
    NoKeyInFileError,
    NotAKeyFileError,
    SeveralKeysError,
    UnsuitableKeyError,
    WrongKeyFilePasswordError,
)

LARGEST = 256 * 1024
"""Bytes: a key with its chain weighs less than ten thousand."""

_MOST_ROUNDS = 10_000_000  # beyond, the file is made to keep the computer busy


def read_key_file(content: bytes, password: str, now: datetime) -> Identity:
    """The key of a PKCS#12 file with its certificate and those who issued it.

    Raises:
        NotAKeyFileError: it is no such file, or a damaged one.
        WrongKeyFilePasswordError: the password does not open it.
        NoKeyInFileError, SeveralKeysError: not one key with its certificate.
        UnsuitableKeyError, AuthorityCertificateError, NotForSigningError, ExpiredIdentityError: nothing to sign with.
    """
    if len(content) > LARGEST:
        raise NotAKeyFileError
    if _keys_in(content) > 1:
        raise SeveralKeysError
    typed = password.encode("utf-8", "surrogatepass")
    try:
        opened = pkcs12.load_pkcs12(content, typed)
    except ValueError as error:
        raise WrongKeyFilePasswordError from error
    except MALFORMED as error:
        raise NotAKeyFileError from error
    finally:
        forget(typed)
    key, own = opened.key, opened.cert
    if key is None or own is None:
        raise NoKeyInFileError
    if not isinstance(key, (ec.EllipticCurvePrivateKey, rsa.RSAPrivateKey)):
        raise UnsuitableKeyError
    issuers = tuple(one.certificate for one in opened.additional_certs)
    try:
        for one in (own.certificate, *issuers):
            look_into(one)
    except MALFORMED as error:
        raise NotAKeyFileError from error
    refuse_unless_it_signs(own.certificate, now)
    if own.certificate.public_key() != key.public_key():
        raise NoKeyInFileError
    return Identity(key, own.certificate, issuers_of(own.certificate, issuers))


def _keys_in(content: bytes) -> int:
    """How many keys lie in the file, as far as it says without its password: always, as programs write it.

    Raises:
        NotAKeyFileError
    """
    try:
        file = asn1_pkcs12.Pfx.load(content, strict=True)
        rounds = [file["mac_data"]["iterations"].native] if file["mac_data"].native else []
        keys = 0
        for part in file.authenticated_safe:
            if part["content_type"].native == "encrypted_data":
                rounds.append(part["content"]["encrypted_content_info"]["content_encryption_algorithm"].kdf_iterations)
                continue
            for bag in asn1_pkcs12.SafeContents.load(part["content"].native):
                kind = bag["bag_id"].native
                keys += kind in {"key_bag", "pkcs8_shrouded_key_bag"}
                if kind == "pkcs8_shrouded_key_bag":
                    rounds.append(bag["bag_value"]["encryption_algorithm"].kdf_iterations)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise NotAKeyFileError from error
    if any(number > _MOST_ROUNDS for number in rounds):
        raise NotAKeyFileError
    return keys
