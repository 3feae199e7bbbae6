"""What holds of any expression, however it is written and whatever it is given."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spie_diag.forms.definition import (
    Block,
    BlockCode,
    BlockKind,
    Choice,
    Form,
    Lead,
    Question,
    QuestionCode,
    QuestionType,
)
from spie_diag.forms.expressions import Program, Scope, compile_expression
from spie_diag.forms.functions import FUNCTIONS
from spie_diag.forms.grammar import parse
from spie_diag.forms.names import Names
from spie_diag.forms.nodes import Context, Node, Scene
from spie_diag.forms.ordering import circles, in_order
from spie_diag.forms.syntax import (
    Binary,
    Call,
    Expression,
    Filtered,
    Negated,
    Number,
    Path,
    Reference,
    Step,
    Text,
    UnreadableExpressionError,
)
from spie_diag.forms.values import day_of, number_of, number_text
from tests.forms.writing import state_of

NAMES = st.sampled_from(["a", "logement", "div", "and", "or", "mod", "été", "a-b", "x.y", "_1"])
NUMBERS = st.floats(min_value=0, allow_infinity=False, allow_nan=False).map(Number)
TEXTS = st.text(st.characters(exclude_characters="'", exclude_categories=["Cs"]), max_size=8).map(Text)
REFERENCES = st.lists(NAMES, min_size=1, max_size=2).map(lambda names: Reference(tuple(names)))
OPERATORS = st.sampled_from(["or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod"])


def _larger(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, max_size=3).map(tuple)
    predicates = st.lists(inner, min_size=1, max_size=2).map(tuple)
    steps = st.lists(st.builds(Step, NAMES | st.sampled_from([".", ".."]), several), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Binary, OPERATORS, inner, inner),
        st.builds(Negated, inner),
        st.builds(Call, st.sampled_from(sorted(FUNCTIONS)), several),
        st.builds(Filtered, REFERENCES, predicates),
        st.builds(Path, st.none() | REFERENCES, steps),
    )


EXPRESSIONS: st.SearchStrategy[Expression] = st.recursive(st.one_of(NUMBERS, TEXTS, REFERENCES), _larger, max_leaves=8)


def program(source: str) -> Program:
    return compile_expression(source, Scope(Names(())))


def nowhere() -> Context:
    root = Node(None, None)
    return Context(Scene(date(2026, 11, 24), root, []), root, root)


@given(EXPRESSIONS)
def test_what_is_printed_reads_as_the_same(tree: Expression) -> None:
    assert parse(str(tree)) == tree


@given(st.text(st.sampled_from("ab1 .'\"${}()[]/|+-*=!<>,\nandorivmé’"), max_size=30))
@example("${a} = 'l'eau'")
@example("((((((((((")
@example("not(" * 2000)
@example("1 or " * 2000 + "1")
def test_any_text_is_an_expression_or_has_faults_inside_it(source: str) -> None:
    made = program(source)
    assert all(0 <= fault.at <= len(source) for fault in made.faults)
    assert all(fault.sentence.endswith((".", "?")) for fault in made.faults)


LITERALS = st.one_of(
    st.text(st.characters(exclude_characters="'", exclude_categories=["Cs"]), max_size=12).map(
        lambda text: f"'{text}'"
    ),
    st.sampled_from(["'2026-02-30'", "'2026-03'", "'[a-'", "'1e999'", "''", "1 div 0", "0 div 0", "-1e3", "true()"]),
    st.floats(min_value=0, allow_nan=False, allow_infinity=False).map(lambda number: str(Number(number))),
)


@given(st.sampled_from(sorted(FUNCTIONS)), st.lists(LITERALS, max_size=4))
def test_no_function_ever_fails(name: str, arguments: list[str]) -> None:
    made = program(f"{name}({', '.join(arguments)})")
    assert isinstance(made.text(nowhere()), str)
    assert isinstance(made.truth(nowhere()), bool)


KNOWN = st.sampled_from([("n",), ("s",), ("g",), ("g", "x"), ("x",), ("rows",), ("rows", "y"), ("y",)]).map(Reference)
STEPS = st.lists(st.builds(Step, st.sampled_from([".", "..", "x", "y", "n", "rows", "g"])), min_size=1, max_size=3)


def _among_answers(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return st.one_of(
        st.builds(Binary, OPERATORS | st.just("|"), inner, inner),
        st.builds(Call, st.sampled_from(sorted(FUNCTIONS)), st.lists(inner, max_size=3).map(tuple)),
        st.builds(Filtered, inner.filter(lambda tree: isinstance(tree, Reference)), st.tuples(inner)),
        st.builds(Path, st.none() | KNOWN | st.just(Call("current", ())), STEPS.map(tuple)),
    )


ABOUT_ANSWERS: st.SearchStrategy[Expression] = st.recursive(
    st.one_of(NUMBERS, TEXTS, KNOWN), _among_answers, max_leaves=8
)


def _question(name: str, kind: QuestionType, code: str | None = None, **rules: str) -> Question:
    return Question(name=name, code=QuestionCode(code) if code else None, type=kind, label=name, **rules)  # type: ignore[arg-type]


@given(ABOUT_ANSWERS, ABOUT_ANSWERS)
def test_any_expression_runs_wherever_it_is_written(one: Expression, other: Expression) -> None:
    y = _question("y", QuestionType.INTEGER, relevant=str(one), constraint=str(other))
    x = _question("x", QuestionType.TEXT, relevant=str(other), default=str(one))
    choices = (Choice(name="a", label="A", extra={"y": "1"}), Choice(name="b", label="B"))
    questions = (
        _question("n", QuestionType.INTEGER, "TST-01", constraint=str(one), required=str(other)),
        replace(_question("s", QuestionType.SELECT_ONE, "TST-02", choice_filter=str(one)), choices=choices),
        replace(_question("g", QuestionType.GROUP, "TST-03", relevant=str(other)), children=(x,)),
        replace(_question("rows", QuestionType.REPEAT, "TST-04", constraint=str(one)), children=(y,)),
    )
    block = Block(
        code=BlockCode("TST"), name="t", label="T", kind=BlockKind.BASE, lead=Lead.SHARED, questions=questions
    )
    calculated = _question("calculated", QuestionType.CALCULATE, calculation=str(one))
    form = Form(name="t", title="T", version="1", language="fr", blocks=(block,), calculations=(calculated,))
    state = state_of(form, {"TST-01": 3, "TST-02": "a", "TST-03": {"x": "z"}, "TST-04": [{"y": 1}, {"y": 2}, {}]})
    assert set(state.calculated) == {"calculated"}


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_written_is_the_number_read(number: float) -> None:
    assert number_of(number_text(number)) == number


@given(st.dates())
def test_days_go_to_numbers_and_back(day: date) -> None:
    assert day_of(day.isoformat()) == day
    made = program(f"date(number('{day}'))")
    assert made.text(nowhere()) == day.isoformat()


def test_a_fault_points_at_its_character() -> None:
    with pytest.raises(UnreadableExpressionError) as caught:
        parse("1 + 2) = 3")
    assert caught.value.fault.at == 5


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=20))
def test_producers_come_before_readers(pairs: list[tuple[int, int]]) -> None:
    reads: dict[int, list[int]] = {unit: [] for unit in range(9)}
    for one, other in pairs:
        if one != other:
            reads[max(one, other)].append(min(one, other))
    order = in_order(list(reads), reads)
    assert sorted(order) == list(reads)
    assert all(order.index(producer) < order.index(unit) for unit in reads for producer in reads[unit])
    assert circles(list(reads), reads) == []


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=16))
def test_a_circle_told_is_a_circle(pairs: list[tuple[int, int]]) -> None:
    reads: dict[int, list[int]] = {unit: [] for unit in range(7)}
    for one, other in pairs:
        reads[one].append(other)
    found = circles(list(reads), reads)
    for circle in found:
        assert all(circle[(place + 1) % len(circle)] in reads[unit] for place, unit in enumerate(circle))
        assert len(set(circle)) == len(circle)
    assert sorted(in_order(list(reads), reads)) == list(reads)
