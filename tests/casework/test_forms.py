"""Which forms an interview may be led with, and that it opens for ever with the one it began with."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest

from spie_diag.casework import receiving
from spie_diag.casework.attachment import Signer, attachment_of
from spie_diag.casework.casebook import Casebook, fingerprint_in
from spie_diag.casework.errors import (
    FormFileDamagedError,
    FormGoneError,
    FormNotInstalledError,
    OlderVersionError,
    SameVersionError,
)
from spie_diag.casework.form_content import content_bytes, fingerprint_of, form_from
from spie_diag.casework.interviewing import answer
from spie_diag.casework.opening import common_form
from spie_diag.casework.questionnaires import (
    available_forms,
    damaged_forms,
    install_form,
    offered_form,
    remove_damaged_forms,
    withdraw_form,
)
from spie_diag.casework.sheet import Sheet, draw
from spie_diag.casework.undoing import undo
from spie_diag.errors import SpieError
from spie_diag.forms.contents import content_of
from spie_diag.forms.definition import Form, QuestionCode, Value
from spie_diag.forms.reading import read_form
from spie_diag.interview.answers import Answer
from spie_diag.interview.people import InterviewId
from spie_diag.paths import installed_forms
from spie_diag.vault.errors import FormMissingError
from tests.casework.conftest import TODAY, Office
from tests.forms.territory import write_common

WHERE = QuestionCode("LOG-01")


def later_form(label: str = "Où habitez-vous ?") -> Form:
    """The common form as a program of next year could bring it: one question reworded."""
    form = common_form()
    housing = form.block_of[WHERE]
    asked = tuple(replace(one, label=label) if one.code == WHERE else one for one in housing.questions)
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
    assert session["fingerprint"] == fingerprint_of(common_form())


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

    assert fingerprint_of(again) == fingerprint_of(common_form()) == fingerprint_of(again)


# --- installing one


START = """
extends: {base}
settings: {{form_id: vallee, form_title: Vallée, version: '{version}', languages: ['Kurdî (ku)']}}
blocks:
  - block: LOG
    survey:
      - {{name: {hidden}, hidden: yes}}
      - {{name: l_chien, code: L-LOG-01, type: text, label: "{label}"}}
"""


WORDS = {"version": "1.0", "label": "Un chien ?", "base": "commun.yaml", "hidden": "loyer"}
SHIPPED = {"base": "diagnostic-commun", "hidden": "logement_souhait"}


def valley(folder: Path, **words: str) -> Path:
    """A territory's file that stands on the small common form, or on the shipped one."""
    path = folder / "vallee.yaml"
    path.write_text(START.lstrip().format(**{**WORDS, **words}), encoding="utf-8")
    return path


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small common form, which stands for the shipped one."""
    common = read_form(write_common(tmp_path))
    monkeypatch.setattr("spie_diag.casework.questionnaires.common_form", lambda: common)
    return tmp_path


def test_the_common_form_is_always_offered_and_first(small: Path) -> None:
    alone = available_forms()
    install_form(valley(small))
    first, second = available_forms()

    assert alone == (first,)
    assert (first.is_installed, first.name) == (False, "commun")
    assert (second.title, second.version, second.languages) == ("Vallée", "1.0", ("Kurdî (ku)",))


def test_an_interview_is_led_with_an_installed_form_and_keeps_it_when_it_is_withdrawn(
    office: Office, book: Casebook, tmp_path: Path
) -> None:
    installed = install_form(valley(tmp_path, **SHIPPED)).form
    sheet = receiving.start_interview(
        book, office.person, social=office.social, employment=None, today=TODAY, form=installed.fingerprint
    )
    answer(book, sheet.interview, QuestionCode("L-LOG-01"), Answer(value="Oui, Rex"))
    withdraw_form(installed.fingerprint)
    book._forms.clear()
    book.close_desks()

    again = draw(book, sheet.interview)

    attached = json.loads(attachment_of(again, {office.social: Signer(field="specialist-social", certificate="")}))
    core = {"name": "diagnostic-commun", "version": common_form().version}
    assert attached["form"] == {"name": "vallee", "version": "1.0", "extends": core}
    assert again.state.value(QuestionCode("L-LOG-01")) == "Oui, Rex"
    assert not again.state.questions[QuestionCode("LOG-09")].relevant
    assert len(available_forms()) == 1
    with pytest.raises(FormGoneError):
        receiving.start_interview(
            book, office.person, social=office.social, employment=None, form=installed.fingerprint
        )


def test_the_data_of_a_document_and_of_undoing_hold_no_answer_of_another_question(
    office: Office, book: Casebook
) -> None:
    where = common_form().questions[WHERE]
    book.form = later_form(f"Où ? ${{{where.name}}}")
    sheet = begun(office)
    named = where.choices[0].name
    answer(book, sheet.interview, WHERE, Answer(value=named))

    again = draw(book, sheet.interview)
    signers = {one: Signer(field="signature", certificate="") for one in (office.social, office.employment)}
    attached = json.loads(attachment_of(again, signers))
    assert again.state.questions[WHERE].question.label == f"Où ? {named}"
    assert attached["answers"][WHERE]["label"] == f"Où ? ${{{where.name}}}"
    assert undo(book, sheet.interview).deed.what == "Où ? …"


def test_a_new_version_takes_the_place_of_the_one_before_and_says_what_is_lost(small: Path) -> None:
    install_form(valley(small))
    path = valley(small, version="2.0")
    path.write_text(path.read_text(encoding="utf-8").replace("type: text", "type: integer"), encoding="utf-8")

    done = install_form(path)

    assert [one.version for one in available_forms() if one.is_installed] == ["2.0"]
    assert done.replaced == ("1.0",)
    assert any("« text » devient « integer »" in one.replace("\u00a0", " ") for one in done.remarks)


@pytest.mark.parametrize(
    ("present", "brought"), [("2.0", "1.9"), ("1.10", "1.9"), ("2026.2", "7"), ("1.0.1", "1"), ("1.1", "01.0")]
)
def test_an_older_version_takes_the_place_of_none(small: Path, present: str, brought: str) -> None:
    kept = install_form(valley(small, version=present)).form
    with pytest.raises(OlderVersionError, match=re.escape(f"la version {present}")):
        install_form(valley(small, version=brought))

    assert available_forms()[1:] == (kept,)


@pytest.mark.parametrize(("present", "brought"), [("1.9", "1.10"), ("1", "1.0"), ("hiver", "automne"), ("2", "1 bis")])
def test_a_version_that_is_not_older_says_which_one_it_replaces(small: Path, present: str, brought: str) -> None:
    install_form(valley(small, version=present))

    done = install_form(valley(small, version=brought))

    assert done.replaced == (present,)
    assert available_forms()[1:] == (done.form,)


def test_a_withdrawn_version_leaves_its_place_to_an_older_one(small: Path) -> None:
    withdraw_form(install_form(valley(small, version="2.0")).form.fingerprint)

    assert install_form(valley(small, version="1.0")).replaced == ()


def test_installing_twice_is_installing_once(small: Path) -> None:
    first, second = install_form(valley(small)), install_form(valley(small))

    assert first.form == second.form
    assert len(available_forms()) == 2


def test_another_content_under_the_same_version_is_refused(small: Path) -> None:
    install_form(valley(small))
    with pytest.raises(SameVersionError):
        install_form(valley(small, label="Un chat ?"))

    assert len(available_forms()) == 2


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("settings: {form_id: libre, form_title: Libre}\nsurvey: [{name: a, type: text, label: A}]\n", "libre"),
        (START.replace("vallee", "commun").format(**WORDS), "nom du formulaire commun"),
        (START.replace("L-LOG-01", "LOG-10").format(**WORDS), "Écrivez « code: L-LOG-10 »"),
        ("extends: commun.yaml\n", "Il manque « settings »"),
    ],
)
def test_what_is_no_form_of_the_method_is_refused_and_leaves_nothing(small: Path, text: str, error: str) -> None:
    path = small / "faux.yaml"
    path.write_text(text.lstrip(), encoding="utf-8")

    with pytest.raises(SpieError) as told:
        install_form(path)

    assert error in str(told.value).replace("\u00a0", " ")
    assert len(available_forms()) == 1
    assert not installed_forms().exists()


def test_an_installed_file_that_was_changed_is_not_offered(small: Path) -> None:
    fingerprint_ = install_form(valley(small)).form.fingerprint
    file = installed_forms() / f"{fingerprint_}.json"
    file.write_bytes(file.read_bytes().replace(b"Un chien", b"Un chat "))

    assert len(available_forms()) == 1
    assert damaged_forms() == (file,)
    with pytest.raises(FormFileDamagedError):
        offered_form(fingerprint_)

    remove_damaged_forms()

    assert damaged_forms() == ()
    assert not file.exists()


def test_removing_what_is_damaged_leaves_what_is_sound(small: Path) -> None:
    kept = install_form(valley(small)).form
    (installed_forms() / "abime.json").write_bytes(b"{")

    remove_damaged_forms()

    assert available_forms()[1:] == (kept,)


def test_the_form_of_a_later_program_is_not_offered(small: Path) -> None:
    content = b'{"name":"futur","scent":"roses"}'
    installed_forms().mkdir(parents=True)
    file = installed_forms() / f"{sha256(content).hexdigest()}.json"
    file.write_bytes(content)

    assert len(available_forms()) == 1
    assert damaged_forms() == (file,)


def test_a_folder_that_refuses_the_form_is_told(small: Path, own_folder: Path) -> None:
    (own_folder / "formulaires").write_text("a file where the folder should be")

    with pytest.raises(FormNotInstalledError):
        install_form(valley(small))
