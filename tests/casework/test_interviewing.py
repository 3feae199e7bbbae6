"""Answers, notes, flags, undo, the keyboard: what is written, by whom, and what is refused."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spie_diag.casework import interviewing, opening, receiving
from spie_diag.casework.errors import ClosedDomainError, NothingToUndoError, TooLongError, TooMuchError
from spie_diag.casework.guarding import LONGEST_TEXT
from spie_diag.casework.sheet import Sheet
from spie_diag.casework.undoing import undo
from spie_diag.diagnosis.complexity import markers
from spie_diag.diagnosis.orientation import Orientation, hint
from spie_diag.errors import SpieError
from spie_diag.followup.checklist import checklist
from spie_diag.followup.deadlines import deadlines
from spie_diag.forms.definition import BlockCode, QuestionCode, Value
from spie_diag.interview.answers import Answer, Source, Status
from spie_diag.interview.course import Flag, Stage, SweepAnswer, course
from spie_diag.interview.journal import Record
from spie_diag.interview.notes import NoteKind
from spie_diag.interview.people import FieldOfWork, Voice
from spie_diag.interview.state import evaluate
from tests.casework.conftest import SECRETS, TODAY, Office

HOUSING, HOUSING_TYPE, STAYS = BlockCode("LOG"), QuestionCode("LOG-01"), QuestionCode("LOG-03")


def said(sheet: Sheet, code: QuestionCode) -> Answer | None:
    return sheet.state.questions[code].answer


def test_an_answer_is_on_the_sheet_and_survives_a_reopening(office: Office) -> None:
    sheet = interviewing.answer(office.book, office.interview, HOUSING_TYPE, Answer(value="tiers"))
    assert said(sheet, HOUSING_TYPE) == Answer(value="tiers")

    opening.lock(office.book)
    again = opening.open_casebook(office.folder, office.social, SECRETS[FieldOfWork.SOCIAL], clock=office.clock)
    try:
        assert said(receiving.resume(again, office.interview), HOUSING_TYPE) == Answer(value="tiers")
    finally:
        opening.lock(again)


def test_the_same_answer_twice_is_written_once(office: Office) -> None:
    for _ in range(2):
        interviewing.answer(office.book, office.interview, HOUSING_TYPE, Answer(value="tiers"))
    history = office.book.desk(office.interview).record.history(f"answer/{HOUSING_TYPE}")
    assert len(history) == 1


def test_a_status_is_an_answer_and_a_question_that_no_longer_applies_keeps_its_own(office: Office) -> None:
    interviewing.answer(office.book, office.interview, HOUSING_TYPE, Answer(value="tiers"))
    interviewing.answer(office.book, office.interview, STAYS, Answer(value="non"))
    sheet = interviewing.answer(office.book, office.interview, HOUSING_TYPE, Answer(status=Status.DECLINES))
    kept = sheet.state.questions[STAYS]
    assert not kept.relevant
    assert kept.answer == Answer(value="non"), "set aside, not deleted"


def test_the_facts_of_the_file_are_proposed_as_answers_to_confirm(office: Office) -> None:
    sheet = receiving.resume(office.book, office.interview)
    birth = said(sheet, QuestionCode("IDE-03"))
    assert birth is not None
    assert (birth.value, birth.source) == ("1991-04-07", Source.PARTNER)
    assert sheet.state.calculated["age"] == 35


def test_a_text_over_the_limit_is_refused_and_a_long_one_is_kept_whole(office: Office) -> None:
    longest = "é" * LONGEST_TEXT
    sheet = interviewing.answer(office.book, office.interview, QuestionCode("ATT-01"), Answer(value=longest))
    assert said(sheet, QuestionCode("ATT-01")) == Answer(value=longest)
    with pytest.raises(TooLongError):
        interviewing.answer(office.book, office.interview, QuestionCode("ATT-01"), Answer(value=longest + "!"))
    with pytest.raises(TooLongError):
        interviewing.answer(office.book, office.interview, QuestionCode("COM-01"), Answer(value=["ok", longest + "!"]))
    with pytest.raises(TooMuchError):
        interviewing.answer(office.book, office.interview, QuestionCode("COM-01"), Answer(value=[longest] * 20))


@pytest.mark.parametrize(
    "words", ["🙂 ça va 👩‍👧", "أمينة بن سعيد", "e\u0301 combinant", "\ud800 seul", "a\u0000b", "   "]
)
def test_any_script_comes_back_as_it_was_typed(office: Office, words: str) -> None:
    sheet = interviewing.answer(office.book, office.interview, QuestionCode("ATT-04"), Answer(value=words))
    assert said(sheet, QuestionCode("ATT-04")) == Answer(value=words)


def test_notes_are_added_removed_and_brought_back(office: Office) -> None:
    book, interview = office.book, office.interview
    sheet = interviewing.add_note(book, interview, HOUSING, NoteKind.VERBATIM, "« Chez ma cousine on est six. »")
    note = sheet.notes[0]
    assert (note.block, note.author) == (HOUSING, office.social)

    assert interviewing.remove_note(book, interview, note.id).notes == ()
    assert [one.text for one in undo(book, interview).sheet.notes] == [note.text]


def test_undo_takes_back_ones_own_last_deed_and_says_when_there_is_none(office: Office) -> None:
    book, interview = office.book, office.interview
    interviewing.answer(book, interview, HOUSING_TYPE, Answer(value="tiers"))
    interviewing.answer(book, interview, HOUSING_TYPE, Answer(value="hotel"))
    assert said(undo(book, interview).sheet, HOUSING_TYPE) == Answer(value="tiers")
    assert said(undo(book, interview).sheet, HOUSING_TYPE) is None
    with pytest.raises(NothingToUndoError):
        undo(book, interview)


def test_what_follows_the_passing_of_the_keyboard_is_signed_by_the_other(office: Office) -> None:
    sheet = interviewing.pass_keyboard(office.book, office.interview, office.employment)
    assert sheet.writer.id == office.employment
    sheet = interviewing.add_note(office.book, office.interview, HOUSING, NoteKind.UNDERSTANDING, "Bail précaire")
    assert sheet.notes[0].author == office.employment
    assert office.book.vault.journals.audit() == ()


def test_after_a_reopening_the_colleague_types_her_passphrase_once(office: Office) -> None:
    opening.lock(office.book)
    again = opening.open_casebook(office.folder, office.social, SECRETS[FieldOfWork.SOCIAL], clock=office.clock)
    try:
        with pytest.raises(SpieError):
            interviewing.pass_keyboard(again, office.interview, office.employment, "autre phrase que la sienne")
        assert again.writer == office.social
        interviewing.pass_keyboard(again, office.interview, office.employment, SECRETS[FieldOfWork.EMPLOYMENT])
        interviewing.pass_keyboard(again, office.interview, office.social)
        assert interviewing.pass_keyboard(again, office.interview, office.employment).writer.id == office.employment
    finally:
        opening.lock(again)


def test_the_sweep_opens_and_folds(office: Office) -> None:
    book, interview = office.book, office.interview
    for voice in Voice:
        sheet = interviewing.sweep(book, interview, HOUSING, voice, SweepAnswer.NOTHING)
    step = sheet.course.step(HOUSING)
    assert step is not None
    assert not step.opened
    step = interviewing.sweep(book, interview, HOUSING, Voice.EMPLOYMENT, SweepAnswer.EXPLORE).course.step(HOUSING)
    assert step is not None
    assert step.opened
    assert step.opened_by_professional


def test_a_domain_that_the_person_declines_takes_no_answer_and_no_note(office: Office) -> None:
    book, interview = office.book, office.interview
    interviewing.answer(book, interview, QuestionCode("CAD-09"), Answer(value="oui_sauf"))
    interviewing.answer(book, interview, QuestionCode("CAD-10"), Answer(value=["sante"]))
    with pytest.raises(ClosedDomainError):
        interviewing.answer(book, interview, QuestionCode("SAN-01"), Answer(value="beaucoup"))
    with pytest.raises(ClosedDomainError):
        interviewing.add_note(book, interview, BlockCode("SAN"), NoteKind.VERBATIM, "mots")
    interviewing.answer(book, interview, HOUSING_TYPE, Answer(value="tiers"))


def test_a_refusal_of_sharing_leaves_the_administrative_part_only(office: Office) -> None:
    book, interview = office.book, office.interview
    interviewing.answer(book, interview, QuestionCode("CAD-09"), Answer(value="non"))
    with pytest.raises(ClosedDomainError):
        interviewing.answer(book, interview, HOUSING_TYPE, Answer(value="tiers"))
    sheet = interviewing.answer(book, interview, QuestionCode("STA-01"), Answer(value="inscrit"))
    assert said(sheet, QuestionCode("STA-01")) == Answer(value="inscrit")


def test_a_draft_is_restored_to_its_author_only_and_forgotten_once_written(office: Office) -> None:
    book, interview = office.book, office.interview
    interviewing.keep_draft(book, interview, "answer/ATT-01", "Je voudrais retrav")
    assert receiving.resume(book, interview).drafts == {"answer/ATT-01": "Je voudrais retrav"}
    assert interviewing.pass_keyboard(book, interview, office.employment).drafts == {}
    interviewing.pass_keyboard(book, interview, office.social)
    sheet = interviewing.answer(book, interview, QuestionCode("ATT-01"), Answer(value="Je voudrais retravailler"))
    assert sheet.drafts == {}


def test_the_place_is_remembered(office: Office) -> None:
    receiving.go_to(office.book, office.interview, Stage.EXPLORATION, "FAM")
    interviewing.flag(office.book, office.interview, HOUSING, Flag.RESUME, on=True)
    opening.lock(office.book)
    again = opening.open_casebook(office.folder, office.social, SECRETS[FieldOfWork.SOCIAL], clock=office.clock)
    try:
        assert receiving.last_place(again) == office.interview
        place = receiving.resume(again, office.interview).place
        assert (place.stage, place.block) == (Stage.EXPLORATION, "FAM")
        assert receiving.persons(again)[0].to_resume == 1
    finally:
        opening.lock(again)


def test_a_clock_moved_back_keeps_the_order_and_is_told(office: Office) -> None:
    book, interview = office.book, office.interview
    interviewing.answer(book, interview, HOUSING_TYPE, Answer(value="tiers"))
    office.clock.at = office.clock.at.replace(year=2020)
    sheet = interviewing.answer(book, interview, HOUSING_TYPE, Answer(value="hotel"))
    assert said(sheet, HOUSING_TYPE) == Answer(value="hotel")
    assert sheet.clock_went_back


def test_nothing_personal_shows_in_a_repr(office: Office) -> None:
    sheet = interviewing.answer(office.book, office.interview, QuestionCode("ATT-01"), Answer(value="mot-secret"))
    shown = repr(sheet) + repr(office.book.desk(office.interview).person) + repr(replace(sheet, version=2))
    assert "mot-secret" not in shown
    assert "BENSAÏD" not in shown


def test_a_subject_closed_later_is_neither_shown_nor_reckoned_with_and_comes_back_when_she_changes_her_mind(
    office: Office,
) -> None:
    book, interview = office.book, office.interview
    for code, value in (
        ("CAD-09", "oui_sauf"),
        ("SAN-01", "beaucoup"),
        ("SAN-03", "ne_peut_plus"),
        ("STA-06", "demande"),
    ):
        interviewing.answer(book, interview, QuestionCode(code), Answer(value=value))
    sheet = interviewing.answer(book, interview, QuestionCode("STA-07"), Answer(value="2026-09-15"))
    assert "SAN.S05" in sheet.state.suggested
    assert any("handicap" in deadline.title for deadline in sheet.deadlines)

    sheet = interviewing.answer(book, interview, QuestionCode("CAD-10"), Answer(value=["sante"]))
    assert "SAN.S05" not in sheet.state.suggested
    assert not any("handicap" in deadline.title for deadline in sheet.deadlines)
    declined = said(sheet, QuestionCode("STA-06"))
    assert declined is not None
    assert declined.status is Status.DECLINES
    with pytest.raises(ClosedDomainError):
        interviewing.answer(book, interview, QuestionCode("STA-06"), Answer(value="valide"))

    sheet = interviewing.answer(book, interview, QuestionCode("CAD-10"), Answer(value=["justice"]))
    assert said(sheet, QuestionCode("STA-06")) == Answer(value="demande"), "kept all the while"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(data=st.data(), value=json_values)
@settings(max_examples=150)
def test_no_answer_whatever_it_holds_makes_an_interview_impossible_to_draw(data: st.DataObject, value: Value) -> None:
    form = opening.common_form()
    code = data.draw(st.sampled_from(sorted(form.questions)))
    in_fields: bool = data.draw(st.booleans())
    children = form.questions[code].children
    held: Value = {child.name: value for child in children} if children and in_fields else value
    state = evaluate(form, {code: Answer(value=held), QuestionCode("CAD-01"): Answer(value="reexamen_social")}, TODAY)
    record = Record()
    steps = course(form, state, record)
    deadlines(state, TODAY)
    markers(state, {}, (), Orientation())
    hint(state, {}, ())
    checklist(steps, state, {}, Orientation(), (), None, ())


@pytest.mark.parametrize("birth", ["9990-01-01", "0001-01-01", "2026-12-31", "1850-01-01"])
def test_a_birth_date_that_cannot_be_is_kept_told_and_starts_no_clock(office: Office, birth: str) -> None:
    book, interview = office.book, office.interview
    interviewing.answer(book, interview, QuestionCode("STA-17"), Answer(value="9999-12-31"))
    interviewing.answer(book, interview, QuestionCode("STA-12"), Answer(value="ce"))
    interviewing.answer(book, interview, QuestionCode("STA-13"), Answer(value={"signature": "9999-12-31"}))
    sheet = interviewing.answer(book, interview, QuestionCode("IDE-03"), Answer(value=birth))
    assert said(sheet, QuestionCode("IDE-03")) == Answer(value=birth)
    assert sheet.state.questions[QuestionCode("IDE-03")].violation
    assert not any("26 ans" in deadline.title for deadline in sheet.deadlines)
