"""The common form as it ships: complete, well formed, and written as people are spoken to."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import NotRequired, TypedDict

import pytest

from spie_diag.forms.definition import (
    BlockCode,
    BlockKind,
    Form,
    Question,
    QuestionCode,
    QuestionType,
    SituationCode,
    Value,
    Visibility,
)
from spie_diag.forms.reading import read_form
from spie_diag.french import spaced
from spie_diag.interview.answers import Answer, Status
from spie_diag.interview.state import State, evaluate
from spie_diag.paths import shipped


class Expected(TypedDict):
    visible: NotRequired[list[str]]
    situations: list[str]


class Case(TypedDict):
    code: str
    today: str
    answers: dict[str, Value]
    expected: Expected


TODAY = date(2026, 11, 24)
OPEN_FRAME = (BlockKind.FRAME, BlockKind.VOICE)
WRONG_WORDS = re.compile(r"\b(bénéficiaires?|usagers?|freins?|cas|pôle emploi|chômeurs?)\b", re.IGNORECASE)
STAGES = ("Préparation", "Accord", "Exploration", "Regards croisés", "Restitution", "Plan d’action", "Signatures")
STATUSES = {"~NSP": Status.DOES_NOT_KNOW, "~NSR": Status.DECLINES, "~SO": Status.NOT_APPLICABLE}


@pytest.fixture(scope="module")
def form() -> Form:
    return read_form(shipped("forms", "diagnostic-commun.yaml"))


def test_nothing_of_the_method_is_missing(form: Form) -> None:
    assert len(form.blocks) == 22
    assert len(form.questions) == 188
    assert len(form.situations) == 110
    assert len(form.objectives) == 68


def test_every_code_is_well_formed_and_used_once(form: Form) -> None:
    codes: list[str] = []
    for block in form.blocks:
        assert re.fullmatch(r"[A-Z]{3}", block.code)
        for question in block.questions:
            assert re.fullmatch(rf"{block.code}-\d\d", str(question.code))
        for situation in block.situations:
            assert re.fullmatch(rf"{block.code}\.S\d\d", situation.code)
        for objective in block.objectives:
            assert re.fullmatch(rf"{block.code}-O\d", objective.code)
        codes += [str(q.code) for q in block.questions]
        codes += [s.code for s in block.situations] + [o.code for o in block.objectives]
    assert [code for code, times in Counter(codes).items() if times > 1] == []


def test_every_question_has_a_name_that_can_be_read(form: Form) -> None:
    names = [question.name for block in form.blocks for question in block.questions]
    names += [calculation.name for calculation in form.calculations]
    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name)] == []


def test_every_text_is_set_as_french_is(form: Form) -> None:
    assert [text for text in _texts(form) if spaced(text) != text] == []
    assert [text for text in _texts(form) if "'" in text or '"' in text] == []


def test_no_word_puts_the_person_at_a_distance(form: Form) -> None:
    assert [text for text in _texts(form) if WRONG_WORDS.search(text)] == []


def test_every_rated_domain_opens_with_a_question_and_says_what_its_levels_mean(form: Form) -> None:
    for block in form.blocks:
        assert block.open_question.endswith(("?", "cela."))
        assert len(block.prompts) == 3
        assert block.advice
        assert len(block.anchors) == (0 if block.kind in OPEN_FRAME else 4), block.code
        assert len(set(block.anchors)) == len(block.anchors)


def test_a_choice_that_stands_alone_exists(form: Form) -> None:
    for question in form.questions.values():
        names = {choice.name for choice in question.choices}
        assert question.exclusive <= names, question.code
        if question.type is QuestionType.SELECT_MULTIPLE:
            assert names & {"aucun", "aucune", "rien"} == question.exclusive, question.code


def test_every_choice_is_offered_once(form: Form) -> None:
    for question in _everything_asked(form):
        names = [choice.name for choice in question.choices]
        labels = [choice.label for choice in question.choices]
        selects = (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE)
        assert (question.type in selects) == bool(names), question.name
        assert len(set(names)) == len(names), question.name
        assert len(set(labels)) == len(labels), question.name


def test_a_limit_always_says_what_it_expects(form: Form) -> None:
    for question in _everything_asked(form):
        assert bool(question.constraint) == bool(question.constraint_message), question.name
        assert bool(question.required) == bool(question.required_message), question.name


def test_only_what_closes_the_interview_is_required(form: Form) -> None:
    required = {question.code for question in form.questions.values() if question.required}
    assert required == {"CAD-08", "ATT-08", "ATT-09"}


def test_what_could_put_someone_in_danger_never_leaves_the_pair(form: Form) -> None:
    internal = {code for code, question in form.questions.items() if question.visibility is Visibility.INTERNAL}
    assert internal == {"CAD-11", "SAN-08", "FAM-10", "DRO-06"}
    experiences = form.questions[QuestionCode("PAR-06")].children
    assert [child.visibility for child in experiences if child.name == "motif_fin"] == [Visibility.RESTRICTED]


def test_the_number_of_social_security_has_no_field(form: Form) -> None:
    asked = " ".join(f"{question.name} {question.label}" for question in _everything_asked(form)).lower()
    assert "sécurité sociale" not in asked
    assert not re.search(r"\bnir\b", asked)


def test_every_expression_can_be_evaluated_on_nothing_at_all(form: Form) -> None:
    state = evaluate(form, {}, TODAY)
    assert state.suggested == ()
    assert QuestionCode("LOG-01") in _visible(form, state)
    assert QuestionCode("LOG-03") not in _visible(form, state)
    assert not state.is_offered(BlockCode("INT"))


def test_the_first_child_without_care_is_noticed(form: Form) -> None:
    child: dict[str, Value] = {"annee": 2024, "accueil": "aucun", "solution": "non", "particularite": "aucune"}
    answers = {"FAM-01": Answer(value="seul_enfants"), "FAM-02": Answer(value=[child])}
    suggested = evaluate(form, _coded(answers), TODAY).suggested
    assert [SituationCode(code) for code in ("FAM.S01", "FAM.S07")] == [c for c in suggested if c.startswith("FAM")]


def test_refusing_to_answer_suggests_nothing(form: Form) -> None:
    answers = {code: Answer(status=Status.DECLINES) for code in form.questions}
    state = evaluate(form, answers, TODAY)
    assert state.suggested == ()


@pytest.mark.parametrize("code", ["V1", "V2", "V3", "V4", "V5"])
def test_fictional_persons_meet_the_questions_and_situations_expected(form: Form, code: str) -> None:
    case = next(case for case in _cases() if case["code"] == code)
    answers = {QuestionCode(q): _answer(value) for q, value in case["answers"].items()}
    state = evaluate(form, answers, date.fromisoformat(case["today"]))
    expected = case["expected"]
    assert list(state.suggested) == expected["situations"]
    if "visible" in expected:
        assert _visible(form, state) == expected["visible"]


def test_fictional_persons_answer_only_what_the_form_asks(form: Form) -> None:
    for case in _cases():
        for code, value in case["answers"].items():
            if not (isinstance(value, str) and value in STATUSES):
                assert _fits(form.questions[QuestionCode(code)], value), (case["code"], code)


def test_fictional_persons_stay_within_every_limit(form: Form) -> None:
    for case in _cases():
        answers = {QuestionCode(q): _answer(value) for q, value in case["answers"].items()}
        state = evaluate(form, answers, date.fromisoformat(case["today"]))
        assert [code for code, question in state.questions.items() if question.violation] == []


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("IDE-03", "2030-01-01"),
        ("STA-02", "2031-01-01"),
        ("ATT-01", "mot " * 400),
        ("ATT-06", ["LOG", "FAM", "RES", "MOB"]),
        ("MOB-04", 400),
        ("COM-02", ["adaptation", "stress", "equipe", "federer", "decision", "autonomie"]),
    ],
)
def test_an_answer_beyond_a_limit_gets_its_sentence_and_is_kept(form: Form, code: str, value: Value) -> None:
    answers = _coded({"STA-01": Answer(value="inscrit"), code: Answer(value=value)})
    question = evaluate(form, answers, TODAY).questions[QuestionCode(code)]
    assert question.violation == form.questions[QuestionCode(code)].constraint_message
    assert question.answer == answers[QuestionCode(code)]


@pytest.mark.parametrize(("said", "missing"), [("", True), ("aucun", True), ("Inconnu", True), ("Nadia Témoin", False)])
def test_a_missing_referent_is_noticed_however_it_is_said(form: Form, said: str, missing: bool) -> None:
    answers = _coded({"STA-11": Answer(value=said)})
    assert ("STA.S07" in evaluate(form, answers, TODAY).suggested) is missing


def test_every_urgency_has_its_numbers(form: Form) -> None:
    written = shipped("resources", "texts", "numeros-utiles.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", written, re.MULTILINE)
    urgencies = form.questions[QuestionCode("CAD-11")]
    assert headings == [choice.label for choice in urgencies.choices if choice.name not in urgencies.exclusive]


def test_every_stage_has_its_posture() -> None:
    written = shipped("resources", "texts", "posture.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^## (.+)$", written, re.MULTILINE)) == STAGES


def test_texts_handed_over_are_set_as_french_is() -> None:
    for name in ("accueil", "notice-information", "notice-simple", "numeros-utiles", "posture"):
        for line in shipped("resources", "texts", f"{name}.md").read_text(encoding="utf-8").splitlines():
            assert spaced(line) == line, name
            assert "'" not in line, name


def _texts(form: Form) -> Iterator[str]:
    for block in form.blocks:
        yield from (block.label, block.open_question, block.advice, *block.prompts, *block.anchors)
        for situation in block.situations:
            yield situation.label
        for objective in block.objectives:
            yield from (objective.label, *objective.actions)
    for question in _everything_asked(form):
        yield from (question.label, question.hint, question.constraint_message, question.required_message)
        yield from (choice.label for choice in question.choices)
        yield from (question.parameters[end] for end in ("low", "high") if end in question.parameters)


def _everything_asked(form: Form) -> Iterator[Question]:
    for question in chain.from_iterable(block.questions for block in form.blocks):
        yield question
        yield from question.children


def _visible(form: Form, state: State) -> list[QuestionCode]:
    shown = chain.from_iterable(state.visible(block.code) for block in form.blocks)
    return [state_of.question.code for state_of in shown if state_of.question.code is not None]


def _fits(question: Question, value: Value) -> bool:
    """Whether the value holds only choices and fields that the question offers."""
    names = {choice.name for choice in question.choices}
    fields = {child.name: child for child in question.children}
    match question.type:
        case QuestionType.SELECT_ONE:
            return value in names
        case QuestionType.SELECT_MULTIPLE:
            return isinstance(value, list) and all(chosen in names for chosen in value)
        case QuestionType.GROUP:
            return isinstance(value, dict) and all(k in fields and _fits(fields[k], v) for k, v in value.items())
        case QuestionType.REPEAT:
            rows = value if isinstance(value, list) else [None]
            return all(isinstance(row, dict) and row.keys() <= fields.keys() for row in rows)
        case _:
            return True


def _coded(answers: dict[str, Answer]) -> dict[QuestionCode, Answer]:
    return {QuestionCode(code): answer for code, answer in answers.items()}


def _answer(value: Value) -> Answer:
    if isinstance(value, str) and value in STATUSES:
        return Answer(status=STATUSES[value])
    return Answer(value=value)


def _cases() -> list[Case]:
    cases: list[Case] = json.loads(shipped("resources", "cases", "cas-fictifs.json").read_text(encoding="utf-8"))
    return cases
