"""What holds of the state of any interview, whatever was answered."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from spie_diag.forms.definition import BlockCode, Form, Question, QuestionCode, QuestionType, Value
from spie_diag.forms.reading import read_form
from spie_diag.interview.answers import Answer, Status
from spie_diag.interview.state import State, evaluate
from spie_diag.paths import shipped

TODAY = date(2026, 11, 24)
WEIRD: st.SearchStrategy[Value] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)


@cache
def form() -> Form:
    return read_form(shipped("forms", "diagnostic-commun.yaml"))


def likely(question: Question) -> st.SearchStrategy[Value]:
    """Values in the shape of a question, as people give them."""
    names = [choice.name for choice in question.choices]
    match question.type:
        case QuestionType.SELECT_ONE:
            return st.sampled_from(names)
        case QuestionType.SELECT_MULTIPLE:
            return st.lists(st.sampled_from(names), unique=True, max_size=3).map(list)
        case QuestionType.INTEGER | QuestionType.RANGE:
            return st.integers(0, 2030)
        case QuestionType.DATE:
            return st.dates(date(1960, 1, 1), date(2030, 1, 1)).map(date.isoformat)
        case QuestionType.GROUP:
            return st.fixed_dictionaries({}, optional={child.name: likely(child) for child in question.children})
        case QuestionType.REPEAT:
            row = st.fixed_dictionaries({}, optional={child.name: likely(child) for child in question.children})
            return st.lists(row, max_size=3).map(list)
        case _:
            return st.sampled_from(["", "quelques mots"])


@st.composite
def interviews(draw: st.DrawFn) -> dict[QuestionCode, Answer]:
    codes = draw(st.lists(st.sampled_from(list(form().questions)), unique=True, max_size=40))
    answers: dict[QuestionCode, Answer] = {}
    for code in codes:
        status = draw(st.sampled_from([Status.ANSWERED] * 6 + list(Status)))
        value = draw(likely(form().questions[code])) if status is Status.ANSWERED else None
        answers[code] = Answer(status=status, value=value)
    return answers


def seen(state: State) -> tuple[object, ...]:
    values = {code: state.value(code) for code in state.questions}
    offered = {block.code: state.is_offered(block.code) for block in state.form.blocks}
    return dict(state.questions), values, dict(state.calculated), state.suggested, offered


@settings(max_examples=40)
@given(interviews())
def test_no_answer_is_ever_dropped(answers: dict[QuestionCode, Answer]) -> None:
    before = dict(answers)
    state = evaluate(form(), answers, TODAY)
    assert answers == before
    for code, question in state.questions.items():
        assert question.answer == answers.get(code)
        assert question.set_aside == (code in answers and not question.relevant)
        if not question.relevant or question.answer is None or question.answer.status is not Status.ANSWERED:
            assert state.value(code) is None


@settings(max_examples=40)
@given(interviews(), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(answers: dict[QuestionCode, Answer], chance: Random) -> None:
    shuffled = list(answers.items())
    chance.shuffle(shuffled)
    assert seen(evaluate(form(), dict(shuffled), TODAY)) == seen(evaluate(form(), answers, TODAY))


@settings(max_examples=25)
@given(interviews())
def test_the_order_of_the_questions_in_the_file_does_not_matter(answers: dict[QuestionCode, Answer]) -> None:
    there, back = evaluate(form(), answers, TODAY), evaluate(_backwards(), answers, TODAY)
    for code in there.questions:
        assert back.value(code) == there.value(code)
        assert back.questions[code].relevant == there.questions[code].relevant
    assert set(back.suggested) == set(there.suggested)
    assert dict(back.calculated) == dict(there.calculated)


@cache
def _backwards() -> Form:
    blocks = tuple(replace(block, questions=block.questions[::-1]) for block in reversed(form().blocks))
    return replace(form(), blocks=blocks, calculations=form().calculations[::-1])


@settings(max_examples=40)
@given(interviews(), st.sampled_from([block.code for block in form().blocks]))
def test_a_question_is_visible_only_in_an_offered_block(
    answers: Mapping[QuestionCode, Answer], opened: BlockCode
) -> None:
    state = evaluate(form(), answers, TODAY, frozenset({opened}))
    assert state.is_offered(opened)
    for block in form().blocks:
        visible = state.visible(block.code)
        assert all(question.relevant for question in visible)
        assert state.is_offered(block.code) or not visible


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(list(form().questions)), WEIRD, max_size=12), st.dates())
def test_values_in_no_known_shape_harm_nothing(given_values: dict[QuestionCode, Value], today: date) -> None:
    answers = {code: Answer(value=value) for code, value in given_values.items()}
    state = evaluate(form(), answers, today)
    for code, question in state.questions.items():
        state.value(code)
        assert isinstance(question.violation, str)
