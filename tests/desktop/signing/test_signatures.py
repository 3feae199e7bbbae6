"""Signatures: hers in four ways, the pair's with their own passphrases, then frozen, exported, verified, corrected."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn, TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from spie_diag.casework import hands, registering, rights, signing_off
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.concluding import write_synthesis
from spie_diag.casework.errors import ReasonMissingError
from spie_diag.casework.identities import Kind
from spie_diag.casework.interviewing import answer
from spie_diag.casework.publishing import signed_document
from spie_diag.casework.signing_ways import SigningWay, ways_of
from spie_diag.desktop.signing.person_panel import fitted
from spie_diag.desktop.signing.stages import signatures_stage
from spie_diag.desktop.signing.summary import _author
from spie_diag.desktop.signing.view import SignaturesView
from spie_diag.desktop.signing.ways import way_shown
from spie_diag.desktop.widgets.ink import Strokes
from spie_diag.desktop.work import PromptWork
from spie_diag.errors import SpieError
from spie_diag.interview.answers import Answer
from spie_diag.interview.course import AGREEMENT, Stage
from spie_diag.interview.people import FieldOfWork, SpecialistId
from spie_diag.signing import time_stamping
from spie_diag.signing.identity_errors import CardRemovedError, NoCardError, WrongPinError
from tests.desktop.diagnosis.played import LOG, Seat, SeatFactory, begin, make_ready, specialist
from tests.desktop.looking import stops
from tests.desktop.pair import KARIM, NADIA

T = TypeVar("T")


class SlowWork:
    """Keeps tasks until the test ends them."""

    def __init__(self) -> None:
        self.tasks: list[Callable[[], None]] = []

    def run(self, task: Callable[[], T], then: Callable[[T], None], failed: Callable[[SpieError], None]) -> None:
        self.tasks.append(lambda: PromptWork().run(task, then, failed))

    def end(self) -> None:
        for task in self.tasks:
            task()


def view_of(seat: Seat) -> SignaturesView:
    assert isinstance(seat.page.widget, SignaturesView)
    return seat.page.widget


@pytest.fixture
def ready(casebook: Casebook, seat: SeatFactory) -> Seat:
    interview = begin(casebook, missing=False)
    make_ready(casebook, interview)
    return seat(signatures_stage, interview)


def sign(seat: Seat, work: FieldOfWork, passphrase: str) -> None:
    card = view_of(seat).cards[specialist(seat.book, work).id]
    card.open.click()
    card.passphrase.setText(passphrase)
    QTest.keyClick(card.passphrase, Qt.Key.Key_Return)


def test_each_missing_point_leads_to_its_stage(casebook: Casebook, seat: SeatFactory) -> None:
    shown = seat(signatures_stage, begin(casebook))
    view = view_of(shown)
    assert not next(iter(view.cards.values())).open.isEnabled()
    first = view.checklist.links[0]
    assert "Conclure ensemble" in first.accessibleName()
    first.click()
    assert (shown.led_to[0].stage, shown.led_to[0].block) == (Stage.CROSSED_VIEWS, LOG)


def test_both_sign_each_with_her_own_passphrase(ready: Seat) -> None:
    view = view_of(ready)
    sign(ready, FieldOfWork.SOCIAL, NADIA)
    assert ready.sheet.is_frozen
    assert not ready.sheet.is_signed
    sign(ready, FieldOfWork.EMPLOYMENT, KARIM)

    assert ready.sheet.is_signed
    assert "Le document est signé" in view.document.ready.said()
    assert all(card.passphrase.text() == "" for card in view.cards.values())
    view.document.check.click()
    assert "signatures tiennent" in view.document.verdict.notice.said()


def test_the_passphrase_of_the_other_keeps_everything_as_it_was(ready: Seat) -> None:
    view = view_of(ready)
    sign(ready, FieldOfWork.SOCIAL, KARIM)
    card = view.cards[specialist(ready.book, FieldOfWork.SOCIAL).id]

    assert card.field.notice.said()
    assert card.passphrase.isVisibleTo(view)
    assert card.passphrase.hasFocus()
    assert not ready.sheet.is_frozen
    sign_again = card.passphrase
    sign_again.setText(NADIA)
    card.sign.click()
    assert ready.sheet.is_frozen


def draw_stroke(seat: Seat, left: int = 40) -> None:
    pad = view_of(seat).person.ink
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(left, 60))
    for x in range(left + 5, left + 120, 10):
        QTest.mouseMove(pad, QPoint(x, 60 + x % 20))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(left + 120, 70))


def test_her_signature_is_kept_by_itself_at_the_end_of_each_stroke(ready: Seat, qtbot: QtBot) -> None:
    person = view_of(ready).person
    draw_stroke(ready)
    assert not person.keep.isVisibleTo(person)
    qtbot.waitUntil(lambda: ready.sheet.person_signature is not None, timeout=1_000)
    draw_stroke(ready, left=60)
    qtbot.waitUntil(lambda: len(person_strokes(ready)) == 2, timeout=1_000)
    assert person.ink.strokes() == person_strokes(ready)
    assert person._state.isVisibleTo(person)
    ready.page.screen.show_sheet(signing_off.person_signs(ready.book, ready.interview, person_strokes(ready)[:1]))
    assert len(person.ink.strokes()) == 1, "what is undone leaves the pad too"
    ready.page.screen.show_sheet(signing_off.erase_person_signature(ready.book, ready.interview))
    assert person.ink.is_empty()


def person_strokes(seat: Seat) -> Strokes:
    given = seat.sheet.person_signature
    return given.strokes if given is not None else ()


def test_a_specialist_who_signs_at_once_signs_with_her_last_stroke(ready: Seat, qtbot: QtBot) -> None:
    draw_stroke(ready)
    sign(ready, FieldOfWork.SOCIAL, NADIA)
    assert ready.sheet.is_frozen
    kept = person_strokes(ready)
    assert len(kept) == 1
    draw_stroke(ready, left=80)
    qtbot.wait(500)
    assert person_strokes(ready) == kept == view_of(ready).person.ink.strokes(), "frozen by the first signature"


def test_what_is_drawn_while_it_is_being_written_stays_and_is_kept(ready: Seat) -> None:
    view = view_of(ready)
    assert view._presenter is not None
    view._presenter.sitting = replace(view._presenter.sitting, work=(slow := SlowWork()))
    draw_stroke(ready)
    view.person.flush()
    draw_stroke(ready, left=60)
    slow.end()
    assert len(view.person.ink.strokes()) == 2
    slow.tasks.clear()
    view.person.flush()
    view.person.clear.click()
    slow.end()
    assert ready.sheet.person_signature is None
    assert view.person.ink.is_empty()


def test_ink_that_could_not_be_written_stays_and_can_be_kept_again(ready: Seat) -> None:
    person = view_of(ready).person
    person.signed.disconnect()
    draw_stroke(ready)
    person.flush()
    person.say_error(ReasonMissingError())
    view_of(ready).show_sheet(ready.sheet)
    assert not person.ink.is_empty()
    assert person.keep.isVisibleTo(person)


def test_after_a_refusal_no_joint_document_is_offered(casebook: Casebook, seat: SeatFactory) -> None:
    interview = begin(casebook)
    answer(casebook, interview, AGREEMENT, Answer(value="non"))
    view = view_of(seat(signatures_stage, interview))
    assert view.checklist._title.text() == "Pas de document commun"
    said = view.checklist._all_done.said()
    assert "n’a pas accepté le partage" in said
    assert "Deux entretiens séparés sont proposés. Aucun document commun n’est fait." in said
    assert len(view.checklist.links) == 1
    assert not any(part.isVisibleTo(view) for part in (view.signing_side, view.document.save, view._said))
    assert view.checklist.links[0].hasFocus()
    view.show_sheet(answer(casebook, interview, AGREEMENT, Answer(value="oui")))
    assert view.person.isVisibleTo(view)
    assert view.checklist._title.text() == "Avant de signer"


def test_against_her_will_only_her_own_copy_is_saved(casebook: Casebook, seat: SeatFactory, tmp_path: Path) -> None:
    interview = begin(casebook, missing=False)
    case = casebook.desk(interview).person.case
    rights.oppose(casebook, case)
    view = view_of(seat(signatures_stage, interview))
    assert "s’oppose au partage" in view.document.opposition.said()
    assert not view.document.save.isEnabled(), "nobody said yet whose copy it is"
    view.document.file_chosen(str(tmp_path / "partage.pdf"))
    assert not (tmp_path / "partage.pdf").exists()
    assert "s’oppose au partage" in view.document.outcome.said()
    view.document.hers.click()
    assert view.document.save.isEnabled()
    view.document.file_chosen(str(tmp_path / "copie.pdf"))
    assert (tmp_path / "copie.pdf").is_file()
    assert "pour la personne" in registering.register(casebook, 1, case=case)[0].detail
    assert not view.document.save.isEnabled(), "the next one is asked again"
    rights.lift_opposition(casebook, case)
    again = view_of(seat(signatures_stage, interview))
    assert again.document.opposition.said() == ""
    assert not again.document.hers.isVisibleTo(again)
    assert again.document.save.isEnabled()


def test_she_signs_by_hand_and_begins_again(ready: Seat) -> None:
    draw_stroke(ready)
    view_of(ready).person.flush()

    given = ready.sheet.person_signature
    assert given is not None
    assert given.kind == "ink"
    assert given.strokes
    assert all(0 <= x <= 1 and 0 <= y <= 1 for stroke in given.strokes for x, y in stroke)
    view_of(ready).person.clear.click()
    assert ready.sheet.person_signature is None


def test_not_wishing_to_sign_is_a_choice_like_any_other(ready: Seat) -> None:
    view_of(ready).person.decline.click()
    given = ready.sheet.person_signature
    assert given is not None
    assert given.kind == "declined"
    sign(ready, FieldOfWork.SOCIAL, NADIA)
    assert ready.sheet.is_frozen, "a declined signature stops nothing"


def test_once_frozen_nothing_is_offered_that_could_not_be_kept(ready: Seat) -> None:
    sign(ready, FieldOfWork.SOCIAL, NADIA)
    person = view_of(ready).person
    assert not person.ink.isVisibleTo(person)
    assert not person.witness.isVisibleTo(person)
    assert person._how.text() == "signera la page imprimée"


def test_a_witness_is_named(ready: Seat) -> None:
    person = view_of(ready).person
    person.witness.click()
    person.keep_witness.click()
    assert "nom du témoin" in person._witness_field.notice.said()
    QTest.keyClicks(person.witness_name, "Claire Exemple")
    person.keep_witness.click()
    given = ready.sheet.person_signature
    assert given is not None
    assert (given.kind, given.witness) == ("witness", "Claire Exemple")


def test_the_name_of_a_witness_is_a_draft_too(ready: Seat, seat: SeatFactory) -> None:
    person = view_of(ready).person
    person.witness.click()
    QTest.keyClicks(person.witness_name, "Claire Ex")
    person.witness_name.flush()
    again = view_of(seat(signatures_stage, ready.interview)).person
    assert again.witness_name.isVisibleTo(again)
    assert again.witness_name.text() == "Claire Ex"
    again.keep_witness.click()
    assert not ready.sheet.drafts.get(f"person_signature/{ready.sheet.version}")


def test_paper_can_be_chosen_and_taken_back(ready: Seat) -> None:
    person = view_of(ready).person
    person.paper.click()
    given = ready.sheet.person_signature
    assert given is not None
    assert given.kind == "paper"
    person.paper.click()
    assert ready.sheet.person_signature is None


def test_the_pdf_is_saved_on_purpose_under_a_name_that_names_nobody(ready: Seat, tmp_path: Path) -> None:
    view = view_of(ready)
    sign(ready, FieldOfWork.SOCIAL, NADIA)
    view.document.save.click()  # comes back at once: the window waits for nobody
    dialog = view.document._dialog
    proposed = Path(dialog.selectedFiles()[0]).name
    dialog.fileSelected.emit(str(tmp_path / proposed))
    dialog.close()

    assert proposed == f"diagnostic-{ready.sheet.person.number}-v1.pdf"
    assert next(tmp_path.glob("*.pdf")).read_bytes().startswith(b"%PDF")
    assert "Le PDF est enregistré" in view.document.outcome.said()


def test_the_keyboard_goes_to_the_next_signature_then_to_the_document(ready: Seat) -> None:
    view = view_of(ready)
    sign(ready, FieldOfWork.SOCIAL, NADIA)
    assert view.cards[specialist(ready.book, FieldOfWork.EMPLOYMENT).id].open.hasFocus()
    sign(ready, FieldOfWork.EMPLOYMENT, KARIM)
    assert view.document.save.hasFocus()


def test_the_new_version_after_a_correction_says_what_it_corrects(ready: Seat) -> None:
    sign(ready, FieldOfWork.SOCIAL, NADIA)
    ready.page.screen.show_sheet(signing_off.correct(ready.book, ready.interview, "Une date fausse"))
    assert not ready.sheet.is_frozen
    assert "Corrige la version précédente\u00a0: Une date fausse" in ready.texts().replace(" :", "\u00a0:")


def test_while_a_signature_is_made_nothing_else_is_signed_nor_taken_back(casebook: Casebook, seat: SeatFactory) -> None:
    interview = begin(casebook, missing=False)
    make_ready(casebook, interview)
    seated = seat(signatures_stage, interview)
    view = view_of(seated)
    assert view._presenter is not None
    view._presenter.sitting = replace(view._presenter.sitting, work=(slow := SlowWork()))
    sign(seated, FieldOfWork.SOCIAL, NADIA)
    own, other = (view.cards[specialist(casebook, work).id] for work in FieldOfWork)

    assert own._waiting.isVisibleTo(view)
    assert not own.cancel.isVisibleTo(view)
    assert own.passphrase.hasFocus()
    assert not own.sign.isEnabled()
    assert not other.open.isEnabled()
    assert not view.person.isEnabled()
    view.show_sheet(seated.sheet)
    assert own._waiting.isVisibleTo(view), "another sheet is no end of it"
    QTest.keyClick(own.passphrase, Qt.Key.Key_Return)
    assert len(slow.tasks) == 1

    slow.end()
    assert seated.sheet.is_frozen
    assert other.open.isEnabled()
    assert other.open.hasFocus()
    assert view.person.isEnabled()


def test_a_specialist_without_role_or_structure_leaves_no_comma_alone() -> None:
    assert _author("Clara Témoin", "", "Maison de l’insertion") == "Clara Témoin (Maison de l’insertion)"
    assert _author("Clara Témoin", "", "") == "Clara Témoin"


def test_one_specialist_alone_signs_a_document_that_says_so(casebook: Casebook, seat: SeatFactory) -> None:
    interview = begin(casebook, alone=True, missing=False)
    make_ready(casebook, interview)
    shown = seat(signatures_stage, interview)
    assert "non conjoint" in view_of(shown)._alone.said()
    sign(shown, FieldOfWork.SOCIAL, NADIA)
    assert shown.sheet.is_signed


def test_strokes_are_made_to_fit_the_pad() -> None:
    drawn = (((0.1, 0.9), (0.5, 0.2)),)
    assert max(y for stroke in fitted(drawn, 0.4) for _, y in stroke) <= 0.4
    assert fitted((((0.1, 0.2),),), 0.4) == (((0.1, 0.2),),)


def test_the_order_is_chosen_before_the_first_signature_then_said(ready: Seat) -> None:
    view = view_of(ready)
    social, employment = (specialist(ready.book, work) for work in FieldOfWork)
    assert view.cards[social.id].open.isEnabled()
    assert not view.cards[employment.id].open.isEnabled()
    view.order.sides.parts[1].click()
    assert ready.sheet.signs_first == employment.id
    assert view.cards[employment.id].open.isEnabled()
    assert "signe d’abord" in view.cards[social.id].open.toolTip()
    sign(ready, FieldOfWork.EMPLOYMENT, KARIM)
    assert not view.order.sides.isVisibleTo(view), "nobody changes it any more"
    assert "Karim Spécimen signe d’abord, Nadia Témoin ensuite" in view.order._said.text()
    sign(ready, FieldOfWork.SOCIAL, NADIA)
    assert ready.sheet.is_sealed


def test_an_interview_may_end_on_paper(ready: Seat, seat: SeatFactory, tmp_path: Path) -> None:
    document = view_of(ready).document
    assert document.save.text() == "Imprimer sans signature…"
    document.file_chosen(str(tmp_path / "a-signer.pdf"))
    assert document.open_file.isVisibleTo(document)
    paper = document.paper
    paper.open.click()
    assert paper.keeper.text() == "Maison de l’insertion"
    paper.keeper.setText("")
    paper.keep.click()
    assert "qui conserve" in paper.notice.said()
    QTest.keyClicks(paper.keeper, "Agence Ex")
    paper.keeper.flush()
    again = view_of(seat(signatures_stage, ready.interview)).document.paper
    assert again.keeper.isVisibleTo(again), "what was being typed comes back"
    assert again.keeper.text() == "Agence Ex"
    paper.keep.click()
    assert ready.sheet.is_signed
    assert "Exemplaire conservé par Agence Ex" in paper.state.said()
    assert "Scellement électronique : Pas fait" in document.done.accessibleName().replace("\u00a0:", " :")
    assert document.hand_over.isVisibleTo(document)
    paper.open.click()
    paper.take_back.click()
    assert not ready.sheet.is_frozen
    assert not paper.state.said()


def test_after_paper_who_signs_first_may_still_change_and_nothing_is_said_to_come(ready: Seat) -> None:
    view = view_of(ready)
    view.person.paper.click()
    assert view.person._state.accessibleName() == "Signera sur papier"
    ready.page.screen.show_sheet(
        signing_off.note_paper(ready.book, ready.interview, ready.sheet.paper_from, "Maison de l’insertion")
    )
    assert view.person._state.accessibleName() == "Sur la page signée à la main"
    assert not view.person.paper.isVisibleTo(view)
    assert view.order.sides.isVisibleTo(view)
    view.order.sides.parts[1].click()
    assert ready.sheet.signs_first == specialist(ready.book, FieldOfWork.EMPLOYMENT).id


def test_what_changed_after_her_signature_empties_the_pad_and_leads_back_to_it(ready: Seat, qtbot: QtBot) -> None:
    view = view_of(ready)
    draw_stroke(ready)
    qtbot.waitUntil(lambda: ready.sheet.person_signature is not None, timeout=1_000)
    ready.page.screen.show_sheet(write_synthesis(ready.book, ready.interview, "short", "Autre chose."))
    assert view.person.ink.is_empty()
    assert not any(card.open.isEnabled() for card in view.cards.values())
    view.checklist.links[0].click()
    assert ready.page.lead is not None
    ready.page.lead(ready.led_to[0])
    assert view.person.witness.hasFocus()
    draw_stroke(ready)
    qtbot.waitUntil(lambda: ready.sheet.person_signature is not None, timeout=1_000)
    assert not any(point.blocking for point in ready.sheet.checklist)


def test_one_signature_of_two_is_not_said_to_be_all(ready: Seat) -> None:
    said = view_of(ready).checklist._all_done.said
    sign(ready, FieldOfWork.SOCIAL, NADIA)
    assert "L’autre est attendue" in said()
    sign(ready, FieldOfWork.EMPLOYMENT, KARIM)
    assert "Cette version est signée" in said()


def test_tab_goes_as_one_reads(ready: Seat) -> None:
    view = view_of(ready)
    met = stops(ready.window)
    at = met.index(view.checklist.links[0])
    met = met[at:] + met[:at]
    read = (*view.checklist.links, view.person.witness, view.cards[specialist(ready.book, FieldOfWork.SOCIAL).id].open)
    places = [met.index(one) for one in (*read, view.document.save, view.document.paper.open)]
    assert places == sorted(places)


def test_who_keeps_the_copy_is_not_typed_twice(ready: Seat) -> None:
    paper = view_of(ready).document.paper
    paper.open.click()
    paper.keeper.setText("")
    QTest.keyClicks(paper.keeper, "Agence Ex")
    paper.keeper.flush()
    ready.page.screen.show_sheet(ready.sheet)
    paper.leave.click()
    paper.open.click()
    assert paper.keeper.text() == "Agence Ex"


def test_what_has_been_done_is_told_hand_and_seal_apart(ready: Seat) -> None:
    done = view_of(ready).document.done
    assert not done.isVisibleTo(view_of(ready))
    draw_stroke(ready)
    sign(ready, FieldOfWork.SOCIAL, NADIA)
    said = done.accessibleName().replace("\u00a0:", " :")
    assert "Signature à la main : Amina B. a signé à l’écran" in said
    assert "Scellement électronique : Fait par Nadia Témoin" in said


def test_a_card_that_nobody_knew_of_asks_for_its_pin_in_place(ready: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    card = view_of(ready).cards[specialist(ready.book, FieldOfWork.SOCIAL).id]
    typed: list[str] = []

    def held(_book: Casebook, _who: SpecialistId, pin: str) -> NoReturn:
        typed.append(pin)
        raise NoCardError if pin == "1234" else WrongPinError(left="")

    monkeypatch.setattr(hands, "in_hand", held)
    sign(ready, FieldOfWork.SOCIAL, NADIA)
    assert "se fait avec une carte" in card.pin_field.notice.said()
    assert card.passphrase.text() == NADIA, "only the PIN is asked for"
    card.pin.setText("0000")
    QTest.keyClick(card.pin, Qt.Key.Key_Return)
    assert "n’est pas celui de la carte" in card.pin_field.notice.said()
    card.pin.setText("1234")
    QTest.keyClick(card.pin, Qt.Key.Key_Return)
    assert "n’est pas dans le lecteur" in card.field.notice.said()
    assert typed == ["", "0000", "1234"]
    assert not ready.sheet.is_frozen


def test_a_card_gone_before_the_second_signature_leaves_the_first_whole(
    ready: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = view_of(ready)
    sign(ready, FieldOfWork.SOCIAL, NADIA)
    before = signed_document(ready.book, ready.interview)
    with monkeypatch.context() as gone:
        gone.setattr(hands, "in_hand", no_card)
        sign(ready, FieldOfWork.EMPLOYMENT, KARIM)
    card = view.cards[specialist(ready.book, FieldOfWork.EMPLOYMENT).id]
    assert "carte a été retirée" in card.field.notice.said()
    assert signed_document(ready.book, ready.interview) == before
    card.sign.click()
    assert ready.sheet.is_sealed


def no_card(_book: Casebook, _who: SpecialistId, _pin: str) -> NoReturn:
    raise CardRemovedError


def test_a_server_that_does_not_answer_never_stops_a_signature(ready: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(_address: str, _request: bytes) -> NoReturn:
        raise ConnectionError

    monkeypatch.setattr(time_stamping, "_posted", unreachable)
    hands.set_time_stamp_address(ready.book, "https://horodatage.test")
    try:
        for _ in range(2):
            interview = ready.interview
            sign(ready, FieldOfWork.SOCIAL, NADIA)
            assert ready.sheet.is_frozen
            assert "sans horodatage" in view_of(ready).document.outcome.said()
            ready.page.screen.show_sheet(signing_off.correct(ready.book, interview, "Encore"))
            view_of(ready).document.clear_outcome()
    finally:
        hands.set_time_stamp_address(ready.book, "")


def test_a_certificate_that_ends_soon_is_told_on_its_card(ready: Seat) -> None:
    one = specialist(ready.book, FieldOfWork.SOCIAL)
    until = ways_of(ready.book, ready.interview)[one.id].valid_until
    assert until is not None
    way = way_shown(SigningWay(kind=Kind.CARD, issued_by="Territoire", valid_until=until, ends_soon=True), one)
    view = view_of(ready)
    view.show_ways({one.id: way})
    card = view.cards[one.id]
    assert "ne vaudra plus après le" in card.warning.said()
    assert "Ma signature" in card.warning.said()
    card.open.click()
    assert card.pin.isVisibleTo(view), "a card that is known asks at once"
    assert "certifiée par « Territoire »".replace("« ", "«\u00a0").replace(" »", "\u00a0»") in card.way.text()
    over = way_shown(SigningWay(kind=Kind.BUILT_IN, valid_until=until, is_over=True), one)
    assert "ne vaut plus depuis" in over.warning[0]
