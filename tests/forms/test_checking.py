"""The checker tells what is wrong or doubtful, once, at its line; and never anything that is not so."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from spie_diag.forms.checking import check
from spie_diag.forms.definition import Form, Place
from spie_diag.forms.examining import examined
from spie_diag.forms.problems import Problem, lines_of
from spie_diag.forms.reading import read_unchecked
from spie_diag.french import spaced
from tests.forms.any_forms import plain_forms
from tests.forms.writing import write_form, write_plain

BASE = """
- {name: n, type: integer, label: N, constraint: ". >= 0 and . <= 120", constraint_message: Non.}
- {name: d, type: date, label: D}
- {name: h, type: time, label: H}
- {name: t, type: text, label: T}
- {name: s, type: select_one, label: S, choices: {oui: Oui, non: Non}}
- {name: k, type: select_one, label: K, choices: {"1": Un, "2": Deux}}
- {name: v, type: select_one, label: V, choices: {jour: Jour, nuit: Nuit}}
- {name: m, type: select_multiple, label: M, choices: {a: A, b: B, rien: Rien}, exclusive: [rien]}
- {name: lu, type: note, label: À lire}
- {name: c, type: calculate, calculation: "if(${s} = 'oui', 'grand', 'petit')"}
- {name: x, type: text, label: X, relevant: "${s} = 'oui'"}
- {name: r, type: repeat, label: R, fields: [{name: y, type: integer, label: Y}]}
"""


def told(folder: Path, row: str, **more: str) -> list[Problem]:
    """What is said of one row behind the base."""
    path = write_plain(folder, f"{BASE.strip()}\n- {{name: q, {row}}}", **more)
    return [one for one in check(read_unchecked(path)) if one.question in ("q", "") or one.question.startswith("q/")]


@pytest.mark.parametrize(
    ("expression", "expected", "grave"),
    [
        # what does not go together
        ("${d} > 5", "Une date se compare à un nombre", True),
        ("${d} * 2 > 5", "s’applique à une date", False),
        ("${d} + today() > 5", "Deux dates ne se combinent", True),
        ("${s} + 1 > 2", "${s} n’est pas un nombre", True),
        ("${m} * 2 > 1", "${m} n’est pas un nombre", True),
        ("${t} + 1 > 2", "texte libre", False),
        ("${h} > '12:00'", "Écrivez decimal-time(${h})", True),
        ("${s} > 3", "« > » est toujours faux", True),
        ("${t} > 3", "ne compare que des nombres", False),
        ("${n} > 'dix'", "« n » est un nombre, jamais « dix »", True),
        ("${k} = 3", "Aucun choix de « k » ne s’appelle « 3 »", True),
        ("${s} = ${v}", "n’ont aucun choix en commun", True),
        ("${m} = 'a'", "écrivez selected(${m}, 'a')", False),
        ("selected(${m}, 'a') = 'non'", "Vrai ou faux se compare à un texte", True),
        ("selected(${n}, 'a')", "selected lit des choix", False),
        ("round(${s}) > 2", "round attend un nombre", True),
        ("difference-in-years(${n}, today()) > 3", "attend une date", True),
        ("${s} = 'oui' or 'non'", "Répétez la question : ${s} = 'non'", True),
        ("${n} > 3 and 5", "5 seul ne change jamais", True),
        ("if('oui', true(), false())", "la condition est toujours vraie", True),
        ("'${s}' = 'oui'", "Retirez les apostrophes : ${s}", True),
        ("${d} > '2026-02-30'", "n’est pas une date", True),
        ("${t} = '2026-02-30'", "Ce jour n’existe pas au calendrier", True),
        ("${lu} = 'oui'", "${lu} est une note", True),
        ("${n} = '12:00'", "« n » est un nombre, jamais « 12:00 »", True),
        ("${h} = 12", "ne sont jamais égaux", True),
        # what stands in brackets
        ("count(${r}[y > 'abc']) > 0", "« y » est un nombre, jamais « abc »", True),
        ("count(${r}[y + ${s} > 3]) > 0", "${s} n’est pas un nombre", True),
        ("count(${r}[. = '2026-02-30']) > 0", "n’est pas une date", True),
        ("count(${r}[${y} > 3]) > 0", "ne lit pas la ligne examinée, mais toutes", False),
        ("count(${r}[once(y) = 3]) > 0", "once ne retient une valeur que dans un calcul", False),
        # what never or always holds
        ("${s} = 'oui' and ${s} = 'non'", "La condition se contredit", True),
        ("${n} > 5 and ${n} < 3", "La condition se contredit", True),
        ("${n} > 5 and ${n} < 6", "n’apparaît qu’après une réponse signalée", False),
        ("${d} > '2026-01-01' and ${d} < '2025-01-01'", "La condition se contredit", True),
        ("selected(${m}, 'a') and not(selected(${m}, 'a'))", "La condition se contredit", True),
        ("count-selected(${m}) > 3 and count-selected(${m}) < 2", "La condition se contredit", True),
        ("${c} = 'moyen'", "(c vaut grand, petit ou rien)", True),
        ("${s} = 'non' and ${x} != ''", "Aucune suite de réponses ne mène ici", True),
        ("${n} > 200", "Aucune suite de réponses qui conviennent ne mène ici", False),
        ("1 = 2", "La condition est toujours fausse", True),
        ("false()", "La condition est toujours fausse", False),
        ("${s} != 'oui' or ${s} != 'non'", "La condition est toujours vraie", False),
        ("true()", "La condition est toujours vraie", False),
        ("${t} = 'a' or ${c} = 'moyen'", "n’est jamais vrai", False),
        # what does nothing where it stands
        ("once(${t}) = 'a'", "once ne retient une valeur que dans un calcul", False),
        ("position() = 2", "écrivez position(..)", False),
        ("regex(${t}, '^([a-z]+ ?)+$')", "répète ce qui se répète déjà", False),
        ("answered(${t})", "n’existe qu’ici", False),
    ],
)
def test_a_doubtful_condition_is_told(tmp_path: Path, expression: str, expected: str, grave: bool) -> None:
    found = told(tmp_path, f'type: text, label: Q, relevant: "{expression}"')
    here = [one for one in found if spaced(expected) in str(one)]
    assert [one.grave for one in here] == [grave], [str(one) for one in found]
    assert here[0].place is not None
    assert here[0].place.line == 4 + len(BASE.strip().splitlines())
    assert here[0].key == "relevant"


@pytest.mark.parametrize(
    "expression",
    [
        "${n} > 5 and ${n} < 7",
        "${n} = '7' or ${n} = 7.0",
        "${d} > '2025-01-01' and ${d} < '2026-01-01'",
        "today() - ${d} > 30 and ${d} + 30 < today()",
        "(today() - ${d}) div 365.25 > 18",
        "selected(${m}, 'a') and selected(${m}, 'b')",
        "selected(${m}, 'a') + selected(${m}, 'b') > 1",
        "${m} = 'rien'",
        "${m} != '' and not(selected(${m}, 'rien'))",
        "${s} = ${c} or ${s} = ${k}",
        "${k} > 1",
        "${k} + 1 = 2",
        "${c} = 'grand' and ${s} = 'oui'",
        "${x} != '' and ${s} = 'oui'",
        "coalesce(${n}, 0) = 0",
        "if(${n} > 5, ${s}, 'oui') = 'oui'",
        "sum(${y}) > 5 and count(${r}) > 0",
        "${y} = 1 and ${y} = 2",
        "count(${r}[y > 3 and y < 5]) > 0",
        "decimal-time(${h}) < 0.5",
        "${h} = '12:00'",
        "${r}[position() = 2]/y > 3",
        "count(${r}[y = 3 and ../n > 2]) > 0 or count(${r}[1]) = 1",
        "contains(${t}, 'a') and not(contains(${t}, 'b'))",
        "number(${t}) > 3",
        "string-length(${t}) = 0",
        "jr:choice-name(${s}, '${s}') = 'Oui'",
        "format-date(${d}, '%Y') > 2020",
        "${s} = 'oui' and (${s} = 'non' or ${n} > 3)",
    ],
)
def test_a_sensible_condition_is_left_alone(tmp_path: Path, expression: str) -> None:
    assert told(tmp_path, f'type: text, label: Q, relevant: "{expression}"') == []


@pytest.mark.parametrize(
    ("row", "expected", "grave"),
    [
        ("type: text, label: Q, constraint: \". = 'a' and . = 'b'\", constraint_message: N", "Aucune réponse", True),
        ('type: integer, label: Q, constraint: ". < 9 or . > 3", constraint_message: N', "n’écarte aucune", False),
        ("type: text, label: Q, constraint: \". != ''\", constraint_message: N", "n’écarte aucune", False),
        ('type: integer, label: Q, constraint: ". < 9"', "ne dira pas pourquoi", False),
        ("type: text, label: Q, constraint: \"regex(., '[0-9]+')\", constraint_message: N", "commencez par ^", False),
        ("type: text, label: Q, constraint_message: Non", "ne sert à rien sans « constraint »", False),
        ("type: note, label: Q, required: yes", "Une note n’a pas de réponse", False),
        ('type: integer, label: Q, calculation: "${n} + 1"', "Un calcul écraserait", True),
        ('type: calculate, calculation: "${n} + 1"', "Sans réponse à « n », le calcul reste vide", False),
        ('type: calculate, calculation: "today() - ${d}"', "Écrivez if(${d} != '', …, '')", False),
        ("type: calculate", "Ce calcul n’a pas de formule", True),
        ("type: integer, label: Q, default: dix", "ne convient pas", True),
        ("type: date, label: Q, default: 2026-02-30", "Cette date n’existe pas", True),
        ("type: select_one, label: Q, choices: {a: A}, default: b", "Aucun choix ne s’appelle « b »", True),
        ('type: integer, label: Q, default: "${n} + coalesce(${n}, 1)"', "encore sans réponse", False),
        ("type: range, label: Q, parameters: {start: 9, end: 1}", "Une échelle va de", True),
        ("type: range, label: Q, parameters: {start: 0, end: 5, step: 9}", "Le pas « step »", True),
        ("type: text, label: Q, repeat_count: 3", "Seul un tableau", True),
        ("type: repeat, label: Q, repeat_count: \"'deux'\", fields: [{name: z, type: text, label: Z}]", "lignes", True),
        ("type: calculate, calculation: 1 + 1, trigger: nulle_part", "Aucune question ne s’appelle", True),
        ("type: text, label: Q, trigger: n", "Ce déclencheur ne sert à rien", False),
        ("type: range, label: Q, default: 11", "Un nombre entier de 1 à 10 est attendu", True),
        ('type: text, label: Q, default: "tody()"', "La fonction « tody » n’existe pas", True),
        ("type: geopoint, label: Q, required: yes", "alors qu’elle est obligatoire", False),
        ("type: geopoint, label: Q", "Le type « geopoint » (une position) n’est pas pris en charge", False),
        ("type: text, label: Q, columns: {media::image: a.png}", "La colonne « media::image »", False),
        ("type: select_one, label: Q, choices: {a: A, A: Encore}", "que par les majuscules", False),
        ("type: text, label: 'Bonjour ${personne}'", "Aucune question ne s’appelle « personne »", True),
        (
            "type: select_one, label: Q, choices: {a: {label: A, v: oui}, b: {label: B, v: ouais}}, "
            'choice_filter: "v = ${s}"',
            "Le choix « b » n’est jamais proposé",
            False,
        ),
        (
            'type: select_one, label: Q, choices: {a: {label: A, v: o}}, choice_filter: "v = ${s}"',
            "Aucun choix n’est jamais proposé",
            True,
        ),
        (
            "type: group, label: Q, relevant: \"${z} = 'a'\", fields: [{name: z, type: text, label: Z}]",
            "n’apparaît que selon « q/z »",
            True,
        ),
        (
            "type: group, label: Q, relevant: \"${s} = 'oui'\", "
            "fields: [{name: z, type: text, label: Z, relevant: \"${s} = 'non'\"}]",
            "n’est jamais vraie quand « q » est affiché",
            True,
        ),
    ],
)
def test_a_doubtful_row_is_told(tmp_path: Path, row: str, expected: str, grave: bool) -> None:
    found = told(tmp_path, row)
    assert [one.grave for one in found if spaced(expected) in str(one)] == [grave], [str(one) for one in found]


@pytest.mark.parametrize(
    "row",
    [
        'type: calculate, calculation: "coalesce(${n}, 0) + 1"',
        "type: calculate, calculation: \"if(${n} != '', ${n} + 1, 0)\"",
        'type: calculate, calculation: "${n} + 1", relevant: "${n} > 3"',
        'type: integer, label: Q, calculation: "once(${n})"',
        'type: integer, label: Q, calculation: "coalesce(${n}, 1)", read_only: yes',
        'type: integer, label: Q, calculation: "coalesce(${n}, 1)", trigger: s',
        "type: select_multiple, label: Q, choices: {a: A, b: B}, default: a b",
        "type: text, label: Q, default: Lyon (69)",
        'type: text, label: Q, default: "L\'atelier \\"Le Lien\\" (Lyon)"',
        "type: note, label: Q, required: no",
        'type: date, label: Q, default: "today()"',
        'type: repeat, label: Q, repeat_count: "${n}", fields: [{name: z, type: text, label: Z}]',
    ],
)
def test_a_sensible_row_is_left_alone(tmp_path: Path, row: str) -> None:
    assert told(tmp_path, row) == []


def test_what_is_never_asked_is_known_to_its_readers(tmp_path: Path) -> None:
    path = write_plain(
        tmp_path,
        """
        - {name: a, type: text, label: A, relevant: "1 = 2"}
        - {name: b, type: text, label: B, relevant: "${a} = 'x'"}
        - {name: c, type: text, label: C, relevant: "${b} != ''"}
        """,
    )
    found = check(read_unchecked(path))
    assert [(one.question, one.grave) for one in found] == [("a", True), ("b", False), ("c", False)]
    assert "lit « a », qui n’est jamais posée" in found[1].sentence


def test_a_missing_language_is_one_remark_with_its_lines(tmp_path: Path) -> None:
    path = write_plain(
        tmp_path,
        """
        - {name: a, type: text, label: A, "label::English (en)": A}
        - {name: b, type: text, label: B, hint: Aide}
        - {name: c, type: text, label: C}
        - {name: d, type: text, label: D, "label::English (en)": D, "hint::English (en)": Help}
        """,
    )
    missing, untold = check(read_unchecked(path))
    assert missing.sentence.endswith("textes : lignes 5 et 6.")
    assert "« hint » existe en « English (en) »" in untold.sentence


def test_a_question_that_need_not_be_answered_is_not_called_obligatory(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, "type: geopoint, label: Q, required: no")
    assert "obligatoire" not in problem.sentence


def test_the_names_of_blocks_are_borne_once(tmp_path: Path) -> None:
    path = write_form(
        tmp_path,
        "- {name: a, code: TST-01, type: text, label: A}",
        calculations='- {name: essai, type: calculate, calculation: "1"}',
    )
    (problem,) = check(read_unchecked(path))
    assert problem.grave
    assert problem.place == Place(tmp_path / "essai.yaml", 2)
    assert "Le nom « essai » sert deux fois" in problem.sentence


def test_texts_of_a_block_that_no_answer_fills_are_told(tmp_path: Path) -> None:
    path = write_form(
        tmp_path,
        "- {name: a, code: TST-01, type: text, label: A}",
        block="""
        label::English (en): Housing of ${a}
        open_question: Et ${a} ?
        prompts: [Relance, "Et pour ${a} ?"]
        situations:
        - {code: TST.S01, nature: neutre, label: "Vit avec ${a}"}
        objectives:
        - {code: TST-O1, label: "Aider ${a}"}
        """,
    )
    found = [one for one in check(read_unchecked(path)) if "s’affichera tel quel" in one.sentence]
    assert [(one.question, one.key) for one in found] == [
        ("TST", "label::English (en)"), ("TST", "open_question"), ("TST", "prompts"),
        ("TST.S01", "label"), ("TST-O1", "label"),
    ]  # fmt: skip


def test_a_circle_of_blocks_is_told_in_good_french(tmp_path: Path) -> None:
    path = write_form(
        tmp_path,
        """
        - {name: a, code: TST-01, type: text, label: A, relevant: "${c} = 1"}
        """,
        calculations="""- {name: c, type: calculate, calculation: "if(${a} = '', 1, 2)"}""",
        block="relevant: ${c} = 1\n",
    )
    told_of = [one.sentence for one in check(read_unchecked(path)) if "rond" in one.sentence]
    assert told_of
    assert not any("de le bloc" in sentence or sentence.startswith("le bloc") for sentence in told_of)


def test_a_function_that_takes_nothing_says_so(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, 'type: text, label: Q, relevant: "pi(1) > 3"')
    assert problem.sentence.endswith("pi n’attend aucun argument, et en reçoit 1.")


def test_the_settings_of_other_programs_are_told_where_they_stand(tmp_path: Path) -> None:
    said = "version: '1'\npublic_key: abc\ninstance_name: concat(${a}, ${b})\n"
    path = write_plain(tmp_path, "- {name: a, type: text, label: A}", settings=said)
    places = {one.key: one.place for one in check(read_unchecked(path))}
    assert places == {"public_key": Place(path, 4), "instance_name": Place(path, 5)}


def test_the_settings_of_a_workbook_are_told_at_their_cell(tmp_path: Path) -> None:
    path = tmp_path / "f.md"
    path.write_text(
        "| survey | | | |\n| | type | name | label |\n| | text | a | A |\n"
        "| settings | | |\n| | form_id | public_key |\n| | f | abc |\n"
    )
    (problem,) = [one for one in examined(path).problems if one.key == "public_key"]
    assert (problem.place and problem.place.sheet, problem.place and problem.place.column) == ("settings", "public_key")


def test_prompts_that_lack_a_language_are_counted(tmp_path: Path) -> None:
    path = write_form(
        tmp_path,
        '- {name: a, code: TST-01, type: text, label: A, "label::English (en)": A}',
        block='"label::English (en)": Trial\nprompts: [Relance]\n',
    )
    (missing,) = check(read_unchecked(path))
    assert "manque pour" in missing.sentence
    assert missing.place == Place(tmp_path / "essai.yaml", 7)


def test_lines_are_told_in_runs() -> None:
    file = Path("f.yaml")
    assert lines_of([Place(file, 4)]) == "ligne 4"
    assert lines_of(Place(file, line) for line in (9, 3, 4, 5, 5, 8)) == "lignes 3 à 5, 8 et 9"


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(plain_forms())
def test_no_form_makes_the_checker_fail(form: Form) -> None:
    assert all(problem.sentence for problem in check(form))
