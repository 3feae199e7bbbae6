"""A form as JSON holds everything that the form says, and refuses what is not a form."""

import dataclasses
import json
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spie_diag.forms.contents import content_of, fingerprint_of
from spie_diag.forms.definition import (
    Block,
    BlockCode,
    BlockKind,
    Choice,
    Depth,
    Form,
    Lead,
    Nature,
    Objective,
    ObjectiveCode,
    Question,
    QuestionCode,
    QuestionType,
    Situation,
    SituationCode,
    Value,
    Visibility,
)
from spie_diag.forms.errors import UnreadableContentError
from spie_diag.forms.reading import read_form
from spie_diag.forms.rebuilding import form_of
from spie_diag.paths import shipped
from tests.forms.any_forms import plain_forms

NOT_SAID = {"place", "lines", "setting_places", "known"}
"""Where it was written, and what is only computed from it."""

TEXTS = {"English": {"label": "Home"}}
CHOICE = Choice(name="a", label="A", extra={"region": "sud"}, texts={"English": "a"})
CHILD = Question(name="child", code=None, type=QuestionType.NOTE, label="Enfant")
QUESTION = Question(
    name="home", code=QuestionCode("LOG-01"), type=QuestionType.FOREIGN, label="Logement", hint="h", guidance_hint="g",
    texts=TEXTS, choices=(CHOICE,), list_name="l", choices_file="l.csv", exclusive=frozenset("ab"), relevant="1 = 1",
    required="yes", required_message="r", constraint=". > 0", constraint_message="c", calculation="1 + 1",
    choice_filter="region = 'sud'", default="d", trigger=("x",), repeat_count="3", appearance=frozenset({"minimal"}),
    parameters={"max": "3"}, depth=Depth.IN_DEPTH, lead=Lead.PERSON, visibility=Visibility.INTERNAL, children=(CHILD,),
    read_only=True, foreign="geopoint", columns={"media::image": "a.png"},
)  # fmt: skip
SITUATION = Situation(
    code=SituationCode("LOG.S01"), nature=Nature.CONSTRAINT, label="s", relevant="1 = 1", ft="27", services=("a",)
)
OBJECTIVE = Objective(code=ObjectiveCode("LOG-O1"), label="o", ft_label="f", services=("s",), actions=("a",))
BLOCK = Block(
    code=BlockCode("LOG"), name="logement", label="Logement", kind=BlockKind.CONSTRAINT, lead=Lead.SOCIAL, texts=TEXTS,
    open_question="?", prompts=("a", "b"), advice="c", anchors=("0", "1", "2", "3"), relevant="1 = 1", manual=True,
    ft="f", services=("s",), questions=(QUESTION,), situations=(SITUATION,), objectives=(OBJECTIVE,),
    sharing={"FT": "D"},
)  # fmt: skip
FULL = Form(
    name="f", title="F", version="1", language="fr", languages=("English",), blocks=(BLOCK,), survey=(CHILD,),
    settings={"style": "pages"}, calculations=(CHILD,),
)  # fmt: skip
"""Each thing with each of its fields filled."""


def said(thing: object) -> dict[str, object]:
    """The fields of a thing that its content must hold, and which of them say something here."""
    assert dataclasses.is_dataclass(thing)
    return {one.name: getattr(thing, one.name) for one in dataclasses.fields(thing) if one.name not in NOT_SAID}


@pytest.mark.parametrize("thing", [CHOICE, QUESTION, SITUATION, OBJECTIVE, BLOCK, FULL])
def test_the_example_fills_every_field(thing: object) -> None:
    assert all(said(thing).values()), "a new field needs its place in contents.py"


def nested(levels: int) -> dict[str, Value]:
    question: Value = {"name": "q", "type": "text"}
    for _ in range(levels):
        question = {"name": "g", "type": "group", "children": [question]}
    return {**content_of(dataclasses.replace(FULL, survey=(), blocks=(), calculations=())), "survey": [question]}


def test_groups_in_groups_without_end_are_refused() -> None:
    for levels in (101, 900):
        with pytest.raises(UnreadableContentError):
            form_of(nested(levels))
    assert form_of(nested(40)).survey[0].children[0].name == "g"


@pytest.mark.parametrize(("key", "value"), [("read_only", 1), ("read_only", None), ("choices", True), ("choices", 1.0)])
def test_what_is_nearly_a_flag_or_a_place_is_refused(key: str, value: Value) -> None:
    content = content_of(dataclasses.replace(FULL, blocks=(), calculations=()))
    content["survey"] = [{"name": "q", "type": "text", key: value}]
    content["choices"] = [[], []]
    with pytest.raises(UnreadableContentError):
        form_of(content)


def test_every_field_comes_back_as_it_was() -> None:
    again = form_of(json.loads(json.dumps(content_of(FULL))))
    assert said(again) == said(FULL)
    (block,) = again.blocks
    (question,) = block.questions
    assert isinstance(question.exclusive, frozenset)
    assert isinstance(question.trigger, tuple)


@settings(max_examples=25, deadline=None)
@given(plain_forms())
def test_any_form_comes_back_as_it_was(form: Form) -> None:
    again = form_of(json.loads(json.dumps(content_of(form))))
    assert again.survey == form.survey
    assert content_of(again) == content_of(form)
    assert fingerprint_of(again) == fingerprint_of(form)


def test_the_common_form_comes_back_as_it_was() -> None:
    form = read_form(shipped("forms", "diagnostic-commun.yaml"))
    again = form_of(content_of(form))
    assert [strip(block) for block in form.blocks] == list(again.blocks)
    assert again.questions[QuestionCode("LOG-01")].choices == form.questions[QuestionCode("LOG-01")].choices


def strip(block: Block) -> Block:
    """A block without its place in a file."""

    def bare(question: Question) -> Question:
        return dataclasses.replace(question, place=None, children=tuple(bare(child) for child in question.children))

    return dataclasses.replace(
        block,
        place=None,
        questions=tuple(bare(question) for question in block.questions),
        situations=tuple(dataclasses.replace(situation, place=None) for situation in block.situations),
        objectives=tuple(dataclasses.replace(objective, place=None) for objective in block.objectives),
    )


def test_the_place_of_a_form_does_not_change_its_fingerprint_and_a_word_does() -> None:
    assert fingerprint_of(form_of(content_of(FULL))) == fingerprint_of(FULL)
    reworded = dataclasses.replace(FULL, survey=(dataclasses.replace(CHILD, label="Enfants"),))
    assert fingerprint_of(reworded) != fingerprint_of(FULL)


def test_the_fingerprint_of_a_form_never_changes() -> None:
    # Vaults hold it for ever: a change here would make every kept form look damaged.
    assert fingerprint_of(FULL) == "5f8bfcc46ecbec29e0a1ebb15fec1f258d287242c537a6d3da3ff27912ae4cdb"


def test_equal_lists_are_written_once_whoever_holds_them() -> None:
    twin = dataclasses.replace(QUESTION, choices=(dataclasses.replace(CHOICE, extra=dict(CHOICE.extra)),))
    content = content_of(dataclasses.replace(FULL, survey=(QUESTION, twin)))
    assert content["choices"] == [[{"name": "a", "label": "A", "extra": {"region": "sud"}, "texts": {"English": "a"}}]]


def test_a_form_kept_without_the_newest_fields_still_opens() -> None:
    form = form_of({"name": "f", "survey": [{"name": "a", "type": "text"}]})
    assert (form.survey[0].label, form.survey[0].depth) == ("", Depth.ESSENTIAL)


@pytest.mark.parametrize(
    "change",
    [
        {"unknown": "x"},
        {"name": 3},
        {"languages": "fr"},
        {"settings": {"a": 1}},
        {"survey": {}},
        {"survey": ["a"]},
        {"survey": [{"name": "a"}]},
        {"survey": [{"name": "a", "type": "select_none"}]},
        {"survey": [{"name": "a", "type": "text", "choices": 99}]},
        {"survey": [{"name": "a", "type": "text", "choices": -1}]},
        {"survey": [{"name": "a", "type": "text", "texts": {"fr": "a"}}]},
        {"survey": [{"name": "a", "type": "text", "from_the_future": "x"}]},
        {"choices": [[{"name": ["a"], "label": "b"}]]},
        {"blocks": [{"code": "LOG"}]},
    ],
)
def test_what_is_not_the_content_of_a_form_is_refused(change: Mapping[str, Value]) -> None:
    with pytest.raises(UnreadableContentError, match="ne peut pas être relu"):
        form_of({**content_of(FULL), **change})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "type", "a"]), inner),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(content_of(FULL))), json_values)
def test_damage_is_never_anything_but_refused(key: str, value: Value) -> None:
    try:
        form_of({**content_of(FULL), key: value})
    except UnreadableContentError:
        return
