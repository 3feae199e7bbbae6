"""What the ``type`` column may say, in all the spellings that XLSForm has had.

Source: pyxform 4.5, ``question_type_dictionary`` and ``aliases``.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from spie_diag.forms.definition import QuestionType
from spie_diag.forms.vocabulary import FOREIGN_TYPES

_PROMPT = re.compile(r"(?:add (?P<add>.+) prompt|q (?P<q>.+)|get (?P<get>.+))")
_PLAIN = {
    "text": QuestionType.TEXT, "string": QuestionType.TEXT,
    "integer": QuestionType.INTEGER, "int": QuestionType.INTEGER,
    "decimal": QuestionType.DECIMAL, "range": QuestionType.RANGE,
    "date": QuestionType.DATE, "time": QuestionType.TIME,
    "datetime": QuestionType.DATETIME, "date time": QuestionType.DATETIME,
    "note": QuestionType.NOTE, "calculate": QuestionType.CALCULATE, "hidden": QuestionType.HIDDEN,
    "acknowledge": QuestionType.ACKNOWLEDGE, "trigger": QuestionType.ACKNOWLEDGE,
    "start": QuestionType.START, "start time": QuestionType.START,
    "end": QuestionType.END, "end time": QuestionType.END, "today": QuestionType.TODAY,
}  # fmt: skip
_SELECTS = {
    "add select one prompt using": QuestionType.SELECT_ONE, "add select multiple prompt using":
    QuestionType.SELECT_MULTIPLE, "select all that apply from": QuestionType.SELECT_MULTIPLE,
    "select all that apply": QuestionType.SELECT_MULTIPLE, "select one from file": QuestionType.SELECT_ONE,
    "select multiple from file": QuestionType.SELECT_MULTIPLE, "select_one_from_file": QuestionType.SELECT_ONE,
    "select_multiple_from_file": QuestionType.SELECT_MULTIPLE, "select one from": QuestionType.SELECT_ONE,
    "select multiple from": QuestionType.SELECT_MULTIPLE, "select one using": QuestionType.SELECT_ONE,
    "select multiple using": QuestionType.SELECT_MULTIPLE, "select_one_external": QuestionType.SELECT_ONE,
    "select one external": QuestionType.SELECT_ONE, "select_one": QuestionType.SELECT_ONE,
    "select one": QuestionType.SELECT_ONE, "select1": QuestionType.SELECT_ONE,
    "select_multiple": QuestionType.SELECT_MULTIPLE, "select multiple": QuestionType.SELECT_MULTIPLE,
    "rank": QuestionType.RANK,
}  # fmt: skip
_CONTROLS = {"group": QuestionType.GROUP, "repeat": QuestionType.REPEAT, "lgroup": QuestionType.REPEAT,
             "looped group": QuestionType.REPEAT}  # fmt: skip
_CONTROL = re.compile(r"(?P<verb>begin|end)[ _](?P<what>group|repeat|lgroup|looped group|loop)(?P<rest> .*)?")
_SELECT = re.compile(
    rf"(?P<verb>{'|'.join(_SELECTS)})(?: (?P<list>\S+))?(?P<other> (?:or specify other|or_other|or other))?"
)
_SUGGESTED = ("text", "integer", "decimal", "select_one", "select_multiple", "note", "calculate", "date", "begin_group",
              "end_group", "begin_repeat", "end_repeat", "acknowledge", "range", "rank", "hidden")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """What one ``type`` cell says."""

    type: QuestionType | None = None
    """None for a type that exists nowhere, and for loops."""
    begins: bool = False
    ends: bool = False
    list_name: str = ""
    or_other: bool = False
    from_file: bool = False
    external: bool = False
    foreign: str = ""


def kind_of(text: str) -> Kind:
    """What a ``type`` cell says, spaces and spelling forgiven."""
    said = " ".join(text.split())
    lower = said.lower()
    if control := _CONTROL.fullmatch(lower):
        return Kind(_CONTROLS.get(control["what"]), begins=control["verb"] == "begin", ends=control["verb"] == "end")
    if select := _SELECT.fullmatch(said) or _SELECT.fullmatch(lower):
        verb = select["verb"]
        return Kind(
            _SELECTS[verb],
            list_name=select["list"] or "",
            or_other=select["other"] is not None,
            from_file="file" in verb,
            external="external" in verb,
        )
    prompt = _PROMPT.fullmatch(lower)
    word = next((found for found in prompt.groups() if found), lower) if prompt else lower
    if word in _PLAIN:
        return Kind(_PLAIN[word])
    if word in FOREIGN_TYPES or word.startswith("osm "):
        return Kind(QuestionType.FOREIGN, foreign=said if word == lower else word)
    return Kind()


def close_to(text: str) -> str:
    """The type that the author may have meant; empty when none is near."""
    word = text.split()[0].lower() if text.split() else ""
    return next(iter(get_close_matches(word, _SUGGESTED, n=1, cutoff=0.7)), "")
