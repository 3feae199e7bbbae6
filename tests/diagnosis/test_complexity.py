"""Markers that propose a meeting of several structures."""

from datetime import date

import pytest

from spie_diag.diagnosis.assessment import Assessment, Level, Views
from spie_diag.diagnosis.comparison import gaps
from spie_diag.diagnosis.complexity import day_in, markers
from spie_diag.diagnosis.orientation import Orientation, Pathway
from spie_diag.forms.definition import BlockCode, QuestionCode, Value
from spie_diag.french import spaced
from spie_diag.interview.answers import Answer
from spie_diag.interview.people import Voice
from tests.interview.journals import common_form, state_with

EIGHT = [BlockCode(code) for code in ("LOG", "SAN", "FAM", "RES", "DRO", "LAN", "NUM", "MOB")]
LOG = EIGHT[0]
APART = Views(
    social=Assessment(block=LOG, voice=Voice.SOCIAL, level=Level.PREVENTS),
    employment=Assessment(block=LOG, voice=Voice.EMPLOYMENT, level=Level.WATCH),
)


def found(
    agreed: dict[BlockCode, Level | None] | None = None,
    answers: dict[str, Value | Answer] | None = None,
    views: Views | None = None,
    proposal: Orientation | None = None,
) -> list[str]:
    seen = gaps({LOG: views} if views else {}, common_form())
    shown = markers(state_with(answers), agreed or {}, seen, proposal or Orientation())
    assert all(one.sentence == spaced(one.sentence) for one in shown)
    return [one.mark for one in shown]


def test_nothing_marks_an_empty_interview() -> None:
    assert found() == []


@pytest.mark.parametrize(("count", "level"), [(2, Level.PREVENTS), (5, Level.COMPLICATES)])
def test_many_heavy_domains_are_marked(count: int, level: Level) -> None:
    few: dict[BlockCode, Level | None] = dict.fromkeys(EIGHT[: count - 1], level)
    enough: dict[BlockCode, Level | None] = dict.fromkeys(EIGHT[:count], level)
    assert found(few) == []
    assert found(enough) == ["CX1"]


def test_other_domains_than_the_eight_do_not_count() -> None:
    assert found({BlockCode("SOC"): Level.PREVENTS, BlockCode("POU"): Level.PREVENTS}) == []


@pytest.mark.parametrize(
    ("day", "marked"), [("2027-01-23", ["CX2:LOG-06"]), ("2027-01-24", []), ("2026-11-01", ["CX2:LOG-06"])]
)
def test_a_housing_date_within_sixty_days_is_marked(day: str, marked: list[str]) -> None:
    assert found(answers={"LOG-01": "tiers", "LOG-05": "fin_hebergement", "LOG-06": day}) == marked


def test_the_end_of_a_contract_is_marked_within_ninety_days_by_field() -> None:
    ends: Value = {"fin_contrat": "2027-02-22", "fin_pass": "2027-02-23"}
    assert found(answers={"STA-08": "aci", "STA-09": ends}) == ["CX2:STA-09.fin_contrat"]


def test_a_date_that_is_not_asked_any_more_does_not_count() -> None:
    assert found(answers={"LOG-01": "tiers", "LOG-05": "aucune", "LOG-06": "2026-12-01"}) == []


@pytest.mark.parametrize(("rows", "referent", "marked"), [(4, "", ["CX3"]), (3, "", []), (4, "Nadia Témoin", [])])
def test_many_services_without_a_referent_are_marked(rows: int, referent: str, marked: list[str]) -> None:
    services: Value = [{"structure": f"Service {number}"} for number in range(rows)]
    assert found(answers={"STA-16": services, "STA-11": referent}) == marked


def test_a_referent_that_nobody_asked_about_is_not_a_missing_one() -> None:
    services: Value = [{"structure": f"Service {number}"} for number in range(5)]
    assert found(answers={"STA-16": services}) == []


def test_differing_opinions_are_marked() -> None:
    said: dict[Voice, Pathway | None] = {Voice.SOCIAL: Pathway.BOTH, Voice.PERSON: Pathway.EMPLOYMENT}
    assert found(proposal=Orientation(opinions=said)) == ["CX4"]


def test_specialists_far_apart_are_marked_until_they_agree() -> None:
    assert found(views=APART) == ["CX4"]
    assert found({LOG: Level.COMPLICATES}, views=APART) == []


def test_a_date_that_cannot_be_read_is_no_date() -> None:
    answers: dict[str, Value | Answer] = {"LOG-01": "tiers", "LOG-05": "conge", "LOG-06": "2027-01-15"}
    assert day_in(state_with(answers), QuestionCode("LOG-06")) == date(2027, 1, 15)
    assert day_in(state_with({**answers, "LOG-06": "bientôt"}), QuestionCode("LOG-06")) is None
