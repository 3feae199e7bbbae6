"""Who may open the vault, changed: each function gives the key file that says so, and touches no disk."""

from dataclasses import replace
from datetime import date

from spie_diag.interview.people import Specialist, SpecialistId
from spie_diag.vault.errors import MemberExistsError
from spie_diag.vault.key import Founder
from spie_diag.vault.key_record import Former, KeyFile
from spie_diag.vault.sealing import (
    authenticated,
    introduced_by,
    new_root,
    sealed_to_all,
    sealed_to_one,
    sealed_to_sheet,
    vouched_for,
)
from spie_diag.vault.slots import (
    Opened,
    PersonalKeys,
    Unlocked,
    new_sheet_slot,
    new_slot,
    slot_of,
    slot_under,
    with_slot,
)
from spie_diag.vault.wiping import wipe


def with_passphrase(unlocked: Unlocked, passphrase: str) -> KeyFile:
    """Her slot under another passphrase, with another exchange key; every other slot as it was."""
    key_file = unlocked.key_file
    slot = slot_under(key_file, slot_of(key_file, unlocked.keys.specialist), unlocked.keys, passphrase)
    slot = sealed_to_one(key_file, slot, unlocked.vault_key, unlocked.root)
    return vouched_for(with_slot(key_file, slot), unlocked.vault_key, unlocked.root)


def with_member(unlocked: Unlocked, founder: Founder, today: date) -> tuple[KeyFile, PersonalKeys]:
    """One more slot, as strong as the welcoming one; and the keys of the newcomer.

    Raises:
        MemberExistsError: she has one already.
    """
    key_file = unlocked.key_file
    if founder.specialist.id in {slot.specialist.id for slot in key_file.slots}:
        raise MemberExistsError
    strength = slot_of(key_file, unlocked.keys.specialist).strength
    slot, keys = new_slot(key_file, founder, strength, today)
    slot = sealed_to_one(key_file, slot, unlocked.vault_key, unlocked.root)
    grown = replace(key_file, slots=(*key_file.slots, slot))
    return vouched_for(grown, unlocked.vault_key, unlocked.root), keys


def rekeyed(
    opened: Opened, vault_key: bytearray, database: str, salt: bytes, without: SpecialistId | None = None
) -> KeyFile:
    """The same vault under a new key and a new root, in another encrypted file; nobody's passphrase is needed.

    ``without`` loses her slot and stays among those whose old entries hold: nothing made from now on is sealed to her.
    """
    key_file, root = opened.key_file, new_root()
    gone = [slot for slot in key_file.slots if slot.specialist.id == without]
    former = key_file.former
    for slot in gone:
        former = _retired(former, slot.specialist, slot.signing_key)
    fresh = replace(
        key_file,
        epoch=key_file.epoch + 1,
        database=database,
        database_salt=salt,
        slots=tuple(slot for slot in key_file.slots if slot not in gone),
        roots=(*key_file.roots, introduced_by(opened.root, key_file.vault, root)),
        former=former,
    )
    try:
        return sealed_to_all(fresh, vault_key, root)
    finally:
        wipe(root)


def moved(key_file: KeyFile, vault_key: bytearray, database: str, salt: bytes) -> KeyFile:
    """The same vault under the same key, in another encrypted file."""
    return authenticated(replace(key_file, database=database, database_salt=salt), vault_key)


def with_sheet(opened: Opened, secret: bytes, today: date) -> KeyFile:
    """The recovery sheet that says ``secret`` opens the vault; a former one no longer does."""
    key_file = opened.key_file
    sheet = sealed_to_sheet(key_file, new_sheet_slot(key_file, secret, today), opened.vault_key, opened.root)
    return vouched_for(replace(key_file, sheet=sheet), opened.vault_key, opened.root)


def renewed(opened: Opened, specialist: SpecialistId, passphrase: str) -> tuple[KeyFile, PersonalKeys]:
    """New keys for a member whose passphrase is lost; what she signed before holds under her former key."""
    key_file = opened.key_file
    old = slot_of(key_file, specialist)
    slot, keys = new_slot(key_file, Founder(old.specialist, passphrase), old.strength, old.since)
    slot = sealed_to_one(key_file, slot, opened.vault_key, opened.root)
    former = _retired(key_file.former, old.specialist, old.signing_key)
    return vouched_for(with_slot(replace(key_file, former=former), slot), opened.vault_key, opened.root), keys


def _retired(former: tuple[Former, ...], specialist: Specialist, signing_key: bytes) -> tuple[Former, ...]:
    """The same with one more key that signs no more."""
    others = tuple(one for one in former if one.specialist.id != specialist.id)
    before = next((one.signing_keys for one in former if one.specialist.id == specialist.id), ())
    return (*others, Former(specialist, (signing_key, *before)))
