"""Answers suggest, a human confirms or dismisses."""

from spie_diag.diagnosis.situations import confirmed, holding
from spie_diag.forms.definition import SituationCode
from tests.interview.journals import Pen, state_with

HOMELESS, PLURILINGUAL = SituationCode("LOG.S01"), SituationCode("LAN.S06")


def test_what_a_human_says_of_a_situation_is_kept() -> None:
    pen = Pen()
    pen.write("situation/LOG.S01", "NON")
    pen.write("situation/LAN.S06", "OUI")
    pen.write("situation/LOG.S02", "OUI")
    pen.write("situation/LOG.S02", None)
    assert confirmed(pen.record) == {HOMELESS: False, PLURILINGUAL: True}


def test_a_situation_counts_when_suggested_and_not_dismissed_or_when_confirmed() -> None:
    state = state_with({"LOG-01": "sans"})
    assert holding(state, {}) == {HOMELESS}
    assert holding(state, {HOMELESS: True}) == {HOMELESS}
    assert holding(state, {HOMELESS: False, PLURILINGUAL: True}) == {PLURILINGUAL}
