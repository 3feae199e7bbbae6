"""What the blank questionnaire leaves to write in: boxes to tick, lines, boxes for figures and days, scales."""

from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import accumulate, chain
from typing import Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from spie_diag.documents import questionnaire_style as paper
from spie_diag.documents.drawing import Drawing, draw_line, text_width
from spie_diag.documents.parts import TaggedParagraph
from spie_diag.documents.style import INK, STEP, ink
from spie_diag.documents.tagging import FURNITURE, Element, TaggedCanvas
from spie_diag.documents.typography import BODY, markup, one_line

_NARROWEST_COLUMN: Final = 96.0
_MOST_COLUMNS: Final = 4
_RANK_WIDTH: Final = 22.0
_LONELY_TITLE: Final = 60.0
"""A title stands at the end of a first column only where that saves more points than this."""
_ENDLESS: Final = 1e6
"""Room for measuring: more than any page."""


class Shape(Enum):
    """A round box is for one answer, a square one for several, a wide one for a rank."""

    ROUND = "round"
    SQUARE = "square"
    RANK = "rank"


class Said(TaggedParagraph):
    """A paragraph in the language of the form, which a screen reader then speaks in that language."""

    language = ""

    def begin(self, canvas: TaggedCanvas) -> Element:
        element = super().begin(canvas)
        element.language = self.language
        return element

    def split(self, width: float, height: float) -> list[TaggedParagraph]:
        parts = super().split(width, height)
        for part in parts:
            if isinstance(part, Said):
                part.language = self.language
        return parts


def said(text: str, style: ParagraphStyle, language: str = "", *, role: str = "P") -> Said:
    """A text of the form as one paragraph."""
    return marked(markup(text, style.fontName, french=not language), style, language, role=role)


def titled(text: str, style: ParagraphStyle, depth: int, language: str = "") -> Said:
    """A title of the form, which also stands in the outline of the document."""
    made = said(text, style, language, role=role_of(depth))
    made.title, made.depth = one_line(text), depth - 1
    return made


def role_of(depth: int) -> str:
    """The role of a title; none is deeper than H6."""
    return f"H{min(depth, 6)}"


def marked(already: str, style: ParagraphStyle, language: str = "", *, role: str = "P") -> Said:
    """The same for what is markup already."""
    made = Said(already, style)
    made.role, made.language = role, language
    return made


class TickItem(Said):
    """One choice of a list, with its box."""

    role = "LI"
    shape = Shape.ROUND

    def begin(self, canvas: TaggedCanvas) -> Element:
        element = Element("LBody", canvas.element("LI"))
        element.language = self.language
        return element

    def draw_mark(self, canvas: TaggedCanvas, begins: bool) -> None:
        if begins:
            middle = self.height - self.style.leading * 0.56
            draw_box(canvas, 0.5, middle, self.shape)


def draw_box(canvas: TaggedCanvas, left: float, middle: float, shape: Shape) -> None:
    canvas.setStrokeColor(ink(INK))
    canvas.setLineWidth(paper.STROKE)
    half = paper.BOX / 2
    if shape is Shape.ROUND:
        canvas.circle(left + half, middle, half, stroke=1, fill=0)
    elif shape is Shape.SQUARE:
        canvas.rect(left, middle - half, paper.BOX, paper.BOX, stroke=1, fill=0)
    else:
        canvas.rect(left, middle - 7, _RANK_WIDTH, 14, stroke=1, fill=0)


class Choices(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """The choices of a question, each with its box, in as many columns as make them shortest; read down each column."""

    def __init__(self, labels: Sequence[str], shape: Shape, language: str = "") -> None:
        super().__init__()
        self.labels, self.shape, self.language = labels, shape, language

    @property
    def style(self) -> ParagraphStyle:
        return paper.RANKED if self.shape is Shape.RANK else paper.CHOICE

    def one_row_width(self) -> float:
        """What all the choices take beside each other, on one line."""
        texts = [text_width(label, BODY, self.style.fontSize) + self.style.leftIndent + 2 for label in self.labels]
        return float(sum(texts) + paper.GUTTER * (len(texts) - 1))

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width = width
        if self.one_row_width() <= width:
            self._columns = [[self._item(label)] for label in self.labels]
            self._widths = [
                text_width(one, BODY, self.style.fontSize) + self.style.leftIndent + 2 for one in self.labels
            ]
            self.height = max((self._height(column, place) for place, column in enumerate(self._columns)), default=0)
            return self.width, self.height
        best: tuple[float, int] | None = None
        for count in range(1, min(_MOST_COLUMNS, len(self.labels)) + 1):
            if count == 1 or self._column_width(count) >= _NARROWEST_COLUMN:
                tall = max(self._arranged(count))
                if best is None or tall < best[0] - 1:
                    best = tall, count
        self.height = max(self._arranged(best[1] if best else 1))
        return self.width, self.height

    def _column_width(self, count: int) -> float:
        return float((self.width - paper.GUTTER * (count - 1)) / count)

    def _arranged(self, count: int) -> list[float]:
        """Put the choices in ``count`` columns; gives the height of each."""
        rows = -(-len(self.labels) // count)
        items = [self._item(label) for label in self.labels]
        self._columns = [items[start : start + rows] for start in range(0, len(items), rows)]
        self._widths = [self._column_width(count)] * len(self._columns)
        return [self._height(column, place) for place, column in enumerate(self._columns)]

    def _height(self, column: Sequence[TickItem], place: int) -> float:
        return float(sum(item.wrap(self._widths[place], _ENDLESS)[1] + 1.5 for item in column))

    def _item(self, label: str) -> TickItem:
        made = TickItem(markup(label, self.style.fontName, french=not self.language), self.style)
        made.shape, made.language = self.shape, self.language
        return made

    def split(self, width: float, height: float) -> list[Flowable]:
        """As many choices as fit, then the others: only lists longer than a page come here."""
        for count in range(len(self.labels) - 1, 0, -1):
            first = Choices(self.labels[:count], self.shape, self.language)
            if first.wrap(width, height)[1] <= height:
                return [first, Choices(self.labels[count:], self.shape, self.language)]
        return []

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        canvas.open_group("L")
        left = 0.0
        for column, width in zip(self._columns, self._widths, strict=True):
            top = self.height
            for item in column:
                tall = item.wrap(width, _ENDLESS)[1]
                item.drawOn(canvas, left, top - tall)
                top -= tall + 1.5
            left += width + paper.GUTTER
        canvas.close_group()


class Beside(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """Words at the left, the place for a short answer at the right; never split."""

    def __init__(self, left: Flowable, right: Flowable, right_width: float) -> None:
        super().__init__()
        self.left, self.right, self.right_width = left, right, right_width

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        self.left_height = self.left.wrap(width - self.right_width - STEP, height)[1]
        self.right_height = self.right.wrap(self.right_width, height)[1]
        self.height = max(self.left_height, self.right_height)
        return self.width, self.height

    def draw(self) -> None:
        # both stand on one line: where the answer is written
        self.left.drawOn(self.canv, 0, min(self.height - self.left_height, 3))
        self.right.drawOn(self.canv, self.width - self.right_width, 0)


class Columns(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """Questions in two columns, read down the first, then down the second, of about the same height where they end.

    No question is cut: what does not fit on a page begins the next one, again in two columns.
    """

    def __init__(
        self, questions: Sequence[Sequence[Flowable]], titles: Sequence[bool], heights: Sequence[float] = ()
    ) -> None:
        """``titles`` tells which of the questions are titles; ``heights`` are theirs, where they are known already."""
        super().__init__()
        self.questions, self.titles = questions, titles
        self.heights = heights or [column_height(parts) for parts in questions]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        costs = []
        for first in range(1, len(self.heights) + 1):
            tall = max(sum(self.heights[:first]), sum(self.heights[first:]))
            lonely = _LONELY_TITLE if self.titles[first - 1] else 0
            costs.append((tall > height, tall + lonely, tall, first))
        *_, self.height, self.first = min(costs)
        self.width = width
        return self.width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        count = _filling(self.heights, height)
        count += _filling(self.heights[count:], height)
        while count and self.titles[count - 1]:
            count -= 1
        if count == 0:
            return []
        cut = slice(count), slice(count, None)
        return [Columns(self.questions[part], self.titles[part], self.heights[part]) for part in cut]

    def draw(self) -> None:
        self._column(self.questions[: self.first], 0)
        self._column(self.questions[self.first :], paper.COLUMN + paper.GUTTER)
        canvas: TaggedCanvas = self.canv
        with canvas.marking(FURNITURE):
            canvas.setStrokeColor(ink(INK))
            canvas.setLineWidth(0.25)
            canvas.line(self.width / 2, 4, self.width / 2, self.height - 4)

    def _column(self, questions: Sequence[Sequence[Flowable]], left: float) -> None:
        top = self.height
        for part in chain.from_iterable(questions):
            top -= part.getSpaceBefore() + part.wrap(paper.COLUMN, _ENDLESS)[1]
            part.drawOn(self.canv, left, top)
            top -= part.getSpaceAfter()


def column_height(parts: Iterable[Flowable]) -> float:
    """What a question takes in one column."""
    return sum(map(_height_in_column, parts))


def _height_in_column(part: Flowable) -> float:
    return float(part.getSpaceBefore() + part.wrap(paper.COLUMN, _ENDLESS)[1] + part.getSpaceAfter())


def _filling(heights: Sequence[float], room: float) -> int:
    """How many of these fit in one column."""
    return sum(1 for used in accumulate(heights) if used <= room)


class Tick(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """A box in the cell of a table, which its row and column name."""

    def __init__(self, shape: Shape, width: float) -> None:
        super().__init__()
        self.shape, self.width, self.height = shape, width, paper.BOX + 3

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        with canvas.marking(FURNITURE):
            draw_box(canvas, (self.width - paper.BOX) / 2, self.height / 2, self.shape)


def lines(count: int, width: float = paper.WIDTH, *, numbered: bool = False) -> Drawing:
    """Lines to write on."""
    tall = paper.LINE_HEIGHT

    def paint(canvas: TaggedCanvas) -> None:
        canvas.saveState()
        canvas.setStrokeColor(ink(INK))
        canvas.setLineWidth(0.8)
        canvas.setDash(0.8, 2)  # not to be taken for the rule above the next question
        for row in range(count):
            base = (count - 1 - row) * tall + 2
            start = 0.0
            if numbered:
                canvas.setFillColor(ink(INK))
                draw_line(canvas, 0, base + 1, f"{row + 1}", BODY, paper.SMALLEST)
                start = 16.0
            canvas.line(start, base, width, base)
        canvas.restoreState()

    told = "Une ligne pour écrire" if count == 1 else f"{count} lignes pour écrire"
    return Drawing(width, count * tall + 2, told, paint)


def figures(pattern: str, told: str, width: float = paper.COLUMN) -> Drawing:
    """Boxes for figures, after ``pattern``: ``_`` is a box, anything else is written as it stands."""
    tall = 18.0

    def paint(canvas: TaggedCanvas) -> None:
        canvas.setStrokeColor(ink(INK))
        canvas.setFillColor(ink(INK))
        canvas.setLineWidth(paper.STROKE)
        left = 0.5
        for piece in _pieces(pattern):
            if piece == "_":
                canvas.rect(left, 0.5, paper.CELL, tall - 2, stroke=1, fill=0)
                left += paper.CELL
            else:
                draw_line(canvas, left + 3, 5, piece, BODY, 10.5)
                left += text_width(piece, BODY, 10.5) + 6

    return Drawing(width, tall + 2, told, paint)


def _pieces(pattern: str) -> list[str]:
    """``"__/__"`` is two boxes, a stroke, two boxes."""
    found: list[str] = []
    for letter in pattern:
        if letter == "_" or not found or found[-1] == "_":
            found.append(letter)
        else:
            found[-1] += letter
    return found


def number_box(unit: str = "", width: float = paper.COLUMN) -> Drawing:
    """One box for a number, with its unit."""

    def paint(canvas: TaggedCanvas) -> None:
        canvas.setStrokeColor(ink(INK))
        canvas.setLineWidth(paper.STROKE)
        canvas.rect(0.5, 0.5, 72, 17, stroke=1, fill=0)
        if unit:
            canvas.setFillColor(ink(INK))
            draw_line(canvas, 79, 5, unit, BODY, 10.5)

    return Drawing(width, 20, f"Une case pour un nombre, en {unit}" if unit else "Une case pour un nombre", paint)


def scale(numbers: Sequence[str], low: str, high: str, width: float) -> Drawing:
    """A round box for each number from one end to the other, above the words of both ends."""
    step = min(width / max(len(numbers), 1), 30.0)
    words = 14.0 if low or high else 0.0

    def paint(canvas: TaggedCanvas) -> None:
        for place, number in enumerate(numbers):
            middle = (place + 0.5) * step
            draw_box(canvas, middle - paper.BOX / 2, words + 20, Shape.ROUND)
            canvas.setFillColor(ink(INK))
            draw_line(canvas, middle, words + 3, number, BODY, paper.SMALLEST, align=0.5)
        draw_line(canvas, 0, 2, low, BODY, paper.SMALLEST)
        draw_line(canvas, step * len(numbers), 2, high, BODY, paper.SMALLEST, align=1)

    ends = ((numbers[0], low), (numbers[-1], high))
    told = " à ".join(f"{number}, {word}" if word else number for number, word in ends)
    return Drawing(width, words + 27, f"Une case par nombre, de {told}", paint)


class Rule(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """A line across the page, above a question or a domain."""

    def __init__(self, thickness: float, before: float, after: float) -> None:
        super().__init__()
        self.thickness, self.before, self.after = thickness, before, after

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, self.before + self.after
        return self.width, self.height

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        with canvas.marking(FURNITURE):
            canvas.setStrokeColor(ink(INK))
            canvas.setLineWidth(self.thickness)
            canvas.line(0, self.after, self.width, self.after)


def rule(*, strong: bool = False) -> Rule:
    return Rule(1.6, 8, 4) if strong else Rule(0.25, 3, 3)
