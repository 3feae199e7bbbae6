"""A specialist asks an authority to certify her key: a PKCS#10 file goes out, nothing secret in it."""

from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from spie_diag.interview.people import Specialist
from spie_diag.signing.certificates import MALFORMED, SignerKey, key_fingerprint, suitable_key
from spie_diag.signing.identity import Identity
from spie_diag.signing.identity_errors import ForgedRequestError, NotARequestError, UnclearRequestError
from spie_diag.signing.subjects import SignerName, is_plain, name_of, signer_name, subject_of

LARGEST = 64 * 1024
"""Bytes: a request weighs less than one thousand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a request asks: this key, for this person. The authority's coordinator decides."""

    key: SignerKey = field(repr=False)
    who: SignerName = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the key: what both compare aloud before it is certified."""
        return key_fingerprint(self.key)


def request_for(identity: Identity, specialist: Specialist) -> bytes:
    """The request, as PEM, to certify the key of this identity for this specialist.

    Raises:
        NamelessSignerError: the specialist has no name.
    """
    subject = subject_of(name_of(specialist))
    request = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(identity.key, hashes.SHA256())
    return request.public_bytes(serialization.Encoding.PEM)


def file_name_for(identity: Identity) -> str:
    """A name for the file, which names nobody."""
    return f"demande-{key_fingerprint(identity.certificate.public_key())[:8]}.csr.pem"


def read_request(content: bytes, file: str) -> Request:
    """What a file asks; ``file`` is its name, for the refusals.

    Raises:
        NotARequestError: it is no request.
        ForgedRequestError: it is not signed by the key that it presents.
        UnclearRequestError: its name is missing, hidden, repeated or too long.
        UnsuitableKeyError: its key is too weak, or of a kind not used here.
    """
    if len(content) > LARGEST:
        raise NotARequestError(file=file)
    try:
        read = _loaded(content)
        key, genuine, plain = suitable_key(read.public_key()), read.is_signature_valid, is_plain(read)
        who = signer_name(read)
    except MALFORMED as error:
        raise NotARequestError(file=file) from error
    if not genuine:
        raise ForgedRequestError(file=file)
    if not plain or not who.name:
        raise UnclearRequestError(file=file)
    return Request(key=key, who=who)


def _loaded(content: bytes) -> x509.CertificateSigningRequest:
    if b"-----BEGIN" in content:
        return x509.load_pem_x509_csr(content)
    return x509.load_der_x509_csr(content)
