"""The hint and its facts; the opinions, the joint proposal, the hours."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spie_diag.diagnosis.assessment import Assessment, Level, Views
from spie_diag.diagnosis.comparison import gaps
from spie_diag.diagnosis.hours import HoursKind, HoursMotive, WeeklyHours, exemption_motives
from spie_diag.diagnosis.orientation import Hint, Organisation, Orientation, Pathway, Rule, hint
from spie_diag.forms.definition import BlockCode, SituationCode, Value
from spie_diag.french import spaced
from spie_diag.interview.answers import Answer, Status
from spie_diag.interview.people import Voice
from tests.interview.journals import common_form, state_with

EIGHT = [BlockCode(code) for code in ("LOG", "SAN", "FAM", "RES", "DRO", "LAN", "NUM", "MOB")]
ENOUGH: dict[str, Value | Answer] = {"PAR-01": "deux_ans", "DIS-06": "oui"}
levels = st.dictionaries(st.sampled_from(EIGHT), st.none() | st.sampled_from(Level))


def hinted(
    agreed: dict[str, int] | None = None,
    answers: dict[str, Value | Answer] | None = None,
    said: dict[SituationCode, bool] | None = None,
) -> Hint:
    rated: dict[BlockCode, Level | None] = dict.fromkeys(EIGHT, Level.FINE)
    rated |= {BlockCode(code): Level(level) for code, level in (agreed or {}).items()}
    return hint(state_with({**ENOUGH, **(answers or {})}), rated, (), said)


def marks(found: Hint) -> list[str]:
    return [fact.mark for fact in found.facts]


def test_the_three_courses_have_their_names() -> None:
    assert [path.title for path in Pathway] == ["Parcours emploi", "Parcours socio-professionnel", "Parcours social"]


def test_nothing_special_hints_at_the_employment_course() -> None:
    assert (hinted().rule, hinted().path, hinted().facts) == (Rule.EMPLOYMENT, Pathway.EMPLOYMENT, ())


def test_too_few_common_levels_hint_at_nothing() -> None:
    five: dict[BlockCode, Level | None] = dict.fromkeys(EIGHT[:5], Level.PREVENTS)
    found = hint(state_with(ENOUGH), five, ())
    assert (found.rule, found.path, marks(found)) == (Rule.NOT_ENOUGH, None, ["5 domaines sur 8 évalués"])
    six: dict[BlockCode, Level | None] = dict.fromkeys(EIGHT[:6], Level.FINE)
    assert hint(state_with(ENOUGH), six, ()).rule is Rule.EMPLOYMENT


@pytest.mark.parametrize("code", ["PAR-01", "DIS-06"])
@pytest.mark.parametrize("status", [Status.DOES_NOT_KNOW, Status.DECLINES])
def test_a_missing_answer_hints_at_nothing_whatever_its_status(code: str, status: Status) -> None:
    found = hinted(answers={code: Answer(status=status)})
    assert (found.rule, marks(found)) == (Rule.NOT_ENOUGH, [f"{code} non renseigné"])


def test_specialists_far_apart_without_agreement_hint_at_nothing() -> None:
    log = EIGHT[0]
    views = Views(
        social=Assessment(block=log, voice=Voice.SOCIAL, level=Level.PREVENTS),
        employment=Assessment(block=log, voice=Voice.EMPLOYMENT, level=Level.WATCH),
    )
    found = gaps({log: views}, common_form())
    agreed: dict[BlockCode, Level | None] = dict.fromkeys(EIGHT[1:], Level.FINE)
    assert hint(state_with(ENOUGH), agreed, found).rule is Rule.NOT_ENOUGH
    assert hint(state_with(ENOUGH), {**agreed, log: Level.WATCH}, found).rule is Rule.EMPLOYMENT


@pytest.mark.parametrize(
    ("agreed", "answers", "mark"),
    [
        ({}, {"SAN-01": "beaucoup", "SAN-03": "ne_peut_plus"}, "SAN.S05"),
        ({}, {"SAN-01": "beaucoup", "SAN-03": "m3_12"}, "SAN.S04"),
        ({}, {"SAN-01": "beaucoup", "SAN-03": "plus_12"}, "SAN.S04"),
        ({}, {"LOG-01": "sans"}, "LOG.S01"),
        ({}, {"DIS-01": "indispo"}, "DIS-01=indispo"),
        ({}, {"DIS-06": "non"}, "DIS-06=non"),
        ({"LOG": 3, "MOB": 3}, {}, "≥2 domaines à 3 : LOG, MOB"),
    ],
)
def test_what_hints_at_the_social_course(agreed: dict[str, int], answers: dict[str, Value | Answer], mark: str) -> None:
    found = hinted(agreed, answers)
    assert (found.rule, found.path, marks(found)) == (Rule.SOCIAL_FIRST, Pathway.SOCIAL, [mark])


@pytest.mark.parametrize(
    ("agreed", "answers", "mark"),
    [
        ({"FAM": 3}, {}, ["1 domaine à 3 : FAM"]),
        ({"FAM": 2, "LOG": 2}, {}, ["≥2 domaines à 2 ou plus : LOG, FAM"]),
        ({"FAM": 2}, {"PAR-01": "jamais"}, ["éloignement de l'emploi + domaine à 2 ou plus"]),
        ({}, {"POU-07": "renforce"}, ["POU-07=renforce"]),
    ],
)
def test_what_hints_at_the_socio_professional_course(
    agreed: dict[str, int], answers: dict[str, Value | Answer], mark: list[str]
) -> None:
    found = hinted(agreed, answers)
    assert (found.rule, found.path, marks(found)) == (Rule.TOGETHER, Pathway.BOTH, mark)


def test_health_that_allows_a_start_within_three_months_hints_at_nothing_social() -> None:
    assert hinted(answers={"SAN-01": "peu", "SAN-03": "moins_3m"}).rule is Rule.EMPLOYMENT


def test_a_situation_that_a_human_dismissed_does_not_count_and_one_that_is_confirmed_does() -> None:
    homeless = SituationCode("LOG.S01")
    assert hinted(answers={"LOG-01": "sans"}, said={homeless: False}).rule is Rule.EMPLOYMENT
    assert hinted(said={homeless: True}).rule is Rule.SOCIAL_FIRST


@given(levels, st.sampled_from(["deux_ans", "plus_deux_ans"]), st.sampled_from(EIGHT))
def test_a_heavier_level_never_hints_at_less_support(
    agreed: dict[BlockCode, Level | None], work: str, heavier: BlockCode
) -> None:
    state = state_with({**ENOUGH, "PAR-01": work})
    rated = {**dict.fromkeys(EIGHT, Level.FINE), **{code: level or Level.FINE for code, level in agreed.items()}}
    raised = {**rated, heavier: Level(min(rated[heavier] + 1, 3))}
    order = [Rule.EMPLOYMENT, Rule.TOGETHER, Rule.SOCIAL_FIRST]
    assert order.index(hint(state, raised, ()).rule) >= order.index(hint(state, rated, ()).rule)


@given(levels)
def test_every_hint_explains_itself_in_french(agreed: dict[BlockCode, Level | None]) -> None:
    found = hint(state_with(ENOUGH), agreed, ())
    assert bool(found.facts) is (found.rule is not Rule.EMPLOYMENT)
    for fact in found.facts:
        assert fact.sentence == spaced(fact.sentence)
        assert fact.sentence.endswith(".")


opinions = st.dictionaries(st.sampled_from(Voice), st.none() | st.sampled_from(Pathway))
hours = st.builds(
    WeeklyHours,
    kind=st.none() | st.sampled_from(HoursKind),
    number=st.none() | st.integers(0, 35),
    motive=st.none() | st.sampled_from(HoursMotive),
    exemption_presented=st.none() | st.booleans(),
)
orientations = st.builds(
    Orientation,
    opinions=opinions,
    proposal=st.none() | st.sampled_from(Pathway),
    reason=st.text(),
    organisation=st.none() | st.sampled_from(Organisation),
    referent=st.text(),
    correspondent=st.text(),
    notified_on=st.none() | st.dates(),
    hours=hours,
)


@given(orientations)
def test_an_orientation_goes_to_the_journal_and_back(proposal: Orientation) -> None:
    assert Orientation.from_json(proposal.as_json()) == proposal


def test_a_disagreement_on_the_course_is_kept_as_such() -> None:
    kept = Orientation(disagreement=True)
    assert Orientation.from_json(kept.as_json()) == kept
    assert kept.is_settled
    assert Orientation.from_json(None) == Orientation()


@pytest.mark.parametrize(
    ("said", "differ"),
    [
        ({Voice.SOCIAL: Pathway.BOTH, Voice.EMPLOYMENT: Pathway.BOTH, Voice.PERSON: None}, False),
        ({Voice.SOCIAL: Pathway.BOTH, Voice.PERSON: Pathway.EMPLOYMENT}, True),
        ({}, False),
    ],
)
def test_not_knowing_is_not_a_different_opinion(said: dict[Voice, Pathway | None], differ: bool) -> None:
    assert Orientation(opinions=said).voices_differ is differ


def test_names_and_reasons_are_not_shown() -> None:
    shown = repr(Orientation(reason="secret", referent="Nadia", correspondent="Hugo", notified_on=date(2026, 1, 1)))
    assert not any(word in shown for word in ("secret", "Nadia", "Hugo"))


def test_answers_that_may_waive_hours_are_found() -> None:
    assert exemption_motives(state_with()) == ()
    assert exemption_motives(state_with({"STA-06": "valide"})) == (HoursMotive.HANDICAP,)
    assert exemption_motives(state_with({"SAN-01": "peu", "SAN-03": "m3_12"})) == (HoursMotive.HEALTH,)
    alone: dict[str, Value | Answer] = {"FAM-01": "seul_enfants", "FAM-02": [{"annee": 2020, "solution": "non"}]}
    assert HoursMotive.LONE_PARENT in exemption_motives(state_with({**alone, "STA-15": ["parent_isole"]}))
