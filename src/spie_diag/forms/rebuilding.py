"""A form made again from its content: the way back of ``contents``, which trusts nothing that it reads."""

from collections.abc import Mapping
from typing import TypeAlias

from spie_diag.forms.contents import BLOCK_TEXTS, QUESTION_TEXTS
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

Choices: TypeAlias = tuple[Choice, ...]

_MOST_LEVELS = 100
"""Groups in groups: more than any file that we read may hold."""
_TYPES = {kind.value: kind for kind in QuestionType}
_DEPTHS = {depth.value: depth for depth in Depth}
_LEADS = {lead.value: lead for lead in Lead}
_VISIBILITIES = {visibility.value: visibility for visibility in Visibility}


def form_of(content: Mapping[str, Value]) -> Form:
    """The form that a content tells; it knows no file and no line.

    Raises:
        UnreadableContentError: this is not the content of a form, or of a later program.
    """
    try:
        return _form(_Cells(content, _FORM))
    except (TypeError, ValueError, KeyError, IndexError) as error:
        raise UnreadableContentError from error


class _Shape:
    """The keys that an object may have: whatever else it holds was written by another program, or is damaged."""

    def __init__(self, texts: str, others: str = "") -> None:
        self.texts = frozenset(texts.split())
        self.others = frozenset(others.split())


_FORM = _Shape("name title version language", "languages settings calculations blocks survey choices")
_CHOICE = _Shape("name label", "extra texts")
_QUESTION = _Shape(
    " ".join(("name type code depth lead visibility", *QUESTION_TEXTS)),
    "texts choices exclusive trigger appearance parameters columns read_only children",
)
_BLOCK = _Shape(
    " ".join(("code name kind lead", *BLOCK_TEXTS)),
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
        flag = self._others.get(key, False)
        if not isinstance(flag, bool):
            raise TypeError
        return flag

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
        if not isinstance(place, int) or isinstance(place, bool) or place < 0:
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


def _question(cells: _Cells, lists: list[Choices], level: int = 0) -> Question:
    if level > _MOST_LEVELS:
        raise ValueError
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
        children=tuple(_question(child, lists, level + 1) for child in cells.objects("children", _QUESTION)),
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
