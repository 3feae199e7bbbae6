"""A professional's card, through the PKCS#11 module that came with it: what it holds, and signing with it.

The library is optional (extra ``cards``) and loaded when a card is first asked for. The PIN is typed for each signature
and kept nowhere.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from spie_diag.signing.certificates import MALFORMED, fingerprint, issuers_of, look_into, suitable_key
from spie_diag.signing.errors import DamagedIdentityError
from spie_diag.signing.identity_errors import (
    CardError,
    CardKeyMissingError,
    CardModuleError,
    CardRefusedError,
    CardRemovedError,
    CardsMissingError,
    LockedPinError,
    NoCardError,
    UnsuitableKeyError,
    WrongPinError,
)
from spie_diag.signing.subjects import SignerName, signer_name

if TYPE_CHECKING:
    from types import ModuleType

    import pkcs11
    from pkcs11.types import SignMixin

FORMAT = b"SPIC"
"""What the sealed bytes of a chosen card begin with."""

_SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
"""What precedes a SHA-256 in what RSA signs, for cards that leave it to us. Source: RFC 8017, 9.2, note 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardIdentity:
    """A certificate on a card, and where to find the card again: nothing secret is in it."""

    module: str
    token: bytes
    """Serial number of the card."""
    key: bytes
    """What its key is called on the card (CKA_ID)."""
    certificate: x509.Certificate = field(repr=False)
    chain: tuple[x509.Certificate, ...] = field(default=(), repr=False)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.certificate)

    @property
    def signer(self) -> SignerName:
        return signer_name(self.certificate)

    def as_bytes(self) -> bytes:
        """The bytes that the vault keeps."""
        certificates = [one.public_bytes(serialization.Encoding.DER) for one in (self.certificate, *self.chain)]
        told = {
            "module": self.module,
            "token": self.token.hex(),
            "key": self.key.hex(),
            "certificates": [b64encode(one).decode() for one in certificates],
        }
        return FORMAT + json.dumps(told).encode()

    @classmethod
    def from_bytes(cls, kept: bytes) -> "CardIdentity":
        """Raises ``DamagedIdentityError`` where ``as_bytes`` did not write this."""
        try:
            told = json.loads(kept.removeprefix(FORMAT))
            certificate, *chain = (x509.load_der_x509_certificate(b64decode(one)) for one in told["certificates"])
            return cls(
                module=str(told["module"]),
                token=bytes.fromhex(told["token"]),
                key=bytes.fromhex(told["key"]),
                certificate=certificate,
                chain=tuple(chain),
            )
        except (LookupError, *MALFORMED) as error:
            raise DamagedIdentityError from error


def identities_on(module: Path, pin: str = "") -> tuple[CardIdentity, ...]:
    """Every certificate with a key on the cards in the reader; some cards show them only after their PIN.

    Raises:
        CardsMissingError, CardModuleError, NoCardError, WrongPinError, LockedPinError, CardError
    """
    with _refusals():
        tokens = list(_tokens(module))
        if not tokens:
            raise NoCardError
        return tuple(one for token in tokens for one in _held_by(token, module, pin))


def _held_by(token: "pkcs11.Token", module: Path, pin: str) -> list[CardIdentity]:
    from pkcs11 import Attribute, ObjectClass

    with _session(token, pin) as session:
        objects = session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
        found = [(bytes(one[Attribute.ID]), _read(bytes(one[Attribute.VALUE]))) for one in objects]
    known = tuple(certificate for _, certificate in found if certificate is not None)
    return [
        CardIdentity(
            module=str(module),
            token=bytes(token.serial),
            key=key,
            certificate=certificate,
            chain=issuers_of(certificate, known),
        )
        for key, certificate in found
        if certificate is not None and key and _is_suitable(certificate)
    ]


def _read(der: bytes) -> x509.Certificate | None:
    try:
        certificate = x509.load_der_x509_certificate(der)
        look_into(certificate)
    except MALFORMED:  # cards hold certificates of other kinds, too
        return None
    return certificate


def _is_suitable(certificate: x509.Certificate) -> bool:
    try:
        suitable_key(certificate.public_key())
    except UnsuitableKeyError:
        return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class InsertedCard:
    """The card, open for one signature."""

    certificate: x509.Certificate = field(repr=False)
    chain: tuple[x509.Certificate, ...] = field(repr=False)
    _key: "SignMixin" = field(repr=False)
    _mechanisms: frozenset[int] = field(repr=False)
    _pin: str = field(repr=False)

    def signature_of(self, content: bytes) -> bytes:
        """Of its SHA-256: ECDSA as DER, or RSA as PKCS#1 v1.5. Verified: a faulty card signs nothing.

        Raises:
            CardRemovedError, CardRefusedError, WrongPinError, LockedPinError
        """
        from pkcs11 import Mechanism

        public = suitable_key(self.certificate.public_key())
        digest = _sha256(content)
        with _refusals():
            if isinstance(public, ec.EllipticCurvePublicKey):
                whole, raw, told = Mechanism.ECDSA_SHA256, Mechanism.ECDSA, digest
            else:
                whole, raw, told = Mechanism.SHA256_RSA_PKCS, Mechanism.RSA_PKCS, _SHA256_INFO + digest
            signed = self._signed(content, whole) if whole in self._mechanisms else self._signed(told, raw)
        try:
            if isinstance(public, ec.EllipticCurvePublicKey):
                half = len(signed) // 2
                signed = encode_dss_signature(int.from_bytes(signed[:half]), int.from_bytes(signed[half:]))
                public.verify(signed, content, ec.ECDSA(hashes.SHA256()))
            else:
                public.verify(signed, content, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            raise CardRefusedError from None
        return signed

    def _signed(self, content: bytes, mechanism: "pkcs11.Mechanism") -> bytes:
        from pkcs11 import Attribute
        from pkcs11.exceptions import AttributeTypeInvalid

        try:
            asks_again = bool(self._key[Attribute.ALWAYS_AUTHENTICATE])
        except AttributeTypeInvalid:  # older cards do not know the question
            asks_again = False
        return bytes(self._key.sign(content, mechanism=mechanism, pin=self._pin if asks_again else None))


def _sha256(content: bytes) -> bytes:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(content)
    return digest.finalize()


@contextmanager
def inserted(card: CardIdentity, pin: str) -> Iterator[InsertedCard]:
    """The chosen card, open under its PIN, until the end of the block; an empty PIN is for readers with a keypad.

    Raises:
        CardsMissingError, CardModuleError, NoCardError, CardKeyMissingError, WrongPinError, LockedPinError, CardError
    """
    with _refusals():
        token = next((one for one in _tokens(Path(card.module)) if bytes(one.serial) == card.token), None)
        if token is None:
            raise NoCardError
        with _session(token, pin, logs_in=True) as session:
            yield InsertedCard(
                certificate=card.certificate,
                chain=card.chain,
                _key=_private_key(session, card.key),
                _mechanisms=frozenset(int(one) for one in token.slot.get_mechanisms()),
                _pin=pin,
            )


def _private_key(session: "pkcs11.Session", name: bytes) -> "SignMixin":
    from pkcs11 import Attribute, ObjectClass
    from pkcs11.types import SignMixin

    found = list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.ID: name}))
    if len(found) != 1 or not isinstance(found[0], SignMixin):
        raise CardKeyMissingError
    return found[0]


@contextmanager
def _session(token: "pkcs11.Token", pin: str, *, logs_in: bool = False) -> "Iterator[pkcs11.Session]":
    from pkcs11 import TokenFlag
    from pkcs11.exceptions import PinIncorrect, PinInvalid, PinLenRange
    from pkcs11.types import PROTECTED_AUTH

    told: object = pin or None
    if logs_in and not pin and token.flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH:
        told = PROTECTED_AUTH
    if logs_in and told is None:
        raise WrongPinError(left="")
    try:
        session = token.open(user_pin=told)
    except (PinIncorrect, PinInvalid, PinLenRange) as error:
        left = " : il reste un seul essai" if token.flags & TokenFlag.USER_PIN_FINAL_TRY else ""
        raise WrongPinError(left=left) from error
    with session:
        yield session


def _tokens(module: Path) -> "Iterator[pkcs11.Token]":
    try:
        import pkcs11
    except ImportError as error:
        raise CardsMissingError from error
    if not module.is_file():
        raise CardModuleError
    try:
        library = pkcs11.lib(str(module))
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise CardModuleError from error
    for slot in library.get_slots(token_present=True):
        token = slot.get_token()
        if token.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED:
            yield token


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what the card's module says into this room's errors."""
    try:
        import pkcs11.exceptions as told
    except ImportError as error:
        raise CardsMissingError from error
    try:
        yield
    except told.PKCS11Error as error:
        raise _told(error, told) from error


def _told(error: Exception, told: "ModuleType") -> CardError:
    removed = (told.DeviceRemoved, told.TokenNotPresent, told.SessionHandleInvalid, told.SessionClosed)
    if isinstance(error, removed):
        return CardRemovedError()
    if isinstance(error, told.PinLocked):
        return LockedPinError()
    if isinstance(error, (told.PinIncorrect, told.PinInvalid, told.PinLenRange)):
        return WrongPinError(left="")
    if isinstance(error, told.TokenNotRecognised):
        return NoCardError()
    return CardRefusedError()
