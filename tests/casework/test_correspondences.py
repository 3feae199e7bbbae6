"""The tables of codes: what came with the program, what a territory changes, and one sentence per slip."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spie_diag.casework.case_exporting import Shape, export_case
from spie_diag.casework.copying import Copy
from spie_diag.casework.correspondences import france_travail, partner_systems
from spie_diag.casework.errors import WrongCorrespondenceError
from spie_diag.casework.opening import common_form
from spie_diag.diagnosis.assessment import Level
from spie_diag.forms.definition import BlockCode, Value
from spie_diag.paths import shipped

CASES = shipped("resources", "cases", "cas-fictifs.json")


def own(folder: Path, name: str, told: object) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(told if isinstance(told, str) else json.dumps(told), encoding="utf-8")
    return folder


def test_what_came_with_the_program_knows_every_code_of_the_common_form(tmp_path: Path) -> None:
    table, form = france_travail(tmp_path), common_form()
    codes = {one for situation in form.situations.values() for one in _codes(situation.ft)}
    assert codes == set(table.situations)
    assert {table.domaines[code] for code in table.domaines} == set(table.contraintes)
    assert all(BlockCode(code) in form.by_code for code in table.domaines)
    assert set(table.besoins) == {str(number) for number in range(1, 22)}
    assert set(table.theme_des_besoins.values()) < set(table.themes)
    assert table.impact_fort_a_partir_de is Level.PREVENTS
    assert table.objectifs == {}, "two numberings were seen"
    assert all(one.matches == {} for system in partner_systems(tmp_path) for one in system.lists), "nothing unverified"


def _codes(ft: str) -> list[str]:
    return [one for one in ft.replace("·", " ").split() if "/" in one and not one.endswith("—")]


def test_a_territory_changes_only_the_lines_that_it_names(tmp_path: Path) -> None:
    before, objective = france_travail(tmp_path), next(iter(common_form().objectives))
    own(tmp_path, "france-travail.json", {"objectifs": {objective: "17"}, "impacts": {"2": "FORT", "1": ""}})

    after = france_travail(tmp_path)

    assert after.objectifs == {objective: "17"}
    assert after.impacts == {"2": "FORT", "3": "FORT"}, "an empty word takes a line away"
    assert after.besoins == before.besoins


def test_what_a_territory_says_is_exported(tmp_path: Path) -> None:
    told = {
        "impact_fort_a_partir_de": 2,
        "valeurs_des_criteres": {"contrainte_financiere=IMPACT_FORT": "IMPACT_FORT_RECHERCHE_EMPLOI"},
        "origine": {"STA-01=auto": "INSCRIPTION_AUTO_CAF"},
        "objectifs": {"MOB-O2": "29"},
        "impacts": {"2": "FORT"},
    }
    own(tmp_path, "france-travail.json", told)

    criteria = export_case(CASES, "V1", Shape.CRITERIA, tmp_path)
    dossier = json.dumps(export_case(CASES, "V1", Shape.DOSSIER, tmp_path), ensure_ascii=False)

    assert isinstance(criteria, dict)
    found = criteria["criteres_orientation"]
    assert isinstance(found, dict)
    assert found["contrainte_financiere"] == "IMPACT_FORT_RECHERCHE_EMPLOI", "level 2 is strong from now on"
    assert found["origine"] == "INSCRIPTION_AUTO_CAF"
    assert '{"code": "29", "libelle": "Accéder à un véhicule"' in dossier
    assert "MOYEN" not in dossier


def test_another_program_gets_the_codes_of_its_table(tmp_path: Path) -> None:
    lists = [
        {"nom": "Type de logement", "correspondances": {"LOG-01=loc_prive": "X1", "LOG-01=sans": "X2"}},
        {"nom": "Difficultés sociales", "correspondances": {"FAM.S01": "Y1", "FAM:3": "Y1", "POU-01=~NSP": "Y2"}},
        {"nom": "Sans rien", "correspondances": {"LOG:0": "Z1", "NUM-01=ordinateur": "Z2"}},
    ]
    own(tmp_path, "web-rsa.json", {"systeme": "WebRSA", "profil": "CD", "listes": lists})

    assert [one.name for one in partner_systems(tmp_path)[0].lists][-1] == "Sans rien", "added after those known"
    texts = export_case(CASES, "V1", Shape.TEXTS, tmp_path)

    assert isinstance(texts, tuple)
    last = texts[-1]
    assert isinstance(last, Copy)
    assert last.title.startswith("WebRSA")
    assert last.text.splitlines() == ["Difficultés sociales\u00a0: Y1, Y2", "Type de logement\u00a0: X1"]


def test_a_program_that_only_the_territory_knows_is_one_more(tmp_path: Path) -> None:
    own(tmp_path, "iodas.json", {"systeme": "Iodas", "profil": "CD", "listes": []})
    assert [one.name for one in partner_systems(tmp_path)] == ["Iodas", "WebRSA"]


WRONG_TABLES = {
    "not JSON": ("{", "ligne 1, colonne 2"),
    "a list": ([], "un objet JSON est attendu"),
    "nested without end": ("[" * 100_000, "emboîtées sans fin"),
    "twice": ('{"impacts": {"1": "FAIBLE", "1": "FORT"}}', "« 1 » y est deux fois"),
    "unknown table": ({"impact": {}}, "« impact » n’est pas une table connue"),
    "not a table": ({"impacts": "FORT"}, "« impacts » doit être un objet"),
    "slip in a key": ({"objectifs": {"LOG-1": "17"}}, "« LOG-1 » n’est pas une ligne possible de « objectifs »"),
    "slip in a code": ({"objectifs": {"LOG-O1": "dix"}}, "« LOG-O1 » de « objectifs » ne mène pas à un code possible"),
    "a number": ({"objectifs": {"LOG-O1": 17}}, "ne mène pas à un code possible"),
    "a control character": ({"besoins": {"1": "a\u0007"}}, "ne mène pas à un code possible"),
    "too long": ({"besoins": {"1": "a" * 1000}}, "ne mène pas à un code possible"),
    "a level that is none": ({"impact_fort_a_partir_de": 4}, "doit être 1, 2 ou 3"),
    "a level that is a yes": ({"impact_fort_a_partir_de": True}, "doit être 1, 2 ou 3"),
}


@pytest.mark.parametrize("slip", WRONG_TABLES)
def test_each_slip_of_a_table_has_its_sentence(tmp_path: Path, slip: str) -> None:
    told, words = WRONG_TABLES[slip]
    own(tmp_path, "france-travail.json", told)
    with pytest.raises(WrongCorrespondenceError) as refused:
        france_travail(tmp_path)
    assert words in refused.value.what_happened.replace("\u00a0", " ").replace("\u202f", " ")
    assert "france-travail.json" in refused.value.what_happened


WRONG_LISTS: dict[str, tuple[object, str]] = {
    "no profile": ({"systeme": "A", "listes": []}, "« profil » doit être un de ces codes : FT, CD"),
    "no name": ({"profil": "CD", "listes": []}, "« systeme » doit être un texte court"),
    "no list": ({"systeme": "A", "profil": "CD"}, "« listes » doit être une liste"),
    "a word too many": ({"systeme": "A", "profil": "CD", "listes": [], "liste": []}, "« liste » n’a pas sa place"),
    "a list that is none": ({"systeme": "A", "profil": "CD", "listes": [3]}, "la liste 1 ne peut avoir que"),
    "a list without a name": ({"systeme": "A", "profil": "CD", "listes": [{}]}, "« nom » de la liste « 1 »"),
    "a fact that is none": (
        {"systeme": "A", "profil": "CD", "listes": [{"nom": "N", "correspondances": {"LOG": "1"}}]},
        "« LOG » n’est pas une ligne possible de « N »",
    ),
}


@pytest.mark.parametrize("slip", WRONG_LISTS)
def test_each_slip_of_a_list_has_its_sentence(tmp_path: Path, slip: str) -> None:
    told, words = WRONG_LISTS[slip]
    own(tmp_path, "a.json", told)
    with pytest.raises(WrongCorrespondenceError) as refused:
        partner_systems(tmp_path)
    assert words in refused.value.what_happened.replace("\u00a0", " ").replace("\u202f", " ")


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "france-travail.json").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "a.json").mkdir()
    for read in (france_travail, partner_systems):
        with pytest.raises(WrongCorrespondenceError):
            read(tmp_path)
    big = tmp_path / "grand"
    big.mkdir()
    (big / "france-travail.json").write_text(" " * 1_000_001)
    with pytest.raises(WrongCorrespondenceError):
        france_travail(big)


_LEAVES = st.none() | st.booleans() | st.integers(-2, 30) | st.text(max_size=8)
_NAMES = st.sampled_from(["impacts", "objectifs", "listes", "profil", "systeme", "1", "LOG-O1", "LOG.S01"]) | st.text(
    max_size=6
)
_VALUES: st.SearchStrategy[Value] = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=4), max_leaves=8
)


@settings(max_examples=60)
@given(_VALUES)
def test_any_file_gives_tables_or_one_sentence(tmp_path_factory: pytest.TempPathFactory, told: Value) -> None:
    folder = own(tmp_path_factory.mktemp("t"), "france-travail.json", told)
    own(folder, "autre.json", told)
    for read in (france_travail, partner_systems):
        with suppress(WrongCorrespondenceError):
            read(folder)
