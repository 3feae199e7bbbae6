"""What a passphrase is worth: orders of magnitude, and sentences that help."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spie_diag.vault.errors import EmptyPassphraseError, GuessablePassphraseError, ShortPassphraseError
from spie_diag.vault.recovery import word_list
from spie_diag.vault.weighing import FEWEST_GUESSES, Flaw, propose, refuse_guessable, weigh

KNOWN = ("Antenne de Nantes", "CCAS de Nantes", "Clara Morvan", "Idris Kaddour", "assistante sociale")


@pytest.mark.parametrize(
    ("passphrase", "flaw"),
    [
        ("", Flaw.EMPTY),
        ("   ", Flaw.EMPTY),
        ("été bleu", Flaw.SHORT),
        ("motdepasse1234", Flaw.COMMON),
        ("M0tdep4sse123!", Flaw.COMMON),
        ("clara.morvan1984", Flaw.KNOWN),
        ("MORVAN Clara 44", Flaw.KNOWN),
        ("Nantes2026Nantes", Flaw.KNOWN),
        ("azertyuiopqsdfgh", Flaw.KEYBOARD),
        ("qsdfghjklm wxcvbn", Flaw.KEYBOARD),
        ("abcdefghijklmnop", Flaw.SEQUENCE),
        ("12/03/1984 nantes", Flaw.DATE),
        ("soleil soleil soleil", Flaw.COMMON),
        ("zzzzzzzzzzzzzzzzzzzz", Flaw.REPEATED),
        ("la vie est belle", Flaw.COMMON),
    ],
)
def test_what_is_guessed_at_once_is_refused_and_says_what_to_mend(passphrase: str, flaw: Flaw) -> None:
    weight = weigh(passphrase, KNOWN)

    assert weight.flaw is flaw
    assert not weight.is_enough
    with pytest.raises((EmptyPassphraseError, ShortPassphraseError, GuessablePassphraseError)) as refusal:
        refuse_guessable(passphrase, KNOWN)
    assert len(passphrase) < 3 or passphrase not in str(refusal.value) + repr(refusal.value)


@pytest.mark.parametrize(
    "passphrase",
    [
        "le chat dort sur la chaise",
        "une valise pleine de pluie",
        "L’élan bleu saute 3 haies",
        "#:4jQ8zx!mP2",
        "القطة تنام على الكرسي",
        "🚲🏡🌧️🐈🥖🧵🪴🎻📚🧭🪁🕯️",
    ],
)
def test_what_resists_is_accepted_whatever_it_is_made_of(passphrase: str) -> None:
    assert weigh(passphrase, KNOWN).is_enough
    refuse_guessable(passphrase, KNOWN)


def test_random_words_cost_what_the_arithmetic_says() -> None:
    rare = word_list()[700:1400:100]
    three, four, five = (weigh(" ".join(rare[:count])) for count in (3, 4, 5))

    assert 1e8 < three.guesses < 2048**3
    assert 1e10 < four.guesses < 2048**4
    assert five.how_long == "des siècles"
    assert five.euros > 1e6
    assert three.guesses < four.guesses < five.guesses


def test_a_guess_that_costs_four_times_less_memory_costs_four_times_less() -> None:
    strong, floor = (weigh("#:4jQ8zx!mP2", memory_kib=mib << 10) for mib in (256, 64))

    assert strong.guesses == floor.guesses
    assert strong.seconds == pytest.approx(4 * floor.seconds)
    assert strong.euros == pytest.approx(4 * floor.euros)


@pytest.mark.parametrize(
    ("passphrase", "how_long"), [("motdepasse1234", "moins d’une minute"), ("#:4jQ8zx!mP2", "des années")]
)
def test_how_long_is_said_in_words(passphrase: str, how_long: str) -> None:
    assert weigh(passphrase).how_long == how_long


def test_a_known_name_weighs_less_once_it_is_known() -> None:
    assert weigh("Morvan Kaddour", KNOWN).guesses < weigh("Morvan Kaddour").guesses


def test_proposed_passphrases_are_enough_and_never_the_same() -> None:
    proposed = {propose() for _ in range(20)}

    assert len(proposed) == 20
    assert all(len(passphrase.split()) == 5 for passphrase in proposed)
    assert all(weigh(passphrase, KNOWN).guesses > 1000 * FEWEST_GUESSES for passphrase in proposed)


@given(st.text(max_size=40))
@settings(max_examples=60)
def test_any_text_is_weighed(text: str) -> None:
    weight = weigh(text, KNOWN)

    assert weight.guesses >= 0
    assert weight.how_long
    assert weight.mend
    assert not weight.is_enough or len(unicodedata.normalize("NFKC", text)) >= 12


@pytest.mark.parametrize(
    "passphrase", ["4@8({[<369!1|705$2%+" * 500, "a" * 20_000, "abc" * 5_000, "motdepasse " * 2_000]
)
def test_no_passphrase_makes_the_meter_wait(passphrase: str) -> None:
    weigh("le premier charge les listes", KNOWN)
    started = time.process_time()
    weigh(passphrase, KNOWN)

    assert time.process_time() - started < 0.5
