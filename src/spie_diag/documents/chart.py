"""The overview: who reads each domain how, and what was concluded together, one row per domain."""

from collections.abc import Sequence
from typing import Final

from reportlab.platypus import Flowable

from spie_diag.documents.content import Domain, Rating
from spie_diag.documents.drawing import Drawing, draw_line, fitted, text_width
from spie_diag.documents.style import (
    CONTROL,
    GOOD,
    INK,
    INK_SOFT,
    LEVELS,
    LINE,
    NOT_RATED,
    PRIMARY,
    PRIMARY_SOFT,
    SPEAKERS,
    STEP,
    STRENGTH,
    TOGETHER,
    WARM,
    Speaker,
    ink,
)
from spie_diag.documents.tagging import TaggedCanvas
from spie_diag.documents.typography import BODY, STRONG, label_of
from spie_diag.interview.people import Voice

ROW_HEIGHT: Final = 13.1
LOWEST_ROW: Final = 11.2
HEAD_HEIGHT: Final = 16.0
LEGEND_HEIGHT: Final = 17.0
LABEL_WIDTH: Final = 192.0
WORD_WIDTH: Final = 90.0
LANES: Final = {Voice.SOCIAL: -11.0, Voice.EMPLOYMENT: 0.0, Voice.PERSON: 11.0}
"""Where each voice's sign stands in a level's column, so that equal levels do not hide each other."""
FEWEST_ROWS: Final = 4


class OverviewChart(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """The chart; over a page end it becomes two figures, each with its own header and words."""

    def __init__(self, domains: Sequence[Domain]) -> None:
        super().__init__()
        self.domains = tuple(domains)
        self.spaceAfter = STEP

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Rows come nearer to each other where the chart then fits in what is left of the page."""
        self.width = width
        for self.row_height in (ROW_HEIGHT, LOWEST_ROW):
            self.height = HEAD_HEIGHT + self.row_height * len(self.domains) + LEGEND_HEIGHT
            if self.height <= height:
                return self.width, self.height
        self.row_height = ROW_HEIGHT
        self.height = HEAD_HEIGHT + ROW_HEIGHT * len(self.domains) + LEGEND_HEIGHT
        return self.width, self.height

    def split(self, _width: float, height: float) -> list["OverviewChart"]:
        rows = int((height - HEAD_HEIGHT - LEGEND_HEIGHT) // ROW_HEIGHT)
        rows = min(rows, len(self.domains) - FEWEST_ROWS)
        if rows < FEWEST_ROWS:
            return []
        return [OverviewChart(self.domains[:rows]), OverviewChart(self.domains[rows:])]

    def draw(self) -> None:
        figure = Drawing(self.width, self.height, alternative(self.domains), self._paint)
        figure.canv = self.canv
        figure.draw()

    def _column(self, level: int) -> float:
        """The middle of a level's column."""
        column = (self.width - LABEL_WIDTH - WORD_WIDTH) / len(LEVELS)
        return LABEL_WIDTH + column * (level + 0.5)

    def _paint(self, canvas: TaggedCanvas) -> None:
        top = self.height - HEAD_HEIGHT
        bottom = LEGEND_HEIGHT
        canvas.setFillColor(ink(WARM))
        for row in range(0, len(self.domains), 2):
            canvas.rect(0, top - (row + 1) * self.row_height, self.width, self.row_height, stroke=0, fill=1)
        for level, word in enumerate(LEVELS):
            canvas.setStrokeColor(ink(LINE))
            canvas.setLineWidth(0.7)
            canvas.line(self._column(level), bottom, self._column(level), top)
            canvas.setFillColor(ink(INK_SOFT))
            draw_line(canvas, self._column(level), top + 4.5, word, STRONG, 8.2, align=0.5)
        canvas.setFillColor(ink(PRIMARY))
        draw_line(canvas, self.width - 1.5 * STEP, top + 4.5, "Ensemble", STRONG, 8.2, align=1)
        for row, domain in enumerate(self.domains):
            self._paint_row(canvas, domain, top - (row + 0.5) * self.row_height)
        self._paint_legend(canvas)

    def _paint_row(self, canvas: TaggedCanvas, domain: Domain, middle: float) -> None:
        canvas.setFillColor(ink(INK))
        draw_line(canvas, 1.5 * STEP, middle - 3, _short_label(domain.label), STRONG, 8.8)
        agreed = level_of(domain.agreed)
        if agreed is not None:
            self._paint_conclusion(canvas, self._column(agreed), middle)
        views = [(voice, level) for voice in Voice if (level := level_of(_view(domain, voice))) is not None]
        places = [self._column(level) + LANES[voice] for voice, level in views]
        if len({level for _, level in views}) > 1:
            canvas.setStrokeColor(ink(CONTROL))
            canvas.setLineWidth(1.6)
            canvas.line(min(places), middle, max(places), middle)
        for (voice, _), place in zip(views, places, strict=True):
            _paint_sign(canvas, SPEAKERS[voice], place, middle)
        word, color = _conclusion(domain)
        canvas.setFillColor(ink(color))
        draw_line(canvas, self.width - 1.5 * STEP, middle - 3, word, STRONG, 8.6, align=1)

    def _paint_conclusion(self, canvas: TaggedCanvas, x: float, middle: float) -> None:
        canvas.setFillColor(ink(PRIMARY_SOFT))
        canvas.setStrokeColor(ink(PRIMARY))
        canvas.setLineWidth(0.9)
        canvas.roundRect(x - 19, middle - 5.5, 38, 11, 5.5, stroke=1, fill=1)

    def _paint_legend(self, canvas: TaggedCanvas) -> None:
        x, y = 1.5 * STEP, 4.0
        for speaker in (*SPEAKERS.values(), TOGETHER):
            if speaker is TOGETHER:
                canvas.setFillColor(ink(PRIMARY_SOFT))
                canvas.setStrokeColor(ink(PRIMARY))
                canvas.setLineWidth(0.9)
                canvas.roundRect(x - 1, y - 1.5, 17, 10, 5, stroke=1, fill=1)
                _paint_sign(canvas, speaker, x + 7.5, y + 3.4)
                x += 9
            else:
                _paint_sign(canvas, speaker, x + 4, y + 3.4)
            canvas.setFillColor(ink(INK_SOFT))
            draw_line(canvas, x + 12, y + 0.6, speaker.word, BODY, 8.2)
            x += 98


def _short_label(label: str) -> str:
    """The name of a domain on one line: without what it says between brackets, if there is no room for it."""
    room = LABEL_WIDTH - 3 * STEP
    short = label if text_width(label, STRONG, 8.8) <= room else label.split(" (")[0]
    return fitted(short, STRONG, 8.8, room)


def _paint_sign(canvas: TaggedCanvas, speaker: Speaker, x: float, y: float) -> None:
    canvas.setFillColor(ink(speaker.color))
    if speaker.sign == "●":
        canvas.circle(x, y, 3.4, stroke=0, fill=1)
    elif speaker.sign == "■":
        canvas.rect(x - 3.1, y - 3.1, 6.2, 6.2, stroke=0, fill=1)
    elif speaker.sign == "◆":
        path = canvas.beginPath()
        path.moveTo(x, y + 4)
        for across, up in ((4, 0), (0, -4), (-4, 0)):
            path.lineTo(x + across, y + up)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)
    else:
        draw_line(canvas, x, y - 6.4, speaker.sign, STRONG, 14, align=0.5)


def _view(domain: Domain, voice: Voice) -> Rating | None:
    return {Voice.SOCIAL: domain.social, Voice.EMPLOYMENT: domain.employment, Voice.PERSON: domain.person}[voice]


def level_of(rating: Rating | None) -> int | None:
    return None if rating is None else rating.level


def level_in_words(rating: Rating | None) -> str:
    """« Complique », « Ça va, point d’appui », « Non évalué »."""
    if rating is None or rating.level is None:
        return NOT_RATED
    word = LEVELS[rating.level]
    return f"{word}, {STRENGTH[0].lower()}{STRENGTH[1:]}" if rating.is_strength else word


def _conclusion(domain: Domain) -> tuple[str, str]:
    """The words at the end of a row, and their colour."""
    if domain.agreed is None or domain.agreed.level is None:
        return ("Désaccord gardé" if domain.disagreement else NOT_RATED), INK_SOFT
    if domain.agreed.is_strength:
        return STRENGTH, GOOD
    word = LEVELS[domain.agreed.level]
    return (f"{word} · priorité" if domain.is_priority else word), PRIMARY


def alternative(domains: Sequence[Domain]) -> str:
    """The whole chart in words."""
    rows = [
        f"{label_of(domain.label)} : "
        + ", ".join(
            f"{word} {level_in_words(rating)}"
            for word, rating in (
                ("champ social", domain.social),
                ("champ emploi", domain.employment),
                ("la personne", domain.person),
                ("ensemble", domain.agreed),
            )
            if domain.voices_told or word == "ensemble"
        )
        for domain in domains
    ]
    return f"Niveau de chaque domaine selon chaque voix. {' ; '.join(rows)}."
