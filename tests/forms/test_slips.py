"""Slips of the hand that other programs pass over or refuse without a word: each is told at its row, with the mend."""

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spie_diag.forms.checking import check
from spie_diag.forms.definition import Form, Question, QuestionType
from spie_diag.forms.examining import examined
from spie_diag.forms.live import Live
from spie_diag.forms.plan import plan
from spie_diag.forms.problems import Problem, names_apart
from spie_diag.forms.reading import read_unchecked
from spie_diag.forms.spelling import is_nearly
from spie_diag.forms.syntax import pieces
from tests.forms.writing import write_plain


def of_rows(folder: Path, survey: str, **more: str) -> list[Problem]:
    return list(check(read_unchecked(write_plain(folder, survey, **more))))


def of_workbook(folder: Path, text: str) -> list[Problem]:
    """What is said of a workbook written in Markdown."""
    path = folder / "enquete.md"
    path.write_text(dedent(text), encoding="utf-8")
    return list(examined(path).problems)


def said(problems: list[Problem]) -> list[tuple[str, bool]]:
    return [(problem.sentence, problem.grave) for problem in problems]


# --- names in texts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("b ${a et la suite", "n’est pas fermée"),
        ("b ${", "n’est pas fermée"),
        ("b ${a et ${a}", "n’est pas fermée"),
        ("b ${} la suite", "ne nomme aucune question"),
        ("b ${ } la suite", "ne nomme aucune question"),
        ("b ${a b}", "n’est pas un nom"),
        ("b ${a + 1}", "n’est pas un nom"),
        ("b ${zz}", "Aucune question ne s’appelle « zz »"),
    ],
)
@pytest.mark.parametrize("key", ["label", "hint", "guidance_hint", "constraint_message", "label::en"])
def test_a_name_in_a_text_that_is_none_is_a_fault_at_its_key(
    tmp_path: Path, key: str, text: str, expected: str
) -> None:
    rows = f"- {{name: a, type: text, label: A}}\n- name: b\n  type: text\n  constraint: . != 'x'\n  {key}: \"{text}\""
    (found,) = (problem for problem in of_rows(tmp_path, rows) if problem.grave)
    assert expected in found.sentence
    assert found.place is not None
    assert (found.place.line, found.key, found.question) == (8, key, "b")
    assert found.excerpt == text
    assert found.advice


@pytest.mark.parametrize("text", ["b ${a}", "b ${ a }", "b ${g/h}", "b $ {a}", "b {a} $", "b } et $5"])
def test_a_name_in_a_text_is_left_alone(tmp_path: Path, text: str) -> None:
    rows = f"""
    - {{name: a, type: text, label: A}}
    - {{name: g, type: group, label: G, fields: [{{name: h, type: text, label: "{text}"}}]}}
    """
    assert of_rows(tmp_path, rows) == []


def test_a_name_in_a_choice_is_told_at_the_choice(tmp_path: Path) -> None:
    rows = "- {name: a, type: select_one, label: A, choices: l}\n- {name: b, type: select_one, label: B, choices: l}"
    (found,) = of_rows(tmp_path, rows, lists='l:\n  x: X\n  y: "Y ${"')
    assert found.place is not None
    assert found.place.line == 6
    assert found.sentence.startswith("Choix « y » : Une accolade ouverte")


def test_the_heading_of_rows_names_what_stands_in_them(tmp_path: Path) -> None:
    rows = """
    - {name: r, type: repeat, label: "R ${n}", fields: [{name: n, type: text, label: N}]}
    - {name: s, type: repeat, label: "S ${n}", fields: [{name: n, type: text, label: N}]}
    - {name: last, type: note, label: "Last ${n}"}
    """
    (found,) = of_rows(tmp_path, rows)
    assert found.question == "last"
    assert found.advice == "Précisez : ${r/n} ou ${s/n}."


def test_a_choice_that_questions_share_is_judged_where_each_stands(tmp_path: Path) -> None:
    rows = """
    - name: r
      type: repeat
      label: R
      fields: [{name: n, type: text, label: N}, {name: a, type: select_one, label: A, choices: l}]
    - {name: g, type: group, label: G, fields: [{name: n, type: text, label: N}]}
    - {name: b, type: select_one, label: B, choices: l}
    - {name: c, type: select_one, label: C, choices: l}
    """
    (found,) = of_rows(tmp_path, rows, lists='l:\n  x: "X ${n}"\n  y: Y')
    assert found.question == "b"
    assert "Plusieurs champs s’appellent « n »" in found.sentence


def test_workbooks_tell_sheet_row_and_column_of_a_name_that_is_none(tmp_path: Path) -> None:
    found = of_workbook(
        tmp_path,
        """
        | survey |
        | | type | name | label | hint |
        | | text | a | A ${b | |
        | | select_one l | b | B | ${a b} |
        | choices |
        | | list_name | name | label |
        | | l | x | X |
        | | l | y | Y ${zz} |
        """,
    )
    places = [problem.place for problem in found if problem.grave]
    assert [(one.sheet, one.line, one.column) for one in places if one is not None] == [
        ("survey", 4, "label"),
        ("survey", 5, "hint"),
        ("choices", 9, "label"),
    ]


# --- columns, settings and appearances that are nearly known ---------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "meant"),
    [
        ("relevent", "relevant"),
        ("relevants", "relevant"),
        ("constrain_message", "constraint_message"),
        ("contrainte", "constraint"),
        ("requierd", "required"),
        ("calculations", "calculation"),
        ("choice-filter", "choice_filter"),
        ("repeat_counts", "repeat_count"),
        ("triger", "trigger"),
        ("défault", "default"),
        ("readonly_", "read_only"),
        ("bind::relevent", "relevant"),
        ("lable::English (en)", "label::English (en)"),
    ],
)
def test_a_misspelt_column_is_a_fault_with_the_word_that_was_meant(tmp_path: Path, column: str, meant: str) -> None:
    heading = f"| survey |\n| | type | name | label | {column} |\n"
    (found,) = (
        one for one in of_workbook(tmp_path, f"{heading}| | text | a | A | |\n| | text | b | B | x |\n") if one.grave
    )
    assert found.place is not None
    assert (found.place.line, found.place.column) == (4, column)
    assert f"Vouliez-vous dire « {meant} » ?" in found.advice


@pytest.mark.parametrize(
    ("column", "proposes"),
    [("relevant_old", True), ("hnt", True), ("apperance", True), ("media::image", False), ("comment", False),
     ("notes", False), ("testing", False), ("bind::odk:length", False), ("autoplay", False)],
)  # fmt: skip
def test_other_columns_stay_a_remark(tmp_path: Path, column: str, proposes: bool) -> None:
    survey = f"| survey |\n| | type | name | label | relevant | {column} |\n| | text | a | A | | |\n"
    found = of_workbook(tmp_path, f"{survey}| | text | b | B | ${{a}} = 'x' | 3 |\n| | text | c | C | | |\n")
    if column == "relevant_old":
        assert "Gardé pour Kobo" in found[0].advice  # the row says its condition already
        proposes = False
    assert [(problem.grave, "Vouliez-vous dire" in problem.advice) for problem in found] == [(False, proposes)]


def test_choices_and_settings_are_spelt_too(tmp_path: Path) -> None:
    found = of_workbook(
        tmp_path,
        """
        | survey |
        | | type | name | label |
        | | select_one l | a | A |
        | choices |
        | | list_name | name | lable |
        | | l | x | X |
        | settings |
        | | form_id | versoin | form_titel | mine |
        | | f | 3 | Titre | x |
        """,
    )
    assert [
        (problem.place.column, problem.grave) for problem in found if problem.place and problem.advice[0] == "V"
    ] == [
        ("lable", True),
        ("versoin", True),
        ("form_titel", False),
    ]


def test_appearances_that_nobody_knows_are_one_remark_a_word(tmp_path: Path) -> None:
    found = of_rows(
        tmp_path,
        """
        - {name: a, type: text, label: A, appearance: multline}
        - {name: b, type: text, label: B, appearance: numbers multline}
        - {name: c, type: text, label: C, appearance: w2 columns-3 no-calendar field-list kobo--x}
        - {name: d, type: text, label: D, appearance: soigné}
        """,
    )
    assert said(found) == [
        ("« multline » n’est pas une apparence connue (lignes 4 et 5).", False),
        ("« soigné » n’est pas une apparence connue (ligne 7).", False),
    ]
    assert found[0].advice == "Vouliez-vous dire « multiline » ?"


@pytest.mark.parametrize(
    ("word", "known", "near"),
    [("lable", "label", True), ("label", "label", True), ("lbael", "label", True), ("level", "label", False),
     ("names", "name", True), ("note", "name", False), ("constrainst", "constraint", True), ("", "name", False)],
)  # fmt: skip
def test_words_are_near_by_a_slip_of_the_hand(word: str, known: str, near: bool) -> None:
    assert is_nearly(word, known) is near


# --- rows counted by what they hold ----------------------------------------------------------------------------------

COUNTS = {
    "${n}": True,
    "${n} + 1": True,
    "coalesce(${n}, 0)": True,
    "count(${r})": True,
    "sum(${n})": True,
    "number(${n}) * 3": True,
    "if(count(${r}) > 0, 2, 0)": True,
    "count(${r}) + 1": False,
    "coalesce(${n}, 1)": False,
    "if(count(${r}) = 0, 1, ${n})": False,
    "${n} + ${before}": False,
    "count(${r}[n > 3])": False,
}
"""Whether it is said that there is never a row."""


@pytest.mark.parametrize("count", COUNTS)
def test_rows_that_count_themselves_are_told(tmp_path: Path, count: str) -> None:
    rows = f"""
    - {{name: before, type: integer, label: B}}
    - {{name: r, type: repeat, label: R, repeat_count: "{count}", fields: [{{name: n, type: integer, label: N}}]}}
    """
    form = read_unchecked(write_plain(tmp_path, rows))
    (found,) = check(form)
    assert found.key == "repeat_count"
    assert "dans le tableau lui-même" in found.sentence or "ses propres lignes" in found.sentence
    assert found.grave is COUNTS[count]
    if found.grave:
        live = Live(plan(form), today=date(2026, 11, 24))
        assert not any(node.is_row for node in live.nodes())
        assert "il n’y en aura jamais" in found.sentence


def test_rows_counted_by_a_question_before_them_are_left_alone(tmp_path: Path) -> None:
    rows = """
    - {name: n, type: integer, label: N}
    - {name: r, type: repeat, label: R, repeat_count: "${n}", fields: [{name: m, type: integer, label: M}]}
    """
    assert of_rows(tmp_path, rows) == []


# --- sums over rows, labels, names with spaces -----------------------------------------------------------------------

TABLE = """
- name: r
  type: repeat
  label: R
  fields:
    - {name: n, type: integer, label: N}
    - {name: must, type: integer, label: M, required: yes}
    - {name: some, type: integer, label: S, required: yes, relevant: "${n} > 3"}
    - {name: twice, type: calculate, calculation: "coalesce(${n}, 0) * 2"}
"""


@pytest.mark.parametrize("calculation", ["sum(${n})", "max(${n}) + 1", "min(${n})", "sum(${some})", "round(sum(${n}))"])
def test_a_sum_that_one_blank_row_leaves_empty_is_a_remark(tmp_path: Path, calculation: str) -> None:
    (found,) = of_rows(tmp_path, f'{TABLE.strip()}\n- {{name: s, type: calculate, calculation: "{calculation}"}}')
    assert not found.grave
    assert "Une seule ligne sans réponse à « r/" in found.sentence
    assert "[. != '']" in found.advice


@pytest.mark.parametrize(
    "calculation",
    ["sum(${n}[. != ''])", "sum(${must})", "sum(${twice})", "coalesce(sum(${n}), 0)", "count(${r})", "max(1, 2)"],
)
def test_a_sum_that_is_never_empty_is_left_alone(tmp_path: Path, calculation: str) -> None:
    row = f'- {{name: s, type: calculate, calculation: "{calculation}"}}'
    assert of_rows(tmp_path, f"{TABLE.strip()}\n{row}") == []


def test_a_question_without_a_label_is_a_remark(tmp_path: Path) -> None:
    found = of_rows(
        tmp_path,
        """
        - {name: a, type: text}
        - {name: b, type: integer, hint: En euros}
        - {name: c, type: calculate, calculation: 1 + 1}
        - {name: g, type: group, fields: [{name: d, type: date, label: D}]}
        - {name: h, type: hidden}
        """,
    )
    assert [(one.question, one.key, one.grave) for one in found] == [("a", "label", False), ("b", "label", False)]


@pytest.mark.parametrize("kind", ["select_one", "select_multiple"])
def test_a_choice_name_with_a_space_is_one_remark(tmp_path: Path, kind: str) -> None:
    path = write_plain(tmp_path, f'- {{name: a, type: {kind}, label: A, choices: {{"b c": B, d: D}}}}')
    (found,) = examined(path).problems
    assert "« b c » contient une espace" in found.sentence


def test_a_choice_name_with_a_space_is_told_at_its_row_of_the_workbook(tmp_path: Path) -> None:
    text = "| survey |\n| | type | name | label |\n| | select_multiple l | a | A |\n| choices |\n"
    (found,) = of_workbook(tmp_path, f"{text}| | list_name | name | label |\n| | l | b | B |\n| | l | c d | C |\n")
    assert str(found.place) == "enquete.md, feuille choices, ligne 7, colonne name"


# --- circles through what cannot be compiled -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    ["${b} = 'x' and (", "foo(${b}) = 'x'", "selected(${b})", "${b} = 'x", "${b} = x", "b = 'x'", "${b} == 'x'"],
)
def test_a_circle_is_told_before_its_expressions_are_mended(tmp_path: Path, wrong: str) -> None:
    rows = f"""
    - {{name: a, type: text, label: A, relevant: "{wrong}"}}
    - {{name: b, type: text, label: B, relevant: "${{a}} = 'y'"}}
    """
    told = [one.sentence for one in of_rows(tmp_path, rows) if one.grave]
    assert "« a » dépend de « b » (ligne 5), qui dépend de « a » (ligne 4) : cela tourne en rond." in told
    assert len(told) > 1, "what is wrong in the expression is told as well"


@pytest.mark.parametrize("wrong", ["'b' = c", "foo('b')", "a = b(", "${r", "concat('${', 'b', '}') = x"])
def test_no_circle_is_told_where_there_is_none(tmp_path: Path, wrong: str) -> None:
    rows = f"""
    - {{name: c, type: text, label: C, relevant: "{wrong}"}}
    - {{name: b, type: text, label: B, relevant: "${{c}} = 'y'"}}
    """
    assert not any("tourne en rond" in one.sentence for one in of_rows(tmp_path, rows))


# --- files of the same name ------------------------------------------------------------------------------------------


def test_files_of_the_same_name_are_told_apart() -> None:
    files = [Path("/f/a/cadre.yaml"), Path("/f/b/cadre.yaml"), Path("/g/b/cadre.yaml"), Path("/f/seul.yaml")]
    assert [*names_apart(files).values()] == ["a/cadre.yaml", "f/b/cadre.yaml", "g/b/cadre.yaml", "seul.yaml"]
    assert names_apart([files[0], files[0]]) == {files[0]: "cadre.yaml"}


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="${}a/ b", max_size=12))
def test_a_text_without_a_fault_holds_only_names_that_the_engine_finds(text: str) -> None:
    asked = Question(name="a", code=None, type=QuestionType.TEXT, label="A")
    named = Question(name="b", code=None, type=QuestionType.TEXT, label=f"B {text}")
    form = Form(name="f", title="f", version="1", language="", blocks=(), survey=(asked, named))
    cut = pieces(named.label)
    is_faulty = any(problem.grave for problem in check(form))
    names = [piece[2:-1].strip() for piece in cut[1::2]]
    assert is_faulty == (any("${" in piece for piece in cut[::2]) or any(name not in ("a", "b") for name in names))
