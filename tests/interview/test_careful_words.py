"""Words to think twice about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spie_diag.french import spaced
from spie_diag.interview.careful_words import QUESTION, Concern, concerns
from tests.interview.journals import common_form


@pytest.mark.parametrize(
    ("text", "touched"),
    [
        ("Elle a été hospitalisée en mars.", Concern.HEALTH),
        ("DÉPRESSION depuis un an", Concern.HEALTH),
        ("Elle est enceinte de six mois.", Concern.PREGNANCY),
        ("Sort de prison, bracelet jusqu’en mai", Concern.JUSTICE),
        ("Famille d’origine étrangère", Concern.ORIGIN),
        ("Il est rom.", Concern.ORIGIN),
        ("Militante d’un parti", Concern.OPINION),
        ("Son orientation sexuelle", Concern.INTIMACY),
        ("Il n’est pas motivé, un peu fainéant", Concern.JUDGEMENT),
        ("Le mari de Zoé garde la petite.", Concern.SOMEBODY_ELSE),
        ("2 91 03 95 355 001 42", Concern.IDENTIFIER),
        ("291039535500142", Concern.IDENTIFIER),
        ("FR76 3000 6000 0112 3456 7890 189", Concern.IDENTIFIER),
        ("4970 1000 0000 0055", Concern.IDENTIFIER),
        ("mot de passe\u00a0: soleil", Concern.IDENTIFIER),
    ],
)
def test_a_word_to_think_twice_about_is_found(text: str, touched: Concern) -> None:
    assert concerns(text) == (touched,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Une promo au supermarché, partie remise",
        "Elle peut porter dix kilos, debout deux heures.",
        "Appeler le 06 39 98 00 01 avant le 24/11/2026 à 10 h 30",
        "Prochain point le 22/12. Parcours socio-professionnel, 10 h par semaine.",
        "Une chambre au rez-de-chaussée, exposition plein sud",
    ],
)
def test_plain_words_raise_nothing(text: str) -> None:
    assert concerns(text) == ()


def test_the_anchors_and_objectives_of_the_form_raise_nothing() -> None:
    for block in common_form().blocks:
        assert concerns(*block.anchors, *(one.label for one in block.objectives)) == (), block.code


@given(st.lists(st.text(), max_size=4))
def test_several_texts_touch_what_each_touches(texts: list[str]) -> None:
    together = concerns(*texts)
    assert set(together) == {concern for text in texts for concern in concerns(text)}
    assert list(together) == sorted(together, key=list(Concern).index)


def test_the_question_is_set_in_french() -> None:
    assert spaced(QUESTION) == QUESTION
