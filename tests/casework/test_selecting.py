"""What was chosen for one recipient is kept in the journal and found again as it was, whatever the entry holds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from spie_diag.casework.profiles import CONCLUSIONS, SPECIALITIES, Extent, Profile, extent
from spie_diag.casework.selecting import Selection
from spie_diag.forms.definition import BlockCode, Value

SELECTIONS = st.builds(
    Selection,
    profile=st.sampled_from(Profile),
    recipient=st.text(),
    purpose=st.text(),
    speciality=st.none() | st.sampled_from(SPECIALITIES),
    ticked=st.frozensets(st.text()),
    removed=st.frozensets(st.text().map(BlockCode)),
)
JSON: st.SearchStrategy[Value] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
KEYS = ("profile", "recipient", "purpose", "speciality", "ticked", "removed")


@settings(max_examples=40)
@given(SELECTIONS)
def test_a_selection_is_found_again_as_it_was(chosen: Selection) -> None:
    assert Selection.from_json(chosen.as_json()) == chosen


@given(st.dictionaries(st.sampled_from(KEYS), JSON))
def test_a_damaged_entry_opens_nothing(kept: dict[str, Value]) -> None:
    read = Selection.from_json(kept)

    if kept.get("profile") not in [profile.value for profile in Profile]:
        assert read.profile is Profile.SPECIALISED
    assert read.speciality is None or read.speciality in SPECIALITIES


def test_who_it_is_for_and_why_are_not_in_its_repr() -> None:
    chosen = Selection(profile=Profile.EMPLOYER, recipient="Garage Fictif", purpose="Immersion")

    assert "Garage" not in repr(chosen)
    assert "Immersion" not in repr(chosen)


def test_an_association_without_a_speciality_gets_no_domain() -> None:
    blocks = [*SPECIALITIES, BlockCode("PRO"), CONCLUSIONS]

    assert {extent(Profile.SPECIALISED, block) for block in blocks} == {Extent.NOTHING}


def test_a_domain_that_a_territory_added_goes_to_the_person_only() -> None:
    added = BlockCode("L-SAI")

    assert [one for one in Profile if extent(one, added)] == [Profile.PERSON]


def test_every_profile_and_extent_has_a_french_name() -> None:
    assert len({one.label for one in Profile}) == len(Profile)
    assert len({one.label for one in Extent}) == len(Extent)
