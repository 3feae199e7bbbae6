"""Two hundred defects put at random into forms of ours: the checker finds nearly all of them, at the right row."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from spie_diag.forms.checking import check
from spie_diag.forms.definition import Form, Place
from spie_diag.forms.reading import read_form
from spie_diag.paths import shipped
from tests.forms.defects import KINDS, Defect, Row, rows_of, spoilt

SURVEYS = Path(__file__).parent / "surveys"
SEED = 20261123
COPIES = {"diagnostic-commun": 6, "atelier": 14, "habitat": 14}
"""How many spoilt copies of each form; each holds one defect of every kind."""
ENOUGH = 0.95


@pytest.fixture(scope="module")
def forms() -> dict[str, Form]:
    """The form that ships, and two plain ones of some forty rows, where each row stands on one line."""
    written = {name: read_form(SURVEYS / f"{name}.yaml") for name in ("atelier", "habitat")}
    return {"diagnostic-commun": read_form(shipped("forms", "diagnostic-commun.yaml")), **written}


def some_defects(rows: tuple[Row, ...], chance: Random) -> Iterator[Defect]:
    """One defect of each kind, each in a row of its own."""
    spoilt_rows: set[int] = set()
    for kind, make in KINDS.items():
        for row in chance.sample(rows, len(rows)):
            written = [after for after in make(row, chance) if after != row.source]
            if written and id(row.question) not in spoilt_rows:
                spoilt_rows.add(id(row.question))
                yield Defect(kind, row.question, row.key, row.source, chance.choice(written))
                break


def is_in_row(place: Place | None, defect: Defect) -> bool:
    row = defect.question.place
    if place is None or row is None or place.file != row.file:
        return False
    lines = (row.line, *defect.question.lines.values())
    return min(lines) <= place.line <= max(lines)


def test_forms_of_ours_have_nothing_to_say_against(forms: dict[str, Form]) -> None:
    assert {name: check(form) for name, form in forms.items()} == dict.fromkeys(forms, ())


def test_nearly_all_defects_are_found_at_their_row(forms: dict[str, Form], capsys: pytest.CaptureFixture[str]) -> None:
    chance = Random(SEED)
    made, found = Counter[str](), Counter[str]()
    missed: list[str] = []
    for name, copies in COPIES.items():
        rows = rows_of(forms[name])
        for _ in range(copies):
            defects = list(some_defects(rows, chance))
            problems = check(spoilt(forms[name], {id(defect.question): defect for defect in defects}))
            for defect in defects:
                made[defect.kind] += 1
                if any(is_in_row(problem.place, defect) for problem in problems):
                    found[defect.kind] += 1
                else:
                    missed.append(str(defect))
    with capsys.disabled():
        print("\n" + " · ".join(f"{kind} {found[kind]}/{made[kind]}" for kind in KINDS))
    assert made.total() >= 200
    print(*missed, sep="\n")
    assert found.total() / made.total() >= ENOUGH, missed
    assert all(found[kind] / made[kind] >= 0.9 for kind in KINDS), missed


def test_a_report_names_file_row_and_key(forms: dict[str, Form]) -> None:
    """Every problem of a spoilt form says where it is and, if it is grave, what to write."""
    chance = Random(SEED + 1)
    rows = rows_of(forms["habitat"])
    for _ in range(5):
        defects = {id(defect.question): defect for defect in some_defects(rows, chance)}
        for problem in check(spoilt(forms["habitat"], defects)):
            assert problem.place is not None
            assert problem.place.file.name == "habitat.yaml"
            assert problem.key
            assert problem.sentence
