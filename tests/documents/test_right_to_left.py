"""Arabic and Hebrew names can be read on paper, and found again in the text layer."""

import unicodedata
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from spie_diag.documents.right_to_left import drawn, spoken_form
from tests.documents import samples
from tests.documents.conftest import built
from tests.documents.reading import opened, printed

EVERY_LETTER = frozenset(range(0x10000))
AMINA = "أمينة"
SALAM = "سلام"


def test_arabic_letters_join_and_go_to_the_left() -> None:
    names = [unicodedata.name(letter) for letter in reversed(drawn(AMINA, EVERY_LETTER))]
    assert names == [
        "ARABIC LETTER ALEF WITH HAMZA ABOVE ISOLATED FORM",
        "ARABIC LETTER MEEM INITIAL FORM",
        "ARABIC LETTER YEH MEDIAL FORM",
        "ARABIC LETTER NOON MEDIAL FORM",
        "ARABIC LETTER TEH MARBUTA FINAL FORM",
    ]


def test_lam_and_alef_are_one_shape() -> None:
    names = [unicodedata.name(letter) for letter in reversed(drawn(SALAM, EVERY_LETTER))]
    assert "ARABIC LIGATURE LAM WITH ALEF FINAL FORM" in names


def test_hebrew_turns_round_and_keeps_its_letters() -> None:
    assert drawn("שלום", EVERY_LETTER) == "םולש"


def test_a_vowel_sign_stays_with_its_letter() -> None:
    turned = drawn("مُنى", EVERY_LETTER)
    assert unicodedata.name(turned[turned.index("\u064f") - 1]) == "ARABIC LETTER MEEM INITIAL FORM"


def test_a_shape_that_the_font_lacks_is_drawn_as_the_letter() -> None:
    assert drawn(AMINA, frozenset(map(ord, AMINA))) == AMINA[::-1]


@given(st.text(alphabet="أمينةبسعدلاويشلום ", max_size=30))
def test_no_letter_is_lost(text: str) -> None:
    meant = "".join(spoken_form(ord(letter)) for letter in drawn(text, EVERY_LETTER))
    assert sorted(meant.replace("\u00a0", " ")) == sorted(text)


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_french_is_left_alone(text: str) -> None:
    assert drawn(text, EVERY_LETTER) == text


def test_the_text_layer_names_letters_not_shapes() -> None:
    bare = samples.empty_report()
    text = printed(opened(built(replace(bare, cover=replace(bare.cover, person=AMINA)))), 0)
    assert AMINA[::-1] in text
