"""A form is read as it is written: words, lines, choices, and nothing guessed."""

from pathlib import Path

from spie_diag.forms.checking import check
from spie_diag.forms.definition import Depth, Lead, QuestionCode, QuestionType, Visibility
from spie_diag.forms.plan import plan
from spie_diag.forms.reading import read_form
from spie_diag.paths import shipped
from tests.forms.writing import form_of, write_form


def test_every_scalar_stays_the_text_that_was_written(tmp_path: Path) -> None:
    form = form_of(
        tmp_path,
        """
        - name: a
          code: TST-01
          type: select_one
          label: 2026-01-01
          choices: {yes: Yes, no: No, 1.0: 0x1F, 2026-01-01: ~, null: on}
        """,
    )
    (question,) = form.questions.values()
    assert question.label == "2026-01-01"
    assert [(choice.name, choice.label) for choice in question.choices] == [
        ("yes", "Yes"),
        ("no", "No"),
        ("1.0", "0x1F"),
        ("2026-01-01", "~"),
        ("null", "on"),
    ]


def test_a_question_says_what_it_is(tmp_path: Path) -> None:
    form = form_of(
        tmp_path,
        """
        - name: moves
          code: TST-01
          type: select_multiple
          label: |
            Comment vous
            déplacez-vous ?
          hint: >-
            Plusieurs réponses
            possibles.
          choices: ways
          exclusive: none
          appearance: minimal ordered
          parameters: {max: 3}
          depth: approfondi
          lead: personne
          visibility: interne
          required: yes
          required_message: Une réponse suffit.
        """,
        lists="ways: {walk: À pied, none: {label: Aucun, kind: end}}",
    )
    question = form.questions[QuestionCode("TST-01")]
    assert question.type is QuestionType.SELECT_MULTIPLE
    assert question.label == "Comment vous\ndéplacez-vous ?"
    assert question.hint == "Plusieurs réponses possibles."
    assert question.choices[1].extra == {"kind": "end"}
    assert question.exclusive == {"none"}
    assert question.appearance == {"minimal", "ordered"}
    assert (question.depth, question.lead, question.visibility) == (Depth.IN_DEPTH, Lead.PERSON, Visibility.INTERNAL)
    assert question.place is not None
    assert str(question.place) == "essai.yaml, ligne 7"
    assert question.lines["depth"] == question.place.line + 13


def test_a_field_is_no_more_visible_than_its_question_unless_it_says_so(tmp_path: Path) -> None:
    form = form_of(
        tmp_path,
        """
        - name: jobs
          code: TST-01
          type: repeat
          label: Emplois
          visibility: restreint
          lead: emploi
          fields:
            - {name: title, type: text, label: Métier}
            - {name: left, type: text, label: Motif, visibility: interne}
        """,
    )
    title, left = form.questions[QuestionCode("TST-01")].children
    assert (title.visibility, title.lead) == (Visibility.RESTRICTED, Lead.EMPLOYMENT)
    assert left.visibility is Visibility.INTERNAL


def test_a_block_may_be_written_in_the_entry_file(tmp_path: Path) -> None:
    path = write_form(tmp_path, "- {name: a, code: TST-01, type: text, label: A}")
    block = (tmp_path / "essai.yaml").read_text(encoding="utf-8").replace("\n", "\n    ")
    text = path.read_text(encoding="utf-8").replace("[essai.yaml]", f"\n  - {block.strip()}")
    path.write_text(text, encoding="utf-8")
    (tmp_path / "essai.yaml").unlink()
    assert [block.code for block in read_form(path).blocks] == ["TST"]


def test_the_form_that_ships_has_no_problem_even_small() -> None:
    form = read_form(shipped("forms", "diagnostic-commun.yaml"))
    assert check(form) == ()


def test_a_plan_knows_who_must_settle_again(tmp_path: Path) -> None:
    form = form_of(
        tmp_path,
        """
        - {name: a, code: TST-01, type: integer, label: A}
        - {name: b, code: TST-02, type: integer, label: B, relevant: "${twice} > 2"}
        """,
        calculations='- {name: twice, type: calculate, calculation: "${a} * 2"}',
    )
    made = plan(form)
    assert plan(form) is made
    by_name = {one.name: one for one in made.fields}
    assert [reader.field for reader in made.readers[by_name["a"].index]] == [by_name["twice"]]
    assert [reader.field for reader in made.readers[by_name["twice"].index]] == [by_name["b"]]
    assert [by_name[name] for name in ("a", "twice", "b")] == [unit for unit in made.order if not unit.is_block]
