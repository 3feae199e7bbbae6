"""What is read with the person before anything leaves is what leaves."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spie_diag.casework import handing_over
from spie_diag.casework.extracting import possible_signers, proposed_signers
from spie_diag.casework.previewing import preview_pages
from spie_diag.casework.profiles import Profile
from spie_diag.casework.selecting import Selection
from spie_diag.casework.sheet_saving import meeting_page, relay_page, save_meeting_sheet, save_relay_sheet
from spie_diag.clock import SteppingClock
from spie_diag.documents.picturing import pictures_of
from spie_diag.interview.people import FieldOfWork
from tests.casework.partner import Partner, partner
from tests.stretching import quick_stretching

__all__ = ["quick_stretching"]

WIDTH_PX = 240
END_OF_FILE = b"%%EOF\n"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partner]:
    clock = SteppingClock(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
    made = partner(tmp_path_factory.mktemp("aperçus"), clock)
    yield made
    made.book.lock()


def unsigned_base(handed: bytes) -> bytes:
    """A handed document as it was before the first signature, which only adds to its end."""
    return handed[: handed.index(END_OF_FILE) + len(END_OF_FILE)]


@pytest.mark.parametrize(
    ("profile", "hands"),
    [(Profile.FRANCE_TRAVAIL, 1), (Profile.MISSION_LOCALE, 2), (Profile.PERSON, 0), (Profile.EMPLOYER, 1)],
)
def test_pixel_for_pixel_the_pages_that_are_read_are_those_that_leave(
    office: Partner, tmp_path: Path, profile: Profile, hands: int
) -> None:
    chosen = Selection(profile=profile, recipient="Structure de Modèleville", purpose="Suivi du parcours")
    signers = possible_signers(office.book, office.interview, chosen)[:hands]
    read = preview_pages(office.book, office.interview, chosen, signers, WIDTH_PX)
    phrases = dict(office.signing)
    file = tmp_path / "extrait.pdf"
    handing_over.hand_over(
        office.book,
        office.interview,
        chosen,
        file,
        [(one.id, phrases[one.id]) for one in signers],
        agreed_on=office.book.clock.now().date(),
    )
    left = file.read_bytes()
    assert pictures_of(unsigned_base(left), WIDTH_PX) == read
    if hands:
        assert pictures_of(left, WIDTH_PX) != read, "the signatures are to be seen"


def test_another_signer_is_another_page(office: Partner) -> None:
    chosen = Selection(profile=Profile.DEPARTMENT, recipient="Département de Modèleville")
    first, second = possible_signers(office.book, office.interview, chosen)
    shown = [
        preview_pages(office.book, office.interview, chosen, one, WIDTH_PX)
        for one in ([first], [second], [first, second])
    ]
    assert len(set(shown)) == len(shown)


def test_whoever_writes_is_proposed_where_the_recipient_may_hear_of_her(office: Partner) -> None:
    department = Selection(profile=Profile.DEPARTMENT, recipient="Département de Modèleville")
    employer = Selection(profile=Profile.EMPLOYER, recipient="Garage Fictif")
    assert proposed_signers(office.book, office.interview, department) == (office.book.writing,)
    (only,) = proposed_signers(office.book, office.interview, employer)
    assert only.field_of_work is FieldOfWork.EMPLOYMENT


def test_pixel_for_pixel_a_sheet_that_is_read_is_the_one_that_is_saved(office: Partner, tmp_path: Path) -> None:
    book, interview, on = office.book, office.interview, office.book.clock.now().date()
    asked = ("Quelle garde du soir ?", "Situation A")
    read = relay_page(book, interview, None, on), meeting_page(book, interview, *asked, on)
    save_relay_sheet(book, interview, None, tmp_path / "relais.pdf", on)
    save_meeting_sheet(book, interview, *asked, tmp_path / "reunion.pdf", on)
    for page, name in zip(read, ("relais.pdf", "reunion.pdf"), strict=True):
        assert pictures_of((tmp_path / name).read_bytes(), WIDTH_PX) == pictures_of(page, WIDTH_PX)
