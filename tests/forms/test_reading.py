"""A form is read as it is written: words, lines, choices, and nothing guessed."""

from pathlib import Path

import pytest

from spie_diag.forms.checking import check
from spie_diag.forms.definition import Depth, Lead, QuestionCode, QuestionType, Visibility
from spie_diag.forms.errors import WrongFormError
from spie_diag.forms.opening import open_form_file
from spie_diag.forms.plan import plan
from spie_diag.forms.reading import read_form, read_unchecked, read_with_remarks
from spie_diag.french import spaced
from spie_diag.paths import shipped
from tests.forms.writing import form_of, write_form, write_plain


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


# --- plain forms ---------------------------------------------------------------------------------------------------


def told(path: Path) -> str:
    """Every fault of a wrong form."""
    with pytest.raises(WrongFormError) as caught:
        read_unchecked(path)
    return str(caught.value)


def test_a_plain_form_holds_groups_in_groups_and_types_of_other_programs(tmp_path: Path) -> None:
    path = write_plain(
        tmp_path,
        """
        - {name: start, type: start}
        - name: Visit-1.a
          type: group
          fields:
            - name: rows
              type: repeat
              repeat_count: 3
              fields:
                - {name: where, type: geopoint, label: Où, columns: {"media::image": plan.png}}
                - {name: order, type: rank, label: Ordre, choices: {a: A, b: B}}
        - {name: total, type: calculate, calculation: 1 + 1, trigger: "${Visit-1.a}, ${start}"}
        """,
        settings="style: pages",
    )
    form = read_unchecked(path)
    start, visit, total = form.survey
    (rows,) = visit.children
    where, order = rows.children
    assert (form.name, form.language, form.settings, form.blocks) == ("essai", "", {"style": "pages"}, ())
    assert (start.type, visit.name, rows.repeat_count) == (QuestionType.START, "Visit-1.a", "3")
    assert (where.type, where.foreign, where.columns) == (
        QuestionType.FOREIGN,
        "geopoint",
        {"media::image": "plan.png"},
    )
    assert [choice.label for choice in order.choices] == ["A", "B"]
    assert total.trigger == ("Visit-1.a", "start")


def test_a_form_speaks_the_languages_that_its_author_writes(tmp_path: Path) -> None:
    path = write_plain(
        tmp_path,
        """
        - name: well
          type: select_one
          label::Français (fr): Ça va ?
          label::Kurdî (ku): Tu baş î?
          hint::English: Be kind.
          choices: {yes: {label: Oui, "label::Kurdî (ku)": Erê, region: a}}
        """,
        settings="default_language: Français (fr)",
    )
    form = read_unchecked(path)
    (well,) = form.survey
    assert form.languages == ("Kurdî (ku)", "English")
    assert (well.label, well.said("label", "Kurdî (ku)"), well.said("hint", "English")) == (
        "Ça va ?",
        "Tu baş î?",
        "Be kind.",
    )
    assert (well.choices[0].said("Kurdî (ku)"), well.choices[0].extra) == ("Erê", {"region": "a"})


def test_a_block_is_translated_with_its_prompts(tmp_path: Path) -> None:
    form = form_of(
        tmp_path,
        "- {name: a, code: TST-01, type: text, label: A, label::English: B}",
        block="label::English: Test\nprompts: [Un ?, Deux ?]\nprompts::English: [One?, Two?]\n",
    )
    assert form.languages == ("English",)
    assert form.blocks[0].texts == {"English": {"label": "Test", "prompts": "One?\nTwo?"}}


def test_a_misspelt_language_is_told_where_languages_are_declared(tmp_path: Path) -> None:
    path = write_plain(
        tmp_path, "- {name: a, type: text, label: A, label::Kurdi (ku): B}", settings="languages: [Kurdî (ku)]"
    )
    assert spaced("Vouliez-vous dire « Kurdî (ku) » ?") in told(path)


def test_or_other_becomes_a_choice_and_a_question(tmp_path: Path) -> None:
    path = write_plain(
        tmp_path,
        """
        - name: work
          type: select_multiple
          label: Métier
          label::Español (es): Oficio
          choices: {a: A}
          or_other: yes
        """,
        settings="default_language: fr",
    )
    work, other = read_unchecked(path).survey
    assert [(choice.name, choice.label, dict(choice.texts)) for choice in work.choices] == [
        ("a", "A", {}),
        ("other", "Autre", {"Español (es)": "Otro"}),
    ]
    assert (other.name, other.label, other.relevant) == ("work_other", "Précisez", "selected(${work}, 'other')")
    assert other.said("label", "Español (es)") == "Especifique"


def test_or_other_in_a_block_asks_for_the_two_rows(tmp_path: Path) -> None:
    path = write_form(tmp_path, "- {name: a, code: TST-01, type: select_one, label: A, choices: {x: X}, or_other: yes}")
    assert "une question avec son code" in told(path)


def test_choices_come_from_a_file_beside_the_form(tmp_path: Path) -> None:
    survey = "- {name: town, type: select_one, label: Où, choices_file: villes.csv}"
    path = write_plain(tmp_path, survey)
    listed = '\ufeffname;label;label::English;region\n06088;Nice;;sud\n75056;"Paris; 20\narrondissements";Paris;\n\n'
    (tmp_path / "villes.csv").write_text(listed, encoding="utf-8")
    (town,) = read_unchecked(path).survey
    assert [(choice.name, choice.label, dict(choice.texts), dict(choice.extra)) for choice in town.choices] == [
        ("06088", "Nice", {}, {"region": "sud"}),
        ("75056", "Paris; 20\narrondissements", {"English": "Paris"}, {"region": ""}),
    ]
    assert town.choices_file == "villes.csv"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "ligne 4 : Le fichier « villes.csv » n’existe pas."),
        (b"", "villes.csv, ligne 1 : Il manque la colonne « name »."),
        (b"name,libelle\na,A\n", "Il manque la colonne « label »."),
        (b"name,label,x,x\na,A,1,2\n", "La colonne « x » est écrite deux fois."),
        (b"name,label\na,A,B\n", "villes.csv, ligne 2 : Cette ligne n’a pas de nom"),
        (b"name,label\n,A\n", "villes.csv, ligne 2 : Cette ligne n’a pas de nom"),
        (b'name,label\na,"A\n', "Un guillemet n’est pas fermé"),
        ("name,label\na,é\n".encode("latin-1"), "villes.csv, ligne 2 : Le fichier n’est pas un texte en UTF-8."),
        (b"name,label\na,\0\n", "villes.csv, ligne 2 : Le fichier contient des caractères nuls."),
        (b"name,label\n" + b"a,A\n" * 50_001, "La liste dépasse 50 000 choix."),
    ],
)
def test_a_wrong_file_of_choices_is_told_at_its_line(tmp_path: Path, content: bytes | None, expected: str) -> None:
    path = write_plain(tmp_path, "- {name: town, type: select_one, label: Où, choices_file: villes.csv}")
    if content is not None:
        (tmp_path / "villes.csv").write_bytes(content)
    assert spaced(expected) in told(path)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("{name: 1a, type: text}", "« 1a » ne peut pas être un nom."),
        ("{name: a b, type: text}", "« a b » ne peut pas être un nom."),
        ("{name: a, type: geopint}", "Vouliez-vous dire « geopoint » ?"),
        ("{name: a, type: foreign}", "« foreign » n’est pas une valeur de « type »."),
        ("{name: a, type: select_one villes}", "Écrivez « type: select_one » et « choices: villes »."),
        ("{name: a, type: select_one_from_file v.csv}", "Écrivez « type: select_one » et « choices_file: liste.csv »."),
        ("{name: a, type: select_one, choices_file: ../v.csv}", "sort du dossier"),
        ("{name: a, type: select_one, choices_file: v.xlsx}", "n’est pas un fichier CSV"),
        ("{name: a, type: select_one, choices: {b: B}, choices_file: v.csv}", "et sont aussi écrits ici"),
        ("{name: a, type: select_one, list_name: x}", "Cette question n’a aucun choix."),
        ("{name: a, type: text, code: TST-01}", "La clé « code » est inconnue ici."),
        ("{name: a, type: text, or_other: yes}", "Seule une question à choix"),
        ("{name: a, type: text, fields: [{name: b, type: text}]}", "n’a pas de champs"),
        ("{name: a, type: select_one, choices: {b: B}, choice_filter: x = 1, or_other: yes}", "Un filtre de choix"),
        ("{name: a, type: text, label: A, 'label::': B}", "Il manque une langue"),
        ("a", "devrait être une suite de « clé : valeur »"),
    ],
)
def test_a_wrong_row_of_a_plain_form_says_what_to_write(tmp_path: Path, row: str, expected: str) -> None:
    assert spaced(expected) in told(write_plain(tmp_path, f"- {row}"))


def test_choices_of_other_programs_are_read_with_a_remark(tmp_path: Path) -> None:
    survey = """
    - name: a
      type: select_one
      label: A
      choices: [{name: foot paths, label: X, r: 1}, {name: foot paths, label: Y, r: 2}]
    """
    (question,) = read_unchecked(write_plain(tmp_path, survey)).survey
    assert [choice.extra["r"] for choice in question.choices] == ["1", "2"]


def test_blocks_and_a_survey_do_not_go_together(tmp_path: Path) -> None:
    path = write_form(tmp_path, "- {name: a, code: TST-01, type: text, label: A}")
    path.write_text(path.read_text(encoding="utf-8") + "survey: [{name: b, type: text}]\n", encoding="utf-8")
    assert "pas des deux" in told(path)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("absent.xlsx", "n’existe pas"), ("note.odt", "n’est pas un fichier de formulaire"), ("x.yaml", "n’existe pas")],
)
def test_a_file_of_another_kind_is_refused_in_one_sentence(tmp_path: Path, name: str, expected: str) -> None:
    (tmp_path / "note.odt").write_bytes(b"PK")
    with pytest.raises(WrongFormError, match=expected):
        open_form_file(tmp_path / name)


def test_a_form_names_the_columns_of_its_list(tmp_path: Path) -> None:
    survey = "- {name: t, type: select_one, choices_file: insee.csv, parameters: {value: code, label: nom}}"
    path = write_plain(tmp_path, survey)
    (tmp_path / "insee.csv").write_text("code,nom,name\n06088,Nice,n\n", encoding="utf-8")
    (choice,) = read_unchecked(path).survey[0].choices
    assert (choice.name, choice.label, choice.extra) == ("06088", "Nice", {"name": "n"})


def test_a_list_without_a_choice_is_remarked(tmp_path: Path) -> None:
    (tmp_path / "villes.csv").write_text("name,label\n", encoding="utf-8")
    path = write_form(tmp_path, "- {name: q, code: TST-01, type: select_one, label: Q, choices_file: villes.csv}")

    _, remarks = read_with_remarks(path)
    assert [one.sentence for one in remarks] == ["« villes.csv » ne contient aucun choix."]
