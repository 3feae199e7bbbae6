"""The fictional cases as oracles: what their authors expect comes out, and what differs is told."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path as File

import pytest

from spie_diag.casework.case_files import Case, read_cases
from spie_diag.casework.cases import CaseReport, case_in, check, play
from spie_diag.casework.errors import UnknownCaseError, UnreadableFileError, WrongCasesFileError
from spie_diag.diagnosis.orientation import Path
from spie_diag.french import spaced
from spie_diag.interview.answers import Status
from spie_diag.interview.people import Voice
from spie_diag.paths import shipped
from tests.interview.journals import common_form

SHIPPED = shipped("resources", "cases", "cas-fictifs.json")
Write = Callable[[object], File]


@pytest.fixture
def write(tmp_path: File) -> Write:
    def written(data: object) -> File:
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


def test_a_case_without_anything_is_played(write: Write) -> None:
    (report,) = check(write([{}]), common_form())
    assert (report.code, report.compared, report.is_equal) == ("cas no 1", 0, True)


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
    assert case.opinions == {Voice.SOCIAL: Path.BOTH, Voice.EMPLOYMENT: None}
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
        ([3], "cas no 1, un objet était attendu"),
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


def test_a_file_that_is_not_there_or_is_not_text_gets_one_sentence(tmp_path: File) -> None:
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
