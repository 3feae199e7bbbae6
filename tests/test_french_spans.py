"""How far a day is, as people say it."""

import pytest

from spie_diag.french import span


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "1\u00a0jour"),
        (60, "60\u00a0jours"),
        (61, "2\u00a0mois"),
        (365, "12\u00a0mois"),
        (700, "23\u00a0mois"),
        (731, "2\u00a0ans"),
        (1096, "3\u00a0ans"),
    ],
)
def test_days_then_months_then_years(days: int, words: str) -> None:
    assert span(days) == words
