"""The texts that pages are made of, each of which tags itself: paragraphs, titles, lists, quotes, levels."""

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph

from spie_diag.documents.drawing import text_width
from spie_diag.documents.style import CONTROL, FILL, INK_SOFT, LEVELS, LINE, NOT_RATED, PERSON, PRIMARY, STEP, ink
from spie_diag.documents.tagging import FURNITURE, Artifact, Element, TaggedCanvas
from spie_diag.documents.typography import STRONG, label_of, markup


class TaggedParagraph(Paragraph):  # type: ignore[misc]  # reportlab is untyped
    """A paragraph with a structure role; the parts it is split into on several pages are one element."""

    role = "P"
    title = ""
    """Shown in the outline of the document when not empty."""
    depth = 0
    fills_cell = False
    """All that a cell of a table holds: the cell is its element, and no other one is made for it."""
    first: "TaggedParagraph | None" = None
    """The part that begins the paragraph, on later parts."""
    element: Element | None = None
    color = PRIMARY

    def split(self, width: float, height: float) -> list["TaggedParagraph"]:
        parts: list[TaggedParagraph] = super().split(width, height)
        for part in parts:
            if part is not self:
                part.role, part.title, part.depth, part.color = self.role, self.title, self.depth, self.color
                part.fills_cell = self.fills_cell
        for later in parts[1:]:
            later.first = self.first or parts[0]
        if self.first is not None and parts and parts[0] is not self:
            parts[0].first = self.first
        return parts

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        if not self.frags:
            return
        if isinstance(canvas.current, Artifact):  # the repeated header of a table
            super().draw()
            return
        begins = self.first is None
        if self.first is None:
            self.element = self.begin(canvas)
        else:
            self.element = self.first.element or self.begin(canvas)
        with canvas.marking(FURNITURE):
            self.draw_mark(canvas, begins)
        with canvas.marking(self.element):
            super().draw()

    def begin(self, canvas: TaggedCanvas) -> Element:
        if self.title:
            canvas.bookmark(self.title, self.depth, self.height)
        return canvas.parent if self.fills_cell else canvas.element(self.role)

    def draw_mark(self, canvas: TaggedCanvas, begins: bool) -> None:
        """Draw the sign beside the text, silent when read aloud; nothing for a plain paragraph."""


class Item(TaggedParagraph):
    """A list item; its bullet is furniture."""

    role = "LI"

    def begin(self, canvas: TaggedCanvas) -> Element:
        return Element("LBody", canvas.element("LI"))

    def draw_mark(self, canvas: TaggedCanvas, begins: bool) -> None:
        if begins:
            canvas.setFillColor(ink(self.color))
            middle = self.height - self.style.leading * 0.55
            canvas.circle(self.style.leftIndent - 2.2 * STEP, middle, 1.9, stroke=0, fill=1)


class Quote(TaggedParagraph):
    """Somebody's own words, with a bar of her colour along them."""

    def draw_mark(self, canvas: TaggedCanvas, _begins: bool) -> None:
        canvas.setFillColor(ink(self.color))
        canvas.rect(0, 0, 2.2, self.height, stroke=0, fill=1)


class ToFill(TaggedParagraph):
    """A label, with a line after it to write on by hand."""

    written = 0.0
    """How wide the label is."""

    def draw_mark(self, canvas: TaggedCanvas, _begins: bool) -> None:
        canvas.setStrokeColor(ink(CONTROL))
        canvas.setLineWidth(0.7)
        base = self.height - self.style.fontSize - 1.5
        canvas.line(self.written + STEP, base, self.width, base)


class LevelWord(TaggedParagraph):
    """A level as a word, with as many bars as its number: never by colour alone."""

    level: int | None = None

    def draw_mark(self, canvas: TaggedCanvas, begins: bool) -> None:
        if self.level is None or not begins:
            return
        base = self.height - self.style.fontSize * 0.95
        for bar in range(3):
            canvas.setFillColor(ink(self.color if bar < self.level else LINE))
            canvas.rect(bar * 5.4, base, 4, 3.2 + bar * 2.2, stroke=0, fill=1)


def paragraph(text: str, style: ParagraphStyle, role: str = "P") -> TaggedParagraph:
    """Plain text as one paragraph, each of its lines kept."""
    made = TaggedParagraph(markup(text, style.fontName), style)
    made.role = role
    return made


def marked_paragraph(marked: str, style: ParagraphStyle) -> TaggedParagraph:
    """Text that is already markup, made with ``markup``."""
    return TaggedParagraph(marked, style)


def to_fill(label: str, value: str = "", style: ParagraphStyle = FILL) -> TaggedParagraph:
    """« Label : value », or a line to write on where there is no value yet."""
    if value.strip():
        return paragraph(f"{label} : {value}", style)
    made = ToFill(markup(f"{label} :", style.fontName), style)
    made.written = text_width(f"{label} :", style.fontName, style.fontSize)
    return made


def heading(text: str, style: ParagraphStyle, depth: int) -> TaggedParagraph:
    """A title of level ``depth`` (1 to 3), which also stands in the outline."""
    made = paragraph(text, style, f"H{depth}")
    made.title, made.depth = label_of(text), depth - 1
    return made


def item(text: str, style: ParagraphStyle, color: str = PRIMARY) -> Item:
    made = Item(markup(text, style.fontName), style)
    made.color = color
    return made


def quote(text: str, style: ParagraphStyle, *, about: str = "", color: str = PERSON) -> Quote:
    """What somebody said, after the words that tell what it is about."""
    told = f'<font name="{STRONG}" color="#{INK_SOFT}">{markup(f"{about} :", STRONG)}</font> ' if about else ""
    made = Quote(told + markup(text, style.fontName), style)
    made.color = color
    return made


def level_word(level: int | None, style: ParagraphStyle, word: str = "", color: str = PRIMARY) -> LevelWord:
    """The word of a level (or ``word`` in its place), with its bars."""
    made = LevelWord(markup(word or (NOT_RATED if level is None else LEVELS[level]), style.fontName), style)
    made.level, made.color = level, color
    return made


class Group(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """No size: opens a group of elements (a section, a list) when it has a role, closes the group when it has none."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self.role = role
        self.width = self.height = 0

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        if self.role:
            canvas.open_group(self.role)
        else:
            canvas.close_group()
