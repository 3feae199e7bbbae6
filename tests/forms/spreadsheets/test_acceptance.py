"""An export is a workbook that Kobo and ODK take, or nothing: what they refuse is told at its question."""

from pathlib import Path

import pytest

from spie_diag.forms.definition import Form, Place, Question, QuestionType
from spie_diag.forms.errors import UnportableFormError
from spie_diag.forms.spreadsheets import export_workbook
from tests.forms.spreadsheets.test_round_trip import plain_form, text_question

FILE = Path("essai.yaml")


def refused(form: Form, folder: Path) -> UnportableFormError:
    with pytest.raises(UnportableFormError) as caught:
        export_workbook(form, folder / "f.xlsx")
    assert not [*folder.iterdir()], "nothing half-good is left"
    return caught.value


def test_what_the_checker_can_say_is_said_in_french(tmp_path: Path) -> None:
    error = refused(plain_form(text_question("a", "A", relevant="${absent} = 1")), tmp_path)
    (problem,) = error.problems
    assert "Aucune question ne s’appelle « absent »" in problem.sentence
    assert "sheet" not in str(error)


def test_what_only_kobo_refuses_is_told_at_its_question(tmp_path: Path) -> None:
    shape = Question(
        name="parcelle",
        code=None,
        type=QuestionType.FOREIGN,
        foreign="geoshape",
        label="Quelle parcelle ?",
        parameters={"incremental": "peut-être"},
        place=Place(FILE, 7),
        lines={"parameters": 9},
    )
    (problem,) = refused(plain_form(text_question("a", "A"), shape), tmp_path).problems
    assert problem.question == "parcelle"
    assert problem.place == Place(FILE, 9)
    assert "Kobo et ODK refusent la colonne « parameters »" in problem.sentence
    assert "[row" not in problem.sentence


def test_a_file_that_is_there_stays_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "f.xlsx"
    file.write_text("précieux", encoding="utf-8")
    with pytest.raises(UnportableFormError):
        export_workbook(plain_form(text_question("a", "${a b}")), file)
    assert file.read_text(encoding="utf-8") == "précieux"
    assert [one.name for one in tmp_path.iterdir()] == ["f.xlsx"]
