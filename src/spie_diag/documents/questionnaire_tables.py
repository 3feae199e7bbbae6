"""The tables of the blank questionnaire: rows to fill, questions that share their choices, the levels of a domain."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.platypus import Flowable, Table

from spie_diag.documents import questionnaire_style as paper
from spie_diag.documents.drawing import Gap, text_width
from spie_diag.documents.parts import paragraph
from spie_diag.documents.questionnaire_boxes import Shape, Tick, marked, said
from spie_diag.documents.questionnaire_conditions import told
from spie_diag.documents.questionnaire_words import Wording, is_on_paper
from spie_diag.documents.style import INK, LEVELS, SPEAKERS, STEP, STRENGTH, ink
from spie_diag.documents.tables import TableTags
from spie_diag.documents.typography import BODY, STRONG, markup, one_line
from spie_diag.forms.definition import Block, Question, QuestionType
from spie_diag.forms.values import number_of
from spie_diag.french import counted
from spie_diag.interview.people import Voice

MOST_IN_LIST: Final = 60
"""Choices beyond this are not printed: the answer is written in words."""
MOST_FIELDS: Final = 12
"""A repeat with more fields is not a table but a part to copy."""

_SELECTS: Final = (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE)
_USUAL_ROWS: Final = 4
_PADDING: Final = 4.0
_NUMBER_WIDTH: Final = 20.0
_TURNED_LABELS: Final = 150.0
_LEAST_LABELS, _MOST_LABELS = 130.0, 300.0
_ROW_HEIGHT: Final = 17.0
_MOST_COLUMNS: Final = 11
_VOICES: Final = (Voice.SOCIAL, Voice.EMPLOYMENT, Voice.PERSON)


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a repeat, as a column to fill."""

    question: Question
    title: str
    narrowest: float
    weight: float


def grid(
    rows: Sequence[Sequence[Sequence[Flowable]]],
    widths: Sequence[float],
    *,
    summary: str,
    titles: Sequence[Flowable],
    looks: Sequence[tuple[object, ...]] = (),
) -> Table:
    """A table with every line drawn, for writing in; its first row and first column are headers."""
    return Table(
        [[[title] for title in titles], *[list(row) for row in rows]],
        colWidths=list(widths),
        repeatRows=1,
        splitInRow=0,
        renderCB=TableTags(head=1, row_headers=True, summary=one_line(summary)),
        style=[
            ("FONT", (0, 0), (-1, -1), BODY, paper.SMALLEST),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), 1.6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.6),
            ("GRID", (0, 0), (-1, -1), paper.HAIRLINE, ink(INK)),
            ("LINEBELOW", (0, 0), (-1, 0), 1.1, ink(INK)),
            *looks,
        ],
        hAlign="LEFT",
        spaceBefore=STEP / 2,
        spaceAfter=STEP,
    )


def rows_width(question: Question, wording: Wording) -> float:
    """The least width of a repeat as a table of one row each."""
    return _NUMBER_WIDTH + sum(column.narrowest for column in _columns(question, wording))


def rows_to_fill(question: Question, wording: Wording, width: float) -> list[Flowable]:
    """A repeat as a table: one row each, or one column each where its fields are too many for the page."""
    columns = _columns(question, wording)
    most = number_of(question.parameters.get("max", ""))
    wanted = int(most) if most == most else _USUAL_ROWS
    turned = rows_width(question, wording) > width
    count = min(wanted, _USUAL_ROWS)
    label = wording.text(question, "label")
    table = _turned(columns, count, wording, label) if turned else _upright(columns, count, wording, label, width)
    notes = _notes(columns, wording)
    if wanted > count:
        notes.append(paragraph(f"Au-delà de {counted(count, 'ligne')}, continuez au dos.", paper.HINT))
    return [*notes, table]


def _columns(question: Question, wording: Wording) -> list[Column]:
    return [_column(one, wording) for one in fields_of(question)]


def fields_of(question: Question) -> list[Question]:
    """What is written for one row: the fields, groups opened."""
    found: list[Question] = []
    for child in question.children:
        if child.type is QuestionType.GROUP:
            found += fields_of(child)
        elif is_on_paper(child):
            found.append(child)
    return found


def _column(question: Question, wording: Wording) -> Column:
    title = wording.text(question, "label")
    word = max(text_width(piece, STRONG, paper.SMALLEST) for piece in title.split()) + 2 * _PADDING + 1
    if is_numbered(question):
        least, weight = 52.0, 0.4
    elif question.type is QuestionType.DATE:
        least, weight = 68.0, 0.6
    elif question.type in (QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE):
        least, weight = 54.0, 0.5
    else:
        least, weight = 84.0, 2.0
    return Column(question, title, max(word, least), weight)


def is_numbered(question: Question) -> bool:
    """Whether an answer is the number of a choice, told above the table."""
    return question.type in _SELECTS and len(question.choices) <= MOST_IN_LIST


def _upright(columns: Sequence[Column], count: int, wording: Wording, label: str, width: float) -> Table:
    spare = width - _NUMBER_WIDTH - sum(column.narrowest for column in columns)
    share = spare / sum(column.weight for column in columns)
    widths = [_NUMBER_WIDTH, *(column.narrowest + share * column.weight for column in columns)]
    titles = [paragraph("N°", paper.TABLE_HEAD)]
    titles += [said(column.title, paper.TABLE_HEAD, wording.tag) for column in columns]
    rows = [[[paragraph(str(number), paper.TABLE_TEXT)], *_empty(len(columns))] for number in range(1, count + 1)]
    return grid(rows, widths, summary=f"{label} : {counted(count, 'ligne')} à remplir", titles=titles)


def _turned(columns: Sequence[Column], count: int, wording: Wording, label: str) -> Table:
    width = (paper.WIDTH - _TURNED_LABELS) / count
    titles = [paragraph("", paper.TABLE_HEAD), *(paragraph(f"N° {n}", paper.TABLE_HEAD) for n in range(1, count + 1))]
    rows = [[[said(column.title, paper.TABLE_HEAD, wording.tag)], *_empty(count)] for column in columns]
    summary = f"{label} : {counted(count, 'colonne')} à remplir"
    return grid(rows, [_TURNED_LABELS, *[width] * count], summary=summary, titles=titles)


def _notes(columns: Sequence[Column], wording: Wording) -> list[Flowable]:
    """The numbers of the choices, and when a field is asked."""
    notes: list[Flowable] = []
    for column in columns:
        when = told(column.question.relevant, wording).removesuffix(" :")
        numbers = ""
        if is_numbered(column.question):
            texts = [f"{place} {wording.choice(one)}" for place, one in enumerate(column.question.choices, start=1)]
            numbers = " · ".join(texts)
        if when or numbers:
            name = f"{column.title} ({when[0].lower()}{when[1:]})" if when else column.title
            told_name = markup(f"{name} :" if numbers else name, STRONG)
            text = f'<font name="{STRONG}">{told_name}</font> {markup(numbers)}'
            notes.append(marked(text, paper.HINT, wording.tag))
    if any(is_numbered(column.question) for column in columns):
        notes.insert(0, paragraph("Dans la case, écrivez le numéro du choix :", paper.HINT))
    return notes


def share_choices(children: Sequence[Question]) -> bool:
    """Whether several fields are one table of boxes: the same choices, or the same short scale."""
    if len(children) < 2 or any(child.relevant or child.hint or child.choice_filter for child in children):
        return False
    first = children[0]
    if any(child.type is not first.type for child in children):
        return False
    if first.type is QuestionType.RANGE:
        return all(child.parameters == first.parameters for child in children) and len(steps(first)) <= _MOST_COLUMNS
    same = all([one.name for one in child.choices] == [one.name for one in first.choices] for child in children)
    return first.type in _SELECTS and same and 1 < len(first.choices) <= 5


def steps(question: Question) -> list[str]:
    """The numbers of a scale, from one end to the other; none where it has no end."""
    start, end, step = (number_of(question.parameters.get(key, "")) for key in ("start", "end", "step"))
    step = step if step == step and step > 0 else 1.0
    if not (start <= end and (end - start) / step <= 100):
        return []
    count = int((end - start) / step + 1e-9) + 1
    return [f"{start + place * step:g}".replace(".", ",") for place in range(count)]


def boxes_width(question: Question, wording: Wording) -> float:
    """The least width of such a table."""
    heads = _heads(question, wording)
    return _LEAST_LABELS + _box_width(question, heads) * len(heads)


def boxes_table(question: Question, wording: Wording, width: float) -> Table:
    """Fields that share their choices: one row each, a box for each choice."""
    children = question.children
    first = children[0]
    shape = Shape.SQUARE if first.type is QuestionType.SELECT_MULTIPLE else Shape.ROUND
    heads = _heads(question, wording)
    tick = _box_width(question, heads)
    titles = [paragraph("", paper.TABLE_HEAD)]
    titles += [said(head, paper.TABLE_HEAD, wording.tag) for head in heads]
    rows = [
        [
            [said(wording.text(child, "label"), paper.TABLE_TEXT, wording.tag)],
            *_ticks(shape, tick, len(heads)),
        ]
        for child in children
    ]
    widths = [min(width - tick * len(heads), _MOST_LABELS), *[tick] * len(heads)]
    return grid(rows, widths, summary=f"{wording.text(question, 'label')} : une case par ligne", titles=titles)


def _heads(question: Question, wording: Wording) -> list[str]:
    first = question.children[0]
    return steps(first) if first.type is QuestionType.RANGE else [wording.choice(one) for one in first.choices]


def _box_width(question: Question, heads: Sequence[str]) -> float:
    least = 22.0 if question.children[0].type is QuestionType.RANGE else 60.0
    return min(max(_widest_word(heads) + 2 * _PADDING + 2, least), 90.0)


def _widest_word(texts: Sequence[str]) -> float:
    return max(text_width(word, STRONG, paper.SMALLEST) for text in texts for word in (text.split() or [""]))


def levels_table(block: Block, wording: Wording, width: float) -> Table:
    """The four levels of a domain with what they mean there, and a column for each voice."""
    narrow = width < paper.WIDTH
    tick = 21.0 if narrow else 60.0
    voices = [SPEAKERS[voice] for voice in _VOICES]
    legend = " ".join(f"{voice.sign} {voice.word.removeprefix('Champ ').lower()}" for voice in voices)
    titles = [paragraph(legend if narrow else "Niveau", paper.TABLE_HEAD)]
    titles += [paragraph(voice.sign if narrow else f"{voice.sign} {voice.word}", paper.TABLE_HEAD) for voice in voices]
    rows: list[list[list[Flowable]]] = []
    for level in reversed(range(len(LEVELS))):
        meaning = wording.words(block.anchors[level]) if level < len(block.anchors) else ""
        rows.append(
            [
                [_level(f"{LEVELS[level]} :" if meaning else LEVELS[level], meaning)],
                *_ticks(Shape.ROUND, tick, len(voices)),
            ]
        )
    rows.append([[_level(f"{STRENGTH} :", "seulement si ça va")], *_ticks(Shape.SQUARE, tick, len(voices))])
    widths = [width - tick * len(voices), *[tick] * len(voices)]
    summary = f"{wording.block(block, 'label')} : un niveau par colonne, de « Empêche » à « Ça va »"
    return grid(rows, widths, summary=summary, titles=titles)


def _level(word: str, meaning: str) -> Flowable:
    return marked(f'<font name="{STRONG}">{markup(word, STRONG)}</font> {markup(meaning)}', paper.TABLE_TEXT)


def _ticks(shape: Shape, width: float, count: int) -> list[list[Flowable]]:
    return [[Tick(shape, width - 2 * _PADDING)] for _ in range(count)]


def _empty(count: int) -> list[list[Flowable]]:
    return [[Gap(_ROW_HEIGHT)] for _ in range(count)]
