"""Gaps between the three voices."""

from hypothesis import given
from hypothesis import strategies as st

from spie_diag.diagnosis.assessment import Assessment, Level, Views
from spie_diag.diagnosis.comparison import Gap, GapStrength, divergences, gaps
from spie_diag.forms.definition import BlockCode
from spie_diag.interview.people import Voice
from tests.interview.journals import common_form

LOG, RES, MOB = (BlockCode(code) for code in ("LOG", "RES", "MOB"))
readings = st.dictionaries(st.sampled_from(Voice), st.none() | st.sampled_from(Level))


def seen(levels: dict[Voice, Level | None], block: BlockCode = LOG) -> Views:
    given_views = {voice: Assessment(block=block, voice=voice, level=level) for voice, level in levels.items()}
    return Views(
        social=given_views.get(Voice.SOCIAL),
        employment=given_views.get(Voice.EMPLOYMENT),
        person=given_views.get(Voice.PERSON),
    )


def found(levels: dict[Voice, Level | None]) -> Gap | None:
    return next(iter(gaps({LOG: seen(levels)}, common_form())), None)


@given(readings, st.permutations(list(Voice)))
def test_a_gap_does_not_depend_on_who_says_what(levels: dict[Voice, Level | None], order: list[Voice]) -> None:
    renamed = dict(zip(Voice, order, strict=True))
    swapped = {renamed[voice]: level for voice, level in levels.items()}
    one, other = found(levels), found(swapped)
    assert (one is None) is (other is None)
    if one is not None and other is not None:
        assert (one.spread, one.strength) == (other.spread, other.strength)


@given(readings)
def test_a_gap_is_the_distance_between_the_extremes(levels: dict[Voice, Level | None]) -> None:
    given_levels = [int(level) for level in levels.values() if level is not None]
    spread = max(given_levels) - min(given_levels) if given_levels else 0
    gap = found(levels)
    assert (gap.spread if gap else 0) == spread
    if gap is not None:
        assert gap.strength is (GapStrength.STRONG if spread >= 2 else GapStrength.LIGHT)
        assert gap.between_specialists <= gap.spread


def test_a_voice_that_says_nothing_makes_no_gap() -> None:
    assert found({Voice.SOCIAL: Level.PREVENTS, Voice.EMPLOYMENT: None}) is None
    assert found({Voice.SOCIAL: Level.PREVENTS, Voice.PERSON: Level.PREVENTS}) is None


def test_the_widest_gap_comes_first_then_the_order_of_the_form() -> None:
    views = {
        MOB: seen({Voice.SOCIAL: Level.FINE, Voice.PERSON: Level.COMPLICATES}, MOB),
        RES: seen({Voice.SOCIAL: Level.FINE, Voice.PERSON: Level.WATCH}, RES),
        LOG: seen({Voice.SOCIAL: Level.FINE, Voice.EMPLOYMENT: Level.COMPLICATES}, LOG),
    }
    all_gaps = gaps(views, common_form())
    assert [gap.block for gap in all_gaps] == [LOG, MOB, RES]
    assert divergences(all_gaps, common_form()) == (LOG, MOB)
    assert [gap.between_specialists for gap in all_gaps] == [2, 0, 0]
