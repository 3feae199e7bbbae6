"""What a name that an author gave to a language tells of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spie_diag.forms.languages import code_of, in_french, is_french, is_leftward, own_name, spoken_as, tag_of


@pytest.mark.parametrize(
    ("language", "tag", "leftward"),
    [
        ("العربية (ar)", "ar", True),
        ("العربية", "ar", True),
        ("Arabic", "ar", True),
        ("Kurdî (ku)", "ku", False),
        ("کوردی (ku-Arab)", "ku-Arab", True),
        ("کوردی (KU_arab)", "ku-Arab", True),
        ("English (en)", "en", False),
        ("English", "en", False),
        ("English (eng)", "en", False),
        ("en_GB", "en-GB", False),
        ("PT", "pt", False),
        ("Português (pt-br)", "pt-BR", False),
        ("Srpski (sr_Latn)", "sr-Latn", False),
        ("اردو (ur)", "ur", True),
        ("עברית (he)", "he", True),
        ("Azərbaycan (az-Arab-IR)", "az-Arab-IR", True),
        (" fr ", "fr", False),
        ("French", "fr", False),
        ("Français (France)", "", False),
        ("Nouchi", "", False),
        ("default", "", False),
        ("", "", False),
    ],
)
def test_a_language_is_told_by_its_code_or_its_name(language: str, tag: str, leftward: bool) -> None:
    assert (tag_of(language), code_of(language), is_leftward(language)) == (tag, tag.split("-")[0], leftward)


def test_french_is_known_by_any_of_its_names_and_assumed_where_there_is_none() -> None:
    assert all(map(is_french, ("fr", "FR", "fr-CA", "Français (fr)", "français", "French", "fra", "")))
    assert not any(map(is_french, ("English", "en", "Kurdî (ku)", "Arabe")))


def test_a_language_has_a_name_of_its_own_and_a_french_one() -> None:
    assert (own_name("Kurdî (ku)"), in_french("Kurdî (ku)")) == ("Kurdî", "kurde")
    assert (own_name("ku"), own_name("Nouchi"), in_french("Nouchi")) == ("", "Nouchi", "")


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Kurdî (ku-Latn)", "Kurdî (ku-Latn)"),
        ("KURDÎ (KU-LATN)", "Kurdî (ku-Latn)"),
        ("ku_arab", "کوردی (ku-Arab)"),
        ("ku", None),
        ("pt", "Português (pt-BR)"),
        ("portugais", "Português (pt-BR)"),
        ("pt-PT", None),
        ("fr", "Français (fr)"),
        ("nouchi", "Nouchi"),
        ("inconnu", None),
        ("", None),
    ],
)
def test_a_language_is_meant_by_its_name_or_by_its_code(asked: str, meant: str | None) -> None:
    spoken = ("English", "Kurdî (ku-Latn)", "کوردی (ku-Arab)", "Português (pt-BR)", "Français (fr)", "Nouchi")
    assert spoken_as(asked, spoken) == meant


@given(st.text(max_size=30))
def test_any_name_has_an_answer(language: str) -> None:
    assert code_of(language) == tag_of(language).split("-")[0]
    assert spoken_as(language, (language.strip(),)) == language.strip()
    assert not (is_leftward(language) and is_french(language))
