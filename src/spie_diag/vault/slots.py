"""Slots: one random key opens the encrypted file, and each specialist's passphrase opens her own slot of it.

A passphrase gives, through Argon2id, the key that unwraps her private keys: X25519, to which the vault key is sealed
(so that adding or removing a colleague needs nobody else's passphrase), Ed25519, with which she signs the journal,
and a personal key that closes her other secrets to whoever else opens the same vault.
"""

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from spie_diag.interview.people import SpecialistId
from spie_diag.vault.errors import KeyFileTamperedError, UnknownSpecialistError, WrongPassphraseError
from spie_diag.vault.key import FLOOR, Founder, Strength, normal_form
from spie_diag.vault.key_file import KeyFile, Slot, canonical

_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
_SLOWEST_S = 0.8


@dataclass(frozen=True, slots=True)
class PersonalKeys:
    """What only one specialist's passphrase unlocks."""

    specialist: SpecialistId
    signing: Ed25519PrivateKey = field(repr=False)
    personal: bytearray = field(repr=False)
    """32 bytes that close her private secrets."""

    def seal(self, vault: str, name: str, secret: bytes) -> bytes:
        nonce = secrets.token_bytes(12)
        return nonce + self._cipher(name).encrypt(nonce, secret, self._place(vault, name))

    def unseal(self, vault: str, name: str, sealed: bytes) -> bytes:
        """Raises ``KeyFileTamperedError`` where the sealed bytes are not those she left there."""
        try:
            return self._cipher(name).decrypt(sealed[:12], sealed[12:], self._place(vault, name))
        except InvalidTag:
            raise KeyFileTamperedError from None

    def wipe(self) -> None:
        wipe(self.personal)

    def _cipher(self, name: str) -> AESGCM:
        return AESGCM(_derived(self.personal, f"private secret|{name}"))

    def _place(self, vault: str, name: str) -> bytes:
        return canonical([vault, str(self.specialist), name])


@dataclass(frozen=True, slots=True)
class Unlocked:
    """An open slot: the key of the vault, and the keys of who opened it."""

    vault_key: bytearray = field(repr=False)
    keys: PersonalKeys


def calibrated() -> Strength:
    """The strength for a new vault on this computer; costs two derivations at the floor.

    The time grows in proportion to the memory, so measuring there is enough; the quicker of the two is the less
    disturbed by whatever else is running.
    """
    at_floor_s = min(_floor_s(), _floor_s())
    affordable = [factor for factor in (8, 4, 2) if at_floor_s * factor <= _SLOWEST_S]
    return Strength(memory_kib=FLOOR.memory_kib * (affordable[0] if affordable else 1))


def _floor_s() -> float:
    started = time.perf_counter()
    _stretch(b"measure", secrets.token_bytes(16), FLOOR)
    return time.perf_counter() - started


def new_slots(
    blank: KeyFile, founders: Sequence[Founder], vault_key: bytearray, strength: Strength
) -> tuple[KeyFile, tuple[PersonalKeys, ...]]:
    """The same key file with one slot per founder, signed, sealed and authenticated; and the keys of each."""
    root = Ed25519PrivateKey.generate()
    made = [_new_slot(blank.vault, founder, root, strength) for founder in founders]
    slots = [
        replace(slot, sealed=_seal(vault_key, slot, _sealing_place(blank.vault, blank.epoch, slot))) for slot, _ in made
    ]
    key_file = replace(blank, slots=tuple(slots), commitment=_commitment(blank.vault, blank.epoch, vault_key))
    key_file = replace(key_file, statement_signature=root.sign(key_file.statement()))
    return authenticated(key_file, vault_key), tuple(keys for _, keys in made)


def unlock(key_file: KeyFile, specialist: SpecialistId, passphrase: str) -> Unlocked:
    """Open one slot: as slow as its strength says, on purpose.

    Raises:
        EmptyPassphraseError, WrongPassphraseError, UnknownSpecialistError
        KeyFileTamperedError: the passphrase is right, and something else in the file was changed.
    """
    slot = next((slot for slot in key_file.slots if slot.specialist.id == specialist), None)
    if slot is None:
        raise UnknownSpecialistError
    private = _unwrap(key_file.vault, slot, passphrase)
    signing = Ed25519PrivateKey.from_private_bytes(private["signing"])
    exchange = X25519PrivateKey.from_private_bytes(private["exchange"])
    _check_statement(key_file, slot, private["root_public"], signing, exchange)
    try:
        vault_key = _SUITE.decrypt(slot.sealed, exchange, _sealing_place(key_file.vault, key_file.epoch, slot))
    except (InvalidTag, ValueError):
        raise KeyFileTamperedError from None
    if not hmac.compare_digest(_commitment(key_file.vault, key_file.epoch, vault_key), key_file.commitment):
        raise KeyFileTamperedError
    if not hmac.compare_digest(_mac(vault_key, key_file), key_file.mac):
        raise KeyFileTamperedError
    return Unlocked(bytearray(vault_key), PersonalKeys(specialist, signing, bytearray(private["personal"])))


def authenticated(key_file: KeyFile, vault_key: bytes | bytearray) -> KeyFile:
    """The same key file with the code that vouches for all of it: to be given to any that was changed."""
    return replace(key_file, mac=_mac(vault_key, key_file))


def authentication_key(vault_key: bytes | bytearray, purpose: str) -> bytes:
    """A key of its own for each kind of file that the vault key vouches for."""
    return _derived(vault_key, f"mac|{purpose}")


def wipe(secret: bytearray) -> None:
    """Overwrite in place: Python would keep the bytes until their memory is used again."""
    secret[:] = bytes(len(secret))


def _stretch(passphrase: bytes, salt: bytes, strength: Strength) -> bytes:
    return Argon2id(
        salt=salt, length=32, iterations=strength.passes, lanes=strength.lanes, memory_cost=strength.memory_kib
    ).derive(passphrase)


def _slot_key(slot: Slot, passphrase: str) -> AESGCM:
    stretched = _stretch(normal_form(passphrase).encode("utf-8", "surrogatepass"), slot.salt, slot.strength)
    return AESGCM(stretched)


def _new_slot(vault: str, founder: Founder, root: Ed25519PrivateKey, strength: Strength) -> tuple[Slot, PersonalKeys]:
    exchange, signing, personal = X25519PrivateKey.generate(), Ed25519PrivateKey.generate(), secrets.token_bytes(32)
    slot = Slot(
        specialist=founder.specialist,
        strength=strength,
        salt=secrets.token_bytes(16),
        exchange_key=exchange.public_key().public_bytes_raw(),
        signing_key=signing.public_key().public_bytes_raw(),
        nonce=secrets.token_bytes(12),  # may be random: a fresh salt gives a key that is used once
    )
    private = {
        "exchange": exchange.private_bytes_raw().hex(),
        "signing": signing.private_bytes_raw().hex(),
        "personal": personal.hex(),
        "root_public": root.public_key().public_bytes_raw().hex(),
        # Both founders may one day welcome or remove a colleague: that takes the root key.
        "root": root.private_bytes_raw().hex(),
    }
    wrapped = _slot_key(slot, founder.passphrase).encrypt(
        slot.nonce, json.dumps(private).encode(), _wrapping_place(vault, slot)
    )
    return replace(slot, wrapped=wrapped), PersonalKeys(founder.specialist.id, signing, bytearray(personal))


def _unwrap(vault: str, slot: Slot, passphrase: str) -> dict[str, bytes]:
    cipher = _slot_key(slot, passphrase)
    try:
        opened = cipher.decrypt(slot.nonce, slot.wrapped, _wrapping_place(vault, slot))
    except (InvalidTag, ValueError):
        raise WrongPassphraseError from None
    private: dict[str, str] = json.loads(opened)
    return {name: bytes.fromhex(value) for name, value in private.items()}


def _check_statement(
    key_file: KeyFile, slot: Slot, root: bytes, signing: Ed25519PrivateKey, exchange: X25519PrivateKey
) -> None:
    """Whoever may write the file cannot speak for the vault: the root's public key is inside every wrapped slot."""
    try:
        Ed25519PublicKey.from_public_bytes(root).verify(key_file.statement_signature, key_file.statement())
    except InvalidSignature:
        raise KeyFileTamperedError from None
    if (signing.public_key().public_bytes_raw(), exchange.public_key().public_bytes_raw()) != (
        slot.signing_key,
        slot.exchange_key,
    ):
        raise KeyFileTamperedError


def _seal(vault_key: bytearray, slot: Slot, place: bytes) -> bytes:
    return _SUITE.encrypt(bytes(vault_key), X25519PublicKey.from_public_bytes(slot.exchange_key), place)


def _wrapping_place(vault: str, slot: Slot) -> bytes:
    # The rest of the slot is left to the MAC, so that a changed name is not told as a wrong passphrase.
    return canonical([vault, str(slot.specialist.id)])


def _sealing_place(vault: str, epoch: int, slot: Slot) -> bytes:
    return canonical([vault, epoch, str(slot.specialist.id)])


def _commitment(vault: str, epoch: int, vault_key: bytes | bytearray) -> bytes:
    return _derived(vault_key, f"commitment|{vault}|{epoch}")


def _mac(vault_key: bytes | bytearray, key_file: KeyFile) -> bytes:
    return hmac.new(authentication_key(vault_key, "key file"), key_file.covered_by_mac(), hashlib.sha256).digest()


def _derived(key: bytes | bytearray, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=f"spie-diag|{purpose}".encode()).derive(bytes(key))
