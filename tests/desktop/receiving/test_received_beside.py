"""What was received, beside her interviews in the list and under the questions of an interview."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from spie_diag.casework import interviewing, rights
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.received import receptions
from spie_diag.casework.receiving import go_to, resume, start_interview
from spie_diag.casework.registering import register
from spie_diag.casework.sealing import Seal, suggested_password
from spie_diag.casework.taking_in import Believing, examine_file, take_in
from spie_diag.casework.undoing import undo
from spie_diag.desktop.cases.opening import open_cases
from spie_diag.desktop.cases.view import CasesView
from spie_diag.desktop.interview.opening import open_interview
from spie_diag.desktop.interview.questions.question import QuestionRow
from spie_diag.desktop.window import MainWindow
from spie_diag.desktop.work import PromptWork
from spie_diag.forms.definition import BlockCode, QuestionCode
from spie_diag.interview.answers import Answer, Source
from spie_diag.interview.course import Stage
from spie_diag.interview.people import FieldOfWork, InterviewId, Person
from spie_diag.vault.deeds import Deed
from tests.casework.partner import Partner
from tests.desktop.conftest import Show
from tests.desktop.receiving.conftest import Sent

_HOUSING = QuestionCode("LOG-01")


@pytest.fixture(scope="module")
def received(casebook: Casebook, amina: Person, elsewhere: Partner) -> bytes:
    """The diagnosis of the partners, in her file."""
    incoming = examine_file(casebook, elsewhere.master(), believing=Believing(signers=elsewhere.signers))
    take_in(casebook, incoming, amina.case)
    return incoming.pdf


@pytest.fixture
def home(casebook: Casebook, amina: Person, received: bytes, show: Show) -> tuple[CasesView, list[str]]:
    asked: list[str] = []
    page = open_cases(
        MainWindow(keep=lambda _memory: None),
        casebook,
        PromptWork(),
        open_interview=lambda _one: None,
        lock=lambda: None,
        open_safe=lambda: None,
        open_backups=lambda: None,
        receive=asked.append,
        person=amina.case,
    )
    assert isinstance(page, CasesView)
    show(page)
    return page, asked


def test_a_document_received_stands_beside_her_interviews(
    casebook: Casebook, amina: Person, received: bytes, home: tuple[CasesView, list[str]], tmp_path: Path
) -> None:
    page, asked = home
    shown = page.person.received
    (row,) = shown.rows
    assert "Léa Modèle et Omar Essai" in row.save.accessibleDescription()
    assert "Reçu le 24 novembre 2026" in row.save.accessibleDescription()
    digest = receptions(casebook, amina.case)[0].digest
    shown.save_asked.emit(digest, str(tmp_path / "absent" / "copie.pdf"))
    assert shown.notice.said()
    shown.save_asked.emit(digest, str(tmp_path / "copie.pdf"))
    assert (tmp_path / "copie.pdf").read_bytes() == received
    assert shown.open_copy.hasFocus()
    assert register(casebook, case=amina.case)[0].deed is Deed.EXPORTED
    page.rail.receive.click()
    assert asked == [""]


def test_a_document_that_was_verified_may_be_received(
    home: tuple[CasesView, list[str]], sent: Sent, tmp_path: Path
) -> None:
    page, asked = home
    plain, closed = sent(), sent(Seal(password=suggested_password()))
    page.rail.verification_asked.emit(str(plain))
    page.verdict.receive.click()
    page.rail.verification_asked.emit(str(closed))
    assert page.verdict.body.notice.said().startswith("Ce fichier est fermé"), "it is not said to be no diagnostic"
    page.rail.verification_asked.emit(str(tmp_path / "absent.pdf"))
    page.verdict.receive.click()
    assert asked == [str(plain), str(closed)]


def test_who_opposes_sharing_gets_the_only_copies(
    casebook: Casebook, amina: Person, home: tuple[CasesView, list[str]], tmp_path: Path
) -> None:
    page, _ = home
    rights.oppose(casebook, amina.case)
    try:
        page.person_chosen.emit(amina.case)
        (row,) = page.person.received.rows
        assert "pour elle" in row.save.accessibleName()
        digest = receptions(casebook, amina.case)[0].digest
        page.person.received.save_asked.emit(digest, str(tmp_path / "copie.pdf"))
        assert "personne" in register(casebook, case=amina.case)[0].detail
    finally:
        rights.lift_opposition(casebook, amina.case)


@pytest.fixture
def interview(casebook: Casebook, amina: Person, received: bytes) -> InterviewId:
    """Led here, at the domain of housing; she agreed to it."""
    pair = {one.field_of_work: one.id for one in casebook.openers}
    sheet = start_interview(casebook, amina, social=pair[FieldOfWork.SOCIAL], employment=pair[FieldOfWork.EMPLOYMENT])
    for code in ("CAD-08", "CAD-09"):
        interviewing.answer(casebook, sheet.interview, QuestionCode(code), Answer(value="oui"))
    interviewing.answer(casebook, sheet.interview, _HOUSING, Answer(value="sans"))
    go_to(casebook, sheet.interview, Stage.EXPLORATION, BlockCode("LOG"))
    return sheet.interview


def test_a_partners_answer_is_read_beside_the_question_and_taken_over_on_purpose(
    casebook: Casebook, interview: InterviewId, show: Show
) -> None:
    window = MainWindow(keep=lambda _memory: None)
    page = open_interview(window, casebook, PromptWork(), interview, lambda: None)
    show(page)
    row = next(one for one in page.findChildren(QuestionRow) if one.question.code == _HOUSING)
    assert row._partners is not None
    (line,) = row._partners.lines
    assert "Hébergé" in line.take_over.accessibleDescription()
    assert _noted(casebook, interview).value == "sans", "nothing is filled in by itself"
    line.take_over.click()
    noted = _noted(casebook, interview)
    assert (noted.value, noted.source) == ("tiers", Source.PARTNER)
    assert noted.origin == receptions(casebook, casebook.desk(interview).person.case)[0].digest
    assert not line.take_over.isVisible()
    assert row.confirm.hasFocus()
    row.confirm.click()
    assert _noted(casebook, interview) == Answer(value="tiers"), "she said so herself"
    undo(casebook, interview)
    undo(casebook, interview)
    assert _noted(casebook, interview).value == "sans"


def _noted(casebook: Casebook, interview: InterviewId) -> Answer:
    noted = resume(casebook, interview).state.questions[_HOUSING].answer
    assert noted is not None
    return noted


def test_a_document_in_the_wrong_file_is_taken_back_after_one_more_word(
    casebook: Casebook, amina: Person, home: tuple[CasesView, list[str]]
) -> None:
    shown = home[0].person.received
    (row,) = shown.rows
    row.take_back.click()
    assert row.leave.hasFocus()
    row.leave.click()
    assert receptions(casebook, amina.case)
    row.take_back.click()
    QTest.keyClick(row.leave, Qt.Key.Key_Escape)
    assert row.take_back.hasFocus()
    assert not row.confirm.isVisible()
    row.take_back.click()
    row.confirm.click()
    assert receptions(casebook, amina.case) == ()
    assert shown.rows == []
    assert shown.notice.said().startswith("Document retiré")
