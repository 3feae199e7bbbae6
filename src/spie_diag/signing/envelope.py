"""A signed document sealed for the way: an encrypted PDF around it, which any reader opens and which tells tampering.

The envelope proves nothing about who made it: the signatures inside do.

Source: ISO 32000-2, 7.6 (AES-256, revision 6, and recipients' certificates); ISO/TS 32004 (integrity of the whole).
"""

import re
from collections.abc import Sequence
from enum import Enum
from io import BytesIO
from typing import Final

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pyhanko.pdf_utils.crypt.api import AuthResult, AuthStatus, PdfMacStatus
from pyhanko.pdf_utils.crypt.pubkey import (
    PubKeySecurityHandler,
    RecipientEncryptionPolicy,
    SimpleEnvelopeKeyDecrypter,
)
from pyhanko.pdf_utils.crypt.standard import StandardSecurityHandler
from pyhanko.pdf_utils.embed import EmbeddedFileObject, FileSpec, embed_file
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NameObject, StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter, copy_into_new_writer

from spie_diag.secrecy import forget
from spie_diag.signing.envelope_errors import (
    ChangedEnvelopeError,
    NotAnEnvelopeError,
    NotARecipientError,
    NotForThisIdentityError,
    UnusablePasswordError,
    WrongEnvelopePasswordError,
)
from spie_diag.signing.identity import Identity
from spie_diag.signing.reading import UNREADABLE, read

ENCLOSED: Final = "diagnostic.pdf"
"""The name of the file inside: it names nobody."""
MOST_RECIPIENTS: Final = 20
_PEM: Final = b"-----BEGIN CERTIFICATE-----"
_SMALLEST_RSA_BITS: Final = 2048
_WHAT_OPENING_RAISES = (*UNREADABLE, InvalidTag, KeyError, NotImplementedError)


class Sealing(Enum):
    """How a file is closed."""

    NONE = "none"
    PASSWORD = "password"  # noqa: S105  # a word, not a secret
    CERTIFICATE = "certificate"


def sealing_of(content: bytes) -> Sealing:
    """How a file is closed; a file that is no PDF, or a broken one, counts as open: whoever reads it says so."""
    if not re.search(rb"/Encrypt\b", content):
        return Sealing.NONE
    try:
        handler = read(content).security_handler
    except UNREADABLE:
        return Sealing.NONE
    if isinstance(handler, StandardSecurityHandler):
        return Sealing.PASSWORD
    return Sealing.CERTIFICATE if isinstance(handler, PubKeySecurityHandler) else Sealing.NONE


def may_be_sealed(document: bytes) -> bool:
    """Whether it is a PDF from end to end that nothing closes yet: one cut short would be found out on arrival only."""
    try:
        return document.startswith(b"%PDF-") and read(document).security_handler is None
    except UNREADABLE:
        return False


def seal_with_password(cover: bytes, document: bytes, password: str) -> bytes:
    """``document`` enclosed in ``cover``, both encrypted: whoever is told the password opens it with any reader.

    Raises:
        UnusablePasswordError: it is empty, or holds characters that no password may.
    """
    if not _is_usable(password):
        raise UnusablePasswordError
    writer = _enclosing(cover, document)
    writer.encrypt(password)
    return _written(writer)


def seal_for(cover: bytes, document: bytes, certificates: Sequence[bytes]) -> bytes:
    """The same for those who hold the keys of ``certificates`` (PEM or DER, elliptic or RSA).

    Raises:
        NotARecipientError: one of them is no certificate to encrypt for, or there are none, or too many.
    """
    if not 1 <= len(certificates) <= MOST_RECIPIENTS:
        raise NotARecipientError
    recipients = [_recipient(one) for one in certificates]
    writer = _enclosing(cover, document)
    # The certificates of specialists are for signing: no use is written in them for what only they can open.
    writer.encrypt_pubkey(recipients, policy=RecipientEncryptionPolicy(ignore_key_usage=True))
    return _written(writer)


def open_with_password(content: bytes, password: str) -> bytes:
    """The document inside, byte for byte.

    Raises:
        NotAnEnvelopeError: the file is closed in another way, or holds no document.
        WrongEnvelopePasswordError: the password does not open it.
        ChangedEnvelopeError: it is not what was sealed.
    """
    # As it was heard: one more space, or a capital at the beginning, is no other password.
    for spelling in dict.fromkeys((password, " ".join(password.split()), " ".join(password.lower().split()))):
        reader = _reader(content, Sealing.PASSWORD)
        try:
            opened = reader.decrypt(spelling)
        except _WHAT_OPENING_RAISES as why:
            raise (ChangedEnvelopeError if _is_usable(spelling) else WrongEnvelopePasswordError) from why
        if _is_open(opened):
            return _enclosed(reader)
    raise WrongEnvelopePasswordError


def open_with_identity(content: bytes, identity: Identity) -> bytes:
    """The document inside, for one of those for whom it was sealed.

    Raises:
        NotAnEnvelopeError: the file is closed in another way, or holds no document.
        NotForThisIdentityError: it was sealed for others.
        ChangedEnvelopeError: it is not what was sealed.
    """
    reader = _reader(content, Sealing.CERTIFICATE)
    key = identity.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    try:
        certificate = asn1_x509.Certificate.load(identity.certificate.public_bytes(serialization.Encoding.DER))
        opened = reader.decrypt_pubkey(SimpleEnvelopeKeyDecrypter(certificate, keys.PrivateKeyInfo.load(key)))
    except _WHAT_OPENING_RAISES as why:
        raise ChangedEnvelopeError from why
    finally:
        forget(key)
    if not _is_open(opened):
        raise NotForThisIdentityError
    return _enclosed(reader)


def _is_usable(password: str) -> bool:
    """Whether a file can be closed with it. Source: RFC 4013."""
    try:
        StandardSecurityHandler.build_from_pw(password)
    except (ValueError, UnicodeError):
        return False
    return bool(password.strip())


def _enclosing(cover: bytes, document: bytes) -> PdfFileWriter:
    writer = copy_into_new_writer(PdfFileReader(BytesIO(cover)))
    stream = EmbeddedFileObject.from_file_data(writer, document, compress=False, mime_type="application/pdf")
    embed_file(
        writer,
        FileSpec(
            file_spec_string=ENCLOSED, file_name=ENCLOSED, embedded_data=stream, description="Le diagnostic signé"
        ),
    )
    writer.root["/PageMode"] = NameObject("/UseAttachments")
    writer.update_root()
    return writer


def _written(writer: PdfFileWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _recipient(certificate: bytes) -> asn1_x509.Certificate:
    try:
        is_pem = _PEM in certificate  # words may stand before it
        read = x509.load_pem_x509_certificate(certificate) if is_pem else x509.load_der_x509_certificate(certificate)
        key = read.public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm) as why:
        raise NotARecipientError from why
    is_strong_rsa = isinstance(key, rsa.RSAPublicKey) and key.key_size >= _SMALLEST_RSA_BITS
    if not is_strong_rsa and not isinstance(key, ec.EllipticCurvePublicKey):
        raise NotARecipientError
    return asn1_x509.Certificate.load(read.public_bytes(serialization.Encoding.DER))


def _reader(content: bytes, expected: Sealing) -> PdfFileReader:
    if sealing_of(content) is not expected:
        raise NotAnEnvelopeError
    return read(content)


def _is_open(opened: AuthResult) -> bool:
    """Whether the key was right.

    Raises:
        ChangedEnvelopeError: it was, and the seal over the whole file does not hold.
        NotAnEnvelopeError: it was, and there is no such seal: ours says, encrypted, that it must be there.
    """
    if opened.mac_status is PdfMacStatus.FAILED:
        raise ChangedEnvelopeError
    if opened.status is AuthStatus.FAILED:
        return False
    if opened.mac_status is not PdfMacStatus.SUCCESSFUL:
        raise NotAnEnvelopeError
    return True


def _enclosed(reader: PdfFileReader) -> bytes:
    try:
        names = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
        for place in range(0, len(names) - 1, 2):
            if names[place] == ENCLOSED:
                return _plain(names[place + 1])
    except _WHAT_OPENING_RAISES as why:
        raise NotAnEnvelopeError from why
    raise NotAnEnvelopeError


def _plain(spec: DictionaryObject) -> bytes:
    """The bytes of an attachment that nothing compresses: what is small may not become huge."""
    stream = spec["/EF"]["/F"]
    if not isinstance(stream, StreamObject) or stream.get("/Filter", ArrayObject()) not in ([], "/Crypt"):
        raise NotAnEnvelopeError
    return bytes(stream.data)
