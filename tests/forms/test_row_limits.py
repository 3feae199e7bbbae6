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
