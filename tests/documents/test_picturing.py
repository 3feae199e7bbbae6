"""The pictures of the pages, as people see them before anything leaves."""

from spie_diag.documents.picturing import pictures_of
from tests.documents.reading import opened


def test_every_page_is_drawn_as_wide_as_asked(full: bytes) -> None:
    pictures = pictures_of(full, 300)
    assert len(pictures) == len(opened(full).pages)
    for one in pictures:
        assert (one.width, len(one.pixels)) == (300, one.width * one.height * 4)
        assert abs(one.height - 300 * 297 / 210) < 2


def test_a_page_shows_its_colours_and_its_text(full: bytes) -> None:
    first = pictures_of(full, 400)[0]
    corner = first.pixels[8 * 4 * (first.width + 1) :][:3]
    assert corner != b"\xff\xff\xff"
    assert corner[2] > corner[0], "the band of the cover is blue or green, not its opposite"
    dark = sum(pixel < 70 for pixel in first.pixels[::4])
    assert dark > 500, "there are letters on it"
