"""The pages look as they did when somebody looked at them; on the kind of computer that drew the pictures."""

import platform
import sys

import pytest

from tests.documents.looks import DOCUMENTS, distance, drawn, kept

TOLERANCE = 0.4
"""Percent of a page: other versions of the library that draws move the edge of a letter, not a line."""

on_reference = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64", reason="the pictures were drawn on another computer"
)


@on_reference
@pytest.mark.parametrize("name", DOCUMENTS)
def test_pages_look_as_they_did(name: str) -> None:
    now, before = drawn(name), kept(name)
    assert len(now) == len(before)
    apart = {number: distance(*pair) for number, pair in enumerate(zip(now, before, strict=True), start=1)}
    assert max(apart.values()) <= TOLERANCE, f"look at them, then python -m tests.documents.looks: {apart}"


def test_a_line_that_moves_is_seen() -> None:
    page = kept("diagnostic")[0]
    moved = page.copy()
    moved.paste(page.crop((0, 300, page.width, 340)), (0, 303))
    assert distance(page, page) == 0
    assert distance(page, moved) > TOLERANCE
