"""Pages as pictures, to be looked at before they leave: what is shown is what the file holds."""

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_BLANK = (255, 255, 255, 255)
_ONE_AT_A_TIME = Lock()
"""PDFium keeps one state for the whole process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One page: four bytes a pixel (red, green, blue, unused), rows from the top, nothing between them."""

    width: int
    height: int
    pixels: bytes = field(repr=False)


def pictures_of(pdf: bytes, width_px: int) -> tuple[Picture, ...]:
    """Every page of one of our documents, ``width_px`` wide, with the look of its signature fields."""
    import pypdfium2

    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            document.init_forms()
            return tuple(_picture(document[place], width_px) for place in range(len(document)))
        finally:
            document.close()


def words_of(pdf: bytes) -> str:
    """What one of our documents says, page after page: for whoever hears it instead of seeing it."""
    import pypdfium2

    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return "\n".join(document[place].get_textpage().get_text_range() for place in range(len(document)))
        finally:
            document.close()


def _picture(page: "PdfPage", width_px: int) -> Picture:
    scale = width_px / page.get_width()
    drawn = page.render(scale=scale, fill_color=_BLANK, rev_byteorder=True, prefer_bgrx=True)
    row = drawn.width * 4
    content = bytes(drawn.buffer)
    rows = (content[start : start + row] for start in range(0, drawn.stride * drawn.height, drawn.stride))
    return Picture(width=drawn.width, height=drawn.height, pixels=b"".join(rows))
