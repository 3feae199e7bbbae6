"""Slots: one random key opens the encrypted file, and each specialist's passphrase opens her own slot of it.

A passphrase gives, through Argon2id, the key that unwraps her private keys: X25519, to which the vault key is sealed
(so that adding or removing a colleague needs nobody else's passphrase), Ed25519, with which she signs the journal,
and a personal key that closes her other secrets to whoever else opens the same vault. Sealed with the vault key is
the root, which vouches for the members; inside her own wrapping lies the public half of the root that she trusts.
"""

import hmac
import json
import re
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from spie_diag.interview.people import SpecialistId
from spie_diag.secrecy import forget
from spie_diag.vault.errors import (
    KeyFileTamperedError,
    NoRecoverySheetError,
    UnknownSpecialistError,
    WrongPassphraseError,
    WrongSheetError,
)
from spie_diag.vault.key import FLOOR, Founder, Strength, normal_form
from spie_diag.vault.key_record import ONE_ROOT_IN_EVERY_SLOT, VERSION, KeyFile, Root, SheetSlot, Slot, canonical
from spie_diag.vault.sealing import (
    KEY_BYTES,
    SHEET,
    authenticated,
    authentication_key,
    check_statement,
    commitment_to,
    derived,
    last_root,
    mac_of,
    new_root,
    public_of,
    sealed_to_all,
    sealing_place,
    unsealed,
)
from spie_diag.vault.wiping import read_hexadecimal, taken, wipe, write_hexadecimal

__all__ = [
    "Opened",
    "PersonalKeys",
    "Unlocked",
    "authenticated",
    "authentication_key",
    "calibrated",
    "new_sheet_slot",
    "new_slot",
    "new_slots",
    "slot_of",
    "slot_under",
    "unlock",
    "unlock_with_sheet",
    "wipe",
    "with_slot",
]

_SLOWEST_S = 0.8
_TAG_BYTES = 16
_KEY = re.compile(rb'"(\w+)": "([0-9a-f]*)"')
"""One named key in what is wrapped."""


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
        key = taken(derived(self.personal, f"private secret|{name}"))
        try:
            return AESGCM(key)
        finally:
            wipe(key)

    def _place(self, vault: str, name: str) -> bytes:
        return canonical([vault, str(self.specialist), name])


@dataclass(frozen=True, slots=True)
class Opened:
    """What every open slot gives, the sheet's too: enough to read everything and to change who may open the vault."""

    key_file: KeyFile = field(repr=False)
    """The one to keep from now on: the same, or with the opened slot in today's form and under the last root."""
    vault_key: bytearray = field(repr=False)
    root: bytearray = field(repr=False)
    """The private half of the last root."""

    def wipe(self) -> None:
        wipe(self.vault_key)
        wipe(self.root)


@dataclass(frozen=True, slots=True)
class Unlocked(Opened):
    """The same, with the keys of the specialist who opened her slot."""

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
    blank: KeyFile, founders: Sequence[Founder], vault_key: bytearray, strength: Strength, today: date
) -> tuple[KeyFile, tuple[PersonalKeys, ...]]:
    """The same key file with one slot per founder, signed, sealed and authenticated; and the keys of each."""
    root = new_root()
    key_file = replace(blank, roots=(Root(public_of(root)),))
    made = [new_slot(key_file, founder, strength, today) for founder in founders]
    key_file = sealed_to_all(replace(key_file, slots=tuple(slot for slot, _ in made)), vault_key, root)
    wipe(root)
    return key_file, tuple(keys for _, keys in made)


def new_slot(key_file: KeyFile, founder: Founder, strength: Strength, today: date | None) -> tuple[Slot, PersonalKeys]:
    """New keys for one specialist, wrapped by her passphrase; nothing is sealed to them yet."""
    signing = Ed25519PrivateKey.generate()
    keys = PersonalKeys(founder.specialist.id, signing, taken(secrets.token_bytes(KEY_BYTES)))
    blank = Slot(
        specialist=founder.specialist,
        since=today,
        strength=strength,
        salt=b"",
        exchange_key=b"",
        signing_key=signing.public_key().public_bytes_raw(),
    )
    return slot_under(key_file, blank, keys, founder.passphrase), keys


def slot_under(key_file: KeyFile, slot: Slot, keys: PersonalKeys, passphrase: str) -> Slot:
    """The slot of these keys under another passphrase, with another exchange key; nothing is sealed to it yet.

    The exchange key changes so that whoever knew the old passphrase and kept a copy of the folder opens that copy,
    and nothing that is sealed later.
    """
    exchange = X25519PrivateKey.generate()
    slot = replace(slot, salt=secrets.token_bytes(16), exchange_key=exchange.public_key().public_bytes_raw())
    private = {
        "exchange": taken(exchange.private_bytes_raw()),
        "signing": taken(keys.signing.private_bytes_raw()),
        "personal": bytearray(keys.personal),
        "root_public": bytearray(key_file.roots[-1].public),
    }
    try:
        return _wrapped(key_file.vault, slot, _slot_key(slot, passphrase), private)
    finally:
        _wipe_all(private)


def new_sheet_slot(key_file: KeyFile, secret: bytes, today: date) -> SheetSlot:
    """A slot for the sheet whose words say ``secret``; nothing is sealed to it yet."""
    exchange = X25519PrivateKey.generate()
    sheet = SheetSlot(
        made_on=today, salt=secrets.token_bytes(16), exchange_key=exchange.public_key().public_bytes_raw()
    )
    private = {
        "exchange": taken(exchange.private_bytes_raw()),
        "root_public": bytearray(key_file.roots[-1].public),
    }
    try:
        return _wrapped_sheet(key_file.vault, sheet, _sheet_key(sheet, secret), private)
    finally:
        _wipe_all(private)


def unlock(key_file: KeyFile, specialist: SpecialistId, passphrase: str) -> Unlocked:
    """Open one slot: as slow as its strength says, on purpose.

    Raises:
        EmptyPassphraseError, WrongPassphraseError, UnknownSpecialistError
        KeyFileTamperedError: the passphrase is right, and something else in the file was changed.
    """
    slot = slot_of(key_file, specialist)
    cipher = _slot_key(slot, passphrase)
    private = _unwrapped(key_file.vault, slot, cipher)
    try:
        return _unlocked(key_file, slot, cipher, private)
    finally:
        _wipe_all(private)


def _unlocked(key_file: KeyFile, slot: Slot, cipher: AESGCM, private: dict[str, bytearray]) -> Unlocked:
    specialist = slot.specialist.id
    signing = Ed25519PrivateKey.from_private_bytes(private["signing"])
    if signing.public_key().public_bytes_raw() != slot.signing_key:
        raise KeyFileTamperedError
    place = sealing_place(key_file, str(specialist))
    opened = _opened(key_file, private, slot.exchange_key, slot.sealed, place)
    key_file = opened.key_file
    last = key_file.roots[-1].public
    if private["root_public"] != last or "root" in private:
        brought = {name: key for name, key in private.items() if name != "root"} | {"root_public": bytearray(last)}
        rewrapped = _wrapped(key_file.vault, slot_of(key_file, specialist), cipher, brought)
        key_file = authenticated(with_slot(key_file, rewrapped), opened.vault_key)
    keys = PersonalKeys(specialist, signing, bytearray(private["personal"]))
    return Unlocked(key_file, opened.vault_key, opened.root, keys)


def unlock_with_sheet(key_file: KeyFile, secret: bytes) -> Opened:
    """Open the slot of the recovery sheet.

    Raises:
        NoRecoverySheetError: none was ever made.
        WrongSheetError: the words are those of another sheet.
        KeyFileTamperedError
    """
    sheet = key_file.sheet
    if sheet is None:
        raise NoRecoverySheetError
    cipher = _sheet_key(sheet, secret)
    try:
        private = _decrypted(cipher, sheet.nonce, sheet.wrapped, _sheet_place(key_file.vault))
    except (InvalidTag, ValueError):
        raise WrongSheetError from None
    try:
        opened = _opened(key_file, private, sheet.exchange_key, sheet.sealed, sealing_place(key_file, SHEET))
        last = key_file.roots[-1].public
        if private["root_public"] == last:
            return opened
        brought = _wrapped_sheet(key_file.vault, sheet, cipher, {**private, "root_public": bytearray(last)})
        brought_file = authenticated(replace(key_file, sheet=brought), opened.vault_key)
        return Opened(brought_file, opened.vault_key, opened.root)
    finally:
        _wipe_all(private)


def slot_of(key_file: KeyFile, specialist: SpecialistId) -> Slot:
    """Raises ``UnknownSpecialistError`` for whoever may not open this vault."""
    slot = next((slot for slot in key_file.slots if slot.specialist.id == specialist), None)
    if slot is None:
        raise UnknownSpecialistError
    return slot


def with_slot(key_file: KeyFile, changed: Slot) -> KeyFile:
    """The same with this slot in the place of her former one."""
    same = changed.specialist.id
    slots = tuple(changed if slot.specialist.id == same else slot for slot in key_file.slots)
    return replace(key_file, slots=slots)


def _stretch(passphrase: bytes, salt: bytes, strength: Strength) -> bytes:
    return Argon2id(
        salt=salt, length=KEY_BYTES, iterations=strength.passes, lanes=strength.lanes, memory_cost=strength.memory_kib
    ).derive(passphrase)


def _slot_key(slot: Slot, passphrase: str) -> AESGCM:
    typed = normal_form(passphrase).encode("utf-8", "surrogatepass")
    try:
        return _cipher(_stretch(typed, slot.salt, slot.strength))
    finally:
        forget(typed)


def _sheet_key(sheet: SheetSlot, secret: bytes) -> AESGCM:
    return _cipher(HKDF(hashes.SHA256(), KEY_BYTES, salt=sheet.salt, info=b"spie-diag|recovery sheet").derive(secret))


def _cipher(key: bytes) -> AESGCM:
    try:
        return AESGCM(key)
    finally:
        forget(key)


def _wrapped(vault: str, slot: Slot, cipher: AESGCM, private: dict[str, bytearray]) -> Slot:
    # A random nonce is safe: a salt, and so a key, serves once at each new passphrase and once at each new root.
    nonce = secrets.token_bytes(12)
    return replace(slot, nonce=nonce, wrapped=_encrypted(cipher, nonce, private, _wrapping_place(vault, slot)))


def _wrapped_sheet(vault: str, sheet: SheetSlot, cipher: AESGCM, private: dict[str, bytearray]) -> SheetSlot:
    nonce = secrets.token_bytes(12)
    return replace(sheet, nonce=nonce, wrapped=_encrypted(cipher, nonce, private, _sheet_place(vault)))


def _unwrapped(vault: str, slot: Slot, cipher: AESGCM) -> dict[str, bytearray]:
    try:
        return _decrypted(cipher, slot.nonce, slot.wrapped, _wrapping_place(vault, slot))
    except (InvalidTag, ValueError):
        raise WrongPassphraseError from None


def _encrypted(cipher: AESGCM, nonce: bytes, private: dict[str, bytearray], place: bytes) -> bytes:
    """JSON of the keys in hexadecimal, encrypted; nothing else is left of it."""
    page = bytearray(json.dumps({name: "00" * len(key) for name, key in private.items()}).encode())
    for name, key in private.items():
        write_hexadecimal(key, page, page.index(f'"{name}": "'.encode()) + len(name) + 5)
    try:
        return cipher.encrypt(nonce, page, place)
    finally:
        wipe(page)


def _decrypted(cipher: AESGCM, nonce: bytes, wrapped: bytes, place: bytes) -> dict[str, bytearray]:
    """Raises ``InvalidTag`` or ``ValueError`` where this is not what the key closed."""
    page = bytearray(max(0, len(wrapped) - _TAG_BYTES))
    try:
        cipher.decrypt_into(nonce, wrapped, place, page)
        return {named[1].decode(): read_hexadecimal(page, *named.span(2)) for named in _KEY.finditer(page)}
    finally:
        wipe(page)


def _wipe_all(private: dict[str, bytearray]) -> None:
    for key in private.values():
        wipe(key)


def _opened(
    key_file: KeyFile, private: dict[str, bytearray], exchange_key: bytes, sealed: bytes, place: bytes
) -> Opened:
    """Check everything that the file says against what was wrapped, then give it in today's form.

    Whoever may write the file cannot speak for the vault: the root that she trusts is inside every wrapped slot.
    """
    exchange = X25519PrivateKey.from_private_bytes(private["exchange"])
    if exchange.public_key().public_bytes_raw() != exchange_key:
        raise KeyFileTamperedError
    root_public = last_root(key_file, bytes(private["root_public"]))
    check_statement(key_file, root_public)
    told = unsealed(sealed, exchange, place)
    if key_file.version == ONE_ROOT_IN_EVERY_SLOT:
        told += private["root"]
    if len(told) != 2 * KEY_BYTES:
        raise KeyFileTamperedError
    vault_key, root = told[:KEY_BYTES], told[KEY_BYTES:]
    wipe(told)
    if public_of(root) != root_public:
        raise KeyFileTamperedError
    if not hmac.compare_digest(commitment_to(key_file, vault_key), key_file.commitment):
        raise KeyFileTamperedError
    if not hmac.compare_digest(mac_of(vault_key, key_file), key_file.mac):
        raise KeyFileTamperedError
    if key_file.version == ONE_ROOT_IN_EVERY_SLOT:
        # The root leaves the wrapped slots, where nobody could take it back from a colleague who goes.
        newer = replace(key_file, version=VERSION, roots=(Root(root_public),))
        key_file = sealed_to_all(newer, vault_key, root)
    return Opened(key_file, vault_key, root)


def _wrapping_place(vault: str, slot: Slot) -> bytes:
    # The rest of the slot is left to the MAC, so that a changed name is not told as a wrong passphrase.
    return canonical([vault, str(slot.specialist.id)])


def _sheet_place(vault: str) -> bytes:
    return canonical([vault, SHEET])
