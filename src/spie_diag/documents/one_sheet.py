"""What the documents of one sheet share: a narrow band, small sections, lines to write on by hand."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from spie_diag.documents import style
from spie_diag.documents.content import Fact
from spie_diag.documents.cover import band_of
from spie_diag.documents.drawing import Gap
from spie_diag.documents.fitting import Limits
from spie_diag.documents.parts import Group, heading, paragraph
from spie_diag.documents.style import CONTROL, STEP, ink
from spie_diag.documents.tagging import FURNITURE, TaggedCanvas

_LINE_HEIGHT = 5 * STEP


def narrow_band(kind: str, title: str, who: str, lines: Sequence[str]) -> Flowable:
    """What it is, its title, about whom, and some lines under it."""
    return band_of(
        [
            Gap(5 * STEP),
            paragraph(kind, style.BAND_KIND),
            heading(title, style.BAND_TITLE, 1),
            paragraph(who, style.BAND_PERSON),
            *(paragraph(line, style.BAND_LINE) for line in lines if line.strip()),
            Gap(STEP),
        ]
    )


def small_section(title: str, content: Sequence[Flowable]) -> list[Flowable]:
    """A titled section that stays on its sheet; nothing where it is empty."""
    return [Group("Sect"), heading(title, style.SHEET_HEADING, 2), *content, Group()] if content else []


def facts_within(facts: Sequence[Fact], limits: Limits) -> list[Fact]:
    """The first facts, each cut to the limits."""
    return [Fact(label=limits.text(one.label), value=limits.text(one.value)) for one in limits.some(facts)]


class LinesToWriteOn(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """Empty lines for a pen, silent when read aloud."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, self.count * _LINE_HEIGHT
        return self.width, self.height

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        with canvas.marking(FURNITURE):
            canvas.setStrokeColor(ink(CONTROL))
            canvas.setLineWidth(0.7)
            for line in range(self.count):
                canvas.line(0, line * _LINE_HEIGHT + 1, self.width, line * _LINE_HEIGHT + 1)
