"""What both specialists conclude with the person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.conclusions import (
    Conclusion,
    conclusions,
    priorities,
    remarks,
    strengths,
    syntheses,
)
from spie_diag.diagnosis.errors import BothOutcomesError, UnfoundedStrengthError
from spie_diag.forms.definition import BlockCode
from tests.interview.journals import Pen, state_with

LOG = BlockCode("LOG")


@given(st.none() | st.sampled_from(Level), st.text(), st.text())
def test_a_conclusion_goes_to_the_journal_and_back(level: Level | None, text: str, sentence: str) -> None:
    kept = "" if level is not None else sentence
    one = Conclusion(block=LOG, level=level, strength=level is Level.FINE, text=text, disagreement=kept)
    assert Conclusion.from_json(one.as_json(), LOG) == one


def test_a_level_and_a_disagreement_exclude_each_other() -> None:
    with pytest.raises(BothOutcomesError):
        Conclusion(block=LOG, level=Level.WATCH, disagreement="Deux lectures.")
    with pytest.raises(UnfoundedStrengthError):
        Conclusion(block=LOG, level=None, strength=True)


def test_a_domain_is_settled_by_a_level_or_by_a_disagreement_that_is_kept() -> None:
    assert Conclusion(block=LOG, level=Level.FINE).is_settled
    assert Conclusion(block=LOG, level=None, disagreement="Deux lectures.").is_settled
    assert not Conclusion(block=LOG, level=None, disagreement="  ").is_settled


def test_what_is_concluded_is_read_from_the_journal() -> None:
    pen = Pen()
    pen.write("conclusion/LOG", Conclusion(block=LOG, level=Level.WATCH).as_json())
    pen.write("conclusion/RES", Conclusion(block=BlockCode("RES"), level=Level.WATCH).as_json())
    pen.write("conclusion/RES", None)
    pen.write("priorities", ["FAM", "MOB"])
    pen.write("strengths", ["Ponctualité"])
    pen.write("synthesis/short", "Court.")

    assert list(conclusions(pen.record)) == [LOG]
    assert priorities(pen.record) == ("FAM", "MOB")
    assert strengths(pen.record) == ("Ponctualité",)
    assert (syntheses(pen.record).short, syntheses(pen.record).shareable) == ("Court.", "")


def test_an_empty_journal_concludes_nothing() -> None:
    record = Pen().record
    assert (conclusions(record), priorities(record), strengths(record)) == ({}, (), ())


def test_her_remarks_are_her_own_words() -> None:
    said = remarks(state_with({"ATT-08": "en_partie", "ATT-09": "Le logement, je le règle."}))
    assert (said.agrees, said.text) == ("en_partie", "Le logement, je le règle.")
    assert remarks(state_with()).agrees == ""
    assert "règle" not in repr(said)
