"""What is asked, what counts, what is suggested: the rules of the engine, one by one."""

import subprocess
import sys
from pathlib import Path

import pytest

from spie_diag.forms.definition import BlockCode, Form, QuestionCode, SituationCode, Value
from spie_diag.french import spaced
from spie_diag.interview.answers import Status
from tests.forms.writing import form_of, state_of

HOME, RENT, AID, KIDS, WORK = (QuestionCode(f"TST-0{number}") for number in range(1, 6))
TST = BlockCode("TST")

SURVEY = """
    - name: home
      code: TST-01
      type: select_one
      label: Où vivez-vous ?
      choices: {rent: Locataire, own: Propriétaire, none: Sans logement}
    - name: rent
      code: TST-02
      type: integer
      label: Quel loyer ?
      relevant: ${home} = 'rent'
      required: yes
      constraint: . > 0 and . < ${limit}
      constraint_message: Vérifiez le montant.
    - name: aid
      code: TST-03
      type: select_multiple
      label: Quelles aides ?
      choices: {apl: APL, fsl: FSL, nothing: Aucune}
      exclusive: [nothing]
      relevant: ${rent} > 500
    - name: kids
      code: TST-04
      type: repeat
      label: Vos enfants
      parameters: {max: 3}
      fields:
        - {name: born, type: integer, label: Année, constraint: . > 1900, constraint_message: Quatre chiffres.}
        - {name: care, type: select_one, label: Garde, choices: {yes: Oui, no: Non}, relevant: "${born} >= 2020"}
        - {name: place, type: calculate, calculation: position(..)}
    - name: work
      code: TST-05
      type: text
      label: Votre travail
      default: "concat('Vivre : ', jr:choice-name(${home}, '${home}'))"
"""
CALCULATIONS = """
    - {name: limit, type: calculate, calculation: 2 * 1000}
    - {name: waiting, type: calculate, calculation: "count(${kids}[care = 'no'])"}
    - {name: young, type: calculate, calculation: "min(${born}) > 2000"}
"""
SITUATIONS = """
situations:
  - {code: TST.S01, nature: contrainte, label: Sans logement, relevant: "${home} = 'none'"}
  - {code: TST.S02, nature: contrainte, label: Garde à trouver, relevant: "${waiting} > 0 or ${home} = 'none'"}
  - {code: TST.S03, nature: neutre, label: À la main}
"""


@pytest.fixture
def form(tmp_path: Path) -> Form:
    return form_of(tmp_path, SURVEY, calculations=CALCULATIONS, block=SITUATIONS)


def test_a_question_is_asked_once_its_condition_holds(form: Form) -> None:
    assert [q.question.code for q in state_of(form, {}).visible(TST)] == [HOME, KIDS, WORK]
    assert RENT in [q.question.code for q in state_of(form, {HOME: "rent"}).visible(TST)]


def test_an_answer_that_is_not_asked_any_more_is_kept_and_does_not_count(form: Form) -> None:
    answers: dict[str, Value | Status] = {HOME: "rent", RENT: 600, AID: ["apl"]}
    assert state_of(form, answers).value(AID) == ["apl"]

    state = state_of(form, {**answers, HOME: "own"})
    rent, aid = state.questions[RENT], state.questions[AID]
    assert rent.set_aside
    assert aid.set_aside
    assert rent.answer is not None
    assert rent.answer.value == 600
    assert state.value(RENT) is None
    assert state.value(AID) is None


@pytest.mark.parametrize("status", [Status.DOES_NOT_KNOW, Status.DECLINES, Status.NOT_APPLICABLE])
def test_a_status_without_a_value_counts_as_answered_and_reads_as_nothing(form: Form, status: Status) -> None:
    state = state_of(form, {HOME: status})
    assert state.questions[HOME].is_answered
    assert state.value(HOME) is None
    assert not state.questions[RENT].relevant


def test_nothing_is_not_the_same_as_no_answer(tmp_path: Path) -> None:
    form = form_of(
        tmp_path,
        """
        - {name: list, code: TST-01, type: select_multiple, label: L, choices: {a: A}}
        - {name: none, code: TST-02, type: text, label: N, relevant: "answered(${list}) and ${list} = ''"}
        - {name: rows, code: TST-03, type: repeat, label: R, fields: [{name: x, type: text, label: X}]}
        - {name: empty, code: TST-04, type: text, label: E, relevant: "answered(${rows}) and count(${rows}) = 0"}
        """,
    )
    second, fourth = QuestionCode("TST-02"), QuestionCode("TST-04")
    assert not state_of(form, {}).questions[second].relevant
    assert not state_of(form, {"TST-01": Status.DOES_NOT_KNOW}).questions[second].relevant
    assert state_of(form, {"TST-01": []}).questions[second].relevant
    assert not state_of(form, {"TST-01": ["a"]}).questions[second].relevant
    assert not state_of(form, {}).questions[fourth].relevant
    assert state_of(form, {"TST-03": []}).questions[fourth].relevant


def test_required_and_constraint_are_told_and_block_nothing(form: Form) -> None:
    state = state_of(form, {HOME: "rent"})
    assert state.questions[RENT].required
    assert state.questions[RENT].violation == ""
    wrong = state_of(form, {HOME: "rent", RENT: 5000})
    assert wrong.questions[RENT].violation == "Vérifiez le montant."
    assert wrong.value(RENT) == 5000
    assert not state_of(form, {HOME: "own", RENT: 5000}).questions[RENT].required
    assert state_of(form, {HOME: "own", RENT: 5000}).questions[RENT].violation == ""


def test_a_value_that_does_not_fit_its_question_is_told(form: Form) -> None:
    def told(code: QuestionCode, value: Value) -> str:
        answers: dict[str, Value | Status] = {HOME: "rent", RENT: 600, code: value}
        return state_of(form, answers).questions[code].violation

    assert told(AID, ["nothing", "apl"]) == spaced("« Aucune » se coche sans autre choix.")
    assert told(RENT, "beaucoup") == "Un nombre est attendu."
    assert told(RENT, 12.5) == "Un nombre entier est attendu."
    assert told(KIDS, [{}, {}, {}, {}]).startswith("Ce tableau tient en")
    assert told(KIDS, [{"born": 2021}, {"born": 21}]) == spaced("Ligne 2 : Quatre chiffres.")


def test_each_row_decides_for_itself(form: Form) -> None:
    state = state_of(form, {KIDS: [{"born": 2021, "care": "no"}, {"born": 2010, "care": "no"}]})
    assert state.value(KIDS) == [{"born": 2021, "care": "no", "place": 1}, {"born": 2010, "place": 2}]
    assert state.calculated["waiting"] == 1
    assert state.calculated["young"] is True


def test_calculations_are_typed(form: Form) -> None:
    state = state_of(form, {})
    assert state.calculated["limit"] == 2000
    assert state.calculated["waiting"] == 0
    assert state.calculated["young"] is False


def test_situations_are_suggested_in_the_order_of_the_form_and_say_why(form: Form) -> None:
    state = state_of(form, {HOME: "none", KIDS: [{"born": 2024, "care": "no"}]})
    assert state.suggested == ("TST.S01", "TST.S02")
    assert state.because(SituationCode("TST.S02")) == (HOME, KIDS)
    assert state.because(SituationCode("TST.S03")) == ()


def test_a_default_is_proposed_and_never_counts_by_itself(form: Form) -> None:
    state = state_of(form, {HOME: "own"})
    assert state.questions[WORK].proposed == "Vivre : Propriétaire"
    assert state.value(WORK) is None
    assert not state.questions[WORK].is_answered
    assert state_of(form, {HOME: "own", WORK: ""}).questions[WORK].proposed is None


def test_choices_follow_the_other_answers_through_all_levels(tmp_path: Path) -> None:
    form = form_of(
        tmp_path,
        """
        - name: region
          code: TST-01
          type: select_one
          label: Région ?
          choices: {n: Nord, s: Sud}
        - name: city
          code: TST-02
          type: select_one
          label: Ville ?
          choices: {lille: {label: Lille, region: n}, nice: {label: Nice, region: s}, any: {label: Autre}}
          choice_filter: region = ${region} or name = 'any'
        - name: street
          code: TST-03
          type: text
          label: Rue ?
          relevant: ${city} = 'lille'
        """,
    )
    city, street = QuestionCode("TST-02"), QuestionCode("TST-03")
    north = state_of(form, {"TST-01": "n", "TST-02": "lille"})
    assert [choice.name for choice in north.questions[city].choices] == ["lille", "any"]
    assert north.questions[street].relevant

    south = state_of(form, {"TST-01": "s", "TST-02": "lille", "TST-03": "Rue Royale"})
    assert south.value(city) is None
    assert south.questions[city].answer is not None
    assert south.questions[street].set_aside


def test_several_choices_read_in_the_order_of_the_form_unless_ranked(tmp_path: Path) -> None:
    form = form_of(
        tmp_path,
        """
        - {name: any, code: TST-01, type: select_multiple, label: A, choices: {a: A, b: B, c: C}}
        - {name: rank, code: TST-02, type: select_multiple, label: R, choices: {a: A, b: B}, appearance: ordered}
        """,
        calculations="- {name: read, type: calculate, calculation: \"concat(${any}, '/', ${rank})\"}",
    )
    state = state_of(form, {"TST-01": ["c", "a", "gone"], "TST-02": ["b", "a"]})
    assert state.calculated["read"] == "a c/b a"
    assert state.value(QuestionCode("TST-01")) == ["a", "c"]


def test_groups_are_read_field_by_field(tmp_path: Path) -> None:
    form = form_of(
        tmp_path,
        """
        - name: contract
          code: TST-01
          type: group
          label: Contrat
          fields:
            - {name: kind, type: select_one, label: Type, choices: {cdd: CDD, cdi: CDI}}
            - {name: end, type: date, label: Fin, relevant: "${kind} = 'cdd'", constraint: ". >= today()"}
        - {name: soon, code: TST-02, type: text, label: S, relevant: "${contract/end} - today() <= 60 and ${end} != ''"}
        """,
    )
    contract, soon = QuestionCode("TST-01"), QuestionCode("TST-02")
    state = state_of(form, {contract: {"kind": "cdd", "end": "2026-12-31"}})
    assert state.value(contract, "end") == "2026-12-31"
    assert state.questions[soon].relevant
    hidden = state_of(form, {contract: {"kind": "cdi", "end": "2026-12-31"}})
    assert hidden.value(contract) == {"kind": "cdi"}
    assert hidden.value(contract, "end") is None
    assert not hidden.questions[soon].relevant
    past = state_of(form, {contract: {"kind": "cdd", "end": "2026-01-31"}})
    assert past.questions[contract].violation == spaced("Cette réponse ne convient pas à « Fin ».")
    assert state_of(form, {contract: {"kind": "cdd", "end": "2026-02-30"}}).questions[contract].violation == spaced(
        "Fin : Cette date n’existe pas."
    )


def test_a_block_is_offered_by_its_condition_or_by_hand(tmp_path: Path) -> None:
    survey = "- {name: a, code: TST-01, type: text, label: A}"
    manual = form_of(tmp_path, survey, block="manual: true\n")
    assert not state_of(manual, {}).is_offered(TST)
    assert state_of(manual, {"TST-01": "x"}).questions[QuestionCode("TST-01")].set_aside
    assert state_of(manual, {}, "TST").is_offered(TST)

    closed = form_of(tmp_path, survey, block="relevant: today() < '2026-01-01'\n")
    assert state_of(closed, {}).visible(TST) == ()
    assert len(state_of(closed, {}, "TST").visible(TST)) == 1


def test_a_read_only_question_shows_its_calculation(tmp_path: Path) -> None:
    form = form_of(
        tmp_path,
        """
        - {name: a, code: TST-01, type: integer, label: A}
        - {name: b, code: TST-02, type: integer, label: B, read_only: yes, calculation: "${a} * 2"}
        """,
    )
    assert state_of(form, {"TST-01": 4}).value(QuestionCode("TST-02")) == 8
    assert state_of(form, {}).value(QuestionCode("TST-02")) is None


def test_a_calculation_that_gives_no_number_is_blank(tmp_path: Path) -> None:
    form = form_of(
        tmp_path,
        """
        - {name: a, code: TST-01, type: integer, label: A}
        - {name: b, code: TST-02, type: select_one, label: B, read_only: yes, calculation: "${a}", choices: {1: Un}}
        """,
        calculations="- {name: twice, type: calculate, calculation: \"if(${a} != '', ${a} * 2, '')\"}",
    )
    assert state_of(form, {}).calculated["twice"] is None
    assert state_of(form, {"TST-01": 4}).calculated["twice"] == 8
    assert state_of(form, {"TST-01": 4}).value(QuestionCode("TST-02")) is None
    assert state_of(form, {"TST-01": 1}).value(QuestionCode("TST-02")) == "1"


def test_windows_may_know_of_states_before_the_parser_is_there() -> None:
    code = "import sys, spie_diag.interview.state; sys.exit('lark' in sys.modules or 'yaml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_answers_never_show_in_a_representation(form: Form) -> None:
    state = state_of(form, {HOME: "rent", RENT: 612, WORK: "Menuisier"})
    shown = f"{state!r} {state.questions[WORK]!r} {state.questions[RENT]!r}"
    assert "Menuisier" not in shown
    assert "612" not in shown


def test_a_text_holds_the_answers_that_it_names(tmp_path: Path) -> None:
    form = form_of(
        tmp_path,
        """
        - {name: ville, code: TST-01, type: text, label: Ville}
        - {name: venu, code: TST-02, type: text, label: "Venu de ${ville} ?", "label::English (en)": "From ${ville}?"}
        """,
    )
    asked = state_of(form, {"TST-01": "Lens"}).questions[QuestionCode("TST-02")].question
    assert (asked.label, asked.said("label", "English (en)")) == ("Venu de Lens ?", "From Lens?")
    assert form.questions[QuestionCode("TST-02")].label == "Venu de ${ville} ?"


NAMING = """
        - {name: prenom, code: TST-01, type: text, label: Prénom}
        - name: parle
          code: TST-02
          type: select_one
          label: Qui ?
          choices: {moi: {label: "Moi, ${prenom}", "label::English (en)": "Me, ${prenom}"}, autre: Autre}
        - name: bail
          code: TST-03
          type: group
          label: Bail
          fields:
          - {name: debut, type: date, label: "Bail de ${prenom}", constraint: ". > '2000-01-01'"}
          - {name: avec, type: select_one, label: Avec, choices: {a: "Avec ${prenom}", b: Autre}}
        - name: enfants
          code: TST-04
          type: repeat
          label: "Enfant ${nom}"
          fields:
          - {name: nom, type: text, label: "Enfant de ${prenom}"}
          - {name: mode, type: select_one, label: "Garde de ${nom}", choices: {c: "Chez ${nom}", n: Non}}
"""


def test_choices_fields_and_rows_hold_the_answers_that_they_name(tmp_path: Path) -> None:
    form = form_of(tmp_path, NAMING)
    rows: Value = [{"nom": "Lou"}, {"nom": "Max"}]
    state = state_of(form, {"TST-01": "Zoé", "TST-03": {"debut": "1990-01-01"}, "TST-04": rows})
    who, lease, children = (state.questions[QuestionCode(f"TST-0{number}")] for number in (2, 3, 4))
    first = who.choices[0]
    assert (first.label, first.said("English (en)")) == ("Moi, Zoé", "Me, Zoé")
    assert who.question.choices == who.choices
    assert [part.label for part in lease.question.children] == ["Bail de Zoé", "Avec"]
    assert lease.question.children[1].choices[0].label == "Avec Zoé"
    assert spaced("« Bail de Zoé »") in lease.violation
    assert [row.label for row in children.rows] == ["Enfant Lou", "Enfant Max"]
    assert [row.children[1].label for row in children.rows] == ["Garde de Lou", "Garde de Max"]
    assert children.rows[1].children[1].choices[0].label == "Chez Max"
    assert [part.label for part in children.question.children] == ["Enfant de Zoé", "Garde de "]
    assert "Zoé" not in f"{who!r} {lease!r} {children!r}"


def test_a_question_whose_texts_name_nothing_is_the_one_of_the_form(form: Form) -> None:
    for code, state in state_of(form, {HOME: "rent", KIDS: [{}, {}]}).questions.items():
        assert state.question is form.questions[code]
        assert state.rows == ()
