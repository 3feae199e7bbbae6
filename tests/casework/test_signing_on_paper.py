"""An interview that ends on paper, and the order of two signatures: said before, kept, and held to."""

import hashlib
import io
import json
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest

from spie_diag.casework import (
    concluding,
    extracting,
    history,
    interviewing,
    publishing,
    receiving,
    signing_off,
    telling,
    undoing,
)
from spie_diag.casework.errors import (
    FrozenVersionError,
    KeeperMissingError,
    NotReadyToSignError,
    NotSignedYetError,
    NotYourTurnError,
    PaperDateError,
    PaperReliedOnError,
)
from spie_diag.casework.profiles import Profile
from spie_diag.casework.selecting import Selection
from spie_diag.casework.sheet import Sheet, draw
from spie_diag.casework.signing_ways import WARNED_BEFORE, way_of, ways_of
from spie_diag.clock import SteppingClock
from spie_diag.documents import content, report
from spie_diag.forms.definition import BlockCode, QuestionCode, Value
from spie_diag.french import long_date
from spie_diag.interview.answers import Answer
from spie_diag.interview.course import Flag, Stage
from spie_diag.interview.people import FieldOfWork
from spie_diag.vault.checking import Outcome
from tests.casework.conftest import SECRETS, TODAY, Office
from tests.casework.test_signing_off import make_ready

KEEPER = "Maison de l’insertion"


def test_what_is_signed_on_paper_is_frozen_and_finished(office: Office, tmp_path: Path) -> None:
    book, interview = office.book, office.interview
    with pytest.raises(NotReadyToSignError):
        signing_off.note_paper(book, interview, TODAY, KEEPER)
    make_ready(office)
    today = draw(book, interview).paper_from
    with pytest.raises(KeeperMissingError):
        signing_off.note_paper(book, interview, today, "  ")
    for day in (today - timedelta(days=1), book.clock.now().date() + timedelta(days=1)):
        with pytest.raises(PaperDateError):
            signing_off.note_paper(book, interview, day, KEEPER)
    sheet = signing_off.note_paper(book, interview, today, f"  {KEEPER} ")
    assert sheet.on_paper is not None
    assert (sheet.on_paper.signed_on, sheet.on_paper.kept_by) == (today, KEEPER)
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


def test_the_pages_that_were_signed_stay_byte_for_byte(office: Office, tmp_path: Path) -> None:
    book, interview = office.book, office.interview
    make_ready(office)
    day = draw(book, interview).paper_from
    signing_off.note_paper(book, interview, day, KEEPER)
    first = publishing.export_document(book, interview, tmp_path / "first.pdf").read_bytes()
    book.write(interview, "place", "Signatures")
    assert publishing.export_document(book, interview, tmp_path / "later.pdf").read_bytes() == first
    partner = Selection(profile=Profile.SOCIAL_CENTRE, recipient="Service d’insertion", purpose="le suivi")
    extract = extracting.build_extract(book, interview, partner, draw(book, interview).pair.members)
    with pikepdf.open(io.BytesIO(extract)) as document:
        told = json.loads(document.attachments["diagnostic.json"].get_file().read_bytes())
    assert told["extract"]["of"]["sha256"] == hashlib.sha256(first).hexdigest()
    signing_off.note_paper(book, interview, day, "Mairie")
    corrected = publishing.export_document(book, interview, tmp_path / "corrected.pdf").read_bytes()
    assert corrected != first, "who keeps it was corrected"
    kept = [one.pdf for one in book.vault.signed_documents.of(interview)]
    assert kept == [first, corrected]
    whole = [point for points in book.vault.checking.whole() for point in points]
    told_wrong = [point for point in whole if point.outcome is Outcome.FAILS]
    assert not told_wrong


def test_it_may_be_taken_back_corrected_and_followed_by_a_new_version(office: Office) -> None:
    book, interview = office.book, office.interview
    make_ready(office)
    today = draw(book, interview).paper_from
    signing_off.note_paper(book, interview, today, KEEPER)
    assert not signing_off.take_back_paper(book, interview).is_frozen
    with pytest.raises(NotSignedYetError):
        signing_off.correct(book, interview, "trop tôt")
    signing_off.note_paper(book, interview, today, KEEPER)
    sheet = signing_off.correct(book, interview, "Une date fausse")
    assert (sheet.version, sheet.on_paper, sheet.is_frozen) == (2, None, False)
    entry = book.desk(interview).record.latest("paper/1")
    assert entry is not None
    said = telling.told(sheet.state.form, entry.subject, entry.value)
    assert said.label == "Signatures à la main, sur papier"
    assert KEEPER in said.words


def test_the_file_may_be_signed_besides_the_paper(office: Office) -> None:
    make_ready(office)
    today = draw(office.book, office.interview).paper_from
    signing_off.note_paper(office.book, office.interview, today, KEEPER)
    sheet = signing_off.specialist_signs(office.book, office.interview, office.social, SECRETS[FieldOfWork.SOCIAL])
    assert len(sheet.signatures) == 1
    assert sheet.on_paper is not None


def test_the_order_is_chosen_before_and_held_to(office: Office) -> None:
    book, interview = office.book, office.interview
    make_ready(office)
    sheet = signing_off.choose_first(book, interview, office.employment)
    assert sheet.signs_first == office.employment
    with pytest.raises(NotYourTurnError, match="Le champ emploi signe d’abord"):
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


def test_no_copy_was_signed_before_its_text_was_written(office: Office) -> None:
    book, interview = office.book, office.interview
    make_ready(office)
    day = draw(book, interview).paper_from
    office.clock.at += timedelta(days=1)
    concluding.write_synthesis(book, interview, "short", "Écrit après la signature.")
    with pytest.raises(PaperDateError) as refused:
        signing_off.note_paper(book, interview, day, KEEPER)
    assert f"que le {long_date(day + timedelta(days=1), weekday=False)}." in refused.value.what_happened
    undoing.undo(book, interview)
    assert signing_off.note_paper(book, interview, day, KEEPER).is_signed, "what was undone changes nothing"
    sheet = signing_off.correct(book, interview, "Une date fausse")
    assert sheet.paper_from == day + timedelta(days=1)
    with pytest.raises(PaperDateError):
        signing_off.note_paper(book, interview, day, KEEPER)
    assert signing_off.note_paper(book, interview, sheet.paper_from, KEEPER).is_signed


def test_what_partners_were_given_stays_as_it_was_signed(office: Office) -> None:
    book, interview = office.book, office.interview
    make_ready(office)
    signing_off.note_paper(book, interview, draw(book, interview).paper_from, KEEPER)
    chosen = Selection(profile=Profile.PERSON, recipient="Elle")
    told: dict[str, Value] = {
        "selection": chosen.as_json(),
        "version": 1,
        "agreed_on": TODAY.isoformat(),
        "sha256": "0" * 64,
    }
    book.write(interview, "handoff/1", told)
    with pytest.raises(PaperReliedOnError):
        signing_off.take_back_paper(book, interview)
    signing_off.specialist_signs(book, interview, office.social, SECRETS[FieldOfWork.SOCIAL])
    with pytest.raises(PaperReliedOnError):
        signing_off.take_back_paper(book, interview)
    assert signing_off.correct(book, interview, "Noté par erreur").version == 2


def test_the_order_may_still_be_chosen_after_paper(office: Office) -> None:
    book, interview = office.book, office.interview
    make_ready(office)
    signing_off.choose_first(book, interview, office.social)
    signing_off.note_paper(book, interview, draw(book, interview).paper_from, KEEPER)
    signing_off.choose_first(book, interview, office.employment)
    sheet = signing_off.specialist_signs(book, interview, office.employment, SECRETS[FieldOfWork.EMPLOYMENT])
    assert [one.specialist.id for one in sheet.signatures] == [office.employment]


def test_an_extract_of_a_copy_on_paper_never_says_that_one_alone_signed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_ready(office)
    signing_off.note_paper(office.book, office.interview, draw(office.book, office.interview).paper_from, KEEPER)
    signing_off.specialist_signs(office.book, office.interview, office.social, SECRETS[FieldOfWork.SOCIAL])
    made: list[content.Extract] = []
    monkeypatch.setattr(extracting, "report_of", lambda sheet, leaving, extract: made.append(extract))
    monkeypatch.setattr(report, "build", lambda *_told, **_how: b"%PDF")
    extracting.preview_extract(office.book, office.interview, Selection(profile=Profile.PERSON, recipient="Elle"))
    assert "à la main sur papier" in made[0].of


@pytest.mark.parametrize("with_witness", [False, True])
def test_her_hand_is_never_under_words_written_after_it(office: Office, with_witness: bool) -> None:
    book, interview = office.book, office.interview
    make_ready(office)

    def signs() -> Sheet:
        if with_witness:
            return signing_off.person_signs_with_witness(book, interview, "Une voisine")
        return signing_off.person_signs(book, interview, [[(0.1, 0.2), (0.3, 0.4)]])

    signs()
    interviewing.flag(book, interview, BlockCode("LOG"), Flag.RESUME, on=True)
    signing_off.choose_first(book, interview, office.social)
    assert draw(book, interview).person_signature is not None, "nothing of the text has changed"
    changed = concluding.write_synthesis(book, interview, "short", "Autre chose que ce qu’elle a lu.")
    assert changed.person_signature is None
    assert any(point.blocking and point.stage is Stage.SIGNATURES for point in changed.checklist)
    with pytest.raises(NotReadyToSignError):
        signing_off.specialist_signs(book, interview, office.social, SECRETS[FieldOfWork.SOCIAL])
    with pytest.raises(NotReadyToSignError):
        signing_off.note_paper(book, interview, TODAY, KEEPER)
    assert undoing.undo(book, interview).sheet.person_signature is not None, "she signed these words"
    concluding.write_synthesis(book, interview, "short", "Autre chose.")
    signs()
    sheet = signing_off.specialist_signs(book, interview, office.social, SECRETS[FieldOfWork.SOCIAL])
    assert sheet.person_signature is not None


def test_who_does_not_sign_or_signs_on_paper_has_nothing_to_sign_again(office: Office) -> None:
    book, interview = office.book, office.interview
    make_ready(office)
    for closes in (signing_off.person_declines, signing_off.person_signs_on_paper):
        closes(book, interview)
        sheet = concluding.write_synthesis(book, interview, "short", closes.__name__)
        assert sheet.person_signature is not None
        assert not any(point.stage is Stage.SIGNATURES for point in sheet.checklist)
