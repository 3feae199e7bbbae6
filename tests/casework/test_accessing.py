"""The copy that a person asks for: everything about her, nothing about others, and no name in a file's name."""

import json
from pathlib import Path

import pytest

from spie_diag.casework import accessing, assessing, interviewing, receiving, rights
from spie_diag.casework.errors import UnwrittenFileError
from spie_diag.casework.receiving import NewPerson
from spie_diag.casework.telling import OTHERS, told
from spie_diag.diagnosis.assessment import Level
from spie_diag.forms.definition import BlockCode, QuestionCode, Value
from spie_diag.interview.answers import Answer, Status
from spie_diag.vault.deeds import Deed, Reason
from spie_diag.vault.errors import UnknownCaseError
from tests.casework.conftest import Office
from tests.documents.reading import opened, spoken


def export(office: Office, folder: Path) -> tuple[accessing.AccessExport, Value, str]:
    made = accessing.access_export(office.book, office.person.case, folder)
    pdf, data = (file.read_bytes() for file in made.files[:2])
    return made, json.loads(data), words(pdf)


def at(value: Value, *path: str | int) -> Value:
    """What stands at a path of the JSON file."""
    for step in path:
        value = value[step] if isinstance(value, dict) else value[int(step)]  # type: ignore[index]
    return value


def words(pdf: bytes) -> str:
    """Everything that is read aloud."""
    return " ".join(spoken(opened(pdf)).split())


def answer(office: Office, code: str, value: Value, status: Status = Status.ANSWERED) -> None:
    interviewing.answer(office.book, office.interview, QuestionCode(code), Answer(status=status, value=value))


def test_all_that_is_held_is_told_with_its_history_and_authors(office: Office, tmp_path: Path) -> None:
    book, case = office.book, office.person.case
    answer(office, "LOG-01", "tiers")
    book.writer = office.employment
    answer(office, "LOG-01", "hotel")
    answer(office, "SAN-01", None, Status.DECLINES)
    book.writer = office.social
    book.vault.drafts.keep(case, "answer/LOG-02", office.employment, "depuis le mois de")
    rights.rectify(book, case, NewPerson(called="Amina", family_name="Ben Saïd", born_on=office.person.born_on))
    rights.oppose(book, case)

    made, data, page = export(office, tmp_path)

    assert made.folder.name == f"acces-{office.person.number}-2026-11-24"
    housing = {choice.name: choice.label for choice in book.form.questions[QuestionCode("LOG-01")].choices}
    for text in (
        housing["hotel"],
        f"Avant : {housing['tiers']}",
        "N’a pas souhaité répondre",
        "depuis le mois de",
        "Ben Saïd",
        "BENSAÏD",
        "Opposition au partage",
        "Dossier ouvert",
        "Identité corrigée",
        "Hugo Spécimen",
        "24 novembre 2028",
    ):
        assert text in page, text
    history = ("interviews", 0, "subjects", "answer/LOG-01")
    assert [at(data, *history, place, "value", "value") for place in (0, 1)] == ["tiers", "hotel"]
    assert [at(data, *history, place, "author") for place in (0, 1)] == ["Nadia Témoin", "Hugo Spécimen"]
    assert at(data, "typing", 0, "text") == "depuis le mois de"
    assert at(data, "person", "family_name") == "Ben Saïd"
    assert book.vault.register.lines(1)[0].deed is Deed.ACCESS_EXPORT


def test_every_subject_of_the_journal_is_in_the_copy_but_what_is_left_out(office: Office, tmp_path: Path) -> None:
    for code, value in (("LOG-01", "tiers"), ("FAM-09", "oui"), ("FAM-10", "oui"), ("SAN-08", "oui")):
        answer(office, code, value)
    office.book.vault.drafts.keep(office.person.case, "answer/FAM-10", office.social, "elle a peur")

    _, data, page = export(office, tmp_path)

    said = {entry.subject for entry in office.book.vault.journals.of(office.person.case)}
    told_subjects = f"{at(data, 'file')} {at(data, 'interviews', 0, 'subjects')}"
    assert {
        subject for subject in said if f"'{subject}'" not in told_subjects and not subject.startswith("register/")
    } == {
        "answer/FAM-09",
        "answer/FAM-10",
        "answer/SAN-08",
    }
    assert "l’accompagnement du conjoint" in page
    for never in ("FAM-10", "sécurité", "confidence", "elle a peur"):
        assert never not in page
        assert never not in json.dumps(data, ensure_ascii=False)


def test_no_name_is_in_a_file_name_and_a_second_copy_stands_beside(office: Office, tmp_path: Path) -> None:
    first, _, _ = export(office, tmp_path)
    second, _, _ = export(office, tmp_path)

    assert second.folder.name == f"{first.folder.name}-2"
    names = " ".join(str(path.relative_to(tmp_path)).lower() for path in tmp_path.rglob("*"))
    assert "amina" not in names
    assert "bensa" not in names
    assert "amina" not in repr(first).lower().replace(str(tmp_path), "")


def test_a_colleagues_view_that_is_not_uncovered_is_told_before_the_copy_is_read(
    office: Office, tmp_path: Path
) -> None:
    assessing.give_view(
        office.book, office.interview, BlockCode("LOG"), Level.WATCH, strength=False, reason="bail court"
    )
    made, _, page = export(office, tmp_path)
    assert made.unrevealed == 1
    assert "bail court" in page


def test_an_archived_file_can_still_be_asked_for(office: Office, tmp_path: Path) -> None:
    from spie_diag.casework import retention

    retention.archive(office.book, [office.person.case])
    _, data, page = export(office, tmp_path)
    assert "Mise aux archives" in page
    assert at(data, "kept_until") == "2028-11-24"


def test_a_folder_that_refuses_leaves_nothing_and_tells_nothing(office: Office, tmp_path: Path) -> None:
    before = office.book.vault.register.lines(1)
    with pytest.raises(UnwrittenFileError):
        accessing.access_export(office.book, office.person.case, tmp_path / "clé retirée")
    assert office.book.vault.register.lines(1) == before
    assert not list(tmp_path.iterdir())


def test_a_person_without_interview_has_a_copy_and_an_unknown_one_has_none(office: Office, tmp_path: Path) -> None:
    alone = receiving.add_person(office.book, NewPerson(called="Seule"))
    made = accessing.access_export(office.book, alone.case, tmp_path)
    assert "Seule" in words(made.files[0].read_bytes())

    office.book.vault.erasing.erase([alone.case], office.social, Reason.MISTAKE)
    with pytest.raises(UnknownCaseError):
        accessing.access_export(office.book, alone.case, tmp_path)


def test_what_this_program_does_not_know_is_given_as_it_is_kept(office: Office) -> None:
    form = office.book.form
    unknown: dict[str, Value] = {"telepathy/1": {"a": "b"}, "answer/ZZZ-99": {"status": "REP"}, "goal/1": {"x": 1}}
    for subject, value in unknown.items():
        said = told(form, subject, value)
        assert (said.chapter, said.label) == (OTHERS, subject)
        assert json.loads(said.words.replace("\u00a0", " ")) == value


def test_the_name_of_a_witness_half_typed_is_not_in_the_copy(office: Office, tmp_path: Path) -> None:
    office.book.vault.drafts.keep(office.person.case, "person_signature/1", office.social, "Mme VOISINE Ginette")

    made, _, page = export(office, tmp_path)

    assert "VOISINE" not in page + made.files[1].read_text()
