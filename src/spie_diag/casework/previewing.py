"""The pages that would leave for one recipient, as pictures: read with the person before anything leaves."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.selecting import Selection
from spie_diag.interview.people import InterviewId, Specialist

if TYPE_CHECKING:
    from spie_diag.documents.picturing import Picture


def preview_pages(
    casebook: Casebook, interview: InterviewId, selection: Selection, signers: Sequence[Specialist], width_px: int
) -> tuple["Picture", ...]:
    """Every page of the extract as it would leave now, ``width_px`` wide; nothing is signed, kept or noted.

    ``signers`` have their places on them, which are empty until they sign.
    """
    from spie_diag.casework.extracting import preview_extract
    from spie_diag.documents.picturing import pictures_of

    return pictures_of(preview_extract(casebook, interview, selection, signers), width_px)


def preview_sheet(page: bytes, width_px: int) -> tuple["Picture", str]:
    """A sheet of one page as it would leave, ``width_px`` wide, and what it says."""
    from spie_diag.documents.picturing import pictures_of, words_of

    return pictures_of(page, width_px)[0], words_of(page)


def get_ready() -> None:
    """Import what draws pages, before anybody waits for them."""
    from spie_diag.casework import extracting  # noqa: F401
    from spie_diag.documents import picturing, report  # noqa: F401
