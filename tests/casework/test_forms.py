"""Which forms an interview may be led with, and that it opens for ever with the one it began with."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest

from spie_diag.casework import receiving
from spie_diag.casework.casebook import Casebook, fingerprint_in
from spie_diag.casework.form_content import content_bytes, fingerprint_of, form_from
from spie_diag.casework.opening import common_form
from spie_diag.casework.questionnaires import available_forms
from spie_diag.casework.sheet import Sheet, draw
from spie_diag.forms.contents import content_of, fingerprint
from spie_diag.forms.definition import Form, QuestionCode, Value
from spie_diag.interview.people import InterviewId
from spie_diag.vault.errors import FormMissingError
from tests.casework.conftest import TODAY, Office

WHERE = QuestionCode("LOG-01")


def later_form() -> Form:
    """The common form as a program of next year could bring it: one question reworded."""
    form = common_form()
    housing = form.block_of[WHERE]
    asked = tuple(replace(one, label="Où habitez-vous ?") if one.code == WHERE else one for one in housing.questions)
    blocks = tuple(replace(one, questions=asked) if one is housing else one for one in form.blocks)
    return replace(form, version="2.0", blocks=blocks)


@pytest.fixture
def book(office: Office) -> Iterator[Casebook]:
    """Open, and led with the form of today again afterwards: other tests share it."""
    yield office.book
    office.book.form = common_form()
    office.book.close_desks()


def begun(office: Office) -> Sheet:
    return receiving.start_interview(
        office.book, office.person, social=office.social, employment=office.employment, today=TODAY
    )


def test_the_opening_entry_names_the_form_its_version_and_its_fingerprint(office: Office) -> None:
    session = office.book.desk(office.interview).record.value("session")

    assert isinstance(session, dict)
    assert (session["form"], session["version"]) == ("diagnostic-commun", common_form().version)
    assert session["fingerprint"] == fingerprint(common_form())


def test_an_interview_opens_with_the_form_it_was_begun_with(office: Office, book: Casebook) -> None:
    book.form = later_form()
    book.close_desks()
    newer = begun(office)

    assert draw(book, office.interview).state.form.questions[WHERE].label == common_form().questions[WHERE].label
    assert newer.state.form.questions[WHERE].label == "Où habitez-vous ?"
    book.form = common_form()
    book.close_desks()
    again = draw(book, newer.interview).state.form
    assert again.questions[WHERE].label == "Où habitez-vous ?"
    assert content_of(again) == content_of(later_form())


def test_interviews_of_one_form_share_it_once_it_is_read(office: Office, book: Casebook) -> None:
    book.form = later_form()
    first, second = begun(office).interview, begun(office).interview
    book.form = common_form()
    book._forms.clear()
    book.close_desks()

    assert draw(book, first).state.form is draw(book, second).state.form


def test_an_interview_older_than_kept_forms_opens_with_the_common_one(office: Office, book: Casebook) -> None:
    desk = book.desk(office.interview)
    session = desk.record.value("session")
    assert isinstance(session, dict)
    old = {key: value for key, value in session.items() if key != "fingerprint"}
    interview = InterviewId(uuid4())
    book.begin(office.person, interview, common_form(), [("session", old)])
    book.close_desks()

    assert fingerprint_in(book.desk(interview).record) == ""
    assert draw(book, interview).state.form is common_form()


def test_an_interview_whose_form_vanished_says_so_and_keeps_its_answers(office: Office, book: Casebook) -> None:
    interview = InterviewId(uuid4())
    session: Value = {"today": TODAY.isoformat(), "fingerprint": "0" * 64, "social": str(office.social), "emploi": None}
    book.begin(office.person, interview, common_form(), [("session", session), ("answer/LOG-01", {"status": "NSP"})])
    book.close_desks()

    with pytest.raises(FormMissingError):
        draw(book, interview)

    assert book.desk(interview).record.value("answer/LOG-01") == {"status": "NSP"}
    assert [row.person for row in receiving.persons(book) if row.interview == interview]


def test_a_form_comes_back_from_its_bytes_with_the_same_fingerprint() -> None:
    again = form_from(content_bytes(common_form()))

    assert fingerprint_of(again) == fingerprint_of(common_form()) == fingerprint(again)


def test_the_common_form_is_always_offered_and_first() -> None:
    first, *others = available_forms()

    assert first.is_common
    assert (first.name, first.fingerprint) == ("diagnostic-commun", fingerprint(common_form()))
    assert others == []
