"""The recovery sheet: what its words say, how they may be typed, and what it opens."""

import random
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spie_diag.errors import SpieError
from spie_diag.interview.people import Specialist
from spie_diag.vault.errors import (
    KeyFileTamperedError,
    NoRecoverySheetError,
    NotOpenedBySheetError,
    SheetLengthError,
    SheetMismatchError,
    SheetWordsError,
    ShortPassphraseError,
    SigningKeyLockedError,
    UnknownSpecialistError,
    WrongPassphraseError,
    WrongSheetError,
)
from spie_diag.vault.key_file import read_key_file
from spie_diag.vault.opening import Vault, open_vault, open_with_sheet
from spie_diag.vault.patience import Patience
from spie_diag.vault.recovery import drawn, looked_up, read_words, word_list, words_of
from spie_diag.vault.slots import new_sheet_slot, unlock, unlock_with_sheet
from tests.vault.shelf import CASE, CLARA, CLARA_SAYS, IDRIS, INTERVIEW, NO_WAIT, Shelf, morning, somebody
from tests.vault.test_members import TODAY, ZOE, writes

secrets = st.binary(min_size=16, max_size=16)
ZEROS = words_of(bytes(16))


def without_accents(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


def made_for(vault: Vault, by: Specialist = CLARA, says: str = CLARA_SAYS) -> str:
    words = " ".join(drawn())
    vault.keep_recovery_sheet(by.id, says, words, TODAY)
    return words


def test_four_letters_without_accents_tell_every_word_of_the_list() -> None:
    assert len(word_list()) == 2048
    assert len({without_accents(word)[:4] for word in word_list()}) == 2048


@given(secrets)
def test_any_secret_comes_back_from_its_words(secret: bytes) -> None:
    words = words_of(secret)

    assert len(words) == 14
    assert read_words(" ".join(words)) == secret


@given(secrets, st.randoms(use_true_random=False))
def test_any_way_of_typing_comes_back(secret: bytes, chance: random.Random) -> None:
    typings = (
        str.upper,
        without_accents,
        lambda word: unicodedata.normalize("NFD", word),
        lambda word: without_accents(word)[:4],
        lambda word: word[:5] + "s",
        lambda word: f"{chance.randrange(1, 15)}. {word},",
    )
    typed = [chance.choice(typings)(word) for word in words_of(secret)]

    assert read_words(chance.choice((" ", "\n", " - ", "\t")).join(typed)) == secret


@given(secrets, st.integers(0, 13), st.integers(1, 2047))
def test_any_one_word_taken_for_another_is_found(secret: bytes, place: int, shift: int) -> None:
    words, listed = list(words_of(secret)), word_list()
    words[place] = listed[(listed.index(words[place]) + shift) % 2048]

    with pytest.raises(SheetMismatchError):
        read_words(" ".join(words))


def test_two_words_that_changed_places_are_named() -> None:
    words = list(words_of(bytes(range(16))))
    words[2], words[6] = words[6], words[2]

    with pytest.raises(SheetMismatchError, match="le 3e et le 7e sont sans doute échangés"):
        read_words(" ".join(words))


def test_each_word_that_is_on_no_sheet_is_located_and_never_repeated() -> None:
    words = list(ZEROS)
    words[0], words[4], words[9] = "xyzzyx", "abasser", "aba"
    with pytest.raises(SheetWordsError) as refusal:
        read_words(" ".join(words))

    said = refusal.value.what_happened
    assert said == (
        "Le 1er mot n’est pas de la fiche. "
        "Le 5e mot n’est pas de la fiche. Vouliez-vous dire «\u00a0abaisser\u00a0»\u202f? "
        "Le 10e mot n’est pas de la fiche."
    )
    assert not any(typed in said + repr(refusal.value) + repr(refusal.value.facts) for typed in ("xyzzyx", "abasser"))


def test_a_word_with_a_slip_in_its_first_letters_is_proposed() -> None:
    assert looked_up("abandon").meant == "abandon"
    assert looked_up("ABANDONNÉ").meant == "abandon"
    assert looked_up("abndon").proposed == "abandon"
    assert looked_up("").meant is None
    assert looked_up("12").proposed is None
    assert looked_up("кот").meant is None


@pytest.mark.parametrize(("words", "given_words"), [("", 0), ("abandon " * 13, 13), ("abandon " * 15, 15)])
def test_missing_words_are_counted(words: str, given_words: int) -> None:
    with pytest.raises(SheetLengthError, match=f"14 mots.*{given_words}"):
        read_words(words)


def test_the_sheet_opens_everything_and_signs_for_nobody(shelf: Shelf) -> None:
    vault = shelf.opened()
    assert vault.sheet_made_on is None
    words = made_for(vault)
    assert vault.sheet_made_on == TODAY
    vault.lock()

    vault = open_with_sheet(shelf.folder, words, morning(), NO_WAIT)
    assert vault.was_opened_by_sheet
    assert vault.cases.all() == (somebody(),)
    assert len(vault.journals.of(CASE)) == 4
    assert vault.journals.audit() == ()
    for specialist in (CLARA, IDRIS):
        assert not vault.is_unlocked(specialist.id)
        with pytest.raises(SigningKeyLockedError):
            writes(vault, specialist)
        with pytest.raises(SigningKeyLockedError):
            vault.private(specialist.id, "pdf-identity")
    with pytest.raises(SigningKeyLockedError):
        vault.cases.correct(somebody())
    root = vault._root
    assert root is not None
    vault.lock()
    assert not any(root)


def test_a_new_sheet_ends_the_former_one(shelf: Shelf) -> None:
    vault = shelf.opened()
    with pytest.raises(WrongPassphraseError):
        made_for(vault, CLARA, "pas celle-ci, une autre")
    former = made_for(vault)
    words = made_for(vault)
    vault.lock()

    with pytest.raises(WrongSheetError):
        open_with_sheet(shelf.folder, former, morning(), NO_WAIT)
    open_with_sheet(shelf.folder, words, morning(), NO_WAIT).lock()


def test_words_that_are_no_sheet_leave_the_former_one(shelf: Shelf) -> None:
    vault = shelf.opened()
    words = made_for(vault)
    for wrong, refusal in (("abandon", SheetLengthError), (" ".join(reversed(words.split())), SheetMismatchError)):
        with pytest.raises(refusal):
            vault.keep_recovery_sheet(CLARA.id, CLARA_SAYS, wrong, TODAY)
    vault.lock()

    open_with_sheet(shelf.folder, words, morning(), NO_WAIT).lock()


def test_a_vault_without_sheet_says_so_and_a_wrong_sheet_waits(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("time.sleep", waits.append)
    with pytest.raises(NoRecoverySheetError):
        open_with_sheet(shelf.folder, " ".join(ZEROS), morning(), Patience())
    vault = shelf.opened()
    made_for(vault)
    vault.lock()
    patience = Patience(step_s=0.5)
    for _ in range(2):
        with pytest.raises(WrongSheetError):
            open_with_sheet(shelf.folder, " ".join(ZEROS), morning(), patience)

    assert waits == [0.5, 1.0]


def test_whoever_forgot_her_passphrase_gets_new_keys_and_her_old_entries_hold(shelf: Shelf) -> None:
    vault = shelf.opened(by=IDRIS)
    words = made_for(vault, IDRIS, "une valise pleine de pluie")
    with pytest.raises(NotOpenedBySheetError):
        vault.renew(CLARA.id, "une phrase toute nouvelle")
    vault.lock()

    vault = open_with_sheet(shelf.folder, words, morning(), NO_WAIT)
    with pytest.raises(ShortPassphraseError):
        vault.renew(CLARA.id, "courte")
    with pytest.raises(UnknownSpecialistError):
        vault.renew(ZOE.id, "une phrase toute nouvelle")
    vault.renew(CLARA.id, "une phrase toute nouvelle")
    assert vault.is_unlocked(CLARA.id)
    assert not vault.holds_private(CLARA.id, "pdf-identity"), "nobody could open it"
    writes(vault, CLARA)
    assert vault.journals.audit() == ()
    vault.lock()

    with pytest.raises(WrongPassphraseError):
        shelf.opened(by=CLARA)
    vault = open_vault(shelf.folder, CLARA.id, "une phrase toute nouvelle", morning(), NO_WAIT)
    assert vault.journals.audit() == ()
    assert vault.former_specialists == ()
    vault.lock()
    open_with_sheet(shelf.folder, words, morning(), NO_WAIT).lock()


def test_the_sheet_still_opens_after_somebody_left_and_the_key_changed(shelf: Shelf) -> None:
    vault = shelf.opened()
    words = made_for(vault)
    vault.revoke(CLARA.id, CLARA_SAYS, IDRIS.id)
    vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", "oui")
    vault.lock()

    for _ in range(2):
        vault = open_with_sheet(shelf.folder, words, morning(), NO_WAIT)
        assert vault.journals.audit() == ()
        vault.lock()
    with pytest.raises(WrongPassphraseError):
        shelf.opened(says="pas celle-ci, une autre")


def test_no_wrong_words_out_of_many_open(shelf: Shelf) -> None:
    """2 000 here; 20 000 and a million were tried by hand."""
    vault = shelf.opened()
    made_for(vault)
    vault.lock()
    key_file, chance, listed = read_key_file(shelf.folder), random.Random(20261124), word_list()
    for _ in range(2_000):
        with pytest.raises(SpieError):
            unlock_with_sheet(key_file, read_words(" ".join(chance.choices(listed, k=14))))
    for _ in range(200):
        with pytest.raises(WrongSheetError):
            unlock_with_sheet(key_file, chance.randbytes(16))


def test_a_sheet_struck_out_or_exchanged_with_an_editor_is_found(shelf: Shelf) -> None:
    vault = shelf.opened()
    made_for(vault)
    vault.lock()
    key_file = read_key_file(shelf.folder)
    for sheet in (None, new_sheet_slot(key_file, bytes(16), TODAY)):
        with pytest.raises(KeyFileTamperedError):
            unlock(replace(key_file, sheet=sheet), CLARA.id, CLARA_SAYS)
