"""The most rows or lines that an author allows is a number of rows, or a fault."""

from pathlib import Path

import pytest

from spie_diag.forms.checking import check
from spie_diag.forms.reading import read_unchecked
from tests.forms.writing import write_plain

_ROWS = (
    "- {{name: r, type: repeat, label: R, parameters: {{max: '{most}'}}, fields: [{{name: y, type: text, label: Y}}]}}"
)


@pytest.mark.parametrize("most", ["0", "-3", "2.5", "4.0", "beaucoup", "9" * 400, "1e3", " ", "2026-11-23"])
def test_what_is_no_number_of_rows_is_a_fault(tmp_path: Path, most: str) -> None:
    form = read_unchecked(write_plain(tmp_path, _ROWS.format(most=most)))
    faults = [problem for problem in check(form) if problem.grave]
    assert [problem.key for problem in faults] == ["parameters"]
    assert all("n’est pas un nombre de lignes" in str(problem) for problem in faults)


@pytest.mark.parametrize("most", ["1", "8", "9999"])
def test_a_number_of_rows_is_none(tmp_path: Path, most: str) -> None:
    form = read_unchecked(write_plain(tmp_path, _ROWS.format(most=most)))
    assert [problem for problem in check(form) if problem.grave] == []


@pytest.mark.parametrize(("inner", "faults"), [("10", 0), ("100", 1)])
def test_tables_in_tables_do_not_ask_for_more_rows_than_an_interview_has(
    tmp_path: Path, inner: str, faults: int
) -> None:
    survey = f"""
    - name: dehors
      type: repeat
      label: Dehors
      repeat_count: 500
      fields:
      - name: dedans
        type: repeat
        label: Dedans
        repeat_count: {inner}
        fields: [{{name: x, type: text, label: X}}]
    """
    form = read_unchecked(write_plain(tmp_path, survey))
    found = [problem for problem in check(form) if problem.grave]
    assert [problem.key for problem in found] == ["repeat_count"] * faults
    assert all("50000 lignes en tout" in problem.sentence for problem in found)
