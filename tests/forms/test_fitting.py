"""Whether a value fits its question, before any condition: types, scales, calendars."""

from collections.abc import Mapping

import pytest

from spie_diag.forms.definition import Question, QuestionType, Value
from spie_diag.forms.fitting import misfit
from spie_diag.french import spaced

WHOLE = {"start": "0", "end": "10", "step": "2"}
HALVES = {"start": "0.5", "end": "3", "step": "0.5"}


@pytest.mark.parametrize(
    ("kind", "parameters", "value", "expected"),
    [
        (QuestionType.RANGE, {}, 10, ""),
        (QuestionType.RANGE, {}, 500, "Un nombre entier de 1 à 10 est attendu."),
        (QuestionType.RANGE, {}, 0, "Un nombre entier de 1 à 10 est attendu."),
        (QuestionType.RANGE, {"start": "5"}, 3, "Un nombre entier de 5 à 10 est attendu."),
        (QuestionType.RANGE, {}, 2.5, "Un nombre entier de 1 à 10 est attendu."),
        (QuestionType.RANGE, WHOLE, 4, ""),
        (QuestionType.RANGE, WHOLE, 5, "Un nombre entier de 0 à 10, de 2 en 2 est attendu."),
        (QuestionType.RANGE, HALVES, 2.5, ""),
        (QuestionType.RANGE, HALVES, 2.6, "Un nombre de 0,5 à 3, de 0,5 en 0,5 est attendu."),
        (QuestionType.RANGE, {"start": "0", "end": "1", "step": "0.1"}, 0.3, ""),
        (QuestionType.RANGE, {}, "1e999", "Un nombre entier de 1 à 10 est attendu."),
        (QuestionType.INTEGER, {}, 500, ""),
        (QuestionType.INTEGER, {"start": "5"}, 3, "Un nombre d’au moins 5 est attendu."),
        (QuestionType.DECIMAL, {"end": "7.5"}, 8, "Un nombre d’au plus 7,5 est attendu."),
        (QuestionType.DECIMAL, {"start": "0.5", "end": "7.5"}, 8, "Un nombre de 0,5 à 7,5 est attendu."),
        (QuestionType.DATETIME, {}, "2026-11-24T09:30", ""),
        (QuestionType.DATETIME, {}, "2026-11-24T09:30/2026-11-24T11:20", ""),
        (QuestionType.DATETIME, {}, "2026-11-24T09:30/", ""),
        (QuestionType.DATETIME, {}, "bonjour", "Cette date et cette heure n’existent pas."),
        (QuestionType.DATETIME, {}, "2026-11-24T25:30", "Cette date et cette heure n’existent pas."),
    ],
)
def test_what_does_not_fit_is_said(
    kind: QuestionType, parameters: Mapping[str, str], value: Value, expected: str
) -> None:
    question = Question(name="q", code=None, type=kind, label="Q", parameters=parameters)
    assert misfit(question, value) == spaced(expected)
