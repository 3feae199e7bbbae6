"""What an answer costs depends on what reads it, never on how long the form is; and both engines say the same."""

from datetime import date

import pytest

from spie_diag.forms.definition import Value
from spie_diag.forms.live import Live
from spie_diag.forms.nodes import Node
from spie_diag.forms.plan import plan
from spie_diag.forms.tellings import facts
from tests.benchmarks.forms import Comparison, part
from tests.benchmarks.generated_forms import GeneratedForm


def _opened(size: int) -> Live:
    generated = GeneratedForm(size)
    live = Live(plan(generated.form), today=date(2026, 11, 24), prefilled=True)
    for _ in range(generated.rows - 1):
        live.add_row(live.scene.root.children["member"])
    return live


@pytest.fixture(scope="module")
def small() -> Live:
    return _opened(400)


@pytest.fixture(scope="module")
def large() -> Live:
    return _opened(1_000)


def _in_section(live: Live, name: str, *, last: int = 0) -> Node:
    """A question of the section that has so many behind it."""
    sections = [node for node in live.scene.root.children.values() if node.field and "section" in node.field.name]
    return next(node for key, node in sections[-1 - last].children.items() if key.startswith(f"{name}_"))


def _evaluated(live: Live, node: Node, value: Value) -> int:
    """How many expressions one answer takes, with all that a screen shows of it."""
    before = live.evaluations
    for changed in live.give(node, value).nodes:
        facts(live, changed)
    return live.evaluations - before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("gate", "yes"),
        ("step1", "yes"),
        ("amount", 12),
        ("region", "r1"),
        ("district", "r1d1"),
        ("services", ["other"]),
        ("start_day", "2026-01-01"),
        ("detail", "oui"),
    ],
)
def test_an_answer_costs_the_same_in_a_longer_form(small: Live, large: Live, name: str, value: Value) -> None:
    costs = [_evaluated(live, _in_section(live, name), value) for live in (small, large)]
    assert costs[0] == costs[1] < 30


def test_what_runs_through_all_sections_costs_what_is_behind_it(small: Live, large: Live) -> None:
    near, far = (_evaluated(large, _in_section(large, "quantity", last=last), 3) for last in (1, 11))
    assert far - near == 10 * (near - _evaluated(large, _in_section(large, "quantity"), 3))
    assert near == _evaluated(small, _in_section(small, "quantity", last=1), 3)


def test_an_answer_in_a_row_costs_the_same_among_more_rows(small: Live, large: Live) -> None:
    costs = []
    for live in (small, large):
        row = live.scene.root.children["member"].kept[7]
        costs.append([_evaluated(live, row.children[name], value) for name, value in (("age", 30), ("income", 900))])
    assert costs[0] == costs[1]
    assert max(costs[0]) < 15


def test_the_generated_forms_are_of_the_size_that_they_say() -> None:
    for size in (100, 400, 1_000):
        live = _opened(size)
        leaves = [node for node in live.nodes() if node.field is not None and node.field.is_leaf]
        assert abs(len(leaves) - size) <= 20, size


def test_a_comparison_says_whether_it_is_as_asked() -> None:
    fast = Comparison(name="answer", ours=0.1, peer=5.0, at_most=1 / 15)
    assert "50 times less   (as asked: 15 times less)" in str(fast)
    assert "NOT AS ASKED: at most 1.2 ×" in str(Comparison(name="open", ours=3.0, peer=2.0, at_most=1.2))


def test_a_part_of_the_values_is_counted_from_the_smallest() -> None:
    assert part(range(1, 201), 95) == 190
    assert part([7.0], 95) == 7.0
