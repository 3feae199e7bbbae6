"""A tree kept as JSON is the tree that was read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spie_diag.forms.grammar import parse
from spie_diag.forms.packing import KnownTrees, pack, unpack
from spie_diag.forms.syntax import Binary, Call, Expression, Filtered, Negated, Number, Path, Reference, Step, Text

_names = st.text("abcé_1", min_size=1, max_size=4)
_leaves = st.one_of(
    st.builds(Number, st.floats(min_value=0, allow_nan=False, allow_infinity=False)),
    st.builds(Text, st.text(max_size=5)),
    st.builds(Reference, st.lists(_names, min_size=1, max_size=3).map(tuple)),
)


def _around(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    some = st.lists(inner, max_size=3).map(tuple)
    steps = st.lists(st.builds(Step, st.one_of(_names, st.sampled_from([".", ".."])), some), min_size=1, max_size=3)
    operators = st.sampled_from(["or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod", "|"])
    return st.one_of(
        st.builds(Call, _names, some),
        st.builds(Binary, operators, inner, inner),
        st.builds(Negated, inner),
        st.builds(Filtered, inner, st.lists(inner, min_size=1, max_size=2).map(tuple)),
        st.builds(Path, st.one_of(st.none(), inner), steps.map(tuple)),
    )


@given(st.recursive(_leaves, _around, max_leaves=12))
def test_any_tree_comes_back_from_json(tree: Expression) -> None:
    assert unpack(json.loads(json.dumps(pack(tree)))) == tree


@pytest.mark.parametrize(
    "text",
    [
        ". >= 0 and . <= 120",
        "-${a} + 1.5 div ${b/c}",
        "count(${r}[x = current()/../y][2]) mod 2",
        "selected(${s}, 'a') or not(../z != \"\")",
        "true() | ${r}[position() = last()]/x",
    ],
)
def test_what_was_read_from_a_text_comes_back(text: str) -> None:
    assert KnownTrees(json.loads(json.dumps({text: pack(parse(text))})))[text] == parse(text)


@pytest.mark.parametrize("packed", [[], [1, 2], None, ["/", None, "x"], ["+", 1, 2, 3], ["/"], ["[]"]])
def test_other_json_is_no_tree(packed: list[object] | None) -> None:
    with pytest.raises(ValueError, match="not a packed expression"):
        unpack(packed)  # type: ignore[arg-type]
