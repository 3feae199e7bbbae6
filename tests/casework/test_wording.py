"""Answers as the report words them."""

from pathlib import Path

import pytest

from spie_diag.casework.wording import words_of
from spie_diag.forms.definition import QuestionCode, Value
from spie_diag.french import FIXED
from tests.forms.writing import form_of, state_of

CHILDREN = """
        - name: enfants
          code: TST-01
          type: repeat
          label: Enfants
          fields:
          - {name: nom, type: text, label: Nom}
          - {name: mode, type: select_one, label: "Garde de ${nom}", choices: {c: "Chez ${nom}", n: Non}}
"""


def test_each_row_is_worded_by_its_own_answers(tmp_path: Path) -> None:
    rows: Value = [{"nom": "Lou", "mode": "c"}, {"nom": "Max", "mode": "n"}]
    asked = state_of(form_of(tmp_path, CHILDREN), {"TST-01": rows}).questions[QuestionCode("TST-01")]
    words = "Nom : Lou, Garde de Lou : Chez Lou ; Nom : Max, Garde de Max : Non"
    assert words_of(asked.question, rows, asked.rows) == words


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("type: text, appearance: interval", "2026-11-24T09:30/2026-11-24T11:05", "24/11/2026, de 9 h 30 à 11 h 05"),
        ("type: text, appearance: interval", "2026-11-24T09:30", "24/11/2026 à 9 h 30"),
        ("type: text, appearance: interval", "2026-11-24/2026-11-24T11:05", "24/11/2026 – 24/11/2026 à 11 h 05"),
        ("type: text, appearance: interval", "le matin", "le matin"),
        ("type: dateTime", "2026-11-24T09:30:00.000+01:00", "24/11/2026 à 9 h 30"),
        ("type: time", "09:30:00.000+01:00", "9 h 30"),
        ("type: date, appearance: month-year", "2021-09", "09/2021"),
        ("type: date", "2021-09-03", "03/09/2021"),
        ("type: date", "bientôt", "bientôt"),
    ],
)
def test_days_and_hours_read_as_people_write_them(tmp_path: Path, kind: str, value: str, words: str) -> None:
    survey = f"""
        - {{name: quand, code: TST-01, {kind}, label: Quand}}
        """
    asked = state_of(form_of(tmp_path, survey), {"TST-01": value}).questions[QuestionCode("TST-01")]
    assert words_of(asked.question, value).replace(FIXED, " ") == words


def test_what_the_form_reckons_for_itself_is_not_worded(tmp_path: Path) -> None:
    survey = """
        - name: trajet
          code: TST-01
          type: group
          label: Trajet
          fields:
          - {name: aller, type: integer, label: Aller}
          - {name: retour, type: integer, label: Retour, relevant: "${aller} < 60"}
          - {name: total, type: calculate, label: "", calculation: "${aller} * 2"}
        """
    code = QuestionCode("TST-01")
    state = state_of(form_of(tmp_path, survey), {"TST-01": {"aller": 75, "retour": 40}})
    assert words_of(state.questions[code].question, state.value(code)) == "75"
