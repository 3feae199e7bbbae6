"""Passphrases and slots, with the real cost of a guess at the lowest strength accepted."""

import json
import random
import shutil
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest

from spie_diag.errors import SpieError
from spie_diag.interview.people import SpecialistId
from spie_diag.vault import sealing, slots
from spie_diag.vault.errors import (
    EmptyPassphraseError,
    KeyFileDamagedError,
    KeyFileTamperedError,
    NewerVaultError,
    SecretMissingError,
    SharedPassphraseError,
    ShortPassphraseError,
    SigningKeyLockedError,
    UnknownSpecialistError,
    WrongPassphraseError,
)
from spie_diag.vault.key import FLOOR, Founder, Strength, check_passphrases
from spie_diag.vault.key_file import COPY_NAME, NAME, read_key_file
from spie_diag.vault.key_record import Json, canonical
from spie_diag.vault.opening import create_vault, open_vault
from spie_diag.vault.patience import Patience
from tests.vault.shelf import CLARA, CLARA_SAYS, FOUNDERS, IDRIS, IDRIS_SAYS, NO_WAIT, Shelf, morning

Way = tuple[str | int, ...]


def rewritten(folder: Path, *changes: tuple[Way, Json]) -> None:
    """The key file as somebody with an editor, and who knows about checksums, would change it."""
    document: dict[str, Json] = json.loads((folder / NAME).read_bytes())
    del document["sha256"]
    for (*way, last), value in changes:
        put(found(document, way), last, value)
    document["sha256"] = sha256(canonical(document)).hexdigest()
    for name in (NAME, COPY_NAME):
        (folder / name).write_text(json.dumps(document), encoding="utf-8")


def found(node: Json, way: Sequence[str | int]) -> Json:
    for step in way:
        if isinstance(node, dict):
            node = node[str(step)]
        elif isinstance(node, list):
            node = node[int(step)]
    return node


def put(node: Json, step: str | int, value: Json) -> None:
    assert isinstance(node, dict)
    node[str(step)] = value


def test_either_passphrase_opens_at_its_real_cost_and_no_other_does(tmp_path: Path) -> None:
    create_vault(tmp_path / "coffre", "Antenne", FOUNDERS, morning(), FLOOR, NO_WAIT).lock()
    shelf = Shelf(tmp_path / "coffre")

    shelf.opened(by=CLARA).lock()
    shelf.opened(by=IDRIS).lock()
    with pytest.raises(WrongPassphraseError):
        shelf.opened(by=CLARA, says=IDRIS_SAYS)


def test_an_accent_opens_however_the_keyboard_sent_it(tmp_path: Path, cheap_guesses: None) -> None:
    written = "été en forêt, ﬁn d’août"
    founder = Founder(CLARA, unicodedata.normalize("NFC", written))
    create_vault(tmp_path / "coffre", "Antenne", [founder], morning(), FLOOR).lock()

    Shelf(tmp_path / "coffre").opened(says=unicodedata.normalize("NFD", written)).lock()
    Shelf(tmp_path / "coffre").opened(says=written.replace("ﬁ", "fi")).lock()


@pytest.mark.parametrize(
    "sent",
    [
        "e\u0301te\u0301 a\u0300 Noe\u0308l, 12\u00a0h\u00a030",  # dead keys and no-break spaces of macOS
        "\u00e9t\u00e9 \u00e0 No\u00ebl, 12 h 30",  # AZERTY of Windows and Linux
        "\u00e9te\u0301 \u00e0 No\u00ebl, 12\u202fh 30",  # half pasted from a text processor
        "\uff45\u0301t\u00e9 \u00e0 No\u00ebl, 12 h 30",  # an input method left in full width
    ],
)
def test_real_keyboards_send_one_passphrase_in_many_ways(shelf: Shelf, sent: str) -> None:
    vault = shelf.opened()
    vault.change_passphrase(CLARA.id, CLARA_SAYS, "été à Noël, 12 h 30")
    vault.lock()

    shelf.opened(says=sent).lock()


@pytest.mark.parametrize(
    ("first", "second", "refusal"),
    [
        ("", IDRIS_SAYS, EmptyPassphraseError),
        ("                 ", IDRIS_SAYS, EmptyPassphraseError),
        (CLARA_SAYS, "onze lettre", ShortPassphraseError),
        (CLARA_SAYS, CLARA_SAYS, SharedPassphraseError),
    ],
)
def test_a_passphrase_that_protects_nobody_is_refused(
    tmp_path: Path, first: str, second: str, refusal: type[SpieError]
) -> None:
    with pytest.raises(refusal):
        create_vault(tmp_path / "coffre", "Antenne", [Founder(CLARA, first), Founder(IDRIS, second)], morning(), FLOOR)

    assert not (tmp_path / "coffre").exists(), "nothing was made"


def test_emoji_arabic_and_very_long_passphrases_are_passphrases() -> None:
    check_passphrases([Founder(CLARA, "🚲🏡🌧️🐈🥖🧵🪴🎻📚🧭🪁🕯️"), Founder(IDRIS, "القطة تنام على الكرسي" * 20_000)])


def test_each_wrong_passphrase_waits_longer_and_a_right_one_forgets(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("time.sleep", waits.append)
    patience = Patience(step_s=0.5, longest_s=1.2)
    for _ in range(4):
        with pytest.raises(WrongPassphraseError):
            open_vault(shelf.folder, CLARA.id, "pas celle-ci, une autre", morning(), patience)
    open_vault(shelf.folder, CLARA.id, CLARA_SAYS, morning(), patience).lock()
    with pytest.raises(WrongPassphraseError):
        open_vault(shelf.folder, CLARA.id, "pas celle-ci, une autre", morning(), patience)

    assert waits == [0.5, 1.0, 1.2, 1.2, 0.5]


def test_the_wait_counts_whoever_is_chosen_and_is_explained_once_it_is_felt(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("time.sleep", waits.append)
    patience, told = Patience(), []
    for one in (CLARA, IDRIS, CLARA):
        with pytest.raises(WrongPassphraseError) as refusal:
            open_vault(shelf.folder, one.id, "pas celle-ci, une autre", morning(), patience)
        told.append(refusal.value.what_to_do)
    assert waits == [0.5, 1.0, 1.5]
    assert ["attend un peu plus" in advice for advice in told] == [False, False, True]


def test_a_wrong_passphrase_leaves_the_vault_free_for_the_right_one(shelf: Shelf) -> None:
    with pytest.raises(WrongPassphraseError):
        shelf.opened(says="pas celle-ci, une autre")
    with pytest.raises(EmptyPassphraseError):
        shelf.opened(says="   ")
    shelf.opened().lock()


def test_somebody_who_holds_no_slot_is_told_so(shelf: Shelf) -> None:
    with pytest.raises(UnknownSpecialistError):
        open_vault(shelf.folder, SpecialistId(UUID(int=99)), CLARA_SAYS, morning(), NO_WAIT)


@pytest.mark.parametrize(
    ("memory_kib", "passes", "lanes"),
    [(65_535, 3, 4), (1 << 21, 3, 4), (65_536, 2, 4), (65_536, 17, 4), (65_536, 3, 0)],
)
def test_a_strength_out_of_bounds_cannot_be_asked(memory_kib: int, passes: int, lanes: int) -> None:
    with pytest.raises(ValueError, match="bounds"):
        Strength(memory_kib=memory_kib, passes=passes, lanes=lanes)


@pytest.mark.parametrize(("at_floor_s", "factor"), [(0.05, 8), (0.15, 4), (0.35, 2), (0.5, 1), (3.0, 1)])
def test_calibration_takes_the_strongest_that_stays_under_eight_tenths_of_a_second(
    at_floor_s: float, factor: int, monkeypatch: pytest.MonkeyPatch, cheap_guesses: None
) -> None:
    looks = iter((0.0, at_floor_s, 10.0, 12.0 + at_floor_s))
    monkeypatch.setattr("time.perf_counter", lambda: next(looks))

    assert slots.calibrated() == replace(FLOOR, memory_kib=FLOOR.memory_kib * factor)


def test_a_colleague_in_the_same_vault_cannot_use_her_private_key(shelf: Shelf) -> None:
    vault = shelf.opened(by=IDRIS)

    assert not vault.is_unlocked(CLARA.id)
    assert vault.holds_private(CLARA.id, "pdf-identity")
    with pytest.raises(SigningKeyLockedError):
        vault.private(CLARA.id, "pdf-identity")
    with pytest.raises(SigningKeyLockedError):
        vault.keep_private(CLARA.id, "pdf-identity", b"forged")
    with pytest.raises(WrongPassphraseError):
        vault.unlock(CLARA.id, IDRIS_SAYS)

    vault.unlock(CLARA.id, CLARA_SAYS)
    assert vault.private(CLARA.id, "pdf-identity") == b"her key"
    with pytest.raises(SecretMissingError):
        vault.private(CLARA.id, "another")
    vault.lock()


def test_a_secret_moved_under_another_name_or_owner_does_not_open(shelf: Shelf) -> None:
    keys = slots.unlock(read_key_file(shelf.folder), CLARA.id, CLARA_SAYS).keys
    other = slots.unlock(read_key_file(shelf.folder), IDRIS.id, IDRIS_SAYS).keys
    sealed = keys.seal("vault", "pdf-identity", b"her key")

    assert keys.unseal("vault", "pdf-identity", sealed) == b"her key"
    for thief, vault, name in ((other, "vault", "pdf-identity"), (keys, "other", "pdf-identity"), (keys, "vault", "x")):
        with pytest.raises(KeyFileTamperedError):
            thief.unseal(vault, name, sealed)


def test_the_copy_stands_in_for_a_damaged_key_file_and_repairs_it(shelf: Shelf) -> None:
    genuine = (shelf.folder / NAME).read_bytes()
    for damage in (b"", b"\x00" * 500, genuine[:700], genuine.replace(b"Clara", b"Carla")):
        (shelf.folder / NAME).write_bytes(damage)
        shelf.opened().lock()
        assert (shelf.folder / NAME).read_bytes() == genuine

    (shelf.folder / COPY_NAME).unlink()
    shelf.opened().lock()
    assert (shelf.folder / COPY_NAME).read_bytes() == genuine


def test_two_damaged_copies_are_told_and_nothing_is_written(shelf: Shelf) -> None:
    for name in (NAME, COPY_NAME):
        (shelf.folder / name).write_bytes((shelf.folder / name).read_bytes()[:-30])

    with pytest.raises(KeyFileDamagedError):
        shelf.opened()


def test_key_files_gone_but_not_the_vault(shelf: Shelf) -> None:
    for name in (NAME, COPY_NAME):
        (shelf.folder / name).unlink()

    with pytest.raises(KeyFileDamagedError):
        shelf.opened()


def test_any_flipped_bit_of_the_key_file_is_an_accident_and_found(shelf: Shelf) -> None:
    (shelf.folder / COPY_NAME).unlink()
    genuine = (shelf.folder / NAME).read_bytes()
    chance = random.Random(20261124)
    for _ in range(150):
        changed = bytearray(genuine)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        (shelf.folder / NAME).write_bytes(changed)
        with pytest.raises((KeyFileDamagedError, NewerVaultError)):
            read_key_file(shelf.folder)


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("slots", 0, "kdf", "memory_kib"), 19 << 10),
        (("slots", 0, "kdf", "memory_kib"), 100 << 20),
        (("slots", 0, "kdf", "passes"), 1),
        (("slots", 1, "specialist", "name"), "Quelqu’un d’autre"),
        (("slots", 1, "specialist", "field_of_work"), "social"),
        (("slots", 0, "signing_key"), "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        (("slots", 0, "exchange_key"), "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        (("slots", 0, "sealed"), "AAAA"),
        (("database",), "vault-00000000.db"),
        (("database_salt",), "AAAAAAAAAAAAAAAAAAAAAA=="),
        (("name",), "Autre antenne"),
        (("epoch",), 2),
        (("revision",), 9),
        (("roots", 0, "public"), "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        (("slots", 0, "since"), "1999-01-01"),
        (("mac",), ""),
    ],
)
def test_a_key_file_changed_on_purpose_is_refused(shelf: Shelf, where: Way, value: Json) -> None:
    rewritten(shelf.folder, (where, value))

    with pytest.raises(KeyFileTamperedError):
        shelf.opened()


def test_a_colleague_cannot_be_struck_out_with_an_editor(shelf: Shelf) -> None:
    document: dict[str, Json] = json.loads((shelf.folder / NAME).read_bytes())
    rewritten(shelf.folder, (("slots",), [found(document, ("slots", 0))]))

    with pytest.raises(KeyFileTamperedError):
        shelf.opened()


def test_a_vault_key_of_the_thief_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    """He seals his own key to her public key, and computes everything that needs only his key."""
    key_file = read_key_file(shelf.folder)
    his = bytearray(b"t" * 32)
    forged = sealing.sealed_to_one(key_file, key_file.slots[0], his, bytearray(32))
    commitment = sealing.commitment_to(key_file, his)
    file = replace(key_file, slots=(forged, *key_file.slots[1:]), commitment=commitment)
    file = sealing.authenticated(file, his)

    with pytest.raises(KeyFileTamperedError):
        slots.unlock(file, CLARA.id, CLARA_SAYS)


def test_a_key_file_of_a_later_format_asks_for_a_later_program(shelf: Shelf) -> None:
    rewritten(shelf.folder, (("version",), 3))

    with pytest.raises(NewerVaultError):
        shelf.opened()


def test_the_slot_of_another_vault_opens_nothing_here(shelf: Shelf, tmp_path: Path) -> None:
    create_vault(tmp_path / "other", "Autre", FOUNDERS, morning(), FLOOR).lock()
    for name in (NAME, COPY_NAME):
        shutil.copy(tmp_path / "other" / name, shelf.folder / name)

    with pytest.raises(SpieError):
        shelf.opened()
