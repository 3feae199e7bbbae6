"""The sheets that only our own workbooks have: what blocks are, situations, objectives. Other programs ignore them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeVar

from spie_diag.forms.definition import (
    Block,
    BlockCode,
    BlockKind,
    Form,
    Nature,
    Objective,
    ObjectiveCode,
    Place,
    Question,
    Situation,
    SituationCode,
)
from spie_diag.forms.spreadsheets.book import Book, Page, Row
from spie_diag.forms.spreadsheets.placing import Placing
from spie_diag.forms.spreadsheets.sheets import Sheet
from spie_diag.forms.vocabulary import KINDS, NATURES, is_yes

BLOCKS, SITUATIONS, OBJECTIVES = "spie_blocs", "spie_situations", "spie_objectifs"

_Word = TypeVar("_Word", bound=Enum)


def own_sheets(form: Form, placing: Placing) -> list[Sheet]:
    """The sheets of blocks, situations and objectives; none for a form without blocks."""
    if not form.blocks:
        return []
    languages = [f"open_question::{language}" for language in form.languages]
    prompts = [f"prompts::{language}" for language in form.languages]
    blocks = Sheet(
        BLOCKS,
        ["block", "group", "kind", "open_question", *languages, "prompts", *prompts, "advice", "anchors", "manual",
         "ft", "services", "sharing"],
        [_of_block(one.block, one.name) for one in placing.blocks],
    )  # fmt: skip
    situations = Sheet(
        SITUATIONS,
        ["block", "code", "nature", "label", "relevant", "ft", "services"],
        [_of_situation(block, situation) for block in form.blocks for situation in block.situations],
    )
    objectives = Sheet(
        OBJECTIVES,
        ["block", "code", "label", "ft_label", "services", "actions"],
        [_of_objective(block, objective) for block in form.blocks for objective in block.objectives],
    )
    return [blocks, situations, objectives]


def _of_block(block: Block, group: str) -> dict[str, str]:
    cells = {
        f"{key}::{language}": texts[key]
        for language, texts in block.texts.items()
        for key in ("open_question", "prompts")
        if key in texts
    }
    return cells | {
        "block": block.code,
        "group": group,
        "kind": block.kind.value,
        "open_question": block.open_question,
        "prompts": "\n".join(block.prompts),
        "advice": block.advice,
        "anchors": "\n".join(block.anchors),
        "manual": "oui" if block.manual else "",
        "ft": block.ft,
        "services": " ".join(block.services),
        "sharing": ", ".join(f"{who}={what}" for who, what in block.sharing.items()),
    }


def _of_situation(block: Block, situation: Situation) -> dict[str, str]:
    return {
        "block": block.code,
        "code": situation.code,
        "nature": next(word for word, nature in NATURES.items() if nature is situation.nature),
        "label": situation.label,
        "relevant": situation.relevant,
        "ft": situation.ft,
        "services": " ".join(situation.services),
    }


def _of_objective(block: Block, objective: Objective) -> dict[str, str]:
    return {
        "block": block.code,
        "code": objective.code,
        "label": objective.label,
        "ft_label": objective.ft_label,
        "services": " ".join(objective.services),
        "actions": "\n".join(objective.actions),
    }


# --- reading -------------------------------------------------------------------------------------------------------


def read_blocks(book: Book, groups: Iterable[Question]) -> tuple[Block, ...]:
    """The blocks that groups of the survey stand for, with what our sheets say of them."""
    sheets = _OwnSheets(book)
    return tuple(sheets.block(group) for group in groups)


@dataclass(slots=True)
class _Told:
    """The rows that our sheets have of one block."""

    block: Row | None = None
    situations: list[Row] = field(default_factory=list)
    objectives: list[Row] = field(default_factory=list)


class _OwnSheets:
    def __init__(self, book: Book) -> None:
        self._book = book
        self._told: dict[str, _Told] = {}
        for page, row in self._rows(BLOCKS):
            told = self._of(page, row)
            told.block = told.block or row
        for page, row in self._rows(SITUATIONS):
            self._of(page, row).situations.append(row)
        for page, row in self._rows(OBJECTIVES):
            self._of(page, row).objectives.append(row)

    def _rows(self, name: str) -> Iterable[tuple[Page, Row]]:
        page = self._book.pages.get(name)
        return ((page, row) for row in page.rows) if page is not None else ()

    def _of(self, page: Page, row: Row) -> _Told:
        code = row.cells.get("block", "")
        if not code:
            self._fault(page.name, row, "block", "Cette ligne ne nomme aucun bloc.", "Écrivez son code, comme LOG.")
        return self._told.setdefault(code, _Told())

    def block(self, group: Question) -> Block:
        code = group.code or ""
        told = self._told.get(code, _Told())
        row = told.block or Row(1, {})
        if told.block is None:
            sentence = f"Le bloc « {group.name} » n’est pas décrit dans la feuille « {BLOCKS} »."
            place = group.place or Place(self._book.file, 1)
            advice = f"Ajoutez-y une ligne avec le code « {code or 'XYZ'} », et le même code dans la colonne « code »."
            self._book.remarks.fault(place, sentence, advice, who=code or group.name)
        cells = row.cells
        return Block(
            code=BlockCode(code),
            name=group.name,
            label=group.label,
            kind=self._word(BLOCKS, row, "kind", KINDS, BlockKind.FRAME, needed=told.block is not None),
            lead=group.lead,
            texts=_texts(group, cells),
            open_question=cells.get("open_question", ""),
            prompts=_lines(cells, "prompts"),
            advice=cells.get("advice", ""),
            anchors=_lines(cells, "anchors"),
            relevant=group.relevant,
            manual=is_yes(cells.get("manual", "")),
            ft=cells.get("ft", ""),
            services=tuple(cells.get("services", "").split()),
            questions=group.children,
            situations=tuple(self._situation(one) for one in told.situations),
            objectives=tuple(self._objective(one) for one in told.objectives),
            sharing=_sharing(cells.get("sharing", "")),
            place=group.place,
        )

    def _situation(self, row: Row) -> Situation:
        cells = row.cells
        return Situation(
            code=SituationCode(cells.get("code", "")),
            nature=self._word(SITUATIONS, row, "nature", NATURES, Nature.NEUTRAL, needed=True),
            label=cells.get("label", ""),
            relevant=cells.get("relevant", ""),
            ft=cells.get("ft", ""),
            services=tuple(cells.get("services", "").split()),
            place=self._book.remarks.at(SITUATIONS, row.number),
        )

    def _objective(self, row: Row) -> Objective:
        cells = row.cells
        return Objective(
            code=ObjectiveCode(cells.get("code", "")),
            label=cells.get("label", ""),
            ft_label=cells.get("ft_label", ""),
            services=tuple(cells.get("services", "").split()),
            actions=_lines(cells, "actions"),
            place=self._book.remarks.at(OBJECTIVES, row.number),
        )

    def _word(
        self, sheet: str, row: Row, key: str, words: Mapping[str, _Word], default: _Word, *, needed: bool
    ) -> _Word:
        said = row.cells.get(key, "")
        if needed and said not in words:
            sentence = f"« {said} » n’est pas une valeur de « {key} »." if said else f"Il manque « {key} »."
            self._fault(sheet, row, key, sentence, f"Choisissez : {', '.join(words)}.")
        return words.get(said, default)

    def _fault(self, sheet: str, row: Row, key: str, sentence: str, advice: str) -> None:
        place = self._book.remarks.at(sheet, row.number, key)
        self._book.remarks.fault(place, sentence, advice, who=row.cells.get("code", row.cells.get("block", "")))


def _texts(group: Question, cells: Mapping[str, str]) -> dict[str, dict[str, str]]:
    texts = {language: {"label": said["label"]} for language, said in group.texts.items() if "label" in said}
    for heading, text in cells.items():
        key, colons, language = heading.partition("::")
        if colons and key in ("open_question", "prompts"):
            texts.setdefault(language, {})[key] = text
    return texts


def _lines(cells: Mapping[str, str], key: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in cells.get(key, "").splitlines() if line.strip())


def _sharing(text: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in text.split(","))
    return {who.strip(): what.strip() for who, sign, what in pairs if sign}
