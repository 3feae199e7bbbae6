"""A wrong form is refused once, with every fault of every file, each on its line."""

import re
from pathlib import Path

import pytest

from spie_diag.forms.checking import check
from spie_diag.forms.errors import WrongFormError
from spie_diag.forms.problems import Problem
from spie_diag.forms.reading import read_form
from spie_diag.french import spaced
from tests.forms.writing import BLOCK, SETTINGS, form_of, write_form

ENTRY = """\
settings: {form_id: essai, form_title: Essai}  #! Il manque « version »
titre: Essai  #! La clé « titre » est inconnue
lists:
  oui_non: {oui: Oui, non: Non}
calculations:
  - {name: age, type: calculate, calculation: "difference-in-years(${naissance})"}  #! attend 2 arguments
  - {name: double, type: calculate, calculation: "${triple} * 2"}  #! qui dépend de « double »
  - {name: triple, type: calculate, calculation: "${double} * 3"}
blocks:
  - un.yaml
  - deux.yaml
"""

ONE = """\
block: LOG
name: logement
label: Logement
kind: maison  #! « maison » n’est pas une valeur de « kind »
lead: commun
anchors: [a, b, c]  #! Il faut quatre ancres, et il y en a 3
survey:
  - name: naissance
    code: LOG-01
    type: date
    label: Quand êtes-vous né ?
    relevant: ${naisance} != ''  #! Vouliez-vous dire ${naissance} ?
  - name: ville
    code: LOG-01  #! Le code « LOG-01 » sert deux fois
    type: texte  #! « texte » n’est pas une valeur de « type »
    label: Où vivez-vous ?
    relevant: ${toit} = Paris  #! Aucune question ne s’appelle « Paris »
  - name: toit
    code: LOG-03
    type: select_one
    label: Avez-vous un toit ?
    choices: oui_nom  #! Aucune liste ne s’appelle « oui_nom »
    relevant: ${toit} = 'oui'  #! « toit » dépend de sa propre réponse
  - name: toit  #! Le nom « toit » sert deux fois
    code: LOG-04
    type: text
  - name: loyer
    code: LOG-05
    type: integer
    label:  #! Il manque « label »
    constraint: . > 0 and (. < 5000  #! Il manque une parenthèse fermante
    depth: profond  #! « profond » n’est pas une valeur de « depth »
    lead: social
    lead: emploi  #! « lead » est écrit deux fois
  - name: aides
    code: LOG-06
    type: select_multiple
    label: Quelles aides ?
    choices: {apl: APL, aucune: Aucune}
    exclusive: [rien]  #! Aucun choix ne s’appelle « rien »
    relevant: selected(${aides_anciennes}, 'als') or ${loyer} = 'cher'  #! « loyer » est un nombre, jamais « cher »
    visibility: secret  #! « secret » n’est pas une valeur de « visibility »
  - name: aides_anciennes
    code: LOG-07
    type: select_multiple
    label: Quelles aides avant ?
    choices: {apl: APL, mon aide: Autre}  #! Le nom de choix « mon aide » contient une espace
    relevant: not(${loyer})  #! toujours vrai
  - name: enfants
    code: LOG-08
    type: repeat
    label: Vos enfants
    relevant: ${loyer} > 3 and ${ville} = 'l'eau'  #! « eau » n’a pas sa place ici
    fields:
      - {name: annee, type: integer, label: Année, constraint: ". > date('2026-02-30')"}  #! n’est pas une date
      - {name: nom, type: select_one, label: Nom}  #! Cette question n’a aucun choix
  - name: total
    code: LOG-09
    type: integer
    label: Total
    calculation: sum(${enfants/ages})  #! « enfants » n’a pas de champ « ages »
situations:
  - {code: LOG.S1, nature: C, label: Sans toit, relevant: "${enfants} = ''"}  #! « C » n’est pas une valeur
objectives:
  - {code: LOG-O1, label: Un toit, actions: [{a: b}]}  #! doit être une liste de textes
"""

TWO = """\
block: REV
name: revenus
label: Revenus
kind: socle
lead: commun
survey:
  - name: revenu
    code: LOG-02  #! Le code « LOG-02 » n’a pas la forme attendue
    type: range
    label: De 0 à 10 ?
    parameters: {start: 10, end: 0}  #! Une échelle va de « start » à « end »
    required: peut-être(1)  #! La fonction « peut-être » n’existe pas
    relevant: regex(${ville}, '[a-')  #! n’est pas une expression régulière
    choice_filter: region = 'x'  #! Un filtre de choix demande des choix
"""


def faults(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(WrongFormError) as caught:
        read_form(path)
    return caught.value.problems


def marks(text: str) -> list[tuple[int, str]]:
    """The lines that a form owns up to, and what should be said of them."""
    lines = enumerate(text.splitlines(), 1)
    return [(number, match[1]) for number, line in lines if (match := re.search(r"#! (.*)", line))]


def test_every_fault_is_told_at_once_on_its_line(tmp_path: Path) -> None:
    files = {"formulaire.yaml": ENTRY, "un.yaml": ONE, "deux.yaml": TWO}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = faults(tmp_path / "formulaire.yaml")
    told = {(str(problem), problem.place.file.name, problem.place.line) for problem in found if problem.place}
    for name, text in files.items():
        for line, expected in marks(text):
            here = [message for message, file, number in told if (file, number) == (name, line)]
            assert any(spaced(expected).lower() in message.lower() for message in here), (name, line, expected, here)
    assert len(found) >= 34


def test_the_error_speaks_of_each_fault_in_one_french_sentence(tmp_path: Path) -> None:
    (tmp_path / "essai.yaml").write_text(SETTINGS + "blocs: []\n", encoding="utf-8")
    with pytest.raises(WrongFormError) as caught:
        read_form(tmp_path / "essai.yaml")
    assert caught.value.what_happened == spaced(
        "Le formulaire « essai.yaml » ne peut pas être utilisé : 2 fautes."
    ).replace("2 ", "2\u00a0")
    assert "\n– essai.yaml, ligne 2" in str(caught.value)
    for problem in caught.value.problems:
        assert str(problem) == spaced(str(problem))


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("block: TST\n\tname: essai\n", 2, "Indentez avec des espaces"),
        ("block: TST\nlabel: Note : ceci\n", 2, "se met entre guillemets"),
        ("block: TST\nsurvey: [{relevant: ${a} = 1}]\n", 2, "se met entre guillemets"),
        ("block: TST\nrelevant: 'oui' = ${a}\n", 2, "un guillemet est mal placé"),
        ("block: TST\nprompts: - a\n", 2, "Passez à la ligne avant le tiret"),
        ("  block: TST\nname: x\n", 2, "Alignez-la"),
        ("block: TST\n---\nname: x\n", 2, "un second document"),
        ("block: TST\nlabel: 'Ouvert\nname: x\n", 4, "un guillemet n’est pas fermé"),
        ("block: TST\nprompts: [a, b\nname: x\n", 3, "n’est pas fermé"),
        ("block: TST\nname: *ailleurs\n", 2, "ne mène nulle part"),
        ("", 1, "Le fichier est vide"),
        ("- une liste\n", 1, "n’est pas une suite de"),
        ("name: \x07\n", 1, "caractère interdit"),
    ],
)
def test_yaml_that_cannot_be_read_names_its_line(tmp_path: Path, text: str, line: int, expected: str) -> None:
    (tmp_path / "formulaire.yaml").write_text(SETTINGS + "blocks: [essai.yaml]\n", encoding="utf-8")
    (tmp_path / "essai.yaml").write_text(text, encoding="utf-8")
    (problem,) = faults(tmp_path / "formulaire.yaml")
    assert spaced(expected) in str(problem)
    assert problem.place is not None
    assert (problem.place.file.name, problem.place.line) == ("essai.yaml", line)


def test_files_that_are_not_there_or_not_text(tmp_path: Path) -> None:
    (problem,) = faults(tmp_path / "absent.yaml")
    assert "n’existe pas" in problem.sentence
    (tmp_path / "image.yaml").write_bytes(b"\x89PNG\xff\xfe")
    (problem,) = faults(tmp_path / "image.yaml")
    assert "UTF-8" in problem.sentence
    (tmp_path / "dossier.yaml").mkdir()
    (problem,) = faults(tmp_path / "dossier.yaml")
    assert "ne peut pas être lu" in problem.sentence
    (tmp_path / "loin.yaml").write_text(SETTINGS + "blocks: [../secret.yaml]\n", encoding="utf-8")
    (problem,) = faults(tmp_path / "loin.yaml")
    assert "sort du dossier" in problem.sentence


def test_a_missing_block_file_does_not_blame_the_names_it_holds(tmp_path: Path) -> None:
    (tmp_path / "formulaire.yaml").write_text(SETTINGS + "blocks: [la.yaml, perdu.yaml]\n", encoding="utf-8")
    survey = "survey:\n  - {name: a, code: TST-01, type: text, label: A, relevant: \"${perdue} = 'x'\"}\n"
    (tmp_path / "la.yaml").write_text(BLOCK + survey, encoding="utf-8")
    (problem,) = faults(tmp_path / "formulaire.yaml")
    assert "perdu.yaml" in problem.sentence
    assert problem.place is not None
    assert problem.place.line == 2


def test_the_shortest_circle_is_told(tmp_path: Path) -> None:
    path = write_form(
        tmp_path,
        """
        - {name: a, code: TST-01, type: integer, label: A, relevant: "${b} > 0 and ${c} > 0"}
        - {name: b, code: TST-02, type: integer, label: B, relevant: "${c} > 0"}
        - {name: c, code: TST-03, type: integer, label: C, relevant: "${a} > 0"}
        """,
    )
    (problem,) = faults(path)
    assert "« a » dépend de « c » (ligne 9), qui dépend de « a » (ligne 7)" in problem.sentence


def test_a_missing_code_is_offered_one_that_nobody_bears(tmp_path: Path) -> None:
    path = write_form(
        tmp_path,
        """
        - {name: a, code: TST-01, type: text, label: A}
        - {name: b, type: text, label: B}
        - {name: c, code: TST-04, type: text, label: C}
        - {name: d, type: text, label: D}
        """,
    )
    assert ["TST-05" in one.advice or "TST-06" in one.advice for one in faults(path)] == [True, True]
    assert len({one.advice for one in faults(path)}) == 2


def test_a_block_that_waits_for_its_own_question_is_a_circle(tmp_path: Path) -> None:
    path = write_form(tmp_path, "- {name: a, code: TST-01, type: text, label: A}", block="relevant: ${a} != ''\n")
    (problem,) = faults(path)
    assert "Le bloc TST n’apparaît que selon « a » (ligne 8), qu’il contient." in problem.sentence


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("${TST-01} = 'oui'", "C’est un code : écrivez ${a}."),
        ("a = 'oui'", "Écrivez ${a}."),
        ("${a} = oui", "un texte se met entre apostrophes droites"),
        ("${a} = 'ouï'", "Vouliez-vous dire 'oui' ?"),
        ("${a} = ’oui’", "entre apostrophes droites"),
        ("${a} == 'oui'", "Un seul signe = suffit"),
        ("${a} = 'oui' && 1", "Écrivez and, or"),
        ("${rows}", "Écrivez count(${rows}) > 0."),
        ("${rows} = ''", "il ne se compare pas"),
        ("${a} = true()", "Écrivez ${a} = 'true'."),
        ("${day} > '31/12/2026'", "Écrivez-la comme '2026-11-24'."),
        ("area(${a})", "(une carte) n’est pas prise en charge"),
        ("selectd(${a}, 'oui')", "Vouliez-vous dire selected(…) ?"),
        ("count('a')", "count attend une question"),
        ("answered('a')", "answered attend une question"),
        ("jr:choice-name(${a}, 'b')", "jr:choice-name"),
        ("/data/a = 'oui'", "Nommez la question"),
        ("${a}/b = 'oui'", "n’est ni un groupe ni un tableau"),
        ("${twice} = 1", "Plusieurs champs s’appellent « twice »"),
        ("selected(${a}, 'peut-être')", "Aucun choix de « a » ne s’appelle « peut-être »"),
        ("not(" * 300 + "1" + ")" * 300, "trop longue"),
        ("${a} | 'b'", "Le signe | réunit deux questions"),
        ("'a'[1]", "Un crochet [ ] suit une question"),
    ],
)
def test_a_wrong_expression_says_what_to_write(tmp_path: Path, expression: str, expected: str) -> None:
    quoted = expression.replace('"', '\\"')
    path = write_form(
        tmp_path,
        f"""
        - {{name: a, code: TST-01, type: select_one, label: A, choices: {{oui: Oui, non: Non}}}}
        - {{name: day, code: TST-02, type: date, label: Jour}}
        - {{name: rows, code: TST-03, type: repeat, label: R, fields: [{{name: twice, type: text, label: T}}]}}
        - {{name: box, code: TST-04, type: group, label: B, fields: [{{name: twice, type: text, label: T}}]}}
        - {{name: last, code: TST-05, type: text, label: Z, relevant: "{quoted}"}}
        """,
    )
    told = [str(problem) for problem in faults(path)]
    assert any(spaced(expected).lower() in message.lower() for message in told), told


def test_a_pattern_without_ends_is_a_warning_only(tmp_path: Path) -> None:
    form = form_of(
        tmp_path,
        """
        - name: post
          code: TST-01
          type: text
          label: Code postal
          constraint: regex(., '[0-9]{5}')
          constraint_message: Cinq chiffres.
        """,
    )
    (problem,) = check(form)
    assert not problem.grave
    assert "constraint" in problem.sentence
