"""The five fictional cases as France Travail would receive them: every value worked out by hand from domain §9."""

import json
from functools import cache

import pytest
from jsonschema import Draft202012Validator

from spie_diag.casework.case_exporting import Shape, export_case
from spie_diag.casework.copying import Copy
from spie_diag.forms.definition import Value
from spie_diag.paths import shipped

CASES = shipped("resources", "cases", "cas-fictifs.json")
CODES = ("V1", "V2", "V3", "V4", "V5")

LOW, WORK = "IMPACT_FAIBLE_RECHERCHE_EMPLOI", "situation_professionnelle"
CRITERIA: dict[str, dict[str, Value]] = {
    "V1": {
        "contrainte_logement": LOW,
        "contrainte_sante": "AUCUNE",
        "contrainte_familiale": "ENFANT_SANS_SOLUTION_GARDE",
        "contrainte_financiere": "IMPACT_FAIBLE",
        "contrainte_administrative_juridique": "IMPACT_FAIBLE",
        "contrainte_francais_calcul": "AUCUNE",
        "contrainte_numerique": "AUCUNE",
        "contrainte_mobilite": "AUTRE",
        WORK: "PLUS_DEUX_ANS",
        "niveau_etude": "NV5",
        "projet_pro": "SALARIAT",
        "capacite_a_travailler": True,
        "brsa": True,
        "boe": False,
        "esat": False,
        "msa_demarches_professionnelles": "PEU_DEMARCHES",
    },
    # Health was set aside, and the obligation of employment declined: neither is there.
    "V2": {
        "contrainte_logement": LOW,
        "contrainte_familiale": "AUCUNE",
        "contrainte_financiere": "IMPACT_FAIBLE",
        "contrainte_administrative_juridique": "IMPACT_FAIBLE",
        "contrainte_francais_calcul": "AUCUNE",
        "contrainte_numerique": "AUCUNE",
        "contrainte_mobilite": "DEPENDANT_TRANSPORT",
        WORK: "DEUX_DERNIERES_ANNEES",
        "niveau_etude": "C12",
        "projet_pro": "SALARIAT",
        "capacite_a_travailler": True,
        "brsa": False,
        "esat": False,
        "msa_demarches_professionnelles": "PLUSIEURS_DEMARCHES",
    },
    "V3": {
        "contrainte_logement": LOW,
        "contrainte_sante": LOW,
        "contrainte_familiale": "AIDANT_FAMILIAL",
        "contrainte_financiere": "IMPACT_FAIBLE",
        "contrainte_administrative_juridique": "IMPACT_FAIBLE",
        "contrainte_francais_calcul": "IMPACT_FAIBLE",
        "contrainte_numerique": "NON_MAITRISE",
        "contrainte_mobilite": "DEPENDANT_TRANSPORT",
        WORK: "EN_ACTIVITE",
        "niveau_etude": "CFG",
        "projet_pro": "SALARIAT",
        "capacite_a_travailler": True,
        "brsa": False,
        "boe": False,
        "esat": False,
        "msa_demarches_professionnelles": "PEU_DEMARCHES",
    },
    # Four domains were not evaluated: they have no value, and never « AUCUNE ».
    "V4": {
        "contrainte_logement": "AUCUNE",
        "contrainte_administrative_juridique": "AUCUNE",
        "contrainte_numerique": "AUCUNE",
        "contrainte_mobilite": "AUCUNE",
        WORK: "DEUX_DERNIERES_ANNEES",
        "capacite_a_travailler": True,
    },
    "V5": {
        "contrainte_logement": "SANS_LOGEMENT",
        "contrainte_sante": "AUCUNE",
        "contrainte_familiale": "AUCUNE",
        "contrainte_financiere": "IMPACT_FAIBLE",
        "contrainte_administrative_juridique": "AUCUNE",
        "contrainte_francais_calcul": "AUCUNE",
        "contrainte_numerique": "AUCUNE",
        "contrainte_mobilite": "AUCUNE",
        WORK: "DEUX_DERNIERES_ANNEES",
        "capacite_a_travailler": True,
    },
}
# By constraint: value, impact (« · »: comes first), codes of its situations (« ? »: ours only), our objectives.
CONSTRAINTS = {
    "V1": """
        22 OUI FAIBLE   44,51
        23 OUI MOYEN·   -        MOB-O2
        24 OUI FORT·    10,12,13 FAM-O1
        25 NON -        16
        26 NON -        -
        27 OUI FAIBLE   26,28
        28 OUI MOYEN·   33,34,?  RES-O1
        29 OUI FAIBLE   35,36    DRO-O2
    """,
    "V2": """
        22 NON -        43,44
        23 OUI MOYEN·   7,?      MOB-O4
        24 NON -        -
        26 NON -        -
        27 OUI MOYEN·   27,?     LOG-O3
        28 OUI MOYEN·   30,31,33,34,? RES-O4
        29 OUI FAIBLE   ?
    """,
    "V3": """
        22 OUI MOYEN    44,46,50,52,53 NUM-O3
        23 OUI MOYEN    7,?
        24 OUI FAIBLE   11
        25 OUI MOYEN·   15,?     SAN-O3
        26 OUI MOYEN·   20       LAN-O1
        27 OUI FAIBLE   26
        28 OUI MOYEN·   30,34,?  RES-O4
        29 OUI FAIBLE   35,36
    """,
    "V4": """
        22 NON -        -
        23 NON -        -
        27 NON -        -
        29 NON -        -
    """,
    "V5": """
        22 NON -        -
        23 NON -        -
        24 NON -        -
        25 NON -        -
        26 NON -        -
        27 OUI FORT     24
        28 OUI MOYEN    -
        29 NON -        -
    """,
}
# + is a strong point, ! a need, o not explored yet; the digital one (7) stands in a place of its own.
NEEDS = {
    "V1": "4! 5! 7! 8! 9! 10+ 11! 12o 13o 14o 15!",
    "V2": "1+ 2+ 3o 4+ 5+ 6! 7+ 8! 9! 10+ 11+ 12+ 13o 14o 15o",
    "V3": "4+ 7! 8! 9! 10+ 11! 12! 13o 14o 15!",
    "V4": "",
    "V5": "",
}
SIGNS = {"+": "POINT_FORT", "!": "BESOIN", "o": "NON_EXPLORE"}


@cache
def told(code: str, shape: Shape) -> dict[str, Value]:
    found = export_case(CASES, code, shape)
    assert isinstance(found, dict)
    return found


def held(holder: Value, *path: str) -> list[dict[str, Value]]:
    """What stands at a path, as a list; lists on the way are walked through."""
    found = [holder]
    for name in path:
        found = [one.get(name) for one in found if isinstance(one, dict)]
        found = [item for one in found for item in (one if isinstance(one, list) else [one])]
    return [one for one in found if isinstance(one, dict)]


def constraints_of(dossier: dict[str, Value]) -> list[dict[str, Value]]:
    return [
        *held(dossier, "autonomieNumerique", "contrainte"),
        *held(dossier, "thematiqueContrainte", "contraintes"),
    ]


@pytest.mark.parametrize("code", CODES)
def test_the_criteria_of_each_case(code: str) -> None:
    assert told(code, Shape.CRITERIA)["criteres_orientation"] == CRITERIA[code]


@pytest.mark.parametrize("code", CODES)
def test_the_constraints_of_each_case(code: str) -> None:
    found = []
    for one in constraints_of(told(code, Shape.DOSSIER)):
        codes = sorted((str(held.get("code", "?")) for held in held(one, "situations")), key=_number)
        goals = " ".join(str(goal["codeLocal"]) for goal in held(one, "objectifs"))
        first = "·" if one["estPrioritaire"] else ""
        impact = one.get("impact", "-")
        found.append(f"{one['code']} {one['valeur']} {impact}{first} {','.join(codes) or '-'} {goals}".strip())
    assert found == [" ".join(line.split()) for line in CONSTRAINTS[code].strip().splitlines()]


def _number(code: str) -> int:
    return int(code) if code.isdigit() else 99


@pytest.mark.parametrize("code", CODES)
def test_the_needs_of_each_case(code: str) -> None:
    dossier = told(code, Shape.DOSSIER)
    needs = [
        *held(dossier, "besoinsParDiagnostic", "thematiquesBesoins", "besoins"),
        *held(dossier, "autonomieNumerique", "besoin"),
    ]
    expected = {one[:-1]: SIGNS[one[-1]] for one in NEEDS[code].split()}
    assert {str(one["code"]): one["valeur"] for one in needs} == expected


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("V1", ("NE_SAIT_PAS", "OUI", "Possible perte de confiance")),
        ("V2", ("OUI", "OUI", "En capacité de mener ses démarches")),
        ("V3", ("OUI", "OUI", "Appui ponctuel utile")),
    ],
)
def test_the_power_to_act_of_each_case(code: str, said: tuple[str, str, str]) -> None:
    names = ("confiance", "accompagnement", "resultatAnalyse")
    assert told(code, Shape.DOSSIER)["pouvoirAgir"] == dict(zip(names, said, strict=True))


def test_who_said_nothing_of_her_power_to_act_has_no_field() -> None:
    assert "pouvoirAgir" not in told("V4", Shape.DOSSIER)
    assert "besoinsParDiagnostic" not in told("V4", Shape.DOSSIER)


def test_every_trade_has_its_place_and_the_first_one_the_needs() -> None:
    first, second = held(told("V3", Shape.DOSSIER), "besoinsParDiagnostic")
    assert first["diagnostic"] == {
        "nomMetier": "Couturier / Couturière",
        "typologie": "métier recherché",
        "codeTypologie": "MR",
        "codeRome": "B1803",
        "statut": "EN_COURS",
        "estPrioritaire": True,
        "estCreationPartenaire": True,
    }
    assert held(second, "diagnostic")[0]["codeRome"] == "H3302"
    assert held(second, "diagnostic")[0]["estPrioritaire"] is False
    assert "thematiquesBesoins" in first
    assert "thematiquesBesoins" not in second


def test_employment_domains_read_as_strong_points_needs_or_unexplored() -> None:
    read = {str(one["codeLocal"]): one["valeur"] for one in held(told("V1", Shape.DOSSIER), "domainesEmploi")}
    strong, need, unexplored = "POINT_FORT", "BESOIN", "NON_EXPLORE"
    assert read == {
        "PAR": need, "COM": strong, "FOR": need, "PRO": need, "DIS": need, "REC": need,
        "CRE": unexplored, "INT": unexplored,
    }  # fmt: skip


def test_objectives_of_other_domains_are_not_lost() -> None:
    others = held(told("V3", Shape.DOSSIER), "objectifsHorsContraintes")
    assert [one["codeLocal"] for one in others] == ["STA-O1", "PRO-O2"]
    assert others[1]["libelle"] == "Confirmer son choix de métier"
    assert all("code" not in one for one in others), "two numberings were seen: none is written unless a table says so"


@pytest.mark.parametrize(("code", "declared"), [("V1", False), ("V4", None), ("V5", False)])
def test_nobody_is_declared_without_constraint_before_all_were_looked_at(code: str, declared: bool | None) -> None:
    theme = held(told(code, Shape.DOSSIER), "thematiqueContrainte")[0]
    found = theme.get("declareSansContrainte")
    assert (found["flag"] if isinstance(found, dict) else None) is declared


@pytest.mark.parametrize("shape", [Shape.DOSSIER, Shape.CRITERIA])
@pytest.mark.parametrize("code", CODES)
def test_each_case_is_of_the_published_shape(code: str, shape: Shape) -> None:
    file = shipped("resources", "schemas", f"france-travail-{shape.value}-1.schema.json")
    schema = json.loads(file.read_text(encoding="utf-8"))
    checker = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert [error.message for error in checker.iter_errors(told(code, shape))] == []


@pytest.mark.parametrize("code", CODES)
def test_the_texts_of_each_case_can_be_pasted(code: str) -> None:
    texts = export_case(CASES, code, Shape.TEXTS)
    assert isinstance(texts, tuple)
    assert all(isinstance(one, Copy) for one in texts)
    synthesis = texts[0]
    assert synthesis.limit == 255
    assert synthesis.count <= 255
    assert bool(synthesis.text) == (not synthesis.warnings)
