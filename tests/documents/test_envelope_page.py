"""The page around a sealed document: one page, that anybody reads and that names nobody."""

from datetime import UTC, datetime

import page

from spie_diag.documents.envelope_page import build_envelope_page
from tests.documents.reading import opened, printed

MOMENT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_it_is_one_page_that_archives_and_screen_readers_accept() -> None:
    pdf = build_envelope_page("diagnostic.pdf", MOMENT)
    assert len(opened(pdf).pages) == 1
    for profile in ("3a", "ua1"):
        assert not page.validate_pdf_bytes(pdf, profile=profile).failures


def test_it_says_how_to_take_the_document_out() -> None:
    told = printed(opened(build_envelope_page("diagnostic.pdf", MOMENT)), 0)
    assert "diagnostic.pdf" in told
    assert "pièces jointes" in told


def test_the_same_moment_gives_the_same_bytes() -> None:
    assert build_envelope_page("diagnostic.pdf", MOMENT) == build_envelope_page("diagnostic.pdf", MOMENT)
