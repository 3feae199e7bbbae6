"""Clocks of the law and of the house."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spie_diag.followup.deadlines import DELAYS, Deadline, Delay, deadlines, known_dates
from spie_diag.forms.definition import Value
from spie_diag.french import spaced
from spie_diag.interview.answers import Answer
from tests.interview.journals import TODAY, state_with

RETENTION = "fin de base active si aucun contact ultérieur (+ 24 mois)"


def found(
    answers: dict[str, Value | Answer] | None = None, notified: date | None = None, today: date = TODAY
) -> dict[str, str]:
    shown = deadlines(state_with(answers, today), notified)
    assert [one.label for one in shown][-1] == RETENTION
    return {one.label: one.mark for one in shown if one.label != RETENTION}


def test_only_the_retention_runs_for_an_empty_interview() -> None:
    (only,) = deadlines(state_with(), None)
    assert (only.label, only.mark, only.days_left) == (RETENTION, "2028-11-24", 731)


@pytest.mark.parametrize(("notified", "limit"), [("2026-11-27", "2026-12-27"), ("2027-01-31", "2027-02-28")])
def test_the_contract_is_signed_within_a_month_of_the_notification(notified: str, limit: str) -> None:
    assert found(notified=date.fromisoformat(notified)) == {"limite_contrat (notification + 1 mois)": limit}


def test_the_department_orients_within_six_weeks_of_being_told() -> None:
    label = "limite_orientation (réception de l'information + 42 j)"
    assert found({"STA-03": "demande", "STA-17": "2026-11-09"}) == {label: "2026-12-21"}
    assert found({"STA-03": "non", "STA-17": "2026-11-09"}) == {}, "not asked any more"


@pytest.mark.parametrize("contract", ["cer", "ppae", "cej", "pacea"])
def test_old_contracts_are_to_be_replaced(contract: str) -> None:
    assert found({"STA-12": contract}) == {"remplacement de l'ancien contrat": "2027-01-01"}
    assert found({"STA-12": "ce"}) == {}


def test_old_contracts_last_a_year_longer_overseas() -> None:
    said: dict[str, Value | Answer] = {"STA-12": "cer", "IDE-04": "97105 Basse-Terre, 3 rue du Modèle"}
    assert found(said) == {"remplacement de l'ancien contrat": "2028-01-01"}


@pytest.mark.parametrize(
    ("born", "shown"),
    [
        ("2001-02-10", {"26 ans": "2027-02-10 (dans 78 j)"}),
        ("2001-08-24", {"26 ans": "2027-08-24 (dans 273 j)"}),
        ("2001-08-25", {}),
        ("2000-11-24", {}),
        ("1991-03-14", {}),
    ],
)
def test_the_end_of_the_youth_service_shows_nine_months_before(born: str, shown: dict[str, str]) -> None:
    assert found({"IDE-03": born}) == shown


def test_the_end_of_a_contract_shows_six_months_before_at_its_first_date() -> None:
    ends: Value = {"fin_contrat": "2027-03-31", "fin_pass": "2027-01-31"}
    label = "fin contrat / PASS IAE"
    assert found({"STA-08": "aci", "STA-09": ends}) == {label: "2027-01-31 (dans 68 j)"}
    assert found({"STA-08": "geiq", "STA-09": {"fin_contrat": "2027-06-30"}}) == {}


def test_a_disability_request_is_followed_up_after_four_months() -> None:
    said: dict[str, Value | Answer] = {"STA-06": "demande", "STA-07": "2026-09-15"}
    assert found(said) == {"MDPH : relance à 4 mois": "2027-01-15"}
    assert found({**said, "STA-06": "valide"}) == {}


def test_a_social_course_is_examined_again_at_six_months_or_twelve() -> None:
    said: dict[str, Value | Answer] = {
        "CAD-01": "reexamen_social",
        "STA-12": "ce",
        "STA-13": {"signature": "2026-05-20", "echeance": "2027-05-20"},
    }
    six, twelve = "reexamen_6 (signature + 6 mois)", "reexamen_12 (signature + 12 mois)"
    assert found(said) == {six: "2026-11-20"}
    assert found({**said, "LOG-01": "sans"}) == {six: "2026-11-20", twelve: "2027-05-20"}
    assert found({**said, "CAD-01": "initial"}) == {}
    late = next(one for one in deadlines(state_with(said), None) if one.label == six)
    assert late.days_left == -4


def test_delays_are_settings_with_a_source_and_a_date() -> None:
    six_weeks = replace(DELAYS, orientation_days=Delay(30, "Convention locale", date(2027, 1, 1)))
    first = deadlines(state_with({"STA-03": "demande", "STA-17": "2026-11-09"}), None, six_weeks)[0]
    assert (first.on, first.source) == (date(2026, 12, 9), "Convention locale")
    assert all(getattr(DELAYS, name) for name in DELAYS.__slots__)


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_days_left_are_counted_from_the_day_of_the_interview(today: date, notified: date | None) -> None:
    said: dict[str, Value | Answer] = {"STA-12": "cer", "IDE-03": "2001-02-10"}
    shown: tuple[Deadline, ...] = deadlines(state_with(said, today), notified)
    for one in shown:
        assert one.days_left == (one.on - today).days
        assert (one.title, one.source) == (spaced(one.title), spaced(one.source))


def test_the_dates_said_in_answers_stay_in_sight_nearest_first() -> None:
    said: dict[str, Value | Answer] = {
        "LOG-01": "tiers",
        "LOG-05": "fin_hebergement",
        "LOG-06": "2027-01-15",
        "RES-03": "rupture",
        "RES-04": "2026-12-31",
        "STA-06": "valide",
        "STA-07": "2028-01-01",
    }
    assert [(known.question, known.days_left) for known in known_dates(state_with(said))] == [
        ("RES-04", 37),
        ("LOG-06", 52),
        ("STA-07", 403),
    ]
