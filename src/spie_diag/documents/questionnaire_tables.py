"""The tables of the blank questionnaire: rows to fill, questions that share their choices, the levels of a domain."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.platypus import Flowable, Table

from spie_diag.documents import questionnaire_style as paper
from spie_diag.documents.drawing import Gap, text_width
from spie_diag.documents.parts import paragraph
from spie_diag.documents.questionnaire_boxes import Shape, Tick, marked, said
from spie_diag.documents.questionnaire_conditions import is_asked, told
from spie_diag.documents.questionnaire_words import Wording
from spie_diag.documents.style import INK, LEVELS, SPEAKERS, STEP, STRENGTH, ink
from spie_diag.documents.tables import TableTags
from spie_diag.documents.typography import BODY, STRONG, markup, one_line
from spie_diag.forms.definition import Block, Question, QuestionType, Visibility
from spie_diag.forms.fitting import scale_of
from spie_diag.forms.values import number_of
from spie_diag.french import counted
from spie_diag.interview.people import Voice

MOST_IN_LIST: Final = 60
"""Choices beyond this are not printed: the answer is written in words."""
MOST_FIELDS: Final = 12
"""A repeat with more fields is not a table but a part to copy."""
NEVER_ON_PAPER: Final = (
    "À demander de vive voix, sans rien écrire ici : la réponse se note dans l’application seulement."
)

_SELECTS: Final = (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE)
_USUAL_ROWS: Final = 4
_MANY_ROWS: Final = 1000.0
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
    notes = _notes(question, columns, wording)
    if not columns:
        return notes
    wanted = most_rows(question, _USUAL_ROWS)
    turned = rows_width(question, wording) > width
    count = min(wanted, _USUAL_ROWS)
    label = wording.text(question, "label")
    table = _turned(columns, count, wording, label) if turned else _upright(columns, count, wording, label, width)
    if wanted > count:
        notes.append(paragraph(f"Au-delà de {counted(count, 'ligne')}, continuez au dos.", paper.HINT))
    return [*notes, table]


def most_rows(question: Question, usual: int) -> int:
    """How many rows or lines its author allows; ``usual`` where that is not said, or is no number of rows."""
    most = number_of(question.parameters.get("max", ""))
    return int(min(most, _MANY_ROWS)) if most >= 1 else usual


def _columns(question: Question, wording: Wording) -> list[Column]:
    fields = fields_of(question, wording)
    return [_column(one, wording) for one in fields if one.visibility is not Visibility.INTERNAL]


def fields_of(question: Question, wording: Wording) -> list[Question]:
    """What is asked for one row: the fields, groups opened."""
    found: list[Question] = []
    for child in filter(lambda one: is_asked(one, wording), question.children):
        found += fields_of(child, wording) if child.type is QuestionType.GROUP else (child,)
    return found


def _field_label(question: Question, wording: Wording) -> str:
    """The words of a field that a table holds, told where they are for the pair alone."""
    label, reserved = wording.text(question, "label"), wording.reserved(question)
    return f"{label} ({reserved})" if reserved else label


def _column(question: Question, wording: Wording) -> Column:
    title = _field_label(question, wording)
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


def _notes(question: Question, columns: Sequence[Column], wording: Wording) -> list[Flowable]:
    """The numbers of the choices, when a field is asked, and which are not written on paper."""
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
    for one in fields_of(question, wording):
        if one.visibility is Visibility.INTERNAL:
            name = markup(f"{wording.text(one, 'label')}.", STRONG)
            notes.append(marked(f'<font name="{STRONG}">{name}</font> {markup(NEVER_ON_PAPER)}', paper.HINT))
    return notes


def boxed_fields(question: Question, wording: Wording) -> list[Question]:
    """The fields of a group that are one table of boxes; none where each needs a place of its own."""
    fields = [child for child in question.children if is_asked(child, wording)]
    return fields if _share_choices(fields) else []


def _share_choices(fields: Sequence[Question]) -> bool:
    """The same choices, or the same short scale, and nothing to say of any of them."""
    if len(fields) < 2 or any(child.relevant or child.hint or child.choice_filter for child in fields):
        return False
    first = fields[0]
    if any(child.type is not first.type or child.visibility is Visibility.INTERNAL for child in fields):
        return False
    if first.type is QuestionType.RANGE:
        return all(child.parameters == first.parameters for child in fields) and 0 < len(steps(first)) <= _MOST_COLUMNS
    same = all([one.name for one in child.choices] == [one.name for one in first.choices] for child in fields)
    return first.type in _SELECTS and same and 1 < len(first.choices) <= 5


def steps(question: Question) -> list[str]:
    """The numbers of a scale, from one end to the other; none where they are too many to print."""
    scale = scale_of(question)
    length = scale.end - scale.start
    if not 0 <= length / scale.step <= 100:
        return []
    count = int(length / scale.step + 1e-9) + 1
    return [f"{scale.start + place * scale.step:g}".replace(".", ",") for place in range(count)]


def boxes_width(fields: Sequence[Question], wording: Wording) -> float:
    """The least width of such a table."""
    heads = _heads(fields[0], wording)
    return _LEAST_LABELS + _box_width(fields[0], heads) * len(heads)


def boxes_table(question: Question, fields: Sequence[Question], wording: Wording, width: float) -> Table:
    """Fields that share their choices: one row each, a box for each choice."""
    first = fields[0]
    shape = Shape.SQUARE if first.type is QuestionType.SELECT_MULTIPLE else Shape.ROUND
    heads = _heads(first, wording)
    tick = _box_width(first, heads)
    titles = [paragraph("", paper.TABLE_HEAD)]
    titles += [said(head, paper.TABLE_HEAD, wording.tag) for head in heads]
    rows = [
        [
            [said(_field_label(child, wording), paper.TABLE_TEXT, wording.tag)],
            *_ticks(shape, tick, len(heads)),
        ]
        for child in fields
    ]
    widths = [min(width - tick * len(heads), _MOST_LABELS), *[tick] * len(heads)]
    return grid(rows, widths, summary=f"{wording.text(question, 'label')} : une case par ligne", titles=titles)


def _heads(first: Question, wording: Wording) -> list[str]:
    return steps(first) if first.type is QuestionType.RANGE else [wording.choice(one) for one in first.choices]


def _box_width(first: Question, heads: Sequence[str]) -> float:
    least = 22.0 if first.type is QuestionType.RANGE else 60.0
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
