"""One scale for all, and views that stay hidden until both are given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spie_diag.diagnosis.assessment import (
    Assessment,
    Level,
    views,
    visible_to,
)
from spie_diag.diagnosis.errors import UnfoundedStrengthError
from spie_diag.forms.definition import BlockCode
from spie_diag.interview.people import Voice
from tests.interview.journals import CLARA, IDRIS, Pen

LOG = BlockCode("LOG")
SPECIALISTS = (Voice.SOCIAL, Voice.EMPLOYMENT)
AUTHORS = {Voice.SOCIAL: CLARA, Voice.EMPLOYMENT: IDRIS, Voice.PERSON: CLARA}


def assessment(voice: Voice, level: Level | None = Level.WATCH, reason: str = "") -> Assessment:
    return Assessment(block=LOG, voice=voice, level=level, reason=reason, made_by=AUTHORS[voice])


def give(pen: Pen, view: Assessment) -> None:
    pen.write(f"view/{view.block}/{view.voice.value}", view.as_json(), AUTHORS[view.voice])


def test_the_four_words_of_the_scale() -> None:
    assert [level.label for level in Level] == ["Ça va", "À surveiller", "Complique", "Empêche"]


@pytest.mark.parametrize("level", [None, Level.WATCH, Level.COMPLICATES, Level.PREVENTS])
def test_a_point_d_appui_is_refused_elsewhere_than_at_zero(level: Level | None) -> None:
    with pytest.raises(UnfoundedStrengthError):
        Assessment(block=LOG, voice=Voice.SOCIAL, level=level, strength=True)


@given(st.sampled_from(Voice), st.none() | st.sampled_from(Level), st.booleans(), st.text())
def test_a_view_goes_to_the_journal_and_back(voice: Voice, level: Level | None, tick: bool, reason: str) -> None:
    view = Assessment(
        block=LOG, voice=voice, level=level, strength=tick and level is Level.FINE, reason=reason, made_by=CLARA
    )
    assert Assessment.from_json(view.as_json(), LOG, voice, CLARA) == view
    assert Assessment.from_json(None, LOG, voice) is None
    assert reason not in repr(view) or len(reason) < 30


deeds = st.lists(
    st.tuples(st.sampled_from(["give", "take back", "reveal"]), st.sampled_from(Voice), st.sampled_from(Level)),
    max_size=12,
)


@given(deeds)
def test_a_view_never_leaks_before_both_are_given_and_uncovered(told: list[tuple[str, Voice, Level]]) -> None:
    pen, given_now, uncovered = Pen(), set[Voice](), False
    for deed, voice, level in told:
        if deed == "give":
            give(pen, assessment(voice, level))
            given_now.add(voice)
        elif deed == "take back":
            pen.write(f"view/LOG/{voice.value}", None)
            given_now.discard(voice)
        else:
            pen.write("revealed/LOG", True)
            uncovered = True
        open_to_all = uncovered and given_now.issuperset(SPECIALISTS)
        for reader in Voice:
            shown = visible_to(pen.record, LOG, reader)
            for other in SPECIALISTS:
                may_see = other in given_now and (reader is other or open_to_all)
                assert (shown.of(other) is not None) is may_see
                assert (other in shown.hidden) is (other in given_now and not may_see)
            assert (shown.person is not None) is (Voice.PERSON in given_now)


def test_one_specialist_alone_has_nothing_to_hide() -> None:
    pen = Pen()
    pen.write("session", {"social": str(CLARA), "emploi": None})
    give(pen, assessment(Voice.SOCIAL))
    assert visible_to(pen.record, LOG, Voice.PERSON).hidden == {Voice.SOCIAL}
    pen.write("revealed/LOG", True)
    assert visible_to(pen.record, LOG, Voice.PERSON).social is not None


def test_a_changed_mind_is_a_new_view_by_its_author() -> None:
    pen = Pen()
    give(pen, assessment(Voice.EMPLOYMENT, Level.PREVENTS))
    give(pen, assessment(Voice.EMPLOYMENT, Level.FINE))
    found = views(pen.record)
    assert found[LOG, Voice.EMPLOYMENT].level is Level.FINE
    assert found[LOG, Voice.EMPLOYMENT].made_by == IDRIS


def test_a_view_without_a_level_is_a_view() -> None:
    pen = Pen()
    give(pen, assessment(Voice.SOCIAL, None))
    shown = visible_to(pen.record, LOG, Voice.SOCIAL)
    assert shown.social is not None
    assert shown.levels == {}
