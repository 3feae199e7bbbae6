"""What expressions answer, measured on other engines: Web Forms 0.22 and Enketo 8.1, except where noted."""

import re
from datetime import date
from pathlib import Path

import pytest

from spie_diag.forms.definition import (
    Block,
    BlockCode,
    BlockKind,
    Choice,
    Form,
    Lead,
    Question,
    QuestionCode,
    QuestionType,
    Value,
)
from spie_diag.forms.functions import FUNCTIONS
from spie_diag.interview.answers import Answer
from spie_diag.interview.state import evaluate

TODAY = date(2026, 3, 15)
LETTERS = tuple(Choice(name=name, label=f"Choice {name.upper()}") for name in "abc")


def question(name: str, kind: QuestionType, number: int, **more: object) -> Question:
    return Question(name=name, code=QuestionCode(f"TST-{number:02d}"), type=kind, label=name, **more)  # type: ignore[arg-type]


def field(name: str, kind: QuestionType, relevant: str = "") -> Question:
    return Question(name=name, code=None, type=kind, label=name, relevant=relevant)


QUESTIONS = (
    question("bi", QuestionType.INTEGER, 1),
    question("bt", QuestionType.TEXT, 2),
    question("bd", QuestionType.DATE, 3),
    question("n5", QuestionType.INTEGER, 4),
    question("sm", QuestionType.SELECT_MULTIPLE, 5, choices=LETTERS),
    question("s1", QuestionType.SELECT_ONE, 6, choices=LETTERS),
    question("nr", QuestionType.TEXT, 7, relevant="false()"),
    question("d1", QuestionType.DATE, 8),
    question("d2", QuestionType.DATE, 9),
    question(
        "r",
        QuestionType.REPEAT,
        10,
        children=(
            field("r_n", QuestionType.INTEGER),
            field("r_b", QuestionType.INTEGER),
            field("r_x", QuestionType.INTEGER, relevant="false()"),
        ),
    ),
    question("month", QuestionType.DATE, 11),
)
ANSWERS: dict[str, Value] = {
    "TST-04": 5,
    "TST-05": ["b", "a"],
    "TST-06": "b",
    "TST-07": "kept",
    "TST-08": "2026-03-01",
    "TST-09": "2026-03-15",
    "TST-10": [
        {"r_n": 1, "r_b": 7, "r_x": 3},
        {"r_n": 2, "r_b": None, "r_x": 4},
        {"r_n": 3, "r_b": 8, "r_x": 5},
    ],
    "TST-11": "2026-01",
}


def result(expression: str) -> str:
    """What a calculation of this expression holds, as text; an empty one for no number."""
    calculation = Question(name="result", code=None, type=QuestionType.CALCULATE, label="", calculation=expression)
    written = Question(
        name="written", code=None, type=QuestionType.CALCULATE, label="", calculation="concat(${result}, '')"
    )
    block = Block(
        code=BlockCode("TST"), name="test", label="", kind=BlockKind.BASE, lead=Lead.SHARED, questions=QUESTIONS
    )
    form = Form(
        name="t",
        title="t",
        version="1",
        language="fr",
        blocks=(block,),
        calculations=(calculation, written),
    )
    answers = {QuestionCode(code): Answer(value=value) for code, value in ANSWERS.items()}
    value = evaluate(form, answers, TODAY).calculated["written"]
    return "" if value is None else str(value)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("${bi} < 10", "false"),
        ("${bi} = 0", "false"),
        ("${bi} = ''", "true"),
        ("${bi} + 1", ""),
        ("${bt} < 10", "false"),
        ("number('')", ""),
        ("int(${bi})", ""),
        ("${n5} = 5", "true"),
        ("${n5} = '5.0'", "false"),
        ("${n5} > '10'", "false"),
        ("1 div 4", "0.25"),
        ("1 div 3", "0.3333333333333333"),
        ("string(1 div 0)", "Infinity"),
        ("10 div 5", "2"),
        ("1000000 * 1000000", "1000000000000"),
        ("1 div 10000000", "1e-7"),
        ("1 div 100000", "0.00001"),
        ("boolean('0')", "true"),
        ("boolean(${bt})", "true"),
        ("if(${bt}, 'then', 'else')", "then"),
        ("if(string(${bt}), 'then', 'else')", "else"),
        ("not(${bt})", "false"),
        ("true()", "true"),
        ("'a' and 'b'", "true"),  # Enketo; Web Forms answers « b »
        ("${bt} = true()", "true"),
        ("sum(${r/r_n})", "6"),
        ("sum(${r_b})", ""),
        ("sum(${r_x})", ""),  # a field that is not relevant is blank, as in Web Forms
        ("count(${r})", "3"),
        ("count(${r_b})", "3"),
        ("count-non-empty(${r_b})", "2"),
        ("max(${r_b})", ""),
        ("max(${r_n})", "3"),
        ("min(3, 1, 2)", "1"),
        ("join(',', ${r_n})", "1,2,3"),
        ("concat(${r_n})", "123"),
        ("sum(${r}[r_n > 100]/r_n)", "0"),  # Enketo and JavaRosa; Web Forms answers nothing
        ("sum(${r}[r_n > 1]/r_n)", "5"),
        ("string(${r_n})", "1"),
        ("indexed-repeat(${r_n}, ${r}, 2)", "2"),
        ("indexed-repeat(${r_n}, ${r}, 9)", ""),
        ("selected(${sm}, 'a')", "true"),
        ("selected(${bt}, '')", "true"),
        ("selected('ab cd', 'a')", "false"),
        ("count-selected(${sm})", "2"),
        ("count-selected(${bt})", "0"),
        ("selected-at(${sm}, 0)", "a"),  # in the order of the choices, not of the clicks
        ("selected-at(${sm}, 9)", ""),
        ("jr:choice-name(${s1}, '${s1}')", "Choice B"),
        ("coalesce(${nr}, 'fallback')", "fallback"),
        ("${nr} = ''", "true"),
        ("string(${nr})", ""),
        ("${d2} - ${d1}", "14"),
        ("decimal-date-time(${d2}) - decimal-date-time(${d1})", "14"),
        ("${d2} > ${d1}", "true"),
        ("${d1} = '2026-03-01'", "true"),
        ("date(decimal-date-time(${d1}) + 30)", "2026-03-31"),
        ("date(${d1} + 30)", "2026-03-31"),
        ("int((today() - ${d1}))", "14"),
        ("date('2026-03-01T23:30:00.000+00:00')", "2026-03-01"),  # ours: days are calendar days
        ("format-date(${d1}, '%d/%m/%Y')", "01/03/2026"),
        ("format-date(${d1}, '%a %e %b %y, %n')", "dim. 1 mars 26, 3"),
        ("format-date(${bt}, '%d/%m/%Y')", ""),
        ("int((decimal-date-time('2026-03-15') - decimal-date-time('2000-03-16')) div 365.25)", "25"),
        ("${bd} > ${d1}", "false"),
        ("today() - ${bd}", ""),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-3"),
        ("round(1.005, 2)", "1"),
        ("int(-2.7)", "-2"),
        ("-7 mod 3", "-1"),
        ("pow(2, 0.5)", "1.4142135623730951"),
        ("regex('abc123', '[0-9]+')", "true"),
        ("regex('abc123', '^[0-9]+$')", "false"),
        ("regex('jean.dupont-1', '^[\\w-.]+$')", "true"),
        ("regex('Éloïse', '^[\\p{L}-]+$')", "true"),
        ("regex('Éloïse', '^\\P{L}+$')", "false"),
        ("substr('hello', 1, 3)", "el"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("substring-after('a--b', '--')", "b"),  # Web Forms answers « -b »
        ("substring-before('a--b', '--')", "a"),
        ("string-length('été')", "3"),
        ("normalize-space('  a   b ')", "a b"),
        ("contains('abc', '')", "true"),
        ("string(true())", "true"),
        ("number(true())", "1"),
        ("number('1e3')", "1000"),
        ("number('1,5')", ""),
        ("number(' 7 ')", "7"),
        ("round(-0.4)", "0"),
        ("translate('bar', 'abc', 'AB')", "BAr"),
        ("boolean-from-string('1')", "true"),
        ("decimal-time('12:00')", "0.5"),
        ("checklist(1, 2, 'yes', 'no', 'yes')", "true"),
        ("weighted-checklist(5, 9, 'yes', 2, 'yes', 2)", "false"),
        ("ends-with('été', 'té') and starts-with('été', 'é')", "true"),
        ("ceiling(1.2) + floor(-1.2) + abs(-2)", "2"),
        ("${r}[2]/r_n", "2"),
        ("${r}[last()]/r_n", "3"),
        ("count(${r}[position() != 2])", "2"),
        ("count(${r_b}[. != ''])", "2"),
        ("count(${r_b} | ${r_n})", "6"),
        ("count(${r}[r_n >= 2 and r_n < current()/../n5])", "2"),
        # ours
        ("answered(${n5})", "true"),
        ("answered(${bt})", "false"),
        ("answered(${nr})", "false"),
        ("answered(${r})", "true"),
        ("difference-in-years('2000-03-16', '2026-03-15')", "25"),
        ("difference-in-months(${month}, today())", "2"),
        ("difference-in-months(${bd}, today())", ""),
        ("add-date('2026-01-31', 0, 1)", "2026-02-28"),
        ("add-date('2024-02-29', 1, 0, 1)", "2025-03-01"),
        ("today() - ${month}", "73"),
        ("'2026-03-29' - '2026-03-28'", "1"),  # the day clocks change lasts one day
    ],
)
def test_an_expression_answers_as_other_engines_do(expression: str, expected: str) -> None:
    assert result(expression) == expected


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_is_documented(name: str) -> None:
    readme = Path(__file__).parents[2] / "forms" / "README.md"
    assert re.search(rf"`{re.escape(name)}[`(]", readme.read_text(encoding="utf-8"))
