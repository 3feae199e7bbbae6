"""The place that each type of question leaves for its answer."""

import re
from typing import Final

from reportlab.platypus import Flowable

from spie_diag.documents import questionnaire_style as paper
from spie_diag.documents.parts import paragraph
from spie_diag.documents.questionnaire_boxes import Choices, Shape, figures, lines, number_box, scale
from spie_diag.documents.questionnaire_tables import MOST_IN_LIST, most_rows, steps
from spie_diag.documents.questionnaire_words import Wording
from spie_diag.forms.definition import Question, QuestionType

DAY_BOXES: Final = ("__/__/____ JJ/MM/AAAA", "Cases pour une date : jour, mois, année")
_MONTH: Final = ("__/____ MM/AAAA", "Cases pour une date : mois, année")
_YEAR: Final = ("____ AAAA", "Cases pour une année")
_HOUR: Final = ("__ h __", "Cases pour une heure : heures, minutes")
_MOMENT: Final = ("__/__/____ à __ h __", "Cases pour une date et une heure")
_HOURS: Final = ("de __ h __ à __ h __", "Cases pour une heure de début et une heure de fin")
_CLOCKS: Final = {QuestionType.TIME: _HOUR, QuestionType.DATETIME: _MOMENT}
_CHOOSING: Final = (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK)
_LONG_TEXT, _LONGEST_LIST = 5, 5
_MOST_STEPS: Final = 11
_UNITS: Final = (
    (re.compile(r"\ben euros\b|\beuros\b|€"), "€"),
    (re.compile(r"\bkilomètres\b|\bkm\b"), "km"),
    (re.compile(r"\bpourcentage\b|\bpour cent\b"), "%"),
    (re.compile(r"\bminutes\b"), "minutes"),
    (re.compile(r"\bheures\b"), "heures"),
)
"""Units that French labels name; the form has no column for them."""


def space_for(question: Question, wording: Wording, width: float) -> list[Flowable]:
    """The place for one answer, ``width`` points wide; nothing for what is not answered on paper."""
    kind = question.type
    if kind in _CHOOSING:
        return [_choices(question, wording, width)]
    if kind is QuestionType.TEXT:
        return _text(question, width)
    if kind in (QuestionType.INTEGER, QuestionType.DECIMAL):
        return [number_box(_unit(question, wording), width)]
    if kind is QuestionType.RANGE:
        return [_range(question, wording, width)]
    if kind is QuestionType.DATE:
        shown = {"month-year": _MONTH, "year": _YEAR}
        return [figures(*next((shown[one] for one in shown if one in question.appearance), DAY_BOXES), width)]
    if kind is QuestionType.ACKNOWLEDGE:
        return [Choices(["C’est lu"], Shape.SQUARE)]
    if kind is QuestionType.FOREIGN:
        told = f"Se note dans un autre logiciel ({question.foreign}) : rien à écrire ici."
        return [paragraph(told, paper.HINT)]
    return [figures(*_CLOCKS[kind], width)] if kind in _CLOCKS else []


def _text(question: Question, width: float) -> list[Flowable]:
    if "interval" in question.appearance:
        return [figures(*DAY_BOXES, width), figures(*_HOURS, width)]
    if "list" in question.appearance:
        return [lines(min(most_rows(question, _LONGEST_LIST), _LONGEST_LIST), width, numbered=True)]
    return [lines(_LONG_TEXT if "multiline" in question.appearance else 1, width)]


def _unit(question: Question, wording: Wording) -> str:
    label = wording.text(question, "label").lower()
    return next((unit for pattern, unit in _UNITS if pattern.search(label)), "")


def _range(question: Question, wording: Wording, width: float) -> Flowable:
    numbers = steps(question)
    if not 1 < len(numbers) <= _MOST_STEPS:
        return number_box(f"de {numbers[0]} à {numbers[-1]}" if numbers else "", width)
    low, high = (wording.words(question.parameters.get(key, "")) for key in ("low", "high"))
    return scale(numbers, low, high, width)


def _choices(question: Question, wording: Wording, width: float) -> Flowable:
    if not 0 < len(question.choices) <= MOST_IN_LIST:
        return lines(1, width)
    return Choices([wording.choice(one) for one in question.choices], shape_of(question), wording.tag)


def shape_of(question: Question) -> Shape:
    """The box of its choices."""
    if question.type is QuestionType.RANK or "ordered" in question.appearance:
        return Shape.RANK
    return Shape.SQUARE if question.type is QuestionType.SELECT_MULTIPLE else Shape.ROUND
