"""What the checker says never to hold never does, whatever is answered: well or not, in a block that is offered or not.

A fault is what no answer can change; what only holds of answers as they should be is a remark.
"""

import itertools
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spie_diag.forms.checking import check
from spie_diag.forms.definition import Block, BlockCode, BlockKind, Choice, Form, Lead, Question, QuestionType, Value
from spie_diag.forms.domains import Domains
from spie_diag.forms.inspecting import Inspection
from spie_diag.forms.live import Live
from spie_diag.forms.plan import Plan, plan
from spie_diag.forms.problems import Problem
from spie_diag.forms.reachability import Reachability
from spie_diag.forms.reading import read_unchecked
from spie_diag.forms.satisfying import Fact, always_holds, can_hold
from tests.forms.writing import write_form, write_plain

Answers = Mapping[str, list[Value]]

TYPES = {
    "n": QuestionType.INTEGER,
    "r": QuestionType.RANGE,
    "s": QuestionType.SELECT_ONE,
    "m": QuestionType.SELECT_MULTIPLE,
    "o": QuestionType.SELECT_MULTIPLE,
    "w": QuestionType.SELECT_MULTIPLE,
    "t": QuestionType.TEXT,
    "h": QuestionType.TIME,
    "d": QuestionType.DATE,
}
CHOICES = {"s": "abc", "m": "abc", "o": "ab", "w": "abcdefghij"}
FITTING: Answers = {
    "n": [None, 0, 2, 3, 4, 5, 10],
    "r": [None, 1, 3, 4, 10],
    "s": [None, "a", "b"],
    "m": [None, ["a"], ["b"], ["a", "b"], ["c"], ["a", "c"]],
    "o": [None, ["a"], ["a", "b"], ["b", "a"]],
    "w": [None, ["i"], ["a", "i"], ["j"], [*"abcdefghij"]],
    "t": [None, "a", "b", "3", "3.0", "z", "b a", "a b z"],
    "h": [None, "12:00", "13:30"],
    "d": [None, "2025-12-31", "2026-01-01", "2026-01-02", "2027-05-05"],
}
"""Answers as the questions ask for them."""
ANY: Answers = {
    **FITTING,
    "n": [*FITTING["n"], 3.5, -1, "peu"],
    "r": [*FITTING["r"], 500, 3.5],
    "h": [*FITTING["h"], "midi"],
    "d": [*FITTING["d"], "2026-01", "hier"],
}
"""Also those that no program refuses."""
LITERALS = ("'a'", "'b'", "'b a'", "''", "3", "4", "'3'", "2.5", "'2026-01-01'", "'12:00'")
TERMS = (*(f"${{{name}}}" for name in TYPES), "coalesce(${n}, 4)", "number(${t})", "if(${s} = 'a', 3, ${n})",
         "count-selected(${m})", "string-length(${t})")  # fmt: skip
NONE_OF_MANY = "not({})".format(" or ".join(f"selected(${{w}}, '{name}')" for name in "abcdefgh"))


def comparisons(terms: list[str]) -> st.SearchStrategy[str]:
    compared = st.builds("{} {} {}".format, st.sampled_from(terms),
                         st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), st.sampled_from(LITERALS))  # fmt: skip
    several = [term for term in terms if term in ("${m}", "${o}", "${s}", "${t}")]
    found = [compared]
    if several:
        found.append(st.builds("selected({}, '{}')".format, st.sampled_from(several), st.sampled_from("ab")))
    if "${w}" in terms:
        found.append(st.sampled_from([NONE_OF_MANY, "selected(${w}, 'i')", "${w} = 'i'"]))
    return st.one_of(found)


def joined(terms: list[str]) -> st.SearchStrategy[str]:
    return st.recursive(
        comparisons(terms),
        lambda inner: st.one_of(
            st.builds("not({})".format, inner),
            st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner),
        ),
        max_leaves=4,
    )


# Conditions that speak of one or two things contradict themselves often enough to be worth trying.
conditions = st.lists(st.sampled_from(TERMS), min_size=1, max_size=2, unique=True).flatmap(joined)


def asked(name: str, **more: str) -> Question:
    choices = tuple(Choice(name=one, label=one) for one in CHOICES.get(name, ""))
    appearance = frozenset(("ordered",)) if name == "o" else frozenset[str]()
    return Question(
        name=name, code=None, type=TYPES[name], label=name, choices=choices, appearance=appearance,
        constraint=more.get("constraint", ""),
    )  # fmt: skip


def asking(condition: str) -> Form:
    last = Question(name="q", code=None, type=QuestionType.TEXT, label="q", relevant=condition)
    survey = (*map(asked, TYPES), last)
    return Form(name="f", title="f", version="1", language="", blocks=(), survey=survey)


@settings(max_examples=80, deadline=None)
@given(conditions, st.booleans())
def test_what_is_said_never_or_always_to_hold_does_so_for_all_answers(condition: str, well_answered: bool) -> None:
    made = plan(asking(condition))
    inspection = Inspection(made)
    (written,) = inspection.written
    domains = Domains(inspection, well_answered=well_answered)
    never = not can_hold([Fact(written.tree, written.field)], domains)
    always = always_holds(Fact(written.tree, written.field), domains)
    if never or always:
        assert {live.scene.root.children["q"].relevant for live in lives(made, condition, well_answered)} == {always}


def lives(made: Plan, condition: str, well_answered: bool) -> Iterator[Live]:
    """One interview for every combination of answers to what a condition reads."""
    known = FITTING if well_answered else ANY
    read = [field for field in made.fields if f"${{{field.name}}}" in condition]
    for values in itertools.product(*(known[field.name] for field in read)):
        given_values = {field.index: value for field, value in zip(read, values, strict=True)}
        yield Live(made, today=date(2026, 11, 24), values=given_values)


# --- through constraints and blocks ----------------------------------------------------------------------------------


def in_blocks(block: str, condition: str) -> Form:
    """Questions with constraints in one block; in another, that has a condition, a question that has one too."""
    limits = {"n": ". < 4", "t": ". != 'b'"}
    first = tuple(asked(name, constraint=limits.get(name, "")) for name in ("n", "s", "t"))
    last = Question(name="q", code=None, type=QuestionType.TEXT, label="q", relevant=condition)
    blocks = (
        Block(code=BlockCode("AAA"), name="aaa", label="A", kind=BlockKind.BASE, lead=Lead.SHARED, questions=first),
        Block(
            code=BlockCode("BBB"), name="bbb", label="B", kind=BlockKind.BASE, lead=Lead.SHARED, questions=(last,),
            relevant=block,
        ),
    )  # fmt: skip
    return Form(name="f", title="f", version="1", language="", blocks=blocks)


few = st.lists(st.sampled_from(["${n}", "${s}", "${t}"]), min_size=1, max_size=2, unique=True).flatmap(joined)


@settings(max_examples=40, deadline=None)
@given(few, few)
def test_a_question_said_never_to_appear_does_not_even_in_a_block_opened_by_hand(block: str, condition: str) -> None:
    made = plan(in_blocks(block, condition))
    grave = [one for one in Reachability(Inspection(made)).found() if one.fault.grave and one.who == "q"]
    if not grave:
        return
    read = [made.names.top[name] for name in "nst"]
    for values in itertools.product(*(ANY[field.name][:8] for field in read)):
        given_values = {field.index: value for field, value in zip(read, values, strict=True)}
        live = Live(made, today=date(2026, 11, 24), values=given_values, opened=frozenset((BlockCode("BBB"),)))
        assert not live.scene.root.children["bbb"].children["q"].relevant


def grave_of(path: Path) -> list[str]:
    return [str(one) for one in check(read_unchecked(path)) if one.grave]


@pytest.mark.parametrize(
    ("questions", "condition"),
    [
        ("{name: a, type: integer, label: A, constraint: . < 100, constraint_message: N}", "${a} >= 100"),
        ("{name: a, type: integer, label: A}", "${a} > 3 and ${a} < 4"),
        ("{name: a, type: text, label: A}", "${a} != '5' and ${a} = 5"),
        ("{name: a, type: time, label: A}", "${a} = '12:00'"),
        (
            "{name: a, type: select_multiple, label: A, appearance: ordered, choices: {b: B, c: C}}",
            "${a} = 'c b' and selected(${a}, 'b')",
        ),
        (
            f"{{name: a, type: select_multiple, label: A, choices: {{{', '.join(f'c{n}: C' for n in range(12))}}}}}",
            "selected(${a}, 'c11') and not("
            + " or ".join(f"selected(${{a}}, 'c{number}')" for number in range(11))
            + ")",
        ),
        ("{name: a, type: select_one, label: A, choices: {'00': Non, '01': Oui}}", "${a} = 1"),
        ("{name: a, type: select_multiple, label: A, choices: {'1': Un, '5': Cinq}}", "${a} > 3"),
        ("{name: a, type: text, label: A}", "selected(${a}, 'b') and selected(${a}, 'c')"),
    ],
)
def test_a_condition_that_some_answer_makes_true_is_no_fault(tmp_path: Path, questions: str, condition: str) -> None:
    path = write_plain(tmp_path, f'- {questions}\n- {{name: q, type: text, label: Q, relevant: "{condition}"}}')
    assert grave_of(path) == []


def test_what_stands_in_a_block_opened_by_hand_is_asked(tmp_path: Path) -> None:
    path = write_form(
        tmp_path,
        """
        - {name: a, code: TST-01, type: select_one, label: A, choices: {x: X, y: Y}}
        - {name: b, code: TST-02, type: text, label: B, relevant: "${pays} != 'fr' and ${pays} != ''"}
        """,
        block="relevant: ${pays} = 'fr'\n",
        calculations="""- {name: pays, type: calculate, calculation: "if(today() > '2026-01-01', 'fr', 'be')"}""",
    )
    found = [one for one in check(read_unchecked(path)) if one.question == "TST-02"]
    assert [(one.grave, "ouvert à la main" in one.sentence) for one in found] == [(False, True)]


def test_a_block_that_is_never_offered_hides_none_of_its_questions(tmp_path: Path) -> None:
    path = write_form(
        tmp_path,
        """
        - {name: a, code: TST-01, type: text, label: A}
        - {name: b, code: TST-02, type: text, label: B, relevant: "${a} = 'x'"}
        """,
        block="relevant: 1 = 2\n",
    )
    found: tuple[Problem, ...] = check(read_unchecked(path))
    assert [(one.question, one.grave) for one in found] == [("TST", True)]
    assert "le bloc TST n’est jamais proposé" in found[0].sentence
