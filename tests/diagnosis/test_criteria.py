"""The orientation criteria of France Travail."""

import pytest

from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.criteria import Known, criteria, ft_criteria, unsettled
from spie_diag.forms.definition import BlockCode, QuestionCode, SituationCode, Value
from spie_diag.interview.answers import Answer, Status
from tests.interview.journals import state_with

CONSTRAINTS = {
    "LOG": "contrainte_logement",
    "SAN": "contrainte_sante",
    "FAM": "contrainte_familiale",
    "RES": "contrainte_financiere",
    "DRO": "contrainte_administrative_juridique",
    "LAN": "contrainte_francais_calcul",
    "NUM": "contrainte_numerique",
    "MOB": "contrainte_mobilite",
}


def constraint(block: str, level: int | None, answers: dict[str, Value | Answer] | None = None) -> object:
    rated: dict[BlockCode, Level | None] = {BlockCode(block): None if level is None else Level(level)}
    return ft_criteria(state_with(answers), rated)[CONSTRAINTS[block]]


@pytest.mark.parametrize("block", CONSTRAINTS)
def test_a_domain_without_a_common_level_gives_no_value(block: str) -> None:
    answers: dict[str, Value | Answer] = {"LOG-01": "sans", "NUM-02": "refus", "MOB-01": ["aucun"]}
    assert constraint(block, None, answers) is None


@pytest.mark.parametrize("block", CONSTRAINTS)
def test_a_domain_that_goes_well_gives_none(block: str) -> None:
    assert constraint(block, 0) == "AUCUNE"


@pytest.mark.parametrize("block", ["LOG", "SAN", "FAM", "RES", "DRO", "LAN"])
def test_one_and_two_are_low_and_three_is_high(block: str) -> None:
    ending = "_RECHERCHE_EMPLOI" if block in ("LOG", "SAN", "FAM") else ""
    assert [constraint(block, level) for level in (1, 2, 3)] == [
        f"IMPACT_FAIBLE{ending}",
        f"IMPACT_FAIBLE{ending}",
        f"IMPACT_FORT{ending}",
    ]


@pytest.mark.parametrize(
    ("block", "answers", "value"),
    [
        ("LOG", {"LOG-01": "sans"}, "SANS_LOGEMENT"),
        ("LOG", {"LOG-01": "loc_prive", "LOG-05": "jugement"}, "PROCEDURE_EXPULSION"),
        ("SAN", {"SAN-01": "beaucoup", "SAN-03": "moins_3m"}, "INCAPACITE_RECHERCHE_ACTIVITE_PRO"),
        ("FAM", {"FAM-06": "oui"}, "AIDANT_FAMILIAL"),
        ("NUM", {"NUM-02": "refus", "NUM-01": ["aucun"]}, "REFUS"),
        ("NUM", {"NUM-01": ["aucun"]}, "NON_ACCES_INTERNET"),
        ("NUM", {"NUM-06": 40}, "NON_MAITRISE"),
        ("NUM", {}, "AUCUNE"),
        ("MOB", {"MOB-01": ["marche"]}, "AUCUN_MOYEN_DE_TRANSPORT"),
        ("MOB", {"MOB-01": ["tc", "velo"]}, "DEPENDANT_TRANSPORT"),
        ("MOB", {"MOB-01": ["voiture"]}, "AUTRE"),
    ],
)
def test_what_the_answers_say_comes_before_the_level(
    block: str, answers: dict[str, Value | Answer], value: str
) -> None:
    assert constraint(block, 1, answers) == value


def test_a_dismissed_situation_does_not_count() -> None:
    state = state_with({"FAM-06": "oui"})
    said = {SituationCode("FAM.S02"): False}
    assert ft_criteria(state, {BlockCode("FAM"): Level.FINE}, said)["contrainte_familiale"] == "AUCUNE"


def test_what_was_not_answered_stays_empty() -> None:
    empty = ft_criteria(state_with(), {})
    assert {name for name, value in empty.items() if value is not None} == {"brsa", "boe", "esat"}
    assert not any((empty["brsa"], empty["boe"], empty["esat"]))


@pytest.mark.parametrize(
    ("name", "code", "yes", "no"),
    [
        ("brsa", "STA-03", "suspendu", "demande"),
        ("boe", "STA-06", "valide", "demande"),
        ("esat", "STA-08", "esat", "ea"),
    ],
)
def test_a_status_is_declared_or_is_not(name: str, code: str, yes: str, no: str) -> None:
    def told(said: Value | Answer) -> object:
        return ft_criteria(state_with({code: said}), {})[name]

    assert told(yes) is True
    unsaid = [Answer(status=status) for status in Status if status is not Status.ANSWERED]
    others: list[Value | Answer] = [no, "", *unsaid]
    for other in others:
        assert told(other) is False, "who declines is told from nobody (case V2)"


def test_answers_become_the_codes_of_france_travail() -> None:
    said: dict[str, Value | Answer] = {
        "PAR-01": "jamais",
        "PAR-05": "assmat",
        "FOR-01": "NV4",
        "PRO-01": "FORMATION",
        "DIS-06": "non",
        "STA-03": "conjoint",
        "STA-06": "valide",
        "STA-08": "esat",
        "REC-01": "peu",
    }
    found = ft_criteria(state_with(said), {})
    assert {name: value for name, value in found.items() if value is not None} == {
        "situation_professionnelle": "JAMAIS",
        "type_emploi": "ASSISTANTE_MATERNELLE",
        "niveau_etude": "NV4",
        "projet_pro": "FORMATION",
        "capacite_a_travailler": False,
        "brsa": True,
        "boe": True,
        "esat": True,
        "msa_demarches_professionnelles": "PEU_DEMARCHES",
    }


def known(
    *,
    levels: dict[BlockCode, Level] | None = None,
    values: dict[QuestionCode, Value] | None = None,
    situations: frozenset[SituationCode] = frozenset(),
    undecided: frozenset[SituationCode] = frozenset(),
    strong_from: Level = Level.PREVENTS,
) -> Known:
    """Unless told: mobility complicates, and nothing else is known."""
    return Known(
        values=values or {},
        situations=situations,
        levels={BlockCode("MOB"): Level.COMPLICATES} if levels is None else levels,
        undecided=undecided,
        strong_from=strong_from,
    )


DEPENDS, NO_MEANS = SituationCode("MOB.S02"), SituationCode("MOB.S01")


def test_what_is_not_known_has_no_criterion() -> None:
    assert criteria(known()) == {"contrainte_mobilite": "AUTRE"}
    assert criteria(known(levels={})) == {}


def test_a_status_is_told_only_of_whoever_said_something_of_it() -> None:
    said: dict[QuestionCode, Value] = {QuestionCode("STA-06"): "non", QuestionCode("STA-03"): ""}
    found = criteria(known(values=said))
    assert found["boe"] is False
    assert not {"brsa", "esat"} & found.keys()


def test_what_a_human_has_not_decided_holds_the_value_back() -> None:
    waiting = known(undecided=frozenset({DEPENDS}))
    assert "contrainte_mobilite" not in criteria(waiting)
    assert unsettled(waiting) == {DEPENDS}


def test_what_would_change_nothing_holds_nothing_back() -> None:
    settled = known(situations=frozenset({NO_MEANS}), undecided=frozenset({DEPENDS}))
    assert criteria(settled)["contrainte_mobilite"] == "AUCUN_MOYEN_DE_TRANSPORT"
    assert unsettled(settled) == set()
    assert unsettled(known(levels={}, undecided=frozenset({DEPENDS}))) == set(), "there is no level to tell anyway"


def test_where_a_strong_impact_begins_is_a_setting() -> None:
    levels = {BlockCode("RES"): Level.COMPLICATES}
    assert criteria(known(levels=levels))["contrainte_financiere"] == "IMPACT_FAIBLE"
    assert criteria(known(levels=levels, strong_from=Level.COMPLICATES))["contrainte_financiere"] == "IMPACT_FORT"


def test_homelessness_is_read_from_the_answer_or_from_the_situation() -> None:
    levels = {BlockCode("LOG"): Level.PREVENTS}
    answered = known(levels=levels, values={QuestionCode("LOG-01"): "sans"})
    confirmed = known(levels=levels, situations=frozenset({SituationCode("LOG.S01")}))
    assert criteria(answered)["contrainte_logement"] == criteria(confirmed)["contrainte_logement"] == "SANS_LOGEMENT"
