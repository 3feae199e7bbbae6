"""What is drawn rather than written: figures with their words, cards on a background, single lines of text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFArray, PDFName
from reportlab.platypus import Flowable

from spie_diag.documents.style import STEP, WARM, ink
from spie_diag.documents.tagging import FURNITURE, TaggedCanvas
from spie_diag.documents.typography import font_of, one_line, runs


class Drawing(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """Something drawn, with the words that replace it for those who cannot see it."""

    def __init__(self, width: float, height: float, alt: str, paint: Callable[[TaggedCanvas], None]) -> None:
        super().__init__()
        self.width, self.height, self.alt, self.paint = width, height, one_line(alt), paint

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        corners = (*canvas.absolutePosition(0, 0), *canvas.absolutePosition(self.width, self.height))
        described = {
            "O": PDFName("Layout"),
            "Placement": PDFName("Block"),
            "BBox": PDFArray([round(corner, 2) for corner in corners]),
        }
        with canvas.marking(canvas.element("Figure", alt=self.alt, attributes=described)):
            self.paint(canvas)


@dataclass(frozen=True, slots=True)
class Look:
    """How a card is painted."""

    background: str = WARM
    edge: str = ""
    """Colour of a bar at its left, if any."""
    radius: float = 5.0
    bleeds: float = 0.0
    """How far the background goes beyond both sides, to the edge of the sheet."""
    padding: float = 2.5 * STEP


class Cards(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """Blocks side by side on a background, of equal height; never split, so their content must stay short."""

    def __init__(
        self,
        columns: Sequence[Sequence[Flowable]],
        look: Look,
        *,
        gap: float = 2.5 * STEP,
        after: float = 2 * STEP,
        bottom_aligned: bool = False,
        at_least: int = 1,
    ) -> None:
        """With ``bottom_aligned`` the last part of each column stands at the bottom of its card.

        Fewer than ``at_least`` columns leave the rest of the width empty.
        """
        super().__init__()
        self.columns, self.look, self.gap, self.bottom_aligned = columns, look, gap, bottom_aligned
        self.places = max(len(columns), at_least)
        self.spaceAfter = after

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.card_width = (width - self.gap * (self.places - 1)) / self.places
        inner = self.card_width - 2 * self.look.padding
        self.heights = [[part.wrap(inner, height)[1] for part in column] for column in self.columns]
        self.width = width
        self.height = max(sum(column) for column in self.heights) + 2 * self.look.padding
        return self.width, self.height

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        for place, (column, heights) in enumerate(zip(self.columns, self.heights, strict=True)):
            left = place * (self.card_width + self.gap)
            with canvas.marking(FURNITURE):
                self._paint(canvas, left)
            canvas.open_group("Div")
            top = self.height - self.look.padding
            for place_in_card, (part, tall) in enumerate(zip(column, heights, strict=True), start=1):
                if self.bottom_aligned and place_in_card == len(column):
                    top = self.look.padding + tall
                part.drawOn(canvas, left + self.look.padding, top - tall)
                top -= tall
            canvas.close_group()

    def _paint(self, canvas: TaggedCanvas, left: float) -> None:
        look = self.look
        canvas.setFillColor(ink(look.background))
        if look.bleeds:
            canvas.rect(left - look.bleeds, 0, self.card_width + 2 * look.bleeds, self.height, stroke=0, fill=1)
        else:
            canvas.roundRect(left, 0, self.card_width, self.height, look.radius, stroke=0, fill=1)
        if look.edge:
            canvas.setFillColor(ink(look.edge))
            canvas.rect(left, 0, 3, self.height, stroke=0, fill=1)


class Gap(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """Empty height inside a card."""

    def __init__(self, height: float) -> None:
        super().__init__()
        self.height = height

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return 0, self.height

    def draw(self) -> None:
        """Nothing to draw."""


def text_width(text: str, font: str, size: float) -> float:
    pieces = runs(one_line(text), font)
    return float(sum(pdfmetrics.stringWidth(piece, name, size) for name, piece in pieces))


def draw_line(
    canvas: TaggedCanvas, x: float, y: float, text: str, font: str, size: float, *, align: float = 0.0
) -> None:
    """One line of plain text at ``x``: its left end there for ``align`` 0, its middle for 0.5, its right end for 1."""
    x -= text_width(text, font, size) * align
    for name, piece in runs(one_line(text), font):
        canvas.setFont(name, size)
        canvas.drawString(x, y, piece)
        x += pdfmetrics.stringWidth(piece, name, size)


def fitted(text: str, font: str, size: float, width: float) -> str:
    """The text, cut with « … » where it would be wider than ``width``."""
    line = one_line(text)
    if text_width(line, font, size) <= width:
        return line
    room = width - text_width("…", font, size)
    for place, letter in enumerate(line):
        room -= pdfmetrics.stringWidth(letter, font_of(letter, font) or font, size)
        if room < 0:
            return f"{line[:place].rstrip()}…"
    return line


def lines_of(text: str, font: str, size: float, width: float, most: int) -> list[str]:
    """The text cut at its spaces in ``most`` lines at most, the last one ending in « … » where there was more."""
    lines: list[str] = []
    words = one_line(text).split(" ")
    while words and len(lines) < most - 1:
        count = 1
        while count < len(words) and text_width(" ".join(words[: count + 1]), font, size) <= width:
            count += 1
        lines.append(fitted(" ".join(words[:count]), font, size, width))
        words = words[count:]
    rest = " ".join(words)
    return [*lines, fitted(rest, font, size, width)] if rest else lines
