"""The person's first page: plain words in large type, a picture beside each part, everything on one sheet.

Source: domain §4.6, and the European rules for easy-to-read information (short sentences, 14 points at least).
"""

import re
from collections.abc import Sequence
from functools import partial
from typing import Final

from reportlab.platypus import Flowable

from spie_diag.documents import style
from spie_diag.documents.content import Cover, EasyPage, EasyStep, Fact
from spie_diag.documents.cover import LONGEST_NAME, band_of
from spie_diag.documents.drawing import Gap
from spie_diag.documents.fitting import Limits, first_that_fits, height_of
from spie_diag.documents.parts import Group, Item, heading, item, paragraph
from spie_diag.documents.pictures import picture
from spie_diag.documents.style import PRIMARY_SOFT, STEP, ink
from spie_diag.documents.tagging import FURNITURE, TaggedCanvas
from spie_diag.documents.typography import STRONG, markup, shortened
from spie_diag.french import FIXED, long_date

TITLE: Final = "Votre diagnostic, en bref"
_PICTURE: Final = 40.0
_BESIDE: Final = _PICTURE + 3 * STEP
_DETAIL: Final = "Les pages suivantes disent tout en détail. Vous pouvez demander qu’on vous les lise."
_MORE: Final = f"Il y a d’autres points. {_DETAIL}"
_BETWEEN_DIGITS: Final = re.compile(r"(?<=\d) (?=\d)")


def easy_page(page: EasyPage, cover: Cover, room: float) -> list[Flowable]:
    """The page, at most ``room`` points high: the first few of each part, and a sentence where there are more."""
    band = band_of(
        [
            Gap(6 * STEP),
            heading(TITLE, style.EASY_TITLE, 1),
            paragraph(shortened(cover.person, LONGEST_NAME), style.EASY_PERSON),
            paragraph(f"Rencontre du {long_date(cover.held_on)}", style.EASY_PERSON),
            Gap(STEP),
        ]
    )
    return [band, *first_that_fits(partial(_parts, page), room - height_of([band]))]


def _parts(page: EasyPage, limits: Limits) -> list[Flowable]:
    said = [paragraph(limits.text(text), style.EASY_TEXT) for text in limits.some(page.said)]
    strengths = [item(limits.text(text), style.EASY_ITEM) for text in limits.some(page.strengths)]
    steps = [_step(one, limits) for one in limits.some(page.steps)]
    numbers = [_number(one, limits) for one in limits.some(page.numbers)]
    meeting = [paragraph(limits.text(page.meeting), style.EASY_DATE)] if page.meeting.strip() else []
    more = limits.left_out(page.said, page.strengths, page.steps, page.numbers)
    return [
        *_part("message-circle", "Une bulle de parole", "Ce que nous avons dit", said),
        *_part("star", "Une étoile", "Ce que vous savez faire", _as_list(strengths)),
        *_part("list-checks", "Une liste à cocher", "Ce que nous allons faire", _as_list(steps)),
        *_part("calendar-check", "Un calendrier", "Votre prochain rendez-vous", meeting, ground=PRIMARY_SOFT),
        *_part("smartphone", "Un téléphone", "Besoin d’aide ? Appelez", _as_list(numbers)),
        paragraph(_MORE if more else _DETAIL, style.EASY_NOTE),
    ]


def _as_list(items: Sequence[Flowable]) -> list[Flowable]:
    return [Group("L"), *items, Group()] if items else []


def _part(icon: str, alt: str, title: str, content: Sequence[Flowable], *, ground: str = "") -> list[Flowable]:
    if not content:
        return []
    titled = [heading(title, style.EASY_HEADING, 2), *content]
    return [Pictured(picture(icon, alt, _PICTURE), titled, ground)]


def _step(one: EasyStep, limits: Limits) -> Item:
    """What in bold, then who and when."""
    about = " · ".join(limits.text(text) for text in (one.who, one.when) if text.strip())
    what = f'<font name="{STRONG}">{markup(limits.text(one.what), STRONG)}</font>'
    return Item(f"{what}<br/>{markup(about)}" if about else what, style.EASY_ITEM)


def _number(one: Fact, limits: Limits) -> Item:
    number = markup(_BETWEEN_DIGITS.sub(FIXED, limits.text(one.value)), STRONG)
    return Item(f'{markup(f"{limits.text(one.label)} :")} <font name="{STRONG}">{number}</font>', style.EASY_ITEM)


class Pictured(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """Some text with a picture at its left; never split, so its content must stay short."""

    def __init__(self, beside: Flowable, content: Sequence[Flowable], ground: str = "") -> None:
        super().__init__()
        self.beside, self.content, self.ground = beside, content, ground
        self.padding = 2.5 * STEP if ground else 0.0
        self.spaceAfter = 4 * STEP

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        inner = width - _BESIDE - 2 * self.padding
        self.heights = [part.wrap(inner, height)[1] + part.getSpaceAfter() for part in self.content]
        self.height = max(sum(self.heights), self.beside.wrap(width, height)[1]) + 2 * self.padding
        return self.width, self.height

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        if self.ground:
            with canvas.marking(FURNITURE):
                canvas.setFillColor(ink(self.ground))
                canvas.roundRect(0, 0, self.width, self.height, 5, stroke=0, fill=1)
        canvas.open_group("Sect")
        top = self.height - self.padding
        self.beside.drawOn(canvas, self.padding, top - _PICTURE)
        for part, tall in zip(self.content, self.heights, strict=True):
            part.drawOn(canvas, self.padding + _BESIDE, top - tall + part.getSpaceAfter())
            top -= tall
        canvas.close_group()
