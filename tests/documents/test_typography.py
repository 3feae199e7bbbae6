"""Plain text becomes printable text, and says the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spie_diag.documents.typography import (
    GLUE,
    MEANT,
    MISSING,
    font_of,
    markup,
    one_line,
    plain,
    runs,
    shortened,
    unprintable,
)
from spie_diag.paths import shipped


@pytest.mark.parametrize("letter", [*"ABCéèêëàâäçîïôöùûüÿœŒÉÀ«»’“”–—…€·●■◆□❝✓→ŁŻğıñø", "\u202f", "\u00a0"])
def test_french_and_its_neighbours_need_no_stand_in(letter: str) -> None:
    assert font_of(letter) == "Atkinson"


def test_markup_cannot_be_typed() -> None:
    marked = markup("<b>&amp; </para>")
    assert not set("<>&") & set(marked)
    assert "".join(MEANT.get(letter, letter) for letter in marked) == "<b>&amp\u202f; </para>"


def test_a_number_and_its_unit_stay_on_one_line() -> None:
    assert plain("avant 8 h, 10 heures, 3 km à 2 ans") == "avant 8\u00a0h, 10 heures, 3\u00a0km à 2\u00a0ans"


def test_no_letter_carries_a_pile_of_signs() -> None:
    assert len(plain("e" + "\u0316" * 500 + "t")) < 12


def test_other_scripts_go_to_the_font_that_has_them() -> None:
    assert markup("Юлия dort") == '<font name="StandIn">Юлия </font>dort'


def test_what_no_font_has_is_shown_and_told() -> None:
    assert markup("王") == MISSING
    assert unprintable("王 et 李, voilà ! 😀") == frozenset("王李")


def test_accents_typed_apart_come_together() -> None:
    assert plain("e\u0301cole") == "école"


@given(st.text())
def test_printable_text_is_left_as_it_is(text: str) -> None:
    once = plain(text)
    assert plain(once) == once


@given(st.text())
def test_no_letter_is_left_without_a_font(text: str) -> None:
    for font, piece in runs(plain(text)):
        for letter in piece.replace("\n", "").replace("\u00a0", " "):
            assert font_of(letter, font) in (font, "StandIn") or letter == " "


@given(st.text(), st.integers(2, 40))
def test_shortening_keeps_within_the_length(text: str, length: int) -> None:
    assert len(shortened(text, length)) <= length


@given(st.text(alphabet=st.characters(codec="latin-1", exclude_categories=["Cc", "Cf"])))
def test_french_letters_are_never_lost(text: str) -> None:
    line = one_line(text)
    shown = "".join(piece for _, piece in runs(line)).replace(GLUE, "\u202f")
    assert shown == line
    assert unicodedata.is_normalized("NFC", line)


def test_fonts_travel_with_their_licences() -> None:
    folder = shipped("resources", "fonts")
    for family in ("AtkinsonHyperlegibleNext", "Andika", "DejaVuSans"):
        assert list(folder.glob(f"{family}*.ttf"))
        assert (folder / f"LICENSE-{family}.txt").read_text(encoding="utf-8")
