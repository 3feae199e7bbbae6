"""Answers as the report words them."""

from pathlib import Path

from spie_diag.casework.wording import words_of
from spie_diag.forms.definition import QuestionCode, Value
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
