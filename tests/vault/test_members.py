"""Who may open the vault, changed: by a new passphrase, a newcomer, a departure; and vaults older than all this."""

import json
import os
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from spie_diag.casework.demonstrating import PASSPHRASES
from spie_diag.errors import SpieError
from spie_diag.interview.people import FieldOfWork, Specialist, SpecialistId
from spie_diag.vault import members, sealing, slots
from spie_diag.vault.errors import (
    DatabaseMismatchError,
    DatabaseMissingError,
    DiskFullError,
    KeyFileTamperedError,
    MemberExistsError,
    OwnAccessError,
    SharedPassphraseError,
    ShortPassphraseError,
    SigningKeyLockedError,
    UnknownSpecialistError,
    VaultLockedError,
    WrongPassphraseError,
)
from spie_diag.vault.key import Founder
from spie_diag.vault.key_file import COPY_NAME, NAME, both_copies_agree, holders, read_key_file, write_key_file
from spie_diag.vault.key_record import Json, Root
from spie_diag.vault.opening import Vault, open_vault
from spie_diag.vault.revisions import Age
from tests.vault.dying import killed_meanwhile
from tests.vault.shelf import CASE, CLARA, CLARA_SAYS, IDRIS, IDRIS_SAYS, INTERVIEW, NO_WAIT, Shelf, morning

ZOE = Specialist(
    id=SpecialistId(CASE), name="Zoé Lambert", structure="CCAS", field_of_work=FieldOfWork.SOCIAL, role="éducatrice"
)
ZOE_SAYS = "trois hérons sur un canal gelé"
CLARA_SAYS_NOW = "un autre chat sous la chaise"
TODAY = morning().now().date()
RELEASED = Path(__file__).parent / "released"


def writes(vault: Vault, by: Specialist, subject: str = "answer/LOG-01") -> None:
    vault.journals.write(CASE, INTERVIEW, by.id, subject, {"status": "REP", "value": "non"})


def slot_bytes(shelf: Shelf, specialist: Specialist) -> Json:
    document = json.loads((shelf.folder / NAME).read_bytes())
    found: list[Json] = [slot for slot in document["slots"] if slot["specialist"]["id"] == str(specialist.id)]
    return found[0]


def test_a_new_passphrase_changes_one_slot_and_nothing_else(shelf: Shelf) -> None:
    vault = shelf.opened()
    vault.rest()
    hers, his, file = slot_bytes(shelf, CLARA), slot_bytes(shelf, IDRIS), shelf.database.read_bytes()
    vault.change_passphrase(CLARA.id, CLARA_SAYS, CLARA_SAYS_NOW)

    assert slot_bytes(shelf, IDRIS) == his
    assert slot_bytes(shelf, CLARA) != hers
    assert shelf.database.read_bytes() == file
    writes(vault, CLARA)
    assert vault.private(CLARA.id, "pdf-identity") == b"her key"
    vault.lock()

    with pytest.raises(WrongPassphraseError):
        shelf.opened(says=CLARA_SAYS)
    shelf.opened(by=IDRIS).lock()
    vault = shelf.opened(says=CLARA_SAYS_NOW)
    assert vault.private(CLARA.id, "pdf-identity") == b"her key"
    assert vault.journals.audit() == ()
    assert vault.age_of_keys is Age.PRESENT
    vault.lock()


@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [
        (IDRIS_SAYS, CLARA_SAYS_NOW, WrongPassphraseError),
        (CLARA_SAYS, "onze lettre", ShortPassphraseError),
    ],
)
def test_a_passphrase_refused_changes_nothing(shelf: Shelf, old: str, new: str, refusal: type[SpieError]) -> None:
    vault = shelf.opened()
    before = (shelf.folder / NAME).read_bytes()
    with pytest.raises(refusal):
        vault.change_passphrase(CLARA.id, old, new)
    with pytest.raises(UnknownSpecialistError):
        vault.change_passphrase(ZOE.id, old, new)

    assert (shelf.folder / NAME).read_bytes() == before
    vault.lock()


def test_a_disk_that_fills_during_the_change_leaves_the_old_passphrase(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = shelf.opened()
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", _full)
        with pytest.raises(DiskFullError):
            vault.change_passphrase(CLARA.id, CLARA_SAYS, CLARA_SAYS_NOW)
    vault.lock()

    shelf.opened(says=CLARA_SAYS).lock()


def test_whoever_kept_the_old_passphrase_and_an_old_copy_opens_nothing_sealed_later(shelf: Shelf) -> None:
    """The exchange key of her old slot must not open what is sealed to her new one."""
    old = read_key_file(shelf.folder)
    vault = shelf.opened()
    vault.change_passphrase(CLARA.id, CLARA_SAYS, CLARA_SAYS_NOW)
    vault.rotate(CLARA.id, CLARA_SAYS_NOW)
    vault.lock()
    new = read_key_file(shelf.folder)
    mixed = replace(slots.slot_of(old, CLARA.id), sealed=slots.slot_of(new, CLARA.id).sealed)

    with pytest.raises(KeyFileTamperedError):
        slots.unlock(slots.with_slot(new, mixed), CLARA.id, CLARA_SAYS)


def test_a_third_colleague_joins_writes_and_opens_the_vault_herself(shelf: Shelf) -> None:
    vault = shelf.opened()
    vault.add_member(CLARA.id, CLARA_SAYS, Founder(ZOE, ZOE_SAYS), TODAY)

    assert vault.specialists == (CLARA, IDRIS, ZOE)
    assert vault.since(ZOE.id) == TODAY
    writes(vault, ZOE)
    assert vault.journals.audit() == (), "her entries are known at once"
    with pytest.raises(MemberExistsError):
        vault.add_member(CLARA.id, CLARA_SAYS, Founder(ZOE, ZOE_SAYS), TODAY)
    vault.lock()

    assert holders(shelf.folder).specialists == (CLARA, IDRIS, ZOE)
    vault = shelf.opened(by=ZOE, says=ZOE_SAYS)
    assert vault.journals.audit() == ()
    with pytest.raises(SigningKeyLockedError):
        writes(vault, CLARA)
    vault.lock()


@pytest.mark.parametrize(
    ("by", "hers", "refusal"),
    [
        (CLARA_SAYS, CLARA_SAYS, SharedPassphraseError),
        (CLARA_SAYS, "onze lettre", ShortPassphraseError),
        (IDRIS_SAYS, ZOE_SAYS, WrongPassphraseError),
    ],
)
def test_a_newcomer_refused_is_not_there(shelf: Shelf, by: str, hers: str, refusal: type[SpieError]) -> None:
    vault = shelf.opened()
    with pytest.raises(refusal):
        vault.add_member(CLARA.id, by, Founder(ZOE, hers), TODAY)
    vault.lock()

    assert holders(shelf.folder).specialists == (CLARA, IDRIS)


def test_whoever_was_shut_out_opens_nothing_any_more_and_what_she_signed_holds(shelf: Shelf) -> None:
    old_file, vault = shelf.database, shelf.opened(by=IDRIS)
    old_keys, old_vault_key = read_key_file(shelf.folder), bytes(vault._parts.vault_key)
    vault.unlock(CLARA.id, CLARA_SAYS)
    vault.keep_private(IDRIS.id, "pdf-identity", b"his key")
    vault.revoke(IDRIS.id, IDRIS_SAYS, CLARA.id)

    assert vault.specialists == (IDRIS,)
    assert vault.former_specialists == (CLARA,)
    assert not old_file.exists()
    assert bytes(vault._parts.vault_key) != old_vault_key
    assert not vault.holds_private(CLARA.id, "pdf-identity")
    assert vault.private(IDRIS.id, "pdf-identity") == b"his key"
    assert vault.journals.audit() == ()
    writes(vault, IDRIS)
    with pytest.raises(SigningKeyLockedError):
        writes(vault, CLARA)
    with pytest.raises(UnknownSpecialistError):
        vault.unlock(CLARA.id, CLARA_SAYS)
    vault.lock()

    with pytest.raises(UnknownSpecialistError):
        shelf.opened(by=CLARA)
    vault = shelf.opened(by=IDRIS)
    assert vault.journals.audit() == ()
    assert [entry.subject for entry in vault.journals.of(CASE)][-1] == "answer/LOG-01"
    assert vault.private(IDRIS.id, "pdf-identity") == b"his key"
    assert len(read_key_file(shelf.folder).roots) == len(old_keys.roots) + 1
    vault.lock()


def test_nobody_shuts_out_herself_or_somebody_unknown(shelf: Shelf) -> None:
    vault = shelf.opened()
    before = (shelf.folder / NAME).read_bytes()
    for specialist, says, refusal in (
        (CLARA, CLARA_SAYS, OwnAccessError),
        (ZOE, CLARA_SAYS, UnknownSpecialistError),
        (IDRIS, IDRIS_SAYS, WrongPassphraseError),
    ):
        with pytest.raises(refusal):
            vault.revoke(CLARA.id, says, specialist.id)

    assert (shelf.folder / NAME).read_bytes() == before
    vault.lock()
    with pytest.raises(VaultLockedError):
        vault.revoke(CLARA.id, CLARA_SAYS, IDRIS.id)


def test_a_departure_that_the_disk_refuses_leaves_everybody_in(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = shelf.opened()
    with monkeypatch.context() as patch:
        patch.setattr("spie_diag.vault.replacing.write_key_file", _full)
        with pytest.raises((DiskFullError, OSError)):
            vault.revoke(CLARA.id, CLARA_SAYS, IDRIS.id)
    assert vault.specialists == (CLARA, IDRIS)
    writes(vault, CLARA)
    vault.lock()

    vault = shelf.opened(by=IDRIS)
    assert vault.journals.audit() == ()
    vault.lock()


def test_a_slot_that_trusts_an_older_root_follows_the_chain_and_is_brought_up_to_date(shelf: Shelf) -> None:
    vault = shelf.opened()
    vault.add_member(CLARA.id, CLARA_SAYS, Founder(ZOE, ZOE_SAYS), TODAY)
    vault.revoke(CLARA.id, CLARA_SAYS, ZOE.id)
    vault.rotate(CLARA.id, CLARA_SAYS)
    vault.lock()
    before = slot_bytes(shelf, IDRIS)
    shelf.opened(by=IDRIS).lock()
    after = slot_bytes(shelf, IDRIS)
    shelf.opened(by=IDRIS).lock()

    assert len(read_key_file(shelf.folder).roots) == 3
    assert before != after
    assert slot_bytes(shelf, IDRIS) == after, "once"


def test_a_root_that_no_former_root_introduced_is_refused(shelf: Shelf) -> None:
    """Somebody with an editor who makes a root, a key and a statement of his own."""
    key_file = read_key_file(shelf.folder)
    his_key, his_root = bytearray(b"k" * 32), sealing.new_root()
    for first in (key_file.roots, ()):
        forged = replace(key_file, roots=(*first, sealing.introduced_by(his_root, key_file.vault, his_root)))
        with pytest.raises(KeyFileTamperedError):
            slots.unlock(sealing.sealed_to_all(forged, his_key, his_root), CLARA.id, CLARA_SAYS)
    bare = replace(key_file, roots=(*key_file.roots, Root(sealing.public_of(his_root))))
    with pytest.raises(KeyFileTamperedError):
        slots.unlock(sealing.sealed_to_all(bare, his_key, his_root), CLARA.id, CLARA_SAYS)


def test_whoever_was_shut_out_and_comes_back_signs_with_a_new_key(shelf: Shelf) -> None:
    vault = shelf.opened(by=IDRIS)
    vault.revoke(IDRIS.id, IDRIS_SAYS, CLARA.id)
    vault.add_member(IDRIS.id, IDRIS_SAYS, Founder(CLARA, CLARA_SAYS_NOW), TODAY)
    writes(vault, CLARA)

    assert vault.journals.audit() == (), "old and new entries of hers hold"
    assert vault.former_specialists == ()
    vault.lock()


def test_the_key_file_from_before_a_departure_opens_nothing(shelf: Shelf) -> None:
    old = (shelf.folder / NAME).read_bytes()
    vault = shelf.opened()
    vault.revoke(CLARA.id, CLARA_SAYS, IDRIS.id)
    vault.lock()
    for name in (NAME, COPY_NAME):
        (shelf.folder / name).write_bytes(old)

    with pytest.raises(DatabaseMissingError):
        shelf.opened(by=IDRIS)


def test_the_key_file_of_another_vault_before_this_file_is_told_and_nothing_is_written(
    shelf: Shelf, tmp_path: Path
) -> None:
    """Even where he made it name this encrypted file: its salt says that it is another one."""
    other = Shelf(shutil.copytree(shelf.folder, tmp_path / "other"))
    vault = other.opened()
    vault.rotate(CLARA.id, CLARA_SAYS)
    key = bytearray(vault._parts.vault_key)
    vault.lock()
    swapped = read_key_file(other.folder)
    swapped = members.moved(swapped, key, shelf.database.name, swapped.database_salt)
    write_key_file(shelf.folder, swapped)
    before = shelf.database.read_bytes()

    with pytest.raises(DatabaseMismatchError):
        shelf.opened()
    assert shelf.database.read_bytes() == before


@pytest.mark.parametrize("schema", ["0001", "0002"])
def test_a_key_file_of_the_first_version_opens_for_each_and_loses_its_roots(schema: str, tmp_path: Path) -> None:
    folder = shutil.copytree(RELEASED / schema, tmp_path / "coffre")
    assert read_key_file(folder).version == 1
    first, second = holders(folder).specialists

    vault = open_vault(folder, first.id, PASSPHRASES[first.field_of_work], morning(), NO_WAIT)
    upgraded = read_key_file(folder)
    assert upgraded.version == 2
    vault.unlock(second.id, PASSPHRASES[second.field_of_work])
    assert slots.slot_of(read_key_file(folder), second.id) != slots.slot_of(upgraded, second.id)
    assert vault.since(first.id) is None
    assert vault.journals.audit() == ()
    vault.lock()
    assert both_copies_agree(folder)

    vault = open_vault(folder, second.id, PASSPHRASES[second.field_of_work], morning(), NO_WAIT)
    vault.revoke(second.id, PASSPHRASES[second.field_of_work], first.id)
    assert vault.journals.audit() == ()
    vault.lock()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_any_moment_of_coming_and_going_a_vault_opens_for_whoever_may(shelf: Shelf) -> None:
    def come_and_go(acknowledge: Callable[[int], None]) -> None:
        vault = shelf.opened()
        acknowledge(0)
        while True:
            if ZOE not in vault.specialists:
                vault.add_member(CLARA.id, CLARA_SAYS, Founder(ZOE, ZOE_SAYS), TODAY)
            writes(vault, ZOE)
            vault.revoke(CLARA.id, CLARA_SAYS, ZOE.id)

    chance = random.Random(20261126)
    for _ in range(6):
        killed_meanwhile(come_and_go, chance, 0.2)
        for one, says in ((CLARA, CLARA_SAYS), (IDRIS, IDRIS_SAYS), (ZOE, ZOE_SAYS)):
            if one in holders(shelf.folder).specialists:
                vault = shelf.opened(by=one, says=says)
                assert vault.journals.audit() == ()
                vault.lock()
        assert {CLARA, IDRIS} <= set(holders(shelf.folder).specialists)
    with pytest.raises((UnknownSpecialistError, WrongPassphraseError)):
        shelf.opened(by=ZOE, says="pas celle-ci, une autre")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_any_moment_of_a_change_either_passphrase_opens(shelf: Shelf) -> None:
    says = [CLARA_SAYS, CLARA_SAYS_NOW]

    def change_for_ever(acknowledge: Callable[[int], None]) -> None:
        vault = shelf.opened(says=says[0])
        acknowledge(0)
        while True:
            vault.change_passphrase(CLARA.id, says[0], says[1])
            says.reverse()

    chance = random.Random(20261127)
    for _ in range(6):
        killed_meanwhile(change_for_ever, chance, 0.1)
        if not _opens(shelf, says[0]):
            says.reverse()
            assert _opens(shelf, says[0])
        shelf.opened(by=IDRIS).lock()


def _opens(shelf: Shelf, says: str) -> bool:
    try:
        shelf.opened(says=says).lock()
    except WrongPassphraseError:
        return False
    return True


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")
