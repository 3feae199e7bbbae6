"""An interview that ends on paper, and the order of two signatures: said before, kept, and held to."""

from datetime import timedelta
from pathlib import Path

import pytest

from spie_diag.casework import extracting, history, interviewing, publishing, receiving, signing_off, telling, undoing
from spie_diag.casework.errors import (
    FrozenVersionError,
    KeeperMissingError,
    NotReadyToSignError,
    NotSignedYetError,
    NotYourTurnError,
    PaperDateError,
)
from spie_diag.casework.profiles import Profile
from spie_diag.casework.selecting import Selection
from spie_diag.casework.signing_ways import WARNED_BEFORE, way_of, ways_of
from spie_diag.clock import SteppingClock
from spie_diag.forms.definition import QuestionCode
from spie_diag.interview.answers import Answer
from spie_diag.interview.people import FieldOfWork
from tests.casework.conftest import SECRETS, TODAY, Office
from tests.casework.test_signing_off import make_ready

KEEPER = "Maison de l’insertion"


def test_what_is_signed_on_paper_is_frozen_and_finished(office: Office, tmp_path: Path) -> None:
    book, interview = office.book, office.interview
    with pytest.raises(NotReadyToSignError):
        signing_off.note_paper(book, interview, TODAY, KEEPER)
    make_ready(office)
    with pytest.raises(KeeperMissingError):
        signing_off.note_paper(book, interview, TODAY, "  ")
    for day in (TODAY - timedelta(days=1), book.clock.now().date() + timedelta(days=1)):
        with pytest.raises(PaperDateError):
            signing_off.note_paper(book, interview, day, KEEPER)
    sheet = signing_off.note_paper(book, interview, TODAY, f"  {KEEPER} ")
    assert sheet.on_paper is not None
    assert (sheet.on_paper.signed_on, sheet.on_paper.kept_by) == (TODAY, KEEPER)
    assert sheet.is_frozen
    assert sheet.is_signed
    assert not sheet.is_sealed
    with pytest.raises(FrozenVersionError):
        interviewing.answer(book, interview, QuestionCode("LOG-01"), Answer(value="sans"))
    assert history.interviews_of(book, office.person.case)[-1].is_signed
    assert receiving.persons(book)[0].signatures == 2
    copy = publishing.export_document(book, interview, tmp_path / "copie.pdf").read_bytes()
    assert b"/Sig" not in copy, "no empty field on what ink has signed"
    chosen = Selection(profile=Profile.PERSON, recipient="Elle")
    assert extracting.preview_extract(book, interview, chosen).startswith(b"%PDF")


def test_it_may_be_taken_back_corrected_and_followed_by_a_new_version(office: Office) -> None:
    book, interview = office.book, office.interview
    make_ready(office)
    signing_off.note_paper(book, interview, TODAY, KEEPER)
    assert not signing_off.take_back_paper(book, interview).is_frozen
    with pytest.raises(NotSignedYetError):
        signing_off.correct(book, interview, "trop tôt")
    signing_off.note_paper(book, interview, TODAY, KEEPER)
    sheet = signing_off.correct(book, interview, "Une date fausse")
    assert (sheet.version, sheet.on_paper, sheet.is_frozen) == (2, None, False)
    entry = book.desk(interview).record.latest("paper/1")
    assert entry is not None
    said = telling.told(sheet.state.form, entry.subject, entry.value)
    assert said.label == "Signatures à la main, sur papier"
    assert KEEPER in said.words


def test_the_file_may_be_signed_besides_the_paper(office: Office) -> None:
    make_ready(office)
    signing_off.note_paper(office.book, office.interview, TODAY, KEEPER)
    sheet = signing_off.specialist_signs(office.book, office.interview, office.social, SECRETS[FieldOfWork.SOCIAL])
    assert len(sheet.signatures) == 1
    assert sheet.on_paper is not None


def test_the_order_is_chosen_before_and_held_to(office: Office) -> None:
    book, interview = office.book, office.interview
    make_ready(office)
    sheet = signing_off.choose_first(book, interview, office.employment)
    assert sheet.signs_first == office.employment
    with pytest.raises(NotYourTurnError):
        signing_off.specialist_signs(book, interview, office.social, SECRETS[FieldOfWork.SOCIAL])
    signing_off.specialist_signs(book, interview, office.employment, SECRETS[FieldOfWork.EMPLOYMENT])
    with pytest.raises(FrozenVersionError):
        signing_off.choose_first(book, interview, office.social)
    sheet = signing_off.specialist_signs(book, interview, office.social, SECRETS[FieldOfWork.SOCIAL])
    assert [one.specialist.id for one in sheet.signatures] == [office.employment, office.social]
    assert sheet.signs_first == office.employment


def test_the_order_is_undone_like_any_other_choice(office: Office) -> None:
    signing_off.choose_first(office.book, office.interview, office.employment)
    undone = undoing.undo(office.book, office.interview)
    assert undone.deed.what == "l’ordre des signatures"
    assert undone.sheet.signs_first is None


def test_a_certificate_that_ends_soon_is_told_before_anybody_signs(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways = ways_of(office.book, office.interview)
    until = ways[office.social].valid_until
    assert until is not None
    assert not any(way.ends_soon or way.is_over for way in ways.values())
    for away, told in ((-WARNED_BEFORE, (True, False)), (timedelta(days=1), (False, True))):
        monkeypatch.setattr(office.book, "clock", SteppingClock(until + away))
        way = way_of(office.book, office.social)
        assert (way.ends_soon, way.is_over) == told
