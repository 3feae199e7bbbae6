"""What goes to France Travail and to others: what leaves and nothing else, in the published shape."""

import hashlib
import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from spie_diag.casework import concluding, france_travail, handing_over, interviewing, receiving, registering, rights
from spie_diag.casework.aggregated_dossier import dossier_of
from spie_diag.casework.case_files import read_cases
from spie_diag.casework.copying import synthesis_copy
from spie_diag.casework.correspondences import FranceTravail
from spie_diag.casework.correspondences import france_travail as tables
from spie_diag.casework.disclosing import Disclosure
from spie_diag.casework.errors import OppositionError, UnwrittenFileError
from spie_diag.casework.exchange_errors import FutureAgreementError, NoRecipientError, SharingRefusedError
from spie_diag.casework.opening import common_form
from spie_diag.casework.orientation_criteria import criteria_file, waiting
from spie_diag.casework.partner_facts import facts_in
from spie_diag.casework.profiles import Profile
from spie_diag.casework.selecting import Selection
from spie_diag.casework.sheet import Sheet, draw
from spie_diag.casework.stories import story
from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.conclusions import Conclusion
from spie_diag.forms.definition import BlockCode, QuestionCode, SituationCode, Value, Visibility
from spie_diag.interview.answers import Answer
from spie_diag.interview.course import SweepAnswer
from spie_diag.interview.people import Voice
from spie_diag.interview.state import evaluate
from spie_diag.paths import shipped
from spie_diag.vault.deeds import Deed
from tests.casework.conftest import CLOCK, TODAY, Office, SharedVault

FT = Selection(profile=Profile.FRANCE_TRAVAIL, recipient="Agence Exemple")
CASE = next(
    one for one in read_cases(shipped("resources", "cases", "cas-fictifs.json"), common_form()) if one.code == "V3"
)
CONSTRAINTS = {
    "contrainte_logement": "LOG", "contrainte_sante": "SAN", "contrainte_familiale": "FAM",
    "contrainte_financiere": "RES", "contrainte_administrative_juridique": "DRO", "contrainte_francais_calcul": "LAN",
    "contrainte_numerique": "NUM", "contrainte_mobilite": "MOB",
}  # fmt: skip


@dataclass(frozen=True)
class Filled:
    """The third case in a vault, every situation that it suggests confirmed."""

    office: Office
    sheet: Sheet
    table: FranceTravail

    def dossier(self, selection: Selection = FT, sheet: Sheet | None = None) -> dict[str, Value]:
        return dossier_of(facts_in(sheet or self.sheet, selection), self.table)

    def criteria(self, selection: Selection = FT, sheet: Sheet | None = None) -> dict[str, Value]:
        found = criteria_file(facts_in(sheet or self.sheet, selection), self.table)["criteres_orientation"]
        assert isinstance(found, dict)
        return found

    def told(self, selection: Selection = FT, sheet: Sheet | None = None) -> str:
        return json.dumps([self.dossier(selection, sheet), self.criteria(selection, sheet)], ensure_ascii=False)


@pytest.fixture(scope="module")
def filled(shared_vault: SharedVault, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    book, folder, signers = shared_vault.open(CLOCK)
    told, form = story(CASE, book.form), book.form
    social, employment = (one.id for one in book.vault.specialists)
    book.writer = social
    person = receiving.add_person(
        book, receiving.NewPerson(called="Monique", family_name="MODÈLE", first_names="Monique", born_on=told.born_on)
    )
    interview = receiving.start_interview(book, person, social=social, employment=employment, today=TODAY).interview
    suggested = evaluate(form, dict(told.answers), TODAY).suggested
    book.write_all(interview, [(f"answer/{code}", answer.as_json()) for code, answer in told.answers.items()])
    book.write_all(interview, [(f"situation/{code}", "OUI") for code in suggested])
    book.write_all(interview, [(f"conclusion/{one.block}", one.as_json()) for one in told.conclusions])
    book.write_all(interview, [(f"goal/{one.id}", one.as_json()) for one in told.goals])
    book.write_all(interview, [("priorities", [*told.priorities]), ("synthesis/short", told.short_synthesis)])
    office = Office(book, folder, signers, CLOCK, person, interview)
    return Filled(office, draw(book, interview), tables(tmp_path_factory.mktemp("aucune")))


def test_only_what_the_profile_lets_out_is_told(filled: Filled) -> None:
    criteria = filled.criteria()
    assert criteria == {
        "contrainte_logement": "IMPACT_FAIBLE_RECHERCHE_EMPLOI",
        "contrainte_familiale": "IMPACT_FAIBLE_RECHERCHE_EMPLOI",
        "contrainte_administrative_juridique": "IMPACT_FAIBLE",
        "contrainte_francais_calcul": "IMPACT_FAIBLE",
        "contrainte_numerique": "NON_MAITRISE",
        "contrainte_mobilite": "DEPENDANT_TRANSPORT",
        "situation_professionnelle": "EN_ACTIVITE",
        "niveau_etude": "CFG",
        "projet_pro": "SALARIAT",
        "brsa": False,
        "esat": False,
        "msa_demarches_professionnelles": "PEU_DEMARCHES",
    }, "health and budget leave as objectives only; caring for a relative, and what she can do, are ticked"


def test_what_she_ticks_is_told_and_nothing_more(filled: Filled) -> None:
    ticked = replace(FT, ticked=frozenset({"DIS-06", "STA-06", "FAM.S02"}))
    before, after = filled.criteria(), filled.criteria(ticked)
    assert {name: value for name, value in after.items() if before.get(name) != value} == {
        "capacite_a_travailler": True,
        "boe": False,
        "contrainte_familiale": "AIDANT_FAMILIAL",
    }
    assert "Aidant familial" in filled.told(ticked)
    assert "Aidant familial" not in filled.told()


def test_health_leaves_only_where_the_profile_lets_it_and_she_ticks_it(filled: Filled) -> None:
    department = Selection(profile=Profile.DEPARTMENT, recipient="Département")
    assert "SAN.S01" not in filled.told(department)
    assert "SAN.S01" in filled.told(replace(department, ticked=frozenset({"SAN.S01"})))
    assert "SAN.S01" not in filled.told(replace(FT, ticked=frozenset({"SAN.S01"})))
    assert "contrainte_sante" not in filled.criteria(replace(FT, ticked=frozenset({"SAN.S01"})))


def test_a_domain_that_she_takes_out_is_nowhere(filled: Filled) -> None:
    removed = replace(FT, removed=frozenset({BlockCode("LOG"), BlockCode("PRO"), BlockCode("DIS")}))
    told = filled.told(removed)
    assert "contrainte_logement" not in told
    assert "projet_pro" not in told
    assert '"LOG' not in told
    assert '"PRO' not in told
    assert "Couturier" not in told


def test_who_told_it_and_when_stands_beside_it(filled: Filled) -> None:
    dossier = json.loads(france_travail.dossier(filled.office.book, filled.office.interview, FT))
    mobility = next(one for one in dossier["thematiqueContrainte"]["contraintes"] if one["code"] == "23")
    assert mobility["agent"] == {"nom": "Nadia Témoin", "structure": "Maison de l’insertion"}
    assert mobility["dateExploration"].startswith("2026-11-24T")
    assert mobility["situations"][0]["agent"]["nom"] == "Nadia Témoin"


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_what_is_not_evaluated_has_no_value(filled: Filled, name: str) -> None:
    her = Selection(profile=Profile.PERSON, recipient="Elle")
    block = BlockCode(CONSTRAINTS[name])
    kept = {code: one for code, one in filled.sheet.conclusions.items() if code != block}
    assert name in filled.criteria(her)
    without = replace(filled.sheet, conclusions=kept)
    assert name not in filled.criteria(her, without)
    constraint = next((one for one in _constraints(filled.dossier(her, without)) if one["code"] == _code(block)), {})
    assert not {"impact", "estPrioritaire"} & constraint.keys()
    assert constraint.get("valeur") in (None, "OUI"), "a confirmed situation still counts"


def _code(block: BlockCode) -> str:
    return {"LOG": "27", "SAN": "25", "FAM": "24", "RES": "28", "DRO": "29", "LAN": "26", "NUM": "22", "MOB": "23"}[
        block
    ]


def _constraints(dossier: dict[str, Value]) -> list[dict[str, Value]]:
    theme, digital = dossier.get("thematiqueContrainte"), dossier.get("autonomieNumerique")
    told = theme.get("contraintes") if isinstance(theme, dict) else []
    own = [digital.get("contrainte")] if isinstance(digital, dict) else []
    return [one for one in (*(told if isinstance(told, list) else []), *own) if isinstance(one, dict)]


def test_a_situation_that_nobody_decided_holds_its_criterion_back(filled: Filled) -> None:
    code = SituationCode("MOB.S02")
    decided = {one: holds for one, holds in filled.sheet.confirmed.items() if one != code}
    undecided = replace(filled.sheet, confirmed=decided)
    assert waiting(facts_in(undecided, FT), filled.table) == (code,)
    assert "contrainte_mobilite" not in filled.criteria(FT, undecided)
    dismissed = replace(filled.sheet, confirmed={**decided, code: False})
    assert filled.criteria(FT, dismissed)["contrainte_mobilite"] == "AUTRE"
    assert waiting(facts_in(dismissed, FT), filled.table) == ()


def test_an_undecided_situation_that_would_stay_holds_nothing_back(filled: Filled) -> None:
    decided = {one: holds for one, holds in filled.sheet.confirmed.items() if one != "FAM.S02"}
    undecided = replace(filled.sheet, confirmed=decided)
    assert filled.criteria(FT, undecided) == filled.criteria(), "it rests on what she did not tick: nobody hears of it"


def test_a_domain_that_she_closed_reads_like_one_not_spoken_of(filled: Filled) -> None:
    book, interview, code = filled.office.book, filled.office.interview, BlockCode("REC")
    kept = {one: concluded for one, concluded in filled.sheet.conclusions.items() if one != code}
    unspoken = filled.dossier(FT, replace(filled.sheet, conclusions=kept))["domainesEmploi"]
    interviewing.sweep(book, interview, code, Voice.PERSON, SweepAnswer.DECLINED)
    try:
        closed = draw(book, interview)
        assert closed.course.is_closed(code)
        assert filled.dossier(FT, closed)["domainesEmploi"] == unspoken, "only she may tell that she did not wish it"
    finally:
        interviewing.sweep(book, interview, code, Voice.PERSON, SweepAnswer.EXPLORE)


PROTECTED = [code for code, one in common_form().questions.items() if one.visibility is not Visibility.SHAREABLE]


@pytest.mark.parametrize("decided", [True, False])
@pytest.mark.parametrize("profile", [Profile.FRANCE_TRAVAIL, Profile.DEPARTMENT])
def test_what_stays_changes_nothing_of_what_leaves(filled: Filled, profile: Profile, decided: bool) -> None:
    selection = Selection(profile=profile, recipient="R")
    sheet = filled.sheet if decided else replace(filled.sheet, confirmed={})
    form, given = (
        filled.sheet.state.form,
        {code: one.answer for code, one in filled.sheet.state.questions.items() if one.answer},
    )
    expected = filled.told(selection, sheet)
    for code in PROTECTED:
        if code not in given:
            continue
        without = {one: answer for one, answer in given.items() if one != code}
        state = evaluate(form, without, TODAY)
        assert filled.told(selection, replace(sheet, state=state)) == expected, code


@cache
def _schema(name: str) -> Draft202012Validator:
    file = shipped("resources", "schemas", f"france-travail-{name}-1.schema.json")
    checker = Draft202012Validator.FORMAT_CHECKER
    return Draft202012Validator(json.loads(file.read_text(encoding="utf-8")), format_checker=checker)


_LEVELS = st.one_of(st.none(), st.sampled_from(Level))
_ALL_BLOCKS = [one.code for one in common_form().blocks]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_anything_that_leaves_is_of_the_published_shape(filled: Filled, data: st.DataObject) -> None:
    profile = data.draw(st.sampled_from(Profile))
    selection = Selection(
        profile=profile,
        recipient="R",
        speciality=BlockCode("MOB") if profile is Profile.SPECIALISED else None,
        removed=frozenset(data.draw(st.lists(st.sampled_from(_ALL_BLOCKS), max_size=3))),
    )
    confirmed = data.draw(st.dictionaries(st.sampled_from([*common_form().situations]), st.booleans(), max_size=30))
    rated = data.draw(st.dictionaries(st.sampled_from([*filled.sheet.conclusions]), _LEVELS))
    concluded = {code: Conclusion(block=code, level=level) for code, level in rated.items()}
    sheet = replace(filled.sheet, confirmed=confirmed, conclusions=concluded)
    tickable = sorted(Disclosure.of(sheet, selection).tickable)
    ticked = frozenset(data.draw(st.lists(st.sampled_from(tickable), max_size=20))) if tickable else frozenset()

    facts = facts_in(sheet, replace(selection, ticked=ticked))
    dossier, criteria = dossier_of(facts, filled.table), criteria_file(facts, filled.table)

    assert [error.message for error in _schema("dossier").iter_errors(dossier)] == []
    assert [error.message for error in _schema("criteres").iter_errors(criteria)] == []
    told = criteria["criteres_orientation"]
    assert isinstance(told, dict)
    for name, block in CONSTRAINTS.items():
        assert name not in told or rated.get(BlockCode(block)) is not None
    leaving = Disclosure.of(sheet, replace(selection, ticked=ticked)).situations
    for one in _constraints(dossier):
        said = one.get("situations")
        codes = {item["codeLocal"] for item in said if isinstance(item, dict)} if isinstance(said, list) else set()
        assert codes <= leaving


def test_a_file_is_whole_and_told_to_the_register_first(filled: Filled, tmp_path: Path) -> None:
    office = filled.office
    book, interview = office.book, office.interview
    france_travail.export_dossier(book, interview, FT, tmp_path / "dossier.json", agreed_on=TODAY)
    france_travail.export_criteria(book, interview, FT, tmp_path / "criteres.json", agreed_on=TODAY)

    assert json.loads((tmp_path / "dossier.json").read_bytes())["schema"] == "spie-diag/france-travail-dossier/1"
    assert json.loads((tmp_path / "criteres.json").read_bytes())["schema"] == "spie-diag/france-travail-criteres/1"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["criteres.json", "dossier.json"]
    last, before = registering.register(book, 2, case=office.person.case)
    assert (last.deed, before.deed) == (Deed.SHARED, Deed.SHARED)
    assert last.detail == "JSON, version 1, pour\u00a0: France Travail"

    with pytest.raises(UnwrittenFileError):
        france_travail.export_dossier(book, interview, FT, tmp_path / "absent" / "dossier.json", agreed_on=TODAY)


def test_a_file_is_remembered_with_what_was_agreed_and_may_be_withdrawn(filled: Filled, tmp_path: Path) -> None:
    office = filled.office
    made = france_travail.export_dossier(office.book, office.interview, FT, tmp_path / "d.json", agreed_on=TODAY)
    assert made.sha256 == hashlib.sha256((tmp_path / "d.json").read_bytes()).hexdigest()
    assert made.id in {one.id for one in handing_over.handoffs(office.book, office.person.case)}
    assert (made.format, made.sealed, made.selection) == ("json", "none", FT)
    assert handing_over.withdraw(office.book, office.interview, made.id).format == "json"

    to_come, nobody = TODAY.replace(year=TODAY.year + 1), replace(FT, recipient=" ")
    with pytest.raises(FutureAgreementError):
        france_travail.export_criteria(office.book, office.interview, FT, tmp_path / "c.json", agreed_on=to_come)
    with pytest.raises(NoRecipientError):
        france_travail.export_criteria(office.book, office.interview, nobody, tmp_path / "c.json", agreed_on=TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["d.json"]


def test_names_of_files_name_nobody(filled: Filled) -> None:
    number = filled.office.person.number
    assert france_travail.dossier_file_name(filled.sheet) == f"dossier-{number}-v1.json"
    assert france_travail.criteria_file_name(filled.sheet) == f"criteres-{number}-v1.json"


def test_nothing_leaves_where_she_said_no_to_the_sharing(filled: Filled) -> None:
    book, interview, asked = filled.office.book, filled.office.interview, QuestionCode("CAD-09")
    interviewing.answer(book, interview, asked, Answer(value="non"))
    try:
        for deed in (france_travail.dossier, france_travail.criteria, france_travail.copies):
            with pytest.raises(SharingRefusedError):
                deed(book, interview, FT)
    finally:
        interviewing.answer(book, interview, asked, Answer(value="oui"))


def test_nothing_leaves_of_whoever_opposes_it_but_for_herself(filled: Filled, tmp_path: Path) -> None:
    office = filled.office
    book, interview = office.book, office.interview
    rights.oppose(book, office.person.case)
    try:
        for deed in (france_travail.dossier, france_travail.criteria, france_travail.copies):
            with pytest.raises(OppositionError):
                deed(book, interview, FT)
        with pytest.raises(OppositionError):
            france_travail.export_criteria(book, interview, FT, tmp_path / "criteres.json", agreed_on=TODAY)
        assert not list(tmp_path.iterdir())
        assert france_travail.criteria(book, interview, Selection(profile=Profile.PERSON, recipient="Elle"))
    finally:
        rights.lift_opposition(book, office.person.case)


def test_texts_to_paste_say_what_their_words_deserve(filled: Filled) -> None:
    office = filled.office
    book, interview = office.book, office.interview
    synthesis, criteria, codes = france_travail.copies(book, interview)
    assert (synthesis.limit, synthesis.count) == (255, len(synthesis.text))
    assert synthesis.warnings == ()
    assert "Contrainte de mobilité\u00a0: DEPENDANT_TRANSPORT" in criteria.text
    assert any("contrainte de santé" in one for one in criteria.warnings)
    assert codes.text.splitlines()[0] == "23 Développer sa mobilité\u00a0: OUI, impact MOYEN"

    france_travail.note_copied(book, interview, criteria)
    (noted,) = registering.register(book, 1, case=office.person.case)
    assert noted.detail == "TEXTE, version 1, pour\u00a0: France Travail"

    concluding.write_synthesis(book, interview, "short", "Une dépression, un traitement.")
    touched = france_travail.copies(book, interview)[0]
    assert any("santé" in one for one in touched.warnings)
    concluding.write_synthesis(book, interview, "short", "")
    (nothing,) = france_travail.copies(book, interview)[0].warnings
    assert nothing.startswith("Rien à copier")


def test_a_synthesis_that_she_did_not_tick_stays_and_says_why(filled: Filled) -> None:
    removed = replace(FT, removed=frozenset({BlockCode("LOG")}))
    kept = synthesis_copy(facts_in(filled.sheet, removed), Profile.FRANCE_TRAVAIL)
    assert kept.text == ""
    assert kept.warnings[0].startswith("Un sujet a été mis de côté")
    ticked = replace(removed, ticked=frozenset({"SYN-07"}))
    assert synthesis_copy(facts_in(filled.sheet, ticked), Profile.FRANCE_TRAVAIL).text == filled.sheet.syntheses.short


def test_another_program_reads_what_its_own_profile_lets_out(
    filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPIE_DIAG_HOME", str(tmp_path))
    matches = {"RES:2": "0501", "SAN.S01": "0502", "LOG-01=loc_social": "0903"}
    told = {"systeme": "WebRSA", "profil": "CD", "listes": [{"nom": "Obstacles", "correspondances": matches}]}
    (tmp_path / "correspondances").mkdir()
    (tmp_path / "correspondances" / "web-rsa.json").write_text(json.dumps(told))
    book, interview = filled.office.book, filled.office.interview

    last = france_travail.copies(book, interview)[-1]
    assert last.profile is Profile.DEPARTMENT
    assert last.text == "Obstacles\u00a0: 0501, 0903"
    department = Selection(profile=Profile.DEPARTMENT, recipient="D", ticked=frozenset({"SAN.S01"}))
    assert france_travail.copies(book, interview, department)[-1].text == "Obstacles\u00a0: 0501, 0502, 0903"
    removed = replace(FT, removed=frozenset({BlockCode("LOG")}))
    assert france_travail.copies(book, interview, removed)[-1].text == "Obstacles\u00a0: 0501", "she took it out"


def test_half_an_emoji_keeps_no_data_from_being_made() -> None:
    assert json.loads(france_travail.as_file({"nom": "Zoé \ud83d"})) == {"nom": "Zoé ?"}


def test_data_for_an_employer_name_only_who_speaks_of_work(filled: Filled) -> None:
    employer = Selection(profile=Profile.EMPLOYER, recipient="Garage Fictif")
    told = france_travail.dossier(filled.office.book, filled.office.interview, employer).decode()

    assert "Hugo Spécimen" in told
    for hidden in ("Nadia Témoin", "Maison de l’insertion"):
        assert hidden not in told
