"""A form as JSON: everything it says, and not where it was written.

Two forms are the same when their contents are equal. What is empty or at its default is left out, so that a field added
to the definition changes no fingerprint of a form that does without it. Equal lists of choices are written once: a
question names its list by its place in ``choices``.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias

from spie_diag.forms.definition import (
    Block,
    Choice,
    Depth,
    Form,
    Lead,
    Objective,
    Question,
    Situation,
    Value,
    Visibility,
)

Content: TypeAlias = dict[str, Value]

QUESTION_TEXTS = (
    "label", "hint", "guidance_hint", "list_name", "choices_file", "relevant", "required", "required_message",
    "constraint", "constraint_message", "calculation", "choice_filter", "default", "repeat_count", "foreign",
)  # fmt: skip
BLOCK_TEXTS = ("label", "open_question", "advice", "relevant", "ft")


@lru_cache(maxsize=8)
def fingerprint_of(form: Form) -> str:
    """SHA-256 of the content of a form, in hexadecimal: the same for two forms that say the same."""
    return hashlib.sha256(content_bytes(form)).hexdigest()


@lru_cache(maxsize=8)
def content_bytes(form: Form) -> bytes:
    """The content of a form as canonical JSON: the same form, the same bytes, on every computer."""
    return json_bytes(content_of(form), sort_keys=True)


def json_bytes(value: object, *, sort_keys: bool = False) -> bytes:
    """A value as JSON on one line, without spaces."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=sort_keys, separators=(",", ":"))
    # A lone surrogate, which a JSON escape can write, is still a text to keep.
    return text.encode("utf-8", "surrogatepass")


def content_of(form: Form) -> Content:
    """Everything that a form says, as JSON."""
    lists = _Lists()
    content: Content = {"name": form.name, "title": form.title, "version": form.version, "language": form.language}
    content["languages"] = list(form.languages)
    content["settings"] = dict(form.settings)
    content["calculations"] = [_of_question(question, lists) for question in form.calculations]
    content["blocks"] = [_of_block(block, lists) for block in form.blocks]
    content["survey"] = [_of_question(question, lists) for question in form.survey]
    content["choices"] = lists.written
    return content


class _Lists:
    """Lists of choices, each written once however many questions offer it."""

    def __init__(self) -> None:
        self.written: list[Value] = []
        self._by_object: dict[int, int] = {}
        self._by_text: dict[str, int] = {}

    def place(self, choices: tuple[Choice, ...]) -> int:
        known = self._by_object.get(id(choices))
        if known is None:
            written: list[Value] = [_of_choice(choice) for choice in choices]
            known = self._by_text.setdefault(json.dumps(written, sort_keys=True), len(self.written))
            if known == len(self.written):
                self.written.append(written)
            self._by_object[id(choices)] = known
        return known


def _of_choice(choice: Choice) -> Value:
    content: Content = {"name": choice.name, "label": choice.label}
    if choice.extra:
        content["extra"] = dict(choice.extra)
    if translations := {language: text for language, text in choice.texts.items() if text}:
        content["texts"] = dict(translations)
    return content


def _of_question(question: Question, lists: _Lists) -> Content:
    content: Content = {"name": question.name, "type": question.type.value}
    for key in QUESTION_TEXTS:
        if text := getattr(question, key):
            content[key] = text
    if question.code is not None:
        content["code"] = question.code
    if texts := _of_texts(question.texts):
        content["texts"] = texts
    if question.choices:
        content["choices"] = lists.place(question.choices)
    if question.exclusive:
        content["exclusive"] = [*sorted(question.exclusive)]
    if question.trigger:
        content["trigger"] = list(question.trigger)
    if question.appearance:
        content["appearance"] = [*sorted(question.appearance)]
    if question.parameters:
        content["parameters"] = dict(question.parameters)
    if question.columns:
        content["columns"] = dict(question.columns)
    if question.depth is not Depth.ESSENTIAL:
        content["depth"] = question.depth.value
    if question.lead is not Lead.SHARED:
        content["lead"] = question.lead.value
    if question.visibility is not Visibility.SHAREABLE:
        content["visibility"] = question.visibility.value
    if question.read_only:
        content["read_only"] = True
    if question.children:
        content["children"] = [_of_question(child, lists) for child in question.children]
    return content


def _of_texts(texts: Mapping[str, Mapping[str, str]]) -> Value:
    kept = {language: {key: text for key, text in said.items() if text} for language, said in texts.items()}
    return {language: dict(said) for language, said in kept.items() if said}


def _of_block(block: Block, lists: _Lists) -> Content:
    content: Content = {"code": block.code, "name": block.name, "kind": block.kind.value, "lead": block.lead.value}
    for key in BLOCK_TEXTS:
        if text := getattr(block, key):
            content[key] = text
    if texts := _of_texts(block.texts):
        content["texts"] = texts
    for key, several in (("prompts", block.prompts), ("anchors", block.anchors), ("services", block.services)):
        if several:
            content[key] = list(several)
    if block.manual:
        content["manual"] = True
    if block.sharing:
        content["sharing"] = dict(block.sharing)
    content["questions"] = [_of_question(question, lists) for question in block.questions]
    if block.situations:
        content["situations"] = [_of_situation(situation) for situation in block.situations]
    if block.objectives:
        content["objectives"] = [_of_objective(objective) for objective in block.objectives]
    return content


def _of_situation(situation: Situation) -> Value:
    content: Content = {"code": situation.code, "nature": situation.nature.value, "label": situation.label}
    if situation.relevant:
        content["relevant"] = situation.relevant
    if situation.ft:
        content["ft"] = situation.ft
    if situation.services:
        content["services"] = [*situation.services]
    return content


def _of_objective(objective: Objective) -> Value:
    content: Content = {"code": objective.code, "label": objective.label}
    if objective.ft_label:
        content["ft_label"] = objective.ft_label
    for key, several in (("services", objective.services), ("actions", objective.actions)):
        if several:
            content[key] = [*several]
    return content
