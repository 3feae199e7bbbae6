"""The fictional cases as oracles: what their authors expect comes out, and what differs is told."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spie_diag.casework.case_answers import unfit_answers
from spie_diag.casework.case_files import Case, read_cases
from spie_diag.casework.cases import CaseReport, case_in, check, play
from spie_diag.casework.errors import UnknownCaseError, UnreadableFileError, WrongCasesFileError
from spie_diag.diagnosis.orientation import Pathway
from spie_diag.forms.definition import QuestionCode, Value
from spie_diag.french import spaced
from spie_diag.interview.answers import Answer, Status
from spie_diag.interview.people import Voice
from spie_diag.paths import shipped
from tests.interview.journals import common_form

SHIPPED = shipped("resources", "cases", "cas-fictifs.json")
Write = Callable[[object], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(data: object) -> Path:
        file = tmp_path / "cas.json"
        file.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
        return file

    return written


def cases() -> Mapping[str, Case]:
    return {case.code: case for case in read_cases(SHIPPED, common_form())}


@pytest.mark.parametrize("code", ["V1", "V2", "V3", "V4", "V5"])
def test_every_expected_result_comes_out_equal(code: str) -> None:
    case = cases()[code]
    found = play(case, common_form())
    assert case.expected
    for key in ("visible", "essential", "situations", "repere", "regle", "pourquoi", "divergences", "marqueurs"):
        if key in case.expected:
            assert found[key] == case.expected[key], key
    assert found["echeances"] == case.expected.get("echeances", found["echeances"])


def test_the_shipped_cases_are_as_their_authors_expect() -> None:
    reports = check(SHIPPED, common_form())
    assert [(report.code, report.differences) for report in reports] == [(f"V{number}", ()) for number in range(1, 6)]
    assert sum(report.compared for report in reports) == 42
    assert reports[0].lines() == (spaced("V1 : conforme (10\u00a0résultats attendus)"),)


def test_the_cases_derived_by_hand_from_the_method_are_as_expected() -> None:
    """Their expected results were written from the text of the method, before they were ever played."""
    reports = check(Path(__file__).with_name("cases-derived.json"), common_form())
    assert [line for report in reports if not report.is_equal for line in report.lines()] == []
    assert not any(report.unusual for report in reports)
    assert (len(reports), sum(report.compared for report in reports)) == (70, 192)


def altered(write: Write, changes: Mapping[str, object], **answers: object) -> CaseReport:
    """V1 with other answers and other expected results."""
    (data,) = [case for case in json.loads(SHIPPED.read_text(encoding="utf-8")) if case["code"] == "V1"]
    data["answers"] |= {code.replace("_", "-"): value for code, value in answers.items()}
    data["expected"] = {key: data["expected"][key] for key in ("repere", "situations", "criteres_ft", "echeances")}
    data["expected"] |= changes
    (report,) = check(write([data]), common_form())
    return report


def test_another_answer_is_told_by_what_is_missing_and_what_is_unexpected(write: Write) -> None:
    report = altered(write, {}, LOG_01="sans")
    lines = report.lines()
    assert not report.is_equal
    assert lines[0] == spaced("V1 : différent (4\u00a0résultats attendus)")
    assert spaced("   repere : attendu PSO, obtenu PSP") in lines
    assert spaced("   situations : manque LOG.S03, LOG.S05") in lines
    assert spaced("   situations : en trop LOG.S01") in lines
    told = "   criteres_ft, contrainte_logement : attendu IMPACT_FAIBLE_RECHERCHE_EMPLOI, obtenu SANS_LOGEMENT"
    assert spaced(told) in lines


def test_a_deadline_on_another_day_is_another_value(write: Write) -> None:
    wanted = [
        ["remplacement de l'ancien contrat", "2027-01-02"],
        ["limite_contrat (notification + 1 mois)", "2026-12-27"],
        ["26 ans", "2027-02-10 (dans 78 j)"],
    ]
    assert altered(write, {"echeances": wanted}).lines()[1:] == tuple(
        spaced(f"   echeances{line}")
        for line in (
            " : manque 26 ans → 2027-02-10 (dans 78 j)",
            " : en trop fin de base active si aucun contact ultérieur (+ 24 mois) → 2028-11-24",
            ", remplacement de l'ancien contrat : attendu 2027-01-02, obtenu 2027-01-01",
        )
    )


NOTHING_SAID = {"PAR_01": None}


def test_an_expected_result_that_nobody_knows_is_told(write: Write) -> None:
    lines = altered(write, {"score": 12}).lines()
    assert lines[1:] == (spaced("   score : attendu 12, obtenu aucun résultat de ce nom"),)


def test_a_criterion_without_a_value_needs_no_field(write: Write) -> None:
    assert altered(write, {"criteres_ft": {"baeeh": None, "boe": False}}).is_equal
    lines = altered(write, {"criteres_ft": {"baeeh": True, "boe": True}}).lines()
    assert lines[1:] == (
        spaced("   criteres_ft : manque baeeh"),
        spaced("   criteres_ft, boe : attendu vrai, obtenu faux"),
    )


def test_typography_and_order_do_not_make_a_difference(write: Write) -> None:
    wanted = [
        ["fin de base active si aucun contact ultérieur (+ 24\u00a0mois)", "2028-11-24"],
        ["remplacement de l’ancien contrat", "2027-01-01"],
        ["limite_contrat (notification + 1 mois)", "2026-12-27"],
    ]
    assert altered(write, {"echeances": wanted}).is_equal


@pytest.mark.parametrize("key", ["answers", "impacts", "voix", "decision", "notification", "balayage", "besoins"])
def test_a_case_may_lack_any_key(write: Write, key: str) -> None:
    data = [{name: value for name, value in case.items() if name != key} for case in json.loads(SHIPPED.read_text())]
    assert len(check(write(data), common_form())) == 5


def test_a_case_without_expected_results_is_played_and_says_so(write: Write) -> None:
    (report,) = check(write([{"answers": {}}]), common_form())
    assert (report.code, report.compared, report.is_equal) == ("cas no 1", 0, True)
    assert report.lines() == (spaced("cas no 1 : joué, sans résultat attendu à comparer"),)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"repere": []}, "repere : attendu rien (liste), obtenu rien (null)"),
        ({"repere": "rien"}, "repere : attendu rien (texte), obtenu rien (null)"),
        ({"marqueurs": None}, "marqueurs : attendu rien (null), obtenu rien (liste)"),
        ({"criteres_ft": {"boe": "faux"}}, "criteres_ft, boe : attendu faux (texte), obtenu faux (vrai ou faux)"),
        ({"criteres_ft": {"boe": 0}}, "criteres_ft, boe : attendu 0, obtenu faux"),
        ({"criteres_ft": {"boe": None}}, "criteres_ft, boe : attendu rien, obtenu faux"),
        ({"criteres_ft": {"projet_pro": None}}, "criteres_ft, projet_pro : attendu rien, obtenu SALARIAT"),
        ({"situations": [None]}, "situations : manque rien"),
    ],
)
def test_values_are_compared_as_json_and_not_as_they_read(
    write: Write, wanted: Mapping[str, object], told: str
) -> None:
    report = altered(write, {"repere": "PED", "marqueurs": [], **wanted}, **NOTHING_SAID if "repere" in wanted else {})
    assert spaced(f"   {told}") in report.lines()


def test_reasons_are_compared_in_the_order_of_their_rule(write: Write) -> None:
    (data,) = [case for case in json.loads(SHIPPED.read_text(encoding="utf-8")) if case["code"] == "V1"]
    told = data["expected"]["pourquoi"]
    assert altered(write, {"pourquoi": told, "repere": "PSO"}).is_equal
    turned = altered(write, {"pourquoi": told[::-1]}).lines()
    assert turned[1].startswith(spaced("   pourquoi, dans l’ordre : attendu éloignement"))


def test_the_same_expected_result_twice_is_one_too_many(write: Write) -> None:
    rows = [["remplacement de l'ancien contrat", "2027-01-01"]] * 2
    assert (
        spaced("   echeances : manque remplacement de l'ancien contrat → 2027-01-01")
        in altered(write, {"echeances": rows}).lines()
    )


@pytest.mark.parametrize(
    ("code", "value", "why"),
    [
        ("LOG-01", "chateau", "Cette réponse n’est pas une de celles qui sont proposées"),
        ("LOG-01", ["loc_prive"], "Un texte est attendu"),
        ("CAD-08", True, "Un texte est attendu"),
        ("CAD-11", "aucune", "Une liste de réponses est attendue"),
        ("CAD-06", ["zz"], "Une de ces réponses n’est pas de celles qui sont proposées"),
        ("CAD-06", [["proche"]], "Une de ces réponses n’est pas de celles qui sont proposées"),
        ("CAD-06", ["proche", "proche"], "La même réponse y est deux fois"),
        ("CAD-06", ["aucune", "proche"], "« Personne d’autre » se coche sans autre choix"),
        ("IDE-01", 5, "Un texte est attendu"),
        ("IDE-03", "1991-02-31", "Une date comme 2026-11-24 est attendue"),
        ("IDE-03", "19910228", "Une date comme 2026-11-24 est attendue"),
        ("IDE-03", "1991-02", "Une date comme 2026-11-24 est attendue"),
        ("IDE-03", "0001-01-01", "Une date comme 2026-11-24 est attendue"),
        ("STA-17", "9999-12-31", "Une date comme 2026-11-24 est attendue"),
        ("LOG-02", "2026-13", "Un mois comme 2026-11 est attendu"),
        ("LOG-02", "bientôt", "Un mois comme 2026-11 est attendu"),
        ("IDE-03", 1991, "Un texte est attendu"),
        ("DIS-04", "dix", "Un nombre est attendu"),
        ("DIS-04", "10", "Un nombre est attendu"),
        ("DIS-04", 10.5, "Un nombre entier est attendu"),
        ("ATT-05", True, "Un nombre est attendu"),
        ("ATT-05", 11, "Un nombre entier de 0 à 10 est attendu"),
        ("ATT-06", ["ZZZ"], "Une de ces réponses n’est pas de celles qui sont proposées"),
        ("COM-01", ["couture", 3], "Une liste de textes est attendue"),
        ("FAM-02", ["a"], "Ligne 1 : Des champs nommés sont attendus"),
        ("FAM-02", {"annee": 2020}, "Une liste de lignes est attendue"),
        ("FAM-02", [{"annee": 2020}, {"annee": "deux"}], "Ligne 2 : Année de naissance : Un nombre est attendu"),
        ("FAM-02", [{"age": 6}], "Ligne 1 : Le champ « age » n’existe pas"),
        ("STA-16", [{"structure": "x"}] * 11, "Ce tableau tient en 10\u00a0lignes"),
        ("STA-13", "2026-12-01", "Des champs nommés sont attendus"),
        ("STA-13", {"debut": "2026-12-01"}, "Le champ « debut » n’existe pas"),
        ("DIS-03", {"lun": ["aube"]}, "Lundi : Une de ces réponses n’est pas de celles qui sont proposées"),
        ("DIS-03", {"lun": "matin"}, "Lundi : Une liste de réponses est attendue"),
        ("PRO-08", {"1": "X"}, "Cette réponse n’est pas une de celles qui sont proposées"),
    ],
)
def test_an_answer_of_the_wrong_shape_is_told_even_where_nothing_else_differs(
    write: Write, code: str, value: object, why: str
) -> None:
    file = write([{"code": "X", "answers": {code: value}, "expected": {"divergences": []}}])
    (report,) = check(file, common_form())
    assert not report.is_equal
    heading, line = report.lines()
    assert heading == spaced("X : à corriger (1\u00a0réponse à revoir, 1\u00a0résultat attendu)")
    assert line.startswith(spaced(f"   réponse qui ne convient pas : {code} ("))
    assert spaced(why) in line
    with pytest.raises(WrongCasesFileError):
        case_in(file, "X", common_form())


@pytest.mark.parametrize(
    ("code", "value"), [("IDE-03", "2015-11-24"), ("ATT-01", "x" * 1_600), ("ATT-06", ["LOG", "SAN", "FAM", "RES"])]
)
def test_what_the_form_only_remarks_on_is_told_and_is_no_difference(write: Write, code: str, value: object) -> None:
    (report,) = check(write([{"code": "X", "today": "2026-11-24", "answers": {code: value}}]), common_form())
    assert report.is_equal
    assert report.lines()[1].startswith(spaced(f"   remarque : {code} ("))


@pytest.mark.parametrize("value", [None, "", [], {}, "~NSP", "~NA"])
def test_an_empty_answer_fits_every_question(write: Write, value: object) -> None:
    (report,) = check(write([{"answers": dict.fromkeys(common_form().questions, value)}]), common_form())
    assert report.unfit == {}


shapes = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(list(common_form().questions)), shapes, max_size=6))
def test_whatever_is_written_is_played_and_told(said: dict[QuestionCode, Value]) -> None:
    case = Case(code="X", today=date(2026, 11, 24), answers={code: Answer(value=it) for code, it in said.items()})
    assert play(case, common_form())["regle"] == "R0"
    faults = unfit_answers(common_form(), case.answers)
    assert all(told == spaced(told) and told.endswith(".") for told in faults.values())


def test_a_case_without_a_day_is_played_on_the_day_of_its_interview(write: Write) -> None:
    data = [{"code": "X", "answers": {"CAD-03": "2026-11-24T09:30/2026-11-24T11:20"}}]
    (case,) = read_cases(write(data), common_form())
    assert case.today.isoformat() == "2026-11-24"


def test_statuses_are_read_and_what_was_not_raised_is_no_answer(write: Write) -> None:
    said: dict[str, object] = {
        "LOG-01": "~NSP",
        "LOG-03": "~NSR",
        "LOG-05": "~SO",
        "LOG-09": "~NA",
        "SAN-01": None,
        "DRO-02": [],
    }
    (case,) = read_cases(write([{"answers": said}]), common_form())
    assert {code: (answer.status, answer.value) for code, answer in case.answers.items()} == {
        "LOG-01": (Status.DOES_NOT_KNOW, None),
        "LOG-03": (Status.DECLINES, None),
        "LOG-05": (Status.NOT_APPLICABLE, None),
        "DRO-02": (Status.ANSWERED, []),
    }


def test_a_voice_may_not_know_and_a_disagreement_may_be_kept(write: Write) -> None:
    (case,) = read_cases(write([{"voix": ["PSO", "nsp", None], "decision": "desaccord"}]), common_form())
    assert case.opinions == {Voice.SOCIAL: Pathway.BOTH, Voice.EMPLOYMENT: None}
    assert (case.decision, case.disagreement) == (None, True)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ("[{", "ce n’est pas du JSON, ligne 1"),
        ("", "ce n’est pas du JSON, ligne 1"),
        ("[" * 100_000, "ses listes sont emboîtées trop profondément"),
        ('[{"answers": {"MOB-04": NaN}}]', "« NaN » n’est pas un nombre que l’on peut lire"),
        ('[{"answers": {"MOB-04": 1e999}}]', "« 1e999 » n’est pas un nombre que l’on peut lire"),
        ({"code": "V1"}, "une liste de cas était attendue"),
        ([], "il ne contient aucun cas"),
        ([3], "cas no 1, un objet était attendu"),
        ([None], "cas no 1, un objet était attendu"),
        ([{}], "cas no 1, il est vide"),
        ('[{"answers": {"ATT-05": ' + "9" * 5000 + "}}]", "un nombre de 5000 chiffres est trop long"),
        ('[{"code": "X", "code": "Y"}]', "« code » y est deux fois au même endroit"),
        ([{"code": "X"}, {"code": "X"}], "deux cas ont le code « X »"),
        ([{"code": "X", "reponses": {}}], "cas X, « reponses » n’est pas connu"),
        ([{"code": "X", "expected": []}], "cas X, « expected », un objet était attendu"),
        ([{"code": "X", "today": "2026-W48-2"}], "cas X, « today », une date comme 2026-11-24 était attendue"),
        ([{"code": "X", "notification": "9999-12-20"}], "« notification », une date comme 2026-11-24 était attendue"),
        ([{"code": "X", "impacts": {"CAD": [1, 1, 1, 1]}}], "cas X, « impacts », le domaine « CAD » ne s’évalue pas"),
        ([{"code": "X", "impacts": {"LOG": [1, 2, 3, 1.0]}}], "un niveau de 0 à 3, ou null, était attendu"),
        ([{"code": "X", "voix": ["PSO"] * 5}], "cas X, « voix », trois avis étaient attendus"),
        ([{"code": "X", "prioritaires": ["LOG", "SAN", "FAM", "RES"]}], "3 domaines différents au plus"),
        ([{"code": "X", "prioritaires": ["LOG", "LOG"]}], "3 domaines différents au plus"),
        ([{"code": "X", "intensite": {"heures": "dix"}}], "« heures », un nombre entier d’heures de 0 à 48"),
        ([{"code": "X", "intensite": {"heures": -3}}], "« heures », un nombre entier d’heures de 0 à 48"),
        ([{"code": "X", "intensite": {"heures": True}}], "« heures », un nombre entier d’heures de 0 à 48"),
        ([{"code": "X", "intensite": {"option_sans_duree_presentee": "oui"}}], "vrai ou faux (true, false)"),
        ([{"code": "X", "intensite": {"heure": 3}}], "cas X, « intensite », « heure » n’est pas connu"),
        ([{"code": "X", "objectifs": [[]]}], "quatre textes étaient attendus par ligne"),
        ([{"code": "X", "objectifs": [["", " ", None, ""]]}], "une ligne ne dit ni objectif ni action"),
        ([{"code": "X", "objectifs": [["ZZZ-O9", "a", None, "b"]]}], "l’objectif « ZZZ-O9 » n’existe pas"),
        ([{"code": 3}], "cas no 1, « code », un texte était attendu"),
        ([{"code": "X", "today": "demain"}], "cas X, « today », une date comme 2026-11-24 était attendue"),
        ([{"code": "X", "answers": []}], "cas X, « answers », un objet était attendu"),
        ([{"code": "X", "answers": {"LOG-99": "oui"}}], "cas X, « answers », LOG-99, cette question n’existe pas"),
        ([{"code": "X", "answers": {"LOG-01": "~ZZ"}}], "« ~ZZ » n’est pas un statut de réponse"),
        ([{"code": "X", "impacts": {"ZZZ": []}}], "cas X, « impacts », le domaine « ZZZ » n’existe pas"),
        ([{"code": "X", "impacts": {"LOG": [1, 2]}}], "quatre niveaux étaient attendus"),
        ([{"code": "X", "impacts": {"LOG": [1, 2, 3, 4]}}], "un niveau de 0 à 3, ou null, était attendu"),
        ([{"code": "X", "impacts": {"LOG": [1, 2, 3, True]}}], "un niveau de 0 à 3, ou null, était attendu"),
        ([{"code": "X", "impacts": {"LOG": [1, 2, 3, {}]}}], "un niveau de 0 à 3, ou null, était attendu"),
        ([{"code": "X", "decision": "ZZZ"}], "une de ces valeurs était attendue\u00a0: PED, PSO, PSP"),
        ([{"code": "X", "decision": []}], "une de ces valeurs était attendue\u00a0: PED, PSO, PSP"),
        ([{"code": "X", "objectifs": "rien"}], "cas X, « objectifs », une liste était attendue"),
    ],
)
def test_a_wrong_file_gets_one_sentence(write: Write, data: object, fault: str) -> None:
    with pytest.raises(WrongCasesFileError) as refused:
        check(write(data), common_form())
    assert spaced(fault) in refused.value.what_happened
    assert refused.value.what_happened.count("\n") == 0


def test_a_file_that_is_not_there_or_is_not_text_gets_one_sentence(tmp_path: Path) -> None:
    image = tmp_path / "image.json"
    image.write_bytes(b"\xff\xfe\x00\x80")
    for file in (tmp_path / "absent.json", tmp_path, image):
        with pytest.raises(UnreadableFileError):
            check(file, common_form())


def test_an_unknown_case_names_those_that_are_there() -> None:
    assert case_in(SHIPPED, "V3", common_form()).code == "V3"
    with pytest.raises(UnknownCaseError) as refused:
        case_in(SHIPPED, "V9", common_form())
    assert "V1, V2, V3, V4, V5" in refused.value.what_to_do
