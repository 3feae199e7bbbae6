"""Expressions as Kobo and ODK read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spie_diag.forms.definition import Form, Question, QuestionType
from spie_diag.forms.spreadsheets.placing import Placing
from spie_diag.forms.spreadsheets.portable import renamed, rewritten


def question(name: str, kind: QuestionType = QuestionType.TEXT, *children: Question) -> Question:
    return Question(name=name, code=None, type=kind, label="", children=children)


FORM = Form(
    name="f", title="F", version="1", language="fr", blocks=(),
    survey=(
        question("a"),
        question(
            "contrat", QuestionType.GROUP, question("debut"), question("fin"), question("note", QuestionType.NOTE)
        ),
        question("pass", QuestionType.GROUP, question("fin", QuestionType.DATE)),
        question("enfants", QuestionType.REPEAT, question("annee"), question("fin")),
        question("b", QuestionType.CALCULATE),
        question("texte", QuestionType.NOTE),
        question("chemin", QuestionType.CALCULATE),
        Question(name="x", code=None, type=QuestionType.TEXT, label="", relevant="${contrat/fin} = ''"),
    ),
)  # fmt: skip
PLACING = Placing(FORM)
ROW = PLACING.find("enfants/annee", None)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("${a} = 'oui'", "${a} = 'oui'"),
        ("${ a } != ''", "${a} != ''"),
        ("${contrat/fin} - today() <= 182", "${fin} - today() <= 182"),
        ("${pass/fin} != '${pass/fin}'", "${pass_fin} != '${pass/fin}'"),
        ("sum(${enfants/fin})", "sum(${enfants_fin})"),
        ("count(${enfants}[fin != '' and annee < 3])", "count(${enfants}[enfants_fin != '' and annee < 3])"),
        ("answered(${a})", "(${a} != '')"),
        ("not(answered(${enfants}))", "not((count(${enfants}) > 0))"),
        ("answered(${contrat})", "(${debut} != '' or ${fin} != '')"),
        (
            "difference-in-years(${a}, today()) >= 16",
            "int((decimal-date-time(today()) - decimal-date-time(${a})) div 365.25) >= 16",
        ),
        (
            "difference-in-months(., if(${a} = ',', ${pass/fin}, now()))",
            "int((decimal-date-time(if(${a} = ',', ${pass_fin}, now())) - decimal-date-time(.)) div 30.4375)",
        ),
        ("add-date(${a}, 1)", "date(floor(decimal-date-time(${a}) + (1) * 365.25))"),
        ("add-date(${a}, 0, -2, 3)", "date(floor(decimal-date-time(${a}) + (-2) * 30.4375 + (3) * 1))"),
        ("${absent} = bizarre(", "${absent} = bizarre("),
        ("", ""),
    ],
)
def test_names_become_those_of_the_workbook_and_our_functions_become_formulas(written: str, expected: str) -> None:
    assert rewritten(written, None, PLACING).text == expected


def test_a_field_of_the_same_row_is_named_as_in_the_workbook() -> None:
    assert ROW is not None
    assert rewritten("${fin} != current()/../fin", ROW, PLACING).text == "${enfants_fin} != current()/../enfants_fin"


def test_each_function_that_is_ours_is_told() -> None:
    found = rewritten("answered(${a}) and difference-in-years(${a}, add-date(${a}, 1)) > 2", None, PLACING)
    assert found.replaced == ["answered", "add-date", "difference-in-years"]


def test_texts_name_questions_as_the_workbook_does() -> None:
    assert renamed("Jusqu’au ${pass/fin}, ${rien} ?", None, PLACING) == "Jusqu’au ${pass_fin}, ${rien} ?"


@given(st.text(st.sampled_from("ab${}()[]'\",./ =answered-x"), max_size=30))
def test_any_text_is_rewritten_without_an_exception(text: str) -> None:
    rewritten(text, ROW, PLACING)
    renamed(text, ROW, PLACING)
