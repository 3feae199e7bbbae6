"""The columns of a survey that only our own workbooks have: code, lead, depth, visibility, exclusive choices…"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from typing import TypeVar

from spie_diag.forms.definition import Depth, Lead, Question, QuestionType, Visibility
from spie_diag.forms.spreadsheets.book import Remarks
from spie_diag.forms.spreadsheets.placing import Placed
from spie_diag.forms.vocabulary import DEPTHS, LEADS, VISIBILITIES

COLUMNS = ("role", "code", "lead", "depth", "visibility", "exclusive", "own_parameters")
BLOCK_ROLE, CALCULATION_ROLE = "bloc", "calcul"
"""Roles of rows outside the survey proper: the group of a block, a calculation of the whole form."""

_Word = TypeVar("_Word", bound=Enum)
_TAKEN: Mapping[QuestionType, tuple[str, ...]] = {
    QuestionType.RANGE: ("start", "end", "step"),
    QuestionType.SELECT_ONE: ("randomize", "seed"),
    QuestionType.SELECT_MULTIPLE: ("randomize", "seed"),
    QuestionType.RANK: ("randomize", "seed"),
    QuestionType.TEXT: ("rows",),
}
"""Parameters that other programs take; they refuse a form that has others."""


@dataclass(frozen=True, slots=True)
class OwnCells:
    """What our columns say of one question, where they say it rightly."""

    lead: Lead = Lead.SHARED
    depth: Depth = Depth.ESSENTIAL
    visibility: Visibility = Visibility.SHAREABLE


def cells_of(placed: Placed, block_lead: Lead | None) -> dict[str, str]:
    """Our cells of one question; fields say only what differs from the question that holds them."""
    question = placed.question
    cells = {
        "code": question.code or "",
        "exclusive": " ".join(sorted(question.exclusive)),
        "parameters": " ".join(f"{key}={value}" for key, value in question.parameters.items() if _goes(question, key)),
        "own_parameters": "\n".join(
            f"{key} : {value}" for key, value in question.parameters.items() if not _goes(question, key)
        ),
    }
    holder = placed.holder.question if placed.holder is not None else None
    if holder is None and block_lead is None:
        above: OwnCells | Question = OwnCells()
    else:
        above = holder or OwnCells(lead=block_lead or Lead.SHARED)
    coded = question.code is not None
    if coded or question.lead is not above.lead:
        cells["lead"] = word_of(question.lead, LEADS)
    if coded or question.depth is not above.depth:
        cells["depth"] = word_of(question.depth, DEPTHS)
    if coded or question.visibility is not above.visibility:
        cells["visibility"] = word_of(question.visibility, VISIBILITIES)
    return cells


def _goes(question: Question, key: str) -> bool:
    """Whether a parameter can stand in the column that other programs read."""
    taken = ("value", "label") if question.choices_file else _TAKEN.get(question.type, ())
    value = question.parameters[key]
    fits = bool(value) and not any(sign.isspace() or sign in "=,;" for sign in value)
    return fits and (key in taken or question.type is QuestionType.FOREIGN)


def word_of(value: _Word, words: Mapping[str, _Word]) -> str:
    """The word that a form file writes for a value."""
    return next(word for word, meant in words.items() if meant is value)


def read_own(cells: Mapping[str, str], above: Question | None, remarks: Remarks, sheet: str, row: int) -> OwnCells:
    """Lead, depth and visibility of a row; what it does not say is that of the group that holds it."""
    base = OwnCells(above.lead, above.depth, above.visibility) if above is not None else OwnCells()

    def word(key: str, words: Mapping[str, _Word], default: _Word) -> _Word:
        said = cells.get(key, "")
        if said and said not in words:
            close = get_close_matches(said, words, n=1)
            advice = f"Vouliez-vous dire « {close[0]} » ?" if close else f"Choisissez : {', '.join(words)}."
            place = remarks.at(sheet, row, key)
            remarks.fault(place, f"« {said} » n’est pas une valeur de « {key} ».", advice, who=cells.get("name", ""))
        return words.get(said, default)

    return OwnCells(
        lead=word("lead", LEADS, base.lead),
        depth=word("depth", DEPTHS, base.depth),
        visibility=word("visibility", VISIBILITIES, base.visibility),
    )


def read_own_parameters(text: str) -> dict[str, str]:
    """``max : 10``, one a line."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        key, colon, value = line.partition(" : ")
        if colon:
            found[key.strip()] = value.strip()
    return found
