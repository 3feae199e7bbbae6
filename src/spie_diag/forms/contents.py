"""A form as JSON: everything it says, and not where it was written.

Two forms are the same when their contents are equal. What is empty or at its default is left out, so that a field added
to the definition changes no fingerprint of a form that does without it. Equal lists of choices are written once: a
question names its list by its place in ``choices``.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import TypeAlias

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

Content: TypeAlias = dict[str, Value]
Choices: TypeAlias = tuple[Choice, ...]

_QUESTION_TEXTS = (
    "label", "hint", "guidance_hint", "list_name", "choices_file", "relevant", "required", "required_message",
    "constraint", "constraint_message", "calculation", "choice_filter", "default", "repeat_count", "foreign",
)  # fmt: skip
_TYPES = {kind.value: kind for kind in QuestionType}
_DEPTHS = {depth.value: depth for depth in Depth}
_LEADS = {lead.value: lead for lead in Lead}
_VISIBILITIES = {visibility.value: visibility for visibility in Visibility}
_BLOCK_TEXTS = ("label", "open_question", "advice", "relevant", "ft")


def fingerprint(form: Form) -> str:
    """SHA-256 of the content of a form, in hexadecimal: the same for two forms that say the same."""
    canonical = json.dumps(content_of(form), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


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


def form_of(content: Mapping[str, Value]) -> Form:
    """The form that a content tells; it knows no file and no line.

    Raises:
        UnreadableContentError: this is not the content of a form, or of a later program.
    """
    try:
        return _form(_Cells(content, _FORM))
    except (TypeError, ValueError, KeyError, IndexError) as error:
        raise UnreadableContentError from error


# --- writing -------------------------------------------------------------------------------------------------------


class _Lists:
    """Lists of choices, each written once however many questions offer it."""

    def __init__(self) -> None:
        self.written: list[Value] = []
        self._by_object: dict[int, int] = {}
        self._by_text: dict[str, int] = {}

    def place(self, choices: Choices) -> int:
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
    for key in _QUESTION_TEXTS:
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
    for key in _BLOCK_TEXTS:
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


# --- reading -------------------------------------------------------------------------------------------------------


class _Shape:
    """The keys that an object may have: whatever else it holds was written by another program, or is damaged."""

    def __init__(self, texts: str, others: str = "") -> None:
        self.texts = frozenset(texts.split())
        self.others = frozenset(others.split())


_FORM = _Shape("name title version language", "languages settings calculations blocks survey choices")
_CHOICE = _Shape("name label", "extra texts")
_QUESTION = _Shape(
    " ".join(("name type code depth lead visibility", *_QUESTION_TEXTS)),
    "texts choices exclusive trigger appearance parameters columns read_only children",
)
_BLOCK = _Shape(
    " ".join(("code name kind lead", *_BLOCK_TEXTS)),
    "texts prompts anchors services manual sharing questions situations objectives",
)
_SITUATION = _Shape("code nature label relevant ft", "services")
_OBJECTIVE = _Shape("code label ft_label", "services actions")


class _Cells:
    """One JSON object, its values taken by kind: anything else than expected is a ``TypeError``."""

    __slots__ = ("_others", "text")

    def __init__(self, value: Value | Mapping[str, Value], shape: _Shape) -> None:
        if not isinstance(value, dict):
            raise TypeError
        texts = {key: text for key, text in value.items() if isinstance(text, str)}
        self.text = texts.get
        self._others = {key: other for key, other in value.items() if key not in texts}
        if not (texts.keys() <= shape.texts and self._others.keys() <= shape.others):
            raise TypeError

    def flag(self, key: str) -> bool:
        return self._others.get(key) is True

    def words(self, key: str) -> tuple[str, ...]:
        return tuple(_text(word) for word in _listed(self._others[key])) if key in self._others else ()

    def pairs(self, key: str) -> Mapping[str, str]:
        return _pairs(self._others[key]) if key in self._others else {}

    def texts(self) -> Mapping[str, Mapping[str, str]]:
        if "texts" not in self._others:
            return {}
        return {language: _pairs(said) for language, said in _table(self._others["texts"]).items()}

    def objects(self, key: str, shape: _Shape) -> list["_Cells"]:
        return [_Cells(item, shape) for item in _listed(self._others[key])] if key in self._others else []

    def lists(self, key: str, shape: _Shape) -> list[list["_Cells"]]:
        return [[_Cells(item, shape) for item in _listed(inner)] for inner in _listed(self._others.get(key, []))]

    def chosen(self, lists: list[Choices]) -> Choices:
        if "choices" not in self._others:
            return ()
        place = self._others["choices"]
        if not isinstance(place, int) or place < 0:
            raise TypeError
        return lists[place]


def _listed(value: Value) -> list[Value]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _table(value: Value) -> dict[str, Value]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _pairs(value: Value) -> dict[str, str]:
    return {key: _text(text) for key, text in _table(value).items()}


def _text(value: Value) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _form(cells: _Cells) -> Form:
    lists = [tuple(_choice(choice) for choice in choices) for choices in cells.lists("choices", _CHOICE)]
    return Form(
        name=cells.text("name", ""),
        title=cells.text("title", ""),
        version=cells.text("version", ""),
        language=cells.text("language", ""),
        languages=cells.words("languages"),
        settings=cells.pairs("settings"),
        calculations=tuple(_question(question, lists) for question in cells.objects("calculations", _QUESTION)),
        blocks=tuple(_block(block, lists) for block in cells.objects("blocks", _BLOCK)),
        survey=tuple(_question(question, lists) for question in cells.objects("survey", _QUESTION)),
    )


def _choice(cells: _Cells) -> Choice:
    return Choice(
        name=cells.text("name", ""),
        label=cells.text("label", ""),
        extra=cells.pairs("extra"),
        texts=cells.pairs("texts"),
    )


def _question(cells: _Cells, lists: list[Choices]) -> Question:
    text = cells.text
    code = text("code")
    return Question(
        name=text("name", ""),
        code=QuestionCode(code) if code else None,
        type=_TYPES[text("type", "")],
        label=text("label", ""),
        hint=text("hint", ""),
        guidance_hint=text("guidance_hint", ""),
        texts=cells.texts(),
        choices=cells.chosen(lists),
        list_name=text("list_name", ""),
        choices_file=text("choices_file", ""),
        exclusive=frozenset(cells.words("exclusive")),
        relevant=text("relevant", ""),
        required=text("required", ""),
        required_message=text("required_message", ""),
        constraint=text("constraint", ""),
        constraint_message=text("constraint_message", ""),
        calculation=text("calculation", ""),
        choice_filter=text("choice_filter", ""),
        default=text("default", ""),
        trigger=cells.words("trigger"),
        repeat_count=text("repeat_count", ""),
        appearance=frozenset(cells.words("appearance")),
        parameters=cells.pairs("parameters"),
        depth=_DEPTHS[text("depth", Depth.ESSENTIAL.value)],
        lead=_LEADS[text("lead", Lead.SHARED.value)],
        visibility=_VISIBILITIES[text("visibility", Visibility.SHAREABLE.value)],
        children=tuple(_question(child, lists) for child in cells.objects("children", _QUESTION)),
        read_only=cells.flag("read_only"),
        foreign=text("foreign", ""),
        columns=cells.pairs("columns"),
    )


def _block(cells: _Cells, lists: list[Choices]) -> Block:
    text = cells.text
    return Block(
        code=BlockCode(text("code", "")),
        name=text("name", ""),
        label=text("label", ""),
        kind=BlockKind(text("kind", "")),
        lead=_LEADS[text("lead", "")],
        texts=cells.texts(),
        open_question=text("open_question", ""),
        prompts=cells.words("prompts"),
        advice=text("advice", ""),
        anchors=cells.words("anchors"),
        relevant=text("relevant", ""),
        manual=cells.flag("manual"),
        ft=text("ft", ""),
        services=cells.words("services"),
        questions=tuple(_question(question, lists) for question in cells.objects("questions", _QUESTION)),
        situations=tuple(_situation(situation) for situation in cells.objects("situations", _SITUATION)),
        objectives=tuple(_objective(objective) for objective in cells.objects("objectives", _OBJECTIVE)),
        sharing=cells.pairs("sharing"),
    )


def _situation(cells: _Cells) -> Situation:
    return Situation(
        code=SituationCode(cells.text("code", "")),
        nature=Nature(cells.text("nature", "")),
        label=cells.text("label", ""),
        relevant=cells.text("relevant", ""),
        ft=cells.text("ft", ""),
        services=cells.words("services"),
    )


def _objective(cells: _Cells) -> Objective:
    return Objective(
        code=ObjectiveCode(cells.text("code", "")),
        label=cells.text("label", ""),
        ft_label=cells.text("ft_label", ""),
        services=cells.words("services"),
        actions=cells.words("actions"),
    )
