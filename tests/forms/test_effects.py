"""What a calculation and a default give: values in the shape of their question."""

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from spie_diag.forms.definition import Value
from spie_diag.forms.live import MOST_ROWS_IN_ALL, Live
from spie_diag.forms.plan import plan
from spie_diag.forms.reading import read_form
from spie_diag.forms.tellings import facts
from tests.forms.writing import write_plain

TODAY = date(2026, 11, 24)
ASKED = """
- {name: age, type: integer, label: Âge}
- {name: lieu, type: select_one, label: Lieu, choices: lieux}
"""


def live_of(tmp_path: Path, survey: str) -> Live:
    lists = "lieux: {a: {label: Un, km: '3'}, b: {label: Deux, km: '5'}, c: {label: Trois, km: '5'}}"
    return Live(plan(read_form(write_plain(tmp_path, ASKED + dedent(survey), lists=lists))), today=TODAY)


@pytest.mark.parametrize(
    ("kind", "expression", "expected"),
    [
        ("integer", "${age}", 5),
        ("integer", "if(${age} > 1, ${age}, 'rien')", 5),
        ("integer", "'2026-01-01'", None),
        ("integer", "${age} > 1", 1),
        ("decimal", "${age} div 2", 2.5),
        ("decimal", "1 div 0", None),
        ("text", "${age} + 1", "6"),
        ("text", "${age} > 1", "true"),
        ("date", "today() + 30", "2026-12-24"),
        ("date", "today()", "2026-11-24"),
        ("date", "number('x')", None),
        ("dateTime", "decimal-date-time(today())", "2026-11-24T00:00:00.000+00:00"),
        ("calculate", "${age} + 1", 6),
        ("calculate", "${age} > 1", True),
        ("calculate", "today() + 30", 20_811),
    ],
)
def test_a_calculation_gives_a_value_in_the_shape_of_its_question(
    tmp_path: Path, kind: str, expression: str, expected: Value
) -> None:
    live = live_of(tmp_path, f'- {{name: q, type: {kind}, label: Q, read_only: "yes", calculation: "{expression}"}}')
    live.give(live.scene.root.children["age"], 5)
    question = live.scene.root.children["q"]
    assert (question.value, type(question.value)) == (expected, type(expected))
    assert facts(live, question).violation == ""


def test_a_blank_calculation_of_several_choices_is_no_answer(tmp_path: Path) -> None:
    survey = """
    - {name: q, type: select_multiple, label: Q, choices: lieux, read_only: "yes", calculation: "string(${lieu})"}
    - {name: dit, type: calculate, label: "", calculation: "answered(${q})"}
    """
    live = live_of(tmp_path, survey)
    q, told, place = (live.scene.root.children[name] for name in ("q", "dit", "lieu"))
    assert (q.value, told.value) == (None, False)
    live.give(place, "b")
    assert (q.value, told.value) == (["b"], True)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("instance('lieux')/root/item[2]/label", "Deux"),
        ("instance('lieux')/root/item[km = '5'][2]/label", "Trois"),
        ("instance('lieux')/root/item[position() = 3]/name", "c"),
        ("instance('lieux')/root/item[4]/label", None),
        ("instance('lieux')/root/item[km = '5']/label", "Deux"),
        ("true() < 2", True),
        ("2 > true() and false() < 1 and true() >= '1'", True),
        ("true() < 1", False),
        ("format-date-time('2026-01-01 10:05', '%H:%M')", "10:05"),
        ("format-date-time('2026-01-01T10:05:06', '%S')", "06"),
    ],
)
def test_an_expression_reads_as_xpath_says(tmp_path: Path, expression: str, expected: Value) -> None:
    live = live_of(tmp_path, f'- {{name: q, type: calculate, label: "", calculation: "{expression}"}}')
    assert live.scene.root.children["q"].value == expected


def test_a_day_is_no_answer_to_a_question_about_a_number(tmp_path: Path) -> None:
    live = live_of(tmp_path, "- {name: q, type: integer, label: Q, default: '2026-01-01'}")
    assert Live(live.plan, today=TODAY, prefilled=True).scene.root.children["q"].value is None


def test_the_rows_of_an_interview_are_bounded_together(tmp_path: Path) -> None:
    survey = """
    - name: dehors
      type: repeat
      label: Dehors
      repeat_count: ${age}
      fields:
      - name: dedans
        type: repeat
        label: Dedans
        repeat_count: ${age}
        fields: [{name: x, type: text, label: X}]
    """
    live = live_of(tmp_path, survey)
    age, outside = live.scene.root.children["age"], live.scene.root.children["dehors"]

    def rows() -> int:
        return len(outside.rows) + sum(len(row.children["dedans"].rows) for row in outside.rows)

    live.give(age, 1000)
    assert rows() == MOST_ROWS_IN_ALL
    live.give(age, 2)
    assert rows() == 2 + 2 * 2
    live.give(outside, None)
    live.give(age, 3)
    assert rows() == 3 + 3 * 3, "rows that are gone leave their room"
