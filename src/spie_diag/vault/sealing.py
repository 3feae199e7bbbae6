"""What the key file vouches for: sealed to whom, signed by which root, authenticated by the vault key."""

import hashlib
import hmac
from dataclasses import replace

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from spie_diag.vault.errors import KeyFileTamperedError
from spie_diag.vault.key_record import ONE_ROOT_IN_EVERY_SLOT, KeyFile, Root, SheetSlot, Slot, canonical
from spie_diag.vault.wiping import taken, wipe

_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
KEY_BYTES = 32
SHEET = "recovery"


def sealed_to_all(key_file: KeyFile, vault_key: bytearray, root: bytearray) -> KeyFile:
    """The vault key and the root sealed to every slot and to the sheet, with public keys only; signed anew."""
    slots = tuple(
        replace(
            slot, sealed=_seal(vault_key, root, slot.exchange_key, sealing_place(key_file, str(slot.specialist.id)))
        )
        for slot in key_file.slots
    )
    sheet = key_file.sheet and sealed_to_sheet(key_file, key_file.sheet, vault_key, root)
    return vouched_for(replace(key_file, slots=slots, sheet=sheet), vault_key, root)


def sealed_to_one(key_file: KeyFile, slot: Slot, vault_key: bytearray, root: bytearray) -> Slot:
    """The slot with the vault key and the root sealed to it."""
    place = sealing_place(key_file, str(slot.specialist.id))
    return replace(slot, sealed=_seal(vault_key, root, slot.exchange_key, place))


def sealed_to_sheet(key_file: KeyFile, sheet: SheetSlot, vault_key: bytearray, root: bytearray) -> SheetSlot:
    """The same for the recovery sheet."""
    return replace(sheet, sealed=_seal(vault_key, root, sheet.exchange_key, sealing_place(key_file, SHEET)))


def vouched_for(key_file: KeyFile, vault_key: bytearray, root: bytearray) -> KeyFile:
    """The same with its statement signed by the root and the whole authenticated by the vault key."""
    key_file = replace(key_file, commitment=commitment_to(key_file, vault_key))
    signature = Ed25519PrivateKey.from_private_bytes(root).sign(key_file.statement())
    return authenticated(replace(key_file, statement_signature=signature), vault_key)


def authenticated(key_file: KeyFile, vault_key: bytearray) -> KeyFile:
    """The same as one revision more, authenticated by the vault key: enough where the statement says the same."""
    key_file = replace(key_file, revision=key_file.revision + 1)
    return replace(key_file, mac=mac_of(vault_key, key_file))


def new_root() -> bytearray:
    """The private half of a new root."""
    return taken(Ed25519PrivateKey.generate().private_bytes_raw())


def introduced_by(root: bytearray, vault: str, following: bytearray) -> Root:
    """The public half of ``following``, signed by the root before it."""
    blank = Root(public_of(following))
    signature = Ed25519PrivateKey.from_private_bytes(root).sign(blank.introduced(vault))
    return replace(blank, signature=signature)


def authentication_key(vault_key: bytes | bytearray, purpose: str) -> bytes:
    """A key of its own for each kind of file that the vault key vouches for."""
    return derived(vault_key, f"mac|{purpose}")


def sealing_place(key_file: KeyFile, holder: str) -> bytes:
    return canonical([key_file.vault, key_file.epoch, holder])


def last_root(key_file: KeyFile, trusted: bytes) -> bytes:
    """The public half of the root that speaks now, reached from the one trusted through signatures only."""
    if key_file.version == ONE_ROOT_IN_EVERY_SLOT:
        return trusted
    publics = [root.public for root in key_file.roots]
    if trusted not in publics:
        raise KeyFileTamperedError
    for following in key_file.roots[publics.index(trusted) + 1 :]:
        try:
            Ed25519PublicKey.from_public_bytes(trusted).verify(
                following.signature, following.introduced(key_file.vault)
            )
        except (InvalidSignature, ValueError):
            raise KeyFileTamperedError from None
        trusted = following.public
    return trusted


def check_statement(key_file: KeyFile, root: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(root).verify(key_file.statement_signature, key_file.statement())
    except (InvalidSignature, ValueError):
        raise KeyFileTamperedError from None


def public_of(root: bytearray) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(root).public_key().public_bytes_raw()


def unsealed(sealed: bytes, exchange: X25519PrivateKey, place: bytes) -> bytearray:
    """Raises ``KeyFileTamperedError`` where this was sealed to somebody else, or for another vault or epoch."""
    try:
        return taken(_SUITE.decrypt(sealed, exchange, place))
    except (InvalidTag, ValueError):
        raise KeyFileTamperedError from None


def _seal(vault_key: bytearray, root: bytearray, exchange_key: bytes, place: bytes) -> bytes:
    both = vault_key + root
    try:
        return _SUITE.encrypt(both, X25519PublicKey.from_public_bytes(exchange_key), place)
    finally:
        wipe(both)


def commitment_to(key_file: KeyFile, vault_key: bytes | bytearray) -> bytes:
    return derived(vault_key, f"commitment|{key_file.vault}|{key_file.epoch}")


def mac_of(vault_key: bytes | bytearray, key_file: KeyFile) -> bytes:
    return hmac.new(authentication_key(vault_key, "key file"), key_file.covered_by_mac(), hashlib.sha256).digest()


def derived(key: bytes | bytearray, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=f"spie-diag|{purpose}".encode()).derive(key)
