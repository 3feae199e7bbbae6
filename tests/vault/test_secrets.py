"""Keys live as long as they are needed, and nothing says them aloud on the way."""

import dataclasses
import importlib
import pkgutil
import shutil

import pytest

from spie_diag import vault as room
from spie_diag.vault import patience, slots
from spie_diag.vault.errors import DatabaseDamagedError, KeyFileTamperedError, ShortPassphraseError
from spie_diag.vault.keyring import Keyring
from spie_diag.vault.opening import Vault
from spie_diag.vault.recovery import drawn, looked_up
from spie_diag.vault.slots import PersonalKeys, Unlocked
from tests.vault.shelf import CLARA, CLARA_SAYS, IDRIS, IDRIS_SAYS, Shelf
from tests.vault.test_faults import flip

SAID_OF_NOBODY_ELSE = {"passphrase", "text", "meant", "proposed", "pdf", "personal", "signing", "root", "person"}
"""Names of fields that hold what is secret, whatever their types."""


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[PersonalKeys]:
    """Every set of personal keys that a slot gave."""
    given: list[PersonalKeys] = []
    real = slots._unlocked

    def noted(*args: object) -> Unlocked:
        unlocked = real(*args)  # type: ignore[arg-type]
        given.append(unlocked.keys)
        return unlocked

    monkeypatch.setattr(slots, "_unlocked", noted)
    return given


def test_personal_keys_given_twice_are_kept_once(shelf: Shelf, taken: list[PersonalKeys]) -> None:
    vault = shelf.opened()
    vault.unlock(CLARA.id, CLARA_SAYS)
    vault.unlock(IDRIS.id, IDRIS_SAYS)
    vault.rotate(CLARA.id, CLARA_SAYS)
    with pytest.raises(ShortPassphraseError):
        vault.change_passphrase(IDRIS.id, IDRIS_SAYS, "court")

    assert [any(keys.personal) for keys in taken] == [True, False, True, False, False]
    assert vault.private(CLARA.id, "pdf-identity") == b"her key"
    vault.lock()
    assert not any(any(keys.personal) for keys in taken)


def test_the_keys_that_a_keyring_has_may_be_given_to_it_again(vault: Vault) -> None:
    keys = vault._parts.keyring.of(CLARA.id)

    vault._parts.keyring.take(keys)

    assert any(keys.personal)


def test_a_colleague_who_calls_herself_by_another_name_unseals_nothing(shelf: Shelf, taken: list[PersonalKeys]) -> None:
    vault = shelf.opened()
    vault.unlock(IDRIS.id, IDRIS_SAYS)
    hers, his = taken
    sealed = hers.seal(vault.id, "pdf-identity", b"her key")

    assert hers.unseal(vault.id, "pdf-identity", sealed) == b"her key"
    with pytest.raises(KeyFileTamperedError):
        dataclasses.replace(his, specialist=CLARA.id).unseal(vault.id, "pdf-identity", sealed)
    vault.lock()


def test_an_opening_that_is_refused_forgets_what_the_passphrase_opened(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Unlocked] = []
    real = patience.unlocked_patiently

    def noted(*args: object) -> Unlocked:
        given.append(real(*args))  # type: ignore[arg-type]
        return given[-1]

    monkeypatch.setattr("spie_diag.vault.opening.unlocked_patiently", noted)
    sound = Shelf(shutil.copytree(shelf.folder, shelf.folder.with_name("sain")))
    flip(shelf.database, 4 * 4096 + 7)
    with pytest.raises(DatabaseDamagedError):
        shelf.opened()

    def broken(_vault: Vault) -> bool:
        raise DatabaseDamagedError

    monkeypatch.setattr(Vault, "_compare_with_remembered", broken)
    with pytest.raises(DatabaseDamagedError):
        sound.opened()

    assert len(given) == 2
    for unlocked in given:
        assert not any([*unlocked.vault_key, *unlocked.root, *unlocked.keys.personal])
    shutil.rmtree(sound.folder)  # refused by Windows while something is open


def test_no_record_of_the_room_tells_a_secret() -> None:
    seen = 0
    for module in pkgutil.iter_modules(room.__path__):
        for kind in vars(importlib.import_module(f"{room.__name__}.{module.name}")).values():
            if isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind.__module__.startswith(room.__name__):
                told = {field.name for field in dataclasses.fields(kind) if field.repr and _is_secret(field)}
                assert not told, f"{kind.__name__} tells {told}"
                seen += 1
    assert seen > 40


def _is_secret(field: "dataclasses.Field[object]") -> bool:
    return "bytearray" in str(field.type) or field.name in SAID_OF_NOBODY_ELSE


def test_an_open_vault_and_a_read_sheet_are_shown_without_what_opens_them(vault: Vault) -> None:
    parts, word = vault._parts, drawn()[0]

    for shown in (repr(parts), repr(Keyring()), repr(looked_up(word)), repr(looked_up(f"{word}ss"))):
        assert repr(bytes(parts.vault_key))[2:-1] not in shown
        assert word not in shown
